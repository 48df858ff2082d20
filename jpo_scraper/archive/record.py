"""Recording: each response as it came over the wire, with its request, as a pair of WARC records."""

import hashlib
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.utils.httpobj import urlparse_cached
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from jpo_scraper import __version__
from jpo_scraper.archive.base import request_key
from jpo_scraper.archive.warc import KEY_HEADER

_NOT_KEPT = {
    b"transfer-encoding", b"content-length",  # they speak of the wire: the body is already in one piece
    b"authorization", b"cookie", b"proxy-authorization",  # an archive may be passed on
}  # fmt: skip


class WarcFile:
    """A new WARC 1.1 file, one gzip member a record, so that a killed process leaves whole records."""

    def __init__(self, path: Path, note: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.name = path.name
        self._file = path.open("xb")
        self._writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        info = {"software": f"jpo-scraper/{__version__}", "format": "WARC File Format 1.1", "description": note}
        self._writer.write_record(self._writer.create_warcinfo_record(path.name, info))

    def add(self, request: Request, response: Response, fetched_at: datetime) -> int:
        """Write one pair, and give the offset of its response record.

        `response.body` is the body as it was transferred (compressed, if it was).
        """
        offset = self._file.tell()
        uri = request.url
        warc_headers = {"WARC-Date": f"{fetched_at:%Y-%m-%dT%H:%M:%S.%fZ}", KEY_HEADER: request_key(request)}
        url = urlparse_cached(request)
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        asked = StatusAndHeaders(
            f"{request.method} {target} HTTP/1.1",
            [("Host", url.netloc), *_pairs(request.headers)],
            is_http_request=True,
        )
        answered = StatusAndHeaders(
            f"{response.status} {_phrase(response.status)}",
            [*_pairs(response.headers), ("Content-Length", str(len(response.body)))],
            protocol="HTTP/1.1",
        )
        records = [
            self._writer.create_warc_record(
                uri, kind, BytesIO(body), len(body), warc_headers_dict=dict(warc_headers), http_headers=http_headers
            )
            for kind, body, http_headers in (
                ("request", request.body, asked),
                ("response", response.body, answered),
            )
        ]
        self._writer.write_request_response_pair(*records)  # the response first
        return offset

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class RecordMiddleware:
    """Writes one WARC file a run into JPO_ARCHIVE_DIR: SOURCE-20260301T090000Z.warc.gz."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.get("JPO_ARCHIVE_DIR"):
            raise NotConfigured
        self._folder = Path(crawler.settings["JPO_ARCHIVE_DIR"])
        self._file: WarcFile | None = None
        self._name = crawler.spidercls.name
        crawler.signals.connect(self._close, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Record it.

        `request.meta` gets `fetched_at`, on which the run and its replay then agree, and `capture`, the record's place.
        """
        fetched_at = datetime.now(UTC)
        if self._file is None:
            path = self._folder / f"{self._name}-{fetched_at:%Y%m%dT%H%M%SZ}.warc.gz"
            self._file = WarcFile(path, f"a run of {self._name}")
        request.meta["fetched_at"] = fetched_at
        request.meta["capture"] = {
            "sha256": hashlib.sha256(response.body).hexdigest(),
            "warc_file": self._file.name,
            "warc_offset": self._file.add(request, response, fetched_at),
            "captured_at": fetched_at,
        }
        return response

    def _close(self, spider: Spider) -> None:
        if self._file is not None:
            self._file.close()


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    """Header names and values, repeated names included."""
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        if name.lower() not in _NOT_KEPT
        for value in values
    ]


def _phrase(status: int) -> str:
    """The reason phrase of a status; sites use statuses that no standard knows."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
