"""Does the queue move? Read with plain SQL: `jpo status` answers where the queue's library is not installed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, text

from jpo_scraper.monitor.health import span_words
from jpo_scraper.queue import CRAWL, SCHEMA, STALLED_SECONDS
from jpo_scraper.store.engine import reading

PATIENCE = timedelta(minutes=5)
"""How long a crawl may wait while no worker is alive: a worker that is started again needs no alarm."""

LATE = timedelta(hours=8)
"""No crawl waits longer for others of its hosts (LONGEST_RUN is five hours), if there are workers enough."""

_IS_THERE = text("SELECT count(*) FROM pg_namespace WHERE nspname = :schema AND has_schema_privilege(oid, 'USAGE')")
_COUNTED = text(f"""
WITH waiting AS (
    SELECT greatest(job.scheduled_at, max(event.at)) AS since
    FROM {SCHEMA}.procrastinate_jobs AS job JOIN {SCHEMA}.procrastinate_events AS event ON event.job_id = job.id
    WHERE job.status = 'todo' AND job.task_name = :task AND event.type <> 'scheduled'
    GROUP BY job.id
)
SELECT
    (SELECT count(*) FROM {SCHEMA}.procrastinate_workers
     WHERE last_heartbeat > now() - make_interval(secs => :stalled)) AS workers,
    (SELECT count(*) FROM {SCHEMA}.procrastinate_jobs WHERE status = 'doing' AND task_name = :task) AS running,
    (SELECT count(*) FROM waiting WHERE since <= now()) AS waiting,
    (SELECT count(*) FROM waiting WHERE since > now()) AS later,
    (SELECT extract(epoch FROM now() - min(since))::float FROM waiting WHERE since <= now()) AS longest
""")  # noqa: S608  (a constant of ours)


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """What is in the queue, by the server's clock."""

    workers: int
    """That are alive."""
    running: int
    """Crawls under way, those of dead workers included."""
    waiting: int
    """Crawls whose time has come."""
    later: int
    """Crawls that are going to be tried again."""
    longest: timedelta
    """How long the oldest of the waiting has waited; zero: none waits."""


class Flow(StrEnum):
    """How the queue moves."""

    MOVING = "moving"
    DEAD = "dead"
    """Crawls wait or were left in the middle, and no worker is alive."""
    SLOW = "slow"
    """Workers are alive, and crawls wait for too long."""


ADVICE: Mapping[Flow, str] = {
    Flow.DEAD: "no worker is alive: start `jpo worker` on some machine",
    Flow.SLOW: "crawls wait for too long: start more workers, or see in their logs what holds them",
}


@dataclass(frozen=True, slots=True)
class QueueHealth:
    """How the queue is."""

    counts: QueueCounts
    flow: Flow

    @property
    def needs_attention(self) -> bool:
        """Whether a person should look."""
        return self.flow is not Flow.MOVING

    @property
    def words(self) -> str:
        """What is in it, for people."""
        counts = self.counts
        longest = f", the longest for {span_words(counts.longest)}" if counts.waiting else ""
        later = f", {counts.later} to be tried again" if counts.later else ""
        return (
            f"{_number(counts.workers, 'worker')} alive, {_number(counts.running, 'crawl')} under way, "
            f"{counts.waiting} waiting{longest}{later}"
        )

    @property
    def advice(self) -> str:
        """What to do; empty: nothing."""
        return ADVICE.get(self.flow, "")

    def as_json(self) -> dict[str, Any]:
        """For monitoring."""
        counts = self.counts
        return {
            "flow": self.flow.value,
            "needs_attention": self.needs_attention,
            "words": self.words,
            "advice": self.advice or None,
            "workers": counts.workers,
            "running": counts.running,
            "waiting": counts.waiting,
            "later": counts.later,
            "longest_wait_hours": round(counts.longest.total_seconds() / 3600, 1),
        }


def health(engine: Engine) -> QueueHealth | None:
    """How the queue is; None where the database has none, or its user may not see it. Raises StoreError."""
    counts = count(engine)
    return QueueHealth(counts, judge(counts)) if counts else None


def count(engine: Engine) -> QueueCounts | None:
    """What is in the queue; None where the database has none, or its user may not see it. Raises StoreError."""
    if engine.dialect.name != "postgresql":
        return None
    with reading(engine) as connection:
        if not connection.execute(_IS_THERE, {"schema": SCHEMA}).scalar_one():
            return None
        row = connection.execute(_COUNTED, {"task": CRAWL, "stalled": STALLED_SECONDS}).one()
    return QueueCounts(row.workers, row.running, row.waiting, row.later, timedelta(seconds=row.longest or 0))


def judge(counts: QueueCounts) -> Flow:
    """How the queue moves."""
    if not counts.workers and (counts.running or counts.longest > PATIENCE):
        return Flow.DEAD
    return Flow.SLOW if counts.longest > LATE else Flow.MOVING


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
