"""`jpo eligible`."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from jpo_scraper.cli.filters import DAY, country_code
from jpo_scraper.cli.output import console, database_option, deadline_words, moment, plain, table
from jpo_scraper.contacts import masked, without_contacts
from jpo_scraper.exceptions import UsageError

if TYPE_CHECKING:
    from jpo_scraper.eligibility import Clause, Verdict
    from jpo_scraper.store.queries import PostingFacts

Judged = tuple["PostingFacts", "Verdict"]

COLUMNS = ("id", "agency", "title", "deadline", "verdict", "why")
STATUSES = ("eligible", "unclear", "not")
DEGREES = ("secondary", "bachelor", "master", "doctorate")
LONGEST_QUOTE = 160
NOT_COMPARED = "Fields of study, test scores and skills are not compared: read the posting before you apply."


@click.command()
@click.argument("key", required=False)
@database_option
@click.option("--nationality", "nationalities", multiple=True, metavar="XX", help="ISO 3166-1 alpha-2: KR. Repeatable.")
@click.option("--born", type=DAY, help="Date of birth: 1994-05-01.")
@click.option("--degree", type=click.Choice(DEGREES), help="The highest degree.")
@click.option("--years", type=click.FloatRange(0), help="Years of relevant experience.")
@click.option("--languages", metavar="XX,XX", help="ISO 639-1, a level if you like: en:C1,ko:native,fr.")
@click.option("--military-months", type=click.IntRange(0), default=0, help="Months of military service done.")
@click.option("--applications", type=click.IntRange(0), default=0, help="Applications made in this call.")
@click.option("--as-of", type=DAY, help="As if it were this day (UTC).")
@click.option("--status", type=click.Choice(STATUSES), help="Only posts with this verdict.")
@click.option("--json", "as_json", is_flag=True, help="Every requirement of every post as JSON.")
def eligible(
    key: str | None,
    database: str | None,
    nationalities: tuple[str, ...],
    born: datetime | None,
    degree: str | None,
    years: float | None,
    languages: str | None,
    military_months: int,
    applications: int,
    as_of: datetime | None,
    status: str | None,
    as_json: bool,
) -> None:
    """Compare a person with the open posts, or with one posting.

    KEY is the id of `jpo list`, the publisher's reference, or the site's own id; without it all open posts are
    compared. What you do not tell, and what a posting does not state, makes a verdict unclear. Exit status 0 whatever
    the verdicts.
    """
    from jpo_scraper.cli.store import opened, posting_called
    from jpo_scraper.eligibility import Profile, Qualification, judge
    from jpo_scraper.items import fact_from_json, posting_from_json
    from jpo_scraper.store.queries import PostingFacts, open_with_facts
    from jpo_scraper.vocab import Degree

    profile = Profile(
        nationalities=_nationalities(nationalities),
        born_on=born.date() if born else None,
        degrees=(Qualification(Degree(degree)),) if degree else (),
        years=years,
        languages=None if languages is None else dict(_languages(languages)),
        military_months=military_months,
        applications_made=applications,
    )
    when = as_of.replace(tzinfo=UTC) if as_of else datetime.now(UTC)
    engine = opened(database)
    if key:
        detail = posting_called(engine, key)
        found: Iterable[PostingFacts] = [PostingFacts(detail.flat, detail.observations[-1]["normalised"], detail.facts)]
    else:
        found = open_with_facts(engine, when)
    judged = [
        (one, judge(profile, posting_from_json(one.normalised), list(map(fact_from_json, one.facts)), when))
        for one in found
    ]
    shown = [(one, verdict) for one, verdict in judged if status in (None, verdict.status)]
    if as_json:
        click.echo(json.dumps([_as_json(*pair) for pair in shown], ensure_ascii=False, indent=2, default=str))
    elif key:
        _print_one(shown)
    else:
        _print_all(judged, shown, when)


# --- what the user tells ----------------------------------------------------------------------------------------------


def _nationalities(words: Iterable[str]) -> tuple[str, ...]:
    """The codes of the countries named. Raises UsageError."""
    return tuple(country_code(one) for several in words for one in several.split(","))


def _languages(words: str) -> Iterator[tuple[str, str | None]]:
    """`en:C1,fr` as codes with their levels. Raises UsageError."""
    from jpo_scraper.reference.loader import rows

    known = {row["code"] for row in rows("languages")}
    for part in filter(None, words.split(",")):
        code, _, level = part.partition(":")
        code = code.strip().lower()
        if code not in known:
            raise UsageError(f"{code!r} is no language: give ISO 639-1 codes: --languages en,ko")
        yield code, level.strip() or None


# --- what is shown ----------------------------------------------------------------------------------------------------


def _as_json(one: "PostingFacts", verdict: "Verdict") -> dict[str, Any]:
    names = ("id", "agency", "title", "deadline_on", "url")
    shown: dict[str, Any] = without_contacts({**{name: one.flat[name] for name in names}, **verdict.to_json()})
    return shown


def _print_all(judged: list[Judged], shown: list[Judged], when: datetime) -> None:
    verdicts = [verdict.status.value for _, verdict in judged]
    counts = ", ".join(f"{verdicts.count(status)} {status}" for status in STATUSES)
    order = [pair for status in STATUSES for pair in shown if pair[1].status.value == status]
    screen = console()
    screen.print(table(f"Open posts on {moment(when)}: {counts}", COLUMNS, (_cells(*pair) for pair in order)))
    screen.print(NOT_COMPARED)


def _cells(one: "PostingFacts", verdict: "Verdict") -> tuple[object, ...]:
    row = one.flat
    deadline = deadline_words(row["deadline_on"], row["deadline_time"], row["deadline_zone"])
    is_eligible = verdict.status.value == "eligible"
    why = "every requirement is stated and met" if is_eligible else "\n".join(map(_in_words, verdict.deciding))
    return row["id"], row["agency"], masked(row["title"] or ""), deadline, verdict.status.value, why


def _in_words(clause: "Clause") -> str:
    """`age: at most 32 on 2026-12-31; you: 33 on 2026-12-31; “not older than 32” (note)`."""
    parts = (clause.needs, f"you: {clause.has}" if clause.has else "", _quoted(clause))
    words = "; ".join(filter(None, parts))
    note = f"({clause.note})" if words and clause.note else clause.note
    return f"{_name(clause)}: " + " ".join(filter(None, (words, note)))


def _name(clause: "Clause") -> str:
    return clause.field.value.removesuffix("_min").replace("_", " ")


def _quoted(clause: "Clause") -> str:
    words = " ".join(masked(clause.quote).split())
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
        screen.print(table(f"{plain(masked(one.flat['title'] or ''))}: {verdict.status.value}", columns, cells))
    screen.print(NOT_COMPARED)
