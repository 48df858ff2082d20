"""Pages as rows: what a run leaves to the next, so that it need not read what has not changed."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from jpo_scraper.items import Outcome, PageMemo
from jpo_scraper.store.models import PAGE, POSTING
from jpo_scraper.store.rows import Values, storable
from jpo_scraper.vocab import Field

_SAME_NAME = ("key", "final_url", "status", "etag", "last_modified", "body_hash", "row_hash", "is_closed", "read_at")
"""Of a memo, what has a column of the same name."""

_BATCH = 500


def page_row(memo: PageMemo) -> Values:
    """The columns of `page` that a memo fills."""
    outcomes = [
        {"id": outcome.external_id, "hash": outcome.content_hash, "kept": outcome.is_kept, "stated": outcome.stated}
        for outcome in memo.outcomes
    ]
    row = {name: storable(getattr(memo, name)) for name in _SAME_NAME}
    return {**row, "outcomes": storable(outcomes)}


def recalled(
    connection: Connection, source: str, keys: Collection[str], edition: str, not_before: datetime, now: datetime
) -> dict[str, PageMemo]:
    """By key, the memos of the source's pages that this edition of the program read since `not_before`.

    Left out is a page that was read later than `now` (the clock was wrong then, and its memo would not grow old), and
    one with a posting that the store does not hold as the page printed it: it must be read.
    """
    memos: dict[str, PageMemo] = {}
    for some in _batches(keys):
        recent = (PAGE.c.edition == edition) & PAGE.c.read_at.between(not_before, now)
        query = select(PAGE).where(PAGE.c.source == source, PAGE.c.key.in_(some), recent)
        memos |= {row.key: _memo(row) for row in connection.execute(query)}
    held: set[tuple[str, str]] = set()
    for some in _batches([outcome.external_id for memo in memos.values() for outcome in memo.outcomes]):
        postings = select(POSTING.c.external_id, POSTING.c.content_hash)
        query = postings.where(POSTING.c.source == source, POSTING.c.external_id.in_(some))
        held |= {(row.external_id, row.content_hash) for row in connection.execute(query)}
    return {key: memo for key, memo in memos.items() if _is_held(memo, held)}


def _is_held(memo: PageMemo, held: set[tuple[str, str]]) -> bool:
    return all((outcome.external_id, outcome.content_hash) in held for outcome in memo.outcomes if outcome.is_kept)


def _memo(row: Any) -> PageMemo:
    outcomes = tuple(
        Outcome(outcome["id"], outcome["hash"], outcome["kept"], tuple(map(Field, outcome["stated"])))
        for outcome in row.outcomes
    )
    return PageMemo(**{name: getattr(row, name) for name in _SAME_NAME}, outcomes=outcomes)


def _batches(values: Collection[str]) -> list[list[str]]:
    """A list in parts that a statement can name one by one."""
    found = list(values)
    return [found[start : start + _BATCH] for start in range(0, len(found), _BATCH)]
