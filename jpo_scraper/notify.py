"""Taking a digest to people: a webhook or a command. Nothing here knows what a digest says."""

import ipaddress
import json
import re
import shlex
import subprocess
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urlsplit

from jpo_scraper import __version__
from jpo_scraper.exceptions import NotifyError, UsageError

SECONDS = 20
"""How long a webhook may stay silent, and how long a command may take."""

AGAIN = "`jpo digest --notify` sends it again"
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Notice:
    """What is sent."""

    text: str
    """For people: a subject line, an empty line, the rest."""
    data: Mapping[str, Any]
    """The same for programs: JSON-able."""


Channel = Callable[[Notice], None]
"""Takes a notice somewhere. Raises NotifyError."""


def webhook(url: str) -> Channel:
    """POSTs `{"text": …, "digest": …}` as JSON; anything but an answer 2xx is an error, a redirect too.

    The URL is a secret: messages name its host alone. Raises UsageError where it is neither https nor loopback.
    """
    parts = _checked(url)
    place = f"{parts.scheme}://{parts.netloc}"

    def post(notice: Notice) -> None:
        body = json.dumps({"text": notice.text, "digest": notice.data}, ensure_ascii=False, default=str).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": f"jpo-scraper/{__version__}"}
        request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310  (checked above)
        try:
            with _opener(parts).open(request, timeout=SECONDS):
                pass
        except HTTPError as error:
            error.close()
            raise NotifyError(f"The digest was not delivered: {place} {_refusal(error.code)}; {AGAIN}.") from None
        except (OSError, HTTPException) as error:  # URLError and timeouts are OSErrors
            raise NotifyError(f"The digest was not delivered: {place} {_failure(error)}; {AGAIN}.") from None

    return post


def command(line: str) -> Channel:
    """Runs a program, without a shell, with the digest's text on its standard input.

    Messages name the program alone: its arguments may hold secrets. Raises UsageError where the line is empty or its
    quotes are open.
    """
    try:
        arguments = shlex.split(line)
    except ValueError as error:
        raise UsageError(f"--notify-command: {error}: quote it as for a shell") from error
    if not arguments:
        raise UsageError("--notify-command is empty: name a program that takes the digest on its standard input")
    program = arguments[0]

    def run(notice: Notice) -> None:
        try:
            done = subprocess.run(arguments, input=notice.text.encode(), capture_output=True, timeout=SECONDS)  # noqa: S603
        except subprocess.TimeoutExpired:
            what = f"took longer than {SECONDS} s"
        except OSError as error:
            what = f"cannot be run: {error.strerror}"
        else:
            if done.returncode == 0:
                return
            what = f"ended with status {done.returncode}{_last_line(done.stderr)}"
        raise NotifyError(f"The digest was not delivered: {program} {what}; {AGAIN}.")

    return run


def _checked(url: str) -> SplitResult:
    """The parts of a URL that may be posted to. The messages do not repeat it: it is a secret."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or _CONTROL.search(url):
        raise UsageError("the webhook's URL is no address: give https://HOST/PATH (--notify-url or JPO_NOTIFY_URL)")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise UsageError("the webhook's URL must begin with https://: the digest and the URL's key would be readable")
    if "@" in parts.netloc:
        raise UsageError("the webhook's URL must not hold a user or a password: use one whose path is the key")
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A webhook has one address; the digest goes nowhere else."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Follow none: urllib then raises HTTPError."""


def _opener(parts: SplitResult) -> urllib.request.OpenerDirector:
    """Follows no redirect; what is on this machine is not asked for through a proxy."""
    direct = [urllib.request.ProxyHandler({})] if _is_loopback(parts.hostname or "") else []
    return urllib.request.build_opener(_NoRedirect, *direct)


def _refusal(status: int) -> str:
    if 300 <= status < 400:
        return f"answered with a redirect (status {status}), which is not followed: give the final address"
    return f"answered with status {status}"


def _failure(error: Exception) -> str:
    """Why there was no answer, in words that cannot hold the URL."""
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return f"did not answer within {SECONDS} s"
    words = getattr(reason, "strerror", None) if isinstance(reason, OSError) else None
    return f"cannot be reached: {words or type(reason).__name__}"


def _last_line(stderr: bytes) -> str:
    """The last thing that a program said, if any."""
    lines = stderr.decode(errors="replace").strip().splitlines()
    return f" ({_CONTROL.sub(' ', lines[-1])[:200]})" if lines else ""
