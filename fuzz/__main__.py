"""Fuzz the readers, one after another, each for the same time; whatever breaks one is kept.

    python -m fuzz [TARGET…] [--seconds 60] [--into FOLDER]

Needs the extra `fuzz` (atheris: libFuzzer, guided by the lines of the package that an input reaches). Each target is a
process of its own, at low priority. What it finds goes to FOLDER/TARGET: for each place that broke, the first input and
the traceback. Inputs that lead somewhere new stay in FOLDER/TARGET/corpus, and the next call begins with them.
Exit status 1 if anything broke.
"""

import argparse
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

_LONGEST = 60
"""Seconds for one input, the first included, which loads all tables: longer is a finding."""
_MEMORY = 2_048
"""Megabytes of the process: more is a finding."""


def main() -> int:
    """Run the targets that are named, or all; the number of findings decides the exit status."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="default: all")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (default: %(default)s)")
    parser.add_argument("--into", type=Path, default=Path("fuzz-found"), help="default: %(default)s")
    given = parser.parse_args()
    if find_spec("atheris") is None:
        parser.error('fuzzing needs the extra: pip install -c constraints.txt -e ".[fuzz]"')
    from fuzz.targets import targets

    known = list(targets())
    if unknown := [name for name in given.targets if name not in known]:
        parser.error(f"there is no target {unknown[0]}: use {', '.join(known)}")
    found = sum(_fuzz(name, given.seconds, given.into / name) for name in given.targets or known)
    print(f"{found} findings" + (f" in {given.into}" if found else ""))
    return int(found > 0)


def _fuzz(name: str, seconds: int, folder: Path) -> int:
    """Run one target in a process of its own; how many findings lie in its folder."""
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}", f"-timeout={_LONGEST}", f"-report_slow_units={_LONGEST}",
        f"-rss_limit_mb={_MEMORY}", "-max_len=200000",
        f"-artifact_prefix={folder}{os.sep}", "-print_final_stats=1", "-use_value_profile=1",
    ]  # fmt: skip
    command = [sys.executable, "-m", "fuzz.guided", name, str(folder), *options]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", preexec_fn=lambda: os.nice(10))
    (folder / "log.txt").write_text(done.stderr)
    runs = re.findall(r"stat::number_of_executed_units: (\d+)", done.stderr)
    reached = re.findall(r"cov: (\d+)", done.stderr)
    findings = [path for path in folder.iterdir() if path.suffix != ".txt" and path.is_file()]
    if not runs and not findings:
        print(f"{name} did not run: see {folder / 'log.txt'}")
        return 1
    print(f"{name}: {(runs or ['?'])[-1]} inputs, {(reached or ['?'])[-1]} places reached, {len(findings)} findings")
    return len(findings)


if __name__ == "__main__":
    sys.exit(main())
