"""From items to rows: pure, and done while the crawl waits for the site."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Table

from jpo_scraper.items import Age, Deadline, Fact, Normalised, Posting, RawPosting
from jpo_scraper.store.models import (
    POSTING_COMPETENCY,
    POSTING_DOCUMENT,
    POSTING_DUTY_STATION,
    POSTING_EXPERIENCE,
    POSTING_LANGUAGE,
    POSTING_NATIONALITY,
    POSTING_SPONSOR,
)

Values = dict[str, Any]
"""One row: column name to value."""


PARTS: Mapping[Table, Callable[[Posting], Iterable[Values]]] = {
    POSTING_SPONSOR: lambda posting: ({"country": code} for code in posting.sponsors),
    POSTING_DUTY_STATION: lambda posting: (
        {"city": station.city, "country": station.country}
        for station in sorted(posting.duty_stations, key=lambda station: station.order)
    ),
    POSTING_NATIONALITY: lambda posting: (
        {"country": code, "kind": kind}
        for kind in ("include", "exclude")
        for code in getattr(posting.nationalities, kind)
    ),
    POSTING_COMPETENCY: lambda posting: map(asdict, posting.competencies),
    POSTING_LANGUAGE: lambda posting: map(asdict, posting.languages),
    POSTING_EXPERIENCE: lambda posting: map(asdict, posting.experience),
    POSTING_DOCUMENT: lambda posting: ({"name": name} for name in posting.documents),
}
"""The lists of a posting: the table, and the rows that a posting has there, in order."""

_SAME_NAME = (
    "title programme is_jpo agency host_agency grade grade_raw reference education_min duration_months "
    "max_applications start_date supervisor_title is_archived".split()
)
"""Scalars of a posting whose column bears the field's name."""

_REFUSED = re.compile("[\0\ud800-\udfff]")
"""Characters that PostgreSQL or UTF-8 refuse: NUL and lone surrogates."""


class Sight(NamedTuple):
    """A posting as one run saw it, in rows that lack only their ids."""

    key: str
    """The site's own id."""
    content_hash: str
    seen_at: datetime
    url: str | None
    row: Values
    """The columns of `posting` that come from the document."""
    normalised: Values
    """The posting JSON without facts."""
    parts: Mapping[str, list[Values]]
    """Rows of the lists, by table name."""
    labels: list[Values]
    text: str
    facts: list[Values]
    issues: list[Values]


def sight(raw: RawPosting, normalised: Normalised, moment: datetime) -> Sight:
    """The rows of a posting. `moment` stands in where the document does not tell when it was fetched."""
    posting, facts, issues = normalised
    return Sight(
        key=storable(raw.external_id),
        content_hash=raw.content_hash,
        seen_at=raw.fetched_at or moment,
        url=storable(raw.url),
        row=storable(_columns(raw, posting)),
        normalised=storable(posting.to_json()),
        parts={
            part.name: [{"position": number, **storable(row)} for number, row in enumerate(rows(posting), start=1)]
            for part, rows in PARTS.items()
        },
        labels=storable([asdict(label) for label in raw.labels]),
        text=storable(raw.text),
        facts=[storable(_fact(fact)) for fact in facts],
        issues=[storable({**issue.to_json(), "url": raw.url}) for issue in issues],
    )


def _columns(raw: RawPosting, posting: Posting) -> Values:
    return {
        **{name: getattr(posting, name) for name in _SAME_NAME},
        **_deadline(posting.deadline),
        **_age(posting.age),
        "url": posting.url or raw.url,
        "language": raw.language,
        "nationality_note": posting.nationalities.note,
        "content_hash": raw.content_hash,
    }


def _deadline(deadline: Deadline | None) -> Values:
    return {f"deadline_{name}": getattr(deadline, name, None) for name in ("on", "time", "zone", "at", "raw")}


def _age(age: Age | None) -> Values:
    age = age or Age()
    return {
        "age_max": age.max,
        "age_on": age.on,
        "born_on_or_after": age.born_on_or_after,
        "age_extensions": [asdict(extension) for extension in age.extensions] or None,
    }


def _fact(fact: Fact) -> Values:
    row = fact.to_json()
    return {"span_start": row.pop("start"), "span_end": row.pop("end"), **row}


def storable(value: Any) -> Any:
    """A JSON-able value as databases take it: enum members as strings, refused characters as U+FFFD.

    One for one, so that the spans of facts stay true.
    """
    if isinstance(value, str):
        is_plain = value.isascii() and "\0" not in value  # most are, and no pattern is needed
        return str(value) if is_plain else str(_REFUSED.sub("\ufffd", value))
    if isinstance(value, dict):
        return {key: storable(element) for key, element in value.items()}
    if isinstance(value, list | tuple):
        return [storable(element) for element in value]
    return value
