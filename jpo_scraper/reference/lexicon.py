"""Known phrases found in a text: the longest one at each place where one can begin."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from jpo_scraper.reference.fold import SOUGHT, UNSPACED, Folded, fold

T = TypeVar("T")
_WORD = re.compile(r"\w+")
_SHORT = 5
"""Capitals of up to this length (UN, WHO, IDB, US) are matched in capitals only: `who` and `us` are words."""
_MOST = 500
"""No posting names so many things of one kind."""


class Match(NamedTuple, Generic[T]):
    """A known phrase at `text[start:end]`."""

    value: T
    start: int
    end: int


class _Phrase(NamedTuple, Generic[T]):
    """A phrase, folded. `exact`: as printed, if it must be met to the letter. `ends_word`: no letter may follow it."""

    flat: str
    exact: str | None
    ends_word: bool
    value: T


class Lexicon(Generic[T]):
    """Phrases and what each means; where phrases repeat, the first one counts."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._by_word: dict[str, list[_Phrase[T]]] = defaultdict(list)
        """First word → the phrases that begin with it, the longest first."""
        self._by_letter: dict[str, list[_Phrase[T]]] = defaultdict(list)
        """The same for unspaced scripts, by the first letter."""
        seen: set[str] = set()
        for phrase, value in phrases:
            flat = fold(phrase).removeprefix("the ").strip()
            if len(flat) < 2 or flat in seen:
                continue
            seen.add(flat)
            if not flat.isascii() and UNSPACED.search(flat):
                self._by_letter[flat[0]].append(_Phrase(flat, None, False, value))
            elif word := _WORD.search(flat):
                exact = phrase.strip() if len(phrase) <= _SHORT and phrase.isupper() else None
                self._by_word[word[0]].append(_Phrase(flat, exact, flat[-1].isalnum(), value))
        for known in (*self._by_word.values(), *self._by_letter.values()):
            known.sort(key=_length, reverse=True)
        SOUGHT.update(self._by_word)
        self._longest_word = max(map(len, self._by_word), default=0)
        letters = "".join(map(re.escape, self._by_letter))
        self._letter = re.compile(f"[{letters}]") if letters else None

    def match_at(self, text: str, flat: str, position: int) -> Match[T] | None:
        """The longest known phrase that begins at `position` of `text` (whose folded form is `flat`)."""
        # a word that is cut here is longer than any that begins a phrase: long runs are not read through again
        word = _WORD.match(flat, position, position + self._longest_word + 1)
        if word is None:
            return None
        known = self._by_word.get(word[0], ())
        return _longest(known, text, flat, position) or _longest(
            self._by_letter.get(flat[position], ()), text, flat, position
        )

    def find(self, text: str, flat: Folded, start: int = 0, end: int | None = None) -> Iterator[Match[T]]:
        """The known phrases from `start` to `end`, in order, none inside another, no more than a posting can have."""
        return islice(self._find(text, flat, start, len(flat) if end is None else end), _MOST)

    def _find(self, text: str, flat: Folded, start: int, end: int) -> Iterator[Match[T]]:
        starts = self._starts(flat)
        position = start
        for index in range(bisect_left(starts, start, key=itemgetter(0)), len(starts)):
            at, known = starts[index]
            if at >= end:
                return
            if at >= position and (match := _longest(known, text, flat, at)) is not None and match.end <= end:
                yield match
                position = match.end

    def _starts(self, flat: Folded) -> list[tuple[int, list[_Phrase[T]]]]:
        """Where a phrase can begin, and which; remembered with the text, as rules ask again for parts of it."""
        words = flat.words
        if self not in words.remembered:
            found = [
                (at, phrases)
                for word, starts in words.known.items()
                if (phrases := self._by_word.get(word)) is not None
                for at in starts
            ]
            if self._letter is not None and words.has_unspaced:
                found += [(letter.start(), self._by_letter[letter[0]]) for letter in self._letter.finditer(flat)]
            words.remembered[self] = sorted(found, key=itemgetter(0))
        remembered: list[tuple[int, list[_Phrase[T]]]] = words.remembered[self]
        return remembered

    def exactly(self, words: str) -> T | None:
        """What the whole of `words` means, or None."""
        text = words.strip().rstrip(".,;:")
        flat = fold(text)
        match = self.match_at(text, flat, 4 if flat.startswith("the ") else 0)
        return match.value if match and match.end == len(text) else None


def _length(phrase: _Phrase[T]) -> int:
    return len(phrase.flat)


def _longest(phrases: Sequence[_Phrase[T]], text: str, flat: str, position: int) -> Match[T] | None:
    """The first of the phrases that stands at `position`."""
    for phrase, exact, ends_word, value in phrases:
        if flat.startswith(phrase, position):
            end = position + len(phrase)
            if ends_word and flat[end : end + 1].isalnum():
                continue
            if exact is None or text[position:end] == exact:
                return Match(value, position, end)
    return None
