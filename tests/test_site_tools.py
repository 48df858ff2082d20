"""`jpo check`, `jpo capture` and `jpo new-source`, against a site on 127.0.0.1 and against the fixtures."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click import Command
from click.testing import CliRunner

from jpo_scraper.archive.casefile import load_case, save_case
from jpo_scraper.cli.capture import capture
from jpo_scraper.cli.new_source import new_source
from jpo_scraper.exceptions import ArchiveError, PageError, UsageError
from jpo_scraper.items import Document, Fetch
from jpo_scraper.sources import registry
from jpo_scraper.sources.model import Source
from jpo_scraper.sources.platforms import PLATFORMS
from tests import test_fixtures, test_sources
from tests.crawl.server import Asked, Reply, Site, json_reply, redirect
from tests.crawl.workday import BASE, detail, put_detail, put_listing, put_site, row, write_source
from tests.fixture_cases import FIXTURES, Case

ROOT = Path(__file__).parent.parent


def jpo(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "jpo_scraper", *map(str, arguments)]
    known = {**os.environ, "COLUMNS": "200", **environment}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, env=known, timeout=120)


@dataclass
class Bench:
    """A site, the folder of its TOML, the folder of its fixtures."""

    site: Site
    sources: Path
    fixtures: Path

    def run(self, command: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return jpo(command, *arguments, "--sources", self.sources, "--fixtures", self.fixtures, **environment)

    def case(self, name: str) -> Path:
        return self.fixtures / "tested" / name


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A site in Workday's shape, of which the listing and a posting were captured."""
    folder = tmp_path_factory.mktemp("bench")
    (folder / "sources").mkdir()
    with Site() as site:
        bench = Bench(site, folder / "sources", folder / "fixtures")
        put_site(site, 2)
        write_source(bench.sources, "tested", site)
        for case, url in (("listing", f"{site.url}{BASE}/jobs"), ("posting", f"{site.url}{BASE}/job/Bonn/Post_JR1")):
            done = bench.run("capture", "tested", url, "--case", case)
            assert done.returncode == 0, done.stderr
            assert "expected.json by hand" in done.stdout
        yield bench


def healthy(bench: Bench) -> None:
    bench.site.asked.clear()
    put_site(bench.site, 2)


def test_a_capture_is_the_site_s_answer_as_the_source_asks_for_it(bench: Bench) -> None:
    fetch, document = load_case(bench.case("listing"))
    assert (fetch.page, fetch.method, fetch.headers) == ("listing", "POST", {"Accept": "application/json"})
    assert fetch.json == {"appliedFacets": {}, "limit": 2, "offset": 0, "searchText": ""}
    assert json.loads(document.body)["total"] == 2
    posting, document = load_case(bench.case("posting"))
    assert (posting.page, posting.method, document.media_type) == ("posting", "GET", "application/json")
    assert json.loads(document.body) == detail(1)


def test_a_capture_lacks_what_a_person_must_write(bench: Bench) -> None:
    for name in ("listing", "posting"):
        files = {path.name for path in bench.case(name).iterdir()}
        assert files == {"request.json", "document.json", "note.md"}
        with pytest.raises(FileNotFoundError, match=r"expected\.json"):
            _ = Case(bench.case(name)).expected
        assert (bench.case(name) / "note.md").read_text() == ""


def test_a_case_that_is_there_is_left_alone(bench: Bench) -> None:
    before = (bench.case("posting") / "document.json").read_bytes()
    arguments = ("tested", f"{bench.site.url}/x", "--case", "posting")
    assert "is there already" in refused(capture, *arguments, "--sources", bench.sources, "--fixtures", bench.fixtures)
    assert (bench.case("posting") / "document.json").read_bytes() == before


def test_errors_and_redirects_are_captured_too(bench: Bench) -> None:
    bench.site.on("/gone", Reply("<p>gone</p>", 404))
    bench.site.on("/moved", redirect("/gone"))
    done = bench.run("capture", "tested", f"{bench.site.url}/moved", "--case", "gone", "--page", "listing")
    assert done.returncode == 0
    assert "status 404" in done.stderr
    fetch, document = load_case(bench.case("gone"))
    assert (fetch.page, document.status, document.body) == ("listing", 404, b"<p>gone</p>")


def test_an_archive_gives_a_case_without_the_network(tmp_path: Path) -> None:
    recorded_case = load_case(FIXTURES / "unhcr" / "listing")
    url = recorded_case[0].url
    done = jpo("capture", "unhcr", url, "--replay", FIXTURES / "unhcr", "--fixtures", tmp_path)
    assert done.returncode == 0, done.stderr
    fetch, document = load_case(tmp_path / "unhcr" / "captured")
    assert (fetch, document.body) == (recorded_case[0], recorded_case[1].body)


def test_a_posting_is_captured_with_what_its_row_says_of_it(tmp_path: Path) -> None:
    recorded_case = load_case(FIXTURES / "germany" / "posting")
    url = recorded_case[0].url
    done = jpo("capture", "germany", url, "--replay", FIXTURES / "germany", "--fixtures", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    fetch, document = load_case(tmp_path / "germany" / "captured")
    assert (fetch, document.body) == (recorded_case[0], recorded_case[1].body)
    done = jpo("check", "germany", "--replay", FIXTURES / "germany", "--fixtures", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_posting_that_no_row_leads_to_is_captured_without_the_words_of_a_row(bench: Bench) -> None:
    healthy(bench)
    bench.site.on("/elsewhere", json_reply(detail(9)))
    done = bench.run("capture", "tested", f"{bench.site.url}/elsewhere", "--case", "elsewhere")
    assert done.returncode == 0, done.stderr
    assert "no row of the listing leads there" in done.stderr
    fetch, document = load_case(bench.case("elsewhere"))
    assert (fetch.page, fetch.hints, json.loads(document.body)) == ("posting", {}, detail(9))
    shutil.rmtree(bench.case("elsewhere"))


def test_nothing_is_captured_from_elsewhere_or_where_robots_txt_forbids_it(bench: Bench) -> None:
    bench.site.on("/robots.txt", Reply("User-agent: *\nDisallow: /private\n", media_type="text/plain"))
    for url, words in (
        ("https://elsewhere.example.org/", "not among the hosts"),
        (f"{bench.site.url}/private", "robots.txt"),
    ):
        done = bench.run("capture", "tested", url, "--case", "never")
        assert done.returncode == 1, done.stdout
        assert words in done.stderr
        assert "Traceback" not in done.stderr
    assert not bench.case("never").exists()
    bench.site.on("/robots.txt", Reply(status=404))


def refused(command: Command, *arguments: object) -> str:
    """The words of a command's refusal, in this process."""
    error = CliRunner().invoke(command, [str(argument) for argument in arguments]).exception
    assert isinstance(error, UsageError)
    return str(error)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("testd", "http://127.0.0.1/"), "did you mean tested?"),
        (("tested", "http://127.0.0.1/", "--case", "No Name"), "lower case letters"),
    ],
)
def test_a_capture_that_cannot_be_is_refused(bench: Bench, arguments: tuple[str, ...], words: str) -> None:
    assert words in refused(capture, *arguments, "--sources", bench.sources, "--fixtures", bench.fixtures)


KEYED = """
title = "Keyed"
kind = "sponsor"
homepage = "{url}"
languages = ["ko"]
platform = "data_go_kr"
hosts = ["127.0.0.1"]

[site]
api = "{url}/list"
view = "{url}/view?seq={{id}}"
posts_heading = "x"
post_pattern = "x"

[known]
listing = "inferred"
detail = "inferred"
rules = "inferred"
"""


def test_a_key_in_the_address_is_not_captured(bench: Bench) -> None:
    (bench.sources / "keyed.toml").write_text(KEYED.format(url=bench.site.url))
    key = "a-secret-of-mine"

    def echo(asked: Asked) -> Reply:
        return Reply(f"<a>{asked.path}</a>", media_type="application/xml")

    bench.site.on(f"/other?serviceKey={key}", echo)
    url = f"{bench.site.url}/other?serviceKey={key}"
    done = bench.run("capture", "keyed", url, "--case", "other", JPO_DATA_GO_KR_KEY=key)
    assert done.returncode == 0, done.stderr
    folder = bench.fixtures / "keyed" / "other"
    written = "".join(path.read_text() for path in folder.iterdir()) + done.stdout + done.stderr
    assert key not in written
    assert "serviceKey=JPO_DATA_GO_KR_KEY" in written


def test_a_site_that_looks_as_before_is_well(bench: Bench) -> None:
    healthy(bench)
    done = bench.run("check", "tested")
    assert done.returncode == 0, done.stdout
    assert bench.site.paths() == ["/robots.txt", f"{BASE}/jobs", f"{BASE}/job/Bonn/Post_JR1"]
    for words in ("rows: 2, the site reports 2", "postings: 1", "jobPostingInfo.jobDescription", "1 of 1 sources"):
        assert words in done.stdout
    assert "MISSING" not in done.stdout


def test_what_changed_on_a_site_is_told_key_by_key(bench: Bench) -> None:
    healthy(bench)
    changed = detail(1)
    changed["jobPostingInfo"]["description"] = changed["jobPostingInfo"].pop("jobDescription")
    put_detail(bench.site, 1, json_reply(changed))
    done = bench.run("check", "tested")
    assert done.returncode == 1
    for words in (
        "MISSING",
        "'jobPostingInfo.jobDescription' is missing. The reader asks for it: jpo_scraper/pages/workday.py",
        "gone from the document: jobPostingInfo.jobDescription",
        "new in the document: jobPostingInfo.description",
        "cannot be read: the key 'jobDescription' is missing",
        "0 of 1 sources look as their readers expect",
    ):
        assert words in done.stdout, words


def test_the_row_that_a_crawl_would_read_is_looked_at_first(bench: Bench) -> None:
    healthy(bench)
    put_listing(bench.site, [row(1, "Driver", "G2"), row(2)])
    assert bench.run("check", "tested").returncode == 0
    assert bench.site.paths()[-1] == f"{BASE}/job/Bonn/Post_JR2"


def test_a_site_that_is_down_or_closed_to_us_is_told(bench: Bench) -> None:
    healthy(bench)
    bench.site.on(f"{BASE}/jobs", Reply("<title>Just a moment...</title>", 403), method="POST")
    done = bench.run("check", "tested")
    assert done.returncode == 1
    assert "bot challenge" in done.stdout
    assert "Traceback" not in done.stderr + done.stdout
    healthy(bench)


def recorded(source: str, case: str, folder: Path) -> Path:
    """The recorded site of a source, with a case in the place of the one that answers the same request."""
    shutil.copytree(FIXTURES / source, folder)
    asked = json.loads((folder / case / "request.json").read_text(encoding="utf-8"))
    for path in folder.glob("*/request.json"):
        table = json.loads(path.read_text(encoding="utf-8"))
        if (table["url"], table["json"]) == (asked["url"], asked["json"]):
            path.write_text(json.dumps({**table, "replay": path.parent.name == case}), encoding="utf-8")
    return folder


CHANGED = {
    "oif/no_rows_no_marker": ("'div.job' is missing. Change oif.toml, line ", 'row = "div.job"', "div.opening"),
    "united_states/body_renamed": (
        "'div.vacancy-detail' is missing. Change united_states.toml, line ", 'body = "div.vacancy-detail"',
        "new in the document: div.job-content",
    ),
    "un_secretariat/rows_renamed": ("'data.list' is missing. The reader asks for it", "inspira.py", "data.items"),
}  # fmt: skip


@pytest.mark.parametrize(("case", "words"), CHANGED.items(), ids=CHANGED)
def test_an_archive_is_checked_without_the_network(case: str, words: tuple[str, ...], tmp_path: Path) -> None:
    source, _, name = case.partition("/")
    done = jpo("check", source, "--replay", recorded(source, name, tmp_path / source))
    assert done.returncode == 1, done.stdout
    assert [part for part in words if part not in done.stdout] == []


def test_the_recorded_sites_of_all_sources_are_well() -> None:
    done = jpo("check", "--replay", FIXTURES)
    number = len(registry.crawlable())
    assert done.returncode == 0, done.stdout
    assert f"{number} of {number} sources look as their readers expect." in done.stdout


def test_without_fixtures_what_matched_is_told_all_the_same(tmp_path: Path) -> None:
    done = jpo("check", "oif", "--replay", FIXTURES / "oif", "--fixtures", tmp_path)
    assert done.returncode == 0
    assert "nothing to compare with" in done.stdout
    assert "div.job" in done.stdout


def made(platform: str, folder: Path) -> tuple[Source, list[Case]]:
    """A new source and its cases, as written."""
    (folder / "sources").mkdir()
    url = "https://careers.example.org/jobs"
    places = ("--sources", folder / "sources", "--fixtures", folder / "fixtures")
    done = CliRunner().invoke(new_source, [*map(str, ("fresh", "--platform", platform, "--url", url, *places))])
    assert done.exit_code == 0, done.exception
    source = registry.load(folder / "sources" / "fresh.toml")
    cases = [FreshCase(path, source) for path in sorted((folder / "fixtures" / "fresh").iterdir())]
    return source, cases  # type: ignore[return-value]


@dataclass(frozen=True)
class FreshCase(Case):
    """A case of a source that the registry does not hold."""

    fresh: Source

    @property
    def source(self) -> Source:
        return self.fresh


def fails(check: Any, *arguments: Any) -> bool:
    try:
        check(*arguments)
    except (AssertionError, PageError, LookupError, ValueError):
        return True
    return False


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
def test_a_new_source_loads_and_keeps_the_suite_red_until_it_is_filled_in(platform: str, tmp_path: Path) -> None:
    source, cases = made(platform, tmp_path)
    by_name = {case.name: case for case in cases}
    assert (source.platform, source.hosts) == (platform, ("careers.example.org",))
    assert by_name.keys() == {"listing", "posting", "empty_off_season", "bot_challenge"}
    for case in cases:
        test_fixtures.test_a_case_is_whole(case)
    assert fails(test_fixtures.test_a_listing_gives, by_name["listing"], "references")
    assert fails(test_fixtures.test_a_page_gives_these_postings_and_labels_and_no_other, by_name["posting"])
    assert fails(test_sources.test_a_source_says_how_it_is_known, source)
    test_fixtures.test_a_broken_document_raises_what_it_is(by_name["bot_challenge"])


@pytest.mark.parametrize(
    ("name", "url", "words"),
    [
        ("Fresh-One", "https://careers.example.org/", "lower case letters"),
        ("fresh", "careers.example.org", "write a whole address"),
        ("taken", "https://careers.example.org/", "is there already"),
    ],
)
def test_a_new_source_that_cannot_be_is_refused_and_nothing_is_written(
    name: str, url: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "taken.toml").write_text("kept")
    places = ("--sources", tmp_path, "--fixtures", tmp_path / "fixtures")
    assert words in refused(new_source, name, "--platform", "listing", "--url", url, *places)
    assert [path.name for path in tmp_path.iterdir()] == ["taken.toml"]
    assert (tmp_path / "taken.toml").read_text() == "kept"


def test_a_case_is_written_and_read_back(tmp_path: Path) -> None:
    case = Case(FIXTURES / "ifad" / "listing")
    fetch, document = load_case(case.folder)
    assert (fetch, document) == (case.fetch, case.document)
    save_case(tmp_path / "copy", fetch, document, note="Why.\n")
    assert load_case(tmp_path / "copy") == (fetch, document)
    with pytest.raises(ArchiveError, match="choose another name"):
        save_case(tmp_path / "copy", fetch, document, note="")


def test_a_broken_case_says_which(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no whole case"):
        load_case(tmp_path)


def test_documents_get_the_suffix_of_their_kind(tmp_path: Path) -> None:
    base = load_case(FIXTURES / "oif" / "listing")[1]
    kinds = {
        "application/json": "json", "text/html": "html", "application/rss+xml": "xml", "application/pdf": "pdf",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx", "text/plain": "txt",
    }  # fmt: skip
    for number, (media_type, suffix) in enumerate(kinds.items()):
        document = Document(base.url, base.url, 200, media_type, None, b"x", base.fetched_at)
        save_case(tmp_path / str(number), Fetch(base.url, "posting"), document, note="")
        assert (tmp_path / str(number) / f"document.{suffix}").exists()
