"""Values as text, and texts as other programs take them."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, urlsplit

_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
"""Control and bidirectional characters, which a reader does not see and a program may obey; what XML refuses."""

_URL_SAFE = "!#$%&'()*+,/:;=?@[]~"


def shown(text: str) -> str:
    """A text without control and bidirectional characters; tabs and line feeds stay."""
    return _UNSHOWN.sub("", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """A text as shown, its white space as single spaces."""
    return " ".join(shown(text).split())


def moment(value: datetime) -> str:
    """An aware instant in ISO 8601: `2026-03-16T22:59:00Z`."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def jsonable(value: Any) -> Any:
    """A value of a database as JSON has it: dates and instants as ISO 8601, bytes in hexadecimal, decimals as text."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime):
        return moment(value) if value.tzinfo else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, Mapping):
        return {str(key): jsonable(element) for key, element in value.items()}
    if isinstance(value, Sequence):
        return [jsonable(element) for element in value]
    return str(value)


def compact(value: Any) -> str:
    """A value as JSON text in one line. Numbers that JSON lacks (NaN, infinity) are null.

    What a reader does not see stands there as its escape, which means the same.
    """
    try:
        text = json.dumps(jsonable(value), ensure_ascii=False, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(jsonable(value)), ensure_ascii=False)
    return _UNSHOWN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def text_of(value: Any) -> str:
    """A value as the text of a cell: null is empty, lists and objects are JSON, the rest as `jsonable`."""
    plain = jsonable(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return compact(plain) if isinstance(plain, list | dict) else str(plain)


def value_words(value: Any) -> str:
    """A value of the posting JSON for people: the parts of an object, without empty ones; the elements of a list."""
    if isinstance(value, Mapping):
        return ", ".join(value_words(part) for part in value.values() if part not in (None, [], ()))
    if isinstance(value, list):
        return "; ".join(map(value_words, value))
    return "" if value is None else shown(str(value))


def web_address(url: str | None) -> str | None:
    """The address where it is one of http or https, escaped as links must be; else None: other schemes are no links."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    return quote(shown(url.strip()), safe=_URL_SAFE)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if value - value == 0 else None  # false for NaN and both infinities
    if isinstance(value, dict):
        return {key: _finite(element) for key, element in value.items()}
    return [_finite(element) for element in value] if isinstance(value, list) else value
