"""The site and Datasette behind one door, asked over ASGI."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest
from lxml import html

from jpo_scraper.web.server import PRIVATE, Served, address
from jpo_scraper.web.site import DATA
from tests.web.posts import APPLICANT, NOW, OPEN


class Client:
    """Asks an application, one request at a time."""

    def __init__(self, served: Served) -> None:
        self._served = served

    def __call__(self, path: str, method: str = "GET", **options: object) -> httpx.Response:
        return asyncio.run(self._ask(method, path, options))

    async def _ask(self, method, path, options):
        transport = httpx.ASGITransport(app=self._served)
        async with httpx.AsyncClient(transport=transport, base_url="http://jpo.test") as client:
            return await client.request(method, path, **options)


def client_of(path: Path, **options):
    served = Served(path, clock=lambda: NOW, **options)
    return served, Client(served)


@pytest.fixture(scope="module")
def ask(posts):
    served, client = client_of(posts)
    yield client
    served.close()


OURS = ["/", "/posts", "/posting/5", "/apply", "/charts", "/map", "/sources", "/posts.atom", "/nothing-of-ours/x"]
ANALYSTS = [f"/{DATA}", f"/{DATA}/open_vacancies", f"/{DATA}/posting/5", f"/{DATA}?sql=select+title+from+posting"]


@pytest.mark.parametrize("path", [*OURS, *ANALYSTS])
def test_every_answer_forbids_what_no_page_needs(ask, path):
    headers = ask(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"https?:|\*|script-src[^;]*unsafe", policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "set-cookie" not in headers or path in ANALYSTS


@pytest.mark.parametrize("path", OURS[:-1])
def test_our_pages_allow_no_script_at_all(ask, path):
    assert "script-src" not in ask(path).headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ANALYSTS)
def test_of_datasettes_pages_only_its_own_scripts_run(ask, path):
    answer = ask(path)
    assert answer.status_code == 200
    (nonce,) = re.findall(r"script-src 'nonce-([\w-]{20,})'", answer.headers["Content-Security-Policy"])
    scripts = html.fromstring(answer.text).cssselect("script")
    assert scripts
    assert {script.get("nonce") for script in scripts} == {nonce}
    assert ask(path).headers["Content-Security-Policy"] != answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/-/databases.json", "/-/versions", "/-/settings.json", f"/{DATA}.db"])
def test_nothing_is_told_about_the_machine_or_the_file(ask, posts, path):
    answer = ask(path)
    assert answer.status_code in (403, 404)
    assert str(posts) not in answer.text


@pytest.mark.parametrize(("table", "column"), sorted(PRIVATE))
def test_columns_that_may_name_contact_persons_are_null(ask, table, column):
    rows = ask(f"/{DATA}.json", params={"sql": f"select {column} as it from {table}", "_shape": "arrays"}).json()[
        "rows"
    ]
    assert {row[0] for row in rows} <= {None}


def test_texts_are_shown_to_analysts_on_their_own_machine(posts):
    served, ask = client_of(posts, with_texts=True)
    try:
        answer = ask(f"/{DATA}.json", params={"sql": "select text from posting_text", "_shape": "arrays"})
        assert "jane.doe@example.org" in answer.text
    finally:
        served.close()


@pytest.mark.parametrize(
    "sql",
    [
        "delete from posting",
        "with x as (select 1) delete from posting",
        "attach database '/tmp/x' as y",
        "select 1; drop table posting",
        "select load_extension('x')",
        "pragma query_only = off",
        "select zeroblob(2000000000)",
    ],
)
def test_sql_that_is_more_than_reading_is_refused(ask, posts, sql):
    before = posts.read_bytes()
    assert ask(f"/{DATA}.json", params={"sql": sql}).status_code == 400
    assert posts.read_bytes() == before


def test_sql_has_a_limit_of_time_and_rows(ask):
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    assert ask(f"/{DATA}.json", params={"sql": endless}).status_code == 400
    many = "with recursive n(i) as (select 1 union all select i + 1 from n limit 5000) select i from n"
    answer = ask(f"/{DATA}.json", params={"sql": many, "_shape": "arrays"}).json()
    assert (len(answer["rows"]), answer["truncated"]) == (1000, True)


def test_analysts_find_the_words_about_views_and_columns(ask):
    assert "the last moment to apply, UTC" in html.fromstring(ask(f"/{DATA}/open_vacancies").text).text_content()


def test_the_form_is_sent_without_a_cookie_and_leaves_no_trace_in_the_address(ask):
    answer = ask("/apply", "POST", data={name: value[0] for name, value in APPLICANT.items()})
    assert answer.status_code == 200
    assert "1 eligible, 2 unclear, 1 not." in answer.text
    assert "1994-05-01" not in str(answer.url)


@pytest.mark.parametrize(
    ("path", "options", "status"),
    [
        ("/apply", {"data": {"languages": "x" * 20_000}}, 400),
        ("/apply", {"content": b"born=\xff\xfe%zz"}, 400),
        ("/apply", {"content": b"&".join(b"a%d=1" % number for number in range(900))}, 400),
        ("/posts", {"data": {"sponsor": "KR"}}, 405),
        ("/", {}, 405),
    ],
)
def test_requests_that_no_page_sends_are_refused(ask, path, options, status):
    assert ask(path, "POST", **options).status_code == status


def test_a_head_request_has_the_headers_and_no_body(ask):
    answer = ask("/", "HEAD")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 1000


def test_pages_stand_below_the_path_of_a_reverse_proxy(posts):
    served, ask = client_of(posts, base="/jpo/")
    try:
        tree = html.fromstring(ask("/jpo/").text)
        assert OPEN.title in tree.text_content()
        inner = [link for link in tree.xpath("//@href") if link.startswith("/")]
        assert inner
        assert [link for link in inner if not link.startswith("/jpo/")] == []
        assert {ask(link).status_code for link in set(inner)} == {200}
        assert ask("/").status_code == 404
        assert ask("/jpo/-/databases").status_code == 404
    finally:
        served.close()


def test_an_address_is_one_that_a_browser_takes():
    assert address("127.0.0.1", 8001, "/") == "http://127.0.0.1:8001/"
    assert address("::1", 80, "/jpo/") == "http://[::1]:80/jpo/"
