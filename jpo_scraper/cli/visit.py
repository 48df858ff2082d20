"""A few steps into sources, with all manners of a crawl and without a store: for `jpo check` and `jpo capture`."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import AsyncCrawlerProcess

from jpo_scraper.crawl import lanes, project_settings, take_turns
from jpo_scraper.items import Document, Fetch, Reference
from jpo_scraper.pages.base import Page
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

    `replay` answers from an archive. The event loop cannot be started twice: call it once a process.
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
        attributes = {"visit": visits[name], "only": fetch}
        crawlers[name] = process.create_crawler(type(spider.__name__, (_Visitor, spider), attributes))

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
    only: Fetch | None

    def __init__(self) -> None:
        super().__init__(sample=1)
        self.report = lambda issue, url: self.visit.problems.append(issue.message)
        self.visit.readers = self.pages
        read = dict.fromkeys(self.pages, Page) if self.only else self.pages
        self.pages = {kind: _Keeper(reader, self.visit) for kind, reader in read.items()}  # type: ignore[misc]

    async def start(self) -> AsyncIterator[Request]:
        """The source's own first requests, or the one request."""
        if self.only:
            yield self._request(self.only)
        else:
            async for request in super().start():
                yield request

    def _choose(self, references: Iterable[Reference]) -> list[Reference]:
        """The first row that a crawl would read, else the first of all."""
        rows = list(references)
        fitting = [row for row in rows if refusal(row, self.source.select) is None]
        self.select = Selection(everything=True)
        return super()._choose((fitting or rows)[:1])


@dataclass(frozen=True, slots=True)
class _Keeper:
    """Stands for a reader: keeps what it is given to read."""

    reader: type[Page]
    visit: Visit

    def __call__(self, document: Document, fetch: Fetch, *others: Any) -> Page:
        self.visit.answers.append((fetch, document))
        return self.reader(document, fetch, *others)
