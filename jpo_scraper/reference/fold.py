"""One comparable form of printed words, of the same length as the words, so that positions carry over."""

import unicodedata
from functools import cache

_RANGES = ((0x00A0, 0x0250), (0x0660, 0x066A), (0x06F0, 0x06FA), (0x1E00, 0x1F00), (0x2000, 0x2070), (0xFF01, 0xFF5F))
_BY_HAND = {
    "‘": "'", "’": "'", "‚": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "•": "-", "ø": "o", "Ø": "o",
    "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "İ": "i", "：": ":", "¿": "'",
}  # fmt: skip
"""`¿` stands for an apostrophe in texts that were decoded wrongly; no reading depends on a real one."""


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


def fold(text: str) -> str:
    """Lower case, without accents, typographic quotes and dashes, full-width and Arabic-Indic digits made plain.

    `len(fold(text)) == len(text)` always: a position in one is a position in the other.
    """
    flat = text if text.isascii() else text.translate(_table())
    lower = flat.lower()
    if len(lower) == len(flat):
        return lower
    return "".join(low if len(low := character.lower()) == 1 else character for character in flat)
