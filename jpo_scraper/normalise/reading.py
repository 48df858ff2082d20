"""A posting's text made ready for the rules: folded once, cut into lines, labels with their values found."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple

from jpo_scraper.items import Fact, Label, RawPosting
from jpo_scraper.normalise.cue import Cue
from jpo_scraper.reference.fold import UNSPACED, fold
from jpo_scraper.reference.tables import agency_rows, labels
from jpo_scraper.vocab import Basis, Field

_LINE = re.compile(
    r"^(?P<marks>(?:## |- |-(?=[^\W\d])|[^\S\n]*[•·▪●◦○‣*+\uf0b7][^\S\n]+)*+)[^\S\n]*+(?P<words>\S(?:[^\n]*\S)?)",
    re.MULTILINE,
)
"""The marks are ours, and in files of plain text what writers set before an item."""
_NAME_MARK = re.compile(r"[:\t】|]")
_ENUMERATOR = re.compile(
    r"(?:[(\[]?(?:\d{1,2}|[a-z]|[ivx]{1,4}|[가나다라마바사아자차카타파하])[.)\]]|[①-⑳■□◆◇○●◎▶※【ㅇ◦▪])\s*"
)
"""What numbers or frames a label: `1)`, `(2)`, `가.`, `■`, `【職名】`."""
_WORD = re.compile(r"\S+")
_CELL = re.compile(r"[^\t\n]+")
_COLUMNS = 3
"""So many cells side by side, two of them labels, are the head of a table."""
_GLUE = re.compile(r"(?<=[a-z0-9à-ÿ)])(?=[A-ZÀ-Þ][a-zà-ÿ]|[A-ZÀ-Þ]{3,}$)|(?<=[A-ZÀ-Þ]{2})(?=[A-ZÀ-Þ][a-zà-ÿ])")
"""Where a label was glued to the value before it: `Tunis, TunisiaClassification: P2`, `JR4711GRADE: P-2`."""
_LABEL_WORDS = 6
_AROUND_LABEL = " \u3000:*-"
_RUN_ON_FIELDS = frozenset({"deadline", "grade", "reference", "duty_station", "posted", "duration"})
"""Labels that may stand without a mark behind them: their values have a form of their own."""
_BRACKETS = re.compile(r"\([^()]*\)")
_BORDER = re.compile(
    r"(?=[\n.;!?A-Z-])(?:"  # so that most places fail at once
    r"\n|(?<!\be\.g)(?<!\bi\.e)(?<!\bU)(?<!\bU\.S)(?<!\bJan)(?<!\bDec)"
    r"(?!(?<=\b\d)\. (?:J[aä]n|Febr|März|April|Mai|Jun|Jul|Aug|Sept|Okt|Nov|Dez|Lebens)|"
    r"(?<=\b\d\d)\. (?:J[aä]n|Febr|März|April|Mai|Jun|Jul|Aug|Sept|Okt|Nov|Dez|Lebens))"  # `15. März`, `33. Lebensjahr`
    r"[.;!?](?=\s+[^a-z\s]|[A-Z]|\s*$)|"
    r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[a-z])(?=- [A-Z]))"
)
_SENTENCE_REACH = 250
_DONOR = Cue(
    "requirement requirements conditions criteria qualification qualifications jpo jpos desired",
    r"(?:requirements?|conditions|criteria|qualifications?)[^.\n]{0,80}\b(?:jpos?|"
    r"junior professional officers?|sponsored|donor|funded)\b"
    r"|jpos?\b[^.\n]{0,60}(?:requirements?|conditions|criteria)\b|desired candidate profile"
    r"|(?:requirements?|criteria) (?:for|of) (?:candidates|applicants) from",
)
LONGEST_TEXT = 200_000
"""Characters: fifty pages of print."""
_LONGEST_BLOCK = 3_000
_LONGEST_LABEL = 90
_LONGEST_VALUE = 300


class Line(NamedTuple):
    """A printed line, without the marks that `pages.text` puts before headings and items."""

    start: int
    end: int
    is_heading: bool
    is_item: bool


class Pair(NamedTuple):
    """A printed label and the value that stands beside or below it."""

    field: str
    """A field of `labels_multilingual.csv`."""
    label: str
    start: int
    end: int


class Reading:
    """What every rule looks at. `text` is the stored text, `flat` its folded twin of the same length.

    Of a text that is longer than any posting, the rules see the beginning.
    """

    def __init__(self, raw: RawPosting) -> None:
        self.raw = raw
        self.text = raw.text[:LONGEST_TEXT]
        self.flat = fold(self.text)
        self._sentences: dict[tuple[int, int], tuple[int, int]] = {}

    @cached_property
    def lines(self) -> list[Line]:
        """The lines that hold anything, in order."""
        return [
            Line(*found.span("words"), (marks := found["marks"])[:1] == "#", marks[:1] not in ("", "#"))
            for found in _LINE.finditer(self.text)
        ]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def line_at(self, position: int) -> Line:
        """The line that a word at `position` stands on."""
        return self.lines[bisect_right(self._line_starts, position) - 1]

    def lines_with(self, stems: Iterable[str]) -> list[int]:
        """The indexes of the lines that hold one of these parts of folded words, in order: sought for once in the
        whole text, which is faster than in line after line."""
        flat, found = self.flat, set()
        for stem in stems:
            at = flat.find(stem)
            while at >= 0:
                index = bisect_right(self._line_starts, at) - 1
                found.add(index)
                at = flat.find(stem, self.lines[index].end)
        return sorted(found)

    def indexes_between(self, start: int, end: int) -> range:
        """The indexes of the lines that begin between two positions."""
        return range(bisect_left(self._line_starts, start), bisect_left(self._line_starts, end))

    def lines_above(self, position: int, most: int) -> Iterator[Line]:
        """The lines above the one at `position`, the nearest first."""
        index = bisect_right(self._line_starts, position) - 1
        return reversed(self.lines[max(0, index - most) : max(0, index)])

    @cached_property
    def pairs(self) -> list[Pair]:
        """Printed labels with their values: behind `:` or a tab, on the line below, or run on behind the label."""
        found: list[Pair] = []
        marks = [
            mark.start() for mark in _NAME_MARK.finditer(self.flat) if mark[0] != "|" or self._is_bar(mark.start())
        ]
        last = 0
        for index, line in enumerate(self.lines):
            first = bisect_left(marks, line.start, last)
            last = bisect_left(marks, line.end, first)
            if last - first >= _COLUMNS - 1 and (columns := self._columns(index)):
                found.extend(columns)
                continue
            marked = list(self._marked(line, marks[first:last])) if first < last else []
            if marked:
                found.extend(marked)
                continue
            opener = self.flat[line.start : min(line.end, line.start + _LONGEST_LABEL)].split(None, 1)[0]
            if opener.isalpha() and opener not in _first_words():
                continue  # as most lines do
            following = self.lines[index + 1] if index + 1 < len(self.lines) else None
            found.extend(self._below(line, following) or self._run_on(line, opener))
        return found

    def _is_bar(self, position: int) -> bool:
        """Whether a `|` stands between cells: `Grade | P-2`."""
        return self.flat[position - 1 : position + 2] == " | "

    def _marked(self, line: Line, marks: Sequence[int]) -> Iterator[Pair]:
        """`Label: value`, several of them on a line where they are run together (`Grade: D Deadline: 23 March`)."""
        names: list[tuple[str, int, int]] = []
        for mark in marks:
            border = names[-1][2] if names else line.start
            if (name := self._name_before(border, mark, at_start=border == line.start)) is not None:
                names.append((name[0], name[1], mark + 1))
        for index, (field, start, mark_end) in enumerate(names):
            end = names[index + 1][1] if index + 1 < len(names) else line.end
            value = self.text[mark_end:end]
            lead = len(value) - len(value.lstrip(" \u3000:\t"))
            if value := value.strip(" \u3000:\t"):
                label = self.text[start : mark_end - 1].strip(" \u3000【")
                yield Pair(field, label, mark_end + lead, mark_end + lead + min(len(value), _LONGEST_VALUE))

    def _name_before(self, border: int, mark: int, at_start: bool) -> tuple[str, int] | None:
        """The longest known label that ends at `mark`: the whole words since the border, or capitalised last words."""
        last = self.text[max(border, mark - _LONGEST_LABEL) : mark].rstrip(_AROUND_LABEL).rsplit(None, 1)[-1:]
        if not last or (last[0].isalpha() and fold(_GLUE.split(last[0])[-1]) not in _last_words()):
            return None
        if mark - border <= _LONGEST_LABEL and at_start and (field := known_label(self.flat[border:mark])):
            return field, border
        cell = self.flat.rfind("\t", max(border, mark - _LONGEST_LABEL), mark) + 1
        if cell and (field := known_label(self.flat[cell:mark])):
            return field, cell  # several labels and values are a row
        words = list(_WORD.finditer(self.flat, max(border, mark - _LONGEST_LABEL), mark))[-_LABEL_WORDS:]
        for word in words:
            for start in (word.start(), *(glue.start() for glue in _GLUE.finditer(self.text, *word.span()))):
                stands_free = self.text[start].isupper() and not self.text.endswith(", ", 0, start)
                if stands_free and (field := known_label(self.flat[start:mark])):
                    return field, start
        return None

    def _columns(self, index: int) -> list[Pair]:
        """The values of a row whose names stand in the row above: a table with its labels at the head."""
        if index + 1 >= len(self.lines):
            return []
        names, values = (self._cells(self.lines[at]) for at in (index, index + 1))
        if len(names) < _COLUMNS or len(names) != len(values):
            return []
        known = [known_label(self.flat[start:end]) for start, end in names]
        if sum(field is not None for field in known) < _COLUMNS - 1 or any(
            known_label(self.flat[start:end]) for start, end in values
        ):
            return []
        cells = zip(known, names, values, strict=True)
        return [Pair(field, self.text[slice(*name)], *value) for field, name, value in cells if field]

    def _cells(self, line: Line) -> list[tuple[int, int]]:
        """Where the cells of a row begin and end."""
        if self.flat.find("\t", line.start, line.end) < 0:
            return []
        return [cell.span() for cell in _CELL.finditer(self.text, line.start, line.end)]

    def _below(self, line: Line, following: Line | None) -> list[Pair]:
        """A line that is a label, its value the next line, unless that is a label too."""
        name = self.flat[line.start : line.end]
        if following is None or line.end - line.start > _LONGEST_LABEL or (field := known_label(name)) is None:
            return []
        if known_label(self.flat[following.start : following.end].partition(":")[0]) is not None:
            return []
        end = min(following.end, following.start + _LONGEST_VALUE)
        return [Pair(field, self.text[line.start : line.end].strip(" :"), following.start, end)]

    def _run_on(self, line: Line, opener: str) -> list[Pair]:
        """`Grade P4`, `Apply Before 03/21/2026`: a label that opens the line, its value right behind it."""
        reach = min(line.end, line.start + _LONGEST_LABEL)
        if "(" not in opener and opener.strip(":*-") not in _run_on_openers():
            return []
        words = list(_WORD.finditer(self.flat, line.start, reach))[: _LABEL_WORDS + 1]
        for before, after in reversed(list(pairwise(words))):
            field = known_label(self.flat[line.start : before.end()])
            first = self.text[after.start()]
            if field in _RUN_ON_FIELDS and (first.isupper() or first.isdigit() or UNSPACED.match(first)):
                end = min(line.end, after.start() + _LONGEST_VALUE)
                return [Pair(field or "", self.text[line.start : before.end()], after.start(), end)]
        return []

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around a place, at most a few hundred characters long.

        Texts that lost their line structure end sentences without a space (`English.The post`, `degreeField`).
        """
        if (start, end) not in self._sentences:
            first, last = max(0, start - _SENTENCE_REACH), min(len(self.text), end + _SENTENCE_REACH)
            begin = first
            for border in _BORDER.finditer(self.text, first, start):
                begin = border.end()
            following = _BORDER.search(self.text, end, last)
            self._sentences[start, end] = begin, (following.start() if following else last)
        return self._sentences[start, end]

    @cached_property
    def donor_blocks(self) -> list[tuple[int, int]]:
        """Where the sponsor's own requirements stand: they outrank the agency's standard job description.

        A block begins at a heading or sentence that announces requirements of a JPO programme and ends at the next
        heading.
        """
        headings = [line.start for line in self.lines if line.is_heading]
        blocks = []
        for found in _DONOR.finditer(self.flat):
            following = headings[bisect_right(headings, found.end()) :][:1]
            blocks.append((found.start(), min(len(self.text), found.end() + _LONGEST_BLOCK, *following)))
        return blocks

    def from_donor(self, position: int) -> bool:
        """Whether a place lies in the sponsor's own requirements."""
        before = bisect_right(self.donor_blocks, (position, len(self.text)))
        return before > 0 and position < self.donor_blocks[before - 1][1]

    def values(self, field: str) -> Iterator[Pair]:
        """The pairs of one field."""
        return (pair for pair in self.pairs if pair.field == field)

    def site_labels(self, field: Field) -> Iterator[Label]:
        """The raw strings that the site's structure files under this field."""
        return (label for label in self.raw.labels if label.field is field and label.value.strip())

    def fact(self, field: Field, value: object, start: int, end: int, rule: str, label: str | None = None) -> Fact:
        """A fact that rests on the words between `start` and `end`."""
        return Fact(field, value, self.text[start:end], rule, start, end, label)


def end_of_words(flat: str, position: int) -> int:
    """Where the last words before `position` end."""
    while position > 0 and flat[position - 1].isspace():
        position -= 1
    return position


@cache
def agency_codes() -> frozenset[str]:
    """Codes of agencies, folded, as they stand before labels: `UNHCR requisition`."""
    return frozenset(map(fold, agency_rows()))


@cache
def _last_words() -> frozenset[str]:
    """The words that labels end with."""
    return frozenset(label.split()[-1] for label in labels())


@cache
def _first_words() -> frozenset[str]:
    """The words that labels begin with."""
    return frozenset(label.split()[0] for label in labels())


@cache
def _run_on_openers() -> frozenset[str]:
    """The first words of the labels that may stand without a mark behind them."""
    return frozenset(label.split()[0] for label, field in labels().items() if field in _RUN_ON_FIELDS)


def known_label(name: str) -> str | None:
    """The field that a printed label stands for; brackets inside the label do not count."""
    known = labels()
    name = name.strip(_AROUND_LABEL)
    if (field := known.get(name)) is not None:
        return field
    if enumerator := _ENUMERATOR.match(name):
        name = name[enumerator.end() :].strip(_AROUND_LABEL)
        if (field := known.get(name)) is not None:
            return field
    if "(" in name:
        return known.get(_BRACKETS.sub("", name).strip(_AROUND_LABEL))
    first, _, rest = name.partition(" ")
    return known.get(rest) if first in agency_codes() else None


def label_fact(field: Field, value: object, label: Label, rule: str, basis: Basis = Basis.POSTING) -> Fact:
    """A fact that rests on a raw string under a label."""
    return Fact(field, value, label.value, rule, label=label.name, basis=basis)
