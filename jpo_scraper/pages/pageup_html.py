"""PageUp by its HTML list and pages: the second door to a site whose feed (`pages.pageup`) is closed.

The id in a post's address is its identity here and in the feed, so that a source may change its door and keep its
history. A firewall guards these pages: it answers with a challenge after a few requests, and at times with a page
that lacks the post. Both are troubles of the moment, never a closed post.

Behind the list stands a service that gives its rows as HTML inside JSON, with their total (`[site] filter`).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from parsel import Selector

from jpo_scraper.exceptions import ChallengePage, SelectorError
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import ListingPage, Options, Page, PostingPage, attribute, joined, key, maybe, one
from jpo_scraper.pages.text import fragment, html_to_text
from jpo_scraper.vocab import Field

_PAGE_SIZE = 20
_ID = re.compile(r"/job/(\d+)")
_SPANS = {
    "job-externalJobNo": Field.REFERENCE,
    "work-type": None,
    "location": Field.DUTY_STATIONS,
    "categories": None,
}
_PRINTED = {"Duty Station": Field.DUTY_STATIONS, "Level": Field.GRADE}
"""Labels whose value is a bare text behind them."""
_OTHER_LABELS = {"Job no", "Contract type", "Location", "Categories", "Advertised", "Deadline"}


def first_fetches(site: Options) -> list[Fetch]:
    """The first page of the list."""
    return [_list_fetch(site, page=1)]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"listing": PageUpFilter if "filter" in site else PageUpList, "posting": PageUpPosting}


def _list_fetch(site: Options, page: int) -> Fetch:
    """A page of the list; they are counted from 1."""
    query = f"page={page}&page-items={_page_size(site)}"
    if "filter" in site:
        headers = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest", "Referer": site["listing"]}
        url = f"{site['filter']}?search-keyword=&{query}"
        return Fetch(url, "listing", method="POST", headers=headers, hints={"page": page})
    return Fetch(f"{site['listing']}?{query}", "listing", hints={"page": page})


def _page_size(site: Options) -> int:
    size: int = site.get("page_size", _PAGE_SIZE)
    return size


class PageUpList(ListingPage):
    """One page of the list."""

    @cached_property
    def _rows(self) -> Selector:
        """What holds the rows."""
        return self.html

    @cached_property
    def _links(self) -> list[Selector]:
        return [one(row, "a.job-link", self.document.url) for row in self._rows.css("div.list-view--item")]

    def references(self) -> list[Reference]:
        """The posts of this page."""
        return [self._reference(link) for link in self._links]

    def _reference(self, link: Selector) -> Reference:
        url = joined(self.document.final_url, attribute(link, "href"), self.document.url)
        found = _ID.search(url)
        if found is None:
            raise SelectorError(f"no id in the link {url!r}: the site changed?", self.document.url)
        return Reference(found[1], Fetch(url, "posting", hints={"id": found[1]}), html_to_text(link))

    @property
    def reported_total(self) -> int | None:
        """The list prints no total."""
        return None

    @property
    def is_empty(self) -> bool:
        """The site's own words for an empty list."""
        return not self._links and self.site["empty_text"] in html_to_text(self.html)

    def next_fetch(self) -> Fetch | None:
        """The next page, while this one is full."""
        is_full = len(self._links) >= _page_size(self.site)
        return _list_fetch(self.site, int(self.fetch.hints.get("page", 1)) + 1) if is_full else None


class PageUpFilter(PageUpList):
    """One page of the list's service."""

    @cached_property
    def _rows(self) -> Selector:
        return fragment(key(self.json, "results", str, self.document.url))

    @property
    def reported_total(self) -> int:
        """`count`: all pages together."""
        total: int = key(self.json, "count", int, self.document.url)
        return total

    @property
    def is_empty(self) -> bool:
        """A count of zero and no row."""
        return self.reported_total == 0 and not self._links

    def next_fetch(self) -> Fetch | None:
        """The next page, until the count is reached."""
        page = int(self.fetch.hints.get("page", 1))
        is_last = not self._links or page * _page_size(self.site) >= self.reported_total
        return None if is_last else _list_fetch(self.site, page + 1)


class PageUpPosting(PostingPage):
    """The page of one post."""

    def check(self) -> None:
        """As for every page; besides, a page without the post is the firewall's."""
        super().check()
        if not self.html.css("#job"):
            raise ChallengePage("the page lacks the post (the site's firewall does that): try again later", self._url)

    @property
    def _url(self) -> str:
        return self.document.url

    @cached_property
    def _job(self) -> Selector:
        return one(self.html, "#job", self._url)

    def postings(self) -> list[RawPosting]:
        """The post."""
        return [
            RawPosting(
                source=self.source,
                external_id=self.hint("id"),
                url=self._url,
                text=html_to_text(one(self._job, "#job-details", self._url)),
                labels=tuple(self._labels()),
                language="en",
                fetched_at=self.document.fetched_at,
            )
        ]

    def _labels(self) -> Iterator[Label]:
        title = html_to_text(one(self._job, ":scope > h2", self._url)).removeprefix("## ")
        yield Label("title", title, Field.TITLE)
        for name, field in _SPANS.items():
            for span in self._job.css(f"span.{name}"):
                yield Label(name, html_to_text(span), field)
        for name, field in _PRINTED.items():
            bold = self._job.xpath("./p/b[normalize-space()=$label]", label=f"{name}:")
            if words := bold.xpath("string(following-sibling::text()[1])").get("").strip():
                yield Label(name, words, field)
        close = maybe(self._job, "span.close-date time", self._url)
        if close is not None:
            yield Label("close-date", attribute(close, "datetime"), Field.DEADLINE)

    def unknown_keys(self) -> list[str]:
        """Labels above the text that this reader does not know."""
        printed = (html_to_text(bold).removeprefix("## ").rstrip(": ") for bold in self._job.xpath("./p/b"))
        return sorted(set(printed) - _OTHER_LABELS - _PRINTED.keys())
