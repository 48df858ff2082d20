"""SuccessFactors Recruiting Marketing: career sites of two generations.

The older one lists posts in an HTML table (`[site] list`), the newer one in a feed with their whole text (`feed`) or
by a search service that wants a token (`api`). The page of a posting is alike in both. What a column means is each
tenant's affair: `[site.columns]` says it. Posts of the newer generation have two numbers, that of the link and the
printed job number; the latter is the identity, since the search service knows no other.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from parsel import Selector

from jpo_scraper.exceptions import ClosedPosting, SelectorError, SourceFileError
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import (
    DoorPage,
    ListingPage,
    Options,
    Page,
    PostingPage,
    attribute,
    counted,
    joined,
    key,
    label_fields,
    one,
)
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

_LIST_TABLE, _ROW, _LINK = "table#searchresults", "tr.data-row", "a.jobTitle-link"
_NUMBER = re.compile(r"/job/[^?#]*/(\d+)(?:-\w+)?/?(?:[?#]|$)")
"""The last part of a post's address, without its language: `/job/Geneva-Officer/1369999999/`, `…/13999-en_GB`."""
_DIGITS = re.compile(r"\d+")
_COLUMN = re.compile(r"job[A-Z]\w+")
_TITLE_CELL = "jobTitle"
_KNOWN_KEYS = frozenset("id urlTitle unifiedStandardTitle unifiedStandardStart".split())
"""Of a result of the search service, beside its columns."""
_TOKEN = re.compile(r"CSRFToken\s*=\s*[\"']([0-9A-Za-z-]{8,64})[\"']")
_TITLE_WITH_PLACE = re.compile(r"(?P<title>.+\S)\s*\((?P<place>[^()]+,\s[A-Z]{2})\)")
"""As a feed prints a title: `Technical Officer (Geneva, CH)`."""
_SEARCH: Mapping[str, Any] = {
    "sortBy": "",
    "keywords": "",
    "location": "",
    "facetFilters": {},
    "brand": "",
    "skills": [],
    "categoryId": 0,
    "alertId": "",
    "rcmCandidateId": "",
}
_LOCALE = "en_GB"


def first_fetches(site: Options) -> list[Fetch]:
    """The first page of the way in that the source names."""
    return [_first_fetch(site)]


def _first_fetch(site: Options) -> Fetch:
    if "api" in site:
        return Fetch(f"{site['api']}/search/", "door")
    for way in ("jpo_feed", "feed", "list"):
        if way in site:
            return Fetch(site[way], "listing")
    raise SourceFileError("[site] names no way in: add list, feed or api")


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    if "api" in site:
        return {"door": SearchPage, "listing": SearchResults, "posting": JobPage}
    return {"listing": JobFeed if "feed" in site else JobTable, "posting": JobPage}


def _number_in(address: str, url: str) -> str:
    """The post's number in its address."""
    found = _NUMBER.search(address)
    if found is None:
        raise SelectorError(f"no number of a post in the address {address!r}: the site changed?", url)
    return found[1]


class JobTable(ListingPage):
    """One page of the HTML list. Posts stand in it two or three times: for wide screens and for narrow ones."""

    @cached_property
    def _references(self) -> list[Reference]:
        references: dict[str, Reference] = {}
        for row in self.html.css(f"{_LIST_TABLE} {_ROW}"):
            reference = self._reference(row)
            references.setdefault(reference.key, reference)
        return list(references.values())

    def references(self) -> list[Reference]:
        """The posts of this page, once each. Where a search finds nothing, the rows below are other posts."""
        return [] if self._says_empty else self._references

    def _reference(self, row: Selector) -> Reference:
        links = row.css(_LINK)
        if not links:
            raise SelectorError(f"a row has no {_LINK!r}: the site changed?", self.document.url)
        url = joined(self.document.final_url, attribute(links[0], "href"), self.document.url)
        columns = label_fields(self.site, "columns")
        cells = {name: words for name in columns if (words := self._words(row, name))}
        grade = next((words for name, words in cells.items() if columns[name] is Field.GRADE), None)
        hints = {"row": {name: [words] for name, words in cells.items()}}
        title = html_to_text(links[0]).removeprefix("## ")
        return Reference(_number_in(url, self.document.url), Fetch(url, "posting", hints=hints), title, grade)

    def _words(self, row: Selector, column: str) -> str:
        """What the column says: its first words, as the others repeat them."""
        printed = (html_to_text(cell).removeprefix("## ") for cell in row.css(f".{column}"))
        return next(filter(None, printed), "")

    @property
    def reported_total(self) -> int | None:
        """The last number of what the table says about itself: `Page 1 of 1, Results 1 to 2 of 2`."""
        said = self.html.css(f"{_LIST_TABLE}::attr(aria-label), .paginationLabel").getall()
        numbers = _DIGITS.findall(html_to_text(said[0])) if said and not self._says_empty else []
        return counted(numbers[-1], self.document.url) if numbers else None

    def unknown_keys(self) -> list[str]:
        """Classes of cells that `[site.columns]` does not name."""
        classes = self.html.css(f"{_LIST_TABLE} {_ROW} span::attr(class)").getall()
        names = {name for words in classes for name in words.split() if _COLUMN.fullmatch(name)}
        return sorted(names - {_TITLE_CELL} - self.site.get("columns", {}).keys())

    @property
    def is_empty(self) -> bool:
        """The site's own mark of a list without posts."""
        return self._says_empty

    @cached_property
    def _says_empty(self) -> bool:
        return "empty" in self.site and bool(self.html.css(self.site["empty"]))

    def next_fetch(self) -> Fetch | None:
        """The page that begins after this page's last post."""
        shown = int(self.fetch.hints.get("shown", 0)) + len(self.references())
        if "pages" not in self.site or not self.references() or shown >= (self.reported_total or 0):
            return None
        return Fetch(self.site["pages"].format(offset=shown), "listing", hints={"shown": shown})


class JobFeed(ListingPage, PostingPage):
    """A category's feed: every item holds the whole text. Its language is the site's; items may be in another."""

    @cached_property
    def _items(self) -> list[Selector]:
        return list(self.xml.xpath("/rss/channel/item"))

    def references(self) -> list[Reference]:
        """The items; each fetch names the page where a person reads the post, which needs no visit."""
        return [
            Reference(self._key(item), Fetch(self._link(item), "posting"), self._labels(item)[0].value)
            for item in self._items
        ]

    @property
    def reported_total(self) -> None:
        """The feed prints no total."""
        return None

    @property
    def is_empty(self) -> bool:
        """A channel with a title of its own and no item."""
        return not self._items and bool(self.xml.xpath("/rss/channel/title"))

    def postings(self) -> list[RawPosting]:
        """Every item of the feed."""
        return [
            RawPosting(
                source=self.source,
                external_id=self._key(item),
                url=self._link(item),
                text=self._text(item),
                labels=self._labels(item),
                fetched_at=self.document.fetched_at,
            )
            for item in self._items
        ]

    def _labels(self, item: Selector) -> tuple[Label, ...]:
        """Title and place, which the feed prints as one, and the day of publication."""
        printed = self._child(item, "title")
        found = _TITLE_WITH_PLACE.fullmatch(printed)
        names = (
            [("title", found["title"], Field.TITLE), ("location", found["place"], Field.DUTY_STATIONS)]
            if found
            else [("title", printed, Field.TITLE)]
        )
        return tuple(Label(*name) for name in [*names, ("pubDate", self._child(item, "pubDate"), None)])

    def _key(self, item: Selector) -> str:
        """The printed job number, where the source says how it is printed; else the number in the link."""
        if "job_id" not in self.site:
            return _number_in(self._link(item), self.document.url)
        found = re.search(self.site["job_id"], self._text(item))
        if found is None:
            raise SelectorError(f"no job number in the text of {self._link(item)}: it changed?", self.document.url)
        return found[1]

    def _link(self, item: Selector) -> str:
        """The address without the marks of those who count visits."""
        return self._child(item, "link").partition("?")[0]

    def _text(self, item: Selector) -> str:
        return html_to_text(self._child(item, "description"))

    def _child(self, item: Selector, name: str) -> str:
        words = (item.xpath(f"string({name})").get() or "").strip()
        if not words:
            raise SelectorError(f"an item lacks <{name}>: the site changed?", self.document.url)
        return words


class SearchPage(DoorPage):
    """The search page, which gives the token that the search service wants."""

    def fetches(self) -> list[Fetch]:
        """The first page of the search. Raises SelectorError if the page holds no token."""
        tokens = {found[1] for script in self.html.css("script::text").getall() for found in _TOKEN.finditer(script)}
        if len(tokens) != 1:
            raise SelectorError(f"the search page gives {len(tokens)} tokens where 1 is expected", self.document.url)
        headers = {"Accept": "application/json", "Referer": self.document.url, "X-CSRF-Token": tokens.pop()}
        body = {"locale": self.site.get("locale", _LOCALE), "pageNumber": 0, **_SEARCH}
        url = f"{self.site['api']}/services/recruiting/v1/jobs"
        return [Fetch(url, "listing", method="POST", json=body, headers=headers)]


class SearchResults(ListingPage):
    """One page of the search service's answer."""

    @cached_property
    def _rows(self) -> list[Any]:
        results = key(self.json, "jobSearchResult", list, self.document.url)
        return [key(result, "response", dict, self.document.url) for result in results]

    def references(self) -> list[Reference]:
        """The posts of this page."""
        return [self._reference(row) for row in self._rows]

    def _reference(self, row: dict[str, Any]) -> Reference:
        number, slug = (key(row, name, str, self.document.url) for name in ("id", "urlTitle"))
        columns = label_fields(self.site, "columns")
        cells = {name: values for name in columns if (values := _listed(row.get(name)))}
        grade = next((values[0] for name, values in cells.items() if columns[name] is Field.GRADE), None)
        url = f"{self.site['api']}/job/{slug}/{number}-{self.site.get('locale', _LOCALE)}"
        title = key(row, "unifiedStandardTitle", str, self.document.url)
        return Reference(number, Fetch(url, "posting", hints={"row": cells}), title, grade)

    def unknown_keys(self) -> list[str]:
        """Keys that neither are read nor stand in `[site.columns]`."""
        return sorted({name for row in self._rows for name in row} - _KNOWN_KEYS - self.site["columns"].keys())

    @property
    def reported_total(self) -> int:
        """`totalJobs`: all pages together."""
        total: int = key(self.json, "totalJobs", int, self.document.url)
        return total

    @property
    def is_empty(self) -> bool:
        """A total of zero and no row."""
        return self.reported_total == 0 and not self._rows

    def next_fetch(self) -> Fetch | None:
        """The following page, under the same token."""
        shown = int(self.fetch.hints.get("shown", 0)) + len(self._rows)
        if not self._rows or shown >= self.reported_total:
            return None
        asked = dict(self.fetch.json or {})
        body, headers = {**asked, "pageNumber": asked["pageNumber"] + 1}, self.fetch.headers
        return Fetch(self.fetch.url, "listing", method="POST", json=body, headers=headers, hints={"shown": shown})


def _listed(value: Any) -> list[str]:
    """A cell of the search service as its filled strings: it gives one or a list."""
    values = value if isinstance(value, list) else [value]
    return [words.strip() for words in values if isinstance(words, str) and words.strip()]


class JobPage(PostingPage):
    """The page of one post. Its `datePosted` is not read: it is that of the visit, not of the publication."""

    def check(self) -> None:
        """As for every page; besides, raise ClosedPosting for the site's apology, which comes with status 200."""
        super().check()
        pattern = self.site.get("closed_pattern")
        if pattern and re.search(pattern, html_to_text(self.html)):
            raise ClosedPosting("the site has closed this posting", self.document.url)

    def postings(self) -> list[RawPosting]:
        """The post."""
        parts = self.html.css("[itemprop=description]")
        if not parts:
            raise SelectorError("the page holds no description: the site changed?", self.document.url)
        declared = [*parts.css("::attr(lang)").getall()[:1], *self.html.css("html::attr(lang)").getall()]
        return [
            RawPosting(
                source=self.source,
                external_id=_number_in(self.fetch.url, self.document.url),
                url=self.fetch.url,
                text="\n\n".join(filter(None, map(html_to_text, parts))),
                labels=tuple(self._labels()),
                language=declared[0][:2].lower() if declared else None,
                fetched_at=self.document.fetched_at,
            )
        ]

    def _labels(self) -> Iterator[Label]:
        """What the page says to machines, then the cells of the row that led here."""
        title = attribute(one(self.html, 'meta[property="og:title"]', self.document.url), "content")
        yield Label("title", title.strip(), Field.TITLE)
        for name, field in (("streetAddress", Field.DUTY_STATIONS), ("validThrough", Field.DEADLINE)):
            for value in self.html.css(f"meta[itemprop={name}]::attr(content)").getall():
                if value.strip():
                    yield Label(name, value.strip(), field)
        row = self.fetch.hints.get("row", {})
        for name, meaning in label_fields(self.site, "columns").items() if row else ():
            for value in row.get(name, ()):
                yield Label(name, value, meaning)
