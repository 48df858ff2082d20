"""robots.txt as RFC 9309 has it: a host that cannot give it now may not be asked now.

Scrapy's own middleware reads whatever comes as rules, the error page of a broken server included, and takes a failed
request for consent.
"""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from jpo_scraper.exceptions import ReplayMiss
from jpo_scraper.spiders.base import failure_words

_MOST_BYTES = 512 * 1024
"""As much of a robots.txt is read; RFC 9309 asks for 500 KiB."""


class RobotsFailed(Exception):
    """A server that is broken instead of giving its robots.txt."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware, with the two cases told apart in which there are no rules.

    A status from 400 to 499 says that there is no robots.txt, so everything may be asked for. A status from 500 on, or
    no answer at all, says nothing, so nothing may be asked for.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unknown: dict[str, str] = {}
        """Host → why its rules are not known."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise IgnoreRequest, with the reason, for what may not be asked for."""
        host = urlparse_cached(request).netloc
        if host in self._unknown:
            raise IgnoreRequest(
                f"the robots.txt of {host} cannot be had ({self._unknown[host]}), so nothing may be asked there now: "
                "run it again later"
            )
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            raise RobotsFailed(f"status {response.status}")
        body = b"" if response.status >= 400 else response.body[:_MOST_BYTES]  # an error page is no list of rules
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        """A robots.txt that lies elsewhere is as good as none; one that an archive lacks is a miss of its own."""
        if not isinstance(exc, IgnoreRequest | ReplayMiss):
            self._unknown[netloc] = failure_words(exc)
            self._stats.inc_value("jpo/crawl/robots_unknown")
        super()._robots_error(exc, netloc)
