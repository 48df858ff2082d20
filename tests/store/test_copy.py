"""`jpo db copy`: a database into another one, and nothing lost."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    Float,
    Integer,
    Table,
    func,
    insert,
    inspect,
    select,
)

from jpo_scraper.exceptions import SchemaVersionError, StoreError
from jpo_scraper.reference.tables import database_rows
from jpo_scraper.store import migrate
from jpo_scraper.store.copy import BATCH, copy
from jpo_scraper.store.engine import open_engine, reading, writing
from jpo_scraper.store.models import METADATA, JsonValue, UtcDateTime
from tests.cli import FIXTURES, jpo, sql

SOURCE = METADATA.tables["source"]
TABLES = METADATA.sorted_tables
ODD = "\x01\x1f\x7f\u0085\u200f\ufeff \\u0041 '\"; -- é é 한국 \U0001f600\r\n\t%(x)s :y {}"
"""What a text may hold: everything but NUL and halves of characters."""

DEEP = {"b": [1, None, True, {"x": ODD}], "a": {}, "n": 2**53 + 1, "f": 0.1, ODD: ""}


def value(table: Table, column: Any, number: int) -> Any:
    """A value of the column's type that is hard to carry, and differs from row to row."""
    if keys := list(column.foreign_keys):
        return value(keys[0].column.table, keys[0].column, number)
    words = next((words for check, words in _checks(table) if check == column.name), None)
    if words:
        return words[number % len(words)]
    if column.nullable and number == 2:
        return None
    for kind, made in (
        (UtcDateTime, datetime(1900 + number, 2, 28, 23, 59, 59, tzinfo=UTC)),
        (Date, date(number, 1, 31)),
        (Boolean, number % 2 == 0),
        (Float, number / 7),
        (JsonValue, [DEEP, number, None]),
    ):
        if isinstance(column.type, kind):
            return made
    if isinstance(column.type, BigInteger):
        return 2**63 - number
    if isinstance(column.type, Integer):
        return number if column.primary_key else 2**31 - number
    return f"{ODD}{number}"


def _checks(table: Table) -> list[tuple[str, list[str]]]:
    """The columns that hold one of some words, with the words."""
    found = (
        re.fullmatch(r"(\w+) IN \((.*)\)", str(one.sqltext))
        for one in table.constraints
        if isinstance(one, CheckConstraint)
    )
    return [(match[1], re.findall("'([^']*)'", match[2])) for match in found if match]


def row(table: Table, number: int, points_to: int | None = None) -> dict[str, Any]:
    """The row of this number; its foreign keys point to rows of the same number, or of another."""
    end = points_to or number
    made = {
        column.name: value(table, column, end if column.foreign_keys else number)
        for column in table.columns
        if points_to is None or column is not table.autoincrement_column
    }
    return made | ({"second_id": end + 1} if table.name == "link" else {})


@pytest.fixture
def full(engine):
    """A database with rows in every table, whatever the tables are."""
    with writing(engine) as connection:
        for table in TABLES:
            connection.execute(table.delete())
            numbers = range(1, 3) if table.name == "link" else range(1, 4)
            connection.execute(insert(table), [row(table, number) for number in numbers])
    return engine


@pytest.fixture
def other(backend, request, tmp_path):
    """An empty database of the other kind."""
    other = open_engine(
        str(tmp_path / "other.sqlite") if backend == "postgres" else request.getfixturevalue("empty_postgres_url")
    )
    yield other
    other.dispose()


def content(engine) -> dict[str, list[Any]]:
    with reading(engine) as connection:
        return {table.name: connection.execute(select(table).order_by(*table.primary_key)).all() for table in TABLES}


def stored(path) -> dict[str, list[Any]]:
    """The rows of an SQLite file as they are stored; of JSON what it means, as spaces and order are PostgreSQL's."""
    found = {}
    with closing(sqlite3.connect(path)) as database:
        for table in TABLES:
            meaning = [json.loads if isinstance(column.type, JsonValue) else str for column in table.columns]
            names = ", ".join(column.name for column in table.columns)
            found[table.name] = [
                [of(cell) if isinstance(cell, str) else cell for of, cell in zip(meaning, line, strict=True)]
                for line in database.execute(f"SELECT {names} FROM {table.name}").fetchall()
            ]
    return {name: sorted(lines, key=repr) for name, lines in found.items()}


def test_every_row_of_every_table_arrives_as_it_was(full, other):
    copied = copy(full, other)
    assert all(copied.values())
    assert copied == {name: len(found) for name, found in content(full).items()}
    assert content(other) == content(full)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_there_and_back_gives_what_was_stored(full, other, tmp_path, database_url):
    back = open_engine(str(tmp_path / "back.sqlite"))
    copy(full, other)
    copy(other, back)
    back.dispose()
    assert stored(tmp_path / "back.sqlite") == stored(database_url)


def test_the_next_row_gets_a_number_of_its_own(full, other):
    copy(full, other)
    with writing(other) as connection:
        for table in TABLES:
            number = table.autoincrement_column
            if number is not None:
                highest = connection.execute(select(func.max(number))).scalar_one()
                made = row(table, 4, points_to=1) | ({"second_id": 3} if table.name == "link" else {})
                given = connection.execute(insert(table), made).inserted_primary_key
                assert given == (highest + 1,), table.name


def test_more_rows_than_one_batch_arrive(engine, other):
    with writing(engine) as connection:
        connection.execute(SOURCE.insert(), [{"name": f"s{n:04}", "title": ""} for n in range(2 * BATCH + 1)])
    assert copy(engine, other)["source"] == 2 * BATCH + 1
    assert content(other) == content(engine)


def test_reference_rows_of_the_target_are_replaced(full, other):
    migrate.upgrade(other, database_rows)
    copy(full, other)
    assert content(other) == content(full)


def test_a_target_that_holds_rows_is_left_as_it_was(full, other):
    copy(full, other)
    with writing(other) as connection:
        connection.execute(SOURCE.insert(), {"name": "later", "title": ""})
    before = content(other)
    for origin in (full, other):
        with pytest.raises(StoreError, match=r"is not empty: its table \w+ has rows; give one that does not exist yet"):
            copy(origin, other)
    assert content(other) == before


def test_a_copy_that_fails_leaves_nothing(full, other):
    def watch(rows, table, total):
        if table == "posting":
            raise RuntimeError
        return rows

    with pytest.raises(RuntimeError):
        copy(full, other, watch)
    assert inspect(other).get_table_names() == []
    copy(full, other)
    assert content(other) == content(full)


def test_what_is_stored_meanwhile_is_not_half_in_the_copy(full, other):
    before = content(full)

    def watch(rows, table, total):
        if table == "agency":  # the first one
            with writing(full) as connection:
                connection.execute(SOURCE.insert(), {"name": "meanwhile", "title": ""})
        return rows

    copy(full, other, watch)
    assert len(content(full)["source"]) == len(before["source"]) + 1
    assert content(other) == before


def test_a_newer_target_is_refused(full, other):
    copy(full, other)
    sql(other.url.render_as_string(hide_password=False), "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaVersionError, match="install the newer jpo-scraper"):
        copy(full, other)


@pytest.mark.postgres
def test_the_demo_goes_there_and_back_and_is_crawled_on(demo_crawl, empty_postgres_url, tmp_path, here):
    back = tmp_path / "back.sqlite"
    for origin, target in ((demo_crawl.path, empty_postgres_url), (empty_postgres_url, back)):
        done = here("db", "copy", origin, target)
        assert re.match(r"[\d,]+ rows of \d+ tables: .* → ", done.out.decode()), done.err
    assert stored(back) == stored(demo_crawl.path)
    assert here("db", "copy", demo_crawl.path, back).status == 1
    counted = "SELECT (SELECT count(*) FROM observation), (SELECT count(*) FROM change)"
    before = sql(back, counted)
    assert jpo("crawl", "unhcr", "--replay", FIXTURES, "-d", back).returncode == 0
    assert sql(back, counted) == before
