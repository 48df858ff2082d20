"""What the sponsor asks of all its candidates, as facts that fill no field: for what a posting leaves unsaid.

The rules stand in the source's TOML (`[[rules]]`) and in `reference/sponsor_rules.csv`. The value of such a fact is

    {"value": as in the posting JSON, or null, "reading", "sponsor", "year", "confidence", "url"}

where `reading` says how far the value covers the words (vocab.RuleReading). A list field has one fact with the whole
list. An age may also be `{"on": "12-31"}`, a day of the year of the call, `{"on": "application"}`, the day on which
one applies, or `{"no_limit": true}`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from jpo_scraper.items import Fact, Nationalities, Posting
from jpo_scraper.reference.loader import Row, cell_list, rows
from jpo_scraper.sources.model import Source
from jpo_scraper.vocab import Basis, Confidence, Field, Programme, Requirement, RuleReading

_PROGRAMMES = {Programme.AE: Programme.JPO, Programme.APO: Programme.JPO}
"""Other names of the JPO programme."""

_RAISES_AGE = re.compile(r"\bage limit raised\b")
_AT_MOST = re.compile(r"\bmax\b|\bup to \d")
"""How the parts of a row's other rules that hold a value are known."""


class _Rule(NamedTuple):
    """A rule of one sponsor, from either table."""

    field: Field
    part: str
    """What of the field it rules: of an age, `limit` or `extensions`; otherwise empty."""
    value: Any
    raw: str
    year: str
    """As the table has it: `2021`, `~2024`, `2016-2020`, or empty."""
    confidence: Confidence
    reading: RuleReading
    url: str
    title: str
    """Whose rule it is, in words."""

    @property
    def newest_year(self) -> int:
        """The last year that the rule is known of; 0: not known."""
        return max((int(year) for year in re.findall(r"\d{4}", self.year)), default=0)


def standing_rules(posting: Posting, source: Source) -> tuple[Fact, ...]:
    """The newest standing rules of the posting's sponsors, for fields that the posting does not state.

    Of rules of one year the table's count: they tell how far their values cover the words. A source's own rules are
    those of the JPO programme, and hold for no other.
    Of a sponsor that admits its own nationals to some posts and others to other posts, the posting's nationalities
    tell which rules count; where they do not, only the rules that both have in common are given.
    """
    if not posting.is_jpo:
        return ()
    sponsors = posting.sponsors or ((source.sponsor,) if source.sponsor else ())
    is_own = _programme(posting) is Programme.JPO and (source.sponsor is None or source.sponsor in sponsors)
    own = list(_of_source(source)) if is_own else []
    facts: list[Fact] = []
    for sponsor in dict.fromkeys((*sponsors, *([source.sponsor] if own else []))):
        doors = _doors(posting, sponsor) if sponsor else {}
        groups = [[*rules, *own] if sponsor == source.sponsor else rules for rules in doors.values()]
        groups = groups or ([own] if sponsor == source.sponsor else [])
        facts.extend(
            _fact(rule, sponsor, source)
            for rule in _agreed(groups)
            if not _is_stated(posting, rule) and not (len(groups) > 1 and rule.field is Field.NATIONALITIES)
        )
    return tuple(facts)


def _programme(posting: Posting) -> Programme:
    programme = posting.programme or Programme.JPO
    return _PROGRAMMES.get(programme, programme)


def _is_stated(posting: Posting, rule: _Rule) -> bool:
    """Whether the posting itself says what the rule would."""
    if rule.part == "extensions":
        return posting.age is not None and bool(posting.age.extensions)
    return getattr(posting, rule.field) not in (None, (), Nationalities())


def _agreed(groups: list[list[_Rule]]) -> Iterator[_Rule]:
    """The newest rule on each point; of several groups only what they all say."""
    newest: list[dict[tuple[Field, str], _Rule]] = [{} for _ in groups]
    for found, rules in zip(newest, groups, strict=True):
        for rule in rules:
            known = found.get((rule.field, rule.part))
            if known is None or rule.newest_year > known.newest_year:
                found[rule.field, rule.part] = rule
    for point, rule in newest[0].items() if newest else ():
        others = [found.get(point) for found in newest[1:]]
        if all(other is not None and other.value == rule.value for other in others):
            yield rule


def _fact(rule: _Rule, sponsor: str | None, source: Source) -> Fact:
    value = {
        "value": rule.value, "reading": rule.reading.value, "sponsor": sponsor, "year": rule.year,
        "confidence": rule.confidence.value, "url": rule.url,
    }  # fmt: skip
    name = f"standing_rule.{sponsor or source.name}"
    label = ", ".join(filter(None, (rule.title, rule.year)))
    return Fact(rule.field, value, rule.raw, name, label=label, basis=Basis.SOURCE_RULE)


# --- the source's TOML ------------------------------------------------------------------------------------------------


def _of_source(source: Source) -> Iterator[_Rule]:
    for rule in source.rules:
        field = Field(rule.field)
        rest = (rule.raw, rule.year, rule.confidence, RuleReading.EXACT, rule.url, source.title)
        for part, value in _written(field, _json(rule.value)):
            yield _Rule(field, part, value, *rest)


_ELEMENTS: Mapping[Field, Mapping[str, Any]] = {
    Field.EXPERIENCE: {"degree": None, "years_min": None, "years_max": None},
    Field.LANGUAGES: {"level": None, "any_of": None},
}
"""What an element of a list may leave out."""


def _written(field: Field, value: Any) -> Iterator[tuple[str, Any]]:
    """A value of a TOML in the form of the posting JSON, by part."""
    if field is Field.AGE:
        age = {"extensions": value} if isinstance(value, list) else dict(value)
        extensions = age.pop("extensions", [])
        yield from [("limit", age)] if age else []
        yield from [("extensions", {"extensions": extensions})] if extensions else []
    elif field is Field.NATIONALITIES:
        yield "", _nationalities(value) if isinstance(value, list) else {**_nationalities(()), **value}
    elif field is Field.LANGUAGES and all(isinstance(code, str) for code in value):
        yield "", _languages(value)
    elif field in _ELEMENTS:
        yield "", [{**_ELEMENTS[field], **element} for element in value]
    else:
        yield "", value


def _json(value: Any) -> Any:
    """TOML has dates; JSON has none."""
    if isinstance(value, Mapping):
        return {key: _json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_json(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


# --- the table of sponsors --------------------------------------------------------------------------------------------


def _doors(posting: Posting, sponsor: str) -> dict[str, list[_Rule]]:
    """The rules of a sponsor that fit the posting's programme and agency, by door (whom the post is open to)."""
    wanted = (sponsor, _programme(posting))
    fitting = [row for row in rows("sponsor_rules") if (row["iso2"], row["programme_code"]) == wanted]
    scoped = [row for row in fitting if posting.agency in cell_list(row["agencies"])]
    fitting = scoped or [row for row in fitting if not row["agencies"]]
    doors: dict[str, list[_Rule]] = defaultdict(list)
    for row in fitting:
        doors[row["door"]].extend(_of_row(row))
    door = _door(posting.nationalities, sponsor)
    return {door: doors[door]} if door in doors else doors


def _door(nationalities: Nationalities, sponsor: str) -> str | None:
    """Whom the post is open to: empty for the sponsor's own nationals; None: the posting does not tell."""
    if nationalities.include:
        return "" if sponsor in nationalities.include else "developing"
    return "developing" if nationalities.note else None


def _of_row(row: Row) -> Iterator[_Rule]:
    marks = _marks(row["marks"])
    for field, part, value, raw in _points(row):
        mark = marks.get(field, frozenset())
        reading = next((reading for reading in RuleReading if reading in mark), RuleReading.EXACT)
        is_inferred = Confidence.INFERRED in mark or row["confidence"] == "INFERRED"
        confidence = Confidence.INFERRED if is_inferred else Confidence.SEEN
        if value is not None or reading is RuleReading.WORDS:
            yield _Rule(field, part, value, raw, row["year_seen"], confidence, reading, row["url"], row["sponsor"])


def _marks(cell: str) -> dict[Field, frozenset[str]]:
    """`age=inferred|languages=words+inferred`: what is to be known about the values of a row."""
    pairs = (mark.partition("=") for mark in cell_list(cell))
    return {Field(field): frozenset(marks.split("+")) for field, _, marks in pairs}


def _points(row: Row) -> Iterator[tuple[Field, str, Any, str]]:
    """Every point that a row may speak of: field, part, value (None: the row has none) and words."""
    codes, languages = cell_list(row["nationality_codes"]), cell_list(row["language_codes"])
    tiers, extensions = _tiers(row), list(map(_extension, cell_list(row["age_extensions"])))
    most, others = row["max_applications"], row["other_rules"]
    yield Field.NATIONALITIES, "", _nationalities(codes) if codes else None, row["nationality_rule"]
    yield Field.AGE, "limit", _age(row), row["age_rule"]
    if extensions:
        raised = _part(others, _RAISES_AGE) or row["age_rule"]
        yield Field.AGE, "extensions", {"extensions": extensions}, raised
    yield Field.EDUCATION_MIN, "", row["education"] or None, row["degree_min"]
    yield Field.EXPERIENCE, "", tiers or None, "; ".join(map(_tier_words, tiers))
    yield Field.LANGUAGES, "", _languages(languages) if languages else None, row["languages_required"]
    yield Field.MAX_APPLICATIONS, "", int(most) if most else None, _part(others, _AT_MOST) or others


def _nationalities(codes: Iterable[str]) -> dict[str, Any]:
    return {"include": list(codes), "exclude": [], "note": None}


def _languages(codes: Iterable[str]) -> list[dict[str, Any]]:
    """Required languages; `ar/fr` are alternatives."""
    return [
        {
            "code": code,
            "requirement": Requirement.REQUIRED.value,
            "level": None,
            "any_of": group if "/" in choice else None,
        }
        for group, choice in enumerate(codes, start=1)
        for code in choice.split("/")
    ]


def _age(row: Row) -> dict[str, Any] | None:
    kind = row["age_kind"]
    limit = int(row["age_limit"]) if row["age_limit"] else None
    return {
        "": None,
        "none": {"no_limit": True},
        "unknown": {"max": limit},
        "application": {"max": limit, "on": "application"},
        "day": {"max": limit, "on": row["age_on_month_day"]},
        "born": {"born_on_or_after": row["born_on_or_after"]},
    }[kind]


def _extension(cell: str) -> dict[str, Any]:
    """`reason: condition: years`."""
    reason, when, years = (part.strip() for part in cell.split(":"))
    return {"reason": reason, "years": int(years), "when": when}


def _tiers(row: Row) -> list[dict[str, Any]]:
    """`bachelor:2|master:1`, or the row's years for any degree."""
    least, most = row["experience_years_min"], row["experience_years_max"]
    pairs = [cell.split(":") for cell in cell_list(row["experience_tiers"])]
    tiers = [{"degree": degree, "years_min": int(years), "years_max": None} for degree, years in pairs]
    if tiers or not least:
        return tiers
    return [{"degree": None, "years_min": int(least), "years_max": int(most) if most else None}]


def _tier_words(tier: Mapping[str, Any]) -> str:
    least, most, degree = tier["years_min"], tier["years_max"], tier["degree"]
    unit = "year" if least == 1 and not most else "years"
    years = "no experience" if least == 0 else f"{least} to {most} {unit}" if most else f"at least {least} {unit}"
    return f"{years} with a {degree}" if degree else years


def _part(words: str, mark: re.Pattern[str]) -> str:
    """The first of the rules parted by semicolons that bears the mark; empty where none does."""
    return next((part.strip() for part in words.split(";") if mark.search(part)), "")
