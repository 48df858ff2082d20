"""Cornerstone OnDemand: the home page gives a token, with which the list and the postings are asked for."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from jpo_scraper.exceptions import ClosedPosting, ErrorPage, SelectorError
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import DoorPage, ListingPage, Options, Page, PostingPage, key, optional, read_json
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

_HOME = "{portal}/ux/ats/careersite/{career_site}/home?c={corporation}"
_PUBLIC = "{portal}/ux/ats/careersite/{career_site}/home/requisition/{id}?c={corporation}"
_DETAIL = "{portal}/Services/API/ATS/CareerSite/{career_site}/JobRequisitions/{id}?useMobileAd=false&cultureId=1"
_CONTEXT = re.compile(r"csod\.context\s*=\s*(?=\{)")
_PAGE_SIZE = 25
_ROW_KEYS = frozenset(
    "requisitionId displayJobTitle postingEffectiveDate postingExpirationDate locations externalDescription".split()
)


def first_fetches(site: Options) -> list[Fetch]:
    """The home page, for its token."""
    return [Fetch(_HOME.format_map(site), "door")]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"door": CsodHome, "listing": CsodListing, "posting": CsodPosting}


class CsodHome(DoorPage):
    """The home page. Its script holds the token of those who are not signed in, and where the list is asked for."""

    def fetches(self) -> list[Fetch]:
        """The first page of the list, with the token."""
        context = self._context
        token = key(context, "token", str, self.document.url)
        cloud = key(key(context, "endpoints", dict, self.document.url), "cloud", str, self.document.url)
        number = self.site["career_site"]
        body = {
            "careerSiteId": number,
            "careerSitePageId": number,
            "pageNumber": 1,
            "pageSize": _PAGE_SIZE,
            "cultureId": 1,
            "cultureName": "en-US",
            "searchText": "",
            "states": [],
            "countryCodes": [],
            "cities": [],
            "placeID": "",
            "radius": None,
            "postingsWithinDays": None,
            "customFieldCheckboxKeys": [],
            "customFieldDropdowns": [],
            "customFieldRadios": [],
        }
        headers = {
            "Accept": "application/json",
            "Authorization": f"Bearer {token}",
            "Origin": self.site["portal"],
            "Csod-Accept-Language": "en-US",
        }
        url = f"{cloud.rstrip('/')}/rec-job-search/external/jobs"
        return [Fetch(url, "listing", method="POST", json=body, headers=headers)]

    @property
    def _context(self) -> Any:
        script = "\n".join(self.html.css("script::text").getall())
        found = _CONTEXT.search(script)
        if found is None:
            raise SelectorError("the home page sets no csod.context: the site changed?", self.document.url)
        try:
            return json.JSONDecoder().raw_decode(script, found.end())[0]
        except (ValueError, RecursionError) as error:
            raise SelectorError(f"csod.context is no JSON: {error}", self.document.url) from error


class CsodListing(ListingPage):
    """One page of the list."""

    @cached_property
    def _data(self) -> dict[str, Any]:
        data: dict[str, Any] = key(self.json, "data", dict, self.document.url)
        return data

    @cached_property
    def _rows(self) -> list[Any]:
        rows: list[Any] = key(self._data, "requisitions", list, self.document.url)
        return rows

    def check(self) -> None:
        """As for every page; besides, raise ErrorPage for an answer that does not call itself a success."""
        super().check()
        status = key(self.json, "status", str, self.document.url)
        if status != "Success":
            raise ErrorPage(
                f"the service answered with status {status!r}: run again for a new token", self.document.url
            )

    def references(self) -> list[Reference]:
        """The requisitions of this page."""
        return [self._reference(row) for row in self._rows]

    def _reference(self, row: Any) -> Reference:
        number = str(key(row, "requisitionId", int, self.document.url))
        title = key(row, "displayJobTitle", str, self.document.url)
        hints = {"id": number, "displayJobTitle": title, "postingExpirationDate": self._closing(row)}
        url = _DETAIL.format_map({**self.site, "id": number})
        return Reference(number, Fetch(url, "posting", headers=self.fetch.headers, hints=hints), title)

    def _closing(self, row: Any) -> str | None:
        words: str | None = optional(row, "postingExpirationDate", str, self.document.url)
        return words

    def unknown_keys(self) -> list[str]:
        """Keys of the rows that neither are read nor are known to be of no use."""
        return sorted({name for row in self._rows for name in row} - _ROW_KEYS)

    @property
    def reported_total(self) -> int:
        """`totalCount`: all pages together."""
        total: int = key(self._data, "totalCount", int, self.document.url)
        return total

    @property
    def is_empty(self) -> bool:
        """A total of zero and no row."""
        return self.reported_total == 0 and not self._rows

    def next_fetch(self) -> Fetch | None:
        """The following page, under the same token."""
        asked = dict(self.fetch.json or {})
        number, size = int(asked.get("pageNumber", 1)), int(asked.get("pageSize", _PAGE_SIZE))
        if not self._rows or number * size >= self.reported_total:
            return None
        body = {**asked, "pageNumber": number + 1}
        return Fetch(self.fetch.url, "listing", method="POST", json=body, headers=self.fetch.headers)


class CsodPosting(PostingPage):
    """The detail of one requisition: an advert in HTML, headed by a table."""

    @cached_property
    def _fields(self) -> dict[str, Any]:
        """The advert's fields. Raises ClosedPosting where the service has no such requisition any more."""
        found: Any = read_json(self.document)
        for name in ("data", "items"):
            records = key(found, name, list, self.document.url)
            if not records:
                raise ClosedPosting("the site no longer holds this requisition", self.document.url)
            found = records[0]
        fields: dict[str, Any] = key(found, "fields", dict, self.document.url)
        return fields

    def postings(self) -> list[RawPosting]:
        """The requisition."""
        number = self.hint("id")
        return [
            RawPosting(
                source=self.source,
                external_id=number,
                url=_PUBLIC.format_map({**self.site, "id": number}),
                text=html_to_text(key(self._fields, "ad", str, self.document.url)),
                labels=tuple(self._labels(number)),
                fetched_at=self.document.fetched_at,
            )
        ]

    def _labels(self, number: str) -> Iterator[Label]:
        """What the row says, then the advert's own place."""
        yield Label("displayJobTitle", self.hint("displayJobTitle"), Field.TITLE)
        yield Label("requisitionId", number, Field.REFERENCE)
        if closing := self.hint("postingExpirationDate"):
            yield Label("postingExpirationDate", closing, Field.DEADLINE)
        if place := optional(self._fields, "location", str, self.document.url):
            yield Label("location", place, Field.DUTY_STATIONS)

    def unknown_keys(self) -> list[str]:
        """Keys of the advert's fields that are not read."""
        return sorted(self._fields.keys() - {"ad", "location", "title"})
