"""A recorded crawl and a recorded crawl of what had changed since: replayed, they give the rows that they gave live."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.crawl.run import crawl_apart
from tests.crawl.server import Site
from tests.crawl.test_incremental import page, path, put
from tests.crawl.workday import put_listing, row, write_source

OF_POSTING = "select posting.external_id, part.* from {} part join posting on posting.id = part.posting_id"
OF_OBSERVATION = (
    "select posting.external_id, seen.run_id, part.* from {} part "
    "join observation seen on seen.id = part.observation_id join posting on posting.id = seen.posting_id"
)
TABLES = {
    "posting": "select * from {}",
    "observation": OF_POSTING,
    "change": OF_POSTING,
    "posting_sponsor": OF_POSTING,
    "posting_text": OF_OBSERVATION,
    "fact": OF_OBSERVATION,
    "issue": "select * from {}",
    "page": "select * from {}",
    "run": "select * from {}",
}
"""Tables that must agree. `capture` belongs to live runs alone."""
MAY_DIFFER = {
    # Numbers are given in the order in which the answers came.
    *("id", "posting_id", "observation_id"),
    # A replay says that it is one, and when and where it was run.
    *("mode", "as_of", "started_at", "finished_at", "pid", "host"),
    # When a posting was missed: a live run takes its beginning, a replay the instant of the archive's last response.
    "changed_at",
}


def rows(folder: Path, table: str) -> list[dict]:
    with closing(sqlite3.connect(folder / "jpo.sqlite")) as database:
        database.row_factory = sqlite3.Row
        found = [dict(row) for row in database.execute(TABLES[table].format(table))]
    return sorted(({name: row[name] for name in row.keys() - MAY_DIFFER} for row in found), key=sorted_words)


def sorted_words(row: dict) -> list[str]:
    return [f"{name} {row[name]}" for name in sorted(row)]


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """Two recorded crawls, the second of a site where one posting changed, one is new and one is gone."""
    folder = tmp_path_factory.mktemp("live")
    with Site() as site:
        write_source(folder, "source", site)
        put(site, range(1, 6), etag='"1"')
        crawl_apart(["source"], folder, archive_dir=folder / "warc")
        put_listing(site, [row(number) for number in (1, 2, 3, 4, 6)])
        site.on(path(2), page(2, "<p>A JPO post, with other words.</p>", etag='"2"'))
        site.on(path(6), page(6, etag='"1"'))
        result = crawl_apart(["source"], folder, archive_dir=folder / "warc")["results"]["source"]
    assert (result["status"], result["counters"]["unread"]) == ("complete", 3)
    return folder, sorted((folder / "warc").iterdir())


@pytest.fixture
def replay(live, tmp_path):
    folder, _ = live
    (tmp_path / "source.toml").write_text((folder / "source.toml").read_text())
    return lambda archive: crawl_apart(["source"], tmp_path, replay=archive)["results"]["source"]


def test_a_replay_of_both_gives_the_rows_of_the_live_database(live, replay, tmp_path):
    folder, (first, _) = live
    assert replay(first)["status"] == "complete"
    assert replay(folder / "warc")["status"] == "complete"
    for table in TABLES:
        assert rows(tmp_path, table) == rows(folder, table), table


def test_a_replay_into_an_empty_database_loses_no_posting(live, replay, tmp_path):
    folder, _ = live
    assert replay(folder / "warc")["counters"]["kept"] == 5
    listed = {row["external_id"]: row["content_hash"] for row in rows(folder, "posting") if row["status"] == "listed"}
    assert {row["external_id"]: row["content_hash"] for row in rows(tmp_path, "posting")} == listed


def test_replaying_twice_changes_nothing_but_the_last_sight(live, replay, tmp_path):
    folder, _ = live
    replay(folder / "warc")
    before = {table: rows(tmp_path, table) for table in TABLES if table not in ("posting", "run")}
    again = replay(folder / "warc")
    assert (again["status"], again["counters"]["unread"]) == ("complete", 5)
    assert {table: rows(tmp_path, table) for table in before} == before


def test_an_answer_that_holds_nothing_new_has_no_capture(live):
    folder, (_, second) = live
    with closing(sqlite3.connect(folder / "jpo.sqlite")) as database:
        found = database.execute("select url from capture where warc_file = ?", [second.name]).fetchall()
    assert sorted(url.rsplit("/", 1)[1] for (url,) in found if "/job/" in url) == ["Post_JR2", "Post_JR6"]


def test_the_file_of_the_second_crawl_alone_is_a_loud_miss(replay, live):
    _, (_, second) = live
    result = replay(second)
    assert (result["status"], result["counters"]["replay_misses"], result["counters"]["kept"]) == ("partial", 3, 2)
    assert "3 requests are not in the archive: record it again" in result["reasons"]
