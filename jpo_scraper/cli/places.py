"""Where the files of a checkout are, for the commands that read or write them."""

from pathlib import Path

import click

import jpo_scraper
from jpo_scraper.sources.registry import FOLDER

FIXTURES = Path(jpo_scraper.__file__).parent.parent / "fixtures"
"""In a checkout; an installed package has none."""

fixtures_option = click.option(
    "--fixtures", type=click.Path(file_okay=False, path_type=Path), help="Folder of fixtures. Default: the checkout's."
)
sources_option = click.option(
    "--sources",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=FOLDER,
    show_default="the package's",
    help="Folder of source TOMLs.",
)
