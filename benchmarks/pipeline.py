"""What the whole pipeline (read, normalise, store, archive) costs beside bare Scrapy, and a re-crawl beside a crawl.

    python benchmarks/pipeline.py [--postings 2000] [--rounds 1] [--no-etags] [--short] [--alone]

Serves a career site from a process of its own (see site.py) and crawls it, each time in a new process and with
politeness off: with a bare spider that follows the same list and reads title and text with selectors; with ours into
SQLite and into PostgreSQL, both with an archive; then again with nothing changed, and with one posting of a hundred
changed. The ratios say more than seconds do, as they depend little on the machine. Starting a program and making a
database takes the same time whatever the site holds: a crawl of one posting tells how long, and the ratios are given
with it and without it. Of several rounds the least time counts, and the most memory. `--short` leaves out
PostgreSQL and the re-crawls, `--alone` the process that helps the crawl.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))  # the server's starter stands beside the tests

from benchmarks.site import Site, running

QUICK: Mapping[str, Any] = {
    "ROBOTSTXT_OBEY": True,
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "LOG_LEVEL": "WARNING",
}
"""For both spiders. Politeness is off: the benchmark is about our own work."""

LIMITS = {
    "SQLite": ("of the bare spider's throughput", 0.6),
    "PostgreSQL": ("of the bare spider's throughput", 0.5),
    "SQLite, unchanged": ("times the throughput of the first crawl", 3.0),
}
ALONE = "JPO_BENCHMARK_ALONE"
"""Set in the environment of the crawls: no process helps them."""
MOST_MEMORY = 160
"""MB."""


class Cost(NamedTuple):
    """What one crawl took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of the crawling process and the one that helps it; PostgreSQL's own are missing."""
    memory: float
    """MB of resident memory at most, of the crawl and of the process that helps it."""
    told: Mapping[str, Any]
    """What the crawl said of itself."""

    def without(self, start: "Cost") -> "Cost":
        """The cost beyond that of a crawl of one posting."""
        return self._replace(wall=self.wall - start.wall, cpu=self.cpu - start.cpu)


def crawl_bare(url: str) -> dict[str, Any]:
    """Follow the list, read title and text of each posting, and keep nothing."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    read: list[int] = []

    class Bare(scrapy.Spider):
        name = "bare"
        start_urls = (f"{url}/listing/?page=1",)

        def parse(self, response):
            yield from response.follow_all(css="a.job-link", callback=self.read)
            yield from response.follow_all(css="a.next")

        def read(self, response):
            words = " ".join(response.css("#job-details ::text").getall())
            read.append(len(words))
            yield {"title": response.css("#job > h2::text").get(), "text": words}

    process = AsyncCrawlerProcess(dict(QUICK))
    process.crawl(Bare)
    process.start()
    return {"kept": len(read), "characters": sum(read)}


def crawl_ours(folder: str, database: str) -> dict[str, Any]:
    """Crawl with the whole pipeline; count the rows written, and the memory of the process that helps."""
    from sqlalchemy import Engine, event

    from jpo_scraper.crawl import crawl
    from jpo_scraper.helper import Helper
    from jpo_scraper.store import engine

    written: Counter[str] = Counter()
    stream = engine._stream

    def counted(connection, table, rows) -> None:
        """What PostgreSQL takes in a stream is no statement that SQLAlchemy tells of."""
        stream(connection, table, rows)
        written["INSERT"] += len(rows)

    engine._stream = counted

    leave, helped = Helper.leave, [0.0]

    async def looked_at(helper: Helper, user: object) -> None:
        """Only while it runs: its rusage afterwards counts the memory of the crawl that forked it."""
        if helper._process:
            status = Path(f"/proc/{helper._process.pid}/status").read_text()
            helped[0] = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024
        await leave(helper, user)

    Helper.leave = looked_at

    @event.listens_for(Engine, "after_cursor_execute")
    def _count(connection, cursor, statement, parameters, context, many) -> None:
        verb = statement.split(None, 2)[0]
        if verb in ("INSERT", "UPDATE", "DELETE"):
            # SQLite gives no row count for many rows inserted with RETURNING: then there is one for each parameter set.
            written[verb] += max(cursor.rowcount, len(parameters) if many else 0)

    settings = {**QUICK, "JPO_SOURCES": folder} | ({"JPO_HELPED_FROM": 0} if os.environ.get(ALONE) else {})
    (result,) = crawl(["site"], database=database, archive_dir=Path(folder, "warc"), settings=settings)
    counters = {name: getattr(result.counters, name) for name in ("kept", "unread")}
    return {**counters, "status": result.status, "written": written, "helped": helped[0]}


CHILDREN: Mapping[str, Callable[..., dict[str, Any]]] = {"bare": crawl_bare, "ours": crawl_ours}


def measure(*child: str) -> Cost:
    """A crawl in a process of its own."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, __file__, "--child", *child], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the crawl {' '.join(child)} failed")
    cpu = usage.ru_utime + usage.ru_stime
    found = json.loads(told)
    return Cost(time.perf_counter() - began, cpu, usage.ru_maxrss / 1024 + found.get("helped", 0), found)


def crawls(site: Site, postings: int, new_database: Callable[[], str] | None) -> Iterator[tuple[str, Cost]]:
    """Each kind of crawl, in an order in which the later find what the earlier left."""
    yield "bare Scrapy", measure("bare", site.url)
    for name in ("SQLite", "PostgreSQL") if new_database else ("SQLite",):
        site.change(0)
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "site.toml").write_text(site.source)
            is_server = new_database and name == "PostgreSQL"
            database = new_database() if is_server else str(Path(folder, "jpo.sqlite"))
            yield name, measure("ours", folder, database)
            if name == "SQLite":
                print_sizes(Path(folder), postings)
            if not new_database:
                return
            yield f"{name}, unchanged", measure("ours", folder, database)
            site.change(max(1, postings // 100))
            yield f"{name}, 1 % changed", measure("ours", folder, database)


def print_sizes(folder: Path, postings: int) -> None:
    """What the first crawl left on disk."""
    for name, pattern in (("database", "jpo.sqlite*"), ("archive", "warc/*")):
        size = sum(path.stat().st_size for path in folder.glob(pattern))
        print(f"{name}: {size / 1e6:.1f} MB, {size / postings:,.0f} bytes a posting")


def best(costs: list[Cost]) -> Cost:
    """The least time, the most memory."""
    return Cost(min(c.wall for c in costs), min(c.cpu for c in costs), max(c.memory for c in costs), costs[-1].told)


def rounds(postings: int, times: int, has_etags: bool, new_database: Callable[[], str] | None) -> dict[str, Cost]:
    """The costs of each kind of crawl on a site of so many postings."""
    found: dict[str, list[Cost]] = {}
    with running(postings, has_etags=has_etags) as site:
        for _ in range(times):
            for name, cost in crawls(site, postings, new_database):
                assert cost.told["kept"] == postings, cost.told
                found.setdefault(name, []).append(cost)
    return {name: best(costs) for name, costs in found.items()}


def databases(held: ExitStack) -> Callable[[], str]:
    """What gives a new database's address, on a PostgreSQL server that runs as long as the stack."""
    from tests.postgres import serving  # not in a crawl's process, where it would weigh on the memory

    postgres = held.enter_context(serving())
    return lambda: postgres.url(postgres.create("template0"))


def report(postings: int, costs: Mapping[str, Cost], starts: Mapping[str, Cost]) -> None:
    """The table of costs, and that of ratios."""
    print(f"\n{postings:,} postings        postings/s  seconds   CPU s  start s   peak MB  rows written")
    for name, cost in costs.items():
        written = ", ".join(f"{verb} {rows:,}" for verb, rows in sorted(cost.told.get("written", {}).items()))
        print(
            f"{name:24} {postings / cost.wall:9.0f} {cost.wall:8.2f} {cost.cpu:7.2f} {starts[name].wall:8.2f} "
            f"{cost.memory:9.0f}  {written}"
        )
    print("\nratio                               in time  and CPU  without the start: time, CPU  target")
    for name, cost in costs.items():
        if name == "bare Scrapy":
            continue
        whole = name.split(",")[0]
        base, words = ("bare Scrapy", "to bare") if name == whole else (whole, "to the first crawl")
        first, net, of = costs[base], cost.without(starts[name]), costs[base].without(starts[base])
        limit = LIMITS.get(name)
        verdict = f">= {limit[1]}" + (" missed" if first.wall / cost.wall < limit[1] else "") if limit else ""
        print(
            f"{name + ' ' + words:38} {first.wall / cost.wall:5.2f} {first.cpu / cost.cpu:8.2f} "
            f"{of.wall / net.wall:20.2f} {of.cpu / net.cpu:10.2f}  {verdict}"
        )
    most = max(cost.memory for cost in costs.values())
    print(f"peak memory {most:.0f} MB, limit {MOST_MEMORY} MB" + (": missed" if most > MOST_MEMORY else ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postings", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--no-etags", action="store_true", help="only the bytes of a page tell that nothing changed")
    parser.add_argument("--short", action="store_true", help="without PostgreSQL and the re-crawls")
    parser.add_argument("--alone", action="store_true", help="without the process that helps the crawl")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.alone:
        os.environ[ALONE] = "1"
    if given.child:
        kind, *arguments = given.child
        print(json.dumps(CHILDREN[kind](*arguments)))
        return
    with ExitStack() as held:
        new_database = None if given.short else databases(held)
        starts = rounds(1, given.rounds, not given.no_etags, new_database)
        costs = rounds(given.postings, given.rounds, not given.no_etags, new_database)
    report(given.postings, costs, starts)


if __name__ == "__main__":
    main()
