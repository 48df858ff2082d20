"""Contact persons of postings stay behind every door, unless somebody asks for them."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from jpo_scraper.cli import COMMANDS
from jpo_scraper.cli import jpo as program
from jpo_scraper.export import FORMATS
from jpo_scraper.items import Fact, Issue, Label, Nationalities, Normalised
from jpo_scraper.vocab import Field, IssueKind
from tests.store.factory import DEADLINE, POSTING, START, TEXT, crawl, raw

SECRETS = ("Doe", "jane.doe@", "917 12 34", "홍길동")
CONTACT = "Contact person: Ms Jane Doe, jane.doe@example.org, tel. +41 22 917 12 34. 담당자: 홍길동"
DOORS = {
    "show": ["show", "1", "--text"],
    "show as JSON": ["show", "1", "--json", "--text"],
    "list": ["list", "--all"],
    "list as JSON": ["list", "--all", "--json"],
    "list as CSV": ["list", "--all", "--csv"],
    "search": ["search", "coordination contact", "--all"],
    "search as JSON": ["search", "coordination contact", "--all", "--json"],
    "links": ["links"],
    "links as JSON": ["links", "--json"],
    "eligible": ["eligible", "--nationality", "KR", "--as-of", "2026-03-02"],
    "eligible for one": ["eligible", "1", "--nationality", "KR"],
    "eligible as JSON": ["eligible", "1", "--json"],
    "digest": ["digest", "--since", "2000-01-01"],
    "digest as JSON": ["digest", "--since", "2000-01-01", "--json"],
    "query of a text": ["query", "SELECT text FROM posting_text", "--json"],
    "query of JSON": ["query", "SELECT labels, normalised FROM observation", "--jsonl"],
    "query of facts": ["query", "SELECT raw, value FROM fact WHERE raw <> 'Jane Doe'"],
    "query of changes": ["query", "SELECT old, new FROM change", "--csv"],
    "query of issues": ["query", "SELECT raw, message FROM issue", "--csv"],
    "renormalise": ["renormalise"],
    "renormalise as JSON": ["renormalise", "--json"],
    "status": ["status"],
    **{
        f"export as {form}": ["export", "postings_flat", "--to", "-", "--format", form, "--with-text"]
        for form in FORMATS
        if form not in ("xlsx", "parquet")  # their bytes are packed: see below
    },
}
SILENT = {
    "crawl", "sources", "db", "check", "capture", "completion", "new-source", "parse", "schedule", "worker", "serve",
    "report",
}  # fmt: skip
"""Commands that tell nothing of stored postings, or tell it as `list` does; `parse` tells what its user holds. What
`serve` and `report` make is tested below."""

OPEN = {"show", "show as JSON", "query of a text", "query of JSON", "export as json"}
"""Doors that open with --with-contacts."""


@pytest.fixture
def filled(engine, database_url):
    """Two postings, linked, whose every text names contact persons."""
    posting = replace(
        POSTING,
        title=f"Officer. {CONTACT}",
        nationalities=Nationalities(include=("KR",), note=CONTACT),
        supervisor_title=f"Head of unit, {CONTACT}",
        documents=(f"a letter to {CONTACT}",),
        start_date=CONTACT,
        deadline=replace(DEADLINE, raw=f"16 March 2026, {CONTACT}"),
    )
    facts = (
        Fact(Field.NATIONALITIES, CONTACT, CONTACT, "x", label="Contact"),
        Fact(Field.SUPERVISOR_TITLE, "Jane Doe", "Jane Doe", "x", label="Supervisor"),
    )
    issues = (Issue(IssueKind.UNMAPPED, CONTACT, Field.GRADE, CONTACT),)

    def sight(key, text, title):
        labels = (Label("Contact", CONTACT), Label("Signed", "Jane Doe"))
        meaning = Normalised(replace(posting, title=title), facts, issues)
        return replace(raw(key, text=text, source="korea"), labels=labels), meaning

    text = f"{TEXT}\n{CONTACT}\nSigned, Jane Doe"
    crawl(engine, [sight("7", "Before.", f"Officer {CONTACT}")])
    crawl(engine, [sight("7", text, posting.title), sight("8", text, posting.title)], day=1)
    return database_url


def asked(filled, *words):
    done = CliRunner().invoke(program, [*words, "-d", filled], env={"COLUMNS": "4000"})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in (0, 1), done.output
    return done.stdout_bytes.decode()


def test_every_command_that_tells_of_postings_is_tested():
    assert {words[0] for words in DOORS.values()} | SILENT == {*COMMANDS}


@pytest.mark.parametrize("door", DOORS)
def test_no_door_tells_of_contact_persons(filled, door):
    output = asked(filled, *DOORS[door])
    assert output
    for secret in SECRETS:
        assert secret not in output, (door, secret)


@pytest.mark.parametrize("door", sorted(OPEN))
def test_who_asks_is_told(filled, door):
    output = asked(filled, *DOORS[door], "--with-contacts")
    assert all(secret in output for secret in SECRETS), door


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_packed_files_tell_nothing_either(filled, form, tmp_path):
    path = tmp_path / f"posts.{form}"
    asked(filled, "export", "postings_flat", "--to", str(path), "--with-text")
    cells = {"xlsx": _xlsx, "parquet": _parquet}[form](path)
    assert "[e-mail]" in cells
    for secret in SECRETS:
        assert secret not in cells, secret


def _xlsx(path: Path) -> str:
    import openpyxl

    return str(list(openpyxl.load_workbook(path).active.values))


def _parquet(path: Path) -> str:
    import pyarrow.parquet

    return str(pyarrow.parquet.read_table(path).to_pylist())


PAGES = "/ /posts /posting/1 /apply /charts /map /posts.atom /posts.ics /posts.csv /posts.json".split()


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)  # the pages are made from an SQLite file
@pytest.mark.parametrize("path", PAGES)
def test_no_page_tells_of_contact_persons(filled, path):
    from jpo_scraper.web.reader import Reader
    from jpo_scraper.web.site import Site

    reader = Reader(Path(filled), 30)
    form = {"nationality": ["KR"]} if path == "/apply" else None
    answer = Site(reader, clock=lambda: START).answer(path, {"all": ["1"]}, form)
    reader.close()
    body = answer.body if isinstance(answer.body, str) else answer.body.decode()
    assert answer.status == 200
    assert path in ("/charts", "/map") or "Officer" in body
    for secret in SECRETS:
        assert secret not in body, (path, secret)


def test_the_report_tells_of_none(filled, tmp_path):
    path = tmp_path / "report.html"
    asked(filled, "report", str(path), "--as-of", "2026-03-02")
    assert "Officer" in path.read_text("utf-8")
    for secret in SECRETS:
        assert secret not in path.read_text("utf-8"), secret
