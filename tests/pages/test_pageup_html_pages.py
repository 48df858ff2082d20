"""PageUp's HTML list and pages, the second door; the documents are ours, their structure PageUp's."""

import pytest

from jpo_scraper.exceptions import ChallengePage, SelectorError
from jpo_scraper.items import Fetch
from jpo_scraper.pages import pageup
from jpo_scraper.pages.pageup_html import PageUpFilter, PageUpList, PageUpPosting, first_fetches, readers
from tests.pages.documents import document, json_document

SITE = {"listing": "https://jobs.example.org/en-us/listing/", "empty_text": "no jobs", "page_size": 2}
JOB = "https://jobs.example.org/en-us/job/612345/jpo-nutrition-officer"


def row(number: int, title: str) -> str:
    return (
        f'<div class="list-view--item"><a class="job-link" href="/en-us/job/{number}/slug">{title}</a>'
        '<div class="row--teaser"><p>Short.</p><p><b>Location:</b> <span class="location">Chad</span></p></div></div>'
    )


def listing(body: str, page: int = 1) -> PageUpList:
    made = document(f"<html><body>{body}</body></html>", url=SITE["listing"])  # type: ignore[arg-type]
    return PageUpList(made, Fetch(SITE["listing"], "listing", hints={"page": page}), "any", SITE)  # type: ignore[arg-type]


def test_the_rows_are_keyed_by_the_id_in_their_links_as_in_the_feed() -> None:
    page = listing(row(612345, "JPO Nutrition Officer") + row(612290, "Driver"))
    first, second = page.references()
    assert (first.key, first.title, first.fetch.url) == (
        "612345", "JPO Nutrition Officer", "https://jobs.example.org/en-us/job/612345/slug",
    )  # fmt: skip
    assert second.key == "612290"
    link = f"<item><title>JPO</title><link>{first.fetch.url}</link></item>"
    feed = document(f"<rss><channel><title>V</title>{link}</channel></rss>", media_type="application/rss+xml")
    assert pageup.PageUpFeed(feed, Fetch("https://x", "listing"), "any", {}).references()[0].key == first.key


def test_a_full_page_has_a_next_one() -> None:
    assert first_fetches(SITE)[0].url == "https://jobs.example.org/en-us/listing/?page=1&page-items=2"
    following = listing(row(1, "A") + row(2, "B"), page=3).next_fetch()
    assert following is not None
    assert following.url == "https://jobs.example.org/en-us/listing/?page=4&page-items=2"
    assert listing(row(1, "A")).next_fetch() is None


@pytest.mark.parametrize(("body", "is_empty"), [("<p>Sorry, no jobs today</p>", True), ("<p>x</p>", False)])
def test_an_empty_list_says_so(body: str, is_empty: bool) -> None:
    assert listing(body).is_empty is is_empty


def test_a_row_whose_link_has_no_id_raises() -> None:
    with pytest.raises(SelectorError, match="no id"):
        listing('<div class="list-view--item"><a class="job-link" href="/apply">x</a></div>').references()


BY_SERVICE = SITE | {"filter": "https://jobs.example.org/en-us/filter/"}


def answer(rows: str, count: int, page: int = 1) -> PageUpFilter:
    fetch = Fetch("https://jobs.example.org/en-us/filter/", "listing", hints={"page": page})
    made = json_document({"results": rows, "page": page, "pageitems": 2, "count": count}, url=fetch.url)
    return PageUpFilter(made, fetch, "any", BY_SERVICE)


def test_the_service_behind_the_list_is_asked_where_the_source_names_it() -> None:
    (fetch,) = first_fetches(BY_SERVICE)
    query = "search-keyword=&page=1&page-items=2"
    assert (fetch.method, fetch.url) == ("POST", f"https://jobs.example.org/en-us/filter/?{query}")
    assert readers(BY_SERVICE)["listing"] is PageUpFilter
    assert readers(SITE)["listing"] is PageUpList


def test_the_service_gives_the_rows_of_the_list_and_their_total() -> None:
    rows = row(612345, "JPO Nutrition Officer") + row(612290, "Driver")
    page = answer(rows, 3)
    assert [reference.key for reference in page.references()] == ["612345", "612290"]
    assert page.references()[0].fetch.url == listing(rows).references()[0].fetch.url
    assert page.reported_total == 3
    following = page.next_fetch()
    assert following is not None
    assert following.url.endswith("page=2&page-items=2")
    assert answer(row(612388, "JPO Education Officer"), 3, page=2).next_fetch() is None


@pytest.mark.parametrize(("rows", "count", "is_empty"), [("", 0, True), ("", 7, False), ("<p>no jobs</p>", 0, True)])
def test_the_service_is_empty_where_its_count_says_so(rows: str, count: int, is_empty: bool) -> None:
    assert answer(rows, count).is_empty is is_empty
    assert answer(rows, count).next_fetch() is None


POSTING = """
<h2>Vacancies</h2>
<div id="job"><h2>JPO Nutrition Officer, P-2, Tashkent (Open to Finnish Nationals Only)</h2>
<p><a class="apply-link button" href="https://apply.example.org">Apply now</a>
<b>Job no:</b> <span class="job-externalJobNo">589328</span><br>
<b>Contract type:</b> <span class="work-type fixed-term-appointment">Fixed Term Appointment</span><br>
<b>Duty Station:</b> Tashkent<br><b>Level:</b> P-2<br>
<b>Location:</b> <span class="location">Uzbekistan</span><br>
<b>Categories:</b> <span class="categories">Nutrition</span></p>
<div id="job-details"><p>For every child, a meal.</p></div>
<p><b>Advertised:</b> 09 Nov 2026<br><b>Deadline:</b>
<span class="close-date"><time datetime="2026-12-13T18:55:00Z">13 Dec 2026</time></span></p></div>
<div id="search-results"></div>
"""


def posting(body: str, status: int = 200) -> PageUpPosting:
    made = document(f"<html><body>{body}</body></html>", url=JOB, status=status)
    return PageUpPosting(made, Fetch(JOB, "posting", hints={"id": "612345"}), "any", SITE)


def test_a_post_gives_its_text_and_what_stands_above_it() -> None:
    page = posting(POSTING)
    page.check()
    (raw,) = page.postings()
    assert (raw.external_id, raw.url, raw.text) == ("612345", JOB, "For every child, a meal.")
    assert [(label.name, label.value) for label in raw.labels] == [
        ("title", "JPO Nutrition Officer, P-2, Tashkent (Open to Finnish Nationals Only)"),
        ("job-externalJobNo", "589328"),
        ("work-type", "Fixed Term Appointment"),
        ("location", "Uzbekistan"),
        ("categories", "Nutrition"),
        ("Duty Station", "Tashkent"),
        ("Level", "P-2"),
        ("close-date", "2026-12-13T18:55:00Z"),
    ]


def test_a_label_that_no_reader_knows_is_told() -> None:
    assert posting(POSTING).unknown_keys() == []
    assert posting(POSTING.replace("<b>Level:</b>", "<b>Language:</b> English<br><b>Level:</b>")).unknown_keys() == [
        "Language"
    ]


CHALLENGES = {
    "scripts of the firewall": ("<script>window.awsWafCookieDomainList = [];</script>", 200),
    "a page without the post": ("<h2>Vacancies</h2><div id='search-results'></div>", 200),
}


@pytest.mark.parametrize(("body", "status"), CHALLENGES.values(), ids=CHALLENGES)
def test_the_firewall_s_pages_are_trouble_of_the_moment(body: str, status: int) -> None:
    with pytest.raises(ChallengePage, match="try again later"):
        posting(body, status).check()


def test_an_empty_answer_is_the_firewall_s_too() -> None:
    empty = PageUpPosting(document("", url=JOB, status=202), Fetch(JOB, "posting"), "any", SITE)
    with pytest.raises(ChallengePage, match="status 202"):
        empty.check()
