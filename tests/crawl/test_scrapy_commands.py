"""The same crawl for users of Scrapy: `scrapy list`, `scrapy crawl`, `scrapy shell`."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.lock import source_lock
from jpo_scraper.store.migrate import ensure_current
from tests.crawl.run import QUICK, ROOT
from tests.crawl.server import Reply
from tests.crawl.workday import BASE, detail, put_listing, put_site, row, write_source


@pytest.fixture
def scrapy(tmp_path):
    def run(*arguments: str, database: str = "jpo.sqlite") -> subprocess.CompletedProcess[str]:
        settings = {**QUICK, "JPO_SOURCES": tmp_path, "JPO_DATABASE": tmp_path / database}
        options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        words = [sys.executable, "-m", "scrapy", arguments[0], *options, *arguments[1:]]
        return subprocess.run(words, capture_output=True, text=True, timeout=60, cwd=ROOT)

    return run


def test_every_source_is_a_spider(site, scrapy, tmp_path):
    write_source(tmp_path, "one", site)
    write_source(tmp_path, "two_more", site)
    done = scrapy("list")
    assert (done.stdout.split(), done.returncode) == (["one", "two_more"], 0)


def test_a_healthy_crawl_is_stored_and_ends_with_0(site, scrapy, tmp_path):
    put_listing(site, [row(1, "Driver")])
    write_source(tmp_path, "one", site)
    done = scrapy("crawl", "one")
    assert done.returncode == 0, done.stderr
    assert "INFO [one run 1] complete: 0 kept of 1 listed (1 left out, 0 closed, 0 failed)" in done.stderr
    with closing(sqlite3.connect(tmp_path / "jpo.sqlite")) as database:
        assert database.execute("select source, status from run").fetchall() == [("one", "complete")]


def test_a_crawl_that_fails_ends_with_1(site, scrapy, tmp_path):
    site.on(f"{BASE}/jobs", Reply("sorry", 500), method="POST")
    write_source(tmp_path, "one", site)
    assert scrapy("crawl", "one").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["unchr"], "error: there is no source named 'unchr': did you mean unhcr?"),
        (["unhcr", "-a", "sample=some"], "error: -a sample=some: write a number of at least 1"),
        (["unhcr", "-a", "sampel=3"], "got an unexpected keyword argument 'sampel'"),
        (["unhcr", "-s", "JPO_REPLAY=nowhere.warc"], "nowhere.warc: there is no such file or folder"),
    ],
)
def test_wrong_use_is_one_clear_line_and_ends_with_2(site, scrapy, tmp_path, arguments, line):
    write_source(tmp_path, "unhcr", site)
    done = scrapy("crawl", *arguments)
    assert done.returncode == 2
    assert line in done.stderr.strip().splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_store_that_cannot_be_opened_is_one_line_and_ends_with_1(site, scrapy, tmp_path):
    write_source(tmp_path, "one", site)
    done = scrapy("crawl", "one", database="nowhere/jpo.sqlite")
    assert done.returncode == 1
    assert "cannot be opened" in done.stderr.strip().splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert site.asked == []


def test_a_locked_source_ends_with_3(site, scrapy, tmp_path):
    put_site(site)
    write_source(tmp_path, "one", site)
    engine = open_engine(str(tmp_path / "jpo.sqlite"))
    ensure_current(engine)
    with source_lock(engine, "one"):
        done = scrapy("crawl", "one")
    engine.dispose()
    assert done.returncode == 3
    assert "ERROR [one] Another run of one is under way" in done.stderr
    assert site.asked == []


def test_scrapys_own_export_gets_the_posting_json(site, scrapy, tmp_path):
    put_site(site, 1)
    site.on(f"{BASE}/job/Bonn/Post_JR1", Reply(json.dumps(detail(1, title="JPO in Bonn")), 200, "application/json"))
    write_source(tmp_path, "one", site)
    done = scrapy("crawl", "one", "-o", f"{tmp_path}/out.jsonl", "-a", "all_vacancies=1")
    assert done.returncode == 0, done.stderr
    [posting] = map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines())
    assert (posting["source"], posting["external_id"]) == ("one", "JR1")
    assert {"title", "deadline", "sponsors"} <= posting.keys()


def test_looking_at_one_page_with_scrapy_fetch_stores_nothing(site, scrapy, tmp_path):
    write_source(tmp_path, "one", site)
    done = scrapy("fetch", "--nolog", f"{site.url}/robots.txt")
    assert "no such page" in done.stdout
    assert not (tmp_path / "jpo.sqlite").exists()
