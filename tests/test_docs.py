"""The documents say what the program does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from jpo_scraper.cli import COMMANDS
from jpo_scraper.items import Posting
from jpo_scraper.sources.model import Source
from jpo_scraper.store.views import VIEWS
from jpo_scraper.vocab import Field

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_command(command):
    assert f"`jpo {command}" in README


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_inside_the_documents_lead_somewhere(document):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def headings(document: Path) -> set[str]:
    """Where a link into a document may lead, as the sites that show Markdown name its headings."""
    found = re.findall(r"^#+ (.*)", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_to_a_heading_lead_to_one(document):
    for target, heading in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", document.read_text(encoding="utf-8")):
        assert heading in headings(document.parent / target if target else document), (target, heading)


def test_the_readme_names_every_view_and_says_how_many_there_are():
    assert [view for view in VIEWS.tables if f"`{view}`" not in README] == []
    assert f"{len(VIEWS.tables)} views" in README


def test_no_decision_is_told_twice_and_each_begins_after_an_empty_line():
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    titles = re.findall(r"^## (.*)", decisions, re.MULTILINE)
    assert len(titles) == len(set(titles)) == decisions.count("\n\n## ")


def test_the_posting_json_is_described_key_by_key():
    described = (ROOT / "docs" / "posting-json.md").read_text(encoding="utf-8")
    keys = {*Posting.__dataclass_fields__, *(field.value for field in Field)}
    assert [key for key in sorted(keys) if f"`{key}`" not in described] == []


def test_every_key_of_a_source_is_described():
    described = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    keys = [key for key in Source.__dataclass_fields__ if key != "name"]
    assert [key for key in keys if f"`{key}`" not in described and f"[{key}]" not in described] == []


def test_ci_runs_the_test_command_of_the_readme():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    extract = re.search(r"^command=\$\((.*)\)$", script, re.MULTILINE)[1]
    command = subprocess.run(
        ["bash", "-c", extract], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    assert command.startswith("python3 -m venv .venv")
    assert command in README
    assert "-m pytest" in command


def test_the_demo_command_of_the_readme_replays_the_fixtures():
    demo = re.search(r"<!-- demo -->\n```sh\n(.*)\n```", README)[1]
    assert ".venv/bin/jpo crawl --replay fixtures" in demo


def test_help_of_every_command_is_written():
    for command in COMMANDS:
        done = subprocess.run([sys.executable, "-m", "jpo_scraper", command, "--help"], capture_output=True, text=True)
        assert done.returncode == 0, command
        assert len(done.stdout.splitlines()) > 4, command


def test_no_registry_host_and_no_machine_path_is_in_any_file():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if files.returncode:
        pytest.skip("not a git checkout")
    hosts = re.compile(r"https?://[^ /]*(?:py" + r"pi|npm" + r"js|deb" + r"ian)", re.IGNORECASE)
    for name in files.stdout.split():
        text = (ROOT / name).read_bytes().decode("utf-8", errors="ignore")
        assert not hosts.search(text), name
