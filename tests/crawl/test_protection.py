"""What protects the sites from us, and us from the sites."""

import importlib
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser

from jpo_scraper import settings
from jpo_scraper.items import Fetch, Reference
from jpo_scraper.sources import registry
from jpo_scraper.sources.lanes import lanes
from jpo_scraper.sources.model import UNKNOWN_SOURCE, Selection
from jpo_scraper.spiders import base, guard
from jpo_scraper.spiders.politeness import Politeness, retry_after
from tests.crawl.run import QUICK, crawl_apart
from tests.crawl.workday import put_site, write_source

PROTECTING = {
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 1.0,
    "DOWNLOAD_DELAY_JITTER": 0,
    "AUTOTHROTTLE_ENABLED": True,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "COOKIES_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "DOWNLOAD_MAXSIZE": 20 * 1024 * 1024,
    "DOWNLOAD_TIMEOUT": 60,
    "CLOSESPIDER_TIMEOUT": 4 * 3600,
    "DNSCACHE_ENABLED": True,
    "JPO_PRIVATE_ADDRESSES": False,
    "JPO_LISTING_PAGES": 1_000,
    "JPO_LISTING_ROWS": 50_000,
    "JPO_PAGE_SECONDS": 60,
}
TEST_ONLY = {"DOWNLOAD_DELAY", "AUTOTHROTTLE_ENABLED", "DOWNLOAD_TIMEOUT"}


@pytest.mark.parametrize("name", PROTECTING)
def test_a_protecting_setting_has_its_value(name):
    assert getattr(settings, name) == PROTECTING[name]


def test_tests_change_no_protection_but_delays_and_patience():
    assert QUICK.keys() & PROTECTING.keys() == TEST_ONLY


def test_the_suffix_list_is_not_fetched_from_a_third_party():
    from scrapy.downloadermiddlewares.cookies import _split_domain

    assert list(_split_domain.suffix_list_urls) == []


@pytest.mark.parametrize(
    ("contact", "agent"),
    [("https://jobs.example.org/bot", "(+https://jobs.example.org/bot)"), ("", "(no contact given)")],
)
def test_the_contact_comes_from_the_environment(monkeypatch, contact, agent):
    monkeypatch.setenv("JPO_CONTACT", contact)
    assert importlib.reload(settings).USER_AGENT.endswith(agent)
    monkeypatch.undo()
    importlib.reload(settings)


SOURCE = UNKNOWN_SOURCE.__class__(
    **{
        **{name: getattr(UNKNOWN_SOURCE, name) for name in UNKNOWN_SOURCE.__dataclass_fields__},
        "name": "test",
        "hosts": ("jobs.example.org",),
    }
)


@pytest.mark.parametrize(
    ("url", "redirected_from", "words"),
    [
        ("https://jobs.example.org/list", None, None),
        ("http://jobs.example.org/list", None, None),
        ("https://jobs.example.org/new", "https://jobs.example.org/old", None),
        ("https://jobs.example.org/new", "http://jobs.example.org/old", None),
        ("http://jobs.example.org/new", "https://jobs.example.org/old", "from https to http is not followed"),
        ("https://www.jobs.example.org/", None, "www.jobs.example.org is not among the hosts of test"),
        ("https://login.example.org/", "https://jobs.example.org/old", "old redirects to https://login.example.org/"),
        ("http://169.254.169.254/latest", "http://jobs.example.org/old", "169.254.169.254 is not among the hosts"),
        ("http://localhost/", None, "localhost is not among the hosts"),
        ("https://jobs.example.org@10.0.0.1/", None, "10.0.0.1 is not among the hosts"),
        ("file:///etc/hostname", "https://jobs.example.org/old", "only http and https are followed"),
        ("ftp://jobs.example.org/", None, "only http and https are followed"),
        ("data:text/html,<p>JPO</p>", "https://jobs.example.org/old", "only http and https are followed"),
        ("http://[::1]/", "http://jobs.example.org/old", "::1 is not among the hosts"),
        ("http://[::ffff:169.254.169.254]/", None, "is not among the hosts"),
        ("http://2852039166/latest", None, "2852039166 is not among the hosts"),
        ("http://0xa9fea9fe/latest", None, "0xa9fea9fe is not among the hosts"),
        ("http://0251.0376.0251.0376/", None, "0251.0376.0251.0376 is not among the hosts"),
        ("http://127.1/", None, "127.1 is not among the hosts"),
        ("http://jobs.example.org.evil.example/", None, "jobs.example.org.evil.example is not among the hosts"),
        ("http://evil.example/#@jobs.example.org", None, "evil.example is not among the hosts"),
        ("http://jobs.example.org\\@evil.example/", None, None),  # goes to jobs.example.org, as in a browser
    ],
)
def test_a_spider_stays_on_its_sources_hosts(url, redirected_from, words):
    request = Request(url, meta={"redirect_urls": [redirected_from]} if redirected_from else {})
    refusal = guard.refusal(request, SOURCE)
    assert refusal is None if words is None else words in refusal


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00:ec2::254", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("2002:a00:1::", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b::5db8:d822", True),
        ("jobs.example.org", False),
    ],
)
def test_an_address_is_public_or_not(address, is_public):
    assert guard.is_public(address) == is_public


NAME = "127.1"
"""A host that is no address by its letters and leads to this machine, without any name server."""


@pytest.mark.parametrize(
    ("settings", "status"), [({}, "failed"), ({"JPO_PRIVATE_ADDRESSES": True}, "complete")], ids=["by default", "set"]
)
def test_a_name_that_leads_into_a_private_network_is_not_connected_to(site, tmp_path, settings, status):
    put_site(site)
    write_source(tmp_path, "inside", site)
    path = tmp_path / "inside.toml"
    path.write_text(path.read_text().replace("127.0.0.1", NAME))
    output = crawl_apart(["inside"], tmp_path, settings=settings)
    assert output["results"]["inside"]["status"] == status, output["log"]
    assert bool(site.asked) == (status == "complete")
    if status == "failed":
        assert f"{NAME} leads to 127.0.0.1, which is no public address" in output["log"]


NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Sun, 01 Mar 2026 09:00:30 GMT", 30.0),
        ("Sun, 01 Mar 2026 08:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(header, seconds):
    assert retry_after(Response("https://x.example.org", headers={"Retry-After": header}), NOW) == seconds


class Host:
    """A crawler with one downloader slot, as far as Politeness looks at it."""

    def __init__(self, delay: float = 2.0) -> None:
        self.slot = SimpleNamespace(delay=delay)
        self.throttle = SimpleNamespace(mindelay=2.0, maxdelay=60.0)
        self.downloader = SimpleNamespace(slots={"jobs.example.org": self.slot}, per_slot_settings={})
        self.engine = SimpleNamespace(downloader=self.downloader)
        self.signals = SimpleNamespace(connect=lambda *_, **__: None)
        self.settings = SettingsStub(
            JPO_BACKOFF_DELAY=10.0, JPO_BACKOFF_MAX_DELAY=120.0, DOWNLOAD_DELAY=2.0, ROBOTSTXT_USER_AGENT="jpo-scraper"
        )

    def get_extension(self, kind: type) -> SimpleNamespace:
        assert kind is AutoThrottle
        return self.throttle

    def answer(self, status: int, **headers: str) -> float:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = Request("https://jobs.example.org/1", meta={"download_slot": "jobs.example.org"})
        response = Response(request.url, status=status, headers=named)
        Politeness(self)._response_downloaded(response, request)
        return self.slot.delay

    def robots(self, text: str) -> None:
        parser = ProtegoRobotParser(text.encode(), None)
        Politeness(self)._robots_parsed(parser, Request("https://jobs.example.org/1"))


class SettingsStub(dict):
    def getfloat(self, name: str) -> float:
        return float(self[name])


def test_a_host_that_says_too_much_is_asked_ever_more_slowly():
    host = Host()
    assert [host.answer(status) for status in (200, 429, 429, 503, 429, 429)] == [2, 10, 20, 40, 80, 120]


def test_retry_after_is_kept_up_to_a_limit():
    assert Host().answer(429, Retry_After="45") == 45
    assert Host().answer(503, Retry_After="3600") == 120
    assert Host().answer(429, Retry_After="1") == 2


@pytest.mark.parametrize(
    ("robots", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 15", 15.0),
        ("User-agent: *\nCrawl-delay: 15\n\nUser-agent: jpo-scraper\nCrawl-delay: 90", 90.0),
        ("User-agent: *\nCrawl-delay: 0.5", 2.0),
        ("User-agent: *\nDisallow: /x", 2.0),
    ],
)
def test_the_crawl_delay_of_robots_txt_is_kept(robots, delay):
    host = Host()
    host.robots(robots)
    assert host.slot.delay == host.throttle.mindelay == delay
    assert host.throttle.maxdelay >= delay
    for slot in host.downloader.per_slot_settings.values():
        assert slot == {"delay": delay}


def reference(title: str | None, grade: str | None = None) -> Reference:
    return Reference("1", Fetch("https://jobs.example.org/1", "posting"), title, grade)


@pytest.mark.parametrize(
    ("title", "grade", "select", "is_followed"),
    [
        ("JPO in Programme Support", None, Selection(), True),
        ("Programme Support (jpo)", None, Selection(), True),
        ("Junior  Professional Officer", None, Selection(), True),
        ("Programme Analyst", "P2", Selection(), False),
        ("Programme Analyst", "P2", Selection(grades=("P2",)), True),
        ("Programme Analyst", "P-2", Selection(grades=("P2",)), False),
        ("AJPOX", None, Selection(), False),
        ("JPO2 desk", None, Selection(), False),
        ("C++ expert", None, Selection(titles=("C++",)), True),
        (None, None, Selection(), True),
        ("Driver", "G2", Selection(everything=True), True),
        ("JPO register, for tests only", None, Selection(everything=True, never=("1",)), False),
    ],
)
def test_a_row_is_followed_for_its_whole_words_its_grade_or_its_silence(title, grade, select, is_followed):
    assert (base.refusal(reference(title, grade), select) is None) == is_followed


def test_sources_that_share_a_host_take_turns_even_through_a_third():
    def source(name: str, *hosts: str):
        return SimpleNamespace(name=name, hosts=hosts)

    found = lanes([source("a", "x"), source("b", "y"), source("c", "z"), source("d", "x", "y")])
    assert sorted(map(sorted, found)) == [["a", "b", "d"], ["c"]]


def test_no_source_asks_for_less_than_everybody_waits():
    assert all(registry.get(name).politeness.delay >= settings.DOWNLOAD_DELAY for name in registry.crawlable())
