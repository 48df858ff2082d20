"""Fixture cases as an archive: one folder a case, with a request.json and one document.*.

A case is a document, not a session: where no case answers for a robots.txt, the answer is 404.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import FormRequest, JsonRequest
from scrapy.utils.httpobj import urlparse_cached

from jpo_scraper.archive.base import Answer, request_key
from jpo_scraper.exceptions import ArchiveError

_REQUIRED = ("url", "media_type", "fetched_at")


@dataclass(frozen=True, slots=True)
class _Case:
    folder: Path
    request: Request
    status: int
    content_type: str
    fetched_at: datetime

    def answer(self) -> Answer:
        headers = (("Content-Type", self.content_type),)
        return Answer(self.status, headers, _document(self.folder).read_bytes(), self.fetched_at)


class CaseArchive:
    """The cases of `folders`. In a folder of several, cases with `"replay": false` are left out.

    Raises ArchiveError for a broken case, and for two cases that answer the same request.
    """

    def __init__(self, root: Path, folders: Sequence[Path]) -> None:
        self._cases: dict[str, _Case] = {}
        for case in _load(folders, alone=folders == [root]):
            other = self._cases.setdefault(request_key(case.request), case)
            if other is not case:
                raise ArchiveError(
                    f"{other.folder} and {case.folder} answer the same request ({case.request.method} "
                    f'{case.request.url}): write "replay": false into the request.json of one'
                )
        if not self._cases:
            raise ArchiveError(f'{root}: every case says "replay": false: give the path of one case')
        self._as_of = max(case.fetched_at for case in self._cases.values())

    @property
    def as_of(self) -> datetime:
        """The instant of the last response."""
        return self._as_of

    def answer(self, request: Request, nth: int = 0) -> Answer | None:
        """The case's document; 404 for a robots.txt that no case holds."""
        case = self._cases.get(request_key(request))
        if case is not None:
            return case.answer()
        if urlparse_cached(request).path == "/robots.txt":
            return Answer(404, (), b"", self._as_of)
        return None


def _load(folders: Sequence[Path], *, alone: bool) -> Iterator[_Case]:
    for folder in folders:
        table = _table(folder / "request.json")
        if alone or table.get("replay", True):
            yield _case(folder, table)


def _table(path: Path) -> dict[str, Any]:
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{path}: not readable as JSON: {error}") from error
    if not isinstance(table, dict):
        raise ArchiveError(f"{path}: write one JSON object")
    for key in _REQUIRED:
        if not isinstance(table.get(key), str):
            raise ArchiveError(f"{path}: lacks {key}: add it as a string")
    return table


def _case(folder: Path, table: dict[str, Any]) -> _Case:
    path = folder / "request.json"
    try:
        fetched_at = datetime.fromisoformat(table["fetched_at"])
    except ValueError as error:
        raise ArchiveError(f"{path}: fetched_at = {table['fetched_at']!r}: write 2026-03-01T09:00:00Z") from error
    if fetched_at.tzinfo is None:
        raise ArchiveError(f"{path}: fetched_at = {table['fetched_at']!r}: add the zone: Z")
    try:
        if table.get("json") is not None:
            request: Request = JsonRequest(table["url"], data=table["json"], method=table.get("method", "POST"))
        elif table.get("form") is not None:
            request = FormRequest(table["url"], formdata=table["form"], method=table.get("method", "POST"))
        else:
            request = Request(table["url"], method=table.get("method", "GET"))
    except ValueError as error:
        raise ArchiveError(f"{path}: url = {table['url']!r}: write a whole address: {error}") from error
    except (TypeError, AttributeError) as error:
        raise ArchiveError(f"{path}: no request can be made of it: {error}") from error
    try:
        status, fetched_at = int(table.get("status", 200)), fetched_at.astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise ArchiveError(f"{path}: no request can be made of it: {error}") from error
    charset = table.get("charset")
    content_type = f"{table['media_type']}; charset={charset}" if charset else table["media_type"]
    _document(folder)
    return _Case(folder, request, status, content_type, fetched_at)


def _document(folder: Path) -> Path:
    found = sorted(folder.glob("document.*"))
    if len(found) != 1:
        raise ArchiveError(f"{folder}: holds {len(found)} files named document.*: one is expected")
    return found[0]
