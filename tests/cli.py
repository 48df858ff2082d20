"""The command line in this process: what a user types, and what comes back."""

import sys
from typing import NamedTuple

import pytest

from jpo_scraper.cli import main


class Done(NamedTuple):
    """What a command left."""

    status: int
    out: bytes
    err: str


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
