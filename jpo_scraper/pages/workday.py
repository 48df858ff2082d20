"""Workday: the list and detail that a career site's own pages ask for (CXS)."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from jpo_scraper.exceptions import BrokenDocument, ClosedPosting, SelectorError, WrongMediaType
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import ListingPage, Options, Page, PostingPage, key, optional, read_json, texts
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

_HEADERS = {"Accept": "application/json"}
_LIMIT = 20
"""The API refuses more rows a page."""
_CLOSED = "S22"
"""`errorCode` of a posting that was taken down; the status is then 403."""
_REQUISITION = re.compile(r"[A-Za-z]+-?\d+")
_IN_PATH = re.compile(r"_([A-Za-z]+-?\d+)(?:-\d+)?$")
"""The requisition id at the end of a path. What may follow it (`-1`) counts postings of the requisition."""
_GRADE = re.compile(r"(?:UNOPS )?(?:NO-?[A-E]|[A-Z]{1,5}-?\d{1,2})")

_LABEL_KEYS = {
    "title": Field.TITLE,
    "jobReqId": Field.REFERENCE,
    "endDate": Field.DEADLINE,
    "location": Field.DUTY_STATIONS,
    "startDate": None,
    "timeType": None,
}
_KNOWN_KEYS = frozenset(
    "additionalLocations canApply country externalUrl id includeResumeParsing jobDescription jobPostingId "
    "jobPostingSiteId jobRequisitionLocation posted postedOn questionnaireId remoteType "
    "secondaryQuestionnaireId".split()
).union(_LABEL_KEYS)
"""`postedOn` ("Posted 2 Days Ago") is no label: it changes daily, and each day would look like a change."""


def first_fetches(site: Options) -> list[Fetch]:
    """The first page of the list."""
    body = {
        "appliedFacets": {},
        "limit": min(site.get("page_size", _LIMIT), _LIMIT),
        "offset": 0,
        "searchText": site.get("search", ""),
    }
    return [Fetch(f"{site['cxs']}/jobs", "listing", method="POST", json=body, headers=_HEADERS)]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"listing": WorkdayListing, "posting": WorkdayPosting}


class WorkdayListing(ListingPage):
    """One page of the list. Only the first page's `total` is right: later pages say 0 and still hold rows."""

    @cached_property
    def _rows(self) -> list[Any]:
        rows: list[Any] = key(self.json, "jobPostings", list, self.document.url)
        return rows

    def references(self) -> list[Reference]:
        """The postings of this page."""
        return [self._reference(row) for row in self._rows]

    def _reference(self, row: Any) -> Reference:
        path = key(row, "externalPath", str, self.document.url)
        title = key(row, "title", str, self.document.url)
        bullets = optional(row, "bulletFields", list, self.document.url) or []
        grade = next((words for words in bullets[1:2] if isinstance(words, str) and _GRADE.fullmatch(words)), None)
        fetch = Fetch(
            f"{self.site['cxs']}{path}",
            "posting",
            headers=_HEADERS,
            hints={"bulletFields": grade} if grade else {},
        )
        return Reference(self._requisition(path, bullets), fetch, title, grade)

    def _requisition(self, path: str, bullets: list[Any]) -> str:
        for words in bullets[:1]:
            if isinstance(words, str) and _REQUISITION.fullmatch(words):
                return words
        if found := _IN_PATH.search(path):
            return found[1]
        raise SelectorError(f"no requisition id in {path!r} nor in {bullets!r}: the site changed?", self.document.url)

    @property
    def reported_total(self) -> int:
        """Page 1's `total`, which the later pages carry as a hint."""
        if "total" in self.fetch.hints:
            return int(self.fetch.hints["total"])
        total: int = key(self.json, "total", int, self.document.url)
        return total

    @property
    def is_empty(self) -> bool:
        """A total of zero and no row."""
        return self.reported_total == 0 and not self._rows

    def next_fetch(self) -> Fetch | None:
        """The page that begins after this page's last row."""
        body = dict(self.fetch.json or {})
        following = int(body.get("offset", 0)) + len(self._rows)
        if not self._rows or following >= self.reported_total:
            return None
        return Fetch(
            self.fetch.url,
            "listing",
            method="POST",
            json={**body, "offset": following},
            headers=_HEADERS,
            hints={"total": self.reported_total},
        )


class WorkdayPosting(PostingPage):
    """The detail of one posting."""

    def check(self) -> None:
        """As for every page; besides, raise ClosedPosting for the answer that Workday gives to a closed post."""
        if self.document.status == 403 and self._error_code() == _CLOSED:
            raise ClosedPosting("the site has closed this posting", self.document.url)
        super().check()

    def _error_code(self) -> str | None:
        try:
            answer = read_json(self.document)
        except (BrokenDocument, WrongMediaType):
            return None  # a challenge or a proxy's own page
        return answer.get("errorCode") if isinstance(answer, dict) else None

    @cached_property
    def _info(self) -> dict[str, Any]:
        info: dict[str, Any] = key(self.json, "jobPostingInfo", dict, self.document.url)
        return info

    def postings(self) -> list[RawPosting]:
        """The posting."""
        info, url = self._info, self.document.url
        return [
            RawPosting(
                source=self.source,
                external_id=key(info, "jobReqId", str, url),
                url=key(info, "externalUrl", str, url) or None,
                text=html_to_text(key(info, "jobDescription", str, url)),
                labels=tuple(self._labels(info)),
                fetched_at=self.document.fetched_at,
            )
        ]

    def _labels(self, info: dict[str, Any]) -> Iterator[Label]:
        for name, field in _LABEL_KEYS.items():
            if info.get(name):
                yield Label(name, key(info, name, str, self.document.url), field)
        for place in texts(info, "additionalLocations", self.document.url):
            yield Label("additionalLocations", place, Field.DUTY_STATIONS)
        if country := optional(info, "country", dict, self.document.url):
            yield Label("country", key(country, "descriptor", str, self.document.url), Field.DUTY_STATIONS)
        if grade := self.fetch.hints.get("bulletFields"):
            yield Label("bulletFields", grade, Field.GRADE)

    def unknown_keys(self) -> list[str]:
        """Keys of `jobPostingInfo` that neither are read nor are known to be of no use."""
        return sorted(self._info.keys() - _KNOWN_KEYS)
