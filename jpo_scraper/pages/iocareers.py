"""iocareers.state.gov: a JSON list of vacancies in international organisations, most of them on the sites of these.

A vacancy whose page is on this site is read there. For a vacancy that links elsewhere the row is all that this site
says of it: the row is the posting, and the organisation's own site is another source.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import ListingPage, Options, Page, PostingPage, joined, key, one, optional
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

_LABELS = {
    "VacancyTitle": Field.TITLE,
    "OrganizationAcronym": Field.AGENCY,
    "VacancyLocation": Field.DUTY_STATIONS,
    "VacancyDeadline": Field.DEADLINE,
    "VacancyLevel": Field.GRADE,
    "VacancyOccupation": None,
}
_KNOWN_KEYS = frozenset("VacancyID OrganizationSiteURL VacancyDetailURL VacancyStatus OrganizationID CountryID".split())
_WORDS = ("VacancyTitle", "OrganizationAcronym", "VacancyLocation", "VacancyLevel", "VacancyOccupation")
"""What a person reads in a row, in this order."""
_FEATURED = "F"
"""`VacancyStatus` of a copy that the site shows on its first page; ordinary rows are `P`."""
_MILLISECONDS = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")
_TEXT = (str, type(None))


def first_fetches(site: Options) -> list[Fetch]:
    """The list: one answer to an empty POST holds every vacancy."""
    return [Fetch(site["search"], "listing", method="POST", headers={"Accept": "application/json"})]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"listing": IoCareersList, "posting": IoCareersPosting}


class IoCareersList(ListingPage, PostingPage):
    """The list. `postings()` gives the vacancies that have no page on this site."""

    @cached_property
    def _rows(self) -> list[Any]:
        """The rows, without the second copies of featured vacancies."""
        rows = key(self.json, "Data", list, self.document.url)
        kept: dict[tuple[str | None, ...], Any] = {}
        for row in rows:
            same = tuple(key(row, name, _TEXT, self.document.url) for name in ("VacancyDetailURL", *_WORDS[:3]))
            if same not in kept or kept[same].get("VacancyStatus") == _FEATURED:
                kept[same] = row
        return list(kept.values())

    def references(self) -> list[Reference]:
        """The vacancies; a fetch names the page where a person reads the vacancy, on whatever site."""
        return [self._reference(row) for row in self._rows]

    def _reference(self, row: Any) -> Reference:
        fetch = Fetch(self._view(row) or self.document.url, "posting", hints={"row": row})
        return Reference(self._number(row), fetch, key(row, "VacancyTitle", str, self.document.url), self._grade(row))

    def _number(self, row: Any) -> str:
        return str(key(row, "VacancyID", int, self.document.url))

    def _grade(self, row: Any) -> str | None:
        return optional(row, "VacancyLevel", str, self.document.url) or None

    def _view(self, row: Any) -> str | None:
        link = (row["VacancyDetailURL"] or "").strip()
        return joined(self.document.url, link, self.document.url) if link else None

    def _is_own(self, url: str | None) -> bool:
        """Whether a page is on this site, and is not the list itself."""
        own = urlsplit(self.site["search"])
        return url is not None and urlsplit(url).hostname == own.hostname and urlsplit(url).path != own.path

    @property
    def reported_total(self) -> None:
        """The list prints no total."""
        return None

    @property
    def is_empty(self) -> bool:
        """An empty list under its key."""
        return not self._rows

    def visits(self, wanted: list[Reference]) -> list[Reference]:
        """The vacancies with a page on this site."""
        return [reference for reference in wanted if self._is_own(reference.fetch.url)]

    def postings(self) -> list[RawPosting]:
        """The vacancies that link elsewhere, or nowhere, as their rows tell them."""
        return [self._posting(row) for row in self._rows if not self._is_own(self._view(row))]

    def _posting(self, row: Any) -> RawPosting:
        title, *others = (words for name in _WORDS if (words := optional(row, name, str, self.document.url)))
        return RawPosting(
            source=self.source,
            external_id=self._number(row),
            url=self._view(row),
            text="\n".join([f"## {title}", "", *others]),
            labels=tuple(row_labels(row, self.site, self.document.url)),
            fetched_at=self.document.fetched_at,
        )

    def unknown_keys(self) -> list[str]:
        """Keys of the rows that neither are read nor are known to be of no use."""
        return sorted({name for row in self._rows for name in row} - _KNOWN_KEYS - _LABELS.keys())


class IoCareersPosting(PostingPage):
    """A vacancy's page on this site. Where its text stands is said in `[site]`."""

    def postings(self) -> list[RawPosting]:
        """The vacancy."""
        row = self.hint("row")
        declared = self.html.css("html::attr(lang)").get("")
        return [
            RawPosting(
                source=self.source,
                external_id=str(row["VacancyID"]),
                url=self.document.url,
                text=html_to_text(one(self.html, self.site["body"], self.document.url)),
                labels=tuple(row_labels(row, self.site, self.document.url)),
                language=declared[:2].lower() or None,
                fetched_at=self.document.fetched_at,
            )
        ]


def row_labels(row: Mapping[str, Any], site: Options, url: str) -> Iterator[Label]:
    """What a row prints, under its keys. Raises SelectorError."""
    for name, field in _LABELS.items():
        if value := optional(row, name, str, url):
            yield Label(name, wall_clock(value, site["zone"]), field)


def wall_clock(value: str, zone: str) -> str:
    """A date that the service wrote as `/Date(milliseconds)/`, as it was before: a day, or a day and a clock.

    The service's dates have no zone; when it writes them it counts in the zone of its own clock.
    """
    found = _MILLISECONDS.fullmatch(value.strip())
    if found is None:
        return value
    try:
        moment = datetime.fromtimestamp(int(found[1]) / 1000, UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    except (OverflowError, ValueError, OSError):  # beyond the calendar
        return value
    return moment.date().isoformat() if moment.time() == time(0) else moment.isoformat(timespec="seconds")
