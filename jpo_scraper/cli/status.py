"""`jpo status`."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from jpo_scraper.cli.output import console, database_option, json_text, moment, plain, table
from jpo_scraper.sources import registry
from jpo_scraper.vocab import ExitStatus

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from jpo_scraper.monitor.health import SourceHealth
    from jpo_scraper.queue.health import QueueHealth

Row = Mapping[str, Any]
Judged = tuple[Row, "SourceHealth"]

COLUMNS = tuple("source|state|last complete|age|listed|kept|expected|coverage|bad in a row|next due".split("|"))
COLOURS = {"well": "green", "due": "cyan", "running": "cyan", "not registered": "dim"}
"""Of the states that need no attention; the others are red. The words say the same."""
RUNS = ("run", "source", "mode", "status", "began", "listed", "kept", "new", "changed", "errors")
LAST_RUNS = 5

every_option = click.option(
    "--every",
    type=click.FloatRange(0, min_open=True),
    metavar="DAYS",
    help="Days from one run to the next. Default: every_days of each source.",
)


@click.command()
@database_option
@every_option
@click.option(
    "--runs", type=click.IntRange(0), metavar="N", help=f"Show the last N runs too; as JSON {LAST_RUNS} unless told."
)
@click.option("--json", "as_json", is_flag=True, help="JSON for monitoring.")
@click.pass_context
def status(ctx: click.Context, database: str | None, every: float | None, runs: int | None, as_json: bool) -> None:
    """Is everything all right? The health of every source that ever ran.

    Exit status 0 when nothing needs attention, 1 when some source does: its last run was not healthy, it has been
    running for longer than a run can, or no run came when one was due twice. A source that never ran is named, and
    needs no attention. A queue whose crawls wait and wait needs it too.
    """
    from jpo_scraper.cli.store import opened
    from jpo_scraper.queue import health as queue_health
    from jpo_scraper.store.queries import last_runs

    engine, now = opened(database), datetime.now(UTC)
    judged = judged_sources(engine, now, every)
    never = sorted(set(registry.crawlable()) - {row["source"] for row, _ in judged})
    last = last_runs(engine, LAST_RUNS if runs is None else runs)
    queue = queue_health.health(engine)
    if as_json:
        click.echo(json_text(_as_json(judged, never, last, queue)))
    else:
        _print(judged, never, now, queue)
        if runs:
            console().print(table("Last runs", RUNS, map(_run_cells, last)))
    if not is_well(judged, queue):
        ctx.exit(ExitStatus.TROUBLE)


def judged_sources(engine: "Engine", now: datetime, every: float | None = None) -> list[Judged]:
    """Each source that ever ran with its health, those that need attention first. Raises StoreError."""
    from jpo_scraper.monitor.health import judge
    from jpo_scraper.store.queries import last_run_of_each

    known = registry.load_all()
    judged = [(row, judge(row, known.get(row["source"]), now, every)) for row in last_run_of_each(engine)]
    return sorted(judged, key=lambda pair: not pair[1].needs_attention)


def is_well(judged: Sequence[Judged], queue: "QueueHealth | None") -> bool:
    """Whether nobody has to look."""
    return not any(health.needs_attention for _, health in judged) and not (queue and queue.needs_attention)


def summary(judged: Sequence[Judged], now: datetime, queue: "QueueHealth | None") -> str:
    """The first line: is everything all right?"""
    bad = [health.source for _, health in judged if health.needs_attention]
    stalls = "The queue needs attention." if queue and queue.needs_attention else ""
    if bad:
        verb = "needs" if len(bad) == 1 else "need"
        return f"{len(bad)} of {len(judged)} sources {verb} attention: {', '.join(bad)}. {stalls}".rstrip()
    if stalls:
        return stalls
    ended = [row["finished_at"] for row, _ in judged if row["finished_at"]]
    from jpo_scraper.monitor.health import span_words

    when = f"; the last run ended {span_words(now - max(ended))} ago" if ended else ""
    return f"All is well: {len(judged)} sources{when}."


def complaints(row: Row, health: "SourceHealth") -> list[str]:
    """What is wrong with a source that needs attention, and what to do."""
    return [health.advice] if health.advice else list(row["reasons"] or ())


def _print(judged: Sequence[Judged], never: Sequence[str], now: datetime, queue: "QueueHealth | None") -> None:
    screen = console()
    style = "bold green" if is_well(judged, queue) else "bold red"
    screen.print(summary(judged, now, queue), style=style, markup=False)
    screen.print(table("", COLUMNS, [_cells(row, health) for row, health in judged]))
    for row, health in judged:
        if health.needs_attention:
            for why in complaints(row, health):
                click.echo(plain(f"{row['source']}, run {row['last_run_id']}, {health.words}: {why}"))
    if queue:
        click.echo(f"Queue: {queue.words}" + (f": {queue.advice}" if queue.advice else ""))
    due = [health.source for _, health in judged if health.health == "due"]
    for words, names in {"Due now": due, "Never run": never}.items():
        if names:
            click.echo(f"{words}: {', '.join(names)}")


def _cells(row: Row, health: "SourceHealth") -> tuple[object, ...]:
    from rich.text import Text

    from jpo_scraper.monitor.health import span_words

    return (
        row["source"],
        Text(plain(health.words), style=COLOURS.get(health.health, "red")),
        moment(row["last_complete_at"]),
        span_words(health.age) if health.age else "never",
        row["found"],
        row["stored"],
        health.expected,
        "" if health.coverage is None else f"{health.coverage:.0%}",
        row["unhealthy_streak"],
        moment(health.due_at),
    )


def _run_cells(row: Row) -> tuple[object, ...]:
    names = ("id", "source", "mode", "status", "started_at", "found", "stored", "new", "changed", "errors")
    return tuple(moment(row[name]) if name == "started_at" else row[name] for name in names)


def _as_json(
    judged: Sequence[Judged], never: Sequence[str], last: Sequence[Row], queue: "QueueHealth | None"
) -> dict[str, Any]:
    return {
        "is_well": is_well(judged, queue),
        "sources": [
            {
                **row,
                "health": health.health.value,
                "needs_attention": health.needs_attention,
                "words": health.words,
                "advice": health.advice or None,
                "age_hours": round(health.age.total_seconds() / 3600, 1) if health.age else None,
                "expected_words": health.expected or None,
                "coverage_share": health.coverage,
                "due_at": health.due_at,
            }
            for row, health in judged
        ],
        "never_run": list(never),
        "queue": queue.as_json() if queue else None,
        "runs": [dict(row) for row in last],
    }
