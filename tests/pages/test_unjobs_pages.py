"""Saved pages of unjobs.org: the closing date that only the script computes."""

import json

import pytest

from jpo_scraper.cli.parse import parse_document
from jpo_scraper.pages.unjobs import script_facts

PAGE = """<html><head><title>UNICEF Vacancy: JPO Nutrition Officer, Tashkent, Uzbekistan | UNjobs</title>
<meta property="og:title" content="JPO Nutrition Officer, Tashkent, Uzbekistan">
<meta property="og:url" content="{url}"></head><body><div class="container">
<table><tr><td><h2>JPO Nutrition Officer, Tashkent, Uzbekistan</h2></td></tr></table>
<ul id="cats" class="list-group">
<li class="list-group-item dropdown-toggle">Organization:
<a href="https://unjobs.org/organizations/unicef">UNICEF - United Nations Children's Fund</a></li>
<li class="list-group-item">Country: <a>Uzbekistan</a></li><li class="list-group-item">City: <a>Tashkent</a></li>
<li class="list-group-item">Grade: <a>P-2</a></li></ul>
<div class="t1791000000001 fp-snippet"><div>
<p>This post is open in the context of the JPO scheme sponsored by the Government of Finland and is addressed
exclusively to Finnish citizens.</p>{printed}
<p><b>Duties and responsibilities</b></p>
<ul><li>plan surveys of what children eat in two provinces</li><li>train health workers and report each month</li></ul>
<p><b>Qualifications</b></p><p>A master's degree in nutrition or public health, and two years of experience. Fluency in
English is required.</p></div></div>
<form action="https://unjobs.org/job_detail" method="post"><input type="hidden" name="item" value="x"></form>
<script>{script}</script></body></html>"""
URL = "https://unjobs.org/vacancies/1791000000001"
SCRIPT = "var abcdEfGpi = 1773697036000;var abcdEfGpd = 526964000;var monthNames = [ 'January' ];"


def page(url: str = URL, script: str = SCRIPT, printed: str = "") -> bytes:
    return PAGE.format(url=url, script=script, printed=printed).encode()


def test_the_closing_date_of_the_script_is_a_derived_fact_and_no_deadline() -> None:
    (posting,) = parse_document("saved.html", page())["postings"]
    assert posting["deadline"] is None
    (fact,) = [fact for fact in posting["facts"] if fact["field"] == "deadline"]
    assert (fact["basis"], fact["value"]["date"], fact["raw"]) == ("derived", "2026-03-23", "1773697036000 + 526964000")
    assert (fact["value"]["time"], fact["value"]["zone"], fact["start"]) == (None, None, None)


def test_a_printed_deadline_is_the_deadline_whatever_the_script_says() -> None:
    printed = "<p><b>Deadline for applications:</b> 22 March 2026</p>"
    (posting,) = parse_document("saved.html", page(printed=printed))["postings"]
    assert posting["deadline"]["date"] == "2026-03-22"
    dates = {fact["basis"]: fact["value"]["date"] for fact in posting["facts"] if fact["field"] == "deadline"}
    assert dates == {"posting": "2026-03-22", "derived": "2026-03-23"}


def test_what_stands_beside_the_text_is_read() -> None:
    (posting,) = parse_document("saved.html", page())["postings"]
    read = (posting["agency"], posting["duty_stations"][0]["city"], posting["grade"], posting["sponsors"])
    assert read == ("UNICEF", "Tashkent", "P-2", ["FI"])


OTHERS = {
    "another site": page(url="https://jobs.example.org/vacancies/1"),
    "no script": page(script=""),
    "numbers of two names": page(script="var onepi = 1773697036000;var twopd = 526964000;"),
    "one number": page(script="var onepi = 1773697036000;"),
    "a number that is no instant": page(script="var onepi = 17;var onepd = 526964000;"),
    "no page": json.dumps({"title": URL}).encode(),
}


@pytest.mark.parametrize("body", OTHERS.values(), ids=OTHERS)
def test_other_documents_give_no_such_fact(body: bytes) -> None:
    assert list(script_facts(body)) == []
