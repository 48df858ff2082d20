"""The file that an export goes to: complete, or as it was before."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from jpo_scraper.exceptions import ExportError


@contextmanager
def complete_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes the place of `path` at the end, and only if nothing failed.

    It is written beside `path`, so the folder must be writable and have room for both. What is no ordinary file (a
    pipe, a device) is written directly. Raises ExportError, which names the file and the reason.
    """
    target = Path(os.path.realpath(path))  # a symbolic link stays one
    if target.is_dir():
        raise ExportError(f"{path} cannot be written: it is a folder; name a file in it.")
    is_special = target.exists() and not target.is_file()
    part = target if is_special else target.with_name(f".jpo-{secrets.token_hex(8)}.part")
    try:
        try:
            with part.open("wb" if is_special else "xb") as file:
                yield file
            if not is_special:
                if target.exists():
                    shutil.copymode(target, part)
                part.replace(target)
        except BaseException:
            if not is_special:
                with suppress(OSError):
                    part.unlink()
            raise
    except OSError as error:
        if error.filename not in (None, str(part), str(target)):
            raise  # another file's
        raise ExportError(f"{path} cannot be written: {error.strerror or error}.") from error
