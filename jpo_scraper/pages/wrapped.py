"""Plain text whose lines were broken to fit a page, as mail, PDF files and typewritten forms have it.

Paragraphs become one line again, and columns that spaces or `|` keep apart become a label, a tab and its value, as
`text` gives the cells of a table.
"""

import re
from collections import Counter

_NARROWEST, _WIDEST = 50, 130
"""Characters of a full line of a page. Text with longer lines was never broken, with shorter ones is a list."""
_ENOUGH = 5
"""So many lines near the full width are no chance."""
_NEAR, _HALF, _FULL, _SURELY = 0.75, 0.5, 0.9, 0.97
"""Shares of the width."""
_COLUMNS = re.compile(r" {0,6}(?P<label>[^\W\d_][^\t:.;,]{1,34}?:?|\d{1,2}) {2,}(?=\S)")
_TWICE = 2
"""A column is one where so many lines have it in the same place."""
_ITEM = re.compile(r"(?:[-–•·*▪●◦○➢✓]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s|## ", re.IGNORECASE)
_LABEL = re.compile(r"[^\W\d_][\w /()'’.-]{1,40}:(?:\s|$)")
_ENDS = (".", ":", ";", "!", "?")


def unwrap(text: str) -> str:
    """The text with its paragraphs and its values in one line each; as it is where its lines were never broken."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if sum(line.endswith("|") for line in lines) >= _TWICE:
        lines = [_row(line) if line.endswith("|") else line for line in lines]
        text = "\n".join(lines)
    width = max(map(len, lines))
    near = sum(len(line) > _NEAR * width for line in lines)
    if not _NARROWEST <= width <= _WIDEST or near < _ENOUGH:
        return text
    starts = Counter(columns.end() for line in lines if (columns := _COLUMNS.match(line)))
    joined: list[str] = []
    before, column = "", 0
    for line in lines:
        words = line.strip()
        columns = _COLUMNS.match(line)
        if column and words and len(line) - len(words) >= column - 1:
            joined[-1] = _join(joined[-1], words)
        elif columns and starts[columns.end()] >= _TWICE:
            column = columns.end()
            joined.append(f"{columns['label']}\t{line[column:]}")
        elif words and not column and _goes_on(before, words, width):
            joined[-1] = _join(joined[-1], words)
        else:
            column = 0
            joined.append(words)
        before = line
    return "\n".join(joined)


def _row(line: str) -> str:
    """`Grade | P-2 |`: the cells of a row, as a tab keeps them apart; a row of dashes is no words."""
    cells = [cell.strip() for cell in line.strip(" |").split("|")]
    return "" if all(set(cell) <= set("-: ") for cell in cells) else "\t".join(cells)


def _goes_on(before: str, words: str, width: int) -> bool:
    """Whether a line goes on with the one before: its first word did not fit there any more."""
    if not before or before.isupper() or words.isupper() or _ITEM.match(words) or _LABEL.match(words):
        return False
    if words[0].islower():
        return len(before) > _HALF * width
    reach = len(before) + 1 + len(words.split(None, 1)[0])
    return reach > (_SURELY if before.endswith(_ENDS) else _FULL) * width


def _join(line: str, words: str) -> str:
    """A broken word has kept its hyphen, which may be one of its own."""
    return line + words if line.endswith("-") and words[0].islower() and line[-2:-1].isalpha() else f"{line} {words}"
