"""Fixtures for all tests."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import alembic.config  # noqa: F401  # it keeps the stdout of its first import, which must not be one that a test captures
import pytest
from filelock import FileLock
from sqlalchemy import Engine

from jpo_scraper.store.copy import copy
from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.migrate import upgrade
from tests.cli import FIXTURES, Jpo, jpo
from tests.postgres import Postgres, empty_postgres_url, postgres, postgres_url

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


class Demo(NamedTuple):
    """The README's main job, done once: all sources over the recorded pages."""

    path: Path
    """The SQLite database, to be read and copied only."""
    output: str


@pytest.fixture(scope="session")
def demo_crawl(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The README's main job, done once for all processes of a test run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo"
    path, output = folder / "demo.sqlite", folder / "output"
    with FileLock(f"{folder}.lock"):
        if not output.exists():
            folder.mkdir(exist_ok=True)
            done = jpo("crawl", "--replay", FIXTURES, "-d", path)
            assert done.returncode == 0, done.stderr.decode()
            output.write_bytes(done.stdout)
    return Demo(path, output.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def demo_template(postgres: Postgres, demo_crawl: Demo) -> Iterator[str]:
    """The name of a PostgreSQL database that holds the demo's rows, to make others from."""
    name = postgres.create("template0")
    source, target = open_engine(str(demo_crawl.path)), open_engine(postgres.url(name))
    copy(source, target)
    source.dispose()
    target.dispose()
    yield name
    postgres.drop(name)


@pytest.fixture
def demo(backend: str, demo_crawl: Demo, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the demo's rows, to do anything with, once for each backend."""
    if backend == "sqlite":
        yield str(shutil.copy(demo_crawl.path, tmp_path / "demo.sqlite"))
        return
    postgres = request.getfixturevalue("postgres")
    name = postgres.create(request.getfixturevalue("demo_template"))
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Jpo:
    """The command line in this process: quicker than a process of its own, and not for crawls."""
    return Jpo(monkeypatch, capsysbinary)
