"""`jpo status`."""

import json

import click

from jpo_scraper.cli.output import console, database_option, moment, plain, table
from jpo_scraper.vocab import HEALTHY, ExitStatus


@click.command()
@database_option
@click.option("--runs", type=click.IntRange(0), default=5, show_default=True, help="How many last runs to show.")
@click.option("--json", "as_json", is_flag=True, help="JSON for monitoring.")
@click.pass_context
def status(ctx: click.Context, database: str | None, runs: int, as_json: bool) -> None:
    """Is everything all right? The health of every source, and the last runs.

    Exit status 1 when the last run of some source was not healthy.
    """
    from jpo_scraper.cli.store import opened
    from jpo_scraper.store.queries import last_runs, source_health

    engine = opened(database)
    health, last = source_health(engine), last_runs(engine, runs)
    if as_json:
        rows = {"sources": [dict(row) for row in health], "runs": [dict(row) for row in last]}
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
    else:
        columns = ("source", "last run", "when", "found", "stored", "errors", "listed", "last complete", "bad in a row")
        cells = [
            (
                row["source"],
                row["status"],
                moment(row["started_at"]),
                row["found"],
                row["stored"],
                row["errors"],
                row["listed"],
                moment(row["last_complete_at"]),
                row["unhealthy_streak"],
            )
            for row in health
        ]
        console().print(table(f"{len(health)} sources", columns, cells))
        for row in last:
            for reason in row["reasons"] or ():
                click.echo(plain(f"run {row['id']}, {row['source']}, {row['status']}: {reason}"))
    if any(row["status"] not in HEALTHY for row in health):
        ctx.exit(ExitStatus.TROUBLE)
