"""The real `jpo` in a process of its own, with the sources of another folder and other settings."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.crawl.run import QUICK, ROOT

LARGEST_FILE = "JPO_TEST_LARGEST_FILE"


def start(
    folder: Path,
    *arguments: object,
    settings: dict[str, Any] | None = None,
    module: str = __name__,
    **environment: object,
) -> Any:
    """Start `jpo` with the sources of `folder`. A process in text mode, with pipes."""
    head = [sys.executable, "-m", module, str(folder), json.dumps({**QUICK, **(settings or {})})]
    given = {**os.environ, "COLUMNS": "250", **{name: str(value) for name, value in environment.items()}}
    return subprocess.Popen(
        [*head, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=given
    )


def main() -> None:
    folder, settings, *arguments = sys.argv[1:]
    if size := os.environ.get(LARGEST_FILE):  # Python ignores SIGXFSZ: a write beyond it fails, as on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), int(size)))
    from jpo_scraper import settings as module
    from jpo_scraper.sources import registry

    registry.FOLDER = Path(folder)
    for function in (registry.load_all.__wrapped__, registry.get, registry.crawlable):
        function.__defaults__ = (registry.FOLDER,)
    for name, value in json.loads(settings).items():
        setattr(module, name, value)
    from jpo_scraper.cli import main as jpo

    sys.argv = ["jpo", *arguments]
    jpo()


if __name__ == "__main__":
    main()
