"""`jpo show`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from jpo_scraper.cli.links import links_table
from jpo_scraper.cli.output import (
    console,
    contacts_option,
    database_option,
    deadline_words,
    json_text,
    moment,
    plain,
    table,
)
from jpo_scraper.contacts import without_contacts
from jpo_scraper.export.cells import value_words
from jpo_scraper.vocab import ChangeCause

if TYPE_CHECKING:
    from jpo_scraper.store.queries import PostingDetail


@click.command()
@click.argument("key")
@database_option
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
@click.option("--text", is_flag=True, help="The posting's text too.")
@contacts_option
def show(key: str, database: str | None, as_json: bool, text: bool, with_contacts: bool) -> None:
    """Show one posting with the words behind each value, its sources and its history.

    KEY is the id of `jpo list`, the publisher's reference, or the site's own id. "where" tells the place of the words:
    a label of the posting, or characters of its text, which --text prints. A value whose rule is a standing one comes
    from its sponsor, not from the posting. Contact persons are masked unless --with-contacts is given.
    """
    from jpo_scraper.cli.store import opened, posting_called
    from jpo_scraper.publish import public
    from jpo_scraper.store.links import links_of

    engine = opened(database)
    detail = posting_called(engine, key)
    tied = links_of(engine, detail.flat["id"])
    if not with_contacts:
        detail, tied = public(detail), without_contacts(tied)
    if as_json:
        click.echo(json_text({**_as_json(detail), "links": tied}))
        return
    screen = console()
    screen.print(table(detail.flat["title"] or "", ("", ""), [row for row in _summary(detail) if row[1]]))
    screen.print(table("Values and their words", ("field", "value", "words", "where", "rule"), _facts(detail)))
    if tied:
        screen.print(links_table("Other postings of this post", tied))
    if detail.issues:
        screen.print(table("To look at", ("kind", "field", "message"), _issues(detail)))
    if detail.changes:
        screen.print(table("History", ("when", "field", "old", "new", ""), _changes(detail)))
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
        yield fact["field"], value_words(fact["value"]), fact["raw"], where, fact["rule"]


def _issues(detail: "PostingDetail") -> Iterator[tuple[object, ...]]:
    return ((row["kind"], row["field"], row["message"]) for row in detail.issues)


def _changes(detail: "PostingDetail") -> Iterator[tuple[object, ...]]:
    for row in detail.changes:
        because = "" if row["cause"] == ChangeCause.SITE else f"by {row['cause']}"
        yield moment(row["changed_at"]), row["field"], value_words(row["old"]), value_words(row["new"]), because
