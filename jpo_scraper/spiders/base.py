"""The one spider: it walks from the listing to the postings and leaves every reading to the pages.

A platform's spider names its pages module and nothing else. Everything that can go wrong with a page or a request
ends here as a problem with words of its own; the run goes on.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Protocol

import scrapy
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import FormRequest, JsonRequest, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from jpo_scraper.exceptions import ClosedPosting, EmptyUnexpected, ErrorPage, PageError, UsageError
from jpo_scraper.items import Document, Fetch, Issue, RawPosting, Reference
from jpo_scraper.pages.base import DoorPage, ListingPage, Options, Page, PostingPage
from jpo_scraper.sources.model import Selection, Source
from jpo_scraper.sources.platforms import PLATFORMS
from jpo_scraper.vocab import IssueKind

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"", "0", "false", "no", "off"}

_FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "no answer in time: the site is slow or down, try again later"),
    (CannotResolveHostError, "the host name cannot be resolved: check the source's address and the network"),
    (DownloadConnectionRefusedError, "the connection was refused: the site is down, try again later"),
    (ResponseDataLossError, "the answer was cut off in the middle: try again later"),
    (DownloadCancelledError, "the answer is larger than DOWNLOAD_MAXSIZE allows: look at it in a browser"),
    (DownloadFailedError, "the connection failed: try again later"),
)
"""What a failed download means to a person; any other error speaks for itself."""


class Platform(Protocol):
    """What a pages module gives: where a source begins, and who reads which kind of page."""

    def first_fetches(self, site: Options) -> list[Fetch]:
        """The requests that a run begins with."""

    def readers(self, site: Options) -> Mapping[str, type[Page]]:
        """The reader of each kind of page: `listing`, `posting`."""


@dataclass(slots=True)
class Listing:
    """How far one listing has been walked."""

    keys: set[str] = field(default_factory=set)
    pages: int = 0
    total: int | None = None
    """What the first page reported; later pages may say 0."""


class JpoSpider(scrapy.Spider):
    """Walks one source. `-a all_vacancies=1` follows every row; `-a sample=N` reads at most N postings."""

    platform: Platform
    source: Source
    report: Callable[[Issue, str | None], None]
    """Where problems go; the run ledger sets it."""

    def __init__(
        self,
        *,
        all_vacancies: bool | str = False,
        sample: int | str | None = None,
        _job: str = "",  # scrapyd gives every spider its job's id
    ) -> None:
        super().__init__()
        self.all_vacancies = _switch("all_vacancies", all_vacancies)
        self.sample = _number("sample", sample)
        self.site = whole_site(self.source) if self.all_vacancies else self.source.site
        self.select = replace(self.source.select, everything=self.all_vacancies or self.source.select.everything)
        self.pages = self.platform.readers(self.site)
        self.report = lambda issue, url: None
        self._followed: set[str] = set()
        self._read = 0
        self._unknown: set[str] = set()

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """What the source asks for: a delay longer than everybody's, cookies."""
        super().update_settings(settings)
        delay = max(cls.source.politeness.delay, settings.getfloat("DOWNLOAD_DELAY"))
        settings.set("DOWNLOAD_DELAY", delay, priority="spider")
        if cls.source.needs_cookies:
            settings.set("COOKIES_ENABLED", True, priority="spider")

    async def start(self) -> AsyncIterator[Request]:
        """Scrapy's entry: the first requests."""
        for fetch in self.platform.first_fetches(self.site):
            self._count("listings")
            yield self._request(fetch, Listing())

    def parse(self, response: Response, fetch: Fetch, listing: Listing | None = None) -> Iterator[Request | RawPosting]:
        """Read one response with the page it was asked for."""
        self._count("answers")
        document = _document(response, fetch)
        page = self.pages[fetch.page](document, fetch, self.name, self.site)
        try:
            if 300 <= document.status < 400:
                raise ErrorPage(f"a redirect that is not followed (status {document.status})", document.url)
            page.check()
            if isinstance(page, DoorPage):
                yield from self._enter(page, listing or Listing())
            elif isinstance(page, ListingPage):
                yield from self._walk(page, listing or Listing())
            elif isinstance(page, PostingPage):
                yield from self._postings(page, page.postings())
        except ClosedPosting as closed:
            self._count("closed")
            self.logger.info("%s", closed)
        except PageError as error:
            self._problem(str(error), document.url)

    def failed(self, failure: Failure) -> None:
        """Scrapy's errback: a request without a response."""
        self._count("answers")
        error = failure.value
        known = (words for kind, words in _FAILURES if isinstance(error, kind))
        words = next(known, str(error) or type(error).__name__)
        url: str = failure.request.url  # type: ignore[attr-defined]  # Scrapy sets it
        self._problem(words if url in words else f"{words} [{url}]", url)

    def _enter(self, page: DoorPage, listing: Listing) -> Iterator[Request]:
        """What lies behind a door: one listing, or several."""
        first, *others = page.fetches()
        yield self._request(first, listing)
        for fetch in others:
            self._count("listings")
            yield self._request(fetch, Listing())

    def _walk(self, page: ListingPage, listing: Listing) -> Iterator[Request | RawPosting]:
        """One page of a listing: its rows, then the next page."""
        references = page.references()
        if listing.pages == 0:
            self._first_page(page, listing, references)
        listing.pages += 1
        new = {reference.key: reference for reference in references if reference.key not in listing.keys}
        listing.keys |= new.keys()
        self._count("found", len(new))
        wanted = self._choose(new.values())
        if isinstance(page, PostingPage):  # a feed: the listing holds the postings themselves
            refused = {reference.key for reference in references} - {reference.key for reference in wanted}
            yield from self._postings(page, [raw for raw in page.postings() if raw.external_id not in refused])
        for reference in page.visits(wanted):
            yield from self._follow(reference)
        if not self._is_sampled:
            yield from self._turn(page, listing, is_last=not new)

    def _first_page(self, page: ListingPage, listing: Listing, references: list[Reference]) -> None:
        """What only the first page of a listing can tell. Raises EmptyUnexpected."""
        listing.total = page.reported_total
        if listing.total is not None:
            self._count("reported_total", listing.total)
        if references:
            return
        if not page.is_empty:
            raise EmptyUnexpected(
                "the listing shows no posting and does not look as it does when it is empty: has the site changed?",
                page.document.url,
            )
        self._count("listings_empty")

    def _choose(self, references: Iterable[Reference]) -> list[Reference]:
        """The rows worth reading; the others are counted with the reason."""
        wanted = []
        for reference in references:
            reason = refusal(reference, self.select)
            if reason:
                self._filter(reason)
            elif not self._is_sampled and reference.key not in self._followed:
                self._followed.add(reference.key)
                self._count("followed")
                wanted.append(reference)
        return wanted

    def _follow(self, reference: Reference) -> Iterator[Request]:
        try:
            request = self._request(reference.fetch)
        except ValueError as error:  # Scrapy's word for a link that is no address
            self._problem(f"the link of {reference.key!r} is no address: {error}", reference.fetch.url)
        else:
            yield request

    def _turn(self, page: ListingPage, listing: Listing, *, is_last: bool) -> Iterator[Request]:
        """The next page, unless this was the last or showed nothing new."""
        following = page.next_fetch()
        if following and not is_last:
            yield self._request(following, listing)
        elif following and listing.total is not None and len(listing.keys) < listing.total:
            self._problem(
                f"page {listing.pages} of the listing shows no row that was not there before, at {len(listing.keys)} "
                f"of {listing.total} rows: the paging runs in a circle [{page.document.url}]",
                page.document.url,
            )
        else:
            self._count("listings_exhausted")

    def _postings(self, page: PostingPage, postings: list[RawPosting]) -> Iterator[RawPosting]:
        """The postings of a page, with the instant at which they were fetched."""
        if not postings and not isinstance(page, ListingPage):
            self._filter("announces no post")
        for raw in postings:
            if self.sample is not None and self._read >= self.sample:
                return
            self._read += 1
            self._count("collected")
            yield replace(raw, fetched_at=page.document.fetched_at)
        self._report_unknown(page)

    def _report_unknown(self, page: PostingPage) -> None:
        """Each name that the reader does not know, once a run: something new is published, nothing is broken."""
        for name in page.unknown_keys():
            if name not in self._unknown:
                self._unknown.add(name)
                url = page.document.url
                self.report(Issue(IssueKind.UNKNOWN_KEY, f"no reader knows {name!r} [{url}]", raw=name), url)

    @property
    def _is_sampled(self) -> bool:
        return self.sample is not None and len(self._followed) >= self.sample

    def _request(self, fetch: Fetch, listing: Listing | None = None) -> Request:
        """A Fetch as Scrapy's request. Rows are told apart by their keys, so Scrapy's own filter has nothing to do."""
        options: dict[str, Any] = {
            "method": fetch.method,
            "headers": dict(fetch.headers),
            "callback": self.parse,
            "errback": self.failed,
            "cb_kwargs": {"fetch": fetch, "listing": listing},
            "dont_filter": True,
            "meta": {"secrets": fetch.secrets, "dont_obey_robotstxt": bool(self.source.politeness.permission)},
        }
        if fetch.json is not None:
            request: Request = JsonRequest(fetch.url, data=dict(fetch.json), **options)
        elif fetch.form is not None:
            request = FormRequest(fetch.url, formdata=dict(fetch.form), **options)
        else:
            request = Request(fetch.url, **options)
        self._count("requests")
        return request

    def _problem(self, message: str, url: str) -> None:
        self._count("errors")
        self.logger.error("%s", message)
        self.report(Issue(IssueKind.UNREADABLE, message), url)

    def _filter(self, reason: str) -> None:
        self._count("filtered")
        self._count(f"filtered/{reason}")

    def _count(self, name: str, number: int = 1) -> None:
        self.crawler.stats.inc_value(f"jpo/crawl/{name}", number)


def whole_site(source: Source) -> Options:
    """The `[site]` table without the search words that make the site list less than it holds."""
    options = PLATFORMS[str(source.platform)]
    return {key: value for key, value in source.site.items() if not options[key].narrows}


def refusal(reference: Reference, select: Selection) -> str | None:
    """Why a row is not worth reading; None: it is. A row that prints no title cannot be refused by it."""
    if reference.key in select.never:
        return "no vacancy"
    if select.everything or reference.title is None or reference.grade in select.grades:
        return None
    if any(_word(word).search(reference.title) for word in select.titles):
        return None
    return "neither title nor grade" if select.grades else "title"


def _word(words: str) -> re.Pattern[str]:
    """Whole words, in any case, however they are spaced."""
    spaced = r"\s+".join(map(re.escape, words.split()))
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)


def _document(response: Response, fetch: Fetch) -> Document:
    """The response as the pages know it: decompressed bytes, in the charset that the server declared."""
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
    media_type, _, parameters = declared.partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", parameters, re.IGNORECASE)
    return Document(
        url=fetch.url,
        final_url=response.url,
        status=response.status,
        media_type=media_type.strip().lower(),
        charset=charset[1] if charset else None,
        body=response.body,
        fetched_at=response.meta.get("fetched_at") or datetime.now(UTC),
    )


def _switch(name: str, value: bool | str) -> bool:
    word = str(value).lower()
    if word not in _TRUE | _FALSE:
        raise UsageError(f"-a {name}={value}: write 1 or 0")
    return word in _TRUE


def _number(name: str, value: int | str | None) -> int | None:
    if value is None:
        return None
    if not str(value).isdecimal() or int(value) < 1:
        raise UsageError(f"-a {name}={value}: write a number of at least 1")
    return int(value)
