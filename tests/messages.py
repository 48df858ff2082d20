"""Every message that the program can print, read from its source: what docs/runbook.md must explain.

A message is the text of an error of ours, of a problem or a log line of a crawl, or of a run's verdict. `…` stands
where the program puts a value.
"""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from jpo_scraper import exceptions

PACKAGE = Path(__file__).parent.parent / "jpo_scraper"
SILENT = {"normalise", "models.py"}
"""Where the same names hold something else: words about postings, comments of columns."""
TOLD_BY = {"error", "warning", "exception", "_problem", "fail", "_broken"}
"""Calls whose strings are told: of loggers, spiders, pipelines and crawls."""
HELD_IN = {
    "message",
    "what",
    "reasons",
    "stopped",
    "_ENDS",
    "_FAILURES",
    "_SQLITE_PROBLEMS",
    "_POSTGRES_PROBLEMS",
    "ADVICE",
}
"""Names whose strings are told later: variables, and tables from codes to words."""
SPOKEN_IN = {"monitor/compare.py", "monitor/verdict.py", "notify.py"}
"""Modules whose functions give messages, or parts of them, and no other sentences."""


def messages() -> dict[str, str]:
    """Each message, with the place where it stands."""
    trees = {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if not SILENT & {*path.parts}
    }
    errors = set(_errors(trees.values()))
    found = {}
    for path, tree in trees.items():
        for node in ast.walk(tree):
            for spoken in _spoken(node, path.relative_to(PACKAGE).as_posix(), errors):
                for text in _texts(spoken):
                    found.setdefault(text, f"{path.relative_to(PACKAGE.parent)}:{spoken.lineno}")
    return found


def _errors(trees) -> Iterator[str]:
    """Names of our exception classes, wherever they are defined."""
    ours = {name for name, _ in inspect.getmembers(exceptions, inspect.isclass)}
    yield from ours
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and ours & {getattr(base, "id", "") for base in node.bases}:
                yield node.name


def _spoken(node: ast.AST, module: str, errors: set[str]) -> Iterator[ast.expr]:
    """The expressions of a node that are told to a person."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in errors:
            yield from node.args[:1]
        elif name in TOLD_BY:
            yield from node.args
    elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if HELD_IN & {getattr(target, "id", "") for target in targets}:
            yield node.value
    elif isinstance(node, ast.Yield | ast.Return) and module in SPOKEN_IN and node.value is not None:
        yield node.value


def _texts(node: ast.AST) -> Iterator[str]:
    """The sentences in an expression: one word alone is a code, not a message."""
    if isinstance(node, ast.JoinedStr):
        text = "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
        if _is_sentence(text):
            yield text
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        if _is_sentence(node.value):
            yield node.value
    elif not isinstance(node, ast.Lambda):
        for child in ast.iter_child_nodes(node):
            yield from _texts(child)


def _is_sentence(text: str) -> bool:
    return sum(any(letter.isalpha() for letter in word) for word in text.split()) > 1
