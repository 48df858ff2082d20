"""Rows to export: what a view of postings gives, and values that mean harm. The words are invented."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from jpo_scraper.export import About, Column, writer
from jpo_scraper.vocab import ColumnKind as Kind

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
ABOUT = About("Open JPO vacancies", "open_vacancies", NOW)
FIRST = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)

KINDS = {
    "id": Kind.INTEGER, "deadline_on": Kind.DATE, "deadline_at": Kind.MOMENT, "first_seen_at": Kind.MOMENT,
    "is_jpo": Kind.BOOLEAN, "normalised": Kind.JSON, "changed_at": Kind.MOMENT, "revision": Kind.INTEGER,
    "score": Kind.NUMBER,
}  # fmt: skip

STATED: dict[str, Any] = {
    "duty_stations": [{"city": "Islamabad", "country": "PK", "order": 1}, {"city": None, "country": "CH", "order": 2}],
    "deadline": {"date": "2026-03-16", "time": "23:59", "zone": "Europe/Zurich", "utc": "2026-03-16T22:59:00Z"},
    "duration_months": 24, "start_date": "autumn 2026", "education_min": "master",
    "experience": [
        {"degree": "bachelor", "years_min": 2, "years_max": 4}, {"degree": None, "years_min": 1, "years_max": None},
    ],
    "nationalities": {"include": ["KR", "JP"], "exclude": ["US"], "note": "see the annex"},
    "age": {"max": 32, "on": "2026-12-31", "born_on_or_after": "1994-01-01", "extensions": []},
    "languages": [{"code": "en", "requirement": "required", "level": "C1", "any_of": None}],
    "competencies": [{"name": "Teamwork", "code": "C002", "framework": "A framework", "level": None}],
}  # fmt: skip
SILENT: dict[str, Any] = {
    "duty_stations": [], "deadline": None, "duration_months": None, "start_date": None, "education_min": None,
    "experience": [], "nationalities": {"include": [], "exclude": [], "note": None}, "age": None, "languages": [],
    "competencies": [],
}  # fmt: skip
POSTING: dict[str, Any] = {
    "id": 7, "source": "korea", "external_id": "7", "title": "Officer for field coordination", "agency": "WHO",
    "host_agency": "UNDP", "duty_stations": "Islamabad (PK); CH", "sponsors": "KR, JP", "nationalities": "KR, JP",
    "nationalities_excluded": None, "nationality_note": None, "grade": "P-2", "reference": "JR-7",
    "deadline_on": date(2026, 3, 16), "deadline_time": "23:59", "deadline_zone": "Europe/Zurich",
    "deadline_at": datetime(2026, 3, 16, 22, 59, tzinfo=UTC), "url": "https://jobs.example.org/7?a=1&b=2",
    "first_seen_at": FIRST, "is_jpo": True, "status": "listed", "changed_at": FIRST, "revision": 0,
    "changed_fields": None, "agency_name": "World Health Organization", "normalised": STATED, "score": 0.5,
}  # fmt: skip

HOSTILE = {
    "formula": "=HYPERLINK(\"http://evil.example\",\"x\")",
    "plus": "+1", "minus": "-2+3", "at": "@SUM(1)", "tab": "\t=1", "return": "\r=1",
    "markup": "<script>alert(1)</script>]]>&amp;<!--", "quotes": "a\"b'c,d;e",
    "lines": "one\r\ntwo\nthree\rfour", "calendar": "x\r\nEND:VEVENT\r\nBEGIN:VEVENT;,:\\n",
    "controls": "a\x01b\x1b[31mc\x7fd\x85e\ufffe", "bidi": "a\u202eb\u2066c\u200fd", "long": "long " * 20_000,
    "emoji": "👩🏽‍🚒 국제 العربية", "escaped": "_x0041_ {\\u0041} &#65;",
}  # fmt: skip
"""Titles that mean harm or make trouble."""


def posting(**other: Any) -> dict[str, Any]:
    return {**POSTING, **other}


def columns(row: Mapping[str, Any]) -> list[Column]:
    return [Column(name, KINDS.get(name, Kind.TEXT), f"what {name} means") for name in row]


def written(form: str, rows: Iterable[Mapping[str, Any]], about: About = ABOUT) -> bytes:
    """The file of some postings; all have the same columns."""
    rows = list(rows)
    file = BytesIO()
    number = writer(form)((tuple(row.values()) for row in rows), columns(rows[0] if rows else POSTING), file, about)
    assert number >= 0
    return file.getvalue()
