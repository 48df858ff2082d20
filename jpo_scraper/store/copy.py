"""A whole database into another one, of either kind: every row of every table, in one transaction.

What a backend derives from the rows (indexes, and whatever is no table of the models) is made by the target's own
migrations and is not copied; the full-text index is filled anew.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, func, select

from jpo_scraper.exceptions import StoreError
from jpo_scraper.store.engine import add, database_name, reading
from jpo_scraper.store.migrate import REFERENCE, upgrading
from jpo_scraper.store.models import METADATA
from jpo_scraper.store.search import complete

BATCH = 500
"""Rows that are read and written at a time."""

Watch = Callable[[Iterable[Row[Any]], str, int], Iterable[Row[Any]]]
"""Rows on their way, the name of their table and their number: gives the rows on."""


def copy(source: Engine, target: Engine, watch: Watch = lambda rows, table, total: rows) -> dict[str, int]:
    """Copy every row of `source`, as it stands at one instant, into `target`; the number of rows by table.

    The source has this program's schema; the target is made, or brought to it. Its reference rows are replaced; any
    other row in it is refused with StoreError, as is a newer schema (SchemaVersionError). All rows arrive, or none.
    """
    with _one_instant(source) as origin, upgrading(target) as connection:
        _see_that_it_is_empty(connection, target)
        for table in REFERENCE.values():
            connection.execute(table.delete())
        copied = {table.name: _copy(origin, connection, table, watch) for table in METADATA.sorted_tables}
        complete(connection, lambda ids, _number: ids)
        return copied


@contextmanager
def _one_instant(engine: Engine) -> Iterator[Connection]:
    """A connection that sees no change of others from its first question on. SQLite's transactions are so by nature."""
    with reading(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection


def _see_that_it_is_empty(connection: Connection, target: Engine) -> None:
    for table in METADATA.sorted_tables:
        if table.name not in REFERENCE and connection.execute(select(table).limit(1)).first():
            raise StoreError(
                f"The database {database_name(target)} is not empty: its table {table.name} has rows; "
                "give one that does not exist yet or holds nothing."
            )


def _copy(origin: Connection, target: Connection, table: Table, watch: Watch) -> int:
    """Copy a table in the order of its key; the number of rows."""
    total = origin.execute(select(func.count()).select_from(table)).scalar_one()
    query = select(table).order_by(*table.primary_key)
    rows = iter(watch(origin.execute(query, execution_options={"yield_per": BATCH}), table.name, total))
    while batch := [dict(row._mapping) for row in islice(rows, BATCH)]:
        add(target, table, batch)
    _number_on(target, table)
    return total


def _number_on(connection: Connection, table: Table) -> None:
    """Let the next row get the number after the highest. SQLite does so by itself."""
    column = table.autoincrement_column
    if column is None or connection.dialect.name != "postgresql":
        return
    highest = connection.execute(select(func.max(column))).scalar()
    if highest is not None:
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(select(func.setval(sequence, highest)))
