"""How long answers take over a million postings with texts, on SQLite and PostgreSQL.

    python benchmarks/queries.py [--postings 1000000] [--open 2000] [--database FILE_OR_URL]

Makes a synthetic database (see synthetic.py) on both backends, in a temporary folder and in a server of its own, and
prints the median of some warm runs beside the limit. `--database` names one that is there, or where one is to be made
and kept. The questions stand in tables: a new one is a new row. CPU is the processor's time of this program and of what
it starts, in steps of 10 ms and without PostgreSQL's: on a machine that others use, it says more than the clock.
"""

import argparse
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http import HTTPStatus
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, text

sys.path.insert(0, str(Path(__file__).parents[1]))  # the server's starter stands beside the tests

from benchmarks.synthetic import fill
from jpo_scraper.candidacy import judged, person
from jpo_scraper.cli.listing import shown
from jpo_scraper.eligibility import COMPARED
from jpo_scraper.store.engine import database_name, open_engine, reading
from jpo_scraper.store.filters import Filters
from jpo_scraper.store.listing import Listing
from jpo_scraper.store.migrate import revision
from jpo_scraper.store.queries import found_keys, latest_texts, open_with_facts
from jpo_scraper.store.words import snippet
from jpo_scraper.web.reader import Reader
from jpo_scraper.web.site import Site
from tests.postgres import serving

RUNS = 7
"""Of which the median counts, after one that warms up."""

VIEWS: Sequence[tuple[str, str]] = (
    ("open_vacancies", "agency = 'UNHCR'"),
    ("open_vacancies", "sponsors LIKE '%KR%'"),
    ("closing_soon", "agency = 'UNHCR'"),
    ("postings_flat", "reference = 'JR4711'"),
    ("postings_flat", "agency = 'UNHCR' AND deadline_on > CURRENT_DATE"),
    ("vacancy_history", "agency = 'UNHCR' AND deadline_on > CURRENT_DATE"),
    ("deadline_changes", "posting_id = 4711"),
    ("eligibility_rules", "agency = 'UNHCR' AND deadline_on > CURRENT_DATE AND field = 'age'"),
    ("facts", "posting_id = 4711"),
    ("sponsor_summary", "year = 2025"),
    ("agency_summary", "agency = 'UNHCR'"),
    ("duty_station_summary", "country = 'KE'"),
    ("competency_demand", "agency = 'UNHCR' AND year = 2025"),
    ("campaign_calendar", "sponsor = 'KR'"),
    ("source_health", "source = 'source_07'"),
    ("field_coverage", "source = 'source_07'"),
)
"""Each view as analysts filter it."""
VIEW_LIMIT = 50

PAGE = 50
"""Posts of a first page."""
PAGES: Sequence[tuple[str, dict[str, list[str]], float | None]] = (
    ("/", {}, 300),
    ("/posts", {}, 300),
    ("/posts", {"sponsor": ["KR"]}, 300),
    ("/posts", {"q": ["officer"]}, 500),
    ("/posts", {"all": ["1"]}, None),
    ("/posting/4711", {}, 300),
    ("/map", {}, 300),
    ("/charts", {}, 300),
)
"""Pages of the web, with the limit in milliseconds. They are made from SQLite alone."""

PERSON = "--nationality KR --born 1994-05-01 --degree master --years 2 --languages ko,en".split()
COMMANDS: Sequence[tuple[list[str], float | None]] = (
    (["--version"], None),
    (["list", "--limit", str(PAGE)], 1_000),
    (["list", "--limit", str(PAGE), "--all"], 1_000),
    (["search", "officer"], None),
    (["eligible", *PERSON], 1_000),
    (["eligible", *PERSON, "--json"], 1_000),
)
"""Commands as a user starts them, with the limit in milliseconds. The first does nothing: what Python itself takes."""


class Question(NamedTuple):
    """What is asked, and in how many milliseconds it should be answered."""

    name: str
    limit: float | None
    ask: Callable[[], object]


def questions(engine: Engine) -> Iterator[Question]:
    """What is asked in this process."""
    now = datetime.now(UTC)

    def view(name: str, condition: str) -> object:
        with reading(engine) as connection:
            return connection.execute(text(f"SELECT * FROM {name} WHERE {condition} LIMIT 100")).all()

    def search(words: str, *, include_all: bool) -> object:
        """What `jpo search` does before it prints."""
        keys = found_keys(engine, now, Filters(search=words), include_all=include_all)
        rows, _ = shown(engine, keys, 20, all_postings=False)
        texts = latest_texts(engine, [row["id"] for row in rows])
        return [snippet(texts[row["id"]], words) for row in rows]

    def first_page(**filters: object) -> object:
        found = Listing(engine, now, Filters(**filters))
        return list(found.rows(PAGE)), found.number()

    def compare() -> object:
        profile = person(("KR",), date(1994, 5, 1), "master", 2, {"ko": None, "en": None}, 0, None, now.date())
        return list(judged(profile, open_with_facts(engine, now, COMPARED), now))

    for name, condition in VIEWS:
        yield Question(f"{name}: {condition}", VIEW_LIMIT, lambda n=name, c=condition: view(n, c))
    rare, common, phrase = "number4711", "officer", '"reference number4711"'
    for words, limit in ((rare, 50), (phrase, 50), (common, 500), ("and", 500), ("grade -officer", 500), ("off*", 500)):
        for include_all in (True, False):
            which = "all" if include_all else "open"
            yield Question(
                f"search {words}, {which} posts", limit, lambda w=words, i=include_all: search(w, include_all=i)
            )
    yield Question("jpo list, before it prints", 300, first_page)
    yield Question("jpo list --sponsor KR, before it prints", 300, lambda: first_page(sponsors=("KR",)))
    yield Question("jpo eligible, before it prints", 1_000, compare)


def pages(database: str) -> Iterator[Question]:
    """What a browser asks for, but for the way there and back."""
    reader = Reader(Path(database), seconds=600)
    site = Site(reader)

    def visit(path: str, query: dict[str, list[str]]) -> None:
        if site.answer(path, query).status != HTTPStatus.OK:
            raise SystemExit(f"{path} was not answered")

    for path, query, limit in PAGES:
        words = "&".join(f"{name}={value}" for name, values in query.items() for value in values)
        yield Question(f"web {path}{'?' * bool(words)}{words}", limit, lambda p=path, q=query: visit(p, q))
    reader.close()


def commands(database: str) -> Iterator[Question]:
    """What is asked by starting `jpo`."""

    def run(arguments: list[str]) -> None:
        command = [sys.executable, "-m", "jpo_scraper", *arguments]
        environment = {**os.environ, "JPO_DATABASE": database}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)

    for arguments, limit in COMMANDS:
        yield Question("jpo " + " ".join(arguments), limit, lambda a=arguments: run(a))


def measure(question: Question) -> tuple[float, float]:
    """The medians, in milliseconds, of the time that went by and of the processor's time."""
    took = []
    for _ in range(RUNS + 1):
        began, busy = time.perf_counter(), sum(os.times()[:4])
        question.ask()
        took.append((time.perf_counter() - began, sum(os.times()[:4]) - busy))
    wall, processor = zip(*took[1:], strict=True)
    return statistics.median(wall) * 1000, statistics.median(processor) * 1000


def report(database: str) -> None:
    """Ask everything and print what it took."""
    engine = open_engine(database)
    with reading(engine) as connection:
        size = connection.execute(text(_SIZE[engine.dialect.name])).scalar_one()
        postings = connection.execute(text("SELECT count(*) FROM posting")).scalar_one()
        is_sqlite = engine.dialect.name == "sqlite"
        version = sqlite3.sqlite_version if is_sqlite else connection.execute(text("SHOW server_version")).scalar_one()
    print(f"\n{engine.dialect.name} {version}: {postings:,} postings, {size / 1e9:.2f} GB")
    print(f"{'question':<70} {'ms':>8} {'CPU':>7} {'limit':>7}")
    for question in chain(questions(engine), pages(database) if is_sqlite else (), commands(database)):
        took, processor = measure(question)
        verdict = "" if question.limit is None or took <= question.limit else "  over"
        print(f"{question.name:<70} {took:8.1f} {processor:7.0f} {question.limit or '':>7}{verdict}", flush=True)
    engine.dispose()


def made(database: str, postings: int, is_open: int) -> str:
    """The database, made and filled where there is none yet."""
    engine = open_engine(database)
    if revision(engine) is None:
        began = time.monotonic()
        fill(engine, postings, is_open=is_open / postings)
        print(f"{database_name(engine)}: made in {time.monotonic() - began:.0f} s")
    engine.dispose()
    return database


_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


@contextmanager
def databases(named: str | None) -> Iterator[Iterator[str]]:
    """The database that was named, or one of each backend, one after the other."""
    if named:
        yield iter([named])
        return
    with tempfile.TemporaryDirectory() as folder, serving() as postgres:
        yield iter([str(Path(folder, "bench.sqlite")), postgres.url(postgres.create("template0"))])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postings", type=int, default=1_000_000)
    parser.add_argument("--open", type=int, default=2_000, help="postings whose deadline is still to come")
    parser.add_argument("--database")
    given = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}; median of {RUNS}")
    with databases(given.database) as found:
        for database in found:
            report(made(database, given.postings, given.open))


if __name__ == "__main__":
    main()
