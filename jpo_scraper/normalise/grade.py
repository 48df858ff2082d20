"""The grade of a post: `P-2`, with the printed form (`PR2`, `P-2, Step I`) kept."""

import re
from typing import NamedTuple

from jpo_scraper.items import Fact, Issue
from jpo_scraper.normalise.cue import Cue, stretches
from jpo_scraper.normalise.reading import Reading, label_fact
from jpo_scraper.reference.fold import fold
from jpo_scraper.reference.tables import grade_key, grades
from jpo_scraper.vocab import Field, IssueKind

_PROGRAMMES = "JPO/APO/SARC"
"""The table's rows for programmes: JPO is what the post is, not its grade."""
_SHAPE = re.compile(
    r"\b(?:PR|IP|IPO P|P|D|GS|G|FS|NO|NPO)[ .-]?(?:0?[1-7]|[A-E])\b(?:[ ,/-]+step [ivx\d]+)?"
    r"|\b(?:NO|NPO)[ -]?[1-5A-E]\b|\b(?:LICA|IICA|IPSA|NPSA|SSA|LSC|SC|SB)[ -]?\d{1,2}\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"(?: \(|, )([A-Z]{1,4}[ -]?\w{1,2})(?=\)|,? step \w+\)|[.\n]|$)", re.IGNORECASE)
_CONTRACT = Cue(
    "type contract tipo",
    r"(?:type of contract|contract type|tipo de contrato|type de contrat)[^:\n]{0,20}:[^:\n]{1,60}",
)
_IN_CONTRACT = re.compile(r"\b(?:(?:P|D|G|GS|SC|SSA|LSC|IPSA|NPSA)[ -]?\d{1,2}|NO[ -]?[1-5A-E])\b")
"""A grade in the value of `Type of contract`, where WFP prints it. In capitals: `no extension` is none."""
_BACK, _AHEAD = 60, 90
_LONGEST_CELL = 12
_SHORTEST_TITLE = 8
_TITLE_LINES = 3
_TITLE_LENGTH = 200
"""The text often repeats the full title at its head, with the grade that the page's title leaves out."""
_IN_TITLE = re.compile(
    r"[\[(,\- ]\s*((?:PR|P|D|GS|G|FS)[ -]?[1-7]|NO[ -]?[1-5A-E]|(?:LICA|IICA|IPSA|NPSA|SC|SB|"
    r"ICA)[ -]?\d{1,2})(?=[\])(, /-]|$)"
)


_IN_PROSE = re.compile(
    r"(?:(?<![a-z])(?:(?:a|the|this) (?:[a-z-]+ ){0,4}?(?:post|position|assignment|appointment|contract|jpo)\b|"
    r"junior professional officer post\b)[^.\n]{0,40}? (?:at|graded|is|as)(?: the)?|"
    r"(?:recruited|employed|appointed) at(?: the)?|jpos? (?:are|is|will be) (?:engaged|hired|placed) at(?: the)?|"
    r"jpos? holds?(?: the)?|, at(?= grade)|as for(?: an?)?) (?:grade |level )?"
    r"((?:p|a|g|gs|fs|no|pr)[ .-]?[1-7a-e]\b(?:,? step [ivx\d]+)?)(?= level| grade|[.,;:/\n]|$)"
)
"""`A JPO post at P-2 level`, `the position is classified as P3`, `As for P-2, step I: USD …`."""
_OF_OTHERS = re.compile(r"supervis|experience|holding|staff|report|manage|similar|other")
_PROSE_WORDS = frozenset(
    "recruited employed appointed jpos grade post position assignment appointment contract jpo as".split()
)


class FoundGrade(NamedTuple):
    """Normal form, printed form, and where it stood."""

    grade: str | None
    raw: str | None
    facts: tuple[Fact, ...]
    issues: tuple[Issue, ...]


_HEAD_LINES = 8
_BARRED = re.compile(r"\| ([A-Z][A-Z0-9/ -]{1,6})(?= \||$)", re.MULTILINE)
"""A cell of its own at the head: `Geneva, Switzerland | P2`."""


def normal_grade(printed: str) -> str | None:
    """The normal form of a printed grade (`PR2` → `P-2`, `NOA` → `NO-A`), or None if no table knows it."""
    known = grades().get(grade_key(printed))
    return known.code if known and known.category != _PROGRAMMES else None


def find_grade(reading: Reading, title: str | None) -> FoundGrade:
    """The grade: by the site's own field, a printed label, a table cell of its own, or the title."""
    for label in reading.site_labels(Field.GRADE):
        if grade := normal_grade(label.value):
            fact = label_fact(Field.GRADE, grade, label, "grade.site_label")
            return FoundGrade(grade, label.value.strip(), (fact,), ())
    unmapped: list[Issue] = []
    for pair in reading.values("grade"):
        raw = reading.text[pair.start : pair.end]
        start, end = pair.start, pair.end
        grade = normal_grade(raw)
        if grade is None and (shape := _SHAPE.search(raw)):
            start, end = pair.start + shape.start(), pair.start + shape.end()
            grade = normal_grade(shape[0])
        if grade is not None:
            fact = reading.fact(Field.GRADE, grade, start, end, "grade.labelled", pair.label)
            return FoundGrade(grade, reading.text[start:end], (fact,), ())
        if len(raw) <= 30:
            message = f"the grade {raw!r} is not in grades.csv: add it there"
            unmapped.append(Issue(IssueKind.UNMAPPED, message, Field.GRADE, raw))
    for line in reading.lines:
        if line.end - line.start > _LONGEST_CELL:
            continue
        words = reading.text[line.start : line.end]
        if _SHAPE.search(words) and (grade := normal_grade(words)):
            fact = reading.fact(Field.GRADE, grade, line.start, line.end, "grade.cell")
            return FoundGrade(grade, words, (fact,), ())
    for line in reading.lines[:_HEAD_LINES]:
        for cell in _BARRED.finditer(reading.text, line.start, line.end):
            if grade := normal_grade(cell[1]):
                fact = reading.fact(Field.GRADE, grade, *cell.span(1), "grade.cell")
                return FoundGrade(grade, cell[1], (fact,), ())
    for contract in _CONTRACT.finditer(reading.flat):
        if (shape := _IN_CONTRACT.search(reading.text, *contract.span())) and (grade := normal_grade(shape[0])):
            fact = reading.fact(Field.GRADE, grade, *shape.span(), "grade.contract")
            return FoundGrade(grade, shape[0], (fact,), ())
    for line in reading.lines[:_TITLE_LINES]:
        if reading.text[line.end - 1] == ".":
            continue  # a sentence, not a title
        in_title = _IN_TITLE.search(reading.text, line.start, min(line.end, line.start + _TITLE_LENGTH))
        if in_title and (grade := normal_grade(in_title[1])):
            fact = reading.fact(Field.GRADE, grade, in_title.start(1), in_title.end(1), "grade.title")
            return FoundGrade(grade, in_title[1], (fact,), ())
    if title and (behind := _behind_title(reading, title)):
        return behind
    if title and (in_title := _IN_TITLE.search(title)) and (grade := normal_grade(in_title[1])):
        fact = Fact(Field.GRADE, grade, in_title[1], "grade.title", label="title")
        return FoundGrade(grade, in_title[1], (fact,), ())
    for pair in reading.values("title"):
        if (in_title := _IN_TITLE.search(reading.text, pair.start, pair.end)) and (grade := normal_grade(in_title[1])):
            fact = reading.fact(Field.GRADE, grade, *in_title.span(1), "grade.title", pair.label)
            return FoundGrade(grade, in_title[1], (fact,), ())
    return _from_prose(reading) or FoundGrade(None, None, (), tuple(unmapped[:1]))


def _from_prose(reading: Reading) -> FoundGrade | None:
    """The grade in a sentence about this post; what it supervises or what others hold is not meant."""
    for first, last in stretches(reading.flat.words.starts_of(_PROSE_WORDS), _BACK, _AHEAD, len(reading.flat)):
        for found in _IN_PROSE.finditer(reading.flat, first, last):
            start, _ = reading.sentence(found.start(), found.end())
            grade = normal_grade(re.split(r",? step ", found[1])[0])
            if grade is not None and not _OF_OTHERS.search(reading.flat, start, found.end()):
                fact = reading.fact(Field.GRADE, grade, found.start(1), found.end(1), "grade.sentence")
                return FoundGrade(grade, fact.raw, (fact,), ())
    return None


def _behind_title(reading: Reading, title: str) -> FoundGrade | None:
    """`The Planning Specialist (P3) reports to …`, `Planning Specialist, P3`: the grade behind the title's words."""
    for border in (r"[(\[]", r"[,(\[]"):
        words = fold(re.split(border, title)[0]).strip()
        at = reading.flat.find(words) if len(words) >= _SHORTEST_TITLE else -1
        while at >= 0:
            found = _BEHIND.match(reading.text, at + len(words))
            if found is not None and (grade := normal_grade(found[1])) is not None:
                fact = reading.fact(Field.GRADE, grade, found.start(1), found.end(1), "grade.behind_title")
                return FoundGrade(grade, found[1], (fact,), ())
            at = reading.flat.find(words, at + len(words))
    return None
