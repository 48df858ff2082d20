"""What the formats for people say about a posting: its identity, its deadline, its lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from jpo_scraper.export import Column, Rows
from jpo_scraper.export.cells import one_line

Posting = Mapping[str, Any]
"""A row: column name to value."""

_OFFSET = re.compile(r"UTC([+-])(\d\d):(\d\d)")
_LINES = (
    ("Agency", "agency"),
    ("Published by", "host_agency"),
    ("Duty station", "duty_stations"),
    ("Sponsor", "sponsors"),
    ("Nationals of", "nationalities"),
    ("Not nationals of", "nationalities_excluded"),
    ("Nationalities", "nationality_note"),
    ("Grade", "grade"),
    ("Reference", "reference"),
)


def postings(rows: Rows, columns: Sequence[Column]) -> Iterator[Posting]:
    """The rows by column name."""
    names = [column.name for column in columns]
    return (dict(zip(names, row, strict=True)) for row in rows)


def identity(row: Posting, *more: str) -> UUID:
    """An id that follows from the source and its own id alone, and so stays the same in every export and database."""
    return uuid5(NAMESPACE_URL, "\n".join(("jpo-scraper", row["source"], row["external_id"], *more)))


def name(row: Posting) -> str:
    """`Programme Analyst, UNDP`: the title as printed and the agency, as far as they are known."""
    return one_line(", ".join(filter(None, (row["title"] or row["reference"] or row["external_id"], row["agency"]))))


def deadline_words(row: Posting) -> str:
    """`2026-12-15 18:00 Asia/Seoul`, with what is stated."""
    parts = (row["deadline_on"], row["deadline_time"], row["deadline_zone"])
    return " ".join(str(part) for part in parts if part)


def lines(row: Posting) -> list[str]:
    """What is stated of the posting, a line each."""
    stated = [f"{label}: {one_line(row[field])}" for label, field in _LINES if row.get(field)]
    return [*stated, f"Deadline: {deadline_words(row) or 'none is stated'}", f"Source: {row['source']}"]


def deadline_ends(row: Posting) -> datetime | None:
    """The instant after which nobody can apply: of a deadline without a moment, the end of its day in UTC."""
    if row["deadline_at"]:
        at: datetime = row["deadline_at"]
        return at
    on = row["deadline_on"]
    return datetime.combine(on, time(), UTC) + timedelta(days=1) if on else None


@cache
def zone_called(words: str | None) -> tzinfo | None:
    """The zone of an IANA name or of `UTC+05:45`; None where it is neither."""
    if words in (None, "UTC"):
        return UTC if words else None
    if offset := _OFFSET.fullmatch(words):
        sign, hours, minutes = offset.groups()
        return timezone(timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1))
    try:
        return ZoneInfo(words)
    except (KeyError, ValueError, OSError):  # no such zone; words that are no name; a folder of zones
        return None
