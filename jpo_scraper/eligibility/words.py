"""What comes of a comparison, in words: the same in a terminal and on a page."""

from jpo_scraper.contacts import masked
from jpo_scraper.eligibility.model import Clause

NOT_COMPARED = "Fields of study, test scores and skills are not compared: read the posting before you apply."
LONGEST_QUOTE = 160


def requirement(clause: Clause) -> str:
    """What is asked about: `duty stations`, `education`."""
    return clause.field.value.removesuffix("_min").replace("_", " ")


def quoted(clause: Clause) -> str:
    """The words that ask for it, in quotation marks, shortened, without contact details; empty where there are none."""
    words = " ".join(masked(clause.quote).split())
    short = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rstrip()} …"
    return f"“{short}”" if words else ""


def in_words(clause: Clause) -> str:
    """`age: at most 32 on 2026-12-31; you: 33 on 2026-12-31; “not older than 32” (note)`."""
    parts = (clause.needs, f"you: {clause.has}" if clause.has else "", quoted(clause))
    words = "; ".join(filter(None, parts))
    note = f"({clause.note})" if words and clause.note else clause.note
    return f"{requirement(clause)}: " + " ".join(filter(None, (words, note)))
