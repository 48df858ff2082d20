"""Inspira's list beside the cases of the UN Secretariat: the two plans of access, paging, coded objects."""

from typing import Any

import pytest

from jpo_scraper.exceptions import SelectorError
from jpo_scraper.items import Fetch
from jpo_scraper.pages.inspira import InspiraDoor, InspiraList, first_fetches, readers
from tests.pages.documents import document, json_document

SITE = {
    "api": "https://careers.example.org/api/public/opening",
    "view": "https://careers.example.org/job/{id}",
    "page_size": 2,
}
DOOR = {**SITE, "door": "https://careers.example.org/jobopening"}


def opening(number: int, **more: Any) -> dict[str, Any]:
    row = {
        "jobId": number,
        "language": "EN",
        "postingTitle": "OFFICER, P2",
        "jobDescription": "<div class='jobPostingItem'><div class='jobPostingItemTitle'>Education</div>Any.</div>",
        "dutyStation": [{"code": "1", "description": "BONN"}],
        "startDate": "2026-11-09T05:00:00.000Z",
        "endDate": "2026-12-14T04:59:59.000Z",
        "totalCount": 5,
    }
    return {**row, **more}


def page(rows: list[dict[str, Any]], fetch: Fetch | None = None) -> InspiraList:
    answer = {"status": 1, "data": {"list": rows, "count": len(rows)}}
    return InspiraList(json_document(answer), fetch or first_fetches(SITE)[0], "any", SITE)


def test_without_a_door_the_list_is_asked_for_with_origin_and_referer() -> None:
    (fetch,) = first_fetches(SITE)
    assert (fetch.page, fetch.method) == ("listing", "POST")
    assert fetch.headers["Origin"] == "https://careers.example.org"
    assert fetch.headers["Referer"].startswith("https://careers.example.org/")
    assert fetch.json is not None
    assert fetch.json["pagination"] == {"page": 0, "itemPerPage": 2, "sortBy": "startDate", "sortDirection": -1}


def test_with_a_door_it_is_opened_first_and_leads_to_the_same_list() -> None:
    (fetch,) = first_fetches(DOOR)
    assert (fetch.page, fetch.url, fetch.method) == ("door", DOOR["door"], "GET")
    door = readers(DOOR)["door"](document("<html></html>"), fetch, "any", DOOR)
    assert isinstance(door, InspiraDoor)
    assert door.fetches() == first_fetches(SITE)


def test_pages_follow_each_other_until_all_rows_were_shown() -> None:
    fetch: Fetch | None = first_fetches(SITE)[0]
    shown = []
    for rows in ([opening(1), opening(2)], [opening(3), opening(4)], [opening(5)]):
        assert fetch is not None
        assert fetch.json is not None
        shown.append(fetch.json["pagination"]["page"])
        fetch = page(rows, fetch).next_fetch()
    assert (shown, fetch) == ([0, 1, 2], None)


def test_a_page_without_rows_is_the_last_one() -> None:
    assert page([]).next_fetch() is None


def test_the_search_word_goes_into_the_request() -> None:
    (fetch,) = first_fetches({**SITE, "keyword": "JPO"})
    assert fetch.json is not None
    assert fetch.json["filterConfig"]["keyword"] == "JPO"


def test_the_titles_of_the_parts_are_headings() -> None:
    (raw,) = page([opening(1)]).postings()
    assert raw.text == "## Education\n\nAny."


@pytest.mark.parametrize(
    ("more", "label"),
    [
        ({"jf": {"Code": "X", "Name": "Law"}}, ("jf", "Law")),
        ({"jn": {"code": "x", "name": "Net"}}, ("jn", "Net")),
        ({"jn": None}, None),
        ({}, None),
    ],
)
def test_a_coded_object_gives_its_words_where_it_is_there(more: dict[str, Any], label: tuple[str, str] | None) -> None:
    (raw,) = page([opening(1, **more)]).postings()
    coded = [(found.name, found.value) for found in raw.labels if found.name in ("jf", "jn")]
    assert coded == ([label] if label else [])


@pytest.mark.parametrize(
    "broken", [{"jobId": "1"}, {"endDate": None}, {"dutyStation": "BONN"}, {"jf": {"name": "Law"}}]
)
def test_a_row_of_another_form_raises(broken: dict[str, Any]) -> None:
    with pytest.raises(SelectorError):
        page([opening(1, **broken)]).postings()
