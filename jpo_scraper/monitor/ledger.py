"""The run's row: written before the first request, so that a killed run is visible, and judged at the end."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.http import Response

from jpo_scraper.exceptions import LockedError, StoreError
from jpo_scraper.items import Issue, Normalised, RawPosting
from jpo_scraper.monitor.verdict import FINISHED, Counters, RunResult, verdict
from jpo_scraper.spiders.base import JpoSpider
from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.lock import source_lock
from jpo_scraper.store.writer import RunWriter
from jpo_scraper.vocab import HEALTHY, IssueKind, RunStatus

_COLUMNS = ("found", "collected", "filtered", "errors", "reported_total")
"""Counters that the run's row has a column for; it counts what it stores by itself."""
_SUMS = ("found", "followed", "collected", "filtered", "kept", "closed", "errors", "requests", "answers")
"""Counters that are sums in the stats, under the same name."""


class Ledger:
    """Scrapy extension: begins the run, takes its postings and problems, ends it with a verdict.

    The counters are Scrapy's stats `jpo/crawl/…`: whoever counts needs no ledger. A store that fails closes the
    spider, and the result says so: Scrapy alone would end with status 0.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("JPO_STORE_ENABLED"):
            raise NotConfigured
        self.log = logging.getLogger(crawler.spidercls.name)
        self.result: RunResult | None = None
        """None until the run has ended."""
        self._crawler = crawler
        self._held = ExitStack()
        self._writer: RunWriter | None = None
        self._failure: str | None = None
        """Why the store takes no more, in words."""
        self._closing: asyncio.Task[None] | None = None
        for signal, handler in {
            signals.spider_opened: self._begin,
            signals.spider_closed: self._end,
            signals.spider_error: self._spider_error,
            signals.item_error: self._item_error,
            signals.response_received: self._captured,
        }.items():
            crawler.signals.connect(handler, signal=signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    @property
    def counters(self) -> Counters:
        """What was counted so far, as if the run ended now."""
        return self._count_up(FINISHED)

    def count(self, name: str) -> None:
        """Add one to a counter."""
        self._crawler.stats.inc_value(f"jpo/crawl/{name}")

    def keep(self, raw: RawPosting, normalised: Normalised) -> None:
        """Take a posting for the end of the run."""
        if self._store(lambda writer: writer.keep(raw, normalised)):
            self.count("kept")

    def problem(self, issue: Issue, url: str | None = None) -> None:
        """Take an issue of the run that belongs to no posting. Whoever raises it counts it, if it is an error."""
        self._store(lambda writer: writer.problem(issue, url))

    def _begin(self, spider: JpoSpider) -> None:
        """Enter the run, before the first request. Raises CloseSpider where it cannot be entered."""
        spider.report = self.problem
        settings = self._crawler.settings
        as_of: datetime | None = settings.get("JPO_AS_OF")
        try:
            engine = open_engine(settings.get("JPO_DATABASE"))
            self._held.callback(engine.dispose)
            self._held.enter_context(source_lock(engine, spider.name))
            self._writer = RunWriter.begin(
                engine,
                spider.name,
                spider.source.title,
                mode="replay" if as_of else "live",
                as_of=as_of,
                started_at=datetime.now(UTC),
            )
        except (LockedError, StoreError) as error:
            self._held.close()
            is_locked = isinstance(error, LockedError)
            self.result = RunResult(spider.name, RunStatus.FAILED, (str(error),), Counters(), locked=is_locked)
            self.log.error("%s", error)
            raise CloseSpider("locked" if is_locked else "store_error") from error
        self.log.info("run %d began%s", self._writer.run_id, f", as of {as_of:%Y-%m-%d %H:%M} UTC" if as_of else "")

    def _end(self, spider: JpoSpider, reason: str) -> None:
        """Judge the run and write it."""
        if self._writer is None:
            return
        counters = self._count_up(reason)
        envelope = replace(spider.source.expect, minimum=None, maximum=None)
        expect = envelope if spider.all_vacancies else spider.source.expect
        status, reasons = verdict(counters, expect, sampled=spider.sample is not None)
        if self._failure:
            status, reasons = RunStatus.FAILED, [*reasons, self._failure]
        try:
            with self._held:
                self._writer.finish(
                    status,
                    reasons=reasons,
                    counters={name: getattr(counters, name) for name in _COLUMNS},
                    finish_reason=reason,
                    finished_at=datetime.now(UTC),
                )
        except StoreError as error:
            status, reasons = RunStatus.FAILED, [*reasons, str(error)]
        self.result = RunResult(spider.name, status, tuple(reasons), counters)
        self.log.log(logging.INFO if status in HEALTHY else logging.ERROR, "%s", describe(self.result))

    def _store(self, act: Callable[[RunWriter], None]) -> bool:
        """Whether the writer took it. Once it cannot, the run is lost: it ends at once and is called failed."""
        if self._writer is None or self._failure:
            return False
        try:
            act(self._writer)
        except StoreError as error:
            self._failure = str(error)
            self.log.error("%s", error)
            close = self._crawler.engine.close_spider_async(reason="store_error")
            self._closing = asyncio.get_running_loop().create_task(close)
            return False
        return True

    def _count_up(self, finish_reason: str) -> Counters:
        """The stats as counters."""
        stats = self._crawler.stats

        def number(name: str) -> int:
            return int(stats.get_value(f"jpo/crawl/{name}", 0))

        return Counters(
            **{name: number(name) for name in _SUMS},
            replay_misses=int(stats.get_value("jpo/replay/misses", 0)),
            reported_total=stats.get_value("jpo/crawl/reported_total"),
            listing_exhausted=0 < number("listings") == number("listings_exhausted"),
            is_empty=0 < number("listings") == number("listings_empty"),
            finish_reason=finish_reason,
        )

    def _spider_error(self, failure: Any, response: Response) -> None:
        """A reader broke on a page: a fault of ours, which Scrapy has logged with its traceback."""
        self._broke(failure, "the reader", response.url)

    def _item_error(self, failure: Any, item: Any) -> None:
        """A pipeline broke on an item, likewise."""
        self._broke(failure, "a pipeline", None)

    def _broke(self, failure: Any, what: str, url: str | None) -> None:
        self.count("errors")
        error = failure.value
        message = f"{what} broke: {type(error).__name__}: {error}: please report it" + (f" [{url}]" if url else "")
        self.problem(Issue(IssueKind.UNREADABLE, message), url)

    def _captured(self, response: Response) -> None:
        """Enter where a recorded response lies."""
        capture = response.meta.get("capture")
        if capture:
            self._store(lambda writer: writer.captured(response.url, **capture))


def describe(result: RunResult) -> str:
    """A run's end in one line."""
    counters = result.counters
    line = (
        f"{result.status}: {counters.kept} kept of {counters.found} listed ({counters.filtered} left out, "
        f"{counters.closed} closed, {counters.errors} failed)"
    )
    return "; ".join([line, *result.reasons])
