"""What holds for every posting and every person."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from jpo_scraper.eligibility import Outcome, Profile, Qualification, Status, Verdict, judge
from jpo_scraper.eligibility.age import months_served
from jpo_scraper.eligibility.compare import SILENCE
from jpo_scraper.items import Fact, Posting
from jpo_scraper.vocab import Degree, Field
from tests.eligibility.postings import COUNTRIES, LANGUAGES, dates, instants, judged, patient

Judged = tuple[Posting, tuple[Fact, ...]]
RANK = [Outcome.NOT, Outcome.UNCLEAR, Outcome.MET]

levels = st.none() | st.sampled_from(("native", "C1", "B1", "fluent"))
profiles = st.builds(
    Profile,
    nationalities=st.lists(st.sampled_from(COUNTRIES), unique=True, max_size=2).map(tuple),
    born_on=st.none() | dates,
    degrees=st.lists(st.builds(Qualification, st.sampled_from(Degree)), max_size=2).map(tuple),
    years=st.none() | st.floats(0, 12),
    languages=st.none() | st.dictionaries(st.sampled_from(LANGUAGES), levels, max_size=3),
    military_months=st.integers(0, 48),
    applications_made=st.none() | st.integers(0, 3),
)


@patient
@given(profiles, judged, instants)
def test_the_verdict_follows_from_the_clauses_and_every_clause_from_words(
    profile: Profile, found: Judged, as_of: datetime
) -> None:
    posting, facts = found
    verdict = judge(profile, posting, facts, as_of)
    outcomes = {clause.status for clause in verdict.clauses}
    assert (verdict.status is Status.NOT) is (Outcome.NOT in outcomes)
    assert (verdict.status is Status.ELIGIBLE) is (outcomes == {Outcome.MET})
    assert set(SILENCE) <= {clause.field for clause in verdict.clauses}
    assert verdict.deciding
    words = {fact.raw for fact in facts}
    for clause in verdict.clauses:
        if clause.basis is None:
            assert (clause.status, clause.quotes, clause.note) == (Outcome.UNCLEAR, (), SILENCE[clause.field])
        else:
            assert clause.quotes
            assert set(clause.quotes) <= words


@patient
@given(profiles.filter(lambda profile: profile.nationalities), st.sampled_from(COUNTRIES), judged, instants)
def test_one_more_nationality_closes_no_door(profile: Profile, code: str, found: Judged, as_of: datetime) -> None:
    more = replace(profile, nationalities=tuple(dict.fromkeys((*profile.nationalities, code))))
    assert not_worse(judge(profile, *found, as_of), judge(more, *found, as_of))


@patient
@given(
    profiles.filter(lambda profile: profile.languages is not None), st.sampled_from(LANGUAGES), levels, judged, instants
)
def test_one_more_language_closes_no_door(
    profile: Profile, code: str, level: str | None, found: Judged, as_of: datetime
) -> None:
    more = replace(profile, languages={code: level, **profile.languages})
    assert not_worse(judge(profile, *found, as_of), judge(more, *found, as_of))


@patient
@given(profiles, st.integers(0, 48), judged, instants)
def test_longer_military_service_never_lowers_the_limit(
    profile: Profile, months: int, found: Judged, as_of: datetime
) -> None:
    longer = replace(profile, military_months=profile.military_months + months)
    before, after = (
        min(RANK.index(clause.status) for clause in judge(one, *found, as_of).clauses if clause.field is Field.AGE)
        for one in (profile, longer)
    )
    assert after >= before


@patient
@given(st.text(max_size=60))
def test_any_condition_of_service_is_read_or_left(condition: str) -> None:
    assert (months_served(condition) or 1) >= 1


def not_worse(before: Verdict, after: Verdict) -> bool:
    return before.status is Status.NOT or after.status is not Status.NOT
