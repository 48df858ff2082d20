"""What commands ask. Rows are plain mappings: column name to value."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, String, Table, cast, func, literal_column, or_, select

from jpo_scraper.store.engine import reading
from jpo_scraper.store.filters import EVERY, Filters
from jpo_scraper.store.models import CHANGE, FACT, ISSUE, OBSERVATION, POSTING, POSTING_TEXT, RUN
from jpo_scraper.store.rows import PARTS
from jpo_scraper.store.search import best
from jpo_scraper.store.views import ORDER, POSTINGS_FLAT, SOURCE_HEALTH
from jpo_scraper.vocab import Field, PostingStatus

Row = Mapping[str, Any]


_SPANS = {"span_start": "start", "span_end": "end"}
FACTS = select(*(column.label(_SPANS.get(column.name, column.name)) for column in FACT.columns))
"""Facts with the keys of the posting JSON; `start` and `end` are offsets into the text."""

Stated = tuple[str, str, str]
"""What a comparison needs of a fact: its value as a text of JSON, the words, the basis. Most facts say what others say,
in the same words, and need not be read again."""
_STATED = select(
    FACT.c.observation_id, FACT.c.field, func.coalesce(cast(FACT.c.value, String), "null"), FACT.c.raw, FACT.c.basis
)

_OWN = [POSTING.c[column.name] for column in POSTINGS_FLAT.columns if column.name in POSTING.c]
"""The columns of `postings_flat` that stand in `posting`: the others are put together from lists, row by row."""

_KEYS = select(POSTING.c.id, POSTING.c.reference, POSTING.c.source)
_LISTED: ColumnElement[str] = literal_column(f"'{PostingStatus.LISTED}'")
"""A word of the statement, not a parameter: so the database sees that the index of listed postings holds the answer."""

_BATCH = 250
"""Postings whose facts are asked for at once."""


@dataclass(frozen=True, slots=True)
class PostingDetail:
    """Everything that the store knows of one posting."""

    posting: Row
    """The row of `posting`."""
    flat: Row
    """The row of `postings_flat`: the same in one line, lists as strings."""
    parts: Mapping[str, Sequence[Row]]
    """The rows of its lists, in order, by table: `posting_sponsor`, `posting_duty_station` …"""
    observations: Sequence[Row]
    """Every sight of new content, oldest first."""
    facts: Sequence[Row]
    """Facts of the latest observation, in the order of the text; `start` and `end` are offsets into `text`."""
    text: str
    """The plain text of the latest observation."""
    changes: Sequence[Row]
    """What changed, oldest first."""
    issues: Sequence[Row]
    """What a person should look at, newest first."""
    runs: Sequence[Row]
    """The runs that saw it first, last, or with new content, oldest first."""


@dataclass(frozen=True, slots=True)
class PostingFacts:
    """A posting with the facts behind it, as last read."""

    flat: Row
    """The row of `postings_flat`, at least what of it stands in `posting`: no lists."""
    normalised: Mapping[str, Any]
    """The posting JSON without facts."""
    facts: Mapping[str, Sequence[Stated]]
    """By field, in the order in which they were read."""


def open_postings(
    engine: Engine,
    as_of: datetime,
    filters: Filters = EVERY,
    *,
    include_all: bool = False,
    limit: int | None = None,
) -> list[Row]:
    """Rows of `postings_flat` that one could apply to at the instant `as_of`, the nearest deadline first.

    `filters` says what else they must state. `include_all` adds the postings that are closed, archived, missing or
    withdrawn. Raises StoreError.
    """
    query = select(POSTINGS_FLAT).order_by(*soonest(POSTINGS_FLAT)).limit(limit)
    return _ask(engine, _chosen(query, POSTINGS_FLAT, as_of, filters, only_open=not include_all))


def found_keys(engine: Engine, as_of: datetime, filters: Filters, *, include_all: bool = False) -> list[Row]:
    """`id`, `reference` and `source` of the postings that hold the words `filters.search`, the best first: at most
    `search.RANKED`. Raises StoreError."""
    others = chosen_ids(as_of, replace(filters, search=None), only_open=not include_all)
    found = best(filters.search or "", others).subquery()
    return _ask(engine, _KEYS.join(found, found.c.rowid == POSTING.c.id).order_by(found.c.score, POSTING.c.id.desc()))


def flat_rows(engine: Engine, ids: Sequence[int]) -> list[Row]:
    """The rows of `postings_flat` with these ids, in their order. Raises StoreError."""
    with reading(engine) as connection:
        return flat_of(connection, ids)


def flat_of(connection: Connection, ids: Sequence[int]) -> list[Row]:
    """The same, on a connection that is open."""
    rows = {
        row["id"]: row
        for start in range(0, len(ids), _BATCH)
        for row in _rows(connection, select(POSTINGS_FLAT).where(POSTINGS_FLAT.c.id.in_(ids[start : start + _BATCH])))
    }
    return [rows[id] for id in ids]


def latest_texts(engine: Engine, ids: Sequence[int]) -> Mapping[int, str]:
    """The texts of some postings as last read, by posting. Raises StoreError."""
    latest = (
        select(func.max(OBSERVATION.c.id)).where(OBSERVATION.c.posting_id.in_(ids)).group_by(OBSERVATION.c.posting_id)
    )
    joined = OBSERVATION.join(POSTING_TEXT, POSTING_TEXT.c.observation_id == OBSERVATION.c.id)
    query = (
        select(OBSERVATION.c.posting_id, POSTING_TEXT.c.text).select_from(joined).where(OBSERVATION.c.id.in_(latest))
    )
    with reading(engine) as connection:
        return dict(connection.execute(query).all())


def find_posting(engine: Engine, key: str) -> list[Row]:
    """Rows of `postings_flat` with this id, reference or external id; several where sources share a number."""
    flat = POSTINGS_FLAT.c
    same = [flat.reference == key, flat.external_id == key]
    if key.isascii() and key.isdigit() and len(key) < len(str(2**31)):
        same.append(flat.id == int(key))
    return _ask(engine, select(POSTINGS_FLAT).where(or_(*same)).order_by(flat.id))


def posting(engine: Engine, id: int) -> PostingDetail | None:
    """Everything about the posting with this id; None where there is none. Raises StoreError."""
    with reading(engine) as connection:
        found = _first(connection, select(POSTING).where(POSTING.c.id == id))
        if found is None:
            return None
        observations = _of(connection, OBSERVATION, id)
        latest = observations[-1]["id"]
        runs = {found["first_seen_run_id"], found["last_seen_run_id"], *(row["run_id"] for row in observations)}
        return PostingDetail(
            posting=found,
            flat=_rows(connection, select(POSTINGS_FLAT).where(POSTINGS_FLAT.c.id == id))[0],
            parts={
                part.name: _rows(connection, select(part).where(part.c.posting_id == id).order_by(part.c.position))
                for part in PARTS
            },
            observations=observations,
            facts=_rows(
                connection,
                FACTS.where(FACT.c.observation_id == latest).order_by(
                    FACT.c.span_start.is_(None), FACT.c.span_start, FACT.c.id
                ),
            ),
            text=connection.execute(
                select(POSTING_TEXT.c.text).where(POSTING_TEXT.c.observation_id == latest)
            ).scalar_one(),
            changes=_of(connection, CHANGE, id),
            issues=_of(connection, ISSUE, id)[::-1],
            runs=_rows(connection, select(RUN).where(RUN.c.id.in_(runs)).order_by(RUN.c.id)),
        )


def open_with_facts(
    engine: Engine, as_of: datetime, fields: Collection[Field] = tuple(Field), filters: Filters = EVERY
) -> Iterator[PostingFacts]:
    """The postings that `open_postings` gives, in its order, with what was last read of each. Raises StoreError.

    Lists are in the posting JSON, so the rows have none. Of the facts only those of `fields` are read. Read in batches,
    so that memory does not grow with the number of postings.
    """
    rows = _ask(engine, _chosen(select(*_OWN).order_by(*soonest(POSTING)), POSTING, as_of, filters, only_open=True))
    with reading(engine) as connection:
        for start in range(0, len(rows), _BATCH):
            yield from _with_facts(connection, rows[start : start + _BATCH], fields)


def source_health(engine: Engine) -> list[Row]:
    """Rows of `source_health`, by source. Raises StoreError."""
    return _ask(engine, select(SOURCE_HEALTH).order_by(SOURCE_HEALTH.c.source))


def last_run_of_each(engine: Engine) -> list[Row]:
    """Rows of `source_health` with what else its last run says of itself, by source. Raises StoreError."""
    more = [column for column in RUN.columns if column.name not in SOURCE_HEALTH.c and column.name != "id"]
    joined = SOURCE_HEALTH.outerjoin(RUN, RUN.c.id == SOURCE_HEALTH.c.last_run_id)
    return _ask(engine, select(SOURCE_HEALTH, *more).select_from(joined).order_by(SOURCE_HEALTH.c.source))


def last_runs(engine: Engine, limit: int) -> list[Row]:
    """Rows of `run`, the newest first. Raises StoreError."""
    return _ask(engine, select(RUN).order_by(RUN.c.id.desc()).limit(limit))


def soonest(view: Table) -> tuple[ColumnElement[Any], ...]:
    """The order of a view of postings that people want: the nearest deadline first, those without one last.

    A day without a moment lasts to its end, so it comes after the moments of that day; left to the backends, SQLite
    would put it before them and PostgreSQL after.
    """
    return view.c.deadline_on.is_(None), view.c.deadline_on, view.c.deadline_at.nulls_last(), view.c.id


def in_order(view: Table) -> tuple[ColumnElement[Any], ...]:
    """The order of a view's rows: the soonest first, or what the view says; what is not stated comes last."""
    if ORDER not in view.info:
        return soonest(view)
    columns = [view.c[name] for name in view.info[ORDER]]
    return tuple(key for column in columns for key in ((column.is_(None), column) if column.nullable else (column,)))


def chosen_ids(as_of: datetime, filters: Filters, *, only_open: bool) -> Select[tuple[int]] | None:
    """The ids of the postings that a person asks for; None: every posting."""
    return filters.query(as_of, *([_is_open(as_of)] if only_open else []))


def _chosen(query: Select[Any], of: Table, as_of: datetime, filters: Filters, *, only_open: bool) -> Select[Any]:
    """The query, of those rows of `of` alone that a person asks for."""
    ids = chosen_ids(as_of, filters, only_open=only_open)
    return query if ids is None else query.where(of.c.id.in_(ids))


def _is_open(as_of: datetime) -> ColumnElement[bool]:
    """The condition of the view `open_vacancies`, on `posting` and at another instant than now."""
    day = as_of.astimezone(UTC).date()
    on, at = POSTING.c.deadline_on, POSTING.c.deadline_at
    return (
        (POSTING.c.status == _LISTED)
        & POSTING.c.is_archived.is_(False)
        & ((at > as_of) | (at.is_(None) & (on.is_(None) | (on >= day))))
    )


def _with_facts(connection: Connection, rows: Sequence[Row], fields: Collection[Field]) -> Iterator[PostingFacts]:
    """The latest observation of each posting, with its facts."""
    ids = [row["id"] for row in rows]
    latest = (
        select(func.max(OBSERVATION.c.id)).where(OBSERVATION.c.posting_id.in_(ids)).group_by(OBSERVATION.c.posting_id)
    )
    columns = (OBSERVATION.c.posting_id, OBSERVATION.c.id, OBSERVATION.c.normalised)
    seen = {row["posting_id"]: row for row in _rows(connection, select(*columns).where(OBSERVATION.c.id.in_(latest)))}
    facts: dict[int, dict[str, list[Stated]]] = defaultdict(lambda: defaultdict(list))
    of_fields = _STATED.where(FACT.c.observation_id.in_([row["id"] for row in seen.values()]), FACT.c.field.in_(fields))
    for observation, field, *stated in connection.execute(of_fields.order_by(FACT.c.id)):
        facts[observation][field].append(tuple(stated))
    for row in rows:
        yield PostingFacts(row, seen[row["id"]]["normalised"], facts[seen[row["id"]]["id"]])


def _of(connection: Connection, source: Table, posting_id: int) -> list[Row]:
    """The rows of a table that belong to a posting, oldest first."""
    return _rows(connection, select(source).where(source.c.posting_id == posting_id).order_by(source.c.id))


def _ask(engine: Engine, query: Select[Any]) -> list[Row]:
    with reading(engine) as connection:
        return _rows(connection, query)


def _rows(connection: Connection, query: Select[Any]) -> list[Row]:
    found = connection.execute(query)
    names = tuple(found.keys())
    return [dict(zip(names, row, strict=True)) for row in found.all()]


def _first(connection: Connection, query: Select[Any]) -> Row | None:
    return next(iter(_rows(connection, query)), None)
