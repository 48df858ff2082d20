"""Values of another kind than a site gives: each is told as a change of the site, none breaks a reader."""

import json
from contextlib import suppress
from typing import Any

import pytest

from fuzz.targets import Case, load_cases, walk
from jpo_scraper.exceptions import ArchiveError, BrokenDocument, SelectorError
from jpo_scraper.pages.base import attribute, counted, joined, key, optional, texts
from jpo_scraper.pages.iocareers import wall_clock
from jpo_scraper.pages.jobposting import job_postings
from jpo_scraper.pages.text import fragment, html_to_text


def case(platform: str, kind: str) -> Case:
    """A whole case of a platform, of this kind of page."""
    found = (one for one in load_cases(platform) if one.fetch.page == kind and one.status == 200)
    return next(one for one in found if one.body[:1] in b"{[" and _is_json(one.body))


def _is_json(body: bytes) -> bool:
    try:
        return bool(json.loads(body))
    except ValueError:
        return False


ODD: tuple[Any, ...] = (None, 7, 1.5, True, "words", "\ud800", [], [7], [None], {}, {"a": []}, 10**30)
KINDS = [
    (name, kind)
    for name, kind in (
        ("workday", "listing"), ("workday", "posting"), ("oracle_hcm", "posting"), ("csod", "listing"),
        ("csod", "posting"), ("inspira", "listing"), ("iocareers", "listing"), ("reliefweb", "listing"),
    )
]  # fmt: skip


def places(value: Any) -> Any:
    for name in list(value) if isinstance(value, dict) else range(min(len(value), 2)):
        yield value, name
        if isinstance(value[name], dict | list):
            yield from places(value[name])


@pytest.mark.parametrize(("platform", "kind"), KINDS)
def test_no_value_of_another_kind_breaks_a_reader(platform: str, kind: str) -> None:
    whole = case(platform, kind)
    data = json.loads(whole.body)
    for holder, name in list(places(data)):
        before = holder[name]
        for odd in ODD:
            holder[name] = odd
            walk(whole, json.dumps(data).encode(), whole.charset)
        holder[name] = before


def test_a_typed_value_is_of_its_type_or_told() -> None:
    assert optional({"a": "b"}, "a", str, "x") == "b"
    assert optional({"a": None}, "a", str, "x") is None
    assert optional({}, "a", str, "x") is None
    assert texts({"a": ["b"]}, "a", "x") == ["b"]
    assert texts({}, "a", "x") == []
    for broken in (lambda: optional([], "a", str, "x"), lambda: optional({"a": 1}, "a", str, "x"),
                   lambda: texts({"a": [1]}, "a", "x"), lambda: key({}, "a", str, "x")):  # fmt: skip
        with pytest.raises(SelectorError, match="the site changed"):
            broken()


@pytest.mark.parametrize("words", ["", "many", "-1", "1.5", "²", "9" * 10, "9" * 5000])
def test_a_printed_number_of_no_use_is_told(words: str) -> None:
    with pytest.raises(SelectorError, match="where a number is expected"):
        counted(words, "x")


def test_a_printed_number_may_be_written_in_other_digits() -> None:
    assert (counted("012", "x"), counted("１２", "x")) == (12, 12)


def test_a_link_that_is_no_address_is_told() -> None:
    assert joined("https://a.example.org/b", " c ", "x") == "https://a.example.org/c"
    with pytest.raises(SelectorError, match="is no address"):
        joined("https://a.example.org/b", "http://[", "x")


def test_an_attribute_is_read_beside_one_whose_name_no_xml_allows() -> None:
    (link,) = fragment("<a \x01b='1' \ufffe=2 href='/c'>d</a>").css("a")
    assert (attribute(link, "href"), attribute(link, "title")) == ("/c", "")


def test_half_a_character_in_html_is_no_error() -> None:
    assert html_to_text("<p>a\ud800b</p>") == "a?b"


@pytest.mark.parametrize("printed", ["/Date(99999999999999999)/", "/Date(-99999999999999999)/", f"/Date({'9' * 400})/"])
def test_a_date_beyond_the_calendar_stays_as_it_is_printed(printed: str) -> None:
    assert wall_clock(printed, "America/New_York") == printed


NO_REQUESTS: tuple[dict[str, Any], ...] = (
    {"status": None},
    {"status": "many"},
    {"status": 1e999},
    {"form": {"a": True}},
    {"fetched_at": "0001-01-01T00:00:00+14:00"},
    {"json": "\ud800", "url": 7},
)


@pytest.mark.parametrize("more", NO_REQUESTS)
def test_a_case_with_values_of_another_kind_is_named(tmp_path, more: dict[str, Any]) -> None:
    from jpo_scraper.archive.cases import CaseArchive

    table = {"url": "https://a.example.org/", "media_type": "text/html", "fetched_at": "2026-03-01T09:00:00Z", **more}
    (tmp_path / "request.json").write_text(json.dumps(table))
    (tmp_path / "document.html").write_bytes(b"<p>words</p>")
    with pytest.raises(ArchiveError, match=r"request\.json"):
        CaseArchive(tmp_path, [tmp_path])


@pytest.mark.parametrize(
    "body",
    [
        '<script type="application/ld+json">{"JobPosting": ' + "[" * 20_000 + "]" * 20_000 + "}</script>",
        '<script type="application/ld+json">{"JobPosting": ' + "[" * 900 + "]" * 900 + "}</script>",
        '<p itemscope itemtype="https://schema.org/JobPosting">' + "<b itemprop=a itemscope>" * 2_000,
    ],
    ids=["deeper than JSON may be", "deep JSON", "deep microdata"],
)
def test_a_job_posting_that_lies_deep_is_read_or_told(body: str) -> None:
    with suppress(BrokenDocument):
        job_postings(fragment(body), "x")
