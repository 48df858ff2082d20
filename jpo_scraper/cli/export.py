"""`jpo export`."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from jpo_scraper.cli.complete import complete_views
from jpo_scraper.cli.filters import as_of_option, filter_options
from jpo_scraper.cli.output import contacts_option, database_option, standard_output
from jpo_scraper.cli.progress import counted
from jpo_scraper.exceptions import UsageError
from jpo_scraper.export import FORMATS

if TYPE_CHECKING:
    from jpo_scraper.store.filters import Filters

STANDARD_OUTPUT = "-"
DEFAULT_VIEW = "open_vacancies"


@click.command()
@click.argument("view", default=DEFAULT_VIEW, shell_complete=complete_views)
@click.option(
    "--to", required=True, metavar="FILE", type=click.Path(allow_dash=True),
    help="File to write; its ending says the format. - is standard output.",
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="Format, where the ending does not say it.")
@database_option
@filter_options
@as_of_option
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N rows.")
@click.option("--with-text", is_flag=True, help="The text of each posting too.")
@contacts_option
@click.option("--as-is", is_flag=True, help="CSV: no apostrophe before cells that begin like a formula.")
def export(
    view: str,
    to: str,
    form: str | None,
    database: str | None,
    filters: "Filters",
    as_of: datetime | None,
    limit: int | None,
    with_text: bool,
    with_contacts: bool,
    as_is: bool,
) -> None:
    """Write a view to a file: csv, json, jsonl, xlsx, parquet, ics, atom or jsonld.

    VIEW is open_vacancies unless you name another; `jpo query` shows them. The options that choose postings work as in
    `jpo list`: give one more than once for any of several values; different ones must all hold. A file that is there
    already is replaced when the new one is complete, and not before.
    """
    from jpo_scraper.cli.store import opened
    from jpo_scraper.export import writer
    from jpo_scraper.export.target import complete_file
    from jpo_scraper.publish import about, write_view
    from jpo_scraper.store.extract import count, view_called

    name = form or _ending(to)
    writer(name)  # an unknown format or a missing extra is told before the database is looked for
    when = as_of.replace(tzinfo=UTC) if as_of else datetime.now(UTC)
    table = view_called(view)
    engine = opened(database)
    total = count(engine, table, when, filters) if sys.stderr.isatty() else None

    def write(file: IO[bytes]) -> int:
        return write_view(
            engine, table, name, file, about(table, filters, when, as_is=as_is), filters, with_text=with_text,
            with_contacts=with_contacts, limit=limit, seen=lambda rows: counted(rows, "rows", total),
        )  # fmt: skip

    if to == STANDARD_OUTPUT:
        with standard_output() as output:
            write(output)
        return
    with complete_file(Path(to)) as file:
        number = write(file)
    click.echo(f"{to}: {number:,} {_THINGS.get(name, 'rows')} of {view}", err=True)


_THINGS = {"ics": "deadlines", "atom": "entries", "jsonld": "postings"}
"""What a format counts, where it is not rows."""


def _ending(to: str) -> str:
    """The format that the ending of a file says. Raises UsageError."""
    ending = Path(to).suffix.removeprefix(".")
    if to == STANDARD_OUTPUT or not ending:
        known = ", ".join(FORMATS)
        raise UsageError(f"--to {to} does not say the format: add --format with one of {known}")
    return ending
