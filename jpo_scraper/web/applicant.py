"""The form "Can I apply?": what a person told, and what comes of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from jpo_scraper.candidacy import Judged, person
from jpo_scraper.eligibility import Profile, Status
from jpo_scraper.exceptions import UsageError
from jpo_scraper.names import country_code, languages_told
from jpo_scraper.vocab import Degree
from jpo_scraper.web.asked import LONGEST_VALUE, Params, a_day

SHOWN = 100
"""Posts of one verdict that a page shows; the rest is counted."""

STATUSES = (Status.ELIGIBLE, Status.UNCLEAR, Status.NOT)
"""In the order of the page."""

DEGREES = tuple(Degree)


@dataclass(frozen=True, slots=True)
class Told:
    """The form as it was filled in."""

    values: Mapping[str, str]
    """As typed, by the name of the field."""
    profile: Profile | None
    """None: something of it cannot be understood."""
    day: date
    """The reference day."""
    problems: Mapping[str, str] = field(default_factory=dict)
    """Field → what is wrong with it."""

    def when(self, now: datetime) -> datetime:
        """The instant of the comparison: now, or the beginning of another day (UTC)."""
        return now if self.day == now.date() else datetime.combine(self.day, time(), UTC)


@dataclass(frozen=True, slots=True)
class Group:
    """The posts of one verdict."""

    status: Status
    number: int
    shown: Sequence[Judged]


NAMES = ("nationality", "other_nationality", "born", "degree", "years", "languages", "military", "applications", "day")


def told(form: Params, today: date) -> Told:
    """What the fields of the form say. What is left empty is not told."""
    values = {name: (form.get(name) or [""])[-1].strip()[:LONGEST_VALUE] for name in NAMES}
    problems: dict[str, str] = {}

    def read(name: str, understood: Any) -> Any:
        try:
            return understood(values[name]) if values[name] else None
        except UsageError as error:
            problems[name] = str(error)
            return None

    nationalities = [read(name, country_code) for name in ("nationality", "other_nationality")]
    day = read("day", a_day) or today
    born, degree = read("born", a_day), read("degree", _degree)
    years = read("years", _number)
    languages = read("languages", lambda words: dict(languages_told(words)))
    months, applications = read("military", _whole), read("applications", _whole)
    profile = None
    if not problems:
        try:
            known = tuple(dict.fromkeys(code for code in nationalities if code))
            profile = person(known, born, degree, years, languages, months or 0, applications or 0, day)
        except UsageError as error:
            problems["born"] = str(error)
    return Told(values, profile, day, problems)


def groups(found: Iterable[Judged]) -> list[Group]:
    """The posts by verdict; of each the first ones."""
    by_status: dict[Status, list[Judged]] = {status: [] for status in STATUSES}
    numbers = dict.fromkeys(STATUSES, 0)
    for one in found:
        status = one.verdict.status
        numbers[status] += 1
        if numbers[status] <= SHOWN:
            by_status[status].append(one)
    return [Group(status, numbers[status], by_status[status]) for status in STATUSES]


def _degree(words: str) -> str:
    if words not in DEGREES:
        raise UsageError(f"{words!r} is no degree: choose one of {', '.join(DEGREES)}.")
    return words


def _number(words: str) -> float:
    try:
        number = float(words.replace(",", "."))
    except ValueError:
        number = -1
    if not 0 <= number <= 80:
        raise UsageError(f"{words!r} is no number of years: give one like 2 or 2.5.")
    return number


def _whole(words: str) -> int:
    if not (words.isascii() and words.isdigit() and len(words) < 4):
        raise UsageError(f"{words!r} is no whole number.")
    return int(words)
