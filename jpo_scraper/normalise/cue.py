"""Patterns that are tried only where a text holds a word without which they cannot match.

A posting is looked at by some fifty patterns, and most of them have nothing to find in it. Its words are known
(`Folded.words`), so each pattern starts from its own words instead of from every letter.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from jpo_scraper.reference.fold import Folded

MOST = 300
"""No posting says one thing so often: what comes after so many matches is not looked at."""


class Cue:
    """A pattern over folded text, and the words of which each of its matches holds at least one.

    With `back` 0 a match begins with such a word; else it begins up to so many characters before one, and ends up
    to `ahead` characters behind where that word begins.
    """

    def __init__(
        self, words: Iterable[str], pattern: str, *, or_digits: bool = False, back: int = 0, ahead: int = 0
    ) -> None:
        """`words` are parted by spaces. `or_digits`: digits count as such a word."""
        self.words = frozenset(words.split() if isinstance(words, str) else words)
        self.or_digits = or_digits
        self.back, self.ahead = back, ahead
        self._printed = pattern

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, made when first a text holds one of its words."""
        return re.compile(self._printed)

    def finditer(self, flat: Folded) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`, and no more than a posting can have."""
        places = flat.words.starts_of(self.words)
        if self.or_digits:
            places = sorted([*places, *flat.words.numbers])
        return islice(self._around(flat, places) if self.back else self._at(flat, places), MOST)

    def search(self, flat: Folded) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return next(self.finditer(flat), None)

    def _at(self, flat: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
        end = 0
        for place in places:
            if place >= end and (found := self.pattern.match(flat, place)) is not None:
                yield found
                end = found.end()

    def _around(self, flat: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
        for start, end in stretches(places, self.back, self.ahead, len(flat)):
            yield from self.pattern.finditer(flat, start, end)


def stretches(places: Iterable[int], back: int, ahead: int, length: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text around some places, those that overlap made one."""
    start = end = -1
    for place in places:
        if place - back > end:
            if end >= 0:
                yield start, end
            start = max(0, place - back)
        end = min(length, place + ahead)
    if end >= 0:
        yield start, end


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first; a space in a word is any white space.

    Words are grouped by their first letter, as otherwise each is tried in turn at every place.
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        groups.setdefault(re.escape(word[0]), []).append(re.escape(word[1:]).replace(r"\ ", r"\s"))
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in groups.items())
