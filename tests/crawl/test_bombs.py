"""Answers that are made to cost more than a crawl can pay, one source a bomb, all in one process beside a healthy one.

Each run ends by itself, says which page of which source was too much, and costs the others nothing.
"""

import gzip
import io
import itertools
import json
import sqlite3
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import brotli
import pytest

from tests.crawl.run import crawl_apart
from tests.crawl.server import Asked, Reply, Site, json_reply, redirect
from tests.crawl.test_walks import write
from tests.crawl.workday import BASE, detail, put_site, row, write_source
from tests.pages.documents import pdf_bytes

JOBS, SECOND = f"{BASE}/jobs", f"{BASE}/job/Bonn/Post_JR2"
MEGABYTE = 1_000_000
UNPACKED = bytes(60 * MEGABYTE)
MOST_MEGABYTES = 600
"""Of memory, for the process that crawls them all: how many of them meet is for the machine to say (300 to
360 were seen). A bomb alone is good for gigabytes."""
DRIPS = ("drip_body", "drip_headers")
"""The bombs that cost time alone: their crawl has less patience."""
PAGES, ROWS = 20, 3_000
"""What a listing of these crawls may have, so that the tests are quick."""

LIST = """
[site]
list = "{url}/list"
row = "li.row"
title = "a"
link = "a"
link_id = "/post/(\\\\w+)"
empty_pattern = "nothing here"
body = "main"
next = "a.next"

[select]
titles = ["JPO"]
"""
FEED = '\n[site]\nfeed = "{url}/feed"\n'
BOOK = """
[site]
start = "{url}/call2026"
edition = "call([0-9]{{4}})"
workbook = "a[href$='.xlsx']"
common = "p"
programme = "h2"
empty_pattern = "nothing here"

[site.columns]
"No" = "reference"
"Agency" = "agency"
"Post" = "title"

[select]
everything = true
"""
HEAD = b"Content-Type: application/json\r\n"

Put = Callable[[Site, Path, str], None]
Answer = Reply | Callable[[Asked], Reply]


def endless(piece: bytes, head: bytes = b"") -> Reply:
    return Reply(stream=lambda: itertools.chain([head], itertools.repeat(piece)))


def drip(head: bytes, piece: bytes) -> Reply:
    """An answer that always comes on, a little at a time: no single wait is long."""

    def pieces() -> Iterator[bytes]:
        yield head
        while not threading.Event().wait(0.05):
            yield piece

    return Reply(stream=pieces)


def packed(body: bytes, coding: str) -> Reply:
    return Reply(body, media_type="application/json", headers={"Content-Encoding": coding})


def on_posting(answer: Answer) -> Put:
    """A healthy site, but for the answer to the second of its postings."""

    def put(site: Site, folder: Path, name: str) -> None:
        put_site(site)
        site.on(SECOND, answer)
        write_source(folder, name, site)

    return put


def on_listing(answer: Answer) -> Put:
    def put(site: Site, folder: Path, name: str) -> None:
        site.on(JOBS, answer, method="POST")
        write_source(folder, name, site)

    return put


def on_list(answer: Answer, more: str = "") -> Put:
    """A list in HTML: `/list`, and whatever is asked for behind it."""

    def put(site: Site, folder: Path, name: str) -> None:
        for length in range(PAGES + 2):
            site.on("/list" + "x" * length, answer)
        write(folder, name, "listing", site.url, LIST.format(url=site.url).replace("\n[select]", f"{more}\n[select]"))

    return put


def on_linked(answer: Answer) -> Put:
    """A list of one row, and what lies behind its link."""

    def put(site: Site, folder: Path, name: str) -> None:
        site.on("/list", Reply(page("<li class='row'><a href='/post/a'>JPO</a></li>")))
        site.on("/post/a", answer)
        write(folder, name, "listing", site.url, LIST.format(url=site.url))

    return put


def on_feed(body: str) -> Put:
    def put(site: Site, folder: Path, name: str) -> None:
        site.on("/feed", Reply(body, media_type="application/rss+xml"))
        write(folder, name, "pageup", site.url, FEED.format(url=site.url))

    return put


def on_book(body: bytes) -> Put:
    def put(site: Site, folder: Path, name: str) -> None:
        site.on("/call2026", Reply(page("<h2>JPO</h2><p>words</p><a href='/a.xlsx'>posts</a>")))
        site.on("/a.xlsx", Reply(body, media_type="application/vnd.ms-excel"))
        write(folder, name, "workbook", site.url, BOOK.format(url=site.url))

    return put


def on_robots(text: str) -> Put:
    def put(site: Site, folder: Path, name: str) -> None:
        put_site(site)
        site.on("/robots.txt", Reply(text, media_type="text/plain"))
        write_source(folder, name, site)

    return put


def page(body: str) -> str:
    return f"<html><body>{body}</body></html>"


def rss(items: str, before: str = "") -> str:
    head = '<?xml version="1.0"?>' + before + '<rss version="2.0" xmlns:job="http://pageuppeople.com/">'
    return f"{head}<channel><title>Open posts</title>{items}</channel></rss>"


def endless_pages(asked: Asked) -> Reply:
    """Each page shows rows that no page showed before, and a total far away."""
    offset = asked.json["offset"]
    rows = [row(number, "Driver") for number in range(offset, offset + 2)]
    return json_reply({"total": MEGABYTE if offset == 0 else 0, "jobPostings": rows})


def endless_links(asked: Asked) -> Reply:
    post = f"<li class='row'><a href='/post/{len(asked.path)}'>Driver</a></li>"
    return Reply(page(f"{post}<a class='next' href='{asked.path}x'>more</a>"))


def rows_below_words() -> str:
    """Words that hold for every row are read again for each: many of both take minutes."""
    return page(
        f"<p>{'words ' * 300_000}</p>" + "".join(f"<li class=row><a href=/post/{n}>b</a>" for n in range(2_900))
    )


def workbook(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def drawn_pdf() -> bytes:
    """A PDF whose one page unpacks to sixty megabytes."""
    drawn = zlib.compress(b"BT /F1 10 Tf 14 TL 56 790 Td\n" + b"(words) Tj T*\n" * 4 * MEGABYTE + b"ET", 1)
    plain = pdf_bytes("x")
    start, end = plain.index(b"<< /Length"), plain.index(b"endstream")
    return plain[:start] + b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\n" % (len(drawn), drawn) + plain[end:]


def info(**more: Any) -> Reply:
    return json_reply({"jobPostingInfo": {**detail(2)["jobPostingInfo"], **more}})


def raw_json(text: str) -> Reply:
    return Reply(text, media_type="application/json")


def laughs() -> str:
    lines = (f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE rss [<!ENTITY l0 "ha">{"".join(lines)}]>'


FILE_ENTITY = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
COMPLETE, EMPTY, PARTIAL, FAILED = "complete", "empty", "partial", "failed"
BOMBS: dict[str, tuple[Callable[[], Put], str, str]] = {
    # The answer does not end.
    "drip_body": (lambda: on_posting(drip(HEAD + b"\r\n", b" ")), PARTIAL, "no answer in time"),
    "drip_headers": (lambda: on_posting(drip(b"", b"X-A: b\r\n")), PARTIAL, "no answer in time"),
    "endless_body": (lambda: on_posting(endless(b" " * 65_536, HEAD + b"\r\n")), PARTIAL, "DOWNLOAD_MAXSIZE"),
    "endless_headers": (lambda: on_posting(endless(b"X-A: b\r\n" * 1_000)), PARTIAL, "bytes of headers"),
    "endless_header": (lambda: on_posting(endless(b"X" * 65_536)), PARTIAL, "the connection failed"),
    "endless_folds": (lambda: on_posting(endless(b" b\r\n" * 1_000, b"X-A: b\r\n")), PARTIAL, "bytes of headers"),
    # What is small and unpacks to much.
    "gzip_bomb": (lambda: on_posting(packed(gzip.compress(UNPACKED, 1), "gzip")), PARTIAL, "DOWNLOAD_MAXSIZE"),
    "gzip_in_gzip": (
        lambda: on_posting(packed(gzip.compress(gzip.compress(UNPACKED, 1)), "gzip, gzip")), PARTIAL, "DOWNLOAD_MAXSIZE"
    ),
    "brotli_bomb": (
        lambda: on_posting(packed(brotli.compress(UNPACKED, quality=1), "br")), PARTIAL, "DOWNLOAD_MAXSIZE"
    ),
    "deflate_bomb": (lambda: on_posting(packed(zlib.compress(UNPACKED, 1), "deflate")), PARTIAL, "DOWNLOAD_MAXSIZE"),
    "broken_gzip": (lambda: on_posting(packed(gzip.compress(b"{}" * 500)[:20], "gzip")), PARTIAL, "JSON"),
    "pdf_bomb": (lambda: on_linked(Reply(drawn_pdf(), media_type="application/pdf")), FAILED, "unpack"),
    "xlsx_bomb": (
        lambda: on_book(workbook(**{"xl__workbook.xml": b"<workbook/>", "xl__sheet.xml": UNPACKED})), FAILED, "unpacks"
    ),
    "laughs": (lambda: on_feed(rss("&l9;", laughs())), FAILED, "Maximum entity amplification"),
    "file_entity": (lambda: on_feed(rss("<item><title>&x;</title></item>", FILE_ENTITY)), FAILED, "entities"),
    # Deep, wide, long.
    "deep_json": (lambda: on_posting(raw_json("[" * 900_000)), PARTIAL, "JSON"),
    "deep_value": (
        lambda: on_posting(raw_json('{"jobPostingInfo": ' + "[" * 9_000 + "]" * 9_000 + "}")), PARTIAL, "JSON"
    ),
    "wide_json": (lambda: on_posting(raw_json("[" + "[]," * 5 * MEGABYTE + "1]")), PARTIAL, "1,000,000 values"),
    "long_number": (lambda: on_posting(raw_json('{"jobPostingInfo": ' + "9" * MEGABYTE + "}")), PARTIAL, "JSON"),
    "no_number": (lambda: on_listing(raw_json('{"total": NaN, "jobPostings": []}')), FAILED, "'total' holds float"),
    "huge_total": (lambda: on_listing(json_reply({"total": 10**30, "jobPostings": [row(2)]})), FAILED, "a total that"),
    "below_zero": (lambda: on_listing(json_reply({"total": -1, "jobPostings": [row(2)]})), FAILED, "a total that"),
    "deep_html": (lambda: on_list(Reply(page("<div>" * 100_000))), FAILED, "250 elements inside"),
    "slow_to_read": (lambda: on_list(Reply(rows_below_words()), 'common = "p"\n'), FAILED, "processor time"),
    "attributes": (
        lambda: on_list(Reply(page(f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>"))), FAILED, "5,000 attributes"
    ),
    "deep_xml": (lambda: on_feed(rss("<a>" * 100_000)), FAILED, "XML"),
    "million_tags": (lambda: on_list(Reply(page("<b>" * MEGABYTE))), FAILED, "400,000 tags"),
    "million_bytes": (lambda: on_list(Reply(page("words " * MEGABYTE))), FAILED, "5,000,000 bytes of markup"),
    "million_labels": (lambda: on_posting(info(additionalLocations=["Bonn"] * 300_000)), PARTIAL, "2,000 labels"),
    "long_text": (lambda: on_posting(info(jobDescription="<p>JPO " + "word " * 300_000)), PARTIAL, "1,000,000 charac"),
    # Without end.
    "endless_pages": (lambda: on_listing(endless_pages), FAILED, f"more than {PAGES} pages"),
    "endless_links": (lambda: on_list(endless_links), FAILED, f"more than {PAGES} pages"),
    "many_links": (
        lambda: on_list(Reply(page("".join(f"<li class=row><a href=/post/{n}>b</a>" for n in range(4_000))))), FAILED,
        f"more than {ROWS:,} rows",
    ),
    "redirect_loop": (lambda: on_posting(redirect(SECOND)), PARTIAL, "max redirections reached"),
    "long_robots": (lambda: on_robots("User-agent: *\nDisallow: /x\n" + "# words\n" * 2 * MEGABYTE), COMPLETE, ""),
}  # fmt: skip
"""Name → where it is put, how the run ends, and words of what it says."""


class Crawled:
    """One crawl of all bombs, and of a healthy source."""

    def __init__(self, folder: Path, new_site: Callable[[], Site]) -> None:
        self.folder = folder
        self.healthy = new_site()
        put_site(self.healthy)
        write_source(folder, "healthy", self.healthy)
        for name, (put, _, _) in BOMBS.items():
            put()(new_site(), folder, name)
        limits = {"RETRY_TIMES": 0, "JPO_LISTING_PAGES": PAGES, "JPO_LISTING_ROWS": ROWS, "JPO_PAGE_SECONDS": 2}
        others = [name for name in BOMBS if name not in DRIPS]
        slow = crawl_apart([*DRIPS], folder, settings=limits | {"DOWNLOAD_TIMEOUT": 2})
        self.output = crawl_apart(
            [*others, "healthy"], folder, settings=limits | {"DOWNLOAD_TIMEOUT": 30}, patience=240
        )
        self.results = slow["results"] | self.output["results"]

    def result(self, name: str) -> dict[str, Any]:
        result: dict[str, Any] = self.results[name]
        return result

    def problems(self, name: str) -> list[str]:
        query = "select message from issue join run on run.id = run_id where source = ? and kind = 'unreadable'"
        with closing(sqlite3.connect(self.folder / "jpo.sqlite")) as database:
            return [message for (message,) in database.execute(query, (name,))]


@pytest.fixture(scope="module")
def crawled(new_site, tmp_path_factory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("bombs"), new_site)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_its_own_run_with_words_that_name_the_page(crawled, name):
    _, status, words = BOMBS[name]
    result, problems = crawled.result(name), crawled.problems(name)
    assert result["status"] == status, (problems, result["reasons"])
    assert result["counters"]["finish_reason"] == "finished"
    if words:
        assert words in problems[0]
        assert "http://127.0.0.1:" in problems[0] or "[https://careers.example.org/" in problems[0]
    assert result["counters"]["kept"] == {COMPLETE: 3, PARTIAL: 2, FAILED: 0}[status]


def test_other_sources_of_the_process_are_unharmed(crawled):
    assert crawled.result("healthy")["status"] == "complete"
    assert crawled.result("healthy")["counters"]["kept"] == 3


def test_all_bombs_together_take_little_memory(crawled):
    assert crawled.output["peak_megabytes"] < MOST_MEGABYTES


def test_no_bomb_breaks_a_reader(crawled):
    assert "please report it" not in json.dumps([crawled.problems(name) for name in BOMBS])
    assert "Traceback" not in crawled.output["log"]


def test_a_site_that_asks_for_a_day_between_requests_ends_with_its_time(site, tmp_path):
    on_robots("User-agent: *\nCrawl-delay: 86400\n")(site, tmp_path, "slow")
    result = crawl_apart(["slow"], tmp_path, settings={"CLOSESPIDER_TIMEOUT": 2})["results"]["slow"]
    assert result["status"] == "failed"
    assert result["counters"]["finish_reason"] == "closespider_timeout"
