"""Log lines: which source and run one belongs to, Scrapy's own too (`[korea run 12]`), and that it is one line.

Sites have a say in messages, by titles, addresses and headers. What would end a line or move a terminal's cursor is
written as its escape, so that no site can add lines of its own; the lines of a traceback are indented.
"""

import logging
import re
from contextvars import ContextVar
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control and bidirectional characters, but for the tab, and halves of characters."""
_formatter = logging.Formatter()


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
    """Give every log record of the process an attribute `run`, for the format of the lines, and words on one line."""
    logging.setLogRecordFactory(_tagged)


def _tagged(*arguments: Any, **more: Any) -> logging.LogRecord:
    record = _plain_record(*arguments, **more)
    tag = _tag.get()
    record.run = record.name if tag is None else tag.label(record.name)
    _bind(record)
    return record


def _bind(record: logging.LogRecord) -> None:
    """Take out of the record's words what is no word."""
    try:
        message = record.getMessage()
    except Exception:  # words and values that do not fit: logging says so where the line is written
        return
    if _CONTROL.search(message):
        record.msg, record.args = one_line(message), ()
    if record.exc_info and record.exc_info[0] is not None:
        lines = _formatter.formatException(record.exc_info).split("\n")
        record.exc_text = "\n".join(f"  {one_line(line)}" for line in lines)


def one_line(words: str) -> str:
    """Words with escapes in the place of what would end the line or hide in it."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), words)
