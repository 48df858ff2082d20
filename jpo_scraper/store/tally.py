"""How many vacancies each agency, sponsor, duty station and competency had: derived from the postings, and kept.

No index counts a million rows while somebody waits, so the summaries add up these counts. What a transaction touches is
counted again in it: all vacancies of an agency with deadlines in a year, a few hundred at most in real life.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Subquery,
    Table,
    case,
    delete,
    func,
    insert,
    select,
    true,
    union,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from jpo_scraper.store.models import (
    AGENCY_TALLY,
    CAMPAIGN_TALLY,
    COMPETENCY_TALLY,
    DAYS_LEFT_TALLY,
    DUTY_STATION_TALLY,
    POSTING,
    POSTING_COMPETENCY,
    POSTING_DUTY_STATION,
    POSTING_SPONSOR,
    SPONSOR_TALLY,
)
from jpo_scraper.store.views import POSTINGS_FLAT, VACANCY_HISTORY

PARTS = {
    AGENCY_TALLY: None,
    DAYS_LEFT_TALLY: None,
    SPONSOR_TALLY: POSTING_SPONSOR,
    CAMPAIGN_TALLY: POSTING_SPONSOR,
    DUTY_STATION_TALLY: POSTING_DUTY_STATION,
    COMPETENCY_TALLY: POSTING_COMPETENCY,
}
"""What is counted → the list of a posting that it is counted by; None: the vacancies themselves."""

_RENAMED = {"sponsor": "country"}
"""Columns of a count that are called otherwise in the list."""


class _Days(FunctionElement[int]):
    """Whole days from the first date to the second."""

    type = Integer()
    inherit_cache = True


@compiles(_Days, "sqlite")
def _days_on_sqlite(element: _Days, compiler: Any, **options: Any) -> str:
    since, until = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(julianday({until}) - julianday({since}) AS INTEGER)"


@compiles(_Days, "postgresql")
def _days_on_postgresql(element: _Days, compiler: Any, **options: Any) -> str:
    since, until = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({until} - {since})"


_HISTORY = VACANCY_HISTORY.c
_OF_VACANCY: Mapping[str, ColumnElement[Any]] = {
    "agency": _HISTORY.agency,
    "year": _HISTORY.year,
    "month": _HISTORY.month,
    "days_left": case(
        (_HISTORY.deadline_on >= _HISTORY.first_seen_on, _Days(_HISTORY.first_seen_on, _HISTORY.deadline_on))
    ),
}
"""Columns of a count that are the vacancy's own."""


class _Measure(NamedTuple):
    """A column of a count that is no key."""

    needed: str | None
    """The column of the vacancies that it is taken from."""
    of: Callable[[Any], ColumnElement[Any]]
    """What it is of the vacancies with the same keys."""


_TURN = "turn"
"""Place of an element of a vacancy's list among those of its name, from 1."""

_MEASURES: Mapping[str, _Measure] = {
    "vacancies": _Measure(None, lambda _: func.count()),
    "named": _Measure(None, lambda one: func.count(case((one[_TURN] == 1, 1)))),
    "without_sponsor": _Measure("sponsors", lambda one: func.count() - func.count(one.sponsors)),
    "first_seen_on": _Measure("first_seen_on", lambda one: func.min(one.first_seen_on)),
    "first_deadline_on": _Measure("deadline_on", lambda one: func.min(one.deadline_on)),
    "last_deadline_on": _Measure("deadline_on", lambda one: func.max(one.deadline_on)),
    "days_open_total": _Measure("days_open", lambda one: func.coalesce(func.sum(one.days_open), 0)),
    "days_open_known": _Measure("days_open", lambda one: func.count(one.days_open)),
}

_BATCH = 250


class Bucket(NamedTuple):
    """What is counted together. None: not stated."""

    agency: str | None
    year: int | None
    """Of the deadline."""


def buckets(connection: Connection, posting_ids: Iterable[int]) -> set[Bucket]:
    """Where the vacancies of these postings count: to be asked before and after a change."""
    found: set[Bucket] = set()
    ids = sorted(posting_ids)
    for start in range(0, len(ids), _BATCH):
        main = select(POSTINGS_FLAT.c.main_id).where(POSTINGS_FLAT.c.id.in_(ids[start : start + _BATCH]))
        stated = select(POSTING.c.agency, POSTING.c.deadline_on).where(POSTING.c.id.in_(main)).distinct()
        found |= {Bucket(row.agency, row.deadline_on and row.deadline_on.year) for row in connection.execute(stated)}
    return found


def recount(connection: Connection, touched: Collection[Bucket]) -> None:
    """Count the vacancies of these agencies and years again."""
    for bucket in touched:
        for tally in PARTS:
            connection.execute(delete(tally).where(_is(tally.c.agency, bucket.agency), _is(tally.c.year, bucket.year)))
        _count(connection, _is(VACANCY_HISTORY.c.agency, bucket.agency) & _falls_in(bucket.year))


def recount_all(connection: Connection) -> None:
    """Count every vacancy again."""
    for tally in PARTS:
        connection.execute(delete(tally))
    _count(connection, true())


def _count(connection: Connection, condition: ColumnElement[bool]) -> None:
    for tally, part in PARTS.items():
        names = [column.name for column in tally.columns if column.name != "id"]
        keys = [name for name in names if name not in _MEASURES]
        needed = dict.fromkeys(_MEASURES[name].needed for name in names if name in _MEASURES)
        found = _vacancies(keys, part, condition, [name for name in needed if name])
        one = (_numbered(found) if "named" in names else found).c
        columns = [one[name] if name in keys else _MEASURES[name].of(one) for name in names]
        connection.execute(insert(tally).from_select(names, select(*columns).group_by(*(one[name] for name in keys))))


def _vacancies(keys: list[str], part: Table | None, condition: ColumnElement[bool], needed: list[str]) -> Subquery:
    """The JPO vacancies to count by these keys, each once for each element that any of its postings has in the list."""
    one = VACANCY_HISTORY.c
    mine = (_OF_VACANCY[name].label(name) for name in keys if name in _OF_VACANCY)
    query = select(one.posting_id, *(one[name] for name in needed), *mine).where(one.is_jpo, condition)
    if part is None:
        return query.subquery()
    query = query.add_columns(
        *(part.c[_RENAMED.get(name, name)].label(name) for name in keys if name not in _OF_VACANCY)
    )
    other = POSTING.alias("other")
    own = VACANCY_HISTORY.join(part, part.c.posting_id == one.posting_id)
    others = VACANCY_HISTORY.join(other, (other.c.vacancy_id == one.vacancy_id) & (other.c.id != one.posting_id)).join(
        part, part.c.posting_id == other.c.id
    )
    # Two searches: one for "the same posting or the same vacancy" finds no index, and compares all with all.
    return union(query.select_from(own), query.select_from(others)).subquery()


def _numbered(found: Subquery) -> Subquery:
    """The elements of each vacancy's list, those of one name numbered in an order that both backends share."""
    order = [func.coalesce(found.c[name], "") for name in ("framework", "category")]
    number = func.row_number().over(partition_by=(found.c.posting_id, found.c.name), order_by=order)
    return select(found, number.label(_TURN)).subquery()


def _is(column: ColumnElement[Any], value: object) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value


def _falls_in(year: int | None) -> ColumnElement[bool]:
    """Whether the deadline is in the year: as days, so that an index finds them."""
    on = VACANCY_HISTORY.c.deadline_on
    return on.is_(None) if year is None else on.between(date(year, 1, 1), date(year, 12, 31))
