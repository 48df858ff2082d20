"""Crawling: `crawl()` for `jpo crawl`, and the `crawl` command of Scrapy with the same store and exit status."""

import argparse
import asyncio
import gc
import logging
import os
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from scrapy import Spider, signals
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import UsageError as ScrapyUsageError
from scrapy.settings import Settings
from twisted.internet.error import ReactorNotRunning

from jpo_scraper.archive import open_archive
from jpo_scraper.exceptions import ArchiveError, StoreError, UsageError
from jpo_scraper.monitor.counters import Counters
from jpo_scraper.monitor.ledger import Ledger
from jpo_scraper.monitor.verdict import RunResult, exit_status
from jpo_scraper.reference.tables import database_rows
from jpo_scraper.sources.lanes import lanes
from jpo_scraper.sources.model import Source
from jpo_scraper.spiders.stopping import StoppableCrawler
from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.migrate import ensure_current
from jpo_scraper.vocab import ExitStatus, RunStatus

__all__ = ["CrawlEvent", "Phase", "RunResult", "crawl", "exit_status"]

STOPPED = "shutdown"
"""Scrapy's finish reason after SIGINT or SIGTERM."""


class Phase(StrEnum):
    """Where a run stands."""

    BEGUN = "begun"
    WALKING = "walking"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CrawlEvent:
    """Progress of one source: after its beginning, each response, and its end."""

    source: str
    phase: Phase
    counters: Counters


OnEvent = Callable[[CrawlEvent], None]


_NEW_OBJECTS = 2_000
"""After so many, cycles among them are looked for: 4 % less work than after 700, as is usual, and no more memory."""


def crawl(
    names: Sequence[str],
    *,
    database: str | None = None,
    replay: Path | None = None,
    all_vacancies: bool = False,
    sample: int | None = None,
    full: bool = False,
    accept: bool = False,
    archive_dir: Path | None = None,
    on_event: OnEvent | None = None,
    settings: Mapping[str, Any] | None = None,
) -> list[RunResult]:
    """Crawl the sources and store what they hold; one result a source, in the order given.

    Sources that share a host take turns, the others run at the same time. SIGINT and SIGTERM end the runs with what
    they have. `full` reads every page, changed or not; `accept` does not compare the runs with earlier ones, and makes
    them the measure of later ones. `settings` are overrides as of `scrapy -s`. The event loop cannot be started twice:
    call it once a process. Raises UsageError, ArchiveError or StoreError before anything is asked of a site.
    """
    options = project_settings(
        {
            "JPO_STORE_ENABLED": True,
            "JPO_DATABASE": database,
            "JPO_REPLAY": replay and str(replay),
            "JPO_ARCHIVE_DIR": archive_dir and str(archive_dir),
            "JPO_FULL": full,
            "JPO_ACCEPT": accept,
            **(settings or {}),
        }
    )
    gc.set_threshold(_NEW_OBJECTS)
    process = AsyncCrawlerProcess(options)
    load = process.spider_loader.load
    crawlers = {
        name: StoppableCrawler(load(name), options, init_reactor=number == 0) for number, name in enumerate(names)
    }
    arguments: dict[str, Any] = {"all_vacancies": all_vacancies, "sample": sample}
    for crawler in crawlers.values():
        crawler.spidercls(**arguments)  # wrong ones are found before anything runs
    _prepare(options)
    results: dict[str, RunResult] = {}

    async def walk(lane: list[str]) -> None:
        for name in lane:
            crawler = crawlers[name]
            if on_event:
                _watch(crawler, on_event)
            try:
                await process.crawl(crawler, **arguments)
            except Exception as error:
                logging.getLogger(name).exception("the crawl broke")
                results[name] = _broken(name, f"the crawl broke: {type(error).__name__}: {error}: please report it")
            else:
                results[name] = result_of(crawler)
            if on_event:
                on_event(CrawlEvent(name, Phase.ENDED, results[name].counters))
            if results[name].counters.finish_reason == STOPPED:
                return

    take_turns(process, lanes(_source(crawler) for crawler in crawlers.values()), walk)
    stopped = "the crawl was stopped before this source was done: run it again"
    return [results.get(name) or _broken(name, stopped) for name in names]


def take_turns(
    process: AsyncCrawlerProcess, lanes: Iterable[list[str]], walk: Callable[[list[str]], Awaitable[None]]
) -> None:
    """Run the process until every lane was walked, all lanes at the same time. Only once a process."""

    async def walk_all() -> None:
        try:
            await asyncio.gather(*map(walk, lanes))
        finally:
            with suppress(ReactorNotRunning):
                reactor.stop()  # type: ignore[misc]  # a module at run time, not what the stubs say

    from twisted.internet import reactor  # only now: the process has installed the asyncio one

    task = asyncio.get_event_loop().create_task(walk_all())
    process.start(stop_after_crawl=False)
    if task.done():
        task.result()


def result_of(crawler: Crawler) -> RunResult:
    """How the run of a crawler that has ended went."""
    try:
        ledger = crawler.get_extension(Ledger)
    except RuntimeError:  # it broke before it had extensions
        ledger = None
    if ledger is None or ledger.result is None:
        return _broken(crawler.spidercls.name, "the run was not written: see the log")
    return ledger.result


class Command(ScrapyCrawl):
    """`scrapy crawl SOURCE`: the run is stored, and the exit status says how it went (Scrapy's own says 0)."""

    default_settings = {"JPO_STORE_ENABLED": True}  # noqa: RUF012  (Scrapy declares it so)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Scrapy's entry."""
        assert self.settings is not None
        assert self.crawler_process is not None
        try:
            for name in args[:1]:
                self.crawler_process.spider_loader.load(name)(**opts.spargs)
            _prepare(self.settings)
        except (UsageError, TypeError) as error:  # an unknown source, an argument that means nothing or is unknown
            raise ScrapyUsageError(str(error), print_help=False) from error
        except StoreError as error:
            logging.getLogger(__name__).error("%s", error)
            self.exitcode = ExitStatus.TROUBLE
            return
        super().run(args, opts)
        self.exitcode = result_of(self._started).exit_status

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        assert self.settings is not None
        assert self.crawler_process is not None
        spider = self.crawler_process.spider_loader.load(str(spidercls))
        crawler = StoppableCrawler(spider, self.settings, init_reactor=True)
        self._started = super()._create_crawler(crawler)  # type: ignore[arg-type]  # a crawler is taken as it is
        return self._started


def project_settings(overrides: Mapping[str, Any]) -> Settings:
    """The project's settings from wherever the process stands, with overrides."""
    settings = Settings()
    settings.setmodule("jpo_scraper.settings", priority="project")
    settings.setdict({name: value for name, value in overrides.items() if value is not None}, priority="cmdline")
    return settings


def _prepare(settings: Settings) -> None:
    """See that archive and database are fit, before a site is asked. Raises ArchiveError or StoreError."""
    if settings.get("JPO_REPLAY"):
        open_archive(Path(settings["JPO_REPLAY"]))
    elif settings.get("JPO_ARCHIVE_DIR"):
        _prepare_folder(Path(settings["JPO_ARCHIVE_DIR"]))
    if not settings.get("JPO_REPLAY") and not os.environ.get("JPO_CONTACT"):
        message = "set JPO_CONTACT to an address where the sites can reach you: it goes into the User-Agent"
        logging.getLogger(__name__).warning(message)
    engine = open_engine(settings.get("JPO_DATABASE"))
    try:
        ensure_current(engine, database_rows)
    finally:
        engine.dispose()


def _prepare_folder(folder: Path) -> None:
    """Make the folder for WARC files. Raises ArchiveError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{folder}: cannot be made ({error.strerror}): give another folder to archive in") from error
    if not os.access(folder, os.W_OK):
        raise ArchiveError(f"{folder}: no file can be made in it: give another folder to archive in")


def _watch(crawler: Crawler, notify: OnEvent) -> None:
    """Tell of a run's beginning and of each response."""

    def tell(phase: Phase) -> Callable[[], None]:
        def send() -> None:
            if ledger := crawler.get_extension(Ledger):
                notify(CrawlEvent(crawler.spidercls.name, phase, ledger.counters))

        return send

    for signal, phase in {signals.spider_opened: Phase.BEGUN, signals.response_received: Phase.WALKING}.items():
        crawler.signals.connect(tell(phase), signal=signal, weak=False)


def _source(crawler: Crawler) -> Source:
    source: Source = crawler.spidercls.source  # type: ignore[attr-defined]  # spiders of this project have one
    return source


def _broken(name: str, reason: str) -> RunResult:
    return RunResult(name, RunStatus.FAILED, (reason,), Counters(finish_reason="broken"))
