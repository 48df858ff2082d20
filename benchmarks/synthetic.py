"""A database full of generated postings with texts, facts and history, on SQLite or PostgreSQL, for other benchmarks.

    python benchmarks/synthetic.py DATABASE [--postings 100000] [--open 0.01] [--paragraphs 3]

DATABASE is a path or URL as for `jpo -d`; it must be new or empty. Every word is made up from syllables, so that a text
has common and rare words as a language has. The same seed and day give the same postings.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, islice
from typing import Any

from sqlalchemy import Connection, Engine, Table, text

from jpo_scraper.items import Posting
from jpo_scraper.reference.tables import database_rows
from jpo_scraper.store import models
from jpo_scraper.store.engine import open_engine, writing
from jpo_scraper.store.migrate import upgrade
from jpo_scraper.store.search import enter
from jpo_scraper.store.tally import recount_all

Row = Mapping[str, Any]
Bundle = list[tuple[str, Row]]
"""The rows of one posting, each with its table."""

TABLES: Mapping[str, Table] = models.METADATA.tables
BATCH = 2_000
"""Postings that are in memory together."""

YEARS = 12
SPONSORS = "NL DE KR JP FI SE NO DK CH IT FR LU BE AT ES US CN QA SA KZ".split()
AGENCIES = (
    "UNDP UNICEF UNHCR WFP FAO WHO UNESCO ILO IOM UNEP UNFPA UNOPS ITU WIPO WMO IAEA UNIDO IFAD OCHA UNAIDS".split()
)
STATIONS = (
    ("New York", "US", "America/New_York"), ("Geneva", "CH", "Europe/Zurich"), ("Rome", "IT", "Europe/Rome"),
    ("Nairobi", "KE", "Africa/Nairobi"), ("Addis Ababa", "ET", "Africa/Addis_Ababa"), ("Amman", "JO", "Asia/Amman"),
    ("Bangkok", "TH", "Asia/Bangkok"), ("Dakar", "SN", "Africa/Dakar"), ("Kathmandu", "NP", "Asia/Kathmandu"),
    ("Kigali", "RW", "Africa/Kigali"), ("Suva", "FJ", "Pacific/Fiji"), ("Vienna", "AT", "Europe/Vienna"),
)  # fmt: skip
COMPETENCIES = (
    "Teamwork", "Communication", "Planning and Organizing", "Accountability", "Client Orientation", "Innovation",
    "Respect for Diversity", "Integrity", "Professionalism", "Ethics and Values", "Drive for Results",
)  # fmt: skip
FIELDS = "Programme Protection Nutrition Climate Data Gender Logistics Education Health Partnerships Evaluation".split()
ROLES = "Officer Analyst Specialist Associate".split()
LANGUAGES = "en fr es ar ru zh".split()
SYLLABLES = "ba re mi so lu ka ten dor vel nus pra qui zha ost ing".split()


class World:
    """Draws postings. `is_open` is the share whose deadline is still to come on the day `today`."""

    def __init__(self, seed: int, today: date, is_open: float, paragraphs: int) -> None:
        self._choice = random.Random(seed)
        self._today = today
        self._is_open = is_open
        self._length = paragraphs
        words = [self._word() for _ in range(30_000)]
        weights = list(
            accumulate(1 / (rank + 3) for rank in range(len(words)))
        )  # as in a language: few words are most of a text
        self._paragraphs = [
            " ".join(self._choice.choices(words, cum_weights=weights, k=45)).capitalize() + "." for _ in range(3_000)
        ]
        self._words = words

    def _word(self) -> str:
        return "".join(self._choice.choices(SYLLABLES, k=self._choice.randint(1, 4)))

    def sources(self) -> Iterator[tuple[str, Row]]:
        """The sources, and a run of each in every month."""
        for number in range(len(AGENCIES)):
            yield "source", {"name": _source(number), "title": f"Publisher {number}"}
        for month in range(YEARS * 12):
            for number in range(len(AGENCIES)):
                began = self._instant(self._today - timedelta(days=30 * (YEARS * 12 - month)))
                yield "run", {
                    "id": _run(month, number), "source": _source(number), "mode": "live", "status": "complete",
                    "started_at": began, "finished_at": began + timedelta(minutes=5), "reasons": [], "host": "bench",
                    "pid": 1, "version": "0", "found": 9, "collected": 9, "stored": 9,
                    "coverage": {"title": 9, "grade": 9, "deadline": 9},
                }  # fmt: skip

    def bundle(self, number: int) -> Bundle:
        """The rows of the posting with this id, from 1."""
        draw = self._choice
        is_open = draw.random() < self._is_open
        days = draw.randint(1, 45) if is_open else -draw.randint(1, 365 * YEARS - 60)
        on = self._today + timedelta(days=days)
        first = self._instant(on - timedelta(days=30))
        month = max(0, YEARS * 12 + (min(days, 29) - 30) // 30 - 1)
        agency = draw.randrange(len(AGENCIES))
        run, source = _run(month, agency), _source(agency)
        stations = draw.sample(STATIONS, k=1 + (draw.random() < 0.1))
        zone = stations[0][2]
        has_time = draw.random() < 0.7
        at = datetime(on.year, on.month, on.day, 22, 59, tzinfo=UTC) if has_time else None
        sponsor, grade = draw.choice(SPONSORS), draw.choice(("P-1", "P-2", "P-2", "P-2"))
        title = f"{draw.choice(FIELDS)} and {draw.choice(self._words)} {draw.choice(ROLES)}"
        competencies = [{"name": name, "category": "core"} for name in draw.sample(COMPETENCIES, k=4)]
        languages = [{"code": code, "requirement": "required"} for code in draw.sample(LANGUAGES, k=2)]
        years = draw.choice((2, 2, 3))
        body = "\n".join(draw.sample(self._paragraphs, k=self._length)) + f"\nGrade {grade}. Reference number{number}."
        stated = {
            **_NOTHING, "title": title, "programme": "JPO", "is_jpo": True, "agency": AGENCIES[agency], "grade": grade,
            "duty_stations": [{"city": city, "country": country, "order": order + 1}
                              for order, (city, country, _) in enumerate(stations)],
            "sponsors": [sponsor], "nationalities": {"include": [sponsor], "exclude": [], "note": None},
            "reference": f"JR{number}", "url": f"https://jobs.example.org/{number}", "education_min": "master",
            "deadline": {"date": on.isoformat(), "time": "23:59" if at else None, "zone": zone if at else None,
                         "utc": at and at.strftime("%Y-%m-%dT%H:%M:%SZ"), "raw": on.isoformat()},
            "competencies": [{**one, "code": None, "framework": None, "level": None} for one in competencies],
            "languages": [{**one, "level": None, "any_of": None} for one in languages],
            "experience": [{"degree": "master", "years_min": years, "years_max": None}], "duration_months": 24,
        }  # fmt: skip
        posting = {
            "id": number, "source": source, "external_id": str(number), "url": stated["url"], "language": "en",
            "title": title, "programme": "JPO", "is_jpo": True, "agency": AGENCIES[agency], "grade": grade,
            "grade_raw": grade, "reference": stated["reference"], "deadline_on": on,
            "deadline_time": stated["deadline"]["time"], "deadline_zone": stated["deadline"]["zone"], "deadline_at": at,
            "deadline_raw": on.isoformat(), "education_min": "master", "duration_months": 24, "is_archived": False,
            "content_hash": f"{number:064x}", "status": "listed" if is_open else "withdrawn",
            "missed_runs": 0 if is_open else 2, "first_seen_run_id": run, "last_seen_run_id": run,
            "first_seen_at": first, "last_seen_at": first,
        }  # fmt: skip
        rows: Bundle = [("posting", posting)]
        for table, parts in (
            ("posting_sponsor", [{"country": sponsor}]),
            ("posting_nationality", [{"country": sponsor, "kind": "include"}]),
            ("posting_duty_station", [{"city": city, "country": country} for city, country, _ in stations]),
            ("posting_competency", competencies),
            ("posting_language", languages),
            ("posting_experience", [{"degree": "master", "years_min": years}]),
        ):
            rows += [(table, {"posting_id": number, "position": at, **part}) for at, part in enumerate(parts, start=1)]
        observation = {
            "id": number, "run_id": run, "posting_id": number, "content_hash": posting["content_hash"],
            "observed_at": first, "url": stated["url"], "labels": [], "normalised": stated,
        }  # fmt: skip
        rows += [("observation", observation), ("posting_text", {"observation_id": number, "text": body})]
        fact = {"observation_id": number, "basis": "posting"}
        for field, raw in (("grade", grade), ("reference", f"number{number}")):
            start = body.rindex(raw)
            span = {"span_start": start, "span_end": start + len(raw)}
            rows.append(("fact", {**fact, **span, "field": field, "value": stated[field], "raw": raw, "rule": "bench"}))
        if is_open:  # the facts of the others weigh on their table, but no command reads thousands of them
            for field in _LABELLED:
                values = stated[field] if isinstance(stated[field], list) else [stated[field]]
                labelled = {**fact, "field": field, "raw": "as printed", "label": field, "rule": "bench"}
                rows += [("fact", {**labelled, "value": value}) for value in values]
        if draw.random() < 0.1:
            old = {**stated["deadline"], "date": (on - timedelta(days=7)).isoformat()}
            rows.append(
                ("change", {"posting_id": number, "run_id": run, "field": "deadline", "old": old,
                            "new": stated["deadline"], "changed_at": first + timedelta(days=3)})
            )  # fmt: skip
        return rows

    def _instant(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


def fill(
    engine: Engine,
    postings: int,
    *,
    seed: int = 1,
    today: date | None = None,
    is_open: float = 0.01,
    paragraphs: int = 3,
) -> None:
    """Make the schema and the postings 1 to `postings`, in one transaction for each batch."""
    upgrade(engine, database_rows)
    world = World(seed, today or datetime.now(UTC).date(), is_open, paragraphs)
    if engine.dialect.name == "postgresql":
        with writing(engine) as connection:  # one index over all is made in a tenth of the time
            connection.execute(text("DROP INDEX ix_posting_search_words"))
    _store(engine, world.sources())
    numbers = iter(range(1, postings + 1))
    while batch := list(islice(numbers, BATCH)):
        _store(engine, (row for number in batch for row in world.bundle(number)), batch)
    with writing(engine) as connection:
        recount_all(connection)
        if connection.dialect.name == "postgresql":
            connection.execute(text(_WORDS_INDEX))
            # The ids were given, so the counters know nothing of them.
            for table in ("posting", "observation", "run"):
                connection.execute(text(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"))
        connection.execute(text("ANALYZE"))


def _store(engine: Engine, rows: Iterable[tuple[str, Row]], searched: Sequence[int] = ()) -> None:
    """Insert the rows, table by table in the order of their first row, and make postings searchable."""
    by_table: dict[str, list[Row]] = {}
    for table, row in rows:
        by_table.setdefault(table, []).append(row)
    with writing(engine) as connection:
        for name, group in by_table.items():
            _insert(connection, TABLES[name], group)
        enter(connection, searched)


def _insert(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Insert rows past SQLAlchemy: `executemany` on SQLite, COPY on PostgreSQL."""
    is_sqlite = connection.dialect.name == "sqlite"
    given = dict.fromkeys(name for row in rows for name in row)
    columns = [column for column in table.columns if column.name in given or _default(column) is not None]
    names = ", ".join(f'"{column.name}"' for column in columns)
    cells = [(column.name, _bind(connection, column), _default(column)) for column in columns]
    values = (tuple([bind(row.get(name, default)) for name, bind, default in cells]) for row in rows)
    driver: Any = connection.connection.driver_connection
    if is_sqlite:
        marks = ", ".join("?" * len(columns))
        driver.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", values)
    else:
        with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)


def _default(column: Any) -> Any:
    """The column's plain default; an empty list for `default=list`."""
    default = column.default
    if default is None:
        return None
    return default.arg if default.is_scalar else []


def _bind(connection: Connection, column: Any) -> Callable[[Any], Any]:
    dialect = connection.dialect
    found = column.type.dialect_impl(dialect).bind_processor(dialect)
    return found or (lambda value: value)


def _source(number: int) -> str:
    return f"source_{number:02}"


def _run(month: int, source: int) -> int:
    return month * len(AGENCIES) + source + 1


_NOTHING = Posting().to_json()
_LABELLED = (
    "title programme agency duty_stations sponsors nationalities deadline competencies languages education_min "
    "experience duration_months".split()
)
"""Fields of which an open posting has facts under a label: with those in its text some twenty, as real ones have."""
_WORDS_INDEX = "CREATE INDEX ix_posting_search_words ON posting_search USING gin (words)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database")
    parser.add_argument("--postings", type=int, default=100_000)
    parser.add_argument("--open", type=float, default=0.01, help="share whose deadline is still to come")
    parser.add_argument("--paragraphs", type=int, default=3, help="length of a text, about 350 characters each")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    engine = open_engine(given.database)
    fill(engine, given.postings, seed=given.seed, is_open=given.open, paragraphs=given.paragraphs)
    seconds = time.monotonic() - began
    print(f"{given.postings} postings in {seconds:.1f} s: {given.postings / seconds:.0f} a second")


if __name__ == "__main__":
    main()
