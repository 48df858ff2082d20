"""What the shells complete, and what makes them do so."""

import subprocess

import pytest
from click.shell_completion import BashComplete

from jpo_scraper.cli import COMMANDS, jpo
from tests.cli import Jpo


def completed(*arguments):
    *words, incomplete = arguments
    return [item.value for item in BashComplete(jpo, {}, "jpo", "_JPO_COMPLETE").get_completions(words, incomplete)]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_a_script(monkeypatch, capsysbinary, shell):
    done = Jpo(monkeypatch, capsysbinary)("completion", shell)
    assert done.status == 0
    assert f"_JPO_COMPLETE={shell}_complete" in done.out.decode()


def test_the_script_is_good_bash(monkeypatch, capsysbinary):
    done = Jpo(monkeypatch, capsysbinary)("completion", "bash")
    assert subprocess.run(["bash", "-n"], input=done.out, capture_output=True).returncode == 0


def test_another_shell_is_wrong_use(monkeypatch, capsysbinary):
    assert Jpo(monkeypatch, capsysbinary)("completion", "tcsh").status == 2


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["exp"], ["export"]),
        (["crawl", "unhc"], ["unhcr"]),
        (["check", "unhc"], ["unhcr"]),
        (["sources", "unhc"], ["unhcr"]),
        (["capture", "unhc"], ["unhcr"]),
        (["export", "open_v"], ["open_vacancies"]),
        (["export", "--format", "p"], ["parquet"]),
        (["export", "--agency", "UNHC"], ["UNHCR"]),
        (["list", "--sponsor", "k"], ["KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ"]),
        (["list", "--closing"], ["--closing-within"]),
        (["completion", "f"], ["fish"]),
    ],
)
def test_names_are_completed(arguments, expected):
    assert completed(*arguments) == expected


def test_all_commands_are_offered():
    assert set(completed("")) == set(COMMANDS)
