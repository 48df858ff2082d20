"""A copy of a database as one SQLite file, whatever the backend: the same tables and views, at one instant."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, Table, select

from jpo_scraper.exceptions import StoreError
from jpo_scraper.store.engine import open_engine, reading, sqlite_path, store_errors, writing
from jpo_scraper.store.migrate import upgrade
from jpo_scraper.store.models import Base
from jpo_scraper.store.search import complete

BATCH = 1_000
"""Rows that are in memory together."""

Told = Callable[[Iterable[Row[Any]], str], Iterable[Row[Any]]]
"""Is given the rows of a table and its name, and gives them on: for progress."""


def refuse_target(engine: Engine, path: Path) -> None:
    """See that a copy may take the place of a file. Raises StoreError where it is the source, or in use."""
    source = sqlite_path(engine)
    if source is not None and path.exists() and source.exists() and path.samefile(source):
        raise StoreError(f"{path} is the database itself: name another file for the snapshot.")
    if path.with_name(f"{path.name}-wal").exists():
        raise StoreError(f"{path} is in use by another program, or was: end it, or name another file.")


def copy(engine: Engine, path: Path, told: Told = lambda rows, _name: rows) -> int:
    """Copy everything to an SQLite file that is empty or not there; the number of rows. Raises StoreError.

    The file has no journal beside it and can be read from a folder that is read-only.
    """
    target = open_engine(str(path))
    try:
        upgrade(target)
        number = _fill(engine, target, told)
    finally:
        target.dispose()
    with store_errors(target), closing(sqlite3.connect(path)) as connection:
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode = DELETE")
    return number


def _fill(engine: Engine, target: Engine, told: Told) -> int:
    """Copy the rows in one transaction on either side."""
    number = 0
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with reading(engine) as source, writing(target) as sink:
        source.execution_options(**level)
        for table in Base.metadata.sorted_tables:
            query = select(table).order_by(*table.primary_key)
            rows = source.execute(query, execution_options={"yield_per": BATCH})
            number += _insert(sink, table, told(rows, table.name))
        complete(sink, lambda ids, _number: ids)
    return number


def _insert(sink: Any, table: Table, rows: Iterable[Row[Any]]) -> int:
    number = 0
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(dict(row._mapping))
        if len(batch) == BATCH:
            sink.execute(table.insert(), batch)
            number, batch = number + len(batch), []
    if batch:
        sink.execute(table.insert(), batch)
    return number + len(batch)
