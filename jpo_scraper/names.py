"""What people call things, on the command line and in the forms of the web: names as codes."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from jpo_scraper.exceptions import UsageError, did_you_mean, nearest
from jpo_scraper.reference.loader import cell_list, rows


def country_code(words: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country given by code or English name. Raises UsageError with near names."""
    names = {row["iso2"]: cell_list(row["names_en"]) for row in rows("demonyms")}
    return _code(words, names, str.upper, "country", "Give an ISO 3166-1 alpha-2 code such as KR.")


def language_code(words: str) -> str:
    """The ISO 639-1 code of a language given by code or English name. Raises UsageError with near names."""
    names = {row["code"]: cell_list(row["name_en"]) for row in rows("languages")}
    return _code(words, names, str.lower, "language", "Give an ISO 639-1 code such as en.")


def _code(
    words: str, names: Mapping[str, Sequence[str]], as_written: Callable[[str], str], what: str, remedy: str
) -> str:
    """The code that words mean: itself, or one of its names, the usual one first. Raises UsageError with near names."""
    code = as_written(words.strip())
    if code in names:
        return code
    known = {name.casefold(): code for code, several in names.items() for name in several}
    if words.strip().casefold() in known:
        return known[words.strip().casefold()]
    near = dict.fromkeys(f"{names[known[name]][0]} ({known[name]})" for name in nearest(words, known))
    raise UsageError(f"{words!r} is no {what}.{did_you_mean(near)} {remedy}")


def agency_code(words: str) -> str:
    """The code of an agency given by code, name or another name of it. Raises UsageError with the nearest codes."""
    table = rows("agencies")
    known = {name.casefold(): row["code"] for row in table for name in cell_list(row["aliases"])}
    known |= {name.casefold(): row["code"] for row in table for name in (row["name_en"], row["code"])}
    found = known.get(words.strip().casefold())
    if found is None:
        near = dict.fromkeys(known[name] for name in nearest(words.casefold(), known))
        remedy = "The table `agency` of the database holds all codes."
        raise UsageError(f"{words!r} is no agency.{did_you_mean(near)} {remedy}")
    return found


def languages_told(words: str) -> Iterator[tuple[str, str | None]]:
    """`en:C1,French` as ISO 639-1 codes with their levels. Raises UsageError."""
    for part in filter(str.strip, words.split(",")):
        name, _, level = part.partition(":")
        yield language_code(name), level.strip() or None
