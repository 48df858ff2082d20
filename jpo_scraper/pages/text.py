"""HTML to plain text in reading order: one line a block, headings, list items and table cells marked.

`## ` opens a heading (h1 to h6, or a block whose words are all bold), `- ` a list item, a tab parts table cells,
and an empty line stands wherever the page leaves room. Nothing else is added, so a span points at printed words.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from parsel import Selector

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = frozenset({"b", "strong"})
_SKIPPED = frozenset("script style noscript template svg head iframe object button select textarea".split())
_SPACES = re.compile(r"[ \t\n\r\f\v\u00a0]+")
"""No-break spaces count as spaces; other typographic spaces are kept, as they are printed on purpose."""
_MANY_LINES = re.compile(r"\n{3,}")


def html_to_text(source: Selector | str) -> str:
    """Plain text of an element or of an HTML string, as the module's first lines describe."""
    if isinstance(source, str):
        if not source.strip():
            return ""
        source = Selector(text=source, type="html")
    root = source.root
    if isinstance(root, str):
        return _SPACES.sub(" ", root).strip()
    lines = _Lines()
    for kind, value in _walk(root):
        lines.feed(kind, value)
    return lines.finish()


def _walk(root: Any) -> Iterator[tuple[str, str]]:
    """(kind, value) events: `text`, `bold`, `open` and `close` of a block, `break`. No recursion: pages nest deep."""
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start" and element.tag in _SKIPPED:
            walker.skip_subtree()
        elif event == "start":
            yield from _mark(element.tag, is_start=True)
            if element.text:
                yield "text", element.text
        elif event == "end" and element.tag not in _SKIPPED:
            yield from _mark(element.tag, is_start=False)
        if event != "start" and element is not root and element.tail:
            yield "text", element.tail


def _mark(tag: str, *, is_start: bool) -> Iterator[tuple[str, str]]:
    """The event of a tag, if it has one."""
    if tag in _BLOCKS:
        yield ("open" if is_start else "close"), tag
    elif tag in _BOLD:
        yield "bold", "+" if is_start else "-"
    elif tag == "br" and is_start:
        yield "break", ""


class _Lines:
    """Builds the lines from the events of `_walk`."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.parts: list[str] = []
        self.all_bold = True
        self.bold = 0
        self.prefix = ""
        self.heading = 0
        self.row: list[str] | None = None

    def feed(self, kind: str, value: str) -> None:
        """Take one event."""
        if kind == "text":
            self.parts.append(value)
            if value.strip() and not self.bold:
                self.all_bold = False
        elif kind == "bold":
            self.bold += 1 if value == "+" else -1
        elif kind == "break":
            self._end_line()
        elif kind == "open":
            self._open(value)
        else:
            self._close(value)

    def finish(self) -> str:
        """The whole text."""
        self._end_line()
        return _MANY_LINES.sub("\n\n", "\n".join(self.lines)).strip()

    def _open(self, tag: str) -> None:
        if tag in ("table", "tr"):
            self._end_row()  # a table in a cell: the outer one only lays out the page
        if self.row is not None and tag not in ("td", "th"):
            self.parts.append(" ")  # blocks inside a table cell stay in the cell
            return
        self._end_line()
        if tag == "li":
            self.prefix = "- "
        elif tag == "tr":
            self.row = []
        if tag in _HEADINGS:
            self.heading += 1
        if tag in ("p", "ul", "ol", "table", "section", "article", "div", "dl") or tag in _HEADINGS:
            self._blank()

    def _close(self, tag: str) -> None:
        if self.row is not None and tag not in ("tr", "td", "th"):
            self.parts.append(" ")
            return
        if tag in ("td", "th") and self.row is not None:
            self.row.append(self._take())
        elif tag == "tr" and self.row is not None:
            self._end_row()
        else:
            self._end_line()
        if tag in _HEADINGS:
            self.heading = max(0, self.heading - 1)  # its start may stand in a row that a table ended
        if tag == "li":
            self.prefix = ""
        if tag in ("p", "ul", "ol", "table") or tag in _HEADINGS:
            self._blank()

    def _end_row(self) -> None:
        """Write the row, with whatever stands in it outside of a cell."""
        if self.row is None:
            return
        line = "\t".join([*self.row, self._take()]).strip("\t")
        self.row = None
        if line:
            self.lines.append(line)

    def _take(self) -> str:
        text = _SPACES.sub(" ", "".join(self.parts)).strip()
        self.parts.clear()
        self.all_bold = True
        return text

    def _end_line(self) -> None:
        all_bold = self.all_bold
        text = self._take()
        if not text:
            return
        if self.row is not None:
            self.parts.append(text + " ")
            return
        if self.heading or (all_bold and not self.prefix):
            text = f"## {text}"
        self.lines.append(self.prefix + text)
        self.prefix = ""

    def _blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")
