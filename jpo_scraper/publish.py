"""What leaves the database for commands and for the web alike: views as files, and postings without contact persons."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import IO, Any

from sqlalchemy import Engine, Table

from jpo_scraper.contacts import NO_PROSE, names, without_contacts
from jpo_scraper.export import About, Column, Rows, format_named, writer
from jpo_scraper.store.extract import extract
from jpo_scraper.store.filters import Filters
from jpo_scraper.store.queries import PostingDetail
from jpo_scraper.store.views import OPEN_VACANCIES
from jpo_scraper.vocab import ColumnKind

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

    Words go without contact details unless `with_contacts`. `seen` is what the rows pass through on their way, for
    progress. Raises UsageError, ExportError, StoreError and OSError.
    """
    write = writer(form)
    more = (*format_named(form).needs, *([TEXT] if with_text else []))
    with extract(engine, view, what.as_of, filters, more=more, limit=limit) as found:
        columns = [Column(column.name, column.kind, column.words) for column in found.columns]
        rows: Iterable[Sequence[Any]] = found.rows
        if not with_contacts:
            rows = _without_contacts(rows, columns)
        return write(seen(rows), columns, file, what)


def contact_names(detail: PostingDetail) -> frozenset[str]:
    """The names of contact persons in anything that is known of the posting."""
    return names(_everything(detail))


def public(detail: PostingDetail) -> PostingDetail:
    """The posting without contact details. The offsets of its facts point into the text as it was."""
    known = contact_names(detail)
    return replace(detail, **{name: without_contacts(value, known) for name, value in _everything(detail).items()})


def _everything(detail: PostingDetail) -> Mapping[str, Any]:
    return {field.name: getattr(detail, field.name) for field in fields(detail)}


def _without_contacts(rows: Iterable[Sequence[Any]], columns: Sequence[Column]) -> Iterator[Sequence[Any]]:
    """The rows without contact details."""
    prose = [
        (at, column.name)
        for at, column in enumerate(columns)
        if column.kind in (ColumnKind.TEXT, ColumnKind.JSON) and column.name not in NO_PROSE
    ]
    for row in rows:
        cells = list(row)
        known = names([cells[at] for at, _ in prose])
        for at, name in prose:
            cells[at] = without_contacts(cells[at], known, name)
        yield cells
