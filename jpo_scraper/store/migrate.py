"""The schema's version: making it, raising it, and refusing to work with another."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection, Engine, inspect, text

from jpo_scraper.exceptions import SchemaVersionError, StoreError
from jpo_scraper.store.engine import database_name, reading, upsert, writing
from jpo_scraper.store.models import AGENCY, COMPETENCY, COUNTRY, DUTY_STATION, GRADE
from jpo_scraper.store.roles import grant
from jpo_scraper.store.search import complete
from jpo_scraper.store.tally import recount_all

if TYPE_CHECKING:
    from alembic.config import Config

ReferenceRows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows by table name: agency, country, duty_station, competency, grade."""

REFERENCE = {found.name: found for found in (AGENCY, COUNTRY, DUTY_STATION, COMPETENCY, GRADE)}

_PACKAGED = Path(__file__).parents[1] / "migrations"
FOLDER = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[2] / "migrations"
"""The migrations: inside the package when it was installed from a wheel, at the project's top in a checkout."""

_UPGRADE_LOCK = 7_220_001
"""Key of the PostgreSQL advisory lock under which one program at a time upgrades."""


def head() -> str:
    """The newest revision that this program knows: the number that a migration's file name starts with."""
    return max(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def revision(engine: Engine) -> str | None:
    """The revision of the database's schema; None where there is none yet. Raises StoreError."""
    with reading(engine) as connection:
        return _revision(connection)


def ensure_current(engine: Engine, reference: Callable[[], ReferenceRows] | None = None) -> None:
    """Make the schema of an empty database, and see that any other has the one this program works with.

    `reference` gives the rows for `load_reference`; it is called only when the schema is made. Raises
    SchemaVersionError where the database is older or newer than this program, and StoreError.
    """
    found = revision(engine)
    if found is None:
        upgrade(engine, reference)
        return
    _refuse_newer(engine, found)
    if found < head():
        raise SchemaVersionError(
            f"The database {database_name(engine)} has schema {found}, this program needs {head()}: "
            "run `jpo db upgrade`."
        )


def upgrade(
    engine: Engine,
    reference: Callable[[], ReferenceRows] | None = None,
    told: Callable[[Iterator[int], int], Iterable[int]] = lambda ids, _number: ids,
) -> None:
    """Bring the schema to this program's, and load the reference rows that `reference` gives; all or nothing.

    Where the schema was another one, the vacancies are counted anew. Postings that the full-text index lacks are
    entered: `told` is given their ids and their number, and gives the ids on. Raises SchemaVersionError where the
    database is newer than this program, and StoreError.
    """
    was = revision(engine)
    with upgrading(engine) as connection:
        if was != head():
            recount_all(connection)
        if reference:
            load_reference(connection, reference())
        complete(connection, told)


@contextmanager
def upgrading(engine: Engine) -> Iterator[Connection]:
    """The transaction that has brought the schema to this program's: what is written in it comes with the schema.

    Raises SchemaVersionError where the database is newer than this program, and StoreError.
    """
    from alembic import command  # costly, and most commands find the schema in order

    with _migrating(engine) as (connection, config):
        _refuse_newer(engine, _revision(connection))
        command.upgrade(config, "head")
        grant(connection)
        yield connection


def downgrade(engine: Engine, to: str) -> None:
    """Take the schema back to an older revision, or to `base` (no tables). Data of what goes is lost.

    Raises SchemaVersionError where the database is newer than this program, and StoreError.
    """
    from alembic import command

    with _migrating(engine) as (connection, config):
        _refuse_newer(engine, _revision(connection))
        command.downgrade(config, to)


def load_reference(connection: Connection, rows: ReferenceRows) -> None:
    """Enter the reference rows, replacing those of the same key. Cells may be the strings of a CSV.

    An empty cell is null where the column allows it. Cells without a column are left out, and a table or a column
    that has no cell is an error (KeyError).
    """
    for name, given in rows.items():
        columns = REFERENCE[name].columns
        upsert(connection, REFERENCE[name], [{c.name: _cell(c, row[c.name]) for c in columns} for row in given])


def _cell(column: Column[Any], cell: Any) -> Any:
    if cell == "" and column.nullable:
        return None
    return column.type.python_type(cell) if isinstance(cell, str) else cell


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _refuse_newer(engine: Engine, found: str | None) -> None:
    if found is not None and found > head():
        raise SchemaVersionError(
            f"The database {database_name(engine)} has schema {found}, this program knows {head()} at most: "
            "install the newer jpo-scraper."
        )


@contextmanager
def _migrating(engine: Engine) -> "Iterator[tuple[Connection, Config]]":
    """A transaction that no other program's upgrade can enter, and Alembic set up to work in it."""
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        config.attributes["connection"] = connection
        try:
            yield connection, config
        except CommandError as error:
            raise StoreError(f"The schema of {database_name(engine)} cannot be changed: {error}.") from error
