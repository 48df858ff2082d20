import gzip
import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import JsonRequest, Response
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from jpo_scraper.archive import as_of, open_archive
from jpo_scraper.archive.record import WarcFile
from jpo_scraper.exceptions import ArchiveError

MORNING = datetime(2026, 3, 1, 9, 0, 0, 250_000, tzinfo=UTC)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = "https://jobs.example.org/list"
SEARCH = "https://jobs.example.org/search"


def response(url: str, body: bytes = b"", status: int = 200, **headers: str) -> Response:
    return Response(url, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()}, body=body)


def record(path: Path, *pairs: tuple[Request, Response, datetime]) -> Path:
    file = WarcFile(path, "a test")
    for request, answer, fetched_at in pairs:
        file.add(request, answer, fetched_at)
    file.close()
    return path


def write_case(folder: Path, body: str = "<p>body</p>", **request: object) -> Path:
    table = {"url": PAGE, "media_type": "text/html", "charset": "utf-8", "fetched_at": "2026-03-01T12:00:00Z"}
    folder.mkdir(parents=True)
    (folder / "request.json").write_text(json.dumps({**table, **request}))
    (folder / "document.html").write_text(body)
    return folder


class TestWarc:
    def test_a_response_comes_back_as_it_went_in(self, tmp_path):
        answer = response(PAGE, b"\x1f\x8b packed", 404, Content_Type="text/html", Content_Encoding="gzip")
        archive = open_archive(record(tmp_path / "a.warc.gz", (Request(PAGE), answer, MORNING)))
        back = archive.answer(Request(PAGE))
        assert (back.status, back.body, back.fetched_at) == (404, b"\x1f\x8b packed", MORNING)
        assert ("Content-Encoding", "gzip") in back.headers

    def test_repeated_headers_stay_repeated(self, tmp_path):
        answer = Response(PAGE, headers={"Link": ["<a>", "<b>"]})
        archive = open_archive(record(tmp_path / "a.warc.gz", (Request(PAGE), answer, MORNING)))
        assert [value for name, value in archive.answer(Request(PAGE)).headers if name == "Link"] == ["<a>", "<b>"]

    def test_two_searches_by_post_at_one_address_are_told_apart_by_their_bodies(self, tmp_path):
        first, second = (JsonRequest(SEARCH, data={"offset": offset}) for offset in (0, 20))
        path = record(
            tmp_path / "a.warc.gz",
            (first, response(SEARCH, b"page 1"), MORNING),
            (second, response(SEARCH, b"page 2"), NOON),
        )
        archive = open_archive(path)
        assert archive.answer(JsonRequest(SEARCH, data={"offset": 0})).body == b"page 1"
        assert archive.answer(JsonRequest(SEARCH, data={"offset": 20})).body == b"page 2"
        assert archive.answer(JsonRequest(SEARCH, data={"offset": 40})) is None

    def test_a_retried_request_gets_its_answers_in_order_and_the_last_one_again(self, tmp_path):
        path = record(
            tmp_path / "a.warc.gz",
            (Request(PAGE), response(PAGE, status=503), MORNING),
            (Request(PAGE), response(PAGE, b"there"), NOON),
        )
        assert [open_archive(path).answer(Request(PAGE), nth).status for nth in range(3)] == [503, 200, 200]

    def test_of_several_files_the_one_with_the_newest_answer_speaks(self, tmp_path):
        record(tmp_path / "z-old.warc.gz", (Request(PAGE), response(PAGE, b"old"), MORNING))
        record(tmp_path / "a-new.warc.gz", (Request(PAGE), response(PAGE, b"new"), NOON))
        assert open_archive(tmp_path).answer(Request(PAGE)).body == b"new"

    def test_what_is_not_modified_is_answered_with_the_newest_full_answer_before_it_at_its_own_instant(self, tmp_path):
        first = response(PAGE, b"first", ETag='"1"'), MORNING - timedelta(days=2)
        second = response(PAGE, b"second", ETag='"2"'), MORNING - timedelta(days=1)
        same = response(PAGE, status=304, ETag='W/"2"'), NOON
        for name, (answer, fetched_at) in {"a": second, "b": same, "c": first}.items():
            record(tmp_path / f"{name}.warc.gz", (Request(PAGE), answer, fetched_at))
        back = open_archive(tmp_path).answer(Request(PAGE))
        assert (back.status, back.body, back.fetched_at) == (200, b"second", NOON)
        assert ("Etag", '"2"') in back.headers
        assert open_archive(tmp_path).as_of == NOON

    def test_an_answer_that_was_asked_for_again_in_full_is_the_full_one(self, tmp_path):
        path = record(
            tmp_path / "a.warc.gz",
            (Request(PAGE), response(PAGE, status=304), MORNING),
            (Request(PAGE), response(PAGE, b"full"), NOON),
        )
        assert [open_archive(path).answer(Request(PAGE), nth).body for nth in range(2)] == [b"full", b"full"]

    @pytest.mark.parametrize(
        "before",
        [
            [],
            [(response(PAGE, b"later"), NOON + timedelta(days=1))],
            [(response(PAGE, b"another version", ETag='"1"'), MORNING)],
        ],
    )
    def test_a_confirmed_answer_that_no_file_holds_is_none(self, tmp_path, before):
        record(tmp_path / "a.warc.gz", (Request(PAGE), response(PAGE, status=304, ETag='"2"'), NOON))
        for answer, fetched_at in before:
            record(tmp_path / "b.warc.gz", (Request(PAGE), answer, fetched_at))
        is_newest = any(fetched_at > NOON for _, fetched_at in before)
        back = open_archive(tmp_path).answer(Request(PAGE))
        assert (back.body if back else None) == (b"later" if is_newest else None)

    def test_as_of_is_the_instant_of_the_last_response(self, tmp_path):
        record(tmp_path / "a.warc.gz", (Request(PAGE), response(PAGE), MORNING))
        record(tmp_path / "b.warc.gz", (Request(SEARCH), response(SEARCH), NOON))
        assert as_of(tmp_path) == NOON

    @pytest.mark.parametrize("request_first", [True, False])
    @pytest.mark.parametrize("gzip", [True, False])
    def test_a_file_of_another_program_is_understood(self, tmp_path, request_first, gzip):
        body = b'{"offset": 0}'
        path = tmp_path / f"other.warc{'.gz' if gzip else ''}"
        with path.open("wb") as file:
            writer = WARCWriter(file, gzip=gzip)
            asked = writer.create_warc_record(
                SEARCH,
                "request",
                BytesIO(body),
                len(body),
                http_headers=StatusAndHeaders("POST /search HTTP/1.1", [], is_http_request=True),
            )
            answered = writer.create_warc_record(
                SEARCH,
                "response",
                BytesIO(b"4\r\nfour\r\n0\r\n\r\n"),
                14,
                http_headers=StatusAndHeaders("200 OK", [("Transfer-Encoding", "chunked")], protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": "2026-03-01T12:00:00Z"},
            )
            if request_first:
                link = answered.rec_headers.get_header("WARC-Record-ID")
                asked.rec_headers.add_header("WARC-Concurrent-To", link)
                writer.write_record(asked)
                writer.write_record(answered)
            else:
                writer.write_request_response_pair(asked, answered)
        back = open_archive(path).answer(JsonRequest(SEARCH, data={"offset": 0}))
        assert (back.body, back.fetched_at) == (b"four", NOON)

    def test_a_response_without_any_request_answers_a_get(self, tmp_path):
        path = tmp_path / "lonely.warc.gz"
        with path.open("wb") as file:
            writer = WARCWriter(file)
            headers = StatusAndHeaders("200 OK", [], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(PAGE, "response", BytesIO(b"yes"), 3, http_headers=headers))
        assert open_archive(path).answer(Request(PAGE)).body == b"yes"

    def test_a_cut_file_is_refused(self, tmp_path):
        path = record(tmp_path / "a.warc.gz", (Request(PAGE), response(PAGE, bytes(range(256)) * 400), MORNING))
        path.write_bytes(path.read_bytes()[:-300])
        with pytest.raises(ArchiveError, match=r"a\.warc\.gz: not a whole WARC file"):
            open_archive(path)

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            (b"HTTP/1.1 O.K", "the answer at byte 0 has the status 'O.K': a number is expected"),
            (b"HTTP/1.1    ", "the answer at byte 0 has the status '': a number is expected"),
        ],
    )
    def test_an_answer_whose_status_cannot_be_read_is_named(self, tmp_path, line, words):
        path = tmp_path / "a.warc"
        with path.open("wb") as file:
            writer = WARCWriter(file, gzip=False)
            headers = StatusAndHeaders("200", [("A", "b")], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(PAGE, "response", BytesIO(b"yes"), 3, http_headers=headers))
        path.write_bytes(path.read_bytes().replace(b"HTTP/1.1 200", line))
        with pytest.raises(ArchiveError, match=rf"a\.warc: {words}"):
            open_archive(path)

    @pytest.mark.parametrize("content", [b"", b"<html>no archive</html>"])
    def test_a_file_without_records_is_refused(self, tmp_path, content):
        path = tmp_path / "a.warc"
        path.write_bytes(content)
        with pytest.raises(ArchiveError, match=r"a\.warc"):
            open_archive(path)

    def test_credentials_are_not_recorded(self, tmp_path):
        headers = {"Authorization": "Basic c2VjcmV0", "Cookie": "c2VjcmV0", "Accept": "text/plain"}
        request = Request(PAGE, headers=headers)
        path = record(tmp_path / "a.warc.gz", (request, response(PAGE), MORNING))
        assert b"Accept: text/plain" in gzip.decompress(path.read_bytes())
        assert b"c2VjcmV0" not in gzip.decompress(path.read_bytes())

    def test_a_file_is_never_overwritten(self, tmp_path):
        record(tmp_path / "a.warc.gz")
        with pytest.raises(FileExistsError):
            record(tmp_path / "a.warc.gz")


class TestCases:
    def test_a_folder_of_cases_answers_each_request_with_its_document(self, tmp_path):
        write_case(tmp_path / "source" / "listing", "<p>rows</p>")
        write_case(tmp_path / "source" / "search", "{}", url=SEARCH, json={"b": 1, "a": 2}, method="POST")
        write_case(tmp_path / "source" / "gone", "no", url=f"{PAGE}/1", status=403, media_type="application/json")
        archive = open_archive(tmp_path)
        assert archive.answer(Request(PAGE)).body == b"<p>rows</p>"
        assert archive.answer(Request(PAGE)).headers == (("Content-Type", "text/html; charset=utf-8"),)
        assert archive.answer(JsonRequest(SEARCH, data={"a": 2, "b": 1})).body == b"{}"
        assert archive.answer(Request(f"{PAGE}/1")).status == 403
        assert archive.answer(Request(f"{PAGE}/2")) is None
        assert archive.as_of == NOON

    def test_a_robots_txt_that_no_case_holds_is_answered_with_404(self, tmp_path):
        archive = open_archive(write_case(tmp_path / "case"))
        assert archive.answer(Request("https://jobs.example.org/robots.txt")).status == 404

    def test_a_robots_txt_case_is_used(self, tmp_path):
        write_case(tmp_path / "robots", "User-agent: *", url="https://jobs.example.org/robots.txt")
        assert open_archive(tmp_path).answer(Request("https://jobs.example.org/robots.txt")).status == 200

    def test_two_cases_that_answer_the_same_request_are_refused_by_name(self, tmp_path):
        write_case(tmp_path / "one")
        write_case(tmp_path / "two")
        with pytest.raises(ArchiveError, match=r"one and .*two answer the same request \(GET https://jobs"):
            open_archive(tmp_path)

    def test_a_case_that_says_replay_false_is_left_out_of_a_folder_but_not_alone(self, tmp_path):
        write_case(tmp_path / "one", "<p>1</p>")
        write_case(tmp_path / "two", "<p>2</p>", replay=False)
        assert open_archive(tmp_path).answer(Request(PAGE)).body == b"<p>1</p>"
        assert open_archive(tmp_path / "two").answer(Request(PAGE)).body == b"<p>2</p>"

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"url": None}, "lacks url"),
            ({"url": "list.html"}, "write a whole address"),
            ({"media_type": 3}, "lacks media_type"),
            ({"fetched_at": "yesterday"}, "write 2026-03-01T09:00:00Z"),
            ({"fetched_at": "2026-03-01T09:00:00"}, "add the zone"),
            ({"replay": False}, "every case says"),
        ],
    )
    def test_a_broken_request_json_is_named(self, tmp_path, change, words):
        write_case(tmp_path / "case", **change)
        with pytest.raises(ArchiveError, match=words):
            open_archive(tmp_path)

    def test_a_case_needs_exactly_one_document(self, tmp_path):
        case = write_case(tmp_path / "case")
        (case / "document.json").write_text("{}")
        with pytest.raises(ArchiveError, match="holds 2 files named document"):
            open_archive(case)

    def test_a_request_json_that_is_no_json_is_named(self, tmp_path):
        case = write_case(tmp_path / "case")
        (case / "request.json").write_text("{")
        with pytest.raises(ArchiveError, match=r"request\.json: not readable as JSON"):
            open_archive(case)


def test_a_path_without_an_archive_is_refused_with_what_is_wanted(tmp_path):
    with pytest.raises(ArchiveError, match="holds neither a WARC file"):
        open_archive(tmp_path)
    with pytest.raises(ArchiveError, match="there is no such file or folder"):
        open_archive(tmp_path / "nowhere")
