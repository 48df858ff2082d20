"""What one more run says about a posting: pure."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

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


def is_another_post(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether an id that announced `old` (posting JSON) now announces another post: title, deadline and reference all
    differ, and the titles share less than half of their words. A reference that neither states decides nothing."""
    if not old["title"] or not new["title"] or not old["deadline"] or not new["deadline"]:
        return False
    if old["reference"] == new["reference"] is not None:
        return False
    before, after = (set(re.findall(r"\w+", posting["title"].casefold())) for posting in (old, new))
    is_retitled = 2 * len(before & after) < len(before | after)
    return is_retitled and old["deadline"]["date"] != new["deadline"]["date"]
