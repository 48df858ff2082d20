"""The three ways into a SuccessFactors site beside the cases of the four agencies: above all the search service."""

from typing import Any

import pytest

from jpo_scraper.exceptions import ClosedPosting, SelectorError, SourceFileError
from jpo_scraper.items import Fetch, Label
from jpo_scraper.pages.successfactors import (
    JobFeed,
    JobPage,
    JobTable,
    SearchPage,
    SearchResults,
    first_fetches,
    readers,
)
from jpo_scraper.vocab import Field
from tests.pages.documents import document, json_document

HOST = "https://jobs.example.org"
COLUMNS = {"jobLocationShort": "duty_stations", "filter4": "grade", "filter3": "", "unifiedStandardEnd": "deadline"}
API = {"api": HOST, "columns": COLUMNS}
TABLE = {"list": f"{HOST}/search/?q=", "empty": "#noresults", "columns": {"jobFacility": "grade"}}
FEED = {"feed": f"{HOST}/all", "jpo_feed": f"{HOST}/jpo"}
TOKEN = "5f0c7a34-9a1e-4f0d-8a43-1f2d3c4b5a69"


@pytest.mark.parametrize(
    ("site", "url", "kinds"),
    [
        (TABLE, f"{HOST}/search/?q=", {"listing": JobTable, "posting": JobPage}),
        (FEED, f"{HOST}/jpo", {"listing": JobFeed, "posting": JobPage}),
        ({"feed": f"{HOST}/all"}, f"{HOST}/all", {"listing": JobFeed, "posting": JobPage}),
        (API, f"{HOST}/search/", {"door": SearchPage, "listing": SearchResults, "posting": JobPage}),
    ],
)
def test_a_source_names_its_way_in(site: dict[str, Any], url: str, kinds: dict[str, type]) -> None:
    (fetch,) = first_fetches(site)
    assert fetch.url == url
    assert fetch.page in kinds
    assert readers(site) == kinds


def test_a_source_without_a_way_in_is_told_so() -> None:
    with pytest.raises(SourceFileError, match="add list, feed or api"):
        first_fetches({"columns": {}})


def door(script: str) -> SearchPage:
    (fetch,) = first_fetches(API)
    return SearchPage(document(f"<html><script>{script}</script></html>", url=fetch.url), fetch, "any", API)


def first_search() -> Fetch:
    (fetch,) = door(f'var j2w = j2w || {{}}; var CSRFToken = "{TOKEN}";').fetches()
    return fetch


def test_the_search_page_gives_the_token_of_the_search_service() -> None:
    fetch = first_search()
    assert (fetch.url, fetch.method) == (f"{HOST}/services/recruiting/v1/jobs", "POST")
    assert fetch.headers["X-CSRF-Token"] == TOKEN
    assert fetch.headers["Referer"] == f"{HOST}/search/"
    assert fetch.json is not None
    assert (fetch.json["locale"], fetch.json["pageNumber"], fetch.json["categoryId"]) == ("en_GB", 0, 0)


@pytest.mark.parametrize("script", ["var x = 1;", f'CSRFToken="{TOKEN}"; CSRFToken="{TOKEN[::-1]}";'])
def test_a_search_page_with_no_token_or_with_two_is_a_change(script: str) -> None:
    with pytest.raises(SelectorError, match="tokens"):
        door(script).fetches()


def test_a_token_that_is_set_twice_is_one() -> None:
    assert len(door(f"CSRFToken='{TOKEN}'; window.CSRFToken = '{TOKEN}';").fetches()) == 1


def job(number: str, title: str, **more: Any) -> dict[str, Any]:
    return {"response": {"id": number, "unifiedStandardTitle": title, "urlTitle": title.replace(" ", "-"), **more}}


def results(rows: list[Any], total: int, fetch: Fetch | None = None) -> SearchResults:
    return SearchResults(
        json_document({"totalJobs": total, "jobSearchResult": rows}), fetch or first_search(), "any", API
    )


JPO = job(
    "13999", "JPO Skills", filter4=["P2"], filter3=["Fixed Term"], unifiedStandardEnd="18/12/2026",
    jobLocationShort=["Geneva, Switzerland ", "Turin, Italy"],
)  # fmt: skip


def test_a_result_of_the_search_service_is_a_post_under_its_job_number() -> None:
    (reference,) = results([JPO], 1).references()
    assert (reference.key, reference.title, reference.grade) == ("13999", "JPO Skills", "P2")
    assert reference.fetch.url == f"{HOST}/job/JPO-Skills/13999-en_GB"
    assert reference.fetch.hints["row"] == {
        "jobLocationShort": ["Geneva, Switzerland", "Turin, Italy"],
        "filter4": ["P2"],
        "filter3": ["Fixed Term"],
        "unifiedStandardEnd": ["18/12/2026"],
    }


def test_a_key_that_is_neither_read_nor_a_column_is_told() -> None:
    assert results([JPO], 1).unknown_keys() == []
    assert results([job("1", "JPO", remoteWork="no")], 1).unknown_keys() == ["remoteWork"]


def test_a_result_may_lack_what_its_columns_name() -> None:
    (reference,) = results([job("1", "JPO", filter4=[], unifiedStandardEnd=None)], 1).references()
    assert (reference.grade, reference.fetch.hints) == (None, {"row": {}})


def test_the_following_page_of_a_search_is_asked_for_with_the_same_token() -> None:
    page = results([JPO], 2)
    following = page.next_fetch()
    assert following is not None
    assert following.json == {**(page.fetch.json or {}), "pageNumber": 1}
    assert following.headers == page.fetch.headers
    last = results([job("2", "Driver")], 2, following)
    assert last.next_fetch() is None


def test_a_search_without_results_is_empty_if_the_total_says_so() -> None:
    assert results([], 0).is_empty
    assert not results([], 7).is_empty
    assert results([], 7).next_fetch() is None


UNIFY = """<html lang="fr-FR"><head><meta property="og:title" content="Jeune expert"></head><body>
<span itemprop="title">Jeune expert</span>
<span lang="fr-FR" itemprop="description"><p><strong>Grade:</strong> P2</p></span>
<span lang="fr-FR" itemprop="description"><h2><b>Introduction</b></h2><p>Mots.</p></span>
<span lang="fr-FR" itemprop="description"> </span></body></html>"""


def page(body: str, url: str, site: dict[str, Any], row: dict[str, list[str]] | None = None) -> JobPage:
    return JobPage(document(body, url=url), Fetch(url, "posting", hints={"row": row or {}}), "any", site)


def test_a_page_in_several_parts_is_one_text_and_its_cells_are_labels() -> None:
    row = {"filter4": ["P2"], "jobLocationShort": ["Geneva, Switzerland", "Turin, Italy"]}
    (raw,) = page(UNIFY, f"{HOST}/job/Jeune-expert/13999-fr_FR", API, row).postings()
    assert (raw.external_id, raw.language) == ("13999", "fr")
    assert raw.text == "Grade: P2\n\n## Introduction\n\nMots."
    assert raw.labels == (
        Label("title", "Jeune expert", Field.TITLE),
        Label("jobLocationShort", "Geneva, Switzerland", Field.DUTY_STATIONS),
        Label("jobLocationShort", "Turin, Italy", Field.DUTY_STATIONS),
        Label("filter4", "P2", Field.GRADE),
    )


@pytest.mark.parametrize(
    "address",
    [
        "/job/Geneva-Officer/1369999999/",
        "/job/Geneva-Officer/1369999999/?locale=en_US",
        "/job/Officer/13999-en_GB",
        "/job/A-2030-Plan/7",
    ],
)
def test_the_number_is_the_last_part_of_the_address(address: str) -> None:
    (raw,) = page(UNIFY, HOST + address, {}).postings()
    assert raw.external_id in ("1369999999", "13999", "7")
    assert raw.external_id in address


def test_an_apology_is_a_closed_post_only_where_the_source_knows_its_words() -> None:
    body = "<html><p><strong>Sorry, it  is\nover.</strong></p></html>"
    with pytest.raises(ClosedPosting):
        page(body, f"{HOST}/job/x/1/", {"closed_pattern": "it is over"}).check()
    plain = page(body, f"{HOST}/job/x/1/", {})
    plain.check()
    with pytest.raises(SelectorError, match="description"):
        plain.postings()


def table(rows: str, label: str = "Results 1 to 2 of 2") -> JobTable:
    body = f'<html><table id="searchresults" aria-label="{label}"><tbody>{rows}</tbody></table></html>'
    return JobTable(document(body, url=TABLE["list"]), first_fetches(TABLE)[0], "any", TABLE)


ROW = (
    '<tr class="data-row"><td><a class="jobTitle-link" href="{href}">{title}</a></td>'
    '<td><span class="jobFacility">{grade}</span></td></tr>'
)


def test_the_first_printing_of_a_post_is_the_one_that_counts() -> None:
    rows = ROW.format(href="/job/a/1/", title="JPO", grade="P2") + ROW.format(href="/job/a/1/", title="JPO", grade="")
    (reference,) = table(rows + rows).references()
    assert (reference.key, reference.grade, reference.fetch.url) == ("1", "P2", f"{HOST}/job/a/1/")


@pytest.mark.parametrize(
    ("label", "total"), [("Results 1 to 25 of 112", 112), ("Résultats 1 – 2 sur 2", 2), ("", None)]
)
def test_the_total_is_the_last_number_of_the_table_s_label(label: str, total: int | None) -> None:
    assert table(ROW.format(href="/job/a/1/", title="JPO", grade="P2"), label).reported_total == total


def test_a_list_without_addresses_of_later_pages_has_one_page() -> None:
    assert table(ROW.format(href="/job/a/1/", title="JPO", grade="P2"), "Results 1 to 1 of 99").next_fetch() is None


ITEM = (
    "<item><title>{title}</title><description>&lt;p&gt;Job ID: 13911&lt;/p&gt;</description><pubDate>x</pubDate>"
    "<link>https://jobs.example.org/job/a/1441100233/?feedId=null</link></item>"
)


def feed(title: str, **more: str) -> JobFeed:
    body = f"<rss><channel><title>Jobs</title>{ITEM.format(title=title)}</channel></rss>"
    site = {**FEED, **more}
    return JobFeed(document(body, media_type="application/rss+xml"), first_fetches(site)[0], "any", site)


@pytest.mark.parametrize(
    ("printed", "labels"),
    [
        ("JPO (Geneva, CH)", ["JPO", "Geneva, CH"]),
        ("JPO (Skills) (Ciudad de México, MX)", ["JPO (Skills)", "Ciudad de México, MX"]),
        ("JPO (Skills)", ["JPO (Skills)"]),
        ("(Geneva, CH)", ["(Geneva, CH)"]),
    ],
)
def test_a_title_of_the_feed_is_parted_from_its_place(printed: str, labels: list[str]) -> None:
    (raw,) = feed(printed).postings()
    assert [label.value for label in raw.labels if label.name != "pubDate"] == labels


def test_the_identity_is_the_printed_job_number_where_the_source_knows_it() -> None:
    assert feed("JPO").references()[0].key == "1441100233"
    assert feed("JPO", job_id=r"Job ID: (\d+)").references()[0].key == "13911"
    assert feed("JPO").references()[0].fetch.url == f"{HOST}/job/a/1441100233/"
