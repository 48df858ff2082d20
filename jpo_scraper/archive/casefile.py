"""One fixture case as a request and its document, read and written: the form of CONTRIBUTING.md."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from jpo_scraper.exceptions import ArchiveError
from jpo_scraper.items import Document, Fetch

_SUFFIXES = {"json": "json", "html": "html", "pdf": "pdf", "spreadsheet": "xlsx", "word": "docx", "xml": "xml"}
"""A word in a media type → the suffix of the document's file, the first that fits."""


def load_case(folder: Path) -> tuple[Fetch, Document]:
    """The request of a case and what the site answered. Raises ArchiveError."""
    try:
        table = json.loads((folder / "request.json").read_text(encoding="utf-8"))
        (path,) = folder.glob("document.*")
        fetch = Fetch(
            table["url"], table["page"], table["method"], table["json"], table.get("form"), table["headers"],
            table["hints"],
        )  # fmt: skip
        document = Document(
            table["url"], table["url"], table["status"], table["media_type"], table["charset"], path.read_bytes(),
            datetime.fromisoformat(table["fetched_at"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"{folder}: no whole case: {type(error).__name__}: {error}") from error
    return fetch, document


def save_case(folder: Path, fetch: Fetch, document: Document, note: str) -> None:
    """Write a new case without `expected.json`, which a person writes. Raises ArchiveError if the folder is there."""
    table: Mapping[str, Any] = {
        "url": fetch.url,
        "method": fetch.method,
        "json": fetch.json,
        **({"form": fetch.form} if fetch.form is not None else {}),
        "headers": fetch.headers,
        "status": document.status,
        "media_type": document.media_type,
        "charset": document.charset,
        "fetched_at": f"{document.fetched_at:%Y-%m-%dT%H:%M:%SZ}",
        "page": fetch.page,
        "hints": fetch.hints,
        "replay": False,
    }
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise ArchiveError(f"{folder}: cannot be made ({error.strerror}): choose another name for the case") from error
    (folder / "request.json").write_text(_json(table), encoding="utf-8")
    suffix = next((suffix for word, suffix in _SUFFIXES.items() if word in document.media_type), "txt")
    (folder / f"document.{suffix}").write_bytes(document.body)
    (folder / "note.md").write_text(note, encoding="utf-8")


def _json(table: Mapping[str, Any]) -> str:
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"
