"""`jpo status` as an operator meets it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from jpo_scraper.items import Normalised, Posting
from jpo_scraper.store import models as m
from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.writer import RunWriter
from jpo_scraper.vocab import RunStatus
from tests.store.factory import raw, rows


def run(path, source, status=RunStatus.COMPLETE, *, hours=3, reasons=(), **counters):
    """A run that ended so many hours ago."""
    engine = open_engine(str(path))
    ended = datetime.now(UTC) - timedelta(hours=hours)
    began = ended - timedelta(minutes=5)
    writer = RunWriter.begin(engine, source, f"Title of {source}", mode="live", as_of=None, started_at=began)
    if status is not RunStatus.RUNNING:
        writer.keep(raw("1", source=source), Normalised(Posting(), (), ()))
        writer.finish(
            status, reasons=reasons, counters=counters, finish_reason="finished",
            finished_at=ended,
        )  # fmt: skip
    engine.dispose()


@pytest.fixture
def database(database_url):
    return database_url


@pytest.fixture
def status(here):
    def ask(url, *more):
        done = here("status", "-d", url, *more)
        return done.status, done.out.decode()

    return ask


def test_when_all_is_well_the_first_line_says_so(database, status):
    run(database, "korea", found=12, reported_total=12)
    run(database, "unhcr", RunStatus.EMPTY, hours=2)
    code, output = status(database)
    assert code == 0
    assert output.splitlines()[0] == "All is well: 2 sources; the last run ended 2 h ago."
    assert "well: nothing is advertised" in output
    assert "12 listed" in output
    assert "Never run: " in output
    assert "undp" in output.splitlines()[-1]


def test_what_needs_attention_is_named_in_the_first_line_and_stands_first(database, status):
    run(database, "austria")
    for hours in (30, 3):
        run(database, "unhcr", RunStatus.PARTIAL, hours=hours, reasons=["2 pages or postings failed: see the issues"])
    run(database, "korea", hours=70)
    code, output = status(database)
    lines = output.splitlines()
    assert code == 1
    assert lines[0] == "2 of 3 sources need attention: korea, unhcr."
    assert output.index("overdue") < output.index("austria")
    assert "korea, run 4, overdue: a run is due every 24 h and none came: does the timer run?" in output
    assert "partial, 2 times in a row" in output
    assert "unhcr, run 3, partial, 2 times in a row: 2 pages or postings failed: see the issues" in output


def test_a_source_that_is_due_is_named_and_is_no_trouble(database, status):
    run(database, "korea", hours=30)
    code, output = status(database)
    assert code == 0
    assert "Due now: korea" in output


def test_an_interval_for_all_sources_can_be_given(database, status):
    run(database, "korea", hours=70)
    assert status(database, "--every", "7")[0] == 0
    assert status(database, "--every", "1")[0] == 1


def test_a_killed_run_is_seen_while_it_still_claims_to_run(database, status):
    run(database, "korea", RunStatus.RUNNING, hours=9)
    code, output = status(database)
    assert code == 1
    assert "korea, run 1, running for 9 h: no run takes so long: was it killed? run it again" in output


def test_a_source_that_left_the_registry_is_shown_without_alarm(database, status):
    run(database, "atlantis", RunStatus.FAILED, hours=900)
    code, output = status(database)
    assert code == 0
    assert "not registered" in output


def test_json_holds_the_same_for_monitoring(database, status):
    run(database, "korea", hours=70, found=3)
    run(database, "unhcr")
    done = json.loads(status(database, "--json")[1])
    assert (done["is_well"], [row["source"] for row in done["sources"]]) == (False, ["korea", "unhcr"])
    korea = done["sources"][0]
    assert (korea["health"], korea["needs_attention"], korea["status"]) == ("overdue", True, "complete")
    assert (korea["found"], korea["stored"]) == (3, 1)
    assert 70 <= korea["age_hours"] < 71
    assert "undp" in done["never_run"]
    assert len(done["runs"]) == 2


def test_the_last_runs_are_shown_on_request(database, status):
    run(database, "korea")
    assert "Last runs" not in status(database)[1]
    assert "Last runs" in status(database, "--runs", "3")[1]


def test_a_database_without_runs_is_well(database, status):
    code, output = status(database)
    assert (code, output.splitlines()[0]) == (0, "All is well: 0 sources.")


def test_words_of_a_site_cannot_move_the_cursor(database, status):
    run(database, "korea", RunStatus.FAILED, reasons=["broken \x1b[2J words"])
    assert "\x1b" not in status(database)[1]


def everything(engine):
    return {table.name: rows(engine, table) for table in (m.SOURCE, m.RUN, m.POSTING, m.ISSUE)}


def test_reading_the_status_writes_nothing(engine, database, status):
    run(database, "korea")
    before = everything(engine)
    status(database)
    assert everything(engine) == before
