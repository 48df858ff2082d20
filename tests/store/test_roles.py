"""deploy/roles.sql on a real PostgreSQL: who may do what, and no more."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import inspect, text

from jpo_scraper.exceptions import StoreError
from jpo_scraper.queue.health import count
from jpo_scraper.reference.tables import database_rows
from jpo_scraper.store import migrate, roles
from jpo_scraper.store import models as m
from jpo_scraper.store.engine import open_engine, writing
from jpo_scraper.store.links import decide, links, take_turns
from jpo_scraper.store.models import METADATA
from jpo_scraper.store.views import VIEWS
from jpo_scraper.vocab import LinkVerdict
from tests.cli import FIXTURES, jpo
from tests.store.factory import POSTING, crawl, normalised, raw, rows

SCRIPT = Path(__file__).parents[2] / "deploy" / "roles.sql"
TABLES = sorted(roles.TABLES)
SEEN = set("source run page posting observation posting_text capture change earlier_reading".split())
SHIPPED = {*migrate.REFERENCE, "alembic_version"}
"""What no crawl may delete: what it saw, and what came with the program."""

DENIED = "42501"

pytestmark = pytest.mark.postgres


def prepare(url: str) -> None:
    """What the administrator does."""
    with psycopg.connect(url) as connection:
        connection.execute(SCRIPT.read_text(encoding="utf-8"))


def url_of(role: str, url: str) -> str:
    return url.replace("//postgres@", f"//{role}@")


@pytest.fixture(scope="module")
def url(postgres):
    """A database that the owner made after the script ran, with what the demo's crawls stored as the crawler."""
    name = postgres.create("template0")
    url = postgres.url(name)
    prepare(url)
    owner = open_engine(url_of(roles.OWNER, url))
    migrate.upgrade(owner, database_rows)
    owner.dispose()
    done = jpo("crawl", "unhcr", "korea", "--replay", FIXTURES, "-d", url_of(roles.CRAWLER, url))
    assert done.returncode == 0, done.stderr
    yield url
    postgres.drop(name)


@pytest.fixture
def crawler(url):
    engine = open_engine(url_of(roles.CRAWLER, url))
    yield engine
    engine.dispose()


def refusal(url: str, role: str, statement: str) -> str | None:
    """The SQLSTATE that a role gets for a statement, which is taken back if it is allowed; None: it is."""
    with psycopg.connect(url_of(role, url)) as connection:
        try:
            connection.execute(statement)
        except psycopg.Error as error:
            return error.sqlstate
        finally:
            connection.rollback()
    return None


def test_every_table_says_what_the_crawler_may_do_with_it(crawler):
    assert sorted(inspect(crawler).get_table_names()) == TABLES, "name the new table in jpo_scraper/store/roles.py"


def test_the_crawler_stores_changes_and_links_and_reads_again(crawler):
    changed = replace(POSTING, grade="P-1", sponsors=("NL",), reference="JR-7")
    twin = replace(POSTING, title="Officer for field coordination (JPO)")
    crawl(crawler, [(raw("7"), normalised()), (raw("8"), normalised(twin))], source="ministry")
    crawl(crawler, [(raw("7", text="Other."), normalised(changed))], day=1, source="ministry")
    crawl(crawler, [], day=2, source="ministry")
    assert {row["status"] for row in rows(crawler, m.POSTING, source="ministry")} == {"missing", "withdrawn"}
    assert rows(crawler, m.CHANGE)
    with writing(crawler) as connection:
        take_turns(connection)
        decide(connection, 1, 2, LinkVerdict.SAME, datetime.now(UTC))
    assert links(crawler)
    done = jpo("renormalise", "unhcr", "--apply", "-d", crawler.url.render_as_string(hide_password=False))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("table", TABLES)
def test_the_crawler_deletes_nothing_that_was_seen(url, table):
    is_refused = refusal(url, roles.CRAWLER, f"DELETE FROM {table}") == DENIED
    assert is_refused is (table in SEEN | SHIPPED)
    for statement in (f"DROP TABLE {table}", f"TRUNCATE {table} CASCADE", f"ALTER TABLE {table} ADD extra text"):
        assert refusal(url, roles.CRAWLER, statement) == DENIED, statement


@pytest.mark.parametrize("table", ["capture", "change", "earlier_reading", "posting_text"])
def test_the_crawler_alters_no_history(url, table):
    column = list(METADATA.tables[table].columns)[-1].name
    assert refusal(url, roles.CRAWLER, f"UPDATE {table} SET {column} = NULL") == DENIED


def test_the_crawler_cannot_migrate(url):
    with pytest.raises(StoreError, match="does not allow this to the user"):
        migrate.upgrade(open_engine(url_of(roles.CRAWLER, url)), database_rows)
    assert refusal(url, roles.CRAWLER, "CREATE TABLE extra (word text)") == DENIED


@pytest.mark.parametrize("view", sorted(VIEWS.tables))
def test_the_analyst_reads_every_view_and_writes_none(url, view):
    assert refusal(url, roles.ANALYST, f"SELECT * FROM {view}") is None
    assert refusal(url, roles.ANALYST, f"DELETE FROM {view}") is not None


@pytest.mark.parametrize("table", [table for table in TABLES if table != "alembic_version"])
def test_the_analyst_neither_reads_nor_writes_a_table(url, crawler, table):
    column = inspect(crawler).get_columns(table)[0]["name"]
    for statement in (
        f"SELECT 1 FROM {table}",
        f"COPY {table} TO STDOUT",
        f"INSERT INTO {table} DEFAULT VALUES",
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
    ):
        assert refusal(url, roles.ANALYST, statement) == DENIED, statement


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE alembic_version SET version_num = '9999'",
        "CREATE TABLE extra (word text)",
        "CREATE TEMPORARY TABLE extra (word text)",
        "CREATE SCHEMA extra",
        "CREATE VIEW extra AS SELECT 1",
        "DROP VIEW open_vacancies",
        "SET ROLE jpo_crawler",
        "SELECT setval('run_id_seq', 1)",
    ],
)
def test_the_analyst_makes_nothing_and_becomes_nobody_else(url, statement):
    assert refusal(url, roles.ANALYST, statement) == DENIED


def test_the_analyst_asks_and_exports_with_our_commands(url, here, tmp_path):
    given = url_of(roles.ANALYST, url)
    done = here("query", "SELECT count(*) AS number FROM postings_flat", "-d", given, "--csv")
    assert (done.status, int(done.out.split()[1]) > 5) == (0, True)
    assert here("export", "postings_flat", "--to", tmp_path / "posts.csv", "-d", given).status == 0
    done = here("query", "SELECT text FROM posting_text", "-d", given)
    assert (done.status, "permission denied" in done.err) == (2, True)
    done = here("list", "-d", given)
    assert (done.status, "does not allow this to the user" in done.err) == (1, True)


def test_a_view_that_a_later_upgrade_makes_can_be_read(url):
    owner = open_engine(url_of(roles.OWNER, url))
    with writing(owner) as connection:
        connection.execute(text("CREATE VIEW later AS SELECT name FROM source"))
    assert refusal(url, roles.ANALYST, "SELECT * FROM later") == DENIED
    migrate.upgrade(owner)
    assert refusal(url, roles.ANALYST, "SELECT * FROM later") is None
    with writing(owner) as connection:
        connection.execute(text("DROP VIEW later"))
    owner.dispose()


def test_the_script_takes_over_a_database_that_was_filled_before(postgres_url):
    before = open_engine(postgres_url)
    crawl(before, [(raw("7"), normalised())])
    before.dispose()
    for _ in range(2):  # a second time changes nothing
        prepare(postgres_url)
    owner = open_engine(url_of(roles.OWNER, postgres_url))
    migrate.downgrade(owner, "0001")
    migrate.upgrade(owner)
    owner.dispose()
    crawler = open_engine(url_of(roles.CRAWLER, postgres_url))
    crawl(crawler, [(raw("8"), normalised())], day=1)
    crawler.dispose()
    assert refusal(postgres_url, roles.ANALYST, "SELECT * FROM open_vacancies") is None


def test_the_crawler_works_the_queue_and_the_analyst_does_not_see_it(url, here):
    owner, crawler, analyst = (url_of(role, url) for role in (roles.OWNER, roles.CRAWLER, roles.ANALYST))
    assert here("db", "upgrade", "--queue", "-d", owner).status == 0
    assert here("schedule", "--now", "undp", "-d", crawler).status == 0
    engine = open_engine(crawler)
    assert count(engine).waiting == 1
    engine.dispose()
    assert refusal(url, roles.ANALYST, "SELECT FROM jpo_queue.procrastinate_jobs") == DENIED
    done = here("schedule", "--now", "undp", "-d", analyst)
    assert (done.status, "does not allow this to the user" in done.err) == (1, True)


def test_a_database_of_another_owner_gives_the_roles_nothing(url, postgres_url):
    engine = open_engine(postgres_url)
    migrate.upgrade(engine)
    engine.dispose()
    assert refusal(postgres_url, roles.ANALYST, "SELECT * FROM open_vacancies") == DENIED
