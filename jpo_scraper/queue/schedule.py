"""`jpo schedule`: puts crawls into the queue, at their times or now."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.periodic import PeriodicDeferrer
from sqlalchemy import Engine

from jpo_scraper.queue import CATCH_UP, CRAWL
from jpo_scraper.queue.plan import cron, locks
from jpo_scraper.queue.tasks import job_of, open_app
from jpo_scraper.queue.worker import LOST, lost, stops_on_signal
from jpo_scraper.sources.model import Source


async def keep_schedule(engine: Engine, names: Sequence[str], sources: Sequence[Source]) -> None:
    """Put the crawls of the named sources into the queue at their times, until SIGTERM or SIGINT.

    `sources` are all that there are: they decide who takes turns. Several machines may do it: a time of the schedule
    counts once. A time that was missed is made up for (CATCH_UP). Raises StoreError where the database is lost, and
    SourceFileError.
    """
    app = open_app(engine)
    task, lock = app.tasks[CRAWL], locks(sources)
    for source in sources:
        if source.name in names:
            app.periodic(
                cron=cron(source),
                periodic_id=source.name,
                lock=lock[source.name],
                queueing_lock=source.name,
                task_kwargs={"source": source.name},
            )(task)
    deferrer = PeriodicDeferrer(app.periodic_registry, max_delay=CATCH_UP.total_seconds())
    try:
        async with app.open_async():
            scheduling = asyncio.create_task(deferrer.worker())
            stops_on_signal(scheduling)
            with suppress(asyncio.CancelledError):
                await scheduling
    except LOST as error:
        raise lost(engine, error) from error


async def put_in(engine: Engine, names: Sequence[str], sources: Sequence[Source]) -> list[str]:
    """Put the crawls of the named sources into the queue now. Those that were refused: a job of them waits already.

    Raises StoreError where the database is lost.
    """
    app = open_app(engine)
    lock = locks(sources)
    refused = []
    try:
        async with app.open_async():
            for name in names:
                try:
                    await job_of(app, name, lock[name]).defer_async(source=name)
                except AlreadyEnqueued:
                    refused.append(name)
    except LOST as error:
        raise lost(engine, error) from error
    return refused
