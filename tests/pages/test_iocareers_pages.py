"""The list of iocareers beside the cases of the United States: dates, copies, links."""

from typing import Any

import pytest

from jpo_scraper.exceptions import SelectorError
from jpo_scraper.pages.iocareers import IoCareersList, first_fetches, wall_clock
from tests.pages.documents import URL, json_document

SITE = {"search": URL, "body": "main", "zone": "America/New_York"}


def vacancy(number: int, link: str | None = "https://careers.un.example.org/1", **more: Any) -> dict[str, Any]:
    row = {
        "VacancyID": number, "OrganizationAcronym": "WHO", "VacancyDetailURL": link, "VacancyTitle": "JPO",
        "VacancyStatus": "P", "VacancyLocation": "Geneva", "VacancyDeadline": None,
    }  # fmt: skip
    return {**row, **more}


def page(*rows: dict[str, Any]) -> IoCareersList:
    return IoCareersList(json_document({"Data": list(rows)}), first_fetches(SITE)[0], "any", SITE)


DATES = {
    "a day": ("/Date(1799989200000)/", "2027-01-15"),
    "a day in summer": ("/Date(1781496000000)/", "2026-06-15"),
    "a day and a clock": ("/Date(1799211540000)/", "2027-01-05T23:59:00"),
    "with an offset that adds nothing": ("/Date(1799211540000-0500)/", "2027-01-05T23:59:00"),
    "words": ("12/18/2026", "12/18/2026"),
    "other words": ("Open until filled", "Open until filled"),
}


@pytest.mark.parametrize(("value", "printed"), DATES.values(), ids=DATES)
def test_milliseconds_are_read_on_the_service_s_own_clock(value: str, printed: str) -> None:
    assert wall_clock(value, "America/New_York") == printed


def test_the_ordinary_row_counts_and_not_its_featured_copy() -> None:
    for rows in ((vacancy(1, VacancyStatus="F"), vacancy(2)), (vacancy(2), vacancy(1, VacancyStatus="F"))):
        assert [reference.key for reference in page(*rows).references()] == ["2"]


def test_vacancies_that_share_a_link_are_not_the_same_for_that() -> None:
    rows = (vacancy(1), vacancy(2, VacancyLocation="Copenhagen"))
    assert [reference.key for reference in page(*rows).references()] == ["1", "2"]


@pytest.mark.parametrize(
    ("link", "is_visited"),
    [
        ("/Main/Jobs/Details/1", True),
        ("https://jobs.example.org/one", True),
        ("https://careers.un.example.org/1", False),
        (URL, False),
        ("", False),
        (None, False),
    ],
)
def test_a_vacancy_is_read_on_this_site_or_told_by_its_row(link: str | None, is_visited: bool) -> None:
    listing = page(vacancy(1, link))
    assert [reference.key for reference in listing.visits(listing.references())] == (["1"] if is_visited else [])
    assert [raw.external_id for raw in listing.postings()] == ([] if is_visited else ["1"])


@pytest.mark.parametrize("broken", [{"VacancyID": "1"}, {"VacancyTitle": None}, {"VacancyDetailURL": 7}])
def test_a_row_of_another_form_raises(broken: dict[str, Any]) -> None:
    with pytest.raises(SelectorError):
        page(vacancy(1, **broken)).references()
