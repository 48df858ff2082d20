"""The adverts of `tests/adverts/`, read as `jpo parse` reads a document and compared with their labels.

`gold.jsonl` holds one line a document; `scored_fields` names the labels that are sure. Where a label is an arguable
spelling (a city's own name) a miss stands; so a floor is asked for, not perfection.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jpo_scraper.exceptions import NotAVacancy
from jpo_scraper.items import Document
from jpo_scraper.normalise import normalise
from jpo_scraper.pages.unknown import read_document

ADVERTS = Path(__file__).parent / "adverts"
FLOORS = {
    "english": 0.99, "languages": 0.99, "second": 0.99, "third": 0.99, "fourth": 0.99, "fifth": 0.98, "sixth": 0.99,
    "seventh": 0.95, "eighth": 0.97,
}  # fmt: skip
"""Share of the sure labels of each folder that must be met."""

Row = dict[str, Any]


def _plain(words: object) -> str:
    return "".join(filter(str.isalnum, str(words or "").casefold()))


def _years(posting: Row) -> int | None:
    """The years asked for with a master's degree where tiers are stated, else the least."""
    tiers = {tier["degree"]: tier["years_min"] for tier in posting["experience"]}
    least = min((years for years in tiers.values() if years is not None), default=None)
    return tiers.get("master", tiers.get(None, least))


def _languages(posting: Row, requirement: str) -> list[str]:
    return sorted(row["code"] for row in posting["languages"] if row["requirement"] == requirement)


def _stations(posting: Row) -> list[list[str | None]]:
    return [[_plain(station["city"]), station["country"]] for station in posting["duty_stations"]]


def _competencies(posting: Row) -> list[str]:
    return sorted(_plain(row["name"]) for row in posting["competencies"] if row["category"] != "value")


SAME: dict[str, Callable[[Row, Row], bool]] = {
    "is_jpo": lambda got, want: got["is_jpo"] is want["is_jpo"],
    "title": lambda got, want: _plain(want["title"]) in _plain(got["title"]),
    "agency": lambda got, want: _plain(got["agency"]) == _plain(want["agency"]),
    "sponsors": lambda got, want: sorted(got["sponsors"]) == sorted(want["sponsors"]),
    "nationalities": lambda got, want: sorted(got["nationalities"]["include"]) == sorted(want["nationalities"]),
    "grade": lambda got, want: _plain(got["grade"]) == _plain(want["grade"]),
    "deadline": lambda got, want: (got["deadline"] or {}).get("date") == want["deadline"],
    "deadline_time": lambda got, want: (got["deadline"] or {}).get("time") == want["deadline_time"],
    "reference": lambda got, want: _plain(got["reference"]) == _plain(want["reference"]),
    "education_min": lambda got, want: got["education_min"] == want["education_min"],
    "experience_years_min": lambda got, want: _years(got) == want["experience_years_min"],
    "age_limit": lambda got, want: (got["age"] or {}).get("max") == want["age_limit"],
    "age_reference_date": lambda got, want: (got["age"] or {}).get("on") == want["age_reference_date"],
    "duration_months": lambda got, want: got["duration_months"] == want["duration_months"],
    "duty_station_city": lambda got, want: (
        [_plain(want["duty_station_city"]), want["duty_station_country"]] in _stations(got)
        or not (want["duty_station_city"] or _stations(got))
    ),
    "languages_required": lambda got, want: (
        _languages(got, "required") == sorted("|".join(want["languages_required"]).replace("|", " ").split())
    ),
    "languages_desirable": lambda got, want: (
        _languages(got, "desirable") == sorted("|".join(want["languages_desirable"]).replace("|", " ").split())
    ),
    "competencies": lambda got, want: (
        set(map(_plain, want["competencies"]))
        <= set(_competencies(got))
        <= {*map(_plain, want["competencies"]), *map(_plain, want.get("competencies_optional", []))}
    ),
}
"""How a label is compared with the posting JSON. A printed title may say more than the label: a place, a grade."""


@cache
def gold(folder: str) -> list[Row]:
    lines = (ADVERTS / folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def parsed(folder: str, row: Row) -> Row | None:
    """The posting JSON of an advert; None where it is called no vacancy."""
    (path,) = (ADVERTS / folder).glob(f"{row['id']}.*")
    document = Document(path.name, path.name, 200, "", "utf-8", path.read_bytes(), datetime(2026, 11, 1, tzinfo=UTC))
    try:
        (raw,) = read_document(document)
    except NotAVacancy:
        return None
    found = normalise(raw)
    for fact in found.facts:
        assert fact.start is None or raw.text[fact.start : fact.end] == fact.raw
    return found.posting.to_json()


@pytest.mark.parametrize("folder", FLOORS)
def test_a_vacancy_is_told_from_what_is_none(folder: str) -> None:
    wrong = [row["id"] for row in gold(folder) if (parsed(folder, row) is not None) is not row["is_vacancy"]]
    assert wrong == []


@pytest.mark.parametrize("folder", FLOORS)
def test_adverts_are_read_as_labelled(folder: str) -> None:
    asked, misses = 0, []
    for want in gold(folder):
        got = parsed(folder, want)
        for name in set(want["scored_fields"]) & SAME.keys() if got else ():
            asked += 1
            if not SAME[name](got or {}, want):
                misses.append((want["id"], name))
    assert asked > 12 * len(gold(folder))
    assert len(misses) <= (1 - FLOORS[folder]) * asked, misses
