"""A copy of a database as one SQLite file, whatever the backend: the same tables and views, at one instant."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from jpo_scraper.exceptions import StoreError
from jpo_scraper.store.copy import Watch, copy
from jpo_scraper.store.engine import open_engine, sqlite_path, store_errors


def refuse_target(engine: Engine, path: Path) -> None:
    """See that a copy may take the place of a file. Raises StoreError where it is the source, or in use."""
    source = sqlite_path(engine)
    if source is not None and path.exists() and source.exists() and path.samefile(source):
        raise StoreError(f"{path} is the database itself: name another file for the snapshot.")
    if path.with_name(f"{path.name}-wal").exists():
        raise StoreError(f"{path} is in use by another program, or was: end it, or name another file.")


def take(engine: Engine, path: Path, watch: Watch = lambda rows, table, total: rows) -> int:
    """Copy everything to an SQLite file that is empty or not there; the number of rows. Raises StoreError.

    The file has no journal beside it and can be read from a folder that is read-only.
    """
    target = open_engine(str(path))
    try:
        number = sum(copy(engine, target, watch).values())
    finally:
        target.dispose()
    with store_errors(target), closing(sqlite3.connect(path)) as connection:
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode = DELETE")
    return number
