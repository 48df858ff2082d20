from dataclasses import replace

import pytest

from jpo_scraper.monitor.verdict import Counters, RunResult, exit_status, verdict
from jpo_scraper.sources.model import Expect
from jpo_scraper.vocab import RunStatus

HEALTHY = Counters(found=5, followed=3, collected=3, filtered=2, kept=3, listing_exhausted=True)
OFF_SEASON = Counters(listing_exhausted=True, is_empty=True)
ANYTHING = Expect()


@pytest.mark.parametrize(
    ("counters", "expect", "status"),
    [
        (HEALTHY, ANYTHING, RunStatus.COMPLETE),
        (replace(HEALTHY, reported_total=5), Expect(reports_total=True), RunStatus.COMPLETE),
        (replace(HEALTHY, closed=1, kept=2, collected=2), ANYTHING, RunStatus.COMPLETE),
        (HEALTHY, Expect(minimum=3, maximum=3), RunStatus.COMPLETE),
        (OFF_SEASON, ANYTHING, RunStatus.EMPTY),
        (replace(OFF_SEASON, reported_total=0), Expect(minimum=4, reports_total=True), RunStatus.EMPTY),
    ],
)
def test_a_run_that_saw_everything_is_healthy_and_needs_no_reason(counters, expect, status):
    assert verdict(counters, expect) == (status, [])


def test_rows_of_which_none_is_a_jpo_post_make_a_complete_run():
    assert verdict(Counters(found=40, filtered=40, listing_exhausted=True), ANYTHING) == (RunStatus.COMPLETE, [])


@pytest.mark.parametrize(
    ("change", "expect", "words"),
    [
        ({"errors": 1}, ANYTHING, "1 page or posting failed"),
        ({"errors": 2}, ANYTHING, "2 pages or postings failed"),
        ({"requests": 9, "answers": 8}, ANYTHING, "1 request was never answered"),
        ({"replay_misses": 1}, ANYTHING, "1 request is not in the archive"),
        ({"unknown_keys": 1}, ANYTHING, "no reader knows 1 name that the site prints"),
        ({"listing_exhausted": False}, ANYTHING, "the listing was not read to its end"),
        ({"finish_reason": "shutdown"}, ANYTHING, "stopped by a signal: run it again"),
        ({"finish_reason": "closespider_timeout"}, ANYTHING, "took longer than it may"),
        ({"finish_reason": "some_new_reason"}, ANYTHING, "ended early (some_new_reason)"),
        ({"reported_total": 7}, ANYTHING, "the site reports 7 postings and its listing shows 5"),
        ({}, Expect(reports_total=True), "no longer says how many"),
        ({}, Expect(minimum=4), "3 postings where at least 4 are expected"),
        ({}, Expect(maximum=2), "3 postings where at most 2 are expected"),
    ],
)
def test_anything_wrong_makes_a_run_partial_if_it_kept_something_and_failed_if_not(change, expect, words):
    for kept, status in ((3, RunStatus.PARTIAL), (0, RunStatus.FAILED)):
        if kept == 0 and expect.maximum is not None:
            continue  # nothing kept cannot be too much
        ended, reasons = verdict(replace(HEALTHY, kept=kept, **change), expect)
        assert ended == status
        assert any(words.replace("3 postings", f"{kept} postings") in reason for reason in reasons)


def test_zero_without_the_mark_of_an_empty_listing_is_a_failure():
    status, reasons = verdict(replace(OFF_SEASON, is_empty=False), ANYTHING)
    assert status == RunStatus.FAILED
    assert "lacks the mark of an empty listing" in reasons[0]


def test_every_reason_says_what_to_do():
    broken = Counters(
        found=3, kept=1, errors=1, replay_misses=1, reported_total=9, listing_exhausted=False, finish_reason="x"
    )
    _, reasons = verdict(broken, Expect(minimum=2))
    assert len(reasons) == 6
    assert all(":" in reason for reason in reasons)


def test_a_sample_is_never_complete():
    assert verdict(HEALTHY, ANYTHING, sampled=True)[0] == RunStatus.PARTIAL
    assert verdict(OFF_SEASON, ANYTHING, sampled=True)[0] == RunStatus.PARTIAL


def test_a_sample_is_not_blamed_for_what_it_leaves_out():
    counters = replace(HEALTHY, listing_exhausted=False, reported_total=90)
    _, reasons = verdict(counters, Expect(minimum=50), sampled=True)
    assert reasons == ["a sample was asked for: run without it to see everything"]


def test_a_sample_of_which_nothing_could_be_read_has_failed():
    assert verdict(Counters(found=3, errors=2), ANYTHING, sampled=True)[0] == RunStatus.FAILED


COMPLETE = RunResult("a", RunStatus.COMPLETE, (), HEALTHY)
EMPTY = RunResult("b", RunStatus.EMPTY, (), OFF_SEASON)
PARTIAL = RunResult("c", RunStatus.PARTIAL, ("reason",), HEALTHY)
LOCKED = RunResult("d", RunStatus.FAILED, ("reason",), Counters(), locked=True)


@pytest.mark.parametrize(
    ("results", "status"),
    [
        ([], 0),
        ([COMPLETE, EMPTY], 0),
        ([COMPLETE, PARTIAL], 1),
        ([COMPLETE, LOCKED], 3),
        ([LOCKED, PARTIAL, EMPTY], 1),
    ],
)
def test_the_exit_status_is_that_of_the_worst_result(results, status):
    assert exit_status(results) == status
