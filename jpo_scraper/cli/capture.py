"""`jpo capture`: one response of a site as a fixture case."""

import os
import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jpo_scraper.cli.complete import complete_sources
from jpo_scraper.cli.output import plain
from jpo_scraper.cli.places import NEW_FIXTURES, REPLAY, fixtures_option, sources_option
from jpo_scraper.exceptions import UsageError
from jpo_scraper.sources import registry
from jpo_scraper.vocab import ExitStatus

if TYPE_CHECKING:
    from jpo_scraper.items import Fetch
    from jpo_scraper.sources.model import Source

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PAGES = ("listing", "posting", "door")


@click.command()
@click.argument("name", metavar="SOURCE", shell_complete=complete_sources)
@click.argument("url")
@click.option("--case", default="captured", show_default=True, help="Name of the case: what it shows, in a few words.")
@click.option("--page", type=click.Choice(_PAGES), help="What it is. Default: as the source asks for it.")
@click.option("--replay", type=REPLAY, help="Take it from this archive instead.")
@fixtures_option
@sources_option
@click.pass_context
def capture(
    ctx: click.Context,
    name: str,
    url: str,
    case: str,
    page: str | None,
    replay: Path | None,
    fixtures: Path | None,
    folder: Path,
) -> None:
    """Store what URL answers as a case of SOURCE, without expected.json.

    The source's own listing is asked for as the source does it (method, body, headers). A posting is looked for in the
    listing first, so that what its row says goes into the case; another page is asked for by GET. The test suite is
    red until a person has put words of our own in the place of the site's, written expected.json by hand from the
    document, and said in note.md why the case exists.
    """
    source = registry.get(name, folder)
    if source.platform is None:
        raise UsageError(f"{name} has no platform: there is no reader to write a case for")
    if not _NAME.fullmatch(case):
        raise UsageError(f"--case {case}: write lower case letters, digits and _ only")
    target = (fixtures or NEW_FIXTURES) / name / case
    if target.exists():
        raise UsageError(f"{target} is there already: give another name with --case")
    from jpo_scraper.archive.casefile import save_case
    from jpo_scraper.cli.visit import visit

    (seen,) = visit([name], folder, replay=replay, fetch=_fetch(source, url, page))
    for problem in seen.problems:
        click.echo(plain(problem), err=True)
    if not seen.answers:
        ctx.exit(ExitStatus.TROUBLE)
    fetch, document = seen.answers[-1]
    save_case(target, fetch, document, note="")
    click.echo(
        f"{target}: {len(document.body)} bytes, status {document.status}. Now put words of our own into the document, "
        "write expected.json by hand from it, and say in note.md why the case exists."
    )


def _fetch(source: "Source", url: str, page: str | None) -> "Fetch":
    """The source's own request for this address, else a plain one with the headers of the source's requests.

    A key that was pasted with the address gives way to the name of its variable.
    """
    from jpo_scraper.items import Fetch
    from jpo_scraper.spiders.secrets import hidden

    platform = import_module(f"jpo_scraper.pages.{source.platform}")
    own: list[Fetch] = platform.first_fetches(source.site)
    names = tuple(dict.fromkeys(name for fetch in own for name in fetch.secrets))
    url = hidden(url.encode(), {name: os.environ.get(name, "") for name in names}).decode()
    for fetch in own:
        if fetch.url == url:
            return replace(fetch, page=page or fetch.page)
    headers = own[0].headers if own else {}
    return Fetch(url, page or "posting", headers=headers, secrets=tuple(name for name in names if name in url))
