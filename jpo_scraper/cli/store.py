"""Opening the database for commands that only read."""

from typing import TYPE_CHECKING

from jpo_scraper.cli.output import plain
from jpo_scraper.exceptions import StoreError, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from jpo_scraper.store.queries import PostingDetail


def opened(database: str | None) -> "Engine":
    """The database, which must exist with this program's schema. Raises StoreError or SchemaVersionError."""
    from jpo_scraper.store.engine import database_name, open_engine, sqlite_path
    from jpo_scraper.store.migrate import ensure_current, revision

    engine = open_engine(database)
    path = sqlite_path(engine)
    if (path is not None and not path.exists()) or revision(engine) is None:
        raise StoreError(f"there is no database at {database_name(engine)}: run `jpo crawl` first, or name it with -d")
    ensure_current(engine)
    return engine


def posting_called(engine: "Engine", key: str) -> "PostingDetail":
    """The posting with this id, reference or external id. Raises UsageError where there is none, or several."""
    from jpo_scraper.store.queries import find_posting, posting

    found = find_posting(engine, key)
    if not found:
        raise UsageError(f"there is no posting {key!r}: `jpo list --all` shows the ids")
    if len(found) > 1:
        known = "; ".join(f"{row['id']}: {plain(row['title'])} ({row['source']})" for row in found)
        raise UsageError(f"several postings are called {key!r}: give the id: {known}")
    detail = posting(engine, found[0]["id"])
    assert detail is not None
    return detail
