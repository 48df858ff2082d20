"""SQL of the user: read-only, with a limit on its time, and answered row by row.

SQLite opens the file read-only, lets an authorizer refuse all but reading, and is interrupted when its time is over;
PostgreSQL answers in a read-only transaction with a statement timeout. Both take one statement.
"""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from jpo_scraper.exceptions import QueryError, QueryTimeout, StoreError, did_you_mean, nearest
from jpo_scraper.store.engine import sqlite_path, store_errors
from jpo_scraper.store.extract import StoredColumn, described
from jpo_scraper.store.models import METADATA, WORDS
from jpo_scraper.store.views import VIEWS

BATCH = 500
"""Rows that are fetched at a time."""

LONGEST_VALUE = 100_000_000
"""Bytes of a value that SQLite makes at most: a query cannot eat the memory with one."""

_STEPS = 10_000
"""Steps of SQLite's machine between two looks at the clock."""

_BEGINNING = re.compile(r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/|\()*(\w*)", re.DOTALL)
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_READING = frozenset({"select", "with", "values"})
_SCHEMA = " `jpo query` without SQL shows all views and columns."
_SQLITE_WRONG = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_SCHEMA, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH})
_ONLY_READS = "`jpo query` only reads, one statement at a time: begin with SELECT, WITH or VALUES."

_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_SPECIAL = frozenset(
    {
        (sqlite3.SQLITE_PRAGMA, "data_version"),  # full-text search asks for it
        (sqlite3.SQLITE_UPDATE, "sqlite_master"),  # so a table-valued function such as json_each is set up, in memory
    }
)

_NO_RELATION = re.compile(r"no such table: (?:\w+\.)?(\S+)|relation \"(?:\w+\.)?([^\"]+)\" does not exist")
_NO_COLUMN = re.compile(r"no such column: (?:\w+\.)?(\S+)|column \"?(?:\w+\.)?([^\s\"]+)\"? does not exist")
_TIMEOUT = "57014"
_WRITES = frozenset({"25006", "0A000", "25001"})
"""SQLSTATEs of a write in a read-only transaction, of one inside a WITH, of an attempt to leave such a transaction."""

_WRONG = ("0A", "21", "22", "42")
"""Classes of SQLSTATE that lie in the query, not in the database."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A view or a table, in words."""

    name: str
    words: str
    is_view: bool
    columns: Sequence[StoredColumn]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives."""

    columns: Sequence[str]
    """Each name once: a second `id` is `id_2`."""
    rows: Iterator[Sequence[Any]]
    """To be read once, while the answer is open; reading raises as `answered` does."""


def relations() -> list[Relation]:
    """The views, and then the tables, each in the order of their names."""
    views = [
        Relation(name, table.comment or "", True, [described(column) for column in table.columns])
        for name, table in sorted(VIEWS.tables.items())
    ]
    tables = [
        Relation(name, table.info[WORDS], False, [described(column) for column in table.columns])
        for name, table in sorted(METADATA.tables.items())
    ]
    return views + tables


@contextmanager
def answered(engine: Engine, sql: str, seconds: float) -> Iterator[Answer]:
    """The answer to one reading statement, which may take `seconds` in the database; time between fetches is free.

    Raises QueryError where it is none or names what is not there, QueryTimeout, and StoreError.
    """
    if _NO_TEXT.search(sql):
        raise QueryError("The query holds a NUL or bytes that are no UTF-8.")
    beginning = _BEGINNING.match(sql)
    if beginning is None or beginning[1].lower() not in _READING:
        raise QueryError(_ONLY_READS)
    ask = _ask_sqlite if engine.dialect.name == "sqlite" else _ask_postgresql
    budget = _Budget(seconds)
    with store_errors(engine), _in_words(engine, sql, seconds), ask(engine, sql, budget) as (names, fetch):
        yield Answer(_each_once(names), _rows(fetch, budget, seconds))


@dataclass(slots=True)
class _Budget:
    """Seconds that the database may still work."""

    left: float
    until: float = 0.0

    @contextmanager
    def spent(self) -> Iterator[None]:
        """Count the time inside."""
        began = time.monotonic()
        self.until = began + self.left
        try:
            yield
        finally:
            self.left -= time.monotonic() - began

    def is_over(self) -> bool:
        """Whether the time inside `spent` is over."""
        return time.monotonic() > self.until


Fetch = Callable[[], Sequence[Sequence[Any]]]
"""Gives the next rows, and none at the end."""


def _rows(fetch: Fetch, budget: _Budget, seconds: float) -> Iterator[Sequence[Any]]:
    while True:
        with budget.spent():
            batch = fetch()
        yield from batch
        if not batch:
            return
        if budget.left <= 0:
            raise _timeout(seconds)


@contextmanager
def _ask_sqlite(engine: Engine, sql: str, budget: _Budget) -> Iterator[tuple[list[str], Fetch]]:
    path = sqlite_path(engine)
    if path is None:
        raise StoreError("A database in memory cannot be asked: give a file.")
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        connection.set_authorizer(_may)
        connection.set_progress_handler(budget.is_over, _STEPS)
        with budget.spent():
            cursor = connection.execute(sql)
        yield [column[0] for column in cursor.description or ()], lambda: cursor.fetchmany(BATCH)


def _may(action: int, first: str | None, *_: str | None) -> int:
    """Whether a statement may do this: SQLite asks while it reads the SQL."""
    is_harmless = action in _ALLOWED or (action, first) in _SPECIAL
    return sqlite3.SQLITE_OK if is_harmless else sqlite3.SQLITE_DENY


@contextmanager
def _ask_postgresql(engine: Engine, sql: str, budget: _Budget) -> Iterator[tuple[list[str], Fetch]]:
    with engine.connect() as pooled:
        connection: Any = pooled.connection.driver_connection
        connection.read_only = True
        connection.execute(f"SET LOCAL statement_timeout = {max(1, round(budget.left * 1000))}")
        try:
            # A cursor of the server takes one statement, and only a query: `SELECT 1; COMMIT; DROP …` is refused.
            with connection.cursor(name="jpo_query") as cursor:
                with budget.spent():
                    cursor.execute(sql)
                yield [column.name for column in cursor.description or ()], lambda: cursor.fetchmany(BATCH)
        finally:
            pooled.invalidate()  # the next user of the pool may want to write


@contextmanager
def _in_words(engine: Engine, sql: str, seconds: float) -> Iterator[None]:
    """Turns what the driver raises into an error of ours."""
    driver: Any = engine.dialect.loaded_dbapi
    try:
        yield
    except driver.Error as error:
        raise _meaning(sql, seconds, error) from error


def _meaning(sql: str, seconds: float, error: Exception) -> Exception:
    """What a driver's error means; a DBAPIError where it is not the query's fault."""
    state, code = getattr(error, "sqlstate", None), getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if state == _TIMEOUT or code == sqlite3.SQLITE_INTERRUPT:
        return _timeout(seconds)
    if state in _WRITES or code == sqlite3.SQLITE_AUTH:
        return QueryError(_ONLY_READS)
    is_wrong = state.startswith(_WRONG) if state else isinstance(error, sqlite3.Error) and code in _SQLITE_WRONG
    if not is_wrong:
        return DBAPIError(sql, None, error)
    words = next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")
    return QueryError(f"The query cannot be answered: {words}.{_hint(sql, words)}")


def _hint(sql: str, words: str) -> str:
    """The nearest names of views, tables or columns, where the query names one that is not there."""
    known = relations()
    if found := _NO_RELATION.search(words):
        return did_you_mean(nearest(found[1] or found[2], [one.name for one in known])) or _SCHEMA
    if found := _NO_COLUMN.search(words):
        named = [one for one in known if re.search(rf"\b{one.name}\b", sql, re.IGNORECASE)]
        columns = dict.fromkeys(column.name for one in named or known for column in one.columns)
        return did_you_mean(nearest(found[1] or found[2], columns)) or _SCHEMA
    return ""


def _timeout(seconds: float) -> QueryTimeout:
    return QueryTimeout(f"The query took longer than {seconds:g} s: ask for less, or give more time.")


def _each_once(names: Sequence[str]) -> list[str]:
    """The names, numbered where one comes again."""
    seen: dict[str, int] = {}
    made = []
    for name in names:
        seen[name] = number = seen.get(name, 0) + 1
        made.append(name if number == 1 else f"{name}_{number}")
    return made
