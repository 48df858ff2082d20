"""How much processor time reading and normalising costs, page by page.

    python benchmarks/normalise.py [FOLDER] [--rounds 5]
    python benchmarks/normalise.py --hostile

FOLDER holds saved pages (*.html); without one, 200 pages are generated. Each round reads and normalises every page in
this process and, right before, parses it with parsel alone and reads three selectors: the ratio of the two says more
than seconds do, as it depends little on the machine. Printed, in processor time: the start (imports and tables), the
median and the 99th percentile of a page in the best round, the whole of that round, and the ratio to parsel.

With --hostile, each rule reads a megabyte of each of the texts that are made to be slow (those of
hostile.py); the slowest are printed.
"""

import argparse
import random
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

BEGAN = time.process_time()

from parsel import Selector  # noqa: E402

PARSEL = time.process_time()

from jpo_scraper.cli.parse import settle  # noqa: E402
from jpo_scraper.exceptions import PageError  # noqa: E402
from jpo_scraper.items import Document  # noqa: E402
from jpo_scraper.normalise import normalise  # noqa: E402
from jpo_scraper.pages.unknown import read_document  # noqa: E402

DUTIES = (
    "drafts the monthly overview",
    "visits partners in the field",
    "keeps the register of projects",
    "prepares talks",
)
CITIES = ("Accra, Ghana", "Kathmandu, Nepal", "Amman, Jordan", "Bogotá, Colombia", "Dakar, Senegal")


def generated(count: int) -> list[bytes]:
    """Pages of about the length of real ones: labels, sections, prose, and the scripts around them."""
    choose = random.Random(7)
    pages = []
    for number in range(count):
        prose = "".join(
            f"<p>In the {choose.choice(['first', 'second', 'third'])} quarter of each year the officer "
            f"{choose.choice(DUTIES)}, {choose.choice(DUTIES)} and reports on it to the team in "
            f"{choose.choice(CITIES)}.</p>"
            for _ in range(60)
        )
        pages.append(
            f"""<!DOCTYPE html><html lang="en"><head><title>Programme Officer {number}</title>
            <script>{"var filler = 1;" * 2_000}</script></head><body><nav><a href="/">Home</a></nav>
            <ul class="list-group"><li>Organization: UNICEF</li>
            <li>City: {choose.choice(CITIES).split(",")[0]}</li></ul>
            <div class="fp-snippet"><h2>Programme Officer</h2><p><b>Grade:</b> P-2</p>
            <p><b>Duty station:</b> {choose.choice(CITIES)}</p>
            <p><b>Deadline:</b> {choose.randint(1, 28)} March 2027</p>
            <h3>Duties</h3>{prose}<h3>Qualifications</h3><ul><li>Master's degree in economics</li>
            <li>{choose.randint(2, 5)} years of experience in planning</li>
            <li>Fluency in English; French is an asset</li>
            </ul><h3>Competencies</h3><ul><li>Communication</li><li>Teamwork</li></ul></div>
            <footer>All rights</footer></body></html>""".encode()
        )
    return pages


def read(body: bytes) -> None:
    """What `jpo parse` does with a page, without printing it."""
    document = Document("page.html", "page.html", 200, "", None, body, datetime.now(UTC))
    try:
        raws = read_document(document)
    except PageError:
        return
    for raw in raws:
        normalise(raw)


def bare(body: bytes) -> None:
    """The least that any scraper does: parse the page and read three selectors."""
    page = Selector(text=body.decode("utf-8", errors="replace"))
    page.css("title::text").get()
    page.css("h1::text, h2::text").get()
    page.css("div.fp-snippet, main").get()


def seconds(function, argument) -> float:
    began = time.process_time()
    function(argument)
    return time.process_time() - began


def hostile() -> None:
    """The slowest readings of a megabyte that says one thing over and over."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from hostile import REPEATED, posting

    from jpo_scraper.normalise.reading import Reading
    from tests.normalise.test_linear import RULES

    for unit in REPEATED.values():
        normalise(posting(unit, 400))  # builds the tables
    spent: list[tuple[float, str, str]] = []
    for what, unit in REPEATED.items():
        raw = posting(unit, 1_000_000)
        reading = Reading(raw)
        spent += [(seconds(rule, reading), name, what) for name, rule in RULES.items()]
    for time_spent, name, what in sorted(spent, reverse=True)[:10]:
        print(f"{time_spent:6.2f} s  {name:20} {what}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--hostile", action="store_true")
    arguments = parser.parse_args()
    if arguments.hostile:
        return hostile()
    if arguments.folder:
        pages = [path.read_bytes() for path in sorted(arguments.folder.glob("*.html"))]
    else:
        pages = generated(200)
    began = time.process_time()
    read(pages[0])  # builds the tables
    settle()
    start = began - BEGAN + time.process_time() - began
    rounds = [[(seconds(bare, body), seconds(read, body)) for body in pages] for _ in range(arguments.rounds)]
    best = min(rounds, key=lambda pages: sum(ours for _, ours in pages))
    least = min(sum(parsel for parsel, _ in one) for one in rounds)
    ours = [ours for _, ours in best]
    whole = sum(ours)
    print(f"pages            {len(pages)}")
    print(f"start            {start * 1e3:8.1f} ms (imports {1e3 * (PARSEL - BEGAN):.1f} ms of it parsel's own)")
    print(f"median           {statistics.median(ours) * 1e3:8.2f} ms")
    print(f"99th percentile  {statistics.quantiles(ours, n=100)[98] * 1e3:8.2f} ms")
    print(f"all pages        {whole:8.2f} s, with the start {whole + start:.2f} s")
    print(f"parsel alone     {least:8.2f} s: ratio {whole / least:.1f}")


if __name__ == "__main__":
    main()
