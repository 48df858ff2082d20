"""Lists of linked posts beside the cases of the sponsors: rows, sections, cells, what a request carries."""

import re
from typing import Any

import pytest

from jpo_scraper.exceptions import ClosedPosting, SelectorError
from jpo_scraper.items import Fetch
from jpo_scraper.pages.listing import LinkedList, LinkedPosting
from jpo_scraper.sources.model import Source
from jpo_scraper.sources.registry import load_all
from jpo_scraper.vocab import Field
from tests.pages.documents import URL, document

SITE: dict[str, Any] = {
    "list": URL, "row": "li", "title": "b", "link": "a", "link_id": r"/post/(\d+)", "body": "main",
    "empty_pattern": "nothing is (?:open|listed)",
}  # fmt: skip
ROW = '<li><b>{title}</b> <i>{place}</i> <a href="post/{number}">read</a></li>'


def rows(*titles: str) -> str:
    return "".join(ROW.format(title=title, place="Rome", number=7 + n) for n, title in enumerate(titles))


def page(body: str, **more: Any) -> LinkedList:
    return LinkedList(document(body), Fetch(URL, "listing"), "any", SITE | more)


def test_a_link_leads_on_from_the_page_that_answered() -> None:
    (reference,) = page(rows("Officer")).references()
    assert (reference.key, reference.title) == ("7", "Officer")
    assert reference.fetch.url == "https://jobs.example.org/post/7"


def test_what_the_list_says_of_a_row_goes_with_its_request() -> None:
    cells = {"Place": {"css": "i", "field": "duty_stations"}, "Remark": {"css": "u", "optional": True}}
    more = {"cells": cells, "programme": "h1", "common": "p"}
    (reference,) = page(f"<h1>JPO posts</h1><p>Apply by May.</p>{rows('Officer')}", **more).references()
    assert reference.fetch.hints == {
        "id": "7",
        "labels": [
            ["title", "Officer", "title"],
            ["Place", "Rome", "duty_stations"],
            ["programme", "JPO posts", "programme"],
        ],
        "words": "Apply by May.",
    }


def test_a_row_s_grade_selects_like_that_of_any_list() -> None:
    (reference,) = page(rows("Officer"), cells={"Level": {"css": "i", "field": "grade"}}).references()
    assert reference.grade == "Rome"


def test_each_section_s_words_go_with_its_own_rows() -> None:
    body = f"<div><p>For all.</p>{rows('One')}</div><div><p>For some.</p>{rows('One', 'Two')}</div>"
    found = page(body, section="div", section_words="p").rows
    assert [(row.title, row.words) for row in found] == [
        ("One", "For all."),
        ("One", "For some."),
        ("Two", "For some."),
    ]


FAULTS = {
    "a row outside of every section": (f"<div>{rows('One')}</div>{rows('Two')}", {"section": "div"}, "outside"),
    "a cell that is not there": (rows("One"), {"cells": {"Grade": {"css": "u", "field": "grade"}}}, "Grade"),
    "words for all that are not there": (rows("One"), {"common": "p"}, "common"),
    "a link without id": (rows("One").replace("post/", "page/"), {}, "no id of a post"),
    "a row without link": ("<li><b>One</b></li>", {}, "'a' matched 0"),
    "a total that is not there": (rows("One"), {"total_pattern": r"(\d+) posts"}, "no longer prints"),
}


@pytest.mark.parametrize(("body", "more", "words"), FAULTS.values(), ids=FAULTS)
def test_a_changed_list_raises(body: str, more: dict[str, Any], words: str) -> None:
    changed = page(body, **more)
    with pytest.raises(SelectorError, match=words):
        _ = changed.references(), changed.reported_total


def test_a_row_that_says_that_there_is_none_is_no_row() -> None:
    empty = page("<ul><li>At present nothing is open.</li></ul>")
    assert (empty.references(), empty.is_empty) == ([], True)


def test_a_list_with_rows_is_not_empty_whatever_the_page_says_beside_them() -> None:
    assert not page(f"<p>In Paris nothing is open.</p>{rows('One')}").is_empty
    assert not page("<p>Back soon.</p>").is_empty


def test_the_total_is_the_number_that_the_page_prints() -> None:
    assert page(f"<p>12 posts</p>{rows('One')}", total_pattern=r"(\d+) posts").reported_total == 12
    assert page(rows("One")).reported_total is None


def test_the_next_page_is_asked_for_where_there_is_one() -> None:
    following = page(f'{rows("One")}<a class="next" href="?page=2">next</a>', next="a.next").next_fetch()
    assert following == Fetch(f"{URL}?page=2", "listing")
    assert page(rows("One"), next="a.next").next_fetch() is None


HINTS = {"id": "7", "labels": [["title", "Officer", "title"], ["Note", "x", None]], "words": "Apply by May."}


def posting(body: str, **more: Any) -> LinkedPosting:
    return LinkedPosting(document(body), Fetch(URL, "posting", hints=HINTS), "any", SITE | more)


def test_the_post_s_own_words_come_first_and_the_list_s_behind_them() -> None:
    (raw,) = posting('<html lang="fr-CA"><main><p>Duties</p></main></html>').postings()
    assert (raw.external_id, raw.text, raw.language) == ("7", "Duties\n\nApply by May.", "fr")
    assert [(label.name, label.value, label.field) for label in raw.labels] == [
        ("title", "Officer", Field.TITLE),
        ("Note", "x", None),
    ]


def test_a_closed_post_is_known_by_the_site_s_words() -> None:
    closed = posting("<main><p>This post is closed.</p></main>", closed_pattern="is closed")
    with pytest.raises(ClosedPosting):
        closed.check()
    posting("<main><p>This post is open.</p></main>", closed_pattern="is closed").check()


SHAPES = [source for source in load_all().values() if source.platform in ("listing", "programme", "workbook")]
_PATTERNS = ("link_id", "empty_pattern", "total_pattern", "closed_pattern", "edition", "remark")
_SELECTORS = "row title link section section_words common programme body next workbook door_link".split()


@pytest.mark.parametrize("source", SHAPES, ids=lambda source: source.name)
def test_the_patterns_selectors_and_fields_of_a_source_can_be_read(source: Source) -> None:
    html = page("<p></p>").html
    for name in _PATTERNS:
        assert re.compile(source.site.get(name, ""))
    for name in _SELECTORS:
        assert not html.css(source.site.get(name, "nothing"))
    for cell in source.site.get("cells", {}).values():
        assert set(cell) <= {"css", "field", "optional"}
        assert Field(cell["field"])
        assert not html.css(cell["css"])
    assert all(Field(field) for field in source.site.get("columns", {}).values() if field)
    assert "link" in source.site or "link_id" not in source.site
