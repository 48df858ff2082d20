"""A second reading of stored texts, on both databases. The rules are stand-ins; the words are invented."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from jpo_scraper import renormalise as work
from jpo_scraper.exceptions import LockedError, StoreError
from jpo_scraper.items import Deadline, Fact, Issue, Normalised
from jpo_scraper.sources.model import UNKNOWN_SOURCE
from jpo_scraper.store import models
from jpo_scraper.store import rereading as store
from jpo_scraper.store.engine import writing
from jpo_scraper.store.lock import source_lock
from jpo_scraper.store.queries import posting as posting_detail
from jpo_scraper.vocab import Field, IssueKind
from tests.store.factory import DEADLINE, FACTS, ISSUE, POSTING, START, TEXT, crawl, normalised, raw, row, rows

KOREA = replace(UNKNOWN_SOURCE, name="korea")
LATER = Deadline(on=date(2026, 3, 20), raw="20 March 2026")
BETTER = Normalised(
    replace(POSTING, title="Officer", sponsors=("KR",), deadline=LATER),
    (Fact(Field.TITLE, "Officer", "Officer", "title.better", 3, 10), *FACTS),
    (Issue(IssueKind.AMBIGUOUS, "Two days are printed.", Field.DEADLINE),),
)
HISTORY = (models.RUN, models.OBSERVATION, models.POSTING_TEXT, models.POSTING, models.CHANGE, models.FACT)


@pytest.fixture
def rules(monkeypatch):
    """What today's rules make of each posting: by its id, else what the factory's made."""
    meanings = {}

    def normalise(raw, source, as_of):
        meaning = meanings.get(raw.external_id, normalised())
        if isinstance(meaning, Exception):
            raise meaning
        return meaning

    monkeypatch.setattr(work, "normalise", normalise)
    return meanings


def reread(engine, *, apply=False, since=None, source=KOREA):
    return list(work.renormalise(engine, source, since=since, apply=apply))


def needed(engine, **options):
    return [outcome.rereading for outcome in reread(engine, **options) if outcome.rereading]


def everything(engine):
    return {name: rows(engine, table) for name, table in models.METADATA.tables.items()}


def test_the_text_is_read_as_it_went_into_the_store(engine, monkeypatch):
    fetched_at = START - timedelta(hours=2)
    crawl(engine, [(raw(fetched_at=fetched_at), normalised())])
    seen = []
    monkeypatch.setattr(work, "normalise", lambda *given: seen.append(given) or normalised())
    reread(engine)
    assert seen == [(raw(fetched_at=fetched_at), KOREA, fetched_at)]
    assert seen[0][0].content_hash == row(engine, models.POSTING)["content_hash"]


def test_the_same_rules_change_nothing(engine, rules):
    crawl(engine, [(raw(), normalised())])
    before = everything(engine)
    assert needed(engine, apply=True) == []
    assert everything(engine) == before


def test_what_would_change_is_shown_and_nothing_is_written(engine, rules):
    crawl(engine, [(raw(), normalised()), (raw("8"), normalised())])
    before = everything(engine)
    rules["8"] = BETTER
    (found,) = needed(engine)
    assert found.differences == [
        ("title", POSTING.title, "Officer"),
        ("sponsors", ["KR", "JP"], ["KR"]),
        ("deadline", DEADLINE.to_json(), LATER.to_json()),
    ]
    assert everything(engine) == before


def test_applied_it_is_in_the_posting_its_lists_its_facts_and_its_issues(engine, rules):
    crawl(engine, [(raw(), normalised())])
    rules["7"] = BETTER
    needed(engine, apply=True)
    posting = row(engine, models.POSTING)
    assert (posting["title"], posting["deadline_on"], posting["deadline_at"]) == ("Officer", date(2026, 3, 20), None)
    assert [sponsor["country"] for sponsor in rows(engine, models.POSTING_SPONSOR)] == ["KR"]
    assert [fact["rule"] for fact in rows(engine, models.FACT)] == ["title.better", *(fact.rule for fact in FACTS)]
    assert [issue["message"] for issue in rows(engine, models.ISSUE)] == ["Two days are printed."]
    detail = posting_detail(engine, posting["id"])
    assert detail.observations[-1]["normalised"] == BETTER.posting.to_json()
    assert len(detail.facts) == 4


def test_a_second_time_changes_nothing(engine, rules):
    crawl(engine, [(raw(), normalised()), (raw("8"), normalised())])
    rules["7"] = BETTER
    assert len(needed(engine, apply=True)) == 1
    before = everything(engine)
    assert needed(engine, apply=True) == []
    assert everything(engine) == before


def test_a_change_by_rules_is_told_from_a_change_of_the_site(engine, rules):
    crawl(engine, [(raw(), normalised())])
    site = crawl(engine, [(raw(text=TEXT + " Now."), normalised(replace(POSTING, grade="P-1")))], day=1)
    rules["7"] = BETTER
    needed(engine, apply=True)
    changes = {(change["field"], change["cause"]): change for change in rows(engine, models.CHANGE)}
    assert set(changes) == {
        ("grade", "site"), ("grade", "rules"), ("title", "rules"), ("sponsors", "rules"), ("deadline", "rules"),
    }  # fmt: skip
    assert rows(engine, models.CHANGE, field="deadline", cause="site") == []
    assert changes["title", "rules"]["run_id"] == site.run_id
    assert (changes["title", "rules"]["old"], changes["title", "rules"]["new"]) == (POSTING.title, "Officer")


def test_the_sight_stays_and_the_earlier_reading_is_kept(engine, rules):
    crawl(engine, [(raw(), normalised())])
    (sight,), (text,), place = (
        rows(engine, models.OBSERVATION),
        rows(engine, models.POSTING_TEXT),
        row(engine, models.POSTING),
    )
    rules["7"] = BETTER
    needed(engine, apply=True)
    assert rows(engine, models.POSTING_TEXT) == [text]
    assert [{**one, "normalised": None} for one in rows(engine, models.OBSERVATION)] == [{**sight, "normalised": None}]
    kept = ("content_hash", "status", "missed_runs", "first_seen_at", "last_seen_at", "last_seen_run_id", "language")
    assert {name: row(engine, models.POSTING)[name] for name in kept} == {name: place[name] for name in kept}
    earlier = row(engine, models.EARLIER_READING)
    assert earlier["observation_id"] == sight["id"]
    assert earlier["normalised"] == POSTING.to_json()
    assert [fact["rule"] for fact in earlier["facts"]] == [fact.rule for fact in FACTS]
    assert [issue["message"] for issue in earlier["issues"]] == [ISSUE.message]
    assert earlier["replaced_at"] > datetime(2026, 1, 1, tzinfo=UTC)


def test_other_words_behind_the_same_value_are_stored_without_a_change(engine, rules):
    crawl(engine, [(raw(), normalised())])
    rules["7"] = Normalised(POSTING, FACTS[:1], (ISSUE,))
    (found,) = needed(engine, apply=True)
    assert found.differences == []
    assert len(rows(engine, models.FACT)) == 1
    assert len(rows(engine, models.EARLIER_READING)) == 1
    assert rows(engine, models.CHANGE) == []


def test_what_the_store_says_about_the_id_of_a_posting_stays(engine, rules):
    run = crawl(engine, [(raw(), normalised())])
    at = row(engine, models.POSTING)["id"]
    reused = {"run_id": run.run_id, "posting_id": at, "kind": "conflict", "raw": "7", "message": "Another post now."}
    with writing(engine) as connection:
        connection.execute(store.ISSUE.insert(), [reused])
    assert needed(engine, apply=True) == []
    rules["7"] = BETTER
    needed(engine, apply=True)
    assert {issue["message"] for issue in rows(engine, models.ISSUE)} == {"Another post now.", "Two days are printed."}


def test_only_the_latest_sight_is_read_again(engine, rules):
    crawl(engine, [(raw(), normalised())])
    crawl(engine, [(raw(text=TEXT + " Now."), normalised())], day=1)
    rules["7"] = BETTER
    (found,) = needed(engine, apply=True)
    first, second = rows(engine, models.OBSERVATION)
    assert (found.stored.observation_id, found.stored.raw.text) == (second["id"], TEXT + " Now.")
    assert first["normalised"] == POSTING.to_json()
    assert len(rows(engine, models.FACT, observation_id=first["id"])) == len(FACTS)
    assert len(rows(engine, models.ISSUE)) == 2


def test_the_next_change_of_the_site_is_compared_with_the_second_reading(engine, rules):
    crawl(engine, [(raw(), normalised())])
    rules["7"] = BETTER
    needed(engine, apply=True)
    crawl(engine, [(raw(text="Other words."), BETTER)], day=1)
    assert [change["cause"] for change in rows(engine, models.CHANGE)] == ["rules"] * 3


def test_a_posting_that_is_no_longer_a_jpo_post_stays(engine, rules):
    crawl(engine, [(raw(), normalised())])
    rules["7"] = normalised(replace(POSTING, is_jpo=False))
    (found,) = needed(engine, apply=True)
    assert found.differences == [("is_jpo", True, False)]
    posting = row(engine, models.POSTING)
    assert (posting["is_jpo"], posting["status"]) == (False, "listed")


def test_a_field_that_was_not_known_then_is_new(engine, rules):
    crawl(engine, [(raw(), normalised())])
    stored = store.stored_postings(engine, "korea", limit=1)[0]
    older = {name: value for name, value in stored.normalised.items() if name != "grade"} | {"salary": "none"}
    found = store.Rereading(replace(stored, normalised=older), store_sight())
    assert found.differences == [("grade", None, "P-2"), ("salary", "none", None)]


def store_sight():
    from jpo_scraper.store.rows import sight

    return sight(raw(), normalised(), START)


def test_a_rule_that_breaks_on_one_posting_does_not_cost_the_others(engine, rules):
    crawl(engine, [(raw("7"), normalised()), (raw("8"), normalised())])
    rules["7"], rules["8"] = ValueError("a case that nobody thought of"), BETTER
    broken, read = reread(engine, apply=True)
    assert broken.error == "ValueError: a case that nobody thought of: please report it"
    assert [posting["title"] for posting in rows(engine, models.POSTING)] == [POSTING.title, "Officer"]
    assert read.rereading is not None


def test_since_leaves_out_what_was_not_seen_lately(engine, rules):
    crawl(engine, [(raw("7"), normalised()), (raw("8"), normalised())])
    crawl(engine, [(raw("8"), normalised())], day=3)
    rules.update({"7": BETTER, "8": BETTER})
    recent = START + timedelta(days=3)
    assert [one.stored.raw.external_id for one in needed(engine, since=recent)] == ["8"]
    assert needed(engine, since=recent + timedelta(seconds=1)) == []
    assert store.stored_counts(engine) == {"korea": 2}
    assert store.stored_counts(engine, recent) == {"korea": 1}


def test_postings_of_other_sources_are_left_alone(engine, rules):
    crawl(engine, [(raw(), normalised())])
    crawl(engine, [(raw(source="japan"), normalised())], source="japan")
    rules["7"] = BETTER
    assert [one.stored.raw.source for one in needed(engine, apply=True)] == ["korea"]
    assert [posting["title"] for posting in rows(engine, models.POSTING)] == ["Officer", POSTING.title]


def test_batches_cover_every_posting_once(engine, rules, monkeypatch):
    monkeypatch.setattr(work, "BATCH", 3)
    crawl(engine, [(raw(str(number)), normalised()) for number in range(8)])
    rules.update({str(number): BETTER for number in range(8)})
    assert sorted(outcome.stored.raw.external_id for outcome in reread(engine, apply=True)) == list("01234567")
    assert {posting["title"] for posting in rows(engine, models.POSTING)} == {"Officer"}


def test_no_more_than_a_batch_is_held_and_a_batch_is_stored_before_it_is_told(engine, rules, monkeypatch):
    monkeypatch.setattr(work, "BATCH", 2)
    crawl(engine, [(raw(str(number)), normalised()) for number in range(6)])
    rules.update({str(number): BETTER for number in range(6)})
    outcomes = work.renormalise(engine, KOREA, since=None, apply=True)
    next(outcomes)
    assert [posting["title"] for posting in rows(engine, models.POSTING)].count("Officer") == 2
    outcomes.close()


def test_a_batch_that_fails_leaves_its_postings_as_they_were(engine, rules, monkeypatch):
    monkeypatch.setattr(work, "BATCH", 1)
    crawl(engine, [(raw("7"), normalised()), (raw("8"), normalised())])
    rules.update({"7": BETTER, "8": BETTER})
    outcomes = work.renormalise(engine, KOREA, since=None, apply=True)
    next(outcomes)

    @event.listens_for(engine, "before_cursor_execute")
    def fail(connection, cursor, statement, parameters, context, executemany):
        if statement.startswith("DELETE FROM link_key"):
            raise context.dialect.dbapi.OperationalError("no more")

    with pytest.raises(StoreError):
        next(outcomes)
    event.remove(engine, "before_cursor_execute", fail)
    first, second = rows(engine, models.POSTING)
    assert (first["title"], second["title"]) == ("Officer", POSTING.title)
    assert len(rows(engine, models.EARLIER_READING)) == 1
    assert len(needed(engine, apply=True)) == 1


def test_a_crawl_under_way_refuses_the_second_reading_and_the_other_way_round(engine, rules):
    crawl(engine, [(raw(), normalised())])
    rules["7"] = BETTER
    with source_lock(engine, "korea"):
        assert len(needed(engine)) == 1
        with pytest.raises(LockedError):
            reread(engine, apply=True)
    outcomes = work.renormalise(engine, KOREA, since=None, apply=True)
    next(outcomes)
    with pytest.raises(LockedError), source_lock(engine, "korea"):
        pass
    outcomes.close()
    with source_lock(engine, "korea"):
        pass
