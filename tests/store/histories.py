"""Made-up histories: crawls that add, change and close posts of two sources, links made, undone; a second reading."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import Engine, select

from jpo_scraper.items import Competency, Deadline, DutyStation, Normalised
from jpo_scraper.store import links
from jpo_scraper.store.engine import reading, writing
from jpo_scraper.store.models import POSTING as POSTINGS
from jpo_scraper.store.rereading import Rereading, replace_readings, stored_postings
from jpo_scraper.store.rows import sight
from jpo_scraper.vocab import CompetencyCategory, LinkVerdict
from tests.store.factory import POSTING, crawl, normalised, raw

NOW = datetime(2026, 3, 20, tzinfo=UTC)
STATIONS = (DutyStation("Geneva", "CH", 1), DutyStation("Goma", "CD", 2))
COMPETENCIES = (
    Competency("Teamwork", CompetencyCategory.CORE, framework="A framework"),
    Competency("Teamwork"),
    Competency("Teamwork", CompetencyCategory.VALUE, framework="A framework"),
    Competency("Ethics", CompetencyCategory.VALUE),
)


def live(engine: Engine, seed: int) -> None:
    """Six days of one history; the same seed gives the same."""
    draw = random.Random(seed)
    for day in range(6):
        source = draw.choice(("korea", "japan"))
        keys = map(str, range(draw.randint(0, 5)))
        found = [(raw(key, text=f"words {day}", source=source), drawn(draw)) for key in keys]
        crawl(engine, found, source=source, day=day)
        with reading(engine) as connection:
            ids = connection.execute(select(POSTINGS.c.id)).scalars().all()
        if len(ids) > 1:
            first, second = draw.sample(ids, 2)
            with writing(engine) as connection:
                if draw.random() < 0.7:
                    links.decide(connection, first, second, LinkVerdict.SAME, NOW)
                else:
                    links.undo(connection, first, second, NOW)
    read_again(engine, drawn(draw))


def drawn(draw: random.Random) -> Normalised:
    """What a posting may say. Some deadlines lie before the first sight."""
    year, month = draw.choice((2025, 2026, 2027)), draw.randint(1, 12)
    deadline = Deadline(on=date(year, month, 1), raw="as printed") if draw.random() < 0.9 else None
    return normalised(
        replace(
            POSTING, deadline=deadline, is_jpo=draw.random() < 0.9, agency=draw.choice(("WHO", "UNDP", None)),
            reference=draw.choice(("JR-7", None)), sponsors=tuple(draw.sample(("KR", "JP", "NL"), draw.randint(0, 2))),
            duty_stations=tuple(draw.sample(STATIONS, draw.randint(0, 2))),
            competencies=tuple(draw.sample(COMPETENCIES, draw.randint(0, 3))),
        )
    )  # fmt: skip


def read_again(engine: Engine, meaning: Normalised) -> None:
    """Today's rules read every stored text of one source otherwise."""
    for stored in stored_postings(engine, "korea", limit=100):
        replace_readings(engine, [Rereading(stored, sight(stored.raw, meaning, NOW))], NOW)
