"""A second reading of stored texts with today's rules: no crawl, no site is asked."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from jpo_scraper.normalise import normalise
from jpo_scraper.sources.model import Source
from jpo_scraper.store.lock import source_lock
from jpo_scraper.store.rereading import Rereading, Stored, replace_readings, stored_postings
from jpo_scraper.store.rows import sight

BATCH = 100
"""Postings in memory at a time, and in one transaction."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the second reading of one posting gave."""

    stored: Stored
    rereading: Rereading | None = None
    """None: it means today what it meant before, or it cannot be read."""
    error: str = ""
    """Why it cannot be read; it stays as it is."""


def renormalise(engine: Engine, source: Source, *, since: datetime | None, apply: bool) -> Iterator[Outcome]:
    """Read the latest stored text of each posting of a source again, and store what differs if `apply` is on.

    An outcome comes when it is stored. `since` leaves out postings not seen at that instant or later. With `apply` the
    source's lock is held until the end. Raises LockedError where a run of the source is under way, and StoreError.
    """
    with source_lock(engine, source.name) if apply else nullcontext():
        last = 0
        while batch := stored_postings(engine, source.name, since=since, after=last, limit=BATCH):
            last = batch[-1].posting_id
            outcomes = [_read(stored, source) for stored in batch]
            if apply:
                needed = [outcome.rereading for outcome in outcomes if outcome.rereading]
                replace_readings(engine, needed, datetime.now(UTC))
            yield from outcomes


def _read(stored: Stored, source: Source) -> Outcome:
    """One posting. A rule that breaks on it must not cost the others."""
    try:
        normalised = normalise(stored.raw, source, stored.seen_at)
    except Exception as error:
        return Outcome(stored, error=f"{type(error).__name__}: {error}: please report it")
    rereading = Rereading(stored, sight(stored.raw, normalised, stored.seen_at))
    return Outcome(stored, rereading if rereading.is_needed else None)
