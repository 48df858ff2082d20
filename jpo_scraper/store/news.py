"""What happened between two moments: for the digest. Runs are told by their ids, so that no clock can mislead."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, func, select

from jpo_scraper.store.engine import reading
from jpo_scraper.store.models import CHANGE, POSTING, RUN
from jpo_scraper.store.queries import Row, open_postings
from jpo_scraper.store.views import POSTINGS_FLAT
from jpo_scraper.vocab import ChangeCause, Field, PostingStatus


class Mark(NamedTuple):
    """A moment, as the database knows it."""

    run_id: int
    """The last run that had begun; 0: none."""
    at: datetime | None
    """None: before the first run."""


BEGINNING = Mark(0, None)


class News(NamedTuple):
    """What happened since a mark; rows of `postings_flat`."""

    new: list[Row]
    """Open posts that were seen for the first time, or came back after they were withdrawn; nearest deadline first."""
    deadlines: list[Row]
    """Posts whose site prints another deadline; with `old` and `new`, the deadline's JSON or None."""
    open: list[Row]
    """All open posts, the nearest deadline first."""


def mark_now(engine: Engine) -> Mark:
    """The moment of the last run that has begun. Raises StoreError."""
    with reading(engine) as connection:
        newest, ended = connection.execute(select(func.max(RUN.c.id), func.max(RUN.c.finished_at))).one()
    return Mark(newest or 0, ended)


def mark_at(engine: Engine, since: datetime) -> Mark:
    """An instant as a mark: runs that began later are news. Raises StoreError."""
    with reading(engine) as connection:
        newest = connection.execute(select(func.max(RUN.c.id)).where(RUN.c.started_at < since)).scalar_one()
    return Mark(newest or 0, since)


def news(engine: Engine, mark: Mark, as_of: datetime, sources: Sequence[str] | None = None) -> News:
    """What happened after the mark, in all sources or those named; posts are open at `as_of`. Raises StoreError."""
    rows = [row for row in open_postings(engine, as_of) if sources is None or row["source"] in sources]
    fresh = _fresh(engine, mark)
    return News([row for row in rows if row["id"] in fresh], _deadlines(engine, mark, sources), rows)


def _fresh(engine: Engine, mark: Mark) -> set[int]:
    """Ids of postings that were seen for the first time, or came back after they were withdrawn."""
    first = select(POSTING.c.id).where(POSTING.c.first_seen_run_id > mark.run_id)
    moves = select(CHANGE.c.posting_id, CHANGE.c.old).where(CHANGE.c.field == "status", CHANGE.c.run_id > mark.run_id)
    with reading(engine) as connection:
        came_back = {at for at, old in connection.execute(moves) if old == PostingStatus.WITHDRAWN}
        return came_back | set(connection.execute(first).scalars())


def _deadlines(engine: Engine, mark: Mark, sources: Sequence[str] | None) -> list[Row]:
    """One row a posting: the deadline before the first change after the mark, and after the last."""
    changed = (
        select(CHANGE.c.old, CHANGE.c.new, POSTINGS_FLAT)
        .join_from(CHANGE, POSTINGS_FLAT, POSTINGS_FLAT.c.id == CHANGE.c.posting_id)
        .where(
            CHANGE.c.field == Field.DEADLINE.value,
            CHANGE.c.cause == ChangeCause.SITE.value,
            CHANGE.c.run_id > mark.run_id,
        )
        .order_by(CHANGE.c.id)
    )
    found: dict[int, dict[str, Any]] = {}
    with reading(engine) as connection:
        for row in connection.execute(changed).mappings():
            if sources is None or row["source"] in sources:
                found.setdefault(row["id"], dict(row))["new"] = row["new"]
    return [row for _, row in sorted(found.items()) if _moment(row["old"]) != _moment(row["new"])]


def _moment(deadline: dict[str, Any] | None) -> object:
    """What counts of a deadline: not the words it is printed in."""
    return deadline and (deadline["date"], deadline["time"], deadline["utc"])
