"""Markdown to plain text in the form that `text.html_to_text` gives: `## ` headings, `- ` items, tabs between cells."""

import re

_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s\"[^\"]*\")?\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)?[^<>\s]+[.@][^<>\s]+)>")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*")
_ALL_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+?)(?<=\S)\1\s*:?")
_ITEM = re.compile(r"[-*+•]\s+(.*)")
_RULE = re.compile(r"(?:[-*_]\s*){3,}|[=-]{3,}|\|?[\s|:-]*-{3}[\s|:-]*")
_CELL = re.compile(r"\s*\|\s*")
_HIDDEN = 0xE000
"""Where escaped marks stay (in Unicode's private area) while the unescaped ones are read."""
_MANY_LINES = re.compile(r"\n{3,}")


def markdown_to_text(markdown: str) -> str:
    """The words of a Markdown text. Numbered items keep their numbers, rules and the line under a table's head go."""
    lines = (_line(line.strip().lstrip("> ")) for line in markdown.replace("\r\n", "\n").split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(line for line in lines if line is not None)).strip()


def _line(line: str) -> str | None:
    if line and _RULE.fullmatch(line):
        return None
    if found := _HEADING.fullmatch(line) or _ALL_BOLD.fullmatch(line):
        return f"## {_inline(found[found.lastindex or 0])}"
    if found := _ITEM.fullmatch(line):
        return f"- {_inline(found[1])}"
    if line.startswith("|") and line.endswith("|"):
        return _inline(_CELL.sub("\t", line.strip("| ")))
    return _inline(line)


def _inline(words: str) -> str:
    """Without emphasis, links and escapes. Two passes: bold may hold italics."""
    words = _ESCAPE.sub(lambda mark: chr(_HIDDEN + ord(mark[1])), words)
    words = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", words))
    for _ in range(2):
        words = _EMPHASIS.sub(r"\2", words)
    words = re.sub(r"[\ue000-\ue07f]", lambda mark: chr(ord(mark[0]) - _HIDDEN), words)
    return re.sub(r"[ \u00a0]+", " ", words)
