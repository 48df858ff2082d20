"""What one more run says about a posting: pure."""

from typing import NamedTuple

from jpo_scraper.vocab import HEALTHY, PostingStatus, RunStatus

WITHDRAWN_AFTER = 2
"""Healthy runs in a row that do not see a posting, after which it counts as withdrawn."""


class State(NamedTuple):
    """Where a posting stands; the names are columns of `posting`."""

    status: PostingStatus
    missed_runs: int
    """Healthy runs in a row that did not see it."""


SEEN = State(PostingStatus.LISTED, 0)
"""The state of a posting after any run that saw it, whatever it was before."""


def unseen(state: State, run_status: RunStatus) -> State:
    """The state of a posting after a run of its source that did not see it.

    Only a run that saw the whole listing can miss a posting. A withdrawn posting is not counted further.
    """
    if run_status not in HEALTHY or state.status is PostingStatus.WITHDRAWN:
        return state
    missed = state.missed_runs + 1
    return State(PostingStatus.WITHDRAWN if missed >= WITHDRAWN_AFTER else PostingStatus.MISSING, missed)
