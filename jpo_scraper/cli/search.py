"""`jpo search`."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from jpo_scraper.cli.filters import as_of_option, search_options
from jpo_scraper.cli.listing import agency_words, list_options, pipe_postings, shown
from jpo_scraper.cli.output import console, database_option, deadline_words, moment, plain, table
from jpo_scraper.cli.progress import waited
from jpo_scraper.contacts import masked

if TYPE_CHECKING:
    from rich.text import Text

    from jpo_scraper.store.filters import Filters

COLUMNS = ("id", "agency", "title", "deadline", "found", "source")


@click.command()
@database_option
@search_options
@list_options
@as_of_option
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="At most N rows.")
def search(
    database: str | None,
    filters: "Filters",
    include_all: bool,
    all_postings: bool,
    as_of: datetime | None,
    limit: int,
    form: str | None,
) -> None:
    """Search the titles and texts of the open posts, those that fit best first.

    All words must be there, in any order; case and accents do not matter. In single quotes, a search may hold a
    "quoted phrase", a begin* of words, and -words that must not be there:

        jpo search '"climate change" adapt* -water'

    `jpo list` and `jpo export` take the same words as --search and give all posts that hold them, by deadline.
    """
    from jpo_scraper.cli.store import opened
    from jpo_scraper.store.queries import found_keys, latest_texts
    from jpo_scraper.store.words import snippet, terms

    words = str(filters.search)
    when = as_of.replace(tzinfo=UTC) if as_of else datetime.now(UTC)
    engine = opened(database)
    with waited("searching"):
        found = found_keys(engine, when, filters, include_all=include_all)
        rows, number = shown(engine, found, limit, all_postings=all_postings)
        texts = latest_texts(engine, [row["id"] for row in rows])
    snippets = [snippet(masked(texts[row["id"]]), words) for row in rows]
    if form:
        told = ["".join(piece for piece, _ in pieces) or None for pieces in snippets]
        pipe_postings(form, [{**row, "snippet": words} for row, words in zip(rows, told, strict=True)], "snippet")
        return
    title = f"{'Posts' if include_all else f'Open posts on {moment(when)}'} with {plain(words)}: {number}"
    cells = [
        (
            row["id"], agency_words(row), row["title"],
            deadline_words(row["deadline_on"], row["deadline_time"], row["deadline_zone"]),
            _marked(pieces), row["sources"],
        )
        for row, pieces in zip(rows, snippets, strict=True)
    ]  # fmt: skip
    console().print(table(title, COLUMNS, cells))
    if not terms(words):
        click.echo("There is no word in this search: write letters or digits.", err=True)
    if number > len(rows):
        click.echo(f"These are the best {len(rows)}: --limit N shows more.", err=True)


def _marked(pieces: list[tuple[str, bool]]) -> "Text":
    """The words that were asked for stand out."""
    from rich.text import Text

    return Text.assemble(*((plain(piece), "bold" if is_found else "") for piece, is_found in pieces))
