"""Each log line says which source and run it belongs to, also when two sources are crawled at the same time."""

import logging
import re
import sys
from contextvars import Context

import pytest

from jpo_scraper.monitor.log import RunTag, tag_records
from tests.crawl.run import crawl_apart
from tests.crawl.server import Reply, Site, json_reply
from tests.crawl.workday import detail, put_detail, put_listing, put_site, row, write_source

LINE = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ [A-Z]+ \[(.+?)\] ", re.MULTILINE)


@pytest.fixture
def two_sites(tmp_path):
    """Two sources on two hosts, so that they are crawled side by side. Each has a page that fails."""
    with Site() as first, Site() as second:
        for site in (first, second):
            put_site(site, count=6)
            site.on("/wday/cxs/tenant/External/job/Bonn/Post_JR2", Reply("gone wrong", 500))
        write_source(tmp_path, "alpha", first)
        write_source(tmp_path, "beta", second)
        path = tmp_path / "beta.toml"
        path.write_text(path.read_text().replace("127.0.0.1", "localhost"))
        yield first, second


def test_lines_of_two_sources_at_once_are_told_apart_scrapys_own_too(two_sites, tmp_path):
    log = crawl_apart(["alpha", "beta"], tmp_path, settings={"LOG_LEVEL": "DEBUG", "JPO_CONTACT": "x@example.org"})[
        "log"
    ]
    for name, site in zip(("alpha", "beta"), two_sites, strict=True):
        port = site.url.rpartition(":")[2]
        lines = [line for line in log.splitlines() if f":{port}/" in line and LINE.match(line)]
        assert len(lines) > 5
        assert {LINE.match(line)[1].partition(",")[0] for line in lines} <= {f"{name} run 1", f"{name} run 2"}, lines
        assert any("scrapy." in LINE.match(line)[1] for line in lines)
    labels = {label.partition(",")[0] for label in LINE.findall(log)}
    assert labels - {"jpo_scraper.crawl", "asyncio", "scrapy.utils.log"} <= {
        "alpha",
        "beta",
        "alpha run 1",
        "alpha run 2",
        "beta run 1",
        "beta run 2",
    }
    first = log.index("[alpha run")
    assert log.index("[beta run") < log.rindex("[alpha run")
    assert first < log.rindex("[beta run")


def test_a_run_begins_and_ends_under_its_own_number(tmp_path, site):
    put_site(site)
    write_source(tmp_path, "alpha", site)
    for number in (1, 2):
        log = crawl_apart(["alpha"], tmp_path)["log"]
        assert re.search(rf"INFO \[alpha run {number}\] run {number} began", log)
        assert re.search(rf"INFO \[alpha run {number}\] complete: 3 kept of 3 listed", log)


def test_a_line_outside_of_runs_keeps_the_name_of_its_logger():
    before = logging.getLogRecordFactory()
    try:
        tag_records()
        make = logging.getLogger("somewhere").makeRecord
        record = Context().run(make, "somewhere", 20, "file", 1, "words", (), None)
    finally:
        logging.setLogRecordFactory(before)
    assert record.run == "somewhere"


FORGED = "a title\n2026-03-16 05:00:07,215 INFO [korea run 12] complete\x1b[2J\u202e\u2028"


@pytest.mark.parametrize(
    ("message", "arguments"), [("%s", (FORGED,)), (FORGED, ()), ("%(title)s", ({"title": FORGED},))]
)
def test_no_words_of_a_site_end_a_line(message, arguments):
    line = formatted(message, arguments)
    assert "\n" not in line
    assert "a title\\n2026-03-16" in line
    assert line.endswith("complete\\x1b[2J\\u202e\\u2028")


def test_the_lines_of_a_traceback_are_indented():
    try:
        raise ValueError(FORGED)
    except ValueError:
        lines = formatted("it broke", (), exc_info=sys.exc_info()).splitlines()
    assert lines[0] == "it broke"
    assert len(lines) > 3
    assert all(line.startswith("  ") for line in lines[1:])
    assert "\x1b" not in "".join(lines)


def test_words_and_values_that_do_not_fit_are_left_to_logging():
    with pytest.raises(TypeError):
        formatted("%d", ("words",))


def formatted(message, arguments, exc_info=None):
    """A record as it is written."""
    before = logging.getLogRecordFactory()
    try:
        tag_records()
        record = logging.getLogger("somewhere").makeRecord("somewhere", 20, "file", 1, message, arguments, exc_info)
        return logging.Formatter("%(message)s").format(record)
    finally:
        logging.setLogRecordFactory(before)


def test_a_title_cannot_forge_a_line_of_the_log(tmp_path, site):
    put_site(site)
    listed = [row(1), row(2, f"JPO {FORGED}"), row(3)]
    put_listing(site, [*listed, row(2, "JPO in another field")], total=3)
    put_detail(site, 2, json_reply(detail(2, title=FORGED, text="<p>BREAK THE READER</p>")))
    write_source(tmp_path, "alpha", site)
    output = crawl_apart(["alpha"], tmp_path, settings={"LOG_LEVEL": "DEBUG"})
    assert output["results"]["alpha"]["status"] == "partial"
    assert not [line for line in output["log"].splitlines() if line.startswith("2026-03-16")]
    assert "\x1b" not in output["log"]


def test_a_tag_names_the_run_and_who_else_speaks():
    tag = RunTag("korea")
    assert tag.label("korea") == "korea"
    tag.run_id = 12
    assert tag.label("korea") == "korea run 12"
    assert tag.label("scrapy.core.scraper") == "korea run 12, scrapy.core.scraper"
