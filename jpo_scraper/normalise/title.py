"""The title and the reference number."""

import re
from typing import NamedTuple

from jpo_scraper.items import Fact
from jpo_scraper.normalise.reading import Reading, known_label, label_fact
from jpo_scraper.reference.fold import fold
from jpo_scraper.reference.tables import agencies
from jpo_scraper.vocab import Field

_REFERENCE = re.compile(r"(?=[^\s]*\d)[A-Za-z0-9][A-Za-z0-9/._#-]{2,39}")
_POSITION_OF = re.compile(
    r"\b(?:position|post) of (?:an? |the )?([A-Z][^.,;:\n]{3,80}?)(?=[,.;\n]| based| in the| at the)"
)
_HEAD_LINES = 4
_LONGEST_TITLE = 130
_TITLE_BORDER = re.compile(r"\. |, (?=WHO|UN)| – (?=[A-Z][a-z]+ (?:de|der|of|für)\b)|\t| (?=Job (?:Requisition )?ID\b)")
_GENERIC = re.compile(
    r"^(?:job description|vacancy|description of assignment|un volunteer description|"
    r"terms of reference|position description|"
    r"ministere|ministerio|ministerium|ministero|ministerie|ministry|utenriks|utrikes|udenrigs|"
    r"ulkoministerio|buro |delegation|"
    r"grade|deadline|location|advertisement|press release|news|programm|programa|programme|call for|"
    r"careers|jobs|stillingsopslag|"
    r"stellenausschreibung|offre|avviso|aviso|zentrale|camoes|internation\w+ |norec|pnud|외교부|외무)"
)
_ROLE = re.compile(
    r"\b(?:officer|analyst|specialist|expert|adviser|advisor|coordinator|manager|assistant|associate|consultant|economist|intern|"
    r"jpo|sdp|sarc|apo|professional|representative|engineer|scientist|assistente|asistente|oficial|especialista|funzionario|analista|"
    r"charge|sachverstandig\w*|referent\w*|juniorekspert|apulaisasiantuntija|deskundige)\b|담당관|전문가|オフィサー"
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
    for line in reading.lines[:8]:
        words = reading.text[line.start : line.end]
        if line.is_heading and 5 <= len(words) <= 200 and not words.endswith(":") and _ROLE.search(fold(words)):
            return FoundWords(words, (reading.fact(Field.TITLE, words, line.start, line.end, "title.heading"),))
    for line in reading.lines[:_HEAD_LINES]:
        end = _title_end(reading, line.start, line.end)
        if _is_title(reading, line.start, end):
            words = reading.text[line.start : end]
            return FoundWords(words, (reading.fact(Field.TITLE, words, line.start, end, "title.first_line"),))
    if found := _POSITION_OF.search(reading.text):
        fact = reading.fact(Field.TITLE, found[1], found.start(1), found.end(1), "title.sentence")
        return FoundWords(found[1], (fact,))
    return FoundWords(None, ())


def _title_end(reading: Reading, start: int, end: int) -> int:
    """Where a title ends that opens a text without line breaks: at a full stop, a dash or a label behind it."""
    border = _TITLE_BORDER.search(reading.text, start + 8, min(end, start + _LONGEST_TITLE + 2))
    return border.start() if border else end


def _is_title(reading: Reading, start: int, end: int) -> bool:
    """A short first line that is no label, no date, no organisation and no sentence."""
    words, flat = reading.text[start:end].strip(), reading.flat[start:end]
    if not 6 <= len(words) <= _LONGEST_TITLE or words.endswith((".", ":", ";", ",")) or ":" in words[:30]:
        return False
    if known_label(flat) is not None or agencies().exactly(words) is not None or _GENERIC.search(flat):
        return False
    return _ROLE.search(flat) is not None or (words[0].isupper() and len(words.split()) <= 8)


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
