"""What the shell completes in arguments and options: names that begin with what is typed."""

import click
from click.shell_completion import CompletionItem


def complete_sources(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The names of sources that begin so."""
    from jpo_scraper.sources.registry import FOLDER

    return [name for name in sorted(path.stem for path in FOLDER.glob("*.toml")) if name.startswith(incomplete)]


def complete_views(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The names of views that begin so."""
    from jpo_scraper.store.views import VIEWS

    return [name for name in sorted(VIEWS.tables) if name.startswith(incomplete)]


def complete_countries(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes of countries that begin so, with the name as help."""
    from jpo_scraper.reference.loader import cell_list, rows

    return [
        CompletionItem(row["iso2"], help=cell_list(row["names_en"])[0])
        for row in rows("demonyms")
        if row["iso2"].startswith(incomplete.upper())
    ]


def complete_agencies(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes of agencies that begin so, with the name as help."""
    from jpo_scraper.reference.loader import rows

    return [
        CompletionItem(row["code"], help=row["name_en"])
        for row in rows("agencies")
        if row["code"].upper().startswith(incomplete.upper())
    ]
