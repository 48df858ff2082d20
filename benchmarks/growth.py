"""How a store grows: bytes a posting, table by table, and what questions take at a thousand postings and more.

    python benchmarks/growth.py [--postings 1000 10000 100000] [--posting-bytes 22000] [--page-bytes 5000]

Fills a synthetic database of each size (see synthetic.py) on both backends and prints its size, what each table with
its indexes takes of it, and the medians of some questions of queries.py, which measures a million. Then, on paper, what
the posts of all donors take in fifty years, from what database and archive take for a posting as pipeline.py prints it:
synthetic postings that are closed have fewer facts than real ones.
"""

import argparse
import sys
import tempfile
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, text

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.queries import measure, questions
from benchmarks.synthetic import fill
from jpo_scraper.store.engine import open_engine, reading
from tests.postgres import serving

PARAGRAPHS = 18
"""Of a text: some 6,300 characters, as real postings have."""
QUESTIONS = (
    "open_vacancies: agency = 'UNHCR'",
    "postings_flat: reference = 'JR4711'",
    "search number4711, all posts",
    "search officer, open posts",
    "first page of the open posts",
)
MOST_TABLES = 8

POSTS_A_YEAR = 1_000
"""Of all donors, meant to be high. The seven whose pages give a number (Germany, France, Switzerland, Sweden,
Denmark, Australia, Norway) add up to some 180; about twenty give none, Japan, the Netherlands and Korea among them."""
YEARS = 50
SIGHTS = 3
"""Sources that publish one post: the agency, the ministry that pays, an aggregator."""
VERSIONS = 1.2
"""Observations of a posting: one of five is altered once."""
PAGES_A_DAY = 500
"""Pages that change and are archived in full on a day, over all sources: lists, and posts of others too."""

_TABLES = {
    "sqlite": """SELECT coalesce(m.tbl_name, s.name), sum(s.pgsize) FROM dbstat s
        LEFT JOIN sqlite_master m ON m.name = s.name WHERE s.aggregate = TRUE GROUP BY 1""",
    "sqlite without dbstat": "SELECT 'all', page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND "
    "relnamespace = 'public'::regnamespace",
}


def sizes(engine: Engine) -> dict[str, int]:
    """Bytes of each table with its indexes, the largest first. SQLite's own tables of an index count as that index."""
    with reading(engine) as connection:
        kind = engine.dialect.name
        if kind == "sqlite" and not connection.execute(text(_HAS_DBSTAT)).scalar_one():
            kind = "sqlite without dbstat"
        found: dict[str, int] = {}
        for name, size in connection.execute(text(_TABLES[kind])):
            whole = "posting_search" if name.startswith("posting_search") else name
            found[whole] = found.get(whole, 0) + int(size)
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


_HAS_DBSTAT = "SELECT sqlite_compileoption_used('ENABLE_DBSTAT_VTAB')"


def report(engine: Engine, postings: int) -> None:
    """Print what a store of so many postings takes, and how long answers take."""
    taken = sizes(engine)
    each = sum(taken.values()) / postings
    largest = ", ".join(f"{name} {size / postings:,.0f}" for name, size in islice(taken.items(), MOST_TABLES))
    print(
        f"\n{engine.dialect.name}, {postings:,} postings: {sum(taken.values()) / 1e6:,.1f} MB, {each:,.0f} bytes each"
    )
    print(f"  bytes a posting: {largest}")
    for question in questions(engine):
        if question.name in QUESTIONS:
            took, processor = measure(question)
            print(f"  {question.name:<40} {took:8.1f} ms, {processor:.0f} ms of CPU", flush=True)


def on_paper(posting_bytes: int, page_bytes: int) -> None:
    """Fifty years of all donors' posts, by arithmetic."""
    postings = POSTS_A_YEAR * YEARS * SIGHTS
    print(f"\n{YEARS} years of {POSTS_A_YEAR:,} posts a year, each on {SIGHTS} sites: {postings:,} postings")
    size = postings * posting_bytes * VERSIONS
    print(f"  database: {size / 1e9:.1f} GB ({VERSIONS} versions of each, {posting_bytes:,} bytes each)")
    pages = PAGES_A_DAY * 365 * YEARS
    print(f"  archive: {pages * page_bytes / 1e9:.0f} GB ({PAGES_A_DAY} pages a day, {page_bytes:,} bytes each)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postings", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--posting-bytes", type=int, default=22_000)
    parser.add_argument("--page-bytes", type=int, default=5_000)
    given = parser.parse_args()
    with serving() as postgres:
        for postings in given.postings:
            with tempfile.TemporaryDirectory() as folder:
                for database in (str(Path(folder, "bench.sqlite")), postgres.url(postgres.create("template0"))):
                    engine = open_engine(database)
                    fill(engine, postings, paragraphs=PARAGRAPHS)
                    report(engine, postings)
                    engine.dispose()
    on_paper(given.posting_bytes, given.page_bytes)


if __name__ == "__main__":
    main()
