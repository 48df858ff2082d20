"""Where recorded pages and source files are, in a checkout and in an installed package."""

from pathlib import Path
from typing import Any

import click

import jpo_scraper
from jpo_scraper.sources.registry import FOLDER

_PACKAGED = Path(jpo_scraper.__file__).parent / "fixtures"
_CHECKOUT = _PACKAGED.parents[1] / "fixtures"
FIXTURES = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
"""The recorded pages: inside the package when it was installed from a wheel, at the project's top in a checkout."""

NEW_FIXTURES = _CHECKOUT if _CHECKOUT.is_dir() else Path("fixtures")
"""Where new cases are written: into the checkout, or into this folder where there is none."""


class Replay(click.Path):
    """An archive to replay. `fixtures`, where there is no such folder here, means the recorded pages that we ship."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path as given, or that of the fixtures. It must exist."""
        given = Path(value)
        if given.parts[:1] == ("fixtures",) and not given.exists():
            given = FIXTURES.joinpath(*given.parts[1:])
        return super().convert(str(given), param, ctx)


REPLAY = Replay(exists=True, path_type=Path)

fixtures_option = click.option(
    "--fixtures", type=click.Path(file_okay=False, path_type=Path), help="Folder of fixtures. Default: the project's."
)
sources_option = click.option(
    "--sources",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=FOLDER,
    show_default="the package's",
    help="Folder of source TOMLs.",
)
