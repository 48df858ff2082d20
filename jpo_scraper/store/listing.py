"""The posts that people ask for, each vacancy once, the nearest deadline first: row by row from the database."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, select

from jpo_scraper.store.engine import reading
from jpo_scraper.store.filters import EVERY, Filters
from jpo_scraper.store.models import POSTING
from jpo_scraper.store.queries import Row, chosen_ids, flat_of, soonest

_BATCH = 250
"""Postings whose rows are put together at once."""

_KEYS = select(POSTING.c.id, POSTING.c.reference, POSTING.c.source, POSTING.c.vacancy_id)


class Listing:
    """The postings that one could apply to at the instant `as_of` and that meet the filters.

    Of the postings of a vacancy that are found, one stands for it, with all their sources, in the place of the first of
    them; `each_posting` lists them all. `include_all` adds what is closed, archived, missing or withdrawn.
    """

    def __init__(
        self,
        engine: Engine,
        as_of: datetime,
        filters: Filters = EVERY,
        *,
        include_all: bool = False,
        each_posting: bool = False,
    ) -> None:
        self._engine = engine
        self._chosen = chosen_ids(as_of, filters, only_open=not include_all)
        self._each_posting = each_posting

    def number(self) -> int:
        """How many rows there are. Raises StoreError."""
        with reading(self._engine) as connection:
            every = self._of_chosen(select(func.count()).select_from(POSTING))
            found = connection.execute(every).scalar_one()
        return int(found) - sum(len(group) - 1 for group in self._groups.values())

    def rows(self, limit: int | None = None) -> Iterator[dict[str, Any]]:
        """Rows of `postings_flat`, at most `limit`, with the names of all sources as `sources`. Raises StoreError.

        They come as they are read, and none is kept: the first at once, however many there are.
        """
        with reading(self._engine) as connection:
            keys = islice(self._keys(connection), limit)
            while batch := list(islice(keys, _BATCH)):
                rows = flat_of(connection, [key["id"] for key in batch])
                yield from ({**row, "sources": key["sources"]} for row, key in zip(rows, batch, strict=True))

    def _keys(self, connection: Connection) -> Iterator[Mapping[str, Any]]:
        groups = dict(self._groups)
        for query in self._in_order():
            for row in connection.execute(query, execution_options={"yield_per": _BATCH}).mappings():
                if row["vacancy_id"] not in self._groups:
                    yield {**row, "sources": row["source"]}
                elif group := groups.pop(row["vacancy_id"], None):
                    yield standing_for(group)

    def _in_order(self) -> Sequence[Select[Any]]:
        """The queries that give the postings one after the other.

        Of all postings each half lies in the order of an index. Others are few enough to be put in order.
        """
        if self._chosen is not None:
            return [self._of_chosen(_KEYS).order_by(*soonest(POSTING))]
        _, *order = soonest(POSTING)
        on = POSTING.c.deadline_on
        return [_KEYS.where(on.is_not(None)).order_by(*order), _KEYS.where(on.is_(None)).order_by(*order)]

    @cached_property
    def _groups(self) -> Mapping[int, Sequence[Row]]:
        """The postings that are found of each vacancy. Few postings are linked."""
        groups: dict[int, list[Row]] = defaultdict(list)
        if not self._each_posting:
            with reading(self._engine) as connection:
                query = self._of_chosen(_KEYS).where(POSTING.c.vacancy_id.is_not(None))
                for row in connection.execute(query).mappings():
                    groups[row["vacancy_id"]].append({**row})
        return groups

    def _of_chosen(self, query: Select[Any]) -> Select[Any]:
        return query if self._chosen is None else query.where(POSTING.c.id.in_(self._chosen))


def by_vacancy(engine: Engine, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows of postings, each vacancy once, with all its `sources` in one string. Raises StoreError.

    Of several rows one stands for the vacancy; it keeps the place of the first.
    """
    with reading(engine) as connection:
        ids = [row["id"] for row in rows]
        of_vacancy: dict[int, int | None] = {}
        for start in range(0, len(ids), _BATCH):
            query = select(POSTING.c.id, POSTING.c.vacancy_id).where(POSTING.c.id.in_(ids[start : start + _BATCH]))
            of_vacancy.update((row.id, row.vacancy_id) for row in connection.execute(query))
    together: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        together[of_vacancy[row["id"]] or -row["id"]].append(row)
    return [standing_for(group) for group in together.values()]


def standing_for(group: Sequence[Row]) -> dict[str, Any]:
    """The posting that stands for a vacancy, with the `sources` of all: one with a reference, else the first stored."""
    main = min(group, key=lambda row: (row["reference"] is None, row["id"]))
    return {**main, "sources": ", ".join(sorted({row["source"] for row in group}))}
