"""`jpo worker`: takes crawls out of the queue until it is told to stop."""

import asyncio
import logging
import signal
from pathlib import Path

import psycopg
from procrastinate.exceptions import ConnectorException
from sqlalchemy import Engine

from jpo_scraper.exceptions import StoreError
from jpo_scraper.queue import HEARTBEAT_SECONDS, STALLED_SECONDS
from jpo_scraper.queue.tasks import CrawlFailed, Order, open_app
from jpo_scraper.store.engine import database_name

LOST = (ConnectorException, psycopg.Error)
"""What the library raises where the database cannot be reached, or says no."""


async def work(engine: Engine, *, concurrency: int = 1, archive: Path | None = None) -> None:
    """Work until SIGTERM or SIGINT.

    After a signal the crawls in hand end as partial, with what they have, and their jobs are put back. Raises
    StoreError where the worker cannot go on.
    """
    app = open_app(engine)
    order = Order(engine.url.render_as_string(hide_password=False), archive)
    try:
        async with app.open_async():
            working = asyncio.create_task(
                app.run_worker_async(
                    concurrency=concurrency,
                    additional_context={"order": order},
                    delete_jobs="successful",
                    shutdown_graceful_timeout=0,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=STALLED_SECONDS,
                    install_signal_handlers=False,
                )
            )
            stops_on_signal(working)
            await asyncio.wait([working])
            if working.cancelled():
                return
            working.result()
    except LOST as error:
        raise lost(engine, error) from error
    raise lost(engine, None)


def stops_on_signal(task: "asyncio.Task[None]") -> None:
    """SIGTERM and SIGINT cancel the task; a second one changes nothing."""

    def stop() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, lambda: None)
        task.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)


def lost(engine: Engine, error: BaseException | None) -> StoreError:
    """The error of a process that cannot go on without the database."""
    why = " ".join(str(error.__cause__ or error).split()) if error else "see the log"
    return StoreError(
        f"The queue in {database_name(engine)} was lost: start this again when the server is there ({why})."
    )


def is_news(record: logging.LogRecord) -> bool:
    """Whether a line of the library says what ours do not; without the traceback of what is no fault of a program."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, LOST):
        record.exc_info = record.exc_text = None
    return not isinstance(error, CrawlFailed | asyncio.CancelledError)
