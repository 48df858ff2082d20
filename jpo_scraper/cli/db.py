"""`jpo db`."""

from pathlib import Path

import click

from jpo_scraper.cli.output import database_option
from jpo_scraper.cli.progress import counted
from jpo_scraper.cli.queue import needs_queue


@click.group()
def db() -> None:
    """Create and upgrade the database; copy it to one SQLite file."""


@db.command()
@database_option
@click.option("--queue", is_flag=True, help="The tables of `jpo schedule` and `jpo worker` too: PostgreSQL alone.")
def upgrade(database: str | None, queue: bool) -> None:
    """Bring the database to this program's schema, or create it; all or nothing, nothing stored is lost."""
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
    migrate.upgrade(engine, database_rows, lambda ids, number: counted(ids, "postings made searchable", number))
    after = migrate.revision(engine)
    change = "created with schema" if before is None else "is at schema" if before == after else f"schema {before} →"
    click.echo(f"{database_name(engine)}: {change} {after}")
    if queue:
        tables.upgrade(engine)
        click.echo(f"{database_name(engine)}: the queue is at {tables.head()}")


@db.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@database_option
def snapshot(file: Path, database: str | None) -> None:
    """Copy the database as it is now to one SQLite file: for `jpo serve`, for another machine, or to keep.

    FILE has the same tables and views. It appears when it is complete; one that is there already is replaced then.
    """
    from jpo_scraper.cli.store import opened
    from jpo_scraper.export.target import complete_file
    from jpo_scraper.store.snapshot import copy, refuse_target

    engine = opened(database)
    refuse_target(engine, file)
    with complete_file(file) as output:
        number = copy(engine, Path(output.name), lambda rows, name: counted(rows, f"rows of {name}"))
    click.echo(f"{file}: {number:,} rows", err=True)
