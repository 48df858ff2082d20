"""One requirement at a time: what is asked, what the person has, what comes of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from jpo_scraper.eligibility import Clause, Outcome, Profile, Qualification, Status, judge
from jpo_scraper.items import (
    Age,
    AgeExtension,
    Deadline,
    ExperienceTier,
    Fact,
    Language,
    Nationalities,
    Posting,
)
from jpo_scraper.vocab import Basis, Degree, Field, Requirement
from tests.eligibility.postings import facts_of, standing

AS_OF = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
MET, NOT, UNCLEAR = Outcome.MET, Outcome.NOT, Outcome.UNCLEAR
BACHELOR, MASTER, DOCTORATE = Degree.BACHELOR, Degree.MASTER, Degree.DOCTORATE


def language(code: str, *, wished: bool = False, level: str | None = None, any_of: int | None = None) -> Language:
    return Language(code, Requirement.DESIRABLE if wished else Requirement.REQUIRED, level, any_of)


POSTING = Posting(
    title="Officer",
    is_jpo=True,
    sponsors=("KR",),
    nationalities=Nationalities(("KR",)),
    deadline=Deadline(date(2026, 3, 16), raw="16 March 2026"),
    age=Age(32, date(2026, 12, 31)),
    education_min=MASTER,
    experience=(ExperienceTier(None, 2),),
    languages=(language("en"), language("ko")),
)
PROFILE = Profile(
    nationalities=("KR",),
    born_on=date(1996, 5, 1),
    degrees=(Qualification(BACHELOR), Qualification(MASTER, "law")),
    years=2,
    languages={"en": None, "ko": None},
    applications_made=0,
)


def clauses(
    field: Field, posting: Posting, profile: Profile, *rules: Fact, more: tuple[Fact, ...] = ()
) -> list[Clause]:
    verdict = judge(profile, posting, (*facts_of(posting), *more, *rules), AS_OF)
    return [clause for clause in verdict.clauses if clause.field is field]


def outcome(field: Field, posting: Posting, profile: Profile, *rules: Fact) -> Outcome:
    (clause,) = clauses(field, posting, profile, *rules)
    return clause.status


def test_a_person_who_meets_every_stated_requirement_is_eligible() -> None:
    verdict = judge(PROFILE, POSTING, facts_of(POSTING), AS_OF)
    assert verdict.status is Status.ELIGIBLE
    assert {clause.status for clause in verdict.clauses} == {MET}
    assert {clause.basis for clause in verdict.clauses} == {Basis.POSTING}
    assert verdict.deciding == verdict.clauses


def test_one_requirement_that_is_not_met_outweighs_what_is_unclear() -> None:
    posting = replace(POSTING, age=None)
    verdict = judge(replace(PROFILE, nationalities=("JP",)), posting, facts_of(posting), AS_OF)
    assert verdict.status is Status.NOT
    assert [clause.field for clause in verdict.deciding] == [Field.NATIONALITIES]


@pytest.mark.parametrize(
    ("field", "empty", "words"),
    [
        (Field.NATIONALITIES, Nationalities(), "who may apply"),
        (Field.AGE, None, "age"),
        (Field.EDUCATION_MIN, None, "degree"),
        (Field.EXPERIENCE, (), "experience"),
        (Field.LANGUAGES, (), "languages"),
        (Field.DEADLINE, None, "until when"),
    ],
)
def test_silence_is_no_permission(field: Field, empty: Any, words: str) -> None:
    posting = replace(POSTING, **{field.value: empty})
    verdict = judge(PROFILE, posting, facts_of(posting), AS_OF)
    (clause,) = verdict.deciding
    assert verdict.status is Status.UNCLEAR
    assert (clause.field, clause.basis, clause.quotes, clause.needs) == (field, None, (), "")
    assert clause.note.startswith("the posting does not say")
    assert words in clause.note


@pytest.mark.parametrize(
    ("field", "untold"),
    [
        (Field.NATIONALITIES, {"nationalities": ()}),
        (Field.AGE, {"born_on": None}),
        (Field.EDUCATION_MIN, {"degrees": ()}),
        (Field.EXPERIENCE, {"years": None}),
        (Field.LANGUAGES, {"languages": None}),
    ],
)
def test_what_the_person_does_not_tell_is_unclear(field: Field, untold: dict[str, Any]) -> None:
    found = clauses(field, POSTING, replace(PROFILE, **untold))
    assert {clause.status for clause in found} == {UNCLEAR}
    assert all("told" in clause.has for clause in found)


# --- deadline ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        (Deadline(date(2026, 3, 1)), MET),
        (Deadline(date(2026, 2, 28)), NOT),
        (Deadline(date(2026, 3, 1), "06:00", "UTC", AS_OF), NOT),
        (Deadline(date(2026, 2, 28), "23:59", "UTC-12:00", datetime(2026, 3, 1, 11, 59, tzinfo=UTC)), MET),
    ],
    ids=["today", "yesterday", "this very moment", "still yesterday there"],
)
def test_a_deadline_that_has_passed_closes_the_post(deadline: Deadline, expected: Outcome) -> None:
    (clause,) = clauses(Field.DEADLINE, replace(POSTING, deadline=deadline), PROFILE)
    assert clause.status is expected
    assert ("closed on" in clause.note) is (expected is NOT)


def test_a_post_that_its_publisher_calls_closed_is_closed() -> None:
    assert outcome(Field.IS_ARCHIVED, replace(POSTING, is_archived=True), PROFILE) is NOT


def test_two_deadlines_of_which_one_has_passed_are_unclear() -> None:
    other = Deadline(date(2026, 2, 10), raw="10 February")
    fact = Fact(Field.DEADLINE, other.to_json(), other.raw, "a.rule", label="x")
    found = clauses(Field.DEADLINE, POSTING, PROFILE, more=(fact,))
    assert [clause.status for clause in found] == [UNCLEAR, UNCLEAR]
    assert found[1].quotes == ("10 February",)


# --- nationality ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "mine", "expected"),
    [
        (Nationalities(("KR",)), ("KR",), MET),
        (Nationalities(("KR",)), ("JP",), NOT),
        (Nationalities(("KR", "JP")), ("IT", "JP"), MET),
        (Nationalities(("KR",), ("JP",)), ("JP", "KR"), MET),
        (Nationalities(("KR",), ("KR",)), ("KR",), NOT),
        (Nationalities((), ("SN",), "the list on the site"), ("SN",), NOT),
        (Nationalities((), ("SN",), "the list on the site"), ("KE",), UNCLEAR),
        (Nationalities((), ("SN",), "the list on the site"), ("SN", "KE"), UNCLEAR),
        (Nationalities((), ("SN",)), ("KE",), UNCLEAR),
        (Nationalities(("KR",), (), "and others, see the site"), ("JP",), UNCLEAR),
    ],
    ids=str,
)
def test_nationalities(asked: Nationalities, mine: tuple[str, ...], expected: Outcome) -> None:
    posting = replace(POSTING, nationalities=asked)
    assert outcome(Field.NATIONALITIES, posting, replace(PROFILE, nationalities=mine)) is expected


def test_a_list_kept_elsewhere_is_quoted() -> None:
    posting = replace(POSTING, nationalities=Nationalities(note="the list on the site"))
    (clause,) = clauses(Field.NATIONALITIES, posting, PROFILE)
    assert "the list on the site" in clause.quote


def test_the_words_about_the_nationality_that_counts_are_quoted() -> None:
    posting = replace(POSTING, nationalities=Nationalities(("IT", "KR"), ("JP",)))
    (clause,) = clauses(Field.NATIONALITIES, posting, PROFILE)
    assert clause.quotes == ("nationalities: {'country': 'KR', 'kind': 'include'}",)


# --- age --------------------------------------------------------------------------------------------------------------


def served(*extensions: tuple[int, str | None]) -> tuple[AgeExtension, ...]:
    return tuple(AgeExtension("military service", years, when) for years, when in extensions)


TIERS = served((1, "less than one year"), (2, "one year to less than two years"), (3, "two years or more"))


@pytest.mark.parametrize(
    ("age", "born_on", "months", "expected"),
    [
        # the birth date threshold, which beats the age
        (Age(born_on_or_after=date(1989, 1, 1)), date(1989, 1, 1), 0, MET),
        (Age(born_on_or_after=date(1989, 1, 1)), date(1988, 12, 31), 0, NOT),
        (Age(20, date(2021, 12, 31), date(1989, 1, 1)), date(1989, 1, 1), 0, MET),
        # the reference day
        (Age(32, date(2026, 12, 31)), date(1994, 1, 1), 0, MET),
        (Age(32, date(2026, 12, 31)), date(1993, 12, 31), 0, NOT),  # turns 33 on the very day
        (Age(32, date(2026, 12, 30)), date(1993, 12, 31), 0, MET),  # and is 32 the day before
        (Age(32, date(2026, 2, 28)), date(1994, 2, 28), 0, MET),
        # born on 29 February: a year older on 1 March of a common year, on 29 February of a leap year
        (Age(29, date(2026, 2, 28)), date(1996, 2, 29), 0, MET),
        (Age(29, date(2026, 3, 1)), date(1996, 2, 29), 0, NOT),
        (Age(31, date(2028, 2, 28)), date(1996, 2, 29), 0, MET),
        (Age(31, date(2028, 2, 29)), date(1996, 2, 29), 0, NOT),
        # no day is stated: it must hold for a year around now and the deadline, 16 March 2026
        (Age(32), date(1995, 1, 1), 0, MET),
        (Age(32), date(1994, 3, 17), 0, MET),  # 32 until 16 March 2027
        (Age(32), date(1994, 3, 16), 0, UNCLEAR),  # 33 on 16 March 2027
        (Age(32), date(1993, 3, 1), 0, UNCLEAR),  # 32 on 1 March 2025 only
        (Age(32), date(1992, 3, 1), 0, NOT),  # 33 on 1 March 2025 already
        # military service
        (Age(32, date(2026, 12, 31), None, TIERS), date(1993, 6, 1), 0, NOT),
        (Age(32, date(2026, 12, 31), None, TIERS), date(1993, 6, 1), 11, MET),
        (Age(32, date(2026, 12, 31), None, TIERS), date(1992, 6, 1), 11, NOT),
        (Age(32, date(2026, 12, 31), None, TIERS), date(1992, 6, 1), 12, MET),
        (Age(32, date(2026, 12, 31), None, TIERS), date(1991, 6, 1), 23, NOT),
        (Age(32, date(2026, 12, 31), None, TIERS), date(1991, 6, 1), 24, MET),
        (Age(32, date(2026, 12, 31), None, TIERS), date(1990, 6, 1), 60, NOT),
        (Age(None, None, date(1994, 1, 1), TIERS), date(1992, 1, 1), 18, MET),
        (Age(32, date(2026, 12, 31), None, served((2, "as the law says"))), date(1992, 6, 1), 18, UNCLEAR),
        (Age(32, date(2026, 12, 31), None, served((2, "as the law says"))), date(1991, 6, 1), 18, NOT),
        (Age(32, date(2026, 12, 31), None, served((2, None))), date(1992, 6, 1), 1, MET),
        (Age(32, date(2026, 12, 31), None, (AgeExtension("medicine", 3),)), date(1991, 6, 1), 0, UNCLEAR),
        # nothing that could be compared
        (Age(extensions=TIERS), date(1999, 1, 1), 0, UNCLEAR),
    ],
)  # fmt: skip
def test_age(age: Age, born_on: date, months: int, expected: Outcome) -> None:
    profile = replace(PROFILE, born_on=born_on, military_months=months)
    assert outcome(Field.AGE, replace(POSTING, age=age), profile) is expected


def test_without_a_deadline_the_age_must_hold_for_a_year_around_today() -> None:
    posting = replace(POSTING, age=Age(32), deadline=None)
    cases = {date(1994, 3, 2): MET, date(1994, 3, 1): UNCLEAR, date(1992, 3, 2): UNCLEAR, date(1992, 3, 1): NOT}
    assert {born: outcome(Field.AGE, posting, replace(PROFILE, born_on=born)) for born in cases} == cases


@pytest.mark.parametrize(
    ("born_on", "expected"),
    [(date(1999, 1, 1), [MET]), (date(1991, 6, 1), [UNCLEAR, UNCLEAR]), (date(1985, 1, 1), [NOT])],
)
def test_two_printed_limits_decide_where_they_agree(born_on: date, expected: list[Outcome]) -> None:
    """32 and 35 on the same day: who is 35 on it is told nothing certain."""
    other = Fact(Field.AGE, {"max": 35, "on": "2026-12-31"}, "up to 35", "age.limit", label="x")
    found = clauses(Field.AGE, POSTING, replace(PROFILE, born_on=born_on), more=(other,))
    assert [clause.status for clause in found] == expected
    assert (found[-1].quotes == ("up to 35",)) is (len(found) == 2)


def test_the_same_limit_printed_again_without_its_day_is_no_conflict() -> None:
    again = Fact(Field.AGE, {"max": 32, "on": None}, "32", "age.limit", label="x")
    (clause,) = clauses(Field.AGE, POSTING, PROFILE, more=(again,))
    assert clause.status is MET


# --- degree and experience --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("least", "mine", "tiers", "expected"),
    [
        (MASTER, MASTER, (), MET),
        (MASTER, DOCTORATE, (), MET),
        (MASTER, BACHELOR, (), NOT),
        (MASTER, BACHELOR, (ExperienceTier(BACHELOR, 4),), MET),
        (MASTER, Degree.SECONDARY, (ExperienceTier(BACHELOR, 4),), NOT),
        (MASTER, BACHELOR, (ExperienceTier(None, 4),), NOT),
    ],
)
def test_degree(least: Degree, mine: Degree, tiers: tuple[ExperienceTier, ...], expected: Outcome) -> None:
    posting = replace(POSTING, education_min=least, experience=tiers)
    assert outcome(Field.EDUCATION_MIN, posting, replace(PROFILE, degrees=(Qualification(mine),))) is expected


THREE_TIERS = (ExperienceTier(BACHELOR, 3), ExperienceTier(MASTER, 2), ExperienceTier(DOCTORATE, 1))


@pytest.mark.parametrize(
    ("tiers", "mine", "years", "expected"),
    [
        (THREE_TIERS, BACHELOR, 2.9, NOT),
        (THREE_TIERS, BACHELOR, 3, MET),
        (THREE_TIERS, MASTER, 2, MET),
        (THREE_TIERS, DOCTORATE, 1, MET),
        (THREE_TIERS, DOCTORATE, 0.5, NOT),
        ((ExperienceTier(None, 2), ExperienceTier(BACHELOR, 4)), MASTER, 2, MET),
        ((ExperienceTier(None, 2), ExperienceTier(BACHELOR, 4)), BACHELOR, 3, NOT),
        ((ExperienceTier(None, 5), ExperienceTier(BACHELOR, 2)), MASTER, 3, MET),
        ((ExperienceTier(None, 5), ExperienceTier(BACHELOR, 2)), MASTER, 1, UNCLEAR),
        ((ExperienceTier(None, 5), ExperienceTier(BACHELOR, 2)), Degree.SECONDARY, 3, NOT),
        ((ExperienceTier(BACHELOR, 3), ExperienceTier(MASTER, 2)), DOCTORATE, 2, MET),
        ((ExperienceTier(BACHELOR, 3), ExperienceTier(MASTER, 2)), DOCTORATE, 1, UNCLEAR),
        ((ExperienceTier(MASTER, 2),), BACHELOR, 9, UNCLEAR),
        ((ExperienceTier(None, 2, 4),), MASTER, 4, MET),
        ((ExperienceTier(None, 2, 4),), MASTER, 4.5, NOT),
        ((ExperienceTier(None, None, 4),), MASTER, 0, MET),
        ((ExperienceTier(None, 0),), MASTER, 0, MET),
        ((ExperienceTier(None, 0),), MASTER, None, MET),
        ((ExperienceTier(None, 1),), MASTER, None, UNCLEAR),
        ((ExperienceTier(None, None),), MASTER, 5, UNCLEAR),
        ((ExperienceTier(None, 2),), None, 2, MET),
        ((ExperienceTier(MASTER, 2),), None, 2, UNCLEAR),
    ],
)
def test_experience(
    tiers: tuple[ExperienceTier, ...], mine: Degree | None, years: float | None, expected: Outcome
) -> None:
    profile = replace(PROFILE, degrees=(Qualification(mine),) if mine else (), years=years)
    assert outcome(Field.EXPERIENCE, replace(POSTING, experience=tiers), profile) is expected


def test_the_words_of_the_tier_that_counts_are_quoted() -> None:
    posting = replace(POSTING, experience=THREE_TIERS)
    (clause,) = clauses(Field.EXPERIENCE, posting, PROFILE)
    assert len(clause.quotes) == 1
    assert "MASTER" in clause.quote


# --- languages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "mine", "expected"),
    [
        ([language("en")], {"en": None}, [MET]),
        ([language("en"), language("ko")], {"en": None}, [MET, NOT]),
        ([language("en")], {}, [NOT]),
        ([language("en", any_of=1), language("fr", any_of=1)], {"fr": None}, [MET]),
        ([language("en", any_of=1), language("fr", any_of=1)], {"ko": None}, [NOT]),
        ([language("en"), language("fr", any_of=1), language("it", any_of=1)], {"en": None, "it": None}, [MET, MET]),
        ([language("en"), language("fr", wished=True)], {"en": None}, [MET]),
        ([language("fr", wished=True)], {}, [MET]),
        ([language("en", any_of=1), language("fr", any_of=1, wished=True)], {"fr": None}, [MET]),
        # levels: only a plain mismatch is a doubt
        ([language("en", level="C1")], {"en": "B2"}, [UNCLEAR]),
        ([language("en", level="C1")], {"en": "C2"}, [MET]),
        ([language("en", level="native speaker")], {"en": "C2"}, [UNCLEAR]),
        ([language("en", level="native speaker")], {"en": "mother tongue"}, [MET]),
        ([language("en", level="fluency")], {"en": "B1"}, [MET]),
        ([language("en", level="C1")], {"en": "fluent"}, [MET]),
        ([language("en", level="C1", any_of=1), language("fr", any_of=1)], {"en": "A1", "fr": "A1"}, [MET]),
    ],
)
def test_languages(asked: list[Language], mine: dict[str, str | None], expected: list[Outcome]) -> None:
    posting = replace(POSTING, languages=tuple(asked))
    found = clauses(Field.LANGUAGES, posting, replace(PROFILE, languages=mine))
    assert [clause.status for clause in found] == expected


# --- applications -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("made", "expected"), [(0, MET), (1, MET), (2, NOT), (None, UNCLEAR)])
def test_the_number_of_applications(made: int | None, expected: Outcome) -> None:
    posting = replace(POSTING, max_applications=2)
    assert outcome(Field.MAX_APPLICATIONS, posting, replace(PROFILE, applications_made=made)) is expected


def test_a_posting_that_limits_no_applications_says_nothing_of_them() -> None:
    assert clauses(Field.MAX_APPLICATIONS, POSTING, PROFILE) == []


# --- standing rules of the sponsor ------------------------------------------------------------------------------------

SILENT = replace(
    POSTING, nationalities=Nationalities(), age=None, education_min=None, experience=(), languages=(), deadline=None
)
KOREANS = {"include": ["KR"], "exclude": [], "note": None}


@pytest.mark.parametrize(
    ("field", "value", "parts", "expected"),
    [
        (Field.NATIONALITIES, KOREANS, {}, MET),
        (Field.NATIONALITIES, {**KOREANS, "include": ["JP"]}, {}, NOT),
        (Field.NATIONALITIES, KOREANS, {"confidence": "inferred"}, UNCLEAR),
        (Field.NATIONALITIES, {**KOREANS, "include": ["JP"]}, {"confidence": "inferred"}, UNCLEAR),
        (Field.NATIONALITIES, {**KOREANS, "include": ["JP"]}, {"reading": "wider"}, UNCLEAR),
        (Field.NATIONALITIES, KOREANS, {"reading": "wider"}, MET),
        (Field.NATIONALITIES, KOREANS, {"reading": "narrower"}, UNCLEAR),
        (Field.NATIONALITIES, {**KOREANS, "include": ["JP"]}, {"reading": "narrower"}, NOT),
        (Field.NATIONALITIES, None, {"reading": "words"}, UNCLEAR),
        (Field.NATIONALITIES, [], {}, UNCLEAR),
        (Field.EDUCATION_MIN, "doctorate", {}, NOT),
        (Field.EXPERIENCE, [{"degree": None, "years_min": 2, "years_max": 4}], {}, MET),
        (Field.EXPERIENCE, [], {}, UNCLEAR),
        (Field.LANGUAGES, [{"code": "fr", "requirement": "required", "level": None, "any_of": None}], {}, NOT),
        (Field.MAX_APPLICATIONS, 2, {}, MET),
        (Field.AGE, {"no_limit": True}, {}, MET),
        (Field.AGE, {"max": 32}, {}, MET),
        (Field.AGE, {"max": "32"}, {}, UNCLEAR),
        (Field.AGE, {"max": 29, "on": "12-31"}, {}, NOT),  # 30 on 31 December of this year already
        (Field.AGE, {"max": 30, "on": "12-31"}, {}, UNCLEAR),  # no deadline tells which year is meant
        (Field.AGE, {"max": 29, "on": "application"}, {}, MET),  # 29 today
        (Field.AGE, {"max": 28, "on": "application"}, {}, NOT),
        (Field.AGE, {"born_on_or_after": "1996-05-01"}, {}, MET),
        (Field.AGE, {"born_on_or_after": "1996-05-02"}, {}, NOT),
        (Field.AGE, {"born_on_or_after": "1992-01-01"}, {"year": "2022"}, UNCLEAR),  # later calls ask for later dates
        (Field.AGE, {"born_on_or_after": "1997-01-01"}, {"year": "2022"}, NOT),
        (Field.AGE, {"born_on_or_after": "1992-01-01"}, {"year": ""}, UNCLEAR),
    ],
)
def test_a_standing_rule_speaks_where_the_posting_is_silent(
    field: Field, value: Any, parts: dict[str, Any], expected: Outcome
) -> None:
    (clause,) = clauses(field, SILENT, PROFILE, standing(field, value, **parts))
    assert clause.status is expected
    assert clause.basis is Basis.SOURCE_RULE
    assert clause.quotes == ("the sponsor's words",)
    assert "standing rule of Republic of Korea" in clause.note
    assert parts.get("confidence", "seen") in clause.note
    assert parts.get("year", "2026") in clause.note


@pytest.mark.parametrize(
    ("born_on", "deadline", "expected"),
    [
        (date(1994, 1, 1), date(2026, 3, 16), MET),
        (date(1993, 12, 31), date(2026, 3, 16), NOT),
        (date(1993, 12, 31), date(2025, 12, 1), MET),
        (date(1994, 6, 1), None, UNCLEAR),  # 32 on 31 December 2026, 33 a year later
        (date(1995, 6, 1), None, MET),
    ],
)
def test_a_day_of_the_year_of_the_call_is_that_of_the_deadline(
    born_on: date, deadline: date | None, expected: Outcome
) -> None:
    posting = replace(SILENT, deadline=Deadline(deadline) if deadline else None)
    rule = standing(Field.AGE, {"max": 32, "on": "12-31"})
    assert outcome(Field.AGE, posting, replace(PROFILE, born_on=born_on), rule) is expected


def test_a_birthday_before_the_deadline_makes_the_day_of_application_decide() -> None:
    posting = replace(SILENT, deadline=Deadline(date(2026, 3, 16)))
    rule = standing(Field.AGE, {"max": 32, "on": "application"})
    (clause,) = clauses(Field.AGE, posting, replace(PROFILE, born_on=date(1993, 3, 10)), rule)
    assert clause.status is UNCLEAR
    assert "the day on which you apply" in clause.note


RAISED = {"extensions": [{"reason": "military service", "years": 2, "when": "one year or more"}]}


@pytest.mark.parametrize(
    ("months", "parts", "expected"), [(12, {}, MET), (6, {}, NOT), (12, {"confidence": "inferred"}, UNCLEAR)]
)
def test_a_standing_rule_raises_a_standing_limit(months: int, parts: dict[str, Any], expected: Outcome) -> None:
    posting = replace(SILENT, deadline=Deadline(date(2026, 3, 16)))
    rules = standing(Field.AGE, {"max": 32, "on": "12-31"}), standing(Field.AGE, RAISED, "two more years", **parts)
    profile = replace(PROFILE, born_on=date(1992, 6, 1), military_months=months)
    (clause,) = clauses(Field.AGE, posting, profile, *rules)
    assert clause.status is expected
    assert clause.quotes == ("the sponsor's words", "two more years")[: 2 if months == 12 else 1]


def test_a_standing_rule_makes_a_printed_limit_doubtful_and_no_more() -> None:
    profile = replace(PROFILE, born_on=date(1992, 6, 1), military_months=18)
    (clause,) = clauses(Field.AGE, POSTING, profile, standing(Field.AGE, RAISED, "two more years"))
    assert (clause.status, clause.basis) == (UNCLEAR, Basis.POSTING)
    assert "two more years" in clause.quotes
    assert "by a standing rule" in clause.note


def test_the_posting_s_own_words_win_over_a_standing_rule() -> None:
    rule = standing(Field.NATIONALITIES, {**KOREANS, "include": ["JP"]})
    (clause,) = clauses(Field.NATIONALITIES, POSTING, PROFILE, rule)
    assert (clause.status, clause.basis) == (MET, Basis.POSTING)


@pytest.mark.parametrize(
    ("field", "values", "expected"),
    [
        (Field.NATIONALITIES, [KOREANS, {**KOREANS, "include": ["JP"]}], [MET]),
        (Field.NATIONALITIES, [{**KOREANS, "include": ["IT"]}, {**KOREANS, "include": ["JP"]}], [NOT, NOT]),
        (Field.EDUCATION_MIN, ["master", "doctorate"], [UNCLEAR, UNCLEAR]),
        (Field.EDUCATION_MIN, ["master", "bachelor"], [MET, MET]),
    ],
)
def test_rules_of_two_sponsors(field: Field, values: list[Any], expected: list[Outcome]) -> None:
    rules = [standing(field, value, sponsor=code) for value, code in zip(values, ("KR", "JP"), strict=True)]
    found = clauses(field, SILENT, PROFILE, *rules)
    assert [clause.status for clause in found] == expected
    assert all(("differ" in clause.note) is (expected[0] is UNCLEAR) for clause in found)


def test_the_extension_of_one_sponsor_does_not_raise_the_limit_of_another() -> None:
    rules = standing(Field.AGE, {"max": 32, "on": "2026-12-31"}, sponsor="JP"), standing(Field.AGE, RAISED)
    profile = replace(PROFILE, born_on=date(1992, 6, 1), military_months=18)
    assert outcome(Field.AGE, SILENT, profile, *rules) is NOT


def test_a_verdict_is_json() -> None:
    found = judge(PROFILE, POSTING, facts_of(POSTING), AS_OF).to_json()
    assert found["status"] == "eligible"
    assert set(found["clauses"][0]) == {"field", "status", "needs", "has", "quote", "basis", "note"}
