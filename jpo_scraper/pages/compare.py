"""A page of today against well-read pages of the same kind: what matched, what is missing, what is new."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jpo_scraper.pages.shape import Shape
from jpo_scraper.pages.watch import Reading, Tally


class Match(StrEnum):
    """How a selector or key fares on today's page."""

    FOUND = "found"
    OPTIONAL = "not here, as at times before"
    MISSING = "MISSING"
    """It was always there before, or something is wrong with the page and it was there at times."""
    UNREACHED = "not asked for here"
    UNPROVEN = "no page before asked for it"


@dataclass(frozen=True, slots=True)
class Finding:
    """One selector or key."""

    name: str
    today: Tally
    before: Tally
    """All pages before together."""
    match: Match


def findings(today: Reading, before: Sequence[Reading]) -> Iterator[Finding]:
    """What today's page was asked for and what the pages before were asked for, in the order first asked."""
    names = dict.fromkeys([*today.notes, *(name for reading in before for name in reading.notes)])
    for name in names:
        known = [reading.notes[name] for reading in before if name in reading.notes]
        tally = today.notes.get(name, Tally())
        together = Tally(sum(one.asked for one in known), sum(one.answered for one in known))
        yield Finding(name, tally, together, _match(tally, known, is_broken=today.is_broken))


def _match(today: Tally, known: Sequence[Tally], *, is_broken: bool) -> Match:
    if not today.asked:
        return Match.UNREACHED
    if not known:
        return Match.FOUND if today.answered else Match.UNPROVEN
    was_always_there = all(one.answered == one.asked for one in known)
    was_there = any(one.answered for one in known)
    if today.answered == today.asked or (today.answered and not was_always_there):
        return Match.FOUND
    if was_always_there or (is_broken and was_there and not today.answered):
        return Match.MISSING
    return Match.OPTIONAL


@dataclass(frozen=True, slots=True)
class Difference:
    """What a document is made of, against the documents before."""

    missing: list[str]
    """Parts of every document before."""
    new: list[str]
    """Parts of no document before, the most frequent first."""


def difference(today: Shape, before: Iterable[Shape]) -> Difference:
    """The parts that came and went. Without documents before, nothing is new and nothing missing."""
    shapes = [shape for shape in before if shape]
    if not shapes:
        return Difference([], [])
    always = set(shapes[0]).intersection(*shapes[1:])
    known = set().union(*shapes)
    return Difference(sorted(always - set(today)), [part for part, _ in today.most_common() if part not in known])
