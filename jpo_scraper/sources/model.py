"""A source as its TOML declares it. docs/sources.md explains each key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jpo_scraper.vocab import Confidence, DateOrder, SourceKind


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows of a listing are worth a request of their own, before the text can decide."""

    titles: tuple[str, ...] = ("JPO", "Junior Professional")
    """Words in the row's title, case-insensitive, whole words."""
    grades: tuple[str, ...] = ()
    """The row's grade as printed: for sites whose titles do not say JPO."""
    everything: bool = False
    """Follow every row: the listing holds JPO posts only, or says too little to choose."""
    never: tuple[str, ...] = ()
    """Ids of rows that are no vacancies (a site's own test posting): not followed even with `--all-vacancies`."""


@dataclass(frozen=True, slots=True)
class Politeness:
    """How gently the site is asked. Times in seconds."""

    delay: float = 1.0
    robots: str = ""
    """What is known of the site's robots.txt and terms."""
    permission: str = ""
    """The terms under which programs may ask although robots.txt forbids it: then it is not asked for."""


@dataclass(frozen=True, slots=True)
class Expect:
    """How many postings a healthy run finds. None: not known yet."""

    minimum: int | None = None
    maximum: int | None = None
    reports_total: bool = False
    """The site prints how many postings it lists, so collected must equal reported."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where a document says nothing."""

    zone: str | None = None
    """IANA name of deadlines that print a time but no zone."""
    date_order: DateOrder | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """How each part of the source is known."""

    listing: Confidence
    detail: Confidence
    rules: Confidence
    evidence: str = ""
    """Where it was read."""
    read_on: str = ""
    """ISO date of that reading."""


@dataclass(frozen=True, slots=True)
class StandingRule:
    """A rule of the sponsor that holds for all its posts: never a posting's own words."""

    field: str
    value: Any
    raw: str
    """The rule in words."""
    year: str
    url: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Source:
    """One publisher of postings."""

    name: str
    title: str
    kind: SourceKind
    homepage: str
    languages: tuple[str, ...]
    known: Known
    platform: str | None = None
    """The module in `spiders/` that walks it; None: registered, with no public call to crawl."""
    agency: str | None = None
    """Code of the agency that publishes (the host agency)."""
    sponsor: str | None = None
    """ISO 3166-1 alpha-2 of the paying country, where all its posts have one."""
    cadence: str = ""
    """How often it publishes, in words."""
    every_days: float = 1.0
    """Days from one crawl to the next; `jpo status` says when one is due."""
    cron: str = ""
    """When `jpo schedule` has it crawled: a cron expression in UTC; empty: every `every_days`, at a time of its own."""
    season: tuple[int, ...] = ()
    """Months (1-12) in which calls are usual; empty: any month."""
    hosts: tuple[str, ...] = ()
    """Hosts that the spider may talk to; redirects elsewhere are refused."""
    needs_cookies: bool = False
    """The listing opens only with the cookies of an earlier page."""
    site: Mapping[str, Any] = field(default_factory=dict)
    """What the platform needs to know (checked against `sources.platforms`)."""
    select: Selection = Selection()
    politeness: Politeness = Politeness()
    expect: Expect = Expect()
    defaults: Defaults = Defaults()
    rules: tuple[StandingRule, ...] = ()
    notes: str = ""


UNKNOWN_SOURCE = Source(
    name="unknown",
    title="a document of unknown origin",
    kind=SourceKind.AGGREGATOR,
    homepage="",
    languages=(),
    known=Known(Confidence.INFERRED, Confidence.INFERRED, Confidence.INFERRED),
)
"""What the normaliser is told about a document that comes from no registered source."""
