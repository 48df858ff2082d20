"""docs/data-dictionary.md shows every view, table and column as the models and views have them."""

import re
from pathlib import Path

import pytest

from jpo_scraper.cli.query import dictionary
from jpo_scraper.store.models import METADATA
from jpo_scraper.store.views import VIEWS

DOCUMENT = (Path(__file__).parent.parent / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
REMEDY = "put the output of `jpo query --markdown` between the markers of docs/data-dictionary.md"
RELATIONS = {**METADATA.tables, **VIEWS.tables}


def test_the_document_shows_what_the_command_prints():
    found = re.search(r"<!-- schema -->\n(.*)\n<!-- /schema -->", DOCUMENT, re.DOTALL)
    assert found, "docs/data-dictionary.md lacks the markers <!-- schema --> and <!-- /schema -->"
    assert found[1] == dictionary(), REMEDY


@pytest.mark.parametrize("name", RELATIONS)
def test_every_column_says_what_it_holds_and_what_null_means(name):
    _, _, part = DOCUMENT.partition(f"\n### {name}\n")
    rows = [line.strip("| ").split(" | ") for line in part.split("\n### ")[0].splitlines() if line.startswith("| `")]
    assert [row[0].strip("`") for row in rows] == list(RELATIONS[name].columns.keys())
    assert [row[0] for row in rows if len(row) != 4 or not all(cell.strip() for cell in row)] == []
