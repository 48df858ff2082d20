"""The process beside the crawl: it says what the crawl's own would say, and what ends it does not end the crawl."""

import asyncio
import logging
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from jpo_scraper import helper
from jpo_scraper.helper import Helper, can_help
from jpo_scraper.items import Label, Normalised, RawPosting
from jpo_scraper.meaning import READY, Broken, meaning
from jpo_scraper.sources.model import UNKNOWN_SOURCE
from jpo_scraper.sources.registry import load_all
from tests.crawl.jpo import start
from tests.crawl.server import Asked, Reply, Site, json_reply
from tests.crawl.test_crashes import UNHURRIED, content, rows, runs
from tests.crawl.workday import BASE, detail, put_site, write_source

pytestmark = pytest.mark.skipif(not can_help(), reason="a process beside this one wants a second processor")

TEXTS = (
    "## JPO in Nutrition, Accra\nGrade: P-2\nDeadline: 31 March 2027, 23:59 (Geneva time)\nOpen to Danish nationals.",
    "募集要項\n応募資格 35歳以下\n締切 令和9年3月31日",
    "A posting that says nothing.",
    "half an emoji \ud83d and a NUL \0",
    "- French required\n" * 3_000,
)
SECONDS = 60.0


def posting(number: int, text: str | None, source: str = "unknown") -> RawPosting:
    labels = (Label("Closing date", "2027-04-01"),) if number % 2 else ()
    return RawPosting(source, str(number), f"https://example.org/{number}", text, labels, fetched_at=datetime.now(UTC))


def ask(*postings: RawPosting, seconds: float = SECONDS) -> list[Normalised | Broken]:
    """Put all questions at once, and wait for all answers."""

    async def all_at_once() -> list[Normalised | Broken]:
        asked = Helper()
        asked.enter(1)
        found = await asyncio.gather(*(asked.meaning(raw, UNKNOWN_SOURCE, seconds) for raw in postings))
        await asked.leave(1)
        return found

    return asyncio.run(all_at_once())


def children(pid: int) -> list[int]:
    """The processes that a process has started for normalising, and that still run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words, stat = (folder / "cmdline").read_bytes(), (folder / "stat").read_text()
        except OSError:
            continue
        state, parent = stat.rpartition(")")[2].split()[:2]
        if b"jpo_scraper.meaning" in words and int(parent) == pid and state != "Z":
            found.append(int(folder.name))
    return found


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


@pytest.fixture
def nothing_is_read_here(monkeypatch):
    """Else a process that does not answer would be noticed by nobody."""
    monkeypatch.setattr(helper, "meaning", None)


@pytest.mark.usefixtures("nothing_is_read_here")
def test_it_says_what_this_process_says_in_the_order_asked():
    postings = [posting(number, text) for number, text in enumerate(TEXTS * 4)]
    assert ask(*postings) == [meaning(raw, UNKNOWN_SOURCE, SECONDS) for raw in postings]


@pytest.mark.usefixtures("nothing_is_read_here")
def test_it_loads_nothing_from_the_folder_where_somebody_is(tmp_path, monkeypatch):
    (tmp_path / "pickle.py").write_text("raise SystemExit('a module of somebody else')")
    monkeypatch.chdir(tmp_path)
    assert isinstance(*ask(posting(0, TEXTS[0])), Normalised)


def test_every_source_can_be_told():
    for source in load_all().values():
        assert pickle.loads(pickle.dumps(source)) == source


@pytest.mark.usefixtures("nothing_is_read_here")
def test_sources_are_told_apart():
    """A source is sent once, and meant by its name from then on: the standing rules show which it was."""
    chosen = [source for source in load_all().values() if source.rules][:2]
    raws = [(posting(number, TEXTS[0], source.name), source) for number in range(3) for source in chosen]

    async def ask_all() -> list[Normalised | Broken]:
        helper = Helper()
        helper.enter(1)
        found = await asyncio.gather(*(helper.meaning(raw, source, SECONDS) for raw, source in raws))
        await helper.leave(1)
        return found

    found = asyncio.run(ask_all())
    assert found == [meaning(raw, source, SECONDS) for raw, source in raws]
    assert found[0] != found[1]


@pytest.mark.usefixtures("nothing_is_read_here")
def test_a_rule_that_breaks_costs_one_posting():
    first, broken, last = ask(posting(0, TEXTS[0]), posting(1, None), posting(2, TEXTS[1]))
    assert isinstance(broken, Broken)
    assert re.match(r"\w+Error: .*: please report it", broken.reason)
    assert "Traceback" in broken.trace
    assert isinstance(first, Normalised)
    assert isinstance(last, Normalised)


@pytest.mark.usefixtures("nothing_is_read_here")
def test_a_posting_that_takes_too_long_is_given_up():
    slow, quick = ask(posting(0, TEXTS[4] * 20), posting(2, TEXTS[2]), seconds=0.02)
    assert isinstance(slow, Broken)
    assert "SlowPage" in slow.reason
    assert "0.02 seconds" in slow.reason
    assert isinstance(quick, Normalised) or "SlowPage" in quick.reason  # a busy machine may be slow with this one too


def test_it_ends_with_the_last_crawl_that_may_ask():
    async def two_crawls() -> None:
        helper = Helper()
        helper.enter("one")
        helper.enter("two")
        await helper.meaning(posting(0, TEXTS[2]), UNKNOWN_SOURCE, SECONDS)
        assert len(children(os.getpid())) == 1
        await helper.leave("one")
        await helper.leave("one")  # Scrapy may close what it could not open
        assert len(children(os.getpid())) == 1
        await helper.leave("two")
        assert children(os.getpid()) == []
        helper.enter("three")
        assert await helper.meaning(posting(0, TEXTS[2]), UNKNOWN_SOURCE, SECONDS)  # it starts again
        assert len(children(os.getpid())) == 1
        await helper.leave("three")

    asyncio.run(two_crawls())


def test_a_crawl_that_never_asks_starts_nothing():
    async def none_asked() -> None:
        helper = Helper()
        helper.enter(1)
        assert children(os.getpid()) == []
        await helper.leave(1)

    asyncio.run(none_asked())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_all_processes_of_the_crawl_does_not_end_it(number):
    async def ask_signal_ask() -> None:
        helper = Helper()
        helper.enter(1)
        await helper.meaning(posting(0, TEXTS[2]), UNKNOWN_SOURCE, SECONDS)
        (pid,) = children(os.getpid())
        os.kill(pid, number)
        assert isinstance(await helper.meaning(posting(2, TEXTS[0]), UNKNOWN_SOURCE, SECONDS), Normalised)
        assert children(os.getpid()) == [pid]
        await helper.leave(1)

    asyncio.run(ask_signal_ask())


def test_where_it_is_killed_one_posting_is_lost_and_the_others_are_read_here(caplog):
    async def kill_it() -> list[Normalised | Broken]:
        helper = Helper()
        helper.enter(1)
        await helper.meaning(posting(0, TEXTS[2]), UNKNOWN_SOURCE, SECONDS)
        (pid,) = children(os.getpid())
        os.kill(pid, signal.SIGSTOP)  # so that the questions are put before it ends
        raws = [posting(number, TEXTS[0]) for number in (2, 4, 6)]
        asked = [asyncio.create_task(helper.meaning(raw, UNKNOWN_SOURCE, SECONDS)) for raw in raws]
        await asyncio.sleep(0.1)
        os.kill(pid, signal.SIGKILL)
        found = [await task for task in asked]
        found.append(await helper.meaning(posting(8, TEXTS[0]), UNKNOWN_SOURCE, SECONDS))
        assert children(os.getpid()) == []
        await helper.leave(1)
        return found

    lost, *others = asyncio.run(kill_it())
    assert isinstance(lost, Broken)
    assert "ended with status -9: is there enough memory?" in lost.reason
    assert all(isinstance(found, Normalised) for found in others)
    assert [record.levelname for record in caplog.records if record.name == "jpo_scraper.helper"] == ["WARNING"]


@pytest.mark.parametrize("program", ["/nowhere/python", shutil.which("false")])
def test_where_it_cannot_be_started_postings_are_read_here(program, monkeypatch, caplog):
    monkeypatch.setattr(sys, "executable", program)
    found = ask(*(posting(number, text) for number, text in enumerate(TEXTS[:3])))
    assert all(isinstance(answer, Normalised) for answer in found)
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 1


WRONG_NUMBER = pickle.dumps((77, None))


@pytest.mark.parametrize(
    "answer",
    [b"\0\0\0\3abc", b"\xff\xff\xff\xffabc", len(WRONG_NUMBER).to_bytes(4) + WRONG_NUMBER],
    ids=["no pickle", "too large", "another number"],
)
def test_where_it_answers_nonsense_it_is_ended_and_postings_are_read_here(answer, tmp_path, monkeypatch, caplog):
    (tmp_path / "answer").write_bytes(READY + answer)
    put_program(tmp_path, monkeypatch, f"cat {tmp_path}/answer\nexec cat > /dev/null\n")
    lost, *others = ask(*(posting(number, text) for number, text in enumerate(TEXTS[:3])))
    assert isinstance(lost, Broken)
    assert all(isinstance(answer, Normalised) for answer in others)
    assert "answers nonsense" in caplog.text


def put_program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """From here on the process is a shell script."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\n{script}")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


def test_where_something_else_is_said_first_postings_are_read_here(tmp_path, monkeypatch, caplog):
    put_program(tmp_path, monkeypatch, "echo welcome to this machine, all you users\nexec cat > /dev/null\n")
    found = ask(*(posting(number, text) for number, text in enumerate(TEXTS[:3])))
    assert all(isinstance(answer, Normalised) for answer in found)
    assert "it says b'welcome to this mach'" in caplog.text


def test_what_cannot_be_sent_is_read_here_and_the_others_get_their_own_answers():
    odd = posting(1, lambda: "no text")
    raws = [posting(0, TEXTS[0]), odd, posting(2, TEXTS[1]), posting(4, TEXTS[2])]
    first, broken, *others = ask(*raws)
    assert isinstance(broken, Broken)
    assert [first, *others] == [meaning(raw, UNKNOWN_SOURCE, SECONDS) for raw in raws if raw is not odd]
    (alone,) = ask(odd)
    assert isinstance(alone, Broken)


def test_one_that_ended_while_nobody_asked_costs_nothing():
    async def end_it_between() -> None:
        asked = Helper()
        asked.enter(1)
        await asked.meaning(posting(0, TEXTS[2]), UNKNOWN_SOURCE, SECONDS)
        (pid,) = children(os.getpid())
        os.kill(pid, signal.SIGKILL)
        while children(os.getpid()):
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)
        assert isinstance(await asked.meaning(posting(2, TEXTS[0]), UNKNOWN_SOURCE, SECONDS), Normalised)
        await asked.leave(1)

    asyncio.run(end_it_between())


def test_one_that_is_silent_for_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(helper, "_PATIENCE", 0.5)

    async def stop_it() -> list[Normalised | Broken]:
        asked = Helper()
        asked.enter(1)
        await asked.meaning(posting(0, TEXTS[2]), UNKNOWN_SOURCE, SECONDS)
        (pid,) = children(os.getpid())
        os.kill(pid, signal.SIGSTOP)
        found = await asyncio.gather(*(asked.meaning(posting(n, TEXTS[0]), UNKNOWN_SOURCE, SECONDS) for n in (2, 4)))
        assert children(os.getpid()) == []
        await asked.leave(1)
        return found

    lost, read = asyncio.run(stop_it())
    assert isinstance(lost, Broken)
    assert isinstance(read, Normalised)


def test_one_that_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(helper, "_FAREWELL", 0.5)

    async def stop_it() -> None:
        asked = Helper()
        asked.enter(1)
        await asked.meaning(posting(0, TEXTS[2]), UNKNOWN_SOURCE, SECONDS)
        os.kill(*children(os.getpid()), signal.SIGSTOP)
        await asked.leave(1)
        assert children(os.getpid()) == []

    asyncio.run(stop_it())


def test_it_ends_when_the_crawl_is_killed():
    code = """
import asyncio, signal, os
from tests.crawl.test_helper import *
async def main():
    helper = Helper(); helper.enter(1)
    await helper.meaning(posting(0, TEXTS[2]), UNKNOWN_SOURCE, SECONDS)
    print(*children(os.getpid()), flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""
    crawl = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert crawl.stdout is not None
    pid = int(crawl.stdout.readline())
    crawl.kill()
    crawl.communicate()
    until(lambda: not Path(f"/proc/{pid}").exists() or Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z")


def crawl_with(folder: Path, site: Site, helped_from: int) -> tuple[str, bool]:
    """Crawl into a database of its own: its address, and whether a second process helped."""
    folder.mkdir()
    write_source(folder, "source", site, UNHURRIED)
    url = str(folder / "jpo.sqlite")
    process = start(folder, "crawl", "source", "-d", url, settings={"JPO_HELPED_FROM": helped_from})
    was_helped = False
    while process.poll() is None:
        was_helped = was_helped or bool(children(process.pid))
        time.sleep(0.01)
    _, log = process.communicate(timeout=60)
    assert process.returncode == 0, log
    return url, was_helped


def test_a_crawl_with_it_stores_what_a_crawl_without_it_stores(tmp_path, site):
    put_site(site, 9)
    alone, helped = (crawl_with(tmp_path / str(number), site, number) for number in (0, 1))
    assert (alone[1], helped[1]) == (False, True)
    assert content(alone[0]) == content(helped[0])
    assert len(content(alone[0])[0]) == 9


def has_rules(pid: int) -> bool:
    """Whether the process has loaded the rules, which it does with the first question."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) > 24_000


def test_a_crawl_that_loses_it_is_partial_and_goes_on(tmp_path, site):
    put_site(site, 9)
    asked_for = count(1)
    pids = []

    def page(number: int) -> Callable[[Asked], Reply]:
        def answer(asked: Asked) -> Reply:
            match next(asked_for):
                case 3:
                    until(lambda: (found := children(process.pid)) and has_rules(found[0]))
                    pids.extend(children(process.pid))
                    os.kill(pids[0], signal.SIGSTOP)  # it has whatever comes now in its hands until it ends
                case 7:
                    os.kill(pids[0], signal.SIGKILL)
            return json_reply(detail(number))

        return answer

    for number in range(1, 10):
        site.on(f"{BASE}/job/Bonn/Post_JR{number}", page(number))
    write_source(tmp_path, "source", site, UNHURRIED)
    url = str(tmp_path / "jpo.sqlite")
    settings = {"JPO_HELPED_FROM": 1, "DOWNLOAD_TIMEOUT": 30}
    process = start(tmp_path, "crawl", "source", "-d", url, settings=settings)
    _, log = process.communicate(timeout=60)
    assert process.returncode == 1, log
    assert runs(url) == ["partial"]
    assert len(rows(url, "select id from posting")) == 8
    ((message,),) = rows(url, "select message from issue where kind = 'unreadable'")
    assert "cannot be normalised: the process that normalised it ended with status -9" in message
