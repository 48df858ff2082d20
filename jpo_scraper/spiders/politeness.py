"""Slower where a site asks for it: Crawl-delay in robots.txt, and answers 429 and 503.

AutoThrottle (Scrapy's) follows a site's speed; this extension knows what a site says in words.
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

TOO_MUCH = (429, 503)


class Politeness:
    """Scrapy extension."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._first = crawler.settings.getfloat("JPO_BACKOFF_DELAY")
        self._longest = crawler.settings.getfloat("JPO_BACKOFF_MAX_DELAY")
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(self._response_downloaded, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Make the host's Crawl-delay the shortest delay, for AutoThrottle as well."""
        settings = self._crawler.settings
        delay = robotparser.crawl_delay(settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"])
        if not delay:
            return
        downloader = self._crawler.engine.downloader
        host = urlparse_cached(request).hostname or ""
        downloader.per_slot_settings[host] = {"delay": max(delay, settings.getfloat("DOWNLOAD_DELAY"))}
        if slot := downloader.slots.get(host):
            slot.delay = max(slot.delay, delay)
        if throttle := self._crawler.get_extension(AutoThrottle):
            throttle.mindelay = max(throttle.mindelay, delay)
            throttle.maxdelay = max(throttle.maxdelay, delay)

    def _response_downloaded(self, response: Response, request: Request) -> None:
        """Slow the host down after an answer that says "too much", before its next request leaves."""
        slot = self._crawler.engine.downloader.slots.get(request.meta["download_slot"])
        if response.status in TOO_MUCH and slot is not None:
            wait = retry_after(response, datetime.now(UTC)) or max(2 * slot.delay, self._first)
            slot.delay = max(slot.delay, min(wait, self._longest))
            slot.lastseen = monotonic()  # Scrapy counts from the request, the site from its answer


def retry_after(response: Response, now: datetime) -> float | None:
    """Seconds that the Retry-After header asks for, as a number or as a date; None: it does not say."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - now).total_seconds())
    except (TypeError, ValueError):
        return None
