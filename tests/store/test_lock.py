import os
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from jpo_scraper.exceptions import LockedError, StoreError
from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.lock import source_lock
from jpo_scraper.store.models import RUN
from tests.store.factory import begin, rows

HOLDER = """
import sys
from datetime import UTC, datetime
from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.lock import source_lock
from jpo_scraper.store.writer import RunWriter

engine = open_engine(sys.argv[1])
with source_lock(engine, "korea"):
    RunWriter.begin(engine, "korea", "The ministry", mode="live", as_of=None, started_at=datetime.now(UTC))
    print("locked", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(database_url):
    """Another process that holds the lock of `korea` until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, database_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "locked\n"
    yield process
    process.communicate("")


def test_source_that_another_process_crawls_is_locked_and_others_are_not(engine, holder):
    words = rf"^Another run of korea is under way \(pid {holder.pid} on \S+\); wait for it to end\.$"
    with pytest.raises(LockedError, match=words), source_lock(engine, "korea"):
        pass
    with source_lock(engine, "japan"):
        pass


def test_lock_ends_with_its_run(engine, holder):
    holder.communicate("")
    with source_lock(engine, "korea"):
        pass


def test_lock_ends_with_a_killed_process_and_its_run_is_interrupted(engine, holder):
    holder.kill()
    holder.wait()
    for _ in range(200):  # PostgreSQL learns of the death from the closed socket, a moment later
        with suppress(LockedError), source_lock(engine, "korea"):
            begin(engine)
            break
        time.sleep(0.05)
    assert [run["status"] for run in rows(engine, RUN)] == ["interrupted", "running"]


def test_source_is_locked_within_one_process_too(engine):
    with source_lock(engine, "korea"):
        with (
            pytest.raises(LockedError, match=r"^Another run of korea is under way; wait"),
            source_lock(engine, "korea"),
        ):
            pass
        with source_lock(engine, "japan"):
            pass
    with source_lock(engine, "korea"):
        pass


def test_lock_ends_with_an_error(engine):
    with pytest.raises(RuntimeError), source_lock(engine, "korea"):
        raise RuntimeError
    with source_lock(engine, "korea"):
        pass


def test_database_in_memory_needs_no_lock():
    engine = open_engine(":memory:")
    with source_lock(engine, "korea"), source_lock(engine, "korea"):
        pass


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_sqlite_locks_lie_beside_the_database(engine, tmp_path):
    with source_lock(engine, "korea"):
        assert os.listdir(tmp_path / "jpo.sqlite.locks") == ["korea.lock"]


def test_folder_that_cannot_hold_the_lock_is_said(tmp_path):
    (tmp_path / "jpo.sqlite.locks").write_text("a file in the way")
    engine = open_engine(str(tmp_path / "jpo.sqlite"))
    words = r"The lock of korea cannot be made in .*; make the folder writable"
    with pytest.raises(StoreError, match=words), source_lock(engine, "korea"):
        pass


def test_a_host_is_asked_by_one_run_at_a_time_whichever_source_it_is_of(engine):
    with source_lock(engine, "undp", ["jobs.example.org", "cloud.example.org"]):
        words = r"^Another run is asking cloud\.example\.org, and a site is asked by one at a time; wait"
        with pytest.raises(LockedError, match=words), source_lock(engine, "unfpa", ["cloud.example.org"]):
            pass
        with source_lock(engine, "unfpa"), source_lock(engine, "korea", ["mofa.example.org"]):
            pass
    with source_lock(engine, "unfpa", ["cloud.example.org", "jobs.example.org"]):
        pass


def test_a_lock_that_is_refused_half_way_leaves_nothing_held(engine):
    with source_lock(engine, "undp", ["b.example.org"]):
        with pytest.raises(LockedError), source_lock(engine, "wmo", ["a.example.org", "b.example.org"]):
            pass
        with source_lock(engine, "wmo", ["a.example.org"]):
            pass
