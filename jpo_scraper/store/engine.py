"""Opening a database, its two kinds of transaction, and what its errors mean to a person."""

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, Table, create_engine, event, insert, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from jpo_scraper.exceptions import StoreError

DEFAULT_URL = "sqlite:///jpo.sqlite"
ENVIRONMENT = "JPO_DATABASE"
BUSY_SECONDS = 30
"""How long SQLite waits for another writer before it gives up."""

PATIENT_SECONDS = 120
"""The same for a crawl, which begins and ends while another may be storing what it read in hours."""

_MEMORY = ":memory:"
_FORMS = "give the path of a file, sqlite:///PATH or postgresql://USER@HOST/NAME"
_DRIVERS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
"""URL schemes that are understood, and what SQLAlchemy calls them."""

_WRITE = "jpo_write"
"""Execution option of a connection whose transaction is going to write: seconds to wait for another writer."""

_SQLITE_PROBLEMS = {
    sqlite3.SQLITE_BUSY: "is in use: another program has been writing for too long; wait for it or end it",
    sqlite3.SQLITE_LOCKED: "is in use by this program itself; run the command again",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; its folder must exist and be writable, and it must be a file",
    sqlite3.SQLITE_READONLY: "is read-only; make the file and its folder writable or give another database",
    sqlite3.SQLITE_PERM: "may not be opened; check the permissions of the file and its folder",
    sqlite3.SQLITE_NOTADB: "is not an SQLite database; give another file",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore it from a copy",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full; free some space and run the command again",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk, a quota or the network drive reports an error",
}
"""By primary result code."""

_POSTGRES_PROBLEMS = {
    "25006": "is read-only; give the primary server",
    "42501": "does not allow this to the user; grant it, or log in as another",
    "53100": "cannot grow: the server's disk is full; free some space and run the command again",
    "55P03": "is in use: another program holds a lock; wait for it or end it",
    "57P": "was shut down; start the server and run the command again",
}
"""By SQLSTATE or its beginning."""


def open_engine(url: str | None = None) -> Engine:
    """An engine for the database at `url`; None means the environment's JPO_DATABASE, else `jpo.sqlite` here.

    `url` is an SQLAlchemy URL of SQLite or PostgreSQL, or the plain path of an SQLite file. Nothing is connected yet.
    Raises StoreError where the URL is no such thing or the driver is not installed.
    """
    target = _target(url or os.environ.get(ENVIRONMENT) or DEFAULT_URL)
    options: dict[str, Any] = {"json_serializer": json.JSONEncoder(ensure_ascii=False).encode}
    if target.get_backend_name() == "postgresql":
        options["pool_pre_ping"] = True  # a crawl leaves the connection idle for longer than some networks keep it
    elif _is_memory(target):
        options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    else:
        options["connect_args"] = {"timeout": BUSY_SECONDS}
    try:
        engine = create_engine(target, **options)
    except ModuleNotFoundError as error:
        raise StoreError('PostgreSQL needs its driver: pip install "jpo-scraper[postgres]"') from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def database_name(engine: Engine) -> str:
    """The database as messages name it: the path of an SQLite file, or the URL without its password."""
    if engine.dialect.name == "sqlite":
        return engine.url.database or _MEMORY
    return engine.url.render_as_string(hide_password=True)


def sqlite_path(engine: Engine) -> Path | None:
    """The file of an SQLite database; None for one in memory and for PostgreSQL."""
    if engine.dialect.name != "sqlite" or _is_memory(engine.url):
        return None
    return Path(str(engine.url.database).removeprefix("file:"))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to read with. Raises StoreError where the database fails."""
    with store_errors(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, wait: float = BUSY_SECONDS) -> Iterator[Connection]:
    """A connection in one transaction: committed at the end, rolled back on any error.

    SQLite takes its write lock at the beginning, so that two writers queue instead of failing half-way; it waits for
    it up to `wait` seconds.
    Raises StoreError where the database fails.
    """
    with store_errors(engine), engine.connect() as connection:
        connection.execution_options(**{_WRITE: wait})
        with connection.begin():
            yield connection


@contextmanager
def store_errors(engine: Engine) -> Iterator[None]:
    """Turns what the driver raises into a StoreError of one line: what, where, what to do."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"The database {database_name(engine)} {_problem(error)}.") from error


def add(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that name the same columns. PostgreSQL takes them in one stream, five times as fast as INSERTs."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _stream(connection, table, rows)
    else:
        connection.execute(insert(table), rows)


def _stream(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    dialect, driver = connection.dialect, connection.dialect.loaded_dbapi
    columns = [table.c[name] for name in rows[0]]
    makers = [(column.name, column.type.dialect_impl(dialect).bind_processor(dialect)) for column in columns]
    quoted = ", ".join(map(dialect.identifier_preparer.format_column, columns))
    statement = f"COPY {dialect.identifier_preparer.format_table(table)} ({quoted}) FROM STDIN"
    try:
        cursor: Any = connection.connection.cursor()  # psycopg's: SQLAlchemy knows only what all drivers have
        with cursor, cursor.copy(statement) as stream:
            for row in rows:
                stream.write_row([make(row[name]) if make else row[name] for name, make in makers])
    except driver.Error as error:
        raise DBAPIError.instance(statement, None, error, driver.Error, dialect=dialect) from error


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that name every column; a row whose primary key is known replaces the old one."""
    if not rows:
        return
    backend: Any = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")  # who asks SQLite loads no other
    query = backend.insert(table)
    others = {column.name: query.excluded[column.name] for column in table.columns if not column.primary_key}
    connection.execute(query.on_conflict_do_update(index_elements=list(table.primary_key), set_=others), rows)


def _target(text: str) -> URL:
    """The URL that the user's words mean."""
    if "://" not in text:
        return URL.create("sqlite", database=text if text == _MEMORY else str(Path(text).expanduser()))
    try:
        target = make_url(text)
    except ArgumentError as error:
        raise StoreError(f"{text!r} is not a database URL: {_FORMS}.") from error
    driver = _DRIVERS.get(target.drivername)
    if driver is None:
        raise StoreError(f"{target.drivername!r} databases are not supported: {_FORMS}.")
    return target.set(drivername=driver)


def _is_memory(target: URL) -> bool:
    return target.database in (None, "", _MEMORY)


def _prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    """Set up a new SQLite connection.

    The driver's own transactions are switched off (isolation level None): it would commit before DDL, and a failed
    migration would stay half done. `_begin` opens them instead.
    """
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")  # with WAL a power cut loses the last commit at most


def _begin(connection: Connection) -> None:
    """Open a transaction. The first writer makes readers and a writer possible side by side: WAL stays in the file."""
    wait = connection.get_execution_options().get(_WRITE)
    if wait is not None:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(wait * 1000)}")
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")


def _problem(error: DBAPIError) -> str:
    """What a driver's error means to a person."""
    cause = error.orig
    words = next(iter(str(cause).strip().splitlines()), type(cause).__name__).rstrip(".")
    if isinstance(cause, sqlite3.Error):
        # Errors of the driver itself (a value that it cannot bind) have no code.
        return _SQLITE_PROBLEMS.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF, f"failed: {words}")
    state = getattr(cause, "sqlstate", None)
    if state is None and isinstance(error, OperationalError):  # no session: no server, or it refused the login
        return f"cannot be reached; see that the server runs and that the URL is right ({words})"
    known = (what for start, what in _POSTGRES_PROBLEMS.items() if state and state.startswith(start))
    return next(known, f"failed: {words}")
