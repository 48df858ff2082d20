"""What a run leaves to the next: pages, and postings that are seen again without being read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jpo_scraper.items import Outcome, PageMemo
from jpo_scraper.store import models
from jpo_scraper.vocab import Field, RunStatus
from tests.store.factory import START, begin, crawl, finish, normalised, raw, row, rows

KEPT = Outcome("7", raw().content_hash, is_kept=True, stated=(Field.TITLE, Field.DEADLINE))
MEMO = PageMemo(
    "key", "row", "https://jobs.example.org/7", 200, '"1"', "Sun, 01 Mar 2026 06:00:00 GMT", "body", START,
    outcomes=(KEPT,),
)  # fmt: skip
OTHER = replace(MEMO, key="other", etag=None, last_modified=None, outcomes=(), is_closed=True)


def remember(engine, *memos, day=0, edition="edition", status=RunStatus.COMPLETE, source="korea"):
    """A run that reads the posting 7, and pages."""
    writer = begin(engine, day, source)
    writer.keep(raw(source=source), normalised())
    for memo in memos:
        writer.remember(memo, edition)
    finish(writer, status)


def recall(engine, *keys, edition="edition", since=START, source="korea"):
    return begin(engine, day=1, source=source).recall(keys, edition, since)


def test_a_page_comes_back_as_it_went_in(engine):
    remember(engine, MEMO, OTHER)
    assert recall(engine, "key", "other", "unknown") == {"key": MEMO, "other": OTHER}


def test_a_page_of_another_edition_of_another_source_or_read_too_long_ago_is_not_recalled(engine):
    remember(engine, MEMO)
    assert recall(engine, "key", edition="next") == {}
    assert recall(engine, "key", source="japan") == {}
    assert recall(engine, "key", since=START + timedelta(seconds=1)) == {}
    assert recall(engine, "key", since=START) == {"key": MEMO}


def test_a_page_whose_posting_the_store_does_not_hold_is_not_recalled(engine):
    unknown = replace(MEMO, outcomes=(KEPT, replace(KEPT, external_id="8")))
    differs = replace(MEMO, key="differs", outcomes=(replace(KEPT, content_hash="00"),))
    left_out = replace(MEMO, key="left out", outcomes=(KEPT, Outcome("9", "11", is_kept=False)))
    remember(engine, unknown, differs, left_out)
    assert recall(engine, "key", "differs", "left out") == {"left out": left_out}


def test_a_page_is_not_recalled_once_another_page_has_changed_its_posting(engine):
    remember(engine, MEMO)
    crawl(engine, [(raw(text="Other words."), normalised())], day=1)
    assert recall(engine, "key") == {}


def test_a_page_that_is_read_again_replaces_what_was_remembered(engine):
    remember(engine, MEMO)
    later = replace(MEMO, etag='"2"', read_at=START + timedelta(days=1))
    remember(engine, later, day=1)
    assert recall(engine, "key") == {"key": later}
    assert len(rows(engine, models.PAGE)) == 1


def test_a_failed_run_leaves_no_page(engine):
    remember(engine, MEMO, status=RunStatus.FAILED)
    assert rows(engine, models.PAGE) == []


def test_a_partial_run_leaves_its_pages(engine):
    remember(engine, MEMO, status=RunStatus.PARTIAL)
    assert recall(engine, "key") == {"key": MEMO}


def test_many_pages_are_recalled_at_once(engine):
    many = [replace(MEMO, key=str(number)) for number in range(1203)]
    remember(engine, *many)
    assert len(recall(engine, *map(str, range(1203)))) == 1203


# --- postings that are as they were


def again(engine, *keys, day=1, status=RunStatus.COMPLETE):
    writer = begin(engine, day)
    for key in keys:
        writer.again(key, START + timedelta(days=day), f"https://jobs.example.org/{key}")
    finish(writer, status)
    return writer


def test_a_posting_seen_again_only_moves_its_last_sight(engine):
    crawl(engine, [(raw(), normalised())])
    before = row(engine, models.POSTING)
    counts = {model: len(rows(engine, model)) for model in (models.OBSERVATION, models.FACT, models.CHANGE)}
    writer = again(engine, "7")
    after = row(engine, models.POSTING)
    assert {name for name in after if after[name] != before[name]} == {"last_seen_run_id", "last_seen_at"}
    assert after["last_seen_at"] == START + timedelta(days=1)
    assert {model: len(rows(engine, model)) for model in counts} == counts
    assert (writer.tally.unchanged, writer.tally.stored) == (1, 1)


@pytest.mark.parametrize(("misses", "was"), [(1, "missing"), (2, "withdrawn")])
def test_a_posting_seen_again_after_it_was_missed_is_listed_and_the_change_is_kept(engine, misses, was):
    crawl(engine, [(raw(), normalised())])
    for day in range(1, misses + 1):
        crawl(engine, [], day=day)
    writer = again(engine, "7", day=5)
    assert (row(engine, models.POSTING)["status"], row(engine, models.POSTING)["missed_runs"]) == ("listed", 0)
    change = row(engine, models.CHANGE, run_id=writer.run_id)
    assert (change["field"], change["old"], change["new"]) == ("status", was, "listed")
    assert row(engine, models.RUN, id=writer.run_id)["relisted"] == 1


def test_a_posting_not_seen_again_is_missed_as_in_a_full_run(engine):
    crawl(engine, [(raw(key), normalised()) for key in "789"])
    writer = again(engine, "7", "9")
    assert [posting["status"] for posting in rows(engine, models.POSTING)] == ["listed", "missing", "listed"]
    run = row(engine, models.RUN, id=writer.run_id)
    assert (run["unchanged"], run["missing"], run["withdrawn"]) == (2, 1, 0)


@pytest.mark.parametrize("first", ["again", "keep"])
def test_the_first_of_two_postings_with_one_id_counts_whether_it_was_read_or_not(engine, first):
    crawl(engine, [(raw(), normalised())])
    writer = begin(engine, day=1)
    acts = {
        "again": lambda: writer.again("7", START, "https://jobs.example.org/7"),
        "keep": lambda: writer.keep(raw(text="Other words."), normalised()),
    }
    for act in sorted(acts, key=lambda name: name != first):
        acts[act]()
    finish(writer)
    assert (writer.tally.unchanged, writer.tally.changed) == ((1, 0) if first == "again" else (0, 1))
    message = "The site lists 7 more than once; the first was kept."
    assert row(engine, models.ISSUE, kind="conflict")["message"] == message
