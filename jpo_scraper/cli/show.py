"""`jpo show`."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from jpo_scraper.cli.output import console, database_option, deadline_words, moment, plain, table

if TYPE_CHECKING:
    from jpo_scraper.store.queries import PostingDetail


@click.command()
@click.argument("key")
@database_option
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
@click.option("--text", is_flag=True, help="The posting's text too.")
def show(key: str, database: str | None, as_json: bool, text: bool) -> None:
    """Show one posting with the words behind each value, its sources and its history.

    KEY is the id of `jpo list`, the publisher's reference, or the site's own id.
    """
    from jpo_scraper.cli.store import opened, posting_called

    detail = posting_called(opened(database), key)
    if as_json:
        click.echo(json.dumps(_as_json(detail), ensure_ascii=False, indent=2, default=str))
        return
    screen = console()
    screen.print(table(plain(detail.flat["title"]), ("", ""), [row for row in _summary(detail) if row[1]]))
    screen.print(table("Values and their words", ("field", "value", "words", "where", "rule"), _facts(detail)))
    if detail.issues:
        screen.print(table("To look at", ("kind", "field", "message"), _issues(detail)))
    if detail.changes:
        screen.print(table("History", ("when", "field", "old", "new"), _changes(detail)))
    if text:
        click.echo(plain(detail.text))


def _as_json(detail: "PostingDetail") -> dict[str, Any]:
    return {name: getattr(detail, name) for name in detail.__dataclass_fields__}


def _summary(detail: "PostingDetail") -> Iterator[tuple[str, object]]:
    row = detail.flat
    yield "id", row["id"]
    yield "agency", row["agency"]
    yield "published by", row["host_agency"]
    yield "duty stations", row["duty_stations"]
    yield "sponsor", row["sponsors"]
    yield "nationals of", row["nationalities"] or row["nationality_note"]
    yield "grade", row["grade"]
    yield "reference", row["reference"]
    yield "deadline", deadline_words(row["deadline_on"], row["deadline_time"], row["deadline_zone"])
    yield "in UTC", moment(row["deadline_at"])
    yield "source", row["source"]
    yield "address", row["url"]
    yield "state", detail.posting["status"]
    yield "first seen", moment(row["first_seen_at"])
    yield "last seen", moment(row["last_seen_at"])


def _facts(detail: "PostingDetail") -> Iterator[tuple[object, ...]]:
    for fact in detail.facts:
        where = f"text {fact['start']}-{fact['end']}" if fact["start"] is not None else fact["label"] or fact["basis"]
        yield fact["field"], _words(fact["value"]), fact["raw"], where, fact["rule"]


def _words(value: object) -> str:
    """A fact's value in a cell: the parts of an object, without empty ones."""
    if isinstance(value, Mapping):
        return ", ".join(plain(part) for part in value.values() if part is not None)
    return plain(value)


def _issues(detail: "PostingDetail") -> Iterator[tuple[object, ...]]:
    return ((row["kind"], row["field"], row["message"]) for row in detail.issues)


def _changes(detail: "PostingDetail") -> Iterator[tuple[object, ...]]:
    for row in detail.changes:
        yield moment(row["changed_at"]), row["field"], _words(row["old"]), _words(row["new"])
