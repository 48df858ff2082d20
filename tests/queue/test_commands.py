"""The commands of the queue as an operator meets them, and what they say where something lacks."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import inspect, text

from jpo_scraper.cli import jpo
from jpo_scraper.cli.queue import needs_queue
from jpo_scraper.exceptions import JpoError, SchemaVersionError, StoreError, UsageError
from jpo_scraper.queue import tables
from jpo_scraper.store import migrate
from jpo_scraper.store.engine import open_engine, reading, writing
from tests.queue.test_jobs import change, fetch, put


def call(*arguments):
    """A command in this process: its output and exit status, or the error that it ends with."""
    done = CliRunner().invoke(jpo, [str(word) for word in arguments], env={"COLUMNS": "250"})
    if isinstance(done.exception, JpoError):
        raise done.exception
    return done.output, done.exit_code


def execute(url, statement):
    engine = open_engine(url)
    with writing(engine) as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize("command", [["worker"], ["schedule"], ["schedule", "--now"], ["db", "upgrade", "--queue"]])
def test_an_sqlite_file_holds_no_queue_and_the_message_says_what_does(tmp_path, command):
    with pytest.raises(
        UsageError, match=r"^a queue needs PostgreSQL, and .*a\.sqlite is an SQLite file: give a server"
    ):
        call(*command, "-d", tmp_path / "a.sqlite")
    assert not (tmp_path / "a.sqlite").exists()


@pytest.mark.parametrize("command", [["worker"], ["schedule"], ["schedule", "--now", "undp"]])
def test_no_server_is_said_at_once(tmp_path, command):
    with pytest.raises(StoreError, match="cannot be reached; see that the server runs and that the URL is right"):
        call(*command, "-d", f"postgresql://nobody@/jpo?host={tmp_path}")


def test_a_library_that_lacks_is_named_with_the_command_that_installs_it():
    words = r'^The queue needs its library: pip install "jpo-scraper\[queue\]"$'
    with pytest.raises(StoreError, match=words), needs_queue():
        raise ModuleNotFoundError("No module named 'procrastinate'", name="procrastinate")


@pytest.mark.postgres
def test_a_database_without_the_queues_tables_names_the_command_that_makes_them(postgres_url):
    with pytest.raises(SchemaVersionError, match=r"has no queue: run `jpo db upgrade --queue`\.$"):
        call("worker", "-d", postgres_url)
    output, _ = call("db", "upgrade", "--queue", "-d", postgres_url)
    assert output.splitlines()[-1].endswith(f": the queue is at {tables.head()}")
    assert call("schedule", "--now", "undp", "-d", postgres_url) == ("1 crawls were put into the queue.\n", 0)


@pytest.mark.postgres
def test_the_queues_tables_disturb_neither_our_schema_nor_its_migrations(queue_url):
    from alembic import command

    engine = open_engine(queue_url)
    with migrate._migrating(engine) as (_, config):
        command.check(config)
    assert not [name for name in inspect(engine).get_table_names() if "procrastinate" in name]
    assert inspect(engine).get_table_names(schema="jpo_queue")
    migrate.downgrade(engine, "base")
    migrate.upgrade(engine)
    assert tables.version(engine) == tables.head()
    engine.dispose()


@pytest.mark.postgres
def test_tables_of_an_older_library_are_raised_step_by_step(postgres_url, monkeypatch):
    """As an upgrade of the library needs it."""
    engine = open_engine(postgres_url)
    every = tables._migrations()
    monkeypatch.setattr(tables, "_migrations", lambda: every[:-2])
    with monkeypatch.context() as older:
        scripts = "".join(path.read_text() for path in every[:-2])
        older.setattr(tables.SchemaManager, "get_schema", staticmethod(lambda: scripts))
        tables.upgrade(engine)
    before = tables.version(engine)
    monkeypatch.undo()
    assert before < tables.head()
    with pytest.raises(SchemaVersionError, match=rf"has queue {before}, this program needs {tables.head()}: run"):
        tables.queue_engine(postgres_url)
    tables.upgrade(engine)
    tables.upgrade(engine)
    assert tables.version(engine) == tables.head()
    with reading(engine) as connection:
        functions = connection.execute(
            text("select count(*) from pg_proc where proname = 'procrastinate_retry_job_v2'")
        )
        assert functions.scalar_one() == 1
    engine.dispose()


@pytest.mark.postgres
def test_tables_of_a_newer_library_are_refused(queue_url):
    execute(queue_url, "comment on schema jpo_queue is 'Queue of crawls; Procrastinate 99.00.00'")
    words = r"has queue 99\.00\.00, this program knows .* at most: install the newer library"
    with pytest.raises(SchemaVersionError, match=words):
        call("worker", "-d", queue_url)


def test_the_schedule_can_be_seen_without_a_database():
    output, status = call("schedule", "--show", "undp", "korea")
    assert status == 0
    assert "jobs.undp.org" in output
    assert "unrecruit.mofa.go.kr" in output
    assert "5 * * *" in output
    assert "unhcr" not in output


@pytest.mark.postgres
def test_status_tells_of_a_queue_that_stalls_and_what_to_do(in_app, engine, queue_url):
    output, status = call("status", "-d", queue_url)
    assert status == 0
    assert "Queue: 0 workers alive, 0 crawls under way, 0 waiting\n" in output

    in_app(lambda app: put(app, "undp"))
    for table, column in (("events", "at"), ("jobs", "scheduled_at")):
        change(engine, f"update procrastinate_{table} set {column} = now() - interval '3 hours'")
    output, status = call("status", "-d", queue_url)
    assert (status, output.splitlines()[0]) == (1, "The queue needs attention.")
    assert (
        "Queue: 0 workers alive, 0 crawls under way, 1 waiting, the longest for 3 h: "
        "no worker is alive: start `jpo worker` on some machine"
    ) in output
    output, _ = call("status", "--json", "-d", queue_url)
    said = json.loads(output)
    assert said["is_well"] is False
    assert (said["queue"]["flow"], said["queue"]["waiting"], said["queue"]["longest_wait_hours"]) == ("dead", 1, 3.0)

    in_app(fetch)
    output, status = call("status", "-d", queue_url)
    assert (status, "Queue: 1 worker alive, 1 crawl under way, 0 waiting\n" in output) == (0, True)


@pytest.mark.postgres
def test_who_may_not_see_the_queue_is_told_of_the_sources_alone(queue_url, postgres):
    """An analyst, say: no error for want of a right that is not needed."""
    role = queue_url.split("?")[0].rpartition("/")[2] + "_reader"
    execute(queue_url, f"create role {role} login")
    try:
        execute(queue_url, f"grant select on all tables in schema public to {role}")
        output, status = call("status", "-d", queue_url.replace("postgres@", f"{role}@"))
        assert status == 0
        assert "Queue:" not in output
    finally:
        execute(queue_url, f"drop owned by {role}; drop role {role}")
