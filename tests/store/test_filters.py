from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from jpo_scraper.items import Competency, Deadline, DutyStation, Nationalities, Posting
from jpo_scraper.store.filters import EVERY, Filters
from jpo_scraper.store.queries import open_postings
from jpo_scraper.vocab import CompetencyCategory
from tests.store.factory import crawl, normalised, raw

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TEAMWORK = Competency("Teamwork & respect", CompetencyCategory.CORE, "C002", "A framework")
PERCENT = Competency("100% focus", None)
MOMENT = Deadline(on=date(2026, 3, 12), time="23:59", zone="Asia/Seoul", at=datetime(2026, 3, 12, 14, 59, tzinfo=UTC))
POSTINGS = {
    "full": Posting(
        agency="WHO", host_agency="UNDP", sponsors=("KR", "JP"), grade="P-2", deadline=MOMENT,
        duty_stations=(DutyStation("Geneva", "CH", 1), DutyStation("Goma", "CD", 2)),
        nationalities=Nationalities(include=("KR", "JP"), exclude=("US",)), competencies=(TEAMWORK, PERCENT),
    ),
    "other": Posting(
        agency="UN Women", sponsors=("NL",), grade="P-1", deadline=Deadline(on=date(2026, 3, 20)),
        duty_stations=(DutyStation(None, "KE", 1),), nationalities=Nationalities(include=("NL", "US", "DE")),
        competencies=(Competency("Respect for diversity", CompetencyCategory.VALUE),),
    ),
    "torn": Posting(
        nationalities=Nationalities(include=("DE",), exclude=("DE",)), deadline=Deadline(on=date(2026, 3, 10)),
    ),
    "silent": Posting(),
}  # fmt: skip


@pytest.fixture
def filled(engine):
    crawl(engine, [(raw(key), normalised(replace(posting, title=key))) for key, posting in POSTINGS.items()])
    return engine


def asked(engine, filters, as_of=NOW):
    return {row["title"] for row in open_postings(engine, as_of, filters, include_all=True)}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (EVERY, "full other torn silent"),
        (Filters(sponsors=("KR",)), "full"),
        (Filters(sponsors=("jp",)), "full"),
        (Filters(sponsors=("JP", "NL")), "full other"),
        (Filters(sponsors=("XX",)), ""),
        (Filters(agencies=("who",)), "full"),
        (Filters(agencies=("UN women",)), "other"),
        (Filters(agencies=("UNDP",)), ""),
        (Filters(countries=("CD",)), "full"),
        (Filters(countries=("KE", "CH")), "full other"),
        (Filters(grades=("P-2",)), "full"),
        (Filters(grades=("p1", "P-2")), "full other"),
        (Filters(grades=("P",)), ""),
        (Filters(competencies=("respect",)), "full other"),
        (Filters(competencies=("c002",)), "full"),
        (Filters(competencies=("C00",)), ""),
        (Filters(competencies=("%",)), "full"),
        (Filters(competencies=("team_ork",)), ""),
        (Filters(nationalities=("KR",)), "full"),
        (Filters(nationalities=("US",)), "other"),
        (Filters(nationalities=("DE",)), "other"),
        (Filters(agencies=("WHO",), sponsors=("KR",), countries=("CH",), nationalities=("JP",)), "full"),
        (Filters(agencies=("WHO",), sponsors=("NL",)), ""),
        (Filters(deadline_from=date(2026, 3, 12)), "full other"),
        (Filters(deadline_to=date(2026, 3, 12)), "full torn"),
        (Filters(deadline_from=date(2026, 3, 11), deadline_to=date(2026, 3, 19)), "full"),
        (Filters(deadline_from=date(2026, 3, 13), deadline_to=date(2026, 3, 12)), ""),
    ],
)
def test_postings_that_state_what_is_asked_for_are_found(filled, filters, expected):
    assert asked(filled, filters) == set(expected.split())


@pytest.mark.parametrize(
    ("days", "as_of", "expected"),
    [
        (0, NOW, "torn"),
        (2, NOW, "torn"),
        (3, NOW, "full torn"),
        (10, NOW, "full other torn"),
        (2, MOMENT.at - timedelta(days=2), "full torn"),
        (2, MOMENT.at - timedelta(days=2, seconds=1), "torn"),
        (1, MOMENT.at, ""),
        (8, MOMENT.at, "other"),
        (1, datetime(2026, 3, 21, tzinfo=UTC), ""),
    ],
)
def test_closing_within_counts_from_the_moment_asked_about(filled, days, as_of, expected):
    assert asked(filled, Filters(closing_within=days), as_of) == set(expected.split())


@pytest.mark.parametrize("words", ["'", '"; DROP TABLE posting', "\\", "/", "한국"])
def test_odd_words_find_nothing_and_break_nothing(filled, words):
    filters = (
        Filters(sponsors=(words,)),
        Filters(agencies=(words,)),
        Filters(grades=(words,)),
        Filters(competencies=(words,)),
        Filters(nationalities=(words,)),
        Filters(countries=(words,)),
    )
    assert [asked(filled, one) for one in filters] == [set()] * 6
