"""`jpo search`, and what the commands that ask have in common, in process and on both backends."""

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace

import pytest

from jpo_scraper.cli import listing
from jpo_scraper.store.engine import writing
from jpo_scraper.store.links import decide
from jpo_scraper.vocab import LinkVerdict
from tests.cli import Jpo
from tests.store.factory import POSTING, START, crawl, normalised, raw

AS_OF = ("--as-of", "2026-03-10")
LONG = (
    "Clean water. " + "Filler of no weight. " * 30 + "The post is in São Tomé, and its climate is mild. " + "End. " * 60
)
POSTS = {
    "1": ("Officer in São Tomé", LONG, {}),
    "2": ("Analyst", "Water for São Tomé and \x1b[31m Praia\u202e.", {"agency": "FAO", "host_agency": None}),
    "3": ("Archived", "Water for São Tomé.", {"is_archived": True}),
}


@pytest.fixture
def jpo(monkeypatch, capsysbinary):
    return Jpo(monkeypatch, capsysbinary)


@pytest.fixture
def filled(engine, database_url):
    posts = {
        key: normalised(replace(POSTING, title=title, reference=f"JR-{key}", **fields))
        for key, (title, _, fields) in POSTS.items()
    }
    crawl(engine, [(raw(key, text=POSTS[key][1]), post) for key, post in posts.items()])
    return database_url


def titles(jpo, *arguments):
    return [row["title"] for row in json.loads(jpo(*arguments, "--json").out)]


def test_the_posts_that_fit_best_come_first_with_the_words_found(jpo, filled):
    done = jpo("search", "tome", "sao", "-d", filled, *AS_OF)
    shown = done.out.decode()
    assert done.status == 0
    assert "with tome sao: 2" in shown
    assert shown.index("Officer in São Tomé") < shown.index("Analyst")
    assert "climate is mild" in shown.replace("\n", " ")
    assert "Clean water" not in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_json_and_csv_have_the_columns_of_the_list_and_the_snippet(jpo, filled):
    rows = json.loads(jpo("search", "water", "-d", filled, *AS_OF, "--json").out)
    listed = json.loads(jpo("list", "-d", filled, *AS_OF, "--json").out)
    assert {row["id"] for row in rows} == {row["id"] for row in listed}
    assert set(rows[0]) == {*listed[0], "snippet"}
    assert all("ater" in row["snippet"] for row in rows)
    table = csv.DictReader(io.StringIO(jpo("search", "archived", "-d", filled, "--all", "--csv").out.decode()))
    assert [(row["title"], row["snippet"]) for row in table] == [("Archived", "")]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["water"], ["Officer in São Tomé", "Analyst"]),
        (["water", "--agency", "FAO"], ["Analyst"]),
        (["water", "--sponsor", "NL"], []),
        (["water", "--limit", "1"], None),
        (["water", "--closing-within", "1"], []),
        (['"clean water"'], ["Officer in São Tomé"]),
        (["tome -climate"], ["Analyst"]),
        (["clim*"], ["Officer in São Tomé"]),
    ],
)
def test_filters_choose_as_in_the_list(jpo, filled, options, expected):
    found = titles(jpo, "search", *options, "-d", filled, *AS_OF)
    if expected is None:
        assert len(found) == 1
    else:
        assert sorted(found) == sorted(expected)


def test_list_export_and_eligible_take_the_words_too(jpo, filled):
    ask = ("--search", "tome -climate", "-d", filled, *AS_OF)
    assert titles(jpo, "list", *ask) == ["Analyst"]
    assert titles(jpo, "list", *ask, "--all") == ["Analyst", "Archived"]
    assert titles(jpo, "eligible", *ask) == ["Analyst"]
    exported = jpo("export", *ask, "--to", "-", "--format", "json").out
    assert [row["title"] for row in json.loads(exported)] == ["Analyst"]


@pytest.mark.parametrize("words", ['C++ "', "AND (", "NOT", "a:b^2", "'; DROP TABLE posting", "%", "\\", "*"])
def test_whatever_is_typed_is_answered(jpo, filled, words):
    done = jpo("search", words, "-d", filled, *AS_OF)
    assert done.status == 0
    assert "Open posts" in done.out.decode()


def test_a_search_without_a_word_finds_nothing_and_says_why(jpo, filled):
    done = jpo("search", "++", "-d", filled, *AS_OF)
    assert (done.status, titles(jpo, "search", "++", "-d", filled, *AS_OF)) == (0, [])
    assert "no word in this search" in done.err


def test_a_cut_answer_says_so(jpo, filled, monkeypatch):
    assert "the best 1: --limit N" in jpo("search", "water", "-d", filled, *AS_OF, "--limit", 1).err
    assert jpo("search", "water", "-d", filled, *AS_OF).err == ""
    monkeypatch.setattr(listing, "MOST_ROWS", 1)
    done = jpo("list", "-d", filled, *AS_OF)
    assert "2026-03-10 00:00 UTC: 2" in done.out.decode()
    assert "first 1 rows: --limit N" in done.err
    assert len(titles(jpo, "list", "-d", filled, *AS_OF)) == 2
    assert jpo("list", "-d", filled, *AS_OF, "--limit", 1).err == ""


def test_a_vacancy_of_two_sources_is_one_row_of_the_list_and_names_both_however_few_are_shown(jpo, engine, filled):
    title, body, fields = POSTS["2"]
    again = normalised(replace(POSTING, title=title, reference="JR-2", **fields))
    crawl(engine, [(raw("x", text=body, source="ministry"), again)], source="ministry")
    first, second = sorted(row["id"] for row in json.loads(jpo("search", "praia", "-d", filled, "--all", "--json").out))
    with writing(engine) as connection:
        decide(connection, first, second, LinkVerdict.SAME, START)
    rows = json.loads(jpo("list", "-d", filled, *AS_OF, "--agency", "FAO", "--limit", 1, "--json").out)
    assert [row["sources"] for row in rows] == ["korea, ministry"]
    rows = json.loads(jpo("search", "praia", "-d", filled, *AS_OF, "--json").out)
    assert [row["sources"] for row in rows] == ["korea, ministry"]
    assert len(titles(jpo, "search", "praia", "-d", filled, *AS_OF, "--all-postings")) == 2


def test_a_deadline_window_that_ends_before_it_begins_is_wrong_use(jpo, filled):
    done = jpo("list", "-d", filled, "--deadline-from", "2026-05-01", "--deadline-to", "2026-04-01")
    assert (done.status, done.out) == (2, b"")
    assert "--deadline-from is later than --deadline-to" in done.err


@pytest.mark.parametrize(
    "command",
    [["list"], ["search", "water"], ["show", "1"], ["eligible"], ["query", "SELECT 1"], ["export", "--to", "a.csv"]],
)
def test_without_a_database_every_question_names_the_command_that_makes_one(jpo, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPO_DATABASE", raising=False)
    done = jpo(*command)
    assert (done.status, done.out) == (1, b"")
    assert "run `jpo crawl` first" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["list"], ["list", "--csv"], ["show", "JR-1", "--json"]])
def test_output_that_does_not_fit_on_the_disk_is_told_in_a_line(filled, command):
    ask = [sys.executable, "-m", "jpo_scraper", *command, "-d", filled]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(ask, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr.decode() == "jpo: the output cannot be written: No space left on device\n"
