"""Writing a run: spooled while the crawl goes on, stored in one transaction at its end."""

import os
import socket
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, bindparam, delete, func, insert, literal, select, update

from jpo_scraper import __version__
from jpo_scraper.items import Issue, Normalised, RawPosting
from jpo_scraper.store import models
from jpo_scraper.store.engine import upsert, writing
from jpo_scraper.store.lifecycle import SEEN, State, unseen
from jpo_scraper.store.rows import PARTS, Sight, Values, sight, storable, table
from jpo_scraper.store.spool import Spool
from jpo_scraper.vocab import HEALTHY, IssueKind, PostingStatus, RunStatus

SOURCE, RUN, CAPTURE = table(models.Source), table(models.Run), table(models.Capture)
POSTING, OBSERVATION, TEXT = table(models.Posting), table(models.Observation), table(models.PostingText)
FACT, ISSUE, CHANGE = table(models.Fact), table(models.Issue), table(models.Change)

_STORING = HEALTHY | {RunStatus.PARTIAL}
"""The statuses of runs whose postings are kept."""

_BATCH = 250
"""Postings in memory at a time."""

Placed = tuple[int, Sight]
"""A posting's id and how the run saw it."""


@dataclass(slots=True)
class Tally:
    """What a run did with postings."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    relisted: int = 0
    """Seen again after they were missing or withdrawn; counted as changed or unchanged too."""
    missing: int = 0
    withdrawn: int = 0

    @property
    def stored(self) -> int:
        """Postings that the run saw and keeps."""
        return self.new + self.changed + self.unchanged


class RunWriter:
    """One run of one source: begun before the first request, written in one transaction at its end."""

    def __init__(self, engine: Engine, source: str, run_id: int, moment: datetime) -> None:
        self.run_id = run_id
        self.tally = Tally()
        """What `finish` did; all zero before it, and after a run that stored nothing."""
        self._engine = engine
        self._source = source
        self._moment = moment
        self._keys: set[str] = set()
        self._sights = Spool()
        self._issues = Spool()
        self._captures = Spool()

    @classmethod
    def begin(
        cls, engine: Engine, source: str, title: str, *, mode: str, as_of: datetime | None, started_at: datetime
    ) -> "RunWriter":
        """Enter the run as running, and runs of the source that still claim to run as interrupted.

        The caller holds the source's lock. `mode` is `live` or `replay`; `as_of` is the instant that a replay
        pretends. Raises StoreError.
        """
        left_over = update(RUN).where(RUN.c.source == source, RUN.c.status == RunStatus.RUNNING.value)
        reasons = ["the process ended before the run did"]
        row = {
            "source": source, "mode": mode, "status": RunStatus.RUNNING.value, "as_of": as_of,
            "started_at": started_at, "host": socket.gethostname(), "pid": os.getpid(), "version": __version__,
        }  # fmt: skip
        with writing(engine) as connection:
            upsert(connection, SOURCE, [{"name": source, "title": title}])
            connection.execute(left_over.values(status=RunStatus.INTERRUPTED.value, reasons=reasons))
            run_id = connection.execute(insert(RUN).values(row).returning(RUN.c.id)).scalar_one()
        return cls(engine, source, run_id, as_of or started_at)

    def keep(self, raw: RawPosting, normalised: Normalised) -> None:
        """Take a posting for the end of the run. The first of one key wins; an issue tells of each other.

        Raises StoreError where the temporary folder is full.
        """
        seen = sight(raw, normalised, self._moment)
        if seen.key in self._keys:
            message = f"The site lists {seen.key} more than once; the first was kept."
            self.problem(Issue(IssueKind.CONFLICT, message, raw=seen.key), seen.url)
            return
        self._keys.add(seen.key)
        self._sights.add(seen)

    def problem(self, issue: Issue, url: str | None = None) -> None:
        """Take an issue of the run that belongs to no posting. Raises StoreError where the temporary folder is full."""
        self._issues.add(storable({**issue.to_json(), "run_id": self.run_id, "url": url}))

    def captured(self, url: str, *, sha256: str, warc_file: str, warc_offset: int, captured_at: datetime) -> None:
        """Take the place of an archived response. Raises StoreError where the temporary folder is full."""
        self._captures.add(
            {
                "run_id": self.run_id, "url": storable(url), "sha256": sha256, "warc_file": warc_file,
                "warc_offset": warc_offset, "captured_at": captured_at,
            }
        )  # fmt: skip

    def finish(
        self,
        status: RunStatus,
        *,
        reasons: Sequence[str],
        counters: Mapping[str, int | None],
        finish_reason: str,
        finished_at: datetime,
    ) -> None:
        """Store the run, all or nothing. A failed run stores no posting, only its row, issues and captures.

        `counters` are columns of `run`: found, collected, filtered, reported_total, errors; None leaves one as it is.
        How many are stored, new, changed and unchanged is counted here (see `tally`). Where storing fails, the run is
        entered as failed if the database still takes that, and the error goes on: StoreError where the database fails.
        """
        row: Values = {name: count for name, count in counters.items() if count is not None}
        row |= {"finish_reason": finish_reason, "finished_at": finished_at}
        try:
            with writing(self._engine) as connection:
                tally = self._store(connection, status) if status in _STORING else Tally()
                for target, spool in ((ISSUE, self._issues), (CAPTURE, self._captures)):
                    for rows in spool.batches(_BATCH):
                        _insert(connection, target, rows)
                counted = {name: getattr(tally, name) for name in ("stored", "new", "changed", "unchanged")}
                self._end(connection, status, reasons, row | counted)
        except Exception as error:  # what fails here in turn must not hide it
            with suppress(Exception), writing(self._engine) as connection:
                self._end(connection, RunStatus.FAILED, [*reasons, f"not stored: {error}"], row)
            raise
        finally:
            for spool in (self._sights, self._issues, self._captures):
                spool.close()
        self.tally = tally

    def _end(self, connection: Connection, status: RunStatus, reasons: Sequence[str], row: Values) -> None:
        values = {**row, "status": status.value, "reasons": storable(reasons)}
        connection.execute(update(RUN).where(RUN.c.id == self.run_id).values(values))

    def _store(self, connection: Connection, status: RunStatus) -> Tally:
        tally = Tally()
        for sights in self._sights.batches(_BATCH):
            self._store_batch(connection, sights, tally)
        if status in HEALTHY:
            self._miss(connection, status, tally)
        return tally

    def _store_batch(self, connection: Connection, sights: list[Sight], tally: Tally) -> None:
        """Store some postings that the run saw."""
        known = self._known(connection, [seen.key for seen in sights])
        fresh = [seen for seen in sights if seen.key not in known]
        again = [(known[seen.key], seen) for seen in sights if seen.key in known]
        same = [(row.id, seen) for row, seen in again if row.content_hash == seen.content_hash]
        changed = [(row.id, seen) for row, seen in again if row.content_hash != seen.content_hash]
        relisted = [(row, seen) for row, seen in again if row.status != SEEN.status]

        changes = [self._change(row.id, seen, "status", row.status, SEEN.status.value) for row, seen in relisted]
        _update(connection, [{"at": at, **self._seen(seen)} for at, seen in same])
        if changed:
            changes += self._differences(connection, changed)
            _update(connection, [{"at": at, **self._seen(seen), **seen.row} for at, seen in changed])
            for part in PARTS:
                connection.execute(delete(part).where(part.c.posting_id.in_([at for at, _ in changed])))
        self._observe(connection, [*self._add(connection, fresh), *changed])
        _insert(connection, CHANGE, changes)

        tally.new += len(fresh)
        tally.changed += len(changed)
        tally.unchanged += len(same)
        tally.relisted += len(relisted)

    def _known(self, connection: Connection, keys: list[str]) -> dict[str, Row[*tuple[Any, ...]]]:
        """The source's postings among the keys."""
        columns = (POSTING.c.id, POSTING.c.external_id, POSTING.c.content_hash, POSTING.c.status)
        wanted = (POSTING.c.source == self._source, POSTING.c.external_id.in_(keys))
        return {row.external_id: row for row in connection.execute(select(*columns).where(*wanted))}

    def _seen(self, seen: Sight) -> Values:
        """What being seen does to a posting's row."""
        return {**_columns(SEEN), "last_seen_run_id": self.run_id, "last_seen_at": seen.seen_at}

    def _add(self, connection: Connection, fresh: list[Sight]) -> list[Placed]:
        """Insert postings never seen before."""
        first = {"source": self._source, "first_seen_run_id": self.run_id}
        rows = [
            {**first, "external_id": seen.key, "first_seen_at": seen.seen_at, **self._seen(seen), **seen.row}
            for seen in fresh
        ]
        ids = dict(_insert(connection, POSTING, rows, POSTING.c.external_id, POSTING.c.id))
        return [(ids[seen.key], seen) for seen in fresh]

    def _observe(self, connection: Connection, sights: list[Placed]) -> None:
        """Append observations with all that belongs to them, and enter the lists of the postings."""
        for part in PARTS:
            _insert(
                connection, part, [{"posting_id": at, **row} for at, seen in sights for row in seen.parts[part.name]]
            )
        rows = [
            {
                "run_id": self.run_id, "posting_id": at, "content_hash": seen.content_hash, "url": seen.url,
                "observed_at": seen.seen_at, "labels": seen.labels, "normalised": seen.normalised,
            }
            for at, seen in sights
        ]  # fmt: skip
        ids = dict(_insert(connection, OBSERVATION, rows, OBSERVATION.c.posting_id, OBSERVATION.c.id))
        _insert(connection, TEXT, [{"observation_id": ids[at], "text": seen.text} for at, seen in sights])
        _insert(connection, FACT, [{"observation_id": ids[at], **row} for at, seen in sights for row in seen.facts])
        issues = [{"run_id": self.run_id, "posting_id": at, **row} for at, seen in sights for row in seen.issues]
        _insert(connection, ISSUE, issues)

    def _differences(self, connection: Connection, changed: list[Placed]) -> list[Values]:
        """Rows of `change` for the fields that differ from the last observation."""
        mine = OBSERVATION.c.posting_id.in_([at for at, _ in changed])
        latest = select(func.max(OBSERVATION.c.id)).where(mine).group_by(OBSERVATION.c.posting_id)
        columns = (OBSERVATION.c.posting_id, OBSERVATION.c.normalised)
        before = dict(connection.execute(select(*columns).where(OBSERVATION.c.id.in_(latest))).all())
        # A field that the last observation does not know is new in this program, not in the posting.
        return [
            self._change(at, seen, field, before[at][field], value)
            for at, seen in changed
            for field, value in seen.normalised.items()
            if field in before[at] and before[at][field] != value
        ]

    def _change(self, at: int, seen: Sight, field: str, old: Any, new: Any) -> Values:
        found = {"run_id": self.run_id, "changed_at": seen.seen_at}
        return {"posting_id": at, "field": field, "old": old, "new": new, **found}

    def _miss(self, connection: Connection, run_status: RunStatus, tally: Tally) -> None:
        """Count the run against the source's postings that it did not see, all of one state at once."""
        missed = (
            (POSTING.c.source == self._source)
            & (POSTING.c.last_seen_run_id != self.run_id)
            & (POSTING.c.status != PostingStatus.WITHDRAWN.value)
        )
        state = (POSTING.c.status, POSTING.c.missed_runs)
        states = connection.execute(select(*state, func.count().label("number")).where(missed).group_by(*state)).all()
        # The most missed first: a posting that moves on now must not be met again in its next state.
        for status, missed_runs, number in sorted(states, key=lambda row: -row.missed_runs):
            old = State(PostingStatus(status), missed_runs)
            new = unseen(old, run_status)
            here = missed & (POSTING.c.status == status) & (POSTING.c.missed_runs == missed_runs)
            columns = {
                CHANGE.c.posting_id: POSTING.c.id,
                CHANGE.c.run_id: literal(self.run_id),
                CHANGE.c.field: literal("status"),
                CHANGE.c.old: literal(old.status.value, CHANGE.c.old.type),
                CHANGE.c.new: literal(new.status.value, CHANGE.c.new.type),
                CHANGE.c.changed_at: literal(self._moment, CHANGE.c.changed_at.type),
            }
            connection.execute(insert(CHANGE).from_select(list(columns), select(*columns.values()).where(here)))
            connection.execute(update(POSTING).where(here).values(_columns(new)))
            if new.status is PostingStatus.WITHDRAWN:
                tally.withdrawn += number
            else:
                tally.missing += number


def _columns(state: State) -> Values:
    return {"status": state.status.value, "missed_runs": state.missed_runs}


def _insert(connection: Connection, target: Table, rows: Sequence[Values], *returned: Any) -> Iterable[tuple[Any, ...]]:
    """Insert rows that share their keys; the `returned` columns of each, in no particular order."""
    if not rows:
        return ()
    if not returned:
        connection.execute(insert(target), rows)
        return ()
    return connection.execute(insert(target).returning(*returned), rows).all()


def _update(connection: Connection, rows: Sequence[Values]) -> None:
    """Update postings; `at` is the id, the other keys are columns."""
    if rows:
        connection.execute(update(POSTING).where(POSTING.c.id == bindparam("at")), rows)
