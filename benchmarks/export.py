"""How much memory and time an export of many rows takes, format by format, and the list of all postings.

    python benchmarks/export.py [--postings 100000] [--database FILE]

Makes a synthetic database (see synthetic.py) unless FILE is there, and exports all its postings and a tenth of them,
each time in a process of its own. Prints the peak of resident
memory beside its limit, how much of it the nine tenths cost, the seconds that went by, those of the processor, and the
size of the file. Memory is flat where more rows cost no more.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from jpo_scraper.export import FORMATS

LIMIT = 300
"""MB of resident memory that an export may take, however many rows there are."""

FLAT = 30
"""MB that ten times as many rows may cost besides: Parquet has a second group of 10,000 rows in memory by then."""

Arguments = tuple[str, ...]
TASKS: Mapping[str, Arguments] = {
    **{form: ("export", "postings_flat", "--to", f"out.{form}") for form in FORMATS},
    "csv with texts": ("export", "postings_flat", "--to", "texts.csv", "--with-text"),
    "jsonl with texts": ("export", "postings_flat", "--to", "texts.jsonl", "--with-text"),
    "list --all --json": ("list", "--all", "--json"),
    "list --all --csv": ("list", "--all", "--csv"),
}
"""What is measured → the command."""


class Cost(NamedTuple):
    """What one command took."""

    peak: float
    """MB of resident memory at most."""
    seconds: float
    processor: float
    size: float
    """MB of what it wrote."""


def cost(folder: Path, database: Path, arguments: Arguments, rows: int) -> Cost:
    """Run a command in a process of its own, over so many rows."""
    command = [sys.executable, "-m", "jpo_scraper", *arguments, "-d", str(database.resolve()), "--limit", str(rows)]
    target = folder / (arguments[arguments.index("--to") + 1] if "--to" in arguments else "out")
    began = time.perf_counter()
    with open(folder / "out", "wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return Cost(usage.ru_maxrss / 1024, took, usage.ru_utime + usage.ru_stime, target.stat().st_size / 1e6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postings", type=int, default=100_000)
    parser.add_argument("--database", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = given.database or folder / "bench.sqlite"
        if not database.exists():
            # In a process of its own: Linux counts the memory of whoever starts a process as that process's peak.
            made = [
                sys.executable,
                Path(__file__).with_name("synthetic.py"),
                database,
                "--postings",
                str(given.postings),
            ]
            subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        print(f"{given.postings:,} rows; limit {LIMIT} MB, and {FLAT} MB more than a tenth of them")
        print(f"{'':>18}  peak MB  more MB  seconds    CPU  file MB")
        for task, arguments in TASKS.items():
            few = cost(folder, database, arguments, given.postings // 10)
            every = cost(folder, database, arguments, given.postings)
            more = every.peak - few.peak
            verdict = "  over" if every.peak > LIMIT or more > FLAT else ""
            print(
                f"{task:>18}  {every.peak:7.0f}  {more:7.0f}  {every.seconds:7.1f}  {every.processor:5.1f}  "
                f"{every.size:7.1f}{verdict}",
                flush=True,
            )


if __name__ == "__main__":
    main()
