"""What the commands share: tables, plain text that is safe on a terminal, the words for values."""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.table import Table

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control and bidirectional characters: scraped text must not move the cursor or turn a line around."""

MOST_ROWS = 100
"""Rows of a table, unless the user asks for more: the layout of thousands takes seconds, and nobody reads them."""

database_option = click.option(
    "--database",
    "-d",
    metavar="URL",
    help="SQLite file or database URL. Default: $JPO_DATABASE, else jpo.sqlite in this folder.",
)

contacts_option = click.option(
    "--with-contacts", is_flag=True, help="Names, e-mail addresses and phone numbers of contact persons too."
)


def plain(value: object) -> str:
    """A value as text that is safe to print; None is empty."""
    return "" if value is None else _CONTROL.sub("", str(value))


def json_text(value: object, indent: int | None = 2) -> str:
    """JSON as it is printed: what a terminal would obey stands there as its escape, so the value stays the same."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", _encoder(indent).encode(value))


@cache
def _encoder(indent: int | None) -> json.JSONEncoder:
    return json.JSONEncoder(ensure_ascii=False, indent=indent, default=str)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> "Table":
    """A rich table; long cells wrap. A cell that is a rich Text keeps its colour."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(title=Text(plain(title)), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else Text(plain(cell)) for cell in row))
    return made


def say_there_are_more(limit: int) -> None:
    """Say that a table was cut, and how to get the rest."""
    click.echo(f"These are the first {limit} rows: --limit N shows more, --csv and --json give all.", err=True)


def console(*, stderr: bool = False) -> Any:
    """A rich console; in a pipe or a cron job it prints plain lines of full width."""
    from rich.console import Console

    made = Console(stderr=stderr, highlight=False, soft_wrap=False)
    if not made.is_terminal:
        made.width = 160
    return made


def pipe(form: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Stream rows to standard output, in a format of `jpo export`."""
    from jpo_scraper.export import About, Column, writer

    about = About("Answer", "pipe", datetime.now(UTC))
    with standard_output() as file:
        writer(form)(rows, [Column(name) for name in columns], file, about)


@contextmanager
def standard_output() -> Iterator[IO[bytes]]:
    """Standard output for bytes. Where its reader closes it, as `head` does, it has seen enough: no error."""
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains when it ends


def deadline_words(on: object, time: object, zone: object) -> str:
    """`2026-12-15 23:59 Europe/Zurich`; empty where the posting states none."""
    return " ".join(plain(part) for part in (on, time, zone) if part)


def moment(value: datetime | None) -> str:
    """An instant for people: `2026-11-16 06:00 UTC`."""
    return value.strftime("%Y-%m-%d %H:%M UTC") if value else ""
