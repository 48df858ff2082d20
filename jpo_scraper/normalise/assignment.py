"""When the assignment starts, and who supervises it."""

import re
from typing import NamedTuple

from jpo_scraper.items import Fact
from jpo_scraper.normalise.cue import Cue
from jpo_scraper.normalise.dates import find_dates
from jpo_scraper.normalise.reading import Reading
from jpo_scraper.vocab import Field

_UNDER = Cue(
    "under report reports reporting supervised supervisor",
    r"(?:under the (?:overall |direct |general |joint |close )*(?:supervision|guidance|"
    r"leadership)(?: and (?:guidance|supervision))? of"
    r"(?: and reporting (?:directly )?to)?|reports? (?:directly )?to|reporting (?:directly )?to|"
    r"supervised by|supervisor(?:'s)? title(?: and position number)?\s*:)\s+(?:the |a |an )?",
)
_TITLE = re.compile(
    r"(?:[A-Z][\w/&'’.-]*|\([A-Z][\w./ -]{0,20}\))(?:[ -](?:[A-Z][\w/&'’-]*|of|and|for|the|in|&|"
    r"\([A-Z][\w./ -]{0,20}\)))*(?:, [A-Z][\w&'’-]*(?: (?:[A-Z][\w&'’-]*|and|of|&))*)?"
)
_ROLE = re.compile(
    r"officer|manager|director|head|chief|representative|coordinator|adviser|advisor|specialist|supervisor|secretary|leader|lead\b|"
    r"economist|analyst|deputy|president|administrator|counsel|commissioner|expert"
)
_WHEN = re.compile(
    r"\d|soon|asap|immediate|upon|after|early|mid\b|late\b|spring|summer|autumn|fall\b|winter|quarter|half|first|second|"
    r"january|february|march|april|may\b|june|july|august|september|october|november|december|to be |tb[acd]\b|"
    r"des que|debut|pronto|inmediat|sofort|sobald|umgehend|subito|z\.?s\.?m|snarast|hurtig|snarest|heti|mahdollisimman|"
    r"早|速|즉시|尽快"
)
"""Words that speak of a time."""
_LOOSE_END = re.compile(r"(?: (?:of|and|for|the|in|&)|,)+$")
_LONGEST = 120


class FoundAssignment(NamedTuple):
    """Start date (ISO where it is one day, else as printed) and the supervisor's title."""

    start_date: str | None
    supervisor_title: str | None
    facts: tuple[Fact, ...]


def find_assignment(reading: Reading) -> FoundAssignment:
    """Start date and supervisor of the assignment."""
    start, supervisor = _start(reading), _supervisor(reading)
    facts = tuple(fact for fact in (start, supervisor) if fact is not None)
    return FoundAssignment(start.value if start else None, supervisor.value if supervisor else None, facts)


def _start(reading: Reading) -> Fact | None:
    """The value behind a start label: a day as ISO date, other words (`As soon as possible`) as printed."""
    for pair in reading.values("start_date"):
        words = reading.text[pair.start : pair.end]
        dates = find_dates(words)
        if dates and dates[0].on is not None:
            start, end = pair.start + dates[0].start, pair.start + dates[0].end
            return reading.fact(
                Field.START_DATE, dates[0].on.isoformat(), start, end, "start_date.labelled", pair.label
            )
        if 2 < len(words) <= 60 and _WHEN.search(reading.flat, pair.start, pair.end):
            return reading.fact(Field.START_DATE, words, pair.start, pair.end, "start_date.words", pair.label)
    return None


def _supervisor(reading: Reading) -> Fact | None:
    """The title behind `reports to`, `under the supervision of`."""
    for lead in _UNDER.finditer(reading.flat):
        found = _TITLE.match(reading.text, lead.end(), min(len(reading.text), lead.end() + _LONGEST))
        if found is None or not _ROLE.search(reading.flat, found.start(), found.end()):
            continue
        end = found.end() - len(tail[0]) if (tail := _LOOSE_END.search(found[0])) else found.end()
        title = reading.text[found.start() : end]
        return reading.fact(Field.SUPERVISOR_TITLE, title, found.start(), end, "supervisor.sentence")
    return None
