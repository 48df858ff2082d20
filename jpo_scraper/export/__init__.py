"""Rows as files: one module a format, each with `write(rows, columns, file, about)`.

Nothing here knows where the rows come from. A writer takes them one by one and keeps none, so that memory does not grow
with their number.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import IO, Any, NamedTuple, Protocol

from jpo_scraper.exceptions import ExportError, UsageError, did_you_mean, nearest
from jpo_scraper.vocab import ColumnKind


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the rows."""

    name: str
    kind: ColumnKind = ColumnKind.TEXT
    words: str = ""
    """What it holds, in words."""


@dataclass(frozen=True, slots=True)
class About:
    """What a file holds, for formats that say so."""

    title: str
    """For people: `Open JPO vacancies`."""
    key: str
    """What was asked, in one form: the identity of a feed follows from it."""
    as_of: datetime
    """The instant at which the rows are true, aware."""
    as_is: bool = False
    """CSV alone: cells that begin like a formula, control and bidirectional characters stay as they are."""


Rows = Iterable[Sequence[Any]]
"""Values in the order of the columns."""


class Write(Protocol):
    """The function `write` of a format's module."""

    def __call__(self, rows: Rows, columns: Sequence[Column], file: IO[bytes], about: About) -> int:
        """Write the rows; the number of rows, events or entries written. Raises ExportError, and OSError."""


class Format(NamedTuple):
    """How a kind of file is written."""

    module: str
    extra: str | None = None
    """Extra of the package that brings the library; None: none is needed."""
    needs: tuple[str, ...] = ()
    """Columns that the rows must have besides the view's own; only postings have them."""


FORMATS: Mapping[str, Format] = {
    "csv": Format("csv"),
    "json": Format("json"),
    "jsonl": Format("jsonl"),
    "xlsx": Format("xlsx", extra="xlsx"),
    "parquet": Format("parquet", extra="parquet"),
    "ics": Format("ics", extra="ics", needs=("external_id", "status", "changed_at", "revision")),
    "atom": Format("atom", needs=("external_id", "changed_at", "changed_fields")),
    "jsonld": Format("jsonld", needs=("normalised", "agency_name")),
}
"""Format → how it is written. The names are the endings of files."""


def format_named(name: str) -> Format:
    """The format of this name or file ending. Raises UsageError with the nearest names."""
    known = FORMATS.get(name.lower())
    if known is None:
        hint = did_you_mean(nearest(name, FORMATS))
        raise UsageError(f"There is no format {name!r}.{hint} The formats are {', '.join(FORMATS)}.")
    return known


def writer(name: str) -> Write:
    """The function that writes a format. Raises UsageError for an unknown format, ExportError without its extra."""
    form = format_named(name)
    try:
        write: Write = import_module(f"jpo_scraper.export.{form.module}").write
    except ModuleNotFoundError as error:
        if form.extra is None or (error.name or "").startswith("jpo_scraper"):
            raise
        needed = f'pip install "jpo-scraper[{form.extra}]"'
        raise ExportError(f"The format {name} needs {error.name}, which is not installed: {needed}.") from error
    return write
