"""`jpo sources`."""

from collections.abc import Sequence
from dataclasses import asdict

import click

from jpo_scraper.cli.complete import complete_sources
from jpo_scraper.cli.output import console, json_text, table
from jpo_scraper.sources.model import Source
from jpo_scraper.sources.registry import get, load_all


@click.command()
@click.argument("name", required=False, shell_complete=complete_sources)
@click.option("--json", "as_json", is_flag=True, help="All keys of the sources, as JSON.")
@click.option("--markdown", is_flag=True, help="The table of docs/sources.md.")
def sources(name: str | None, as_json: bool, markdown: bool) -> None:
    """List the sources, or show one: NAME.

    The three marks say how the listing, the postings and the standing rules are known: seen in a copy of the
    site, or inferred. An inferred part is built on the platform's general shape; check it at the first live run.
    """
    chosen = [get(name)] if name else list(load_all().values())
    if as_json:
        click.echo(json_text([asdict(source) for source in chosen]))
    elif markdown:
        click.echo(markdown_table(chosen))
    elif name:
        _show(chosen[0])
    else:
        columns = ("source", "publishes", "platform", "sponsor", "languages", "listing · detail · rules")
        rows = [(s.name, s.title, s.platform, s.sponsor, " ".join(s.languages), _marks(s)) for s in chosen]
        console().print(table(f"{len(rows)} sources", columns, rows))


def markdown_table(chosen: Sequence[Source]) -> str:
    """The sources as a Markdown table: what docs/sources.md shows between its markers."""
    columns = ("source", "publishes", "platform", "language", "sponsor", "cadence", "listing · detail · rules")
    rows = [
        (f"`{s.name}`", s.title, s.platform or "–", " ".join(s.languages), s.sponsor or "", s.cadence, _marks(s))
        for s in chosen
    ]
    lines = [columns, ("---",) * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _marks(source: Source) -> str:
    return " · ".join((source.known.listing, source.known.detail, source.known.rules))


def _show(source: Source) -> None:
    rows = [
        ("publishes", source.title),
        ("kind", source.kind.value),
        ("homepage", source.homepage),
        ("platform", source.platform or "none: no public call to crawl"),
        ("agency", source.agency),
        ("sponsor", source.sponsor),
        ("cadence", source.cadence),
        ("season", ", ".join(map(str, source.season)) or "any month"),
        ("known", _marks(source)),
        ("evidence", f"{source.known.evidence} ({source.known.read_on})"),
        ("robots", source.politeness.robots),
        ("permission", source.politeness.permission),
        ("delay", f"{source.politeness.delay:g} s"),
        *((f"rule: {rule.field}", f"{rule.raw} ({rule.year}, {rule.confidence}, {rule.url})") for rule in source.rules),
        ("notes", source.notes),
    ]
    console().print(table(source.name, ("", ""), [row for row in rows if row[1]]))
