"""CSV after RFC 4180: UTF-8 without a mark, CRLF between rows, a header, quotes where needed; null is an empty cell.

A spreadsheet would run a cell that begins with `=`, `+`, `-`, `@`, tab or carriage return: where such a cell is text,
an apostrophe goes before it. Numbers and dates are never touched.
"""

import csv
import io
from collections.abc import Sequence
from typing import IO, Any

from jpo_scraper.export import About, Column, Rows
from jpo_scraper.export.cells import shown, text_of

_RUN = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the beginning of a formula."""


def write(rows: Rows, columns: Sequence[Column], file: IO[bytes], about: About) -> int:
    """Write a header and the rows; the number of rows."""
    cell = text_of if about.as_is else harmless
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="", write_through=True)
    try:
        lines = csv.writer(text)
        lines.writerow([cell(column.name) for column in columns])
        number = 0
        for row in rows:
            lines.writerow([cell(value) for value in row])
            number += 1
        return number
    finally:
        text.detach()  # else it would close the file


def harmless(value: Any) -> str:
    """A value as a cell that no spreadsheet runs."""
    if not isinstance(value, str):
        return text_of(value)
    text = shown(value)
    return f"'{text}" if text.startswith(_RUN) else text
