"""What a reader asks for, what a document is made of, and both against before."""

import json

import pytest

from jpo_scraper.items import Fetch
from jpo_scraper.pages.compare import Match, difference, findings
from jpo_scraper.pages.data_go_kr import OpenDataNotices
from jpo_scraper.pages.listing import LinkedList
from jpo_scraper.pages.shape import Shape, shape_of
from jpo_scraper.pages.watch import Notes, Reading, Tally, read_watched
from jpo_scraper.pages.workday import WorkdayListing
from tests.pages.documents import URL, document, json_document

LIST = {"row": "li.job", "title": "b", "link": "a", "link_id": r"/(\d+)", "empty_pattern": "none open"}
ROW = '<li class="job"><b>Officer</b><a href="/{}">more</a></li>'


def read_list(body: str) -> Reading:
    return read_watched(LinkedList(document(f"<ul>{body}</ul>"), Fetch(URL, "listing"), "any", LIST))


def tallies(notes: Notes) -> dict[str, tuple[int, int]]:
    return {name: (tally.answered, tally.asked) for name, tally in notes.items()}


def test_every_selector_is_noted_with_its_matches() -> None:
    reading = read_list(ROW.format(1) + ROW.format(2) + '<li class="job"><b>x</b></li>')
    assert reading.problems == [f"'a' matched 0 elements where 1 is expected: the site changed? [{URL}]"]
    assert tallies(reading.notes) == {"li.job": (2, 2), "b": (3, 3), "a": (2, 3)}


def test_every_key_is_noted_with_its_path_and_whether_it_was_there() -> None:
    rows = [
        {"title": "JPO", "externalPath": "/a_JR1", "bulletFields": ["JR1"]},
        {"title": "x", "externalPath": "/b_JR2"},
    ]
    fetch = Fetch(URL, "listing", method="POST", json={"offset": 0})
    reading = read_watched(WorkdayListing(json_document({"total": 2, "jobPostings": rows}), fetch, "any", {"cxs": URL}))
    assert reading.problems == []
    assert len(reading.gives["references"]) == 2
    noted = tallies(reading.notes)
    assert noted["jobPostings"] == (1, 1)
    assert noted["jobPostings[].title"] == (2, 2)
    assert noted["jobPostings[].bulletFields"] == (1, 2)


def test_elements_of_xml_are_noted_and_an_empty_one_is_no_answer() -> None:
    body = "<response><header><resultCode>00</resultCode></header><body><totalCount>0</totalCount></body></response>"
    page = OpenDataNotices(document(body, media_type="text/xml"), Fetch(URL, "listing"), "any", {"api": URL})
    noted = tallies(read_watched(page).notes)
    assert noted["/response/body/items/item"] == (0, 1)
    assert noted["/response/body/totalCount"][0] > 0


@pytest.mark.parametrize(
    ("body", "problem"),
    [("<li>x</li>", "does not look as it does when it is empty"), ("", "does not look"), ("<p>none open</p>", None)],
)
def test_an_empty_listing_is_a_problem_unless_it_says_so(body: str, problem: str | None) -> None:
    reading = read_list(body)
    assert reading.is_broken == (problem is not None)
    assert not problem or problem in reading.problems[0]


def test_a_document_of_another_kind_is_a_problem_and_not_an_error() -> None:
    page = WorkdayListing(document("<html></html>"), Fetch(URL, "listing"), "any", {"cxs": URL})
    reading = read_watched(page)
    assert "HTML came where JSON is expected" in reading.problems[0]
    assert reading.notes == {}


SHAPES = {
    "json": (
        json.dumps({"n": 1, "rows": [{"a": "x"}, {"a": "y", "b": {"c": None}}]}), "application/json",
        {"n": 1, "rows": 1, "rows[]": 2, "rows[].a": 2, "rows[].b": 1, "rows[].b.c": 1},
    ),
    "xml": ('<r xmlns:j="http://x"><i><j:no>1</j:no></i><i/></r>', "text/xml", {"r": 1, "r/i": 2, "r/i/no": 1}),
    "html": (
        '<div class="row big" id="row7"><i itemprop="title">x</i></div>', "text/html",
        {"div.row": 1, "div.big": 1, "[id=row0]": 1, "[itemprop=title]": 1},
    ),
    "cut json": ('{"a": ', "application/json", {}),
}  # fmt: skip


@pytest.mark.parametrize(("body", "media_type", "parts"), SHAPES.values(), ids=SHAPES)
def test_a_document_has_a_shape_without_its_words(body: str, media_type: str, parts: dict[str, int]) -> None:
    assert shape_of(document(body, media_type=media_type)) == parts


def test_parts_that_came_and_went_are_told() -> None:
    before = [Shape({"div.row": 3, "div.ad": 1}), Shape({"div.row": 1}), Shape()]
    change = difference(Shape({"div.offer": 3, "p.note": 5, "div.ad": 1}), before)
    assert (change.missing, change.new) == (["div.row"], ["p.note", "div.offer"])
    assert difference(Shape({"a.x": 1}), []).new == []


def reading(tally: Tally | None, *, is_broken: bool = False) -> Reading:
    return Reading("listing", {} if tally is None else {"css": tally}, problems=["broken"] if is_broken else [])


ALWAYS, AT_TIMES, NEVER = Tally(3, 3), Tally(3, 1), Tally(3, 0)
MATCHES = [
    (Tally(2, 2), [ALWAYS], False, Match.FOUND),
    (Tally(2, 1), [AT_TIMES], False, Match.FOUND),
    (Tally(2, 1), [ALWAYS], False, Match.MISSING),
    (Tally(2, 0), [ALWAYS], False, Match.MISSING),
    (Tally(2, 0), [ALWAYS, NEVER], False, Match.OPTIONAL),
    (Tally(2, 0), [ALWAYS, NEVER], True, Match.MISSING),
    (Tally(2, 0), [NEVER], True, Match.OPTIONAL),
    (None, [ALWAYS], True, Match.UNREACHED),
    (Tally(2, 2), [], False, Match.FOUND),
    (Tally(2, 0), [], False, Match.UNPROVEN),
]


@pytest.mark.parametrize(("today", "before", "is_broken", "match"), MATCHES)
def test_a_selector_is_judged_by_how_it_fared_before(
    today: Tally | None, before: list[Tally], is_broken: bool, match: Match
) -> None:
    (finding,) = findings(reading(today, is_broken=is_broken), [reading(tally) for tally in before])
    assert finding.match is match
    assert finding.before.asked == 3 * len(before)
