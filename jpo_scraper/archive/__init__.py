"""Every response kept (`record`) and given back without a network (`replay`), from WARC files or fixture cases."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from jpo_scraper.archive.base import Answer, Archive
from jpo_scraper.archive.cases import CaseArchive
from jpo_scraper.archive.warc import WarcArchive
from jpo_scraper.exceptions import ArchiveError

__all__ = ["Answer", "Archive", "as_of", "open_archive"]

_WARC = ("*.warc", "*.warc.gz")


@lru_cache(maxsize=1)  # the spiders of one crawl share it
def open_archive(path: Path) -> Archive:
    """The archive at `path`: a WARC file, a folder of WARC files, a fixture case or a folder of cases.

    Raises ArchiveError, which says what is wrong with which file.
    """
    if path.is_file():
        return WarcArchive([path])
    if not path.is_dir():
        raise ArchiveError(f"{path}: there is no such file or folder: give a WARC file, a folder of them or of cases")
    if (path / "request.json").is_file():
        return CaseArchive(path, [path])
    if warcs := sorted(found for pattern in _WARC for found in path.rglob(pattern)):
        return WarcArchive(warcs)
    if cases := sorted(found.parent for found in path.rglob("request.json")):
        return CaseArchive(path, cases)
    raise ArchiveError(f"{path}: holds neither a WARC file (.warc, .warc.gz) nor a fixture case (request.json)")


def as_of(path: Path) -> datetime:
    """The instant of the archive's last response: "now" for whoever works with it. Raises ArchiveError."""
    return open_archive(path).as_of
