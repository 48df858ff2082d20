"""What a WARC and a folder of cases have in common."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from scrapy import Request
from scrapy.utils.request import fingerprint


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as the archive holds it; the body may be compressed, as its headers say."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    """An aware UTC instant."""


class Archive(Protocol):
    """Answers to requests."""

    @property
    def as_of(self) -> datetime:
        """The instant of the last response."""

    def answer(self, request: Request, nth: int = 0) -> Answer | None:
        """What the site answered when it got this request for the `nth` time, counted from 0.

        A request that was recorded fewer times gets its last answer again; None: it was never recorded.
        """


def request_key(request: Request) -> str:
    """Scrapy's fingerprint: method, canonical address and body. Two searches by POST at one address differ in it."""
    return fingerprint(request).hex()
