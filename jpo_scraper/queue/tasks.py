"""What a worker does: the task that crawls a source, and the one that takes over from dead workers."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.job_context import AbortReason
from procrastinate.jobs import Job, JobDeferrer, Status
from procrastinate.manager import JobManager
from sqlalchemy import Engine

from jpo_scraper.queue import (
    CONNECT_SECONDS,
    CRAWL,
    EVERY_MINUTE,
    HOUSEKEEPING,
    KEEP_HOURS,
    SCHEMA,
    STALLED_SECONDS,
    STOP_SECONDS,
)
from jpo_scraper.queue.retry import wait

JPO: Sequence[str] = (sys.executable, "-m", "jpo_scraper")
"""What runs `jpo`."""

MOST_DEATHS = 3
"""How many workers may die of a job before it is given up."""

log = logging.getLogger("worker")


@dataclass(frozen=True, slots=True)
class Order:
    """How the crawls of a worker are run."""

    database: str
    archive: Path | None


class CrawlFailed(Exception):
    """The crawl of a job did not go well. The log has said so."""


def open_app(engine: Engine) -> App:
    """The queue of a database, not connected yet."""
    url = engine.url.set(drivername="postgresql")
    options = f"{url.query.get('options', '')} -c search_path={SCHEMA}".strip()
    conninfo = url.render_as_string(hide_password=False)
    app = App(
        connector=PsycopgConnector(
            conninfo=conninfo, kwargs={"options": options}, timeout=CONNECT_SECONDS, min_size=1, max_size=4
        )
    )
    app.task(name=CRAWL, pass_context=True)(crawl)
    look = app.task(name=HOUSEKEEPING, queueing_lock=HOUSEKEEPING, priority=100, pass_context=True)(housekeeping)
    app.periodic(cron=EVERY_MINUTE)(look)
    return app


def job_of(app: App, source: str, lock: str, attempt: int = 0, after: timedelta = timedelta(0)) -> JobDeferrer:
    """The job of a source's crawl, to be deferred. It is refused while another of the source waits (AlreadyEnqueued).

    A job that is tried again stands behind the others of its lock: while it waits for its time they would wait for it.
    """
    return app.configure_task(
        CRAWL, lock=lock, queueing_lock=source, priority=-attempt, schedule_in={"seconds": round(after.total_seconds())}
    )


async def crawl(context: JobContext, source: str, attempt: int = 0, timestamp: int = 0) -> None:
    """Crawl a source in a process of its own, since an event loop of Scrapy starts once. Raises CrawlFailed.

    `attempt` counts the tries before; `timestamp` is the time of the schedule that it is for. What is tried again is a
    new job: the library's own retry breaks, and leaves the job held for ever, where a job of the source waits already.
    """
    order: Order = context.additional_context["order"]
    log.info("%s: the crawl begins (job %s, try %d)", source, context.job.id, attempt + 1)
    child = await _start(source, order)
    try:
        status = await child.wait()
    except asyncio.CancelledError:
        await _stop(child)
        if context.abort_reason() is AbortReason.SHUTDOWN:
            await _again(context, source, attempt, timedelta(0))
        raise
    after = wait(status, attempt)
    if after is not None:
        await _again(context, source, attempt + 1, after)
    if status:
        words = f"is tried again in {after}" if after else "is not tried again before its next time"
        log.warning("%s: the crawl ended with status %d and %s: `jpo status` says why", source, status, words)
        raise CrawlFailed
    log.info("%s: the crawl went well", source)


async def _start(source: str, order: Order) -> asyncio.subprocess.Process:
    """The crawl as a process. The database's URL may hold a password: it is no argument, which others could read."""
    archive = ("--archive", str(order.archive)) if order.archive else ()
    return await asyncio.create_subprocess_exec(
        *JPO, "crawl", source, "--leashed", *archive,
        env={**os.environ, "JPO_DATABASE": order.database},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the worker, which stops the crawl: a second signal would cut it off
    )  # fmt: skip


async def _stop(child: asyncio.subprocess.Process) -> None:
    """End a crawl: it stores what it has. One that does not end is killed."""
    with suppress(ProcessLookupError):
        child.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(child.wait(), STOP_SECONDS)
        except TimeoutError:
            child.kill()
            await child.wait()


async def _again(context: JobContext, source: str, attempt: int, after: timedelta) -> None:
    try:
        await job_of(context.app, source, context.job.lock or source, attempt, after).defer_async(
            source=source, attempt=attempt
        )
    except AlreadyEnqueued:
        log.info("%s: a job of it waits already", source)
    else:
        log.info("%s: put back into the queue", source)


async def housekeeping(context: JobContext, timestamp: int) -> None:
    """Take over the jobs of dead workers, and forget old ones."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        try:
            await _take_over(manager, job)
        except ConnectorException:  # another machine did it in the same moment, or the worker is not quite dead
            log.info("%s: its job has been seen to", job.queueing_lock)
    await manager.delete_old_jobs(KEEP_HOURS, include_failed=True, include_aborted=True, include_cancelled=True)


async def _take_over(manager: JobManager, job: Job) -> None:
    """Put the job of a dead worker back. Raises ConnectorException where it is no longer under way."""
    if job.task_name == CRAWL and job.attempts < MOST_DEATHS:
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            log.info("%s: its worker died; a job of it waits already", job.queueing_lock)
        else:
            log.warning("%s: its worker died in the middle of the crawl: another takes over", job.queueing_lock)
            return
    elif job.task_name == CRAWL:
        log.error("%s: %d workers died of its crawl: given up until its next time", job.queueing_lock, MOST_DEATHS)
    await manager.finish_job(job, Status.FAILED, delete_job=False)
