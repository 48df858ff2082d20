"""Where a spider may go: the hosts that its source names, by HTTP, and nowhere else."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from jpo_scraper.sources.model import Source


class RefusedAddress(IgnoreRequest):
    """A request or a redirect to an address that the source does not name."""


class HostGuard:
    """Downloader middleware that looks at every request: a spider's own, a page's link, a redirect, robots.txt.

    A list of allowed hosts keeps private addresses out too, whatever a site redirects to.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise RefusedAddress for an address that is not the source's."""
        source: Source | None = getattr(self._crawler.spider, "source", None)
        reason = source and refusal(request, source)
        if reason:
            self._crawler.stats.inc_value("jpo/crawl/refused")
            raise RefusedAddress(reason)


def refusal(request: Request, source: Source) -> str | None:
    """Why the source's spider may not send this request; None: it may."""
    url = urlparse_cached(request)
    before = request.meta.get("redirect_urls", [])
    what = f"{before[-1]} redirects to {request.url}" if before else f"the page asks for {request.url}"
    if url.scheme not in ("http", "https"):
        return f"{what}: only http and https are followed"
    if url.hostname not in source.hosts:
        return f"{what}: {url.hostname} is not among the hosts of {source.name}; add it there if it is right"
    if url.scheme == "http" and before and before[-1].startswith("https:"):
        return f"{what}: from https to http is not followed"
    return None
