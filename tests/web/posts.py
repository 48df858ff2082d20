"""The database of the web tests: invented posts, each with the verdict it should give the applicant below."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from jpo_scraper.items import (
    Age,
    Competency,
    Deadline,
    DutyStation,
    ExperienceTier,
    Fact,
    Label,
    Language,
    Nationalities,
    Normalised,
    Posting,
    RawPosting,
)
from jpo_scraper.reference.tables import database_rows
from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.migrate import upgrade
from jpo_scraper.vocab import Degree, Field, Programme, Requirement
from tests.store.factory import crawl

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)

APPLICANT = {
    "nationality": ["KR"],
    "born": ["1994-05-01"],
    "degree": ["master"],
    "years": ["2"],
    "languages": ["English:C1"],
    "applications": ["0"],
}
"""A person of 32 on 31 December 2026."""

TEXT = """## Associate Expert

Apply by 16 March 2026 (Geneva time).
- nationals of the Republic of Korea
- not older than 32 on 31 December 2026
Questions: jane.doe@example.org, Tel. +41 22 917 12 34"""

OPEN = Posting(
    title="Associate Expert",
    programme=Programme.JPO,
    is_jpo=True,
    agency="WHO",
    duty_stations=(DutyStation("Geneva", "CH", 1),),
    sponsors=("KR",),
    nationalities=Nationalities(include=("KR",)),
    grade="P-2",
    reference="JR-1",
    url="https://jobs.example.org/1",
    deadline=Deadline(
        on=date(2026, 3, 16), time="23:59", zone="Europe/Zurich", at=datetime(2026, 3, 16, 22, 59, tzinfo=UTC),
        raw="16 March 2026",
    ),
    competencies=(Competency("Teamwork"), Competency("Communication")),
    languages=(Language("en", Requirement.REQUIRED),),
    education_min=Degree.MASTER,
    experience=(ExperienceTier(None, 2),),
    age=Age(32, date(2026, 12, 31)),
)  # fmt: skip
"""The applicant meets all that it states, and it states all that is asked about: eligible."""

SILENT = replace(
    OPEN, title="Analyst for data", reference="JR-2", agency="UNICEF", age=None, url="https://jobs.example.org/2",
    duty_stations=(DutyStation(None, "KE", 1),), competencies=(Competency("Teamwork"),),
)  # fmt: skip
"""It states no age limit: unclear. Its duty station is a country alone."""

DUTCH = replace(
    OPEN, title="Programmamedewerker", reference="JR-3", sponsors=("NL",), url="https://jobs.example.org/3",
    nationalities=Nationalities(include=("NL",)), duty_stations=(DutyStation("Nowhere Springs", "CD", 1),),
    deadline=Deadline(on=date(2026, 5, 1)),
)  # fmt: skip
"""For nationals of the Netherlands: not. No zone is stated, and no gazetteer knows the place."""

CLOSED = replace(
    OPEN, title="Closed post", reference="JR-4", deadline=Deadline(on=date(2026, 2, 1)), competencies=(),
    sponsors=("JP", "KR"), url="https://jobs.example.org/4",
)  # fmt: skip

HOSTILE_TITLE = "<script>document.title='owned'</script>\u202egnp.exe<img src=x onerror=\"document.title='owned'\">"
HOSTILE_TEXT = (
    "## <script>document.title='owned'</script>\n"
    "<img src=x onerror=\"document.title='owned'\"> <svg onload=\"document.title='owned'\">\n"
    "- \u202eright to left\u2066 and \x1b[31mcontrol\x07\n"
    "javascript:document.title='owned' </textarea></title><style>*{display:none}</style>"
)
HOSTILE = replace(
    OPEN, title=HOSTILE_TITLE, reference='"><script>document.title=1</script>', sponsors=(), agency=None,
    url="javascript:document.title='owned'", duty_stations=(DutyStation("<b onclick=alert(1)>", None, 1),),
    nationalities=Nationalities(note="<iframe src='https://evil.example'>"), deadline=None, grade=None,
    competencies=(Competency("</title><script>document.title='owned'</script>"),),
)  # fmt: skip
"""Everything in it wants to be run. Unclear: it names no nationality in particular."""


def raw(key: str, posting: Posting, text: str, language: str = "en") -> RawPosting:
    return RawPosting("korea", key, posting.url, text, (Label("Ref", str(posting.reference)),), language)


def normalised(posting: Posting, text: str) -> Normalised:
    facts = [Fact(Field.REFERENCE, posting.reference, str(posting.reference), "reference.label", label="Ref")]
    for field, value, words in (
        (Field.DEADLINE, {"date": "2026-03-16"}, "16 March 2026"),
        (Field.NATIONALITIES, {"country": "KR", "kind": "include"}, "nationals of the Republic of Korea"),
        (Field.SPONSORS, "KR", "Republic of Korea"),
        (Field.AGE, {"max": 32}, "not older than 32 on 31 December 2026"),
    ):
        at = text.find(words)
        if at >= 0:
            facts.append(Fact(field, value, words, f"{field.value}.rule", at, at + len(words)))
    return Normalised(posting, tuple(facts), ())


def fill(engine) -> None:
    """Two runs: on the second day the first post has another grade. The posts have the ids 1 to 5."""
    known = (
        ("1", OPEN, TEXT, "en"),
        ("2", SILENT, TEXT.replace("- not older than 32 on 31 December 2026\n", ""), "en"),
        ("3", DUTCH, "Alleen voor Nederlanders.", "nl"),
        ("4", CLOSED, "Closed.", "en"),
        ("5", HOSTILE, HOSTILE_TEXT, 'en" onclick="x'),
    )
    later = [(raw(key, posting, text, lang), normalised(posting, text)) for key, posting, text, lang in known]
    before = replace(OPEN, grade="P-1")
    crawl(engine, [(raw("1", before, f"{TEXT}\n"), normalised(before, f"{TEXT}\n")), *later[1:]])
    crawl(engine, later, day=1)


def database(path: Path) -> Path:
    """A database file with the posts and the reference rows."""
    engine = open_engine(str(path))
    upgrade(engine, database_rows)
    fill(engine)
    engine.dispose()
    return path
