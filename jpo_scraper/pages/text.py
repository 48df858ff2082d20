"""HTML to plain text in reading order: one line a block, headings, list items and table cells marked.

`## ` opens a heading (h1 to h6, or a block whose words are all bold), `- ` a list item, a tab parts table cells,
and an empty line stands wherever the page leaves room. Nothing else is added, so a span points at printed words.
"""

import re

from lxml import etree
from parsel import Selector

from jpo_scraper.pages.markup import select

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = frozenset({"b", "strong"})
_INLINE = _BOLD | frozenset({"span", "label", "em", "i", "u", "a"})
_SKIPPED = frozenset("script style noscript template svg head iframe object button select textarea".split())
_SPACES = re.compile(r" [ \t\n\r\f\v\u00a0]+|[\t\n\r\f\v\u00a0][ \t\n\r\f\v\u00a0]*")
"""What becomes one space. No-break spaces count; other typographic spaces are kept, as they are printed on purpose."""
_KEPT = re.compile("[\x85\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
"""The spaces that are kept: a line without one needs no pattern."""


def html_to_text(source: Selector | str) -> str:
    """Plain text of an element or of an HTML string, as the module's first lines describe.

    Raises BrokenDocument for a string that takes too much to parse.
    """
    if isinstance(source, str):
        if not source.strip():
            return ""
        source = fragment(source)
    root = source.root
    if isinstance(root, str):
        return _SPACES.sub(" ", root).strip()
    lines = _Lines()
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))  # no recursion: pages nest deep
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if tag in _SKIPPED:
                walker.skip_subtree()
                continue
            lines.open(tag)
            if element.text:
                lines.add(element.text)
            continue
        if event == "end" and tag not in _SKIPPED:
            lines.close(tag)
        if element.tail and element is not root:
            lines.add(element.tail)
    return lines.finish()


def fragment(html: str) -> Selector:
    """A piece of HTML, as JSON and feeds hold it. Raises BrokenDocument for one that takes too much to parse."""
    return select(html.encode("utf-8", "replace"), "")  # JSON may hold half an emoji


class _Lines:
    """Builds the lines from the elements and their words, in reading order."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.parts: list[str] = []
        self.all_bold = True
        self.bold = 0
        self.prefix = ""
        self.heading = 0
        self.row: list[str] | None = None
        self.after_inline = False
        self.side_by_side = False
        """Two inline elements with nothing between them: a label and its value, which are two words."""

    def add(self, words: str) -> None:
        """Take words as the page's source has them."""
        if self.side_by_side and words[:1].isalnum() and self.parts and self.parts[-1][-1:].isalnum():
            self.parts.append(" ")
        self.after_inline = self.side_by_side = False
        if not words.isspace():
            self.parts.append(words)
            if not self.bold:
                self.all_bold = False
        elif self.parts:  # room at the start of a line says nothing
            self.parts.append(words)

    def open(self, tag: str) -> None:
        """Take the start of an element."""
        if tag in _BLOCKS:
            self._open(tag)
        elif tag in _INLINE:
            self.side_by_side = self.after_inline
            self.bold += tag in _BOLD
        elif tag == "br":
            self._break()

    def close(self, tag: str) -> None:
        """Take the end of an element."""
        if tag in _BLOCKS:
            self._close(tag)
        elif tag in _INLINE:
            self.after_inline = True
            self.bold -= tag in _BOLD

    def finish(self) -> str:
        """The whole text."""
        self._end_line()
        return "\n".join(self.lines).strip()

    def _open(self, tag: str) -> None:
        if tag in ("table", "tr"):
            self._end_row()  # a table in a cell: the outer one only lays out the page
        self._break()
        if self.row is not None:
            return
        if tag == "li":
            self.prefix = "- "
        elif tag == "tr":
            self.row = []
        if tag in _HEADINGS:
            self.heading += 1
        if tag in ("p", "ul", "ol", "table", "section", "article", "div", "dl") or tag in _HEADINGS:
            self._blank()

    def _close(self, tag: str) -> None:
        if self.row is not None and tag in ("td", "th"):
            self.row.append(self._take())
        elif self.row is not None and tag == "tr":
            self._end_row()
        else:
            self._break()
        if self.row is not None:
            return
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
        words = "".join(self.parts)
        has_others = not words.isascii() and _KEPT.search(words) is not None
        text = _SPACES.sub(" ", words).strip() if has_others else " ".join(words.split())
        self.parts.clear()
        self.all_bold = True
        return text

    def _break(self) -> None:
        """End the line, or leave room where all stays in one table cell."""
        if self.row is None:
            self._end_line()
        else:
            self.parts.append(" ")

    def _end_line(self) -> None:
        if not self.parts:
            return
        all_bold = self.all_bold
        text = self._take()
        if not text:
            return
        if self.heading or (all_bold and not self.prefix):
            text = f"## {text}"
        self.lines.append(self.prefix + text)
        self.prefix = ""

    def _blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")
