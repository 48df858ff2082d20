"""`jpo` in a process of its own, as in `tests.crawl.jpo`, with workers whose crawls read the same sources."""

import sys
from pathlib import Path
from typing import Any

from tests.crawl import jpo

MODULE = "tests.queue.jpo"


def start(folder: Path, *arguments: object, settings: dict[str, Any] | None = None, **environment: object) -> Any:
    """Start `jpo` with the sources of `folder`; dead workers are noticed within seconds."""
    return jpo.start(folder, *arguments, settings=settings, module=MODULE, **environment)


def main() -> None:
    folder, settings = sys.argv[1:3]
    from jpo_scraper import queue

    queue.HEARTBEAT_SECONDS = 0.5
    queue.STALLED_SECONDS = 5.0  # a machine that is busy with other tests lets a heartbeat be late
    queue.CONNECT_SECONDS = 1.0
    queue.EVERY_MINUTE = "* * * * * */2"  # every other second
    from jpo_scraper.queue import tasks

    tasks.JPO = (sys.executable, "-m", jpo.__name__, folder, settings)
    jpo.main()


if __name__ == "__main__":
    main()
