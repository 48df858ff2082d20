"""The sponsor's standing rules, as facts that fill no field."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from jpo_scraper.items import (
    Age,
    AgeExtension,
    ExperienceTier,
    Fact,
    Language,
    Nationalities,
    Posting,
    posting_from_json,
)
from jpo_scraper.normalise.standing_rules import standing_rules
from jpo_scraper.reference.loader import cell_list, rows
from jpo_scraper.sources.model import UNKNOWN_SOURCE, Source, StandingRule
from jpo_scraper.sources.registry import get, load_all
from jpo_scraper.vocab import Basis, Confidence, Degree, Field, Programme, Requirement, RuleReading
from tests.normalise.conftest import Read

ORIGINAL_COLUMNS = (
    "iso2 sponsor programme nationality_rule age_limit age_rule degree_min experience_years_min experience_years_max "
    "languages_required other_rules assignment_years url year_seen confidence"
).split()
RULED = {
    Field.NATIONALITIES, Field.AGE, Field.EDUCATION_MIN, Field.EXPERIENCE, Field.LANGUAGES, Field.MAX_APPLICATIONS,
}  # fmt: skip


def posting(*sponsors: str, **fields: Any) -> Posting:
    return Posting(is_jpo=True, programme=Programme.JPO, sponsors=sponsors, **fields)


def found(a_posting: Posting, source: Source = UNKNOWN_SOURCE) -> dict[Field, Any]:
    """The value of each field's rule; of an age the limit."""
    facts = [fact for fact in standing_rules(a_posting, source) if not _extends(fact)]
    assert len({fact.field for fact in facts}) == len(facts)
    return {fact.field: fact.value["value"] for fact in facts}


def _extends(fact: Fact) -> bool:
    return fact.field is Field.AGE and bool((fact.value["value"] or {}).get("extensions"))


def required(*codes: str) -> list[dict[str, Any]]:
    return [{"code": code, "requirement": "required", "level": None, "any_of": None} for code in codes]


def test_a_rule_says_whose_it_is_of_which_year_how_known_and_where() -> None:
    fact = next(f for f in standing_rules(posting("CA"), UNKNOWN_SOURCE) if f.field is Field.AGE)
    assert fact == Fact(
        Field.AGE,
        {
            "value": {"max": 32, "on": "12-31"}, "reading": "exact", "sponsor": "CA", "year": "~2017-2019",
            "confidence": "seen", "url": fact.value["url"],
        },
        "no more than 32 on 31 Dec of application year",
        "standing_rule.CA",
        label="Canada, ~2017-2019",
        basis=Basis.SOURCE_RULE,
    )  # fmt: skip
    assert fact.value["url"].startswith("http")


@pytest.mark.parametrize(
    ("sponsor", "agency", "expected"),
    [
        # a day of the year of the call, an extension, years by degree
        ("US", "WHO", {"max": 32, "on": "12-31"}),
        ("BE", "WHO", {"max": 32, "on": "12-31"}),
        # the day is not known
        ("FI", "WHO", {"max": 32}),
        # no limit at all
        ("NL", "WHO", {"no_limit": True}),
        # a rule in words only
        ("NO", "WHO", None),
    ],
)
def test_age_rules_keep_their_logic(sponsor: str, agency: str, expected: Any) -> None:
    assert found(posting(sponsor, agency=agency))[Field.AGE] == expected


def test_the_newest_edition_counts() -> None:
    facts = {fact.field: fact for fact in standing_rules(posting("JP"), UNKNOWN_SOURCE)}
    assert {fact.value["year"] for fact in facts.values()} == {"2026"}
    assert facts[Field.AGE].value["value"] == {"max": 35}
    assert facts[Field.AGE].value["confidence"] == "inferred"
    assert facts[Field.NATIONALITIES].value["confidence"] == "seen"


def test_an_older_edition_speaks_where_the_newest_does_not() -> None:
    facts = {fact.field: fact for fact in standing_rules(posting("DE"), UNKNOWN_SOURCE)}
    assert facts[Field.EXPERIENCE].value["year"] == "2016-2020"
    assert facts[Field.AGE].value["year"] == "~2018"


def test_the_programme_of_the_posting_chooses_the_rules() -> None:
    sarc = replace(posting("SE"), programme=Programme.SARC)
    assert found(sarc)[Field.AGE] == {"max": 38, "on": "application"}
    assert found(sarc)[Field.EXPERIENCE] == [{"degree": None, "years_min": 5, "years_max": None}]
    assert found(posting("SE"))[Field.AGE] == {"max": 32}
    assert found(replace(posting("SE"), programme=Programme.AE)) == found(posting("SE"))
    assert found(replace(posting("SE"), programme=Programme.SDP)) == {}


def test_rules_for_some_agencies_count_there_and_nowhere_else() -> None:
    assert Field.AGE not in found(posting("US", agency="UNHCR"))
    assert Field.AGE in found(posting("US", agency="UNICEF"))
    assert found(posting("CH", agency="World Bank"))[Field.LANGUAGES] == required("en")
    assert Field.LANGUAGES not in found(posting("CH", agency="UNHCR"))


def test_alternatives_are_a_group() -> None:
    languages = found(posting("BE"))[Field.LANGUAGES]
    assert [(language["code"], language["any_of"]) for language in languages] == [("en", 1), ("fr", 1)]


@pytest.mark.parametrize(
    ("nationalities", "languages"),
    [
        (Nationalities(("IT",)), required("en", "it")),
        (Nationalities(("ET", "SN")), required("en")),
        (Nationalities(note="nationals of eligible developing countries"), required("en")),
        (Nationalities(), None),
    ],
)
def test_the_posting_s_nationalities_tell_the_door(
    nationalities: Nationalities, languages: list[dict[str, Any]] | None
) -> None:
    """Italy's own nationals need Italian, candidates from developing countries do not."""
    rules = found(posting("IT", nationalities=nationalities))
    assert rules.get(Field.LANGUAGES) == languages
    assert rules[Field.EDUCATION_MIN] == "master"
    assert Field.NATIONALITIES not in rules


def test_a_sponsor_with_two_doors_says_nothing_of_the_nationality() -> None:
    for sponsor in ("NL", "IT"):
        assert Field.NATIONALITIES not in found(posting(sponsor))


STATED: dict[Field, Any] = {
    Field.NATIONALITIES: Nationalities(("KR",)),
    Field.AGE: Age(32, date(2026, 12, 31), None, (AgeExtension("military service", 1, "served"),)),
    Field.EDUCATION_MIN: Degree.MASTER,
    Field.EXPERIENCE: (ExperienceTier(None, 2),),
    Field.LANGUAGES: (Language("en", Requirement.REQUIRED),),
    Field.MAX_APPLICATIONS: 3,
}


@pytest.mark.parametrize("field", STATED)
def test_what_the_posting_states_has_no_rule(field: Field) -> None:
    assert set(found(posting("KR"))) == RULED
    assert set(found(posting("KR", **{field.value: STATED[field]}))) == RULED - {field}


def test_military_service_raises_a_printed_limit_that_names_no_extension() -> None:
    (fact,) = [f for f in standing_rules(posting("KR", age=Age(32)), UNKNOWN_SOURCE) if f.field is Field.AGE]
    assert [extension["years"] for extension in fact.value["value"]["extensions"]] == [1, 2, 3]
    assert fact.raw.startswith("age limit raised")
    assert [f for f in standing_rules(posting("KR", age=STATED[Field.AGE]), UNKNOWN_SOURCE) if _extends(f)] == []


@pytest.mark.parametrize("silent", [Posting(sponsors=("KR",)), posting(), posting("XX")], ids=str)
def test_no_sponsor_or_no_jpo_post_has_no_rules(silent: Posting) -> None:
    assert standing_rules(silent, UNKNOWN_SOURCE) == ()


def test_two_sponsors_have_their_rules_each() -> None:
    facts = [f for f in standing_rules(posting("FI", "CA"), UNKNOWN_SOURCE) if f.field is Field.NATIONALITIES]
    assert [(fact.rule, fact.value["value"]["include"]) for fact in facts] == [
        ("standing_rule.FI", ["FI"]),
        ("standing_rule.CA", ["CA"]),
    ]


# --- the source's own rules -------------------------------------------------------------------------------------------


def source(*rules: tuple[str, Any, str], sponsor: str | None = "CA") -> Source:
    made = (
        StandingRule(field, value, "so it says", year, "https://example.org", Confidence.SEEN)
        for field, value, year in rules
    )
    return replace(UNKNOWN_SOURCE, name="ministry", title="The ministry", sponsor=sponsor, rules=tuple(made))


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("nationalities", ["CA"], {"include": ["CA"], "exclude": [], "note": None}),
        ("nationalities", {"note": "a list"}, {"include": [], "exclude": [], "note": "a list"}),
        ("age", {"max": 30, "on": "02-01"}, {"max": 30, "on": "02-01"}),
        ("age", {"born_on_or_after": date(1996, 1, 1)}, {"born_on_or_after": "1996-01-01"}),
        ("languages", ["en", "fr"], required("en", "fr")),
        ("languages", [{"code": "en", "requirement": "required"}], required("en")),
        ("experience", [{"years_min": 2}], [{"degree": None, "years_min": 2, "years_max": None}]),
        ("education_min", "master", "master"),
        ("duration_months", 24, 24),
    ],
)
def test_a_rule_of_the_source_takes_the_form_of_the_posting_json(field: str, written: Any, value: Any) -> None:
    rules = found(posting("CA"), source((field, written, "2030")))
    assert rules[Field(field)] == value


def test_the_newer_of_the_source_s_rule_and_the_table_s_counts() -> None:
    for year, expected in (
        ("2030", {"max": 29}),
        ("2019", {"max": 32, "on": "12-31"}),
        ("2010", {"max": 32, "on": "12-31"}),
    ):
        assert found(posting("CA"), source(("age", {"max": 29}, year)))[Field.AGE] == expected


def test_the_source_s_rules_hold_for_posts_that_name_no_sponsor_and_not_for_another_s() -> None:
    ministry = source(("age", {"max": 29}, "2030"))
    assert found(posting(), ministry)[Field.AGE] == {"max": 29}
    assert found(posting("FI"), ministry)[Field.AGE] == {"max": 32}


def test_the_source_s_rules_are_those_of_the_jpo_programme() -> None:
    sarc = replace(posting("CA"), programme=Programme.SARC)
    assert found(sarc, source(("age", {"max": 29}, "2030"))) == {}


def test_a_source_without_sponsor_has_rules_for_all_its_posts() -> None:
    agency = source(("max_applications", 3, "2030"), sponsor=None)
    facts = [f for f in standing_rules(posting("FI"), agency) if f.field is Field.MAX_APPLICATIONS]
    assert [(fact.rule, fact.value["sponsor"]) for fact in facts] == [("standing_rule.ministry", None)]


def test_limit_and_extensions_of_one_rule_are_two_facts() -> None:
    raised = [{"reason": "military service", "years": 1, "when": "a year"}]
    facts = standing_rules(posting("CA"), source(("age", {"max": 29, "extensions": raised}, "2030")))
    assert [fact.value["value"] for fact in facts if fact.field is Field.AGE] == [{"max": 29}, {"extensions": raised}]


def test_a_post_of_a_source_gets_the_rules_of_its_sponsor_and_keeps_its_fields_empty(read: Read) -> None:
    found = read("The officer helps the team.", "JPO - Officer", get("korea"))
    ruled = {fact.field for fact in found.facts if fact.rule == "standing_rule.KR"}
    assert ruled >= RULED
    assert (found.posting.age, found.posting.nationalities) == (None, Nationalities())


# --- the table --------------------------------------------------------------------------------------------------------

TABLE = rows("sponsor_rules")


def is_read(fact: Fact) -> bool:
    """Whether the value has a form that the comparison reads, or is words on purpose."""
    value = fact.value["value"]
    if fact.value["reading"] == RuleReading.WORDS:
        return value is None
    if fact.field is Field.AGE:
        return set(value) <= {"max", "on", "born_on_or_after", "no_limit", "extensions"} and bool(value)
    return posting_from_json({fact.field.value: value}) != Posting()


def test_the_table_keeps_its_original_columns_first() -> None:
    assert list(TABLE[0])[: len(ORIGINAL_COLUMNS)] == ORIGINAL_COLUMNS


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['iso2']}-{row['programme']}-{row['year_seen']}")
def test_the_added_columns_of_a_row_fit_its_words(row: dict[str, str]) -> None:
    assert None not in row
    assert Programme(row["programme_code"])
    marks = dict(mark.split("=") for mark in cell_list(row["marks"]))
    for field, words in marks.items():
        assert Field(field) in RULED
        assert set(words.split("+")) <= {*RuleReading, Confidence.INFERRED}
    if "INFERRED" in row["confidence"]:
        assert row["confidence"] == "INFERRED" or any("inferred" in words for words in marks.values())
    has_value = {
        "nationalities": row["nationality_codes"], "age": row["age_kind"], "education_min": row["education"],
        "languages": row["language_codes"], "max_applications": row["max_applications"],
    }  # fmt: skip
    for field, words in marks.items():
        assert field == "experience" or bool(has_value[field]) is not ("words" in words), field
    if row["age_kind"]:
        assert row["age_rule"]
        assert bool(row["age_limit"]) is (row["age_kind"] != "none")
        assert bool(row["age_on_month_day"]) is (row["age_kind"] == "day")
        assert bool(row["born_on_or_after"]) is (row["age_kind"] == "born")


@pytest.mark.parametrize("sponsor", sorted({row["iso2"] for row in TABLE} - {"ZZ"}))
@pytest.mark.parametrize("programme", Programme)
def test_every_rule_is_json_with_words(sponsor: str, programme: Programme) -> None:
    for agency in ("WHO", "UNHCR", "World Bank", None):
        for name, a_source in load_all().items():
            for fact in standing_rules(replace(posting(sponsor, agency=agency), programme=programme), a_source):
                assert fact.raw, (name, fact)
                assert fact.basis is Basis.SOURCE_RULE
                assert json.loads(json.dumps(fact.value)) == fact.value
                assert set(fact.value) == {"value", "reading", "sponsor", "year", "confidence", "url"}
                assert is_read(fact), (name, fact)
