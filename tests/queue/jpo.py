"""`jpo` in a process of its own, as in `tests.crawl.jpo`, with workers whose crawls read the same sources."""

import sys
from pathlib import Path
from typing import Any

from tests.crawl import jpo

MODULE = "tests.queue.jpo"


def start(folder: Path, *arguments: object, **environment: object) -> Any:
    """Start `jpo` with the sources of `folder`; dead workers are noticed within seconds."""
    return jpo.start(folder, *arguments, module=MODULE, **environment)


def main() -> None:
    folder, settings = sys.argv[1:3]
    from jpo_scraper import queue

    queue.HEARTBEAT_SECONDS = 0.2
    queue.STALLED_SECONDS = 2.0
    queue.EVERY_MINUTE = "* * * * * */1"  # every second
    from jpo_scraper.queue import tasks

    tasks.JPO = (sys.executable, "-m", jpo.__name__, folder, settings)
    jpo.main()


if __name__ == "__main__":
    main()
