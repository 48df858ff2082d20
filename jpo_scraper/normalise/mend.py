"""Texts that went wrong on the way: `donâ€™t` and `Ã©`, decoded twice; `organization¿s`, where an old export put an
inverted question mark for each sign that it did not know; `CommunicationTeamwork`, lines that were run together.

They are read as they were meant, and every fact points at the words as they are printed: a place in the mended text
is turned back to its place in the stored one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter
from typing import Any

from jpo_scraper.items import Fact, Issue, Label, Normalised, Posting, RawPosting
from jpo_scraper.normalise.cue import MOST
from jpo_scraper.normalise.programme import TYPE_LABELS
from jpo_scraper.normalise.reading import LONGEST_TEXT, known_label
from jpo_scraper.reference.fold import fold
from jpo_scraper.vocab import Field


def _misread(byte: int) -> str:
    """How a byte beyond ASCII reads in Windows-1252; the five that are undefined there stay what they are."""
    return bytes([byte]).decode("cp1252", errors="replace").replace("\ufffd", chr(byte))


_BYTE_OF = {chr(byte): byte for byte in range(0x80, 0xA0)} | {_misread(byte): byte for byte in range(0x80, 0x100)}
_NEXT = "[" + re.escape("".join(letter for letter, byte in _BYTE_OF.items() if byte < 0xC0)) + "]"
_SIGNS = ("Ã", "Â", "â€", "â‚¬", "ï»¿")
_SIGN = re.compile(rf"[ÂÃ]{_NEXT}|(?<![A-ZÀ-Þ])Â |â€{_NEXT}|â‚¬|ï»¿")
"""What hardly any language prints: the sign that the whole text was decoded twice."""
_LETTER = re.compile(rf"[ÂÃ] |[Â-ß]{_NEXT}|[à-ï]{_NEXT}{{2}}|[ð-ô]{_NEXT}{{3}}")
_BEFORE_A_SPACE = {"Ã ": "à ", "Â ": " "}
"""The second byte of these is a no-break space, which readers of pages have made a plain one."""
_NO_ROOM = re.compile(r"[A-ZÀ-Þ•-](?<=[A-Za-zà-ÿ0-9.:;!?)].)(?=[a-zà-ÿ ])")
_BREAK = re.compile(
    r"(?:(?<=[a-zà-ÿ]{2})|(?<=[A-ZÀ-Þ]{4}))(?=[A-ZÀ-Þ][a-zà-ÿ]{2})|(?<=\d)(?=[A-ZÀ-Þ][a-zà-ÿ]{2})|"
    r"(?:(?<=[A-Za-zà-ÿ][.:;!?)])|(?<=\d\d[.:;!?)]))(?=[A-ZÀ-Þ][a-zà-ÿ])|(?<=[a-zà-ÿ][.:;])(?=[-•] )"
)
"""Where a line was run together with the next: small letters or a mark, and a capital without room between. The first
pattern finds the few places at which the second is tried."""
_MARK_BEFORE = frozenset(".:;!?)")
_LONG_LINE, _GLUED = 150, 3
_GLUED_IN_ALL, _GLUED_BY_MARK = 8, 2
"""So many such places in a line that is so long, so many in all such lines, and so many of them behind a mark: the
text lost its breaks. `PowerPoint` and `SharePoint` alone make no such text."""
_VALUE_GLUED = re.compile(r"[A-ZÀ-Þ0-9](?<=[a-zà-ÿ)].)")
"""Where a value may be glued to the label before it: `Closing dateAugust 1`, `GradeNOB`."""
_CAPITAL_ENDS = "DATE APPLICATIONS CANDIDATURE CANDIDATURES CANDIDATURAS DEADLINE GRADE LEVEL".split()
"""The same behind labels in capitals, `CLOSING DATE3 May`: sought by the words with which these end."""
_LONGEST_GLUED = 62
_CODE = re.compile(r"[A-Z0-9]{2}|\d")
"""The value that may be glued to a label of one word: any other makes a name, `StartUp`."""
_SURE = 3
"""Where so many others are glued, a label of one word is too: `UbicacionesTegucigalpa`."""
_SHORT_VALUES = frozenset(
    ("deadline", "grade", "reference", "duty_station", "posted", "start_date", "title", "duration")
)
"""Fields of labels that are glued so: a heading such as `CompetenciesAchieve results` has text behind it."""
_INVERTED = "¿"
_OPENS_NO_QUESTION = re.compile(r"(?<=\w)¿|¿(?![^.!?\n]{0,100}\?)")
_LINE_START = re.compile(r"(?:^|\n)[ \t#-]*\Z")
_LONGEST_MARKS = 20


@dataclass(frozen=True, slots=True)
class Mended:
    """A text as it was meant. From `places[i][0]` of it on, `places[i][1]` has to be added for the place as printed."""

    text: str
    places: tuple[tuple[int, int], ...] = ()

    def printed(self, position: int) -> int:
        """Where a position of the mended text is in the printed one."""
        before = bisect_right(self.places, position, key=itemgetter(0))
        return position + (self.places[before - 1][1] if before else 0)


def mend(text: str) -> Mended | None:
    """The text as it was meant, or None where it is printed so."""
    changes = sorted([*_decodings(text), *_breaks(text), *_glued_labels(text)])
    once = _changed(text, changes) if changes else None
    meant = once.text if once else text
    if _INVERTED in meant:
        meant = _OPENS_NO_QUESTION.sub(_sign, meant)
    return Mended(meant, once.places if once else ()) if meant != text else None


_Change = tuple[int, int, str]
"""Start, end, and what was meant there."""


def _changed(text: str, changes: list[_Change]) -> Mended:
    """The text with its changes made; one that begins within the change before it is left out."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    length = position = 0
    for start, end, letters in changes:
        if start < position:
            continue
        parts += text[position:start], letters
        length += start - position + len(letters)
        position = end
        places.append((length, position - length))
    return Mended("".join((*parts, text[position:])), tuple(places))


def _decodings(text: str) -> Iterator[_Change]:
    """The letters that were decoded twice, where something shows that there are any."""
    if not any(sign in text for sign in _SIGNS) or _SIGN.search(text) is None:
        return
    for found in _LETTER.finditer(text):
        letter = _BEFORE_A_SPACE.get(found[0]) or _decoded(found[0])
        if letter is not None:
            yield found.start(), found.end(), letter


def _breaks(text: str) -> Iterator[_Change]:
    """The breaks of lines that were run together."""
    start, glued = 0, []
    for line in text.split("\n"):
        if len(line) >= _LONG_LINE:
            places = [found.start() for found in _NO_ROOM.finditer(line) if _is_break(line, found.start())]
            if len(places) >= _GLUED:
                glued += [start + place for place in places]
        start += len(line) + 1
    if len(glued) >= _GLUED_IN_ALL and sum(text[place - 1] in _MARK_BEFORE for place in glued) >= _GLUED_BY_MARK:
        yield from ((place, place, "\n") for place in glued)


def _glued_labels(text: str) -> Iterator[_Change]:
    """The breaks between labels and the values that were glued to them."""
    places = [found.start() for found in islice(_VALUE_GLUED.finditer(text), MOST)]
    for word in _CAPITAL_ENDS:
        at = text.find(word)
        while at >= 0:
            at += len(word)
            places += [at] if text[at : at + 1].isdigit() else []
            at = text.find(word, at)
    sure: list[int] = []
    words: list[int] = []
    for place in places[:MOST]:
        start = text.rfind("\n", max(0, place - _LONGEST_GLUED), place) + 1
        if start or place <= _LONGEST_GLUED:
            label = fold(text[start:place].removeprefix("- "))
            if label in TYPE_LABELS or known_label(label) in _SHORT_VALUES:
                is_word = " " not in label and not _CODE.match(text, place)  # `StartUp`, and not `GradeNOB`
                (words if is_word else sure).append(place)
    for place in sorted(sure + words if len(sure) >= _SURE else sure):
        yield place, place, "\n"


def _is_break(line: str, place: int) -> bool:
    """Whether a line was run together at a place, which lies in no link."""
    return _BREAK.match(line, place) is not None and "://" not in line[line.rfind(" ", 0, place) + 1 : place]


def _decoded(letters: str) -> str | None:
    """The letter that these stand for, or None if they stand for none."""
    try:
        return bytes(_BYTE_OF[letter] for letter in letters).decode()
    except UnicodeDecodeError:
        return None


def _sign(found: re.Match[str]) -> str:
    """What an inverted question mark stands for where it stands: `'`, an item's mark, a dash or a quotation mark."""
    text, at = found.string, found.start()
    if at and text[at - 1].isalnum():
        return "’"
    if _LINE_START.search(text, max(0, at - _LONGEST_MARKS), at):
        return "•"
    return "–" if text[at + 1 : at + 2].isspace() else "“"


@dataclass(frozen=True, slots=True)
class Mending:
    """A posting as it was meant, and the way back to what is printed."""

    printed: RawPosting
    meant: RawPosting
    text: Mended
    values: tuple[Mended, ...]
    """The values of the labels, in their order."""

    def as_printed(self, found: Normalised) -> Normalised:
        """What was found in the meant posting, with the places and the raw words of the printed one."""
        posting, facts, issues = found
        return Normalised(self._posting(posting), tuple(map(self._fact, facts)), tuple(map(self._issue, issues)))

    def _posting(self, posting: Posting) -> Posting:
        deadline = posting.deadline
        return replace(
            posting,
            grade_raw=self._words(posting.grade_raw) if posting.grade_raw else None,
            deadline=replace(deadline, raw=self._words(deadline.raw)) if deadline else None,
        )

    def _fact(self, fact: Fact) -> Fact:
        value: Any = fact.value
        if fact.field is Field.DEADLINE and isinstance(value, dict) and "raw" in value:
            value = value | {"raw": self._words(value["raw"])}
        if fact.start is None or fact.end is None:
            return replace(fact, value=value, raw=self._words(fact.raw))
        start, end = self.text.printed(fact.start), self.text.printed(fact.end)
        return replace(fact, value=value, start=start, end=end, raw=self.printed.text[start:end])

    def _issue(self, issue: Issue) -> Issue:
        return replace(issue, raw=self._words(issue.raw)) if issue.raw else issue

    def _words(self, meant: str) -> str:
        """Words of the meant posting as they are printed; those of no label and not of the text stay."""
        printed = (self.printed.text, *(label.value for label in self.printed.labels))
        for mended, words in zip((self.text, *self.values), printed, strict=True):
            if (at := mended.text.find(meant)) >= 0:
                return words[mended.printed(at) : mended.printed(at + len(meant))]
        return meant


def mended_posting(raw: RawPosting) -> Mending | None:
    """A posting whose text or labels went wrong, made readable; None for any other."""
    head, unread = raw.text[:LONGEST_TEXT], raw.text[LONGEST_TEXT:]
    text, *values = [mend(words) for words in (head, *(label.value for label in raw.labels))]
    if text is None and not any(values):
        return None
    whole = Mended(text.text + unread, text.places) if text else Mended(raw.text)
    every = tuple(value or Mended(label.value) for value, label in zip(values, raw.labels, strict=True))
    labels: tuple[Label, ...] = tuple(
        replace(label, value=value.text) for label, value in zip(raw.labels, every, strict=True)
    )
    return Mending(raw, replace(raw, text=whole.text, labels=labels), whole, every)
