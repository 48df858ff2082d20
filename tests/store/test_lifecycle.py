import pytest

from jpo_scraper.store.lifecycle import SEEN, State, unseen
from jpo_scraper.vocab import PostingStatus, RunStatus

LISTED, MISSING, WITHDRAWN = PostingStatus.LISTED, PostingStatus.MISSING, PostingStatus.WITHDRAWN


@pytest.mark.parametrize(
    ("before", "run_status", "after"),
    [
        ((LISTED, 0), RunStatus.COMPLETE, (MISSING, 1)),
        ((LISTED, 0), RunStatus.EMPTY, (MISSING, 1)),
        ((MISSING, 1), RunStatus.COMPLETE, (WITHDRAWN, 2)),
        ((MISSING, 1), RunStatus.EMPTY, (WITHDRAWN, 2)),
        ((WITHDRAWN, 2), RunStatus.COMPLETE, (WITHDRAWN, 2)),
        ((LISTED, 0), RunStatus.PARTIAL, (LISTED, 0)),
        ((MISSING, 1), RunStatus.PARTIAL, (MISSING, 1)),
        ((LISTED, 0), RunStatus.FAILED, (LISTED, 0)),
        ((MISSING, 1), RunStatus.INTERRUPTED, (MISSING, 1)),
    ],
)
def test_only_a_run_that_saw_the_whole_listing_can_miss_a_posting(before, run_status, after):
    assert unseen(State(*before), run_status) == State(*after)


def test_a_posting_that_was_seen_is_listed_and_has_no_misses():
    assert State(LISTED, 0) == SEEN
