"""One run of a source at a time, and one that asks a host, over all processes that share the database."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from jpo_scraper.exceptions import LockedError, StoreError
from jpo_scraper.store.engine import reading, sqlite_path, store_errors
from jpo_scraper.store.models import RUN
from jpo_scraper.vocab import RunStatus


@contextmanager
def source_lock(engine: Engine, source: str, hosts: Iterable[str] = ()) -> Iterator[None]:
    """Hold the source's lock, and that of each host that is going to be asked. They end with the process, however
    that ends.

    Raises LockedError at once where another run holds one of them, and StoreError where a lock cannot be made.
    """
    wanted = {source: partial(_source_locked, engine, source)}
    wanted |= {f"host-{host}": partial(_host_locked, host) for host in sorted(hosts)}  # no source's name has a hyphen
    path = sqlite_path(engine)
    with ExitStack() as held:
        if path is not None:
            for name, refusal in wanted.items():
                held.enter_context(_file_lock(path.with_name(f"{path.name}.locks"), name, refusal))
        elif engine.dialect.name == "postgresql":
            held.enter_context(store_errors(engine))
            connection = held.enter_context(engine.connect())
            connection.execution_options(isolation_level="AUTOCOMMIT")  # no transaction stays open for hours
            for name, refusal in wanted.items():
                held.enter_context(_advisory_lock(connection, name, refusal))
        yield  # a database in memory belongs to one process


@contextmanager
def _file_lock(folder: Path, name: str, refusal: Callable[[], LockedError]) -> Iterator[None]:
    lock = FileLock(folder / f"{name}.lock", timeout=0, thread_local=False)
    try:
        folder.mkdir(exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise refusal() from error
    except OSError as error:
        raise StoreError(
            f"The lock of {name} cannot be made in {folder}: {error.strerror}; make the folder writable."
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _advisory_lock(connection: Connection, name: str, refusal: Callable[[], LockedError]) -> Iterator[None]:
    """A lock of the session, which the server lets go when the connection ends."""
    key = int.from_bytes(hashlib.sha256(f"jpo-scraper {name}".encode()).digest()[:8], signed=True)
    if not connection.execute(select(func.pg_try_advisory_lock(key))).scalar_one():
        raise refusal()
    try:
        yield
    finally:
        with suppress(DBAPIError):  # a session that broke has let its lock go already
            connection.execute(select(func.pg_advisory_unlock(key)))


def _source_locked(engine: Engine, source: str) -> LockedError:
    """The error that names the process, where the run has been entered already."""
    running = select(RUN.c.pid, RUN.c.host).where(RUN.c.source == source, RUN.c.status == RunStatus.RUNNING.value)
    with reading(engine) as connection:
        holder = connection.execute(running.order_by(RUN.c.id.desc())).first()
    who = f" (pid {holder.pid} on {holder.host})" if holder else ""
    return LockedError(f"Another run of {source} is under way{who}; wait for it to end.")


def _host_locked(host: str) -> LockedError:
    return LockedError(f"Another run is asking {host}, and a site is asked by one at a time; wait for it to end.")
