"""Ages on the day that counts, and what military service adds to the limit.

Who was born on 29 February is a year older on 1 March of a common year.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jpo_scraper.eligibility.model import Answer, Outcome, Profile
from jpo_scraper.items import AgeExtension
from jpo_scraper.reference.fold import fold

_NUMBERS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)} | {
    "twelve": 12, "eighteen": 18, "twenty-four": 24, "thirty-six": 36,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(_NUMBERS)})(?: ?\(\d{{1,2}}\))?"
_SERVED = re.compile(
    rf"(?P<less>\b(?:less|fewer) than |\bunder |\bup to |<)?(?P<more>\b(?:more|longer) than |\bover |>)?\s*"
    rf"\b(?P<number>{_NUMBER})(?: ?(?:-|to|and) ?{_NUMBER})? ?(?P<unit>y(?:ea)?rs?|y|months?)\b"
)
"""The first length of a condition: `less than one year`, `one year to less than two`, `24 months or more`."""
_MILITARY = re.compile(r"militar|conscript|national service|병역|兵役")


@dataclass(frozen=True, slots=True)
class AgeLimit:
    """The highest age, inclusive, and the day on which it counts; or the earliest birth date."""

    max: int | None = None
    on: date | None = None
    born_on_or_after: date | None = None
    month_day: tuple[int, int] | None = None
    """A day of the year of the call."""
    is_on_application: bool = False
    is_unlimited: bool = False
    edition: int | None = None
    """The year of the call that `born_on_or_after` was made for, where it may be another than this; 0: not known."""

    @classmethod
    def of_rule(cls, value: Mapping[str, Any], year: str) -> "AgeLimit":
        """The value of a standing rule. Raises ValueError or TypeError for another form."""
        if value.get("no_limit"):
            return cls(is_unlimited=True)
        limit = value.get("max")
        if limit is not None and not isinstance(limit, int):
            raise TypeError(f"{limit!r} is no age")
        if value.get("born_on_or_after"):
            edition = max((int(digits) for digits in re.findall(r"\d{4}", year)), default=0)
            return cls(limit, born_on_or_after=date.fromisoformat(value["born_on_or_after"]), edition=edition)
        on = value.get("on")
        if on is None or on == "application":
            return cls(limit, is_on_application=on is not None)
        if re.fullmatch(r"\d\d-\d\d", on):
            day = date.fromisoformat(f"2000-{on}")  # a leap year
            return cls(limit, month_day=(day.month, day.day))
        return cls(limit, on=date.fromisoformat(on))


@dataclass(frozen=True, slots=True)
class AgeRule:
    """A limit with what raises it."""

    limit: AgeLimit
    extensions: tuple[AgeExtension, ...] = ()
    maybe: tuple[AgeExtension, ...] = ()
    """Extensions that may not go with this limit: of a sponsor's standing rule, where the posting states the limit."""


def age_on(born_on: date, day: date) -> int:
    """Full years of life on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def judge_age(rule: AgeRule, profile: Profile, as_of: date, deadline_on: date | None) -> Answer:
    """A person's age against a rule. Where no day is stated, the verdict must hold for a year around the deadline."""
    limit = rule.limit
    needs = _needs(limit)
    if limit.is_unlimited:
        return Answer(Outcome.MET, needs, "")
    if limit.max is None and limit.born_on_or_after is None:
        return Answer(Outcome.UNCLEAR, "an age limit", "", note="no limit could be read")
    if profile.born_on is None:
        return Answer(Outcome.UNCLEAR, needs, "no birth date told")
    sure, possible, note = raised(rule, profile.military_months)
    if limit.born_on_or_after is not None:
        outcome, has, doubt = _by_birth(
            limit, limit.born_on_or_after, profile.born_on, sure, possible, _call(as_of, deadline_on)
        )
    else:
        assert limit.max is not None
        days = _days(limit, as_of, deadline_on)
        outcome, has, doubt = _by_age(limit, profile.born_on, days, limit.max + sure, limit.max + possible)
    return Answer(outcome, needs, has, note="; ".join(filter(None, (note, doubt))))


def _needs(limit: AgeLimit) -> str:
    if limit.is_unlimited:
        return "no age limit"
    if limit.born_on_or_after is not None:
        return f"born on or after {limit.born_on_or_after}"
    if limit.month_day is not None:
        month, day = limit.month_day
        return f"at most {limit.max} on {day} {date(2000, month, day):%B} of the year of the call"
    if limit.is_on_application:
        return f"at most {limit.max} on the day of application"
    return f"at most {limit.max}" + (f" on {limit.on}" if limit.on else "")


def _by_birth(
    limit: AgeLimit, earliest: date, born_on: date, sure: int, possible: int, call: int
) -> tuple[Outcome, str, str]:
    """By birth date. Later editions of a call move the date on, never back."""
    outcome = Outcome.MET if born_on >= _shifted(earliest, -sure) else Outcome.UNCLEAR
    if born_on < _shifted(earliest, -possible):
        outcome = Outcome.NOT
    has = f"born {born_on}"
    if limit.edition is None or limit.edition == call:
        return outcome, has, ""
    is_sure = limit.edition and outcome is (Outcome.NOT if limit.edition < call else Outcome.MET)
    doubt = f"the date is of the call of {limit.edition or 'an unknown year'}, not of {call}"
    return outcome if is_sure else Outcome.UNCLEAR, has, doubt


def _by_age(
    limit: AgeLimit, born_on: date, days: tuple[date, date], sure: int, possible: int
) -> tuple[Outcome, str, str]:
    """By age on a day; of two days on both and between."""
    first, last = days
    youngest, oldest = age_on(born_on, first), age_on(born_on, last)
    has = f"{youngest} on {first}" if youngest == oldest else f"{youngest} on {first}, {oldest} on {last}"
    if oldest <= sure:
        return Outcome.MET, has, ""
    if youngest > possible:
        return Outcome.NOT, has, ""
    if youngest == oldest:
        return Outcome.UNCLEAR, has, ""  # what may raise the limit decides
    return Outcome.UNCLEAR, has, _undecided(limit)


def _undecided(limit: AgeLimit) -> str:
    """Why the age is not one number."""
    if limit.is_on_application:
        return "the day on which you apply decides"
    return "the day on which the age counts is not stated" if limit.month_day is None else "the year is not known"


def _days(limit: AgeLimit, as_of: date, deadline_on: date | None) -> tuple[date, date]:
    """The first and the last day on which the age may count."""
    if limit.on is not None:
        return limit.on, limit.on
    if limit.month_day is not None:
        first, last = _call(as_of, deadline_on), _call(as_of, deadline_on) + (deadline_on is None)
        return _day(first, *limit.month_day), _day(last, *limit.month_day)
    if limit.is_on_application:
        return as_of, max(as_of, deadline_on or as_of)
    around = (as_of, deadline_on or as_of)
    return _shifted(min(around), -1), _shifted(max(around), 1)


def _call(as_of: date, deadline_on: date | None) -> int:
    """The year of the call: that of the deadline, else this one."""
    return (deadline_on or as_of).year


def _day(year: int, month: int, day: int) -> date:
    """The day of a year; 29 February of a common year is the 28th. Years beyond the calendar are its last."""
    year = min(max(year, date.min.year), date.max.year)
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month + 1, 1) - timedelta(days=1)


def _shifted(day: date, years: int) -> date:
    return _day(day.year + years, day.month, day.day)


# --- extensions -------------------------------------------------------------------------------------------------------


def raised(rule: AgeRule, military_months: int) -> tuple[int, int, str]:
    """By how many years the limit surely rises, by how many at most, and why."""
    sure = max((e.years for e in rule.extensions if _holds(e, military_months) is True), default=0)
    doubtful = [(e, "") for e in rule.extensions if _holds(e, military_months) is None]
    doubtful += [(e, " by a standing rule") for e in rule.maybe if _holds(e, military_months) is not False]
    possible = max([sure, *(e.years for e, _ in doubtful)])
    notes = [f"the limit is {_years(sure)} higher after military service"] if sure > 0 else []
    notes += [
        f"it may be {_years(e.years)} higher for {e.reason}{f' ({e.when})' if e.when else ''}{origin}"
        for e, origin in doubtful
        if e.years > sure
    ]
    return max(sure, 0), max(possible, 0), "; ".join(notes)


def _years(number: int) -> str:
    return f"{number} year" if number == 1 else f"{number} years"


def _holds(extension: AgeExtension, military_months: int) -> bool | None:
    """Whether an extension holds for so many months of service; None: it cannot be told."""
    if not _MILITARY.search(fold(extension.reason)):
        return None
    if military_months <= 0:
        return False
    least = months_served(extension.when) if extension.when else 1
    return None if least is None else military_months >= least


def months_served(condition: str) -> int | None:
    """From how many months of service a condition holds; None where it names no length.

    An upper end (`less than two years`) is not a bar: who served longer is not treated worse.
    """
    found = _SERVED.search(fold(condition))
    if found is None:
        return None
    if found["less"]:
        return 1
    digits = re.findall(r"\d+", found["number"])
    number = int(digits[-1]) if digits else _NUMBERS[found["number"]]
    return max(1, number * (1 if found["unit"].startswith("month") else 12) + bool(found["more"]))
