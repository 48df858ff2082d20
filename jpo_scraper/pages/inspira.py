"""Inspira, as careers.un.org shows it: a JSON list by POST whose rows hold the whole text of each opening.

The detail of an opening adds nothing to its row, so no opening is asked for by itself.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from jpo_scraper.exceptions import ErrorPage
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import DoorPage, ListingPage, Options, Page, PostingPage, key, optional
from jpo_scraper.pages.text import fragment, html_to_text
from jpo_scraper.vocab import Field

_PAGE_SIZE = 100
_OK = 1
"""`status` of an answer that is one."""
_FILTERS = "aoe aoi el ct ds jn jf jc jle dept span".split()

_CODED = {
    "jl": ("name", Field.GRADE),
    "dept": ("name", Field.AGENCY),
    "jn": ("name", None),
    "jf": ("Name", None),
    "jc": ("name", None),
    "recrttype": ("name", None),
}
"""Coded objects: the key of their words, in capitals for `jf` alone, and the field that these speak of. Each may be
absent; a consultant's opening has no `jn`."""
_KNOWN_KEYS = frozenset(
    "_id language categoryCode jobTitle jobCodeTitle jobFamilyCode jobLevel recruitmentType totalCount "
    "jobId postingTitle jobDescription dutyStation startDate endDate".split()
).union(_CODED)


def first_fetches(site: Options) -> list[Fetch]:
    """The list's first page; or the door, where the source names one whose cookies the list asks for."""
    return [Fetch(site["door"], "door")] if "door" in site else [_list_fetch(site, page=0)]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"door": InspiraDoor, "listing": InspiraList, "posting": InspiraList}


def _list_fetch(site: Options, page: int) -> Fetch:
    """A page of the list; they are counted from 0. Without `sortBy` the service fails."""
    parts = urlsplit(site["api"])
    origin = f"{parts.scheme}://{parts.netloc}"
    body = {
        "filterConfig": {"keyword": site.get("keyword", ""), **{name: [] for name in _FILTERS}},
        "pagination": {
            "page": page,
            "itemPerPage": site.get("page_size", _PAGE_SIZE),
            "sortBy": "startDate",
            "sortDirection": -1,
        },
    }
    headers = {"Accept": "application/json", "Origin": origin, "Referer": f"{origin}/jobopening?language=en"}
    return Fetch(f"{site['api']}/jo/list/filteredV2/en", "listing", method="POST", json=body, headers=headers)


class InspiraDoor(DoorPage):
    """The page that a browser opens first. Only its cookies matter."""

    def fetches(self) -> list[Fetch]:
        """The first page of the list."""
        return [_list_fetch(self.site, page=0)]


class InspiraList(ListingPage, PostingPage):
    """One page of the list. `postings()` gives its openings whole."""

    def check(self) -> None:
        """As for every page; besides, raise ErrorPage for an answer that says of itself that it is none."""
        super().check()
        status = key(self.json, "status", int, self.document.url)
        if status != _OK:
            raise ErrorPage(f"the service answers status {status}: {self.json.get('message')!r}", self.document.url)

    @cached_property
    def _data(self) -> dict[str, Any]:
        data: dict[str, Any] = key(self.json, "data", dict, self.document.url)
        return data

    @cached_property
    def _rows(self) -> list[Any]:
        rows: list[Any] = key(self._data, "list", list, self.document.url)
        return rows

    def references(self) -> list[Reference]:
        """The openings of this page; each fetch names the page where a person reads the opening."""
        return [self._reference(row) for row in self._rows]

    def _reference(self, row: Any) -> Reference:
        number = self._number(row)
        return Reference(number, Fetch(self._view(number), "posting"), self._title(row), self._words(row, "jl"))

    def _number(self, row: Any) -> str:
        return str(key(row, "jobId", int, self.document.url))

    def _title(self, row: Any) -> str:
        title: str = key(row, "postingTitle", str, self.document.url)
        return title

    def _words(self, row: Any, name: str) -> str | None:
        """The words of a coded object, or None where the row lacks it."""
        if row.get(name) is None:
            return None
        words: str = key(key(row, name, dict, self.document.url), _CODED[name][0], str, self.document.url)
        return words

    def _view(self, number: str) -> str:
        view: str = self.site["view"]
        return view.format(id=number)

    @property
    def reported_total(self) -> int:
        """All pages together: each row repeats it; without a row it is `count`."""
        holder = self._rows[0] if self._rows else self._data
        total: int = key(holder, "totalCount" if self._rows else "count", int, self.document.url)
        return total

    @property
    def is_empty(self) -> bool:
        """A count of zero and no row."""
        return not self._rows and self.reported_total == 0

    def next_fetch(self) -> Fetch | None:
        """The next page, while the pages so far hold fewer rows than all."""
        pagination = (self.fetch.json or {})["pagination"]
        page, size = int(pagination["page"]), int(pagination["itemPerPage"])
        if not self._rows or page * size + len(self._rows) >= self.reported_total:
            return None
        return _list_fetch(self.site, page + 1)

    def postings(self) -> list[RawPosting]:
        """The openings of this page."""
        return [self._posting(row) for row in self._rows]

    def _posting(self, row: Any) -> RawPosting:
        language = optional(row, "language", str, self.document.url) or ""
        return RawPosting(
            source=self.source,
            external_id=self._number(row),
            url=self._view(self._number(row)),
            text=self._text(row),
            labels=tuple(self._labels(row)),
            language=language[:2].lower() or None,
            fetched_at=self.document.fetched_at,
        )

    def _text(self, row: Any) -> str:
        """The text, with the titles of its parts as headings."""
        body = fragment(key(row, "jobDescription", str, self.document.url))
        for title in body.css("div.jobPostingItemTitle"):
            title.root.tag = "h2"
        return html_to_text(body)

    def _labels(self, row: Any) -> Iterator[Label]:
        url = self.document.url
        yield Label("postingTitle", self._title(row), Field.TITLE)
        yield Label("jobId", self._number(row), Field.REFERENCE)
        for name, (_, field) in _CODED.items():
            if words := self._words(row, name):
                yield Label(name, words, field)
        for station in key(row, "dutyStation", list, url):
            yield Label("dutyStation", key(station, "description", str, url), Field.DUTY_STATIONS)
        yield Label("startDate", key(row, "startDate", str, url))
        yield Label("endDate", key(row, "endDate", str, url), Field.DEADLINE)

    def unknown_keys(self) -> list[str]:
        """Keys of the rows that neither are read nor are known to be of no use."""
        return sorted({name for row in self._rows for name in row} - _KNOWN_KEYS)
