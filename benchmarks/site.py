"""A career site on 127.0.0.1 for other benchmarks, in a process of its own: a list in pages, and a page a posting.

The pages have the structure that the platform `pageup_html` reads, and about the size of real ones: some 6,000
characters of text in 30 kB of HTML. The same number gives the same posting.
"""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

PER_PAGE = 50
"""Rows of a page of the list."""

SOURCE = """
title = "Benchmark"
kind = "agency"
homepage = "{url}"
languages = ["en"]
platform = "pageup_html"
agency = "UNICEF"
hosts = ["127.0.0.1"]
[site]
listing = "{url}/listing/"
empty_text = "no vacancies"
page_size = {per_page}
[known]
listing = "inferred"
detail = "inferred"
rules = "inferred"
"""

STATIONS = (
    "Accra, Ghana", "Kathmandu, Nepal", "Amman, Jordan", "Dakar, Senegal", "Nairobi, Kenya", "Geneva, Switzerland",
    "Bangkok, Thailand", "Bogotá, Colombia", "Kigali, Rwanda", "Suva, Fiji", "Rome, Italy", "New York, United States",
)  # fmt: skip
SPONSORS = (
    ("Japan", "Japanese"), ("the Netherlands", "Dutch"), ("Germany", "German"), ("Sweden", "Swedish"),
    ("Finland", "Finnish"), ("Italy", "Italian"), ("the Republic of Korea", "Korean"), ("Denmark", "Danish"),
)  # fmt: skip
SUBJECTS = "Nutrition Education Climate Protection Planning Evaluation Statistics Health Logistics Partnerships".split()
COMPETENCIES = (
    "Builds and maintains partnerships", "Demonstrates self-awareness and ethical awareness",
    "Drive to achieve results for impact", "Innovates and embraces change", "Manages ambiguity and complexity",
    "Thinks and acts strategically", "Works collaboratively with others",
)  # fmt: skip
DUTIES = (
    "draws up the plan of work of the section for the {quarter} quarter and follows how it is carried out",
    "visits the field offices in {place} and writes down what the partners there have reached and what they lack",
    "keeps the figures of {number} districts up to date and explains them to colleagues in {place}",
    "prepares the talks of the head of section with ministries, donors and other organisations in {place}",
    "brings {number} young people from the region together for a workshop on methods and costs",
    "compares the prices of {number} suppliers and proposes how the next tender could be simpler",
    "drafts chapters of the yearly report, with tables and maps, and sees them through the printer's hands",
    "answers questions of the press office on what was done since {year}, in plain words and with sources",
    "helps the team in {place} with a survey of {number} households that began in {year}",
)
SETTING = (
    "The office in {place} was opened in {year} and has {number} people, most of them in the field. ",
    "Its programme reaches {number} schools and as many health posts, many of them a day's journey away. ",
    "In the {quarter} quarter of {year} a review found that the figures of the districts could not be compared. ",
    "Since then a small team has worked on common forms, on training, and on a register that all partners can read. ",
    "The work is done together with the government, two universities and {number} local organisations. ",
    "Rains make some of the roads impassable, so that much is planned by telephone and radio. ",
)
_SCRIPT = "window.data=window.data||[];function track(name,value){{data.push({{event:name,value:{0},at:Date.now()}})}};"
_LINK = '<li class="menu-item level-{0}"><a class="menu-link" href="/section/{0}/page.html">Section {0}</a></li>\n'
_HEAD = (
    f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Careers</title>
<link rel="stylesheet" href="/style.css"><script>{"".join(map(_SCRIPT.format, range(60)))}</script></head>
<body><header><nav><ul class="menu">{"".join(map(_LINK.format, range(60)))}</ul></nav></header><main>"""
)  # fmt: skip
_FOOT = (
    f"""</main><footer><ul>{"".join(map(_LINK.format, range(40)))}</ul><p>All rights reserved.</p></footer>
<script>{"".join(map(_SCRIPT.format, range(20)))}</script></body></html>"""
)  # fmt: skip


def title(number: int) -> str:
    """The posting's title, as list and page print it."""
    return f"JPO in {SUBJECTS[number % 10]} and {SUBJECTS[number // 10 % 10]}, P-2"


@cache
def posting(number: int, edition: int = 0) -> bytes:
    """The page of a posting; another edition has another deadline."""
    choose = random.Random(number)

    def filled(words: str) -> str:
        return words.format(
            place=choose.choice(STATIONS),
            number=choose.randint(11, 480),
            year=choose.randint(2009, 2024),
            quarter=choose.choice(("first", "second", "third", "last")),
        )

    country, people = choose.choice(SPONSORS)
    station, years, day = choose.choice(STATIONS), choose.randint(2, 4), 1 + (number + edition) % 28
    setting = "".join(f"<p>{''.join(map(filled, choose.sample(SETTING, 5)))}</p>\n" for _ in range(3))
    duties = "".join(f"<li>{filled(choose.choice(DUTIES)).capitalize()};</li>\n" for _ in range(32))
    core = "".join(f"<li>{name}</li>" for name in choose.sample(COMPETENCIES, 5))
    job = f"""<div id="job"><h2>{title(number)}</h2>
<p><b>Job no:</b> <span class="job-externalJobNo">{500_000 + number}</span></p>
<p><b>Contract type:</b> <span class="work-type">Fixed Term</span></p>
<p><b>Duty Station:</b> {station.split(",")[0]}</p>
<p><b>Level:</b> P-2</p>
<p><b>Location:</b> <span class="location">{station.split(", ")[1]}</span></p>
<div id="job-details"><p><strong>Background</strong></p>{setting}
<p>This post is funded by the Government of {country} under its Junior Professional Officer programme and is open to
{people} nationals only. Applicants must not be older than 32 years.</p>
<p><strong>How can you make a difference?</strong></p><p>Under the supervision of the Chief of Section, the JPO:</p>
<ul>{duties}</ul>
<p><strong>To qualify as an advocate for every child you will have…</strong></p>
<ul><li>An advanced university degree (Master's) in economics, statistics, social sciences or a related field.</li>
<li>A minimum of {years} years of professional experience in planning or monitoring is required.</li>
<li>Fluency in English is required. Knowledge of French or Spanish is an asset.</li></ul>
<p><strong>The competencies required for this post are…</strong></p><ul>{core}</ul>
<p>The initial appointment is for one year and can be extended to 24 months in all.</p></div>
<p><b>Deadline:</b> <span class="close-date"><time datetime="2099-03-{day:02}T20:55:00Z">{day} March
2099</time></span> Central Africa Time</p></div>"""
    return job.encode()


def listing(page: int, postings: int) -> bytes:
    """A page of the list; they are counted from 1."""
    numbers = range((page - 1) * PER_PAGE, min(page * PER_PAGE, postings))
    rows = "".join(
        f'<div class="list-view--item"><h4><a class="job-link" href="/en-us/job/{500_000 + n}/post">{title(n)}</a></h4>'
        f'<p class="summary">A post for two years.</p><span class="location">Field office</span></div>\n'
        for n in numbers
    )
    following = f'<a class="next" href="/listing/?page={page + 1}&page-items={PER_PAGE}">More</a>'
    more = following if len(numbers) == PER_PAGE else ""
    return f'<div id="results">{rows or "no vacancies"}</div>{more}'.encode()


def serve(postings: int, has_etags: bool) -> None:
    """Answer until the process is ended. `GET /changed/20` gives the first 20 postings a new edition, and `GET /told`
    what was answered since it was asked last."""
    told = {"answers": 0, "unchanged": 0, "bytes": 0}
    changed = [0, 0]
    head, foot = _HEAD.encode(), _FOOT.encode()
    for number in range(postings):
        posting(number)  # made before anybody waits for it

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # as servers do: head and body would wait for each other's acknowledgement

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            match url.path.strip("/").split("/"):
                case ["told"]:
                    body = json.dumps(told).encode()
                    told.update(dict.fromkeys(told, 0))
                    self.answer(body, counts=False)
                case ["changed", number]:
                    changed[:] = int(number), changed[1] + 1
                    self.answer(b"", counts=False)
                case ["listing"]:
                    self.answer(head + listing(int(parse_qs(url.query)["page"][0]), postings) + foot)
                case [_, "job", number, _]:
                    at = int(number) - 500_000
                    edition = changed[1] if at < changed[0] else 0
                    self.answer(head + posting(at, edition) + foot, f'"{at}-{edition}"' if has_etags else None)
                case _:
                    self.send_error(404)

        def answer(self, body: bytes, tag: str | None = None, *, counts: bool = True) -> None:
            is_same = tag is not None and self.headers.get("If-None-Match") == tag
            if counts:
                told["answers"] += 1
                told["unchanged"] += is_same
                told["bytes"] += 0 if is_same else len(body)
            self.send_response(304 if is_same else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if tag:
                self.send_header("ETag", tag)
            if not is_same:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if not is_same:
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    server.serve_forever()


class Site:
    """The running site."""

    def __init__(self, url: str) -> None:
        self.url = url

    @property
    def source(self) -> str:
        """The site as a source's TOML."""
        return SOURCE.format(url=self.url, per_page=PER_PAGE)

    def change(self, number: int) -> None:
        """Give so many postings a new deadline."""
        urlopen(f"{self.url}/changed/{number}").close()

    def told(self) -> dict[str, int]:
        """What was answered since the last time: `answers`, `unchanged` among them, `bytes` of bodies."""
        with urlopen(f"{self.url}/told") as answer:
            told: dict[str, int] = json.load(answer)
        return told


@contextmanager
def running(postings: int, *, has_etags: bool = True) -> Iterator[Site]:
    """The site for as long as it is needed. Its cost is not in this process."""
    command = [sys.executable, __file__, str(postings), str(int(has_etags))]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield Site(f"http://127.0.0.1:{int(server.stdout.readline())}")
    finally:
        server.terminate()
        server.communicate()


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2] == "1")
