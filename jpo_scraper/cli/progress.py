"""Progress for people who wait: told after a second, and only on a terminal."""

import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

PATIENCE, PACE = 1.0, 0.2
"""Seconds before the first word, and between two."""


@contextmanager
def waited(what: str) -> Iterator[None]:
    """On a terminal, `searching …` while one answer takes more than a second."""
    if not sys.stderr.isatty():
        yield
        return
    told = threading.Event()

    def tell() -> None:
        told.set()
        print(f"\r{what} …", end="", file=sys.stderr, flush=True)

    timer = threading.Timer(PATIENCE, tell)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if told.is_set():
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def counted(rows: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """The rows, and on a terminal `12,000 of 100,000 rows` while they are read."""
    if not sys.stderr.isatty():
        yield from rows
        return
    of = "" if total is None else f" of {total:,}"
    due, told = time.monotonic() + PATIENCE, False
    try:
        for number, row in enumerate(rows):
            if time.monotonic() > due:
                due, told = time.monotonic() + PACE, True
                print(f"\r{number:,}{of} {what}", end="", file=sys.stderr, flush=True)
            yield row
    finally:
        if told:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
