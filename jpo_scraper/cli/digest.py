"""`jpo digest`, and the notification that ends a crawl."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from jpo_scraper.cli.filters import Day
from jpo_scraper.cli.output import console, database_option, deadline_words, json_text, moment, plain
from jpo_scraper.cli.status import complaints, every_option, judged_sources
from jpo_scraper.contacts import without_contacts
from jpo_scraper.exceptions import NotifyError, StoreError, UsageError
from jpo_scraper.vocab import ExitStatus

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from jpo_scraper.monitor.verdict import RunResult
    from jpo_scraper.notify import Channel
    from jpo_scraper.store.news import Mark

Row = Mapping[str, Any]

CLOSING_DAYS = 7
MOST_LINES = 40
"""Posts of one kind that the text names; the JSON holds all."""

URL, COMMAND = "JPO_NOTIFY_URL", "JPO_NOTIFY_COMMAND"


def notify_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--notify` and where to: the same for each command that sends a digest."""
    options = (
        click.option("--notify", is_flag=True, help="Send the digest, if something happened."),
        click.option("--notify-url", metavar="URL", help=f"Webhook for a JSON POST, https. Default: ${URL}."),
        click.option(
            "--notify-command", metavar="COMMAND", help=f"Program that gets the digest on stdin. Default: ${COMMAND}."
        ),
        click.option(
            "--closing", type=click.IntRange(1), default=CLOSING_DAYS, show_default=True, metavar="DAYS",
            help="The digest names posts that close within so many days.",
        ),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


class Trouble(NamedTuple):
    """A source that needs attention."""

    source: str
    state: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened, and what is about to."""

    as_of: datetime
    closing_days: int
    new: Sequence[Row] = ()
    deadlines: Sequence[Row] = ()
    closing: Sequence[Row] = ()
    troubles: Sequence[Trouble] = ()
    is_quiet: bool = False
    """Nothing happened: nobody needs to be told."""

    @property
    def text(self) -> str:
        """For people: a subject line, then one part for each kind of news."""
        parts = [
            _part("New posts", self.new, _post),
            _part("Changed deadlines", self.deadlines, _deadline),
            _part(f"Closing within {self.closing_days} days", self.closing, _post),
            _part("Sources that need attention", self.troubles, _trouble),
        ]
        return "\n\n".join([self.subject, *filter(None, parts)]) + "\n"

    @property
    def subject(self) -> str:
        """One line that says it all."""
        counts = (
            (len(self.new), "new post", "new posts"),
            (len(self.deadlines), "changed deadline", "changed deadlines"),
            (len(self.closing), "closing soon", "closing soon"),
            (len(self.troubles), "source needs attention", "sources need attention"),
        )
        words = [f"{number} {one if number == 1 else many}" for number, one, many in counts if number]
        return f"JPO posts on {self.as_of:%Y-%m-%d}: {', '.join(words) or 'nothing new'}"

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "as_of": self.as_of,
            "subject": self.subject,
            "is_quiet": self.is_quiet,
            "closing_days": self.closing_days,
            "new": [dict(row) for row in self.new],
            "changed_deadlines": [dict(row) for row in self.deadlines],
            "closing": [dict(row) for row in self.closing],
            "needs_attention": [{**one._asdict(), "reasons": list(one.reasons)} for one in self.troubles],
        }


@click.command()
@database_option
@every_option
@click.option(
    "--since",
    type=Day(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    help="UTC; also with a time: 2026-03-15T18:00. Default: a day ago.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON for another program.")
@notify_options
def digest(
    database: str | None,
    every: float | None,
    since: datetime | None,
    as_json: bool,
    notify: bool,
    notify_url: str | None,
    notify_command: str | None,
    closing: int,
) -> None:
    """What happened: new posts, changed deadlines, posts that close soon, sources that need attention.

    Prints nothing, and sends nothing, when nothing happened. With --notify it is sent instead of printed; exit status
    4 says that it could not be delivered. Otherwise the exit status is 0, whatever the news.
    """
    from jpo_scraper.cli.store import opened
    from jpo_scraper.store.news import mark_at

    deliver = channels(notify, notify_url, notify_command)
    engine, now = opened(database), datetime.now(UTC)
    begin = since.replace(tzinfo=UTC) if since else now - timedelta(days=1)
    found = compose(engine, mark_at(engine, begin), now, closing, every=every)
    if deliver:
        send(found, deliver)
    elif as_json:
        click.echo(json_text(found.to_json()))
    elif not found.is_quiet:
        click.echo(plain(found.text), nl=False)
    elif console(stderr=True).is_terminal:  # a cron job mails whatever is printed
        click.echo(f"Nothing happened since {moment(begin)}.", err=True)


def channels(notify: bool, url: str | None, command: str | None) -> "list[Channel]":
    """Where a digest goes; none: nobody asked for it. Raises UsageError, before anything is crawled."""
    if not (notify or url or command):
        return []
    from jpo_scraper import notify as ways

    url, command = url or os.environ.get(URL), command or os.environ.get(COMMAND)
    if not (url or command):
        raise UsageError(f"--notify: say where to: --notify-url or --notify-command, or set {URL} or {COMMAND}")
    return [*([ways.webhook(url)] if url else []), *([ways.command(command)] if command else [])]


def send(found: Digest, deliver: "Sequence[Channel]") -> None:
    """Send the digest everywhere, if something happened. Raises the first NotifyError, after all were tried."""
    if found.is_quiet:
        return
    from jpo_scraper.notify import Notice

    notice = Notice(found.text, found.to_json())
    failures: list[NotifyError] = []
    for channel in deliver:
        try:
            channel(notice)
        except NotifyError as error:
            failures.append(error)
    for failure in failures[1:]:
        click.echo(plain(f"jpo: {failure}"), err=True)
    if failures:
        raise failures[0]


def tell_of_crawl(
    database: str | None,
    mark: "Mark",
    as_of: datetime,
    closing_days: int,
    results: "Sequence[RunResult]",
    deliver: "Sequence[Channel]",
) -> int:
    """Send the digest of a crawl; the exit status that this alone means. A failure is one line on stderr."""
    from jpo_scraper.cli.store import opened

    try:
        found = compose_crawl(opened(database), mark, as_of, closing_days, results)
    except StoreError as error:
        found = _of_troubles([*crawl_troubles(results), Trouble("database", "failed", (str(error),))])
    return _sent(found, deliver)


def tell_of_no_crawl(error: StoreError, deliver: "Sequence[Channel]") -> None:
    """Send that nothing could be crawled; the caller raises the error."""
    _sent(_of_troubles([Trouble("database", "nothing was crawled", (str(error),))]), deliver)


def _of_troubles(troubles: Sequence[Trouble]) -> Digest:
    return Digest(datetime.now(UTC), CLOSING_DAYS, troubles=troubles)


def _sent(found: Digest, deliver: "Sequence[Channel]") -> int:
    try:
        send(found, deliver)
    except NotifyError as error:
        click.echo(plain(f"jpo: {error}"), err=True)
        return ExitStatus.UNDELIVERED
    return ExitStatus.OK


def mark_before(database: str | None) -> "Mark":
    """The moment before a crawl; its database may not exist yet."""
    from jpo_scraper.cli.store import opened
    from jpo_scraper.store.news import BEGINNING, mark_now

    try:
        return mark_now(opened(database))
    except StoreError:  # the crawl makes it, or says what is wrong with it
        return BEGINNING


def compose(
    engine: "Engine", mark: "Mark", as_of: datetime, closing_days: int, *, every: float | None = None
) -> Digest:
    """The digest of all sources since a mark. Raises StoreError."""
    judged = [pair for pair in judged_sources(engine, as_of, every) if pair[1].needs_attention]
    troubles = [Trouble(health.source, health.words, tuple(complaints(row, health))) for row, health in judged]
    is_news = any(
        row["last_run_id"] > mark.run_id or (health.since and mark.at and health.since > mark.at)
        for row, health in judged
    )
    return _composed(engine, mark, as_of, closing_days, troubles, is_news)


def compose_crawl(
    engine: "Engine", mark: "Mark", as_of: datetime, closing_days: int, results: "Sequence[RunResult]"
) -> Digest:
    """The digest of a crawl: its own sources and runs. Raises StoreError."""
    troubles = crawl_troubles(results)
    return _composed(engine, mark, as_of, closing_days, troubles, bool(troubles), [one.source for one in results])


def crawl_troubles(results: "Sequence[RunResult]") -> list[Trouble]:
    """The sources of a crawl that need attention; one that another crawl is busy with does not."""
    bad = [one for one in results if one.exit_status and not one.locked]
    return [Trouble(one.source, one.status.value, one.reasons) for one in bad]


def _composed(
    engine: "Engine",
    mark: "Mark",
    as_of: datetime,
    closing_days: int,
    troubles: Sequence[Trouble],
    is_news: bool,
    sources: Sequence[str] | None = None,
) -> Digest:
    from jpo_scraper.store.listing import by_vacancy
    from jpo_scraper.store.news import news

    found = news(engine, mark, as_of, sources)
    window = timedelta(days=closing_days)
    closing = [row for row in found.open if (end := _end(row)) and end <= as_of + window]
    # What closes soon is told once, when it comes near; with other news it is named again.
    came_near = any(mark.at and _end(row) > mark.at + window for row in closing)
    is_quiet = not (found.new or found.deadlines or is_news or came_near)
    told = (by_vacancy(engine, found.new), found.deadlines, by_vacancy(engine, closing))
    new, deadlines, near = map(without_contacts, told)
    return Digest(as_of, closing_days, new, deadlines, near, troubles, is_quiet)


def _end(row: Row) -> Any:
    """The instant after which one cannot apply; None: no deadline is stated. A day ends with its UTC day."""
    if row["deadline_at"] or not row["deadline_on"]:
        return row["deadline_at"]
    return datetime.combine(row["deadline_on"] + timedelta(days=1), time(), UTC)


def _part(title: str, rows: Sequence[Any], words: Callable[[Any], list[str]]) -> str:
    """One part of the text; empty where there is nothing to tell."""
    if not rows:
        return ""
    lines = [f"{title} ({len(rows)})"]
    for row in rows[:MOST_LINES]:
        first, *more = (" ".join(plain(line).split()) for line in words(row))
        lines += [f"  {first}", *(f"    {line}" for line in more if line)]
    if len(rows) > MOST_LINES:
        lines.append(f"  … and {len(rows) - MOST_LINES} more: `jpo list` shows them all")
    return "\n".join(lines)


def _post(row: Row) -> list[str]:
    deadline = deadline_words(row["deadline_on"], row["deadline_time"], row["deadline_zone"])
    facts = (
        f"closes {deadline}" if deadline else "no deadline stated",
        f"paid by {row['sponsors']}" if row["sponsors"] else "",
        f"for nationals of {row['nationalities']}" if row["nationalities"] else "",
    )
    return [_name(row), "; ".join(filter(None, facts)), row["url"] or ""]


def _deadline(row: Row) -> list[str]:
    old, new = (
        deadline_words(value["date"], value["time"], value["zone"]) if value else "none stated"
        for value in (row["old"], row["new"])
    )
    later = ""
    if row["old"] and row["new"] and row["old"]["date"] != row["new"]["date"]:
        later = " (extended)" if row["new"]["date"] > row["old"]["date"] else " (brought forward)"
    return [_name(row), f"{old} → {new}{later}", row["url"] or ""]


def _name(row: Row) -> str:
    parts = (row["title"] or row["external_id"], row["agency"], row["duty_stations"])
    return ", ".join(str(part) for part in parts if part)


def _trouble(one: Trouble) -> list[str]:
    return [f"{one.source}: {one.state}", *one.reasons]
