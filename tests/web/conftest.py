"""One database for all tests of the web: they only read."""

from pathlib import Path

import pytest

from jpo_scraper.web.reader import Reader
from jpo_scraper.web.site import Site
from tests.web.posts import NOW, database


@pytest.fixture(scope="session")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return database(tmp_path_factory.mktemp("web") / "posts.sqlite")


@pytest.fixture(scope="session")
def site(posts):
    reader = Reader(posts, 30)
    yield Site(reader, clock=lambda: NOW)
    reader.close()
