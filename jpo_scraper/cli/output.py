"""What the commands share: tables, plain text that is safe on a terminal, the words for values."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.table import Table

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control and bidirectional characters: scraped text must not move the cursor or turn a line around."""

database_option = click.option(
    "--database",
    "-d",
    metavar="URL",
    help="SQLite file or database URL. Default: $JPO_DATABASE, else jpo.sqlite in this folder.",
)


def plain(value: object) -> str:
    """A value as text that is safe to print; None is empty."""
    return "" if value is None else _CONTROL.sub("", str(value))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> "Table":
    """A rich table; long cells wrap."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    for row in rows:
        made.add_row(*(Text(plain(cell)) for cell in row))
    return made


def console(*, stderr: bool = False) -> Any:
    """A rich console; in a pipe or a cron job it prints plain lines of full width."""
    from rich.console import Console

    made = Console(stderr=stderr, highlight=False, soft_wrap=False)
    if not made.is_terminal:
        made.width = 160
    return made


def deadline_words(on: object, time: object, zone: object) -> str:
    """`2026-12-15 23:59 Europe/Zurich`; empty where the posting states none."""
    return " ".join(plain(part) for part in (on, time, zone) if part)


def moment(value: datetime | None) -> str:
    """An instant for people: `2026-11-16 06:00 UTC`."""
    return value.strftime("%Y-%m-%d %H:%M UTC") if value else ""
