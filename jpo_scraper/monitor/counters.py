"""What a run counts: the only thing that it is judged by, with the runs before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jpo_scraper.vocab import Field

FINISHED = "finished"
"""Scrapy's finish reason of a crawl that ran out of requests by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """What a run of one source counted."""

    found: int = 0
    """Rows that the listing shows, each once."""
    followed: int = 0
    """Rows chosen to be read."""
    collected: int = 0
    """Postings that were read."""
    filtered: int = 0
    """Rows and postings left out because they are no JPO posts."""
    kept: int = 0
    """Postings handed to the store."""
    unread: int = 0
    """Pages that had not changed since an earlier run read them; their postings are counted as if they were read."""
    closed: int = 0
    """Postings that the listing shows and the site says are gone."""
    errors: int = 0
    """Pages and postings that failed."""
    requests: int = 0
    """Requests that the spider made; what Scrapy repeats or redirects counts once."""
    answers: int = 0
    """Of these, how many were answered or are known to have failed."""
    unknown_keys: int = 0
    """Names that the site prints and no reader knows."""
    robots_unknown: int = 0
    """Hosts whose robots.txt could not be had, so that nothing may be asked there."""
    unarchived: int = 0
    """Answers that should have been recorded and could not be."""
    replay_misses: int = 0
    """Requests that the archive does not hold."""
    reported_total: int | None = None
    """How many rows the site says it lists; None: it does not say."""
    listing_exhausted: bool = False
    """The listing was read to its last page."""
    is_empty: bool = False
    """The listing bears the mark of an empty listing."""
    coverage: Mapping[Field, int] = field(default_factory=dict)
    """Field → how many of the kept postings state it."""
    finish_reason: str = FINISHED
