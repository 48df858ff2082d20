"""A run that is told to stop, or is over its time, ends within seconds: it waits neither for a slow site nor for its
own delays.

Scrapy alone waits for every request that it has taken out of its queue: up to DOWNLOAD_TIMEOUT for the one under way,
and a delay for each of up to sixteen behind it.
"""

import asyncio

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.closespider import CloseSpider
from scrapy.http import Request, Response

from jpo_scraper.spiders.headers import BoundedHandler

_STOPPING = object()
"""Signal: no answer is waited for any more."""


class Stopped(IgnoreRequest):
    """The run ended before this request was answered: no fault of the site."""


class StoppableCrawler(Crawler):
    """Scrapy's crawler; SIGINT and SIGTERM stop it so."""

    async def stop_async(self) -> None:
        """Stop, with what is there."""
        if self.crawling:
            drop_downloads(self)
        await super().stop_async()


class TimeLimit(CloseSpider):
    """Scrapy's extension; a run that is over its time stops so too.

    It waited for the requests behind the delay, and a site may ask for a day of delay (Crawl-delay in robots.txt).
    """

    def _close_spider(self, reason: str) -> None:
        drop_downloads(self.crawler)
        super()._close_spider(reason)


class StoppableHandler(BoundedHandler):
    """The download handler, whose downloads can be dropped."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._is_stopping = False
        self._under_way: set[asyncio.Future[Response]] = set()
        crawler.signals.connect(self._stop, signal=_STOPPING)

    async def download_request(self, request: Request) -> Response:
        """Download. Raises Stopped if the run is told to stop before the answer is whole."""
        if self._is_stopping:
            raise Stopped
        download = asyncio.ensure_future(super().download_request(request))
        self._under_way.add(download)
        try:
            return await download
        except asyncio.CancelledError:
            raise Stopped from None
        finally:
            self._under_way.discard(download)

    def _stop(self) -> None:
        self._is_stopping = True
        for download in self._under_way:
            download.cancel()


def drop_downloads(crawler: Crawler) -> None:
    """Drop the requests that are under way or wait for their turn: each ends with Stopped, none leaves any more."""
    crawler.signals.send_catch_log(_STOPPING)
    downloader = crawler.engine.downloader
    for slot in list(downloader.slots.values()):
        slot.delay = 0
        slot.close()  # forgets the call after the delay, which would have gone on with the queue
        downloader._process_queue(slot)
