"""Whatever a site does from run to run, crawling what has changed gives the rows that crawling everything gives.

The spider, the ledger and the store are the real ones; the site, its pages and the way between them are made here, so
that a crawl takes milliseconds.
"""

import hashlib
import json
from collections import deque
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.statscollectors import MemoryStatsCollector
from sqlalchemy import text as sql

from jpo_scraper.crawl import project_settings
from jpo_scraper.exceptions import ClosedPosting
from jpo_scraper.items import Fetch, Normalised, Posting, RawPosting, Reference
from jpo_scraper.monitor.ledger import Ledger
from jpo_scraper.pages.base import ListingPage, PostingPage
from jpo_scraper.sources.model import UNKNOWN_SOURCE, Selection
from jpo_scraper.spiders.base import JpoSpider
from jpo_scraper.store.engine import reading

LIST = "https://jobs.example.org/list"
START = datetime(2026, 3, 1, 6, tzinfo=UTC)


class Listing(ListingPage):
    def references(self):
        rows = self.json
        return [
            Reference(str(n), Fetch(f"https://jobs.example.org/{n}", "posting", hints={"title": title}), title)
            for n, title in rows
        ]

    @property
    def reported_total(self):
        return None

    @property
    def is_empty(self):
        return not self.json


class Detail(PostingPage):
    def check(self):
        super().check()
        if self.json["closed"]:
            raise ClosedPosting("gone", self.document.url)

    def postings(self):
        """What the row said is part of the posting."""
        title = self.fetch.hints["title"]
        return [RawPosting("any", key, self.fetch.url, f"{text}, {title}") for key, text in self.json["postings"]]


PLATFORM = SimpleNamespace(
    first_fetches=lambda site: [Fetch(LIST, "listing")], readers=lambda site: {"listing": Listing, "posting": Detail}
)


@dataclass(frozen=True)
class Page:
    """A posting's page in one state of the site."""

    title: str
    postings: tuple[tuple[str, str], ...]
    closed: bool
    nonce: int
    """A part of the page that says nothing."""
    knows: str
    """Which condition the server understands."""

    def body(self) -> str:
        return json.dumps({"closed": self.closed, "postings": self.postings, "nonce": self.nonce})

    def answer(self, request: Request) -> Response:
        version = hashlib.sha256(self.body().encode()).hexdigest()
        condition, header = {"etag": ("If-None-Match", "ETag"), "date": ("If-Modified-Since", "Last-Modified")}.get(
            self.knows, ("", "")
        )
        headers = {header: version} if header else {}
        if condition and request.headers.get(condition) == version.encode():
            return TextResponse(request.url, status=304, headers=headers)
        return TextResponse(request.url, headers=headers, body=self.body().encode(), encoding="utf-8")


KEYS, TEXTS = st.sampled_from("abcd"), st.sampled_from(["JPO post", "JPO post, other words", "no such post", "BREAK"])
PAGES = st.builds(
    Page,
    title=st.sampled_from(["one", "two"]),
    postings=st.lists(st.tuples(KEYS, TEXTS), max_size=2, unique_by=lambda posting: posting[0]).map(tuple),
    closed=st.sampled_from([False, False, False, True]),
    nonce=st.sampled_from([0, 0, 1]),
    knows=st.sampled_from(["etag", "date", "nothing"]),
)
POOL = 4
STATES = st.tuples(
    st.lists(PAGES, min_size=POOL, max_size=POOL),
    st.lists(
        st.tuples(
            st.sampled_from([1, 1, 4]),
            st.dictionaries(st.integers(1, 3), st.integers(0, POOL - 1), min_size=1, max_size=3),
        ),
        min_size=3,
        max_size=7,
    ),
)
"""A few pages; then again and again: so many days later, which of them stands at which address. So most pages come
back as they were, some at once and some after others."""


def crawl(url: str, source: str, site: dict[int, Page], as_of: datetime, *, full: bool) -> None:
    """One run."""
    crawler = SimpleNamespace(
        spidercls=SimpleNamespace(name=source),
        settings=project_settings(
            {"JPO_STORE_ENABLED": True, "JPO_DATABASE": url, "JPO_AS_OF": as_of, "JPO_FULL": full}
        ),
        signals=SimpleNamespace(connect=lambda *_, **__: None),
    )
    crawler.stats = MemoryStatsCollector(SimpleNamespace(settings=crawler.settings))
    kind = type("Spider", (JpoSpider,), {"name": source, "platform": PLATFORM, "source": SOURCE})
    spider = kind()
    spider._set_crawler(crawler)
    ledger = Ledger(crawler)
    ledger._begin(spider)
    spider._count("listings")
    waiting = deque([spider._request(Fetch(LIST, "listing"), None)])
    while waiting:
        request = waiting.popleft()
        request.meta["fetched_at"] = as_of
        response = answer(request, site)
        response.request = request
        for found in spider.parse(response, **request.cb_kwargs):
            if isinstance(found, Request):
                waiting.append(found)
            else:
                keep(ledger, found)
    ledger._end(spider, "finished")


SOURCE = replace(UNKNOWN_SOURCE, name="any", select=Selection(everything=True))


def answer(request: Request, site: dict[int, Page]) -> Response:
    if request.url == LIST:
        rows = [[number, page.title] for number, page in sorted(site.items())]
        return TextResponse(LIST, body=json.dumps(rows).encode(), encoding="utf-8")
    return site[int(request.url.rpartition("/")[2])].answer(request)


def keep(ledger: Ledger, raw: RawPosting) -> None:
    """What the pipelines do."""
    if raw.text.startswith("BREAK"):
        ledger.count("errors")
    elif "JPO" in raw.text:
        ledger.keep(raw, Normalised(Posting(title=raw.text, is_jpo=True), (), ()))
    else:
        ledger.leave_out(raw)


ROWS = {
    "posting": "select external_id, url, title, content_hash, status, missed_runs, first_seen_at, last_seen_at, scope "
    "from posting where source = :source order by external_id",
    "observation": "select external_id, observation.content_hash, observed_at from observation "
    "join posting on posting.id = posting_id where source = :source order by observation.id",
    "change": "select external_id, field, cast(old as text), cast(new as text), changed_at from change "
    "join posting on posting.id = posting_id where source = :source order by changed_at, external_id, field",
    "issue": "select kind, message from issue join run on run.id = run_id where run.source = :source order by issue.id",
    "run": "select status, found, followed, collected, filtered, closed, errors, stored, new, changed, unchanged, "
    "relisted, missing, withdrawn, expected, cast(coverage as text), cast(reasons as text), as_of "
    "from run where source = :source order by id",
}
"""What must agree. Not: how many pages were asked for twice or not read, and numbers of rows."""

NUMBERS = count()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=STATES)
def test_crawling_what_has_changed_gives_the_rows_that_crawling_everything_gives(engine, database_url, states):
    number = next(NUMBERS)
    sources = {f"full_{number}": True, f"again_{number}": False}
    as_of = START
    pages, steps = states
    for days, numbers in steps:
        as_of += timedelta(days=days)
        site = {at: pages[which] for at, which in numbers.items()}
        for source, is_full in sources.items():
            crawl(database_url, source, site, as_of, full=is_full)
    with reading(engine) as connection:
        for name, query in ROWS.items():
            full, again = (connection.execute(sql(query), {"source": source}).all() for source in sources)
            assert full == again, name


def test_the_second_of_two_crawls_reads_nothing(engine, database_url):
    """Else the property above would say little."""
    page = Page("one", (("a", "JPO post"),), closed=False, nonce=0, knows="etag")
    for _ in range(2):
        crawl(database_url, "again", {1: page, 2: replace(page, postings=(), closed=True)}, START, full=False)
    with reading(engine) as connection:
        runs = connection.execute(sql("select unread, stored, closed from run order by id")).all()
    assert runs == [(0, 1, 1), (2, 1, 1)]
