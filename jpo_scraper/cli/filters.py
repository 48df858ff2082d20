"""The options that choose postings, the same for every command."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import Any

import click

from jpo_scraper.cli.complete import complete_agencies, complete_countries
from jpo_scraper.exceptions import UsageError, did_you_mean, nearest

DAY = click.DateTime(["%Y-%m-%d"])
LONGEST_WINDOW = 3660
"""Days that `--closing-within` takes at most."""

Values = tuple[str, ...]


# --- names that users give --------------------------------------------------------------------------------------------


def country_code(words: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country given by code or English name. Raises UsageError with near names."""
    from jpo_scraper.reference.loader import cell_list, rows

    known = {name.casefold(): row["iso2"] for row in rows("demonyms") for name in cell_list(row["names_en"])}
    code = words.strip().upper()
    if code in known.values():
        return code
    if words.strip().casefold() in known:
        return known[words.strip().casefold()]
    names = {cell_list(row["names_en"])[0]: row["iso2"] for row in rows("demonyms")}
    near = [f"{name} ({names[name]})" for name in nearest(words, names)]
    raise UsageError(f"{words!r} is no country.{did_you_mean(near)} Give an ISO 3166-1 alpha-2 code such as KR.")


def agency_code(words: str) -> str:
    """The code of an agency given by code, name or another name of it. Raises UsageError with the nearest codes."""
    from jpo_scraper.reference.loader import cell_list, rows

    table = rows("agencies")
    known = {name.casefold(): row["code"] for row in table for name in cell_list(row["aliases"])}
    known |= {name.casefold(): row["code"] for row in table for name in (row["name_en"], row["code"])}
    found = known.get(words.strip().casefold())
    if found is None:
        near = dict.fromkeys(known[name] for name in nearest(words.casefold(), known))
        remedy = "The table `agency` of the database holds all codes."
        raise UsageError(f"{words!r} is no agency.{did_you_mean(near)} {remedy}")
    return found


# --- the options ------------------------------------------------------------------------------------------------------


def _each(check: Callable[[str], str]) -> Callable[[click.Context, click.Parameter, Sequence[str]], Values]:
    return lambda _ctx, _param, values: tuple(map(check, values))


def _day(_ctx: click.Context, _param: click.Parameter, value: datetime | None) -> Any:
    return value and value.date()


_OPTIONS = (
    click.option(
        "--sponsor", "sponsors", multiple=True, metavar="XX", callback=_each(country_code),
        shell_complete=complete_countries, help="A country that pays: KR.",
    ),
    click.option(
        "--agency", "agencies", multiple=True, metavar="CODE", callback=_each(agency_code),
        shell_complete=complete_agencies, help="The agency where the JPO serves: UNHCR.",
    ),
    click.option(
        "--country", "countries", multiple=True, metavar="XX", callback=_each(country_code),
        shell_complete=complete_countries, help="The country of a duty station: KE.",
    ),
    click.option("--grade", "grades", multiple=True, metavar="GRADE", help="The grade: P-2."),
    click.option(
        "--closing-within", type=click.IntRange(0, LONGEST_WINDOW), metavar="DAYS",
        help="The deadline is still to come, and at most so many days away.",
    ),
    click.option("--deadline-from", type=DAY, callback=_day, metavar="DAY", help="The deadline is this day or later."),
    click.option("--deadline-to", type=DAY, callback=_day, metavar="DAY", help="The deadline is this day or earlier."),
    click.option(
        "--competency", "competencies", multiple=True, metavar="WORDS",
        help="A competency whose name contains these words, or with this code.",
    ),
    click.option(
        "--nationality", "nationalities", multiple=True, metavar="XX", callback=_each(country_code),
        shell_complete=complete_countries, help="The posting names this nationality among those who may apply.",
    ),
)  # fmt: skip
_NAMES = (
    "sponsors agencies countries grades closing_within deadline_from deadline_to competencies nationalities".split()
)


def filter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose postings: it is called with `filters`, a `store.filters.Filters`."""

    @wraps(command)
    def called(*arguments: Any, **given: Any) -> None:
        from jpo_scraper.store.filters import Filters

        filters = Filters(**{name: given.pop(name) for name in _NAMES})
        command(*arguments, filters=filters, **given)

    for option in reversed(_OPTIONS):
        called = option(called)
    return called


as_of_option = click.option("--as-of", type=DAY, metavar="DAY", help="As if it were the beginning of this day (UTC).")
