"""Real workers, real crawls, a real server: one is killed, one is stopped, and nothing is lost or done twice."""

import asyncio
import signal
import subprocess
import time
from contextlib import ExitStack
from itertools import groupby

import pytest

from jpo_scraper.queue import schedule
from jpo_scraper.sources import registry
from tests.crawl.server import Reply, Site, json_reply
from tests.crawl.test_crashes import UNHURRIED, rows
from tests.crawl.workday import BASE, detail, put_site, write_source
from tests.queue.jpo import start

pytestmark = pytest.mark.postgres
PATIENCE = 90
PATIENT = {"DOWNLOAD_TIMEOUT": 600}
"""A crawl whose site keeps silent goes on until it is ended."""
WAITING = "select status from jpo_queue.procrastinate_jobs where task_name = 'crawl' and status <> 'failed'"

WORKERS = "select id from jpo_queue.procrastinate_workers"


class LoggedSite(Site):
    """A site that writes into the log of its host who was asked, in the order of the requests."""

    def __init__(self, host, name, log):
        super().__init__(host)
        self.name, self.log = name, log

    def _answer(self, asked):
        self.log.append(self.name)
        return super()._answer(asked)


@pytest.fixture
def started():
    """Starts processes that end with the test, whatever becomes of it."""
    processes = []

    def begin(*arguments, **environment):
        processes.append(start(*arguments, **environment))
        return processes[-1]

    yield begin
    for process in processes:
        process.kill()
        process.communicate()


def until(is_time, *processes):
    give_up = time.monotonic() + PATIENCE
    while not is_time():
        for process in processes:
            assert process.poll() is None, process.communicate()
        assert time.monotonic() < give_up
        time.sleep(0.2)


def runs(url, source):
    return [status for (status,) in rows(url, f"select status from run where source = '{source}' order by id")]


def parent_of(pid):
    return int(subprocess.run(["ps", "-o", "ppid=", "-p", str(pid)], capture_output=True, text=True).stdout)


def put_in(folder, url, *names):
    process = start(folder, "schedule", "--now", *names, "-d", url)
    output, log = process.communicate(timeout=PATIENCE)
    return process.returncode, output, log


def test_a_worker_that_is_killed_loses_nothing_and_no_host_is_asked_by_two(tmp_path, queue_url, started):
    hosts = {"alpha": "127.0.0.1", "beta": "127.0.0.1", "gamma": "127.0.0.2"}
    logs = {host: [] for host in hosts.values()}
    with ExitStack() as held:
        sites = {name: held.enter_context(LoggedSite(host, name, logs[host])) for name, host in hosts.items()}
        for name, site in sites.items():
            put_site(site)
            write_source(tmp_path, name, site, extra=UNHURRIED)
        sites["gamma"].on(f"{BASE}/job/Bonn/Post_JR2", Reply(hang=True), json_reply(detail(2)))
        archive = tmp_path / "warc"
        arguments = ("worker", "-d", queue_url, "--concurrency", 1, "--archive", archive)
        workers = [started(tmp_path, *arguments, settings=PATIENT) for _ in range(3)]
        until(lambda: len(rows(queue_url, WORKERS)) == 3, *workers)
        assert put_in(tmp_path, queue_url, *hosts)[:2] == (0, "3 crawls were put into the queue.\n")
        until(lambda: f"{BASE}/job/Bonn/Post_JR2" in sites["gamma"].paths(), *workers)
        [(crawler,)] = rows(queue_url, "select pid from run where source = 'gamma'")
        [killed] = [worker for worker in workers if worker.pid == parent_of(crawler)]
        killed.send_signal(signal.SIGKILL)
        workers.remove(killed)
        killed.wait()
        until(lambda: not rows(queue_url, WAITING), *workers)

        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        said = [worker.communicate(timeout=PATIENCE)[1] for worker in workers]
        assert [worker.returncode for worker in workers] == [0, 0], said
    assert {name: runs(queue_url, name) for name in hosts} == {
        "alpha": ["complete"], "beta": ["complete"], "gamma": ["interrupted", "complete"]
    }  # fmt: skip
    stored = "select source, count(*) from posting group by source"
    assert dict(rows(queue_url, stored)) == dict.fromkeys(hosts, 3)
    assert rows(queue_url, "select count(*) from posting where last_seen_run_id <= 0 or missed_runs > 0") == [(0,)]
    turns = [name for name, _ in groupby(logs["127.0.0.1"])]
    assert sorted(turns) == ["alpha", "beta"], "two crawls asked one host at a time"
    assert sum("gamma: its worker died in the middle of the crawl: another takes over" in log for log in said) == 1
    assert sum(log.count("gamma: the crawl went well") for log in said) == 1
    assert not any("Traceback" in log for log in said), said
    captured = rows(queue_url, "select distinct warc_file, host from capture join run on run.id = run_id")
    assert len(captured) == 3
    assert all(host in file and (archive / file).is_file() for file, host in captured)


def test_a_worker_that_is_stopped_stores_what_it_has_and_puts_the_job_back(tmp_path, queue_url, engine, started):
    with Site() as site:
        put_site(site)
        write_source(tmp_path, "alpha", site, extra=UNHURRIED)
        site.on(f"{BASE}/job/Bonn/Post_JR3", Reply(hang=True), json_reply(detail(3)))
        source = registry.load(tmp_path / "alpha.toml")
        assert asyncio.run(schedule.put_in(engine, ["alpha"], [source])) == []
        worker = started(tmp_path, "worker", "-d", queue_url, settings=PATIENT)
        until(lambda: f"{BASE}/job/Bonn/Post_JR3" in site.paths(), worker)
        assert asyncio.run(schedule.put_in(engine, ["alpha"], [source])) == [], "the one under way waits no longer"
        status, output, log = put_in(tmp_path, queue_url, "alpha")
        assert (status, output) == (3, "0 crawls were put into the queue.\n")
        assert "Refused, as a crawl of it waits already: alpha" in log
        worker.send_signal(signal.SIGTERM)
        worker.send_signal(signal.SIGTERM)
        _, log = worker.communicate(timeout=PATIENCE)
        assert worker.returncode == 0, log
        assert "Traceback" not in log
        assert rows(queue_url, "select status, finish_reason, stored from run") == [("partial", "shutdown", 2)]
        assert sorted(rows(queue_url, WAITING)) == [("aborted",), ("todo",)]


def test_the_schedule_puts_each_time_in_once_and_ends_on_a_signal(tmp_path, queue_url, started):
    """A time every minute: all that were missed in the last day are one job."""
    with Site() as site:
        write_source(tmp_path, "alpha", site, extra='cron = "* * * * *"')
        process = started(tmp_path, "schedule", "-d", queue_url)
        until(lambda: rows(queue_url, WAITING), process)
        assert rows(queue_url, "select args->>'source', queueing_lock, lock from jpo_queue.procrastinate_jobs "
                    "where task_name = 'crawl'") == [("alpha", "alpha", "127.0.0.1")]  # fmt: skip
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, log


def test_a_worker_that_loses_the_server_ends_in_one_line(tmp_path, queue_url, started, postgres):
    with Site() as site:
        write_source(tmp_path, "alpha", site)
        worker = started(tmp_path, "worker", "-d", queue_url)
        until(lambda: rows(queue_url, WORKERS), worker)
        name = queue_url.split("?")[0].rpartition("/")[2]
        postgres.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        try:
            postgres.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
            _, log = worker.communicate(timeout=PATIENCE)
        finally:
            postgres.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
    assert worker.returncode == 1, log
    assert "was lost: start this again when the server is there (" in log
    assert "Traceback" not in log
