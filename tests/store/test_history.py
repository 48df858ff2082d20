"""Which earlier runs a run is compared with, and what of them is still open."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from jpo_scraper.items import Deadline, PastRun
from jpo_scraper.store import models
from jpo_scraper.vocab import Field, RunStatus, Scope
from tests.store.factory import POSTING, START, begin, crawl, finish, normalised, raw, row, rows


def post(key: str, closes: date | None = None, text: str = "Words."):
    deadline = Deadline(on=closes) if closes else None
    return raw(key, text=f"{text} {closes}"), normalised(replace(POSTING, deadline=deadline))


def season(count: int, closes: date | None = None):
    return [post(str(number), closes) for number in range(count)]


def past(engine, day=10, **more):
    return begin(engine, day, **more).past(5)


LATE, EARLY = date(2026, 4, 30), date(2026, 3, 5)


def test_a_complete_run_counts_its_postings_and_those_that_are_still_open(engine):
    crawl(engine, [*season(3, LATE), post("a", EARLY), post("b", EARLY)])
    assert past(engine, day=1) == [PastRun(5, 5, {})]
    assert past(engine, day=4) == [PastRun(5, 5, {})]  # the last day counts
    assert past(engine, day=5) == [PastRun(5, 3, {})]


@pytest.mark.parametrize(("day", "is_open"), [(29, True), (30, False)])
def test_a_posting_without_a_deadline_is_expected_for_thirty_days_after_its_last_sight(engine, day, is_open):
    crawl(engine, season(2))
    assert past(engine, day=day) == [PastRun(2, 2 if is_open else 0, {})]


def test_a_deadline_with_its_moment_counts_to_the_moment(engine):
    moment = START + timedelta(days=2)
    deadline = Deadline(on=moment.date(), time="06:00", zone="UTC", at=moment)
    crawl(engine, [(raw("1"), normalised(replace(POSTING, deadline=deadline)))])
    assert past(engine, day=2) == [PastRun(1, 0, {})]
    assert past(engine, day=1) == [PastRun(1, 1, {})]


def test_a_posting_that_the_page_calls_closed_is_not_open(engine):
    crawl(engine, [(raw("1"), normalised(replace(POSTING, is_archived=True, deadline=None)))])
    assert past(engine, day=1) == [PastRun(1, 0, {})]


def test_the_last_runs_come_newest_first_and_each_counts_what_it_saw(engine):
    for day, count in enumerate([4, 6, 5]):
        crawl(engine, season(count, LATE), day=day)
    assert [(run.kept, run.still_open) for run in past(engine)] == [(5, 5), (6, 6), (4, 4)]


def test_no_more_runs_than_asked_for(engine):
    for day in range(7):
        crawl(engine, season(1, LATE), day=day)
    assert len(past(engine)) == 5


@pytest.mark.parametrize("status", [RunStatus.PARTIAL, RunStatus.FAILED, RunStatus.INTERRUPTED])
def test_only_complete_runs_that_kept_something_are_compared_with(engine, status):
    crawl(engine, season(2, LATE))
    crawl(engine, season(9, LATE), day=1, status=status)
    crawl(engine, [], day=2)
    assert [run.kept for run in past(engine)] == [2]


def test_runs_of_another_source_mode_or_scope_are_not_compared_with(engine):
    crawl(engine, season(2, LATE))
    assert past(engine, source="japan") == []
    assert past(engine, mode="replay") == []
    assert past(engine, scope=Scope.ALL) == []
    assert [run.kept for run in past(engine)] == [2]


def test_postings_that_only_runs_for_all_vacancies_keep_are_not_expected_of_a_run_for_jpo_posts(engine):
    crawl(engine, season(2, LATE))
    crawl(engine, season(8, LATE), day=1, scope=Scope.ALL)
    crawl(engine, season(2, LATE), day=2)
    assert [run.still_open for run in past(engine)] == [2, 2]
    assert [run.still_open for run in past(engine, scope=Scope.ALL)] == [8]


def test_a_healthy_zero_means_that_nothing_is_expected_any_more_and_the_coverage_stays(engine):
    writer = begin(engine)
    writer.keep(*post("1", LATE))
    finish(writer, coverage={"title": 1})
    crawl(engine, [], day=1, status=RunStatus.EMPTY)
    assert past(engine) == [PastRun(1, 0, {Field.TITLE: 1})]


def test_a_run_that_an_operator_vouched_for_is_the_oldest(engine):
    crawl(engine, season(9, LATE))
    writer = begin(engine, day=1)
    writer.keep(*post("1", LATE))
    finish(writer, accepted=True)
    crawl(engine, season(2, LATE), day=2)
    assert [run.kept for run in past(engine)] == [2, 1]


# --- whom a run can miss


def test_a_run_for_jpo_posts_does_not_miss_what_only_a_run_for_all_vacancies_keeps(engine):
    crawl(engine, [post("1")])
    crawl(engine, [post("1"), post("2")], day=1, scope=Scope.ALL)
    for day in (2, 3):
        crawl(engine, [post("1")], day=day)
    assert [(posting["scope"], posting["status"]) for posting in rows(engine, models.POSTING)] == [
        ("jpo", "listed"), ("all", "listed"),
    ]  # fmt: skip


def test_a_run_for_all_vacancies_misses_every_posting(engine):
    crawl(engine, [post("1")])
    crawl(engine, [post("2")], day=1, scope=Scope.ALL)
    crawl(engine, [], day=2, scope=Scope.ALL)
    assert [posting["status"] for posting in rows(engine, models.POSTING)] == ["withdrawn", "missing"]


@pytest.mark.parametrize("how", ["read", "seen again"])
def test_a_posting_that_a_run_for_jpo_posts_keeps_can_be_missed_by_one(engine, how):
    crawl(engine, [post("1")], scope=Scope.ALL)
    writer = begin(engine, day=1)
    if how == "read":
        writer.keep(*post("1"))
    else:
        writer.again("1", START, "https://jobs.example.org/1")
    finish(writer)
    crawl(engine, [], day=2)
    assert row(engine, models.POSTING)["status"] == "missing"
