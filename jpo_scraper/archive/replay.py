"""The network switched off: a downloader middleware that answers from the archive, and handlers that refuse."""

from collections import Counter
from pathlib import Path
from typing import NoReturn, Self

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings

from jpo_scraper.archive import open_archive
from jpo_scraper.archive.base import Answer, request_key
from jpo_scraper.archive.record import RecordMiddleware
from jpo_scraper.exceptions import ReplayMiss

INNERMOST = 950
"""Order of both middlewares: next to the network, so that decompression, redirects, retries and robots.txt work in
a replay as they do live."""


class ArchiveAddon:
    """Scrapy add-on: JPO_REPLAY switches the network off, else JPO_ARCHIVE_DIR records every response.

    In a replay JPO_AS_OF is the archive's instant.
    """

    def update_settings(self, settings: BaseSettings) -> None:
        """Put the middleware in its place. Raises ArchiveError for an archive that cannot be read."""
        if settings.get("JPO_REPLAY"):
            settings.set("JPO_AS_OF", open_archive(Path(settings["JPO_REPLAY"])).as_of)
            for scheme in ("http", "https"):
                settings["DOWNLOAD_HANDLERS"].set(scheme, OfflineHandler, priority="cmdline")
            settings["DOWNLOADER_MIDDLEWARES"][ReplayMiddleware] = INNERMOST
        elif settings.get("JPO_ARCHIVE_DIR"):
            settings["DOWNLOADER_MIDDLEWARES"][RecordMiddleware] = INNERMOST


class OfflineHandler(BaseDownloadHandler):
    """Stands where the network was: whatever reaches it is a fault of ours."""

    lazy = False

    async def download_request(self, request: Request) -> NoReturn:
        """Always raises ReplayMiss."""
        raise ReplayMiss(f"a replay does not use the network: {request.method} {request.url}")


class ReplayMiddleware:
    """Answers every request from the archive. What it lacks raises ReplayMiss and counts as `jpo/replay/misses`."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.get("JPO_REPLAY"):
            raise NotConfigured
        self._path = Path(crawler.settings["JPO_REPLAY"])
        self._archive = open_archive(self._path)
        self._stats = crawler.stats
        self._asked: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response:
        """The archived response; its instant goes into `request.meta["fetched_at"]`."""
        key = request_key(request)
        answer = self._archive.answer(request, self._asked[key])
        self._asked[key] += 1
        if answer is None:
            self._stats.inc_value("jpo/replay/misses")
            raise ReplayMiss(
                f"the archive {self._path} holds no answer to {request.method} {request.url} (or only one that it is "
                "not modified): record the site again, add the file of the run before, or add a case"
            )
        request.meta["fetched_at"] = answer.fetched_at
        return response_of(answer, request.url)


def response_of(answer: Answer, url: str) -> Response:
    """An archived answer as Scrapy's response."""
    headers = Headers()
    for name, value in answer.headers:
        headers.appendlist(name, value)
    cls = responsetypes.from_args(headers=headers, url=url, body=answer.body)
    return cls(url, status=answer.status, headers=headers, body=answer.body, flags=["replay"])
