"""The lists and pages of UNAIDS beside its cases: several lists, and the cell that holds the text."""

import pytest

from jpo_scraper.exceptions import SelectorError
from jpo_scraper.items import Fetch
from jpo_scraper.pages.unaids import UnaidsList, UnaidsPosting, first_fetches
from tests.pages.documents import document

SITE = {
    "feeds": ["https://jobs.example.org/p.asp", "https://jobs.example.org/g.asp"],
    "view": "https://jobs.example.org/view.asp?id={id}",
    "body": "td",
}


def listing(body: str) -> UnaidsList:
    return UnaidsList(document(body, media_type="text/xml"), first_fetches(SITE)[0], "any", SITE)


def posting(body: str) -> UnaidsPosting:
    row = {"JobPositionPostingId": "7", "JobPositionTitle": "JPO", "JobPositionGrade": ""}
    fetch = Fetch("https://jobs.example.org/view.asp?id=7", "posting", hints={"row": row})
    return UnaidsPosting(document(body), fetch, "any", SITE)


def test_every_list_is_asked_for() -> None:
    assert [fetch.url for fetch in first_fetches(SITE)] == SITE["feeds"]


@pytest.mark.parametrize("root", ["root", "JobPositionPostings", "Envelope"])
def test_the_name_of_the_root_does_not_matter(root: str) -> None:
    row = "<JobPositionPostingId> 7 </JobPositionPostingId><JobPositionTitle>JPO\n Advocacy</JobPositionTitle>"
    inside = f"<JobPositionPosting><JobPositionInformation>{row}</JobPositionInformation></JobPositionPosting>"
    (reference,) = listing(f"<{root}>{inside}</{root}>").references()
    assert (reference.key, reference.title, reference.grade) == ("7", "JPO Advocacy", None)
    assert reference.fetch.url == "https://jobs.example.org/view.asp?id=7"


def test_the_longest_cell_is_the_text_and_what_the_row_left_empty_is_no_label() -> None:
    (raw,) = posting("<table><tr><td>List</td><td><p>One</p><p>Two</p></td></tr></table>").postings()
    assert raw.text == "One\n\nTwo"
    assert [label.name for label in raw.labels] == ["JobPositionTitle", "JobPositionPostingId"]


@pytest.mark.parametrize("body", ["<p>Words</p>", "<table><tr><td> </td></tr></table>"])
def test_a_page_without_words_in_cells_is_a_change(body: str) -> None:
    with pytest.raises(SelectorError, match="no words"):
        posting(body).postings()
