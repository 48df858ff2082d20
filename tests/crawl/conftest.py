from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.crawl.server import Site


@pytest.fixture(scope="module")
def new_site() -> Iterator[Callable[[], Site]]:
    """Makes sites that close with the module's last test."""
    with ExitStack() as sites:
        yield lambda: sites.enter_context(Site())


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site
