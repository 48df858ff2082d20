"""One comparable form of printed words, of the same length as the words, so that positions carry over."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from itertools import accumulate, compress
from typing import Any

_RANGES = ((0x00A0, 0x0250), (0x0660, 0x066A), (0x06F0, 0x06FA), (0x1E00, 0x1F00), (0x2000, 0x2070), (0xFF01, 0xFF5F))
_BY_HAND = {
    "‘": "'", "’": "'", "‚": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "•": "-", "ø": "o", "Ø": "o",
    "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "İ": "i", "：": ":",
}  # fmt: skip
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Japanese, Chinese and Korean run words together, so phrases are sought anywhere in a run."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_DIGITS = re.compile(r"[0-9]+")
_BLANKS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
_BLANK_CHARACTERS = frozenset(map(chr, _BLANKS)) - {" "}
_SYMBOLS = re.compile(r"[^\w\x00-\x7f]+")
"""What is no part of a word, in ASCII and beyond it."""
_SHORT = 60


class Folded(str):
    """A folded text. Its words are looked up once, for all who seek known words in it."""

    @cached_property
    def words(self) -> "Words":
        """Where its words stand."""
        return Words(self)


SOUGHT: set[str] = set()
"""Every word that a table or a pattern begins with, added to when one is made: the places of others are not kept."""


class Words:
    """The words of a folded text (runs of letters, digits and `_`), and where those begin that anyone seeks."""

    def __init__(self, flat: str) -> None:
        self._flat = str(flat)
        spaced = self._flat
        if spaced.isascii():
            spaced = spaced.translate(_BLANKS)
        else:
            for character in _BLANK_CHARACTERS.intersection(spaced):
                spaced = spaced.replace(character, " ")
            spaced = _SYMBOLS.sub(lambda found: " " * len(found[0]), spaced)
        self._in_order = spaced.split(" ")
        self.all = frozenset(self._in_order)
        """Each word once (and the empty one)."""
        self._known: Mapping[str, list[int]] = {}
        self._sought = -1
        self.remembered: dict[object, Any] = {}
        """What a seeker of several words found, by seeker."""

    @cached_property
    def has_unspaced(self) -> bool:
        """Whether any of the text is in a script that runs words together."""
        return not self._flat.isascii() and UNSPACED.search(self._flat) is not None

    @cached_property
    def starts(self) -> Mapping[str, list[int]]:
        """Where each word begins, in order."""
        return self._index(self.all - {""})

    @property
    def known(self) -> Mapping[str, list[int]]:
        """The same of those words that anyone seeks, and of those with a digit."""
        if self._sought != len(SOUGHT):
            self._sought = len(SOUGHT)
            self._known = self._index((self.all & SOUGHT) | self._with_digits)
        return self._known

    @cached_property
    def _with_digits(self) -> frozenset[str]:
        return frozenset(word for word in self.all if not word.isalpha() and _DIGITS.search(word))

    def _index(self, words: frozenset[str]) -> Mapping[str, list[int]]:
        # every word is looked at, most of them in vain: the loops run inside the interpreter
        found: dict[str, list[int]] = {word: [] for word in words}
        in_order = self._in_order
        letters_before = list(accumulate(map(len, in_order), initial=0))
        for index in compress(range(len(in_order)), map(found.__contains__, in_order)):
            found[in_order[index]].append(letters_before[index] + index)  # a space follows each word
        return found

    @cached_property
    def digits(self) -> list[re.Match[str]]:
        """The runs of digits, in order."""
        known = self.known
        places = sorted((start, start + len(word)) for word in self._with_digits for start in known[word])
        return [digits for place in places for digits in _DIGITS.finditer(self._flat, *place)]

    @cached_property
    def numbers(self) -> list[int]:
        """Where a run of digits begins, in order."""
        return [digits.start() for digits in self.digits]

    def starts_of(self, words: frozenset[str]) -> list[int]:
        """Where any of the words stands, in order; a word of an unspaced script, also inside a run of them."""
        if words not in self.remembered:
            unspaced = _enlisted(words)
            known = self.known
            starts = [start for word in words & known.keys() for start in known[word]]
            if unspaced and self.has_unspaced:
                starts = [*{*starts, *(start for word in unspaced for start in self._inside(word))}]
            self.remembered[words] = sorted(starts)
        places: list[int] = self.remembered[words]
        return places

    def _inside(self, word: str) -> Iterator[int]:
        start = self._flat.find(word)
        while start >= 0:
            yield start
            start = self._flat.find(word, start + len(word))


@cache
def _enlisted(words: frozenset[str]) -> tuple[str, ...]:
    """Have the places of these words kept from now on. Gives those that are written in an unspaced script."""
    SOUGHT.update(words)
    return tuple(filter(UNSPACED.match, words))


@cache
def _table() -> dict[int, str]:
    table = {}
    for first, last in _RANGES:
        for code in range(first, last):
            character = chr(code)
            if character.isspace():
                table[code] = " "
                continue
            if (digit := unicodedata.digit(character, None)) is not None:
                table[code] = str(digit)
                continue
            base = unicodedata.normalize("NFKD", character)
            if len(base) > 1 and unicodedata.combining(base[1]):
                base = base[0]
            if len(base) == 1 and base != character and not base.isspace():  # `¨` is no room with dots above
                table[code] = base
    return table | {ord(character): folded for character, folded in _BY_HAND.items()}


def fold(text: str) -> Folded:
    """Lower case, without accents, typographic quotes and dashes, full-width and Arabic-Indic digits made plain.

    `len(fold(text)) == len(text)` always: a position in one is a position in the other.
    """
    return _remembered(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> Folded:
    flat = text.replace("`", "'")
    if flat.isascii():
        return Folded(flat.lower())
    table = _table()
    flat = _BEYOND_ASCII.sub(lambda found: found[0].translate(table), flat)
    lower = flat.lower()
    if len(lower) == len(flat):
        return Folded(lower)
    return Folded("".join(low if len(low := character.lower()) == 1 else character for character in flat))


_remembered = lru_cache(maxsize=4_096)(_folded)
"""Names and labels come again and again."""
