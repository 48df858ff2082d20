"""Charts as SVG, drawn here: no script, no request to anybody. Colours are classes of the style sheet.

Each chart has a title and a description; the pages set a table with the same numbers beside it.
"""

from collections.abc import Iterable, Sequence
from math import ceil, log10

from markupsafe import Markup

from jpo_scraper.export.cells import one_line
from jpo_scraper.web.ask import NOT_STATED, OTHERS, Count, Table2, most

WIDTH = 640
"""Units; the style sheet lets a chart grow and shrink with the page."""

SERIES = 8
"""Colours that are told apart; further rows go together."""

_BAR, _GAP, _LABEL, _SIGN = 22, 6, 190, 52
_HEIGHT, _LEFT, _TOP, _BOTTOM = 220, 44, 12, 28
_CELL, _ROW_LABEL, _COLUMN_LABEL, _SLANT = 26, 110, 78, 40
_SHADES = 5


def bars(name: str, title: str, words: str, counts: Sequence[Count]) -> Markup:
    """Horizontal bars, one a value. `name` tells the chart from others on the page."""
    highest = most(counts) or 1
    height = len(counts) * (_BAR + _GAP) + _GAP
    parts = []
    for number, count in enumerate(counts):
        top = _GAP + number * (_BAR + _GAP)
        length = round((WIDTH - _LABEL - _SIGN) * count.number / highest, 1)
        parts += [
            _text(_LABEL - 8, top + 15, _short(count.value, 28), "end"),
            _rectangle(_LABEL, top, max(length, 1), _BAR, "s0", f"{one_line(count.value)}: {count.number}"),
            _text(_LABEL + length + 6, top + 15, f"{count.number:,}"),
        ]
    return _svg(name, title, words, WIDTH, height, parts)


def columns(name: str, title: str, words: str, counts: Sequence[Count]) -> Markup:
    """Upright columns, one a class of a scale."""
    one = {(title, count.value): count.number for count in counts}
    return stacks(name, title, words, Table2([title], [count.value for count in counts], one))


def stacks(name: str, title: str, words: str, table: Table2) -> Markup:
    """Upright columns, each made of the rows of the table, the first at the bottom."""
    totals = [sum(table.numbers.get((row, column), 0) for row in table.rows) for column in table.columns]
    step = _step(max(totals, default=0))
    top = step * max(1, ceil(max(totals, default=0) / step))
    room, wide = _HEIGHT - _TOP - _BOTTOM, (WIDTH - _LEFT) / max(1, len(table.columns))
    parts = []
    for value in range(0, top + 1, step):
        y = round(_TOP + room * (1 - value / top), 1)
        parts += [
            Markup('<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(_LEFT, WIDTH, y, y),
            _text(_LEFT - 6, y + 4, f"{value:,}", "end"),
        ]
    for place, column in enumerate(table.columns):
        left, base = round(_LEFT + place * wide, 1), float(_TOP + room)
        for number, row in enumerate(table.rows):
            value = table.numbers.get((row, column), 0)
            tall = room * value / top
            base -= tall
            if value:
                said = f"{column}: {value}" if len(table.rows) == 1 else f"{row}, {column}: {value}"
                parts.append(
                    _rectangle(
                        left + wide * 0.1, round(base, 1), round(wide * 0.8, 1), round(tall, 1), f"s{number}", said
                    )
                )
        parts.append(_text(round(left + wide / 2, 1), _HEIGHT - 8, column, "middle"))
    return _svg(name, title, words, WIDTH, _HEIGHT, parts)


def matrix(name: str, title: str, words: str, table: Table2) -> Markup:
    """Rows and columns of cells, the darker the higher the number, which is printed in it."""
    highest = max(table.numbers.values(), default=0) or 1
    width, height = _ROW_LABEL + len(table.columns) * _CELL + _SLANT, _COLUMN_LABEL + len(table.rows) * _CELL + 2
    parts = [
        Markup('<text class="label" transform="translate({} {}) rotate(-60)">{}</text>').format(
            _ROW_LABEL + place * _CELL + 16, _COLUMN_LABEL - 6, _short(column, 12)
        )
        for place, column in enumerate(table.columns)
    ]
    for line, row in enumerate(table.rows):
        y = _COLUMN_LABEL + line * _CELL
        parts.append(_text(_ROW_LABEL - 6, y + 17, _short(row, 16), "end"))
        for place, column in enumerate(table.columns):
            value = table.numbers.get((row, column), 0)
            if value:
                x, shade = _ROW_LABEL + place * _CELL, ceil(_SHADES * value / highest)
                parts += [
                    _rectangle(x + 1, y + 1, _CELL - 2, _CELL - 2, f"h{shade}", f"{row}, {column}: {value}"),
                    Markup('<text class="in h{}" x="{}" y="{}" text-anchor="middle">{}</text>').format(
                        shade, x + _CELL / 2, y + 17, _compact(value)
                    ),
                ]
    return _svg(name, title, words, width, height, parts)


def series(table: Table2) -> Table2:
    """The table with so many rows as there are colours; the last one holds the others together."""
    if len(table.rows) <= SERIES:
        return table
    named = [row for row in table.rows if row != NOT_STATED][: SERIES - 1]
    numbers = {key: number for key, number in table.numbers.items() if key[0] in named}
    for column in table.columns:
        numbers[OTHERS, column] = sum(table.numbers.get((row, column), 0) for row in table.rows if row not in named)
    return Table2([*named, OTHERS], table.columns, numbers)


def _svg(name: str, title: str, words: str, width: int, height: int, parts: Iterable[Markup]) -> Markup:
    head = Markup(
        '<svg class="chart" id="chart-{0}" role="img" viewBox="0 0 {1} {2}" aria-labelledby="{0}-title {0}-words">'
        '<title id="{0}-title">{3}</title><desc id="{0}-words">{4}</desc>'
    ).format(name, width, height, title, words)
    return head + Markup("").join(parts) + Markup("</svg>")


def _rectangle(x: float, y: float, width: float, height: float, kind: str, said: str) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>').format(
        kind, round(x, 1), y, width, height, said
    )


def _text(x: float, y: float, words: str, anchor: str = "start") -> Markup:
    return Markup('<text class="label" x="{}" y="{}" text-anchor="{}">{}</text>').format(round(x, 1), y, anchor, words)


def _short(words: str, most: int) -> str:
    words = one_line(words)
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _compact(number: int) -> str:
    """A number in few characters: `999`, `12k`."""
    return str(number) if number < 1000 else f"{number // 1000}k" if number < 1_000_000 else f"{number // 1_000_000}M"


def _step(highest: int) -> int:
    """A round distance between lines, so that there are at most five."""
    if highest <= 5:
        return 1
    power = 10 ** int(log10(highest / 5))
    return int(next(power * factor for factor in (1, 2, 5, 10, 20) if highest <= power * factor * 5))
