"""What the headers of one answer may cost, in bytes.

The length of a body is Scrapy's to bound (DOWNLOAD_MAXSIZE), and so is the time of the whole answer (DOWNLOAD_TIMEOUT).
"""

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, IgnoreRequest
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import Request as TxRequest
from twisted.web.client import ResponseFailed
from twisted.web.iweb import IResponse

from jpo_scraper.spiders.guard import PublicHandler

_MOST_HEADERS = 256 * 1024
"""Bytes. Browsers take about as many."""


class HeadersTooLong(IgnoreRequest):
    """An answer whose headers have no end in sight."""


class BoundedHandler(PublicHandler):
    """The download handler, which hangs up on headers that do not end: Scrapy bounds bodies alone."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory

    async def download_request(self, request: Request) -> Response:
        """Download. Raises HeadersTooLong."""
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            reasons = error.__cause__.reasons if isinstance(error.__cause__, ResponseFailed) else ()
            if any(reason.check(HeadersTooLong) for reason in reasons):
                message = f"more than {_MOST_HEADERS:,} bytes of headers: look at it in a browser"
                raise HeadersTooLong(message) from None
            raise


class _Parser(_LenientHTTPClientParser):
    _taken = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802  (Twisted's name)
        self._taken += len(line) + 1
        if self._taken > _MOST_HEADERS:
            raise HeadersTooLong
        super().lineReceived(line)


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: TxRequest) -> Deferred[IResponse]:
        answer: Deferred[IResponse] = super().request(request)
        self._parser.__class__ = _Parser  # as Scrapy does it: the parser's class is fixed in Twisted
        return answer


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _Protocol:  # noqa: N802
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
