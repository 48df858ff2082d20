"""A site is recorded, then it goes away, and the replay finds the same as the crawl did."""

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.crawl.run import crawl_apart
from tests.crawl.server import Asked, Reply, Site, json_reply, redirect
from tests.crawl.workday import BASE, CLOSED, detail, put_detail, put_site, row, write_source

POSTINGS = "select external_id, content_hash, url from posting order by external_id"
ROBOTS = Reply("User-agent: *\nDisallow: /private\n", media_type="text/plain")


def zipped(asked: Asked) -> Reply:
    """The listing, two rows a page by POST, compressed."""
    offset = asked.json["offset"]
    rows = [row(number) for number in range(1, 7)]
    page = {"total": 6 if offset == 0 else 0, "jobPostings": rows[offset : offset + 2]}
    headers = {"Content-Encoding": "gzip"}
    return Reply(gzip.compress(json.dumps(page).encode()), 200, "application/json", headers)


def read(folder: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "jpo.sqlite")) as database:
        return database.execute(query).fetchall()


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A recorded crawl of a site with every oddity, and where things are. The site is gone by now."""
    folder = tmp_path_factory.mktemp("recorded")
    with Site() as site:
        put_site(site, 6)
        site.on("/robots.txt", ROBOTS)
        site.on(f"{BASE}/jobs", zipped, method="POST")
        site.on(f"{BASE}/job/Bonn/Post_JR2", redirect(f"{BASE}/job/Bonn/moved"))
        site.on(f"{BASE}/job/Bonn/moved", json_reply(detail(2)))
        put_detail(site, 3, Reply("gone", 404))
        put_detail(site, 4, CLOSED)
        put_detail(site, 5, Reply("wait", 503), json_reply(detail(5)))
        write_source(folder, "odd", site)
        result = crawl_apart(["odd"], folder, archive_dir=folder / "warc")["results"]["odd"]
    return folder, result


def replay(folder: Path, tmp_path: Path, archive: Path, **arguments):
    (tmp_path / "odd.toml").write_text((folder / "odd.toml").read_text())
    return crawl_apart(["odd"], tmp_path, replay=archive, **arguments)


def test_the_crawl_itself_went_as_the_site_deserves(recorded):
    _, result = recorded
    counters = result["counters"]
    assert result["status"] == "partial"
    assert {name: counters[name] for name in ("found", "kept", "closed", "errors")} == {
        "found": 6, "kept": 4, "closed": 1, "errors": 1,
    }  # fmt: skip


def test_a_replay_finds_what_the_crawl_found(recorded, tmp_path):
    folder, result = recorded
    output = replay(folder, tmp_path, folder / "warc")
    assert output["results"]["odd"] == result
    assert read(tmp_path, POSTINGS) == read(folder, POSTINGS)
    assert "Traceback" not in output["log"]


def test_a_replay_takes_the_instants_of_the_archive(recorded, tmp_path):
    folder, _ = recorded
    replay(folder, tmp_path, next((folder / "warc").glob("*.warc.gz")))
    [(mode, as_of)] = read(tmp_path, "select mode, as_of from run")
    assert (mode, as_of) == ("replay", read(folder, "select max(captured_at) from capture")[0][0])


def test_each_recorded_response_is_entered_with_its_place(recorded):
    folder, _ = recorded
    captures = read(folder, "select url, sha256, warc_file, warc_offset from capture")
    [file] = (folder / "warc").iterdir()
    assert {name for _, _, name, _ in captures} == {file.name}
    assert len({offset for *_, offset in captures}) == len(captures) == 1 + 3 + 6
    content = file.read_bytes()
    assert all(content[offset : offset + 2] == b"\x1f\x8b" for *_, offset in captures)


def test_what_the_archive_lacks_is_a_loud_miss(recorded, tmp_path):
    folder, _ = recorded
    (tmp_path / "odd.toml").write_text((folder / "odd.toml").read_text().replace("page_size = 2", "page_size = 3"))
    output = crawl_apart(["odd"], tmp_path, replay=folder / "warc")
    result = output["results"]["odd"]
    assert (result["status"], result["counters"]["replay_misses"]) == ("failed", 1)
    assert "1 request is not in the archive: record it again" in result["reasons"]
    [(message,)] = read(tmp_path, "select message from issue")
    assert "holds no answer to POST http://127.0.0.1" in message


def test_a_replay_does_not_record(recorded, tmp_path):
    folder, _ = recorded
    replay(folder, tmp_path, folder / "warc", archive_dir=tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_fixture_cases_replay_like_a_site(tmp_path):
    base = f"https://127.0.0.1{BASE}"

    def case(name: str, url: str, document: object, **more: object) -> None:
        folder = tmp_path / "cases" / name
        folder.mkdir(parents=True)
        head = {"url": url, "media_type": "application/json", "charset": "utf-8", "fetched_at": "2026-03-01T09:00:00Z"}
        (folder / "request.json").write_text(json.dumps({**head, **more}))
        (folder / "document.json").write_text(json.dumps(document))

    body = {"appliedFacets": {}, "limit": 2, "offset": 0, "searchText": ""}
    case("listing", f"{base}/jobs", {"total": 1, "jobPostings": [row(1)]}, method="POST", json=body)
    case("posting", f"{base}/job/Bonn/Post_JR1", detail(1))
    case("changed", f"{base}/job/Bonn/Post_JR1", detail(1, text="<p>JPO, changed.</p>"), replay=False)
    with Site() as site:
        write_source(tmp_path, "cases", site)
        text = (tmp_path / "cases.toml").read_text().replace(site.url, "https://127.0.0.1")
        (tmp_path / "cases.toml").write_text(text)
    result = crawl_apart(["cases"], tmp_path, replay=tmp_path / "cases")["results"]["cases"]
    assert (result["status"], result["counters"]["kept"]) == ("complete", 1)
    assert read(tmp_path, "select as_of from run") == [("2026-03-01T09:00:00Z",)]
