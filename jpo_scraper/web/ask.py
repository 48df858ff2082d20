"""The questions of the pages and of the report: each a function from a connection to a small dataclass."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    func,
    literal,
    null,
    select,
    union_all,
)

from jpo_scraper.store.filters import EVERY, Filters
from jpo_scraper.store.models import (
    AGENCY_TALLY,
    COMPETENCY_TALLY,
    DAYS_LEFT_TALLY,
    DUTY_STATION,
    POSTING,
    POSTING_COMPETENCY,
    POSTING_DUTY_STATION,
    POSTING_SPONSOR,
    SPONSOR_TALLY,
)
from jpo_scraper.store.queries import Row, chosen_ids, soonest
from jpo_scraper.store.views import POSTINGS_FLAT

PAGE = 50
"""Postings on one page of the list."""

SOONEST = 12
"""Deadlines on the front page."""

IN_REPORT = 1000
"""Deadlines in a report."""

FACETED = 50_000
"""Postings of a list that are counted by value at most: more take seconds."""

FACET = 15
"""Values of a facet that are shown; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Count:
    """A value, and how many postings state it."""

    value: str
    number: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of a field among the postings of a list, the most frequent first."""

    field: str
    """Name of the filter in a URL."""
    counts: Sequence[Count]
    left_out: int
    """Values that are not shown."""


@dataclass(frozen=True, slots=True)
class Front:
    """What one can apply to."""

    open: int
    sponsors: Sequence[Count]
    agencies: Sequence[Count]
    soonest: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list."""

    total: int
    rows: Sequence[Row]
    facets: Sequence[Facet]

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Table2:
    """Numbers by two things: a row and a column."""

    rows: Sequence[str]
    columns: Sequence[str]
    numbers: Mapping[tuple[str, str], int]

    def total(self, row: str) -> int:
        """The sum of a row."""
        return sum(self.numbers.get((row, column), 0) for column in self.columns)


@dataclass(frozen=True, slots=True)
class Charts:
    """What the charts show: every JPO vacancy that was ever stored, once, as the summaries of `store.views` count."""

    by_year: Table2
    """Sponsors and years of the deadline; `not stated` for vacancies of which no posting names a sponsor."""
    by_agency: Table2
    """Agencies and sponsors."""
    days_left: Sequence[Count]
    """How many days before their deadline vacancies were first seen."""
    competencies: Sequence[Count]
    vacancies: int
    without_days: int
    """Vacancies without a deadline, or first seen after it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A duty station of a number of postings."""

    city: str | None
    country: str | None
    number: int
    lat: float | None
    lon: float | None
    is_exact: bool
    """False: only the country is named, and the point is its capital."""


# --- lists ------------------------------------------------------------------------------------------------------------


def chosen(as_of: datetime, filters: Filters = EVERY, *, include_all: bool = False) -> CTE:
    """The ids of the postings of a list. Of the open postings of one vacancy one is there, as in `jpo list`."""
    ids = chosen_ids(as_of, filters, only_open=not include_all)
    if ids is None:
        ids = select(POSTING.c.id)
    if include_all:
        return ids.cte("chosen")
    vacancy = func.coalesce(-POSTING.c.vacancy_id, POSTING.c.id)
    place = func.row_number().over(partition_by=vacancy, order_by=(POSTING.c.reference.is_(None), POSTING.c.id))
    found = select(POSTING.c.id, place.label("place")).where(POSTING.c.id.in_(ids)).subquery()
    return select(found.c.id).where(found.c.place == 1).cte("chosen")


def front(connection: Connection, as_of: datetime, *, limit: int = SOONEST) -> Front:
    """What is open at the instant `as_of`, with the nearest deadlines."""
    ids = chosen(as_of)
    number, counts = _counted(connection, ids, ("sponsor", "agency"))
    return Front(number, counts["sponsor"], counts["agency"], _page(connection, ids, limit, 0))


def listing(connection: Connection, as_of: datetime, filters: Filters, page: int, *, include_all: bool) -> Listing:
    """The page of this number, from 1, of the postings that meet the filters, with the facets of all of them.

    Where they are very many (`FACETED`) there are no facets.
    """
    ids = chosen(as_of, filters, include_all=include_all)
    is_long = include_all and _counted(connection, ids, ())[0] > FACETED
    number, counts = _counted(connection, ids, () if is_long else tuple(_FACETS))
    rows = _page(connection, ids, PAGE, (page - 1) * PAGE)
    facets = [Facet(name, found[:FACET], len(found[FACET:])) for name, found in counts.items()]
    return Listing(number, rows, facets)


def row_of(connection: Connection, id: int) -> Row | None:
    """The posting with this id, as lists have it; None where there is none."""
    return next(iter(_rows(connection, [id])), None)


_FACETS: Mapping[str, ColumnElement[Any]] = {
    "sponsor": POSTING_SPONSOR.c.country,
    "agency": POSTING.c.agency,
    "country": POSTING_DUTY_STATION.c.country,
    "grade": POSTING.c.grade,
    "competency": POSTING_COMPETENCY.c.name,
}
"""Name of a facet, as in a URL, and the column that holds its values."""


def _counted(connection: Connection, ids: CTE, facets: Sequence[str]) -> tuple[int, dict[str, list[Count]]]:
    """How many postings there are, and how many state each value, the most frequent first.

    In one statement, so that the postings are looked for once.
    """
    everything = select(literal("").label("facet"), null().label("value"), func.count().label("number")).select_from(
        ids
    )
    found: dict[str, list[Count]] = {name: [] for name in facets}
    total = 0
    query: CompoundSelect[Any] = union_all(everything, *(_facet(ids, name) for name in facets))
    for name, value, number in connection.execute(query):
        if name:
            found[name].append(Count(value, number))
        else:
            total = number
    return total, {name: sorted(counts, key=lambda one: (-one.number, one.value)) for name, counts in found.items()}


def _facet(ids: CTE, name: str) -> Select[Any]:
    column = _FACETS[name]
    of: Any = column.table
    key = POSTING.c.id if of is POSTING else of.c.posting_id
    # `IN`, not a join: SQLite would read the whole list and look up each of its rows among the postings.
    mine = key.in_(select(ids.c.id))
    return select(literal(name), column, func.count(key.distinct())).where(mine, column.is_not(None)).group_by(column)


def _page(connection: Connection, ids: CTE, limit: int, offset: int) -> list[Row]:
    """The rows of a page: first the ids, as the lists of a row are worked out for each row that is sorted."""
    query = select(POSTING.c.id).join(ids, ids.c.id == POSTING.c.id).order_by(*soonest(POSTING))
    return _rows(connection, list(connection.execute(query.limit(limit).offset(offset)).scalars()))


def _rows(connection: Connection, ids: Sequence[int]) -> list[Row]:
    """The rows of `postings_flat` with the language of the page and the names of all sources of the vacancy."""
    query = (
        select(POSTINGS_FLAT, POSTING.c.language, POSTING.c.vacancy_id)
        .join(POSTING, POSTING.c.id == POSTINGS_FLAT.c.id)
        .where(POSTINGS_FLAT.c.id.in_(ids))
    )
    found = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    vacancies = {row["vacancy_id"] for row in found.values()} - {None}
    sources: dict[int, set[str]] = defaultdict(set)
    akin = select(POSTING.c.vacancy_id, POSTING.c.source).where(POSTING.c.vacancy_id.in_(vacancies))
    for vacancy, source in connection.execute(akin):
        sources[vacancy].add(source)
    return [{**found[id], "sources": sorted(sources[found[id]["vacancy_id"]] | {found[id]["source"]})} for id in ids]


# --- charts and map ---------------------------------------------------------------------------------------------------

NOT_STATED = "not stated"
NO_DEADLINE = "none"
"""In the place of a year."""
MOST_COLUMNS, MOST_ROWS, MOST_COMPETENCIES = 20, 20, 15
OTHERS = "others"
DAYS_LEFT = (7, 14, 21, 30, 45, 60, 90)
"""Upper ends of the classes of days."""


def charts(connection: Connection) -> Charts:
    """The numbers of the charts, from the counts that are kept: no posting is read."""
    by_year, by_agency = _by_sponsor(connection)
    days, without_days = _days_left(connection)
    return Charts(
        by_year=by_year,
        by_agency=by_agency,
        days_left=days,
        competencies=_competencies(connection),
        vacancies=sum(count.number for count in days) + without_days,
        without_days=without_days,
    )


def places(connection: Connection, as_of: datetime, *, include_all: bool = False) -> list[Place]:
    """The duty stations of what is open, or of all postings; the most frequent first."""
    ids = chosen(as_of, include_all=include_all)
    number = func.count(POSTING_DUTY_STATION.c.posting_id.distinct())
    at = and_(
        DUTY_STATION.c.city == POSTING_DUTY_STATION.c.city,
        DUTY_STATION.c.country_iso2 == POSTING_DUTY_STATION.c.country,
    )
    query = (
        select(
            POSTING_DUTY_STATION.c.city, POSTING_DUTY_STATION.c.country, number, DUTY_STATION.c.lat, DUTY_STATION.c.lon
        )
        .join(ids, ids.c.id == POSTING_DUTY_STATION.c.posting_id)
        .outerjoin(DUTY_STATION, at)
        .group_by(POSTING_DUTY_STATION.c.city, POSTING_DUTY_STATION.c.country, DUTY_STATION.c.lat, DUTY_STATION.c.lon)
        .order_by(number.desc(), POSTING_DUTY_STATION.c.country, POSTING_DUTY_STATION.c.city)
    )
    capitals = {
        row.country_iso2: (row.lat, row.lon)
        for row in connection.execute(select(DUTY_STATION).where(DUTY_STATION.c.is_capital == "yes"))
    }
    return [
        Place(row.city, row.country, row[2], *_point(row, capitals), is_exact=row.lat is not None)
        for row in connection.execute(query)
    ]


def _point(row: Any, capitals: Mapping[str, tuple[float, float]]) -> tuple[float | None, float | None]:
    return (row.lat, row.lon) if row.lat is not None else capitals.get(row.country, (None, None))


def _by_sponsor(connection: Connection) -> tuple[Table2, Table2]:
    """Sponsors by years, and agencies by sponsors."""
    named, unnamed = SPONSOR_TALLY.c, AGENCY_TALLY.c
    query = union_all(
        select(named.agency, named.year, named.sponsor, named.vacancies),
        select(unnamed.agency, unnamed.year, null(), unnamed.without_sponsor).where(unnamed.without_sponsor > 0),
    )
    years: Counter[tuple[str, str]] = Counter()
    agencies: Counter[tuple[str, str]] = Counter()
    for agency, year, sponsor, number in connection.execute(query):
        pays = sponsor or NOT_STATED
        years[pays, str(year) if year else NO_DEADLINE] += number
        agencies[agency or NOT_STATED, pays] += number
    return Table2(_by_size(years), _years({when for _, when in years}), years), _cut(agencies)


def _years(found: Collection[str]) -> list[str]:
    """The last years in a row, those without a post too; at the end what has no year."""
    dated = [int(year) for year in found if year != NO_DEADLINE]
    row = [str(year) for year in range(min(dated), max(dated) + 1)] if dated else []
    return row[-MOST_COLUMNS:] + [NO_DEADLINE] * (NO_DEADLINE in found)


def _cut(numbers: Mapping[tuple[str, str], int]) -> Table2:
    """The table with its highest rows and columns; the others go together."""
    rows = _by_size(numbers)
    columns = _by_size({(column, row): number for (row, column), number in numbers.items()})
    kept = _folded(numbers, rows[:MOST_ROWS], columns[:MOST_COLUMNS])
    return Table2(_shortened(rows, MOST_ROWS), _shortened(columns, MOST_COLUMNS), kept)


def _by_size(numbers: Mapping[tuple[str, str], int]) -> list[str]:
    """The first parts of the keys, those of the highest sums first; what is not stated last."""
    sums: Counter[str] = Counter()
    for (one, _), number in numbers.items():
        sums[one] += number
    return sorted(sums, key=lambda one: (one == NOT_STATED, -sums[one], one))


def _shortened(names: Sequence[str], most: int) -> list[str]:
    return [*names[:most], *([OTHERS] if len(names) > most else [])]


def _folded(
    numbers: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str]
) -> dict[tuple[str, str], int]:
    """The numbers, with those of rows and columns that are not shown under `others`."""
    made: Counter[tuple[str, str]] = Counter()
    for (row, column), number in numbers.items():
        made[row if row in rows else OTHERS, column if column in columns else OTHERS] += number
    return made


def _days_left(connection: Connection) -> tuple[list[Count], int]:
    """The vacancies by classes of days, and how many belong to none."""
    column = DAYS_LEFT_TALLY.c
    query = select(column.days_left, func.sum(column.vacancies)).group_by(column.days_left)
    classes: Counter[int] = Counter()
    unknown = 0
    for days, number in connection.execute(query):
        if days is None:
            unknown = number
        else:
            classes[bisect_left(DAYS_LEFT, days)] += number
    starts = (0, *(most + 1 for most in DAYS_LEFT))
    names = [f"{start}–{end}" for start, end in zip(starts, DAYS_LEFT, strict=False)] + [f"over {DAYS_LEFT[-1]}"]
    return [Count(name, classes[place]) for place, name in enumerate(names)], unknown


def _competencies(connection: Connection) -> list[Count]:
    column = COMPETENCY_TALLY.c
    number = func.sum(column.named)
    query = select(column.name, number).group_by(column.name).order_by(number.desc(), column.name)
    return [Count(name, count) for name, count in connection.execute(query.limit(MOST_COMPETENCIES))]


# --- words ------------------------------------------------------------------------------------------------------------


def days_left(row: Row, as_of: datetime) -> int | None:
    """Whole days until the last day to apply; None where no deadline is stated."""
    on: date | None = row["deadline_on"]
    return (on - as_of.astimezone(UTC).date()).days if on else None


def most(counts: Iterable[Count]) -> int:
    """The highest of the numbers; 0 of none."""
    return max((count.number for count in counts), default=0)
