"""A queue on disk: what a crawl collects, until the one transaction at its end."""

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

from jpo_scraper.exceptions import StoreError

_IN_MEMORY = 1 << 20
"""Bytes that stay in memory before the spool moves to disk."""


class Spool:
    """Records in the order given, in a temporary file that vanishes with the process."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, prefix="jpo-run-")  # noqa: SIM115

    def add(self, record: Any) -> None:
        """Append a record. Raises StoreError where the temporary folder is full."""
        try:
            pickle.dump(record, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise _no_room(error) from error

    def batches(self, size: int) -> Iterator[list[Any]]:
        """All records from the first, `size` at a time. Raises StoreError where the temporary folder is full."""
        try:
            self._file.seek(0)  # writes what is still in the buffer
        except OSError as error:
            raise _no_room(error) from error
        records = self._records()
        while batch := list(islice(records, size)):
            yield batch

    def close(self) -> None:
        """Give the disk space back."""
        with suppress(OSError):  # what could not be written before is tried once more
            self._file.close()

    def _records(self) -> Iterator[Any]:
        while True:
            try:
                yield pickle.load(self._file)  # noqa: S301  # written by this process a moment ago
            except EOFError:
                return


def _no_room(error: OSError) -> StoreError:
    folder = tempfile.gettempdir()
    return StoreError(f"The run cannot be kept in {folder}: {error.strerror}; free some space there.")
