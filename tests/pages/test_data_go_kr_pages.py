"""The open-data service's notices beside the cases of the source: the key, refusals, old notices."""

import pytest

from jpo_scraper.exceptions import ErrorPage, SelectorError
from jpo_scraper.items import Fetch
from jpo_scraper.pages.data_go_kr import KEY, OpenDataNotices, first_fetches
from tests.pages.documents import URL, document

SITE = {
    "api": "https://apis.example.org/list",
    "view": "https://board.example.org/view?seq={id}",
    "posts_heading": "Posts",
    "post_pattern": r"^(?P<agency>[^()]+?)\s*\((?P<country>[^()]+?)\s+(?P<city>\S+)\)$",
    "page_size": 2,
}


def item(number: int, content: str = "&lt;p&gt;A meeting.&lt;/p&gt;") -> str:
    return f"<item><seq>{number}</seq><title>Notice {number}</title><content>{content}</content></item>"


def page(
    items: str, total: int = 1, site: dict[str, object] | None = None, fetch: Fetch | None = None
) -> OpenDataNotices:
    head = "<header><resultCode>00</resultCode><resultMsg>NORMAL SERVICE.</resultMsg></header>"
    body = f"<response>{head}<body><items>{items}</items><totalCount>{total}</totalCount></body></response>"
    made = document(body, media_type="application/xml")
    return OpenDataNotices(made, fetch or first_fetches(SITE)[0], "any", site or SITE)


def test_the_address_names_the_variable_of_the_key_and_no_value() -> None:
    (fetch,) = first_fetches(SITE)
    assert fetch.url == f"https://apis.example.org/list?serviceKey={KEY}&numOfRows=2&pageNo=1"
    assert fetch.secrets == (KEY,)


def test_later_pages_name_it_too() -> None:
    following = page(item(1) + item(2), total=5).next_fetch()
    assert following is not None
    assert following.url.endswith(f"serviceKey={KEY}&numOfRows=2&pageNo=2")
    assert following.secrets == (KEY,)
    last = page(item(5), total=5, fetch=Fetch(URL, "listing", hints={"page": 3, "size": 2}))
    assert last.next_fetch() is None


def test_a_refusal_names_its_reason_and_the_variable() -> None:
    body = (
        "<OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg>"
        "<returnAuthMsg>SERVICE_KEY_IS_NOT_REGISTERED_ERROR</returnAuthMsg></cmmMsgHeader></OpenAPI_ServiceResponse>"
    )
    refused = OpenDataNotices(document(body, media_type="text/xml"), first_fetches(SITE)[0], "any", SITE)
    with pytest.raises(ErrorPage, match=f"NOT_REGISTERED_ERROR: look at the key in {KEY}"):
        refused.check()


POSTS = "&lt;p&gt;&lt;b&gt;1. Posts&lt;/b&gt;&lt;/p&gt;&lt;ul&gt;&lt;li&gt;{}&lt;/li&gt;&lt;/ul&gt;"


def test_the_posts_of_all_notices_are_read() -> None:
    notices = page(item(7, POSTS.format("WHO(Chad Abeche)")) + item(8) + item(9, POSTS.format("WFP(Mali Gao)")))
    assert [raw.external_id.partition("-")[0] for raw in notices.postings()] == ["7", "9"]
    assert [raw.url for raw in notices.postings()] == [SITE["view"].format(id=7), SITE["view"].format(id=9)]  # type: ignore[attr-defined]


def test_a_notice_whose_list_reads_as_no_post_raises_unless_it_is_too_old() -> None:
    notices = item(3, POSTS.format("one post somewhere")) + item(9, POSTS.format("WFP(Mali Gao)"))
    with pytest.raises(SelectorError, match="new shape"):
        page(notices).postings()
    young = page(notices, site={**SITE, "first_notice": 4})
    assert [raw.external_id.partition("-")[0] for raw in young.postings()] == ["9"]
    assert [reference.key for reference in young.references()] == ["3", "9"]


def test_a_total_that_is_no_number_raises() -> None:
    broken = document(
        "<response><body><items/><totalCount>many</totalCount></body></response>", media_type="application/xml"
    )
    with pytest.raises(SelectorError, match="'many' stands where a number is expected"):
        _ = OpenDataNotices(broken, first_fetches(SITE)[0], "any", SITE).reported_total
