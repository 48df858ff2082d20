"""A posting's text as lines of pieces, the words behind its values marked; contact details are not shown."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jpo_scraper.contacts import contacts


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that rest on the same facts."""

    text: str
    fields: tuple[str, ...] = ()
    """The fields whose words these are; several where facts overlap."""
    starts: tuple[tuple[int, str], ...] = ()
    """The facts that begin here: place in the list of facts, and field."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text."""

    kind: str
    """`heading`, `item` or `words`."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: the items of a list, or one other line."""

    kind: str
    lines: tuple[Line, ...]


_MARKS = {"## ": "heading", "- ": "item"}
"""What a line begins with, and what it then is (see the decision on structure in texts)."""


def blocks(text: str, facts: Sequence[Mapping[str, Any]], known: frozenset[str] = frozenset()) -> list[Block]:
    """The text in blocks; empty lines are left out. `facts` have `field`, and `start` and `end` or None.

    `known`: names of contact persons that are not shown wherever they stand.
    """
    made: list[Block] = []
    for line in _lines(text, facts, known):
        if line.kind == "item" and made and made[-1].kind == "item":
            made[-1] = Block("item", (*made[-1].lines, line))
        else:
            made.append(Block(line.kind, (line,)))
    return made


def _lines(text: str, facts: Sequence[Mapping[str, Any]], known: frozenset[str]) -> Iterator[Line]:
    pieces = _Pieces(text, facts, known)
    at = 0
    for words in text.split("\n"):
        mark = next((mark for mark in _MARKS if words.startswith(mark)), "")
        if words.strip():
            yield Line(_MARKS.get(mark, "words"), tuple(pieces.of_line(at, len(mark), at + len(words))))
        at += len(words) + 1


class _Pieces:
    """Cuts a text where facts and contact details begin and end."""

    def __init__(self, text: str, facts: Sequence[Mapping[str, Any]], known: frozenset[str]) -> None:
        self._text = text
        self._spans: list[tuple[int, int, int, str]] = [
            (fact["start"], fact["end"], number, fact["field"])
            for number, fact in enumerate(facts)
            if fact["start"] is not None and fact["start"] < fact["end"] <= len(text)
        ]
        self._hidden = contacts(text, known)
        bounds = [(start, end) for start, end, *_ in self._spans] + [(one.start, one.end) for one in self._hidden]
        self._edges = sorted({edge for bound in bounds for edge in bound})

    def of_line(self, line: int, mark: int, end: int) -> Iterator[Piece]:
        """The pieces of the line from `line` to `end` without its mark. What began in it begins once."""
        start = line + mark
        inner = self._edges[bisect_right(self._edges, start) : bisect_right(self._edges, end - 1)]
        near = [span for span in self._spans if span[0] < end and start < span[1]]
        for left, right in zip((start, *inner), (*inner, end), strict=True):
            here = [span for span in near if span[0] <= left and right <= span[1]]
            begun = tuple(
                (number, field) for at, _, number, field in here if at == left or (left == start and line <= at < start)
            )
            yield Piece(self._shown(left, right), tuple(dict.fromkeys(field for *_, field in here)), begun)

    def _shown(self, left: int, right: int) -> str:
        for one in self._hidden:
            if one.start <= left and right <= one.end:
                return f"[{one.kind}]" if left == one.start else ""
        return self._text[left:right]
