"""docs/sources.md shows every source as the registry has it."""

import re
import subprocess
import sys
from pathlib import Path

from jpo_scraper.cli.sources import markdown_table
from jpo_scraper.sources.registry import load_all

DOCUMENT = Path(__file__).parent.parent / "docs" / "sources.md"
REMEDY = "put the output of `jpo sources --markdown` between the markers of docs/sources.md"


def shown() -> str:
    found = re.search(r"<!-- sources -->\n(.*)<!-- /sources -->", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found, "docs/sources.md lacks the markers <!-- sources --> and <!-- /sources -->"
    return found[1].strip()


def test_the_table_of_the_document_is_that_of_the_registry() -> None:
    assert shown() == markdown_table(list(load_all().values())), REMEDY


def test_the_command_prints_the_table_of_the_document() -> None:
    command = [sys.executable, "-m", "jpo_scraper", "sources", "--markdown"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == shown(), REMEDY


def test_a_row_says_who_how_and_how_well_it_is_known() -> None:
    (row,) = [line for line in shown().splitlines() if line.startswith("| `korea` |")]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[2:5] == ["notice", "ko", "KR"]
    assert cells[6] == "inferred · seen · seen"


def test_a_bar_in_a_title_does_not_break_the_row() -> None:
    from dataclasses import replace

    source = replace(next(iter(load_all().values())), title="this | that")
    assert r"this \| that" in markdown_table([source])
