"""`jpo eligible` as a user meets it, on the database of the recorded pages."""

import json
import sqlite3
from typing import Any

import pytest

from tests.cli import FIXTURES, fails, jpo

KOREAN = (
    "--nationality", "KR", "--born", "1999-05-01", "--degree", "master", "--years", "2", "--languages", "ko,en",
)  # fmt: skip
AS_OF = ("--as-of", "2026-11-16")


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("eligible") / "demo.sqlite"
    done = jpo("crawl", "korea", "unhcr", "unicef", "--replay", FIXTURES, "-d", path)
    assert done.returncode == 0, done.stderr.decode()
    return path


def judged(database, *arguments: object) -> list[dict[str, Any]]:
    done = jpo("eligible", *arguments, *AS_OF, "-d", database, "--json")
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def test_every_open_post_gets_a_verdict(database):
    listed = json.loads(jpo("list", "-d", database, *AS_OF, "--json").stdout)
    found = judged(database, *KOREAN)
    assert [post["id"] for post in found] == [row["id"] for row in listed]
    assert {post["status"] for post in found} <= {"eligible", "unclear", "not"}
    for post in found:
        assert {"deadline", "nationalities", "age", "languages"} <= {clause["field"] for clause in post["clauses"]}


def test_a_post_for_others_is_not_for_a_korean_and_the_words_say_so(database):
    (post,) = [post for post in judged(database, *KOREAN) if "Finnish" in post["title"]]
    (clause,) = [clause for clause in post["clauses"] if clause["field"] == "nationalities"]
    assert (post["status"], clause["status"], clause["quote"], clause["basis"]) == ("not", "not", "Finnish", "posting")


def test_quoted_words_are_words_of_stored_facts(database):
    with sqlite3.connect(database) as connection:
        stored = {raw for (raw,) in connection.execute("SELECT raw FROM fact")}
    clauses = [clause for post in judged(database, *KOREAN) for clause in post["clauses"]]
    assert any(clause["quote"] for clause in clauses)
    for clause in clauses:
        assert bool(clause["quote"]) is (clause["basis"] is not None)
        assert all(words in stored for words in clause["quote"].split(" … ") if words), clause


def test_the_status_filter_keeps_one_kind(database):
    every = judged(database, *KOREAN)
    for status in ("eligible", "unclear", "not"):
        kept = judged(database, *KOREAN, "--status", status)
        assert kept == [post for post in every if post["status"] == status]


def test_the_standing_rules_of_the_sponsor_speak_where_the_notice_is_silent(database):
    post = next(post for post in judged(database, *KOREAN) if "KR" not in post["title"] and post["status"] != "not")
    ruled = [clause for clause in post["clauses"] if clause["basis"] == "source rule"]
    assert ruled
    assert all("2021" in clause["note"] and "seen" in clause["note"] for clause in ruled)


def test_the_table_tells_why(database):
    done = jpo("eligible", *KOREAN, *AS_OF, "-d", database)
    output = done.stdout.decode()
    assert done.returncode == 0
    for words in ("Open posts on 2026-11-16", "nationals of Finland", "“Finnish”", "verdict", "are not compared"):
        assert words in output, words


def test_one_posting_is_shown_requirement_by_requirement(database):
    key = judged(database, *KOREAN)[0]["id"]
    output = jpo("eligible", key, *KOREAN, *AS_OF, "-d", database).stdout.decode()
    for words in ("requirement", "asked for", "deadline", "nationalities", "languages"):
        assert words in output, words
    (one,) = judged(database, key, *KOREAN)
    assert one["id"] == key


def test_a_closed_posting_is_told_when_asked_for(database):
    key = judged(database, *KOREAN)[0]["id"]
    done = jpo("eligible", key, *KOREAN, "--as-of", "2030-01-01", "-d", database, "--json")
    (post,) = json.loads(done.stdout)
    assert post["status"] == "not"
    assert any(clause["note"].startswith("closed on 202") for clause in post["clauses"])


def test_who_tells_nothing_is_eligible_for_nothing(database):
    assert "eligible" not in {post["status"] for post in judged(database)}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--nationality", "Koreya"], ["Koreya", "ISO 3166-1"]),
        (["--languages", "en,klingon"], ["klingon", "ISO 639-1"]),
        (["--degree", "diploma"], ["diploma", "master"]),
        (["--born", "1 May 1994"], ["1 May 1994"]),
        (["--years", "-1"], ["-1"]),
        (["no-such-post"], ["no-such-post", "jpo list --all"]),
    ],
)
def test_wrong_use_is_told_in_a_line(database, arguments, words):
    fails(jpo("eligible", *arguments, "-d", database), 2, *words)


def test_a_missing_database_says_what_to_do(tmp_path):
    fails(jpo("eligible", cwd=tmp_path), 1, "no database", "jpo crawl")
