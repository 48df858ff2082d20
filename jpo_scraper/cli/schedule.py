"""`jpo schedule`."""

from collections.abc import Sequence
from datetime import UTC, datetime

import click

from jpo_scraper.cli.complete import complete_sources
from jpo_scraper.cli.crawl import chosen
from jpo_scraper.cli.output import console, database_option, moment, table
from jpo_scraper.cli.queue import needs_queue
from jpo_scraper.sources import registry
from jpo_scraper.vocab import ExitStatus

COLUMNS = ("source", "cron (UTC)", "next", "takes turns on")


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE…]", shell_complete=complete_sources)
@database_option
@click.option("--show", is_flag=True, help="Show when each source is crawled, and end. Needs no database.")
@click.option("--now", is_flag=True, help="Put the crawls into the queue at once, whatever their times, and end.")
@click.pass_context
def schedule(ctx: click.Context, sources: Sequence[str], database: str | None, show: bool, now: bool) -> None:
    """Put the crawls of sources (all, or those named) into the queue when their time comes, until SIGTERM or Ctrl-C.

    It crawls nothing itself: `jpo worker` does. The queue lies in a PostgreSQL database, where `jpo db upgrade --queue`
    makes it; one machine alone needs none, but cron and `jpo crawl`. Needs the extra [queue].

    The times are the `cron` of each source's TOML, else follow from its `every_days`. It may run on several machines:
    a time counts once. What was missed by less than a day is made up for. With --now, exit status 3 says that a crawl
    of some source waited already, and no second one was put in.
    """
    with needs_queue():
        import asyncio
        import logging

        from jpo_scraper.queue import plan
        from jpo_scraper.queue.schedule import keep_schedule, put_in
        from jpo_scraper.queue.tables import queue_engine

    names = chosen(sources, None)
    known = [registry.get(name) for name in registry.crawlable()]
    times = {name: plan.cron(registry.get(name)) for name in names}  # wrong ones are found before anything runs
    if show:
        lock, at = plan.locks(known), datetime.now(UTC)
        rows = sorted((moment(plan.next_at(cron, at)), name, cron) for name, cron in times.items())
        console().print(table("", COLUMNS, [(name, cron, when, lock[name]) for when, name, cron in rows]))
        return
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s [%(name)s] %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    engine = queue_engine(database)
    if not now:
        asyncio.run(keep_schedule(engine, names, known))
        return
    refused = asyncio.run(put_in(engine, names, known))
    click.echo(f"{len(names) - len(refused)} crawls were put into the queue.")
    if refused:
        click.echo(f"Refused, as a crawl of it waits already: {', '.join(refused)}", err=True)
        ctx.exit(ExitStatus.LOCKED)
