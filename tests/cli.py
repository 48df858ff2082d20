"""The command line, in a process of its own or in this one: what a user types, and what comes back."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import text

from jpo_scraper.cli import main
from jpo_scraper.store.engine import open_engine, writing

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"


def jpo(
    *arguments: object, cwd: Path | None = None, stdin: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run `jpo` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "jpo_scraper", *map(str, arguments)],
        capture_output=True,
        cwd=cwd or ROOT,
        input=stdin,
        env={**os.environ, "COLUMNS": "200", **environment},
        timeout=300,
    )


def sql(database: object, statement: str) -> list[tuple[Any, ...]]:
    """Run a statement of any kind on either backend; the rows that it gives."""
    engine = open_engine(str(database))
    with writing(engine) as connection:
        done = connection.execute(text(statement))
        rows = [tuple(row) for row in done] if done.returns_rows else []
    engine.dispose()
    return rows


class Done(NamedTuple):
    """What a command left."""

    status: int
    out: bytes
    err: str


def fails(done: "subprocess.CompletedProcess[bytes] | Done", status: int, *words: str) -> None:
    """One clear line, no traceback, and the exit status."""
    if not isinstance(done, Done):
        done = Done(done.returncode, done.stdout, done.stderr.decode())
    assert done.status == status, done.err
    assert "Traceback" not in done.err
    for word in words:
        assert word in done.err + done.out.decode(), (word, done.err)


class Jpo:
    """Runs `jpo` with arguments."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[bytes]) -> None:
        self._monkeypatch = monkeypatch
        self._capture = capture

    def __call__(self, *arguments: object) -> Done:
        self._monkeypatch.setattr(sys, "argv", ["jpo", *map(str, arguments)])
        self._monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self._capture.readouterr()
        return Done(int(ended.value.code or 0), out, err.decode())
