"""A run against those before it. The expected verdicts were written down before the rules."""

from dataclasses import replace

import pytest

from jpo_scraper.items import PastRun
from jpo_scraper.monitor.compare import expected
from jpo_scraper.monitor.counters import Counters
from jpo_scraper.monitor.verdict import doubt, verdict
from jpo_scraper.sources.model import Expect
from jpo_scraper.vocab import Field, RunStatus

RUN = Counters(found=40, kept=10, listing_exhausted=True)
OFF_SEASON = Counters(listing_exhausted=True, is_empty=True)
ALL = {Field.DEADLINE: 10, Field.AGENCY: 10, Field.AGE: 3}


def runs(*still_open: int, kept: int = 10, coverage: dict[Field, int] | None = None) -> list[PastRun]:
    """Complete runs, the newest first, each with how many of its postings are still open."""
    return [PastRun(kept, number, coverage or {}) for number in still_open]


@pytest.mark.parametrize(
    ("still_open", "number"),
    [
        ((), 0),
        ((10,), 10),
        ((10, 10, 10, 10, 10), 10),
        ((10, 2, 2, 2, 2), 10),  # a season that has begun
        ((4, 6, 8, 10, 12), 8),  # a slow leak, or withdrawals: the median remembers what should be there
        ((2, 3, 20), 3),  # one run that found too much is forgotten after the next
        ((0, 0, 0, 0, 0), 0),  # every deadline has passed
        ((9, 8), 9),
    ],
)
def test_what_is_expected_is_what_the_last_run_or_the_median_of_the_last_runs_found_and_is_still_open(
    still_open, number
):
    assert expected(runs(*still_open)) == number


@pytest.mark.parametrize(
    ("kept", "past", "is_drop"),
    [
        (10, (10, 10, 10, 10, 10), False),
        (8, (10, 10, 10, 10, 10), False),  # 20 % less
        (7, (10, 10, 10, 10, 10), True),  # 30 % less: the page shows only part of the list
        (1, (10, 10, 10, 10, 10), True),
        (0, (10, 10, 10, 10, 10), True),  # a listing with rows, none of them a JPO post any more
        (3, (3, 3, 3, 3, 3), False),  # the season ends: the other seven have closed by their deadlines
        (0, (0, 0, 0, 0, 0), False),  # the season is over on a board that lists other jobs too
        (0, (1,), False),  # one post taken down early is everyday
        (0, (2,), True),
        (2, (3,), False),
        (1, (3,), True),
        (6, (12, 2, 2), True),  # a loss while the season grows: the median alone would not see it
        (5, (6, 7, 8, 9, 10), True),  # a leak of one a run: the last run alone would not see it
        (30, (10,), False),
        (5, (), False),  # nothing to compare with
    ],
)
def test_a_drop_of_30_per_cent_of_what_should_still_be_open_is_raised_in_the_same_run(kept, past, is_drop):
    status, reasons = verdict(replace(RUN, kept=kept), Expect(), past=runs(*past))
    if not is_drop:
        assert (status, reasons) == (RunStatus.COMPLETE, [])
        return
    assert status == (RunStatus.PARTIAL if kept else RunStatus.FAILED)
    due = expected(runs(*past))
    assert reasons == [
        f"{kept} kept where {due} of earlier runs should still be open: look at the site; if it is right, run once "
        "with --accept"
    ]


def test_zero_with_the_mark_of_an_empty_listing_is_healthy_whatever_was_there_but_an_operator_is_told():
    past = runs(10, 10)
    assert verdict(OFF_SEASON, Expect(), past=past) == (RunStatus.EMPTY, [])
    assert doubt(OFF_SEASON, past) == (
        "the site says that it lists nothing, and 10 postings of earlier runs should still be open: look at it"
    )


@pytest.mark.parametrize(
    ("counters", "past"), [(OFF_SEASON, (0, 0)), (OFF_SEASON, (1,)), (OFF_SEASON, ()), (RUN, (9,))]
)
def test_an_empty_listing_after_the_last_deadline_is_not_doubted(counters, past):
    assert doubt(counters, runs(*past)) is None


def test_a_zero_without_the_mark_is_a_failure_even_where_nothing_is_expected():
    status, _ = verdict(replace(OFF_SEASON, is_empty=False), Expect(), past=runs(0, 0))
    assert status == RunStatus.FAILED


@pytest.mark.parametrize(
    ("now", "kept", "before", "lost"),
    [
        ({Field.DEADLINE: 10, Field.AGENCY: 10}, 10, ALL, []),  # age was never usual
        ({Field.DEADLINE: 5, Field.AGENCY: 10}, 10, ALL, []),  # half is kept
        ({Field.DEADLINE: 4, Field.AGENCY: 10}, 10, ALL, ["deadline is stated by 40% of the postings, by 100%"]),
        ({}, 10, ALL, ["agency is stated by 0% of the postings, by 100%", "deadline is stated by 0% of the postings"]),
        ({}, 10, {Field.DEADLINE: 7}, []),  # 70 % is not usual
        ({}, 10, {Field.DEADLINE: 8}, ["deadline is stated by 0% of the postings, by 80%"]),
        ({Field.AGENCY: 3}, 3, ALL, ["deadline is stated by 0% of the postings"]),
        ({Field.AGENCY: 2}, 2, ALL, []),  # two odd postings are no trend
    ],
)
def test_a_field_that_falls_to_less_than_half_of_its_usual_coverage_is_a_reason(now, kept, before, lost):
    counters = replace(RUN, kept=kept, coverage=now)
    status, reasons = verdict(counters, Expect(), past=runs(0, 0, coverage=before))
    assert len(reasons) == len(lost)
    assert all(reason.startswith(words) for reason, words in zip(reasons, lost, strict=True))
    assert status == (RunStatus.PARTIAL if lost else RunStatus.COMPLETE)


def test_coverage_is_compared_with_all_earlier_postings_together():
    """Nine of ten and one of ten: half of them, which is not usual."""
    past = [PastRun(10, 0, {Field.DEADLINE: 9}), PastRun(10, 0, {Field.DEADLINE: 1})]
    assert verdict(RUN, Expect(), past=past) == (RunStatus.COMPLETE, [])


def test_runs_that_did_not_count_coverage_are_not_compared():
    assert verdict(RUN, Expect(), past=runs(0, 0)) == (RunStatus.COMPLETE, [])


def test_a_sample_is_not_compared_with_anything():
    _, reasons = verdict(replace(RUN, kept=1), Expect(), sampled=True, past=runs(10, coverage=ALL))
    assert reasons == ["a sample was asked for: run without it to see everything"]
