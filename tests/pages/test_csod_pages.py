"""Cornerstone's token, list and adverts beside the cases of the World Bank."""

import json
from typing import Any

import pytest

from jpo_scraper.exceptions import ClosedPosting, SelectorError
from jpo_scraper.items import Fetch
from jpo_scraper.pages.csod import CsodHome, CsodListing, CsodPosting, first_fetches
from tests.pages.documents import document, json_document

SITE = {"portal": "https://bank.example.org", "corporation": "bank", "career_site": 4}
CONTEXT = {"token": "abc.def", "endpoints": {"cloud": "https://api.example.org/"}}


def home(script: str) -> CsodHome:
    (fetch,) = first_fetches(SITE)
    return CsodHome(document(f"<html><script>{script}</script></html>", url=fetch.url), fetch, "any", SITE)


def first_list_fetch() -> Fetch:
    (fetch,) = home(f"csod.context = {json.dumps(CONTEXT)};csod.other={{}}").fetches()
    return fetch


def test_the_home_page_says_where_and_with_which_token_the_list_is_asked_for() -> None:
    assert first_fetches(SITE)[0].url == "https://bank.example.org/ux/ats/careersite/4/home?c=bank"
    fetch = first_list_fetch()
    assert fetch.url == "https://api.example.org/rec-job-search/external/jobs"
    assert fetch.headers["Authorization"] == "Bearer abc.def"
    assert fetch.json is not None
    assert (fetch.json["careerSiteId"], fetch.json["pageNumber"]) == (4, 1)


def test_a_token_with_braces_in_the_context_is_no_end_of_it() -> None:
    context = {**CONTEXT, "note": "};", "nested": {"deep": {"er": 1}}}
    assert home(f"csod.context={json.dumps(context)};").fetches()[0].headers["Authorization"] == "Bearer abc.def"


@pytest.mark.parametrize("script", ["", "csod.context={'token': 1}", 'csod.context={"token": 7}', "csod.context={}"])
def test_a_home_page_without_a_token_is_a_change(script: str) -> None:
    with pytest.raises(SelectorError):
        home(script).fetches()


def listing(rows: list[Any], total: int, fetch: Fetch | None = None) -> CsodListing:
    answer = {"status": "Success", "data": {"totalCount": total, "requisitions": rows}}
    return CsodListing(json_document(answer), fetch or first_list_fetch(), "any", SITE)


ROW = {"requisitionId": 41207, "displayJobTitle": "JPO", "postingExpirationDate": "1/8/2027"}


def test_adverts_are_asked_for_with_the_token_of_the_list() -> None:
    (reference,) = listing([ROW], 1).references()
    assert (reference.key, reference.title) == ("41207", "JPO")
    assert reference.fetch.headers == first_list_fetch().headers
    assert "/CareerSite/4/JobRequisitions/41207?" in reference.fetch.url


@pytest.mark.parametrize(("total", "following"), [(25, None), (26, 2)])
def test_the_pages_are_turned_until_the_total_is_reached(total: int, following: int | None) -> None:
    fetch = listing([ROW] * 25, total).next_fetch()
    assert (fetch.json["pageNumber"] if fetch and fetch.json else None) == following


def test_a_page_without_rows_is_the_last_one_whatever_the_total_says() -> None:
    assert listing([], 99).next_fetch() is None


HINTS = {"id": "7", "displayJobTitle": "JPO", "postingExpirationDate": None}


def posting(answer: Any) -> CsodPosting:
    fetch = Fetch("https://bank.example.org/x", "posting", hints=HINTS)
    return CsodPosting(json_document(answer), fetch, "any", SITE)


def test_an_advert_is_a_table_and_a_text() -> None:
    ad = "<table><tr><td>Grade:</td><td>GE</td></tr></table><p>Words.</p>"
    page = posting({"data": [{"items": [{"fields": {"ad": ad}}]}]})
    (raw,) = page.postings()
    assert raw.text == "Grade:\tGE\n\nWords."
    assert [label.name for label in raw.labels] == ["displayJobTitle", "requisitionId"]
    assert raw.url == "https://bank.example.org/ux/ats/careersite/4/home/requisition/7?c=bank"
    assert page.unknown_keys() == []


@pytest.mark.parametrize("answer", [{"data": []}, {"data": [{"items": []}]}])
def test_an_advert_that_is_gone_is_closed(answer: Any) -> None:
    with pytest.raises(ClosedPosting):
        posting(answer).postings()
