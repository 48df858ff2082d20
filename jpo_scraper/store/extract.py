"""Views as streams of rows, for exports: one at a time from the database, however many there are."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Date, Float, Integer, ScalarSelect, Select, String, Table, Text, func, select
from sqlalchemy.engine import Engine, Row
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from jpo_scraper.exceptions import UsageError, did_you_mean, nearest
from jpo_scraper.store.engine import reading
from jpo_scraper.store.filters import EVERY, Filters
from jpo_scraper.store.models import AGENCY, CHANGE, OBSERVATION, POSTING, POSTING_TEXT, UtcDateTime
from jpo_scraper.store.queries import chosen_ids, in_order
from jpo_scraper.store.views import IS_POSTING, OPEN_VACANCIES, POSTING_ID, POSTINGS_FLAT, VIEWS
from jpo_scraper.vocab import ColumnKind

BATCH = 500
"""Rows that are fetched from the database at a time."""

_KINDS: tuple[tuple[type[TypeEngine[Any]] | type[UtcDateTime], ColumnKind], ...] = (
    (UtcDateTime, ColumnKind.MOMENT),
    (Boolean, ColumnKind.BOOLEAN),
    (Date, ColumnKind.DATE),
    (Integer, ColumnKind.INTEGER),
    (Float, ColumnKind.NUMBER),
    (String, ColumnKind.TEXT),
    (Text, ColumnKind.TEXT),
)


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """A column of a view or table."""

    name: str
    kind: ColumnKind
    words: str
    is_nullable: bool = True


@dataclass(frozen=True, slots=True)
class Extract:
    """The rows of a view, as they come."""

    columns: Sequence[StoredColumn]
    rows: Iterator[Row[Any]]
    """To be read once, while the extract is open."""


def view_called(name: str) -> Table:
    """The view of this name. Raises UsageError with the nearest names."""
    if name in VIEWS.tables:
        return VIEWS.tables[name]
    remedy = "`jpo query` without SQL shows all views."
    raise UsageError(f"There is no view {name!r}.{did_you_mean(nearest(name, VIEWS.tables))} {remedy}")


def is_of_postings(view: Table) -> bool:
    """Whether each row of the view belongs to a posting, so that it can be filtered."""
    return POSTING_ID in view.info


def kind_of(column: ColumnElement[Any]) -> ColumnKind:
    """What the values of a column are."""
    return next((kind for type_, kind in _KINDS if isinstance(column.type, type_)), ColumnKind.JSON)


def described(column: ColumnElement[Any]) -> StoredColumn:
    """A column of the models or the views in words."""
    words = getattr(column, "comment", None) or _key_words(column)
    return StoredColumn(str(getattr(column, "key", "")), kind_of(column), words, getattr(column, "nullable", True))


def _key_words(column: ColumnElement[Any]) -> str:
    """What a column without a comment is: a key to another table, or the row's own."""
    targets = [key.target_fullname for key in column.foreign_keys]
    return targets[0] if targets else "number of the row" if column.primary_key else ""


@contextmanager
def extract(
    engine: Engine,
    view: Table,
    as_of: datetime,
    filters: Filters = EVERY,
    *,
    more: Collection[str] = (),
    limit: int | None = None,
) -> Iterator[Extract]:
    """The rows of a view in a stable order; of postings, the nearest deadline first.

    `filters` are for views whose rows belong to postings (`is_of_postings`), `more` for those whose rows are postings:
    it names columns that follow the view's own where it lacks them, columns of `posting` and `postings_flat`, and the
    keys of `_MORE`. `open_vacancies` is read at the instant `as_of`, other views as they are now. Raises UsageError
    where the view is another, and StoreError.
    """
    if more and IS_POSTING not in view.info:
        raise _wrong_rows(view, IS_POSTING, "are no postings")
    query = _query(view, as_of, filters, [name for name in more if name not in view.c])
    columns = [described(column) for column in query.selected_columns]
    with reading(engine) as connection:
        options = {"yield_per": BATCH}
        yield Extract(columns, iter(connection.execute(query.limit(limit), execution_options=options)))


def count(engine: Engine, view: Table, as_of: datetime, filters: Filters = EVERY) -> int:
    """How many rows `extract` gives without a limit. Raises UsageError and StoreError as it does."""
    rows = _query(view, as_of, filters, ()).order_by(None).subquery()
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(rows)).scalar_one()


def _query(view: Table, as_of: datetime, filters: Filters, more: Collection[str]) -> Select[Any]:
    is_of_now = view is OPEN_VACANCIES
    base = POSTINGS_FLAT if is_of_now else view
    columns = [base.c[column.name] for column in view.c]
    chosen = chosen_ids(as_of, filters, only_open=is_of_now)
    if not is_of_postings(base):
        if chosen is not None:
            raise _wrong_rows(view, POSTING_ID, "belong to no posting")
        return select(*columns).order_by(*in_order(base))
    posting_id = base.c[base.info[POSTING_ID]]
    query = select(*columns, *(_more(name, posting_id).label(name) for name in more)).order_by(*in_order(base))
    return query if chosen is None else query.where(posting_id.in_(chosen))


def _wrong_rows(view: Table, needed: str, words: str) -> UsageError:
    others = ", ".join(name for name, other in VIEWS.tables.items() if needed in other.info)
    return UsageError(f"The rows of {view.name} {words}; this is possible with {others}.")


def _more(name: str, posting_id: ColumnElement[int]) -> ScalarSelect[Any]:
    """A column about the posting that the view lacks."""
    if name in _MORE:
        return _MORE[name](posting_id).scalar_subquery()
    of = POSTING if name in POSTING.c else POSTINGS_FLAT.alias("flat")
    return select(of.c[name]).where(of.c.id == posting_id).scalar_subquery()


def _latest(column: ColumnElement[Any], posting_id: ColumnElement[int]) -> Select[Any]:
    """A column of the posting's latest observation or its text."""
    joined = OBSERVATION.join(POSTING_TEXT, POSTING_TEXT.c.observation_id == OBSERVATION.c.id)
    mine = select(column).select_from(joined).where(OBSERVATION.c.posting_id == posting_id)
    return mine.order_by(OBSERVATION.c.id.desc()).limit(1)


def _changed_at(posting_id: ColumnElement[int]) -> Select[Any]:
    """When the posting last changed; when it was first seen, where it never did."""
    last = select(func.max(CHANGE.c.changed_at)).where(CHANGE.c.posting_id == POSTING.c.id).scalar_subquery()
    return select(func.coalesce(last, POSTING.c.first_seen_at)).where(POSTING.c.id == posting_id)


def _changed_fields(posting_id: ColumnElement[int]) -> Select[Any]:
    """The fields of the posting's last change, parted by `, `; null where it never changed."""
    other = CHANGE.alias("other")
    last = select(func.max(other.c.changed_at)).where(other.c.posting_id == CHANGE.c.posting_id).scalar_subquery()
    fields = func.aggregate_strings(CHANGE.c.field, ", ")
    return select(fields).where(CHANGE.c.posting_id == posting_id, CHANGE.c.changed_at == last)


_MORE: Mapping[str, Callable[[ColumnElement[int]], Select[Any]]] = {
    "normalised": lambda posting_id: _latest(OBSERVATION.c.normalised, posting_id),
    "text": lambda posting_id: _latest(POSTING_TEXT.c.text, posting_id),
    "changed_at": _changed_at,
    "changed_fields": _changed_fields,
    "revision": lambda posting_id: select(func.count()).where(CHANGE.c.posting_id == posting_id),
    "agency_name": lambda posting_id: (
        select(AGENCY.c.name_en).join(POSTING, POSTING.c.agency == AGENCY.c.code).where(POSTING.c.id == posting_id)
    ),
}
"""Columns about a posting that stand in no view: `normalised` is the posting JSON without facts, `text` the plain text
as last read, `revision` how many changes of fields were seen."""
