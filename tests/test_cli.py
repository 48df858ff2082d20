"""The command line as a user meets it: output, messages, exit statuses."""

import json
import re
import shutil

import pytest

from tests.cli import FIXTURES, fails, jpo, sql

SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
AS_OF = ("--as-of", "2026-11-16")


def test_the_main_job_ends_with_the_open_posts_and_what_to_try_next(demo_crawl):
    database, output = demo_crawl
    for words in (
        "WHO",
        "UNHCR",
        "UNICEF",
        "KR",
        "nationals of",
        "Open posts on 2026-11-16",
        str(database),
        "jpo show",
        f"jpo list --json -d {database} --as-of 2026-11-16",  # after the last deadline too
    ):
        assert words in output, words


def test_progress_is_told_per_source_in_plain_lines(tmp_path):
    done = jpo("crawl", "unhcr", "--replay", FIXTURES, "-d", tmp_path / "a.sqlite")
    assert re.search(r"^unhcr: \d+ listed, \d+ read, 0 errors$", done.stderr.decode(), re.MULTILINE)


def test_every_stored_value_has_its_words(demo):
    rows = sql(
        demo,
        "SELECT f.raw, substr(t.text, f.span_start + 1, f.span_end - f.span_start) FROM fact f "
        "JOIN posting_text t ON t.observation_id = f.observation_id WHERE f.span_start IS NOT NULL",
    )
    assert len(rows) > 100
    assert [row for row in rows if row[0] != row[1]] == []


def test_a_second_replay_changes_nothing(demo):
    """On PostgreSQL it is the first run on a database that was copied from SQLite."""
    tables = ("posting", "observation", "fact", "change", "run")
    before = {name: sql(demo, f"SELECT count(*) FROM {name}")[0][0] for name in tables}
    assert jpo("crawl", "--replay", FIXTURES, "-d", demo).returncode == 0
    after = {name: sql(demo, f"SELECT count(*) FROM {name}")[0][0] for name in tables}
    assert (before["posting"], before["change"]) == (before["observation"], 0)
    assert after == before | {"run": 2 * before["run"]}


def test_list_show_and_status_answer_from_the_database(demo, here):
    listed = json.loads(here("list", "-d", demo, *AS_OF, "--json").out)
    assert {row["source"] for row in listed} >= {"korea", "undp", "unhcr", "unicef"}
    shown = here("show", listed[0]["id"], "-d", demo)
    assert shown.status == 0
    assert "Values and their words" in shown.out.decode()
    assert here("status", "-d", demo).status == 0
    sources = json.loads(here("status", "-d", demo, "--json").out)["sources"]
    assert {row["source"] for row in sources} >= {"korea", "undp", "unhcr", "unicef"}
    table = here("list", "-d", demo, *AS_OF, "--csv").out.decode().splitlines()
    assert len(table) == len(listed) + 1


def test_list_filters_by_sponsor_and_agency(demo, here):
    rows = json.loads(here("list", "-d", demo, *AS_OF, "--sponsor", "kr", "--json").out)
    assert rows
    assert all("KR" in row["sponsors"] for row in rows)
    rows = json.loads(here("list", "-d", demo, *AS_OF, "--agency", "unicef", "--json").out)
    assert {row["agency"] for row in rows} == {"UNICEF"}


def test_an_unknown_source_gets_the_nearest_names():
    done = jpo("crawl", "unhrc")
    fails(done, 2, "no source named 'unhrc'", "unhcr")
    assert len(done.stderr.splitlines()) == 1


def test_an_unknown_command_is_wrong_use():
    fails(jpo("crawll"), 2, "crawll")


def test_a_missing_database_says_what_to_do(tmp_path):
    fails(jpo("list", cwd=tmp_path), 1, "no database", "jpo crawl")


def test_a_database_of_a_newer_version_is_left_alone(demo):
    sql(demo, "UPDATE alembic_version SET version_num = '9999'")
    for command in (["list"], ["crawl", "--replay", FIXTURES], ["db", "upgrade"]):
        fails(jpo(*command, "-d", demo), 1, "9999", "install the newer jpo-scraper")


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("my notes, and more of them, so that it is longer than a header" * 20)
    before = path.read_bytes()
    fails(jpo("crawl", "--replay", FIXTURES, "-d", path), 1, "notes.txt")
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    fails(jpo("crawl", "--replay", FIXTURES, "-d", tmp_path / "file" / "a.sqlite"), 1, "a.sqlite")


def test_a_replay_path_that_holds_nothing_says_what_it_should_hold(tmp_path):
    fails(jpo("crawl", "--replay", tmp_path, "-d", tmp_path / "a.sqlite"), 2, "WARC", "request.json")


@SQLITE
@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("unhcr/bot_challenge", ["bot challenge", "unhcr"]),
        ("unhcr/html_instead_of_json", ["HTML came where JSON is expected"]),
        ("unicef/bot_challenge", ["bot challenge"]),
        ("unicef/cut_feed", ["cut or broken"]),
        ("korea/no_rows_no_marker", ["korea"]),
    ],
)
def test_a_bad_answer_fails_the_run_and_keeps_what_was_stored(demo, case, words):
    count = "SELECT count(*) FROM posting WHERE status = 'listed'"
    before = sql(demo, count)
    source = case.partition("/")[0]
    fails(jpo("crawl", source, "--replay", FIXTURES / case, "-d", demo), 1, *words)
    assert sql(demo, count) == before
    status = jpo("status", "-d", demo)
    assert status.returncode == 1
    assert "failed" in status.stdout.decode()


def test_a_posting_cut_in_half_makes_the_run_partial_and_keeps_the_rest(demo, tmp_path):
    recorded = tmp_path / "unhcr"
    shutil.copytree(FIXTURES / "unhcr", recorded, ignore=lambda _, names: {"cut_json", "changed"} & set(names))
    for document in (recorded / "posting").glob("document.*"):
        document.write_bytes(document.read_bytes()[: document.stat().st_size // 2])
    fails(jpo("crawl", "unhcr", "--replay", recorded, "-d", demo), 1, "cut or broken", "partial")
    listed = "SELECT count(*) FROM posting WHERE source = 'unhcr' AND status = 'listed'"
    assert sql(demo, listed) == [(3,)]


def test_an_empty_listing_with_its_mark_is_healthy(tmp_path):
    for source in ("korea", "undp", "unhcr", "unicef"):
        done = jpo("crawl", source, "--replay", FIXTURES / source / "empty_off_season", "-d", tmp_path / "a.sqlite")
        assert done.returncode == 0, done.stdout.decode()
        assert "empty" in done.stdout.decode()


def test_parse_prints_one_object_a_document_in_order(tmp_path):
    post, junk = tmp_path / "post.txt", tmp_path / "junk.bin"
    post.write_text("Grade: P-2\nDuty Station: Lilongwe, Malawi\n" + "The officer helps the team in the field. " * 10)
    junk.write_bytes(bytes(range(256)) * 30)
    done = jpo("parse", post, junk)
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["document"] == str(post)
    (posting,) = first["postings"]
    assert posting["duty_stations"] == [{"city": "Lilongwe", "country": "MW", "order": 1}]
    text = post.read_text()
    assert all(text[f["start"] : f["end"]] == f["raw"] for f in posting["facts"] if f["start"] is not None)
    assert second["postings"] == []
    assert second["issues"][0]["kind"] == "not_a_vacancy"
    assert jpo("parse", "--format", "table", post).returncode == 0
    assert len(json.loads(jpo("parse", "--format", "json", "-", stdin=post.read_bytes()).stdout)) == 1


def test_parse_of_a_missing_file_is_wrong_use(tmp_path):
    fails(jpo("parse", tmp_path / "none.html"), 2, "none.html")


def test_sources_shows_how_well_each_part_is_known():
    output = jpo("sources").stdout.decode()
    assert "korea" in output
    assert "inferred" in output
    assert "robots" in jpo("sources", "unhcr").stdout.decode()
    assert {row["name"] for row in json.loads(jpo("sources", "--json").stdout)} >= {"korea", "undp", "unhcr", "unicef"}


@pytest.mark.parametrize("backend", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_db_upgrade_creates_and_then_says_that_all_is_well(backend, request, tmp_path):
    database = request.getfixturevalue("empty_postgres_url") if backend == "postgres" else tmp_path / "a.sqlite"
    assert "created" in jpo("db", "upgrade", "-d", database).stdout.decode()
    assert "is at schema" in jpo("db", "upgrade", "-d", database).stdout.decode()
    assert sql(database, "SELECT count(*) FROM agency")[0][0] > 100
