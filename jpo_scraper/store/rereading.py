"""Stored texts for a second reading, and what the second reading replaces. The sights themselves never change."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    and_,
    bindparam,
    delete,
    func,
    select,
    true,
    update,
)

from jpo_scraper import __version__
from jpo_scraper.items import Label, RawPosting
from jpo_scraper.store.engine import add, reading, writing
from jpo_scraper.store.links import link, take_turns
from jpo_scraper.store.models import CHANGE, EARLIER_READING, FACT, ISSUE, OBSERVATION, POSTING, POSTING_TEXT
from jpo_scraper.store.rows import PARTS, Sight, Values
from jpo_scraper.store.search import enter, forget
from jpo_scraper.store.tally import buckets
from jpo_scraper.vocab import ChangeCause, Field

_IDS = {"id", "observation_id", "run_id", "posting_id"}
_FACTS = [column for column in FACT.columns if column.name not in _IDS]
_ISSUES = [column for column in ISSUE.columns if column.name not in _IDS]


@dataclass(frozen=True, slots=True)
class Stored:
    """The latest sight of a posting, and what was made of it."""

    posting_id: int
    observation_id: int
    run_id: int
    """The run that saw it."""
    seen_at: datetime
    raw: RawPosting
    normalised: Mapping[str, Any]
    """The posting JSON without facts."""
    facts: list[Values]
    issues: list[Values]
    """What the rules had to say; not what the store says about the posting's id."""
    issue_ids: list[int]


class Difference(NamedTuple):
    """A field that today's rules read otherwise."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Rereading:
    """A posting whose stored text means something else today, or whose values rest on other words."""

    stored: Stored
    sight: Sight
    """The same text as today's rules read it."""

    @property
    def differences(self) -> list[Difference]:
        """The fields whose values differ; none: only the facts or issues behind them do."""
        old, new = self.stored.normalised, self.sight.normalised
        return [
            Difference(field, old.get(field), new.get(field))
            for field in [*new, *(field for field in old if field not in new)]
            if old.get(field) != new.get(field)
        ]

    @property
    def is_needed(self) -> bool:
        """Whether anything differs from what is stored."""
        old, new = self.stored, self.sight
        return (old.normalised, old.facts, old.issues) != (new.normalised, new.facts, new.issues)


def stored_counts(engine: Engine, since: datetime | None = None) -> dict[str, int]:
    """How many postings each source has, of those last seen at `since` or later. Raises StoreError."""
    query = select(POSTING.c.source, func.count()).where(*_seen(since)).group_by(POSTING.c.source)
    with reading(engine) as connection:
        return dict(connection.execute(query.order_by(POSTING.c.source)).all())


def stored_postings(
    engine: Engine, source: str, *, since: datetime | None = None, after: int = 0, limit: int
) -> list[Stored]:
    """At most `limit` postings of a source, in the order of their ids, beginning behind the id `after`.

    `since` leaves out those not seen at that instant or later. Raises StoreError.
    """
    chosen = (
        select(POSTING.c.id)
        .where(POSTING.c.source == source, POSTING.c.id > after, *_seen(since))
        .order_by(POSTING.c.id)
        .limit(limit)
    )
    with reading(engine) as connection:
        ids = list(connection.execute(chosen).scalars())
        return _load(connection, ids) if ids else []


def replace_readings(engine: Engine, rereadings: Sequence[Rereading], moment: datetime) -> None:
    """Store what today's rules read, all or nothing; the readings so far are kept in `earlier_reading`.

    The caller holds the lock of the postings' source. Text, labels and times of a sight stay, and so does the place
    of the posting in its life; links to other postings are judged anew. Raises StoreError.
    """
    if not rereadings:
        return
    with writing(engine) as connection:
        take_turns(connection)
        altered = [one.stored.posting_id for one in rereadings if one.differences]
        touched = buckets(connection, altered)
        add(connection, EARLIER_READING, [_earlier(one.stored, moment) for one in rereadings])
        _forget(connection, [one.stored for one in rereadings])
        for part in PARTS:
            add(
                connection,
                part,
                [
                    {"posting_id": one.stored.posting_id, **row}
                    for one in rereadings
                    for row in one.sight.parts[part.name]
                ],
            )
        renamed = [one.stored.posting_id for one in rereadings if "title" in {diff.field for diff in one.differences}]
        forget(connection, renamed)
        _update(connection, POSTING, [{"at": one.stored.posting_id, **_columns(one.sight)} for one in rereadings])
        enter(connection, renamed)
        _update(
            connection,
            OBSERVATION,
            [{"at": one.stored.observation_id, "normalised": one.sight.normalised} for one in rereadings],
        )
        facts = [{"observation_id": one.stored.observation_id, **row} for one in rereadings for row in one.sight.facts]
        add(connection, FACT, facts)
        add(connection, ISSUE, [{**_place(one.stored), **row} for one in rereadings for row in one.sight.issues])
        because = {"changed_at": moment, "cause": ChangeCause.RULES.value}
        changes = [
            {**_place(one.stored), **because, **diff._asdict()} for one in rereadings for diff in one.differences
        ]
        add(connection, CHANGE, changes)
        link(connection, altered, run_id=None, moment=moment, touched=touched)


def _seen(since: datetime | None) -> list[ColumnElement[bool]]:
    return [] if since is None else [POSTING.c.last_seen_at >= since]


def _load(connection: Connection, ids: list[int]) -> list[Stored]:
    """The postings with these ids, each with its latest observation."""
    latest = (
        select(func.max(OBSERVATION.c.id)).where(OBSERVATION.c.posting_id.in_(ids)).group_by(OBSERVATION.c.posting_id)
    )
    columns = (POSTING.c.source, POSTING.c.external_id, POSTING.c.language, POSTING_TEXT.c.text)
    joined = OBSERVATION.join(POSTING, POSTING.c.id == OBSERVATION.c.posting_id).join(POSTING_TEXT)
    seen = select(OBSERVATION, *columns).select_from(joined).where(OBSERVATION.c.id.in_(latest))
    facts: dict[int, list[Values]] = defaultdict(list)
    wanted = select(FACT.c.observation_id, *_FACTS).where(FACT.c.observation_id.in_(latest)).order_by(FACT.c.id)
    for observation_id, *values in connection.execute(wanted):
        facts[observation_id].append({column.name: value for column, value in zip(_FACTS, values, strict=True)})
    issues: dict[tuple[int, int], dict[int, Values]] = defaultdict(dict)
    about_the_id = and_(ISSUE.c.field.is_(None), ISSUE.c.raw == POSTING.c.external_id)
    noted = (
        select(ISSUE.c.run_id, ISSUE.c.posting_id, ISSUE.c.id, *_ISSUES)
        .join(POSTING, POSTING.c.id == ISSUE.c.posting_id)
        .where(ISSUE.c.posting_id.in_(ids), func.coalesce(~about_the_id, true()))
    )
    for run_id, posting_id, id, *values in connection.execute(noted.order_by(ISSUE.c.id)):
        row = {column.name: value for column, value in zip(_ISSUES, values, strict=True)}
        issues[run_id, posting_id][id] = row
    return [
        Stored(
            posting_id=row["posting_id"],
            observation_id=row["id"],
            run_id=row["run_id"],
            seen_at=row["observed_at"],
            raw=_raw(row),
            normalised=row["normalised"],
            facts=facts[row["id"]],
            issues=list(issues[row["run_id"], row["posting_id"]].values()),
            issue_ids=list(issues[row["run_id"], row["posting_id"]]),
        )
        for row in connection.execute(seen.order_by(OBSERVATION.c.posting_id)).mappings()
    ]


def _raw(row: Mapping[Any, Any]) -> RawPosting:
    """The raw posting as it went into the store."""
    return RawPosting(
        source=row["source"],
        external_id=row["external_id"],
        url=row["url"],
        text=row["text"],
        labels=tuple(
            Label(label["name"], label["value"], Field(label["field"]) if label["field"] else None)
            for label in row["labels"]
        ),
        language=row["language"],
        fetched_at=row["observed_at"],
    )


def _earlier(stored: Stored, moment: datetime) -> Values:
    return {
        "observation_id": stored.observation_id, "replaced_at": moment, "version": __version__,
        "normalised": stored.normalised, "facts": stored.facts, "issues": stored.issues,
    }  # fmt: skip


def _forget(connection: Connection, replaced: list[Stored]) -> None:
    """Take away what `earlier_reading` holds now, and the lists of the postings."""
    for part in PARTS:
        connection.execute(delete(part).where(part.c.posting_id.in_([one.posting_id for one in replaced])))
    connection.execute(delete(FACT).where(FACT.c.observation_id.in_([one.observation_id for one in replaced])))
    connection.execute(delete(ISSUE).where(ISSUE.c.id.in_([id for one in replaced for id in one.issue_ids])))


def _place(stored: Stored) -> Values:
    return {"posting_id": stored.posting_id, "run_id": stored.run_id}


def _columns(sight: Sight) -> Values:
    """The columns of `posting` that rules read; the hash is of what the page printed."""
    return {name: value for name, value in sight.row.items() if name != "content_hash"}


def _update(connection: Connection, target: Table, rows: Sequence[Values]) -> None:
    """Update rows; `at` is the id, the other keys are columns."""
    connection.execute(update(target).where(target.c.id == bindparam("at")), rows)
