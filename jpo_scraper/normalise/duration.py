"""How long the assignment is, in months."""

import re
from typing import NamedTuple

from jpo_scraper.items import Fact
from jpo_scraper.normalise.numbers import NUMBER, number
from jpo_scraper.normalise.reading import Reading
from jpo_scraper.vocab import Field

_YEAR = r"(?:years?|year\(s\)|yrs?|anos?|ans?|annees?|jahre?n?|ann[oi]|jaar|ar|vuotta|년|年)"
_MONTH = r"(?:months?|month\(s\)|meses|mes|mois|monaten?|monate|mesi|mese|maanden?|manader|maneder|kuukautta|개월|か月|ヶ月|カ月)"
_LENGTH = re.compile(
    rf"(?<![\w.])(?P<years>{NUMBER})\s?-?{_YEAR}\b(?:[ ,]*(?:and|y|et|und|e)?\s*(?P<rest>\d{{1,2}})\s*{_MONTH})?"
    rf"|(?<![\w.])(?P<months>{NUMBER})\s?-?{_MONTH}"
)
_SENTENCE = re.compile(
    r"\b(?:duration (?:of (?:the )?(?:assignment|contract|appointment|jpo assignment))? ?(?:is|:)|"
    r"(?:assignment|appointment|contract) (?:is |will be )?(?:for|of) (?:an? )?(?:initial )?(?:period of |duration of )?|"
    r"initial (?:contract|appointment|assignment) (?:is )?(?:for|of) )\s*(?:an? )?(?:initial )?(?:period of )?"
)


class FoundDuration(NamedTuple):
    """Months, and the fact."""

    months: int | None
    facts: tuple[Fact, ...]


def find_duration(reading: Reading, *, from_sentences: bool) -> FoundDuration:
    """The duration behind its label; for donor-funded posts also in a sentence of its own."""
    for pair in reading.values("duration"):
        if found := _LENGTH.search(reading.flat, pair.start, min(pair.end, pair.start + 60)):
            return _found(reading, found, "duration.labelled", pair.label)
    if from_sentences:
        for lead in _SENTENCE.finditer(reading.flat):
            if found := _LENGTH.match(reading.flat, lead.end()):
                return _found(reading, found, "duration.sentence", None)
    return FoundDuration(None, ())


def _found(reading: Reading, found: re.Match[str], rule: str, label: str | None) -> FoundDuration:
    months = number(found["months"]) if found["months"] else 12 * number(found["years"]) + int(found["rest"] or 0)
    fact = reading.fact(Field.DURATION_MONTHS, months, found.start(), found.end(), rule, label)
    return FoundDuration(months, (fact,))
