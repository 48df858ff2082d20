"""A person against the stored postings: what `jpo eligible` and the form of the web both ask."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from jpo_scraper.eligibility import COMPARED, Profile, Qualification, Verdict, judge
from jpo_scraper.exceptions import UsageError
from jpo_scraper.items import fact_from_json, posting_from_json
from jpo_scraper.store.queries import PostingDetail, PostingFacts, Row
from jpo_scraper.vocab import Degree

DAYS_OF_YEAR = 365.25
OLDEST = 120
"""Years of a life."""


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
    """The verdict for each of the postings, as of an aware instant."""
    for one in found:
        compared = {name.value: one.normalised[name] for name in COMPARED if name in one.normalised}
        yield Judged(one.flat, judge(profile, posting_from_json(compared), list(map(fact_from_json, one.facts)), when))


def facts_of(detail: PostingDetail) -> PostingFacts:
    """What of a posting a verdict rests on."""
    return PostingFacts(detail.flat, detail.observations[-1]["normalised"], detail.facts)
