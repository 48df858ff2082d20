"""Which edition of the program read a page: a page that another edition read is read again."""

import hashlib
from functools import cache
from pathlib import Path

from jpo_scraper.sources.model import Source
from jpo_scraper.vocab import Scope

_PACKAGE = Path(__file__).parents[1]
_READING = ("pages", "normalise", "reference", "items.py", "vocab.py", "spiders/base.py", "pipelines.py")
"""What decides how a page is read; the rest of the package may change without a page being read again."""


def edition(source: Source, scope: Scope) -> str:
    """SHA-256 over the program's readers, rules and tables, the source's TOML, and what the run keeps."""
    digest = hashlib.sha256(_program().encode())
    digest.update(repr((source, scope)).encode())
    return digest.hexdigest()


@cache
def _program() -> str:
    """SHA-256 over the files that read: the version's number alone stays the same while one works on them."""
    digest = hashlib.sha256()
    for name in _READING:
        place = _PACKAGE / name
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if path.suffix in (".py", ".csv", ".toml"):
                digest.update(f"{path.relative_to(_PACKAGE)}\0{path.stat().st_size}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
