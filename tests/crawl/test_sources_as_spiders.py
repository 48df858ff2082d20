"""Every source of the registry as the spider that really runs, with the real settings."""

import asyncio
from urllib.parse import urlsplit

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from jpo_scraper.exceptions import UnknownSourceError, UsageError
from jpo_scraper.items import Fetch, Reference
from jpo_scraper.sources import registry
from jpo_scraper.sources.loader import SourceSpiderLoader
from jpo_scraper.spiders.base import JpoSpider


def settings(**overrides) -> Settings:
    made = Settings()
    made.setmodule("jpo_scraper.settings")
    made.setdict(overrides, priority="cmdline")
    return made


def build(name: str, **arguments) -> Spider:
    options = settings()
    crawler = Crawler(SourceSpiderLoader.from_settings(options).load(name), options)
    crawler.stats = MemoryStatsCollector(crawler)
    return crawler.spidercls.from_crawler(crawler, **arguments)


def first_requests(spider: Spider) -> list[Request]:
    async def collect() -> list[Request]:
        return [request async for request in spider.start()]

    return asyncio.run(collect())


@pytest.mark.parametrize("name", registry.crawlable())
def test_a_source_can_be_walked(name):
    source = registry.get(name)
    spider = build(name)
    assert isinstance(spider, JpoSpider)
    assert (spider.name, spider.source) == (name, source)
    requests = first_requests(spider)
    assert requests
    assert {urlsplit(request.url).hostname for request in requests} <= set(source.hosts)
    assert {request.cb_kwargs["fetch"].page for request in requests} <= set(spider.pages)
    assert all(request.errback for request in requests)


@pytest.mark.parametrize("name", registry.crawlable())
def test_a_source_is_asked_gently(name):
    delay = build(name).crawler.settings.getfloat("DOWNLOAD_DELAY")
    assert delay == max(1.0, registry.get(name).politeness.delay)


@pytest.mark.parametrize("name", registry.crawlable())
def test_a_spiders_class_bears_its_sources_name(name):
    assert type(build(name)).__name__ == name.title().replace("_", "") + "Spider"


def test_the_loader_lists_what_can_be_crawled_and_finds_spiders_by_host():
    loader = SourceSpiderLoader.from_settings(settings())
    assert loader.list() == registry.crawlable()
    for name in loader.list():
        assert name in loader.find_by_request(Request(f"https://{registry.get(name).hosts[0]}/x"))
    assert loader.find_by_request(Request("https://elsewhere.example.org/")) == []


def test_an_unknown_name_is_an_error_for_scrapy_and_for_us():
    loader = SourceSpiderLoader.from_settings(settings())
    for kind in (KeyError, UnknownSourceError):
        with pytest.raises(kind) as raised:
            loader.load("unhrc")
        assert str(raised.value).startswith("there is no source named 'unhrc': did you mean")


def test_a_source_without_a_platform_says_so(tmp_path):
    (tmp_path / "registered.toml").write_text(
        'title = "t"\nkind = "sponsor"\nhomepage = "h"\nlanguages = []\n'
        '[known]\nlisting = "seen"\ndetail = "seen"\nrules = "seen"\n'
    )
    loader = SourceSpiderLoader.from_settings(settings(JPO_SOURCES=str(tmp_path)))
    assert loader.list() == []
    with pytest.raises(UnknownSourceError, match="registered without a platform"):
        loader.load("registered")


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        ({}, (False, None)),
        ({"all_vacancies": "1", "sample": "5"}, (True, 5)),
        ({"all_vacancies": "no"}, (False, None)),
        ({"_job": "the id that scrapyd gives"}, (False, None)),
        ({"all_vacancies": True, "sample": 2}, (True, 2)),
    ],
)
def test_arguments_may_come_as_words(arguments, meant):
    spider = build(registry.crawlable()[0], **arguments)
    assert (spider.all_vacancies, spider.sample) == meant


@pytest.mark.parametrize("arguments", [{"sample": "0"}, {"sample": "many"}, {"all_vacancies": "maybe"}])
def test_arguments_that_mean_nothing_are_refused(arguments):
    with pytest.raises(UsageError, match=r"-a \w+=\w+: write"):
        build(registry.crawlable()[0], **arguments)


def test_a_link_that_is_no_address_is_a_problem_of_its_row_alone():
    spider = build(registry.crawlable()[0])
    problems: list[tuple[str, str | None]] = []
    spider.report = lambda issue, url: problems.append((issue.message, url))
    for link, shown in (("see below", "see%20below"), ("", "")):
        problems.clear()
        assert list(spider._follow([Reference("7", Fetch(link, "posting"))], "https://careers.example.org/list")) == []
        words = f"the link of '7' is no address (Missing scheme in request url: {shown}): the site changed?"
        assert problems == [(words, "https://careers.example.org/list")]
