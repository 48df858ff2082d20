"""One SQLite file from any backend."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import select

from jpo_scraper.reference.tables import database_rows
from jpo_scraper.store.engine import open_engine, reading
from jpo_scraper.store.filters import Filters
from jpo_scraper.store.migrate import head, revision, upgrade
from jpo_scraper.store.models import METADATA
from jpo_scraper.store.queries import open_postings
from jpo_scraper.store.views import VIEWS
from tests.cli import Jpo
from tests.store.factory import START, crawl, normalised, raw


@pytest.fixture
def filled(engine, database_url):
    upgrade(engine, database_rows)
    crawl(engine, [(raw("1"), normalised()), (raw("2", text="Other."), normalised())])
    crawl(engine, [(raw("1", text="Changed."), normalised())], day=1)
    return engine, database_url


@pytest.fixture
def jpo(monkeypatch, capsysbinary):
    return Jpo(monkeypatch, capsysbinary)


def contents(engine):
    tables = [*METADATA.sorted_tables, *VIEWS.tables.values()]
    with reading(engine) as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)).all())) for table in tables}


def test_a_snapshot_holds_every_table_and_every_view_as_they_are(jpo, filled, tmp_path):
    engine, url = filled
    file = tmp_path / "copy.sqlite"
    done = jpo("db", "snapshot", file, "-d", url)
    assert (done.status, done.out) == (0, b"")
    copied = open_engine(str(file))
    assert revision(copied) == head()
    expected, found = contents(engine), contents(copied)
    assert found == expected
    assert [row["id"] for row in open_postings(copied, START, Filters(search="changed"))] == [1]
    assert f"{sum(len(expected[name]) for name in METADATA.tables):,} rows" in done.err
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith((".jpo", "copy"))] == ["copy.sqlite"]
    copied.dispose()


def test_a_snapshot_is_read_where_nothing_can_be_written_beside_it(jpo, filled, tmp_path):
    file = tmp_path / "copy.sqlite"
    jpo("db", "snapshot", file, "-d", filled[1])
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_snapshot_replaces_an_older_one(jpo, filled, tmp_path):
    engine, url = filled
    file = tmp_path / "copy.sqlite"
    jpo("db", "snapshot", file, "-d", url)
    crawl(engine, [(raw("3"), normalised())], day=2)
    jpo("db", "snapshot", file, "-d", url)
    copied = open_engine(str(file))
    assert contents(copied) == contents(engine)
    copied.dispose()


def test_a_snapshot_takes_the_place_of_no_database_that_is_in_use(jpo, filled, tmp_path):
    file = tmp_path / "copy.sqlite"
    file.write_bytes(b"")
    (tmp_path / "copy.sqlite-wal").write_bytes(b"x")
    done = jpo("db", "snapshot", file, "-d", filled[1])
    assert done.status == 1
    assert "is in use by another program" in done.err
    assert file.read_bytes() == b""


def test_a_database_is_not_copied_over_itself(jpo, sqlite_template, tmp_path):
    file = tmp_path / "jpo.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    before = file.read_bytes()
    done = jpo("db", "snapshot", file, "-d", file)
    assert done.status == 1
    assert "is the database itself" in done.err
    assert file.read_bytes() == before


def test_a_snapshot_that_fails_leaves_nothing(jpo, filled, tmp_path):
    done = jpo("db", "snapshot", tmp_path / "no" / "copy.sqlite", "-d", filled[1])
    assert done.status == 1
    assert "cannot be written" in done.err


def test_without_a_database_it_says_which_command_makes_one(jpo, tmp_path):
    done = jpo("db", "snapshot", tmp_path / "copy.sqlite", "-d", tmp_path / "none.sqlite")
    assert done.status == 1
    assert "run `jpo crawl` first" in done.err
