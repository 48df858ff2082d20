"""`jpo renormalise`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from jpo_scraper.cli.filters import DAY
from jpo_scraper.cli.output import console, database_option, json_text, plain, table
from jpo_scraper.contacts import names, without_contacts
from jpo_scraper.exceptions import LockedError
from jpo_scraper.export.cells import value_words
from jpo_scraper.sources import registry
from jpo_scraper.vocab import ExitStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from jpo_scraper.renormalise import Outcome

COLUMNS = ("posting", "field", "old", "new")
FACTS_ALONE = "(no field: other words or rules behind it)"
LONGEST_VALUE = 80
SHOWN_IDS = 20


@dataclass
class Report:
    """What was found, in numbers and a few examples: it does not grow with the number of postings."""

    read: int = 0
    changed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    no_longer_jpo: list[int] = field(default_factory=list)
    """Ids of postings that are no JPO posts under today's rules; few, else the rules are broken."""
    failed: int = 0
    left_out: dict[str, str] = field(default_factory=dict)
    """Why a source was left as it is."""
    locked: bool = False

    @property
    def exit_status(self) -> int:
        """Trouble outweighs a lock."""
        if self.failed or len(self.left_out) > self.locked:
            return ExitStatus.TROUBLE
        return ExitStatus.LOCKED if self.locked else ExitStatus.OK


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE…]")
@database_option
@click.option("--since", type=DAY, help="Only postings that were seen on this day or later.")
@click.option("--apply", is_flag=True, help="Store it. Without this nothing is written.")
@click.option(
    "--limit", type=click.IntRange(0), default=100, show_default=True, metavar="N", help="At most N rows are shown."
)
@click.option("--json", "as_json", is_flag=True, help="Every change, as JSON.")
@click.pass_context
def renormalise(
    ctx: click.Context,
    sources: Sequence[str],
    database: str | None,
    since: datetime | None,
    apply: bool,
    limit: int,
    as_json: bool,
) -> None:
    """Read the stored texts again with today's rules, and show what would change.

    No site is asked. With --apply the changes are stored, marked as changes of the rules and not of the site; what
    was read before is kept. Exit status 3 where a crawl of a source is under way.
    """
    from jpo_scraper.cli.store import opened
    from jpo_scraper.store.rereading import stored_counts

    engine = opened(database)
    counts = stored_counts(engine, since.replace(tzinfo=UTC) if since else None)
    report = Report()
    names = list(_chosen(sources, counts, report))

    def changes() -> Iterator[dict[str, Any]]:
        from jpo_scraper import renormalise as work

        with _progress({name: counts[name] for name in names}) as advance:
            for name in names:
                outcomes = work.renormalise(
                    engine, registry.get(name), since=since.replace(tzinfo=UTC) if since else None, apply=apply
                )
                try:
                    for outcome in outcomes:
                        advance(name)
                        yield from _tell(outcome, report)
                except LockedError as error:
                    report.left_out[name], report.locked = str(error), True

    if as_json:
        _print_json(changes(), report, apply)
    else:
        _print_table(changes(), report, apply, limit)
    for name, why in report.left_out.items():
        click.echo(plain(f"jpo: {name} is left as it is: {why}"), err=True)
    ctx.exit(report.exit_status)


def _chosen(sources: Sequence[str], counts: dict[str, int], report: Report) -> Iterator[str]:
    """The sources to read, of those asked for. Raises UnknownSourceError."""
    known = registry.load_all()
    for name in dict.fromkeys(sources or counts):
        if name not in counts:
            registry.get(name)  # a registered one has nothing stored that could be read
        elif name not in known:
            report.left_out[name] = "it is no longer a registered source, and the rules need to know it"
        else:
            yield name


def _tell(outcome: "Outcome", report: Report) -> Iterator[dict[str, Any]]:
    """Count an outcome; the changes of its fields."""
    stored, rereading = outcome.stored, outcome.rereading
    report.read += 1
    if outcome.error:
        report.failed += 1
        click.echo(plain(f"jpo: posting {stored.posting_id} cannot be read again: {outcome.error}"), err=True)
    if rereading is None:
        return
    report.changed += 1
    differences = rereading.differences
    report.fields.update([one.field for one in differences] or [FACTS_ALONE])
    for one in differences:
        if one.field == "is_jpo" and not one.new:
            report.no_longer_jpo.append(stored.posting_id)
        change = {"posting": stored.posting_id, "source": stored.raw.source, **one._asdict()}
        yield without_contacts(change, names(stored.raw.text))


def _print_json(changes: Iterator[dict[str, Any]], report: Report, apply: bool) -> None:
    """One object; the changes are printed as they come, so that memory does not grow with them."""
    click.echo(f'{{"applied": {json_text(apply)}, "changes": [', nl=False)
    for number, change in enumerate(changes):
        click.echo(("," if number else "") + "\n  " + json_text(change, None), nl=False)
    rest = {
        "postings": {"read": report.read, "changed": report.changed, "failed": report.failed},
        "fields": dict(report.fields.most_common()),
        "no_longer_jpo": report.no_longer_jpo,
        "left_out": report.left_out,
    }
    click.echo("\n], " + json_text(rest, None)[1:])


def _print_table(changes: Iterator[dict[str, Any]], report: Report, apply: bool, limit: int) -> None:
    rows: list[tuple[object, ...]] = []
    more = 0
    for change in changes:
        if len(rows) < limit:
            where = f"{change['posting']} ({change['source']})"
            rows.append((where, change["field"], _short(change["old"]), _short(change["new"])))
        else:
            more += 1
    screen = console()
    if rows:
        screen.print(table("What changed" if apply else "What would change", COLUMNS, rows))
    if more:
        click.echo(f"… and {more} more: --limit shows more of them, --json all")
    if report.fields:
        screen.print(table("By field", ("field", "postings"), report.fields.most_common()))
    if report.no_longer_jpo:
        ids = ", ".join(map(str, report.no_longer_jpo[:SHOWN_IDS]))
        dots = " …" if len(report.no_longer_jpo) > SHOWN_IDS else ""
        click.echo(f"No JPO post under today's rules, and kept all the same: {ids}{dots}")
    click.echo(f"{report.changed} of {report.read} postings {'changed' if apply else 'would change'}.")
    if report.changed and not apply:
        click.echo("Nothing was written: --apply stores it.")


def _short(value: object) -> str:
    words = value_words(value)
    return words if len(words) <= LONGEST_VALUE else f"{words[:LONGEST_VALUE].rstrip()} …"


@contextmanager
def _progress(totals: dict[str, int]) -> "Iterator[Callable[[str], None]]":
    """A bar on a terminal, one line a source elsewhere."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    screen = console(stderr=True)
    if not screen.is_terminal:
        done: Counter[str] = Counter()

        def tell(name: str) -> None:
            done[name] += 1
            if done[name] == totals[name]:
                click.echo(f"{name}: {totals[name]} read", err=True)

        yield tell
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task("reading", total=sum(totals.values()))

        def advance(name: str) -> None:
            progress.update(task, advance=1, description=name)

        yield advance
