"""Is a crawl that did not go well tried again, and when? Pure."""

from collections.abc import Mapping
from datetime import timedelta

from jpo_scraper.vocab import ExitStatus

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)

WAITS: Mapping[int, tuple[timedelta, ...]] = {
    ExitStatus.TROUBLE: (15 * _MINUTE, 2 * _HOUR),
    ExitStatus.LOCKED: (5 * _MINUTE, 10 * _MINUTE, 20 * _MINUTE, 40 * _MINUTE, _HOUR, _HOUR, _HOUR, _HOUR),
}
"""Exit status → how long each further try waits. A site that was down may be up again, and another run ends within five
hours; a source that is written wrongly stays so, and a digest that could not be delivered needs no second crawl."""


def wait(status: int, attempt: int) -> timedelta | None:
    """How long to wait before the crawl is tried again; None: it is not, until its next time comes.

    `status` is the exit status, or minus the signal that killed the process; `attempt` counts the tries before, from 0.
    """
    waits = WAITS.get(ExitStatus.TROUBLE if status < 0 else status, ())
    return waits[attempt] if attempt < len(waits) else None
