"""The queue's tables in the database: made and raised by one command, and refused in another version."""

from pathlib import Path

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, Engine, text

from jpo_scraper.exceptions import SchemaVersionError, UsageError
from jpo_scraper.queue import SCHEMA
from jpo_scraper.store.engine import database_name, open_engine, reading, writing
from jpo_scraper.store.migrate import ensure_current
from jpo_scraper.store.roles import grant_queue

_LOCK = 7_220_002
"""Key of the advisory lock under which one program at a time makes or raises the tables."""


def queue_engine(url: str | None) -> Engine:
    """The database with a queue that this program works with. Raises UsageError, SchemaVersionError or StoreError."""
    engine = postgres_engine(url)
    ensure_current(engine)
    found = version(engine)
    if found is None:
        raise SchemaVersionError(f"The database {database_name(engine)} has no queue: run `jpo db upgrade --queue`.")
    if found > head():
        raise SchemaVersionError(
            f"The database {database_name(engine)} has queue {found}, this program knows {head()} at most: "
            'install the newer library: pip install --upgrade "jpo-scraper[queue]".'
        )
    if found < head():
        raise SchemaVersionError(
            f"The database {database_name(engine)} has queue {found}, this program needs {head()}: "
            "run `jpo db upgrade --queue`."
        )
    with reading(engine) as connection:  # else PostgreSQL tells who may not see them that they are not there
        connection.execute(text(f"SELECT FROM {SCHEMA}.procrastinate_jobs LIMIT 0"))
    engine.dispose()  # a worker has connections of its own
    return engine


def postgres_engine(url: str | None) -> Engine:
    """The database, which must be PostgreSQL. Raises UsageError or StoreError."""
    engine = open_engine(url)
    if engine.dialect.name != "postgresql":
        raise UsageError(
            f"a queue needs PostgreSQL, and {database_name(engine)} is an SQLite file: give a server's database with "
            "-d postgresql://USER@HOST/NAME or JPO_DATABASE. One machine needs no queue: cron and `jpo crawl` do"
        )
    return engine


def head() -> str:
    """The version of the queue's tables that the installed library has: that of its newest migration, `03.04.00`."""
    return max(map(_version, _migrations()))


def version(engine: Engine) -> str | None:
    """The version of the queue's tables; None: there are none. Raises StoreError."""
    with reading(engine) as connection:
        return _found(connection)


def upgrade(engine: Engine) -> None:
    """Make the queue's tables, or raise them to the installed library's, with the rights on them; all or nothing.

    Raises StoreError.
    """
    with writing(engine) as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        found = _found(connection)
        if found is None:
            connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
            scripts = [SchemaManager.get_schema()]
        else:
            scripts = [path.read_text(encoding="utf-8") for path in _migrations() if _version(path) > found]
        connection.execute(text(f"SET LOCAL search_path TO {SCHEMA}"))
        for script in scripts:
            connection.execution_options(no_parameters=True).exec_driver_sql(script)
        connection.execute(text(f"COMMENT ON SCHEMA {SCHEMA} IS 'Queue of crawls; Procrastinate {head()}'"))
        grant_queue(connection, SCHEMA)


def _migrations() -> list[Path]:
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def _version(migration: Path) -> str:
    return migration.name.partition("_")[0]


def _found(connection: Connection) -> str | None:
    comment = connection.execute(
        text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :name"), {"name": SCHEMA}
    ).scalar()
    return comment.rpartition(" ")[2] if comment else None
