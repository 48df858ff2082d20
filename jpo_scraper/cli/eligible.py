"""`jpo eligible`."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from jpo_scraper.cli.filters import DAY, country_code, language_code, person_options
from jpo_scraper.cli.output import (
    MOST_ROWS,
    console,
    database_option,
    deadline_words,
    moment,
    pipe,
    plain,
    say_there_are_more,
    table,
)
from jpo_scraper.cli.progress import counted
from jpo_scraper.exceptions import UsageError

if TYPE_CHECKING:
    from jpo_scraper.eligibility import Clause, Verdict
    from jpo_scraper.store.filters import Filters
    from jpo_scraper.store.queries import PostingFacts

Judged = tuple["PostingFacts", "Verdict"]

COLUMNS = ("id", "agency", "title", "deadline", "verdict", "why")
STATUSES = ("eligible", "unclear", "not")
DEGREES = ("secondary", "bachelor", "master", "doctorate")
LONGEST_QUOTE = 160
DAYS_OF_YEAR = 365.25
OLDEST = 120
"""Years of a life."""
CSV_COLUMNS = ("id", "agency", "title", "deadline_on", "deadline_time", "deadline_zone", "url")
NOT_COMPARED = "Fields of study, test scores and skills are not compared: read the posting before you apply."


@click.command()
@click.argument("key", required=False)
@database_option
@person_options
@click.option("--nationality", "citizen_of", multiple=True, metavar="XX", help="ISO 3166-1 alpha-2: KR. Repeatable.")
@click.option("--born", type=DAY, help="Date of birth: 1994-05-01.")
@click.option("--degree", type=click.Choice(DEGREES), help="The highest degree.")
@click.option("--years", type=click.FloatRange(0), help="Years of relevant experience.")
@click.option("--languages", metavar="XX,XX", help="ISO 639-1, a level if you like: en:C1,ko:native,fr.")
@click.option("--military-months", type=click.IntRange(0), default=0, help="Months of military service done.")
@click.option("--applications", type=click.IntRange(0), default=0, help="Applications made in this call.")
@click.option("--as-of", type=DAY, help="As if it were this day (UTC).")
@click.option("--status", type=click.Choice(STATUSES), help="Only posts with this verdict.")
@click.option("--limit", type=click.IntRange(1), help=f"At most so many rows. A table: {MOST_ROWS}.")
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
    """Compare a person with the open posts, or with one posting.

    KEY is the id of `jpo list`, the publisher's reference, or the site's own id; without it all open posts are
    compared. What you do not tell, and what a posting does not state, makes a verdict unclear. Exit status 0 whatever
    the verdicts.
    """
    from jpo_scraper.cli.store import opened, posting_called
    from jpo_scraper.eligibility import COMPARED, Profile, Qualification, judge
    from jpo_scraper.items import fact_from_json, posting_from_json
    from jpo_scraper.store.filters import EVERY
    from jpo_scraper.store.queries import PostingFacts, open_with_facts
    from jpo_scraper.vocab import Degree

    when = as_of.replace(tzinfo=UTC) if as_of else datetime.now(UTC)
    _check_life(born, years, when)
    profile = Profile(
        nationalities=_nationalities(citizen_of),
        born_on=born.date() if born else None,
        degrees=(Qualification(Degree(degree)),) if degree else (),
        years=years,
        languages=None if languages is None else dict(_languages(languages)),
        military_months=military_months,
        applications_made=applications,
    )
    engine = opened(database)
    if key and filters != EVERY:
        raise UsageError(f"{key} is one posting: leave out the options that choose among several")
    if key:
        detail = posting_called(engine, key)
        found: Iterable[PostingFacts] = [PostingFacts(detail.flat, detail.observations[-1]["normalised"], detail.facts)]
    else:
        found = counted(open_with_facts(engine, when, COMPARED, filters), "posts")
    judged = [
        (one, judge(profile, posting_from_json(one.normalised), list(map(fact_from_json, one.facts)), when))
        for one in found
    ]
    shown = [(one, verdict) for one, verdict in judged if status in (None, verdict.status)]
    if form == "json":
        # An object a line: the encoder that indents takes longer than all the rest.
        lines = (json.dumps(_as_json(*pair), ensure_ascii=False, default=str) for pair in shown[:limit])
        click.echo(f"[{','.join(f'{chr(10)}{line}' for line in lines)}\n]")
    elif form == "csv":
        pipe(form, (*CSV_COLUMNS, "verdict", "why"), [_csv_row(*pair) for pair in shown[:limit]])
    elif key:
        _print_one(shown)
    else:
        _print_all(judged, _by_verdict(shown)[: limit or MOST_ROWS], when)
        if limit is None and len(shown) > MOST_ROWS:
            say_there_are_more(MOST_ROWS)


# --- what the user tells ----------------------------------------------------------------------------------------------


def _nationalities(words: Iterable[str]) -> tuple[str, ...]:
    """The codes of the countries named. Raises UsageError."""
    return tuple(country_code(one) for several in words for one in several.split(","))


def _languages(words: str) -> Iterator[tuple[str, str | None]]:
    """`en:C1,fr` as codes with their levels. Raises UsageError."""
    for part in filter(None, words.split(",")):
        code, _, level = part.partition(":")
        yield language_code(code), level.strip() or None


def _check_life(born: datetime | None, years: float | None, when: datetime) -> None:
    """Raises UsageError where nobody can be born then, or have worked for so long."""
    if born is None:
        return
    age = (when - born.replace(tzinfo=UTC)).days / DAYS_OF_YEAR
    if not 0 <= age <= OLDEST:
        raise UsageError(f"Nobody who applies on {when:%Y-%m-%d} is born on {born:%Y-%m-%d}: give --born as YYYY-MM-DD")
    if years is not None and years > age:
        raise UsageError(
            f"--years {years:g} is more than the {int(age)} years since {born:%Y-%m-%d}: correct one of them"
        )


# --- what is shown ----------------------------------------------------------------------------------------------------


def _as_json(one: "PostingFacts", verdict: "Verdict") -> dict[str, Any]:
    names = ("id", "agency", "title", "deadline_on", "url")
    return {**{name: one.flat[name] for name in names}, **verdict.to_json()}


def _by_verdict(judged: list[Judged]) -> list[Judged]:
    return [pair for status in STATUSES for pair in judged if pair[1].status.value == status]


def _print_all(judged: list[Judged], shown: list[Judged], when: datetime) -> None:
    verdicts = [verdict.status.value for _, verdict in judged]
    counts = ", ".join(f"{verdicts.count(status)} {status}" for status in STATUSES)
    screen = console()
    screen.print(table(f"Open posts on {moment(when)}: {counts}", COLUMNS, (_cells(*pair) for pair in shown)))
    screen.print(NOT_COMPARED)


def _cells(one: "PostingFacts", verdict: "Verdict") -> tuple[object, ...]:
    row = one.flat
    deadline = deadline_words(row["deadline_on"], row["deadline_time"], row["deadline_zone"])
    return row["id"], row["agency"], row["title"], deadline, verdict.status.value, _why(verdict)


def _csv_row(one: "PostingFacts", verdict: "Verdict") -> tuple[object, ...]:
    return (*(one.flat[name] for name in CSV_COLUMNS), verdict.status.value, _why(verdict))


def _why(verdict: "Verdict") -> str:
    """The requirements that decide, one a line."""
    if verdict.status.value == "eligible":
        return "every requirement is stated and met"
    return "\n".join(map(_in_words, verdict.deciding))


def _in_words(clause: "Clause") -> str:
    """`age: at most 32 on 2026-12-31; you: 33 on 2026-12-31; “not older than 32” (note)`."""
    parts = (clause.needs, f"you: {clause.has}" if clause.has else "", _quoted(clause))
    words = "; ".join(filter(None, parts))
    note = f"({clause.note})" if words and clause.note else clause.note
    return f"{_name(clause)}: " + " ".join(filter(None, (words, note)))


def _name(clause: "Clause") -> str:
    return clause.field.value.removesuffix("_min").replace("_", " ")


def _quoted(clause: "Clause") -> str:
    words = " ".join(clause.quote.split())
    short = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rstrip()} …"
    return f"“{short}”" if words else ""


def _print_one(shown: list[Judged]) -> None:
    """Every requirement of one posting."""
    screen = console()
    for one, verdict in shown:
        cells = [
            (_name(clause), clause.status.value, clause.needs, clause.has, _quoted(clause), clause.note)
            for clause in verdict.clauses
        ]
        columns = ("requirement", "", "asked for", "you", "words", "note")
        screen.print(table(f"{plain(one.flat['title'])}: {verdict.status.value}", columns, cells))
    screen.print(NOT_COMPARED)
