"""`jpo query`, in process, on both backends."""

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace

import pytest

from jpo_scraper.store.views import VIEWS
from tests.cli import Jpo
from tests.store.factory import POSTING, crawl, normalised, raw


@pytest.fixture
def jpo(monkeypatch, capsysbinary):
    return Jpo(monkeypatch, capsysbinary)


@pytest.fixture
def filled(engine, database_url):
    """A database with three postings; the title of one means harm."""
    titles = {"1": "First", "2": "=2+2", "3": "Third \u202e\x1b[31m"}
    crawl(engine, [(raw(key), normalised(replace(POSTING, title=title))) for key, title in titles.items()])
    return database_url


def test_a_query_is_answered_as_a_table(jpo, filled):
    done = jpo("query", "SELECT external_id, title FROM postings_flat ORDER BY external_id", "-d", filled)
    assert done.status == 0
    text = done.out.decode()
    assert "3 rows" in text
    assert "First" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_table_is_cut_and_says_so(jpo, filled):
    done = jpo("query", "SELECT id FROM posting_sponsor, posting", "-d", filled, "--limit", 2)
    assert (done.out.decode().strip().splitlines()[-1].strip(), done.err) == ("2 rows", "")
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT i FROM n"
    done = jpo("query", numbers, "-d", filled)
    assert "first 100 rows" in done.err
    assert "--csv" in done.err


def test_json_csv_and_jsonl_are_complete(jpo, filled):
    sql = "SELECT external_id, title, null AS missing FROM postings_flat ORDER BY external_id"
    rows = json.loads(jpo("query", sql, "-d", filled, "--json").out)
    assert [row["title"] for row in rows] == ["First", "=2+2", "Third \u202e\x1b[31m"]
    assert rows[0]["missing"] is None
    lines = jpo("query", sql, "-d", filled, "--jsonl", "--limit", 2).out.splitlines()
    assert [json.loads(line) for line in lines] == rows[:2]
    table = list(csv.reader(io.StringIO(jpo("query", sql, "-d", filled, "--csv").out.decode())))
    assert table[0] == ["external_id", "title", "missing"]
    assert table[1:] == [["1", "First", ""], ["2", "'=2+2", ""], ["3", "Third [31m", ""]]


def test_the_sql_can_come_from_standard_input(jpo, filled, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfSELECT count(*) AS n FROM posting")))
    assert json.loads(jpo("query", "-", "-d", filled, "--json").out) == [{"n": 3}]


@pytest.mark.parametrize("arguments", [[], ["--schema"], ["SELECT 1", "--schema"]])
def test_the_schema_is_shown_without_a_database(jpo, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    done = jpo("query", *arguments)
    text = done.out.decode()
    assert done.status == 0
    for name in VIEWS.tables:
        assert f"view {name}:" in text
    assert "table posting:" in text
    assert "ISO 3166-1 alpha-2" in text


@pytest.mark.parametrize(
    ("sql", "status", "words"),
    [
        ("DELETE FROM posting", 2, "only reads"),
        ("SELECT * FROM open_vacancys", 2, "open_vacancies"),
        ("SELECT deadline FROM open_vacancies", 2, "deadline_on"),
        ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", 1, "longer than"),
    ],
)
def test_what_cannot_be_answered_is_one_line_and_a_status(jpo, filled, sql, status, words):
    done = jpo("query", sql, "-d", filled, "--seconds", 0.3)
    assert (done.status, done.out) == (status, b"")
    assert words in done.err
    assert len(done.err.splitlines()) == 1


def test_a_missing_database_says_what_to_do(jpo, tmp_path):
    done = jpo("query", "SELECT 1", "-d", tmp_path / "none.sqlite")
    assert done.status == 1
    assert "jpo crawl" in done.err


def test_an_answer_without_end_flows_into_a_pipe_that_closes(filled):
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    command = [sys.executable, "-m", "jpo_scraper", "query", endless, "--csv", "-d", filled]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert [process.stdout.readline() for _ in range(3)] == [b"i\r\n", b"1\r\n", b"2\r\n"]
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
