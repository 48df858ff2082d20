"""One comparable form of printed words, of the same length as the words, so that positions carry over."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, cached_property

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
        spaced = str(flat)
        self.is_ascii = spaced.isascii()
        if self.is_ascii:
            spaced = spaced.translate(_BLANKS)
        else:
            for character in set(spaced):
                if not (character.isalnum() or character == "_"):
                    spaced = spaced.replace(character, " ")
        self.all = frozenset(spaced.split())
        self._flat = flat
        self._spaced = f" {spaced} "
        self._starts: dict[str, list[int]] = {}
        self.remembered: dict[object, list[int]] = {}
        """Places that a seeker of several words found, by seeker."""

    def starts(self, word: str) -> list[int]:
        """Where a word stands, in order. One search through the text for each word that it holds."""
        if word not in self._starts:
            self._starts[word] = list(_places(self._spaced, f" {word} ")) if word in self.all else []
        return self._starts[word]

    @cached_property
    def numbers(self) -> list[int]:
        """Where a run of digits begins, in order."""
        return [digits.start() for digits in _DIGITS.finditer(self._flat)]

    def starts_of(self, words: frozenset[str]) -> list[int]:
        """Where any of the words stands, in order; a word of an unspaced script, also inside a run of them."""
        if words not in self.remembered:
            starts = [start for word in words & self.all for start in self.starts(word)]
            if not self.is_ascii:
                runs = (word for word in words if UNSPACED.match(word))
                starts += [start - 1 for word in runs for start in _places(self._spaced, word)]
            self.remembered[words] = sorted(set(starts))
        return self.remembered[words]


def _places(text: str, words: str) -> Iterator[int]:
    """Every place of `words`; the space behind one may be the space before the next."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + max(1, len(words) - 1))


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
