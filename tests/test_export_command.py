"""`jpo export` and the filters of `jpo list`, in process, on both backends."""

import csv
import io
import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pyarrow.parquet as pq
import pytest
from icalendar import Calendar
from lxml import etree

from jpo_scraper.export import FORMATS
from jpo_scraper.items import Competency, Deadline, DutyStation, Nationalities
from tests.cli import Jpo
from tests.store.factory import DEADLINE, POSTING, START, crawl, normalised, raw

TEXT = "Write to jane@example.org or call +41 22 917 12 34 before 16 March 2026."
OTHER = replace(
    POSTING,
    title="Other",
    agency="UNICEF",
    sponsors=("NL",),
    grade="P-1",
    duty_stations=(DutyStation("Goma", "CD", 1),),
    deadline=Deadline(on=date(2026, 5, 1)),
    nationalities=Nationalities(include=("NL",)),
    competencies=(Competency("Communication"),),
)
AS_OF = ("--as-of", "2026-03-10")


@pytest.fixture
def jpo(monkeypatch, capsysbinary):
    return Jpo(monkeypatch, capsysbinary)


@pytest.fixture
def filled(engine, database_url):
    """Two open postings and a closed one; the first changed on the second day."""
    closed = replace(POSTING, title="Closed", deadline=Deadline(on=date(2026, 2, 1)))
    rest = [(raw("2"), normalised(OTHER)), (raw("3"), normalised(closed))]
    crawl(engine, [(raw("1", text="Before."), normalised(replace(POSTING, grade="P-3"))), *rest])
    crawl(engine, [(raw("1", text=TEXT), normalised()), *rest], day=1)
    return database_url


def titles(jpo, *arguments):
    return [row["title"] for row in json.loads(jpo(*arguments, "--to", "-", "--format", "json").out)]


def test_the_default_is_the_open_vacancies_the_nearest_deadline_first(jpo, filled):
    assert titles(jpo, "export", "-d", filled, *AS_OF) == [POSTING.title, "Other"]
    assert titles(jpo, "export", "postings_flat", "-d", filled, *AS_OF) == ["Closed", POSTING.title, "Other"]
    assert titles(jpo, "export", "postings_flat", "-d", filled, "--limit", 1) == ["Closed"]


def test_the_view_of_a_day_has_the_columns_of_the_view(jpo, filled):
    (row, _) = json.loads(jpo("export", "--to", "-", "--format", "json", "-d", filled, *AS_OF).out)
    assert "external_id" not in row
    assert (row["deadline_at"], row["is_jpo"], row["sponsors"]) == ("2026-03-16T22:59:00Z", True, "KR, JP")


FILTERS = [
    (["--sponsor", "kr"], [POSTING.title]),
    (["--sponsor", "Netherlands"], ["Other"]),
    (["--sponsor", "KR", "--sponsor", "NL"], [POSTING.title, "Other"]),
    (["--agency", "unicef"], ["Other"]),
    (["--agency", "World Health Organization"], [POSTING.title]),
    (["--country", "CD"], ["Other"]),
    (["--grade", "p2"], [POSTING.title]),
    (["--closing-within", "7"], [POSTING.title]),
    (["--deadline-from", "2026-03-17"], ["Other"]),
    (["--deadline-to", "2026-03-16"], [POSTING.title]),
    (["--competency", "team"], [POSTING.title]),
    (["--nationality", "JP"], [POSTING.title]),
    (["--nationality", "Japan", "--grade", "P-1"], []),
]


@pytest.mark.parametrize(("options", "expected"), FILTERS)
def test_list_and_export_choose_alike(jpo, filled, options, expected):
    assert titles(jpo, "export", "-d", filled, *AS_OF, *options) == expected
    listed = json.loads(jpo("list", "--json", "--all-postings", "-d", filled, *AS_OF, *options).out)
    assert [row["title"] for row in listed] == expected


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_to_a_file_of_its_ending(jpo, filled, tmp_path, form):
    target = tmp_path / f"out.{form.upper()}"
    done = jpo("export", "--to", target, "-d", filled, *AS_OF)
    assert done.status == 0, done.err
    assert str(target) in done.err
    assert {"csv": _csv, "json": _json, "jsonl": _jsonl, "xlsx": _xlsx, "parquet": _parquet, "ics": _ics, "atom": _atom,
            "jsonld": _jsonld}[form](target.read_bytes()) == [POSTING.title, "Other"]  # fmt: skip


def _csv(data):
    return [row["title"] for row in csv.DictReader(io.StringIO(data.decode()))]


def _json(data):
    return [row["title"] for row in json.loads(data)]


def _jsonl(data):
    return [json.loads(line)["title"] for line in data.splitlines()]


def _xlsx(data):
    names, *rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    return [row[names.index("title")] for row in rows]


def _parquet(data):
    return pq.read_table(io.BytesIO(data)).column("title").to_pylist()


def _ics(data):
    first, second = Calendar.from_ical(data).walk("VEVENT")
    assert first["dtstart"].dt == DEADLINE.at
    assert first["created"].dt == START
    assert (first["sequence"], second["sequence"]) == (1, 0)
    assert first["last-modified"].dt > second["last-modified"].dt
    return [event["summary"].removeprefix("Deadline: ").partition(",")[0] for event in (first, second)]


def _atom(data):
    atom = "{http://www.w3.org/2005/Atom}"
    found = [entry.find(f"{atom}title").text for entry in etree.fromstring(data).iter(f"{atom}entry")]
    assert found == [
        f"New: {POSTING.title}, WHO", f"Changed: {POSTING.title}, WHO (grade)",
        f"Closing: {POSTING.title}, WHO, 2026-03-16 23:59 Europe/Zurich", "New: Other, UNICEF",
    ]  # fmt: skip
    return [POSTING.title, "Other"]


def _jsonld(data):
    return [one["title"] for one in json.loads(data)["@graph"]]


def test_text_is_left_out_and_then_masked_and_then_whole(jpo, filled):
    ask = ("export", "--to", "-", "--format", "jsonl", "-d", filled, *AS_OF, "--limit", 1)
    assert "text" not in json.loads(jpo(*ask).out)
    assert json.loads(jpo(*ask, "--with-text").out)["text"] == (
        "Write to [e-mail] or call [phone] before 16 March 2026."
    )
    assert json.loads(jpo(*ask, "--with-text", "--with-contacts").out)["text"] == TEXT


def test_no_format_tells_contacts_without_being_asked(jpo, filled):
    for form in FORMATS:
        data = jpo("export", "--to", "-", "--format", form, "-d", filled, *AS_OF, "--with-text").out
        assert b"jane@" not in data
        assert b"917 12" not in data


def test_csv_as_is_switches_the_guard_off(jpo, engine, database_url):
    crawl(engine, [(raw(), normalised(replace(POSTING, title="=1+1")))])
    ask = ("export", "--to", "-", "--format", "csv", "-d", database_url, *AS_OF)
    assert _csv(jpo(*ask).out) == ["'=1+1"]
    assert _csv(jpo(*ask, "--as-is").out) == ["=1+1"]


def test_a_view_of_anything_can_be_a_table(jpo, filled):
    rows = json.loads(jpo("export", "source_health", "--to", "-", "--format", "json", "-d", filled).out)
    assert [row["source"] for row in rows] == ["korea"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["open_vacansies", "--to", "a.csv"], "open_vacancies"),
        (["--to", "a.doc"], "There is no format 'doc'"),
        (["--to", "a"], "--format"),
        (["--to", "-"], "--format"),
        ([], "--to"),
        (["source_health", "--to", "a.ics"], "no postings"),
        (["source_health", "--to", "a.csv", "--sponsor", "KR"], "belong to no posting"),
        (["source_health", "--to", "a.csv", "--with-text"], "no postings"),
        (["--to", "a.csv", "--country", "Kenia"], "Kenya (KE)"),
        (["--to", "a.csv", "--agency", "UNICEFF"], "UNICEF"),
        (["--to", "a.csv", "--deadline-from", "soon"], "soon"),
        (["--to", "a.csv", "--closing-within", "99999999999999"], "closing-within"),
    ],
)
def test_wrong_use_is_told_and_leaves_no_file(jpo, filled, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    before = set(os.listdir(tmp_path))
    done = jpo("export", *arguments, "-d", filled)
    assert done.status == 2
    assert words in done.err
    assert set(os.listdir(tmp_path)) == before


@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_is_one_line_that_names_the_file(jpo, filled, form):
    done = jpo("export", "--to", "/dev/full", "--format", form, "-d", filled, *AS_OF)
    assert done.status == 1
    assert done.err.splitlines() == ["jpo: /dev/full cannot be written: No space left on device."]


def test_an_empty_database_gives_whole_files(jpo, database_url, tmp_path):
    for form in FORMATS:
        assert jpo("export", "--to", tmp_path / f"a.{form}", "-d", database_url).status == 0
        assert (tmp_path / f"a.{form}").exists()


def test_the_same_database_gives_the_same_feeds(jpo, filled, tmp_path):
    for form in ("ics", "atom", "jsonld", "csv"):
        ask = ("export", "--to", "-", "--format", form, "-d", filled)
        assert jpo(*ask, "--as-of", "2026-03-10").out == jpo(*ask, "--as-of", "2026-03-11").out


def test_the_instant_of_an_export_is_now_unless_told(jpo, engine, database_url):
    later = datetime(2099, 1, 1, tzinfo=UTC)
    crawl(engine, [(raw(), normalised(replace(POSTING, deadline=Deadline(on=later.date(), at=later))))])
    assert titles(jpo, "export", "-d", database_url) == [POSTING.title]
    assert titles(jpo, "export", "-d", database_url, "--as-of", "2099-01-01") == []
