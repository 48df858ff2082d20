"""Fixtures for all tests."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from jpo_scraper.store.engine import open_engine, reading, writing
from jpo_scraper.store.migrate import upgrade
from jpo_scraper.store.models import Base
from tests.postgres import TEMPLATE, Postgres, empty_postgres_url, postgres, postgres_url

__all__ = ["empty_postgres_url", "postgres", "postgres_url"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--screenshots FOLDER`: see tests/web/test_browser.py."""
    parser.addoption("--screenshots", metavar="FOLDER", help="make the pictures of docs/web.md")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def backend(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on: it runs on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with our schema, to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    engine = open_engine(str(path))
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database with our schema."""
    if backend == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    path = tmp_path / "jpo.sqlite"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return str(path)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a fresh database with our schema, once for each backend."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def empty_engine(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database without any table, once for each backend."""
    is_postgres = backend == "postgres"
    engine = open_engine(request.getfixturevalue("empty_postgres_url") if is_postgres else str(tmp_path / "new.sqlite"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def demo_crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The README's main job, done once: all sources over the recorded pages; to be read and copied only."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    fixtures = Path(__file__).parent.parent / "fixtures"
    command = [sys.executable, "-m", "jpo_scraper", "crawl", "--replay", fixtures, "-d", path]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="session")
def demo_template(postgres: Postgres, demo_crawl: Path) -> Iterator[str]:
    """The name of a PostgreSQL database that holds the demo's rows, to make others from."""
    name = postgres.create(TEMPLATE)
    source, target = open_engine(str(demo_crawl)), open_engine(postgres.url(name))
    with reading(source) as old, writing(target) as new:
        for table in Base.metadata.sorted_tables:
            if rows := [dict(row) for row in old.execute(select(table)).mappings()]:
                new.execute(insert(table), rows)
    source.dispose()
    target.dispose()
    yield name
    postgres.drop(name)


@pytest.fixture
def demo(backend: str, demo_crawl: Path, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the demo's rows, to do anything with, once for each backend."""
    if backend == "sqlite":
        yield str(shutil.copy(demo_crawl, tmp_path / "demo.sqlite"))
        return
    postgres = request.getfixturevalue("postgres")
    name = postgres.create(request.getfixturevalue("demo_template"))
    yield postgres.url(name)
    postgres.drop(name)
