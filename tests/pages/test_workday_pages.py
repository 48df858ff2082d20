"""Workday's list and detail beside the cases of UNHCR: requisition ids, grades, paging."""

from typing import Any

import pytest

from jpo_scraper.exceptions import ErrorPage, SelectorError
from jpo_scraper.items import Fetch
from jpo_scraper.pages.workday import WorkdayListing, WorkdayPosting, first_fetches
from tests.pages.documents import document, json_document

SITE = {"cxs": "https://careers.example.org/wday/cxs/tenant/site"}


def listing(rows: list[dict[str, Any]], total: int, fetch: Fetch | None = None) -> WorkdayListing:
    answer = {"total": total, "jobPostings": rows}
    return WorkdayListing(json_document(answer), fetch or first_fetches(SITE)[0], "any", SITE)


def row(path: str, bullets: list[str] | None) -> dict[str, Any]:
    return {"title": "Officer", "externalPath": path, "bulletFields": bullets}


KEYS = {
    "from the bullets": (row("/job/Rome/Officer", ["JR126262"]), "JR126262"),
    "from the path": (row("/job/Rome/Officer_JR126262", None), "JR126262"),
    "from the path, without the posting's number": (row("/job/Rome/Officer_JR126262-2", []), "JR126262"),
    "with a hyphen of its own": (row("/job/Washington/Advisor_Req-05569-1", []), "Req-05569"),
    "from the path when the bullet is something else": (row("/job/Rome/Officer_JR1-1", ["Rome, Italy"]), "JR1"),
}


@pytest.mark.parametrize(("record", "expected"), KEYS.values(), ids=KEYS)
def test_the_key_is_the_requisition(record: dict[str, Any], expected: str) -> None:
    assert [reference.key for reference in listing([record], 1).references()] == [expected]


def test_a_row_without_requisition_raises() -> None:
    with pytest.raises(SelectorError, match="requisition"):
        listing([row("/job/Rome/Officer", [])], 1).references()


@pytest.mark.parametrize(
    ("second", "grade"),
    [
        ("PR2", "PR2"),
        ("P-2", "P-2"),
        ("NOA", "NOA"),
        ("GS5", "GS5"),
        ("UNOPS LICA6", "UNOPS LICA6"),
        ("Regular > Regular Assignment", None),
        ("Internship", None),
    ],
)
def test_the_second_bullet_is_the_grade_where_it_looks_like_one(second: str, grade: str | None) -> None:
    (reference,) = listing([row("/job/x/y_JR1", ["JR1", second])], 1).references()
    assert reference.grade == grade
    assert reference.fetch.hints.get("bulletFields") == grade


@pytest.mark.parametrize(("asked", "limit"), [({}, 20), ({"page_size": 5}, 5), ({"page_size": 100}, 20)])
def test_no_more_rows_are_asked_for_than_the_service_gives(asked: dict[str, int], limit: int) -> None:
    (fetch,) = first_fetches({**SITE, **asked})
    assert fetch.json is not None
    assert fetch.json["limit"] == limit


def test_the_search_text_goes_into_every_request() -> None:
    (fetch,) = first_fetches({**SITE, "search": "JPO"})
    following = listing([row("/a_JR1", None)], 2, fetch).next_fetch()
    assert following is not None
    assert following.json == {"appliedFacets": {}, "limit": 20, "offset": 1, "searchText": "JPO"}


def test_a_page_without_rows_is_the_last_one_whatever_the_total_says() -> None:
    assert listing([], 40).next_fetch() is None


def test_a_later_page_needs_no_total() -> None:
    fetch = Fetch(f"{SITE['cxs']}/jobs", "listing", method="POST", json={"offset": 20}, hints={"total": 21})
    page = WorkdayListing(json_document({"jobPostings": [row("/a_JR1", None)]}), fetch, "any", SITE)
    assert page.reported_total == 21
    assert page.next_fetch() is None


def test_a_refusal_that_is_json_of_another_kind_is_an_error() -> None:
    fetch = Fetch("https://careers.example.org/x", "posting")
    for body in ('{"errorCode": "S21"}', "[]", "no", ""):
        page = WorkdayPosting(document(body, status=403, media_type="application/json"), fetch, "any", SITE)
        with pytest.raises(ErrorPage):
            page.check()


def test_further_locations_are_labels() -> None:
    info = {
        "title": "Officer", "jobReqId": "JR1", "jobDescription": "<p>x</p>", "externalUrl": "https://careers.example.org/JR1",
        "location": "Rome, Italy", "additionalLocations": ["Nairobi, Kenya"],
    }  # fmt: skip
    page = WorkdayPosting(json_document({"jobPostingInfo": info}), Fetch("https://x", "posting"), "any", SITE)
    (raw,) = page.postings()
    assert [label.value for label in raw.labels if "ocation" in label.name] == ["Rome, Italy", "Nairobi, Kenya"]
    assert page.unknown_keys() == []


def test_a_post_may_have_no_address_of_its_own() -> None:
    info = {"title": "Officer", "jobReqId": "JR1", "jobDescription": "<p>x</p>", "externalUrl": ""}
    page = WorkdayPosting(json_document({"jobPostingInfo": info}), Fetch("https://x", "posting"), "any", SITE)
    (raw,) = page.postings()
    assert raw.url is None


def test_the_relative_posting_date_changes_nothing() -> None:
    def hash_of(posted_on: str) -> str:
        info = {
            "title": "A",
            "jobReqId": "JR1",
            "jobDescription": "<p>x</p>",
            "externalUrl": "https://x",
            "postedOn": posted_on,
        }
        page = WorkdayPosting(json_document({"jobPostingInfo": info}), Fetch("https://x", "posting"), "any", SITE)
        return page.postings()[0].content_hash

    assert hash_of("Posted Today") == hash_of("Posted Yesterday")
