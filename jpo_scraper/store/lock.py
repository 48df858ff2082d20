"""One run of a source at a time, over all processes that share the database."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError

from jpo_scraper.exceptions import LockedError, StoreError
from jpo_scraper.store.engine import reading, sqlite_path, store_errors
from jpo_scraper.store.models import Run
from jpo_scraper.vocab import RunStatus


@contextmanager
def source_lock(engine: Engine, source: str) -> Iterator[None]:
    """Hold the source's lock. It ends with the process, however that ends.

    Raises LockedError at once where another run holds it, and StoreError where the lock cannot be made.
    """
    path = sqlite_path(engine)
    if path is not None:
        with _file_lock(engine, path.with_name(f"{path.name}.locks"), source):
            yield
    elif engine.dialect.name == "postgresql":
        with _advisory_lock(engine, source):
            yield
    else:  # a database in memory belongs to one process
        yield


@contextmanager
def _file_lock(engine: Engine, folder: Path, source: str) -> Iterator[None]:
    lock = FileLock(folder / f"{source}.lock", timeout=0, thread_local=False)
    try:
        folder.mkdir(exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise _locked(engine, source) from error
    except OSError as error:
        raise StoreError(
            f"The lock of {source} cannot be made in {folder}: {error.strerror}; make the folder writable."
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _advisory_lock(engine: Engine, source: str) -> Iterator[None]:
    """A session lock on a connection of its own, in autocommit so that no transaction stays open for hours."""
    key = int.from_bytes(hashlib.sha256(f"jpo-scraper {source}".encode()).digest()[:8], signed=True)
    with store_errors(engine), engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        if not connection.execute(select(func.pg_try_advisory_lock(key))).scalar_one():
            raise _locked(engine, source)
        try:
            yield
        finally:
            with suppress(DBAPIError):  # a session that broke has let its lock go already
                connection.execute(select(func.pg_advisory_unlock(key)))


def _locked(engine: Engine, source: str) -> LockedError:
    """The error that names the process, where the run has been entered already."""
    running = select(Run.pid, Run.host).where(Run.source == source, Run.status == RunStatus.RUNNING.value)
    with reading(engine) as connection:
        holder = connection.execute(running.order_by(Run.id.desc())).first()
    who = f" (pid {holder.pid} on {holder.host})" if holder else ""
    return LockedError(f"Another run of {source} is under way{who}; wait for it to end.")
