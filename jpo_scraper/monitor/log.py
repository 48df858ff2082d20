"""Which source and run a log line belongs to, Scrapy's own lines too: `[korea run 12]`."""

import logging
from contextvars import ContextVar
from typing import Any


class RunTag:
    """The name of a run in the log. Whatever is started while it is on, belongs to it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.run_id: int | None = None
        """None until the run is entered."""

    def put_on(self) -> None:
        """From here on, in this task and those that it starts."""
        _tag.set(self)

    def label(self, logger: str) -> str:
        """What stands in the brackets: the run, and who speaks if it is not the source's own log."""
        run = self.source if self.run_id is None else f"{self.source} run {self.run_id}"
        return run if logger == self.source else f"{run}, {logger}"


_tag: ContextVar[RunTag | None] = ContextVar("jpo_run_tag", default=None)
"""Sources that are crawled at the same time are tasks of one thread: each has a context of its own."""

_plain_record = logging.getLogRecordFactory()


def tag_records() -> None:
    """Give every log record of the process an attribute `run`, for the format of the lines."""
    logging.setLogRecordFactory(_tagged)


def _tagged(*arguments: Any, **more: Any) -> logging.LogRecord:
    record = _plain_record(*arguments, **more)
    tag = _tag.get()
    record.run = record.name if tag is None else tag.label(record.name)
    return record
