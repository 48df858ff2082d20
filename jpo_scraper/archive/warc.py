"""WARC files as an archive: an index of keys and offsets; bodies stay on disk until they are asked for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zlib import error as ZlibError  # noqa: N812  (an exception under a class's name)

from scrapy import Request
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from jpo_scraper.archive.base import Answer, request_key
from jpo_scraper.exceptions import ArchiveError

KEY_HEADER = "WARC-JPO-Fingerprint"
"""Our record header: the request's key. Records of other programs lack it; their request records give the key."""

_BROKEN = (ArchiveLoadFailed, ZlibError, EOFError, OSError, ValueError, AttributeError)
"""What warcio raises for bytes that are no WARC record, or only the beginning of one."""


_PART = re.compile(r"(?<=\dZ)-(\d+)(\.warc(?:\.gz)?)$")
"""The end of a part's name: SOURCE-MACHINE-20260301T090000Z-002.warc.gz."""

NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a response stands, and when it came."""

    path: Path
    offset: int
    fetched_at: datetime
    status: int
    etag: str | None


class WarcArchive:
    """The responses of WARC files.

    A request that was answered several times in one run (a retry) gets these answers in their order, whichever parts
    of the run's file they are in. Where several runs hold it, the one with the newest answer speaks alone. An answer
    "not modified" is given as the newest full answer before it, in whichever file, at its own instant: so a replay
    needs no memory of earlier runs. Raises ArchiveError.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        recorded: dict[str, dict[Path, list[_Entry]]] = {}
        for path in sorted(paths, key=_place):
            for key, entries in _index(path).items():
                run, _ = _place(path)
                recorded.setdefault(key, {}).setdefault(run, []).extend(entries)
        if not recorded:
            raise ArchiveError(f"{', '.join(map(str, paths))}: holds no response")
        runs = {key: [*by_run.values()] for key, by_run in recorded.items()}
        self._entries = {key: _spoken(answers) for key, answers in runs.items()}
        self._as_of = max(entry.fetched_at for answers in runs.values() for entries in answers for entry in entries)

    @property
    def as_of(self) -> datetime:
        """The instant of the last response."""
        return self._as_of

    def answer(self, request: Request, nth: int = 0) -> Answer | None:
        """The nth response to this request, or the last; None if it was never recorded."""
        entries = self._entries.get(request_key(request))
        return _read(entries[min(nth, len(entries) - 1)]) if entries else None


def _place(path: Path) -> tuple[Path, int]:
    """The first part of the file, and which part this is: a run that is too long for one file goes on in another."""
    part = _PART.search(path.name)
    return (path.with_name(_PART.sub(r"\2", path.name)), int(part[1])) if part else (path, 1)


def _spoken(runs: list[list[_Entry]]) -> list[_Entry]:
    """What the archive answers to one request, given the answers in each run; empty: nothing that is whole."""
    newest = max(runs, key=lambda entries: entries[-1].fetched_at)
    whole = [entry for entry in newest if entry.status != NOT_MODIFIED]
    if whole:
        return whole
    same = newest[-1]
    before = [
        entry
        for entries in runs
        for entry in entries
        if entry.status != NOT_MODIFIED and entry.fetched_at <= same.fetched_at and _fits(entry.etag, same.etag)
    ]
    return [replace(max(before, key=lambda entry: entry.fetched_at), fetched_at=same.fetched_at)] if before else []


def _fits(etag: str | None, confirmed: str | None) -> bool:
    """Whether the answer with this ETag may be the one that was confirmed. A site may print it weak or strong."""
    return etag is None or confirmed is None or etag.removeprefix("W/") == confirmed.removeprefix("W/")


def _index(path: Path) -> dict[str, list[_Entry]]:
    """The responses of one file by the key of their request."""
    responses: list[tuple[_Entry, Any]] = []
    asked: dict[str, str] = {}
    for record, offset in _records(path):
        header = record.rec_headers.get_header
        if record.http_headers is None:
            continue
        if record.rec_type == "response":
            responses.append((_entry(record, path, offset), header))
        elif record.rec_type == "request":
            key = header(KEY_HEADER) or _key_of(record)
            # The two records of a pair may stand in either order, and either may name the other.
            asked[header("WARC-Record-ID")] = asked[header("WARC-Concurrent-To")] = key
    entries: dict[str, list[_Entry]] = {}
    for entry, header in responses:
        key = (
            header(KEY_HEADER)
            or asked.get(header("WARC-Record-ID"))
            or (header("WARC-Concurrent-To") and asked.get(header("WARC-Concurrent-To")))
            or request_key(Request(header("WARC-Target-URI")))
        )
        entries.setdefault(key, []).append(entry)
    return entries


def _entry(record: Any, path: Path, offset: int) -> _Entry:
    header, fetched_at = record.http_headers.get_header, _instant(record.rec_headers.get_header("WARC-Date"), path)
    status = record.http_headers.get_statuscode()
    if not (status.isascii() and status.isdigit()):
        raise ArchiveError(f"{path}: the answer at byte {offset} has the status {status!r}: a number is expected")
    return _Entry(path, offset, fetched_at, int(status), header("ETag"))


def _records(path: Path) -> Iterator[tuple[Any, int]]:
    """Each record of a file and the offset at which it begins. Raises ArchiveError for a file that was cut."""
    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file)
            for record in records:
                yield record, records.offset
                records.read_to_end()
                if record.raw_stream.limit:
                    raise EOFError("its last record is cut")
            if records.offset != path.stat().st_size:  # warcio passes over the beginning of a record in silence
                raise EOFError(f"no record begins at byte {records.offset}")
    except _BROKEN as error:
        raise ArchiveError(f"{path}: not a whole WARC file: {error or type(error).__name__}") from error


def _key_of(record: Any) -> str:
    """The key of a request record that another program wrote."""
    method = record.http_headers.protocol
    url = record.rec_headers.get_header("WARC-Target-URI")
    return request_key(Request(url, method=method, body=record.content_stream().read()))


def _read(entry: _Entry) -> Answer:
    """The response at an offset: the body without transfer encoding, but still compressed if it was."""
    with entry.path.open("rb") as file:
        file.seek(entry.offset)
        record = next(iter(ArchiveIterator(file)))
        headers = tuple((name, value) for name, value in record.http_headers.headers)
        chunked = (record.http_headers.get_header("Transfer-Encoding") or "").lower() == "chunked"
        stream = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
        return Answer(int(record.http_headers.get_statuscode()), headers, stream.read(), entry.fetched_at)


def _instant(text: str | None, path: Path) -> datetime:
    try:
        return datetime.fromisoformat(text or "").astimezone(UTC)
    except ValueError as error:
        raise ArchiveError(f"{path}: a record's WARC-Date is {text!r}: an instant is expected") from error
