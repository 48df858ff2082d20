"""The options that choose postings, the same for every command."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import Any

import click

from jpo_scraper.cli.complete import complete_agencies, complete_countries
from jpo_scraper.exceptions import UsageError
from jpo_scraper.names import agency_code, country_code


class Day(click.DateTime):
    """A day, in words for people: those of click show the signs of strptime."""

    name = "day"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """What stands for it in a help text."""
        return "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The beginning of the day."""
        try:
            day: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is no day: write it like 2026-03-16.", param, ctx)
        return day


DAY = Day(["%Y-%m-%d"])
LONGEST_WINDOW = 3660
"""Days that `--closing-within` takes at most."""

Values = tuple[str, ...]


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
    "sponsors agencies countries grades closing_within deadline_from deadline_to competencies nationalities search"
).split()

Command = Callable[..., None]


def _choosing(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Gives a command parameters that choose postings: it is called with `filters`, a `store.filters.Filters`."""

    def decorated(command: Command) -> Command:
        @wraps(command)
        def with_filters(*arguments: Any, **given: Any) -> None:
            from jpo_scraper.store.filters import Filters

            filters = Filters(**{name: given.pop(name) for name in _NAMES if name in given})
            if filters.deadline_from and filters.deadline_to and filters.deadline_from > filters.deadline_to:
                raise UsageError("--deadline-from is later than --deadline-to: no deadline lies between them")
            command(*arguments, filters=filters, **given)

        called: Command = with_filters
        for option in reversed(options):
            called = option(called)
        return called

    return decorated


_search_option = click.option(
    "--search", metavar="WORDS", help="Words of the title or text, in the form that `jpo search` takes."
)
_words_argument = click.argument(
    "search", nargs=-1, required=True, metavar="WORDS...", callback=lambda _ctx, _param, words: " ".join(words)
)

filter_options = _choosing(*_OPTIONS, _search_option)
search_options = _choosing(_words_argument, *_OPTIONS)
"""The same for `jpo search`, whose arguments are the words."""
person_options = _choosing(*_OPTIONS[:-1], _search_option)
"""The same for `jpo eligible`, where the nationality is the person's."""


as_of_option = click.option("--as-of", type=DAY, metavar="DAY", help="As if it were the beginning of this day (UTC).")
