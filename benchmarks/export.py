"""How much memory and processor time an export of many rows takes, format by format.

    python benchmarks/export.py [--postings 100000] [--database FILE]

Makes a synthetic database (see synthetic.py) unless FILE is there, exports all its postings in a process of its own for
each format, and prints that process's peak of resident memory, its processor time and the size of the file. The memory
of an export of one row stands beside it: the difference is what the rows cost.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from synthetic import fill

from jpo_scraper.export import FORMATS
from jpo_scraper.store.engine import open_engine


class Cost(NamedTuple):
    """What one export took."""

    peak: float
    """MB of resident memory at most."""
    seconds: float
    """Of processor time."""
    size: float
    """MB of the file."""


def export(database: Path, target: Path, *more: str) -> Cost:
    """Export all postings in a process of its own."""
    command = [sys.executable, "-m", "jpo_scraper", "export", "postings_flat", "-d", str(database), "--to", str(target)]
    process = subprocess.Popen([*command, *more], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the export to {target} failed")
    return Cost(usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, target.stat().st_size / 1e6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postings", type=int, default=100_000)
    parser.add_argument("--database", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = given.database or Path(folder, "bench.sqlite")
        if not database.exists():
            fill(open_engine(str(database)), given.postings)
        print(f"{'format':>14}  peak MB  of one row  seconds  file MB")
        for name, more in [*((form, ()) for form in FORMATS), ("csv", ("--with-text",))]:
            target = Path(folder, f"out.{name}")
            one, every = export(database, target, *more, "--limit", "1"), export(database, target, *more)
            label = " ".join((name, *(word.removeprefix("--") for word in more)))
            print(
                f"{label:>14}  {every.peak:7.0f}  {one.peak:10.0f}  {every.seconds:7.1f}  {every.size:7.1f}", flush=True
            )


if __name__ == "__main__":
    main()
