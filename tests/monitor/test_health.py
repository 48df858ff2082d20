from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jpo_scraper.monitor.health import Health, judge, span_words
from jpo_scraper.sources.model import UNKNOWN_SOURCE, Expect

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
DAILY = replace(UNKNOWN_SOURCE, name="korea", platform="notice")
WEEKLY = replace(DAILY, every_days=7)
ROW = {
    "source": "korea", "status": "complete", "started_at": NOW - timedelta(hours=6, minutes=5),
    "finished_at": NOW - timedelta(hours=6), "last_complete_at": NOW - timedelta(hours=6), "unhealthy_streak": 0,
    "reported_total": None,
}  # fmt: skip


def row(hours: float | None = 6, **more):
    """A source whose last complete run ended so many hours ago."""
    done_at = None if hours is None else NOW - timedelta(hours=hours)
    return {**ROW, "last_complete_at": done_at, **more}


@pytest.mark.parametrize(
    ("found", "source", "health", "words"),
    [
        (row(), DAILY, Health.WELL, "well"),
        (row(status="empty"), DAILY, Health.WELL, "well: nothing is advertised"),
        (row(24), DAILY, Health.DUE, "due"),
        (row(47), DAILY, Health.DUE, "due"),
        (row(48), DAILY, Health.OVERDUE, "overdue"),
        (row(48), WEEKLY, Health.WELL, "well"),
        (row(24 * 14), WEEKLY, Health.OVERDUE, "overdue"),
        (row(6, status="partial", unhealthy_streak=1), DAILY, Health.UNWELL, "partial"),
        (row(80, status="failed", unhealthy_streak=3), DAILY, Health.UNWELL, "failed, 3 times in a row"),
        (row(None, status="interrupted", unhealthy_streak=1), DAILY, Health.UNWELL, "interrupted"),
        (row(status="running", started_at=NOW - timedelta(minutes=4)), DAILY, Health.RUNNING, "running for 4 min"),
        (row(80, status="running", started_at=NOW - timedelta(hours=7)), DAILY, Health.STUCK, "running for 7 h"),
        (row(999), None, Health.UNREGISTERED, "not registered"),
        (row(999, status="failed", unhealthy_streak=9), None, Health.UNREGISTERED, "not registered"),
        (row(999), replace(DAILY, platform=None), Health.UNREGISTERED, "not registered"),
    ],
)
def test_a_source_is_in_one_state_and_says_it_in_words(found, source, health, words):
    judged = judge(found, source, NOW)
    assert (judged.health, judged.words) == (health, words)
    assert judged.needs_attention is (health in (Health.OVERDUE, Health.STUCK, Health.UNWELL))


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (row(), ""),
        (row(status="failed", unhealthy_streak=1), ""),
        (row(48), "a run is due every 24 h and none came: does the timer run?"),
        (
            row(status="running", started_at=NOW - timedelta(hours=7)),
            "no run takes so long: was it killed? run it again",
        ),
    ],
)
def test_what_no_run_can_say_of_itself_is_said_here(found, words):
    assert judge(found, DAILY, NOW).advice == words


def test_what_is_overdue_or_stuck_says_since_when():
    began = NOW - timedelta(hours=7)
    assert judge(row(status="running", started_at=began), DAILY, NOW).since == began + timedelta(hours=5)
    assert judge(row(50), DAILY, NOW).since == NOW - timedelta(hours=2)
    assert judge(row(50, status="failed", unhealthy_streak=1), DAILY, NOW).since is None
    assert judge(row(), DAILY, NOW).since is None


def test_the_next_run_is_due_an_interval_after_the_last_complete_one():
    assert judge(row(), DAILY, NOW).due_at == NOW + timedelta(hours=18)
    assert judge(row(), WEEKLY, NOW).due_at == NOW + timedelta(days=7, hours=-6)
    assert judge(row(), WEEKLY, NOW, every_days=0.5).due_at == NOW + timedelta(hours=6)
    assert judge(row(), None, NOW).due_at is None


def test_a_source_that_never_had_a_complete_run_is_due_after_its_first_attempt():
    found = row(None, status="failed", unhealthy_streak=1)
    judged = judge(found, DAILY, NOW)
    assert (judged.due_at, judged.age) == (found["started_at"] + timedelta(days=1), None)


@pytest.mark.parametrize(
    ("total", "expect", "words"),
    [
        (12, Expect(minimum=2), "12 listed"),
        (0, Expect(), "0 listed"),
        (None, Expect(), ""),
        (None, Expect(minimum=2), "at least 2 kept"),
        (None, Expect(maximum=40), "at most 40 kept"),
        (None, Expect(minimum=2, maximum=40), "2 to 40 kept"),
    ],
)
def test_expected_is_what_the_site_reports_else_what_the_source_declares(total, expect, words):
    assert judge(row(reported_total=total), replace(DAILY, expect=expect), NOW).expected == words


def test_expected_is_what_earlier_runs_let_expect_where_the_site_reports_nothing():
    source = replace(DAILY, expect=Expect(minimum=2))
    assert judge(row(expected=9), source, NOW).expected == "9 kept"
    assert judge(row(expected=9, reported_total=40), source, NOW).expected == "40 listed"
    assert judge(row(expected=None), source, NOW).expected == "at least 2 kept"


@pytest.mark.parametrize(
    ("coverage", "stored", "share"),
    [
        (None, 4, None),
        ({"title": 4}, 0, None),
        ({"title": 4, "agency": 4, "duty_stations": 4, "deadline": 4, "age": 1}, 4, 1.0),
        ({"title": 4, "agency": 2, "grade": 4}, 4, 0.375),
    ],
)
def test_coverage_is_the_share_of_what_a_posting_hardly_does_without(coverage, stored, share):
    assert judge(row(coverage=coverage, stored=stored), DAILY, NOW).coverage == share


def test_age_is_since_the_last_complete_run():
    assert judge(row(30), DAILY, NOW).age == timedelta(hours=30)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-3), "0 min"),
        (timedelta(minutes=35), "35 min"),
        (timedelta(hours=7, minutes=20), "7 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=12, hours=3), "12 d"),
    ],
)
def test_spans_are_rounded(span, words):
    assert span_words(span) == words
