"""Is a source all right? From its last runs and what its TOML declares to one word, and what to do: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from jpo_scraper.sources.model import Source
from jpo_scraper.vocab import HEALTHY, Field, RunStatus

LONGEST_RUN = timedelta(hours=5)
"""No crawl takes longer (CLOSESPIDER_TIMEOUT is four hours): what still claims to run was killed."""

OVERDUE = 2
"""How many times the source's interval may pass without a healthy run, before somebody should look."""

CORE = (Field.TITLE, Field.AGENCY, Field.DUTY_STATIONS, Field.DEADLINE)
"""What a posting hardly does without: a fall means that a reader misses it."""


class Health(StrEnum):
    """Where a source stands."""

    WELL = "well"
    DUE = "due"
    """Well, and time for the next run."""
    RUNNING = "running"
    UNREGISTERED = "not registered"
    """Its postings stay; no run will come."""
    OVERDUE = "overdue"
    """No run has failed, and none came."""
    STUCK = "stuck"
    """It has been running for longer than a run can."""
    UNWELL = "unwell"
    """Its last run was not healthy."""


ATTENTION = frozenset({Health.OVERDUE, Health.STUCK, Health.UNWELL})
"""What a person should look at."""


ADVICE = {
    Health.OVERDUE: "a run is due every {interval} and none came: does the timer run?",
    Health.STUCK: "no run takes so long: was it killed? run it again",
}


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source is."""

    source: str
    health: Health
    words: str
    """The same for people."""
    advice: str
    """What to look at, where the run itself cannot say it; else empty."""
    age: timedelta | None
    """Since the last complete run; None: there was none."""
    due_at: datetime | None
    """When the next run is due; None: none is expected."""
    since: datetime | None
    """From when on it is overdue or stuck; None: it is neither."""
    coverage: float | None
    """Of title, agency, place and deadline, the share that the postings of the last run state; None: not counted."""
    expected: str
    """What the last run should have found, in words; empty: not known."""

    @property
    def needs_attention(self) -> bool:
        """Whether a person should look."""
        return self.health in ATTENTION


def judge(
    row: Mapping[str, Any], source: Source | None, now: datetime, every_days: float | None = None
) -> SourceHealth:
    """The health of a source from its row of `source_health`, joined with its last run.

    `source` is None where the registry no longer has it. `every_days` beats the source's own interval.
    """
    done_at: datetime | None = row["last_complete_at"]
    if done_at and row["status"] in HEALTHY:  # an older run may have ended "later", before the clock was set back
        done_at = min(done_at, row["finished_at"])
    interval = timedelta(days=every_days or (source.every_days if source else 0))
    due_at = None if source is None or source.platform is None else (done_at or row["started_at"] or now) + interval
    health = _health(row, due_at, interval, now)
    return SourceHealth(
        source=row["source"],
        health=health,
        words=_words(health, row, now),
        advice=ADVICE.get(health, "").format(interval=span_words(interval)),
        age=now - done_at if done_at else None,
        due_at=due_at,
        since=_since(health, row, due_at, interval),
        coverage=_coverage(row),
        expected=_expected(row, source),
    )


def span_words(span: timedelta) -> str:
    """A length of time, rounded: `35 min`, `7 h`, `12 d`."""
    hours = span.total_seconds() / 3600
    if hours < 1:
        return f"{max(0, round(hours * 60))} min"
    return f"{round(hours)} h" if hours < 48 else f"{round(hours / 24)} d"


def _health(row: Mapping[str, Any], due_at: datetime | None, interval: timedelta, now: datetime) -> Health:
    status = row["status"]
    if status == RunStatus.RUNNING:
        return Health.STUCK if now - row["started_at"] > LONGEST_RUN else Health.RUNNING
    if due_at is None:
        return Health.UNREGISTERED
    if status is not None and status not in HEALTHY:
        return Health.UNWELL
    if now < due_at:
        return Health.WELL
    return Health.DUE if now < due_at + (OVERDUE - 1) * interval else Health.OVERDUE


def _since(health: Health, row: Mapping[str, Any], due_at: datetime | None, interval: timedelta) -> datetime | None:
    if health is Health.STUCK:
        began: datetime = row["started_at"]
        return began + LONGEST_RUN
    return due_at + (OVERDUE - 1) * interval if due_at and health is Health.OVERDUE else None


def _words(health: Health, row: Mapping[str, Any], now: datetime) -> str:
    if health is Health.UNWELL:
        streak = row["unhealthy_streak"]
        return f"{row['status']}" + (f", {streak} times in a row" if streak > 1 else "")
    if health in (Health.RUNNING, Health.STUCK):
        return f"running for {span_words(now - row['started_at'])}"
    if health is Health.WELL and row["status"] == RunStatus.EMPTY:
        return "well: nothing is advertised"
    return health.value


def _coverage(row: Mapping[str, Any]) -> float | None:
    stated = row.get("coverage")
    if not stated or not row["stored"]:
        return None
    return float(sum(stated.get(name, 0) for name in CORE) / (len(CORE) * row["stored"]))


def _expected(row: Mapping[str, Any], source: Source | None) -> str:
    """What the site reports, else what earlier runs let expect, else what the TOML does."""
    if row["reported_total"] is not None:
        return f"{row['reported_total']} listed"
    if row.get("expected") is not None:
        return f"{row['expected']} kept"
    if source is None or (source.expect.minimum is None and source.expect.maximum is None):
        return ""
    low, high = source.expect.minimum, source.expect.maximum
    if high is None:
        return f"at least {low} kept"
    return f"at most {high} kept" if low is None else f"{low} to {high} kept"
