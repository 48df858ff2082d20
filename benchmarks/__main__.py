"""Every benchmark, one after the other, with what it was measured on.

    python -m benchmarks [--quick] [NAME …]

`--quick` takes small worlds: a few minutes in all, to see that everything runs. Without it, hours: a million postings
are made on two backends. docs/benchmarks.md says what was seen.
"""

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_ARGUMENTS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "pipeline": (["--rounds", "3"], ["--postings", "200"]),
    "pipeline of 20,000": (["--postings", "20000", "--short"], ["--postings", "400", "--short"]),
    "growth": ([], ["--postings", "1000"]),
    "queries": ([], ["--postings", "5000"]),
    "normalise": ([], ["--rounds", "1"]),
    "linear": ([], []),
    "linking": ([], []),
    "export": ([], ["--postings", "2000"]),
}
"""Module, with a word or two on which of its measurements → the arguments, and those of `--quick`."""


def machine() -> str:
    """What is measured on."""
    pages, page = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return (
        f"{platform.platform()}, {os.cpu_count()} cores, {pages * page / 1e9:.0f} GB, Python "
        f"{platform.python_version()}; load {os.getloadavg()[0]:.1f} before it began"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(_ARGUMENTS)}; all by default")
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    if unknown := set(given.names) - _ARGUMENTS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    print(machine())
    failed = []
    for name in given.names or _ARGUMENTS:
        module = name.split()[0]
        print(f"\n==== {name}", flush=True)
        began = time.monotonic()
        command = [sys.executable, str(Path(__file__).with_name(f"{module}.py")), *_ARGUMENTS[name][given.quick]]
        if subprocess.run(command, stderr=subprocess.DEVNULL if module == "pipeline" else None).returncode:
            failed.append(name)
        print(f"---- {name}: {time.monotonic() - began:.0f} s")
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
