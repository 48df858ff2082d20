"""What the commands of the queue share."""

from collections.abc import Iterator
from contextlib import contextmanager

from jpo_scraper.exceptions import StoreError


@contextmanager
def needs_queue() -> Iterator[None]:
    """For the import of the queue's library. Raises StoreError where it is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("jpo_scraper"):
            raise
        raise StoreError('The queue needs its library: pip install "jpo-scraper[queue]"') from error
