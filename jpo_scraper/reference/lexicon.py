"""Known phrases found in a text: the longest one at each place, in one pass over its words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from jpo_scraper.reference.fold import fold

T = TypeVar("T")
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Japanese, Chinese and Korean run words together, so phrases are sought anywhere in a run."""
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
        self._by_first: dict[str, list[tuple[str, str | None, T]]] = defaultdict(list)
        unspaced: dict[str, T] = {}
        seen: set[str] = set()
        for phrase, value in phrases:
            flat = fold(phrase).removeprefix("the ").strip()
            if len(flat) < 2 or flat in seen:
                continue
            seen.add(flat)
            if _UNSPACED.search(flat):
                unspaced[flat] = value
            elif word := _WORD.search(flat):
                exact = phrase.strip() if phrase.isupper() and len(phrase) <= _SHORT else None
                self._by_first[word[0]].append((flat, exact, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self._unspaced = unspaced
        longest_first = sorted(unspaced, key=len, reverse=True)
        self._unspaced_pattern = re.compile("|".join(map(re.escape, longest_first))) if unspaced else None

    def match_at(self, text: str, flat: str, position: int) -> Match[T] | None:
        """The longest known phrase that begins at `position` of `text` (whose folded form is `flat`)."""
        word = _WORD.match(flat, position)
        if word is not None:
            for phrase, exact, value in self._by_first.get(word[0], ()):
                end = position + len(phrase)
                if not flat.startswith(phrase, position) or (phrase[-1].isalnum() and flat[end : end + 1].isalnum()):
                    continue
                if exact is None or text[position:end] == exact:
                    return Match(value, position, end)
        if self._unspaced_pattern is not None and (found := self._unspaced_pattern.match(flat, position)):
            return Match(self._unspaced[found[0]], found.start(), found.end())
        return None

    def find(self, text: str, flat: str, start: int = 0, end: int | None = None) -> Iterator[Match[T]]:
        """Every known phrase between `start` and `end`, in order, none inside another."""
        end = len(flat) if end is None else end
        position = start
        for word in _WORD.finditer(flat, start, end):
            if word.start() < position:
                continue
            if self._unspaced_pattern is not None and _UNSPACED.search(word[0]):
                for found in self._unspaced_pattern.finditer(flat, word.start(), word.end()):
                    yield Match(self._unspaced[found[0]], found.start(), found.end())
                continue
            if word[0] in self._by_first:
                match = self.match_at(text, flat, word.start())
                if match is not None and match.end <= end:
                    yield match
                    position = match.end

    def exactly(self, words: str) -> T | None:
        """What the whole of `words` means, or None."""
        text = words.strip().rstrip(".,;:")
        match = self.match_at(text, fold(text), 4 if fold(text).startswith("the ") else 0)
        return match.value if match and match.end == len(text) else None
