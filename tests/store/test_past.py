"""Databases of older programs: made by the migrations of their time, filled by SQL, and raised to today's schema.

`past/NNNN.sql` holds the rows that came with the tables and columns of revision NNNN.
"""

import json
import re
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import MetaData, Table, inspect, select, text

from jpo_scraper.items import posting_from_json
from jpo_scraper.reference.tables import database_rows
from jpo_scraper.store import migrate
from jpo_scraper.store import models as m
from jpo_scraper.store.engine import reading
from jpo_scraper.store.queries import find_posting, open_postings, posting
from jpo_scraper.store.views import VIEWS
from tests.cli import FIXTURES, jpo, sql
from tests.store.factory import START, crawl, normalised, raw, row, rows

DERIVED = "posting_search"
"""The full-text index and its parts: an upgrade makes them anew of the texts."""

PAST = Path(__file__).parent / "past"
OLDER = [path.name[:4] for path in sorted((migrate.FOLDER / "versions").glob("[0-9]*.py"))][:-1]


def make(engine, revision: str) -> None:
    """A database of this revision, full of rows."""
    with migrate._migrating(engine) as (connection, config):
        command.upgrade(config, revision)
        for path in sorted(PAST.glob("*.sql")):
            if path.stem <= revision:
                for statement in re.split(r";\n", re.sub(r"^--.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)):
                    if statement.strip():
                        connection.exec_driver_sql(statement.replace("%", "%%"))
        if connection.dialect.name == "postgresql":  # ids were given, not drawn
            for table in inspect(connection).get_table_names():
                if any(column["name"] == "id" for column in inspect(connection).get_columns(table)):
                    ids = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
                    connection.execute(text(ids))


def content(
    engine, columns: dict[str, list[str]] | None = None
) -> tuple[dict[str, list[str]], dict[str, list[object]]]:
    """The columns of each table, and its rows as the backend keeps them. Counts are made anew, under other ids."""
    kept = columns or {
        name: [
            column["name"]
            for column in inspect(engine).get_columns(name)
            if not (name.endswith("_tally") and column["name"] == "id")
        ]
        for name in inspect(engine).get_table_names()
        if name != "alembic_version" and not name.startswith(DERIVED)
    }
    with reading(engine) as connection:
        found = {
            name: connection.execute(select(*(text(column) for column in names)).select_from(text(name))).all()
            for name, names in kept.items()
        }
    return kept, {name: sorted(map(tuple, lines), key=repr) for name, lines in found.items()}


@pytest.fixture(params=OLDER)
def old_engine(request, empty_engine):
    make(empty_engine, request.param)
    return empty_engine


def test_every_table_of_an_old_database_holds_rows(old_engine):
    _, stored = content(old_engine)
    assert [name for name, lines in stored.items() if not lines] == [], "add rows to tests/store/past/NNNN.sql"


def test_an_upgrade_loses_nothing(old_engine):
    columns, before = content(old_engine)
    migrate.upgrade(old_engine)
    assert migrate.revision(old_engine) == migrate.head()
    assert content(old_engine, columns)[1] == before
    with reading(old_engine) as connection:  # every new column can be read by today's program
        for name in m.METADATA.tables:
            connection.execute(select(m.METADATA.tables[name])).all()


def test_an_upgrade_gives_the_schema_of_a_new_database(old_engine, engine):
    migrate.upgrade(old_engine)

    def schema(of):
        found = MetaData()
        found.reflect(of, views=True)
        return {name: described(of, table) for name, table in found.tables.items()}

    def described(of, table: Table):
        columns = {column.name: (str(column.type), column.nullable, column.primary_key) for column in table.columns}
        parts = (inspect(of).get_indexes, inspect(of).get_unique_constraints, inspect(of).get_check_constraints)
        if table.name in VIEWS.tables:
            return (columns,)
        # As text: the conditions of partial indexes are objects, equal to nothing but themselves.
        return columns, *(sorted(json.dumps(one, default=str) for one in part(table.name)) for part in parts)

    assert schema(old_engine) == schema(engine)
    with migrate._migrating(old_engine) as (_, config):
        command.check(config)


def test_an_upgraded_database_answers_and_is_crawled_on(old_engine):
    migrate.upgrade(old_engine, database_rows)
    (known,) = open_postings(old_engine, START)
    assert (known["external_id"], known["duty_stations"], known["sponsors"]) == ("7", "Islamabad (PK); CH", "KR, JP")
    assert [found["id"] for found in find_posting(old_engine, "JR-7")] == [1]
    detail = posting(old_engine, 1)
    assert posting_from_json(detail.observations[-1]["normalised"]).grade == "P-2"
    (deadline,) = [fact for fact in detail.facts if fact["field"] == "deadline"]
    assert detail.text[deadline["start"] : deadline["end"]] == deadline["raw"] == "16 March 2099"
    assert [change["field"] for change in detail.changes if change["cause"] == "site"] == ["grade", "languages"]
    last = rows(old_engine, m.RUN)[-1]["id"]

    crawl(old_engine, [(raw("7"), normalised()), (raw("9"), normalised())], day=365)
    crawl(old_engine, [(raw("7"), normalised())], day=366)
    assert row(old_engine, m.RUN, id=4)["status"] == "interrupted"
    assert [found["id"] for found in rows(old_engine, m.RUN)][-2:] == [last + 1, last + 2]
    assert [(found["external_id"], found["status"]) for found in rows(old_engine, m.POSTING)] == [
        ("7", "listed"), ("8", "missing"), ("9", "missing"),
    ]  # fmt: skip
    assert len(rows(old_engine, m.OBSERVATION, posting_id=1)) == 3
    assert {found["posting_id"] for found in rows(old_engine, m.LINK_KEY)} == {1, 2, 3}


def test_the_oldest_database_is_upgraded_and_crawled_by_command(empty_engine):
    make(empty_engine, OLDER[0])
    url = empty_engine.url.render_as_string(hide_password=False)
    done = jpo("crawl", "korea", "--replay", FIXTURES, "-d", url)
    assert (done.returncode, b"has schema 0001" in done.stderr) == (1, True)
    assert f"schema {OLDER[0]} → {migrate.head()}" in jpo("db", "upgrade", "-d", url).stdout.decode()
    done = jpo("crawl", "korea", "--replay", FIXTURES, "-d", url)
    assert done.returncode == 0, done.stderr
    assert sql(url, "SELECT count(*) > 3 FROM open_vacancies WHERE source = 'korea'")[0][0]
