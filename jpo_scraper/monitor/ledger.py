"""The run's row: written before the first request, so that a killed run is visible, and judged at the end."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.http import Response

from jpo_scraper.exceptions import LockedError, StoreError
from jpo_scraper.items import Issue, Normalised, Outcome, PageMemo, PastRun, RawPosting, stated
from jpo_scraper.monitor.compare import RUNS, expected
from jpo_scraper.monitor.counters import FINISHED, Counters
from jpo_scraper.monitor.edition import edition
from jpo_scraper.monitor.log import RunTag
from jpo_scraper.monitor.notebook import Notebook
from jpo_scraper.monitor.verdict import RunResult, doubt, verdict
from jpo_scraper.spiders.base import JpoSpider
from jpo_scraper.spiders.recall import NOT_MODIFIED
from jpo_scraper.spiders.stopping import drop_downloads
from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.lock import source_lock
from jpo_scraper.store.writer import RunWriter
from jpo_scraper.vocab import HEALTHY, Field, IssueKind, RunStatus

_COLUMNS = (
    "found", "followed", "collected", "filtered", "unread", "closed", "errors", "requests", "reported_total"
)  # fmt: skip
"""Counters that the run's row has a column for; it counts what it stores by itself."""
_SUMS = (
    "found", "followed", "collected", "filtered", "kept", "unread", "closed", "errors", "requests", "answers",
    "unknown_keys", "robots_unknown", "unarchived",
)  # fmt: skip
"""Counters that are sums in the stats, under the same name."""


class Ledger:
    """Scrapy extension: begins the run, takes its postings and problems, ends it with a verdict.

    The counters are Scrapy's stats `jpo/crawl/…`: whoever counts needs no ledger. A store that fails closes the
    spider, and the result says so: Scrapy alone would end with status 0. For the spider it is the memory of earlier
    runs (`spiders.recall.Memory`).
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("JPO_STORE_ENABLED"):
            raise NotConfigured
        self.log = logging.getLogger(crawler.spidercls.name)
        self._tag = RunTag(crawler.spidercls.name)
        self._tag.put_on()  # here, where the tasks of this crawl begin
        self.result: RunResult | None = None
        """None until the run has ended."""
        self._crawler = crawler
        self._held = ExitStack()
        self._writer: RunWriter | None = None
        self._failure: str | None = None
        """Why the store takes no more, in words."""
        self._closing: asyncio.Task[None] | None = None
        self._coverage: Counter[Field] = Counter()
        self._notebook = Notebook()
        self._edition = ""
        self._reread: datetime | None = None
        """A page that was read before is read again; None: every page is."""
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
            fields = stated(normalised.posting)
            self._kept(fields)
            self._note(raw, is_kept=True, fields=fields)

    def leave_out(self, raw: RawPosting) -> None:
        """Take note of a posting whose text says that it is no JPO post."""
        self._left_out()
        self._note(raw, is_kept=False)

    def recall(self, keys: Collection[str]) -> Mapping[str, PageMemo]:
        """What is remembered of pages: nothing in a full run, nor of a page last read in full too long ago."""
        found: dict[str, PageMemo] = {}
        not_before = self._reread
        if not_before is not None:
            self._store(lambda writer: found.update(writer.recall(keys, self._edition, not_before)))
        return found

    def again(self, outcome: Outcome, seen_at: datetime, url: str, page_key: str | None = None) -> None:
        """Take a posting that is as it was when a run read it last."""
        if not outcome.is_kept:
            self._left_out()
        elif self._store(lambda writer: writer.again(outcome.external_id, seen_at, url)):
            self._kept(outcome.stated)
        self._remember(self._notebook.add(page_key, outcome))

    def remember(self, memo: PageMemo, postings: int) -> None:
        """Take a page in hand, until it is known what became of its postings."""
        self._remember(self._notebook.open(memo, postings))

    def problem(self, issue: Issue, url: str | None = None) -> None:
        """Take an issue of the run that belongs to no posting. Whoever raises it counts it, if it is an error."""
        self._store(lambda writer: writer.problem(issue, url))

    def _kept(self, fields: Collection[Field]) -> None:
        self.count("kept")
        self._coverage.update(fields)

    def _left_out(self) -> None:
        self.count("filtered")
        self.count("filtered/text")

    def _note(self, raw: RawPosting, *, is_kept: bool, fields: tuple[Field, ...] = ()) -> None:
        """Note the outcome of a posting on its page."""
        if raw.page_key is not None:
            outcome = Outcome(raw.external_id, raw.content_hash, is_kept, fields)
            self._remember(self._notebook.add(raw.page_key, outcome))

    def _remember(self, memo: PageMemo | None) -> None:
        if memo is not None:
            self._store(lambda writer: writer.remember(memo, self._edition))

    def _begin(self, spider: JpoSpider) -> None:
        """Enter the run, before the first request. Raises CloseSpider where it cannot be entered."""
        spider.report = self.problem
        settings = self._crawler.settings
        as_of: datetime | None = settings.get("JPO_AS_OF")
        try:
            engine = open_engine(settings.get("JPO_DATABASE"))
            self._held.callback(engine.dispose)
            asked = () if as_of else spider.source.hosts  # a replay asks nobody
            self._held.enter_context(source_lock(engine, spider.name, asked))
            self._writer = RunWriter.begin(
                engine,
                spider.name,
                spider.source.title,
                mode="replay" if as_of else "live",
                as_of=as_of,
                started_at=datetime.now(UTC),
                scope=spider.scope,
            )
        except (LockedError, StoreError) as error:
            self._held.close()
            is_locked = isinstance(error, LockedError)
            self.result = RunResult(spider.name, RunStatus.FAILED, (str(error),), Counters(), locked=is_locked)
            self.log.error("%s", error)
            raise CloseSpider("locked" if is_locked else "store_error") from error
        if spider.sample is None:
            spider.memory = self
            self._edition = edition(spider.source, spider.scope)
            if not settings.getbool("JPO_FULL"):
                self._reread = (as_of or datetime.now(UTC)) - timedelta(days=settings.getfloat("JPO_REREAD_DAYS"))
        self._tag.run_id = self._writer.run_id
        self.log.info("run %d began%s", self._writer.run_id, f", as of {as_of:%Y-%m-%d %H:%M} UTC" if as_of else "")

    def _end(self, spider: JpoSpider, reason: str) -> None:
        """Judge the run and write it."""
        if self._writer is None:
            return
        counters = self._count_up(reason)
        envelope = replace(spider.source.expect, minimum=None, maximum=None)
        expect = envelope if spider.all_vacancies else spider.source.expect
        past = self._past()
        status, reasons = verdict(counters, expect, sampled=spider.sample is not None, past=past)
        if words := doubt(counters, past):
            self.log.warning("%s", words)
            self.problem(Issue(IssueKind.MISSING, words))
        if self._failure:
            status, reasons = RunStatus.FAILED, [*reasons, self._failure]
        columns = {name: getattr(counters, name) for name in _COLUMNS} | {
            "coverage": counters.coverage if counters.kept else None,
            "expected": expected(past) if past else None,
            "accepted": self._crawler.settings.getbool("JPO_ACCEPT"),
        }
        try:
            with self._held:
                self._writer.finish(
                    status,
                    reasons=reasons,
                    counters=columns,
                    finish_reason=reason,
                    finished_at=datetime.now(UTC),
                )
        except StoreError as error:
            status, reasons = RunStatus.FAILED, [*reasons, str(error)]
        self.result = RunResult(spider.name, status, tuple(reasons), counters)
        self.log.log(logging.INFO if status in HEALTHY else logging.ERROR, "%s", describe(self.result))

    def _past(self) -> list[PastRun]:
        """What the run is compared with: nothing where an operator vouches for it."""
        past: list[PastRun] = []
        if not self._crawler.settings.getbool("JPO_ACCEPT"):
            self._store(lambda writer: past.extend(writer.past(RUNS)))
        return past

    def _store(self, act: Callable[[RunWriter], None]) -> bool:
        """Whether the writer took it. Once it cannot, the run is lost: it ends at once and is called failed."""
        if self._writer is None or self._failure:
            return False
        try:
            act(self._writer)
        except StoreError as error:
            self._failure = str(error)
            self.log.error("%s", error)
            drop_downloads(self._crawler)
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
            coverage=dict(self._coverage),
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
        """Enter where a recorded response lies. One that says "not modified" holds nothing to look up."""
        capture = response.meta.get("capture")
        if capture and response.status != NOT_MODIFIED:
            self._store(lambda writer: writer.captured(response.url, **capture))


def describe(result: RunResult) -> str:
    """A run's end in one line."""
    counters = result.counters
    line = (
        f"{result.status}: {counters.kept} kept of {counters.found} listed ({counters.filtered} left out, "
        f"{counters.closed} closed, {counters.errors} failed)"
        + f", {counters.unread} pages unchanged"
        * bool(counters.unread)
    )
    return "; ".join([line, *result.reasons])
