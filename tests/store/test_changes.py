"""The history of a posting, as an analyst asks for it."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from jpo_scraper.items import Deadline
from jpo_scraper.store import models
from jpo_scraper.store.engine import reading
from jpo_scraper.store.lifecycle import is_another_post
from tests.store.factory import POSTING, TEXT, crawl, normalised, raw, row, rows

DEADLINE_CHANGES = """
SELECT posting.external_id, change.old ->> 'date' AS was, change.new ->> 'date' AS is_now, change.run_id
FROM change JOIN posting ON posting.id = change.posting_id
WHERE change.field = 'deadline'
ORDER BY change.id
"""
"""Deadlines that were extended, brought forward, added or taken away."""


def closing(on: date | None):
    deadline = Deadline(on=on, raw=str(on)) if on else None
    return [(raw(text=f"{TEXT} {on}"), normalised(replace(POSTING, deadline=deadline)))]


def test_a_deadline_extended_from_to_is_one_query(engine):
    days = [date(2026, 3, 16), date(2026, 3, 16), date(2026, 3, 31), None]
    runs = [crawl(engine, closing(on), day=day).run_id for day, on in enumerate(days)]
    with reading(engine) as connection:
        changes = connection.execute(text(DEADLINE_CHANGES)).all()
    assert changes == [("7", "2026-03-16", "2026-03-31", runs[2]), ("7", "2026-03-31", None, runs[3])]


def test_a_posting_that_moved_to_another_address_is_the_same_and_the_change_is_kept(engine):
    crawl(engine, [(raw(), normalised())])
    moved = replace(raw(), url="https://jobs.example.org/new/7")
    crawl(engine, [(moved, normalised(replace(POSTING, url=moved.url)))], day=1)
    assert row(engine, models.POSTING)["url"] == "https://jobs.example.org/new/7"
    change = row(engine, models.CHANGE)
    assert (change["field"], change["old"], change["new"]) == ("url", POSTING.url, moved.url)
    assert [observation["url"] for observation in rows(engine, models.OBSERVATION)] == [raw().url, moved.url]


ANOTHER = replace(POSTING, title="Driver of the delegation", reference="JR-9", deadline=Deadline(on=date(2027, 1, 31)))


def test_an_id_that_announces_another_post_is_an_issue_of_the_posting(engine):
    crawl(engine, [(raw(), normalised())])
    writer = crawl(engine, [(raw(text="Other words."), normalised(ANOTHER))], day=1)
    issue = row(engine, models.ISSUE, run_id=writer.run_id, kind="conflict")
    assert issue["posting_id"] == row(engine, models.POSTING)["id"]
    assert issue["message"] == (
        "The id 7 announced 'Officer for field coordination' and now announces another post: "
        "has the site used it again?"
    )
    assert {change["field"] for change in rows(engine, models.CHANGE)} == {"title", "reference", "deadline"}


@pytest.mark.parametrize(
    ("change", "is_another"),
    [
        ({}, True),
        ({"title": "Officer for the coordination of field offices"}, False),
        ({"reference": "JR-7"}, False),
        ({"deadline": POSTING.deadline}, False),
        ({"title": None}, False),
        ({"deadline": None}, False),
        ({"reference": None}, True),
    ],
)
def test_another_post_has_another_title_reference_and_deadline(change, is_another):
    new = replace(ANOTHER, **change).to_json()
    assert is_another_post(POSTING.to_json(), new) is is_another


def test_where_no_reference_is_printed_title_and_deadline_decide():
    before, after = (replace(posting, reference=None).to_json() for posting in (POSTING, ANOTHER))
    assert is_another_post(before, after)
