"""The run around the walk: signals, the lock, a store that fails."""

import json
import signal
import sqlite3
import subprocess
from contextlib import closing

import pytest

from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.lock import source_lock
from jpo_scraper.store.migrate import ensure_current
from tests.crawl.run import ROOT, command, crawl_apart
from tests.crawl.server import Asked, Reply, json_reply
from tests.crawl.workday import BASE, detail, put_detail, put_site, write_source


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_runs_with_what_they_have(site, tmp_path, number):
    """The last posting never comes; the signal does, as soon as it is asked for. The second source has no turn."""
    put_site(site, 3)
    process: list[subprocess.Popen[str]] = []

    def interrupt(asked: Asked) -> Reply:
        process[0].send_signal(number)
        return Reply(hang=True)

    site.on(f"{BASE}/job/Bonn/Post_JR3", interrupt)
    write_source(tmp_path, "first", site)
    write_source(tmp_path, "second", site)
    arguments = command(["first", "second"], tmp_path, {"DOWNLOAD_TIMEOUT": 2}, {})
    process.append(subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT))
    output, log = process[0].communicate(timeout=60)
    results = json.loads(output)["results"]
    assert results["first"]["status"] == "partial", log
    assert "the crawl was stopped by a signal: run it again" in results["first"]["reasons"]
    assert results["second"]["reasons"] == ["the crawl was stopped before this source was done: run it again"]
    with closing(sqlite3.connect(tmp_path / "jpo.sqlite")) as database:
        [(status, reason, stored)] = database.execute("select status, finish_reason, stored from run").fetchall()
    assert (status, reason) == ("partial", "shutdown")
    assert stored == results["first"]["counters"]["kept"] >= 1


def test_a_source_that_another_run_holds_is_left_alone_and_the_others_run(site, tmp_path):
    put_site(site)
    write_source(tmp_path, "held", site)
    write_source(tmp_path, "open", site)
    engine = open_engine(str(tmp_path / "jpo.sqlite"))
    ensure_current(engine)
    with source_lock(engine, "held"):
        results = crawl_apart(["held", "open"], tmp_path)["results"]
    engine.dispose()
    assert (results["held"]["locked"], results["held"]["counters"]["found"]) == (True, 0)
    assert results["held"]["reasons"][0].startswith("Another run of held is under way")
    assert (results["open"]["locked"], results["open"]["status"]) == (False, "complete")


def test_a_host_that_a_run_of_another_source_asks_is_left_alone(site, tmp_path):
    put_site(site)
    write_source(tmp_path, "source", site)
    engine = open_engine(str(tmp_path / "jpo.sqlite"))
    ensure_current(engine)
    with source_lock(engine, "another", ["127.0.0.1"]):
        result = crawl_apart(["source"], tmp_path)["results"]["source"]
    engine.dispose()
    assert result["locked"]
    assert result["reasons"][0].startswith("Another run is asking 127.0.0.1")
    assert site.asked == []


def test_the_lock_is_free_again_after_a_run(site, tmp_path):
    put_site(site)
    write_source(tmp_path, "source", site)
    crawl_apart(["source"], tmp_path)
    engine = open_engine(str(tmp_path / "jpo.sqlite"))
    with source_lock(engine, "source"):
        pass
    engine.dispose()


def test_a_store_that_fails_at_the_end_makes_the_run_fail_in_one_line(site, tmp_path):
    put_site(site)
    write_source(tmp_path, "source", site)

    def sabotage(asked: Asked) -> Reply:
        with closing(sqlite3.connect(tmp_path / "jpo.sqlite")) as database:
            database.execute("drop table observation")
        return json_reply(detail(2))

    site.on(f"{BASE}/job/Bonn/Post_JR2", sabotage)
    output = crawl_apart(["source"], tmp_path)
    result = output["results"]["source"]
    assert result["status"] == "failed"
    assert "no such table" in result["reasons"][-1]
    assert "Traceback" not in output["log"]


def test_a_database_that_cannot_be_opened_stops_the_crawl_before_it_asks_a_site(site, tmp_path):
    put_site(site)
    write_source(tmp_path, "source", site)
    arguments = command(["source"], tmp_path, None, {"database": str(tmp_path / "nowhere" / "jpo.sqlite")})
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert "StoreError: The database" in done.stderr
    assert site.asked == []


@pytest.mark.parametrize(
    ("names", "arguments", "error"),
    [
        (["sorce"], {}, "UnknownSpiderError: there is no source named 'sorce': did you mean source?"),
        (["source"], {"sample": 0}, "UsageError: -a sample=0: write a number of at least 1"),
        (["source"], {"replay": "nowhere.warc"}, "ArchiveError: nowhere.warc: there is no such file or folder"),
    ],
)
def test_wrong_use_is_an_error_before_anything_runs(site, tmp_path, names, arguments, error):
    write_source(tmp_path, "source", site)
    done = subprocess.run(
        command(names, tmp_path, None, arguments), capture_output=True, text=True, timeout=60, cwd=ROOT
    )
    assert error in done.stderr
    assert site.asked == []


def test_a_crawl_is_stored_and_locked_in_either_database(site, tmp_path, engine, database_url):
    put_site(site)
    write_source(tmp_path, "source", site)
    assert crawl_apart(["source"], tmp_path, database=database_url)["results"]["source"]["status"] == "complete"
    with source_lock(engine, "source"):
        assert crawl_apart(["source"], tmp_path, database=database_url)["results"]["source"]["locked"]
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from posting").scalar_one() == 3
        assert connection.exec_driver_sql("select count(*) from run").scalar_one() == 1


def test_a_name_that_nobody_knows_is_told_in_every_run_until_the_source_says_that_it_is_of_no_use(site, tmp_path):
    put_site(site, 2)
    answer = detail(2)
    answer["jobPostingInfo"]["teamSize"] = 7
    put_detail(site, 2, json_reply(answer))
    write_source(tmp_path, "one", site)
    for _ in range(2):
        result = crawl_apart(["one"], tmp_path)["results"]["one"]
        assert (result["status"], result["counters"]["unknown_keys"]) == ("partial", 1)
        assert "no reader knows 1 name that the site prints" in result["reasons"][0]
    path = tmp_path / "one.toml"
    path.write_text(path.read_text().replace("page_size = 2", 'page_size = 2\nknown_keys = ["teamSize"]'))
    assert crawl_apart(["one"], tmp_path)["results"]["one"]["status"] == "complete"
