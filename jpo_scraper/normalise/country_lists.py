"""Lists of countries and nationals in a text: `nationals of A, B and C`, `Dutch or Belgian`."""

import re
from collections.abc import Iterable, Iterator

from jpo_scraper.items import Fact
from jpo_scraper.reference.lexicon import Match
from jpo_scraper.reference.tables import nationals

LONGEST_NAME = 40
"""Characters of a country's name or that of its nationals."""
_JOIN = re.compile(r"\s*(?:,|;|/|\band\b|\bor\b|&|\bet\b|\by\b|\bund\b|\n- |\t|\n(?=[a-z]))+\s*(?:and |or |the )*")


def country_list(text: str, flat: str, position: int, end: int) -> Iterator[Match[str]]:
    """Countries or demonyms from `position` on, joined by commas and conjunctions."""
    while position < end:
        position += len(flat[position:end]) - len(flat[position:end].lstrip(" ('\""))
        if flat.startswith("the ", position):
            position += 4
        match = nationals().match_at(text, flat, position)
        if match is None or match.end > end:
            return
        yield match
        joined = _JOIN.match(flat, match.end, end)
        if joined is None:
            return
        position = joined.end()


def first_of_each(facts: Iterable[Fact]) -> list[Fact]:
    """The first fact of each value."""
    kept: dict[str, Fact] = {}
    for fact in facts:
        kept.setdefault(str(fact.value), fact)
    return list(kept.values())
