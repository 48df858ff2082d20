"""How long the assignment is, in months."""

import re
from typing import NamedTuple

from jpo_scraper.items import Fact
from jpo_scraper.normalise.cue import Cue
from jpo_scraper.normalise.numbers import MONTHS, NUMBER, YEARS, number
from jpo_scraper.normalise.reading import Reading
from jpo_scraper.reference.fold import fold
from jpo_scraper.vocab import Field

_LENGTH = re.compile(
    rf"(?<![\w.])(?P<years>{NUMBER})\s?-?(?:{YEARS}|년|年)"
    rf"(?:[ ,]*(?:and|y|et|und|e)?\s*(?P<rest>\d{{1,2}})\s*{MONTHS})?"
    rf"|(?<![\w.])(?P<months>{NUMBER})\s?-?{MONTHS}"
)
_SENTENCE = Cue(
    "duration assignment appointment contract initial",
    r"(?:duration (?:of (?:the )?(?:assignment|contract|appointment|jpo assignment))? ?(?:is|:)|"
    r"(?:assignment|appointment|contract),? (?:is |will be )?(?:for |of |: )?(?:an? )?(?:initial |"
    r"fixed )*(?:period of |duration of )?|"
    r"(?:for a )?duration of |fixed-term, |vertragsdauer (?:betragt|ist) |"
    r"durata (?:complessiva )?(?:di|e di) |kontraktet galler |(?:aanstelling|contract) (?:geldt )?voor |"
    r"派遣期間[:\t\s]*(?:原則)?|initial (?:contract|appointment|assignment) (?:is )?(?:for|"
    r"of) )\s*(?:an? )?(?:initial )?(?:period of )?",
)
_BARE = re.compile(r"\d{1,2}(?=\s*$|\s)")
_IN_TITLE = re.compile(rf"\b(\d{{1,2}}) {MONTHS}\b")


class FoundDuration(NamedTuple):
    """Months, and the fact."""

    months: int | None
    facts: tuple[Fact, ...]


def find_duration(reading: Reading, title: str | None) -> FoundDuration:
    """The duration behind its label, else in a sentence of its own."""
    for pair in reading.values("duration"):
        if found := _LENGTH.search(reading.flat, pair.start, min(pair.end, pair.start + 60)):
            return _found(reading, found, "duration.labelled", pair.label)
        bare = _BARE.match(reading.flat, pair.start, pair.end) if "month" in fold(pair.label) else None
        if bare is not None:
            fact = reading.fact(
                Field.DURATION_MONTHS, int(bare[0]), bare.start(), bare.end(), "duration.labelled", pair.label
            )
            return FoundDuration(int(bare[0]), (fact,))
    for lead in _SENTENCE.finditer(reading.flat):
        if found := _LENGTH.match(reading.flat, lead.end()):
            return _found(reading, found, "duration.sentence", None)
    if title and (found := _IN_TITLE.search(fold(title))):
        months = int(found[1])
        fact = Fact(Field.DURATION_MONTHS, months, title[found.start(1) : found.end()], "duration.title", label="title")
        return FoundDuration(months, (fact,))
    return FoundDuration(None, ())


def _found(reading: Reading, found: re.Match[str], rule: str, label: str | None) -> FoundDuration:
    months = number(found["months"]) if found["months"] else 12 * number(found["years"]) + int(found["rest"] or 0)
    fact = reading.fact(Field.DURATION_MONTHS, months, found.start(), found.end(), rule, label)
    return FoundDuration(months, (fact,))
