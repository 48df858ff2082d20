"""Atom (RFC 4287): entries for new, changed and closing postings.

Ids and dates follow from the postings alone: the same database gives the same feed, and a reader shows no entry twice.
"""

import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import IO
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from jpo_scraper import __version__
from jpo_scraper.export import About, Column, Rows
from jpo_scraper.export.cells import moment, one_line, shown, web_address
from jpo_scraper.export.posting import Posting, deadline_ends, deadline_words, identity, lines, name, postings

CLOSING = timedelta(days=7)
"""How long before its deadline a posting is announced as closing."""

_IN_MEMORY = 1_000_000
"""Bytes of entries that are kept in memory; more go through a temporary file, as the feed's date stands before them."""

Told = tuple[str, datetime, str, tuple[str, ...]]
"""Kind of entry, when it came true, its title, and what tells it from other entries of the posting and the kind."""


def write(rows: Rows, columns: Sequence[Column], file: IO[bytes], about: About) -> int:
    """Write the feed; the number of entries."""
    number, latest = 0, None
    with SpooledTemporaryFile(_IN_MEMORY) as entries:
        for row in postings(rows, columns):
            for told in _told(row, about.as_of):
                entries.write(_entry(row, told).encode())
                number, latest = number + 1, max(latest or told[1], told[1])
        file.write(_head(about, latest or about.as_of).encode())
        entries.seek(0)
        shutil.copyfileobj(entries, file)
    file.write(b"</feed>\n")
    return number


def _told(row: Posting, as_of: datetime) -> Iterator[Told]:
    """What there is to tell of a posting."""
    first, changed = row["first_seen_at"], row["changed_at"]
    yield "new", first, f"New: {name(row)}", ()
    if changed > first:
        fields = ", ".join(sorted(set((row["changed_fields"] or "").split(", ")))).replace("_", " ")
        yield "changed", changed, f"Changed: {name(row)} ({fields})", (moment(changed),)
    ends = deadline_ends(row)
    if ends and ends - CLOSING <= as_of < ends:
        when = deadline_words(row)
        yield "closing", max(first, ends - CLOSING), f"Closing: {name(row)}, {when}", (moment(ends),)


def _head(about: About, updated: datetime) -> str:
    feed = uuid5(NAMESPACE_URL, f"jpo-scraper\nfeed\n{about.key}")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f"<id>urn:uuid:{feed}</id>\n"
        f"<title>{escape(one_line(about.title))}</title>\n"
        f"<updated>{moment(updated)}</updated>\n"
        "<author><name>jpo-scraper</name></author>\n"
        f"<generator version={quoteattr(__version__)}>jpo-scraper</generator>\n"
    )


def _entry(row: Posting, told: Told) -> str:
    kind, at, title, more = told
    url = web_address(row["url"])
    link = f'<link rel="alternate" href={quoteattr(url)}/>\n' if url else ""
    return (
        "<entry>\n"
        f"<id>urn:uuid:{identity(row, kind, *more)}</id>\n"
        f"<title>{escape(title)}</title>\n"
        f"<updated>{moment(at)}</updated>\n"
        f"<published>{moment(row['first_seen_at'])}</published>\n"
        f"<category term={quoteattr(kind)}/>\n"
        f"{link}"
        f'<content type="text">{escape(shown(chr(10).join(lines(row))))}</content>\n'
        "</entry>\n"
    )
