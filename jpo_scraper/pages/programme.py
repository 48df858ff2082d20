"""The page of a programme that prints its posts itself, in season: an accordion, a table, a list of adverts elsewhere.

Out of season it prints words of its own instead. Each entry is a posting; what the page prints for all of them (who
may apply, by when) is part of each. Where an entry links to its terms of reference, a PDF of the same site, these are
read and are part of the posting too (`terms`). An advert that belongs to another site is not read here.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from jpo_scraper.exceptions import WrongMediaType
from jpo_scraper.items import Fetch, RawPosting, Reference
from jpo_scraper.pages.base import Options, Page, PostingPage, maybe
from jpo_scraper.pages.listing import LinkedPosting, Row, RowList, address, as_labels, page_language
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

_NO_IDENTITY = frozenset({Field.DEADLINE.value, Field.PROGRAMME.value})
"""What may change while the post stays the same."""


def first_fetches(site: Options) -> list[Fetch]:
    """The page, then the same page in another language: of a post on both, the first page's words count."""
    return [Fetch(site[name], "listing") for name in ("page", "translation") if name in site]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page: one page lists and holds the postings, their terms of reference apart."""
    return {"listing": ProgrammePage, "posting": TermsOfReference}


class Entry(NamedTuple):
    """An entry of the page."""

    row: Row
    number: str
    """Its id."""
    url: str
    """Where a person reads it."""
    terms: str | None
    """Address of its terms of reference, where these are to be read."""


class ProgrammePage(RowList, PostingPage):
    """The page and its entries.

    An entry is told apart by the id in its link (`link_id`); without that, by its own printed words except the
    deadline, and the second of two equal entries gets a number.
    """

    def references(self) -> list[Reference]:
        """The entries of the page. One with terms of reference takes its own words along to them."""
        return [Reference(entry.number, self._fetch(entry), entry.row.title) for entry in self._entries]

    def _fetch(self, entry: Entry) -> Fetch:
        if entry.terms is None:
            return self.fetch
        row = entry.row
        hints = {
            "id": entry.number,
            "url": entry.url,
            "labels": row.labels,
            "entry": html_to_text(row.element),
            "words": row.words,
            "language": page_language(self.html),
        }
        return Fetch(entry.terms, "posting", hints=hints)

    def visits(self, wanted: list[Reference]) -> list[Reference]:
        """The entries with terms of reference."""
        return [reference for reference in wanted if reference.fetch.page == "posting"]

    def postings(self) -> list[RawPosting]:
        """The entries without terms of reference, each with the words that hold for all."""
        return [self._posting(entry) for entry in self._entries if entry.terms is None]

    def _posting(self, entry: Entry) -> RawPosting:
        return RawPosting(
            source=self.source,
            external_id=entry.number,
            url=entry.url,
            text="\n\n".join(filter(None, (html_to_text(entry.row.element), entry.row.words))),
            labels=as_labels(entry.row.labels),
            language=page_language(self.html),
            fetched_at=self.document.fetched_at,
        )

    @cached_property
    def _entries(self) -> list[Entry]:
        """The entries in their order."""
        return [Entry(row, number, url, self._linked(row, "terms")) for row, number, url in self._identified()]

    def _identified(self) -> Iterator[tuple[Row, str, str]]:
        counts = Counter[str]()
        for row in self.rows:
            if "link_id" in self.site:
                url, number = self.link_of(row.element)
            else:
                url = self._linked(row, "link") or self.fetch.url
                words = "\n".join(value or "" for _, value, field in row.labels if field not in _NO_IDENTITY)
                counts[words] += 1
                number = hashlib.sha256(f"{words} #{counts[words]}".encode()).hexdigest()[:12]
            yield row, number, url

    def _linked(self, row: Row, option: str) -> str | None:
        """Where the link leads that an option names, if the entry has one."""
        link = maybe(row.element, self.site[option], self._url) if option in self.site else None
        return address(link, self.document.final_url) if link is not None else None


class TermsOfReference(LinkedPosting):
    """The PDF behind an entry. What the page prints of the post comes first: it is the newer."""

    def check(self) -> None:
        """As for every page; besides, raise WrongMediaType for what is no PDF."""
        super().check()
        if not self._is_pdf:
            raise WrongMediaType("no PDF came where terms of reference are expected", self.document.url)

    def postings(self) -> list[RawPosting]:
        """The post: its entry, its terms of reference, and the words that hold for all entries."""
        return [
            RawPosting(
                source=self.source,
                external_id=self.hint("id"),
                url=self.hint("url"),
                text="\n\n".join(filter(None, (self.hint("entry"), self._text, self.hint("words")))),
                labels=as_labels(self.hint("labels")),
                language=self.hint("language"),
                fetched_at=self.document.fetched_at,
            )
        ]
