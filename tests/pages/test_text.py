"""HTML to plain text: what stands in which line, and that no word is ever lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsel import Selector

from jpo_scraper.pages.text import html_to_text

LINES = {
    "a block is a line": ("<p>One</p><p>Two</p>", "One\n\nTwo"),
    "br ends a line": ("<p>One<br>Two<br/>Three</p>", "One\nTwo\nThree"),
    "h1 to h6 are headings": ("<h1>One</h1><h6>Two</h6>", "## One\n\n## Two"),
    "a bold block is a heading": ("<p><b>Grade</b></p><p>P-2</p>", "## Grade\n\nP-2"),
    "a bold word is none": ("<p>The <b>grade</b> is P-2</p>", "The grade is P-2"),
    "a bold label with its value is none": ("<p><strong>Grade:</strong> P-2</p>", "Grade: P-2"),
    "items are marked": ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
    "a bold item is an item": ("<ul><li><b>One</b></li></ul>", "- One"),
    "scripts and comments say nothing": ("a<script>x()</script><!-- y -->b<style>z</style>c", "abc"),
    "spaces are one space": ("<p>One \n\t &nbsp; two</p>", "One two"),
    "nothing is nothing": ("  \n ", ""),
    "entities are letters": ("<p>Cox&#39;s Bazar &amp; Sittwe &lt;north&gt;</p>", "Cox's Bazar & Sittwe <north>"),
    "a value after closing blocks is a line": (
        "<div><div><p></p><p><b>Deadline for Applications</b></p></div></div>December 13, 2026<p></p>"
        "<div><p><b>Grade</b></p></div>PR2<br><br>",
        "## Deadline for Applications\n\nDecember 13, 2026\n\n## Grade\n\nPR2",
    ),
}
ROWS = {
    "cells are parted by tabs": (
        "<tr><th>Code</th><th>Name</th></tr><tr><td>M1</td><td>Trust</td></tr>",
        "Code\tName\nM1\tTrust",
    ),
    "blocks in a cell stay in the cell": ("<tr><td><p>One</p><p>Two</p></td><td>x</td></tr>", "One Two\tx"),
    "a table in a cell loses nothing": (
        "<tr><td>A</td><td><table><tr><td>B</td><td>C</td></tr></table></td><td>D</td></tr>",
        "A\n\nB\tC\n\nD",
    ),
    "a heading around such a table leaves no mark behind": (
        "<tr><td><h2>A<table><tr><td>B</td></tr></table></h2></td><td>C</td></tr>",
        "A\n\nB\n\nC",
    ),
    "text of a row outside of its cells stays": ("<tr>x<td>A</td></tr>", "x A"),
}


@pytest.mark.parametrize(("markup", "text"), ROWS.values(), ids=ROWS)
def test_rows(markup: str, text: str) -> None:
    assert html_to_text(f"<table>{markup}</table>") == text


@pytest.mark.parametrize(("markup", "text"), LINES.values(), ids=LINES)
def test_lines(markup: str, text: str) -> None:
    assert html_to_text(markup) == text


def test_an_element_gives_its_own_text_without_what_follows_it() -> None:
    page = Selector(text="<div><p id='a'>One</p>two</div>")
    assert html_to_text(page.css("#a")[0]) == "One"


def test_text_two_hundred_blocks_deep_is_there() -> None:
    assert html_to_text("<div>" * 200 + "deep" + "</div>" * 200 + "after") == "deep\nafter"


WORDS = st.text("abcdefgh", min_size=1, max_size=6)
TAGS = st.sampled_from("div p b strong i span ul li h2 h3 table tr td th section dl dd font u".split())
TREES = st.recursive(
    WORDS | st.just("<br>") | st.just("<!-- 1 -->") | st.just("<script>2</script>"),
    lambda inside: st.tuples(TAGS, st.lists(inside, max_size=4)).map(
        lambda node: f"<{node[0]}>{''.join(node[1])}</{node[0]}>"
    ),
    max_leaves=25,
)


@given(st.lists(TREES, max_size=6).map("".join))
def test_every_word_comes_out_once_and_in_order(markup: str) -> None:
    printed = re.sub(r"<script>2</script>|<!-- 1 -->|<[^>]+>", "", markup)
    assert re.sub(r"[^a-h]", "", html_to_text(f"<body>{markup}</body>")) == printed


@given(st.lists(TREES, max_size=6).map("".join))
def test_lines_are_clean(markup: str) -> None:
    text = html_to_text(markup)
    assert "<" not in text
    assert text == text.strip()
    assert "\n\n\n" not in text
    assert all(line == line.strip() for line in text.split("\n"))


@given(st.text() | st.text(alphabet="<>/ab\"'= &;!-p\x00\n", max_size=60))
def test_odd_markup_never_fails(markup: str) -> None:
    assert isinstance(html_to_text(markup), str)
