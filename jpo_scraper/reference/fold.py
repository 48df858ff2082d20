"""One comparable form of printed words, of the same length as the words, so that positions carry over."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any

_RANGES = ((0x00A0, 0x0250), (0x0660, 0x066A), (0x06F0, 0x06FA), (0x1E00, 0x1F00), (0x2000, 0x2070), (0xFF01, 0xFF5F))
_BY_HAND = {
    "‘": "'", "’": "'", "‚": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "•": "-", "ø": "o", "Ø": "o",
    "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "İ": "i", "：": ":", "¿": "'",
}  # fmt: skip
"""`¿` stands for an apostrophe in texts that were decoded wrongly; no reading depends on a real one."""
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Japanese, Chinese and Korean run words together, so phrases are sought anywhere in a run."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_DIGITS = re.compile(r"[0-9]+")
_BLANKS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}


class Folded(str):
    """A folded text. Its words are looked up once, for all who seek known words in it."""

    @cached_property
    def words(self) -> "Words":
        """Where its words stand."""
        return Words(self)


class Words:
    """The words of a folded text (runs of letters, digits and `_`), and where each begins."""

    def __init__(self, flat: str) -> None:
        self._flat = str(flat)
        spaced = self._flat
        if spaced.isascii():
            spaced = spaced.translate(_BLANKS)
        else:
            for character in set(spaced):
                if not (character.isalnum() or character == "_"):
                    spaced = spaced.replace(character, " ")
        self.starts: dict[str, list[int]] = defaultdict(list)
        start = 0
        for word in spaced.split(" "):
            self.starts[word].append(start)
            start += len(word) + 1
        self.starts.pop("", None)
        self.all = self.starts.keys()
        self.remembered: dict[object, Any] = {}
        """What a seeker of several words found, by seeker."""

    @cached_property
    def numbers(self) -> list[int]:
        """Where a run of digits begins, in order."""
        return [digits.start() for digits in _DIGITS.finditer(self._flat)]

    def starts_of(self, words: frozenset[str]) -> list[int]:
        """Where any of the words stands, in order; a word of an unspaced script, also inside a run of them."""
        if words not in self.remembered:
            starts = [start for word in self.all & words for start in self.starts[word]]
            if not self._flat.isascii():
                starts += [start for word in words if UNSPACED.match(word) for start in self._inside(word)]
            self.remembered[words] = sorted({*starts})
        places: list[int] = self.remembered[words]
        return places

    def _inside(self, word: str) -> Iterator[int]:
        start = self._flat.find(word)
        while start >= 0:
            yield start
            start = self._flat.find(word, start + len(word))


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
            if len(base) == 1 and base != character:
                table[code] = base
    return table | {ord(character): folded for character, folded in _BY_HAND.items()}


def fold(text: str) -> Folded:
    """Lower case, without accents, typographic quotes and dashes, full-width and Arabic-Indic digits made plain.

    `len(fold(text)) == len(text)` always: a position in one is a position in the other.
    """
    flat = text.replace("`", "'")
    if flat.isascii():
        return Folded(flat.lower())
    table = _table()
    flat = _BEYOND_ASCII.sub(lambda found: found[0].translate(table), flat)
    lower = flat.lower()
    if len(lower) == len(flat):
        return Folded(lower)
    return Folded("".join(low if len(low := character.lower()) == 1 else character for character in flat))
