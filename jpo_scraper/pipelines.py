"""From a raw posting to the store: check, normalise, keep. One step a class, none with knowledge of its own."""

from typing import Any, NamedTuple, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured

from jpo_scraper.helper import SHARED, can_help
from jpo_scraper.items import Issue, Normalised, RawPosting
from jpo_scraper.meaning import Broken, meaning
from jpo_scraper.monitor.ledger import Ledger
from jpo_scraper.spiders.base import JpoSpider
from jpo_scraper.vocab import IssueKind

QUIET = "DEBUG"
"""Log level of a dropped item: what must be known about it was said with the drop."""


_MOST_CHARACTERS, _MOST_LABELS = 1_000_000, 2_000
"""Of one posting: the longest that was seen has a hundredth of it."""


class Reading(NamedTuple):
    """A raw posting and what it means."""

    raw: RawPosting
    normalised: Normalised


class _Step:
    """A pipeline that speaks to the run's ledger. Without one (`scrapy parse`) items pass as they are."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("JPO_STORE_ENABLED"):
            raise NotConfigured
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Find the spider and the ledger, which are there by now."""
        spider, ledger = self.crawler.spider, self.crawler.get_extension(Ledger)
        assert isinstance(spider, JpoSpider)
        assert ledger is not None
        self.spider, self.ledger = spider, ledger

    def fail(self, raw: RawPosting, what: str, trace: str = "") -> DropItem:
        """Record a problem with one posting; where it happened, if it is a fault of ours, goes into the log."""
        message = f"posting {raw.external_id!r} {what} [{raw.url}]"
        self.ledger.log.error("%s", "\n".join(filter(None, (message, trace))))
        self.ledger.count("errors")
        self.ledger.problem(Issue(IssueKind.UNREADABLE, message, raw=raw.external_id), raw.url)
        return DropItem(message, log_level=QUIET)


class Check(_Step):
    """A posting without id or text is a fault of the reader."""

    def process_item(self, item: RawPosting) -> RawPosting:
        """Pass it on, or record a problem."""
        if not item.external_id.strip():
            raise self.fail(item, "has no id: has the site changed?")
        if not item.text.strip():
            raise self.fail(item, "has no text: has the site changed?")
        if len(item.text) > _MOST_CHARACTERS:
            raise self.fail(item, f"has a text of more than {_MOST_CHARACTERS:,} characters: no vacancy is that long")
        if len(item.labels) > _MOST_LABELS:
            raise self.fail(item, f"has more than {_MOST_LABELS:,} labels: no vacancy has so many")
        return item


class Normalise(_Step):
    """What the words mean. A rule that breaks on one posting must not cost the others.

    Where many postings are ahead, a process beside the crawl says it (`helper`): once begun, to the end.
    """

    def open_spider(self) -> None:
        """See how far the other steps are, and how long a posting may take."""
        super().open_spider()
        self._seconds = self.crawler.settings.getfloat("JPO_PAGE_SECONDS")
        self._helped_from = self.crawler.settings.getint("JPO_HELPED_FROM") if can_help() else 0
        self._is_helped = False
        self._read = 0
        SHARED.enter(self)

    async def close_spider(self) -> None:
        """Ask no more."""
        await SHARED.leave(self)

    async def process_item(self, item: RawPosting) -> Reading:
        """Pass it on with its meaning; leave out what is no JPO post."""
        assert item.fetched_at is not None  # the spider sets it
        self._is_helped |= 0 < self._helped_from <= self.spider.new_pages - self._read
        self._read += 1
        asked = (item, self.spider.source, self._seconds)
        found = await SHARED.meaning(*asked) if self._is_helped else meaning(*asked)
        if isinstance(found, Broken):
            raise self.fail(item, f"cannot be normalised: {found.reason}", found.trace)
        if not (found.posting.is_jpo or self.spider.all_vacancies):
            self.ledger.leave_out(item)
            raise DropItem(f"{item.external_id} is no JPO post", log_level=QUIET)
        return Reading(item, found)


class Store(_Step):
    """Into the run's transaction. Scrapy's own exports (`-o FILE`) get the posting JSON."""

    def process_item(self, item: Reading) -> dict[str, Any]:
        """Keep it."""
        self.ledger.keep(*item)
        posting = item.normalised.posting.to_json()
        return {"source": item.raw.source, "external_id": item.raw.external_id, **posting}
