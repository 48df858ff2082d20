"""`jpo links`: which postings are one vacancy, and what an operator says to it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from jpo_scraper.cli.output import console, database_option, json_text, plain, table
from jpo_scraper.contacts import without_contacts
from jpo_scraper.exceptions import UsageError
from jpo_scraper.vocab import LinkVerdict

if TYPE_CHECKING:
    from rich.table import Table
    from sqlalchemy import Connection

COLUMNS = ("posting", "other posting", "verdict", "score", "by", "reason")
CHOICES = {"same": LinkVerdict.SAME, "readvertisement": LinkVerdict.READVERTISED}


@click.group(invoke_without_command=True)
@database_option
@click.option("--unclear", is_flag=True, help="Only those that wait for a person.")
@click.option("--json", "as_json", is_flag=True, help="JSON for pipes.")
@click.pass_context
def links(ctx: click.Context, database: str | None, unclear: bool, as_json: bool) -> None:
    """List the links between postings with reason and score, the surest first.

    The same vacancy: shown once by `jpo list`. A re-advertisement: a vacancy of its own, of the same post. Unclear:
    a person should look; nothing is merged.
    """
    if ctx.invoked_subcommand:
        return
    from jpo_scraper.cli.store import opened
    from jpo_scraper.store import links as store

    rows = without_contacts(store.links(opened(database), [LinkVerdict.UNCLEAR] if unclear else LinkVerdict))
    if as_json:
        click.echo(json_text(rows))
    else:
        console().print(links_table(f"Links: {len(rows)}", rows))


def links_table(title: str, rows: Sequence[Mapping[str, Any]]) -> "Table":
    """Links as people read them, without contact details."""
    return table(title, COLUMNS, [_cells(row) for row in without_contacts(rows)])


def _cells(row: Mapping[str, Any]) -> tuple[object, ...]:
    verdict = row["verdict"]
    if row["earlier_id"]:
        later = row["second_id"] if row["earlier_id"] == row["first_id"] else row["first_id"]
        verdict = f"{verdict}: {later} of {row['earlier_id']}"
    ends = (f"{row[f'{end}_id']}, {row[f'{end}_source']}: {plain(row[f'{end}_title'])}" for end in ("first", "second"))
    return *ends, verdict, f"{row['score']:.2f}", row["decided_by"], row["reason"]


_first = click.argument("first", metavar="A")
_second = click.argument("second", metavar="B")


@links.command()
@_first
@_second
@database_option
def refuse(first: str, second: str, database: str | None) -> None:
    """Say that postings A and B are different vacancies. It holds in every later run.

    A and B are ids of `jpo list`, references, or the sites' own ids.
    """
    _decide(first, second, database, LinkVerdict.DIFFERENT)


@links.command()
@_first
@_second
@database_option
@click.option(
    "--as", "kind", type=click.Choice(list(CHOICES)), default="same", show_default=True, help="What they are."
)
def confirm(first: str, second: str, database: str | None, kind: str) -> None:
    """Say that postings A and B are one vacancy, whatever the rules say. It holds in every later run.

    A and B are ids of `jpo list`, references, or the sites' own ids.
    """
    _decide(first, second, database, CHOICES[kind])


@links.command()
@_first
@_second
@database_option
def undo(first: str, second: str, database: str | None) -> None:
    """Take back what was refused or confirmed of A and B: the rules decide again."""
    from jpo_scraper.store import links as store

    def act(connection: "Connection", a: int, b: int, now: datetime) -> None:
        if not store.undo(connection, a, b, now):
            raise UsageError(f"nobody has refused or confirmed {a} and {b}: `jpo links` lists what was decided")

    _act(first, second, database, act)


def _decide(first: str, second: str, database: str | None, verdict: LinkVerdict) -> None:
    from jpo_scraper.store import links as store

    _act(first, second, database, lambda connection, a, b, now: store.decide(connection, a, b, verdict, now))


def _act(
    first: str, second: str, database: str | None, act: "Callable[[Connection, int, int, datetime], None]"
) -> None:
    """Do something about two postings in one transaction, and tell how they stand then."""
    from jpo_scraper.cli.store import opened, posting_called
    from jpo_scraper.store import links as store
    from jpo_scraper.store.engine import writing

    engine = opened(database)
    a, b = (posting_called(engine, key).flat["id"] for key in (first, second))
    if a == b:
        raise UsageError(f"{first} and {second} are one posting: give two")
    with writing(engine) as connection:
        store.take_turns(connection)
        act(connection, a, b, datetime.now(UTC))
    here = [row for row in store.links_of(engine, a) if {row["first_id"], row["second_id"]} == {a, b}]
    console().print(links_table("Now", here) if here else f"{a} and {b} are not linked.")
