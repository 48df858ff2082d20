"""What a site prints moves no cursor, adds no line to a table and sets no mark-up, whichever command shows it."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.test_cli import FIXTURES, jpo

TITLE = "JPO \x1b[2J\x1b]0;owned\x07 \x9b31m[/bold][link=file:///etc/passwd]here[/link] \u202eesrever\r9999 WHO"
OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose postings, facts, labels and issues hold what no site should print."""
    path = tmp_path_factory.mktemp("terminal") / "jpo.sqlite"
    assert jpo("crawl", "unhcr", "--replay", FIXTURES, "-d", path).returncode == 0
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update posting set title = ?, url = ?, reference = ?", (TITLE, TITLE, TITLE))
        connection.execute("update fact set raw = ?", (TITLE,))
        connection.execute("update posting_text set text = ?", (TITLE,))
        connection.execute("update run set reasons = ?, status = 'partial'", (json.dumps([TITLE]),))
    return path


COMMANDS = {
    "list": ("list", "--all"),
    "list as JSON": ("list", "--all", "--json"),
    "list as CSV": ("list", "--all", "--csv"),
    "show": ("show", "1", "--text"),
    "show as JSON": ("show", "1", "--json"),
    "status": ("status", "--runs"),
    "status as JSON": ("status", "--json"),
    "digest": ("digest", "--since", "2020-01-01"),
    "digest as JSON": ("digest", "--since", "2020-01-01", "--json"),
    "query": ("query", "select title, url from posting"),
    "eligible": ("eligible", "--nationality", "JP", "--born", "1995-01-01"),
}


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_nothing_that_a_terminal_obeys_is_printed(database: Path, arguments: tuple[str, ...]) -> None:
    command, *options = arguments
    done = jpo(command, *options, "-d", database)
    assert b"Traceback" not in done.stderr
    printed = (done.stdout + done.stderr).decode().replace("\r\n", "\n")  # the ends of lines in CSV
    assert "JPO" in printed or command == "status"
    assert OBEYED.findall(printed) == []


def test_json_means_what_the_site_printed(database: Path) -> None:
    assert json.loads(jpo("show", "1", "--json", "-d", database).stdout)["flat"]["title"] == TITLE


def test_mark_up_of_a_title_is_printed_as_it_is(database: Path) -> None:
    assert "[/bold][link=file:///etc/passwd]here[/link]" in jpo("show", "1", "-d", database).stdout.decode()


def test_an_error_that_repeats_what_it_was_given_is_harmless(database: Path) -> None:
    done = jpo("show", TITLE.replace("\0", ""), "-d", database)
    assert done.returncode == 2
    assert OBEYED.findall(done.stderr.decode()) == []
