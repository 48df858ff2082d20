"""Keys that a site wants to read in its addresses, kept out of everything that is written down.

An address names an environment variable (`…?serviceKey=JPO_DATA_GO_KR_KEY`), and so it stands in the log, in archives,
in the database and in messages. Only here, next to the network, the value takes the place of its name, and the name
takes the place of the value in whatever comes back: address, headers, body, error. A replay never comes here, so it
needs no key.
"""

import os
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from scrapy import Request
from scrapy.http import Headers, Response

from jpo_scraper.exceptions import JpoError
from jpo_scraper.spiders.stopping import StoppableHandler

_SHORTEST = 8
"""Characters. A shorter value is a name and no key, and its letters may stand in any word of a body."""


class MissingSecret(JpoError):
    """The environment lacks a value that the source needs."""


class SecretsHandler(StoppableHandler):
    """The download handler, with `request.meta["secrets"]`: names of variables that stand in the address."""

    async def download_request(self, request: Request) -> Response:
        """Download. Raises MissingSecret, before anything is sent."""
        secrets = {name: value_of(name) for name in request.meta.get("secrets", ())}
        if not secrets:
            return await super().download_request(request)
        asked = request.replace(url=filled(request.url, secrets))
        asked.headers["Accept-Encoding"] = "identity"  # a compressed body could not be looked through
        try:
            response = await super().download_request(asked)
        except Exception as error:
            raise _cleaned(error, secrets) from None
        finally:
            request.meta.update(asked.meta)  # how long it took, for AutoThrottle
        found = response.headers
        headers = {name: [hidden(value, secrets) for value in found.getlist(name)] for name in found}
        return response.replace(url=request.url, headers=Headers(headers), body=hidden(response.body, secrets))


def value_of(name: str) -> str:
    """The value of a variable. Raises MissingSecret, which says what to do."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise MissingSecret(f"the environment variable {name} is not set, and the site answers nobody without it")
    return value


def filled(url: str, secrets: Mapping[str, str]) -> str:
    """The address with values in the place of names. A key may be given percent-encoded, as some portals show it."""
    for name, value in secrets.items():
        url = url.replace(name, quote(unquote(value), safe=""))
    return url


def hidden(content: bytes, secrets: Mapping[str, str]) -> bytes:
    """What came back, with names in the place of values, however these are written."""
    for name, value in secrets.items():
        if forms := _forms(value):
            content = re.sub(b"|".join(map(re.escape, forms)), name.encode(), content, flags=re.IGNORECASE)
    return content


def _forms(value: str) -> list[bytes]:
    """How a value may be written, the longest form first: plain, percent-encoded, inside JSON."""
    plain = unquote(value)
    forms = {value, plain, quote(plain, safe=""), quote(plain), plain.replace("/", "\\/")}
    return [form.encode() for form in sorted(forms, key=len, reverse=True) if len(form) >= _SHORTEST]


def _cleaned(error: Exception, secrets: Mapping[str, str]) -> Exception:
    """The error, without the address that it may have in its words."""
    words = hidden(str(error).encode(), secrets).decode()
    return error if words == str(error) else type(error)(words)
