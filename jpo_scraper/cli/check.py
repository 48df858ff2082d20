"""`jpo check`: does each source still look as its reader expects it?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jpo_scraper.cli.complete import complete_sources
from jpo_scraper.cli.output import console, plain, table
from jpo_scraper.cli.places import FIXTURES, REPLAY, fixtures_option, sources_option
from jpo_scraper.exceptions import ArchiveError
from jpo_scraper.sources import registry
from jpo_scraper.vocab import ExitStatus

if TYPE_CHECKING:
    from jpo_scraper.cli.visit import Visit
    from jpo_scraper.items import Document, Fetch
    from jpo_scraper.pages.compare import Finding
    from jpo_scraper.pages.watch import Reading
    from jpo_scraper.sources.model import Source

_MOST_NEW = 12
"""New parts that are shown: a live page has many more parts than a fixture."""

Known = Mapping[str, Sequence[tuple["Reading", "Document"]]]
"""By kind of page: readings of fixtures that are read without a problem, with their documents."""


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE…]", shell_complete=complete_sources)
@click.option("--replay", type=REPLAY, help="Read this archive instead of the sites.")
@fixtures_option
@sources_option
@click.pass_context
def check(ctx: click.Context, names: Sequence[str], replay: Path | None, fixtures: Path | None, folder: Path) -> None:
    """See whether sources still look as their readers expect: all of them, or those named.

    Asks each source for its listing and one posting (or reads an archive), and tells selector by selector and key by
    key what matched, what is missing against the fixtures, what is new, and which line of the TOML to change. Nothing
    is stored. Exit status 1 when something is missing or cannot be read.
    """
    chosen = list(dict.fromkeys(names)) or registry.crawlable(folder)
    from jpo_scraper.cli.visit import visit

    visits = visit(chosen, folder, replay=replay)
    is_well = [_report(one, fixtures or FIXTURES, folder) for one in visits]
    click.echo(f"{sum(is_well)} of {len(visits)} sources look as their readers expect.")
    if not all(is_well):
        ctx.exit(ExitStatus.TROUBLE)


def _report(visit: "Visit", fixtures: Path, folder: Path) -> bool:
    """Print what there is to say about one source. Gives whether all is well."""
    source = visit.source
    known = _known(source, fixtures)
    click.echo(f"\n== {source.name}: {source.title}")
    is_well, told = bool(visit.answers) and not visit.problems, []
    for fetch, document in visit.answers:
        is_as_before, problems = _report_page(visit, fetch, document, known, folder)
        is_well &= is_as_before
        told += problems
    for problem in visit.problems:
        if not problem.startswith(tuple(told)):
            click.echo(plain(f"problem: {problem}"))
    if not visit.answers:
        click.echo("nothing was read: nothing can be said about selectors and keys")
    return is_well


def _report_page(
    visit: "Visit", fetch: "Fetch", document: "Document", known: Known, folder: Path
) -> tuple[bool, list[str]]:
    """Print what there is to say about one answer. Gives whether it is as before, and the problems told."""
    from jpo_scraper.pages.compare import Match, difference, findings
    from jpo_scraper.pages.shape import shape_of
    from jpo_scraper.pages.watch import read_watched

    source = visit.source
    reading = read_watched(visit.readers[fetch.page](document, fetch, source.name, source.site))
    before = known.get(fetch.page, ())
    found = list(findings(reading, [one for one, _ in before]))
    change = difference(shape_of(document), [shape_of(one) for _, one in before])
    click.echo(plain(f"\n{fetch.page}: {fetch.method} {fetch.url} → {document.status} {document.media_type}"))
    click.echo(plain(f"  {_gives(reading)}"))
    if not before:
        click.echo(f"  there is no fixture of this kind under {FIXTURES.name}/{source.name}: nothing to compare with")
    if found:
        console().print(table("asked for", ("selector or key", "here", "in fixtures", ""), map(_row, found)))
    missing = [one for one in found if one.match is Match.MISSING]
    for one in missing:
        click.echo(plain(f"  {one.name!r} is missing. {_remedy(one.name, source, folder)}"))
    if change.missing:
        click.echo(plain(f"  gone from the document: {', '.join(change.missing)}"))
    if change.new:
        more = len(change.new) - _MOST_NEW
        others = f" and {more} more" if more > 0 else ""
        click.echo(plain(f"  new in the document: {', '.join(change.new[:_MOST_NEW])}{others}"))
    for problem in reading.problems:
        click.echo(plain(f"  cannot be read: {problem}"))
    return not missing, reading.problems


def _row(finding: "Finding") -> tuple[object, ...]:
    today, before = finding.today, finding.before
    return (
        finding.name,
        f"{today.answered} of {today.asked}",
        f"{before.answered} of {before.asked}",
        finding.match.value,
    )


def _gives(reading: "Reading") -> str:
    """What the page gives, in one line."""
    parts = []
    gives: Mapping[str, Any] = reading.gives
    if "references" in gives:
        total = gives.get("reported_total")
        parts.append(f"rows: {len(gives['references'])}" + (f", the site reports {total}" if total else ""))
    if gives.get("is_empty"):
        parts.append("empty, in the way this site is empty")
    if gives.get("next_fetch"):
        parts.append("with a next page")
    if "postings" in gives:
        parts.append(f"postings: {len(gives['postings'])}")
    if gives.get("unknown_keys"):
        parts.append(f"keys that no reader knows: {', '.join(gives['unknown_keys'])}")
    return "; ".join(parts) or "nothing"


def _known(source: "Source", fixtures: Path) -> Known:
    """The source's fixtures that are read without a problem, by kind of page."""
    from jpo_scraper.archive.casefile import load_case
    from jpo_scraper.pages.watch import read_watched

    readers = import_module(f"jpo_scraper.pages.{source.platform}").readers(source.site)
    known: dict[str, list[tuple[Reading, Document]]] = {}
    for folder in sorted((fixtures / source.name).glob("*/")):
        try:
            fetch, document = load_case(folder)
        except ArchiveError as error:
            click.echo(plain(f"left out: {error}"), err=True)
            continue
        reading = read_watched(readers[fetch.page](document, fetch, source.name, source.site))
        if not reading.problems:
            known.setdefault(fetch.page, []).append((reading, document))
    return known


def _remedy(name: str, source: "Source", folder: Path) -> str:
    """Where the selector or key stands that no longer fits."""
    path = folder / f"{source.name}.toml"
    lines = list(_lines_with(name, path.read_text(encoding="utf-8"), source.site))
    if not lines:
        return f"The reader asks for it: jpo_scraper/pages/{source.platform}.py"
    return " ".join(f"Change {path.name}, line {number}: {line}" for number, line in lines)


def _lines_with(selector: str, toml: str, site: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """The lines of `[site]` whose value is the selector."""
    keys = {key for key, value in _flat(site) if value == selector}
    for number, line in enumerate(toml.splitlines(), 1):
        named = re.match(r"""\s*["']?([^"'=]+?)["']?\s*=""", line)
        if named and named[1] in keys:
            yield number, line.strip()


def _flat(site: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """(key, value) of a table and the tables in it; a table on one line counts under its own key."""
    for key, value in site.items():
        if isinstance(value, Mapping):
            yield from _flat(value, above or key)
            yield from ((key, inner) for _, inner in _flat(value))
        else:
            yield key, value
