"""`jpo export`."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jpo_scraper.cli.complete import complete_views
from jpo_scraper.cli.filters import as_of_option, filter_options
from jpo_scraper.cli.output import contacts_option, database_option, standard_output
from jpo_scraper.cli.progress import counted
from jpo_scraper.exceptions import UsageError
from jpo_scraper.export import FORMATS
from jpo_scraper.vocab import ColumnKind

if TYPE_CHECKING:
    from jpo_scraper.export import Column
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
    from jpo_scraper.export import About, Column, format_named, writer
    from jpo_scraper.export.target import complete_file
    from jpo_scraper.store.extract import count, extract, view_called

    name = form or _ending(to)
    write, needs = writer(name), format_named(name).needs
    when = as_of.replace(tzinfo=UTC) if as_of else datetime.now(UTC)
    table = view_called(view)
    engine = opened(database)
    about = About(_title(view), _asked(view, filters), when, as_is)
    total = count(engine, table, when, filters) if sys.stderr.isatty() else None
    more = (*needs, *(["text"] if with_text else []))
    with extract(engine, table, when, filters, more=more, limit=limit) as found:
        columns = [Column(column.name, column.kind, column.words) for column in found.columns]
        rows: Iterable[Sequence[Any]] = found.rows
        if not with_contacts:
            rows = _without_contacts(rows, columns)
        rows = counted(rows, "rows", total)
        if to == STANDARD_OUTPUT:
            with standard_output() as output:
                write(rows, columns, output, about)
            return
        with complete_file(Path(to)) as file:
            number = write(rows, columns, file, about)
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


def _asked(view: str, filters: "Filters") -> str:
    """The view and the filters that are set: the same words in every version, as feeds are told apart by them."""
    return " ".join([view, *(f"{name}={value}" for name, value in asdict(filters).items() if value not in (None, ()))])


def _title(view: str) -> str:
    return "Open JPO vacancies" if view == DEFAULT_VIEW else f"JPO scraper: {view.replace('_', ' ')}"


def _without_contacts(rows: Iterable[Sequence[Any]], columns: "Sequence[Column]") -> Iterator[Sequence[Any]]:
    """The rows without contact details."""
    from jpo_scraper.contacts import NO_PROSE, names, without_contacts

    prose = [
        (at, column.name)
        for at, column in enumerate(columns)
        if column.kind in (ColumnKind.TEXT, ColumnKind.JSON) and column.name not in NO_PROSE
    ]
    for row in rows:
        cells = list(row)
        known = names([cells[at] for at, _ in prose])
        for at, name in prose:
            cells[at] = without_contacts(cells[at], known, name)
        yield cells
