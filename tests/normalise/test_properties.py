"""What holds for every text, whatever it says."""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jpo_scraper.items import Label, Normalised, RawPosting
from jpo_scraper.normalise import normalise
from jpo_scraper.normalise.dates import MONTHS
from jpo_scraper.normalise.mend import mend
from jpo_scraper.normalise.numbers import NUMBER, number
from jpo_scraper.reference.fold import fold
from jpo_scraper.reference.loader import cell_list, rows
from jpo_scraper.vocab import Basis, Field

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LABELS = [row["label"] for row in rows("labels_multilingual")]
COUNTRIES = [
    name for row in rows("demonyms") for name in (row["names_en"].split("|")[0], row["demonyms_en"], row["name_fi"])
]
WORDS = [
    *LABELS, *COUNTRIES,
    *(row["code"] for row in rows("agencies")), *(row["name_en"] for row in rows("agencies")),
    *(row["city"] for row in rows("duty_stations")[:300]),
    *(row["name_en"] for row in rows("competency_frameworks")),
    *(row["name_en"] for row in rows("languages")), *(row["code"] for row in rows("grades")),
    *(term for row in rows("degrees") for term in cell_list(row["terms"])),
    *(row["term"] for row in rows("languages_terms")), *(row["phrase"] for row in rows("tz_words")),
    *(form for names in MONTHS.values() for name in names.split() for form in name.split("|")),
    "JPO", "Junior Professional Officer", "funded by the Government of", "open to nationals of", "years of experience",
    "age", "not older than", "born after", "apply by", "deadline", "closing date", "midnight", "23:59", "12 p.m.",
    "CET", "GMT+5:45", "2 years", "12 months", "two (2)", "extended by", "military service", "fluency in",
    "is an asset", "required", "Competencies", "Languages", "Documents", "under the supervision of", "start date",
    "M001", "C001", "31 February 2026", "3 March 2026", "03/04/2026", "2026-03-04", "令和8年10月6日", "2026. 10. 16.",
    "/Date(1792187940000)/", "99", "1", "0", "2026", "1e9", "١٦", "１６", "²", "Ã©", "â€™", "¿", "(", ")", "[",
    "]", "“", "'", "`", "|", "/", "*", "\0",
]  # fmt: skip
JOINTS = [
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    ": ",
    ", ",
    ". ",
    "\t",
    "-",
    "",
    "\n- ",
    "\n## ",
    " / ",
    "(",
    ")",
    "\u00a0",
    "\u3000",
]
GLUED = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINTS)), max_size=60).map(
    lambda parts: "".join(word + joint for word, joint in parts)
)
ANY = st.one_of(GLUED, st.text(max_size=400), st.tuples(GLUED, st.text(max_size=40), GLUED).map("".join))
FIELDS = st.sampled_from([None, *Field])
BESIDE = st.lists(st.builds(Label, st.sampled_from([*LABELS, "title", "x"]), ANY, FIELDS), max_size=4).map(tuple)
PARAGRAPHS = [
    "Junior Professional Officer in Statistics",
    "Duty station: Kathmandu, Nepal",
    "Grade: P-2",
    "Closing date: 3 March 2027",
    "A master's degree in statistics is required.",
    "At least 2 years of experience in statistics are required.",
    "The candidate must be fluent in English.",
    "The post is open to nationals of the Netherlands only.",
    "The age limit is 32 years.",
    "The officer plans surveys and drafts the yearly report.",
    "The office shares a building with others of its kind.",
    "Surveys reach remote valleys twice in each season.",
]
"""Paragraphs none of which says what another means."""


def posting(text: str, labels: tuple[Label, ...] = ()) -> RawPosting:
    return RawPosting("unknown", "1", None, text, labels)


def as_json(found: Normalised) -> tuple[object, ...]:
    facts, issues = [fact.to_json() for fact in found.facts], [issue.to_json() for issue in found.issues]
    return found.posting.to_json(), facts, issues


def numbers(text: str) -> set[int]:
    """Every number of a text, as its folded words print it."""
    return {int(digits) for digits in re.findall(r"[0-9]+", fold(text)) if len(digits) < 20}


@FEW
@given(ANY, BESIDE)
def test_every_span_and_every_raw_word_is_of_the_stored_text(text: str, labels: tuple[Label, ...]) -> None:
    for fact in normalise(posting(text, labels)).facts:
        if fact.start is not None and fact.end is not None:
            assert 0 <= fact.start < fact.end <= len(text)
            assert text[fact.start : fact.end] == fact.raw
        else:
            assert fact.label is not None or fact.basis is not Basis.POSTING


@FEW
@given(ANY, BESIDE)
def test_every_value_has_a_fact(text: str, labels: tuple[Label, ...]) -> None:
    found = normalise(posting(text, labels))
    told = {fact.field.value for fact in found.facts if fact.basis is not Basis.SOURCE_RULE}
    printed = found.posting.to_json()
    nationalities = printed.pop("nationalities")
    told_twins = told | {"grade_raw"} if "grade" in told else told
    stated = {name for name, value in printed.items() if value not in (None, [], False)}
    stated |= {"nationalities"} if any(nationalities.values()) else set()
    assert stated <= told_twins


@FEW
@given(ANY, BESIDE)
def test_reading_a_posting_again_says_the_same(text: str, labels: tuple[Label, ...]) -> None:
    assert as_json(normalise(posting(text, labels))) == as_json(normalise(posting(text, labels)))


@FEW
@given(ANY)
def test_a_text_without_marks_of_its_own_is_mended_once(text: str) -> None:
    mended = mend(text)
    if mended is not None and (again := mend(mended.text)) is not None:
        assert len(again.text) <= len(mended.text)  # what was decoded three times loses one decoding each time


@FEW
@given(GLUED)
def test_no_date_is_said_that_is_not_in_the_text(text: str) -> None:
    printed = numbers(text)
    found = normalise(posting(text)).posting
    days: list[date] = [found.deadline.on] if found.deadline else []
    for day in days:
        if "/date(" in fold(text) or any(era in text for era in ("令和", "平成", "昭和")):
            continue  # a serial number, a year of an era
        assert day.year in printed or day.year % 100 in printed
        assert day.day in printed or any(day.day == int(str(number)[-2:]) for number in printed)


@FEW
@given(st.permutations(PARAGRAPHS[1:]))
def test_the_order_of_unrelated_paragraphs_changes_no_value(order: list[str]) -> None:
    found = normalise(posting("\n\n".join([PARAGRAPHS[0], *order]))).posting
    plain = normalise(posting("\n\n".join(PARAGRAPHS))).posting
    assert found.to_json() == plain.to_json()
    assert (plain.grade, plain.deadline and plain.deadline.on, plain.age and plain.age.max) == (
        "P-2",
        date(2027, 3, 3),
        32,
    )


@FEW
@given(st.sampled_from(PARAGRAPHS), st.text(alphabet="\n \t", max_size=5))
def test_room_around_a_text_changes_no_value(paragraph: str, room: str) -> None:
    text = f"{PARAGRAPHS[0]}\n\n{paragraph}"
    assert normalise(posting(f"{text}{room}")).posting == normalise(posting(text)).posting


@pytest.mark.parametrize("text", ["", " ", "\n", "\0", "\ufeff", "\ud800", "a" * 3, ":" * 50, "\t\n" * 50])
def test_a_text_that_says_nothing_gives_no_value(text: str) -> None:
    found = normalise(posting(text))
    assert {name for name, value in found.posting.to_json().items() if value} <= {"nationalities"}
    assert found.posting.nationalities.include == ()


@given(st.from_regex(rf"\A{NUMBER}\Z", alphabet="abcdefghijklmnopqrstuvwxyz0123456789 -()"))
def test_whatever_is_taken_for_a_number_has_a_value(words):
    assert number(words) >= 0
