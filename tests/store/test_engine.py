import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import StatementError

from jpo_scraper.exceptions import StoreError
from jpo_scraper.store.engine import add, database_name, open_engine, reading, sqlite_path, upsert, writing
from jpo_scraper.store.models import CHANGE, ISSUE, POSTING, RUN, SOURCE
from tests.store.factory import crawl, normalised, raw, row, rows

KOREA = {"name": "korea", "title": "The ministry"}
ASK = text("SELECT 1")
SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


# --- which database


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("sqlite:///folder/jpo.sqlite", "sqlite:///folder/jpo.sqlite"),
        ("folder/jpo.sqlite", "sqlite:///folder/jpo.sqlite"),
        ("/data/jpo.sqlite", "sqlite:////data/jpo.sqlite"),
        ("postgresql://jpo@db/jpo", "postgresql+psycopg://jpo@db/jpo"),
        ("postgres://jpo@db/jpo", "postgresql+psycopg://jpo@db/jpo"),
        ("postgresql+psycopg://jpo@db/jpo", "postgresql+psycopg://jpo@db/jpo"),
    ],
)
def test_database_is_named_by_a_url_or_a_path(given, expected):
    assert str(open_engine(given).url) == expected


def test_database_comes_from_the_environment_and_is_a_file_here_by_default(monkeypatch):
    monkeypatch.delenv("JPO_DATABASE", raising=False)
    assert str(open_engine().url) == "sqlite:///jpo.sqlite"
    monkeypatch.setenv("JPO_DATABASE", "other.sqlite")
    assert str(open_engine().url) == "sqlite:///other.sqlite"
    assert str(open_engine("third.sqlite").url) == "sqlite:///third.sqlite"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("mysql://jpo@db/jpo", r"'mysql' databases are not supported: give the path of a file, .* or postgresql://"),
        ("postgresql+asyncpg://jpo@db/jpo", "'postgresql\\+asyncpg' databases are not supported"),
        ("://", "'://' is not a database URL: give the path of a file"),
    ],
)
def test_other_databases_are_refused_with_the_forms_that_work(given, words):
    with pytest.raises(StoreError, match=words):
        open_engine(given)


def test_missing_driver_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r'pip install "jpo-scraper\[postgres\]"'):
        open_engine("postgresql://jpo@db/jpo")


def test_messages_name_the_database_without_its_password():
    assert database_name(open_engine("postgresql://jpo:secret@db/jpo")) == "postgresql+psycopg://jpo:***@db/jpo"
    assert database_name(open_engine("/data/jpo.sqlite")) == "/data/jpo.sqlite"
    assert database_name(open_engine(":memory:")) == ":memory:"


def test_only_an_sqlite_file_has_a_path():
    assert str(sqlite_path(open_engine("/data/jpo.sqlite"))) == "/data/jpo.sqlite"
    assert sqlite_path(open_engine(":memory:")) is None
    assert sqlite_path(open_engine("postgresql://jpo@db/jpo")) is None


# --- transactions


def test_transaction_is_kept_whole_or_not_at_all(engine):
    def half_way():
        with writing(engine) as connection:
            upsert(connection, SOURCE, [KOREA])
            connection.execute(text("CREATE TABLE extra (word TEXT)"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_way()
    with reading(engine) as connection:
        assert connection.execute(select(SOURCE)).all() == []
    assert "extra" not in inspect(engine).get_table_names()


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("a\ttab, a \\N and a \\\\", {"code": "en", "level": None}),
        ("two\nlines\r\n\\.\n", ["\\", "\t"]),
        ("Öffentlicher Dienst 병역 \U0001f30d, 'quoted' \"twice\"", "words"),
        ("", 3),
        ("\\N", None),
    ],
)
def test_added_rows_are_kept_as_they_are(engine, words, value):
    crawl(engine, [(raw(), normalised())])
    run_id, posting_id = row(engine, RUN)["id"], row(engine, POSTING)["id"]
    issue = {"run_id": run_id, "kind": "impossible", "message": words, "raw": words}
    at = datetime(2026, 3, 1, 6, tzinfo=UTC)
    change = {
        "posting_id": posting_id,
        "run_id": run_id,
        "field": "age",
        "old": value,
        "new": [value],
        "changed_at": at,
    }
    with writing(engine) as connection:
        add(connection, ISSUE, [])
        add(connection, ISSUE, [issue, issue | {"message": "another", "raw": None}])
        add(connection, CHANGE, [change])
    first, second = rows(engine, ISSUE, kind="impossible")
    assert (first["message"], first["raw"], first["url"]) == (words, words, None)
    assert (second["message"], second["raw"]) == ("another", None)
    kept = row(engine, CHANGE)
    assert {name: kept[name] for name in change} == change
    assert kept["cause"] == "site"


def test_rows_that_the_database_refuses_are_a_store_error_and_leave_nothing(engine):
    crawl(engine, [(raw(), normalised())])
    issue = {"run_id": row(engine, RUN)["id"], "kind": "impossible", "message": "words"}
    refused = pytest.raises(StoreError, match=r"The database .* failed: .*(?i:foreign key)")
    with refused, writing(engine) as connection:
        add(connection, ISSUE, [issue, issue | {"run_id": 4711}])
    assert rows(engine, ISSUE, kind="impossible") == []


def test_upsert_inserts_and_replaces(engine):
    with writing(engine) as connection:
        upsert(connection, SOURCE, [KOREA, {"name": "japan", "title": "Another"}])
        upsert(connection, SOURCE, [KOREA | {"title": "New name"}])
        upsert(connection, SOURCE, [])
    with reading(engine) as connection:
        assert connection.execute(select(SOURCE).order_by(SOURCE.c.name)).all() == [
            ("japan", "Another"),
            ("korea", "New name"),
        ]


def test_refused_row_is_a_store_error(engine):
    with pytest.raises(StoreError, match=r"^The database \S+ failed: .*\.$"), writing(engine) as connection:
        connection.execute(SOURCE.insert(), [KOREA, KOREA])


@SQLITE
def test_sqlite_is_set_up_for_readers_beside_a_writer(engine):
    pragmas = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000, "synchronous": 1}
    with reading(engine) as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in pragmas}
    assert found == pragmas


@SQLITE
def test_sqlite_writer_holds_the_lock_from_the_beginning_and_readers_go_on(engine, database_url):
    with reading(engine) as reader:
        assert reader.execute(select(SOURCE)).all() == []
        with writing(engine) as writer:
            other = sqlite3.connect(database_url, timeout=0)
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            other.close()
            upsert(writer, SOURCE, [KOREA])
        assert reader.execute(select(SOURCE)).all() == []  # still the state in which it began to read


def test_memory_database_is_one_for_all_connections():
    engine = open_engine(":memory:")
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE word (word TEXT)"))
    with reading(engine) as connection:
        assert connection.execute(text("SELECT * FROM word")).all() == []


# --- what goes wrong


def ask(url):
    engine = open_engine(str(url))
    try:
        with reading(engine) as connection:
            connection.execute(ASK)
    finally:
        engine.dispose()


def test_folder_that_does_not_exist_is_said(tmp_path):
    with pytest.raises(StoreError, match=r"none/jpo\.sqlite cannot be opened; its folder must exist"):
        ask(tmp_path / "none" / "jpo.sqlite")


def test_folder_in_place_of_a_file_is_said(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened; its folder must exist and be writable, and it must be a"):
        ask(tmp_path)


def test_path_under_a_file_is_said(tmp_path):
    (tmp_path / "notes").write_text("words")
    with pytest.raises(StoreError, match=r"notes/jpo\.sqlite cannot be opened"):
        ask(tmp_path / "notes" / "jpo.sqlite")


def test_file_that_is_no_database_is_said(tmp_path):
    (tmp_path / "jpo.sqlite").write_text("These are words and not a database. " * 50)
    with pytest.raises(StoreError, match=r"jpo\.sqlite is not an SQLite database; give another file"):
        ask(tmp_path / "jpo.sqlite")


@SQLITE
def test_read_only_database_can_be_read_and_writing_is_said(engine, database_url):
    with writing(engine) as connection:
        upsert(connection, SOURCE, [KOREA])
    read_only = open_engine(f"sqlite:///file:{database_url}?mode=ro&uri=true")
    with reading(read_only) as connection:
        assert connection.execute(select(SOURCE.c.name)).scalar() == "korea"
    words = "is read-only; make the file and its folder writable"
    with pytest.raises(StoreError, match=words), writing(read_only) as connection:
        upsert(connection, SOURCE, [KOREA])
    read_only.dispose()


def test_read_only_copy_that_we_never_wrote_can_be_read(tmp_path):
    with sqlite3.connect(tmp_path / "copy.sqlite") as connection:
        connection.execute("CREATE TABLE word (word TEXT)")
    connection.close()
    ask(f"sqlite:///file:{tmp_path}/copy.sqlite?mode=ro&uri=true")


@SQLITE
def test_database_that_another_program_writes_is_said(engine, database_url):
    other = sqlite3.connect(database_url, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    words = "is in use: another program has been writing for too long; wait for it"
    with pytest.raises(StoreError, match=words), writing(engine, wait=0):
        pass
    other.close()


@pytest.mark.postgres
def test_postgres_that_does_not_answer_or_exist_is_said(postgres, tmp_path):
    words = r"^The database postgresql\S+ cannot be reached; see that the server runs and that the URL is right \(.*%s"
    with pytest.raises(StoreError, match=words % "does not exist"):
        ask(postgres.url("nowhere"))
    with pytest.raises(StoreError, match=words % "No such file or directory"):
        ask(f"postgresql://postgres@/jpo?host={tmp_path}")


# --- instants


def test_instant_is_utc_in_whole_seconds_on_both_backends(engine):
    given = datetime(2026, 3, 1, 9, 30, 15, 999_999, tzinfo=timezone(timedelta(hours=9)))
    with writing(engine) as connection:
        upsert(connection, SOURCE, [KOREA])
        run = {"source": "korea", "mode": "live", "status": "running", "host": "h", "pid": 1, "version": "1"}
        connection.execute(RUN.insert(), [run | {"started_at": given}])
    with reading(engine) as connection:
        assert connection.execute(select(RUN.c.started_at)).scalar() == datetime(2026, 3, 1, 0, 30, 15, tzinfo=UTC)


@SQLITE
def test_sqlite_keeps_instants_as_iso_text(engine):
    test_instant_is_utc_in_whole_seconds_on_both_backends(engine)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT started_at FROM run")).scalar() == "2026-03-01T00:30:15Z"


def test_instant_without_a_zone_is_refused(engine):
    with pytest.raises(StatementError, match="An instant needs a time zone"), reading(engine) as connection:
        connection.execute(select(RUN).where(RUN.c.started_at > datetime(2026, 3, 1)))  # noqa: DTZ001


# --- what is imported


def test_store_loads_neither_scrapy_nor_the_rooms_beside_it():
    modules = "engine lifecycle links lock migrate models queries rows spool views writer".split()
    code = "import json, sys; print(json.dumps([name for name in sys.modules]))"
    imports = "\n".join(f"import jpo_scraper.store.{module}" for module in modules)
    done = subprocess.run([sys.executable, "-c", f"{imports}\n{code}"], capture_output=True, check=True)
    loaded = json.loads(done.stdout)
    rooms = {name.split(".")[1] for name in loaded if name.startswith("jpo_scraper.")}
    assert rooms == {"exceptions", "items", "link", "reference", "store", "vocab"}
    assert not {"scrapy", "parsel", "alembic"} & set(loaded)
