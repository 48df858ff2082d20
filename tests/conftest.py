"""Fixtures for all tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import alembic.config  # noqa: F401  # it keeps the stdout of its first import, which must not be one that a test captures
import pytest
from sqlalchemy import Engine

from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.migrate import upgrade
from tests.postgres import empty_postgres_url, postgres, postgres_url

__all__ = ["empty_postgres_url", "postgres", "postgres_url"]


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
