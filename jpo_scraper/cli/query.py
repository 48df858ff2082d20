"""`jpo query`."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from jpo_scraper.cli.output import (
    MOST_ROWS,
    console,
    contacts_option,
    database_option,
    pipe,
    plain,
    say_there_are_more,
    table,
)
from jpo_scraper.cli.progress import counted

if TYPE_CHECKING:
    from jpo_scraper.store.extract import StoredColumn
    from jpo_scraper.store.sql import Answer

DEFAULT_SECONDS = 30.0
WIDEST_CELL = 300
"""Characters of a cell in the table; the rest is in JSON and CSV."""


@click.command()
@click.argument("sql", required=False)
@database_option
@click.option("--json", "form", flag_value="json", help="All rows as a JSON array.")
@click.option("--jsonl", "form", flag_value="jsonl", help="All rows as JSON, one a line.")
@click.option("--csv", "form", flag_value="csv", help="All rows as CSV.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help=f"At most N rows. A table: {MOST_ROWS}.")
@click.option(
    "--seconds", type=click.FloatRange(0.001, 86_400), metavar="S", default=DEFAULT_SECONDS, show_default=True,
    help="Time for the database.",
)  # fmt: skip
@contacts_option
@click.option("--schema", is_flag=True, help="Show the views and tables with their columns.")
@click.option("--markdown", is_flag=True, help="The views and tables as docs/data-dictionary.md shows them.")
def query(
    sql: str | None,
    database: str | None,
    form: str | None,
    limit: int | None,
    seconds: float,
    with_contacts: bool,
    schema: bool,
    markdown: bool,
) -> None:
    """Ask the database in SQL, read-only.

    SQL is one SELECT, WITH or VALUES statement; `-` reads it from standard input. Without it, the views and tables are
    shown with what each column holds. Contact persons are masked unless --with-contacts is given.

        jpo query "SELECT agency, count(*) FROM open_vacancies GROUP BY agency"
    """
    from jpo_scraper.store.sql import answered

    if markdown:
        click.echo(dictionary())
        return
    if schema or sql is None:
        _print_schema()
        return
    statement = sys.stdin.buffer.read().decode("utf-8-sig", "replace") if sql == "-" else sql
    from jpo_scraper.cli.store import opened

    with answered(opened(database), statement, seconds) as answer:
        if not with_contacts:
            answer = replace(answer, rows=_without_contacts(answer))
        if form:
            pipe(form, answer.columns, counted(islice(answer.rows, limit), "rows"))
        else:
            _print(answer, limit or MOST_ROWS, is_chosen=limit is not None)


def _without_contacts(answer: "Answer") -> Iterator[Sequence[Any]]:
    from jpo_scraper.contacts import names, without_contacts

    for row in answer.rows:
        known = names(list(row))
        yield [without_contacts(cell, known, name) for name, cell in zip(answer.columns, row, strict=True)]


def _print(answer: "Answer", limit: int, *, is_chosen: bool) -> None:
    rows = list(islice(counted(answer.rows, "rows"), limit + 1))
    number = min(len(rows), limit)
    screen = console()
    screen.print(table("", [plain(name) for name in answer.columns], map(_cells, rows[:limit])))
    screen.print(f"{number} row{'' if number == 1 else 's'}")
    if len(rows) > limit and not is_chosen:
        say_there_are_more(limit)


def _cells(row: Sequence[Any]) -> list[str]:
    from jpo_scraper.export.cells import text_of

    texts = map(text_of, row)
    return [text if len(text) <= WIDEST_CELL else f"{text[:WIDEST_CELL]} …" for text in texts]


def _print_schema() -> None:
    from jpo_scraper.store.sql import relations

    screen = console()
    for one in relations():
        rows = [(column.name, column.kind.value, column.words) for column in one.columns]
        what = "view" if one.is_view else "table"
        screen.print(table(f"{what} {one.name}: {one.words}", ("column", "holds", "what it means"), rows))


def dictionary() -> str:
    """The views and tables as Markdown: what docs/data-dictionary.md shows between its markers."""
    from jpo_scraper.store.sql import relations

    parts = []
    for is_view, title in ((True, "Views"), (False, "Tables")):
        parts.append(f"## {title}")
        for one in relations():
            if one.is_view is is_view:
                rows = [("column", "holds", "what it means", "null means"), ("---",) * 4]
                rows += [(f"`{column.name}`", column.kind.value, *_meanings(column)) for column in one.columns]
                lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
                parts += [f"### {one.name}", one.words, "\n".join(lines)]
    return "\n\n".join(parts)


def _meanings(column: "StoredColumn") -> tuple[str, str]:
    """What a column's values mean, and what it means that there is none."""
    if not column.is_nullable:
        return column.words, "–"
    meaning, _, null = column.words.partition("null: ")
    return meaning.removesuffix("; "), null
