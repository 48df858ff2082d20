"""`jpo list`, and the table of open posts that ends a crawl."""

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from jpo_scraper.cli.output import console, database_option, deadline_words, moment, plain, table

Row = Mapping[str, Any]

COLUMNS = ("id", "agency", "title", "duty station", "sponsor", "deadline", "who may apply")


@click.command("list")
@database_option
@click.option("--sponsor", metavar="XX", help="Paying country, ISO 3166-1 alpha-2: KR.")
@click.option("--agency", help="Code of the agency where the JPO serves: UNHCR.")
@click.option("--all", "include_all", is_flag=True, help="Closed, archived, missing and withdrawn posts too.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Open on this day (UTC) instead of now.")
@click.option("--limit", type=click.IntRange(1), help="At most so many rows.")
@click.option("--json", "form", flag_value="json", help="JSON for pipes.")
@click.option("--csv", "form", flag_value="csv", help="CSV for spreadsheets.")
def list_postings(
    database: str | None,
    sponsor: str | None,
    agency: str | None,
    include_all: bool,
    as_of: datetime | None,
    limit: int | None,
    form: str | None,
) -> None:
    """List the open posts, the nearest deadline first."""
    from jpo_scraper.cli.store import opened
    from jpo_scraper.store.queries import open_postings

    when = as_of.replace(tzinfo=UTC) if as_of else datetime.now(UTC)
    rows = open_postings(opened(database), when, sponsor=sponsor, agency=agency, include_all=include_all, limit=limit)
    if form == "json":
        click.echo(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2, default=str))
    elif form == "csv":
        _print_csv(rows)
    else:
        print_postings(rows, "Posts" if include_all else f"Open posts on {moment(when)}")


def print_postings(rows: Sequence[Row], title: str) -> None:
    """The table of posts that people read."""
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
    )


def who_may_apply(row: Row) -> str:
    """The nationalities that may apply, or the words about a list kept elsewhere."""
    if row["nationalities"]:
        return f"nationals of {plain(row['nationalities'])}"
    return plain(row["nationality_note"])


def _print_csv(rows: Sequence[Row]) -> None:
    """CSV without formulas: a cell that a spreadsheet would run gets an apostrophe before it."""
    writer = csv.writer(sys.stdout)
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow(_harmless(value) for value in row.values())


def _harmless(value: object) -> str:
    text = plain(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
