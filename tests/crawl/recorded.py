"""The recorded sites of the fixtures, served on 127.0.0.1 and crawled again and again, each time with one fault.

Sources and addresses are the real ones. Only the last step leads elsewhere: the connection goes to the loopback.
Everything happens in a process of its own, since an event loop of Scrapy starts once; what came of it is printed.
"""

import dataclasses
import json
import os
import re
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import ScrapyDeprecationWarning
from scrapy.http import Response

from jpo_scraper.archive.base import Answer, request_key
from jpo_scraper.archive.casefile import load_case
from jpo_scraper.archive.cases import CaseArchive
from jpo_scraper.sources.registry import FOLDER
from jpo_scraper.spiders.secrets import SecretsHandler
from tests.crawl.faults import LIMIT, LOGIN, LOGIN_PAGE, TROUBLES, Trouble
from tests.crawl.run import QUICK, ROOT, stand_in
from tests.crawl.server import Asked, Reply, Site

FIXTURES = ROOT / "fixtures"
RECORDINGS = Path(__file__).parent / "recordings"
"""Second ways into a site, which the TOML of its source names and no fixture walks."""
SECRETS = {"JPO_DATA_GO_KR_KEY": "a-key-of-the-loopback", "JPO_RELIEFWEB_APPNAME": "a-name-of-the-loopback"}
PORT = "JPO_TEST_LOOPBACK_PORT"
HEALTHY, AGAIN, NEW_KEY = "healthy", "again", "new_key"
_UNKNOWN_FIELD = "unknown_field"
"""The case of a source whose document holds a key that no reader knows."""


class LoopbackHandler(SecretsHandler):
    """Scrapy's download handler as the project has it, with another end of the line."""

    async def download_request(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        query = f"?{parts.query}" if parts.query else ""
        server = f"http://127.0.0.1:{os.environ[PORT]}/{self.crawler.spidercls.name}"
        address = f"{server}/{parts.scheme}/{parts.netloc}{parts.path}{query}"
        asked = request.replace(url=address)
        try:
            response = await super().download_request(asked)
        finally:
            request.meta.update(asked.meta)
        return response.replace(url=request.url)


class RecordedSite:
    """The recorded site of one source, which does its worst at one kind of page, or nothing."""

    def __init__(self, name: str) -> None:
        folder = (RECORDINGS if (RECORDINGS / name).exists() else FIXTURES) / name
        cases = sorted(path.parent for path in folder.glob("*/request.json"))
        self._archive = CaseArchive(folder, cases)
        self.targets = dict(_targets(cases))
        """Kind of page → the request that a fault falls upon."""
        self.new_key = _new_key(folder / _UNKNOWN_FIELD)
        """Kind of page with a key that no reader knows, and the page."""
        self._trouble: Trouble | None = None
        self._target = ""

    def begin(self, trouble: str, page: str) -> None:
        """What a round is about: one of `TROUBLES`, a new key, or nothing."""
        self._trouble = self.new_key[1] if self.new_key and trouble == NEW_KEY else TROUBLES.get(trouble)
        self._target = self.targets.get(page, "")

    def answer(self, request: Request) -> Reply:
        answer = self._archive.answer(request)
        if answer is None:
            return LOGIN_PAGE if urlsplit(request.url).path == LOGIN else Reply("no such page", 404)
        trouble = self._trouble
        if trouble is None or request_key(request) != self._target:
            return _reply(answer)
        if trouble.once:
            self._trouble = None
        return trouble.fault(_reply(answer))


def _targets(cases: list[Path]) -> Iterator[tuple[str, str]]:
    """Of each kind of page the recorded site's last, so that its listing is broken at the first page (by name)."""
    for folder in reversed(cases):
        fetch, _ = load_case(folder)
        if json.loads((folder / "request.json").read_text(encoding="utf-8"))["replay"]:
            yield fetch.page, request_key(_as_request(folder))


def _new_key(folder: Path) -> tuple[str, Trouble] | None:
    if not folder.exists():
        return None
    fetch, document = load_case(folder)
    page = Reply(document.body, 200, document.media_type)
    return fetch.page, Trouble(lambda healthy: page)


def _as_request(folder: Path) -> Request:
    (case,) = CaseArchive(folder, [folder])._cases.values()
    return case.request


def _reply(answer: Answer) -> Reply:
    return Reply(answer.body, answer.status, dict(answer.headers).get("Content-Type", "text/plain"))


class Loopback(Site):
    """All recorded sites under one port: `/SOURCE/https/HOST/PATH`."""

    def __init__(self, sites: dict[str, RecordedSite]) -> None:
        super().__init__()
        self._sites = sites

    def _answer(self, asked: Asked) -> Reply:
        _, name, scheme, rest = asked.path.split("/", maxsplit=3)
        url = f"{scheme}://{rest}"
        for variable, value in SECRETS.items():
            url = url.replace(value, variable)
        return self._sites[name].answer(Request(url, method=asked.method, body=asked.body))


def rounds(site: RecordedSite) -> list[tuple[str, str]]:
    """(trouble, kind of page): healthy, then every trouble at every kind of page, a new key, then healthy again."""
    troubles = [(name, page) for page in sorted(site.targets) for name in TROUBLES]
    new_key = [(NEW_KEY, site.new_key[0])] if site.new_key else []
    return [(HEALTHY, ""), *troubles, *new_key, (HEALTHY, AGAIN)]


def crawl_all(names: list[str], folder: Path) -> dict[str, Any]:
    """Crawl each source round after round, the sources side by side. One record a round."""
    from scrapy.crawler import AsyncCrawlerProcess

    from jpo_scraper.crawl import _prepare, project_settings, result_of, take_turns
    from jpo_scraper.sources.lanes import lanes
    from jpo_scraper.sources.registry import load_all

    sites = {name: RecordedSite(name) for name in names}
    sources = load_all(folder)
    handlers = dict.fromkeys(("http", "https"), LoopbackHandler)
    settings = {
        "JPO_SOURCES": str(folder), "JPO_STORE_ENABLED": True, "JPO_DATABASE": str(folder / "jpo.sqlite"),
        "DOWNLOAD_MAXSIZE": LIMIT, "DOWNLOAD_TIMEOUT": 2, "DOWNLOAD_HANDLERS": handlers, "LOG_LEVEL": "CRITICAL",
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
    }  # fmt: skip
    options = project_settings({**QUICK, **settings})
    process = AsyncCrawlerProcess(options)
    _prepare(options)
    records: dict[str, Any] = {}

    async def walk(lane: list[str]) -> None:
        for name in lane:
            for trouble, page in rounds(sites[name]):
                sites[name].begin(trouble, page)
                crawler = process.create_crawler(name)
                await process.crawl(crawler)
                result = dataclasses.asdict(result_of(crawler))
                records[f"{name}/{page}/{trouble}"] = result | stored(folder / "jpo.sqlite", name)

    with Loopback(sites) as loopback:
        os.environ[PORT] = loopback.url.rpartition(":")[2]
        take_turns(process, lanes(sources[name] for name in names), walk)
    return records


def stored(path: Path, name: str) -> dict[str, Any]:
    """What the database holds of a source after a round: its postings, and the issues of the last run."""
    columns = "external_id, url, title, status, missed_runs, content_hash"
    issues = (
        "select kind, message, url from issue where run_id = (select max(id) from run where source = ?) order by id"
    )
    with closing(sqlite3.connect(path)) as database:
        postings = database.execute(f"select {columns} from posting where source = ? order by 1", [name]).fetchall()
        return {"postings": postings, "issues": database.execute(issues, [name]).fetchall()}


def write_sources(names: list[str], folder: Path) -> None:
    """The sources as they are, but for the pause between two requests."""
    for name in names:
        (path,) = (path for path in (FOLDER / f"{name}.toml", RECORDINGS / f"{name}.toml") if path.exists())
        text = path.read_text(encoding="utf-8")
        (folder / f"{name}.toml").write_text(re.sub(r"(?m)^delay = .*$", "delay = 0", text), encoding="utf-8")


def crawl_apart(names: list[str], folder: Path) -> dict[str, Any]:
    """`crawl_all()` in a process of its own."""
    write_sources(names, folder)
    command = [sys.executable, "-m", __name__, str(folder), *names]
    environment = {**os.environ, **SECRETS}
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    records: dict[str, Any] = json.loads(done.stdout)
    return records


def main() -> None:
    warnings.simplefilter("error", ScrapyDeprecationWarning)
    sys.modules["jpo_scraper.normalise"] = stand_in(is_jpo=True)
    json.dump(crawl_all(sys.argv[2:], Path(sys.argv[1])), sys.stdout)


if __name__ == "__main__":
    main()
