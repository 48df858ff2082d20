"""A person against the stored postings: what `jpo eligible` and the form of the web both ask."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from jpo_scraper.eligibility import COMPARED, RESTS_ON, Clause, Profile, Qualification, Verdict, clauses_on, verdict
from jpo_scraper.exceptions import UsageError
from jpo_scraper.items import Fact, posting_from_json
from jpo_scraper.store.queries import PostingDetail, PostingFacts, Row, Stated
from jpo_scraper.vocab import Basis, Degree, Field

DAYS_OF_YEAR = 365.25
OLDEST = 120
"""Years of a life."""


_LOOKED_AT = [(field.value, [other.value for other in (field, *RESTS_ON.get(field, ()))]) for field in COMPARED]
"""What is compared, with what the comparison looks at. Plain strings, which are looked up faster than members."""


class Judged(NamedTuple):
    """A posting and what it means for the person."""

    flat: Row
    """The row of `postings_flat`."""
    verdict: Verdict


def person(
    nationalities: tuple[str, ...],
    born_on: date | None,
    degree: str | None,
    years: float | None,
    languages: dict[str, str | None] | None,
    military_months: int,
    applications_made: int | None,
    on: date,
) -> Profile:
    """The person as told, on the day `on`. Raises UsageError where no person can be so."""
    _check_life(born_on, years, on)
    return Profile(
        nationalities=nationalities,
        born_on=born_on,
        degrees=(Qualification(Degree(degree)),) if degree else (),
        years=years,
        languages=languages,
        military_months=military_months,
        applications_made=applications_made,
    )


def _check_life(born_on: date | None, years: float | None, on: date) -> None:
    """Raises UsageError where nobody can be born then, or have worked for so long."""
    if born_on is None:
        return
    age = (on - born_on).days / DAYS_OF_YEAR
    if not 0 <= age <= OLDEST:
        raise UsageError(f"Nobody who applies on {on} is born on {born_on}: give the date of birth as YYYY-MM-DD")
    if years is not None and years > age:
        raise UsageError(
            f"{years:g} years of experience are more than the {int(age)} years since {born_on}: correct one of them"
        )


def judged(profile: Profile, found: Iterable[PostingFacts], when: datetime) -> Iterator[Judged]:
    """The verdict for each of the postings, as of an aware instant.

    What several of them say in the same words, as calls of one sponsor do, is compared once.
    """
    known: dict[tuple[object, ...], Sequence[Clause]] = {}
    for one in found:
        clauses: list[Clause] = []
        for name, looked_at in _LOOKED_AT:
            stated = one.facts.get(name, ())
            key = (name, repr([one.normalised.get(other) for other in looked_at]), *stated)
            if key not in known:
                said = posting_from_json(
                    {other: one.normalised[other] for other in looked_at if other in one.normalised}
                )
                known[key] = clauses_on(Field(name), profile, said, [_fact(name, *words) for words in stated], when)
            clauses += known[key]
        yield Judged(one.flat, verdict(clauses))


def _fact(field: str, value: str, raw: str, basis: str) -> Fact:
    """A stored fact as it is compared: where it stands, and by which rule it was found, changes no verdict."""
    return Fact(Field(field), json.loads(value), raw, "stored", basis=Basis(basis))


def facts_of(detail: PostingDetail) -> PostingFacts:
    """What of a posting a verdict rests on."""
    facts: dict[str, list[Stated]] = defaultdict(list)
    for fact in detail.facts:
        facts[fact["field"]].append((json.dumps(fact["value"]), fact["raw"], fact["basis"]))
    return PostingFacts(detail.flat, detail.observations[-1]["normalised"], facts)
