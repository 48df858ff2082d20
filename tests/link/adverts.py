"""Adverts for tests: one post, and what differs from it. The words are invented."""

from dataclasses import replace
from datetime import date

from jpo_scraper.items import Deadline, DutyStation, Posting
from jpo_scraper.link.advert import Advert, Key
from jpo_scraper.link.evidence import Profile, Templates
from jpo_scraper.link.judge import Judgement, judge

POSTING = Posting(
    title="Nutrition Officer", is_jpo=True, agency="WFP", duty_stations=(DutyStation("Dushanbe", "TJ", 1),),
    sponsors=("FI",), grade="P-2", reference="JR129140", deadline=Deadline(date(2027, 1, 15)),
)  # fmt: skip
SEEN = date(2026, 12, 10)
OWN = (
    "The officer tests new bread with millers in nine valleys and writes down what schools make of it. Every second "
    "month there is a trip to the cold stores, where broken scales are listed and mended together with the owners."
)
TEMPLATE = (
    "We feed people where harvests fail and where roads are cut, and we have done so for many years in many countries. "
    "Colleagues here enjoy an open house, fair pay, and leave that they may take when the season allows it."
)


def advert(
    source: str = "wfp", key: str = "1", *, text: str = f"{TEMPLATE}\n{OWN}", seen: date = SEEN, language: str = "en",
    url: str | None = None, **fields: object,
) -> Advert:  # fmt: skip
    return Advert(Key(source, key), replace(POSTING, **fields), text, seen, url, language)


def others(*sources: str, count: int = 4) -> Templates:
    """What tells the template: postings of the agency, and of the sources, about other posts."""
    titles = ("Logistics Officer", "Finance Analyst", "Gender Specialist", "Climate Expert")[:count]
    texts = ("ships arrive at dawn and", "ledgers close on Fridays and", "meetings are held in pairs and", "rain is")
    kind = [
        Profile(advert(key=f"other{number}", title=title, text=f"{TEMPLATE}\n{words} nothing is lost by it for long."))
        for number, (title, words) in enumerate(zip(titles, texts, strict=False))
    ]
    return Templates({("agency", "WFP"): kind, **{("source", source): kind for source in sources}})


def judged(first: Advert, second: Advert, templates: Templates | None = None) -> Judgement:
    known = others(first.key.source, second.key.source) if templates is None else templates
    found = judge(Profile(first), Profile(second), known)
    assert found == judge(Profile(second), Profile(first), known), "the order of two postings must not matter"
    return found
