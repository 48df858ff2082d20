"""Jobs in a real queue: refused, held back, tried again, taken over. Crawls are stand-ins that only end."""

import asyncio
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from procrastinate.exceptions import AlreadyEnqueued
from sqlalchemy import text

from jpo_scraper.queue import health, tasks
from jpo_scraper.queue.schedule import put_in
from jpo_scraper.sources.model import UNKNOWN_SOURCE
from jpo_scraper.store.engine import reading, writing

pytestmark = pytest.mark.postgres
JOBS = "jpo_queue.procrastinate_jobs"


def jobs(engine, columns="status, args->>'source' as source, args->>'attempt' as attempt"):
    with reading(engine) as connection:
        found = connection.execute(text(f"select {columns} from {JOBS} where task_name = 'crawl' order by id"))
        return [tuple(row) for row in found]


def change(engine, statement):
    with writing(engine) as connection:
        connection.execute(text("set local search_path to jpo_queue"))  # for the triggers
        connection.execute(text(statement))


async def put(app, *sources, lock="host", **more):
    for source in sources:
        await tasks.job_of(app, source, lock, **more).defer_async(source=source)


async def fetch(app):
    """The source of the next job that a worker of its own gets; None: there is none for it."""
    manager = app.job_manager
    job = await manager.fetch_job(queues=None, worker_id=await manager.register_worker())
    return job and job.queueing_lock


def ends_with(monkeypatch, status):
    """Crawls that end at once."""
    end = f"import os, sys; os.kill(os.getpid(), {-status})" if status < 0 else f"import sys; sys.exit({status})"
    monkeypatch.setattr(tasks, "JPO", (sys.executable, "-c", end))


def work(app):
    """A worker that ends when nothing can be begun."""
    order = tasks.Order("postgresql://nowhere", None)
    return app.run_worker_async(wait=False, additional_context={"order": order}, install_signal_handlers=False)


def test_a_second_job_of_a_source_is_refused_while_the_first_waits(in_app, engine):
    async def twice(app):
        await put(app, "undp")
        with pytest.raises(AlreadyEnqueued):
            await put(app, "undp")

    in_app(twice)
    assert jobs(engine) == [("todo", "undp", None)]


def test_a_job_is_held_back_while_another_of_its_hosts_runs(in_app, engine):
    async def three(app):
        await put(app, "undp", "unfpa")
        await put(app, "korea", lock="another host")
        return [await fetch(app) for _ in range(3)]

    assert in_app(three) == ["undp", "korea", None]


def test_a_job_that_waits_to_be_tried_again_holds_no_other_back(in_app):
    async def two(app):
        await put(app, "undp", attempt=1, after=timedelta(hours=1))
        await put(app, "unfpa")
        return [await fetch(app), await fetch(app)]

    assert in_app(two) == ["unfpa", None]


@pytest.mark.parametrize(
    ("status", "left", "minutes"),
    [
        (0, [("succeeded", "0")], None),
        (1, [("failed", "0"), ("todo", "1")], 15),
        (2, [("failed", "0")], None),
        (3, [("failed", "0"), ("todo", "1")], 5),
        (4, [("failed", "0")], None),
        (-9, [("failed", "0"), ("todo", "1")], 15),
    ],
)
def test_the_exit_status_of_a_crawl_decides_whether_it_is_tried_again(
    in_app, engine, monkeypatch, status, left, minutes
):
    async def one(app):
        await put(app, "undp")
        await work(app)

    ends_with(monkeypatch, status)
    in_app(one)
    assert jobs(engine, "status, coalesce(args->>'attempt', '0')") == left
    if minutes:
        [(wait, lock, priority)] = jobs(engine, "scheduled_at - now(), lock, priority")[1:]
        assert timedelta(minutes=minutes - 1) < wait <= timedelta(minutes=minutes)
        assert (lock, priority) == ("host", -1)


def test_a_crawl_is_given_up_after_its_last_try(in_app, engine, monkeypatch):
    async def last(app):
        await tasks.job_of(app, "undp", "host", attempt=2).defer_async(source="undp", attempt=2)
        await work(app)

    ends_with(monkeypatch, 1)
    in_app(last)
    assert jobs(engine) == [("failed", "undp", "2")]


def test_a_crawl_that_fails_while_a_job_of_its_source_waits_leaves_it_to_that_one(
    in_app, engine, monkeypatch, tmp_path
):
    """The library's own retry would break here, and leave the first job under way for ever."""
    go_on = tmp_path / "go on"

    async def overtaken(app):
        await put(app, "undp")
        working = asyncio.create_task(work(app))
        while jobs(engine)[0][0] != "doing":
            await asyncio.sleep(0.01)
        await put(app, "undp")
        go_on.touch()
        await working

    waits = f"import os, sys, time\nwhile not os.path.exists({str(go_on)!r}): time.sleep(0.01)\nsys.exit(1)"
    monkeypatch.setattr(tasks, "JPO", (sys.executable, "-c", waits))
    in_app(overtaken)
    assert jobs(engine) == [("failed", "undp", None), ("failed", "undp", None), ("todo", "undp", "1")]


def housekeeping(app):
    """One round of it."""

    async def round_():
        await app.configure_task("housekeeping", queueing_lock="housekeeping").defer_async(timestamp=0)
        await work(app)

    return round_()


def die(engine):
    change(engine, "update jpo_queue.procrastinate_workers set last_heartbeat = now() - interval '1 hour'")


@pytest.mark.parametrize(
    ("deaths", "left"), [(0, ["succeeded"]), (tasks.MOST_DEATHS, ["failed"])], ids=["taken over", "given up"]
)
def test_the_job_of_a_dead_worker_is_taken_over_but_not_for_ever(in_app, engine, monkeypatch, deaths, left):
    async def killed(app):
        await put(app, "undp")
        assert await fetch(app) == "undp"
        die(engine)
        change(engine, f"update {JOBS} set attempts = {deaths}")
        await housekeeping(app)

    ends_with(monkeypatch, 0)
    in_app(killed)
    assert [status for (status, _, _) in jobs(engine)] == left


def test_the_job_of_a_dead_worker_gives_way_to_one_that_waits(in_app, engine, monkeypatch):
    async def killed(app):
        await put(app, "undp")
        assert await fetch(app) == "undp"
        die(engine)
        await put(app, "undp")
        await housekeeping(app)

    ends_with(monkeypatch, 0)
    in_app(killed)
    assert [status for (status, _, _) in jobs(engine)] == ["failed", "succeeded"]


def test_the_job_of_a_live_worker_is_left_alone(in_app, engine, monkeypatch):
    async def alive(app):
        await put(app, "undp")
        assert await fetch(app) == "undp"
        await housekeeping(app)

    ends_with(monkeypatch, 0)
    in_app(alive)
    assert [status for (status, _, _) in jobs(engine)] == ["doing"]


def test_jobs_put_in_by_name_are_refused_by_name(engine):
    sources = [replace(UNKNOWN_SOURCE, name=name) for name in ("undp", "korea")]
    assert asyncio.run(put_in(engine, ["undp"], sources)) == []
    assert asyncio.run(put_in(engine, ["undp", "korea"], sources)) == ["undp"]
    assert [source for (_, source, _) in jobs(engine)] == ["undp", "korea"]


# --- what `jpo status` sees -------------------------------------------------------------------------------------------


def test_a_database_without_a_queue_has_no_counts(postgres_url, tmp_path):
    from jpo_scraper.store.engine import open_engine

    plain = open_engine(postgres_url)
    assert health.count(plain) is None
    plain.dispose()
    assert health.count(open_engine(str(tmp_path / "a.sqlite"))) is None


def test_waiting_running_and_later_jobs_are_counted_and_the_oldest_is_known(in_app, engine):
    async def some(app):
        await put(app, "undp")
        assert await fetch(app) == "undp"
        await put(app, "unfpa", "korea")
        await put(app, "japan", after=timedelta(hours=1))

    in_app(some)
    change(engine, "update procrastinate_events set at = now() - interval '3 hours' where job_id = 2")
    change(engine, "update procrastinate_jobs set scheduled_at = now() - interval '3 hours' where id = 2")
    counts = health.count(engine)
    assert (counts.workers, counts.running, counts.waiting, counts.later) == (1, 1, 2, 1)
    assert timedelta(hours=3) <= counts.longest < timedelta(hours=3, minutes=1)
    die(engine)
    assert health.count(engine).workers == 0


@pytest.mark.parametrize(
    ("counts", "flow"),
    [
        ((1, 1, 3, 0, timedelta(hours=5)), "moving"),
        ((0, 0, 0, 4, timedelta(0)), "moving"),
        ((0, 0, 1, 0, timedelta(minutes=1)), "moving"),
        ((0, 0, 1, 0, timedelta(minutes=6)), "dead"),
        ((0, 1, 0, 0, timedelta(0)), "dead"),
        ((2, 0, 1, 0, timedelta(hours=9)), "slow"),
    ],
)
def test_a_queue_stalls_when_crawls_wait_and_nobody_comes(counts, flow):
    assert health.judge(health.QueueCounts(*counts)) == flow
