"""Avature's list and postings beside the cases of UNOPS: links, totals, paging, labels."""

import pytest

from jpo_scraper.exceptions import SelectorError
from jpo_scraper.items import Fetch
from jpo_scraper.pages.avature import AvatureListing, AvaturePosting, first_fetches
from jpo_scraper.vocab import Field
from tests.pages.documents import document

SITE = {
    "search": "https://careers.example.org/portal/SearchJobs",
    "page_size": 2,
    "empty_text": "Nothing is open",
    "labels": {"Title": "title", "Team": ""},
}


def row(href: str, title: str = "Officer") -> str:
    return (
        f'<article class="article article--result 1"><h3><a class="link" href="{href}"> {title}\n </a></h3></article>'
    )


def legend(words: str) -> str:
    return f'<div class="list-controls__text__legend" aria-label="{words}">1-2 of them</div>'


def listing(body: str, fetch: Fetch | None = None) -> AvatureListing:
    return AvatureListing(document(f"<main>{body}</main>"), fetch or first_fetches(SITE)[0], "any", SITE)


def test_the_first_request_names_page_size_and_offset() -> None:
    (fetch,) = first_fetches(SITE)
    assert fetch.url == "https://careers.example.org/portal/SearchJobs?jobRecordsPerPage=2&jobOffset=0"
    (fetch,) = first_fetches({name: value for name, value in SITE.items() if name != "page_size"})
    assert fetch.url.endswith("?jobRecordsPerPage=6&jobOffset=0")


@pytest.mark.parametrize(
    ("href", "key", "url"),
    [
        (
            "https://careers.example.org/p/JobDetail/A-Title/77",
            "77",
            "https://careers.example.org/p/JobDetail/A-Title/77",
        ),
        ("/p/JobDetail/A-Title/77?jobId=77", "77", "https://jobs.example.org/p/JobDetail/A-Title/77?jobId=77"),
        ("/p/JobDetail/2026-Fellow/78", "78", "https://jobs.example.org/p/JobDetail/2026-Fellow/78"),
        ("/p/JobDetail/79", "79", "https://jobs.example.org/p/JobDetail/79"),
    ],
)
def test_the_key_is_the_number_at_the_end_of_the_link(href: str, key: str, url: str) -> None:
    (reference,) = listing(row(href)).references()
    assert (reference.key, reference.fetch.url, reference.title) == (key, url, "Officer")


@pytest.mark.parametrize("href", ["", "/p/JobDetail/A-Title", "/p/SearchJobs?jobOffset=6"])
def test_a_link_without_a_number_raises(href: str) -> None:
    with pytest.raises(SelectorError, match="no number of a posting"):
        listing(row(href)).references()


def test_a_row_without_a_link_raises() -> None:
    with pytest.raises(SelectorError, match=r"h3 a\.link"):
        listing('<article class="article--result"><h3>Officer</h3></article>').references()


@pytest.mark.parametrize(
    ("words", "total"), [([], None), (["80 results"], 80), (["1 result"], 1), (["80 results", "80 results", ""], 80)]
)
def test_the_total_stands_in_the_legends(words: list[str], total: int | None) -> None:
    assert listing("".join(map(legend, words))).reported_total == total


@pytest.mark.parametrize("words", [["80 results", "81 results"], ["many results"], [""]])
def test_legends_without_one_total_raise(words: list[str]) -> None:
    with pytest.raises(SelectorError, match="no single total"):
        _ = listing("".join(map(legend, words))).reported_total


@pytest.mark.parametrize(
    ("body", "is_empty"),
    [
        (legend("0 results"), True),
        ("<p>Nothing is open today</p>", True),
        (f'<article class="article--result"><h3>{SITE["empty_text"]}</h3></article>', True),
        ("<p>Something else</p>", False),
        (legend("80 results"), False),
        (row("/p/JobDetail/1"), False),
    ],
)
def test_an_empty_list_says_so(body: str, is_empty: bool) -> None:
    assert listing(body).is_empty is is_empty


def test_the_offset_counts_rows_until_the_total_is_reached() -> None:
    page = listing(legend("3 results") + row("/p/JobDetail/1") + row("/p/JobDetail/2"))
    following = page.next_fetch()
    assert following is not None
    assert following.url.endswith("jobOffset=2")
    assert listing(legend("3 results") + row("/p/JobDetail/3"), following).next_fetch() is None


def test_without_a_total_the_list_ends_with_the_page_that_holds_no_row() -> None:
    following = listing(row("/p/JobDetail/1")).next_fetch()
    assert following is not None
    assert listing("", following).next_fetch() is None


def posting(sections: str, site: dict[str, object] | None = None, meta: str = "77") -> AvaturePosting:
    head = f'<head><meta name="avature.portallist.search" content="{meta}"></head>'
    page = document(f'<html lang="fr-FR">{head}<body>{sections}</body></html>')
    return AvaturePosting(page, Fetch("https://x.example.org/77", "posting"), "any", site or SITE)


def value(label: str, words: str) -> str:
    field = "article__content__view__field"
    name = f'<div class="{field}__label">{label}</div>' if label else ""
    return f'<div class="{field}">{name}<div class="{field}__value">{words}</div></div>'


def section(body: str, tag: str = "article") -> str:
    return f'<{tag} class="article article--details">{body}</{tag}>'


def test_labels_have_the_fields_that_the_source_gives_them() -> None:
    page = posting(
        section(value("Title", " Officer\n") + value("Team", "Roads") + value("Pay", "Good") + value("Title", ""))
    )
    (raw,) = page.postings()
    assert [(label.name, label.value, label.field) for label in raw.labels] == [
        ("Title", "Officer", Field.TITLE),
        ("Team", "Roads", None),
    ]
    assert page.unknown_keys() == ["Pay"]
    assert (raw.external_id, raw.language) == ("77", "fr")


def test_sections_are_read_in_their_order_whatever_their_element() -> None:
    body = section("<h3>One</h3>" + value("", "<p>first</p>")) + section(
        "<h3>Two</h3>" + value("", "<p>second</p>"), "details"
    )
    (raw,) = posting(body).postings()
    assert raw.text == "## One\n\nfirst\n\n## Two\n\nsecond"


def test_pictures_that_are_names_are_written_out_where_the_source_says_so() -> None:
    body = section(
        '<h3>Competencies</h3><div><img class="icon" alt="Agility"><div>Stays calm.</div><img alt="Logo"></div>'
    )
    (plain,) = posting(body).postings()
    (named,) = posting(body, {**SITE, "named_pictures": "img.icon"}).postings()
    assert plain.text == "## Competencies\n\nStays calm."
    assert named.text == "## Competencies\n\nAgility\n\nStays calm."


def test_two_values_in_one_field_raise() -> None:
    body = value("Title", "x").replace(
        "</div></div>", '</div><div class="article__content__view__field__value">y</div></div>'
    )
    with pytest.raises(SelectorError):
        posting(section(body)).postings()
