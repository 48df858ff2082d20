"""`jpo renormalise` on a database that older rules filled: some values are made older by hand."""

import json
import shutil
import sqlite3

import pytest

from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.lock import source_lock
from tests.cli import FIXTURES, fails, jpo

OLDER = (
    "UPDATE observation SET normalised = json_set(normalised, '$.grade', 'P-1') WHERE posting_id IN "
    "(SELECT id FROM posting WHERE source = '{}' AND grade = 'P-2')"
)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    path = tmp_path_factory.mktemp("renormalise") / "a.sqlite"
    assert jpo("crawl", "unhcr", "unicef", "korea", "--replay", FIXTURES, "-d", path).returncode == 0
    return path


@pytest.fixture
def database(crawled, tmp_path):
    """A database in which the grades of two sources were read by worse rules."""
    path = tmp_path / "a.sqlite"
    shutil.copy(crawled, path)
    run(path, OLDER.format("unhcr"))
    run(path, OLDER.format("unicef"))
    return path


def run(path, statement):
    with sqlite3.connect(path) as connection:
        return connection.execute(statement).fetchall()


def content(path):
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())


def changes(done):
    return json.loads(done.stdout)["changes"]


def test_what_was_crawled_by_the_same_rules_needs_no_second_reading(crawled):
    done = jpo("renormalise", "-d", crawled, "--apply")
    assert done.returncode == 0, done.stderr
    (count,) = run(crawled, "SELECT count(*) FROM posting")[0]
    assert f"0 of {count} postings changed." in done.stdout.decode()


def test_it_shows_what_would_change_and_writes_nothing(database):
    before = content(database)
    done = jpo("renormalise", "-d", database)
    output = done.stdout.decode()
    assert done.returncode == 0
    for words in ("What would change", "(unhcr)", "grade", "P-1", "P-2", "By field", "Nothing was written"):
        assert words in output, words
    assert content(database) == before


def test_applied_it_says_what_changed_and_the_second_time_nothing_does(database):
    shown = changes(jpo("renormalise", "-d", database, "--json"))
    applied = changes(jpo("renormalise", "-d", database, "--json", "--apply"))
    assert shown == applied
    assert {(one["field"], one["old"], one["new"]) for one in shown} == {("grade", "P-1", "P-2")}
    assert run(database, "SELECT count(*) FROM change WHERE cause = 'rules'") == [(len(shown),)]
    again = json.loads(jpo("renormalise", "-d", database, "--json", "--apply").stdout)
    assert again["changes"] == []
    assert again["postings"]["changed"] == 0


def test_json_counts_by_field_and_says_whether_it_was_applied(database):
    report = json.loads(jpo("renormalise", "-d", database, "--json").stdout)
    assert report["applied"] is False
    assert report["fields"] == {"grade": len(report["changes"])}
    assert report["postings"] == {
        "read": run(database, "SELECT count(*) FROM posting")[0][0],
        "changed": len(report["changes"]), "failed": 0,
    }  # fmt: skip


def test_sources_and_days_narrow_it(database):
    assert {one["source"] for one in changes(jpo("renormalise", "unhcr", "-d", database, "--json"))} == {"unhcr"}
    assert changes(jpo("renormalise", "--since", "2030-01-01", "-d", database, "--json")) == []
    assert len(changes(jpo("renormalise", "--since", "2020-01-01", "-d", database, "--json"))) > 2


def test_the_table_ends_at_its_limit_and_says_so(database):
    output = jpo("renormalise", "-d", database, "--limit", "1").stdout.decode()
    assert "more: --limit shows more of them, --json all" in output


def test_a_posting_that_is_no_jpo_post_any_more_is_named(database):
    at = run(database, "SELECT id FROM posting WHERE source = 'korea' LIMIT 1")[0][0]
    run(database, f"UPDATE posting_text SET text = 'A notice about opening hours.' WHERE observation_id = {at}")
    run(database, f"UPDATE observation SET labels = '[]' WHERE id = {at}")
    done = jpo("renormalise", "korea", "-d", database, "--apply")
    assert f"No JPO post under today's rules, and kept all the same: {at}" in done.stdout.decode()
    assert run(database, f"SELECT is_jpo, status FROM posting WHERE id = {at}") == [(0, "listed")]


def test_a_change_of_the_rules_is_marked_in_the_history_of_the_posting(database):
    (one, *_) = changes(jpo("renormalise", "unhcr", "-d", database, "--json", "--apply"))
    assert "by rules" in jpo("show", one["posting"], "-d", database).stdout.decode()


def test_a_source_whose_crawl_is_under_way_is_left_and_the_others_are_done(database):
    with source_lock(open_engine(str(database)), "unhcr"):
        assert len(changes(jpo("renormalise", "-d", database, "--json"))) > 2
        done = jpo("renormalise", "-d", database, "--json", "--apply")
    fails(done, 3, "unhcr is left as it is: Another run of unhcr is under way")
    assert {one["source"] for one in changes(done)} == {"unicef"}


def test_a_source_that_left_the_registry_is_left_as_it_is(database):
    run(database, "UPDATE posting SET source = 'atlantis' WHERE source = 'korea'")
    done = jpo("renormalise", "-d", database)
    fails(done, 1, "atlantis is left as it is: it is no longer a registered source")
    assert "unhcr" in done.stdout.decode()


def test_an_unknown_source_is_wrong_use_and_one_without_postings_is_not(database):
    fails(jpo("renormalise", "unhrc", "-d", database), 2, "no source named 'unhrc'")
    done = jpo("renormalise", "japan", "-d", database)
    assert done.returncode == 0
    assert "0 of 0 postings would change." in done.stdout.decode()


def test_progress_goes_to_the_error_stream_in_plain_lines(database):
    assert "unhcr: 3 read" in jpo("renormalise", "unhcr", "-d", database, "--json").stderr.decode()
