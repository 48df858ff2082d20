"""The title and the reference number."""

import re
from typing import NamedTuple

from jpo_scraper.items import Fact
from jpo_scraper.normalise.reading import Reading, label_fact
from jpo_scraper.reference.fold import fold
from jpo_scraper.vocab import Field

_REFERENCE = re.compile(r"(?=[^\s]*\d)[A-Za-z0-9][A-Za-z0-9/._#-]{2,39}")
_POSITION_OF = re.compile(
    r"\b(?:position|post) of (?:an? |the )?([A-Z][^.,;:\n]{3,80}?)(?=[,.;\n]| based| in the| at the)"
)
_LEADING_NUMBER = re.compile(r"^(?:ref|no|nr|n°|id|#)?[.:# ]*", re.IGNORECASE)


class FoundWords(NamedTuple):
    """A value that is the printed words themselves."""

    value: str | None
    facts: tuple[Fact, ...]


def find_title(reading: Reading) -> FoundWords:
    """The title: the site's own field, a printed label, or the first heading of the text."""
    for label in reading.site_labels(Field.TITLE):
        title = " ".join(label.value.split())
        return FoundWords(title, (label_fact(Field.TITLE, title, label, "title.site_label"),))
    for pair in reading.values("title"):
        words = reading.text[pair.start : pair.end]
        if 3 <= len(words) <= 200 and "standard job description" not in fold(pair.label):
            fact = reading.fact(Field.TITLE, words, pair.start, pair.end, "title.labelled", pair.label)
            return FoundWords(words, (fact,))
    for line in reading.lines[:3]:
        words = reading.text[line.start : line.end]
        if line.is_heading and 5 <= len(words) <= 200 and not words.endswith(":"):
            return FoundWords(words, (reading.fact(Field.TITLE, words, line.start, line.end, "title.heading"),))
    if found := _POSITION_OF.search(reading.text):
        fact = reading.fact(Field.TITLE, found[1], found.start(1), found.end(1), "title.sentence")
        return FoundWords(found[1], (fact,))
    return FoundWords(None, ())


def find_reference(reading: Reading) -> FoundWords:
    """The publisher's own number of the post: the site's own field, or a printed label with a number behind it."""
    for label in reading.site_labels(Field.REFERENCE):
        value = label.value.strip()
        return FoundWords(value, (label_fact(Field.REFERENCE, value, label, "reference.site_label"),))
    for pair in reading.values("reference"):
        lead = _LEADING_NUMBER.match(reading.text[pair.start : pair.end])
        at = pair.start + (lead.end() if lead else 0)
        if found := _REFERENCE.match(reading.text, at, pair.end):
            value = found[0].rstrip(".,;")
            fact = reading.fact(Field.REFERENCE, value, at, at + len(value), "reference.labelled", pair.label)
            return FoundWords(value, (fact,))
    return FoundWords(None, ())
