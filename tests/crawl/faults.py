"""What a site may do instead of answering as it did: one function a fault, the same for every platform."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.crawl.server import Reply, redirect

LOGIN = "/login-of-the-site"
FOREIGN = "https://login.elsewhere.example.org/"
LOGIN_PAGE = Reply(
    "<!DOCTYPE html><html lang='en'><head><title>Sign in</title></head><body><h1>Sign in</h1>"
    "<form action='/login' method='post'><input name='user'><input name='password' type='password'></form>"
    "</body></html>"
)
WELCOME = Reply(
    "<!DOCTYPE html><html lang='en'><head><title>Welcome</title><meta property='og:title' content='Welcome'></head>"
    "<body><nav><a href='/'>Home</a></nav><main><h1>Our new site</h1><p>All we do, in one place.</p></main></body>"
    "</html>"
)
CHALLENGE = Reply(
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={};</script>"
    "</body></html>",
    status=403,
)
LIMIT = 200_000
"""DOWNLOAD_MAXSIZE of these crawls: bytes. Above every document of the fixtures."""

Fault = Callable[[Reply], Reply]
"""The answer of the healthy site → the answer of the broken one."""


@dataclass(frozen=True)
class Trouble:
    """A fault, and what the run says of it."""

    fault: Fault
    says: str = ""
    """Words of the issue; none: whatever the page's reader misses."""
    once: bool = False
    """The second request for the same page is answered well."""


def status(number: int, **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda healthy: Reply("<html><body>Sorry.</body></html>", number, headers=named)


def always(reply: Reply) -> Fault:
    return lambda healthy: reply


def in_kind(healthy: Reply) -> Reply:
    """A whole document of the same type that holds nothing of what the reader looks for."""
    if "json" in healthy.media_type:
        return replace(healthy, body='{"results": [], "version": 7}')
    if "xml" in healthy.media_type and "html" not in healthy.media_type:
        return replace(healthy, body="<?xml version='1.0'?><catalogue><entry/></catalogue>")
    return WELCOME


def another_type(healthy: Reply) -> Reply:
    """JSON where a page, a feed or a file was; a page where JSON was."""
    return WELCOME if "json" in healthy.media_type else Reply('{"status": "ok"}', media_type="application/json")


def half(healthy: Reply) -> Reply:
    """The first half, as if it were all."""
    return replace(healthy, body=healthy.payload[: len(healthy.payload) // 2])


TROUBLES = {
    "no_answer": Trouble(lambda healthy: replace(healthy, hang=True), "no answer in time"),
    "forbidden": Trouble(status(403), "status 403"),
    "throttled": Trouble(status(429, Retry_After="0"), "status 429"),
    "throttled_once": Trouble(status(429, Retry_After="0"), once=True),
    "server_error": Trouble(status(500), "status 500"),
    "server_error_once": Trouble(status(500), once=True),
    "to_a_login": Trouble(always(redirect(LOGIN))),
    "to_a_foreign_host": Trouble(always(redirect(FOREIGN)), "login.elsewhere.example.org is not among the hosts of"),
    "broken_off": Trouble(lambda healthy: replace(healthy, cut=True), "cut off in the middle"),
    "half": Trouble(half),
    "empty_body": Trouble(lambda healthy: replace(healthy, body=b"")),
    "another_type": Trouble(another_type),
    "another_layout": Trouble(in_kind),
    "too_big": Trouble(lambda healthy: replace(healthy, body=b" " * (LIMIT + 1)), "larger than DOWNLOAD_MAXSIZE"),
    "challenge": Trouble(always(CHALLENGE), "a bot challenge or throttle page"),
    "silent_challenge": Trouble(always(Reply(status=202)), "an empty answer with status 202"),
}
