"""A process beside the crawl that says what postings mean, while the crawl goes on: for much work and two processors.

One process for all crawls of this one. Without it, or where it fails, postings are read here, as ever.
"""

import asyncio
import logging
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from contextlib import suppress
from pathlib import Path

from jpo_scraper.items import Normalised, RawPosting
from jpo_scraper.meaning import READY, SIZE, Broken, Question, meaning
from jpo_scraper.sources.model import Source

_PACKAGES = str(Path(__file__).parents[1])
_log = logging.getLogger(__name__)

Answer = Normalised | Broken


def can_help() -> bool:
    """Whether the machine has a second processor for this process, and pipes that asyncio can wait for."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return os.name == "posix" and processors > 1


class Helper:
    """The process, which starts with the first question, and whoever may ask it."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._asked: deque[asyncio.Future[Answer | None]] = deque()
        """Questions without an answer, in their order. None: there will be none."""
        self._known: set[str] = set()
        """Names of the sources that the process knows."""
        self._users = 0
        self._has_failed = False

    def enter(self) -> None:
        """One more crawl may ask."""
        self._users += 1

    async def leave(self) -> None:
        """A crawl asks no more. With the last one the process ends."""
        self._users -= 1
        if self._users == 0:
            async with self._turn:
                if self._process and self._listening:
                    _stdin(self._process).close()
                    await self._listening

    async def meaning(self, raw: RawPosting, source: Source, seconds: float) -> Answer:
        """As `meaning.meaning`, in the other process."""
        async with self._turn:
            asked = await self._ask(raw, source, seconds)
        answer = await asked if asked else None
        return meaning(raw, source, seconds) if answer is None else answer

    async def _ask(self, raw: RawPosting, source: Source, seconds: float) -> asyncio.Future[Answer | None] | None:
        """Put a question: where its answer will be. None: nobody answers."""
        process = self._process or await self._started()
        if process is None:
            return None
        question = Question(raw, None if raw.source in self._known else source, seconds)
        self._known.add(raw.source)
        answer: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._asked.append(answer)
        stdin = _stdin(process)
        stdin.write(pickle.dumps(question, pickle.HIGHEST_PROTOCOL))
        with suppress(ConnectionError):  # its end is noticed where answers are awaited
            await stdin.drain()
        return answer

    async def _started(self) -> Process | None:
        """The process, once it is ready. None: it cannot be had, and is not tried again."""
        if self._has_failed:
            return None
        paths = filter(None, (_PACKAGES, os.environ.get("PYTHONPATH")))
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",  # no module of the folder in which somebody happens to be
                *("-c", "from jpo_scraper.meaning import serve; serve()"),
                stdin=PIPE,
                stdout=PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        except OSError as error:
            self._give_up(error)
            return None
        assert process.stdout is not None
        try:
            await process.stdout.readexactly(len(READY))
        except asyncio.IncompleteReadError as error:
            await _end_of(process)
            self._give_up(error)
            return None
        self._process = process
        self._known.clear()
        self._listening = asyncio.get_running_loop().create_task(self._listen(process))
        return process

    def _give_up(self, error: Exception) -> None:
        """Go on without the process."""
        self._has_failed = True
        _log.warning("no process for normalising can be started (%s): it is done in the crawl's own", error)

    async def _listen(self, process: Process) -> None:
        """Give each answer to whoever asked, until the process ends."""
        assert process.stdout is not None
        try:
            while True:
                size = int.from_bytes(await process.stdout.readexactly(SIZE))
                answer: Answer = pickle.loads(await process.stdout.readexactly(size))  # noqa: S301  # our own process
                _tell(self._asked.popleft(), answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        except Exception:  # an answer that is none
            _log.exception("the process for normalising answers nonsense: please report it")
            process.kill()
        status = await _end_of(process)
        self._process = None
        if self._asked:  # it was in the middle of the first of them: whatever ended it shall not end the crawl too
            self._has_failed = True
            reason = f"the process that normalised it ended with status {status}: is there enough memory?"
            _log.warning("the process for normalising ended with status %s: it is done in the crawl's own", status)
            _tell(self._asked.popleft(), Broken(reason, ""))
        while self._asked:
            _tell(self._asked.popleft(), None)


SHARED = Helper()
"""That of all crawls of this process."""


def _stdin(process: Process) -> asyncio.StreamWriter:
    assert process.stdin is not None
    return process.stdin


async def _end_of(process: Process) -> int:
    """The status with which it ended. Its pipe is closed first, and nothing is left for the event loop to close."""
    _stdin(process).close()
    return await process.wait()


def _tell(asked: asyncio.Future[Answer | None], answer: Answer | None) -> None:
    if not asked.done():  # whoever asked may have been stopped
        asked.set_result(answer)
