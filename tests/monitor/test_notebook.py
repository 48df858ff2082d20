from dataclasses import replace
from datetime import UTC, datetime

from jpo_scraper.items import Outcome, PageMemo
from jpo_scraper.monitor.notebook import Notebook

MEMO = PageMemo("k", "row", "https://x.example.org/1", 200, '"1"', None, "body", datetime(2026, 3, 1, tzinfo=UTC))
ONE, TWO = Outcome("1", "a", is_kept=True), Outcome("2", "b", is_kept=False)


def test_a_page_is_whole_with_the_outcome_of_its_last_posting():
    notebook = Notebook()
    assert notebook.open(MEMO, 2) is None
    assert notebook.add("k", ONE) is None
    assert notebook.add("k", TWO) == replace(MEMO, outcomes=(ONE, TWO))
    assert notebook.add("k", TWO) is None


def test_a_page_without_postings_is_whole_at_once():
    assert Notebook().open(MEMO, 0) == MEMO


def test_a_page_of_which_a_posting_failed_is_never_whole():
    notebook = Notebook()
    notebook.open(MEMO, 2)
    assert notebook.add("k", ONE) is None


def test_a_posting_of_no_page_in_hand_is_nothing():
    assert Notebook().add(None, ONE) is None
    assert Notebook().add("another", ONE) is None
