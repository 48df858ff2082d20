from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from jpo_scraper.items import Deadline, DutyStation, Nationalities, Posting
from jpo_scraper.store.engine import reading
from jpo_scraper.store.queries import open_postings, source_health
from jpo_scraper.store.views import OPEN_VACANCIES, POSTINGS_FLAT
from jpo_scraper.vocab import RunStatus
from tests.store.factory import DEADLINE, POSTING, START, begin, crawl, finish, normalised, raw

NOON = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)


def flat(engine, view=POSTINGS_FLAT):
    with reading(engine) as connection:
        return [dict(row) for row in connection.execute(select(view).order_by(view.c.id)).mappings()]


def test_flat_row_has_lists_as_strings_in_their_order(engine):
    crawl(engine, [(raw(), normalised())])
    (row,) = flat(engine)
    assert row == {
        "id": row["id"], "source": "korea", "external_id": "7", "title": "Officer for field coordination",
        "programme": "JPO", "is_jpo": True, "agency": "WHO", "host_agency": "UNDP",
        "duty_stations": "Islamabad (PK); Geneva (CH)", "sponsors": "KR, JP", "nationalities": "KR, JP",
        "nationalities_excluded": "US", "nationality_note": "see the annex",
        "grade": "P-2", "reference": "JR-7", "deadline_on": date(2026, 3, 16),
        "deadline_time": "23:59", "deadline_zone": "Europe/Zurich",
        "deadline_at": datetime(2026, 3, 16, 22, 59, tzinfo=UTC), "url": "https://jobs.example.org/7",
        "status": "listed", "is_archived": False, "first_seen_at": START, "last_seen_at": START,
        "vacancy_id": None, "main_id": row["id"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("stations", "expected"),
    [
        ((), None),
        ((DutyStation("Goma", "CD", 1),), "Goma (CD)"),
        ((DutyStation(None, "CD", 1),), "CD"),
        ((DutyStation("Jerusalem", None, 1),), "Jerusalem"),
        (
            tuple(DutyStation(f"City {n}", "CD", n) for n in range(12, 0, -1)),
            "; ".join(f"City {n} (CD)" for n in range(1, 13)),
        ),
    ],
)
def test_duty_stations_are_printed_with_what_is_known(engine, stations, expected):
    crawl(engine, [(raw(), normalised(Posting(duty_stations=stations, nationalities=Nationalities())))])
    (row,) = flat(engine)
    assert row["duty_stations"] == expected
    assert (row["sponsors"], row["nationalities"], row["nationalities_excluded"]) == (None, None, None)


@pytest.mark.parametrize(
    ("deadline", "is_open"),
    [
        (replace(DEADLINE, at=NOON + timedelta(seconds=1)), True),
        (replace(DEADLINE, at=NOON), False),
        (replace(DEADLINE, at=NOON - timedelta(seconds=1)), False),
        (Deadline(on=date(2026, 3, 17)), True),
        (Deadline(on=date(2026, 3, 16)), True),
        (Deadline(on=date(2026, 3, 15)), False),
        (None, True),
    ],
)
def test_posting_is_open_until_its_moment_or_through_its_day(engine, deadline, is_open):
    crawl(engine, [(raw(), normalised(replace(POSTING, deadline=deadline)))])
    assert bool(open_postings(engine, NOON)) is is_open


@pytest.mark.parametrize(
    ("hours", "has_moment", "is_open"),
    [(1, True, True), (-1, True, False), (48, False, True), (-48, False, False)],
)
def test_open_vacancies_are_those_open_now(engine, hours, has_moment, is_open):
    moment = datetime.now(UTC) + timedelta(hours=hours)
    deadline = Deadline(on=moment.date(), at=moment if has_moment else None)
    crawl(engine, [(raw(), normalised(replace(POSTING, deadline=deadline)))])
    assert bool(flat(engine, OPEN_VACANCIES)) is is_open


def test_open_vacancies_have_the_values_of_the_flat_row(engine):
    crawl(engine, [(raw(), normalised(replace(POSTING, deadline=None)))])
    ((flat_row,), (open_row,)) = flat(engine), flat(engine, OPEN_VACANCIES)
    assert flat_row.items() >= open_row.items()


def test_archived_missing_and_withdrawn_postings_are_not_open(engine):
    found = [(raw("1"), normalised(replace(POSTING, is_archived=True, deadline=None)))]
    found += [(raw(key), normalised(replace(POSTING, deadline=None))) for key in "234"]
    for day, kept in enumerate([4, 2, 3]):  # 4 is then withdrawn, and 3 came back
        crawl(engine, found[:kept], day=day)
    assert [row["external_id"] for row in open_postings(engine, NOON)] == ["2", "3"]
    assert [row["title"] for row in flat(engine, OPEN_VACANCIES)] == [POSTING.title] * 2
    crawl(engine, found[:2], day=3)
    assert [(row["external_id"], row["status"]) for row in flat(engine)] == [
        ("1", "listed"), ("2", "listed"), ("3", "missing"), ("4", "withdrawn"),
    ]  # fmt: skip
    assert len(flat(engine, OPEN_VACANCIES)) == 1


def test_source_health_tells_the_last_run_and_how_long_a_source_is_unwell(engine):
    good = crawl(engine, [(raw(), normalised()), (raw("8"), normalised())], day=0)
    crawl(engine, [], day=1, status=RunStatus.FAILED)
    begin(engine, day=2)
    last = begin(engine, day=3)
    last.keep(raw(), normalised())
    finish(last, RunStatus.PARTIAL, found=2, errors=1)
    crawl(engine, [], source="japan", status=RunStatus.EMPTY)
    japan, korea = source_health(engine)
    assert korea == {
        "source": "korea", "title": "The ministry", "last_run_id": last.run_id, "mode": "live", "status": "partial",
        "started_at": START + timedelta(days=3), "finished_at": START + timedelta(days=last.run_id, minutes=5),
        "last_complete_at": START + timedelta(days=good.run_id, minutes=5), "found": 2, "stored": 1, "errors": 1,
        "listed": 2, "unhealthy_streak": 3,
    }  # fmt: skip
    assert (japan["status"], japan["unhealthy_streak"], japan["listed"]) == ("empty", 0, 0)


def test_run_under_way_is_shown_and_is_not_unhealthy(engine):
    begin(engine)
    (korea,) = source_health(engine)
    assert (korea["status"], korea["unhealthy_streak"], korea["last_complete_at"]) == ("running", 0, None)
