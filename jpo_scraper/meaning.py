"""What a posting means, within bounds, and what the process does that a crawl may ask for it (see `helper`)."""

import gc
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, NamedTuple

from jpo_scraper.bounds import at_most
from jpo_scraper.items import Normalised, RawPosting
from jpo_scraper.sources.model import Source

READY = b"jpo_scraper.meaning\n"
"""What the process says first: from now on it answers."""
SIZE = 4
"""Bytes before each answer; they say how many it has, the highest first."""
_NEW_OBJECTS = 50_000
"""After so many, reference cycles among them are looked for: postings leave hardly any behind."""


class Broken(NamedTuple):
    """A posting that a rule could not read: a fault of ours."""

    reason: str
    """The error in words."""
    trace: str
    """Where it happened, for the log."""


class Question(NamedTuple):
    """What the process is asked. Its answer, the number and what `meaning` said, bears the same number."""

    number: int
    raw: RawPosting
    source: Source | None
    """With the first posting of a source; None: as before."""
    seconds: float


def meaning(raw: RawPosting, source: Source, seconds: float) -> Normalised | Broken:
    """What a posting means. A rule that breaks on it, or takes more processor time, must not cost the others."""
    from jpo_scraper.normalise import normalise  # a crawl that asks another process needs no rules of its own

    try:
        with at_most(seconds, raw.url or ""):
            return normalise(raw, source, raw.fetched_at)
    except Exception as error:
        return _broken(error)


def _broken(error: Exception) -> Broken:
    return Broken(f"{type(error).__name__}: {error}: please report it", traceback.format_exc())


def answer_all(questions: BinaryIO, answers: BinaryIO) -> None:
    """Say that one is ready, and answer each question in turn, until there are no more."""
    _send(answers, READY)
    sources: dict[str, Source] = {}
    for question in _received(questions):
        if question.source:
            sources[question.raw.source] = question.source
        said = meaning(question.raw, sources[question.raw.source], question.seconds)
        try:
            answer = pickle.dumps((question.number, said), pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            answer = pickle.dumps((question.number, _broken(error)), pickle.HIGHEST_PROTOCOL)
        _send(answers, len(answer).to_bytes(SIZE) + answer)


def _received(questions: BinaryIO) -> Iterator[Question]:
    """Each question as it comes. A crawl that was killed may leave one unfinished."""
    while True:
        try:
            question: Question = pickle.load(questions)  # noqa: S301  # from the crawl that started this process
        except (EOFError, pickle.UnpicklingError):
            return
        yield question


def _send(answers: BinaryIO, said: bytes) -> None:
    answers.write(said)
    answers.flush()


def serve() -> None:
    """Answer on the standard streams; whatever else would be printed goes to the errors.

    Whoever stops the crawl stops this process too, by asking nothing any more: a signal to both, as a terminal or a
    service manager sends it, must not cost the crawl its last postings.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    gc.set_threshold(_NEW_OBJECTS)
    with suppress(BrokenPipeError), os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        answer_all(sys.stdin.buffer, answers)
