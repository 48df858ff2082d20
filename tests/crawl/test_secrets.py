"""A key that a site wants in its addresses is sent, and stands nowhere: not in the log, the archive, the database."""

import gzip
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from jpo_scraper.spiders import secrets
from tests.crawl.run import crawl_apart
from tests.crawl.server import Asked, Reply, Site

NAME = "JPO_DATA_GO_KR_KEY"
KEY = "aB3/kL+9zQ==xY7-secret"
PATH = f"/list?serviceKey={quote(KEY, safe='')}&numOfRows=50&pageNo=1"
ROBOTS = Reply("User-agent: *\nDisallow: /private\n", media_type="text/plain")

TOML = """
title = "A service with keys"
kind = "sponsor"
homepage = "{url}"
languages = ["ko"]
platform = "data_go_kr"
hosts = ["127.0.0.1"]
{extra}

[site]
api = "{url}/list"
view = "{url}/view?seq={{id}}"
posts_heading = "Posts"
post_pattern = "^(?P<agency>[^()]+?)\\\\((?P<country>\\\\S+) (?P<city>\\\\S+)\\\\)$"

[select]
everything = true

[known]
listing = "inferred"
detail = "inferred"
rules = "inferred"
"""

POSTS = "&lt;p&gt;&lt;b&gt;1. Posts&lt;/b&gt;&lt;/p&gt;&lt;ul&gt;&lt;li&gt;JPO(Chad Abeche)&lt;/li&gt;&lt;/ul&gt;"


def answer(content: str = POSTS) -> Reply:
    item = f"<item><seq>7</seq><title>JPO</title><content>{content}</content></item>"
    head = "<header><resultCode>00</resultCode></header>"
    body = f"<body><items>{item}</items><totalCount>1</totalCount></body>"
    return Reply(f"<response>{head}{body}</response>", media_type="application/xml;charset=UTF-8")


def crawl(site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch, key: str | None = KEY, **settings: object):
    (folder / "keyed.toml").write_text(TOML.format(url=site.url, extra=""))
    monkeypatch.delenv(NAME, raising=False)
    if key is not None:
        monkeypatch.setenv(NAME, key)
    output = crawl_apart(["keyed"], folder, settings={"LOG_LEVEL": "DEBUG", **settings}, archive_dir=folder / "warc")
    return output, output["results"]["keyed"]


def everything_written(folder: Path, log: str) -> str:
    """The log, the archive and the whole database, as text."""
    parts = [log]
    parts += [gzip.decompress(path.read_bytes()).decode("latin-1") for path in (folder / "warc").glob("*")]
    with closing(sqlite3.connect(folder / "jpo.sqlite")) as database:
        parts += database.iterdump()
    return "\n".join(parts)


def assert_hidden(folder: Path, log: str) -> None:
    written = everything_written(folder, log)
    for form in (KEY, quote(KEY, safe=""), quote(KEY), quote(KEY, safe="").lower(), KEY.replace("/", "\\/"), "kL+9zQ"):
        assert form not in written
    assert NAME in written


@pytest.mark.parametrize("given", [KEY, quote(KEY, safe=""), f" {KEY}\n"], ids=["plain", "encoded", "with spaces"])
def test_the_key_is_sent_and_written_nowhere(site, tmp_path, monkeypatch, given):
    site.on("/robots.txt", ROBOTS)
    site.on(PATH, answer())
    output, result = crawl(site, tmp_path, monkeypatch, given)
    assert (result["status"], result["counters"]["kept"]) == ("complete", 1), output["log"]
    assert site.paths() == ["/robots.txt", PATH]
    assert_hidden(tmp_path, output["log"])


def test_the_archive_replays_without_the_key(site, tmp_path, monkeypatch):
    site.on(PATH, answer())
    crawl(site, tmp_path, monkeypatch)
    monkeypatch.delenv(NAME)
    again = crawl_apart(["keyed"], tmp_path, replay=tmp_path / "warc")["results"]["keyed"]
    assert (again["status"], again["counters"]["kept"]) == ("complete", 1)


def test_without_the_key_the_run_fails_in_one_clear_line_and_nothing_is_asked(site, tmp_path, monkeypatch):
    site.on("/robots.txt", ROBOTS)
    output, result = crawl(site, tmp_path, monkeypatch, None)
    assert result["status"] == "failed"
    assert site.paths() == ["/robots.txt"]
    lines = [line for line in output["log"].splitlines() if NAME in line and "ERROR" in line]
    assert len(lines) == 1
    assert f"the environment variable {NAME} is not set" in lines[0]
    assert "Traceback" not in output["log"]
    with closing(sqlite3.connect(tmp_path / "jpo.sqlite")) as database:
        [(message,)] = database.execute("select message from issue").fetchall()
    assert f"the environment variable {NAME} is not set" in message


def echoes(asked: Asked) -> Reply:
    """A site that repeats the key in every form, in body and headers."""
    forms = " ".join([KEY, quote(KEY, safe=""), quote(KEY), KEY.replace("/", "\\/"), quote(KEY, safe="").lower()])
    return Reply(f"<error>{forms}</error>", 500, "application/xml", {"X-Asked": asked.path, "X-Key": KEY})


def moved(asked: Asked) -> Reply:
    """A site that redirects to the same address below another path."""
    return Reply(status=302, headers={"Location": asked.path.replace("/list", "/moved")})


def compressed(asked: Asked) -> Reply:
    """A site that compresses whatever is asked for so."""
    if "gzip" in asked.headers.get("Accept-Encoding", ""):
        return Reply(gzip.compress(KEY.encode()), 500, "text/plain", {"Content-Encoding": "gzip"})
    return Reply(KEY, 500, "text/plain")


FAULTS = {
    "it echoes the key": (echoes, {}),
    "it redirects": (moved, {}),
    "it compresses": (compressed, {}),
    "it says nothing": (Reply(hang=True), {}),
    "it breaks off": (Reply(f"<a>{KEY}</a>" * 20, cut=True), {}),
    "it sends too much": (Reply("x" * 5_000), {"DOWNLOAD_MAXSIZE": 1_000}),
    "it sends much": (Reply("x" * 5_000), {"DOWNLOAD_WARNSIZE": 1_000}),
    "it is no XML": (Reply(f"<html>{KEY}</html>"), {}),
}


@pytest.mark.parametrize(("reply", "settings"), FAULTS.values(), ids=FAULTS)
def test_no_fault_of_the_site_gives_the_key_away(site, tmp_path, monkeypatch, reply, settings):
    site.on(PATH, reply)
    output, result = crawl(site, tmp_path, monkeypatch, **settings)
    assert result["status"] == "failed"
    assert_hidden(tmp_path, output["log"])


def test_a_redirect_carries_the_key_on_to_a_host_of_the_source(site, tmp_path, monkeypatch):
    site.on(PATH, moved)
    site.on(PATH.replace("/list", "/moved"), answer())
    output, result = crawl(site, tmp_path, monkeypatch)
    assert result["status"] == "complete", output["log"]
    assert_hidden(tmp_path, output["log"])


def test_a_redirect_elsewhere_gets_no_key(site, tmp_path, monkeypatch):
    with Site() as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        site.on(PATH, Reply(status=302, headers={"Location": f"{elsewhere}{PATH}"}))
        output, result = crawl(site, tmp_path, monkeypatch)
        assert result["status"] == "failed"
        assert other.asked == []
    assert_hidden(tmp_path, output["log"])


def test_a_short_value_is_a_name_and_stays_readable_in_answers():
    assert secrets.hidden(b"a jpo post", {NAME: "jpo"}) == b"a jpo post"


def test_an_empty_value_is_none(monkeypatch):
    monkeypatch.setenv(NAME, "  ")
    with pytest.raises(secrets.MissingSecret, match=NAME):
        secrets.value_of(NAME)
    assert os.environ[NAME] == "  "


def test_robots_txt_is_asked_for_unless_the_terms_permit_more(site, tmp_path, monkeypatch):
    site.on("/robots.txt", Reply("User-agent: *\nDisallow: /\n", media_type="text/plain"))
    site.on(PATH, answer())
    _, result = crawl(site, tmp_path, monkeypatch)
    assert (result["status"], site.paths()) == ("failed", ["/robots.txt"])
    permitted = TOML.format(url=site.url, extra="") + '\n[politeness]\npermission = "Approved programs may ask."\n'
    (tmp_path / "keyed.toml").write_text(permitted)
    again = crawl_apart(["keyed"], tmp_path)["results"]["keyed"]
    assert (again["status"], site.paths()[1:]) == ("complete", [PATH])
