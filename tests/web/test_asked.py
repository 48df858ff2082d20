"""The query of a URL and the filters."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qs

import pytest

from jpo_scraper.store.filters import Filters
from jpo_scraper.web.asked import Asked, asked


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", Asked()),
        ("sponsor=kr&sponsor=Japan&sponsor=KR", Asked(Filters(sponsors=("KR", "JP")))),
        ("agency=world+health+organization&grade=p2", Asked(Filters(agencies=("WHO",), grades=("p2",)))),
        ("closing_within=14&deadline_to=2026-05-01",
         Asked(Filters(closing_within=14, deadline_to=date(2026, 5, 1)))),
        ("all=1&page=3&as_of=2026-03-10", Asked(include_all=True, page=3, day=date(2026, 3, 10))),
        ("competency=a%26b&nationality=NL&country=", Asked(Filters(competencies=("a&b",), nationalities=("NL",)))),
        ("q=+two+words+", Asked(Filters(search="two words"))),
        ("utm_source=x&all=0", Asked()),
    ],
)  # fmt: skip
def test_a_query_is_understood_and_said_again_in_one_form(query, expected):
    found = asked(parse_qs(query))
    assert found == expected
    assert asked(parse_qs(found.query())) == expected


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("sponsor=Koreaa", "'Koreaa' is no country"),
        ("agency=WHOO", "Did you mean WHO"),
        ("closing_within=-1", "is no number of days"),
        ("closing_within=99999999999", "is no number of days"),
        ("deadline_from=31.12.2026", "write it like 2026-03-16"),
        ("page=0", "is no number of a page"),
        ("page=٣", "is no number of a page"),
        ("as_of=tomorrow", "is no day"),
    ],
)
def test_what_cannot_be_understood_is_said(query, problem):
    (said,) = asked(parse_qs(query)).problems
    assert problem in said


def test_a_facet_narrows_and_goes_to_the_first_page():
    wanted = asked(parse_qs("sponsor=KR&page=4&all=1"))
    assert parse_qs(wanted.narrowed("grade", "P-2")) == {"sponsor": ["KR"], "grade": ["P-2"], "all": ["1"]}


def test_a_day_means_its_beginning_and_none_means_now():
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    assert Asked().when(now) == now
    assert Asked(day=date(2026, 1, 2)).when(now) == datetime(2026, 1, 2, tzinfo=UTC)
