"""The ledger when the store gives up in the middle of a run."""

import asyncio
from types import SimpleNamespace

import pytest
from scrapy.exceptions import NotConfigured

from jpo_scraper.exceptions import StoreError
from jpo_scraper.items import Issue, Normalised, Posting, RawPosting
from jpo_scraper.monitor.ledger import Ledger, describe
from jpo_scraper.monitor.verdict import Counters, RunResult
from jpo_scraper.vocab import IssueKind, RunStatus

RAW = RawPosting("source", "1", None, "text")
NORMALISED = Normalised(Posting(), (), ())


class Crawler:
    def __init__(self, is_stored: bool = True) -> None:
        self.closed: list[str] = []
        self.counted: dict[str, int] = {}
        self.spidercls = SimpleNamespace(name="source")
        self.settings = SimpleNamespace(getbool=lambda name: is_stored)
        self.signals = SimpleNamespace(connect=lambda *_, **__: None, send_catch_log=lambda *_: None)
        self.stats = SimpleNamespace(inc_value=self._count)
        self.engine = SimpleNamespace(close_spider_async=self._close, downloader=SimpleNamespace(slots={}))

    def _count(self, name: str) -> None:
        self.counted[name] = self.counted.get(name, 0) + 1

    async def _close(self, reason: str) -> None:
        self.closed.append(reason)


class FullDisk:
    def keep(self, *_: object) -> None:
        raise StoreError("the disk is full")

    problem = keep


def test_a_store_that_takes_no_more_closes_the_spider_once_and_counts_nothing():
    crawler = Crawler()

    async def run() -> None:
        ledger = Ledger(crawler)
        ledger._writer = FullDisk()
        ledger.keep(RAW, NORMALISED)
        ledger.problem(Issue(IssueKind.UNREADABLE, "words"))
        ledger.keep(RAW, NORMALISED)
        await asyncio.sleep(0)

    asyncio.run(run())
    assert crawler.closed == ["store_error"]
    assert crawler.counted == {}


def test_nothing_is_stored_unless_a_crawl_asks_for_it():
    with pytest.raises(NotConfigured):
        Ledger(Crawler(is_stored=False))


def test_a_runs_end_is_one_line():
    counters = Counters(found=9, kept=2, filtered=5, closed=1, errors=1)
    result = RunResult("source", RunStatus.PARTIAL, ("one thing", "another thing"), counters)
    assert describe(result) == (
        "partial: 2 kept of 9 listed (5 left out, 1 closed, 1 failed); one thing; another thing"
    )
