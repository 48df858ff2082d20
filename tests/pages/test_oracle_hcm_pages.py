"""Oracle's REST list, which no case of UNDP covers (its source reads the HTML list), and odd records."""

from typing import Any
from urllib.parse import unquote

import pytest

from jpo_scraper.exceptions import SelectorError
from jpo_scraper.items import Fetch
from jpo_scraper.pages.oracle_hcm import (
    OracleHcmListing,
    OracleHcmPosting,
    first_fetches,
    readers,
)
from jpo_scraper.vocab import Field
from tests.pages.documents import json_document

SITE = {"host": "careers.example.org", "site_number": "CX_1001", "page_size": 2, "keyword": "JPO"}


def listing(rows: list[dict[str, Any]], total: int, fetch: Fetch | None = None) -> OracleHcmListing:
    result = {"SiteNumber": "CX_1001", "TotalJobsCount": total, "Offset": 0, "Limit": 2, "requisitionList": rows}
    answer = {"items": [result], "count": 1, "hasMore": False, "limit": 200, "offset": 0}
    return OracleHcmListing(json_document(answer), fetch or first_fetches(SITE)[0], "any", SITE)


def row(number: int, **more: Any) -> dict[str, Any]:
    return {"Id": str(number), "Title": f"Analyst {number}", "PrimaryLocation": "Lima, Peru", **more}


def test_the_first_request_names_site_keyword_and_page_size() -> None:
    (fetch,) = first_fetches(SITE)
    finder = unquote(fetch.url).partition("finder=")[2]
    assert finder.startswith("findReqs;siteNumber=CX_1001,facetsList=")
    assert finder.endswith(',limit=2,offset=0,keyword="JPO",sortBy=POSTING_DATES_DESC')


def test_without_a_keyword_the_finder_has_none() -> None:
    (fetch,) = first_fetches({"host": "careers.example.org", "site_number": "CX_1"})
    assert "keyword" not in fetch.url
    assert ",limit=100," in fetch.url


def test_a_source_with_an_html_list_begins_there() -> None:
    site = {**SITE, "listing_url": "https://careers.example.org/list.html"}
    assert [fetch.url for fetch in first_fetches(site)] == ["https://careers.example.org/list.html"]
    assert readers(site)["listing"] is not readers(SITE)["listing"]


def test_rows_become_references_with_the_grade_of_their_flex_field() -> None:
    flex = [{"Prompt": "Agency", "Value": "UN Women"}, {"Prompt": "Grade", "Value": "P2"}]
    first, second = listing([row(1, requisitionFlexFields=flex), row(2)], total=2).references()
    assert (first.key, first.title, first.grade) == ("1", "Analyst 1", "P2")
    assert second.grade is None
    assert "Id=%221%22,siteNumber=CX_1001" in first.fetch.url


def test_the_offset_counts_rows_until_the_total_is_reached() -> None:
    fetch, asked = first_fetches(SITE)[0], []
    pages = {0: [row(1), row(2)], 2: [row(3), row(4)], 4: [row(5)]}
    while fetch:
        asked.append(fetch.hints["offset"])
        fetch = listing(pages[asked[-1]], 5, fetch).next_fetch()
        if fetch:
            assert f",offset={fetch.hints['offset']}," in fetch.url
    assert asked == [0, 2, 4]


def test_a_page_without_rows_is_the_last_one_whatever_the_total_says() -> None:
    page = listing([], total=7)
    assert page.next_fetch() is None
    assert not page.is_empty


def test_a_total_of_zero_without_rows_is_an_empty_site() -> None:
    assert listing([], total=0).is_empty


@pytest.mark.parametrize("answer", [{}, {"items": []}, {"items": [{}, {}]}, {"items": [{"requisitionList": None}]}])
def test_a_list_of_another_shape_raises(answer: dict[str, Any]) -> None:
    page = OracleHcmListing(json_document(answer), first_fetches(SITE)[0], "any", SITE)
    with pytest.raises(SelectorError):
        page.references()


RECORD = {
    "Id": "7", "Title": "Analyst", "ExternalPostedEndDate": None, "PrimaryLocation": "Lima, Peru",
    "PrimaryLocationCountry": "PE", "RequisitionType": None, "ContentLocale": None,
    "ExternalDescriptionStr": "<p>One</p>", "ExternalResponsibilitiesStr": None, "ExternalQualificationsStr": "",
    "requisitionFlexFields": [
        {"Prompt": "Grade", "Value": None}, {"Prompt": "Bureau", "Value": "Asia"},
        {"Prompt": "Contract Duration", "Value": "1 Year"},
    ],
}  # fmt: skip


def posting(**more: Any) -> OracleHcmPosting:
    fetch = Fetch("https://careers.example.org/7", "posting")
    return OracleHcmPosting(json_document({"items": [{**RECORD, **more}]}), fetch, "any", SITE)


def test_empty_fields_give_no_label_and_no_text() -> None:
    (raw,) = posting().postings()
    assert [(label.name, label.field) for label in raw.labels] == [
        ("Title", Field.TITLE),
        ("Id", Field.REFERENCE),
        ("PrimaryLocation", Field.DUTY_STATIONS),
        ("PrimaryLocationCountry", Field.DUTY_STATIONS),
        ("Bureau", None),
        ("Contract Duration", Field.DURATION_MONTHS),
    ]
    assert raw.text == "One"
    assert raw.language is None


def test_a_record_without_a_text_key_raises() -> None:
    page = posting()
    del page._record["ExternalQualificationsStr"]
    with pytest.raises(SelectorError, match="ExternalQualificationsStr"):
        page.postings()


def test_the_language_is_the_locale_s_first_part() -> None:
    assert posting(ContentLocale="fr-FR").postings()[0].language == "fr"
