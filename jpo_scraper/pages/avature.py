"""Avature: an HTML list by offset, and a page a posting with labelled values and sections of text.

What a portal calls its fields is its own affair: `[site.labels]` says what each printed label means.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from parsel import Selector

from jpo_scraper.exceptions import SelectorError
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import (
    ListingPage,
    Options,
    Page,
    PostingPage,
    attribute,
    counted,
    joined,
    label_fields,
    maybe,
    one,
)
from jpo_scraper.pages.text import html_to_text

_PAGE_SIZE = 6
_ROW = "article.article--result"
_LINK = "h3 a.link"
_LEGEND = ".list-controls__text__legend"
_TOTAL = re.compile(r"(\d+) results?")
_NUMBER = re.compile(r"/JobDetail/(?:[^/?#]+/)?(\d+)(?:[?#]|$)")
_ID = "meta[name='avature.portallist.search']"
_SECTION = ".article--details"
_FIELD = ".article__content__view__field"
_LABEL = ".article__content__view__field__label"
_VALUE = ".article__content__view__field__value"


def first_fetches(site: Options) -> list[Fetch]:
    """The first page of the list."""
    return [_list_fetch(site, offset=0)]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"listing": AvatureListing, "posting": AvaturePosting}


def _list_fetch(site: Options, offset: int) -> Fetch:
    size = site.get("page_size", _PAGE_SIZE)
    return Fetch(f"{site['search']}?jobRecordsPerPage={size}&jobOffset={offset}", "listing", hints={"offset": offset})


class AvatureListing(ListingPage):
    """One page of the list. A row's date is not taken: its class says `posted`, its value is the last day, and only
    the posting's own labels tell."""

    @cached_property
    def _rows(self) -> list[Selector]:
        """The rows; the words for an empty list may stand in the form of a row."""
        return [row for row in self.html.css(_ROW) if self.site["empty_text"] not in html_to_text(row)]

    def references(self) -> list[Reference]:
        """The postings of this page."""
        return [self._reference(row) for row in self._rows]

    def _reference(self, row: Selector) -> Reference:
        link = one(row, _LINK, self.document.url)
        url = joined(self.document.final_url, attribute(link, "href"), self.document.url)
        return Reference(self._number(url), Fetch(url, "posting"), html_to_text(link))

    def _number(self, url: str) -> str:
        """The id at the end of a link: the words before it change with the title."""
        found = _NUMBER.search(url)
        if found is None:
            raise SelectorError(f"no number of a posting in the link {url!r}: the site changed?", self.document.url)
        return found[1]

    @property
    def reported_total(self) -> int | None:
        """The number in the legend, which stands above and below the list; None where there is no legend."""
        legends = [attribute(legend, "aria-label").strip() for legend in self.html.css(_LEGEND)]
        if not legends:
            return None
        totals = {found[1] for words in legends if (found := _TOTAL.fullmatch(words))}
        if len(totals) != 1:
            raise SelectorError(f"no single total in the legends {legends}: the site changed?", self.document.url)
        return counted(totals.pop(), self.document.url)

    @property
    def is_empty(self) -> bool:
        """No row, and a total of zero or the portal's words for an empty list."""
        says_empty = self.reported_total == 0 or self.site["empty_text"] in html_to_text(self.html)
        return says_empty and not self._rows

    def next_fetch(self) -> Fetch | None:
        """The page that begins after this page's last row: the offset counts rows."""
        following = int(self.fetch.hints.get("offset", 0)) + len(self._rows)
        if not self._rows or following == self.reported_total:
            return None
        return _list_fetch(self.site, following)


class AvaturePosting(PostingPage):
    """One posting."""

    def postings(self) -> list[RawPosting]:
        """The posting."""
        return [
            RawPosting(
                source=self.source,
                external_id=attribute(one(self.html, _ID, self.document.url), "content"),
                url=self.document.url,
                text="\n\n".join(html_to_text(section) for section in self._sections),
                labels=tuple(self._labels()),
                language=self.html.css("html::attr(lang)").get("")[:2].lower() or None,
                fetched_at=self.document.fetched_at,
            )
        ]

    @cached_property
    def _sections(self) -> list[Selector]:
        """The sections, with the names that the site shows as pictures written out."""
        sections = self.html.css(_SECTION)
        if not sections:
            raise SelectorError(f"{_SECTION!r} matched nothing: the site changed?", self.document.url)
        for picture in sections.css(self.site["named_pictures"]) if "named_pictures" in self.site else ():
            picture.root.tag, picture.root.text = "p", attribute(picture, "alt")
        return list(sections)

    def _labels(self) -> Iterator[Label]:
        """The labelled values, as printed."""
        fields = label_fields(self.site, "labels")
        for name, value in self._printed:
            if name in fields:
                yield Label(name, value, fields[name])

    @cached_property
    def _printed(self) -> list[tuple[str, str]]:
        """(printed label, value) of every field that has both; those without a label are sections of text."""
        printed = []
        for row in (row for section in self._sections for row in section.css(_FIELD)):
            label, value = (maybe(row, css, self.document.url) for css in (_LABEL, _VALUE))
            if label is not None and value is not None:
                printed.append((html_to_text(label), html_to_text(value)))
        return [(name, value) for name, value in printed if name and value]

    def unknown_keys(self) -> list[str]:
        """Printed labels that `[site.labels]` does not name."""
        return sorted({name for name, _ in self._printed} - self.site["labels"].keys())
