"""Countries behind inflected words: `française`, `deutscher`, `Suomen`, `nederlandse`.

For words that are known to speak of a nationality or a government; elsewhere a stem would be a guess.
"""

from functools import cache

from jpo_scraper.reference.fold import fold
from jpo_scraper.reference.loader import rows

_SHORTEST = 4
_LONGEST_ENDING = 4
_ALIKE = {"guinea", "niger", "congo", "domin", "austr", "indi", "mal", "maur", "slov"}
"""Stems that several countries share: the whole name decides, not the stem."""


_BY_HAND = {"coreen": "KR", "corean": "KR", "koreanisch": "KR", "koreaans": "KR", "koreansk": "KR", "korealai": "KR"}
"""The tables name the two Koreas in two words each; the bare adjective means the sponsor."""


@cache
def _stems() -> dict[str, str]:
    columns = [name for name in rows("demonyms")[0] if name.startswith(("demonym_", "name_")) and name != "name_zh"]
    found: dict[str, str] = {}
    whole: dict[str, str] = {}
    for row in rows("demonyms"):
        for column in columns:
            for word in fold(row[column]).replace("/", ",").replace("(", ",").split(","):
                word = word.strip(" )")
                if " " in word or len(word) < _SHORTEST or not word[0].isalpha():
                    continue
                whole.setdefault(word, row["iso2"])
                for cut in (1, 2):
                    stem = word[:-cut]
                    if len(stem) >= _SHORTEST and stem not in _ALIKE:
                        known = found.setdefault(stem, row["iso2"])
                        if known != row["iso2"]:
                            found[stem] = ""
    return found | whole | _BY_HAND


def country_of(word: str) -> str | None:
    """The country that an inflected word names, ISO 3166-1 alpha-2; None where none or several fit."""
    flat = fold(word)
    stems = _stems()
    for cut in range(min(_LONGEST_ENDING, len(flat) - _SHORTEST) + 1):
        stem = flat[: len(flat) - cut]
        if stem in stems:
            return stems[stem] or None
    return None
