"""`jpo`: one module a command, each imported only when it is called, so that `jpo --help` starts at once."""

import errno
import gc
import os
import sys
from importlib import import_module

import click

from jpo_scraper import __version__
from jpo_scraper.cli.output import plain
from jpo_scraper.exceptions import JpoError, LockedError, NotifyError, UsageError
from jpo_scraper.vocab import ExitStatus

COMMANDS: dict[str, tuple[str, str]] = {
    "crawl": ("jpo_scraper.cli.crawl:crawl", "Crawl sources into the database, live or from recorded pages."),
    "sources": ("jpo_scraper.cli.sources:sources", "List the sources: who publishes, how, and how well it is known."),
    "status": ("jpo_scraper.cli.status:status", "Is everything all right? The health of every source."),
    "digest": ("jpo_scraper.cli.digest:digest", "What happened: print it or send it, and keep quiet if nothing did."),
    "list": ("jpo_scraper.cli.listing:list_postings", "List the open posts."),
    "search": ("jpo_scraper.cli.search:search", "Search titles and texts, the posts that fit best first."),
    "show": ("jpo_scraper.cli.show:show", "Show one posting with the words behind each value."),
    "links": ("jpo_scraper.cli.links:links", "Which postings are one vacancy; refuse, confirm or undo a link."),
    "eligible": (
        "jpo_scraper.cli.eligible:eligible",
        "Who may apply? A person against the open posts, with the words.",
    ),
    "query": ("jpo_scraper.cli.query:query", "Ask the database in SQL, read-only; without SQL: what can be asked."),
    "export": ("jpo_scraper.cli.export:export", "Write a view to a file: CSV, XLSX, Parquet, calendar, feed …"),
    "serve": ("jpo_scraper.cli.serve:serve", "Show the database in a browser: posts, charts, map, tables and SQL."),
    "report": (
        "jpo_scraper.cli.report:report",
        "Write one HTML file with open posts, charts and map, to send or keep.",
    ),
    "parse": ("jpo_scraper.cli.parse:parse", "Read documents and print what they say; needs no database."),
    "renormalise": (
        "jpo_scraper.cli.renormalise:renormalise",
        "Read the stored texts again with today's rules; shows what would change.",
    ),
    "schedule": ("jpo_scraper.cli.schedule:schedule", "Put crawls into the queue when their time comes."),
    "worker": ("jpo_scraper.cli.worker:worker", "Take crawls out of the queue, on any number of machines."),
    "db": ("jpo_scraper.cli.db:db", "Create, upgrade and copy the database."),
    "check": ("jpo_scraper.cli.check:check", "Do the sites still look as their readers expect?"),
    "capture": ("jpo_scraper.cli.capture:capture", "Store a response of a site as a fixture case."),
    "completion": ("jpo_scraper.cli.completion:completion", "What makes bash, zsh or fish complete names."),
    "new-source": ("jpo_scraper.cli.new_source:new_source", "Write the files of a new source, to be filled in."),
}
"""Command → where it lives, and its line in `jpo --help`."""


_STATUSES: dict[type[JpoError], int] = {
    UsageError: ExitStatus.USAGE,
    LockedError: ExitStatus.LOCKED,
    NotifyError: ExitStatus.UNDELIVERED,
}
"""Exit statuses of errors; of any other it is TROUBLE."""

_NEW_OBJECTS = 20_000
"""After so many, cycles among them are looked for: after 700, as is usual, takes 6 % of a short command's time."""

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What writing to a disk may end in. Other errors of the system are bugs, and are shown as such."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called; their help lines come from a table."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command. None for an unknown one: click then offers the nearest names."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their lines, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="jpo")
def jpo() -> None:
    """Junior Professional Officer vacancies, each value with the words it came from.

    Exit status: 0 all well · 1 something is missing or failed · 2 wrong use · 3 another run holds the lock
    · 4 the digest could not be delivered.
    """


def main() -> None:
    """Run the command line. An error of ours is one line on stderr and an exit status, never a traceback."""
    gc.set_threshold(_NEW_OBJECTS)
    try:
        status = jpo(prog_name="jpo", standalone_mode=False)  # what `ctx.exit` was given, else None: all well
        sys.stdout.flush()
        sys.exit(status)
    except click.ClickException as error:
        error.show()
        sys.exit(ExitStatus.USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("jpo: interrupted", err=True)
        sys.exit(ExitStatus.TROUBLE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ExitStatus.OK)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python tries again when it ends
        message = f"the output cannot be written: {os.strerror(error.errno)}"
        click.echo(f"jpo: {message}", err=True)
        sys.exit(ExitStatus.TROUBLE)
    except JpoError as error:
        click.echo(plain(f"jpo: {error}"), err=True)
        sys.exit(_status(error))


def _status(error: JpoError) -> int:
    return next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), ExitStatus.TROUBLE)
