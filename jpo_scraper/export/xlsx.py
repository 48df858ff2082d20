"""XLSX: one sheet, its header frozen and filterable, real dates and numbers, and neither formulas nor links.

A workbook has limits that other formats lack: more rows than fit are an error, a longer text is cut and says so.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jpo_scraper.exceptions import ExportError
from jpo_scraper.export import About, Column, Rows
from jpo_scraper.export.cells import shown, text_of
from jpo_scraper.vocab import ColumnKind

MOST_ROWS = 1_048_575
"""Rows of a sheet, without the header."""

LONGEST_TEXT = 32_767
"""Characters of a cell, as Excel counts them (UTF-16 units)."""

CUT = " … [cut]"

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_PATTERNS = {ColumnKind.DATE: "yyyy-mm-dd", ColumnKind.MOMENT: 'yyyy-mm-dd hh:mm" UTC"'}
_WIDTHS = {ColumnKind.TEXT: 24, ColumnKind.JSON: 24, ColumnKind.MOMENT: 20, ColumnKind.DATE: 12}
_NARROW = 10
_FIRST_DAY = date(1900, 3, 1)
"""Excel takes 1900 for a leap year: earlier days would be one off."""


def write(rows: Rows, columns: Sequence[Column], file: IO[bytes], about: About) -> int:
    """Write a header and the rows; the number of rows. Raises ExportError where they do not fit into a sheet."""
    try:
        return _write(rows, columns, file, about)
    except FileCreateError as error:  # what xlsxwriter makes of an OSError
        raise error.args[0] from error


def _write(rows: Rows, columns: Sequence[Column], file: IO[bytes], about: About) -> int:
    with Workbook(_Sink(file), _OPTIONS) as book:
        book.set_properties({"title": shown(about.title)})
        sheet = book.add_worksheet("rows")
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        patterns = {kind: book.add_format({"num_format": pattern}) for kind, pattern in _PATTERNS.items()}
        for at, column in enumerate(columns):
            sheet.set_column(at, at, _WIDTHS.get(column.kind, _NARROW))
            sheet.write_string(0, at, text_cell(column.name), bold)
        puts = [_put(column.kind, patterns) for column in columns]
        number = 0
        for number, row in enumerate(rows, start=1):
            if number > MOST_ROWS:
                raise ExportError(f"XLSX holds {MOST_ROWS:,} rows and there are more: filter them, or take CSV.")
            for at, (put, value) in enumerate(zip(puts, row, strict=True)):
                if value is not None:
                    put(sheet, number, at, value)
        if columns:
            sheet.autofilter(0, 0, number, len(columns) - 1)
    return number


class _Sink:
    """A file to append to. After an error it takes all in silence, as zipfile writes once more when it is dropped."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._failed = False

    def write(self, data: bytes) -> int:
        try:
            return len(data) if self._failed else self._file.write(data)
        except OSError:
            self._failed = True
            raise

    def flush(self) -> None:
        if not self._failed:
            self._file.flush()


def text_cell(value: Any) -> str:
    """A value as the text of a cell, cut where it is longer than a cell takes."""
    text = shown(text_of(value))
    if len(text) * 2 <= LONGEST_TEXT or _units(text) <= LONGEST_TEXT:
        return text
    room = (LONGEST_TEXT - len(CUT)) * 2  # bytes of UTF-16
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _put(kind: ColumnKind, patterns: dict[ColumnKind, Format]) -> Callable[[Worksheet, int, int, Any], Any]:
    """How values of a kind are put into a cell."""
    pattern = patterns.get(kind)

    def put_text(sheet: Worksheet, row: int, at: int, value: Any) -> None:
        sheet.write_string(row, at, text_cell(value))

    def put_number(sheet: Worksheet, row: int, at: int, value: Any) -> None:
        if value - value == 0:
            sheet.write_number(row, at, value)
        else:  # a sheet has no NaN and no infinity
            put_text(sheet, row, at, value)

    def put_boolean(sheet: Worksheet, row: int, at: int, value: Any) -> None:
        sheet.write_boolean(row, at, value)

    def put_date(sheet: Worksheet, row: int, at: int, value: Any) -> None:
        if value < _FIRST_DAY:
            put_text(sheet, row, at, value)
        else:
            sheet.write_datetime(row, at, value, pattern)

    def put_moment(sheet: Worksheet, row: int, at: int, value: Any) -> None:
        if value.date() < _FIRST_DAY:
            put_text(sheet, row, at, value)
        else:
            sheet.write_datetime(row, at, value.astimezone(UTC).replace(tzinfo=None), pattern)

    puts = {
        ColumnKind.INTEGER: put_number, ColumnKind.NUMBER: put_number, ColumnKind.BOOLEAN: put_boolean,
        ColumnKind.DATE: put_date, ColumnKind.MOMENT: put_moment,
    }  # fmt: skip
    return puts.get(kind, put_text)
