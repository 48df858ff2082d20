import asyncio

import pytest

from jpo_scraper.queue import tables, tasks
from jpo_scraper.store.engine import open_engine


@pytest.fixture
def queue_url(postgres_url):
    """A fresh database with our schema and the queue."""
    engine = open_engine(postgres_url)
    tables.upgrade(engine)
    engine.dispose()
    return postgres_url


@pytest.fixture
def engine(queue_url):
    engine = open_engine(queue_url)
    yield engine
    engine.dispose()


@pytest.fixture
def in_app(engine):
    """Runs a coroutine function with the queue's app, connected."""

    def run(function):
        async def connected():
            app = tasks.open_app(engine)
            async with app.open_async():
                return await function(app)

        return asyncio.run(connected())

    return run
