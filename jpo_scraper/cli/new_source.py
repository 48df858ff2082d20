"""`jpo new-source`: the files that a source of a known platform needs, with gaps that keep the test suite red."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from jpo_scraper.cli.places import NEW_FIXTURES, fixtures_option, sources_option
from jpo_scraper.exceptions import JpoError, UsageError
from jpo_scraper.sources import registry
from jpo_scraper.sources.platforms import PLATFORMS, Option

if TYPE_CHECKING:
    from jpo_scraper.items import Fetch

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_GAP = "write this by hand from the document, before running anything"
_NOTHING = "fill-in"
_EXPECTED: dict[str, dict[str, Any]] = {
    "listing": {"references": [{"key": _GAP}], "reported_total": None, "is_empty": False, "next": None},
    "posting": {"raw": [{"external_id": _GAP}], "postings": [{"title": _GAP}], "issues": []},
    "empty_off_season": {"references": [], "reported_total": None, "is_empty": True, "next": None},
    "bot_challenge": {"raises": "ChallengePage"},
}
"""The cases that every source has, and what must come of them."""
_DOCUMENTS = {
    "bot_challenge": "<html><head><title>Just a moment...</title></head><body></body></html>\n",
}
_DOCUMENT = (
    "<!-- The site's structure (tags, classes, keys, order) with words of our own. JSON: name it document.json. -->\n"
)


@click.command("new-source")
@click.argument("name")
@click.option("--platform", required=True, type=click.Choice(sorted(PLATFORMS)), help="Module that reads the site.")
@click.option("--url", required=True, help="Address of the listing, or of the service behind it.")
@fixtures_option
@sources_option
def new_source(name: str, platform: str, url: str, fixtures: Path | None, folder: Path) -> None:
    """Write the TOML and the cases of a new source called NAME.

    The suite is red from then on, until a person has filled in the TOML, put documents in the site's structure into
    the cases, and written their expected.json by hand. `jpo capture` stores real answers to write the cases from.
    """
    address = urlsplit(url)
    if not address.hostname or address.scheme not in ("http", "https"):
        raise UsageError(f"--url {url}: write a whole address: https://careers.example.org/jobs")
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name}: write lower case letters, digits and _ only: it becomes the name of files")
    toml, cases = folder / f"{name}.toml", (fixtures or NEW_FIXTURES) / name
    for path in (toml, cases):
        if path.exists():
            raise UsageError(f"{path} is there already: choose another name, or edit it")
    toml.write_text(_toml(name, platform, url, address.hostname), encoding="utf-8")
    source = registry.load(toml)
    first = _first_fetch(platform, source.site, url)
    for case in _EXPECTED:
        _write_case(cases / case, first if case != "posting" else None, url)
    click.echo(f"{toml}\n{cases}: {', '.join(_EXPECTED)}")
    click.echo(f"Fill in both; docs/sources.md explains the keys. Then: pytest tests/test_fixtures.py -k {name}")


def _toml(name: str, platform: str, url: str, host: str) -> str:
    lines = [
        f"title = {json.dumps(name)}  # who publishes, in words",
        'kind = "agency"  # or service, sponsor, aggregator',
        f"homepage = {json.dumps(url)}",
        'languages = ["en"]',
        f"platform = {json.dumps(platform)}",
        '# agency = ""  # code of the publishing agency (reference/agencies.csv)',
        '# sponsor = ""  # ISO 3166-1 alpha-2 of the paying country, where all posts have one',
        'cadence = ""  # how often it publishes, in words',
        f"hosts = [{json.dumps(host)}]",
        'notes = """\n"""  # traps of the site',
        "",
        "[site]",
        *_site(PLATFORMS[platform], url, host),
        "",
        "[politeness]",
        "delay = 2.0",
        'robots = ""  # what is known of robots.txt and terms',
        "",
        "[known]  # seen in a copy of the site, or inferred",
        'listing = "inferred"',
        'detail = "inferred"',
        'rules = "inferred"',
        'evidence = ""  # where it was read',
        'read_on = ""  # ISO date of that reading',
    ]
    return "\n".join(lines) + "\n"


def _site(options: dict[str, Option], url: str, host: str) -> Iterator[str]:
    """A line for each key: those that are needed with a value to correct, the others as comments. Tables come last."""
    for key, option in sorted(options.items(), key=lambda pair: pair[1].type is dict):
        value = json.dumps(_value(key, option, url, host))
        if option.type is dict and option.required:
            yield f"\n[site.{key}]  # {option.help}"
        else:
            yield f"{'' if option.required else '# '}{key} = {value}  # {option.help}"


def _value(key: str, option: Option, url: str, host: str) -> Any:
    """What may stand for a key until a person knows better: an address or host where one belongs, else a word that is
    valid as selector and as regular expression and matches nothing.
    """
    if option.type is not str:
        return option.type()
    if key == "host":
        return host
    if not re.match(r"(?:address|base)\b", option.help):
        return _NOTHING
    gap = re.search(r"\{\w+\}", option.help)
    return f"{url}?{gap[0]}" if gap else url


def _first_fetch(platform: str, site: Any, url: str) -> "Fetch":
    """The request that a run would begin with, as far as the gaps allow to say."""
    from jpo_scraper.items import Fetch

    try:
        first: Fetch = import_module(f"jpo_scraper.pages.{platform}").first_fetches(site)[0]
    except (JpoError, KeyError, IndexError, ValueError):
        return Fetch(url, "listing")
    return first


def _write_case(folder: Path, fetch: "Fetch | None", url: str) -> None:
    from jpo_scraper.archive.casefile import save_case
    from jpo_scraper.items import Document, Fetch

    case = folder.name
    fetch = fetch or Fetch(url, "posting")
    body = _DOCUMENTS.get(case, _DOCUMENT).encode()
    document = Document(fetch.url, fetch.url, 200, "text/html", "utf-8", body, datetime.now(UTC))
    save_case(folder, fetch, document, f"Say why the case {case} exists, and what it shows.\n")
    expected = json.dumps(_EXPECTED[case], ensure_ascii=False, indent=2) + "\n"
    (folder / "expected.json").write_text(expected, encoding="utf-8")
