"""The site and Datasette behind one door: pages for people here, tables and SQL for analysts there, both read-only."""

import asyncio
import secrets
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

from datasette import hookimpl
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm
from jinja2.ext import Extension

from jpo_scraper.store.sql import LONGEST_VALUE, relations
from jpo_scraper.web.reader import Reader
from jpo_scraper.web.site import DATA, Answer, Site

SECONDS = 10.0
"""How long a page of ours may ask the database."""

THREADS = 4
"""Pages that are made at the same time."""

SETTINGS: Mapping[str, Any] = {
    "sql_time_limit_ms": 2000,
    "max_returned_rows": 1000,
    "facet_time_limit_ms": 500,
    "max_csv_mb": 100,
    "allow_download": False,
}
"""Of Datasette; docs/web.md tells them."""

LONGEST_FORM = 10_000
"""Bytes of a form that are read at most."""

MOST_PARAMS = 200
"""Names and values in an address or a form."""

PRIVATE = frozenset(
    {
        ("posting_text", "text"),
        ("observation", "labels"),
        ("fact", "raw"),
        ("issue", "raw"),
        ("issue", "message"),
        ("earlier_reading", "normalised"),
        ("earlier_reading", "facts"),
        ("earlier_reading", "issues"),
    }
)
"""Columns that may name contact persons, as texts do: null in Datasette. The pages show them without the details."""

_COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
_OURS = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_DATASETTE = (
    "default-src 'none'; script-src 'nonce-{}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Our pages have no script at all; of Datasette's pages its own alone run, told by a number used once."""

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

pm.get_plugin("datasette.handle_exception").rich = None
"""Else Datasette prints a page of traceback for each wrong query of a reader; the answer tells the reader why."""

_nonce: ContextVar[str] = ContextVar("nonce", default="")


class Served:
    """An ASGI application over an SQLite file of ours. To be closed at the end."""

    def __init__(
        self,
        path: Path,
        *,
        base: str = "/",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        seconds: float = SECONDS,
        with_texts: bool = False,
    ) -> None:
        self._base = base
        self._reader = Reader(path, seconds)
        self._site = Site(self._reader, base=base, clock=clock)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="page")
        self.datasette = Datasette([], metadata=_metadata(), settings={**SETTINGS, "base_url": base}, memory=False)
        self.datasette.remove_database("_memory")
        self.datasette.add_database(Database(self.datasette, str(path), is_mutable=True), name=DATA)
        self.datasette.jinja_env.globals["csp_nonce"] = _nonce.get
        self.datasette.jinja_env.add_extension(_Nonce)
        self._plugin = _Plugin(self.datasette, with_texts=with_texts)
        pm.register(self._plugin, name=f"jpo {id(self)}")
        self._tables = self.datasette.app()

    def close(self) -> None:
        """Let go of the file and the threads."""
        pm.unregister(self._plugin)
        self._threads.shutdown()
        self._reader.close()
        for database in self.datasette.databases.values():
            database.close()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._tables(scope, receive, send)
            return
        path = self._path(scope["path"])
        if path is not None and self._site.has(path):
            await _send(await self._page(path, scope, receive), scope["method"], send)
        elif path is None or (path.startswith("/-/") and not path.startswith("/-/static")):
            # Datasette's pages about itself tell the versions and the path of the file.
            await _send(await self._made("/-/", {}, None), scope["method"], send)
        else:
            nonce = secrets.token_urlsafe(16)
            _nonce.set(nonce)
            await self._tables(scope, receive, _with_headers(send, _DATASETTE.format(nonce)))

    def _path(self, path: str) -> str | None:
        """The path below our base; None: it is not ours to answer."""
        base = self._base.rstrip("/")
        return path[len(base) :] or "/" if path == base or path.startswith(f"{base}/") else None

    async def _page(self, path: str, scope: Message, receive: Receive) -> Answer:
        try:
            params = _fields(scope["query_string"])
            if scope["method"] in ("GET", "HEAD"):
                return await self._made(path, params, None)
            if scope["method"] != "POST" or path != "/apply":
                return Answer(405, "This address takes no such request.\n", "text/plain; charset=utf-8")
            return await self._made(path, params, _fields(await _body(receive)))
        except ValueError:  # too long, too many fields, or no UTF-8
            return Answer(400, "This request cannot be understood.\n", "text/plain; charset=utf-8")

    async def _made(self, path: str, params: Mapping[str, list[str]], form: Mapping[str, list[str]] | None) -> Answer:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._site.answer, path, params, form)


class _Plugin:
    """What Datasette is told besides its settings."""

    def __init__(self, mine: Datasette, *, with_texts: bool) -> None:
        self.__name__ = "jpo"  # Datasette takes every plugin for a module
        self._mine = mine
        self._private = frozenset() if with_texts else PRIVATE

    @hookimpl  # type: ignore[untyped-decorator]  # Datasette has no types
    def prepare_connection(self, conn: sqlite3.Connection, database: str, datasette: Datasette) -> None:
        """Private columns read as null; nothing but reading; no value that eats the memory."""
        if datasette is self._mine and database == DATA:
            conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
            conn.execute("PRAGMA query_only = ON")
            conn.set_authorizer(self._may)

    def _may(self, action: int, first: str | None, second: str | None, *_: str | None) -> int:
        is_private = action == sqlite3.SQLITE_READ and (first, second) in self._private
        if is_private:
            return sqlite3.SQLITE_IGNORE
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK


class _Nonce(Extension):
    """Marks the scripts in Datasette's templates as its own."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template, as Jinja asks for it."""
        return source.replace("<script", '<script nonce="{{ csp_nonce() }}"')


def _metadata() -> dict[str, Any]:
    """Our words about each view, table and column."""
    known = {
        relation.name: {
            "description": relation.words,
            "columns": {column.name: column.words for column in relation.columns if column.words},
        }
        for relation in relations()
    }
    about = "Read-only. A null means that the document does not say. Texts and quoted words are not shown here."
    return {"title": "JPO vacancies", "databases": {DATA: {"description": about, "tables": known}}}


def _fields(query: bytes) -> dict[str, list[str]]:
    """The names and values of a query or a form. Raises ValueError."""
    return parse_qs(query.decode(), max_num_fields=MOST_PARAMS)


async def _body(receive: Receive) -> bytes:
    """The body of a request. Raises ValueError where it is too long."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LONGEST_FORM:
            raise ValueError("too long")
    return body


async def _send(answer: Answer, method: str, send: Send) -> None:
    body = answer.body.encode() if isinstance(answer.body, str) else answer.body
    headers = {
        "Content-Type": answer.media_type,
        "Content-Length": str(len(body)),
        "Content-Security-Policy": _OURS,
        **_COMMON,
        **answer.headers,
    }
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": pairs})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})


def _with_headers(send: Send, policy: str) -> Send:
    """A `send` that sets our headers in the place of others of their names."""
    ours = {
        name.lower().encode(): value.encode() for name, value in {"Content-Security-Policy": policy, **_COMMON}.items()
    }

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            others = [pair for pair in message.get("headers", []) if pair[0].lower() not in ours]
            message = {**message, "headers": [*others, *ours.items()]}
        await send(message)

    return sending


def address(host: str, port: int, base: str) -> str:
    """Where a browser finds the site: `http://127.0.0.1:8001/`."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}{quote(base)}"
