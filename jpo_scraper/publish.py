"""Views of the database as files: what `jpo export` and the downloads and feeds of the web both write."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any

from sqlalchemy import Engine, Table

from jpo_scraper.export import About, Column, Rows, format_named, writer
from jpo_scraper.export.contacts import masked
from jpo_scraper.store.extract import extract
from jpo_scraper.store.filters import Filters
from jpo_scraper.store.views import OPEN_VACANCIES

TEXT = "text"


def about(view: Table, filters: Filters, as_of: datetime, *, as_is: bool = False) -> About:
    """What a file of these postings says of itself. Its key is the identity of a feed: the same words for ever."""
    named = ((name, value) for name, value in asdict(filters).items() if value not in (None, ()))
    key = " ".join([view.name, *(f"{name}={value}" for name, value in named)])
    title = "Open JPO vacancies" if view is OPEN_VACANCIES else f"JPO scraper: {view.name.replace('_', ' ')}"
    return About(title, key, as_of, as_is)


def write_view(
    engine: Engine,
    view: Table,
    form: str,
    file: IO[bytes],
    what: About,
    filters: Filters,
    *,
    with_text: bool = False,
    with_contacts: bool = False,
    limit: int | None = None,
    seen: Callable[[Rows], Rows] = iter,
) -> int:
    """Write the rows of a view in a format; the number of rows, events or entries.

    Texts go without contact details unless `with_contacts`. `seen` is what the rows pass through on their way, for
    progress. Raises UsageError, ExportError, StoreError and OSError.
    """
    write = writer(form)
    more = (*format_named(form).needs, *([TEXT] if with_text else []))
    with extract(engine, view, what.as_of, filters, more=more, limit=limit) as found:
        columns = [Column(column.name, column.kind, column.words) for column in found.columns]
        rows: Iterable[Sequence[Any]] = found.rows
        if with_text and not with_contacts:
            rows = _masked(rows, [column.name for column in columns].index(TEXT))
        return write(seen(rows), columns, file, what)


def _masked(rows: Iterable[Sequence[Any]], at: int) -> Iterator[Sequence[Any]]:
    """The rows without contact details in the text."""
    for row in rows:
        yield (*row[:at], masked(row[at]), *row[at + 1 :])
