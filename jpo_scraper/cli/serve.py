"""`jpo serve`."""

import socket
from datetime import UTC, datetime

import click

from jpo_scraper.cli.filters import as_of_option
from jpo_scraper.cli.output import database_option
from jpo_scraper.exceptions import StoreError, UsageError

LOCAL = "127.0.0.1"
PORT = 8001


@click.command()
@database_option
@click.option(
    "--host",
    default=LOCAL,
    show_default=True,
    metavar="ADDRESS",
    help="Address to listen at. There is no login: see docs/web.md.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, metavar="N", help="Port; 0: any free one."
)
@click.option("--open", "is_opened", is_flag=True, help="Open the front page in a browser.")
@click.option(
    "--base-url", default="/", metavar="PATH", help="Path below which a reverse proxy shows the pages: /jpo/."
)
@click.option(
    "--with-texts", is_flag=True, help="Tables and SQL show texts and quoted words, contact details included."
)
@as_of_option
def serve(
    database: str | None,
    host: str,
    port: int,
    is_opened: bool,
    base_url: str,
    with_texts: bool,
    as_of: datetime | None,
) -> None:
    """Show the database in a browser: what is open, who may apply, charts and a map; tables and SQL for analysts.

    It runs until Ctrl-C, for this machine alone unless --host says otherwise. Nothing can be written. It reads an
    SQLite file, and sees what a crawl stores meanwhile; of a PostgreSQL database `jpo db snapshot` makes such a file.
    Needs the extra [web].
    """
    from jpo_scraper.cli.store import opened
    from jpo_scraper.store.engine import sqlite_path

    base = f"/{base_url.strip('/')}/" if base_url.strip("/") else "/"
    path = sqlite_path(opened(database))
    if path is None:
        raise StoreError("`jpo serve` reads an SQLite file: make one with `jpo db snapshot FILE -d …`, and serve that.")
    try:
        import uvicorn

        from jpo_scraper.web.server import Served, address
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("jpo_scraper"):
            raise
        needed = f'`jpo serve` needs {error.name}, which is not installed: pip install "jpo-scraper[web]".'
        raise UsageError(needed) from error
    listening = _listening(host, port)
    where = address(host, listening.getsockname()[1], base)
    moment = as_of and as_of.replace(tzinfo=UTC)
    served = Served(path, base=base, clock=lambda: moment or datetime.now(UTC), with_texts=with_texts)
    click.echo(f"Serving {path} at {where} (read-only; Ctrl+C ends it)", err=True)
    if host != LOCAL:
        click.echo("Whoever reaches this address can read everything: there is no login.", err=True)
    if is_opened:
        click.launch(where)  # the socket listens already, so that the browser waits until the first answer
    try:
        uvicorn.Server(uvicorn.Config(served, log_level="warning", server_header=False)).run(sockets=[listening])
    finally:
        served.close()
        listening.close()


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises UsageError where the address is none of ours or the port is taken."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(
            f"Cannot listen at {host}, port {port}: {reason}. Give another with --port or --host."
        ) from error
