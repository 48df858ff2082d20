"""`jpo report`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from jpo_scraper.cli.filters import as_of_option
from jpo_scraper.cli.output import database_option
from jpo_scraper.exceptions import UsageError


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@database_option
@as_of_option
def report(file: Path, database: str | None, as_of: datetime | None) -> None:
    """Write one HTML file with the open posts, the charts, the map and the health of the sources.

    It needs nothing besides itself, so that it can be mailed and kept. A file that is there already is replaced when
    the new one is complete. Needs the extra [report], which [web] contains.
    """
    from jpo_scraper.cli.store import opened
    from jpo_scraper.export.target import complete_file

    try:
        from jpo_scraper.web.report import report as made
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("jpo_scraper"):
            raise
        needed = f'`jpo report` needs {error.name}, which is not installed: pip install "jpo-scraper[report]".'
        raise UsageError(needed) from error
    engine = opened(database)
    body = made(engine, as_of.replace(tzinfo=UTC) if as_of else datetime.now(UTC)).encode()
    with complete_file(file) as output:
        output.write(body)
    click.echo(f"{file}: {len(body):,} bytes", err=True)
