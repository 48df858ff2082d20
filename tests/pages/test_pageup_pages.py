"""PageUp's feed beside the cases of UNICEF."""

import pytest

from jpo_scraper.exceptions import SelectorError
from jpo_scraper.pages.pageup import PageUpFeed, first_fetches
from tests.pages.documents import document

SITE = {"feed": "https://careers.example.org/671/cw/en/rss"}


def feed(items: str, head: str = "<title>Vacancies</title>") -> PageUpFeed:
    body = f'<rss xmlns:job="http://pageuppeople.com/"><channel>{head}{items}</channel></rss>'
    return PageUpFeed(document(body, media_type="application/rss+xml"), first_fetches(SITE)[0], "any", SITE)


def item(inside: str) -> str:
    return f"<item><title>Officer</title><link>https://careers.example.org/671/cw/en-us/job/7/officer</link>{inside}</item>"


TEASER = "<description>Short.</description>"
BODY = "<job:description>&lt;p&gt;Long.&lt;/p&gt;</job:description>"
TEXTS = {
    "teaser and body": (TEASER + BODY, "Short.\n\nLong."),
    "only the teaser": (TEASER, "Short."),
    "only the body": (BODY, "Long."),
    "a body in CDATA": ("<job:description><![CDATA[<p>Long &amp; wide</p>]]></job:description>", "Long & wide"),
    "a body without markup": ("<job:description>Long &amp;amp; wide</job:description>", "Long & wide"),
}


@pytest.mark.parametrize(("inside", "text"), TEXTS.values(), ids=TEXTS)
def test_the_text_is_teaser_and_body(inside: str, text: str) -> None:
    (raw,) = feed(item(inside)).postings()
    assert raw.text == text
    assert raw.external_id == "7"


def test_elements_of_other_namespaces_are_not_mistaken_for_pageup_s() -> None:
    (raw,) = feed(item('<x:refNo xmlns:x="http://other.example.org/">9</x:refNo>')).postings()
    assert [label.name for label in raw.labels] == ["title"]


def test_layers_of_the_organization_are_known() -> None:
    page = feed(
        item(
            "<job:businessLayer1>A</job:businessLayer1><job:businessLayer12>B</job:businessLayer12><job:pay>C</job:pay>"
        )
    )
    assert page.unknown_keys() == ["pay"]


def test_the_language_is_the_channel_s() -> None:
    (raw,) = feed(item(""), head="<title>V</title><language>fr-FR</language>").postings()
    assert raw.language == "fr"


@pytest.mark.parametrize("broken", ["<item><title>Officer</title></item>", "<item><link>https://x/job/7</link></item>"])
def test_an_item_without_title_or_link_raises(broken: str) -> None:
    with pytest.raises(SelectorError, match="lacks"):
        feed(broken).references()


def test_the_ids_of_references_and_postings_agree() -> None:
    page = feed(item("") + item("").replace("/job/7/", "/job/8/"))
    assert (
        [reference.key for reference in page.references()] == [raw.external_id for raw in page.postings()] == ["7", "8"]
    )
