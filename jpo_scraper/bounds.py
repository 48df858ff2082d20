"""What reading one page may cost in processor time."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from jpo_scraper.exceptions import BrokenDocument


class SlowPage(BrokenDocument):
    """A page that takes too much processor time to read."""


@contextmanager
def at_most(seconds: float, url: str) -> Iterator[None]:
    """Raise SlowPage where the work inside takes more processor time. Reading is pure, so it may end anywhere.

    All sources are crawled in one thread: a page that is made to be slow would stop them all. Without limit where the
    system has no such clock (Windows), and outside of the main thread, which alone gets signals.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise SlowPage(f"reading it took more than {seconds:g} seconds of processor time: it is made to be slow", url)

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
