"""The list of posts, row by row, on both backends."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest

from jpo_scraper.items import Deadline
from jpo_scraper.store import links, listing
from jpo_scraper.store.engine import writing
from jpo_scraper.store.filters import EVERY, Filters
from jpo_scraper.store.listing import Listing, by_vacancy
from jpo_scraper.store.queries import open_postings
from jpo_scraper.vocab import LinkVerdict
from tests.store.factory import POSTING, crawl, normalised, raw
from tests.store.histories import live

WHEN = datetime(2026, 3, 20, tzinfo=UTC)


def post(key, day, source="korea", **changes):
    on = Deadline(on=date(2026, *day), raw="as printed") if day else None
    return raw(key, source=source), normalised(replace(POSTING, deadline=on, title=key, **changes))


@pytest.fixture
def filled(engine):
    """A ministry's posting of a vacancy, with the first deadline; and an agency's, with a reference and the third."""
    crawl(engine, [post("of the ministry", (5, 1), reference=None)])
    found = [post("second", (5, 2)), post("of the agency", (5, 3)), post("open-ended", None), post("closed", (1, 1))]
    crawl(engine, [(replace(sight, source="japan"), meaning) for sight, meaning in found], source="japan", day=1)
    ids = {row["external_id"]: row["id"] for row in open_postings(engine, WHEN, include_all=True)}
    with writing(engine) as connection:
        links.decide(connection, ids["of the ministry"], ids["of the agency"], LinkVerdict.SAME, WHEN)
    return engine


def said(rows):
    return [(row["title"], row["sources"]) for row in rows]


def test_a_vacancy_stands_once_in_the_place_of_its_first_posting(filled):
    found = Listing(filled, WHEN)
    assert said(found.rows()) == [("of the agency", "japan, korea"), ("second", "japan"), ("open-ended", "japan")]
    assert found.number() == 3
    assert said(found.rows(1)) == [("of the agency", "japan, korea")]


def test_each_posting_and_all_that_is_closed_are_listed_when_they_are_asked_for(filled):
    each = Listing(filled, WHEN, each_posting=True)
    assert [title for title, _ in said(each.rows())] == ["of the ministry", "second", "of the agency", "open-ended"]
    everything = Listing(filled, WHEN, include_all=True)
    assert [title for title, _ in said(everything.rows())] == ["closed", "of the agency", "second", "open-ended"]
    assert (each.number(), everything.number()) == (4, 4)


def test_of_a_vacancy_that_is_found_in_part_the_found_posting_stands_for_it(filled):
    late = Filters(deadline_from=date(2026, 5, 3))
    assert said(Listing(filled, WHEN, late).rows()) == [("of the agency", "japan")]
    assert said(Listing(filled, WHEN, Filters(deadline_to=date(2026, 5, 1))).rows()) == [("of the ministry", "korea")]


@pytest.mark.parametrize("seed", range(2))
def test_the_rows_are_those_of_the_whole_list_put_together_at_once(engine, monkeypatch, seed):
    live(engine, seed)
    asked = (EVERY, Filters(sponsors=("KR",)), Filters(search="words"))
    for filters, include_all, batch in product(asked, (False, True), (1, 250)):
        monkeypatch.setattr(listing, "_BATCH", batch)
        every = open_postings(engine, WHEN, filters, include_all=include_all)
        found = Listing(engine, WHEN, filters, include_all=include_all)
        assert list(found.rows()) == by_vacancy(engine, every)
        assert found.number() == len(list(found.rows()))
        each = Listing(engine, WHEN, filters, include_all=include_all, each_posting=True)
        assert [row["id"] for row in each.rows()] == [row["id"] for row in every]


def test_the_first_row_comes_before_the_others_are_put_together(filled, monkeypatch):
    monkeypatch.setattr(listing, "_BATCH", 1)
    asked, flat_of = [], listing.flat_of
    monkeypatch.setattr(listing, "flat_of", lambda connection, ids: asked.append(ids) or flat_of(connection, ids))
    rows = Listing(filled, WHEN, include_all=True).rows()
    assert next(rows)["title"] == "closed"
    assert len(asked) == 1
    rows.close()


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)  # PostgreSQL's planner goes by the number of rows
def test_the_list_of_everything_is_read_in_the_order_of_an_index(filled):
    """SQLite would put a million rows in order first; the deadline's index gives them in it, day by day."""
    first, _ = Listing(filled, WHEN, include_all=True)._in_order()
    with writing(filled) as connection:
        statement = str(first.compile(filled, compile_kwargs={"literal_binds": True}))
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
    assert plan == [
        "SEARCH posting USING INDEX ix_posting_deadline_on (deadline_on>?)",
        "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY",
    ]
