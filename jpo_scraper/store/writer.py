"""Writing a run: spooled while the crawl goes on, stored in one transaction at its end."""

import os
import socket
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, bindparam, delete, func, insert, literal, select, update

from jpo_scraper import __version__
from jpo_scraper.exceptions import StoreError
from jpo_scraper.items import Issue, Normalised, PageMemo, PastRun, RawPosting
from jpo_scraper.store.engine import PATIENT_SECONDS, add, reading, upsert, writing
from jpo_scraper.store.history import past_runs
from jpo_scraper.store.lifecycle import SEEN, State, is_another_post, unseen
from jpo_scraper.store.links import link, take_turns
from jpo_scraper.store.models import CAPTURE, CHANGE, FACT, ISSUE, OBSERVATION, PAGE, POSTING, POSTING_TEXT, RUN, SOURCE
from jpo_scraper.store.pages import page_row, recalled
from jpo_scraper.store.rows import PARTS, Sight, Values, sight, storable
from jpo_scraper.store.search import enter, forget
from jpo_scraper.store.spool import Spool
from jpo_scraper.store.tally import Bucket, buckets
from jpo_scraper.vocab import HEALTHY, IssueKind, PostingStatus, RunStatus, Scope

_STORING = HEALTHY | {RunStatus.PARTIAL}
"""The statuses of runs whose postings are kept."""

_BATCH = 50
"""Postings in memory at a time."""

_COUNTED = ("stored", "new", "changed", "unchanged", "relisted", "missing", "withdrawn")
"""Columns of `run` that are counted here."""

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

    def __init__(self, engine: Engine, source: str, run_id: int, moment: datetime, mode: str, scope: Scope) -> None:
        self.run_id = run_id
        self.tally = Tally()
        """What `finish` did; all zero before it, and after a run that stored nothing."""
        self._engine = engine
        self._source = source
        self._moment = moment
        self._mode = mode
        self._scope = scope
        self._keys: set[str] = set()
        self._sights = Spool()
        self._again = Spool()
        self._pages = Spool()
        self._issues = Spool()
        self._captures = Spool()

    @classmethod
    def begin(
        cls,
        engine: Engine,
        source: str,
        title: str,
        *,
        mode: str,
        as_of: datetime | None,
        started_at: datetime,
        scope: Scope = Scope.JPO,
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
            "scope": scope.value,
        }  # fmt: skip
        with writing(engine, PATIENT_SECONDS) as connection:
            upsert(connection, SOURCE, [{"name": source, "title": title}])
            connection.execute(left_over.values(status=RunStatus.INTERRUPTED.value, reasons=reasons))
            run_id = connection.execute(insert(RUN).values(row).returning(RUN.c.id)).scalar_one()
        return cls(engine, source, run_id, as_of or started_at, mode, scope)

    def past(self, limit: int) -> list[PastRun]:
        """The complete runs that this one may be compared with, the newest first. Raises StoreError."""
        with reading(self._engine) as connection:
            return past_runs(connection, self._source, self._mode, self._scope, self._moment, limit)

    def recall(self, keys: Collection[str], edition: str, not_before: datetime) -> dict[str, PageMemo]:
        """By key, what is remembered of the source's pages that this edition read since. Raises StoreError."""
        with reading(self._engine) as connection:
            return recalled(connection, self._source, keys, edition, not_before, self._moment)

    def keep(self, raw: RawPosting, normalised: Normalised) -> None:
        """Take a posting for the end of the run. The first of one key wins; an issue tells of each other.

        Raises StoreError where the temporary folder is full.
        """
        seen = sight(raw, normalised, self._moment)
        if self._is_first(seen.key, seen.url):
            self._sights.add(seen)

    def again(self, external_id: str, seen_at: datetime, url: str) -> None:
        """Take a posting that is known and as it was, likewise."""
        key: str = storable(external_id)
        if self._is_first(key, url):
            self._again.add((key, seen_at))

    def remember(self, memo: PageMemo, edition: str) -> None:
        """Take what the next run needs to know of a page. Raises StoreError where the temporary folder is full."""
        self._pages.add(page_row(memo) | {"source": self._source, "run_id": self.run_id, "edition": edition})

    def _is_first(self, key: str, url: str | None) -> bool:
        if key not in self._keys:
            self._keys.add(key)
            return True
        message = f"The site lists {key} more than once; the first was kept."
        self.problem(Issue(IssueKind.CONFLICT, message, raw=key), url)
        return False

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
        counters: Mapping[str, Any],
        finish_reason: str,
        finished_at: datetime,
    ) -> None:
        """Store the run, all or nothing. A failed run stores no posting, only its row, issues and captures.

        `counters` are columns of `run`: found, collected, filtered, coverage …; None leaves one as it is. What became
        of the postings is counted here (see `tally`). Where storing fails, the run is entered as failed if the database
        still takes that, and the error goes on: StoreError where the database fails, or where another run of the source
        has begun meanwhile.
        """
        row: Values = {name: count for name, count in counters.items() if count is not None}
        row |= {"finish_reason": finish_reason, "finished_at": finished_at}
        try:
            with writing(self._engine, PATIENT_SECONDS) as connection:
                take_turns(connection)
                self._see_that_it_runs(connection)
                tally = self._store(connection, status) if status in _STORING else Tally()
                for target, spool in ((ISSUE, self._issues), (CAPTURE, self._captures)):
                    for rows in spool.batches(_BATCH):
                        add(connection, target, rows)
                self._end(connection, status, reasons, row | {name: getattr(tally, name) for name in _COUNTED})
        except Exception as error:  # what fails here in turn must not hide it
            with suppress(Exception), writing(self._engine) as connection:
                self._end(connection, RunStatus.FAILED, [*reasons, f"not stored: {error}"], row)
            raise
        finally:
            for spool in (self._sights, self._again, self._pages, self._issues, self._captures):
                spool.close()
        self.tally = tally

    def _see_that_it_runs(self, connection: Connection) -> None:
        """Raises StoreError where another run of the source has begun: its sights are newer than those of this one.

        That is possible where this process was cut off from the server for so long that its lock was given away.
        """
        mine = select(RUN.c.status).where(RUN.c.id == self.run_id).with_for_update()  # nor does one begin meanwhile
        if connection.execute(mine).scalar_one() != RunStatus.RUNNING.value:
            raise StoreError(
                f"Run {self.run_id} of {self._source} was cut off from the database, and another has begun since: "
                "nothing of it is stored; the other run does its work."
            )

    def _end(self, connection: Connection, status: RunStatus, reasons: Sequence[str], row: Values) -> None:
        values = {**row, "status": status.value, "reasons": storable(reasons)}
        still = (RUN.c.id == self.run_id, RUN.c.status == RunStatus.RUNNING.value)
        connection.execute(update(RUN).where(*still).values(values))

    def _store(self, connection: Connection, status: RunStatus) -> Tally:
        tally = Tally()
        altered: list[int] = []
        touched: set[Bucket] = set()
        for sights in self._sights.batches(_BATCH):
            altered += self._store_batch(connection, sights, tally, touched)
        for known in self._again.batches(_BATCH):
            self._see_again(connection, dict(known), tally)
        for rows in self._pages.batches(_BATCH):
            upsert(connection, PAGE, rows)
        if status in HEALTHY:
            self._miss(connection, status, tally)
        link(connection, altered, run_id=self.run_id, moment=self._moment, touched=touched)
        return tally

    def _store_batch(
        self, connection: Connection, sights: list[Sight], tally: Tally, touched: set[Bucket]
    ) -> list[int]:
        """Store some postings that the run saw. The ids of those that are new or have changed.

        Where the changed ones counted until now is added to `touched`.
        """
        known = self._known(connection, [seen.key for seen in sights])
        fresh = [seen for seen in sights if seen.key not in known]
        again = [(known[seen.key], seen) for seen in sights if seen.key in known]
        same = [(row.id, seen) for row, seen in again if row.content_hash == seen.content_hash]
        changed = [(row.id, seen) for row, seen in again if row.content_hash != seen.content_hash]
        relisted = [(row, seen) for row, seen in again if row.status != SEEN.status]

        changes = [self._back(row, seen.seen_at) for row, seen in relisted]
        _update(connection, [{"at": at, **self._seen(seen.seen_at)} for at, seen in same])
        if changed:
            changes += self._differences(connection, changed)
            forget(connection, [at for at, _ in changed])
            touched |= buckets(connection, [at for at, _ in changed])
            _update(connection, [{"at": at, **self._seen(seen.seen_at), **seen.row} for at, seen in changed])
            for part in PARTS:
                connection.execute(delete(part).where(part.c.posting_id.in_([at for at, _ in changed])))
        altered = [*self._add(connection, fresh), *changed]
        self._observe(connection, altered)
        enter(connection, [at for at, _ in altered])
        add(connection, CHANGE, changes)

        tally.new += len(fresh)
        tally.changed += len(changed)
        tally.unchanged += len(same)
        tally.relisted += len(relisted)
        return [at for at, _ in altered]

    def _see_again(self, connection: Connection, seen_at: Mapping[str, datetime], tally: Tally) -> None:
        """Move the last sight of postings that are as they were, by the site's own id."""
        known = self._known(connection, list(seen_at)).values()
        relisted = [row for row in known if row.status != SEEN.status]
        _update(connection, [{"at": row.id, **self._seen(seen_at[row.external_id])} for row in known])
        add(connection, CHANGE, [self._back(row, seen_at[row.external_id]) for row in relisted])
        tally.unchanged += len(known)
        tally.relisted += len(relisted)

    def _known(self, connection: Connection, keys: list[str]) -> dict[str, Row[*tuple[Any, ...]]]:
        """The source's postings among the keys."""
        columns = (POSTING.c.id, POSTING.c.external_id, POSTING.c.content_hash, POSTING.c.status)
        wanted = (POSTING.c.source == self._source, POSTING.c.external_id.in_(keys))
        return {row.external_id: row for row in connection.execute(select(*columns).where(*wanted))}

    def _seen(self, seen_at: datetime) -> Values:
        """What being seen does to a posting's row. A run for JPO posts can miss only what such a run has kept."""
        kept = {"scope": self._scope.value} if self._scope is Scope.JPO else {}
        return {**_columns(SEEN), "last_seen_run_id": self.run_id, "last_seen_at": seen_at, **kept}

    def _back(self, row: Row[*tuple[Any, ...]], seen_at: datetime) -> Values:
        """The change of a posting that was missing or withdrawn and is listed again."""
        return self._change(row.id, seen_at, "status", row.status, SEEN.status.value)

    def _add(self, connection: Connection, fresh: list[Sight]) -> list[Placed]:
        """Insert postings never seen before."""
        first = {"source": self._source, "first_seen_run_id": self.run_id, "scope": self._scope.value}
        rows = [
            {**first, "external_id": seen.key, "first_seen_at": seen.seen_at, **self._seen(seen.seen_at), **seen.row}
            for seen in fresh
        ]
        ids = _entered(connection, POSTING, rows, "external_id")
        return [(ids[seen.key], seen) for seen in fresh]

    def _observe(self, connection: Connection, sights: list[Placed]) -> None:
        """Append observations with all that belongs to them, and enter the lists of the postings."""
        for part in PARTS:
            add(connection, part, [{"posting_id": at, **row} for at, seen in sights for row in seen.parts[part.name]])
        rows = [
            {
                "run_id": self.run_id, "posting_id": at, "content_hash": seen.content_hash, "url": seen.url,
                "observed_at": seen.seen_at, "labels": seen.labels, "normalised": seen.normalised,
            }
            for at, seen in sights
        ]  # fmt: skip
        ids = _entered(connection, OBSERVATION, rows, "posting_id")
        add(connection, POSTING_TEXT, [{"observation_id": ids[at], "text": seen.text} for at, seen in sights])
        add(connection, FACT, [{"observation_id": ids[at], **row} for at, seen in sights for row in seen.facts])
        issues = [{"run_id": self.run_id, "posting_id": at, **row} for at, seen in sights for row in seen.issues]
        add(connection, ISSUE, issues)

    def _differences(self, connection: Connection, changed: list[Placed]) -> list[Values]:
        """Rows of `change` for the fields that differ from the last observation."""
        mine = OBSERVATION.c.posting_id.in_([at for at, _ in changed])
        latest = select(func.max(OBSERVATION.c.id)).where(mine).group_by(OBSERVATION.c.posting_id)
        columns = (OBSERVATION.c.posting_id, OBSERVATION.c.normalised)
        before = dict(connection.execute(select(*columns).where(OBSERVATION.c.id.in_(latest))).all())
        reused = [(at, seen) for at, seen in changed if is_another_post(before[at], seen.normalised)]
        add(connection, ISSUE, [self._reuse(at, seen, before[at]["title"]) for at, seen in reused])
        # A field that the last observation does not know is new in this program, not in the posting.
        return [
            self._change(at, seen.seen_at, field, before[at][field], value)
            for at, seen in changed
            for field, value in seen.normalised.items()
            if field in before[at] and before[at][field] != value
        ]

    def _reuse(self, at: int, seen: Sight, title: str) -> Values:
        """The issue of an id under which the site now shows another post."""
        message = f"The id {seen.key} announced {title!r} and now announces another post: has the site used it again?"
        issue = Issue(IssueKind.CONFLICT, message, raw=seen.key)
        return {**issue.to_json(), "run_id": self.run_id, "posting_id": at, "url": seen.url}

    def _change(self, at: int, changed_at: datetime, field: str, old: Any, new: Any) -> Values:
        found = {"run_id": self.run_id, "changed_at": changed_at}
        return {"posting_id": at, "field": field, "old": old, "new": new, **found}

    def _miss(self, connection: Connection, run_status: RunStatus, tally: Tally) -> None:
        """Count the run against the source's postings that it did not see, all of one state at once."""
        missed = (
            (POSTING.c.source == self._source)
            & (POSTING.c.last_seen_run_id != self.run_id)
            & (POSTING.c.status != PostingStatus.WITHDRAWN.value)
        )
        if self._scope is Scope.JPO:  # it never looked for the others
            missed &= POSTING.c.scope == Scope.JPO.value
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


def _entered(connection: Connection, target: Table, rows: Sequence[Values], key: str) -> dict[Any, int]:
    """Insert rows that the database numbers; their ids by the column `key`."""
    if not rows:
        return {}
    found = connection.execute(insert(target).returning(target.c[key], target.c.id), rows)
    return dict(found.all())


def _update(connection: Connection, rows: Sequence[Values]) -> None:
    """Update postings; `at` is the id, the other keys are columns."""
    if rows:
        connection.execute(update(POSTING).where(POSTING.c.id == bindparam("at")), rows)
