"""An index page that links to a workbook (XLSX), and the workbook: one post a row.

The columns are known by their printed names, which stand in the `[site]` table, wherever the table begins on its
sheet.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from jpo_scraper.exceptions import BrokenDocument, PageError, SelectorError, WrongMediaType
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import DoorPage, ListingPage, Options, Page, PostingPage, label_fields, one
from jpo_scraper.pages.listing import address, page_language
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

_MOST_ROWS, _MOST_COLUMNS = 5_000, 60
"""Of a sheet. A yearly call has some hundred posts."""
_MOST_UNZIPPED = 50_000_000
_NOTE = re.compile(r"\([^()]*\)")

Cells = list[str]
"""A row as printed, from the first column on; empty cells are empty strings."""


def first_fetches(site: Options) -> list[Fetch]:
    """The index of the workbooks, or the page that says where this year's index is."""
    return [Fetch(site["start"], "door" if "door_link" in site else "listing")]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"door": WorkbookDoor, "listing": WorkbookIndex, "posting": Workbook}


class WorkbookDoor(DoorPage):
    """A page that links to this year's index."""

    def fetches(self) -> list[Fetch]:
        """The index."""
        link = one(self.html, self.site["door_link"], self.document.url)
        return [Fetch(address(link, self.document.final_url), "listing")]


class WorkbookIndex(ListingPage):
    """The page that links to the workbooks and prints the rules common to all posts."""

    def references(self) -> list[Reference]:
        """The workbooks, by their file names."""
        return [self._reference(address(link, self.document.final_url)) for link in self._links]

    @cached_property
    def _links(self) -> list[Any]:
        return list(self.html.css(self.site["workbook"]))

    def _reference(self, url: str) -> Reference:
        hints = {
            "edition": self._edition,
            "programme": html_to_text(one(self.html, self.site["programme"], self.document.url)).removeprefix("## "),
            "words": html_to_text(one(self.html, self.site["common"], self.document.url)),
            "language": page_language(self.html),
        }
        return Reference(unquote(urlsplit(url).path.rpartition("/")[2]), Fetch(url, "posting", hints=hints))

    @property
    def _edition(self) -> str:
        """Which call this is: the numbers of the posts begin anew with each."""
        found = re.search(self.site["edition"], self.fetch.url)
        if found is None:
            raise SelectorError(f"no edition in {self.fetch.url!r}: the address changed?", self.document.url)
        return found[1]

    @property
    def reported_total(self) -> None:
        """The page prints no total."""
        return None

    @property
    def is_empty(self) -> bool:
        """The page's own words for a call that is not open, and no workbook."""
        return not self._links and re.search(self.site["empty_pattern"], html_to_text(self.html)) is not None


class _Table(NamedTuple):
    """The table of one sheet."""

    sheet: str
    names: list[str]
    """The printed names of the columns; a column without name has an empty one."""
    rows: list[Cells]


class Workbook(PostingPage):
    """The workbook. Sheets without the table (how to use it, what changed) are passed over."""

    def check(self) -> None:
        """As for every page; besides, it must be a workbook."""
        super().check()
        if not self.document.body.startswith(b"PK"):
            raise WrongMediaType(f"{self.document.media_type} came where XLSX is expected", self.document.url)

    def postings(self) -> list[RawPosting]:
        """One posting a row that bears a number. Raises SelectorError for a number that stands twice."""
        postings = [self._posting(table, row) for table in self._tables for row in table.rows]
        seen: set[str] = set()
        for raw in postings:
            if raw.external_id in seen:
                raise SelectorError(f"two rows have the number {raw.external_id!r}", self.document.url)
            seen.add(raw.external_id)
        return postings

    def unknown_keys(self) -> list[str]:
        """Columns that the source does not name."""
        names = {name for table in self._tables for name in table.names if name}
        return sorted(name for name in names if _plain(name) not in self._columns)

    @cached_property
    def _columns(self) -> dict[str, Field | None]:
        """Plain name of a column → the field it speaks of; None: it is known and speaks of no field."""
        return {_plain(name): field for name, field in label_fields(self.site, "columns").items()}

    @cached_property
    def _tables(self) -> list[_Table]:
        tables = [table for name, rows in self._sheets() if (table := self._table(name, rows)) is not None]
        if not tables:
            wanted = ", ".join(name for name, field in self.site["columns"].items() if field)
            raise SelectorError(f"no sheet has a row with the columns {wanted}: the site changed?", self.document.url)
        return tables

    def _sheets(self) -> Iterator[tuple[str, list[Cells]]]:
        """Every sheet's name and rows, within limits. Raises BrokenDocument."""
        import openpyxl  # only here: it takes half a second

        body = io.BytesIO(self.document.body)
        try:
            with zipfile.ZipFile(body) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNZIPPED:
                    raise BrokenDocument("the workbook unpacks to more than 50 MB", self.document.url)
            book = openpyxl.load_workbook(body, read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what the file says of its size need not be true
                rows = sheet.iter_rows(max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS, values_only=True)
                yield sheet.title, [[_printed(value) for value in row] for row in rows]
            book.close()
        except PageError:
            raise
        except Exception as error:  # a broken part provokes whatever the libraries below stumble over
            message = f"the workbook is cut or broken: {type(error).__name__}: {error}"
            raise BrokenDocument(message, self.document.url) from error

    def _table(self, sheet: str, rows: list[Cells]) -> _Table | None:
        """The table below the first row that names all columns which speak of a field; None if no row does."""
        if len(rows) > _MOST_ROWS:
            raise BrokenDocument(f"the sheet {sheet!r} has more than {_MOST_ROWS} rows", self.document.url)
        wanted = {name for name, field in self._columns.items() if field}
        for index, row in enumerate(rows):
            if wanted <= set(map(_plain, row)):
                return _Table(sheet, row, list(self._posts(row, rows[index + 1 :])))
        return None

    def _posts(self, names: list[str], rows: list[Cells]) -> Iterator[Cells]:
        """The rows of posts. A merged cell has its words in its first row only; a line without a post is a footnote."""
        number, *others = (self._place(names, field) for field in (Field.REFERENCE, Field.AGENCY, Field.TITLE))
        merged = [names.index(name) for name in names if _plain(name) in map(_plain, self.site.get("merged", ()))]
        above: dict[int, str] = {}
        for row in rows:
            cells = [*row, *[""] * (len(names) - len(row))]
            if self._without_remarks(cells[number]):
                above |= {index: cells[index] for index in merged if cells[index]}
                yield [cells[index] or above.get(index, "") for index in range(len(cells))]
            elif any(cells[index] for index in others):
                raise SelectorError(f"a post without a number: {' / '.join(filter(None, cells))}", self.document.url)

    def _place(self, names: list[str], field: Field) -> int:
        """The column of a field."""
        return next(index for index, name in enumerate(names) if self._columns.get(_plain(name)) is field)

    def _posting(self, table: _Table, row: Cells) -> RawPosting:
        number = self._without_remarks(row[self._place(table.names, Field.REFERENCE)])
        lines = [line for name, cell in zip(table.names, row, strict=False) for line in self._lines(name, cell)]
        return RawPosting(
            source=self.source,
            external_id=f"{self.hint('edition')}-{number}",
            url=self.fetch.url,
            text="\n".join(lines) + "\n\n" + self.hint("words"),
            labels=tuple(self._labels(table, row)),
            language=self.hint("language"),
            fetched_at=self.document.fetched_at,
        )

    def _lines(self, name: str, cell: str) -> Iterator[str]:
        """A cell as lines of text: the column's name and the value, then the remarks, each on its own."""
        if value := self._without_remarks(cell):
            yield f"{name}\t{value}" if name else value
        yield from self._remarks(cell)

    def _labels(self, table: _Table, row: Cells) -> Iterator[Label]:
        for name, cell in zip(table.names, row, strict=False):
            if name and (value := self._without_remarks(cell)):
                yield Label(name, value, self._columns.get(_plain(name)))
            yield from (Label("remark", remark) for remark in self._remarks(cell))
        yield Label("sheet", table.sheet)
        yield Label("programme", self.hint("programme"), Field.PROGRAMME)

    def _remarks(self, cell: str) -> list[str]:
        """What stands in a cell and is no part of its value: a mark of conditions, or that a value is to come."""
        return [found[0].strip() for found in re.finditer(self.site["remark"], cell)] if "remark" in self.site else []

    def _without_remarks(self, cell: str) -> str:
        return re.sub(self.site["remark"], "", cell).strip() if "remark" in self.site else cell


def _printed(value: Any) -> str:
    """A cell's value as words on one line: a whole number without a point, a date as YYYY-MM-DD."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())


def _plain(name: str) -> str:
    """A column's name in comparable form: full-width letters made plain, without spaces and bracketed notes."""
    return _NOTE.sub("", re.sub(r"\s", "", unicodedata.normalize("NFKC", name)))
