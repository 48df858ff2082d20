"""A process beside the crawl that says what postings mean, while the crawl goes on: for much work and two processors.

One process for all crawls of this one. Without it, or where it fails, postings are read here, as ever.
"""

import asyncio
import logging
import os
import pickle
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from itertools import count
from pathlib import Path

from jpo_scraper.items import Normalised, RawPosting
from jpo_scraper.meaning import READY, SIZE, Broken, Question, meaning
from jpo_scraper.sources.model import Source

_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from jpo_scraper.meaning import serve; serve()"
_PACKAGES = str(Path(__file__).parents[1])
_LARGEST = 200_000_000
"""Bytes of an answer: more is none."""
_PATIENCE = 900.0
"""Seconds by the clock until an answer, with others before it: JPO_PAGE_SECONDS bounds each by the processor's time."""
_FAREWELL = 10.0
"""Seconds until it has ended when nobody asks any more."""
_log = logging.getLogger(__name__)

Answer = Normalised | Broken


def can_help() -> bool:
    """Whether the machine has a second processor for this process, and pipes that asyncio can wait for."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return os.name == "posix" and processors > 1 and bool(sys.executable)


class Helper:
    """The process, which starts with the first question, and whoever may ask it."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._numbers = count()
        self._asked: dict[int, asyncio.Future[Answer | None]] = {}
        """Questions without an answer by their number, in their order. None: there will be no answer."""
        self._known: set[str] = set()
        """Names of the sources that the process knows."""
        self._users: set[object] = set()
        self._has_failed = False

    def enter(self, user: object) -> None:
        """One more crawl may ask."""
        self._users.add(user)

    async def leave(self, user: object) -> None:
        """A crawl asks no more. With the last one the process ends."""
        self._users.discard(user)
        if self._users:
            return
        async with self._turn:
            if self._process and self._listening:
                _stdin(self._process).close()
                try:
                    await asyncio.wait_for(asyncio.shield(self._listening), _FAREWELL)
                except TimeoutError:
                    _kill(self._process)
                    await self._listening

    async def meaning(self, raw: RawPosting, source: Source, seconds: float) -> Answer:
        """As `meaning.meaning`, in the other process."""
        async with self._turn:
            asked = await self._ask(raw, source, seconds)
        answer = await self._answer(asked) if asked else None
        return meaning(raw, source, seconds) if answer is None else answer

    async def _answer(self, asked: asyncio.Future[Answer | None]) -> Answer | None:
        """The answer. A process that is silent for too long is ended, and the end answers."""
        try:
            return await asyncio.wait_for(asyncio.shield(asked), _PATIENCE)
        except TimeoutError:
            if self._process:
                _kill(self._process)
            return await asked

    async def _ask(self, raw: RawPosting, source: Source, seconds: float) -> asyncio.Future[Answer | None] | None:
        """Put a question: where its answer will be. None: nobody answers."""
        process = self._process or await self._started()
        if process is None:
            return None
        question = Question(next(self._numbers), raw, None if raw.source in self._known else source, seconds)
        try:
            words = pickle.dumps(question, pickle.HIGHEST_PROTOCOL)
        except Exception:  # an odd value: it can be read here all the same
            return None
        self._known.add(raw.source)
        answer = self._asked[question.number] = asyncio.get_running_loop().create_future()
        stdin = _stdin(process)
        stdin.write(words)
        with suppress(ConnectionError):  # its end is noticed where answers are awaited
            await stdin.drain()
        return answer

    async def _started(self) -> Process | None:
        """The process, once it is ready. None: it cannot be had, and is not tried again."""
        if self._has_failed:
            return None
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",  # no module of the folder in which somebody happens to be
                *("-c", _PROGRAM, _PACKAGES),
                stdin=PIPE,
                stdout=PIPE,
                process_group=0,  # a terminal's Ctrl-C is for the crawl
            )
        except OSError as error:
            self._give_up(error)
            return None
        try:
            await _see_that_it_is_ready(process)
        except (ValueError, asyncio.IncompleteReadError) as error:
            if isinstance(error, ValueError):
                _kill(process)
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
        try:
            while True:
                number, answer = await _next_answer(process)
                _tell(self._asked.pop(number), answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        except Exception:  # an answer that is none
            _log.exception("the process for normalising answers nonsense: please report it")
            _kill(process)
        unanswered, self._asked, self._process = list(self._asked.values()), {}, None
        self._has_failed = bool(unanswered)
        status = await _end_of(process)
        if unanswered:  # it was in the middle of the first of them: whatever ended it shall not end the crawl too
            words = f"ended with status {status}" + ": is there enough memory?" * (status == -signal.SIGKILL)
            _log.warning("the process for normalising has ended; it is done in the crawl's own (it %s)", words)
            _tell(unanswered[0], Broken(f"the process that normalised it {words}", ""))
        for asked in unanswered[1:]:
            _tell(asked, None)


SHARED = Helper()
"""That of all crawls of this process."""


def _stdin(process: Process) -> asyncio.StreamWriter:
    assert process.stdin is not None
    return process.stdin


async def _read(process: Process, size: int) -> bytes:
    assert process.stdout is not None
    return await process.stdout.readexactly(size)


async def _see_that_it_is_ready(process: Process) -> None:
    """Raises ValueError where it says something else, and IncompleteReadError where it ends."""
    said = await _read(process, len(READY))
    if said != READY:
        raise ValueError(f"it says {said!r}")


async def _next_answer(process: Process) -> tuple[int, Answer]:
    """The number of a question, and its answer. Raises IncompleteReadError where the process ends."""
    size = int.from_bytes(await _read(process, SIZE))
    if size > _LARGEST:
        raise ValueError(f"an answer of {size:,} bytes")
    found: tuple[int, Answer] = pickle.loads(await _read(process, size))  # noqa: S301  # our own process
    return found


async def _end_of(process: Process) -> int:
    """The status with which it ended. Its pipe is closed first, and nothing is left for the event loop to close."""
    _stdin(process).close()
    return await process.wait()


def _kill(process: Process) -> None:
    with suppress(ProcessLookupError):  # it has just ended
        process.kill()


def _tell(asked: asyncio.Future[Answer | None], answer: Answer | None) -> None:
    if not asked.done():  # whoever asked may have been stopped
        asked.set_result(answer)
