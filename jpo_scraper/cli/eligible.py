"""`jpo eligible`."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import click

from jpo_scraper.cli.filters import DAY, person_options
from jpo_scraper.cli.output import (
    MOST_ROWS,
    console,
    database_option,
    deadline_words,
    json_text,
    moment,
    pipe,
    plain,
    say_there_are_more,
    table,
)
from jpo_scraper.cli.progress import counted
from jpo_scraper.contacts import masked, without_contacts
from jpo_scraper.exceptions import UsageError
from jpo_scraper.names import country_code, languages_told

if TYPE_CHECKING:
    from jpo_scraper.candidacy import Judged
    from jpo_scraper.eligibility import Clause, Verdict
    from jpo_scraper.store.filters import Filters

COLUMNS = ("id", "agency", "title", "deadline", "verdict", "why")
STATUSES = ("eligible", "unclear", "not")
DEGREES = ("secondary", "bachelor", "master", "doctorate")
CSV_COLUMNS = ("id", "agency", "title", "deadline_on", "deadline_time", "deadline_zone", "url")


@click.command()
@click.argument("key", required=False)
@database_option
@person_options
@click.option(
    "--nationality", "citizen_of", multiple=True, metavar="XX", help="The person's, ISO 3166-1 alpha-2: KR. Repeatable."
)
@click.option("--born", type=DAY, help="Date of birth: 1994-05-01.")
@click.option("--degree", type=click.Choice(DEGREES), help="The highest degree.")
@click.option("--years", type=click.FloatRange(0), metavar="N", help="Years of relevant experience.")
@click.option("--languages", metavar="XX,XX", help="ISO 639-1, a level if you like: en:C1,ko:native,fr.")
@click.option(
    "--military-months", type=click.IntRange(0), default=0, metavar="N", help="Months of military service done."
)
@click.option("--applications", type=click.IntRange(0), default=0, metavar="N", help="Applications made in this call.")
@click.option("--as-of", type=DAY, help="As if it were this day (UTC).")
@click.option("--status", type=click.Choice(STATUSES), help="Only posts with this verdict.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help=f"At most N rows. A table: {MOST_ROWS}.")
@click.option("--json", "form", flag_value="json", help="Every requirement of every post as JSON.")
@click.option("--csv", "form", flag_value="csv", help="A row a post: the verdict, and why.")
def eligible(
    key: str | None,
    database: str | None,
    citizen_of: tuple[str, ...],
    born: datetime | None,
    degree: str | None,
    years: float | None,
    languages: str | None,
    military_months: int,
    applications: int,
    as_of: datetime | None,
    status: str | None,
    limit: int | None,
    form: str | None,
    filters: "Filters",
) -> None:
    """Compare a person with the open posts, or with one posting, and say why.

    KEY is the id of `jpo list`, the publisher's reference, or the site's own id; without it all open posts are
    compared. Tell of the person what you can; nothing of it is stored:

        jpo eligible --nationality KR --born 1994-05-01 --degree master

    A post is eligible if every requirement is stated and met, not if one is not met, and else unclear: so are what you
    do not tell and what neither the posting nor a standing rule of its sponsor states. Exit status 0 whatever the
    verdicts.
    """
    from jpo_scraper.candidacy import facts_of, judged, person
    from jpo_scraper.cli.store import opened, posting_called
    from jpo_scraper.eligibility import COMPARED
    from jpo_scraper.store.filters import EVERY
    from jpo_scraper.store.queries import open_with_facts

    when = as_of.replace(tzinfo=UTC) if as_of else datetime.now(UTC)
    told = None if languages is None else dict(languages_told(languages))
    profile = person(
        _nationalities(citizen_of), born and born.date(), degree, years, told, military_months, applications,
        when.date(),
    )  # fmt: skip
    engine = opened(database)
    if key and filters != EVERY:
        raise UsageError(f"{key} is one posting: leave out the options that choose among several")
    found = (
        [facts_of(posting_called(engine, key))]
        if key
        else counted(open_with_facts(engine, when, COMPARED, filters), "posts")
    )
    every = list(judged(profile, found, when))
    shown = [one for one in every if status in (None, one.verdict.status)]
    if form == "json":
        # An object a line: the encoder that indents takes longer than all the rest.
        lines = (json_text(_as_json(one), None) for one in shown[:limit])
        click.echo(f"[{','.join(f'{chr(10)}{line}' for line in lines)}\n]")
    elif form == "csv":
        pipe(form, (*CSV_COLUMNS, "verdict", "why"), [_csv_row(one) for one in shown[:limit]])
    elif key:
        _print_one(shown)
    else:
        _print_all(every, _by_verdict(shown)[: limit or MOST_ROWS], when)
        if limit is None and len(shown) > MOST_ROWS:
            say_there_are_more(MOST_ROWS)


# --- what the user tells ----------------------------------------------------------------------------------------------


def _nationalities(words: Iterable[str]) -> tuple[str, ...]:
    """The codes of the countries named. Raises UsageError."""
    return tuple(country_code(one) for several in words for one in several.split(","))


# --- what is shown ----------------------------------------------------------------------------------------------------


def _as_json(one: "Judged") -> dict[str, Any]:
    names = ("id", "agency", "title", "deadline_on", "url")
    shown: dict[str, Any] = without_contacts({name: one.flat[name] for name in names})
    return {**shown, "status": one.verdict.status.value, "clauses": list(map(_clause_as_json, one.verdict.clauses))}


@cache
def _clause_as_json(clause: "Clause") -> Any:
    """Many posts have a requirement in common."""
    return without_contacts(clause.to_json())


def _by_verdict(judged: list["Judged"]) -> list["Judged"]:
    return [one for status in STATUSES for one in judged if one.verdict.status.value == status]


def _print_all(every: list["Judged"], shown: list["Judged"], when: datetime) -> None:
    from jpo_scraper.eligibility.words import NOT_COMPARED

    verdicts = [one.verdict.status.value for one in every]
    counts = ", ".join(f"{verdicts.count(status)} {status}" for status in STATUSES)
    screen = console()
    screen.print(table(f"Open posts on {moment(when)}: {counts}", COLUMNS, map(_cells, shown)))
    screen.print(NOT_COMPARED)


def _cells(one: "Judged") -> tuple[object, ...]:
    row, verdict = one
    deadline = deadline_words(row["deadline_on"], row["deadline_time"], row["deadline_zone"])
    return row["id"], row["agency"], masked(row["title"] or ""), deadline, verdict.status.value, _why(verdict)


def _csv_row(one: "Judged") -> tuple[object, ...]:
    row = without_contacts({name: one.flat[name] for name in CSV_COLUMNS})
    return (*row.values(), one.verdict.status.value, _why(one.verdict))


def _why(verdict: "Verdict") -> str:
    """The requirements that decide, one a line."""
    from jpo_scraper.eligibility.words import in_words

    if verdict.status.value == "eligible":
        return "every requirement is stated and met"
    return "\n".join(map(in_words, verdict.deciding))


def _print_one(shown: list["Judged"]) -> None:
    """Every requirement of one posting."""
    from jpo_scraper.eligibility.words import NOT_COMPARED, quoted, requirement

    screen = console()
    for one in shown:
        cells = [
            (requirement(clause), clause.status.value, clause.needs, clause.has, quoted(clause), clause.note)
            for clause in one.verdict.clauses
        ]
        columns = ("requirement", "", "asked for", "you", "words", "note")
        title = f"{plain(masked(one.flat['title'] or ''))}: {one.verdict.status.value}"
        screen.print(table(title, columns, cells))
    screen.print(NOT_COMPARED)
