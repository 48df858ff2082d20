"""Whether a page has changed since an earlier run read it: the request asks the site, the answer's bytes decide.

Only pages that a row of a listing leads to are asked for conditionally. A listing is always asked for in full: what it
shows is the evidence that the run saw everything.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from scrapy.http import Response

from jpo_scraper.items import Outcome, PageMemo, Reference

NOT_MODIFIED = 304


class Memory(Protocol):
    """What earlier runs of the source remember, and what this one leaves to the next. The run ledger is one."""

    def recall(self, keys: Collection[str]) -> Mapping[str, PageMemo]:
        """By key, what is remembered of these requests' pages and may still be relied on."""

    def again(self, outcome: Outcome, seen_at: datetime, url: str, page_key: str | None = None) -> None:
        """Take a posting that is as it was. `page_key` names the page in hand, if other parts of it are new."""

    def remember(self, memo: PageMemo, postings: int) -> None:
        """Take a page in hand: it is remembered once the outcome of each of its `postings` is known."""


class NoMemory:
    """Every page is new and none is remembered: for a crawl without a store, and for a sample."""

    def recall(self, keys: Collection[str]) -> Mapping[str, PageMemo]:
        """Nothing."""
        return {}

    def again(self, outcome: Outcome, seen_at: datetime, url: str, page_key: str | None = None) -> None:
        """Nothing is known, so nothing is as it was."""

    def remember(self, memo: PageMemo, postings: int) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Call:
    """A page that holds postings and is asked for."""

    key: str
    """Of the request."""
    row_hash: str
    memo: PageMemo | None
    """None: the page is read whatever it says."""


def row_hash(reference: Reference) -> str:
    """SHA-256 of what the listing says of a posting. Where it changes, the page is asked for in full: it is wiser to
    believe the row than a server that says "not modified", and the row's words are part of the posting."""
    said = [reference.key, reference.title, reference.grade, reference.fetch.url, reference.fetch.hints]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def conditions(memo: PageMemo) -> dict[str, str]:
    """The headers that ask for the page only if it has changed."""
    named = {"If-None-Match": memo.etag, "If-Modified-Since": memo.last_modified}
    return {name: value for name, value in named.items() if value}


def is_unchanged(response: Response, memo: PageMemo) -> bool:
    """Whether the page is the one that is remembered: the site says so, or the bytes are the same.

    Another address than then means another page, whatever it says: a redirect to an old page is "not modified" too.
    """
    if response.url != memo.final_url:
        return False
    if response.status == NOT_MODIFIED:
        return bool(conditions(memo))
    return response.status == memo.status and body_hash(response) == memo.body_hash


def memo_of(call: Call, response: Response, read_at: datetime, *, is_closed: bool = False) -> PageMemo:
    """What to remember of a page that was read; the outcomes of its postings are not known yet."""
    return PageMemo(
        key=call.key,
        row_hash=call.row_hash,
        final_url=response.url,
        status=response.status,
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        body_hash=body_hash(response),
        read_at=read_at,
        is_closed=is_closed,
    )


def body_hash(response: Response) -> str:
    """SHA-256 of the decompressed body."""
    return hashlib.sha256(response.body).hexdigest()


def _header(response: Response, name: str) -> str | None:
    """A header as it came. A line end in it could smuggle a header into the next request."""
    value = (response.headers.get(name) or b"").decode("latin-1").strip()
    return value if value and value.isprintable() else None
