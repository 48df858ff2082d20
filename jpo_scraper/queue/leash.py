"""A crawl does not outlive its worker."""

import os
import signal
import sys
import threading


def hold() -> None:
    """End this process at once, as if it were killed, when its standard input ends.

    The worker holds the other end. A worker that is killed cannot stop its crawls; an orphan would ask a site that
    another worker is about to ask.
    """

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True, name="leash").start()
