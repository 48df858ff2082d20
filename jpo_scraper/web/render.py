"""Templates as pages. Everything that is printed is escaped, and free of control and bidirectional characters."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from jpo_scraper.contacts import masked
from jpo_scraper.eligibility.words import NOT_COMPARED, quoted, requirement
from jpo_scraper.export.cells import one_line, shown, value_words, web_address
from jpo_scraper.export.posting import deadline_words
from jpo_scraper.reference.loader import rows
from jpo_scraper.reference.tables import country_name
from jpo_scraper.web import charts, worldmap
from jpo_scraper.web.applicant import DEGREES
from jpo_scraper.web.ask import days_left

FOREIGN = "en"
"""Language of the pages: texts in another are marked with theirs."""


def page(template: str, **values: Any) -> str:
    """The page that a template makes of the values."""
    return _environment().get_template(template).render(**values)


def style() -> str:
    """The style sheet of the pages and of the report."""
    return files(__package__).joinpath("static/jpo.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("jpo_scraper.web"), autoescape=True, undefined=StrictUndefined, finalize=_finalized,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {
        "countries": countries,
        "address": web_address,
        "line": lambda value: masked(one_line(str(value))),
        "masked": masked,
        "words": value_words,
        "moment": moment,
        "deadline": deadline_words,
        "plain_field": lambda name: name.removesuffix("_min").replace("_", " "),
        "plural": plural,
        "of_language": of_language,
    }
    made.globals |= {
        "charts": charts,
        "worldmap": worldmap,
        "left": left,
        "country_name": country_name,
        "all_countries": all_countries(),
        "degrees": DEGREES,
        "requirement": requirement,
        "quoted": quoted,
        "not_compared": NOT_COMPARED,
    }
    return made


def _finalized(value: Any) -> Any:
    """What an expression of a template prints: null is empty, and no character that a reader cannot see."""
    if value is None:
        return ""
    return value if isinstance(value, Markup) else shown(value) if isinstance(value, str) else value


def all_countries() -> list[tuple[str, str]]:
    """Code and English name of every country, by name."""
    return sorted(((row["iso2"], country_name(row["iso2"])) for row in rows("demonyms")), key=lambda pair: pair[1])


def countries(codes: str | None) -> str:
    """`KR, JP` as `Republic of Korea, Japan`."""
    return ", ".join(country_name(code) for code in (codes or "").split(", ") if code)


def moment(value: datetime | None) -> str:
    """An instant for people: `2026-11-16 06:00 UTC`."""
    return value.strftime("%Y-%m-%d %H:%M UTC") if value else ""


def left(row: Mapping[str, Any], as_of: datetime) -> str:
    """`today`, `in 3 days`; empty where the deadline is over or none is stated."""
    days = days_left(row, as_of)
    if days is None or days < 0:
        return ""
    return "today" if days == 0 else f"in {plural(days, 'day')}"


def plural(number: int, thing: str) -> str:
    """`1 post`, `2,000 posts`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def of_language(code: str | None) -> Markup:
    """The attribute `lang` for a text of that language; empty where it is unknown or that of the page."""
    if not code or code == FOREIGN or not code.replace("-", "").isalnum():
        return Markup("")
    return Markup(' lang="{}"').format(code)
