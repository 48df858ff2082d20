"""Taleo's list and template beside the cases of four agencies: paging, numbers in addresses, strings of a script."""

from typing import Any

import pytest

from jpo_scraper.exceptions import BrokenDocument, SelectorError
from jpo_scraper.items import Fetch
from jpo_scraper.pages.taleo import TaleoDoor, TaleoFeed, TaleoListing, TaleoPosting, first_fetches, readers
from tests.pages.documents import document, json_document

SITE = {
    "section": "https://jobs.example.org/careersection/ex",
    "portal": "7",
    "columns": ["title", "reference", "grade"],
    "positions": {"reference": 0, "title": 1, "deadline": 2},
}


def first_list_fetch() -> Fetch:
    (door,) = first_fetches(SITE)
    (fetch,) = TaleoDoor(document("<html></html>"), door, "any", SITE).fetches()
    return fetch


def listing(rows: list[Any], total: int, *, size: int = 25, page: int = 1, fetch: Fetch | None = None) -> TaleoListing:
    paging = {"pageNo": page, "pageSize": size, "totalCount": total}
    answer = {"requisitionList": rows, "pagingData": paging}
    return TaleoListing(json_document(answer), fetch or first_list_fetch(), "any", SITE)


def row(number: str, *cells: Any) -> dict[str, Any]:
    return {"contestNo": number, "column": list(cells) or ["Officer", number, "P2"]}


def test_the_list_is_asked_for_beside_the_career_section() -> None:
    fetch = first_list_fetch()
    assert fetch.url == "https://jobs.example.org/careersection/rest/jobboard/searchjobs?lang=en&portal=7"
    assert fetch.headers["Referer"] == first_fetches(SITE)[0].url
    assert (fetch.method, fetch.json and fetch.json["pageNo"]) == ("POST", 1)


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("2610001", "job=2610001"),
        ("2026/0169", "job=2026/0169"),
        ("2026/0169 (280411)", "job=2026/0169%20(280411)"),
        ("26247-FT_LT", "job=26247-FT_LT"),
    ],
)
def test_a_number_goes_into_the_address_as_the_site_writes_it(number: str, address: str) -> None:
    (reference,) = listing([row(number)], 1).references()
    assert reference.key == number
    assert reference.fetch.url == f"https://jobs.example.org/careersection/ex/jobdetail.ftl?lang=en&{address}"


def test_an_empty_grade_is_none() -> None:
    (reference,) = listing([row("1", "Officer", "1", "")], 1).references()
    assert reference.grade is None


def test_columns_with_names_of_their_own_are_a_change() -> None:
    cells = [{"name": "Requisition Title", "value": "Officer"}, "1", "P2"]
    with pytest.raises(SelectorError, match="title"):
        listing([row("1", *cells)], 1).references()


@pytest.mark.parametrize(
    ("rows", "total", "size", "shown", "following"),
    [
        (2, 2, 25, 0, None),
        (2, 3, 2, 0, 2),
        (2, 2, 2, 0, 2),  # full, whatever the total says
        (1, 3, 2, 2, None),
        (1, 9, 2, 2, 2),
        (0, 9, 2, 2, None),
    ],
)
def test_the_pages_are_turned_while_they_are_full_or_the_total_is_not_reached(
    rows: int, total: int, size: int, shown: int, following: int | None
) -> None:
    fetch = Fetch("https://jobs.example.org/list", "listing", method="POST", json={}, hints={"shown": shown})
    page = listing([row(str(number)) for number in range(rows)], total, size=size, page=1, fetch=fetch).next_fetch()
    assert (page.json["pageNo"] if page and page.json else None) == following
    assert page is None or page.hints == {"shown": shown + rows}


def posting(script: str, extra: str = "") -> TaleoPosting:
    body = f'<html lang="fr"><body>{extra}<script>{script}</script></body></html>'
    return TaleoPosting(document(body), Fetch("https://jobs.example.org/1", "posting"), "any", SITE)


def fill(*values: str) -> str:
    return "api.fillList('requisitionDescriptionInterface', 'descRequisition', [" + ",".join(values) + "]);"


def test_strings_of_the_script_may_hold_quotes_brackets_and_commas() -> None:
    (raw,) = posting(fill("'1'", r"'Head, [Women\'s] \"Health\"'", "'x'", "'!*!%3Cp%3EA]b%3C/p%3E'")).postings()
    assert [label.value for label in raw.labels] == ["1", 'Head, [Women\'s] "Health"', "x"]
    assert raw.text == "A]b"


def test_the_language_is_that_of_the_page() -> None:
    (raw,) = posting(fill("'1'", "'Chef'", "'x'", "'!*!%3Cp%3EA%3C/p%3E'")).postings()
    assert raw.language == "fr"


@pytest.mark.parametrize("mark", ["!*!", "!*"])
def test_both_marks_of_encoded_text_are_known(mark: str) -> None:
    (raw,) = posting(fill("'1'", "'T'", "'x'", f"'{mark}%3Cp%3EWords%3C/p%3E'")).postings()
    assert raw.text == "Words"


def test_text_that_stands_there_twice_is_read_once() -> None:
    text = "'!*!%3Cp%3EWords%3C/p%3E'"
    (raw,) = posting(fill("'1'", "'T'", "'x'", text, text)).postings()
    assert raw.text == "Words"


def test_a_value_of_the_hidden_field_may_end_in_an_exclamation_mark() -> None:
    head = "ftlx0!|!x!%24!requisitionDescriptionInterface!|!descRequisition!|!rdPager"
    value = f"{head}!%24!1!|!Apply!!|!9%5C:30!%24!ftlerrors!|!"
    (raw,) = posting("", f'<input type="hidden" id="initialHistory" value="{value}" />').postings()
    assert [label.value for label in raw.labels] == ["1", "Apply!", "9:30"]


@pytest.mark.parametrize("script", [fill("'1'", "'T'")[:-3], fill("'1'", "T")])
def test_a_list_that_does_not_end_is_a_broken_page(script: str) -> None:
    with pytest.raises(BrokenDocument):
        posting(script).postings()


def test_a_page_without_a_number_is_a_change() -> None:
    with pytest.raises(SelectorError, match="0 requisition numbers"):
        posting(fill("''", "'T'", "'x'")).postings()


FEED_SITE = SITE | {"feed": "https://jobs.example.org/careersection/feed/joblist.rss?portal=7&s=1|D"}
ITEM = (
    "<item><title>{title}</title><link>https://jobs.example.org/careersection/ex/jobdetail.ftl?lang=en&amp;job={number}"
    "</link><description>Short words</description><pubDate>Thu, 12 Nov 2026 00:00:00 GMT</pubDate></item>"
)


def feed(items: str) -> TaleoFeed:
    (fetch,) = first_fetches(FEED_SITE)
    body = f'<rss version="2.0"><channel><title>Jobs</title>{items}</channel></rss>'
    return TaleoFeed(document(body, url=fetch.url, media_type="application/rss+xml"), fetch, "any", FEED_SITE)


def test_the_feed_is_read_in_the_place_of_the_list_where_the_source_names_one() -> None:
    assert [(fetch.url, fetch.page) for fetch in first_fetches(FEED_SITE)] == [(FEED_SITE["feed"], "listing")]
    assert readers(FEED_SITE)["listing"] is TaleoFeed
    assert readers(SITE)["listing"] is TaleoListing


def test_the_feed_gives_the_numbers_and_addresses_of_the_list() -> None:
    (reference,) = feed(ITEM.format(title="JPO, Food Systems", number="2026/0169")).references()
    (same,) = listing([row("2026/0169", "JPO, Food Systems", "2026/0169", "P2")], 1).references()
    assert (reference.key, reference.title, reference.fetch) == (same.key, same.title, same.fetch)


def test_the_feed_is_an_excerpt_without_a_total() -> None:
    page = feed(ITEM.format(title="JPO", number="1"))
    assert (page.is_excerpt, page.reported_total, page.is_empty, page.next_fetch()) == (True, None, False, None)
    assert feed("").is_empty


@pytest.mark.parametrize("item", [ITEM.format(title="", number="1"), "<item><title>A</title><link>x</link></item>"])
def test_an_item_without_number_or_title_is_a_change(item: str) -> None:
    with pytest.raises(SelectorError, match="no number or no title"):
        feed(item).references()
