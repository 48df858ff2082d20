"""`jpo crawl`."""

import shlex
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jpo_scraper.cli.complete import complete_sources
from jpo_scraper.cli.digest import channels, mark_before, notify_options, tell_of_crawl, tell_of_no_crawl
from jpo_scraper.cli.listing import print_postings
from jpo_scraper.cli.output import MOST_ROWS, console, database_option, plain, table
from jpo_scraper.cli.places import REPLAY
from jpo_scraper.exceptions import StoreError, UsageError
from jpo_scraper.queue import leash
from jpo_scraper.sources import registry

if TYPE_CHECKING:
    from jpo_scraper.crawl import CrawlEvent, RunResult


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE…]", shell_complete=complete_sources)
@database_option
@click.option("--sponsor", metavar="XX", help="Only sources of this paying country, ISO 3166-1 alpha-2: KR.")
@click.option("--all-vacancies", is_flag=True, help="Keep every vacancy, not the JPO posts alone.")
@click.option(
    "--replay",
    type=REPLAY,
    help="Recorded pages instead of the network: a WARC file, a folder of them, or of fixture cases. "
    "`fixtures` are those of the project, installed or not.",
)
@click.option("--archive", type=click.Path(file_okay=False, path_type=Path), help="Keep every response as WARC here.")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="At most N postings a source, to try it out.")
@click.option("--full", is_flag=True, help="Read every page again, changed or not.")
@click.option("--accept", is_flag=True, help="You looked at the site and it is right: compare with no earlier run.")
@click.option("--leashed", is_flag=True, hidden=True, help="End as if killed when standard input ends (jpo worker).")
@notify_options
@click.pass_context
def crawl(
    ctx: click.Context,
    sources: Sequence[str],
    database: str | None,
    sponsor: str | None,
    all_vacancies: bool,
    replay: Path | None,
    archive: Path | None,
    sample: int | None,
    full: bool,
    accept: bool,
    leashed: bool,
    notify: bool,
    notify_url: str | None,
    notify_command: str | None,
    closing: int,
) -> None:
    """Crawl sources into the database: all of them, or those named.

    Ends with the state of each source, the open posts, and exit status 0 only if every run was complete. With --notify
    new posts, changed deadlines and broken sources are sent; exit status 4 says that only this could not be done.
    """
    if leashed:
        leash.hold()
    names = chosen(sources, sponsor)
    deliver = channels(notify, notify_url, notify_command)
    before = mark_before(database) if deliver else None
    from jpo_scraper import crawl as crawling
    from jpo_scraper.archive import as_of as archive_instant

    try:
        with _progress(names) as on_event:
            results = crawling.crawl(
                names,
                database=database,
                replay=replay,
                all_vacancies=all_vacancies,
                sample=sample,
                full=full,
                accept=accept,
                archive_dir=archive,
                on_event=on_event,
                settings={"LOG_LEVEL": "ERROR"} if console(stderr=True).is_terminal else None,
            )
    except StoreError as error:
        tell_of_no_crawl(error, deliver)
        raise
    as_of = archive_instant(replay) if replay else datetime.now(UTC)
    _print_results(results)
    status = crawling.exit_status(results)
    if before:
        told = tell_of_crawl(database, before, as_of, closing, results, deliver)
        status = status or told
    _print_open(database, as_of, replayed=replay is not None)
    ctx.exit(status)


def chosen(sources: Sequence[str], sponsor: str | None) -> list[str]:
    """The names to crawl. Raises UnknownSourceError or UsageError."""
    names = list(dict.fromkeys(sources)) or registry.crawlable()
    for name in names:
        if registry.get(name).platform is None:
            raise UsageError(f"{name} has no public call to crawl: `jpo sources {name}` says why")
    if sponsor:
        names = [name for name in names if registry.get(name).sponsor == sponsor.upper()]
        if not names:
            raise UsageError(f"no source is known to publish for sponsor {sponsor.upper()}: see `jpo sources`")
    return names


class _progress:  # noqa: N801  (a context manager that reads like a function)
    """Progress bars on a terminal, one line a source elsewhere."""

    def __init__(self, names: Sequence[str]) -> None:
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[state]}"))
        self._progress = Progress(*columns, TimeElapsedColumn(), console=console(stderr=True))
        self._is_terminal = self._progress.console.is_terminal
        self._tasks = {name: self._progress.add_task(name, total=None, state="waiting") for name in names}

    def __enter__(self) -> "Callable[[CrawlEvent], None]":
        if self._is_terminal:
            self._progress.start()
        return self._tell

    def __exit__(self, *_: object) -> None:
        if self._is_terminal:
            self._progress.stop()

    def _tell(self, event: "CrawlEvent") -> None:
        counters = event.counters
        state = f"{counters.found} listed, {counters.collected} read"
        if self._is_terminal:
            total = counters.followed or None
            done = counters.collected + counters.closed + counters.errors
            if event.phase == "ended":
                total = done = max(total or 0, done, 1)
            self._progress.update(self._tasks[event.source], total=total, completed=done, state=state)
        elif event.phase == "ended":
            click.echo(f"{event.source}: {state}, {counters.errors} errors", err=True)


def _print_results(results: "Sequence[RunResult]") -> None:
    columns = ("source", "run", "listed", "read", "left out", "errors", "why")
    rows = [
        (r.source, r.status.value, r.counters.found, r.counters.kept, r.counters.filtered, r.counters.errors,
         "\n".join(r.reasons))
        for r in results
    ]  # fmt: skip
    console().print(table("Runs", columns, rows))


def _print_open(database: str | None, as_of: datetime, *, replayed: bool) -> None:
    """The open posts, where they are, and what to try next."""
    from jpo_scraper.cli.store import opened
    from jpo_scraper.store.engine import database_name
    from jpo_scraper.store.listing import Listing

    engine = opened(database)
    found = Listing(engine, as_of)
    rows, number = list(found.rows(MOST_ROWS)), found.number()
    when = f"on {as_of:%Y-%m-%d}" + (", the day of the recorded pages" if replayed else "")
    print_postings(rows, f"Open posts {when}", number)
    option = f" -d {shlex.quote(database)}" if database else ""
    day = f" --as-of {as_of:%Y-%m-%d}" if replayed else ""  # today they may all be closed
    hints = {
        **{f"jpo show {row['id']}{option}": "one post, with the words behind each value" for row in rows[:1]},
        f"jpo status{option}": "the health of every source",
        f"jpo list --json{option}{day}": "the same posts for another program",
    }
    width = max(map(len, hints))
    click.echo(f"The database is {plain(database_name(engine))}. Try next:")
    for command, gives in hints.items():
        click.echo(f"  {command:<{width}}   {gives}")
