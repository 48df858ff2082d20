"""A few steps into sources, with all manners of a crawl and without a store: for `jpo check` and `jpo capture`."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import DontCloseSpider

from jpo_scraper.crawl import project_settings, take_turns
from jpo_scraper.items import Document, Fetch, RawPosting, Reference
from jpo_scraper.pages.base import Page
from jpo_scraper.sources.lanes import lanes
from jpo_scraper.sources.model import Selection, Source
from jpo_scraper.spiders.base import JpoSpider, refusal


@dataclass(slots=True)
class Visit:
    """What one source answered."""

    source: Source
    answers: list[tuple[Fetch, Document]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    readers: Mapping[str, type[Page]] = field(default_factory=dict)
    """The reader of each kind of page."""


def visit(
    names: Sequence[str],
    folder: Path,
    *,
    replay: Path | None = None,
    fetch: Fetch | None = None,
    settings: Mapping[str, Any] | None = None,
) -> list[Visit]:
    """Ask each source of the folder for its listing and the first posting there, or for `fetch` alone.

    A posting is asked for as the row of the listing asks for it that leads to the same address: with what the row
    says of it. Where no row does, it is asked for as `fetch` says, and a problem tells so. `replay` answers from an
    archive. The event loop cannot be started twice: call it once a process.
    """
    options = {
        "JPO_SOURCES": str(folder),
        "JPO_REPLAY": replay and str(replay),
        "LOG_LEVEL": "CRITICAL",  # a visit tells its troubles itself
        **(settings or {}),
    }
    process = AsyncCrawlerProcess(project_settings(options))
    visits: dict[str, Visit] = {}
    crawlers = {}
    for name in names:
        spider = process.spider_loader.load(name)
        visits[name] = Visit(spider.source)  # type: ignore[attr-defined]  # spiders of this project have one
        kind = _Visitor if fetch is None else _Seeker if fetch.page == "posting" else _Asker
        attributes = {"visit": visits[name], "wanted": fetch}
        crawlers[name] = process.create_crawler(type(spider.__name__, (kind, spider), attributes))

    def broke(failure: Any, spider: JpoSpider) -> None:
        error = failure.value
        visits[spider.name].problems.append(f"the reader broke: {type(error).__name__}: {error}: please report it")

    async def walk(lane: list[str]) -> None:
        for name in lane:
            crawlers[name].signals.connect(broke, signal=signals.spider_error, weak=False)
            await process.crawl(crawlers[name])

    take_turns(process, lanes(visit.source for visit in visits.values()), walk)
    return list(visits.values())


class _Visitor(JpoSpider):
    """Goes before a source's spider: follows one row at most, JPO post or not, and keeps every answer."""

    visit: Visit

    def __init__(self) -> None:
        super().__init__(sample=1)
        self.report = lambda issue, url: self.visit.problems.append(issue.message)
        self.visit.readers = self.pages
        self.pages = {kind: self._keeper(kind) for kind in self.pages}

    def _keeper(self, kind: str) -> Any:
        """Who reads a kind of page."""
        return _Keeper(self.pages[kind], self.visit)

    def _choose(self, references: Iterable[Reference]) -> list[Reference]:
        """The first row that a crawl would read, else the first of all."""
        rows = list(references)
        fitting = [row for row in rows if refusal(row, self.source.select) is None]
        self.select = Selection(everything=True)
        return super()._choose((fitting or rows)[:1])


class _Asker(_Visitor):
    """Asks for one page and reads nothing."""

    wanted: Fetch

    def _keeper(self, kind: str) -> Any:
        return _Keeper(Page, self.visit)

    async def start(self) -> AsyncIterator[Request]:
        """The one request."""
        yield self._request(self.wanted)


class _Seeker(_Visitor):
    """Walks the listing to the row that leads to the wanted posting, and keeps that posting alone, unread."""

    wanted: Fetch

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's constructor."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._ask_plainly, signal=signals.spider_idle)
        return spider

    def _keeper(self, kind: str) -> Any:
        return _Keeper(Page, self.visit) if kind == self.wanted.page else self.pages[kind]

    def _choose(self, references: Iterable[Reference]) -> list[Reference]:
        self.select = Selection(everything=True)
        return super()._choose([row for row in references if row.fetch.url == self.wanted.url][:1])

    def _postings(self, *page: Any) -> Iterator[RawPosting]:
        """A listing that holds the postings themselves leads to none."""
        return iter(())

    def _ask_plainly(self) -> None:
        """Ask all the same where no row led there."""
        if self._followed:
            return
        self._followed.add(self.wanted.url)
        self.visit.problems.append(
            "no row of the listing leads there: what a row would say of the post is not among the case's hints"
        )
        self.crawler.engine.crawl(self._request(self.wanted))
        raise DontCloseSpider


@dataclass(frozen=True, slots=True)
class _Keeper:
    """Stands for a reader: keeps what it is given to read."""

    reader: type[Page]
    visit: Visit

    def __call__(self, document: Document, fetch: Fetch, *others: Any) -> Page:
        self.visit.answers.append((fetch, document))
        return self.reader(document, fetch, *others)
