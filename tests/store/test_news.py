from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from jpo_scraper.items import Deadline
from jpo_scraper.store.engine import writing
from jpo_scraper.store.models import CHANGE
from jpo_scraper.store.news import BEGINNING, Mark, mark_at, mark_now, news
from tests.store.factory import DEADLINE, POSTING, START, TEXT, crawl, normalised, raw

AS_OF = START + timedelta(days=4)
LATER = Deadline(on=date(2026, 3, 30), raw="30 March 2026")
LATEST = Deadline(on=date(2026, 4, 2), raw="2 April 2026")


def post(key, deadline=DEADLINE, words=""):
    return raw(key, text=TEXT + words), normalised(replace(POSTING, title=f"Post {key}", deadline=deadline))


def keys(rows):
    return [row["external_id"] for row in rows]


def test_a_database_without_runs_has_no_news(engine):
    assert mark_now(engine) == BEGINNING
    assert news(engine, BEGINNING, AS_OF) == ([], [], [])


def test_new_is_what_was_first_seen_after_the_mark_and_is_open(engine):
    first = crawl(engine, [post("1"), post("2", Deadline(on=date(2026, 3, 2)))])
    mark = mark_now(engine)
    assert mark == Mark(first.run_id, START + timedelta(days=first.run_id, minutes=5))
    crawl(engine, [post("1"), post("3", LATER), post("4", Deadline(on=date(2026, 3, 2)))], day=1)
    found = news(engine, mark, AS_OF)
    assert (keys(found.new), keys(found.open)) == (["3"], ["1", "3"])
    assert keys(news(engine, BEGINNING, AS_OF).new) == ["1", "3"]


def test_what_comes_back_after_it_was_withdrawn_is_new_again_and_after_one_miss_it_is_not(engine):
    crawl(engine, [post("1"), post("2")])
    crawl(engine, [post("2")], day=1)
    crawl(engine, [], day=2)
    mark = mark_now(engine)
    crawl(engine, [post("1"), post("2")], day=3)
    assert keys(news(engine, mark, AS_OF).new) == ["1"]


def test_deadlines_are_told_once_from_the_first_to_the_last(engine):
    crawl(engine, [post("1"), post("2")])
    mark = mark_now(engine)
    crawl(engine, [post("1", LATER, " a"), post("2")], day=1)
    crawl(engine, [post("1", LATEST, " b"), post("2", None, " c")], day=2)
    first, second = news(engine, mark, AS_OF).deadlines
    assert (first["title"], first["old"]["date"], first["new"]["date"]) == ("Post 1", "2026-03-16", "2026-04-02")
    assert (second["title"], second["old"]["date"], second["new"]) == ("Post 2", "2026-03-16", None)
    assert news(engine, mark_now(engine), AS_OF).deadlines == []


@pytest.mark.parametrize("back", [DEADLINE, replace(DEADLINE, raw="16.03.2026")])
def test_a_deadline_that_is_the_same_moment_again_is_no_news(engine, back):
    crawl(engine, [post("1")])
    mark = mark_now(engine)
    crawl(engine, [post("1", LATER, " a")], day=1)
    crawl(engine, [post("1", back, " b")], day=2)
    assert news(engine, mark, AS_OF).deadlines == []


def test_a_deadline_that_other_rules_read_otherwise_is_no_news(engine):
    crawl(engine, [post("1")])
    mark = mark_now(engine)
    crawl(engine, [post("1", LATER, " a")], day=1)
    with writing(engine) as connection:
        connection.execute(CHANGE.update().values(cause="rules"))
    assert news(engine, mark, AS_OF).deadlines == []


def test_sources_narrow_it(engine):
    crawl(engine, [post("1")])
    crawl(engine, [(raw("9", source="japan"), normalised())], source="japan")
    assert keys(news(engine, BEGINNING, AS_OF, ["japan"]).new) == ["9"]
    assert keys(news(engine, BEGINNING, AS_OF, []).new) == []


def test_an_instant_is_a_mark_too(engine):
    first = crawl(engine, [post("1")])
    crawl(engine, [post("1"), post("2")], day=2)
    since = START + timedelta(days=1)
    assert mark_at(engine, since) == Mark(first.run_id, since)
    assert keys(news(engine, mark_at(engine, since), AS_OF).new) == ["2"]
    assert mark_at(engine, datetime(2020, 1, 1, tzinfo=UTC)).run_id == 0
