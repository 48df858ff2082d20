"""HTML as the readers of pages get it: whatever the bytes, a tree that can be read and changed."""

import pytest

from jpo_scraper.exceptions import BrokenDocument
from jpo_scraper.pages.any_html import read_any_page
from jpo_scraper.pages.markup import parse, select


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<p>one\x1ftwo</p>", "onetwo"),
        (b"<p>one\x00two</p>", "onetwo"),
        (b"<p>one\x0ctwo\x0bthree</p>", "one two three"),
        ("<p>one\uffffé\ufffe</p>".encode(), "oneé"),
        (b"<p>one\ttwo</p>", "one\ttwo"),
        (b"", ""),
        (b"<!-- nothing -->", ""),
    ],
)
def test_what_no_page_prints_is_not_in_the_tree(body: bytes, words: str) -> None:
    assert select(body, "x").xpath("string()").get() == words


def test_a_control_character_beside_what_is_dropped_breaks_nothing() -> None:
    body = b"<html><body><nav>Menu</nav>\x1f words <p>Programme Officer</p></body></html>"
    assert read_any_page(body, "x").text == "words\n\nProgramme Officer"


def test_comments_stay_unless_elements_alone_matter() -> None:
    assert parse(b"<p>a<!-- b -->c</p>", "x").xpath("count(//comment())") == 1
    assert parse(b"<p>a<!-- b -->c</p>", "x", elements_alone=True).xpath("count(//comment())") == 0


@pytest.mark.parametrize("depth", [251, 2_000, 100_000])
def test_elements_too_deep_inside_each_other_are_refused(depth: int) -> None:
    with pytest.raises(BrokenDocument, match="more than 250 elements inside each other"):
        parse(b"<span>" * depth + b"words", "x")


def test_a_page_that_forgets_to_close_its_elements_is_read() -> None:
    assert select(b"<b>one " * 200, "x").xpath("string()").get() == ("one " * 200).strip()
