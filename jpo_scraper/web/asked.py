"""What the address of a page asks for: the filters of the list, as they stand in the query of a URL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

from jpo_scraper.exceptions import UsageError
from jpo_scraper.names import agency_code, country_code
from jpo_scraper.store.filters import EVERY, Filters

Params = Mapping[str, Sequence[str]]
"""The query of a URL: name → its values."""

LONGEST_WINDOW = 3660
"""Days that `closing_within` takes at most."""

LONGEST_VALUE = 200
"""Characters of a value; no name is longer."""

MOST_VALUES = 50
"""Values of one name."""

LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks for."""

    filters: Filters = field(default_factory=Filters)
    include_all: bool = False
    """Closed, archived, missing and withdrawn postings too."""
    day: date | None = None
    """As if it were the beginning of this day (UTC); None: now."""
    page: int = 1
    problems: tuple[str, ...] = ()
    """What of it cannot be understood, in words. Then nothing is to be listed: the answer would be another's."""

    def when(self, now: datetime) -> datetime:
        """The instant asked about."""
        return datetime.combine(self.day, time(), UTC) if self.day else now

    def query(self, **changed: Any) -> str:
        """The query of a URL that asks for this, with other `page`, `include_all` or values of filters."""
        own = {name: changed.pop(name) for name in ("page", "include_all", "day") if name in changed}
        other = replace(self, filters=replace(self.filters, **changed), **own)
        pairs: list[tuple[str, str]] = []
        for name, (key, _) in _FILTERS.items():
            values = getattr(other.filters, key)
            listed = values if isinstance(values, tuple) else (values,)
            pairs += [(name, str(value)) for value in listed if value is not None]
        if other.include_all:
            pairs.append(("all", "1"))
        if other.day:
            pairs.append(("as_of", other.day.isoformat()))
        if other.page > 1:
            pairs.append(("page", str(other.page)))
        return urlencode(pairs)

    def narrowed(self, name: str, value: str) -> str:
        """The query that asks for the first page of those with this value too. `name` is that of a filter in a URL."""
        return self.query(page=1, **{_FILTERS[name][0]: (value,)})


def _window(words: str) -> int:
    days = int(words) if words.isascii() and words.isdigit() else -1
    if not 0 <= days <= LONGEST_WINDOW:
        raise UsageError(f"{words!r} is no number of days: give one from 0 to {LONGEST_WINDOW}.")
    return days


def _page(words: str) -> int:
    page = int(words) if words.isascii() and words.isdigit() and len(words) < 9 else 0
    if not 1 <= page <= LAST_PAGE:
        raise UsageError(f"{words!r} is no number of a page.")
    return page


def a_day(words: str) -> date:
    """The day of `2026-03-16`. Raises UsageError."""
    try:
        return date.fromisoformat(words.strip())
    except ValueError as error:
        raise UsageError(f"{words!r} is no day: write it like 2026-03-16.") from error


_FILTERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "q": ("search", str.strip),
    "sponsor": ("sponsors", country_code),
    "agency": ("agencies", agency_code),
    "country": ("countries", country_code),
    "grade": ("grades", str.strip),
    "competency": ("competencies", str.strip),
    "nationality": ("nationalities", country_code),
    "closing_within": ("closing_within", _window),
    "deadline_from": ("deadline_from", a_day),
    "deadline_to": ("deadline_to", a_day),
}
"""Name in a URL → the filter, and what makes a value of the words."""

_OTHERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "all": ("include_all", lambda words: words == "1"),
    "as_of": ("day", a_day),
    "page": ("page", _page),
}


def asked(params: Params) -> Asked:
    """What the query of a URL asks for. Empty values are none; names that mean nothing here are not looked at."""
    problems: list[str] = []
    filters: dict[str, Any] = {}
    others: dict[str, Any] = {}
    for table, made in ((_FILTERS, filters), (_OTHERS, others)):
        for name, (key, understood) in table.items():
            values = []
            for words in filter(str.strip, params.get(name, ())[:MOST_VALUES]):
                try:
                    values.append(understood(words[:LONGEST_VALUE]))
                except UsageError as error:
                    problems.append(str(error))
            if values:
                made[key] = tuple(dict.fromkeys(values)) if isinstance(getattr(EVERY, key, None), tuple) else values[-1]
    return Asked(Filters(**filters), problems=tuple(problems), **others)
