"""When each source is crawled, and which sources take turns: pure."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from croniter import croniter

from jpo_scraper.exceptions import SourceFileError
from jpo_scraper.sources.lanes import lanes
from jpo_scraper.sources.model import Source

FIRST_HOUR = 5
"""Hour, in UTC, at which crawls begin: night or early morning where most sites are."""


def cron(source: Source) -> str:
    """The source's cron expression, in UTC: its own, or one from its interval.

    The minute follows from the name, so that sources do not begin all at once. No gap is longer than `every_days`, or
    than a month. Raises SourceFileError where its own expression is none.
    """
    if not source.cron:
        return _from_interval(source)
    if len(source.cron.split()) != 5 or not croniter.is_valid(source.cron):
        raise SourceFileError(
            f"{source.name}.toml: cron = {source.cron!r}: write minute, hour, day, month, weekday: '30 5 * * 1-5'"
        )
    return source.cron


def _from_interval(source: Source) -> str:
    draw = int.from_bytes(hashlib.sha256(source.name.encode()).digest()[:8])
    minute, days = draw % 60, source.every_days
    if days < 1:
        step = max(1, int(days * 24))
        hours = sorted(hour % 24 for hour in range(FIRST_HOUR, FIRST_HOUR + 24, step))
        return f"{minute} {','.join(map(str, hours))} * * *"
    if days < 2:
        return f"{minute} {FIRST_HOUR} * * *"
    if days < 7:
        return f"{minute} {FIRST_HOUR} */{int(days)} * *"
    if days < 31:
        return f"{minute} {FIRST_HOUR} * * {draw // 60 % 7}"
    return f"{minute} {FIRST_HOUR} {draw // 60 % 28 + 1} * *"


def next_at(expression: str, now: datetime) -> datetime:
    """The next time of a cron expression after `now`."""
    found: datetime = croniter(expression, now.astimezone(UTC)).get_next(datetime)
    return found


def locks(sources: Iterable[Source]) -> Mapping[str, str]:
    """Source → the name of its lock: the hosts that it asks, with those of sources that share one of them.

    Of the jobs with one lock a single one runs, on whichever machine.
    """
    known = {source.name: source for source in sources}
    found: dict[str, str] = {}
    for lane in lanes(known.values()):
        hosts = sorted({host for name in lane for host in known[name].hosts})
        found |= dict.fromkeys(lane, " ".join(hosts))
    return found
