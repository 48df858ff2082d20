"""The second way into a site, chosen in its TOML: with the door's cookies, or by web pages instead of a feed."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.crawl.run import crawl_apart
from tests.crawl.server import Asked, Reply, Site, json_reply

HEAD = """
title = "A site with two doors"
kind = "agency"
homepage = "{url}"
languages = ["en"]
hosts = ["127.0.0.1"]
platform = "{platform}"
{extra}

[known]
listing = "inferred"
detail = "inferred"
rules = "inferred"

[site]
"""


def crawl(site: Site, folder: Path, platform: str, table: str, extra: str = "") -> Any:
    head = HEAD.format(url=site.url, platform=platform, extra=extra)
    (folder / "doors.toml").write_text(head + table.format(url=site.url))
    return crawl_apart(["doors"], folder)["results"]["doors"]


def stored(folder: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(folder / "jpo.sqlite")) as database:
        return database.execute("select external_id, url from posting order by external_id").fetchall()


def openings(asked: Asked) -> Reply:
    """A service that answers only those who come through the door."""
    if "session=7" not in asked.headers.get("Cookie", ""):
        return Reply("no", 403)
    row = {
        "jobId": 1, "language": "EN", "postingTitle": "JPO, P2", "jobDescription": "<p>A JPO post.</p>",
        "dutyStation": [], "startDate": "2026-11-09T05:00:00.000Z", "endDate": "2026-12-14T04:59:59.000Z",
        "totalCount": 1,
    }  # fmt: skip
    return json_reply({"status": 1, "data": {"list": [row], "count": 1}})


SERVICE = '\napi = "{url}/api"\nview = "{url}/job/{{id}}"\n'


@pytest.mark.parametrize(
    ("extra", "door", "status"),
    [
        ("", "", "failed"),
        ("", 'door = "{url}/door"\n', "failed"),
        ("needs_cookies = true", 'door = "{url}/door"\n', "complete"),
    ],
)
def test_a_service_that_wants_cookies_is_entered_by_its_door(site, tmp_path, extra, door, status):
    site.on("/door", Reply("<html></html>", headers={"Set-Cookie": "session=7; Path=/"}))
    site.on("/api/jo/list/filteredV2/en", openings, method="POST")
    result = crawl(site, tmp_path, "inspira", SERVICE + door, extra)
    assert result["status"] == status
    assert [path for path in site.paths() if path != "/robots.txt"][-1] == "/api/jo/list/filteredV2/en"


def listing_row(number: int, title: str) -> str:
    link = f'<a class="job-link" href="/en-us/job/{number}/slug">{title}</a>'
    return f'<div class="list-view--item">{link}</div>'


def test_pageup_by_its_pages_keeps_the_identities_of_the_feed(site, tmp_path):
    titles = {612345: "JPO Nutrition Officer", 612290: "Driver", 612388: "JPO Education Officer"}
    feed = "".join(
        f"<item><title>{title}</title><link>{site.url}/en-us/job/{number}/slug</link>"
        f"<description>A JPO post.</description></item>"
        for number, title in titles.items()
    )
    site.on("/rss", Reply(f"<rss><channel><title>V</title>{feed}</channel></rss>", media_type="application/rss+xml"))
    rows = [listing_row(number, title) for number, title in titles.items()]
    site.on("/listing/?page=1&page-items=2", Reply("".join(rows[:2])))
    site.on("/listing/?page=2&page-items=2", Reply(rows[2]))
    for number, title in titles.items():
        job = f'<div id="job"><h2>{title}</h2><div id="job-details"><p>A JPO post.</p></div></div>'
        site.on(f"/en-us/job/{number}/slug", Reply(job))
    assert crawl(site, tmp_path, "pageup", '\nfeed = "{url}/rss"\n')["status"] == "complete"
    by_feed = stored(tmp_path)
    pages = '\nlisting = "{url}/listing/"\nempty_text = "no jobs"\npage_size = 2\n'
    result = crawl(site, tmp_path, "pageup_html", pages)
    assert (result["status"], result["counters"]["kept"]) == ("complete", 2), json.dumps(result)
    assert stored(tmp_path) == by_feed == [(str(n), f"{site.url}/en-us/job/{n}/slug") for n in (612345, 612388)]


TALEO = """
section = "{url}/careersection/ex"
portal = "7"
columns = ["title", "reference"]
positions = {{ reference = 0, title = 1 }}
"""


def put_taleo(site: Site) -> None:
    """Three posts in the list, of which the feed shows the newest."""
    titles = {"71": "JPO Forestry", "72": "JPO Fisheries", "73": "Driver"}
    rows = [{"contestNo": number, "column": [title, number]} for number, title in titles.items()]
    paging = {"pageNo": 1, "pageSize": 25, "totalCount": 3}
    site.on("/careersection/ex/jobsearch.ftl", Reply("<html></html>"))
    path = "/careersection/rest/jobboard/searchjobs?lang=en&portal=7"
    site.on(path, json_reply({"requisitionList": rows, "pagingData": paging}), method="POST")
    for number, title in titles.items():
        values = f"'{number}','{title}','!*%3Cp%3EA JPO post.%3C/p%3E'"
        script = f"api.fillList('requisitionDescriptionInterface', 'descRequisition', [{values}]);"
        page = Reply(f"<html><body><script>{script}</script></body></html>")
        site.on(f"/careersection/ex/jobdetail.ftl?lang=en&job={number}", page)
    item = "<item><title>JPO Fisheries</title><link>https://jobs.example.org/jobdetail.ftl?job=72</link></item>"
    feed = f"<rss><channel><title>Jobs</title>{item}</channel></rss>"
    site.on("/feed", Reply(feed, media_type="application/rss+xml"))


def test_a_feed_of_the_newest_posts_keeps_them_and_misses_no_other(site, tmp_path):
    put_taleo(site)
    by_list = crawl(site, tmp_path, "taleo", TALEO)
    assert (by_list["status"], by_list["counters"]["kept"]) == ("complete", 2)
    before = stored(tmp_path)
    by_feed = crawl(site, tmp_path, "taleo", TALEO + 'feed = "{url}/feed"\n')
    assert (by_feed["status"], by_feed["counters"]["kept"]) == ("partial", 1)
    assert by_feed["reasons"] == ["the listing was not read to its end: run it again"]
    assert stored(tmp_path) == before
    with closing(sqlite3.connect(tmp_path / "jpo.sqlite")) as database:
        assert database.execute("select distinct status, missed_runs from posting").fetchall() == [("listed", 0)]
