"""How a source is walked: its arguments, and the shapes of sites other than a listing with a page a posting."""

import pytest

from tests.crawl.run import crawl_apart
from tests.crawl.server import Reply
from tests.crawl.workday import BASE, put_listing, put_site, row, write_source

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:job="http://pageuppeople.com/"><channel><title>Open posts</title>{items}</channel></rss>"""

ITEM = """<item><title>{title}</title><link>https://posts.example.org/job/{number}/x</link>
<description>Short words.</description><job:refNo>{number}</job:refNo>
<job:description>&lt;p&gt;A JPO post, number {number}.&lt;/p&gt;</job:description></item>"""

BOARD = """<html lang="ko"><body><table class="rows">
<tr><td><a onclick="view('11')">Call for JPO posts</a></td></tr>
<tr><td><a onclick="view('12')">Interview dates</a></td></tr>
</table></body></html>"""

CALL = """<html lang="ko"><body><h1>Call for JPO posts</h1><div class="text">
<p><b>Posts offered</b></p><ul><li>UNDP (Kenya Nairobi)</li><li>WHO (Switzerland Geneva)</li></ul></div>
</body></html>"""

RESULTS = """<html lang="ko"><body><h1>Interview dates</h1><div class="text"><p>In May.</p></div></body></html>"""

HEAD = """
title = "Test"
kind = "sponsor"
homepage = "{url}"
languages = ["ko"]
hosts = ["127.0.0.1"]
platform = "{platform}"
"""

KNOWN = """
[known]
listing = "inferred"
detail = "inferred"
rules = "inferred"
"""

NOTICE = """
[site]
board = "{url}/board"
view = "{url}/notice/{{id}}"
row = "table.rows tr"
link = "td a"
link_pattern = "view\\\\('(\\\\d+)'\\\\)"
title = "h1"
body = "div.text"
empty_text = "nothing here"
posts_heading = "Posts offered"
post_pattern = "^(?P<agency>[^()]+?) \\\\((?P<country>\\\\S+) (?P<city>\\\\S+)\\\\)$"

[select]
everything = true
"""


def write(folder, name, platform, url, rest):
    (folder / f"{name}.toml").write_text(HEAD.format(url=url, platform=platform) + rest + KNOWN)


def test_a_sample_reads_no_more_than_it_was_asked_for(site, tmp_path):
    put_site(site, 5)
    write_source(tmp_path, "many", site)
    output = crawl_apart(["many"], tmp_path, sample=2)
    result = output["results"]["many"]
    assert (result["status"], result["counters"]["collected"]) == ("partial", 2)
    assert result["reasons"] == ["a sample was asked for: run without it to see everything"]
    assert sum("/job/" in path for path in site.paths()) == 2


def test_all_vacancies_follows_and_keeps_every_row_whatever_the_envelope_says(site, tmp_path):
    put_site(site, 3)
    put_listing(site, [row(1, "Driver", "G2"), row(2), row(3, "Cook", "G3")])
    write_source(tmp_path, "every", site)
    (tmp_path / "every.toml").open("a").write("[expect]\nmaximum = 1\n")
    result = crawl_apart(["every"], tmp_path, all_vacancies=True)["results"]["every"]
    assert (result["status"], result["counters"]["filtered"], result["counters"]["kept"]) == ("complete", 0, 3)


def test_a_row_is_chosen_by_its_grade_where_titles_do_not_tell(site, tmp_path):
    put_site(site, 2)
    put_listing(site, [row(1, "Associate Officer", "P2"), row(2, "Associate Officer", "P3")])
    write_source(tmp_path, "graded", site)
    (tmp_path / "graded.toml").open("a").write('[select]\ngrades = ["P2"]\n')
    result = crawl_apart(["graded"], tmp_path)["results"]["graded"]
    assert (result["status"], result["counters"]["followed"], result["counters"]["filtered"]) == ("complete", 1, 1)


@pytest.fixture
def feed(site, tmp_path):
    items = [ITEM.format(number=n, title=title) for n, title in ((1, "JPO One"), (2, "Driver"), (3, "JPO Three"))]
    site.on("/feed", Reply(FEED.format(items="".join(items)), media_type="application/rss+xml; charset=utf-8"))
    write(tmp_path, "feed", "pageup", site.url, f'[site]\nfeed = "{site.url}/feed"\n')


@pytest.mark.parametrize(
    ("arguments", "status", "counts"),
    [
        ({}, "complete", {"found": 3, "followed": 2, "filtered": 1, "kept": 2}),
        ({"all_vacancies": True}, "complete", {"found": 3, "followed": 3, "filtered": 0, "kept": 3}),
        ({"sample": 1}, "partial", {"followed": 1, "kept": 1}),
    ],
)
def test_a_feed_lists_and_holds_its_postings(feed, site, tmp_path, arguments, status, counts):
    result = crawl_apart(["feed"], tmp_path, **arguments)["results"]["feed"]
    assert (result["status"], {name: result["counters"][name] for name in counts}) == (status, counts)
    assert site.paths() == ["/robots.txt", "/feed"]


def test_an_empty_feed_is_a_healthy_zero(site, tmp_path):
    site.on("/feed", Reply(FEED.format(items=""), media_type="application/rss+xml"))
    write(tmp_path, "feed", "pageup", site.url, f'[site]\nfeed = "{site.url}/feed"\n')
    assert crawl_apart(["feed"], tmp_path)["results"]["feed"]["status"] == "empty"


def test_one_notice_gives_many_postings_and_another_none(site, tmp_path):
    for path, page in (("/board", BOARD), ("/notice/11", CALL), ("/notice/12", RESULTS)):
        site.on(path, Reply(page))
    write(tmp_path, "board", "notice", site.url, NOTICE.format(url=site.url))
    result = crawl_apart(["board"], tmp_path)["results"]["board"]
    counts = {name: result["counters"][name] for name in ("found", "followed", "collected", "filtered", "kept")}
    assert counts == {"found": 2, "followed": 2, "collected": 2, "filtered": 1, "kept": 2}
    assert result["status"] == "complete"


def test_sources_on_one_host_take_turns(site, tmp_path):
    put_site(site, 2)
    write_source(tmp_path, "first", site)
    write_source(tmp_path, "second", site)
    output = crawl_apart(["first", "second"], tmp_path)
    assert [result["status"] for result in output["results"].values()] == ["complete", "complete"]
    order = [name for name, _ in output["events"]]
    assert order == sorted(order)
    assert site.paths().count(f"{BASE}/jobs") == 2
