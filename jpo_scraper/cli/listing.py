"""`jpo list`, and the table of open posts that ends a crawl."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from jpo_scraper.cli.filters import as_of_option, filter_options
from jpo_scraper.cli.output import (
    MOST_ROWS,
    console,
    database_option,
    deadline_words,
    moment,
    pipe,
    plain,
    say_there_are_more,
    table,
)
from jpo_scraper.cli.progress import counted, waited
from jpo_scraper.contacts import without_contacts

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from jpo_scraper.store.filters import Filters

Row = Mapping[str, Any]

COLUMNS = ("id", "agency", "title", "duty station", "sponsor", "deadline", "who may apply", "source")

_LIST_OPTIONS = (
    click.option("--all", "include_all", is_flag=True, help="Closed, archived, missing and withdrawn posts too."),
    click.option(
        "--all-postings", is_flag=True, help="A vacancy as often as it was posted, not once with its sources."
    ),
    click.option("--json", "form", flag_value="json", help="JSON for pipes."),
    click.option("--csv", "form", flag_value="csv", help="CSV for spreadsheets."),
)


def list_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of commands that list postings."""
    for option in reversed(_LIST_OPTIONS):
        command = option(command)
    return command


@click.command("list")
@database_option
@filter_options
@list_options
@as_of_option
@click.option("--limit", type=click.IntRange(1), metavar="N", help=f"At most N rows. A table: {MOST_ROWS}.")
def list_postings(
    database: str | None,
    filters: "Filters",
    include_all: bool,
    all_postings: bool,
    as_of: datetime | None,
    limit: int | None,
    form: str | None,
) -> None:
    """List the open posts, the nearest deadline first. A vacancy that several sources post is shown once.

    Give an option more than once for any of several values; different options must all hold. A posting that does not
    state a value is not found by it.
    """
    from jpo_scraper.cli.store import opened
    from jpo_scraper.store.listing import Listing

    when = as_of.replace(tzinfo=UTC) if as_of else datetime.now(UTC)
    engine = opened(database)
    found = Listing(engine, when, filters, include_all=include_all, each_posting=all_postings)
    if form:
        pipe_postings(form, map(without_contacts, counted(found.rows(limit), "posts")))
        return
    with waited("reading postings"):
        rows, number = list(found.rows(limit or MOST_ROWS)), found.number()
    print_postings(rows, "Posts" if include_all else f"Open posts on {moment(when)}", number)
    if len(rows) < number and limit is None:
        say_there_are_more(MOST_ROWS)


def shown(
    engine: "Engine", keys: Sequence[Row], limit: int | None, *, all_postings: bool
) -> tuple[list[dict[str, Any]], int]:
    """The first rows of what was found, each with all its `sources` and without contact details, and how many there
    are without a limit.

    A vacancy stands there once, or as often as it was posted.
    """
    from jpo_scraper.store.listing import by_vacancy
    from jpo_scraper.store.queries import flat_rows

    found = [{**key, "sources": key["source"]} for key in keys] if all_postings else by_vacancy(engine, keys)
    first = found[:limit]
    rows = flat_rows(engine, [key["id"] for key in first])
    pairs = zip(rows, first, strict=True)
    return [without_contacts({**row, "sources": key["sources"]}) for row, key in pairs], len(found)


def pipe_postings(form: str, rows: Iterable[Row], *more: str) -> None:
    """Rows of postings for another program, as they come; `more` names columns that follow those of `postings_flat`."""
    from jpo_scraper.store.views import POSTINGS_FLAT

    columns = [*(column.name for column in POSTINGS_FLAT.columns), "sources", *more]
    pipe(form, columns, (tuple(row[name] for name in columns) for row in rows))


def print_postings(rows: Sequence[Row], title: str, number: int | None = None) -> None:
    """The table of posts that people read, without contact details; `number` says how many there are where some are
    left out."""
    title = f"{title}: {len(rows) if number is None else number}"
    console().print(table(title, COLUMNS, [_cells(row) for row in without_contacts(rows)]))


def _cells(row: Row) -> tuple[object, ...]:
    return (
        row["id"],
        agency_words(row),
        row["title"],
        row["duty_stations"],
        row["sponsors"],
        deadline_words(row["deadline_on"], row["deadline_time"], row["deadline_zone"]),
        who_may_apply(row),
        row["sources"],
    )


def agency_words(row: Row) -> str:
    """`WHO (by UNDP)`: where the JPO serves, and who publishes where that is another."""
    return f"{plain(row['agency'])} (by {row['host_agency']})" if row["host_agency"] else plain(row["agency"])


def who_may_apply(row: Row) -> str:
    """The nationalities that may apply, or the words about a list kept elsewhere."""
    if row["nationalities"]:
        return f"nationals of {plain(row['nationalities'])}"
    return plain(row["nationality_note"])
