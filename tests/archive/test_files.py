"""The files of an archive: what a record holds, parts of a long run, two runs in one second."""

import gzip
import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import Response
from warcio.archiveiterator import ArchiveIterator

from jpo_scraper.archive.base import request_key
from jpo_scraper.archive.record import RecordMiddleware, WarcFile
from tests.archive.test_record_and_replay import POSTINGS, read, zipped
from tests.crawl.run import crawl_apart
from tests.crawl.server import Reply, Site, json_reply
from tests.crawl.workday import BASE, detail, put_detail, put_site, write_source

ASKED = Request("https://jobs.example.org/1", method="POST", body=b"asked", headers={"Authorization": "Bearer x"})
ANSWER = Response(ASKED.url, body=gzip.compress(b"answered"), headers={"Content-Encoding": "gzip"})


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A recorded crawl whose file goes on in another after every few answers; one of them is a second try."""
    folder = tmp_path_factory.mktemp("parts")
    with Site() as site:
        put_site(site, 6)
        site.on(f"{BASE}/jobs", zipped, method="POST")
        put_detail(site, 5, Reply("wait", 503), json_reply(detail(5)))
        write_source(folder, "source", site)
        settings = {"JPO_ARCHIVE_SIZE": 3000}
        result = crawl_apart(["source"], folder, archive_dir=folder / "warc", settings=settings)["results"]["source"]
    return folder, result


def record_at(path: Path, offset: int):
    with path.open("rb") as file:
        file.seek(offset)
        records = iter(ArchiveIterator(file, no_record_parse=False))
        answered = next(records)
        body = answered.raw_stream.read()
        asked = next(records)
        return answered, body, asked, asked.raw_stream.read()


def test_a_long_run_goes_on_in_further_files_and_its_replay_is_the_same(recorded, tmp_path):
    folder, result = recorded
    names = sorted((path.name for path in (folder / "warc").iterdir()), key=len)
    stem = names[0].removesuffix(".warc.gz")
    assert len(names) > 2
    assert sorted(names[1:]) == [f"{stem}-{number:03}.warc.gz" for number in range(2, len(names) + 1)]
    (tmp_path / "source.toml").write_text((folder / "source.toml").read_text())
    assert crawl_apart(["source"], tmp_path, replay=folder / "warc")["results"]["source"] == result
    assert read(tmp_path, POSTINGS) == read(folder, POSTINGS)


def test_capture_leads_to_each_answer_and_its_request(recorded):
    folder, _ = recorded
    captures = read(folder, "select url, sha256, warc_file, warc_offset from capture")
    assert len(captures) == 1 + 3 + 6  # of the page that was asked for twice, the last answer
    for url, sha256, name, offset in captures:
        answered, body, asked, _ = record_at(folder / "warc" / name, offset)
        assert (answered.rec_type, asked.rec_type) == ("response", "request")
        assert answered.rec_headers["WARC-Target-URI"] == asked.rec_headers["WARC-Target-URI"] == url
        assert asked.rec_headers["WARC-Concurrent-To"] == answered.rec_headers["WARC-Record-ID"]
        assert hashlib.sha256(body).hexdigest() == sha256


def test_a_pair_holds_the_body_as_it_came_the_key_and_no_credentials(tmp_path):
    file = WarcFile(tmp_path / "a.warc.gz", "a test")
    offset = file.add(ASKED, ANSWER, datetime(2026, 3, 1, tzinfo=UTC))
    file.close()
    answered, body, asked, question = record_at(tmp_path / "a.warc.gz", offset)
    assert (body, question) == (ANSWER.body, b"asked")
    assert answered.rec_headers["WARC-JPO-Fingerprint"] == asked.rec_headers["WARC-JPO-Fingerprint"]
    assert answered.rec_headers["WARC-JPO-Fingerprint"] == request_key(ASKED)
    assert asked.http_headers["Authorization"] is None


def test_a_pair_is_on_the_disk_as_soon_as_it_is_written(tmp_path):
    """So a killed process leaves it."""
    file = WarcFile(tmp_path / "a.warc.gz", "a test")
    offset = file.add(ASKED, ANSWER, datetime(2026, 3, 1, tzinfo=UTC))
    _, body, _, _ = record_at(tmp_path / "a.warc.gz", offset)
    assert body == ANSWER.body
    assert (tmp_path / "a.warc.gz").stat().st_size == file.size
    file.close()


def test_two_runs_of_a_second_have_a_file_each(tmp_path):
    def run() -> str:
        crawler = SimpleNamespace(
            settings=Settings(JPO_ARCHIVE_DIR=str(tmp_path), JPO_ARCHIVE_SIZE=10**6),
            spidercls=SimpleNamespace(name="source"),
            signals=SimpleNamespace(connect=lambda *_, **__: None),
            stats=None,
        )
        middleware = RecordMiddleware(crawler)
        request = ASKED.copy()
        middleware.process_response(request, ANSWER)
        middleware._close()
        return request.meta["capture"]["warc_file"]

    assert len({run() for _ in range(3)}) == 3


class Settings(dict):
    def getint(self, name: str) -> int:
        return int(self[name])


def test_a_folder_that_takes_no_file_is_refused_before_a_site_is_asked(tmp_path):
    (tmp_path / "in the way").write_text("a file")
    with Site() as site:
        put_site(site)
        write_source(tmp_path, "source", site)
        with pytest.raises(AssertionError, match=r"cannot be made .*: give another folder to archive in"):
            crawl_apart(["source"], tmp_path, archive_dir=tmp_path / "in the way" / "warc")
        assert site.asked == []


def test_replaying_a_run_twice_gives_identical_rows(recorded, tmp_path):
    folder, _ = recorded
    found = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "source.toml").write_text((folder / "source.toml").read_text())
        crawl_apart(["source"], tmp_path / name, replay=folder / "warc")
        found.append(whole(tmp_path / name / "jpo.sqlite"))
    assert found[0] == found[1]


def whole(path: Path) -> dict[str, list[str]]:
    """Every row of every table, without when and where the replay was run."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        left_out = {"started_at", "finished_at", "pid", "host"}
        return {
            table: sorted(
                json.dumps({key: row[key] for key in row.keys() if key not in left_out}, default=str)  # noqa: SIM118
                for row in database.execute(f"select * from {table}")
            )
            for table in tables
        }
