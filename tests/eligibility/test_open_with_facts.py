"""Open postings with their facts, from both databases."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from jpo_scraper.items import Deadline, posting_from_json
from jpo_scraper.store import queries
from tests.store.factory import FACTS, POSTING, TEXT, crawl, normalised, raw

NOW = datetime(2026, 3, 10, tzinfo=UTC)


def variant(key, text=TEXT, **fields):
    return raw(key, text=text), normalised(replace(POSTING, **fields))


@pytest.mark.parametrize("batch", [1, 2, 250])
def test_open_postings_come_with_their_latest_facts_the_nearest_deadline_first(engine, monkeypatch, batch):
    monkeypatch.setattr(queries, "_BATCH", batch)
    past, late = Deadline(date(2026, 3, 9), raw="9 March"), Deadline(date(2026, 5, 1), raw="1 May")
    crawl(engine, [variant("late", deadline=late), variant("soon"), variant("past", deadline=past)])
    crawl(engine, [variant("late", deadline=late), variant("soon", TEXT + " More.", grade="P-1")], day=1)
    found = list(queries.open_with_facts(engine, NOW))
    assert [one.flat["external_id"] for one in found] == ["soon", "late"]
    soon, later = (posting_from_json(one.normalised) for one in found)
    assert soon == replace(POSTING, grade="P-1")
    assert later == replace(POSTING, deadline=late)
    expected = [(fact.field.value, fact.to_json()["value"], fact.raw, fact.basis.value) for fact in FACTS]
    for one in found:
        facts = [
            (field, json.loads(value), raw, basis) for field, kept in one.facts.items() for value, raw, basis in kept
        ]
        assert sorted(facts, key=repr) == sorted(expected, key=repr)


def test_an_empty_database_has_no_open_postings(engine):
    assert list(queries.open_with_facts(engine, NOW)) == []
