"""Real crawls that are killed, stopped, starved of disk space or shut out: what they leave behind is whole."""

import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from jpo_scraper.archive import open_archive
from jpo_scraper.exceptions import ArchiveError, LockedError, StoreError
from jpo_scraper.store import writer
from jpo_scraper.store.engine import BUSY_SECONDS, PATIENT_SECONDS, open_engine, writing
from jpo_scraper.store.lock import source_lock
from jpo_scraper.store.migrate import upgrade
from tests.crawl.jpo import LARGEST_FILE, start
from tests.crawl.server import Asked, Reply, Site, json_reply
from tests.crawl.workday import BASE, detail, put_detail, put_listing, row, write_source
from tests.store.factory import begin, finish

UNHURRIED = "politeness = { delay = 0.0 }"
"""A source asks for a second between requests; these tests would take minutes."""
SEED = 20260301
CONTENT = (
    "select source, external_id, content_hash, status, missed_runs, title, url, scope from posting",
    "select external_id, seen.content_hash, seen.url from observation seen join posting on posting.id = posting_id",
    "select external_id, text from posting_text join observation seen on seen.id = observation_id "
    "join posting on posting.id = posting_id",
    "select external_id, field, value, raw, rule from fact join observation seen on seen.id = observation_id "
    "join posting on posting.id = posting_id",
    "select external_id, field, old, new from change join posting on posting.id = posting_id",
    "select external_id, city, country from posting_duty_station join posting on posting.id = posting_id",
    "select source, key, body_hash from page",
    "select kind, message from issue",
    "select key, posting.external_id from link_key join posting on posting.id = posting_id",
)
"""What runs leave in a database, without their numbers and times."""


def page_of(number: int, words: str = "A JPO post.") -> Callable[[Asked], Reply]:
    """A posting whose page takes a moment."""

    def answer(asked: Asked) -> Reply:
        time.sleep(0.02)
        return json_reply(detail(number, text=f"<p>{words}</p>"))

    return answer


def put(site: Site, numbers: list[int], changed: tuple[int, ...] = ()) -> None:
    put_listing(site, [row(number) for number in numbers])
    for number in numbers:
        words = "A JPO post, in other words." if number in changed else "A JPO post."
        site.on(f"{BASE}/job/Bonn/Post_JR{number}", page_of(number, words))


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    engine = open_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def content(url: str) -> list[list[str]]:
    return [sorted(map(repr, rows(url, query))) for query in CONTENT]


def runs(url: str) -> list[str]:
    return [status for (status,) in rows(url, "select status from run order by id")]


def complete(folder: Path, url: str, *more: object) -> None:
    """Crawl as if nothing had been. PostgreSQL learns of a killed process from its socket, a moment later."""
    for _ in range(20):
        process = start(folder, "crawl", "source", "-d", url, *more)
        _, log = process.communicate(timeout=60)
        if process.returncode != 3:
            break
    assert process.returncode == 0, log


def check_whole(url: str) -> None:
    """Invariants of the database itself. PostgreSQL sees to its own."""
    if "://" in url:
        return
    with closing(sqlite3.connect(url)) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert database.execute("pragma foreign_key_check").fetchall() == []


def check_archive(folder: Path) -> None:
    """Every file of killed runs holds whole records; one that was cut would be refused in words."""
    for path in folder.glob("*.warc.gz"):
        try:
            open_archive(path)
        except ArchiveError as error:
            words = str(error)
        else:
            words = ""
        assert not words or "not a whole WARC file" in words or "holds no response" in words


def check_lock(url: str) -> None:
    """What a killed process leaves of its lock keeps nobody out."""
    engine = open_engine(url)
    for attempt in range(200):
        try:
            with source_lock(engine, "source"):
                break
        except LockedError:
            assert attempt < 199
            time.sleep(0.02)
    engine.dispose()


def until(process: Any, is_time: Callable[[], bool]) -> None:
    """Wait until it is time, or the process has ended."""
    while process.poll() is None and not is_time():
        time.sleep(0.001)


def kill(process: Any) -> None:
    process.kill()
    process.communicate()


# --- killed at any point ---------------------------------------------------------------------------------------------


class Killed:
    """A source of which a first run is stored; since then a posting changed, two are new and one is gone."""

    def __init__(self, site: Site, folder: Path, url: str, copy: Callable[[str], str]) -> None:
        self.site, self.folder, self.copy = site, folder, copy
        write_source(folder, "source", site, extra=UNHURRIED)
        put(site, [1, 2, 3, 4])
        complete(folder, url)
        put(site, [1, 2, 3, 5, 6], changed=(2,))
        self.base = url
        self.before = content(url)
        undisturbed = copy("undisturbed")
        asked = len(site.asked)
        complete(folder, undisturbed)
        self.requests = len(site.asked) - asked
        self.after = content(undisturbed)
        assert self.before != self.after

    def chain(self, name: str, moments: list[Callable[[Any, str], None]]) -> None:
        """Kill one run after another of one database; the run after them is as if they had not been."""
        url, archive = self.copy(name), self.folder / f"warc-{name}"
        earlier = runs(url)
        for number, moment in enumerate(moments, 1):
            process = start(self.folder, "crawl", "source", "-d", url, "--archive", archive)
            moment(process, url)
            kill(process)
            check_whole(url)
            check_archive(archive)
            check_lock(url)
            found = runs(url)
            assert set(found[len(earlier) : -1]) <= {"interrupted"}
            if content(url) == self.after:  # it came to its end before the signal did
                assert found[-1] == "complete"
                self.chain(f"{name}-{number}", moments[number:])
                return
            assert content(url) == self.before, "a part of a run is in the database"
            assert found[len(earlier) :][-1:] in ([], ["running"], ["interrupted"])
        killed = len(runs(url)) - len(earlier)
        complete(self.folder, url)
        assert content(url) == self.after
        assert runs(url) == [*earlier, *["interrupted"] * killed, "complete"]
        reasons = rows(url, "select reasons from run where status = 'interrupted'")
        assert all("the process ended before the run did" in str(reason) for reason in reasons)

    def asked(self, number: int, later: float) -> Callable[[Any, str], None]:
        """As the run asks for the nth time, or a moment later."""

        def moment(process: Any, url: str) -> None:
            target = len(self.site.asked) + number
            until(process, lambda: len(self.site.asked) >= target)
            time.sleep(later)

        return moment

    def writing(self, later: float) -> Callable[[Any, str], None]:
        """While the run writes its postings."""

        def moment(process: Any, url: str) -> None:
            self.asked(self.requests, 0)(process, url)
            until(process, lambda: is_written(url))
            time.sleep(later)

        return moment

    def entering(self) -> Callable[[Any, str], None]:
        """While the run is entered."""
        return lambda process, url: until(process, lambda: is_written(url))


def started(later: float) -> Callable[[Any, str], None]:
    """While the program starts."""
    return lambda process, url: time.sleep(later)


def is_written(url: str) -> bool:
    """Whether another process is in a transaction that writes."""
    with closing(sqlite3.connect(url, timeout=0, isolation_level=None)) as database:
        try:
            database.execute("begin immediate")
        except sqlite3.OperationalError:
            return True
        database.execute("rollback")
        return False


def test_a_run_that_is_killed_leaves_an_sqlite_database_as_it_was(tmp_path, site):
    draw = random.Random(SEED)
    base = tmp_path / "base.sqlite"

    def copy(name: str) -> str:
        with closing(sqlite3.connect(base)) as source, closing(sqlite3.connect(tmp_path / f"{name}.sqlite")) as target:
            source.backup(target)
        return str(tmp_path / f"{name}.sqlite")

    killed = Killed(site, tmp_path, str(base), copy)
    moments = [
        *(killed.asked(draw.randint(1, killed.requests), draw.uniform(0, 0.05)) for _ in range(6)),
        *(killed.asked(killed.requests, draw.uniform(0, 0.3)) for _ in range(2)),
        *(killed.writing(draw.uniform(0, 0.02)) for _ in range(4)),
        *(started(draw.uniform(0.1, 1.5)) for _ in range(2)),
        killed.entering(),
    ]
    draw.shuffle(moments)
    for number in range(3):
        killed.chain(f"chain{number}", moments[number::3])


@pytest.mark.postgres
def test_a_run_that_is_killed_leaves_a_postgresql_database_as_it_was(tmp_path, site, postgres, postgres_url):
    draw = random.Random(SEED)
    base = postgres_url.split("?")[0].rpartition("/")[2]
    made: list[str] = []

    def copy(name: str) -> str:
        made.append(postgres.create(base))
        return postgres.url(made[-1])

    killed = Killed(site, tmp_path, postgres_url, copy)
    moments = [
        *(killed.asked(draw.randint(1, killed.requests), draw.uniform(0, 0.05)) for _ in range(2)),
        in_transaction("observation"),
        started(draw.uniform(0.5, 1.5)),
        killed.asked(killed.requests, draw.uniform(0, 0.2)),
        in_transaction("page"),
    ]
    try:
        for number in range(2):
            killed.chain(f"chain{number}", moments[number::2])
    finally:
        for name in made:
            postgres.drop(name)


def in_transaction(table: str) -> Callable[[Any, str], None]:
    """While the run waits for a table that another holds, in the middle of its transaction."""
    waiting = text(f"select count(*) from pg_locks where relation = '{table}'::regclass and not granted")

    def moment(process: Any, url: str) -> None:
        engine = open_engine(url)
        with engine.connect() as other, engine.connect() as watcher:
            other.execute(text(f"lock table {table} in share mode"))
            until(process, lambda: watcher.execute(waiting).scalar_one() > 0)
            process.kill()
        engine.dispose()

    return moment


# --- stopped ---------------------------------------------------------------------------------------------------------


@contextmanager
def stopped_in_the_middle(site: Site, folder: Path) -> Iterator[Any]:
    """A crawl that has read two postings and waits for a third, which never comes."""
    write_source(folder, "source", site, extra=UNHURRIED)
    put(site, [1, 2, 3, 4])
    complete(folder, str(folder / "jpo.sqlite"))
    numbers = [1, 2, 3, 5, 6, 7, 8]
    put_listing(site, [row(number) for number in numbers])
    answered: list[int] = []
    reached = threading.Event()

    def twice(number: int) -> Callable[[Asked], Reply]:
        def answer(asked: Asked) -> Reply:
            answered.append(number)
            if len(answered) <= 2:
                return json_reply(detail(number))
            reached.set()
            return Reply(hang=True)

        return answer

    for number in numbers:
        site.on(f"{BASE}/job/Bonn/Post_JR{number}", twice(number))
    arguments = ("--full", "-d", folder / "jpo.sqlite", "--archive", folder / "warc")
    process = start(folder, "crawl", "source", *arguments, settings={"DOWNLOAD_TIMEOUT": 600})
    assert reached.wait(60)
    try:
        yield process
    finally:
        kill(process)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_run_as_partial_while_a_site_keeps_silent(tmp_path, site, number):
    """The answer would be awaited for ten minutes."""
    url = str(tmp_path / "jpo.sqlite")
    with stopped_in_the_middle(site, tmp_path) as process:
        process.send_signal(number)
        output, log = process.communicate(timeout=60)
    assert process.returncode == 1, log
    assert "the crawl was stopped by a signal: run it again" in output
    assert rows(url, "select status, finish_reason, errors from run where id = 2") == [("partial", "shutdown", 0)]
    assert set(rows(url, "select status, missed_runs from posting")) == {("listed", 0)}
    assert rows(url, "select count(*) from issue") == [(0,)]
    [archive] = (tmp_path / "warc").iterdir()
    assert open_archive(archive).as_of
    assert "Traceback" not in log
    assert "Unhandled" not in log


def test_a_run_that_waits_its_turn_after_a_429_is_stopped_too(tmp_path, site):
    """The site asks for ten minutes of patience; the signal is not made to wait for them."""
    url = str(tmp_path / "jpo.sqlite")
    write_source(tmp_path, "source", site, extra=UNHURRIED)
    put(site, [1, 2, 3])
    throttled = threading.Event()

    def too_much(asked: Asked) -> Reply:
        throttled.set()
        return Reply("slow down", 429, headers={"Retry-After": "600"})

    site.on(f"{BASE}/job/Bonn/Post_JR1", too_much)
    settings = {"JPO_BACKOFF_MAX_DELAY": 600}
    process = start(tmp_path, "crawl", "source", "-d", url, settings=settings)
    assert throttled.wait(60)
    time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=60)
    assert process.returncode == 1, log
    assert rows(url, "select finish_reason from run") == [("shutdown",)]
    assert "Traceback" not in log


def test_a_second_signal_ends_it_whatever_it_does(tmp_path, site):
    url = str(tmp_path / "jpo.sqlite")
    before = None
    with stopped_in_the_middle(site, tmp_path) as process:
        before = content(url)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 1
    check_whole(url)
    [(status,)] = rows(url, "select status from run where id = 2")
    assert status in ("partial", "running")
    if status == "running":
        assert content(url) == before
    check_lock(url)


# --- no room ---------------------------------------------------------------------------------------------------------


def starved(folder: Path, limit: int, *more: object, **environment: object) -> tuple[int, str]:
    """A crawl that can write no file beyond `limit` bytes, as if the disk were full there."""
    process = start(
        folder, "crawl", "source", "-d", folder / "jpo.sqlite", *more, **{LARGEST_FILE: limit}, **environment
    )
    _, log = process.communicate(timeout=60)
    return process.returncode, log


def test_a_database_that_cannot_grow_fails_the_run_in_one_line_and_stays_whole(tmp_path, site):
    write_source(tmp_path, "source", site, extra=UNHURRIED)
    put(site, [1, 2])
    url = str(tmp_path / "jpo.sqlite")
    complete(tmp_path, url)
    with closing(sqlite3.connect(url)) as database:
        database.execute("pragma wal_checkpoint(truncate)")
    before = content(url)
    put_listing(site, [row(number) for number in (1, 2, 3)])
    put_detail(site, 3, json_reply(detail(3, text="<p>A JPO post.</p>" + "<p>Many words.</p>" * 8000)))
    status, log = starved(tmp_path, 100_000)
    assert status == 1, log
    assert "jpo.sqlite cannot be read or written: the disk, a quota or the network drive reports an error" in log
    assert "Traceback" not in log
    check_whole(url)
    assert content(url) == before
    complete(tmp_path, url)
    assert runs(url)[-1] == "complete"


def test_a_temporary_folder_that_is_full_fails_the_run_in_one_line(tmp_path, site):
    write_source(tmp_path, "source", site, extra=UNHURRIED)
    url = str(tmp_path / "jpo.sqlite")
    put(site, [1, 2])
    complete(tmp_path, url)
    before = content(url)
    numbers = range(1, 9)
    put_listing(site, [row(number) for number in numbers])
    for number in numbers:
        words = "<p>A JPO post.</p><p>" + f"Many words {number}. " * 15_000 + "</p>"
        put_detail(site, number, json_reply(detail(number, text=words)))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    status, log = starved(tmp_path, 1_150_000, TMPDIR=temporary)
    assert status == 1, log
    assert f"The run cannot be kept in {temporary}: File too large; free some space there." in log
    assert "Traceback" not in log
    check_whole(url)
    assert content(url) == before
    assert runs(url) == ["complete", "failed"]
    assert list(temporary.iterdir()) == []


def test_an_archive_that_is_full_costs_neither_the_postings_nor_what_was_recorded(tmp_path, site):
    """The padding of the pages goes into the archive alone."""
    write_source(tmp_path, "source", site, extra=UNHURRIED)
    numbers = range(1, 6)
    put_listing(site, [row(number) for number in numbers])
    draw = random.Random(SEED)
    for number in numbers:
        put_detail(site, number, json_reply({**detail(number), "padding": draw.randbytes(400_000).hex()}))
    url = str(tmp_path / "jpo.sqlite")
    status, log = starved(tmp_path, 1_150_000, "--archive", tmp_path / "warc")
    assert status == 1, log
    words = f"the archive cannot be written in {tmp_path / 'warc'}: File too large; free some space there"
    assert log.count(words) == 1
    assert "3 answers could not be archived: see the log for why" in log
    assert rows(url, "select status, stored, errors from run") == [("partial", 5, 0)]
    [archive] = (tmp_path / "warc").iterdir()
    assert open_archive(archive).as_of
    assert rows(url, "select count(*) from capture") == [(len(site.asked) - 3,)]
    check_whole(url)


@pytest.mark.skipif(not shutil.which("mount"), reason="no mount")
def test_a_disk_that_is_full_is_named(tmp_path, site):
    """A disk of its own, of which a part of the postings is larger; where one may not be mounted there is none."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("a disk cannot be mounted here")
    try:
        write_source(tmp_path, "source", site, extra=UNHURRIED)
        url = str(disk / "jpo.sqlite")
        put(site, [1, 2])
        put_detail(site, 2, json_reply(detail(2, text="<p>A JPO post.</p><p>" + "Many words. " * 90_000 + "</p>")))
        process = start(tmp_path, "crawl", "source", "-d", url)
        output, log = process.communicate(timeout=60)
        assert process.returncode == 1, log
        assert "jpo.sqlite cannot grow: the disk is full; free some space and run the command again" in output + log
        assert "Traceback" not in log
        check_whole(url)
    finally:
        subprocess.run(["umount", disk], check=True)


# --- shut out --------------------------------------------------------------------------------------------------------


def test_a_reader_with_an_open_transaction_keeps_no_crawl_waiting(tmp_path, site):
    write_source(tmp_path, "source", site, extra=UNHURRIED)
    put(site, [1, 2])
    url = str(tmp_path / "jpo.sqlite")
    complete(tmp_path, url)
    with closing(sqlite3.connect(url, isolation_level=None)) as reader:
        reader.execute("begin")
        [(seen,)] = reader.execute("select count(*) from posting").fetchall()
        put(site, [1, 2, 3])
        complete(tmp_path, url)
        assert reader.execute("select count(*) from posting").fetchall() == [(seen,)]
    assert rows(url, "select count(*) from posting") == [(seen + 1,)]


def test_a_crawl_waits_for_another_writer_longer_than_commands_do(tmp_path, monkeypatch):
    assert PATIENT_SECONDS > BUSY_SECONDS
    url = str(tmp_path / "jpo.sqlite")
    engine = open_engine(url)
    upgrade(engine)
    run = begin(engine)
    other = sqlite3.connect(url, isolation_level=None, check_same_thread=False)
    other.execute("begin immediate")
    with pytest.raises(StoreError, match="is in use: another program has been writing"), writing(engine, wait=0.1):
        pass
    ends = threading.Timer(0.5, lambda: other.execute("rollback"))
    ends.start()
    finish(run)
    ends.join()
    other.execute("begin immediate")
    monkeypatch.setattr(writer, "PATIENT_SECONDS", 0.1)
    with pytest.raises(StoreError, match="is in use: another program has been writing"):
        begin(engine)
    other.close()
    engine.dispose()
    assert runs(url) == ["complete"]


def test_the_second_of_two_crawls_ends_at_once_and_names_the_first(tmp_path, site, database_url):
    with_first = threading.Event()
    write_source(tmp_path, "source", site, extra=UNHURRIED)
    put(site, [1, 2])
    go_on = threading.Event()

    def wait(asked: Asked) -> Reply:
        with_first.set()
        go_on.wait(60)
        return page_of(1)(asked)

    site.on(f"{BASE}/job/Bonn/Post_JR1", wait)
    settings = {"DOWNLOAD_TIMEOUT": 60}
    first = start(tmp_path, "crawl", "source", "-d", database_url, settings=settings)
    assert with_first.wait(60)
    second = start(tmp_path, "crawl", "source", "-d", database_url)
    _, log = second.communicate(timeout=60)
    assert second.returncode == 3, log
    words = f"Another run of source is under way (pid {first.pid} on {socket.gethostname()}); wait for it to end."
    assert words in log
    # What a crawl asks before all else; the first may ask for its second posting at any time.
    assert site.paths().count("/robots.txt") == 1
    go_on.set()
    _, log = first.communicate(timeout=60)
    assert first.returncode == 0, log
    assert runs(database_url) == ["complete"]
    assert rows(database_url, "select count(*) from posting") == [(2,)]
    check_whole(database_url)
