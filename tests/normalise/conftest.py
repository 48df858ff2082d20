"""What the tests of the rules share."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from jpo_scraper.items import Label, Normalised, RawPosting
from jpo_scraper.normalise import normalise
from jpo_scraper.sources.model import UNKNOWN_SOURCE, Source
from jpo_scraper.vocab import Field

Read = Callable[..., Normalised]


@pytest.fixture
def read() -> Read:
    """Normalise a text; every span must point at its words."""

    def read(text: str = "", title: str | None = None, source: Source = UNKNOWN_SOURCE, **labels: str) -> Normalised:
        site = [Label("title", title, Field.TITLE)] if title else []
        site += [Label(name, value, Field(name)) for name, value in labels.items()]
        raw = RawPosting("unknown", "1", None, text, tuple(site))
        found = normalise(raw, source, datetime(2026, 11, 16, tzinfo=UTC))
        for fact in found.facts:
            if fact.start is not None:
                assert text[fact.start : fact.end] == fact.raw
        return found

    return read
