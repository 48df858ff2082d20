"""Where a spider may go: the hosts that its source names, by HTTP, and nowhere else."""

import ipaddress
from typing import Self

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import DNSLookupError

from jpo_scraper.sources.model import Source

_MEANT = "localhost"
"""A name that cannot lead elsewhere: a source that names it means this machine."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that hold one of IPv4 in their last 32 bits."""


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


class PublicHandler(HTTP11DownloadHandler):
    """Scrapy's download handler, which connects to no name that leads into a private network.

    Whoever owns a name decides where it leads, today here and tomorrow there, so its address is looked at just before
    the connection; Scrapy's cache of names makes both the same. An address that a source names itself is meant. The
    name of a proxy is its operator's own, and what lies behind the proxy is the proxy's to guard.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._may_be_private = crawler.settings.getbool("JPO_PRIVATE_ADDRESSES")

    async def download_request(self, request: Request) -> Response:
        """Download. Raises RefusedAddress or CannotResolveHostError before anything is sent."""
        host = urlparse_cached(request).hostname or ""
        if not (self._may_be_private or request.meta.get("proxy") or host == _MEANT or _as_address(host)):
            address = await _address_of(host)
            if not is_public(address):
                message = (
                    f"{host} leads to {address}, which is no public address: look at who runs that name; if it is "
                    f"right, set JPO_PRIVATE_ADDRESSES [{request.url}]"
                )
                raise RefusedAddress(message)
        return await super().download_request(request)


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, also where IPv6 wraps one of IPv4."""
    found = _as_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        found = inner or found
    return found is not None and found.is_global and not found.is_multicast


async def _address_of(host: str) -> str:
    """The address that a name leads to now. Raises CannotResolveHostError."""
    from twisted.internet import reactor  # only now: the process has installed the asyncio one

    try:
        address: str = await maybe_deferred_to_future(reactor.resolve(host))  # type: ignore[arg-type]  # a stub's slip
    except DNSLookupError as error:
        raise CannotResolveHostError(str(error)) from error
    return address


def _as_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """A host as the address that it is; None: it is a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
