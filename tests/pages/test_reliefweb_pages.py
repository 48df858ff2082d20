"""ReliefWeb's search and Markdown beside the cases of the source."""

from typing import Any

import pytest

from jpo_scraper.exceptions import ErrorPage
from jpo_scraper.pages.markdown import markdown_to_text
from jpo_scraper.pages.reliefweb import APPNAME, ReliefWebResults, first_fetches
from tests.pages.documents import json_document

SITE = {"api": "https://api.example.org/v2/jobs", "query": "JPO"}


def test_the_name_comes_from_the_environment_by_its_name() -> None:
    (fetch,) = first_fetches(SITE)
    assert fetch.url == f"https://api.example.org/v2/jobs?appname={APPNAME}"
    assert fetch.secrets == (APPNAME,)


def test_a_name_in_the_toml_is_sent_as_it_is() -> None:
    (fetch,) = first_fetches({**SITE, "appname": "our-name"})
    assert (fetch.url, fetch.secrets) == ("https://api.example.org/v2/jobs?appname=our-name", ())


def test_without_search_words_every_job_is_asked_for() -> None:
    (fetch,) = first_fetches({"api": SITE["api"]})
    assert fetch.json is not None
    assert "query" not in fetch.json


@pytest.mark.parametrize("status", [400, 403])
def test_a_refusal_says_what_to_do(status: int) -> None:
    answer: dict[str, Any] = {"status": status, "error": {"type": "x", "message": "the name is unknown here"}}
    page = ReliefWebResults(json_document(answer, status=status), first_fetches(SITE)[0], "any", SITE)
    with pytest.raises(ErrorPage, match=f"the name is unknown here.*approved by ReliefWeb.*{APPNAME}"):
        page.check()


MARKDOWN = {
    "headings": ("# One\n\n## Two ##\n\n**Three**\n\n__Four__:", "## One\n\n## Two\n\n## Three\n\n## Four"),
    "items": ("* one\n- two\n+ three\n• four", "- one\n- two\n- three\n- four"),
    "numbered items keep their numbers": ("1. one\n2. two", "1. one\n2. two"),
    "emphasis": ("a **bold** and *slanted* and ***both*** and _this_", "a bold and slanted and both and this"),
    "italics in bold": ("so **very *very* much** so", "so very very much so"),
    "two bold parts are no heading": ("**Grade:** P2 **Step:** 1", "Grade: P2 Step: 1"),
    "snake case and sums are no emphasis": ("use a_b_c and 2 * 3 * 4", "use a_b_c and 2 * 3 * 4"),
    "links": (
        '[the form](https://x.example.org "now") and <https://y.example.org>',
        "the form and https://y.example.org",
    ),
    "escapes": (r"1\. not a list \*really\*", "1. not a list *really*"),
    "rules and blank lines": ("a\n\n---\n\n\n\nb", "a\n\nb"),
    "tables": ("| A | B |\n|---|---|\n| 1 | 2 |", "A\tB\n1\t2"),
    "quotes": ("> said", "said"),
    "windows lines": ("a\r\nb", "a\nb"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("markdown", "text"), MARKDOWN.values(), ids=MARKDOWN)
def test_markdown_becomes_text_with_its_structure(markdown: str, text: str) -> None:
    assert markdown_to_text(markdown) == text
