"""Every fault at every kind of page of every platform: an issue in words, and nothing stored is lost or closed."""

import fcntl
import json
import os
import re
from collections.abc import Callable
from typing import Any

import pytest

from jpo_scraper.sources.platforms import PLATFORMS
from jpo_scraper.sources.registry import load_all
from tests.crawl.faults import TROUBLES
from tests.crawl.recorded import AGAIN, HEALTHY, NEW_KEY, RECORDINGS, RecordedSite, crawl_apart, rounds

SOURCES = (
    "undp unhcr unicef unops ifad norway germany belgium japan who itu ilo unaids world_bank un_secretariat reliefweb "
    "united_states korea_api oif unicef_by_pages ilo_by_search"
).split()
"""One of each platform; of SuccessFactors each way in."""
SITES = {name: RecordedSite(name) for name in SOURCES}
ROUNDS = [f"{name}/{page}/{trouble}" for name in SOURCES for trouble, page in rounds(SITES[name])]
HARMLESS = {"who/door": {"to_a_login", "empty_body", "another_type", "another_layout"}}
"""A door that is opened for its cookies alone may show what it likes: the list behind it tells whether they came."""

SHARDS = [SOURCES[start::4] for start in range(4)]
"""Sources that are crawled by one process."""

RecordOf = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def record_of(tmp_path_factory: pytest.TempPathFactory) -> RecordOf:
    """The record of a round: `SOURCE/PAGE/TROUBLE`. Each shard is crawled once, however many processes test."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    read: dict[str, dict[str, Any]] = {}

    def record(place: str) -> dict[str, Any]:
        if place not in read:
            (names,) = (shard for shard in SHARDS if place.partition("/")[0] in shard)
            folder = base / f"platform_faults_{SHARDS.index(names)}"
            folder.mkdir(exist_ok=True)
            written = folder / "records.json"
            with (folder / "lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if not written.exists():
                    written.write_text(json.dumps(crawl_apart(names, folder)), encoding="utf-8")
            read.update(json.loads(written.read_text(encoding="utf-8")))
        return read[place]

    return record


def test_every_platform_is_among_the_sources() -> None:
    registered = {**load_all(), **load_all(RECORDINGS)}
    assert {registered[name].platform for name in SOURCES} == PLATFORMS.keys()


@pytest.mark.parametrize("name", SOURCES)
def test_a_healthy_site_is_read_to_its_end(record_of: RecordOf, name: str) -> None:
    first = record_of(f"{name}//{HEALTHY}")
    assert (first["status"], first["reasons"], first["issues"]) == ("complete", [], [])
    assert first["postings"]


@pytest.mark.parametrize("place", [place for place in ROUNDS if place.rpartition("/")[2] in TROUBLES])
def test_a_fault_is_told_and_nothing_stored_is_lost_or_closed(record_of: RecordOf, place: str) -> None:
    name, page, trouble = place.split("/")
    record = record_of(place)
    assert record["postings"] == record_of(f"{name}//{HEALTHY}")["postings"]
    if TROUBLES[trouble].once or trouble in HARMLESS.get(f"{name}/{page}", ()):
        assert (record["status"], record["issues"]) == ("complete", [])
        return
    assert record["status"] == ("partial" if record["counters"]["kept"] else "failed")
    assert record["reasons"]
    [(message, url)] = [(message, url) for kind, message, url in record["issues"] if kind == "unreadable"]
    assert TROUBLES[trouble].says in message
    assert url in message


@pytest.mark.parametrize("place", [place for place in ROUNDS if place.endswith(NEW_KEY)])
def test_a_key_that_no_reader_knows_is_told_and_makes_the_run_partial(record_of: RecordOf, place: str) -> None:
    record = record_of(place)
    assert (record["status"], record["counters"]["errors"]) == ("partial", 0)
    told = [kind for kind, _, _ in record["issues"]].count("unknown_key")
    assert told
    assert any(re.match(rf"no reader knows {told} names? that the site prints", why) for why in record["reasons"])


@pytest.mark.parametrize("name", SOURCES)
def test_a_site_that_is_mended_is_as_it_was(record_of: RecordOf, name: str) -> None:
    before, after = record_of(f"{name}//{HEALTHY}"), record_of(f"{name}/{AGAIN}/{HEALTHY}")
    stored = {posting[0]: posting for posting in after["postings"]}
    assert (after["status"], after["issues"]) == ("complete", [])
    assert [stored[posting[0]] for posting in before["postings"]] == before["postings"]
