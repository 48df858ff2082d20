"""Opening the database for commands that only read."""

from typing import TYPE_CHECKING

from jpo_scraper.exceptions import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Engine


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
