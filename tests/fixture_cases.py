"""The cases under fixtures/: a request, its document, and what must come of it (docs: design of fixtures)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from jpo_scraper.items import Document, Fetch, Normalised, RawPosting
from jpo_scraper.normalise import normalise
from jpo_scraper.pages.base import DoorPage, ListingPage, Page, PostingPage
from jpo_scraper.sources.model import Source
from jpo_scraper.sources.registry import load_all

FIXTURES = Path(__file__).parents[1] / "fixtures"


@dataclass(frozen=True)
class Case:
    """One folder: `fixtures/<source>/<name>/`."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def source(self) -> Source:
        return load_all()[self.folder.parent.name]

    @cached_property
    def request(self) -> Mapping[str, Any]:
        return json.loads((self.folder / "request.json").read_text(encoding="utf-8"))

    @cached_property
    def expected(self) -> Mapping[str, Any]:
        return json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))

    @property
    def fetch(self) -> Fetch:
        keys = ("url", "page", "method", "json", "headers", "hints")
        return Fetch(**{key: self.request[key] for key in keys}, form=self.request.get("form"))

    @property
    def document(self) -> Document:
        (path,) = self.folder.glob("document.*")
        return Document(
            url=self.request["url"],
            final_url=self.request["url"],
            status=self.request["status"],
            media_type=self.request["media_type"],
            charset=self.request["charset"],
            body=path.read_bytes(),
            fetched_at=datetime.fromisoformat(self.request["fetched_at"]),
        )

    def page(self) -> Page:
        """The page, read and checked as a spider does. Raises PageError."""
        platform = import_module(f"jpo_scraper.pages.{self.source.platform}")
        page: Page = platform.readers(self.source.site)[self.fetch.page](
            self.document, self.fetch, self.source.name, self.source.site
        )
        page.check()
        return page

    @cached_property
    def read(self) -> "Read":
        """Everything that the page gives. Raises PageError."""
        page = self.page()
        listing = page if isinstance(page, ListingPage) else None
        posting = page if isinstance(page, PostingPage) else None
        return Read(
            references=[_reference(reference) for reference in listing.references()] if listing else [],
            reported_total=listing.reported_total if listing else None,
            is_empty=listing.is_empty if listing else None,
            next=_next(listing.next_fetch()) if listing else None,
            raw=posting.postings() if posting else [],
            unknown_keys=page.unknown_keys(),
            fetches=[_behind(fetch) for fetch in page.fetches()] if isinstance(page, DoorPage) else [],
        )

    @cached_property
    def normalised(self) -> list[tuple[RawPosting, Normalised]]:
        """The page's postings and what they mean."""
        return [(raw, normalise(raw, self.source, self.document.fetched_at)) for raw in self.read.raw]


@dataclass(frozen=True)
class Read:
    """What a page gives, in the form of expected.json; `raw` alone is left as it is."""

    references: list[dict[str, Any]]
    reported_total: int | None
    is_empty: bool | None
    next: dict[str, Any] | None
    raw: list[RawPosting]
    unknown_keys: list[str]
    fetches: list[dict[str, Any]]


def load_cases() -> list[Case]:
    """Every case, in the order of source and name."""
    return [Case(path.parent) for path in sorted(FIXTURES.glob("*/*/request.json"))]


def case_id(case: Case) -> str:
    return f"{case.folder.parent.name}/{case.name}"


def _reference(reference: Any) -> dict[str, Any]:
    return {
        "key": reference.key,
        "title": reference.title,
        "grade": reference.grade,
        "url": reference.fetch.url,
    }


def _next(fetch: Fetch | None) -> dict[str, Any] | None:
    return {"url": fetch.url, "json": fetch.json} if fetch else None


def _behind(fetch: Fetch) -> dict[str, Any]:
    """A request that a door leads to."""
    names = ("url", "page", "method", "json", "form", "headers")
    return {name: value for name in names if (value := getattr(fetch, name))}
