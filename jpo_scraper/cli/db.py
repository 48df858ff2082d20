"""`jpo db`."""

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import click

from jpo_scraper.cli.output import database_option
from jpo_scraper.cli.progress import counted, waited
from jpo_scraper.cli.queue import needs_queue

T = TypeVar("T")


@click.group()
def db() -> None:
    """Create, upgrade and copy the database. docs/operations.md tells of copies to keep and of PostgreSQL."""


@db.command(short_help="Create the database, or raise an older one to this program's schema.")
@database_option
@click.option("--queue", is_flag=True, help="The tables of `jpo schedule` and `jpo worker` too: PostgreSQL alone.")
def upgrade(database: str | None, queue: bool) -> None:
    """Bring the database to this program's schema, or create it; all or nothing, nothing stored is lost.

    Other commands refuse an older schema and name this one. Copy the database before (`jpo db snapshot`, or the
    server's own way). On PostgreSQL run it as the owner of the tables.
    """
    from jpo_scraper.reference.tables import database_rows
    from jpo_scraper.store import migrate
    from jpo_scraper.store.engine import database_name, open_engine

    if queue:
        with needs_queue():
            from jpo_scraper.queue import tables
        engine = tables.postgres_engine(database)
    else:
        engine = open_engine(database)
    before = migrate.revision(engine)
    with waited("upgrading"):
        migrate.upgrade(engine, database_rows, lambda ids, number: counted(ids, "postings made searchable", number))
    after = migrate.revision(engine)
    change = "created with schema" if before is None else "is at schema" if before == after else f"schema {before} →"
    click.echo(f"{database_name(engine)}: {change} {after}")
    if queue:
        tables.upgrade(engine)
        click.echo(f"{database_name(engine)}: the queue is at {tables.head()}")


@db.command("copy", short_help="Copy a database into an empty one: SQLite to PostgreSQL or back.")
@click.argument("origin", metavar="FROM")
@click.argument("target", metavar="TO")
def copy_database(origin: str, target: str) -> None:
    """Copy a database into an empty one: SQLite to PostgreSQL, back, or to its own kind.

    FROM and TO are SQLite files or URLs such as postgresql://USER@HOST/NAME; TO is made where it is a file, and on a
    server it must exist. FROM stays as it is. All rows arrive or none, as they stood when the copy began: what a crawl
    stores meanwhile is not in it. The queue of `jpo schedule` is not copied.
    """
    from jpo_scraper.cli.store import opened
    from jpo_scraper.store.copy import copy
    from jpo_scraper.store.engine import database_name, open_engine

    source, goal = opened(origin), open_engine(target)
    copied = copy(source, goal, _told)
    tables = len([number for number in copied.values() if number])
    click.echo(f"{sum(copied.values()):,} rows of {tables} tables: {database_name(source)} → {database_name(goal)}")


@db.command(short_help="Copy the database, in use or not, to one SQLite file.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@database_option
def snapshot(file: Path, database: str | None) -> None:
    """Copy the database as it is now to one SQLite file: for `jpo serve`, for another machine, or to keep.

    Crawls may run meanwhile. FILE has the same tables and views, texts and contact persons too. It appears when it is
    complete; one that is there already is replaced then.
    """
    from jpo_scraper.cli.store import opened
    from jpo_scraper.export.target import complete_file
    from jpo_scraper.store.snapshot import refuse_target, take

    engine = opened(database)
    refuse_target(engine, file)
    with complete_file(file) as output:
        number = take(engine, Path(output.name), _told)
    click.echo(f"{file}: {number:,} rows", err=True)


def _told(rows: Iterable[T], table: str, total: int) -> Iterable[T]:
    return counted(rows, f"rows of {table}", total)
