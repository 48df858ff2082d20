"""`jpo eligible` as a user meets it, on the database of the recorded pages."""

import csv
import io
import json
from typing import Any

import pytest

from tests.cli import fails, sql

KOREAN = (
    "--nationality", "KR", "--born", "1999-05-01", "--degree", "master", "--years", "2", "--languages", "ko,en",
)  # fmt: skip
AS_OF = ("--as-of", "2026-11-16")


@pytest.fixture
def judged(demo, here):
    """Asks for verdicts on the database of the recorded pages."""

    def ask(*arguments: object) -> list[dict[str, Any]]:
        done = here("eligible", *arguments, *AS_OF, "-d", demo, "--json")
        assert done.status == 0, done.err
        return json.loads(done.out)

    return ask


def test_every_open_post_gets_a_verdict(demo, here, judged):
    listed = json.loads(here("list", "-d", demo, *AS_OF, "--all-postings", "--json").out)
    found = judged(*KOREAN)
    assert [post["id"] for post in found] == [row["id"] for row in listed]
    assert {post["status"] for post in found} <= {"eligible", "unclear", "not"}
    for post in found:
        assert {"deadline", "nationalities", "age", "languages"} <= {clause["field"] for clause in post["clauses"]}


def test_a_post_for_others_is_not_for_a_korean_and_the_words_say_so(judged):
    (post,) = [post for post in judged(*KOREAN) if "Finnish" in (post["title"] or "")]
    (clause,) = [clause for clause in post["clauses"] if clause["field"] == "nationalities"]
    assert (post["status"], clause["status"], clause["quote"], clause["basis"]) == ("not", "not", "Finnish", "posting")


def test_quoted_words_are_words_of_stored_facts(demo, judged):
    stored = {raw for (raw,) in sql(demo, "SELECT raw FROM fact")}
    clauses = [clause for post in judged(*KOREAN) for clause in post["clauses"]]
    assert any(clause["quote"] for clause in clauses)
    for clause in clauses:
        assert bool(clause["quote"]) is (clause["basis"] is not None)
        assert all(words in stored for words in clause["quote"].split(" … ") if words), clause


def test_the_status_filter_keeps_one_kind(judged):
    every = judged(*KOREAN)
    for status in ("eligible", "unclear", "not"):
        kept = judged(*KOREAN, "--status", status)
        assert kept == [post for post in every if post["status"] == status]


def test_the_standing_rules_of_the_sponsor_speak_where_the_notice_is_silent(judged):
    post = next(post for post in judged(*KOREAN) if "KR" not in (post["title"] or "") and post["status"] != "not")
    ruled = [clause for clause in post["clauses"] if clause["basis"] == "source rule"]
    assert ruled
    assert all("2021" in clause["note"] and "seen" in clause["note"] for clause in ruled)


def test_filters_choose_among_the_open_posts(judged):
    every = judged(*KOREAN)
    agency = every[0]["agency"]
    kept = judged(*KOREAN, "--agency", agency)
    assert kept == [post for post in every if post["agency"] == agency]
    assert 0 < len(kept) < len(every)


def test_languages_are_named_in_words_too(judged):
    assert judged(*KOREAN[:-1], "Korean,English") == judged(*KOREAN)


def test_csv_has_a_row_a_post_with_the_verdict_and_why(demo, here, judged):
    done = here("eligible", *KOREAN, *AS_OF, "-d", demo, "--csv", "--limit", "3")
    rows = list(csv.DictReader(io.StringIO(done.out.decode())))
    posts = judged(*KOREAN)[:3]
    assert [(row["id"], row["verdict"]) for row in rows] == [(str(post["id"]), post["status"]) for post in posts]
    assert all(row["why"] for row in rows)


def test_a_table_is_as_long_as_asked_for(demo, here):
    done = here("eligible", *KOREAN, *AS_OF, "-d", demo, "--limit", "1")
    assert done.out.decode().count("“Finnish”") <= 1
    assert len(done.out) < len(here("eligible", *KOREAN, *AS_OF, "-d", demo).out)


def test_the_table_tells_why(demo, here):
    done = here("eligible", *KOREAN, *AS_OF, "-d", demo)
    output = done.out.decode()
    assert done.status == 0
    for words in ("Open posts on 2026-11-16", "nationals of Finland", "“Finnish”", "verdict", "are not compared"):
        assert words in output, words


def test_one_posting_is_shown_requirement_by_requirement(demo, here, judged):
    key = judged(*KOREAN)[0]["id"]
    output = here("eligible", key, *KOREAN, *AS_OF, "-d", demo).out.decode()
    for words in ("requirement", "asked for", "deadline", "nationalities", "languages"):
        assert words in output, words
    (one,) = judged(key, *KOREAN)
    assert one["id"] == key


def test_a_closed_posting_is_told_when_asked_for(demo, here, judged):
    key = judged(*KOREAN)[0]["id"]
    done = here("eligible", key, *KOREAN, "--as-of", "2030-01-01", "-d", demo, "--json")
    (post,) = json.loads(done.out)
    assert post["status"] == "not"
    assert any(clause["note"].startswith("closed on 202") for clause in post["clauses"])


def test_who_tells_nothing_is_eligible_for_nothing(judged):
    assert "eligible" not in {post["status"] for post in judged()}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--nationality", "Koreya"], ["Koreya", "Republic of Korea (KR)", "ISO 3166-1"]),
        (["--languages", "en,klingon"], ["klingon", "ISO 639-1"]),
        (["--languages", "Koreann"], ["Korean (ko)"]),
        (["--born", "2030-01-01"], ["Nobody", "2030-01-01"]),
        (["--born", "1830-01-01"], ["Nobody", "1830-01-01"]),
        (["--born", "2000-01-01", "--years", "60"], ["60", "26 years"]),
        (["1", "--agency", "WHO"], ["1 is one posting"]),
        (["--degree", "diploma"], ["diploma", "master"]),
        (["--born", "1 May 1994"], ["1 May 1994"]),
        (["--years", "-1"], ["-1"]),
        (["no-such-post"], ["no-such-post", "jpo list --all"]),
    ],
)
def test_wrong_use_is_told_in_a_line(arguments, words, demo, here):
    fails(here("eligible", *arguments, "-d", demo), 2, *words)


def test_a_missing_database_says_what_to_do(tmp_path, here):
    fails(here("eligible", "-d", tmp_path / "none.sqlite"), 1, "no database", "jpo crawl")
