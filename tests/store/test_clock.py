"""A clock that is set back, and days of 23 and 25 hours: the number of a run is its order, and instants are UTC."""

import itertools
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from jpo_scraper.monitor.health import Health, judge
from jpo_scraper.sources.model import UNKNOWN_SOURCE
from jpo_scraper.store import models
from jpo_scraper.vocab import RunStatus
from tests.store.factory import POSTING, START, begin, crawl, finish, normalised, raw, row, rows
from tests.store.test_pages import MEMO, remember

ONE, OTHER = (raw(), normalised()), (raw("8"), normalised())
CHANGED = (raw(text="Other words."), normalised(replace(POSTING, grade="P-3")))
SOURCE = replace(UNKNOWN_SOURCE, name="korea", platform="notice")


def test_the_later_run_is_the_one_with_the_higher_number(engine):
    """The first run believes to be nine days later than the second."""
    crawl(engine, [ONE, OTHER], day=9)
    crawl(engine, [CHANGED], day=0)
    posting = row(engine, models.POSTING, external_id="7")
    assert (posting["grade"], posting["last_seen_run_id"]) == ("P-3", 2)
    [change] = rows(engine, models.CHANGE, field="grade")
    assert (change["old"], change["new"], change["run_id"]) == ("P-2", "P-3", 2)
    assert row(engine, models.POSTING, external_id="8")["status"] == "missing"
    crawl(engine, [CHANGED], day=-3)
    assert row(engine, models.POSTING, external_id="8")["status"] == "withdrawn"


def test_runs_are_compared_with_those_of_lower_numbers(engine):
    for day in (5, 3, 1):
        crawl(engine, [ONE] if day == 1 else [ONE, OTHER], day=day)
    past = begin(engine, day=0).past(5)
    assert [run.kept for run in past] == [1, 2, 2]


def test_a_page_that_was_read_in_the_future_is_read_again(engine):
    """Else it would not grow old until the clock is there again."""
    remember(engine, replace(MEMO, read_at=START + timedelta(days=400)))
    assert begin(engine, day=1).recall(["key"], "edition", START - timedelta(days=7)) == {}


def test_a_run_that_ended_before_it_began_is_stored(engine):
    writer = begin(engine, day=9)
    writer.keep(*ONE)
    finish(writer, RunStatus.COMPLETE)
    run = row(engine, models.RUN)
    assert run["finished_at"] < run["started_at"]
    assert run["status"] == "complete"


def test_health_follows_the_last_run_and_not_the_one_with_the_latest_clock():
    """A run ended "in a year"; the next, a day ago, had the right clock: another is due."""
    now = START + timedelta(days=30)
    found = {
        "source": "korea", "status": "complete", "unhealthy_streak": 0, "reported_total": None, "stored": 1,
        "started_at": now - timedelta(hours=50), "finished_at": now - timedelta(hours=49),
        "last_complete_at": now + timedelta(days=365),
    }  # fmt: skip
    assert judge(found, SOURCE, now).health is Health.OVERDUE
    assert judge(found, SOURCE, now).age == timedelta(hours=49)


@pytest.mark.parametrize("day", [datetime(2026, 3, 29).date(), datetime(2026, 10, 25).date()])  # noqa: DTZ001
def test_a_daily_timer_is_never_overdue_on_the_day_that_the_clocks_change(day):
    """Cron goes by the clock on the wall: 23 or 25 hours lie between two of its mornings."""
    zone = ZoneInfo("Europe/Zurich")
    mornings = [datetime.combine(day + timedelta(days=ahead), time(5), zone) for ahead in (-1, 0, 1)]
    utc = [morning.astimezone(ZoneInfo("UTC")) for morning in mornings]
    assert {(later - earlier) for earlier, later in itertools.pairwise(utc)} != {timedelta(hours=24)}
    for earlier, later in itertools.pairwise(utc):
        found = {
            "source": "korea", "status": "complete", "unhealthy_streak": 0, "reported_total": None, "stored": 1,
            "started_at": earlier, "finished_at": earlier, "last_complete_at": earlier,
        }  # fmt: skip
        assert judge(found, SOURCE, later).health in (Health.WELL, Health.DUE)
