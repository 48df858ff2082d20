"""What can go wrong with a site, one source a fault, all in one crawl; each is judged by what the run says of it."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.crawl.run import crawl_apart
from tests.crawl.server import Reply, Site, json_reply, redirect
from tests.crawl.workday import BASE, CLOSED, detail, put_detail, put_listing, put_site, row, write_source

JOBS = f"{BASE}/jobs"
CHALLENGE = "<html><head><title>Just a moment...</title></head><body>cf_chl_opt</body></html>"


def detail_path(number: int) -> str:
    return f"{BASE}/job/Bonn/Post_JR{number}"


def healthy(site: Site) -> None:
    put_site(site)


def throttled_once(site: Site) -> None:
    put_site(site)
    put_detail(site, 2, Reply(status=429, headers={"Retry-After": "0"}), json_reply(detail(2)))


def moved_within_the_host(site: Site) -> None:
    put_site(site)
    site.on(detail_path(2), redirect(f"{BASE}/job/Bonn/moved"))
    site.on(f"{BASE}/job/Bonn/moved", json_reply(detail(2)))


def closed_posting(site: Site) -> None:
    put_site(site)
    put_detail(site, 2, CLOSED)


def other_jobs(site: Site) -> None:
    put_listing(site, [row(1, "Logistics Officer"), row(2, "Driver of JPOs")])


def jpo_in_title_only(site: Site) -> None:
    put_site(site)
    put_detail(site, 2, json_reply(detail(2, text="<p>Supervises junior staff.</p>")))


def rows_shown_twice(site: Site) -> None:
    put_site(site, 3)
    put_listing(site, [row(1), row(2), row(2), row(3)], total=3)


def off_season(site: Site) -> None:
    put_listing(site, [])


def silent(site: Site) -> None:
    put_site(site)
    put_detail(site, 2, Reply(hang=True))


def throttled(site: Site) -> None:
    put_site(site)
    put_detail(site, 2, Reply("slow down", 429))


def server_error(site: Site) -> None:
    site.on(JOBS, Reply("sorry", 500), method="POST")


def broken_off(site: Site) -> None:
    put_site(site)
    put_detail(site, 2, Reply('{"jobPostingInfo": {"title": "A long one"}}', cut=True))


def too_big(site: Site) -> None:
    put_site(site)
    put_detail(site, 2, Reply(b" " * 300_000))


def html_for_json(site: Site) -> None:
    site.on(JOBS, Reply("<html><body>Welcome</body></html>"), method="POST")


def challenge(site: Site) -> None:
    site.on(JOBS, Reply(CHALLENGE), method="POST")


def redirect_abroad(site: Site) -> None:
    put_site(site)
    site.on(detail_path(2), redirect("http://elsewhere.example.org/login"))


def redirect_to_private_address(site: Site) -> None:
    put_site(site)
    site.on(detail_path(2), redirect("http://10.0.0.1/"))


def redirect_to_file(site: Site) -> None:
    put_site(site)
    site.on(detail_path(2), redirect("file:///etc/hostname"))


def paging_in_a_circle(site: Site) -> None:
    put_site(site, 2)
    page = {"total": 9, "jobPostings": [row(1), row(2)]}
    site.on(JOBS, json_reply(page), method="POST")


def fewer_than_reported(site: Site) -> None:
    put_site(site)
    put_listing(site, [row(1), row(2), row(3)], total=5)


def empty_without_a_word(site: Site) -> None:
    put_listing(site, [], total=4)


def forbidden(site: Site) -> None:
    put_site(site)
    site.on("/robots.txt", Reply("User-agent: jpo-scraper\nDisallow: /\n", media_type="text/plain"))


def robots_txt_breaks(site: Site) -> None:
    put_site(site)
    site.on("/robots.txt", Reply("User-agent: *\nAllow: /\n", 503, "text/plain"))


def robots_txt_is_silent(site: Site) -> None:
    put_site(site)
    site.on("/robots.txt", Reply(hang=True))


def robots_txt_is_refused(site: Site) -> None:
    """A status of 403 means that there is none, whatever the page below it says."""
    put_site(site)
    site.on("/robots.txt", Reply("User-agent: *\nDisallow: /\n", 403, "text/plain"))


def not_modified_without_a_condition(site: Site) -> None:
    put_site(site)
    put_detail(site, 2, Reply(status=304))


def two_rows_with_one_id(site: Site) -> None:
    put_site(site, 3)
    put_listing(site, [row(1), row(2), row(3), row(2, "JPO in another field")], total=3)


def rule_breaks(site: Site) -> None:
    put_site(site)
    put_detail(site, 2, json_reply(detail(2, text="<p>JPO. BREAK THE RULE.</p>")))


def no_text(site: Site) -> None:
    put_site(site)
    put_detail(site, 2, json_reply(detail(2, text="")))


def new_shape(site: Site) -> None:
    put_site(site)
    put_detail(site, 2, json_reply({"posting": {}}))


def reader_breaks(site: Site) -> None:
    put_site(site)
    put_detail(site, 2, json_reply(detail(2, text="<p>BREAK THE READER</p>")))


def closed_down(site: Site) -> None:
    site.__exit__()


COMPLETE, EMPTY, PARTIAL, FAILED = "complete", "empty", "partial", "failed"

CASES: dict[Callable[[Site], None], tuple[str, dict[str, int], str]] = {
    healthy: (COMPLETE, {"found": 3, "followed": 3, "collected": 3, "kept": 3, "reported_total": 3}, ""),
    throttled_once: (COMPLETE, {"kept": 3, "errors": 0}, ""),
    moved_within_the_host: (COMPLETE, {"kept": 3, "errors": 0}, ""),
    closed_posting: (COMPLETE, {"kept": 2, "closed": 1, "errors": 0}, ""),
    other_jobs: (COMPLETE, {"found": 2, "followed": 0, "filtered": 2, "kept": 0}, ""),
    jpo_in_title_only: (COMPLETE, {"collected": 3, "filtered": 1, "kept": 2}, ""),
    rows_shown_twice: (COMPLETE, {"found": 3, "followed": 3, "kept": 3}, ""),
    off_season: (EMPTY, {"found": 0, "errors": 0}, ""),
    silent: (PARTIAL, {"kept": 2, "errors": 1}, "no answer in time"),
    throttled: (PARTIAL, {"kept": 2, "errors": 1}, "the site answered with status 429"),
    server_error: (FAILED, {"found": 0, "errors": 1}, "the site answered with status 500"),
    broken_off: (PARTIAL, {"kept": 2, "errors": 1}, "the answer was cut off in the middle"),
    too_big: (PARTIAL, {"kept": 2, "errors": 1}, "the answer is larger than DOWNLOAD_MAXSIZE allows"),
    html_for_json: (FAILED, {"errors": 1}, "HTML came where JSON is expected"),
    challenge: (FAILED, {"errors": 1}, "a bot challenge or throttle page"),
    redirect_abroad: (PARTIAL, {"kept": 2, "errors": 1}, "elsewhere.example.org is not among the hosts of"),
    redirect_to_private_address: (PARTIAL, {"kept": 2, "errors": 1}, "10.0.0.1 is not among the hosts of"),
    redirect_to_file: (PARTIAL, {"kept": 2, "errors": 1}, "a redirect that is not followed (status 302)"),
    paging_in_a_circle: (PARTIAL, {"found": 2, "kept": 2, "errors": 1}, "the paging runs in a circle"),
    fewer_than_reported: (PARTIAL, {"found": 3, "kept": 3, "errors": 0, "reported_total": 5}, ""),
    empty_without_a_word: (FAILED, {"found": 0, "errors": 1}, "does not look as it does when it is empty"),
    forbidden: (FAILED, {"found": 0, "errors": 1}, "Forbidden by robots.txt"),
    robots_txt_breaks: (
        FAILED,
        {"found": 0, "errors": 1, "robots_unknown": 1},
        "cannot be had (status 503), so nothing",
    ),
    robots_txt_is_silent: (FAILED, {"found": 0, "errors": 1, "robots_unknown": 1}, "so nothing may be asked there now"),
    robots_txt_is_refused: (COMPLETE, {"kept": 3, "errors": 0}, ""),
    not_modified_without_a_condition: (PARTIAL, {"kept": 2, "errors": 1}, "asked for in full is not modified"),
    two_rows_with_one_id: (COMPLETE, {"found": 3, "kept": 3, "errors": 0}, ""),
    rule_breaks: (PARTIAL, {"kept": 2, "errors": 1}, "posting 'JR2' cannot be normalised: ValueError: a rule that"),
    no_text: (PARTIAL, {"kept": 2, "errors": 1}, "posting 'JR2' has no text"),
    new_shape: (PARTIAL, {"kept": 2, "errors": 1}, "the key 'jobPostingInfo' is missing"),
    reader_breaks: (PARTIAL, {"kept": 2, "errors": 1}, "the reader broke: TypeError"),
    closed_down: (FAILED, {"found": 0, "errors": 1}, "the connection was refused"),
}
"""What is done to the site → how the run ends, what it counts, and a problem in its words."""


class Crawled:
    """One crawl of all cases."""

    def __init__(self, folder: Path, new_site: Callable[[], Site]) -> None:
        self.folder = folder
        self.sites: dict[str, Site] = {}
        for case in CASES:
            self.sites[case.__name__] = site = new_site()
            case(site)
            write_source(folder, case.__name__, site)
        self.output = crawl_apart([*self.sites], folder, settings={"DOWNLOAD_MAXSIZE": 100_000})

    def result(self, name: str) -> dict[str, Any]:
        return self.output["results"][name]

    def problems(self, name: str) -> list[tuple[str, str]]:
        return self.rows(
            "select issue.message, issue.url from issue join run on run.id = run_id "
            "where source = ? and kind = 'unreadable'",
            name,
        )

    def rows(self, query: str, *values: str) -> list[Any]:
        with closing(sqlite3.connect(self.folder / "jpo.sqlite")) as database:
            return database.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def crawled(new_site, tmp_path_factory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("faults"), new_site)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_a_run_ends_as_its_site_deserves(crawled, case):
    status, counters, problem = CASES[case]
    result = crawled.result(case.__name__)
    assert (result["status"], {name: result["counters"][name] for name in counters}) == (status, counters)
    assert bool(result["reasons"]) == (status in (PARTIAL, FAILED))
    problems = crawled.problems(case.__name__)
    assert len(problems) == result["counters"]["errors"]
    if problem:
        message, url = problems[0]
        assert problem in message
        assert url in message or "JR2" in message


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_the_database_says_what_the_result_says(crawled, case):
    result = crawled.result(case.__name__)
    counters = result["counters"]
    columns = "status, found, collected, filtered, errors, reported_total, stored, finish_reason"
    [row] = crawled.rows(f"select {columns} from run where source = ?", case.__name__)
    kept = 0 if result["status"] == FAILED else counters["kept"]
    expected = [counters[name] for name in ("found", "collected", "filtered", "errors", "reported_total")]
    assert row == (result["status"], *expected, kept, "finished")


def test_a_throttled_request_is_tried_again_as_often_as_the_settings_say(crawled):
    assert crawled.sites["throttled"].paths().count(detail_path(2)) == 2
    assert crawled.sites["throttled_once"].paths().count(detail_path(2)) == 2


def test_a_page_that_is_forbidden_is_not_asked_for(crawled):
    assert crawled.sites["forbidden"].paths() == ["/robots.txt"]


@pytest.mark.parametrize("name", ["robots_txt_breaks", "robots_txt_is_silent"])
def test_a_host_whose_robots_txt_cannot_be_had_is_asked_for_nothing_else(crawled, name):
    assert set(crawled.sites[name].paths()) == {"/robots.txt"}
    reason = "the robots.txt of 1 host could not be had, so that nothing may be asked there: try again later"
    assert reason in crawled.result(name)["reasons"]


def test_two_rows_with_one_id_are_an_issue(crawled):
    query = "select message, raw from issue join run on run.id = run_id where source = ? and kind = 'conflict'"
    [(message, raw)] = crawled.rows(query, "two_rows_with_one_id")
    assert raw == "JR2"
    assert message.startswith("the listing shows two rows with the id 'JR2', the first was kept [http://127.0.0.1:")


def test_robots_txt_is_asked_for_before_anything_else(crawled):
    assert crawled.sites["healthy"].paths()[0] == "/robots.txt"


def test_rows_that_are_no_jpo_posts_cost_no_request(crawled):
    assert crawled.sites["other_jobs"].paths() == ["/robots.txt", JOBS]


def test_the_site_sees_who_asks(crawled):
    agents = {asked.headers["User-Agent"] for asked in crawled.sites["healthy"].asked}
    assert len(agents) == 1
    assert agents.pop().startswith("jpo-scraper/")


def test_each_run_ends_with_one_line_in_the_log(crawled):
    log = crawled.output["log"]
    words = "complete: 3 kept of 3 listed (0 left out, 0 closed, 0 failed)"
    assert re.search(rf"INFO \[healthy run \d+\] {re.escape(words)}", log)
    assert re.search(r"ERROR \[fewer_than_reported run \d+\] partial: 3 kept of 3 listed", log)
    assert "the site reports 5 postings and its listing shows 3" in log


def test_a_problem_is_one_line_unless_the_fault_is_ours(crawled):
    log = crawled.output["log"]
    assert log.count("Traceback") == len(["rule_breaks", "reader_breaks"])


def test_progress_is_told_from_the_beginning_to_the_end(crawled):
    phases = [phase for name, phase in crawled.output["events"] if name == "healthy"]
    assert phases == ["begun", *["walking"] * 6, "ended"]
