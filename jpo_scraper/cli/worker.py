"""`jpo worker`."""

from pathlib import Path

import click

from jpo_scraper.cli.output import database_option
from jpo_scraper.cli.queue import needs_queue


@click.command()
@database_option
@click.option(
    "--concurrency", type=click.IntRange(1), default=2, show_default=True, metavar="N", help="Crawls at a time."
)
@click.option(
    "--archive",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep every response as WARC here: a folder that the machines share, or one of this machine.",
)
def worker(database: str | None, concurrency: int, archive: Path | None) -> None:
    """Take crawls out of the queue and run them, until SIGTERM or Ctrl-C. Start it on as many machines as you like.

    The queue lies in a PostgreSQL database, where `jpo db upgrade --queue` makes it, and `jpo schedule` fills it. A
    worker sends no digest: `jpo digest --notify` does. Needs the extra [queue].

    No two workers ask one host at a time. When a worker is stopped, its crawls end as partial, with what they have, and
    are put back; when it dies, another one takes them over within minutes.
    """
    with needs_queue():
        import asyncio
        import logging

        from jpo_scraper.queue.tables import queue_engine
        from jpo_scraper.queue.worker import is_news, work

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s [%(name)s] %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.addFilter(is_news)
    asyncio.run(work(queue_engine(database), concurrency=concurrency, archive=archive))
