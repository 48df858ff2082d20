"""No text makes a rule work more than in proportion to its length.

Work is counted in calls, which are the same on every machine; what patterns do inside one call shows in processor
time, of which only the ratio between a text and one four times as long is judged.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

import pytest

import jpo_scraper.normalise as rules
from jpo_scraper.items import Label, RawPosting
from jpo_scraper.normalise import normalise
from jpo_scraper.normalise.mend import mended_posting
from jpo_scraper.normalise.reading import LONGEST_TEXT, Reading
from jpo_scraper.pages.any_html import read_any_page
from jpo_scraper.pages.kinds import what_else
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.sources.model import UNKNOWN_SOURCE
from jpo_scraper.vocab import Field, IssueKind

REPEATED = {
    "label lines": "Duty station: Rome\nGrade: P-2\n",
    "labels on one line": "Deadline: 3 March 2026 Grade: P-2 ",
    "labels over nothing": "Deadline\n",
    "label marks": "a: ",
    "digits": "1",
    "numbers": "1 ",
    "numbers with separators": "1.000,5-",
    "dates": "3 March 2026 ",
    "dates in digits": "03/04/2026\n",
    "ranges": "3-4-",
    "months": "March ",
    "clocks": "23:59 CET (GMT+1) ",
    "midnights": "midnight ",
    "deadlines in one sentence": "application deadline apply before 3 March ",
    "years of experience": "2 years of experience ",
    "degrees and years": "bachelor's degree and 5 years, master's degree and 2 years ",
    "languages": "English, ",
    "languages asked for": "fluency in French ",
    "headings for languages": "## Languages\n",
    "languages in other tongues": "Kenntnisse der englischen Sprache, maîtrise du français ",
    "competencies": "Communication, ",
    "competency lines": "Teamwork\n",
    "headings for competencies": "## Competencies\nTeamwork\n",
    "competency codes": "C001 Communication ",
    "countries": "France, Netherlands ",
    "nationals": "open only to nationals of Italy, ",
    "citizens": "citizens of ",
    "adjectives of countries": "Dutch ",
    "agencies": "United Nations Development Programme, UNDP ",
    "cities": "based in Rome, Italy. ",
    "grades": "P-2 ",
    "durations": "initial appointment of 12 months ",
    "start dates": "start date: January 2026 ",
    "supervisors": "under the supervision of the Head of ",
    "age limits": "not older than 32, ",
    "births": "born after 1 January 1990 ",
    "extensions": "military service extended by 2 years ",
    "documents": "1. a letter ",
    "limits of applications": "apply for up to 3 positions ",
    "programme names": "JPO funded by the Government of Japan ",
    "formulas": "this post is funded by ",
    "requirements": "requirements for JPO candidates ",
    "brackets": "(",
    "pairs of brackets": "(a) [b] ",
    "words without an end": "a",
    "capitals and small letters": "aA",
    "long words": "word ",
    "spaces": " ",
    "tabs": "a\t",
    "lines": "a\n",
    "full stops": ". ",
    "sentences": "The officer drafts. ",
    "quotation marks": "“‘'\"",
    "headings": "## Heading\n",
    "marks of headings": "## ",
    "marks of items": "- ",
    "Chinese": "日本語",
    "Japanese dates": "2026年3月4日",
    "Korean": "대한민국 국적 ",
    "Arabic": "الموعد النهائي ",
    "letters decoded twice": "Ã©â€™",
    "inverted question marks": "¿",
    "accents": "éİß",
    "zero bytes": "\0",
}
OPENING = "JPO vacancy, duty station Rome. The post is funded by Japan: English required, age 32, 2 years.\n"
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
    "find_nationality": lambda reading: rules.find_nationality(reading, UNKNOWN_SOURCE, None, True),
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
TAGS = {
    "paragraphs": "<p>a</p>", "open paragraphs": "<p>a", "divisions": "<div>a", "lists": "<ul><li>a", "rows":
    "<tr><td>a<td>b", "tables": "<table><tr><td>a", "facts": "<li><b>Grade</b> P-2</li>", "cards":
    "<div><p>P-2</p><p>Grade</p></div>", "terms": "<dt>Grade<dd>P-2", "links": "<a href=x>a post of ours</a>",
    "comments": "<!--a-->", "classes": '<i class="a b c">x</i>', "bold": "<b>", "breaks": "<br>", "menus":
    "<nav>x</nav>", "forms": "<form>x</form>", "headings": "<h1>Heading", "asides": "<aside>Grade: P-2</aside>",
    "headers": "<header>a</header>", "titles": "<title>a</title>", "entities": "&nbsp;&amp;", "open tags": "<",
}  # fmt: skip
SMALL, TIMES = 3_000, 4
MOST = 2 * TIMES
"""Linear work grows by TIMES, quadratic by its square."""
FEW = 2_000
"""Calls that do not count: first looks into tables."""


def text_of(unit: str, length: int) -> str:
    return (OPENING + unit * (length // len(unit) + 1))[:length]


def posting(unit: str, length: int) -> RawPosting:
    return RawPosting("unknown", "1", None, text_of(unit, length))


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


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def is_in_proportion(small: Callable[[], object], large: Callable[[], object]) -> bool:
    """Whether work on a text that is TIMES as long takes about TIMES the processor time, in the best of four tries."""
    best_small = best_large = float("inf")
    for _ in range(4):
        best_small, best_large = min(best_small, seconds(small)), min(best_large, seconds(large))
        if best_large <= MOST * max(best_small, 0.005):  # a shorter time than this is mostly the clock's own noise
            return True
    return False


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


@pytest.mark.parametrize("unit", REPEATED.values(), ids=REPEATED)
def test_the_time_of_all_rules_grows_no_faster_than_the_text(unit: str) -> None:
    small, large = posting(unit, 4 * SMALL), posting(unit, 4 * SMALL * TIMES)
    assert is_in_proportion(partial(normalise, small), partial(normalise, large))


@pytest.mark.parametrize("unit", TAGS.values(), ids=TAGS)
def test_the_time_of_reading_a_page_grows_no_faster_than_its_tags(unit: str) -> None:
    small, large = (f"<html><body><h1>Post</h1>{unit * tags}".encode() for tags in (25_000, 25_000 * TIMES))
    assert is_in_proportion(partial(read_any_page, small, ""), partial(read_any_page, large, ""))


@pytest.mark.parametrize("field", [Field.DEADLINE, Field.DUTY_STATIONS, Field.TITLE, Field.SPONSORS, None])
def test_the_time_of_a_label_grows_no_faster_than_its_value(field: Field | None) -> None:
    small, large = (
        RawPosting("unknown", "1", None, "", (Label("Deadline", text_of("3 March 2026, Rome, Japan ", size), field),))
        for size in (4 * SMALL, 4 * SMALL * TIMES)
    )
    assert is_in_proportion(partial(normalise, small), partial(normalise, large))


def test_a_page_of_html_in_one_line_is_read_in_proportion() -> None:
    small, large = ("<p>Grade: P-2</p>" * count for count in (5_000, 5_000 * TIMES))
    assert is_in_proportion(partial(html_to_text, small), partial(html_to_text, large))


def test_of_a_text_longer_than_any_posting_the_beginning_is_read_and_an_issue_says_so() -> None:
    text = "Grade: P-2\n" + "word " * (LONGEST_TEXT // 5) + "\nDuty station: Rome, Italy"
    found = normalise(RawPosting("unknown", "1", None, text))
    assert found.posting.grade == "P-2"
    assert found.posting.duty_stations == ()
    assert [issue.kind for issue in found.issues] == [IssueKind.UNREADABLE]
