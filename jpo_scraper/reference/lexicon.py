"""Known phrases found in a text: the longest one at each place where one can begin."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from jpo_scraper.reference.fold import UNSPACED, Folded, fold

T = TypeVar("T")
_WORD = re.compile(r"\w+")
_SHORT = 5
"""Capitals of up to this length (UN, WHO, IDB, US) are matched in capitals only: `who` and `us` are words."""


class Match(NamedTuple, Generic[T]):
    """A known phrase at `text[start:end]`."""

    value: T
    start: int
    end: int


class Lexicon(Generic[T]):
    """Phrases and what each means; where phrases repeat, the first one counts."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._by_word: dict[str, list[tuple[str, str | None, T]]] = defaultdict(list)
        """First word → the phrases that begin with it: folded, as printed if that must be met, and what it means."""
        self._by_letter: dict[str, list[tuple[str, T]]] = defaultdict(list)
        """The same for unspaced scripts, by the first letter."""
        seen: set[str] = set()
        for phrase, value in phrases:
            flat = fold(phrase).removeprefix("the ").strip()
            if len(flat) < 2 or flat in seen:
                continue
            seen.add(flat)
            if not flat.isascii() and UNSPACED.search(flat):
                self._by_letter[flat[0]].append((flat, value))
            elif word := _WORD.search(flat):
                exact = phrase.strip() if len(phrase) <= _SHORT and phrase.isupper() else None
                self._by_word[word[0]].append((flat, exact, value))
        for known in self._by_word.values():
            known.sort(key=lambda entry: -len(entry[0]))
        for unspaced in self._by_letter.values():
            unspaced.sort(key=lambda entry: -len(entry[0]))
        self._longest_word = max(map(len, self._by_word), default=0)
        letters = "".join(map(re.escape, self._by_letter))
        self._letter = re.compile(f"[{letters}]") if letters else None

    def match_at(self, text: str, flat: str, position: int) -> Match[T] | None:
        """The longest known phrase that begins at `position` of `text` (whose folded form is `flat`)."""
        # a word that is cut here is longer than any that begins a phrase: long runs are not read through again
        word = _WORD.match(flat, position, position + self._longest_word + 1)
        if word is None:
            return None
        for phrase, exact, value in self._by_word.get(word[0], ()):
            end = position + len(phrase)
            if not flat.startswith(phrase, position) or (phrase[-1].isalnum() and flat[end : end + 1].isalnum()):
                continue
            if exact is None or text[position:end] == exact:
                return Match(value, position, end)
        for phrase, value in self._by_letter.get(flat[position], ()):
            if flat.startswith(phrase, position):
                return Match(value, position, position + len(phrase))
        return None

    def find(self, text: str, flat: Folded, start: int = 0, end: int | None = None) -> Iterator[Match[T]]:
        """Every known phrase between `start` and `end`, in order, none inside another."""
        end = len(flat) if end is None else end
        starts = self._starts(flat)
        position = start
        for index in range(bisect_left(starts, start), len(starts)):
            if starts[index] >= end:
                return
            if starts[index] >= position:
                match = self.match_at(text, flat, starts[index])
                if match is not None and match.end <= end:
                    yield match
                    position = match.end

    def _starts(self, flat: Folded) -> list[int]:
        """Where a phrase can begin, in order; remembered with the text, as rules ask again for parts of it."""
        known = flat.words.remembered
        if self not in known:
            starts = [start for word in self._by_word.keys() & flat.words.all for start in flat.words.starts(word)]
            if self._letter is not None and not flat.isascii():
                starts += [found.start() for found in self._letter.finditer(flat)]
            known[self] = sorted(starts)
        return known[self]

    def exactly(self, words: str) -> T | None:
        """What the whole of `words` means, or None."""
        text = words.strip().rstrip(".,;:")
        flat = fold(text)
        match = self.match_at(text, flat, 4 if flat.startswith("the ") else 0)
        return match.value if match and match.end == len(text) else None
