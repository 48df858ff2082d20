"""Pages of a programme beside the cases of the sponsors: identities, languages, terms of reference, adverts."""

from typing import Any

import pytest

from jpo_scraper.exceptions import WrongMediaType
from jpo_scraper.items import Fetch
from jpo_scraper.pages.programme import ProgrammePage, TermsOfReference, first_fetches
from tests.pages.documents import URL, document, pdf_bytes

SITE: dict[str, Any] = {
    "page": URL, "row": "li", "title": "b", "link": "a", "empty_pattern": "no call",
    "cells": {
        "Place": {"css": "i", "field": "duty_stations"},
        "Closing date": {"css": "u", "field": "deadline"},
    },
}  # fmt: skip
BY_LINK = SITE | {"link_id": r"^https?://([^?#]+?)/?(?:[?#]|$)"}
ENTRY = "<li><b>{}</b> <i>{}</i> <u>{}</u> {}</li>"


def page(body: str, site: dict[str, Any] = SITE) -> ProgrammePage:
    return ProgrammePage(document(body), Fetch(URL, "listing"), "any", site)


def ids(body: str, site: dict[str, Any] = SITE) -> list[str]:
    return [raw.external_id for raw in page(body, site).postings()]


def test_the_references_are_the_postings() -> None:
    read = page(ENTRY.format("One", "Rome", "1 May 2027", "") + ENTRY.format("Two", "Rome", "1 May 2027", ""))
    assert [reference.key for reference in read.references()] == [raw.external_id for raw in read.postings()]
    assert [reference.title for reference in read.references()] == ["One", "Two"]


def test_a_later_deadline_changes_no_identity() -> None:
    before, after = (ids(ENTRY.format("One", "Rome", day, "")) for day in ("1 May 2027", "8 May 2027"))
    assert before == after


def test_another_place_or_title_is_another_post() -> None:
    one, place, title = (ids(ENTRY.format(*words, "", "")) for words in (("A", "Rome"), ("A", "Paris"), ("B", "Rome")))
    assert len({*one, *place, *title}) == 3


def test_the_second_of_two_equal_entries_has_an_id_of_its_own() -> None:
    entry = ENTRY.format("One", "Rome", "1 May 2027", "")
    first, second = ids(entry + entry)
    assert first != second
    assert [first] == ids(entry)


def test_the_link_s_address_is_the_id_where_the_source_says_so() -> None:
    links = (
        '<a href="https://careers.example.org/jobs/4/?src=web">x</a>',
        '<a href="https://careers.example.org/jobs/4">x</a>',
    )
    for link in links:
        assert ids(ENTRY.format("One", "Rome", "", link), BY_LINK) == ["careers.example.org/jobs/4"]


def test_a_person_reads_the_advert_or_else_the_page() -> None:
    body = ENTRY.format("One", "Rome", "", '<a href="files/one.pdf">x</a>') + ENTRY.format("Two", "Rome", "", "")
    assert [raw.url for raw in page(body).postings()] == ["https://jobs.example.org/files/one.pdf", URL]


def test_what_holds_for_all_entries_is_part_of_each() -> None:
    body = "<p>Apply by May.</p>" + ENTRY.format("One", "Rome", "", "") + ENTRY.format("Two", "Rome", "", "")
    texts = [raw.text for raw in page(body, SITE | {"common": "p"}).postings()]
    assert texts == ["- One Rome\n\nApply by May.", "- Two Rome\n\nApply by May."]


def test_the_page_in_another_language_is_asked_for_too() -> None:
    translated = SITE | {"translation": f"{URL}?fr"}
    assert [fetch.url for fetch in first_fetches(translated)] == [URL, f"{URL}?fr"]
    assert [fetch.url for fetch in first_fetches(SITE)] == [URL]


WITH_TERMS = SITE | {"terms": "a.pdf", "common": "p"}
BOTH = (
    "<p>Apply by May.</p>"
    + ENTRY.format("One", "Rome", "", '<a class="pdf" href="/files/one.pdf">x</a>')
    + ENTRY.format("Two", "Rome", "", "")
)
TERMS = "Terms of reference\nYou count the bridges (all of them) that the last flood has left.\nYou say which are safe."


def terms(body: bytes, media_type: str = "application/pdf") -> TermsOfReference:
    reference, _ = page(BOTH, WITH_TERMS).references()
    made = document(body, url=reference.fetch.url, media_type=media_type, charset=None)
    return TermsOfReference(made, reference.fetch, "any", WITH_TERMS)


def test_an_entry_with_terms_of_reference_is_read_there_and_another_here() -> None:
    read = page(BOTH, WITH_TERMS)
    first, second = read.references()
    assert (first.fetch.page, first.fetch.url) == ("posting", "https://jobs.example.org/files/one.pdf")
    assert read.visits([first, second]) == [first]
    assert [raw.external_id for raw in read.postings()] == [second.key]


def test_the_entry_its_terms_of_reference_and_what_holds_for_all_are_one_posting() -> None:
    read = terms(pdf_bytes(TERMS))
    read.check()
    (raw,) = read.postings()
    assert raw.text == f"- One Rome x\n\n{TERMS}\n\nApply by May."
    assert [(label.name, label.value) for label in raw.labels] == [("title", "One"), ("Place", "Rome")]


def test_terms_of_reference_that_come_later_change_no_identity() -> None:
    (raw,) = terms(pdf_bytes(TERMS)).postings()
    without = page(BOTH, SITE | {"common": "p"}).postings()
    assert raw.external_id == without[0].external_id


def test_a_page_where_terms_of_reference_were_is_refused() -> None:
    with pytest.raises(WrongMediaType, match="no PDF came"):
        terms(b"<html><body>Not found</body></html>", "text/html").check()


def test_a_long_text_makes_a_pdf_of_several_pages() -> None:
    lines = "\n".join(f"Duty {number}: see that nothing is missing." for number in range(120))
    (raw,) = terms(pdf_bytes(lines)).postings()
    assert [number for number in range(120) if f"Duty {number}:" not in raw.text] == []
