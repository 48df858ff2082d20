"""Every fixture case: what its page gives and what its postings mean, one test a fact."""

import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from scrapy.http import FormRequest, JsonRequest
from scrapy.utils.request import fingerprint

from jpo_scraper import exceptions
from jpo_scraper.items import Fetch
from jpo_scraper.pages.base import DoorPage, ListingPage
from jpo_scraper.sources.registry import crawlable, load_all
from tests.fixture_cases import FIXTURES, Case, case_id, load_cases

CASES = load_cases()
BROKEN = [case for case in CASES if "raises" in case.expected]
WHOLE = [case for case in CASES if "raises" not in case.expected]
WITH_POSTINGS = [case for case in WHOLE if case.expected.get("raw")]
PAGE_FIELDS = ("references", "reported_total", "is_empty", "next", "fetches")
POSTING_FIELDS = (
    "title programme is_jpo agency host_agency duty_stations sponsors nationalities grade grade_raw reference url "
    "deadline competencies"
).split()


def in_order(value: Any) -> Any:
    """Lists in one order: that of competencies and countries is not promised."""
    if isinstance(value, dict):
        return {key: in_order(part) for key, part in value.items()}
    if isinstance(value, list):
        return sorted(map(in_order, value), key=lambda part: json.dumps(part, sort_keys=True))
    return value


def projected(actual: Any, expected: Any) -> Any:
    """`actual`, reduced to the keys that `expected` speaks of."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        return {key: projected(actual.get(key), expected[key]) for key in expected}
    if isinstance(actual, list) and isinstance(expected, list):
        return [projected(part, expected[0] if expected else None) for part in actual]
    return actual


def page_facts() -> Iterator[Any]:
    for case in WHOLE:
        for name in PAGE_FIELDS:
            if name in case.expected:
                yield pytest.param(case, name, id=f"{case_id(case)}-{name}")


def posting_facts() -> Iterator[Any]:
    for case in WITH_POSTINGS:
        for index, posting in enumerate(case.expected["postings"]):
            for name in POSTING_FIELDS:
                if name in posting:
                    yield pytest.param(case, index, name, id=f"{case_id(case)}-{index}-{name}")


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_a_case_is_whole(case: Case) -> None:
    assert {path.name for path in case.folder.iterdir()} >= {"request.json", "expected.json", "note.md"}
    assert len(list(case.folder.glob("document.*"))) == 1
    assert (case.folder / "note.md").read_text(encoding="utf-8").strip()
    assert len(case.expected.get("postings", [])) == len(case.expected.get("raw", []))
    assert not ("raises" in case.expected and len(case.expected) > 1)


@pytest.mark.parametrize("case", BROKEN, ids=case_id)
def test_a_broken_document_raises_what_it_is(case: Case) -> None:
    with pytest.raises(exceptions.PageError) as caught:
        _ = case.read
    assert type(caught.value).__name__ == case.expected["raises"]
    assert caught.value.url == case.request["url"]


@pytest.mark.parametrize(("case", "name"), list(page_facts()))
def test_a_listing_gives(case: Case, name: str) -> None:
    assert getattr(case.read, name) == case.expected[name]


@pytest.mark.parametrize("case", [case for case in WHOLE if "raw" in case.expected], ids=case_id)
def test_a_page_gives_these_postings_and_labels_and_no_other(case: Case) -> None:
    got = [
        {
            "external_id": raw.external_id,
            "url": raw.url,
            "language": raw.language,
            "labels": [[label.name, label.value] for label in raw.labels],
        }
        for raw in case.read.raw
    ]
    assert got == case.expected["raw"]


@pytest.mark.parametrize("case", WHOLE, ids=case_id)
def test_a_page_reports_the_keys_that_nobody_knows(case: Case) -> None:
    assert case.read.unknown_keys == case.expected.get("unknown_keys", [])


@pytest.mark.parametrize("case", [case for case in WHOLE if "raw" not in case.expected], ids=case_id)
def test_a_listing_without_expected_postings_gives_none(case: Case) -> None:
    assert case.read.raw == []


@pytest.mark.parametrize(("case", "index", "name"), list(posting_facts()))
def test_a_posting_means(case: Case, index: int, name: str) -> None:
    expected = case.expected["postings"][index][name]
    posting = case.normalised[index][1].posting.to_json()
    assert in_order(projected(posting[name], expected)) == in_order(expected)


@pytest.mark.parametrize("case", WITH_POSTINGS, ids=case_id)
def test_the_issues_are_these_and_no_other(case: Case) -> None:
    issues = [issue for _, normalised in case.normalised for issue in normalised.issues]
    assert sorted({issue.kind.value for issue in issues}) == sorted(case.expected["issues"]), issues


@pytest.mark.parametrize("case", WITH_POSTINGS, ids=case_id)
def test_every_span_points_at_its_words(case: Case) -> None:
    for raw, normalised in case.normalised:
        spans = [fact for fact in normalised.facts if fact.start is not None]
        assert [raw.text[fact.start : fact.end] for fact in spans] == [fact.raw for fact in spans]


@pytest.mark.parametrize("name", crawlable())
def test_a_source_has_listing_posting_empty_and_broken_cases(name: str) -> None:
    cases = [case for case in CASES if case.source.name == name]
    assert any(case.expected.get("references") for case in cases), "add a listing case"
    assert any(case.expected.get("postings") for case in cases), "add a posting case"
    assert any(case.expected.get("is_empty") for case in cases), "add a case of the empty listing"
    assert any("raises" in case.expected for case in cases), "add a broken case"


def asked(fetch: Fetch) -> str:
    """What tells one request from another: the same as in a replay."""
    if fetch.form is not None:
        return fingerprint(FormRequest(fetch.url, formdata=dict(fetch.form), method=fetch.method)).hex()
    if fetch.json is None:
        return fingerprint(JsonRequest(fetch.url, method=fetch.method)).hex()
    return fingerprint(JsonRequest(fetch.url, data=dict(fetch.json), method=fetch.method)).hex()


@pytest.mark.parametrize("name", crawlable())
def test_the_cases_for_replay_answer_every_request_of_a_run(name: str) -> None:
    source = load_all()[name]
    platform = import_module(f"jpo_scraper.pages.{source.platform}")
    recorded = {asked(case.fetch): case for case in CASES if case.source.name == name and case.request["replay"]}
    unread = set(recorded)
    waiting = platform.first_fetches(source.site)
    while waiting:
        fetch = waiting.pop()
        assert asked(fetch) in recorded, f"no case answers {fetch.url}"
        unread.discard(asked(fetch))
        case = recorded[asked(fetch)]
        assert dict(fetch.hints) == {**fetch.hints, **case.request["hints"]}, "the case's hints are not the listing's"
        page = case.page()
        if isinstance(page, DoorPage):
            waiting += page.fetches()
        elif isinstance(page, ListingPage):
            wanted = [reference for reference in page.references() if is_selected(reference, source.select)]
            waiting += [reference.fetch for reference in page.visits(wanted)]
            waiting += filter(None, [page.next_fetch()])
    assert not unread, f"no run asks for {[recorded[key].name for key in unread]}"


def is_selected(reference: Any, select: Any) -> bool:
    """As a spider chooses, in the simplest words."""
    titles = any(word.casefold() in (reference.title or "").casefold() for word in select.titles)
    chosen = select.everything or titles or reference.grade in select.grades
    return chosen and reference.key not in select.never


def test_every_folder_belongs_to_a_source() -> None:
    assert {path.name for path in FIXTURES.iterdir() if path.is_dir()} <= set(load_all())
