"""One crawl in a process of its own (an event loop of Scrapy starts once): arguments as JSON in, results as JSON out.

The normaliser is a stand-in, unless `real_rules` is on: a JPO post is what says so, "closes 2099-01-31" is a deadline,
and some words break the rule, others the reader of Workday's pages. It tells the log of each posting that it is given.
"""

import dataclasses
import json
import logging
import re
import subprocess
import sys
import warnings
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from scrapy.exceptions import ScrapyDeprecationWarning

ROOT = Path(__file__).parents[2]

QUICK = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "DOWNLOAD_TIMEOUT": 1,
    "RETRY_TIMES": 1,
    "JPO_BACKOFF_DELAY": 0.05,
}
"""What tests change so that they are quick; nothing of what protects."""


def crawl_apart(
    names: list[str], folder: Path, *, settings: dict[str, Any] | None = None, patience: float = 60, **arguments: Any
) -> Any:
    """Run `crawl()` over the sources of `folder`, for at most `patience` seconds.

    Gives {"results": {name: …}, "events": […], "peak_megabytes": …, "log": …}.
    """
    done = subprocess.run(
        command(names, folder, settings, arguments), capture_output=True, text=True, timeout=patience, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) | {"log": done.stderr}


def command(names: list[str], folder: Path, settings: dict[str, Any] | None, arguments: dict[str, Any]) -> list[str]:
    given = {
        "names": names,
        "settings": {**QUICK, "JPO_SOURCES": str(folder)} | (settings or {}),
        "database": str(folder / "jpo.sqlite"),
        **{name: str(value) if isinstance(value, Path) else value for name, value in arguments.items()},
    }
    return [sys.executable, "-m", __name__, json.dumps(given)]


def stand_in(is_jpo: bool | None = None) -> ModuleType:
    """A module in the place of jpo_scraper.normalise. `is_jpo`: what every posting is; None: what it says."""
    from jpo_scraper.items import Deadline, Normalised, Posting, RawPosting
    from jpo_scraper.sources.model import Source

    def normalise(raw: RawPosting, source: Source, as_of: datetime) -> Normalised:
        logging.getLogger(source.name).info("normalising %s", raw.external_id)
        if "BREAK THE RULE" in raw.text:
            raise ValueError("a rule that nobody thought of")
        closes = re.search(r"closes (\S{10})", raw.text)
        deadline = Deadline(date.fromisoformat(closes[1])) if closes else None
        says = "JPO" in raw.text if is_jpo is None else is_jpo
        return Normalised(Posting(title=raw.external_id, is_jpo=says, url=raw.url, deadline=deadline), (), ())

    module = ModuleType("jpo_scraper.normalise")
    module.normalise = normalise  # type: ignore[attr-defined]
    return module


def make_breakable() -> None:
    """From here on Workday's reader breaks on a page that says so."""
    from jpo_scraper.pages.workday import WorkdayPosting

    healthy = WorkdayPosting.postings

    def postings(self: WorkdayPosting) -> list[Any]:
        if b"BREAK THE READER" in self.document.body:
            raise TypeError("a value that nobody thought of")
        return healthy(self)

    WorkdayPosting.postings = postings  # type: ignore[method-assign]


def main() -> None:
    warnings.simplefilter("error", ScrapyDeprecationWarning)
    given = json.loads(sys.argv[1])
    if not given.pop("real_rules", False):
        sys.modules["jpo_scraper.normalise"] = stand_in()
        make_breakable()
    from jpo_scraper.crawl import crawl

    paths = {name: Path(given[name]) for name in ("replay", "archive_dir") if name in given}
    events: list[tuple[str, str]] = []
    results = crawl(**{**given, **paths}, on_event=lambda event: events.append((event.source, event.phase)))
    status = Path("/proc/self/status").read_text()
    peak = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024  # getrusage would count the parent's too
    found = {result.source: dataclasses.asdict(result) for result in results}
    print(json.dumps({"results": found, "events": events, "peak_megabytes": peak}))


if __name__ == "__main__":
    main()
