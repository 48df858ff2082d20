"""Taleo: a list by POST whose columns bear no names, and a page a posting whose values stand in a script.

`[site]` names the columns in their order, since each tenant has its own. The page of a posting is a template; its
script binds a list of values to the template's elements. What a browser would do is done here: the values go to where
they are bound, and a caption beside the element says what each is. A page without bindings is read by
`[site.positions]`. The clock of a date is that of whoever asks: no zone can be told from it. Where the list refuses
programs, the feed of the newest posts can be read in its place; a run is then never complete.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit

from parsel import Selector

from jpo_scraper.exceptions import BrokenDocument, ClosedPosting, SelectorError
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import DoorPage, ListingPage, Options, Page, PostingPage, attribute, key, maybe
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

_SEARCH: Mapping[str, Any] = {
    "multilineEnabled": True,
    "sortingSelection": {"sortBySelectionParam": "1", "ascendingSortingOrder": "false"},
    "fieldData": {"fields": {"KEYWORD": "", "LOCATION": "", "JOB_TITLE": ""}, "valid": True},
    "filterSelectionParam": {
        "searchFilterSelections": [
            {"id": name, "selectedValues": []} for name in ("JOB_TYPE", "LOCATION", "JOB_FIELD", "POSTING_DATE")
        ]
    },
    "advancedSearchFiltersSelectionParam": {
        "searchFilterSelections": [
            {"id": name, "selectedValues": []} for name in ("ORGANIZATION", "LOCATION", "JOB_FIELD", "JOB_NUMBER")
        ]
    },
}
"""The whole form must be sent: an incomplete one is answered with status 500."""
_BINDINGS = {
    "title": Field.TITLE,
    "contestnumber": Field.REFERENCE,
    "unpostingdate": Field.DEADLINE,
    "primarylocation": Field.DUTY_STATIONS,
    "otherlocations": Field.DUTY_STATIONS,
}
"""Values that every tenant binds under the same name; a tenant's own have a code and are told by their caption."""
_INTERFACE, _LIST = "requisitionDescriptionInterface", "descRequisition"
_STRING = re.compile(r"\s*'([^'\\]*(?:\\.[^'\\]*)*)'\s*,?", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BETWEEN_BLOCKS, _BETWEEN_VALUES, _COLON, _ENCODED = "!%24!", "!|!", "%5C:", "!*"


def first_fetches(site: Options) -> list[Fetch]:
    """The search page: the list wants the cookies that it sets. Or the feed, where the source names one."""
    return [Fetch(site["feed"], "listing") if "feed" in site else Fetch(_search_page(site), "door")]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    listing = TaleoFeed if "feed" in site else TaleoListing
    return {"door": TaleoDoor, "listing": listing, "posting": TaleoPosting}


def _search_page(site: Options) -> str:
    return f"{site['section']}/jobsearch.ftl"


def _list_fetch(site: Options, page: int, shown: int) -> Fetch:
    """Page `page`, before which `shown` rows were listed."""
    path = f"rest/jobboard/searchjobs?lang=en&portal={site['portal']}"
    headers = {
        "Accept": "application/json, text/javascript, */*; q=0.01",
        "X-Requested-With": "XMLHttpRequest",
        "Referer": _search_page(site),
        "tz": "GMT+00:00",
        "tzname": "UTC",
    }
    url, body = urljoin(site["section"], path), {**_SEARCH, "pageNo": page}
    return Fetch(url, "listing", method="POST", json=body, headers=headers, hints={"shown": shown})


def _detail_fetch(site: Options, number: str) -> Fetch:
    return Fetch(f"{site['section']}/jobdetail.ftl?lang=en&job={quote(number, safe='/()')}", "posting")


class TaleoDoor(DoorPage):
    """The search page, which is opened for its cookies."""

    def fetches(self) -> list[Fetch]:
        """The first page of the list."""
        return [_list_fetch(self.site, page=1, shown=0)]


class TaleoListing(ListingPage):
    """One page of the list."""

    @cached_property
    def _rows(self) -> list[Any]:
        rows: list[Any] = key(self.json, "requisitionList", list, self.document.url)
        return rows

    @cached_property
    def _paging(self) -> dict[str, Any]:
        paging: dict[str, Any] = key(self.json, "pagingData", dict, self.document.url)
        return paging

    def references(self) -> list[Reference]:
        """The requisitions of this page."""
        return [self._reference(row) for row in self._rows]

    def _reference(self, row: Any) -> Reference:
        number = key(row, "contestNo", str, self.document.url)
        cells = self._cells(row)
        if cells.get("reference", number) != number:
            raise SelectorError(
                f"the column of the reference holds {cells['reference']!r} in the row of {number}: the columns have "
                "moved, put [site] columns in their new order",
                self.document.url,
            )
        title = key(cells, "title", str, self.document.url)
        return Reference(number, _detail_fetch(self.site, number), title, cells.get("grade") or None)

    def _cells(self, row: Any) -> dict[str, Any]:
        names, cells = self.site["columns"], key(row, "column", list, self.document.url)
        if len(cells) != len(names):
            raise SelectorError(
                f"a row has {len(cells)} columns where [site] columns names {len(names)}: the site changed?",
                self.document.url,
            )
        return dict(zip(names, cells, strict=True))

    @property
    def reported_total(self) -> int:
        """`totalCount`: all pages together."""
        total: int = key(self._paging, "totalCount", int, self.document.url)
        return total

    @property
    def is_empty(self) -> bool:
        """A total of zero and no row."""
        return self.reported_total == 0 and not self._rows

    def next_fetch(self) -> Fetch | None:
        """The following page. The total drifts, so that a full page has one even where the total is reached."""
        shown = int(self.fetch.hints.get("shown", 0)) + len(self._rows)
        is_full = len(self._rows) >= key(self._paging, "pageSize", int, self.document.url)
        if not self._rows or not (is_full or shown < self.reported_total):
            return None
        return _list_fetch(self.site, key(self._paging, "pageNo", int, self.document.url) + 1, shown)


class TaleoFeed(ListingPage):
    """The feed of the newest posts: the second door, for a site whose list refuses programs. No grade, no total."""

    is_excerpt = True

    @cached_property
    def _items(self) -> list[Selector]:
        return list(self.xml.xpath("/rss/channel/item"))

    def references(self) -> list[Reference]:
        """The posts of the feed, under the numbers and addresses that they have in the list."""
        return [self._reference(item) for item in self._items]

    def _reference(self, item: Selector) -> Reference:
        link, title = (item.xpath(f"normalize-space({name})").get() or "" for name in ("link", "title"))
        numbers = parse_qs(urlsplit(link).query).get("job", [])
        if len(numbers) != 1 or not title:
            raise SelectorError(f"an item has no number or no title ({link!r}): the site changed?", self.document.url)
        return Reference(numbers[0], _detail_fetch(self.site, numbers[0]), title)

    @property
    def reported_total(self) -> None:
        """The feed prints no total."""
        return None

    @property
    def is_empty(self) -> bool:
        """A channel with a title of its own and no item."""
        return not self._items and bool(self.xml.xpath("/rss/channel/title"))


class _Value(NamedTuple):
    """A value of a posting: under which name and caption, and what it speaks of."""

    name: str
    caption: str
    words: str
    field: Field | None


class TaleoPosting(PostingPage):
    """The page of one requisition. Each value stands in it several times: in the script, and in a hidden field."""

    def check(self) -> None:
        """As for every page; besides, raise ClosedPosting for the page of a requisition that is gone (status 200)."""
        super().check()
        if self.html.css("#requisitionUnavailableInterface"):
            raise ClosedPosting("the site has closed this posting", self.document.url)

    def postings(self) -> list[RawPosting]:
        """The requisition: its captioned lines and then its text, as the page shows them."""
        values = [value for value in self._values if value.words]
        lines = [f"{value.caption}: {value.words}" for value in values if value.caption]
        parts = ["\n".join(lines), *(html_to_text(markup) for markup in self._markup)]
        labels = tuple(
            Label(value.caption or value.name, value.words, value.field) for value in values if value.field is not None
        )
        numbers = {label.value for label in labels if label.field is Field.REFERENCE}
        if len(numbers) != 1:
            raise SelectorError(f"the page gives {len(numbers)} requisition numbers: it changed?", self.document.url)
        return [
            RawPosting(
                source=self.source,
                external_id=numbers.pop(),
                url=self.fetch.url,
                text="\n\n".join(part for part in parts if part),
                labels=labels,
                language=self.html.css("html::attr(lang)").get("")[:2].lower() or None,
                fetched_at=self.document.fetched_at,
            )
        ]

    @cached_property
    def _values(self) -> list[_Value]:
        """What the page shows of the requisition besides its text, in its order."""
        names = _strings(self._bindings, "_hlid: [", self.document.url)
        return list(self._placed() if names is None else self._bound(names))

    def _bound(self, names: list[str]) -> Iterator[_Value]:
        """By the page's own bindings: element and name of each value."""
        elements = _strings(self._bindings, "_hles: [", self.document.url) or []
        if not len(elements) == len(names) == len(self._printed):
            raise SelectorError(
                f"{len(elements)} elements and {len(names)} names are bound to {len(self._printed)} values: changed?",
                self.document.url,
            )
        captions = self._captions
        for element, name, words in zip(elements, names, self._printed, strict=True):
            if element in captions and not words.startswith(_ENCODED):
                bare = name.removeprefix("reqlistitem.")
                yield _Value(bare, captions[element], words, _BINDINGS.get(bare))

    def _placed(self) -> Iterator[_Value]:
        """By the places that the source gives."""
        if "positions" not in self.site:
            raise SelectorError("the page binds no names to its values, and [site] has no positions", self.document.url)
        for name, place in self.site["positions"].items():
            if place >= len(self._printed):
                raise SelectorError(f"{name} has no value at place {place}: the site changed?", self.document.url)
            yield _Value(name, "", self._printed[place], Field(name))

    @property
    def _markup(self) -> list[str]:
        """The HTML of the text: the percent-encoded values, once each."""
        encoded = [words for words in self._printed if words.startswith(_ENCODED)]
        return [unquote(words.removeprefix(_ENCODED).removeprefix("!")) for words in dict.fromkeys(encoded)]

    @cached_property
    def _printed(self) -> list[str]:
        """The values in their order: from the script, else from the hidden field."""
        values = _strings(self._script, f"api.fillList('{_INTERFACE}', '{_LIST}', [", self.document.url)
        return values if values is not None else self._history

    @property
    def _history(self) -> list[str]:
        field = maybe(self.html, "input#initialHistory", self.document.url)
        blocks = attribute(field, "value").split(_BETWEEN_BLOCKS) if field is not None else []
        for head, values in pairwise(blocks):
            if _LIST in head.split(_BETWEEN_VALUES):
                return [value.replace(_COLON, ":") for value in values.split(_BETWEEN_VALUES)]
        raise SelectorError("the page holds the values of no requisition: the site changed?", self.document.url)

    @cached_property
    def _captions(self) -> dict[str, str]:
        """Elements that show a value → the caption of their line; a caption may come from the script too."""
        ids = _strings(self._script.partition(f"{_INTERFACE}: {{")[2], "_hles: [", self.document.url) or []
        words = _strings(self._script, f"api.fillInterface('{_INTERFACE}', [", self.document.url) or []
        filled = dict(zip(ids, words, strict=False))  # a page without captions of its own fills none
        captions = {}
        for line in self.html.css("div.contentlinepanel"):
            caption = " ".join(self._caption(span, filled) for span in line.css("span.subtitle"))
            for span in line.css("span[id]"):
                captions[_element(span)] = caption.strip(" :")
        return captions

    def _caption(self, span: Selector, filled: Mapping[str, str]) -> str:
        return html_to_text(span) or filled.get(_element(span), "")

    @cached_property
    def _script(self) -> str:
        return "\n".join(self.html.css("script::text").getall())

    @property
    def _bindings(self) -> str:
        """The part of the script that binds the requisition's values."""
        return self._script.partition(f"{_LIST}: {{")[2]


def _element(span: Selector) -> str:
    return attribute(span, "id").removeprefix(f"{_INTERFACE}.")


def _strings(script: str, opening: str, url: str) -> list[str] | None:
    """The strings of the list behind `opening`; None if the script has no such list. Raises BrokenDocument."""
    start = script.find(opening)
    if start < 0:
        return None
    position, strings = start + len(opening), []
    while found := _STRING.match(script, position):
        strings.append(_ESCAPED.sub(r"\1", found[1]))
        position = found.end()
    if not script[position:].lstrip().startswith("]"):
        raise BrokenDocument("the script of the page is cut or broken", url)
    return strings
