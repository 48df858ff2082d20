"""A run against the complete runs before it: pure. What each rule is for stands in docs/operations.md."""

from collections.abc import Iterator, Sequence
from statistics import median

from jpo_scraper.items import PastRun
from jpo_scraper.monitor.counters import Counters
from jpo_scraper.vocab import Field

RUNS = 5
"""Complete runs that a run is compared with."""
DROP = 30
"""Per cent. A run that lacks this much of what it should still find has lost something."""
FEWEST_LOST = 2
"""Postings that must be lacking: a single one that is taken down early is everyday."""
USUAL = 0.8
"""A field that this share of the postings stated is one that the site prints."""
FALL = 0.5
"""Of its usual share, what a field must keep."""
FEWEST_POSTINGS = 3
"""Postings that a share is told from: among fewer, one odd posting would be a trend."""

_LOOK = "look at the site; if it is right, run once with --accept"


def expected(past: Sequence[PastRun]) -> int:
    """How many postings a run should find at least, given the complete runs before it, the newest first.

    Each past run is counted without the postings that have closed since, so that the end of a season expects nothing.
    The median over the runs notices a slow leak, the newest run a loss while the season still grows.
    """
    if not past:
        return 0
    return max(past[0].still_open, int(median(run.still_open for run in past)))


def lost_postings(counters: Counters, past: Sequence[PastRun]) -> Iterator[str]:
    """Why a run found too few postings."""
    due = expected(past)
    if 100 * (due - counters.kept) >= max(DROP * due, 100 * FEWEST_LOST):
        yield f"{counters.kept} kept where {due} of earlier runs should still be open: {_LOOK}"


def lost_fields(counters: Counters, past: Sequence[PastRun]) -> Iterator[str]:
    """Why a run read too little out of its postings."""
    earlier = sum(run.kept for run in past if run.coverage)
    if min(counters.kept, earlier) < FEWEST_POSTINGS:
        return
    for name in Field:
        before = sum(run.coverage.get(name, 0) for run in past) / earlier
        now = counters.coverage.get(name, 0) / counters.kept
        if before >= USUAL and now < FALL * before:
            yield f"{name} is stated by {now:.0%} of the postings, by {before:.0%} in earlier runs: {_LOOK}"
