import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.linking import World
from jpo_scraper.items import Deadline, DutyStation
from jpo_scraper.link import link
from jpo_scraper.link.advert import Key
from jpo_scraper.link.evidence import Profile, Templates
from jpo_scraper.link.resolve import pair_of, rank, resolve
from jpo_scraper.vocab import LinkVerdict
from tests.link.adverts import advert

A, B, C = Key("wfp", "1"), Key("ministry", "a"), Key("aggregator", "x")


def groups(adverts, decisions=None):
    """The vacancies that come out when every two postings are compared."""
    profiles = {one.key: Profile(one) for one in adverts}
    pairs = {pair_of(a, b) for a in profiles for b in profiles if a < b}
    return resolve(profiles, pairs, Templates({}), decisions or {})


BASE = advert()
MINISTRY = advert("ministry", "a", reference=None)
AGGREGATOR = advert("aggregator", "x", reference=None, sponsors=())
OTHER = advert("wfp", "2", reference="JR129199", sponsors=("NL",))


def test_three_sources_of_one_vacancy_are_one_group():
    assert groups([BASE, MINISTRY, AGGREGATOR]).groups == [frozenset({A, B, C})]


def test_of_two_partners_that_fit_equally_well_neither_is_taken():
    found = groups([BASE, OTHER, AGGREGATOR])
    assert found.groups == []
    assert {link.verdict for link in found.links.values()} == {LinkVerdict.UNCLEAR}
    assert any("wfp 2 fits as well" in link.reason for link in found.links.values())


def test_a_partner_that_is_taken_elsewhere_is_no_rival():
    dutch = advert("netherlands", "n", reference="JR129199", sponsors=("NL",))
    reference = replace(AGGREGATOR, posting=replace(AGGREGATOR.posting, reference="JR129140"))
    assert groups([BASE, OTHER, reference, dutch]).groups == [frozenset({A, C}), frozenset({OTHER.key, dutch.key})]


def test_nobody_brings_two_together_that_are_apart():
    """The aggregator names only the country: it fits each alone, and they exclude each other."""
    goma = advert("ministry", "a", reference=None, duty_stations=(DutyStation("Khujand", "TJ", 1),))
    country = advert("aggregator", "x", reference=None, duty_stations=(DutyStation(None, "TJ", 1),), text="short")
    assert groups([BASE, goma, country]).groups == []


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ({pair_of(A, B): LinkVerdict.DIFFERENT}, []),
        ({pair_of(A, B): LinkVerdict.DIFFERENT, pair_of(B, C): LinkVerdict.DIFFERENT}, [{A, C}]),
        ({pair_of(A, B): LinkVerdict.READVERTISED, pair_of(B, C): LinkVerdict.DIFFERENT}, [{A, C}]),
        ({pair_of(A, B): LinkVerdict.SAME}, [{A, B, C}]),
    ],
)
def test_a_person_stands_above_the_rules(decisions, expected):
    """Refused A and B: C fits both equally, so it goes with neither until one more is refused."""
    assert groups([BASE, MINISTRY, AGGREGATOR], decisions).groups == expected


def test_a_confirmed_pair_is_one_vacancy_against_all_rules_but_not_against_a_refusal():
    goma = advert("ministry", "a", reference=None, duty_stations=(DutyStation("Goma", "CD", 1),))
    confirmed = {pair_of(A, B): LinkVerdict.SAME}
    assert groups([BASE, goma], confirmed).groups == [{A, B}]
    third = {**confirmed, pair_of(B, C): LinkVerdict.SAME, pair_of(A, C): LinkVerdict.DIFFERENT}
    assert len(groups([BASE, goma, AGGREGATOR], third).groups) == 1
    assert {A, B, C} not in groups([BASE, goma, AGGREGATOR], third).groups


def test_the_sample_of_a_template_is_drawn_by_the_whole_key():
    assert rank(Key("a", "bc")) != rank(Key("ab", "c"))


WORLD = [item.advert for item in World(11).items(12)]
EXPECTED = link(WORLD)


@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_postings_does_not_matter(choice: random.Random):
    shuffled = list(WORLD)
    choice.shuffle(shuffled)
    found = link(shuffled)
    assert found.groups == EXPECTED.groups
    assert found.links == EXPECTED.links


def test_postings_without_anything_to_go_by_are_not_linked():
    bare = {"title": None, "agency": None, "duty_stations": (), "sponsors": (), "deadline": None, "reference": None}
    assert link([advert("a", "1", text="", **bare), advert("b", "1", text="", **bare)]).links == {}


def test_long_and_strange_words_are_no_obstacle():
    odd = {"title": "Officer " * 5_000, "reference": "9" * 3_000, "deadline": Deadline(date.max)}
    found = link([advert("a", "1" * 2_000, **odd), advert("b", "\ud800", **odd)])
    assert len(found.groups) == 1
