"""Sponsor and nationality: who pays, and who may apply."""

from dataclasses import replace

import pytest

from jpo_scraper.sources.model import UNKNOWN_SOURCE
from jpo_scraper.vocab import Basis, Field

FORMULA = "This post is open in the context of the JPO scheme sponsored by the Government of {} and is addressed {}."


@pytest.mark.parametrize(
    ("text", "sponsors", "include"),
    [
        (FORMULA.format("the Republic of Korea", "exclusively to nationals of the Republic of Korea"), ["KR"], ["KR"]),
        (FORMULA.format("Norway", "exclusively to NORWEGIAN NATIONALS"), ["NO"], ["NO"]),
        (FORMULA.format("the Netherlands", "exclusively to candidates with the DUTCH NATIONALITY"), ["NL"], ["NL"]),
        (FORMULA.format("Finland", "only to Finnish citizens"), ["FI"], ["FI"]),
        ("A JPO position reserved for candidates with Swedish nationality.", [], ["SE"]),
        ("The post falls under the Danish JPO Programme; only nationals of Denmark may apply.", ["DK"], ["DK"]),
        ("Minimum qualification requirements for all Dutch funded JPOs: Dutch nationality.", ["NL"], ["NL"]),
        ("JPO vacancies funded by the Republic of Korea: 1. Korean citizenship 2. Fluency", ["KR"], ["KR"]),
        (
            "JPO post sponsored by the Government of the Netherlands, open to nationals of Kenya, Uganda and Lao PDR.",
            ["NL"],
            ["KE", "UG", "LA"],
        ),
        ("This JPO post is financed by the Governments of Germany.", [], []),
    ],
)
def test_sponsor_and_nationality_are_read_from_formula_sentences(read, text, sponsors, include):
    posting = read(text, "Associate Officer (JPO)").posting
    assert (list(posting.sponsors), list(posting.nationalities.include)) == (sponsors, include)


@pytest.mark.parametrize(
    ("title", "sponsors", "include"),
    [
        ("JPO Nutrition Officer, Tashkent (Open to Finnish Nationals Only)", [], ["FI"]),
        ("JPO Officer (For Norwegian Nationals only)", [], ["NO"]),
        ("Child Officer (Junior Professional Officer Position)-Open to Norwegian nationals only", [], ["NO"]),
        ("Programme Analyst (Junior Professional Officer - Netherlands)", ["NL"], []),
        ("Analyst (Junior Professional Officer Programme - Finland)", ["FI"], []),
    ],
)
def test_titles_speak_too(read, title, sponsors, include):
    posting = read("", title).posting
    assert (list(posting.sponsors), list(posting.nationalities.include)) == (sponsors, include)


@pytest.mark.parametrize(
    "text",
    [
        "Only Honduran citizens or candidates legally present in Honduras with a work permit are eligible.",
        "Applicants must be nationals of Panama or non-Panamanians who reside in the country.",
        "We work with nationals of Syria who fled.",
        "The project is funded by the Government of Canada.",
    ],
)
def test_sentences_that_shut_nobody_out_give_no_nationality(read, text):
    posting = read(text, "Field Officer").posting
    assert posting.nationalities.include == ()
    assert posting.sponsors == ()


def test_the_republic_of_korea_is_never_the_north(read):
    for words in ("Korea", "the Republic of Korea", "South Korea", "Korean nationality"):
        include = read(f"JPO position open exclusively to nationals of {words}.", "JPO").posting.nationalities.include
        assert "KP" not in include


def test_excluded_countries_are_kept_apart(read):
    text = "Open to nationals of Kenya, Uganda and Rwanda, except nationals of Rwanda."
    nationalities = read(text, "JPO Officer").posting.nationalities
    assert (nationalities.include, nationalities.exclude) == (("KE", "UG"), ("RW",))


def test_a_list_kept_elsewhere_is_a_note(read):
    text = (
        "Addressed exclusively to people with the nationality of one of the following eligible countries: list-2026.pdf"
    )
    nationalities = read(text, "JPO Officer").posting.nationalities
    assert nationalities.include == ()
    assert "eligible countries" in (nationalities.note or "")


def test_the_source_s_sponsor_is_a_fact_that_fills_no_field(read):
    found = read("A JPO post at an agency.", "JPO Officer", replace(UNKNOWN_SOURCE, sponsor="KR", title="Korea"))
    assert found.posting.sponsors == ()
    (fact,) = [fact for fact in found.facts if fact.field is Field.SPONSORS]
    assert (fact.value, fact.basis) == ("KR", Basis.SOURCE_RULE)
