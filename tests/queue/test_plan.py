"""When sources are crawled, which take turns, and what is tried again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from jpo_scraper.exceptions import SourceFileError
from jpo_scraper.queue import plan, retry
from jpo_scraper.sources import registry
from jpo_scraper.sources.model import UNKNOWN_SOURCE
from jpo_scraper.vocab import ExitStatus

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
TEN_WEEKS = timedelta(days=70)


def source(name, *hosts, **more):
    return replace(UNKNOWN_SOURCE, name=name, hosts=hosts, **more)


def times(expression):
    """The times of ten weeks."""
    found = [plan.next_at(expression, NOON)]
    while found[-1] < NOON + TEN_WEEKS:
        found.append(plan.next_at(expression, found[-1]))
    return found


@pytest.mark.parametrize(
    ("days", "most", "least"),
    [
        (0.02, timedelta(hours=1), 24 * 70),
        (0.25, timedelta(hours=6), 4 * 70),
        (0.3, timedelta(hours=7), 4 * 70),
        (1.0, timedelta(days=1), 70),
        (1.5, timedelta(days=1), 70),
        (3.0, timedelta(days=3), 23),
        (7.0, timedelta(days=7), 10),
        (30.0, timedelta(days=7), 10),
        (365.0, timedelta(days=31), 2),
    ],
)
def test_no_gap_of_the_plan_is_longer_than_the_interval(days, most, least):
    found = times(plan.cron(source("undp", every_days=days)))
    assert max(later - earlier for earlier, later in pairwise(found)) <= most
    assert len(found) >= least


def test_every_source_is_crawled_daily_at_a_minute_of_its_own():
    sources = registry.load_all().values()
    minutes = [int(plan.cron(one).split()[0]) for one in sources]
    assert all(plan.cron(one).split()[1:] == ["5", "*", "*", "*"] for one in sources)
    assert max(minutes.count(minute) for minute in minutes) <= 4
    assert {minute // 15 for minute in minutes} == {0, 1, 2, 3}


def test_a_source_may_name_its_own_times():
    expression = plan.cron(source("korea", cron="30 5 * * 1-5"))
    assert plan.next_at(expression, NOON) == datetime(2026, 3, 2, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize("words", ["daily", "61 5 * * *", "5 * * *", "* * * * * *", "0 5 * * * * *"])
def test_what_is_no_cron_expression_is_refused_with_the_source(words):
    with pytest.raises(SourceFileError, match=r"^korea\.toml: cron = '.*': write minute, hour, day, month, weekday"):
        plan.cron(source("korea", cron=words))


def test_sources_that_share_a_host_directly_or_through_a_third_have_one_lock():
    found = plan.locks([source("a", "x"), source("b", "y"), source("c", "z"), source("d", "x", "y")])
    assert found == {"a": "x y", "b": "x y", "d": "x y", "c": "z"}


@pytest.mark.parametrize(
    ("status", "minutes"),
    [
        (ExitStatus.OK, []),
        (ExitStatus.TROUBLE, [15, 120]),
        (ExitStatus.USAGE, []),
        (ExitStatus.LOCKED, [5, 10, 20, 40, 60, 60, 60, 60]),
        (ExitStatus.UNDELIVERED, []),
        (-9, [15, 120]),
    ],
)
def test_only_what_may_mend_by_itself_is_tried_again_and_each_time_later(status, minutes):
    waits = [retry.wait(status, attempt) for attempt in range(len(minutes) + 1)]
    assert waits == [*(timedelta(minutes=one) for one in minutes), None]


def test_a_run_that_is_locked_out_is_tried_for_longer_than_a_run_can_last():
    assert sum(retry.WAITS[ExitStatus.LOCKED], timedelta(0)) >= timedelta(hours=5)
