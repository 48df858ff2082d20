"""A web site on 127.0.0.1 that does what it is told: answer, hang, break off, lie."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """An answer, or a way to fail."""

    body: bytes | str = b""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False
    """Say nothing until the site closes."""
    cut: bool = False
    """Promise the whole body, send half of it and close."""
    stream: Callable[[], Iterator[bytes]] | None = None
    """What is sent after the status line, headers included, until it ends or the client has enough."""

    @property
    def payload(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


def json_reply(value: Any, status: int = 200) -> Reply:
    return Reply(json.dumps(value), status, "application/json;charset=utf-8")


def redirect(url: str) -> Reply:
    return Reply(status=302, headers={"Location": url})


Answer = Reply | Callable[[Asked], Reply]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what some tests are about."""


class Site:
    """Routes by method and path; a route with several answers gives them in turn, the last one again and again."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.asked: list[Asked] = []
        self.replied: list[Reply] = []
        self._routes: dict[tuple[str, str], list[Answer]] = {}
        self._closing = threading.Event()
        self._server = _Server((host, 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        host, port = self._server.server_address[:2]
        return f"http://{host}:{port}"

    def on(self, path: str, *answers: Answer, method: str = "GET") -> None:
        self._routes[method, path] = list(answers)

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def _answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        answers = self._routes.get((asked.method, asked.path), [Reply("no such page", 404)])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        reply = answer if isinstance(answer, Reply) else answer(asked)
        self.replied.append(reply)
        return reply

    def _handler(site) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                reply = site._answer(Asked(self.command, self.path, dict(self.headers), body))
                if reply.hang:
                    site._closing.wait(60)
                    self.close_connection = True
                    return
                if reply.stream is not None:
                    self._pour(reply)
                    return
                self.send_response(reply.status)
                for name, value in {"Content-Type": reply.media_type, **reply.headers}.items():
                    self.send_header(name, value)
                if reply.status != 304:  # its length would be that of the page that is not sent
                    self.send_header("Content-Length", str(len(reply.payload)))
                self.end_headers()
                half = len(reply.payload) // 2
                self.wfile.write(reply.payload[:half] if reply.cut else reply.payload)
                self.close_connection = self.close_connection or reply.cut

            def _pour(self, reply: Reply) -> None:
                assert reply.stream is not None
                self.close_connection = True
                self.wfile.write(f"HTTP/1.1 {reply.status} OK\r\n".encode())
                for piece in reply.stream():
                    if site._closing.is_set():
                        return
                    self.wfile.write(piece)

            do_POST = do_GET  # noqa: N815

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler
