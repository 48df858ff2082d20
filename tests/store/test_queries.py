from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from jpo_scraper.items import Deadline
from jpo_scraper.store.filters import Filters
from jpo_scraper.store.queries import find_posting, last_runs, open_postings, posting
from jpo_scraper.vocab import RunStatus
from tests.store.factory import DEADLINE, FACTS, POSTING, TEXT, crawl, normalised, raw

NOW = datetime(2026, 3, 10, tzinfo=UTC)


def variant(key, **fields):
    return raw(key), normalised(replace(POSTING, **fields))


@pytest.fixture
def filled(engine):
    crawl(
        engine,
        [
            variant("late", deadline=Deadline(on=date(2026, 5, 1)), agency="UNICEF"),
            variant("none", deadline=None, sponsors=("NL",)),
            variant("soon"),
            variant("past", deadline=Deadline(on=date(2026, 3, 9))),
        ],
    )
    return engine


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["soon", "late", "none"]),
        ({"limit": 2}, ["soon", "late"]),
        ({"include_all": True}, ["past", "soon", "late", "none"]),
        ({"filters": Filters(sponsors=("NL",))}, ["none"]),
        ({"filters": Filters(sponsors=("JP",)), "include_all": True}, ["past", "soon", "late"]),
    ],
)
def test_open_postings_are_filtered_and_the_nearest_deadline_comes_first(filled, filters, expected):
    assert [row["external_id"] for row in open_postings(filled, NOW, **filters)] == expected


def test_a_day_without_a_moment_comes_after_the_moments_of_that_day(engine):
    noon = replace(DEADLINE, at=datetime(2026, 3, 16, 12, tzinfo=UTC))
    days = {"day": Deadline(on=DEADLINE.on), "evening": DEADLINE, "noon": noon, "next": Deadline(on=date(2026, 3, 17))}
    crawl(engine, [variant(key, deadline=deadline) for key, deadline in days.items()])
    assert [row["external_id"] for row in open_postings(engine, NOW)] == ["noon", "evening", "day", "next"]


def test_posting_is_found_by_id_reference_or_the_sites_id(engine):
    crawl(engine, [variant("7", reference="JR-7"), variant("8", reference="VA/26/8")])
    crawl(engine, [(raw("JR-7", source="japan"), normalised(replace(POSTING, reference=None)))], source="japan")
    first, second, third = (row["id"] for row in open_postings(engine, NOW))
    cases = {str(first): [first], "VA/26/8": [second], "8": [second], "JR-7": [first, third], "nothing": []}
    assert {key: [row["id"] for row in find_posting(engine, key)] for key in cases} == cases


@pytest.mark.parametrize("key", ["", "²", "-1", "9" * 30, "'; DROP TABLE posting; --", "a\tb"])
def test_odd_keys_find_nothing(engine, key):
    crawl(engine, [variant("7")])
    assert find_posting(engine, key) == []


def test_detail_holds_everything_of_a_posting(engine):
    crawl(engine, [variant("7")])
    crawl(engine, [(raw("7", text=TEXT + " More."), normalised(replace(POSTING, grade="P-1")))], day=1)
    crawl(engine, [], day=2)
    (row,) = find_posting(engine, "7")
    detail = posting(engine, row["id"])
    assert detail.flat == row
    assert (detail.posting["grade"], detail.posting["status"], detail.posting["deadline_on"]) == (
        "P-1", "missing", DEADLINE.on,
    )  # fmt: skip
    assert detail.text == TEXT + " More."
    assert [station["city"] for station in detail.parts["posting_duty_station"]] == ["Islamabad", "Geneva"]
    assert sorted(detail.parts) == [
        "posting_competency", "posting_document", "posting_duty_station", "posting_experience", "posting_language",
        "posting_nationality", "posting_sponsor",
    ]  # fmt: skip
    facts = [{key: fact[key] for key in FACTS[0].to_json()} for fact in detail.facts]
    assert facts == [fact.to_json() for fact in FACTS]
    assert [(change["field"], change["old"], change["new"]) for change in detail.changes] == [
        ("grade", "P-2", "P-1"),
        ("status", "listed", "missing"),
    ]
    assert [observation["run_id"] for observation in detail.observations] == [1, 2]
    assert [issue["run_id"] for issue in detail.issues] == [2, 1]
    assert [run["id"] for run in detail.runs] == [1, 2]


def test_detail_of_an_unknown_posting_is_none(engine):
    assert posting(engine, 1) is None


def test_last_runs_are_the_newest_first(engine):
    for day, status in enumerate([RunStatus.COMPLETE, RunStatus.PARTIAL, RunStatus.EMPTY]):
        crawl(engine, [], day=day, status=status)
    assert [run["status"] for run in last_runs(engine, 2)] == ["empty", "partial"]
