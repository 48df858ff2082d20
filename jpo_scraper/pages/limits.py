"""How much a document may hold. More is no page of vacancies, but a site that is broken or means harm.

The checks look at the bytes, before a parser makes a hundred times as much of them.
"""

import re
from itertools import accumulate

from jpo_scraper.exceptions import BrokenDocument

_MOST_BYTES = 5_000_000
"""Of HTML or XML; the longest page that was seen has a tenth of it."""
_MOST_TAGS = 400_000
"""Opening and closing ones together; the longest listing that was seen has some ten thousand."""
_MOST_ATTRIBUTES = 5_000
"""Of one tag: the parser compares each with all before it."""
_MOST_VALUES = 1_000_000
"""Of a JSON document. Commas count, also those in texts."""
_DEEPEST_JSON = 500
"""Values inside each other. Some Pythons read a hundred times as many, and whoever walks through them then fails."""
_NO_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"|[^\[\]{}"]++', re.DOTALL)
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}
_SHORTEST = 2 * _MOST_ATTRIBUTES
"""Bytes of a tag that may have too many."""
_TAG = re.compile(rb"<[A-Za-z](?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')|=)*+")
_BETWEEN_ATTRIBUTES = re.compile(rb"[\s/\"']+")
_QUOTED = re.compile(rb"=\s*+(?:\"[^\"]*+\"|'[^']*+')")


def reject_huge_markup(body: bytes, url: str) -> None:
    """Raise BrokenDocument for HTML or XML that takes too much memory or time to parse."""
    if len(body) > _MOST_BYTES:
        raise BrokenDocument(f"more than {_MOST_BYTES:,} bytes of markup: no page of vacancies is that long", url)
    if body.count(b"<") > _MOST_TAGS:
        raise BrokenDocument(f"more than {_MOST_TAGS:,} tags: no page of vacancies has so many", url)
    if len(body) < _SHORTEST:
        return
    for tag in _TAG.finditer(body):
        if tag.end() - tag.start() > _SHORTEST:
            bare = _QUOTED.sub(b" ", tag[0])  # what is quoted may be long: a picture in the page itself
            if len(_BETWEEN_ATTRIBUTES.findall(bare)) > _MOST_ATTRIBUTES:
                raise BrokenDocument(f"a tag with more than {_MOST_ATTRIBUTES:,} attributes: no page has that", url)


def reject_huge_json(text: str, url: str) -> None:
    """Raise BrokenDocument for JSON that takes too much memory, or lies too deep to be walked through."""
    containers = text.count("[") + text.count("{")
    if text.count(",") + containers > _MOST_VALUES:
        raise BrokenDocument(f"more than {_MOST_VALUES:,} values: no page of vacancies has so many", url)
    if containers > _DEEPEST_JSON and _depth(_NO_BRACKETS.sub("", text)) > _DEEPEST_JSON:
        raise BrokenDocument(f"JSON with more than {_DEEPEST_JSON} values inside each other: no page has that", url)


def _depth(brackets: str) -> int:
    """How many brackets are open at once, at most."""
    return max(accumulate(_STEPS.get(bracket, 0) for bracket in brackets), default=0)
