"""What a site sees of a crawl, by its own log: delays, one request at a time, robots.txt, Crawl-delay, Retry-After.

Only shortest times are asserted: a machine that is busy makes a crawl slower, never less polite.
"""

import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from tests.crawl.jpo import start
from tests.crawl.run import crawl_apart
from tests.crawl.server import Answer, Asked, Reply, Site, json_reply
from tests.crawl.workday import BASE, detail, put_listing, row, write_source

NO_DELAY = "politeness = { delay = 0.0 }"
JITTER = 0.05
"""Seconds by which one request may take longer than the next to the server's log."""


@dataclass
class Log:
    """When the server began and ended with each request, in seconds of a clock that only goes forward."""

    lines: list[tuple[str, float, float]] = field(default_factory=list)

    def timed(self, answer: Answer, takes: float = 0.02) -> Answer:
        def reply(asked: Asked) -> Reply:
            began = time.monotonic()
            time.sleep(takes)
            found = answer if isinstance(answer, Reply) else answer(asked)
            self.lines.append((asked.path, began, time.monotonic()))
            return found

        return reply

    def gaps(self) -> list[float]:
        """Seconds from the beginning of each request to that of the next."""
        return [
            later - began for (_, began, _), (_, later, _) in pairwise(sorted(self.lines, key=lambda line: line[1]))
        ]


def put(site: Site, log: Log, robots: str = "", numbers: range = range(1, 5)) -> None:
    """A healthy site that logs every request."""
    put_listing(site, [row(number) for number in numbers])
    for routes in site._routes.values():
        routes[:] = [log.timed(answer) for answer in routes]
    for number in numbers:
        site.on(f"{BASE}/job/Bonn/Post_JR{number}", log.timed(json_reply(detail(number))))
    site.on("/robots.txt", log.timed(Reply(robots, media_type="text/plain") if robots else Reply(status=404)))


def crawl(folder: Path, *names: str, **settings: object) -> dict:
    return crawl_apart([*names], folder, settings=settings)["results"]


def test_requests_are_at_least_the_delay_apart(tmp_path, site):
    log = Log()
    put(site, log)
    write_source(tmp_path, "source", site, NO_DELAY)
    assert crawl(tmp_path, "source", DOWNLOAD_DELAY=0.3)["source"]["status"] == "complete"
    gaps = log.gaps()
    assert len(gaps) == 1 + 2 + 4 - 1
    assert min(gaps) >= 0.3 - JITTER
    assert sum(gaps) >= 0.3 * len(gaps) - JITTER


def test_a_source_may_ask_for_more_delay_than_the_project(tmp_path, site):
    log = Log()
    put(site, log, numbers=range(1, 3))
    write_source(tmp_path, "source", site, "politeness = { delay = 0.4 }")
    process = start(tmp_path, "crawl", "source", "-d", tmp_path / "jpo.sqlite", settings={"DOWNLOAD_DELAY": 0.1})
    _, messages = process.communicate(timeout=60)
    assert process.returncode == 0, messages
    assert min(log.gaps()) >= 0.4 - JITTER


@pytest.mark.parametrize("throttled", [False, True])
def test_one_request_at_a_time_goes_to_a_host_whichever_source_asks(tmp_path, site, throttled):
    """A request takes longer than the delay. (Without any delay, Scrapy would let two go at once.)"""
    log = Log()
    put(site, log)
    for name in ("first", "second"):
        write_source(tmp_path, name, site, NO_DELAY)
    more = {"AUTOTHROTTLE_ENABLED": throttled, "AUTOTHROTTLE_START_DELAY": 0.01}
    results = crawl(tmp_path, "first", "second", DOWNLOAD_DELAY=0.01, **more)
    assert {result["status"] for result in results.values()} == {"complete"}
    lines = sorted(log.lines, key=lambda line: line[1])
    assert len(lines) == 2 * (1 + 2 + 4)
    assert all(later >= ended for (_, _, ended), (_, later, _) in pairwise(lines))


def test_what_robots_txt_forbids_is_not_asked_for_and_the_rest_is(tmp_path, site):
    log = Log()
    put(
        site, log, robots=f"User-agent: jpo-scraper\nDisallow: {BASE}/job/Bonn/Post_JR2\n\nUser-agent: *\nDisallow: /\n"
    )
    write_source(tmp_path, "source", site, NO_DELAY)
    result = crawl(tmp_path, "source")["source"]
    assert (result["status"], result["counters"]["kept"], result["counters"]["errors"]) == ("partial", 3, 1)
    asked = [path for path, _, _ in sorted(log.lines, key=lambda line: line[1])]
    assert asked[0] == "/robots.txt"
    assert sorted(asked[1:]) == [f"{BASE}/job/Bonn/Post_JR{number}" for number in (1, 3, 4)] + [f"{BASE}/jobs"] * 2


@pytest.mark.parametrize("throttled", [False, True])
def test_the_crawl_delay_of_robots_txt_is_kept(tmp_path, site, throttled):
    log = Log()
    put(site, log, robots="User-agent: *\nCrawl-delay: 0.4\n", numbers=range(1, 3))
    write_source(tmp_path, "source", site, NO_DELAY)
    more = {"AUTOTHROTTLE_ENABLED": throttled, "AUTOTHROTTLE_START_DELAY": 0.1}
    assert crawl(tmp_path, "source", DOWNLOAD_DELAY=0.1, **more)["source"]["status"] == "complete"
    assert len(log.gaps()) == 1 + 1 + 2 - 1
    assert min(log.gaps()) >= 0.4 - JITTER


@pytest.mark.parametrize("throttled", [False, True])
@pytest.mark.parametrize("status", [429, 503])
def test_after_an_answer_with_retry_after_the_host_is_left_in_peace(tmp_path, site, status, throttled):
    """The second that the site asks for begins with its answer, which takes half of one."""
    log = Log()
    put(site, log, numbers=range(1, 3))
    refused = log.timed(Reply("slow down", status, headers={"Retry-After": "1"}), takes=0.5)
    site.on(f"{BASE}/job/Bonn/Post_JR2", refused, log.timed(json_reply(detail(2))))
    write_source(tmp_path, "source", site, NO_DELAY)
    more = {"AUTOTHROTTLE_ENABLED": throttled, "AUTOTHROTTLE_START_DELAY": 0.1}
    result = crawl(tmp_path, "source", DOWNLOAD_TIMEOUT=5, DOWNLOAD_DELAY=0.01, **more)["source"]
    assert (result["status"], result["counters"]["kept"]) == ("complete", 2)
    lines = sorted(log.lines, key=lambda line: line[1])
    [answered] = [at for at, (path, began, ended) in enumerate(lines) if ended - began >= 0.5][:1]
    assert lines[answered][0].endswith("Post_JR2")
    assert lines[answered + 1][1] - lines[answered][2] >= 1 - JITTER
