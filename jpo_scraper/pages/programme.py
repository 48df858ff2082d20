"""The page of a programme that prints its posts itself, in season: an accordion, a table, a list of adverts elsewhere.

Out of season it prints words of its own instead. Each entry is a posting; what the page prints for all of them (who
may apply, by when) is part of each. The advert behind an entry's link belongs to another site and is not read here.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

from jpo_scraper.items import Fetch, RawPosting, Reference
from jpo_scraper.pages.base import Options, Page, PostingPage, maybe
from jpo_scraper.pages.listing import Row, RowList, address, as_labels, page_language
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

_NO_IDENTITY = frozenset({Field.DEADLINE.value, Field.PROGRAMME.value})
"""What may change while the post stays the same."""


def first_fetches(site: Options) -> list[Fetch]:
    """The page, then the same page in another language: of a post on both, the first page's words count."""
    return [Fetch(site[name], "listing") for name in ("page", "translation") if name in site]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page: one page lists and holds the postings."""
    return {"listing": ProgrammePage}


class ProgrammePage(RowList, PostingPage):
    """The page and its entries.

    An entry is told apart by the id in its link (`link_id`); without that, by its own printed words except the
    deadline, and the second of two equal entries gets a number.
    """

    def references(self) -> list[Reference]:
        """The entries of the page."""
        return [Reference(number, self.fetch, row.title) for row, number, _ in self._entries]

    def postings(self) -> list[RawPosting]:
        """The entries, each with the words that hold for all."""
        return [self._posting(row, number, url) for row, number, url in self._entries]

    def _posting(self, row: Row, number: str, url: str) -> RawPosting:
        return RawPosting(
            source=self.source,
            external_id=number,
            url=url,
            text="\n\n".join(filter(None, (html_to_text(row.element), row.words))),
            labels=as_labels(row.labels),
            language=page_language(self.html),
            fetched_at=self.document.fetched_at,
        )

    @cached_property
    def _entries(self) -> list[tuple[Row, str, str]]:
        """Each row with its id and the address where a person reads it."""
        return list(self._identified())

    def _identified(self) -> Iterator[tuple[Row, str, str]]:
        counts = Counter[str]()
        for row in self.rows:
            if "link_id" in self.site:
                url, number = self.link_of(row.element)
            else:
                url = self._advert(row) or self.fetch.url
                words = "\n".join(value or "" for _, value, field in row.labels if field not in _NO_IDENTITY)
                counts[words] += 1
                number = hashlib.sha256(f"{words} #{counts[words]}".encode()).hexdigest()[:12]
            yield row, number, url

    def _advert(self, row: Row) -> str | None:
        """The advert that the entry links to, if it links to one."""
        link = maybe(row.element, self.site["link"], self._url) if "link" in self.site else None
        return address(link, self.document.final_url) if link is not None else None
