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

from jpo_scraper.archive.base import request_key
from jpo_scraper.bounds import at_most
from jpo_scraper.exceptions import (
    ClosedPosting,
    EmptyUnexpected,
    EndlessListing,
    ErrorPage,
    PageError,
    SelectorError,
    UsageError,
)
from jpo_scraper.items import Document, Fetch, Issue, Outcome, PageMemo, RawPosting, Reference
from jpo_scraper.pages.base import DoorPage, ListingPage, Options, Page, PostingPage
from jpo_scraper.sources.model import Selection, Source
from jpo_scraper.sources.platforms import PLATFORMS
from jpo_scraper.spiders.recall import NOT_MODIFIED, Call, Memory, NoMemory, conditions, is_unchanged, memo_of, row_hash
from jpo_scraper.spiders.stopping import Stopped
from jpo_scraper.vocab import IssueKind, Scope

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


_ENDLESS = "it may have no end, look at it; if it is right, raise"
_MOST_TOTAL = 10**9
"""What a site may claim to list: more is no number of postings, and no column takes it."""


class Platform(Protocol):
    """What a pages module gives: where a source begins, and who reads which kind of page."""

    def first_fetches(self, site: Options) -> list[Fetch]:
        """The requests that a run begins with."""

    def readers(self, site: Options) -> Mapping[str, type[Page]]:
        """The reader of each kind of page: `listing`, `posting`."""


@dataclass(slots=True)
class Listing:
    """How far one listing has been walked."""

    rows: dict[str, str] = field(default_factory=dict)
    """Key of each row that was shown → hash of what it said."""
    pages: int = 0
    total: int | None = None
    """What the first page reported; later pages may say 0."""


class JpoSpider(scrapy.Spider):
    """Walks one source. `-a all_vacancies=1` follows every row; `-a sample=N` reads at most N postings."""

    platform: Platform
    source: Source
    report: Callable[[Issue, str | None], None]
    """Where problems go; the run ledger sets it."""
    memory: Memory
    """What earlier runs remember; the run ledger sets it."""

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
        self.memory = NoMemory()
        self.new_pages = 0
        """Pages of postings asked for so far that no run remembers: each will be read in full."""
        self._followed: set[str] = set()
        self._read = 0
        self._unknown: set[str] = set()

    @property
    def scope(self) -> Scope:
        """What the run keeps."""
        return Scope.ALL if self.all_vacancies else Scope.JPO

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

    def parse(
        self, response: Response, fetch: Fetch, listing: Listing | None = None, call: Call | None = None
    ) -> Iterator[Request | RawPosting]:
        """Read one response with the page it was asked for, unless it is the page that is remembered."""
        self._count("answers")
        document = _document(response, fetch)
        if call and call.memo and is_unchanged(response, call.memo):
            self._unread(call.memo, document)
            return
        if call and call.memo and response.status == NOT_MODIFIED:
            yield from self._in_full(fetch, call)
            return
        page = self.pages[fetch.page](document, fetch, self.name, self.site)
        found: list[Request | RawPosting] = []
        try:
            with at_most(self.settings.getfloat("JPO_PAGE_SECONDS"), document.url):
                for part in self._read_page(page, listing or Listing(), response, call):
                    found.append(part)  # what a page gives before it breaks counts
        except ClosedPosting as closed:
            self._count("closed")
            self.logger.info("%s", closed)
            if call and not (call.memo and call.memo.is_closed):
                self.memory.remember(memo_of(call, response, document.fetched_at, is_closed=True), 0)
        except PageError as error:
            self._problem(_with_address(str(error), document.url), document.url)
        yield from found

    def _read_page(
        self, page: Page, listing: Listing, response: Response, call: Call | None
    ) -> Iterator[Request | RawPosting]:
        """What the page gives, by its kind. Raises PageError."""
        document = page.document
        if document.status == NOT_MODIFIED:
            raise ErrorPage("the site says that a page which was asked for in full is not modified", document.url)
        if 300 <= document.status < 400:
            raise ErrorPage(f"a redirect that is not followed (status {document.status})", document.url)
        page.check()
        if isinstance(page, DoorPage):
            yield from self._enter(page, listing)
        elif isinstance(page, ListingPage):
            yield from self._walk(page, listing, response)
            self._report_unknown(page)
        elif isinstance(page, PostingPage):
            postings = page.postings()
            says_new = self._report_unknown(page)
            yield from self._postings(page, postings, response, None if says_new else call)

    def failed(self, failure: Failure) -> None:
        """Scrapy's errback: a request without a response."""
        if isinstance(failure.value, Stopped):
            return
        self._count("answers")
        url: str = failure.request.url  # type: ignore[attr-defined]  # Scrapy sets it
        self._problem(_with_address(failure_words(failure.value), url), url)

    def _unread(self, memo: PageMemo, document: Document) -> None:
        """Count an unchanged page as a full reading of it would have been counted."""
        self._count("unread")
        for outcome in memo.outcomes:
            self._count("collected")
            self.memory.again(outcome, document.fetched_at, document.url)
        if memo.is_closed:
            self._count("closed")
        elif not memo.outcomes:
            self._filter("announces no post")

    def _in_full(self, fetch: Fetch, call: Call) -> Iterator[Request]:
        """Ask once more, without a condition: the site called something "not modified" that we do not hold."""
        request = self._request(fetch)
        request.cb_kwargs["call"] = replace(call, memo=None)
        yield request

    def _enter(self, page: DoorPage, listing: Listing) -> Iterator[Request]:
        """What lies behind a door: one listing, or several."""
        first, *others = page.fetches()
        yield self._request(first, listing)
        for fetch in others:
            self._count("listings")
            yield self._request(fetch, Listing())

    def _walk(self, page: ListingPage, listing: Listing, response: Response) -> Iterator[Request | RawPosting]:
        """One page of a listing: its rows, then the next page."""
        references = page.references()
        if listing.pages == 0:
            self._first_page(page, listing, references)
        listing.pages += 1
        new = self._new_rows(references, listing, page.document.url)
        most = self.settings.getint("JPO_LISTING_ROWS")
        if len(listing.rows) > most:
            message = f"the listing shows more than {most:,} rows: {_ENDLESS} JPO_LISTING_ROWS"
            raise EndlessListing(message, page.document.url)
        self._count("found", len(new))
        wanted = self._choose(new)
        if isinstance(page, PostingPage):  # a feed: the listing holds the postings themselves
            refused = {reference.key for reference in references} - {reference.key for reference in wanted}
            postings = [raw for raw in page.postings() if raw.external_id not in refused]
            assert response.request is not None  # Scrapy sets it
            key = request_key(response.request)
            call = Call(key, row_hash="", memo=self.memory.recall([key]).get(key))
            yield from self._postings(page, postings, response, call)
        yield from self._follow(page.visits(wanted), page.document.url)
        if not self._is_sampled:
            yield from self._turn(page, listing, is_last=not new)

    def _new_rows(self, references: list[Reference], listing: Listing, url: str) -> list[Reference]:
        """The rows that the listing has not shown before. Rows move while one turns the pages, so a row shown twice
        is nothing; two rows with one id are."""
        new = []
        for reference in references:
            said = row_hash(reference)
            if reference.key not in listing.rows:
                listing.rows[reference.key] = said
                new.append(reference)
            elif listing.rows[reference.key] != said:
                message = f"the listing shows two rows with the id {reference.key!r}, the first was kept [{url}]"
                self.report(Issue(IssueKind.CONFLICT, message, raw=reference.key), url)
        return new

    def _first_page(self, page: ListingPage, listing: Listing, references: list[Reference]) -> None:
        """What only the first page of a listing can tell. Raises EmptyUnexpected."""
        total = page.reported_total
        if total is not None and not 0 <= total <= _MOST_TOTAL:
            raise SelectorError("the site reports a total that no listing has: the site changed?", page.document.url)
        listing.total = total
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

    def _follow(self, references: Iterable[Reference], listing_url: str) -> Iterator[Request]:
        """The requests for postings' pages, on the condition that they have changed where one is remembered."""
        calls: list[tuple[Request, Call]] = []
        for reference in references:
            try:
                request = self._request(reference.fetch)
            except ValueError as error:  # Scrapy's word for a link that is no address
                self._problem(f"the link of {reference.key!r} is no address ({error}): the site changed?", listing_url)
            else:
                calls.append((request, Call(request_key(request), row_hash(reference), None)))
        memos = self.memory.recall([call.key for _, call in calls])
        for request, call in calls:
            memo = memos.get(call.key)
            if memo and memo.row_hash == call.row_hash:
                call = replace(call, memo=memo)
                if request.method == "GET":
                    request.headers.update(conditions(memo))
            else:
                self.new_pages += 1
            request.cb_kwargs["call"] = call
            yield request

    def _turn(self, page: ListingPage, listing: Listing, *, is_last: bool) -> Iterator[Request]:
        """The next page, unless this was the last or showed nothing new."""
        following, most = page.next_fetch(), self.settings.getint("JPO_LISTING_PAGES")
        if following and not is_last and listing.pages >= most:
            message = f"the listing has more than {most:,} pages: {_ENDLESS} JPO_LISTING_PAGES"
            raise EndlessListing(message, page.document.url)
        if following and not is_last:
            yield self._request(following, listing)
        elif following and listing.total is not None and len(listing.rows) < listing.total:
            self._problem(
                f"page {listing.pages} of the listing shows no row that was not there before, at {len(listing.rows)} "
                f"of {listing.total} rows: the paging runs in a circle [{page.document.url}]",
                page.document.url,
            )
        elif not page.is_excerpt:
            self._count("listings_exhausted")

    def _postings(
        self, page: PostingPage, postings: list[RawPosting], response: Response, call: Call | None
    ) -> Iterator[RawPosting]:
        """The postings of a page, with the instant at which they were fetched. Those that are as they were are told
        to the memory instead: the page may have changed around them."""
        if not postings and not isinstance(page, ListingPage):
            self._filter("announces no post")
        known = {outcome.external_id: outcome for outcome in call.memo.outcomes} if call and call.memo else {}
        same = {raw.external_id for raw in postings if _is_same(raw, known.get(raw.external_id))}
        fetched_at, page_key = page.document.fetched_at, None
        if call and not (call.memo and same == known.keys() and len(same) == len(postings) and not call.memo.is_closed):
            page_key = call.key
            self.memory.remember(memo_of(call, response, fetched_at), len(postings))
        for raw in postings:
            if self.sample is not None and self._read >= self.sample:
                return
            self._read += 1
            self._count("collected")
            if raw.external_id in same:
                self.memory.again(known[raw.external_id], fetched_at, page.document.url, page_key)
            else:
                yield replace(raw, fetched_at=fetched_at, page_key=page_key)

    def _report_unknown(self, page: Page) -> bool:
        """Whether the page prints names that nobody knows; each is told once a run. Such a page is not remembered, so
        that the next run tells of them again."""
        names = [name for name in page.unknown_keys() if name not in self.site.get("known_keys", ())]
        for name in names:
            if name not in self._unknown:
                self._unknown.add(name)
                self._count("unknown_keys")
                url = page.document.url
                self.report(Issue(IssueKind.UNKNOWN_KEY, f"no reader knows {name!r} [{url}]", raw=name), url)
        return bool(names)

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


def failure_words(error: BaseException | None) -> str:
    """What a failed download means."""
    known = (words for kind, words in _FAILURES if isinstance(error, kind))
    return next(known, str(error) or type(error).__name__)


def _with_address(words: str, url: str) -> str:
    """A problem in words that name the page."""
    return words if url in words else f"{words} [{url}]"


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


def _is_same(raw: RawPosting, outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.content_hash == raw.content_hash


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
