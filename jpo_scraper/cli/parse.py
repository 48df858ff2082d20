"""`jpo parse`: documents of unknown origin, read and normalised; no database."""

import gc
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from jpo_scraper.cli.output import console, deadline_words, json_text, plain, table
from jpo_scraper.exceptions import NotAVacancy, PageError, UsageError
from jpo_scraper.vocab import IssueKind

_LARGEST = 20_000_000
"""Bytes that are read of a document: the download limit of the crawl holds here too."""


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--format", "form", type=click.Choice(["jsonl", "json", "table"]), default="jsonl", show_default=True)
@click.option("--with-text", is_flag=True, help="Add the text that the spans of the facts point into.")
def parse(files: Sequence[str], form: str, with_text: bool) -> None:
    """Read documents (HTML, RSS, text, PDF, DOCX; - is stdin) and print what they say.

    One JSON object a document, in the order given; the format is described in docs/posting-json.md.
    A document that holds no vacancy gives an empty list and an issue that says what it is instead.
    """
    for name in files:
        _check(name)
    results = _parsed(files, with_text=with_text)
    if form == "jsonl":
        for result in results:
            _print_json(result)
    elif form == "json":
        _print_json(list(results), indent=2)
    else:
        _print_tables(results)


def _check(name: str) -> None:
    """Raise UsageError for a path that leads to no document, before anything is printed."""
    if name != "-" and Path(name).is_dir():
        raise UsageError(f"{name}: is a folder: give the files in it")
    if name != "-" and not Path(name).exists():
        raise UsageError(f"{name}: there is no such file: check the path")


def _parsed(files: Sequence[str], *, with_text: bool) -> Iterator[dict[str, Any]]:
    for name in files:
        yield parse_document(name, _read(name), with_text=with_text)
        if name == files[0]:
            settle()


def settle() -> None:
    """Tell the collector of garbage that what the first document made ready, the tables, stays: going through it again
    and again costs a fifth of the time. Documents leave hardly any cycles behind, so it need not look often."""
    gc.freeze()
    gc.set_threshold(50_000)


def _read(name: str) -> bytes:
    """The bytes of a file or of stdin, and of a larger one no more than shows that it is larger. Raises UsageError."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(_LARGEST + 1)
        with Path(name).open("rb") as stream:
            return stream.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{name}: cannot be read: {error.strerror or error}: check the path") from error


def _print_json(value: Any, indent: int | None = None) -> None:
    """JSON in UTF-8 whatever the terminal; half an emoji, which some JSON holds, becomes its escape."""
    click.echo(json_text(value, indent).encode("utf-8", "backslashreplace"))


def parse_document(name: str, body: bytes, *, with_text: bool = False) -> dict[str, Any]:
    """One document as an object of the posting JSON. Never raises for what the document holds."""
    from jpo_scraper.items import Document, Issue
    from jpo_scraper.normalise import normalise
    from jpo_scraper.pages.unjobs import script_facts
    from jpo_scraper.pages.unknown import read_document

    document = Document(name, name, 200, "", None, body, datetime.now(UTC))
    result: dict[str, Any] = {"document": name, "postings": [], "issues": []}
    try:
        if len(body) > _LARGEST:
            raise NotAVacancy(f"larger than {_LARGEST:,} bytes, and not read further: no vacancy is that long", name)
        raws = read_document(document)
    except PageError as error:
        result["issues"].append(Issue(IssueKind.NOT_A_VACANCY, str(error)).to_json())
        return result
    for raw in raws:
        posting, facts, issues = normalise(raw)
        row = posting.to_json() | {"facts": [fact.to_json() for fact in (*facts, *script_facts(body))]}
        result["postings"].append(row | {"text": raw.text} if with_text else row)
        result["issues"].extend(issue.to_json() for issue in issues)
    return result


def _print_tables(results: Iterator[dict[str, Any]]) -> None:
    screen = console()
    for result in results:
        for posting in result["postings"]:
            screen.print(table(plain(result["document"]), ("field", "value", "words"), _rows(posting)))
        for issue in result["issues"]:
            click.echo(plain(f"{result['document']}: {issue['kind']}: {issue['message']}"))


def _rows(posting: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for fact in posting["facts"]:
        value = fact["value"]
        if fact["field"] == "deadline" and isinstance(value, dict):
            value = deadline_words(value["date"], value["time"], value["zone"])
        elif isinstance(value, dict):
            value = ", ".join(str(part) for part in value.values() if part)
        yield fact["field"], str(value), fact["raw"]
