"""JSON: one array of objects, an object a line. Values are exactly those of the database."""

from collections.abc import Sequence
from typing import IO

from jpo_scraper.export import About, Column, Rows
from jpo_scraper.export.cells import compact


def write(rows: Rows, columns: Sequence[Column], file: IO[bytes], about: About) -> int:
    """Write the rows as an array; the number of rows."""
    names = [column.name for column in columns]
    number = 0
    file.write(b"[")
    for number, row in enumerate(rows, start=1):
        line = compact(dict(zip(names, row, strict=True)))
        file.write(b"\n" if number == 1 else b",\n")
        file.write(line.encode())
    file.write(b"\n]\n")
    return number
