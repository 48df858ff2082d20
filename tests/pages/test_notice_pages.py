"""Notice boards beside the cases of Korea: lines, bullets, headings, identities."""

from typing import Any

import pytest

from jpo_scraper.exceptions import SelectorError
from jpo_scraper.items import Fetch
from jpo_scraper.pages.notice import NoticeBoard, NoticePosts, first_fetches
from tests.pages.documents import document

SITE: dict[str, Any] = {
    "board": "https://board.example.org/list",
    "view": "https://board.example.org/view?seq={id}&lang=en",
    "row": "li.row",
    "link": "a",
    "link_pattern": r"open\((\d+)\)",
    "title": "h1",
    "body": "main",
    "empty_text": "Nothing here",
    "posts_heading": "^.*Posts",
    "post_pattern": r"^(?P<agency>[\w ]+)\((?P<country>\w+) (?P<city>\w+)\)(?:: (?P<title>.+))?$",
}


def posts(body: str, hints: dict[str, Any] | None = None) -> NoticePosts:
    fetch = Fetch(SITE["view"].format(id=31), "posting", hints=hints or {})
    return NoticePosts(document(f"<h1>Call</h1><main>{body}</main>"), fetch, "any", SITE)


def titles(body: str) -> list[str]:
    return [next(label.value for label in raw.labels if label.name == "title") for raw in posts(body).postings()]


FIRST, SECOND = "ILO(Italy Turin): Officer", "WHO(Kenya Nairobi)"
LISTS = {
    "items": f"<p><b>2. Posts</b></p><ul><li>{FIRST}</li><li>{SECOND}</li></ul>",
    "lines with printed bullets": f"<p>2. Posts</p><p>○ {FIRST}<br>ㅇ {SECOND}</p>",
    "lines with hyphens": f"<h3>Posts</h3><p>- {FIRST}</p><p>- {SECOND}</p>",
    "a footnote between them": f"<h3>Posts</h3><p>- {FIRST}</p><p>* see below</p><p>- {SECOND}</p>",
    "items of the next section": f"<h3>Posts</h3><p>- {FIRST}</p><p>- {SECOND}</p>3. Papers<ul><li>CV(short)</li></ul>",
}


@pytest.mark.parametrize("body", LISTS.values(), ids=LISTS)
def test_the_posts_are_the_items_of_their_section(body: str) -> None:
    assert titles(body) == ["Officer", "WHO(Kenya Nairobi)"]


def test_a_sentence_that_speaks_of_posts_is_no_heading() -> None:
    assert posts("<p>All Posts are listed elsewhere</p><ul><li>ILO(Italy Turin)</li></ul>").postings() == []


def test_a_heading_without_items_raises() -> None:
    with pytest.raises(SelectorError, match="no item under"):
        posts("<h3>Posts</h3><p>to come</p>").postings()


def test_the_notice_s_number_is_read_from_the_address_too() -> None:
    body = LISTS["items"]
    known, unknown = posts(body, {"notice": "31"}).postings(), posts(body).postings()
    assert [raw.external_id for raw in known] == [raw.external_id for raw in unknown]
    assert all(raw.external_id.startswith("31-") for raw in known)


def test_a_post_added_above_changes_no_identity() -> None:
    before = {raw.external_id for raw in posts(LISTS["items"]).postings()}
    after = {raw.external_id for raw in posts(LISTS["items"].replace("<ul>", "<ul><li>ITU(Peru Lima)</li>")).postings()}
    assert before < after
    assert len(after) == 3


def board(rows: str) -> NoticeBoard:
    return NoticeBoard(document(rows), first_fetches(SITE)[0], "any", SITE)


@pytest.mark.parametrize(
    "link", ['href="#" onclick="open(12)"', 'href="javascript:open(12)"', "onclick='go(); open(12)'"]
)
def test_the_number_is_found_in_any_attribute(link: str) -> None:
    (reference,) = board(f'<li class="row"><a {link}>Call</a></li>').references()
    assert (reference.key, reference.title) == ("12", "Call")
    assert reference.fetch.url == "https://board.example.org/view?seq=12&lang=en"


def test_the_board_is_empty_only_in_its_own_words() -> None:
    assert board('<li class="row">Nothing here.</li>').is_empty
    assert not board("<p>Back soon</p>").is_empty
    assert not board('<p>Nothing here of last year</p><li class="row"><a onclick="open(1)">A</a></li>').is_empty
