"""The generator of big databases makes what the program itself would have written."""

from datetime import UTC, date, datetime

from sqlalchemy import func, select

from benchmarks.synthetic import World, fill
from jpo_scraper.store.engine import reading
from jpo_scraper.store.models import METADATA
from jpo_scraper.store.queries import open_postings, posting
from tests.store.factory import crawl, normalised, raw

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_a_generated_database_is_complete(engine):
    fill(engine, 60, today=TODAY, is_open=0.5)
    rows = open_postings(engine, NOW, include_all=True)
    assert len(rows) == 60
    assert 10 < len(open_postings(engine, NOW)) < 50
    detail = posting(engine, rows[0]["id"])
    assert detail.facts
    assert all(detail.text[fact["start"] : fact["end"]] == fact["raw"] for fact in detail.facts)
    assert {part for part, found in detail.parts.items() if not found} == {"posting_document"}
    with reading(engine) as connection:
        tables = ("run", "change", "agency")
        counts = [connection.scalar(select(func.count()).select_from(METADATA.tables[name])) for name in tables]
    assert all(counts)


def test_the_same_seed_gives_the_same_postings():
    first, second, other = (World(seed, TODAY, 0.5, 2) for seed in (7, 7, 8))
    bundles = [[world.bundle(number) for number in range(1, 6)] for world in (first, second, other)]
    assert bundles[0] == bundles[1] != bundles[2]


def test_the_program_goes_on_in_a_generated_database(engine):
    fill(engine, 5, today=TODAY)
    crawl(engine, [(raw(), normalised())])
    assert len(open_postings(engine, NOW, include_all=True)) == 6
