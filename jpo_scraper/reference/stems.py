"""Countries and languages behind inflected words: `française`, `deutscher`, `Suomen`, `Englischkenntnisse`.

For words that are known to speak of a nationality, a government or a skill; elsewhere a stem would be a guess.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from jpo_scraper.reference.fold import fold
from jpo_scraper.reference.loader import cell_list, rows

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


class LanguageName(NamedTuple):
    """A word that can name a language."""

    code: str
    """ISO 639."""
    family: str
    """Whose word it is: `romance`, `nordic`, `german`, `finnic`, `english`, `compound`. Each may stand elsewhere."""
    is_adjective: bool
    """It needs a word for `language` near it: `englischen Sprache`, `langue anglaise`, `Engelse taal`."""


_FAMILIES = {
    "fr": "romance", "es": "romance", "it": "romance", "pt": "romance", "de": "german", "nl": "german",
    "sv": "nordic", "da": "nordic", "no": "nordic", "fi": "finnic", "en": "english",
}  # fmt: skip
_ADJECTIVES = (
    ("fr", r"$", ("e", "es")),
    ("es pt", r"(?<=es)$", ("a",)),
    ("es pt", r"(?<=ol|an)$", ("a",)),
    ("es pt it", r"a?o$", ("a",)),
    ("de", r"(?<=sch)$", ("e", "en", "er")),
    ("nl", r"(?<=s|h)$", ("e",)),
    ("no", r"(?<=sk)$", ("e",)),
)
"""Whose names, what of a name goes, what its adjectives end in instead."""
_WEAK = (("nti", "nni"), ("suomi", "suome"), ("kki", "ki"), ("tti", "ti"), ("ppi", "pi"), ("kka", "ka"))
"""Finnish: how a name ends, and how the stem of its genitive does."""
_SKILL = re.compile(
    r"s?(?:sprach|sprak|sprog)?(?:kenntnis|kunnskap|kundskab|kunskap|ferdighe|fardighe|færdighe)\w{0,6}"
)
"""What a compound with a language ends in: `Englischkenntnisse`, `engelskkunnskaper`."""
_SHORTEST_LANGUAGE, _LONGEST_LANGUAGE = 3, 16


def _forms(name: str, column: str) -> Iterator[tuple[str, bool]]:
    """(form, is_adjective) of a folded name in one language's column."""
    yield name, False
    for columns, cut, endings in _ADJECTIVES:
        if column in columns.split() and re.search(cut, name):
            yield from ((re.sub(cut, ending, name, count=1), True) for ending in endings)
    if column == "fi":
        weak = next((name.removesuffix(end) + other for end, other in _WEAK if name.endswith(end)), name)
        strong = weak if name == "suomi" else name
        yield from ((form, False) for form in (f"{weak}n", f"{strong}a", f"{weak}ssa"))


@cache
def _language_names() -> dict[str, tuple[LanguageName, ...]]:
    found: dict[str, set[LanguageName]] = {}
    first: dict[str, str] = {}
    for row in rows("languages"):
        for column, family in _FAMILIES.items():
            for name in map(fold, cell_list(row[f"name_{column}"])):
                for form, is_adjective in _forms(name, column):
                    if len(form) >= _SHORTEST_LANGUAGE and form.isalpha():
                        code = first.setdefault(form, row["code"])
                        found.setdefault(form, set()).add(LanguageName(code, family, is_adjective))
    return {form: tuple(sorted(names)) for form, names in found.items()}


def languages_of(word: str) -> tuple[LanguageName, ...]:
    """What a folded word can mean as the name of one language, inflected or in a compound; empty: nothing."""
    names = _language_names()
    if word in names:
        return names[word]
    for end in range(min(len(word), _LONGEST_LANGUAGE), _SHORTEST_LANGUAGE - 1, -1):
        if word[:end] in names and _SKILL.fullmatch(word, end):
            return (LanguageName(names[word[:end]][0].code, "compound", False),)
    return ()
