"""The runbook explains every message that the program can print, and nothing that it cannot."""

import re
from pathlib import Path

import pytest

from tests.messages import messages

RUNBOOK = (Path(__file__).parent.parent / "docs" / "runbook.md").read_text(encoding="utf-8")
SAYS = re.findall(r"^Says: (.*)$", RUNBOOK, re.MULTILINE)
FRAGMENTS = [fragment for line in SAYS for fragment in re.findall(r"`([^`]+)`", line)]
MESSAGES = messages()


def test_messages_are_found_in_every_room_that_speaks():
    places = {place.split("/")[1].partition(".py")[0] for place in MESSAGES.values()}
    assert places >= {
        "archive",
        "cli",
        "crawl",
        "monitor",
        "notify",
        "pages",
        "pipelines",
        "sources",
        "spiders",
        "store",
    }
    assert "the listing was not read to its end: run it again" in MESSAGES
    assert "Another run of … is under way…; wait for it to end." in MESSAGES


def test_the_runbook_explains_every_message():
    unknown = [f"{place}: {text}" for text, place in MESSAGES.items() if not any(said in text for said in FRAGMENTS)]
    assert unknown == [], "add an entry to docs/runbook.md, or these words to the 'Says' of one"


def test_the_runbook_explains_nothing_that_is_not_said():
    assert [said for said in FRAGMENTS if not any(said in text for text in MESSAGES)] == []


def test_every_entry_of_the_runbook_says_what_it_is_about_and_what_to_do():
    for entry in RUNBOOK.split("\n### ")[1:]:
        title, says, gap, *words = entry.split("\n")
        assert says.startswith("Says: `"), title
        assert gap == "", title
        assert len(" ".join(words).split()) > 7, title


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_words_of_a_message_stand_once_in_the_runbook(fragment):
    assert FRAGMENTS.count(fragment) == 1
