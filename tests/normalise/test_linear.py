"""No text makes a rule call more functions than in proportion to its length.

Calls are the same on every machine. What a pattern does inside one call shows in time alone: `benchmarks/linear.py`.
"""

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType

import pytest

import jpo_scraper.normalise as rules
from benchmarks.hostile import REPEATED, TAGS, page, posting
from jpo_scraper.items import RawPosting
from jpo_scraper.normalise import normalise
from jpo_scraper.normalise.mend import mended_posting
from jpo_scraper.normalise.reading import LONGEST_TEXT, Reading
from jpo_scraper.pages.any_html import read_any_page
from jpo_scraper.pages.kinds import what_else
from jpo_scraper.sources.model import UNKNOWN_SOURCE
from jpo_scraper.vocab import IssueKind

RULES: dict[str, Callable[[Reading], object]] = {
    "lines": lambda reading: reading.lines,
    "pairs": lambda reading: reading.pairs,
    "words": lambda reading: reading.flat.words.starts,
    "donor_blocks": lambda reading: reading.donor_blocks,
    "mended_posting": lambda reading: mended_posting(reading.raw),
    "find_title": rules.find_title,
    "find_reference": rules.find_reference,
    "find_programme": lambda reading: rules.find_programme(reading, None),
    "find_agency": lambda reading: rules.find_agency(reading, UNKNOWN_SOURCE, None),
    "find_sponsors": lambda reading: rules.find_sponsors(reading, UNKNOWN_SOURCE, None, True),
    "find_nationality": lambda reading: rules.find_nationality(reading, None),
    "find_duty_stations": lambda reading: rules.find_duty_stations(reading, None, frozenset()),
    "find_grade": lambda reading: rules.find_grade(reading, None),
    "find_deadline": lambda reading: rules.find_deadline(reading, UNKNOWN_SOURCE),
    "find_competencies": lambda reading: rules.find_competencies(reading, "UNDP"),
    "find_languages": rules.find_languages,
    "find_experience": rules.find_experience,
    "find_age": lambda reading: rules.find_age(reading, 2026, rules._date_at),
    "find_duration": lambda reading: rules.find_duration(reading, None),
    "find_documents": rules.find_documents,
    "find_assignment": rules.find_assignment,
    "what_else": lambda reading: what_else("", reading.raw.text),
}
SMALL, TIMES = 3_000, 4
MOST = 2 * TIMES
"""Linear work grows by TIMES, quadratic by its square."""
FEW = 2_000
"""Calls that do not count: first looks into tables."""


def calls(work: Callable[[], object]) -> int:
    """How many calls some work makes, of Python's functions and of C's."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module", autouse=True)
def tables() -> None:
    """The tables are built once: that is no work on a text."""
    for unit in (*REPEATED.values(), "kielitaito suomi "):
        normalise(posting(unit, 400))


@pytest.mark.parametrize("unit", REPEATED.values(), ids=REPEATED)
def test_the_calls_of_no_rule_grow_faster_than_the_text(unit: str) -> None:
    small, large = posting(unit, SMALL), posting(unit, SMALL * TIMES)
    counted = {name: [calls(partial(rule, Reading(raw))) for raw in (small, large)] for name, rule in RULES.items()}
    assert {name: both for name, both in counted.items() if both[1] > MOST * both[0] + FEW} == {}


@pytest.mark.parametrize("unit", TAGS.values(), ids=TAGS)
def test_the_calls_of_reading_a_page_grow_no_faster_than_its_tags(unit: str) -> None:
    small, large = (calls(partial(read_any_page, page(unit, tags), "")) for tags in (SMALL, SMALL * TIMES))
    assert large <= MOST * small + FEW


def test_of_a_text_longer_than_any_posting_the_beginning_is_read_and_an_issue_says_so() -> None:
    text = "Grade: P-2\n" + "word " * (LONGEST_TEXT // 5) + "\nDuty station: Rome, Italy"
    found = normalise(RawPosting("unknown", "1", None, text))
    assert found.posting.grade == "P-2"
    assert found.posting.duty_stations == ()
    assert [issue.kind for issue in found.issues] == [IssueKind.UNREADABLE]
