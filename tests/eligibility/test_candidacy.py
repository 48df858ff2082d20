"""A person against many postings: each gets the verdict that it would get alone."""

import json
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jpo_scraper.candidacy import judged
from jpo_scraper.eligibility import COMPARED, Profile, Qualification, judge
from jpo_scraper.items import Age, Deadline, ExperienceTier, Fact, Posting
from jpo_scraper.store.queries import PostingFacts, Stated
from jpo_scraper.vocab import Degree, Field
from tests.eligibility import postings
from tests.eligibility.test_properties import Judged, profiles

AS_OF = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)


def stored(posting: Posting, facts: tuple[Fact, ...]) -> PostingFacts:
    """As the store gives them."""
    normalised: dict[str, Any] = json.loads(json.dumps(posting.to_json()))
    stated: dict[str, list[Stated]] = defaultdict(list)
    for fact in facts:
        stated[fact.field].append((json.dumps(fact.to_json()["value"]), fact.raw, fact.basis))
    return PostingFacts({}, normalised, stated)


def crossed(field: Field, first: Judged, second: Judged) -> Judged:
    """The first posting, but for what the second one says on a field."""
    kept = [fact for fact in first[1] if fact.field is not field]
    taken = [fact for fact in second[1] if fact.field is field]
    return replace(first[0], **{field.value: getattr(second[0], field)}), (*kept, *taken)


@postings.patient
@given(profiles, postings.judged, postings.judged, st.sampled_from(COMPARED), postings.instants)
def test_postings_that_share_words_get_the_verdicts_that_they_get_alone(
    profile: Profile, first: Judged, second: Judged, field: Field, as_of: datetime
) -> None:
    every = [first, second, crossed(field, first, second), crossed(field, second, first)]
    found = judged(profile, [stored(*one) for one in every], as_of)
    assert [one.verdict for one in found] == [judge(profile, *one, as_of) for one in every]


def test_one_limit_and_two_deadlines_are_two_ages() -> None:
    profile = Profile(born_on=date(1994, 6, 1))
    posts = [Posting(deadline=Deadline(date(year, 4, 1)), age=Age(32)) for year in (2026, 2029)]
    found = judged(profile, [stored(post, postings.facts_of(post)) for post in posts], AS_OF)
    ages = [next(clause.has for clause in one.verdict.clauses if clause.field is Field.AGE) for one in found]
    assert ages == ["30 on 2025-03-01, 32 on 2027-04-01", "30 on 2025-03-01, 35 on 2030-04-01"]


def test_one_degree_and_two_tiers_are_two_educations() -> None:
    tiers = [(ExperienceTier(Degree.BACHELOR, 4),), ()]
    posts = [Posting(education_min=Degree.MASTER, experience=one) for one in tiers]
    profile = Profile(degrees=(Qualification(Degree.BACHELOR),))
    found = judged(profile, [stored(post, postings.facts_of(post)) for post in posts], AS_OF)
    outcomes = [
        next(clause.status.value for clause in one.verdict.clauses if clause.field is Field.EDUCATION_MIN)
        for one in found
    ]
    assert outcomes == ["met", "not"]
