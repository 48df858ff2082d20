"""From one document to another that is almost like it: inside its structure, so that readers get past their first look.

Pure: the same document and the same dice give the same mutation.
"""

import io
import json
import re
import zipfile
from random import Random
from typing import Any

ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 10**30, 10**400, 1.5, float("nan"), float("inf"), "", " ", "\0", "\ud800", "0", "-1",
    "9" * 5000, "²", "１２", "٣", "http://[", "//", "javascript:alert(1)", "data:,x", "https://user@host:99999/",
    "\r\n", "<b>", "</", "&#0;", "&#x110000;", "%", "a" * 3000, "2026-02-31", "99999-01-01T00:00:00Z", "0001-01-01",
    "9999-12-31T23:59:59-12:00", "\u202e", "\x1b[2J", "É", "ß", "İ", "ﬀ", [], {}, [[]], [None], [0], {"": None},
)  # fmt: skip
"""What no reader expects, each in the place of something else."""
_ODD_WORDS = tuple(value if isinstance(value, str) else str(value) for value in ODD_VALUES)
_TOKEN = re.compile(r"<[^<>]*>|\"[^\"\n]*\"|\d+|[^\W\d]+|\s+|.", re.DOTALL)
_MOST_STEPS = 4


def mutated(document: bytes, dice: Random) -> bytes:
    """The document with one to four changes, in the way that fits what it is."""
    for _ in range(dice.randint(1, _MOST_STEPS)):
        document = _step(document, dice)
    return document


def _step(document: bytes, dice: Random) -> bytes:
    if document.startswith(b"PK\x03\x04"):
        return _zip_step(document, dice)
    if document[:1] in b"{[" and dice.random() < 0.8:
        try:
            return _json_step(document, dice)
        except (ValueError, RecursionError):
            pass
    if dice.random() < 0.1 or document.startswith(b"%PDF"):
        return _bytes_step(document, dice)
    return _token_step(document, dice)


def _json_step(document: bytes, dice: Random) -> bytes:
    """One value, wherever it stands, becomes an odd one, goes, is doubled, or sinks a level deeper."""
    holder = {"": json.loads(document)}
    places = list(_places(holder))
    where, name = dice.choice(places)
    value = where[name]
    act = dice.randrange(5)
    if act == 0 and where is not holder:
        del where[name]
    elif act == 1 and isinstance(value, list) and value:
        value.append(dice.choice(value))
    elif act == 2:
        where[name] = dice.choice([[value], {"": value}, str(value)])
    elif act == 3:
        other, key = dice.choice(places)
        where[name] = other[key] if other is not where and other is not holder else None
    else:
        where[name] = dice.choice(ODD_VALUES)
    return json.dumps(holder[""]).encode()


def _places(value: Any) -> Any:
    """Every place of a JSON value: its holder, and the key or index there."""
    for name in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, name
        if isinstance(value[name], dict | list):
            yield from _places(value[name])


def _token_step(document: bytes, dice: Random) -> bytes:
    """One tag, word, number or quoted string goes, is doubled, changes places or becomes an odd one."""
    tokens = _TOKEN.findall(document.decode("utf-8", "surrogateescape"))
    if not tokens:
        return dice.choice(_ODD_WORDS).encode("utf-8", "surrogatepass")
    at, other = dice.randrange(len(tokens)), dice.randrange(len(tokens))
    act = dice.randrange(6)
    if act == 0:
        del tokens[at]
    elif act == 1:
        tokens[at] *= dice.choice((2, 3, 200))
    elif act == 2:
        tokens[at], tokens[other] = tokens[other], tokens[at]
    elif act == 3:
        del tokens[min(at, other) : max(at, other)][:400]
    elif act == 4:
        del tokens[max(at, len(tokens) // 2) :]
    else:
        odd = dice.choice(_ODD_WORDS)
        tokens[at] = f'"{odd}"' if tokens[at].startswith('"') else odd
    return "".join(tokens).encode("utf-8", "surrogatepass" if _has_lone(tokens) else "surrogateescape")


def _has_lone(tokens: list[str]) -> bool:
    """Whether a half of a character stands there that `surrogateescape` cannot write."""
    return any("\ud800" <= letter < "\udc80" for token in tokens for letter in token)


def _bytes_step(document: bytes, dice: Random) -> bytes:
    start = dice.randrange(len(document) + 1)
    end = min(len(document), start + dice.choice((0, 1, 4, 100)))
    return document[:start] + dice.randbytes(dice.choice((0, 1, 4))) + document[end:]


def _zip_step(document: bytes, dice: Random) -> bytes:
    """A part of the archive changes, so that what reads it gets whole archives."""
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as archive:
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except Exception:  # whatever a broken archive provokes
        parts = {}
    if not parts or dice.random() < 0.1:
        return _bytes_step(document, dice)
    name = dice.choice(list(parts))
    parts[name] = _token_step(parts[name], dice)
    if dice.random() < 0.1:
        del parts[name]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return made.getvalue()
