"""What linking looks at: a posting as it stands, with where it was read and since when it is known."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from jpo_scraper.items import Posting


class Key(NamedTuple):
    """A posting's identity; orders postings the same way whenever they came."""

    source: str
    external_id: str


@dataclass(frozen=True, slots=True)
class Advert:
    """A posting to be compared with others."""

    key: Key
    posting: Posting
    text: str
    """The plain text as last read."""
    first_seen_on: date
    """UTC day on which the posting was first fetched: it was open by then."""
    url: str | None = None
    """Where a person reads it."""
    language: str | None = None
    """ISO 639-1, as the page declares it."""
