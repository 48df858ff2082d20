"""JSON Lines: an object a line. Values are exactly those of the database."""

from collections.abc import Sequence
from typing import IO

from jpo_scraper.export import About, Column, Rows
from jpo_scraper.export.cells import compact


def write(rows: Rows, columns: Sequence[Column], file: IO[bytes], about: About) -> int:
    """Write a line a row; the number of rows."""
    names = [column.name for column in columns]
    number = 0
    for row in rows:
        file.write(compact(dict(zip(names, row, strict=True))).encode() + b"\n")
        number += 1
    return number
