"""The full-text index, on both backends."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.dialects import sqlite

from jpo_scraper.exceptions import StoreError
from jpo_scraper.store import migrate, search, writer
from jpo_scraper.store.engine import reading, sqlite_path, writing
from jpo_scraper.store.filters import Filters
from jpo_scraper.store.models import POSTING_TEXT
from jpo_scraper.store.queries import found_keys, open_postings
from jpo_scraper.store.rereading import Rereading, replace_readings, stored_postings
from jpo_scraper.store.rows import sight, storable
from jpo_scraper.store.search import best, fts5, matching
from jpo_scraper.store.words import terms
from jpo_scraper.vocab import RunStatus
from tests.store.factory import POSTING, START, begin, crawl, finish, normalised, raw

NOW = datetime(2026, 3, 10, tzinfo=UTC)
TEXTS = {
    "island": ("Nutrition Officer", "Based in São Tomé. Climate change and water. Grade P-2."),
    "water": ("Water Analyst", "Change of climate. Nutrition, water and more water."),
    "tokyo": ("JPO派遣制度", "外務省は国際機関に派遣する。東京都で面接。"),
    "seoul": ("초급전문가", "외교부는 국제기구 초급전문가를 모집한다."),
    "empty": (None, ""),
}


def item(key, title, body):
    return raw(key, text=body), normalised(replace(POSTING, title=title, reference=None))


@pytest.fixture
def filled(engine):
    crawl(engine, [item(key, *words) for key, words in TEXTS.items()])
    return engine


def found(engine, asked):
    rows = open_postings(engine, NOW, Filters(search=asked), include_all=True)
    return {row["external_id"] for row in rows}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("sao tome", "island"),
        ("TOMÉ SÃO", "island"),
        ("nutrition water", "island water"),
        ("officer climate", "island"),
        ('"climate change"', "island"),
        ("“officer based”", ""),
        ("change climate", "island water"),
        ("nutr*", "island water"),
        ('"clim* chan"', ""),
        ("nutr", ""),
        ("water -officer", "water"),
        ('water -"climate change"', "water"),
        ("-water", "tokyo seoul empty"),
        ("-water -派遣", "seoul empty"),
        ("p-2", "island"),
        ("東京", "tokyo"),
        ("京", "tokyo"),
        ("面接", "tokyo"),
        ("派遣制度", "tokyo"),
        ("東面", ""),
        ("전문가", "seoul"),
        ("국제기구", "seoul"),
        ("JPO", "tokyo"),
        ('C++ "', ""),
        ("AND (", "island water"),
        ("NOT NEAR(a b)", ""),
        ("title:water", ""),
        ("", ""),
        ("++", ""),
    ],
)
def test_postings_are_found_by_their_words(filled, asked, expected):
    assert found(filled, asked) == set(expected.split())


def test_the_best_come_first_and_a_word_in_the_title_counts_most(filled):
    def ranked(asked, **given):
        rows = found_keys(filled, NOW, Filters(search=asked, **given), include_all=True)
        with reading(filled) as connection:
            keys = dict(connection.execute(text("SELECT id, external_id FROM posting")).all())
        return [keys[row["id"]] for row in rows]

    assert ranked("water") == ["water", "island"]
    assert ranked("nutrition") == ["island", "water"]
    assert ranked("nutrition", agencies=("WHO",)) == ["island", "water"]
    assert ranked("nutrition", agencies=("FAO",)) == []
    assert set(ranked("-water")) == {"tokyo", "seoul", "empty"}
    assert ranked("++") == []


def test_of_many_postings_the_newest_are_ranked(filled, monkeypatch):
    monkeypatch.setattr(search, "RANKED", 1)
    with reading(filled) as connection:
        every, newest = (set(connection.execute(query).scalars()) for query in (matching("water"), best("water")))
    assert newest == {max(every)}


def test_a_changed_posting_is_found_by_its_new_words_and_not_by_its_old_ones(filled):
    crawl(filled, [item("island", "Field Officer", "Based in Praia.")], day=1, status=RunStatus.PARTIAL)
    assert found(filled, "praia") == found(filled, "field officer") == {"island"}
    assert found(filled, "tome") == set()
    assert found(filled, "nutrition") == {"water"}
    intact(filled)


def test_a_title_that_other_rules_read_is_found_and_the_old_one_is_not(filled):
    (stored,) = (one for one in stored_postings(filled, "korea", limit=9) if one.raw.external_id == "water")
    again = sight(stored.raw, normalised(replace(POSTING, title="Sanitation Analyst", reference=None)), START)
    replace_readings(filled, [Rereading(stored, again)], NOW)
    assert found(filled, "sanitation") == {"water"}
    assert found(filled, "more water") == {"water"}
    assert found(filled, '"water analyst"') == set()
    intact(filled)


def test_a_run_that_fails_while_it_stores_leaves_index_and_rows_as_they_were(filled, monkeypatch):
    def full(*_args, **_more):
        raise StoreError("the disk is full")

    run = begin(filled, day=1)
    run.keep(*item("island", "Field Officer", "Based in Praia."))
    run.keep(*item("new", "Fresh", "Praia too."))
    monkeypatch.setattr(writer, "link", full)  # the last step: the index is written already
    with pytest.raises(StoreError):
        finish(run)
    assert found(filled, "praia") == set()
    assert found(filled, "tome") == {"island"}
    intact(filled)


def test_a_failed_run_enters_nothing(filled):
    crawl(filled, [item("new", "Fresh", "Praia too.")], day=1, status=RunStatus.FAILED)
    assert found(filled, "praia") == set()


def test_an_older_database_becomes_searchable_with_its_upgrade_and_says_how_far_it_is(filled):
    migrate.downgrade(filled, "0006")
    told = []
    migrate.upgrade(filled, told=lambda ids, number: (told.append(id) or id for id in ids if number == len(TEXTS)))
    assert len(told) == len(TEXTS)
    assert found(filled, "tome") == {"island"}
    intact(filled)
    told.clear()
    migrate.upgrade(filled, told=lambda ids, number: (told.append(id) or id for id in ids))
    assert told == []


def test_another_program_asks_the_file_with_a_match_string(filled):
    path = sqlite_path(filled)
    if path is None:
        pytest.skip("about SQLite files")
    with sqlite3.connect(path) as connection:
        sql = "SELECT rowid FROM posting_search WHERE posting_search MATCH ? ORDER BY rank"
        by_string = connection.execute(sql, [fts5(terms("sao tome"))]).fetchall()
        compiled = matching("sao tome").compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        by_statement = connection.execute(str(compiled)).fetchall()
    connection.close()
    assert by_string == by_statement
    assert len(by_string) == 1


def test_a_search_on_the_index_can_be_compiled_once_for_many_words(filled):
    assert [found(filled, asked) for asked in ("tome", "面接", "water officer")] == [{"island"}, {"tokyo"}, {"island"}]


def intact(engine):
    """The index holds each posting once, with the words that it has now."""
    with reading(engine) as connection:
        rows = sorted(connection.execute(select(search.INDEX.c.rowid)).scalars())
        assert rows == sorted(connection.execute(text("SELECT id FROM posting")).scalars())
    if engine.dialect.name == "sqlite":
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO posting_search (posting_search) VALUES ('integrity-check')"))


# --- any text, any search ---------------------------------------------------------------------------------------------

LETTERS = st.one_of(st.text(max_size=60), st.text(alphabet="aä京都전문 -*\"'()NOT^:&|!<>\\\u0301ς", max_size=40))
MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@MANY
@given(asked=LETTERS)
@example('C++ "')
@example("AND (")
@example("\0\ud800")
@example("京" * 2_000)
@example("a " * 2_000)
@example('"' + "a " * 2_000)
@example("-a " * 1_000)
def test_nothing_that_a_person_types_is_an_error(filled, asked):
    with reading(filled) as connection:
        connection.execute(best(asked)).all()
        connection.execute(matching(asked)).all()


@MANY
@given(body=LETTERS)
@example("ΟΔΟΣ.Α ΟΔΟΣ")
@example("x" * 200)
@example("İstanbul Straße ﷺ e\u0301")
def test_every_word_of_a_text_finds_it(filled, body):
    body = storable(body)
    with filled.connect() as connection:  # nothing is committed
        (at,) = connection.execute(matching("tome")).scalars()
        search.forget(connection, [at])
        connection.execute(update(POSTING_TEXT).where(POSTING_TEXT.c.observation_id == at).values(text=body))
        search.enter(connection, [at])
        for word in body.split():
            asked = terms(word)
            if asked and not any(term.is_refused for term in asked):
                assert at in connection.execute(matching(word)).scalars().all(), word
