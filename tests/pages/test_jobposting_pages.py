"""JobPostings as sites write them, beside the cases of OIF."""

import json
from typing import Any

import pytest
from parsel import Selector

from jpo_scraper.exceptions import BrokenDocument, SelectorError
from jpo_scraper.items import Fetch, RawPosting
from jpo_scraper.pages.jobposting import JobPostingPage, job_postings
from tests.pages.documents import URL, document

JOB: dict[str, Any] = {"@type": "JobPosting", "title": "JPO", "description": "<p>Text.</p>"}
HINTS = {"id": "7", "labels": [], "words": ""}


def found(body: str) -> list[Any]:
    return job_postings(Selector(text=body, type="html"), URL)


def script(data: object) -> str:
    words = data if isinstance(data, str) else json.dumps(data)
    return f'<html><head><script type="application/ld+json">{words}</script></head><body><p>x</p></body></html>'


SCRIPTS = {
    "alone": JOB,
    "in a list": [{"@type": "Organization"}, JOB],
    "in a graph": {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, JOB]},
    "as part of a page": {"@type": "WebPage", "mainEntity": JOB},
    "of two types": {**JOB, "@type": ["JobPosting", "Thing"]},
    "in an HTML comment": f"<!-- {json.dumps(JOB)} -->",
    "in CDATA": f"//<![CDATA[\n{json.dumps(JOB)}\n//]]>",
    "with line ends inside a string": '{"@type": "JobPosting", "title": "JPO", "description": "<p>Text.</p>\n"}',
}


@pytest.mark.parametrize("data", SCRIPTS.values(), ids=SCRIPTS)
def test_a_jobposting_is_found_however_it_is_wrapped(data: object) -> None:
    (record,) = found(script(data))
    assert (record["title"], record["description"].strip()) == ("JPO", "<p>Text.</p>")


def test_two_jobpostings_are_two() -> None:
    assert len(found(script([JOB, JOB]))) == 2


def test_json_of_other_things_may_be_broken() -> None:
    assert found(script('{"@type": "Organization",')) == []
    with pytest.raises(BrokenDocument, match="cannot be read as JSON"):
        found(script('{"@type": "JobPosting",'))


MICRODATA = """
<div itemscope itemtype="http://schema.org/JobPosting">
 <h2 itemprop="title name">JPO</h2>
 <meta itemprop="datePosted" content="2026-11-10"><a itemprop="url" href="/7">here</a>
 <time itemprop="validThrough" datetime="2026-12-17">soon</time>
 <div itemprop="hiringOrganization" itemscope itemtype="http://schema.org/Organization">by
 <b itemprop="name">WHO</b></div>
 <span itemprop="description"><p>One.</p></span><span itemprop="description"><p>Two.</p></span>
</div>
<div itemscope itemtype="http://schema.org/Organization"><b itemprop="name">Another</b></div>
"""


def test_microdata_gives_the_same_form() -> None:
    (record,) = found(MICRODATA)
    assert record["title"] == record["name"] == "JPO"
    assert (record["datePosted"], record["validThrough"], record["url"]) == ("2026-11-10", "2026-12-17", "/7")
    assert record["hiringOrganization"] == {"name": "WHO"}
    assert ["One." in part for part in record["description"]] == [True, False]


def read(job: dict[str, Any], site: dict[str, Any] | None = None, body: str = "") -> RawPosting:
    page = script(job).replace("<p>x</p>", body)
    (raw,) = JobPostingPage(document(page), Fetch(URL, "posting", hints=HINTS), "any", site or {}).postings()
    return raw


def labels(job: dict[str, Any]) -> list[tuple[str, str]]:
    return [(label.name, label.value) for label in read(job).labels if label.name != "title"]


PROPERTIES = {
    "a string": ({"identifier": "V-1"}, [("identifier", "V-1")]),
    "a number": ({"identifier": 17}, [("identifier", "17")]),
    "an object with a value": ({"identifier": {"@type": "PropertyValue", "value": "V-1"}}, [("identifier", "V-1")]),
    "an object with a name": ({"hiringOrganization": {"name": "WHO"}}, [("hiringOrganization", "WHO")]),
    "a list": ({"identifier": ["V-1", "V-2"]}, [("identifier", "V-1"), ("identifier", "V-2")]),
    "null": ({"validThrough": None}, []),
    "an address": (
        {"jobLocation": {"address": {"addressLocality": "Bonn", "addressCountry": {"name": "Germany"}}}},
        [("addressLocality", "Bonn"), ("addressCountry", "Germany")],
    ),
    "an address in one string": ({"jobLocation": {"address": "Bonn, Germany"}}, [("jobLocation", "Bonn, Germany")]),
    "a street alone": ({"jobLocation": {"address": {"streetAddress": "Geneva"}}}, [("streetAddress", "Geneva")]),
    "two places": ({"jobLocation": ["Bonn", {"name": "Rome"}]}, [("jobLocation", "Bonn"), ("jobLocation", "Rome")]),
}  # fmt: skip


@pytest.mark.parametrize(("more", "expected"), PROPERTIES.values(), ids=PROPERTIES)
def test_a_property_becomes_labels(more: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert labels({**JOB, **more}) == expected


TEXTS = {
    "the description": ({}, "Text."),
    "escaped twice": ({"description": "&lt;p&gt;Text.&lt;/p&gt;"}, "Text."),
    "other prose behind it": ({"qualifications": "<p>A degree.</p>"}, "Text.\n\nA degree."),
    "prose that it repeats": ({"skills": "Text."}, "Text."),
    "in two parts": ({"description": ["<p>One.</p>", "<p>Two.</p>"]}, "One.\n\nTwo."),
}


@pytest.mark.parametrize(("more", "text"), TEXTS.values(), ids=TEXTS)
def test_the_text_is_the_prose_of_the_jobposting(more: dict[str, Any], text: str) -> None:
    assert read({**JOB, **more}).text == text


def test_the_page_s_own_text_is_taken_where_the_source_says_where_it_stands() -> None:
    assert read(JOB, {"body": "main"}, "<main><p>All of it.</p></main>").text == "All of it."


def test_a_page_needs_one_jobposting_with_a_description() -> None:
    for job in ({"@type": "Organization"}, {"@type": "JobPosting", "title": "JPO"}):
        with pytest.raises(SelectorError):
            read(job)
