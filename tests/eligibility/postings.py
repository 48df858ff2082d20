"""Postings with the facts that a normaliser would give, and hypothesis strategies for them."""

from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from jpo_scraper.items import (
    Age,
    AgeExtension,
    Competency,
    Deadline,
    DutyStation,
    ExperienceTier,
    Fact,
    Language,
    Nationalities,
    Posting,
)
from jpo_scraper.vocab import (
    Basis,
    CompetencyCategory,
    Confidence,
    Degree,
    Field,
    Programme,
    Requirement,
    RuleReading,
)

COUNTRIES = ("KR", "JP", "NL", "IT", "RW", "SN")
LANGUAGES = ("en", "fr", "ko", "it")
CONDITIONS = ("less than one year served", "one year to less than two years", "two years or more", "as the law says")


def facts_of(posting: Posting) -> tuple[Fact, ...]:
    """A fact with words of its own for each value that decides who may apply."""
    found = [(field, value) for field in Field for value in _values(field, posting)]
    return tuple(Fact(field, value, f"{field.value}: {value}", "a.rule", label="x") for field, value in found)


def _values(field: Field, posting: Posting) -> Iterator[Any]:
    value = getattr(posting, field)
    if field is Field.NATIONALITIES:
        yield from ({"country": code, "kind": kind} for kind in ("include", "exclude") for code in getattr(value, kind))
        if value.note:
            yield {"note": value.note, "kind": "note"}
    elif field is Field.AGE and value is not None:
        age = posting.to_json()["age"]
        yield {key: age[key] for key in ("max", "on", "born_on_or_after")}
        yield from age["extensions"]
    elif field is Field.DEADLINE and value is not None:
        yield value.to_json()
    elif field in (Field.EXPERIENCE, Field.LANGUAGES):
        yield from map(asdict, value)
    elif field in (Field.EDUCATION_MIN, Field.MAX_APPLICATIONS, Field.IS_ARCHIVED) and value not in (None, False):
        yield value


def standing(field: Field, value: Any, raw: str = "the sponsor's words", **parts: Any) -> Fact:
    """A standing rule, as `normalise.standing_rules` gives it."""
    known = {"reading": "exact", "sponsor": "KR", "year": "2026", "confidence": "seen", "url": "https://example.org"}
    value = {"value": value, **known, **parts}
    return Fact(field, value, raw, "standing_rule.KR", label="a table", basis=Basis.SOURCE_RULE)


patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no failure."""

# --- strategies -------------------------------------------------------------------------------------------------------

dates = st.dates(date(1960, 1, 1), date(2040, 12, 31))
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
words = st.text(max_size=12)
countries = st.lists(st.sampled_from(COUNTRIES), unique=True, max_size=3).map(tuple)
nationalities = st.builds(Nationalities, countries, countries, st.none() | st.text(min_size=1, max_size=12))
extensions = st.builds(
    AgeExtension,
    st.sampled_from(("military service", "medicine", "병역")),
    st.integers(-1, 5),
    st.none() | st.sampled_from(CONDITIONS),
)
ages = st.builds(
    Age,
    st.none() | st.integers(20, 45),
    st.none() | dates,
    st.none() | dates,
    st.lists(extensions, max_size=3).map(tuple),
)
languages = st.builds(
    Language,
    st.sampled_from(LANGUAGES),
    st.sampled_from(Requirement),
    st.none() | st.sampled_from(("fluent", "C1", "native", "B1")),
    st.none() | st.integers(1, 2),
)
tiers = st.builds(
    ExperienceTier,
    st.none() | st.sampled_from((Degree.BACHELOR, Degree.MASTER, Degree.DOCTORATE)),
    st.none() | st.integers(0, 10),
    st.none() | st.integers(0, 10),
)
deadlines = st.builds(
    Deadline,
    dates,
    st.none() | st.just("23:59"),
    st.none() | st.sampled_from(("Europe/Zurich", "UTC+05:45")),
    st.none() | instants,
    words,
)


def several(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


postings = st.builds(
    Posting,
    title=st.none() | words,
    programme=st.none() | st.sampled_from(Programme),
    is_jpo=st.booleans(),
    agency=st.none() | st.sampled_from(("UNHCR", "WHO", "World Bank")),
    host_agency=st.none() | words,
    duty_stations=several(st.builds(DutyStation, st.none() | words, st.none() | words, st.integers(1, 3))),
    sponsors=countries,
    nationalities=nationalities,
    grade=st.none() | words,
    reference=st.none() | words,
    deadline=st.none() | deadlines,
    competencies=several(
        st.builds(Competency, words, st.none() | st.sampled_from(CompetencyCategory), st.none() | words)
    ),
    languages=several(languages),
    education_min=st.none() | st.sampled_from(Degree),
    experience=several(tiers),
    age=st.none() | ages,
    duration_months=st.none() | st.integers(1, 48),
    documents=several(words),
    max_applications=st.none() | st.integers(1, 3),
    start_date=st.none() | words,
    supervisor_title=st.none() | words,
    is_archived=st.booleans(),
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 60) | words | st.sampled_from(("application", "12-31", "2026-02-29")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "max",
                    "on",
                    "born_on_or_after",
                    "extensions",
                    "no_limit",
                    "include",
                    "note",
                    "code",
                    "reason",
                    "years",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=6,
)


@st.composite
def standing_rules(draw: st.DrawFn) -> Fact:
    """A standing rule of any field with a value in good form, or in any other."""
    field = draw(st.sampled_from(sorted(Field)))
    good = draw(postings).to_json()[field.value]
    days = st.sampled_from(("12-31", "02-29", "application", None))
    limits = st.fixed_dictionaries({"max": st.integers(20, 40), "on": days})
    value = draw(st.just(good) | json_values | (limits if field is Field.AGE else st.nothing()))
    parts = {
        "reading": draw(st.sampled_from([*RuleReading, "nonsense"])),
        "confidence": draw(st.sampled_from([*Confidence, None])),
        "sponsor": draw(st.sampled_from(("KR", "JP", None))),
        "year": draw(st.sampled_from(("2026", "~2024", "2016-2020", "", None))),
    }
    fact = standing(field, value, draw(words), **parts)
    return fact if draw(st.booleans()) else Fact(**{**_parts(fact), "value": draw(json_values)})


def _parts(fact: Fact) -> dict[str, Any]:
    return {spec.name: getattr(fact, spec.name) for spec in fields(fact)}


def with_facts(posting: Posting, rules: list[Fact]) -> tuple[Posting, tuple[Fact, ...]]:
    return posting, (*facts_of(posting), *rules)


judged = st.builds(with_facts, postings, st.lists(standing_rules(), max_size=5))
"""A posting with its facts, and standing rules."""
