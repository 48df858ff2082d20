"""Feeds against the rules of RFC 4287."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import etree

from tests.export.rows import ABOUT, FIRST, HOSTILE, NOW, posting, written

ATOM = "{http://www.w3.org/2005/Atom}"
CALM = {"deadline_on": date(2026, 5, 1), "deadline_at": datetime(2026, 5, 1, 12, tzinfo=UTC)}
"""A deadline far away."""
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def feed(*rows, about=ABOUT):
    """The feed, after what RFC 4287 demands of every feed was seen to hold."""
    root = etree.fromstring(written("atom", rows, about))
    assert root.tag == f"{ATOM}feed"
    for element, required in ((root, "id title updated author"), *((e, "id title updated") for e in entries(root))):
        tags = [child.tag.removeprefix(ATOM) for child in element]
        for name in required.split():
            assert tags.count(name) == 1, name
        assert element.find(f"{ATOM}id").text.startswith("urn:uuid:")
        assert INSTANT.fullmatch(element.find(f"{ATOM}updated").text)
    assert root.find(f"{ATOM}author/{ATOM}name").text
    for entry in entries(root):
        links = entry.findall(f"{ATOM}link")
        assert len(links) <= 1
        assert all(re.match(r"https?://", link.get("href")) for link in links)
        assert links or entry.find(f"{ATOM}content") is not None
        assert entry.find(f"{ATOM}content").get("type") == "text"
        assert len(entry.find(f"{ATOM}content")) == 0
    ids = [entry.find(f"{ATOM}id").text for entry in entries(root)]
    assert len(set(ids)) == len(ids)
    dates = [entry.find(f"{ATOM}updated").text for entry in entries(root)]
    assert not dates or root.find(f"{ATOM}updated").text == max(dates)
    return root


def entries(root):
    return root.findall(f"{ATOM}entry")


def told(*rows, about=ABOUT):
    """Kind → (title, updated, id) of the entries."""
    return {
        entry.find(f"{ATOM}category").get("term"): tuple(
            entry.find(f"{ATOM}{name}").text for name in ("title", "updated", "id")
        )
        for entry in entries(feed(*rows, about=about))
    }


def test_a_posting_is_new_since_it_was_first_seen():
    found = told(posting(**CALM))
    assert set(found) == {"new"}
    assert found["new"][:2] == ("New: Officer for field coordination, WHO", "2026-03-01T06:00:00Z")


def test_a_change_is_an_entry_of_its_own_that_names_the_fields():
    changed = posting(**CALM, changed_at=FIRST + timedelta(days=2), changed_fields="grade, deadline, duty_stations")
    found = told(changed)
    assert set(found) == {"new", "changed"}
    assert found["changed"][0].endswith("(deadline, duty stations, grade)")
    assert found["changed"][1] == "2026-03-03T06:00:00Z"
    again = told({**changed, "changed_at": FIRST + timedelta(days=3)})
    assert again["changed"][2] != found["changed"][2]
    assert again["new"] == found["new"]


@pytest.mark.parametrize(
    ("deadline", "closing"),
    [
        ({"deadline_at": NOW + timedelta(days=7)}, "2026-03-10T12:00:00Z"),
        ({"deadline_at": NOW + timedelta(days=7, seconds=1)}, None),
        ({"deadline_at": NOW + timedelta(seconds=1)}, "2026-03-03T12:00:01Z"),
        ({"deadline_at": NOW}, None),
        ({"deadline_at": None, "deadline_on": date(2026, 3, 10)}, "2026-03-04T00:00:00Z"),
        ({"deadline_at": None, "deadline_on": date(2026, 3, 9)}, None),
        ({"deadline_at": None, "deadline_on": None}, None),
        ({"deadline_at": NOW + timedelta(days=1), "first_seen_at": NOW, "changed_at": NOW}, "2026-03-10T12:00:00Z"),
    ],
)
def test_a_posting_is_closing_in_the_week_before_its_deadline(deadline, closing):
    found = told(posting(**deadline))
    assert found.get("closing", (None, None))[1] == closing


def test_ids_follow_from_the_posting_and_not_from_the_database():
    assert told(posting())["new"][2] == told(posting(id=99, title="Other"))["new"][2]
    assert told(posting(external_id="8"))["new"][2] != told(posting())["new"][2]


def test_feeds_of_other_questions_have_other_ids():
    first, second = feed(), feed(about=replace(ABOUT, key="open_vacancies sponsors=('KR',)"))
    assert first.find(f"{ATOM}id").text != second.find(f"{ATOM}id").text


def test_the_same_postings_give_the_same_bytes_a_minute_later():
    later = replace(ABOUT, as_of=NOW + timedelta(minutes=1))
    assert written("atom", [posting()]) == written("atom", [posting()], later)


@pytest.mark.parametrize("harm", HOSTILE)
def test_hostile_words_are_words(harm):
    row = posting(title=HOSTILE[harm], reference=HOSTILE[harm], url='https://x.example/"><script>\x01 ü]]>')
    (entry, *_) = entries(feed(row))
    assert not {child.tag for child in entry} & {"script", f"{ATOM}script"}
    title = entry.find(f"{ATOM}title").text
    assert "\n" not in title
    assert "\u202e" not in title
    if harm in ("markup", "formula", "emoji", "escaped", "quotes"):
        assert title == f"New: {HOSTILE[harm]}, WHO"
    assert entry.find(f"{ATOM}link").get("href") == "https://x.example/%22%3E%3Cscript%3E%20%C3%BC]]%3E"


def test_an_empty_feed_is_a_feed_of_now():
    assert feed().find(f"{ATOM}updated").text == "2026-03-10T12:00:00Z"


def test_a_posting_without_an_address_has_no_link():
    assert entries(feed(posting(url="javascript:alert(1)")))[0].find(f"{ATOM}link") is None
