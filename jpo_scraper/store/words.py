"""The words of a text and of a search, as the full-text index knows them: pure, and the same on every backend.

A database holds the words of the program that wrote them. Who cuts or folds letters in another way adds a migration
that empties the index; `jpo db upgrade` fills it again.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from jpo_scraper.reference.fold import fold

LONGEST_TITLE, LONGEST_TEXT = 1_000, 15_000
"""Words that the index takes: PostgreSQL counts the places of words up to 16,383."""

LONGEST_QUERY = 1_000
"""Characters of a search that are looked at."""

_LONGEST = 150_000
"""Characters that the index looks at: with any words, and with 4 bytes each, PostgreSQL's limit of 1 MB holds."""

_UNSPACED = (
    "\u1100-\u11ff\u3005\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
"""Chinese, Japanese and Korean characters, which stand without blanks between words or have their endings glued on."""

_LONGEST_WORD = 40
_RUN = rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]{{1,{_LONGEST_WORD}}}"
_BETWEEN = str.maketrans({sign: " " for sign in map(chr, range(128)) if not sign.isalnum()})
"""What parts the words of an ASCII text, as nearly all are when they are folded."""
_HAS_UNSPACED = f"[{_UNSPACED}]"
"""Like `_RUN` compiled where it is used: 4 ms that commands without a search need not wait for."""
_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<bare>[^\s"]+))(?P<star>\*?)')
_AROUND = 60
"""Characters that a snippet shows before the first word found."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand side by side, or must not stand anywhere."""

    runs: tuple[str, ...]
    """Folded words; several Chinese, Japanese or Korean characters together are one run."""
    is_prefix: bool
    """Whether the last word may go on."""
    is_refused: bool

    @property
    def words(self) -> tuple[str, ...]:
        """The same as they stand in the index."""
        *before, last = self.runs
        inner = [word for run in before for word in _pairs(run)]
        return (*inner, *(_pairs(last)[:-1] or [last]))

    @property
    def is_open(self) -> bool:
        """Whether the last word of `words` is the beginning of one. A single character begins the pairs it is in."""
        last = self.runs[-1]
        return len(last) == 1 if _is_unspaced(last) else self.is_prefix


def words_of(text: str) -> Iterator[str]:
    """The words of a text in order: folded, of at most 40 characters. A run of Chinese, Japanese or Korean characters
    gives each pair of neighbours and, at its end, the last one: `東京都` gives 東京, 京都, 都."""
    flat = _flat(text)[:_LONGEST]
    if flat.isascii():  # four times as fast as the pattern
        words = flat.translate(_BETWEEN).split()
        if len(max(words, key=len, default="")) <= _LONGEST_WORD:
            return iter(words)
    if not re.search(_HAS_UNSPACED, flat):
        return iter(re.findall(_RUN, flat))
    return (word for run in re.findall(_RUN, flat) for word in _pairs(run))


def title_words(title: str | None) -> list[str]:
    """The words of a title that the index holds."""
    return list(islice(words_of(title or ""), LONGEST_TITLE))


def text_words(text: str) -> list[str]:
    """The words of a posting's text that the index holds."""
    return list(islice(words_of(text), LONGEST_TEXT))


@lru_cache(maxsize=64)
def terms(asked: str) -> tuple[Term, ...]:
    """What a person asks for: `word`, `"quoted phrase"`, `begin*` and `-without`; anything else is passed over.

    Words in any order must all be there. A word with signs inside (`P-2`, `e-mail`) is a phrase. Never raises.
    """
    found = []
    for term in _TERM.finditer(_flat(asked[:LONGEST_QUERY])):
        said = term["phrase"] if term["phrase"] is not None else term["bare"]
        is_prefix = bool(term["star"]) or said.endswith("*")
        if runs := tuple(re.findall(_RUN, said)):
            found.append(Term(runs, is_prefix, is_refused=bool(term["minus"])))
    return tuple(found)


def marked(text: str, asked: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether each is a word that was asked for. Compatibility characters come normalised."""
    text = unicodedata.normalize("NFKC", text)
    at = 0
    pattern = _pattern(terms(asked))
    for found in pattern.finditer(_folded(text)) if pattern else ():
        if text[at : found.start()]:
            yield text[at : found.start()], False
        yield text[found.start() : found.end()], True
        at = found.end()
    if text[at:]:
        yield text[at:], False


def snippet(text: str, asked: str, length: int = 200) -> list[tuple[str, bool]]:
    """About `length` characters of the text in which most of the words stand, in pieces as `marked` gives them.

    Blanks and line breaks are one blank. Empty where no word stands in the text: it may stand in the title.
    """
    plain = " ".join(text.split())
    pieces = list(marked(plain, asked))
    starts, at = [], 0
    for piece, is_found in pieces:
        if is_found:
            starts.append((at, _folded(piece)))
        at += len(piece)
    if not starts:
        return []
    first = max(starts, key=lambda start: len({word for at, word in starts if 0 <= at - start[0] < length - _AROUND}))
    begin = max(0, first[0] - _AROUND)
    return list(_cut(pieces, begin, begin + length))


def _cut(pieces: list[tuple[str, bool]], begin: int, end: int) -> Iterator[tuple[str, bool]]:
    """The pieces between two positions, with `…` where something is left out."""
    at = 0
    if begin:
        yield "… ", False
    for piece, is_found in pieces:
        part = piece[max(0, begin - at) : max(0, end - at)]
        at += len(piece)
        if part:
            yield part, is_found
    if at > end:
        yield " …", False


def _flat(text: str) -> str:
    """Folded, compatibility characters made plain."""
    return _folded(text if text.isascii() else unicodedata.normalize("NFKC", text))


def _folded(text: str) -> str:
    """Folded, of the same length. The final sigma depends on what follows it, which a word by itself does not know."""
    return fold(text).replace("ς", "σ")


def _is_unspaced(run: str) -> bool:
    return bool(re.match(_HAS_UNSPACED, run))


def _pairs(run: str) -> list[str]:
    """The words of the index that a run is kept as."""
    return [run[at : at + 2] for at in range(len(run))] if _is_unspaced(run) else [run]


def _pattern(asked: tuple[Term, ...]) -> re.Pattern[str] | None:
    """Where the words stand in a folded text; None: none is wanted."""
    wanted = [_shape(term) for term in asked if not term.is_refused]
    return re.compile("|".join(wanted)) if wanted else None


def _shape(term: Term) -> str:
    first, last = term.runs[0], term.runs[-1]
    before = "" if _is_unspaced(first) else r"(?<![^\W_])"
    after = "" if _is_unspaced(last) else r"[^\W_]*" if term.is_prefix else r"(?![^\W_])"
    return before + r"[\W_]*".join(map(re.escape, term.runs)) + after
