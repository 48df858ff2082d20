from dataclasses import replace

import pytest
from sqlalchemy import inspect

from jpo_scraper.exceptions import QueryError, QueryTimeout, StoreError
from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.search import INDEX
from jpo_scraper.store.sql import answered, relations
from jpo_scraper.vocab import ColumnKind
from tests.store.factory import POSTING, crawl, normalised, raw

SECONDS = 20


@pytest.fixture
def filled(engine):
    crawl(engine, [(raw(key), normalised(replace(POSTING, title=f"100% {key}"))) for key in "abc"])
    return engine


def ask(engine, sql, seconds=SECONDS):
    with answered(engine, sql, seconds) as answer:
        return list(answer.columns), [tuple(row) for row in answer.rows]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT title, grade FROM postings_flat ORDER BY title",
        "  -- why\n /* how; many */ (SELECT title, grade FROM postings_flat ORDER BY title)",
        "WITH t AS (SELECT title, grade FROM posting) SELECT title, grade FROM t WHERE title LIKE '100%%' ORDER BY 1;",
        "VALUES ('100% a', 'P-2'), ('100% b', 'P-2'), ('100% c', 'P-2')",
    ],
)
def test_reading_statements_are_answered(filled, backend, sql):
    if backend == "sqlite":
        sql = sql.replace("(SELECT title, grade FROM postings_flat ORDER BY title)", "SELECT title, grade FROM posting")
    columns, rows = ask(filled, sql)
    assert [row[0] for row in rows] == ["100% a", "100% b", "100% c"]
    assert {row[1] for row in rows} == {"P-2"}
    assert len(columns) == 2


def test_columns_of_one_name_are_told_apart(filled):
    columns, rows = ask(filled, "SELECT id, id, title AS id FROM posting ORDER BY 1 LIMIT 1")
    assert columns == ["id", "id_2", "id_3"]
    assert len(rows) == 1


def test_an_empty_answer_has_its_columns(filled):
    assert ask(filled, "SELECT id, title FROM posting WHERE id < 0") == (["id", "title"], [])


def test_json_functions_and_recursion_are_reading(filled, backend):
    each = "json_each(o.normalised, '$.sponsors')" if backend == "sqlite" else (
        "jsonb_array_elements_text(o.normalised->'sponsors') AS e(value)"
    )  # fmt: skip
    _, rows = ask(filled, f"SELECT DISTINCT value FROM observation o, {each} ORDER BY 1")
    assert rows == [("JP",), ("KR",)]
    _, rows = ask(
        filled, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT i FROM n"
    )
    assert [row[0] for row in rows] == list(range(1, 2001))


@pytest.mark.parametrize(
    "sql",
    [
        "", ";", "-- nothing", "not sql", "SELECT '\0'", "SELECT '\udc80'",
        "DELETE FROM posting", "  insert into source VALUES ('x', 'y')", "UPDATE posting SET title = 'x'",
        "DROP TABLE posting", "CREATE TABLE x (y int)", "PRAGMA query_only = OFF", "ATTACH '/tmp/jpo-x.db' AS x",
        "VACUUM", "BEGIN", "COMMIT", "COPY posting TO '/tmp/jpo-x'", "SET TRANSACTION READ WRITE",
        "/* SELECT */ DELETE FROM posting", "-- SELECT\nDELETE FROM posting", "WITH",
        "SELECT 1; DELETE FROM posting", "SELECT 1; COMMIT; DROP TABLE posting",
        "SELECT 1; SET TRANSACTION READ WRITE; DELETE FROM posting",
        "WITH x AS (SELECT 1) DELETE FROM posting", "WITH x AS (DELETE FROM posting RETURNING id) SELECT * FROM x",
        "WITH x AS (SELECT 1) INSERT INTO source SELECT 'x', 'y'",
        "SELECT * INTO other FROM posting",
    ],
)  # fmt: skip
def test_what_does_not_read_is_refused_and_changes_nothing(filled, sql):
    before = ask(filled, "SELECT * FROM posting ORDER BY id")
    names = inspect(filled).get_table_names()
    with pytest.raises(QueryError):
        ask(filled, sql)
    assert ask(filled, "SELECT * FROM posting ORDER BY id") == before
    assert inspect(filled).get_table_names() == names


def test_a_read_only_transaction_cannot_be_left(filled, backend):
    if backend == "sqlite":
        sql = "SELECT load_extension('x')"
    else:
        sql = "SELECT set_config('transaction_read_only', 'off', false)"
    with pytest.raises(QueryError):
        ask(filled, sql)


def test_the_engine_writes_again_after_a_query(filled):
    ask(filled, "SELECT 1")
    crawl(filled, [(raw("d"), normalised())], day=1)
    assert ask(filled, "SELECT count(*) FROM posting")[1] == [(4,)]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT * FROM open_vacancy", "Did you mean open_vacancies"),
        ("SELECT titel FROM posting", "Did you mean title"),
        ("SELECT p.sponsor FROM postings_flat p", "Did you mean sponsors"),
        ("SELECT * FROM zzzzqqqq", "without SQL shows all views"),
        ("SELECT title FROM posting WHERE", "cannot be answered"),
        ("SELECT title FORM posting", "cannot be answered"),
        ("SELECT nofunction(title) FROM posting", "nofunction"),
    ],
)
def test_a_wrong_query_is_told_with_the_nearest_names(filled, sql, words):
    with pytest.raises(QueryError, match=words):
        ask(filled, sql)


def test_a_query_is_stopped_when_its_time_is_over(filled):
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(QueryTimeout, match=r"0\.2 s"):
        ask(filled, endless, seconds=0.2)
    rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    with pytest.raises(QueryTimeout):
        ask(filled, rows, seconds=0.2)


def test_a_huge_value_is_refused_by_sqlite(filled, backend):
    if backend != "sqlite":
        pytest.skip("PostgreSQL limits a value itself")
    with pytest.raises(QueryError, match="too big"):
        ask(filled, "SELECT length(zeroblob(1000000000))")


def test_a_missing_database_is_not_made(tmp_path):
    engine = open_engine(str(tmp_path / "none.sqlite"))
    with pytest.raises(StoreError, match="cannot be opened"):
        ask(engine, "SELECT 1")
    assert list(tmp_path.iterdir()) == []


def test_relations_are_those_of_the_database_with_words(filled):
    known = relations()
    inspector = inspect(filled)
    assert {one.name for one in known if one.is_view} == set(inspector.get_view_names())
    tables = {name for name in inspector.get_table_names() if not name.startswith(INDEX.name)}
    assert {one.name for one in known if not one.is_view} == tables - {"alembic_version"}
    assert [one.name for one in known if not one.words] == []
    (flat,) = [one for one in known if one.name == "postings_flat"]
    kinds = {column.name: column.kind for column in flat.columns}
    assert (kinds["id"], kinds["title"], kinds["deadline_on"], kinds["deadline_at"], kinds["is_jpo"]) == (
        ColumnKind.INTEGER, ColumnKind.TEXT, ColumnKind.DATE, ColumnKind.MOMENT, ColumnKind.BOOLEAN,
    )  # fmt: skip
    assert (
        next(c.kind for one in known if one.name == "change" for c in one.columns if c.name == "old") is ColumnKind.JSON
    )
