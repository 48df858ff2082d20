"""`jpo list`, and the table of open posts that ends a crawl."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from jpo_scraper.cli.filters import as_of_option, filter_options
from jpo_scraper.cli.output import console, database_option, deadline_words, moment, pipe, plain, table
from jpo_scraper.contacts import without_contacts

if TYPE_CHECKING:
    from jpo_scraper.store.filters import Filters

Row = Mapping[str, Any]

COLUMNS = ("id", "agency", "title", "duty station", "sponsor", "deadline", "who may apply", "source")


@click.command("list")
@database_option
@filter_options
@click.option("--all", "include_all", is_flag=True, help="Closed, archived, missing and withdrawn posts too.")
@click.option("--all-postings", is_flag=True, help="A vacancy as often as it was posted, not once with its sources.")
@as_of_option
@click.option("--limit", type=click.IntRange(1), help="At most so many rows.")
@click.option("--json", "form", flag_value="json", help="JSON for pipes.")
@click.option("--csv", "form", flag_value="csv", help="CSV for spreadsheets.")
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
    from jpo_scraper.store.links import by_vacancy
    from jpo_scraper.store.queries import open_postings
    from jpo_scraper.store.views import POSTINGS_FLAT

    when = as_of.replace(tzinfo=UTC) if as_of else datetime.now(UTC)
    engine = opened(database)
    found = open_postings(engine, when, filters, include_all=include_all)
    rows = [{**row, "sources": row["source"]} for row in found] if all_postings else by_vacancy(engine, found)
    rows = without_contacts(rows[:limit])
    if form:
        columns = [*(column.name for column in POSTINGS_FLAT.columns), "sources"]
        pipe(form, columns, [tuple(row[name] for name in columns) for row in rows])
    else:
        print_postings(rows, "Posts" if include_all else f"Open posts on {moment(when)}")


def print_postings(rows: Sequence[Row], title: str) -> None:
    """The table of posts that people read, without contact details."""
    rows = without_contacts(rows)
    console().print(table(f"{title}: {len(rows)}", COLUMNS, [_cells(row) for row in rows]))


def _cells(row: Row) -> tuple[object, ...]:
    agency = f"{row['agency']} (by {row['host_agency']})" if row["host_agency"] else row["agency"]
    return (
        row["id"],
        agency,
        row["title"],
        row["duty_stations"],
        row["sponsors"],
        deadline_words(row["deadline_on"], row["deadline_time"], row["deadline_zone"]),
        who_may_apply(row),
        row["sources"],
    )


def who_may_apply(row: Row) -> str:
    """The nationalities that may apply, or the words about a list kept elsewhere."""
    if row["nationalities"]:
        return f"nationals of {plain(row['nationalities'])}"
    return plain(row["nationality_note"])
