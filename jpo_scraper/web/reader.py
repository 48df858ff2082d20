"""The database behind the pages: opened read-only, and asked for a limited time."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, event

from jpo_scraper.exceptions import QueryTimeout, StoreError
from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.sql import LONGEST_VALUE

_STEPS = 10_000
"""Steps of SQLite's machine between two looks at the clock."""


class Reader:
    """An SQLite file whose uses may take `seconds` each. Nothing can be written through it."""

    def __init__(self, path: Path, seconds: float) -> None:
        self.path = path
        self.seconds = seconds
        self._engine = open_engine(f"sqlite:///file:{quote(str(path.resolve()))}?mode=ro&uri=true")
        self._use = threading.local()
        event.listen(self._engine, "connect", self._limit)

    @contextmanager
    def limited(self, times: int = 1) -> Iterator[Engine]:
        """The database for one use. Raises QueryTimeout where it takes too long, and StoreError.

        `times` is for the rare use that may take so many times longer.
        """
        seconds = self.seconds * times
        self._use.until = time.monotonic() + seconds
        try:
            yield self._engine
        except StoreError as error:
            if self._is_over():
                raise QueryTimeout(f"The query took longer than {seconds:g} s: ask for less.") from error
            raise
        finally:
            self._use.until = None

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def _limit(self, connection: sqlite3.Connection, _: Any) -> None:
        connection.execute("PRAGMA query_only = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        connection.set_progress_handler(self._is_over, _STEPS)

    def _is_over(self) -> bool:
        until = getattr(self._use, "until", None)
        return until is not None and time.monotonic() > until
