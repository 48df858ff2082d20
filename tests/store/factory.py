"""Synthetic postings and runs. The words are invented."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, Table, select

from jpo_scraper.items import (
    Age,
    AgeExtension,
    Competency,
    Deadline,
    DutyStation,
    ExperienceTier,
    Fact,
    Issue,
    Label,
    Language,
    Nationalities,
    Normalised,
    Posting,
    RawPosting,
)  # fmt: skip
from jpo_scraper.store.engine import reading
from jpo_scraper.store.writer import RunWriter
from jpo_scraper.vocab import (
    Basis,
    CompetencyCategory,
    Degree,
    Field,
    IssueKind,
    Programme,
    Requirement,
    RunStatus,
    Scope,
)

START = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
DEADLINE = Deadline(
    on=date(2026, 3, 16), time="23:59", zone="Europe/Zurich",
    at=datetime(2026, 3, 16, 22, 59, tzinfo=UTC), raw="16 March 2026",
)  # fmt: skip
TEXT = "## Officer for field coordination\n\nApply by 16 March 2026. Two years of work after the first degree."

POSTING = Posting(
    title="Officer for field coordination",
    programme=Programme.JPO,
    is_jpo=True,
    agency="WHO",
    host_agency="UNDP",
    duty_stations=(DutyStation("Geneva", "CH", 2), DutyStation("Islamabad", "PK", 1)),
    sponsors=("KR", "JP"),
    nationalities=Nationalities(include=("KR", "JP"), exclude=("US",), note="see the annex"),
    grade="P-2",
    grade_raw="PR2",
    reference="JR-7",
    url="https://jobs.example.org/7",
    deadline=DEADLINE,
    competencies=(Competency("Teamwork", CompetencyCategory.CORE, "C002", "A framework", "L2"),),
    languages=(Language("en", Requirement.REQUIRED, "C1"), Language("fr", Requirement.DESIRABLE, any_of=1)),
    education_min=Degree.MASTER,
    experience=(ExperienceTier(Degree.BACHELOR, 2, 4), ExperienceTier(None, 1)),
    age=Age(32, date(2026, 12, 31), date(1994, 1, 1), (AgeExtension("military service", 2, "a year or more"),)),
    duration_months=24,
    documents=("motivation letter", "diploma"),
    max_applications=2,
    start_date="autumn 2026",
    supervisor_title="Head of unit",
)
FACTS = (
    Fact(Field.DEADLINE, DEADLINE.to_json(), "16 March 2026", "deadline.labelled", 44, 57),
    Fact(Field.REFERENCE, "JR-7", "JR-7", "reference.label", label="Job Requisition"),
    Fact(Field.AGE, {"max": 30}, "not older than 30", "sponsor.age", basis=Basis.SOURCE_RULE),
)
ISSUE = Issue(IssueKind.UNMAPPED, "No table knows this grade.", Field.GRADE, "PR2")


def raw(key: str = "7", *, text: str = TEXT, source: str = "korea", fetched_at: datetime | None = None) -> RawPosting:
    labels = (Label("Job Requisition", "JR-7", Field.REFERENCE), Label("Level", "PR2"))
    return RawPosting(source, key, f"https://jobs.example.org/{key}", text, labels, "en", fetched_at)


def normalised(posting: Posting = POSTING) -> Normalised:
    return Normalised(posting, FACTS, (ISSUE,))


def begin(
    engine: Engine, day: int = 0, source: str = "korea", mode: str = "live", scope: Scope = Scope.JPO
) -> RunWriter:
    started_at = START + timedelta(days=day)
    return RunWriter.begin(engine, source, "The ministry", mode=mode, as_of=None, started_at=started_at, scope=scope)


def finish(writer: RunWriter, status: RunStatus = RunStatus.COMPLETE, **counters: object) -> None:
    reasons = [] if status in (RunStatus.COMPLETE, RunStatus.EMPTY) else ["a page failed"]
    finished_at = START + timedelta(days=writer.run_id, minutes=5)
    writer.finish(status, reasons=reasons, counters=counters, finish_reason="finished", finished_at=finished_at)


def crawl(
    engine: Engine,
    found: Iterable[tuple[RawPosting, Normalised]],
    *,
    day: int = 0,
    status: RunStatus = RunStatus.COMPLETE,
    source: str = "korea",
    scope: Scope = Scope.JPO,
) -> RunWriter:
    """A whole run; days order the runs."""
    writer = begin(engine, day, source, scope=scope)
    for item, meaning in found:
        writer.keep(item, meaning)
    finish(writer, status, found=len(writer._keys), collected=len(writer._keys))
    return writer


def rows(engine: Engine, table: Table, **equal: object) -> list[dict[str, object]]:
    """The rows of a table, in the order of its key."""
    query = select(table).filter_by(**equal).order_by(*table.primary_key)
    with reading(engine) as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def row(engine: Engine, table: Table, **equal: object) -> dict[str, object]:
    (only,) = rows(engine, table, **equal)
    return only
