"""Recording: each response as it came over the wire, with its request, as a pair of WARC records."""

import gzip
import hashlib
import logging
import re
import socket
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.utils.httpobj import urlparse_cached
from warcio.recordbuilder import RecordBuilder
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from jpo_scraper import __version__
from jpo_scraper.archive.base import request_key
from jpo_scraper.archive.warc import KEY_HEADER

_NOT_KEPT = {
    b"transfer-encoding", b"content-length",  # they speak of the wire: the body is already in one piece
    b"authorization", b"cookie", b"proxy-authorization",  # an archive may be passed on
}  # fmt: skip


_UNARCHIVED = "jpo/crawl/unarchived"

_BUILDER = RecordBuilder(warc_version="1.1")

_LEVEL = 3
"""Of compression. warcio's own, 9, takes two and a half times as long (3 ms a page of 65 kB) for a tenth less."""


class WarcFile:
    """A new WARC 1.1 file, one gzip member a record.

    Each pair is written in one piece, and none stays in a buffer: a killed process leaves whole pairs, and a full disk
    costs the pair that found no room. Raises OSError.
    """

    def __init__(self, path: Path, note: str) -> None:
        self.name = path.name
        self.size = 0
        """Bytes."""
        self._file = path.open("xb", buffering=0)
        info = {"software": f"jpo-scraper/{__version__}", "format": "WARC File Format 1.1", "description": note}
        try:
            self._append(_member(_BUILDER.create_warcinfo_record(path.name, info)))
        except OSError:
            self._file.close()
            path.unlink()
            raise

    def add(self, request: Request, response: Response, fetched_at: datetime) -> int:
        """Write one pair, and give the offset of its response record.

        `response.body` is the body as it was transferred (compressed, if it was). Raises OSError.
        """
        offset = self.size
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
        response_record, request_record = (
            _BUILDER.create_warc_record(
                uri, kind, BytesIO(body), len(body), warc_headers_dict=dict(warc_headers), http_headers=http_headers
            )
            for kind, body, http_headers in (
                ("response", response.body, answered),
                ("request", request.body, asked),
            )
        )
        request_record.rec_headers.add_header(
            "WARC-Concurrent-To", response_record.rec_headers.get_header("WARC-Record-ID")
        )
        self._append(_member(response_record) + _member(request_record))
        return offset

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _append(self, piece: bytes) -> None:
        """Write the piece, all or nothing."""
        rest = memoryview(piece)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError:
            self._file.seek(self.size)
            self._file.truncate()
            raise
        self.size += len(piece)


class RecordMiddleware:
    """Writes one WARC file a run into JPO_ARCHIVE_DIR: SOURCE-MACHINE-20260301T090000Z.warc.gz.

    After JPO_ARCHIVE_SIZE bytes it goes on in a second part: SOURCE-MACHINE-20260301T090000Z-002.warc.gz. A response
    that cannot be recorded is counted (`jpo/crawl/unarchived`), and the run goes on without it.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.get("JPO_ARCHIVE_DIR"):
            raise NotConfigured
        self._folder = Path(crawler.settings["JPO_ARCHIVE_DIR"])
        self._most = crawler.settings.getint("JPO_ARCHIVE_SIZE")
        self._file: WarcFile | None = None
        self._stem = ""
        self._parts = 0
        self._name = crawler.spidercls.name
        self._machine = re.sub(r"[^\w.-]", "_", socket.gethostname())
        self._log = logging.getLogger(self._name)
        self._stats = crawler.stats
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
        request.meta["fetched_at"] = fetched_at
        try:
            file = self._open(fetched_at)
            offset = file.add(request, response, fetched_at)
        except OSError as error:
            if not self._stats.get_value(_UNARCHIVED):
                message = f"the archive cannot be written in {self._folder}: {error.strerror}; free some space there"
                self._log.error("%s", message)
            self._stats.inc_value(_UNARCHIVED)
        else:
            request.meta["capture"] = {
                "sha256": hashlib.sha256(response.body).hexdigest(),
                "warc_file": file.name,
                "warc_offset": offset,
                "captured_at": fetched_at,
            }
        return response

    def _open(self, now: datetime) -> WarcFile:
        """The file that takes the next pair."""
        if self._file is None or self._file.size >= self._most:
            if not self._stem:
                self._stem = self._free_stem(now)
            part = f"-{self._parts + 1:03}" if self._parts else ""
            file = WarcFile(self._folder / f"{self._stem}{part}.warc.gz", f"a run of {self._name}")
            self._parts += 1
            self._close()
            self._file = file
        return self._file

    def _free_stem(self, now: datetime) -> str:
        """The name of this run's files: by its first second that no other run has taken."""
        self._folder.mkdir(parents=True, exist_ok=True)
        while (self._folder / f"{(stem := f'{self._name}-{self._machine}-{now:%Y%m%dT%H%M%SZ}')}.warc.gz").exists():
            now += timedelta(seconds=1)
        return stem

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()


def _member(record: ArcWarcRecord) -> bytes:
    """A record as one gzip member."""
    piece = BytesIO()
    WARCWriter(piece, gzip=False, warc_version="1.1").write_record(record)
    return gzip.compress(piece.getvalue(), _LEVEL, mtime=0)


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
