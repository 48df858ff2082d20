"""From what a run counted to how it ended: pure, and each reason says what to do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jpo_scraper.items import PastRun
from jpo_scraper.monitor.compare import FEWEST_LOST, expected, lost_fields, lost_postings
from jpo_scraper.monitor.counters import FINISHED, Counters
from jpo_scraper.sources.model import Expect
from jpo_scraper.vocab import HEALTHY, ExitStatus, RunStatus

_ENDS = {
    "shutdown": "the crawl was stopped by a signal: run it again",
    "cancelled": "the crawl was cancelled: run it again",
    "start_error": "the first requests could not be made: see the log",
    "closespider_timeout": "the crawl took longer than it may: see the log for what was slow, and run it again",
    "memusage_exceeded": "the crawl used more memory than it may: see the log",
}


def verdict(
    counters: Counters, expect: Expect, sampled: bool = False, past: Sequence[PastRun] = ()
) -> tuple[RunStatus, list[str]]:
    """How the run ended, and why it is not complete, in words that say what to do (none: it is).

    `past` are the complete runs that it is compared with, the newest first; none: it is not compared. COMPLETE:
    everything listed was read. EMPTY: the site lists nothing and says so. PARTIAL: something was kept and something is
    wrong, or it was a sample. FAILED: something is wrong and nothing was kept.
    """
    troubles = list(_troubles(counters, expect, sampled))
    # A site that says in its own words that it lists nothing is believed, and what failed needs no second reason.
    if not sampled and counters.found:
        troubles += [*(() if troubles else lost_postings(counters, past)), *lost_fields(counters, past)]
    if sampled:
        status = RunStatus.FAILED if troubles and not counters.kept else RunStatus.PARTIAL
        return status, [*troubles, "a sample was asked for: run without it to see everything"]
    if troubles:
        return RunStatus.PARTIAL if counters.kept else RunStatus.FAILED, troubles
    return RunStatus.COMPLETE if counters.found else RunStatus.EMPTY, []


def doubt(counters: Counters, past: Sequence[PastRun]) -> str | None:
    """What an operator should know of a healthy zero: postings that were open vanished with it. None: none did."""
    due = expected(past)
    if counters.found or due < FEWEST_LOST:
        return None
    return f"the site says that it lists nothing, and {due} postings of earlier runs should still be open: look at it"


def _troubles(counters: Counters, expect: Expect, sampled: bool) -> Iterator[str]:
    """What is wrong. What a sample leaves out on purpose is not."""
    if counters.finish_reason != FINISHED:
        yield _ENDS.get(counters.finish_reason, f"the crawl ended early ({counters.finish_reason}): see the log")
    elif counters.answers != counters.requests:
        lost = counters.requests - counters.answers
        yield f"{_count(lost, 'request was', 'requests were')} never answered: look into the log at level DEBUG"
    if counters.robots_unknown:
        hosts = _count(counters.robots_unknown, "host")
        yield f"the robots.txt of {hosts} could not be had, so that nothing may be asked there: try again later"
    if counters.replay_misses:
        yield f"{_count(counters.replay_misses, 'request is', 'requests are')} not in the archive: record it again"
    if counters.unarchived:
        yield f"{_count(counters.unarchived, 'answer')} could not be archived: see the log for why"
    if counters.errors:
        yield f"{_count(counters.errors, 'page or posting', 'pages or postings')} failed: see the run's issues"
    if counters.unknown_keys:
        yield (
            f"no reader knows {_count(counters.unknown_keys, 'name')} that the site prints: see the run's issues; "
            "what says nothing of a post goes into known_keys under [site]"
        )
    if not sampled:
        yield from _gaps(counters, expect)


def _gaps(counters: Counters, expect: Expect) -> Iterator[str]:
    """What is missing from a run that should have read everything."""
    if not counters.listing_exhausted:
        yield "the listing was not read to its end: run it again"
    elif not counters.found and not counters.is_empty:
        yield "the listing shows nothing and lacks the mark of an empty listing: has the site changed?"
    if counters.reported_total is not None and counters.reported_total != counters.found:
        yield (
            f"the site reports {counters.reported_total} postings and its listing shows {counters.found}: "
            "run it again; if it stays so, the paging has changed"
        )
    if expect.reports_total and counters.reported_total is None and counters.found:
        yield "the site no longer says how many postings it lists: has the listing changed?"
    if counters.found and expect.minimum is not None and counters.kept < expect.minimum:
        yield (
            f"{_count(counters.kept, 'posting')} where at least {expect.minimum} are expected: look at the site; "
            "if it is right, lower expect.minimum of the source"
        )
    if expect.maximum is not None and counters.kept > expect.maximum:
        yield (
            f"{_count(counters.kept, 'posting')} where at most {expect.maximum} are expected: look at the site; "
            "if it is right, raise expect.maximum of the source"
        )


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


@dataclass(frozen=True, slots=True)
class RunResult:
    """How the run of one source ended."""

    source: str
    status: RunStatus
    reasons: tuple[str, ...]
    """Why it is not complete, and what to do; none: it is."""
    counters: Counters
    locked: bool = False
    """Another run of the source is under way; this one did nothing."""

    @property
    def exit_status(self) -> int:
        """What this result alone means for the process."""
        if self.locked:
            return ExitStatus.LOCKED
        return ExitStatus.OK if self.status in HEALTHY else ExitStatus.TROUBLE


def exit_status(results: Iterable[RunResult]) -> int:
    """The exit status of a crawl of several sources: trouble outweighs a lock, a lock outweighs health."""
    statuses = {result.exit_status for result in results}
    ranked = (ExitStatus.TROUBLE, ExitStatus.LOCKED)
    return next((status for status in ranked if status in statuses), ExitStatus.OK)
