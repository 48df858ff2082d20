"""Pairs, one difference at a time, with the verdict reasoned beforehand."""

from datetime import date, timedelta

import pytest

from jpo_scraper.items import Deadline, DutyStation, Nationalities
from jpo_scraper.link.evidence import Templates
from jpo_scraper.vocab import LinkVerdict
from tests.link.adverts import OWN, SEEN, TEMPLATE, advert, judged, others

SAME, AGAIN, UNCLEAR, DIFFERENT = (
    LinkVerdict.SAME, LinkVerdict.READVERTISED, LinkVerdict.UNCLEAR, LinkVerdict.DIFFERENT,
)  # fmt: skip
BASE = advert()
EDITED = "A post in Dushanbe, paid for by our ministry. " + OWN.replace("The officer", "The JPO")
GOMA, TAJIK = DutyStation("Goma", "CD", 1), DutyStation(None, "TJ", 1)
LATER = {"deadline": Deadline(date(2028, 1, 20)), "seen": date(2027, 12, 15)}


def elsewhere(**fields):
    return advert("ministry", "a", **{"reference": None, **fields})


@pytest.mark.parametrize(
    "other",
    [
        elsewhere(title="JPO in Nutrition Officer", text=EDITED),
        elsewhere(sponsors=()),
        elsewhere(deadline=Deadline(date(2027, 1, 16))),
        elsewhere(deadline=None, text=EDITED),
        elsewhere(duty_stations=(TAJIK,)),
        elsewhere(duty_stations=(DutyStation("DYU", "TJ", 1),)),
        elsewhere(duty_stations=(GOMA, DutyStation("Dushanbe", "TJ", 2))),
        elsewhere(title="Ravitsemusasiantuntija", language="fi", text="Työ alkaa keväällä ja kestää kaksi vuotta."),
        elsewhere(reference="FI-27-003"),
        elsewhere(title="Officer, Nutrition and Food", reference="JR129140", deadline=None, duty_stations=()),
        elsewhere(url="https://jobs.example/Nutrition-Officer_JR129140", deadline=None, grade=None),
        elsewhere(reference="JR129140", deadline=Deadline(date(2027, 1, 29))),  # extended, and told on one site only
        elsewhere(agency=None, reference="JR129140"),
        elsewhere(seen=SEEN + timedelta(days=90)),  # a source that was crawled late still shows the same deadline
    ],
)
def test_another_source_posts_the_same_vacancy(other):
    found = judged(BASE, other)
    assert found.verdict is SAME, found.reason
    assert 0.85 < found.score <= 1
    assert found.reason


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (elsewhere(duty_stations=(GOMA,)), "duty stations Goma (CD) and Dushanbe (TJ)"),
        (elsewhere(duty_stations=(DutyStation("Khujand", "TJ", 1),)), "duty stations Khujand (TJ) and Dushanbe (TJ)"),
        (elsewhere(agency="FAO"), "agencies FAO and WFP"),
        (elsewhere(agency="FAO", reference="JR129140"), "agencies FAO and WFP"),
        (elsewhere(sponsors=("NL",)), "sponsors NL and FI"),
        (elsewhere(sponsors=(), nationalities=Nationalities(include=("NL",))), ""),
        (elsewhere(grade="P-3"), "grades P-3 and P-2"),
        (elsewhere(title="Logistics Officer"), "other title"),
        (elsewhere(title="Nutrition Analyst"), "other title"),
        (elsewhere(reference="JR129199"), "references JR129199 and JR129140"),
        (advert(key="2", reference="JR129199"), "references JR129140 and JR129199"),
        (advert(key="2", reference=None), ""),
    ],
)
def test_one_fact_that_differs_keeps_two_posts_apart_however_alike_their_texts(other, why):
    base = advert(nationalities=Nationalities(include=("FI",)))
    found = judged(base, other)
    assert found.verdict in (UNCLEAR, DIFFERENT), found.reason
    assert found.is_apart or found.verdict is UNCLEAR
    assert why in found.reason


@pytest.mark.parametrize(
    "other",
    [
        elsewhere(deadline=Deadline(date(2027, 1, 25))),  # extended, or another post: a person decides
        elsewhere(deadline=None, text=TEMPLATE),
        elsewhere(title=None, text=TEMPLATE),
        elsewhere(title="Lahjoittajasuhteet", language="fi", text="Työ alkaa keväällä ja kestää kaksi vuotta."),
        elsewhere(reference="JR129140", duty_stations=(GOMA,)),
    ],
)
def test_much_that_agrees_and_something_that_is_missing_is_for_a_person(other):
    assert judged(BASE, other).verdict is UNCLEAR


def test_a_template_is_no_evidence():
    found = judged(
        BASE, elsewhere(deadline=None, text=f"{TEMPLATE}\nQuite another thing is done here, by other means.")
    )
    assert found.verdict is UNCLEAR
    assert "own text" not in found.reason


def test_without_other_postings_nobody_knows_the_template_and_the_text_says_nothing():
    same_text = elsewhere(deadline=None)
    assert judged(BASE, same_text, Templates({})).verdict is UNCLEAR
    assert judged(BASE, same_text, others("wfp", "ministry", count=2)).verdict is UNCLEAR
    assert judged(BASE, same_text, others("wfp")).verdict is UNCLEAR, "the ministry's own template is not known"
    assert judged(BASE, same_text, others("wfp", "ministry")).verdict is SAME


@pytest.mark.parametrize(
    "other",
    [
        advert(key="2", reference="JR140001", **LATER),
        advert(key="2", reference=None, **LATER),
        elsewhere(text=EDITED, **LATER),
        elsewhere(reference="JR129140", text="", **LATER),
        advert(key="2", reference="JR140001", title="RE-ADVERTISEMENT: Nutrition Officer", text=TEMPLATE,
               deadline=Deadline(date(2027, 2, 20)), seen=date(2027, 1, 10)),
    ],
)  # fmt: skip
def test_the_same_post_announced_again_is_a_vacancy_of_its_own_and_linked(other):
    found = judged(BASE, other)
    assert found.verdict is AGAIN, found.reason
    assert found.earlier == BASE.key
    assert found.is_apart
    assert "announced" in found.reason


@pytest.mark.parametrize(
    "other",
    [
        advert(key="2", reference="JR140001", text=f"{TEMPLATE}\nAnother JPO follows, for radio plays and for theatre "
               "in the villages of the north, with a small stage that travels by lorry.", **LATER),
        advert(key="2", reference="JR140001", duty_stations=(GOMA,), **LATER),
        advert(key="2", reference="JR140001", sponsors=("NL",), **LATER),
        advert(key="2", reference="JR140001", deadline=Deadline(date(2027, 1, 25))),  # both are open: two posts
    ],
)  # fmt: skip
def test_a_follow_up_is_no_re_advertisement(other):
    assert judged(BASE, other).verdict is DIFFERENT


def test_two_sites_that_both_say_again_post_one_vacancy():
    words = {"title": "Re-advertisement: Nutrition Officer"}
    assert judged(advert(**words), elsewhere(**words)).verdict is SAME
