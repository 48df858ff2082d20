"""A site crawled again, one source a case: what is asked for, what is read, and that the run counts as a full one."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.crawl.run import crawl_apart
from tests.crawl.server import Answer, Asked, Reply, Site, json_reply, redirect
from tests.crawl.test_walks import FEED, ITEM, write
from tests.crawl.workday import BASE, CLOSED, detail, put_detail, put_listing, row, write_source

OLD, NEW = "Sun, 01 Mar 2026 09:00:00 GMT", "Mon, 02 Mar 2026 09:00:00 GMT"
NOT_MODIFIED = Reply(status=304)


def path(number: int) -> str:
    return f"{BASE}/job/Bonn/Post_JR{number}"


def page(number: int, text: str = "<p>A JPO post.</p>", *, etag: str = "", modified: str = "") -> Answer:
    """A posting's page on a server that knows conditions."""
    body = json_reply(detail(number, text=text)).body
    headers = {name: value for name, value in {"ETag": etag, "Last-Modified": modified}.items() if value}

    def answer(asked: Asked) -> Reply:
        named, since = asked.headers.get("If-None-Match"), asked.headers.get("If-Modified-Since")
        is_same = named == etag if named else since == modified if since else False
        return Reply(status=304, headers=headers) if is_same else Reply(body, 200, "application/json", headers)

    return answer


def put(site: Site, numbers: range = range(1, 4), **more: str) -> None:
    """A site whose pages have validators."""
    put_listing(site, [row(number) for number in numbers])
    for number in numbers:
        site.on(path(number), page(number, **more))


class Case:
    """What a site is in each crawl."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def first(self) -> None:
        put(self.site, etag='"1"')

    def second(self) -> None:
        """Nothing has changed."""


class Etags(Case):
    pass


class WeakEtags(Case):
    def first(self) -> None:
        put(self.site, etag='W/"1"')


class LastModified(Case):
    def first(self) -> None:
        put(self.site, modified=OLD)


class NoValidators(Case):
    def first(self) -> None:
        put(self.site)


class OneChanged(Case):
    def second(self) -> None:
        self.site.on(path(2), page(2, "<p>A JPO post, with other words.</p>", etag='"2"'))


class OneChangedWithoutValidators(Case):
    def first(self) -> None:
        put(self.site)

    def second(self) -> None:
        self.site.on(path(2), page(2, "<p>A JPO post, with other words.</p>"))


class OneNew(Case):
    def second(self) -> None:
        put(self.site, range(1, 5), etag='"1"')


class LyingEtag(Case):
    """The row says something new, and the server still says that the page is not modified."""

    def second(self) -> None:
        put_listing(self.site, [row(1), row(2, "JPO in another field"), row(3)])
        self.site.on(path(2), page(2, "<p>A JPO post, with other words.</p>", etag='"1"'))


class ConditionIgnored(Case):
    """The whole page comes although it has not changed."""

    def second(self) -> None:
        put(self.site)


class AlwaysNotModified(Case):
    """A posting that is new to us is "not modified", again and again."""

    def second(self) -> None:
        put(self.site, range(1, 5), etag='"1"')
        self.site.on(path(4), NOT_MODIFIED)


class MovedToAnOldPage(Case):
    """The posting's address leads to another page now, which is old enough to be "not modified"."""

    def first(self) -> None:
        put(self.site, modified=OLD)

    def second(self) -> None:
        self.site.on(path(2), redirect(f"{BASE}/gone"))
        self.site.on(f"{BASE}/gone", lambda asked: NOT_MODIFIED if "If-Modified-Since" in asked.headers else CLOSED)


class ClosedTwice(Case):
    def first(self) -> None:
        put(self.site, etag='"1"')
        put_detail(self.site, 2, CLOSED)


class Reworded(Case):
    """The bytes differ at each sight, the posting does not."""

    def first(self) -> None:
        put(self.site)
        for number in (1, 2, 3):
            answers = [json_reply({**detail(number), "nonce": nonce}) for nonce in range(3)]
            put_detail(self.site, number, *answers)


class LeftOutByItsText(Case):
    def first(self) -> None:
        put(self.site, etag='"1"')
        self.site.on(path(2), page(2, "<p>Supervises junior staff.</p>", etag='"1"'))


class BrokenRule(Case):
    """A page whose posting failed is read again, until it can be stored."""

    def first(self) -> None:
        put(self.site, etag='"1"')
        self.site.on(path(2), page(2, "<p>JPO. BREAK THE RULE.</p>", etag='"1"'))


class ServerError(Case):
    def second(self) -> None:
        put_detail(self.site, 2, Reply("sorry", 500))


class Vanished(Case):
    """Posting 3 is gone in the second crawl and there again, unchanged, in the third."""

    def second(self) -> None:
        put_listing(self.site, [row(1), row(2)])

    def third(self) -> None:
        put_listing(self.site, [row(1), row(2), row(3)])


class NewEdition(Case):
    """Only the source's file has changed, in the third crawl."""


class Drop(Case):
    def first(self) -> None:
        put(self.site, range(1, 11), etag='"1"')

    def second(self) -> None:
        put_listing(self.site, [row(number) for number in range(1, 7)])


class SeasonsEnd(Case):
    """Seven of ten are gone, since their deadlines have passed."""

    def first(self) -> None:
        put(self.site, range(1, 11))
        yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011
        for number in range(4, 11):
            self.site.on(path(number), page(number, f"<p>A JPO post, closes {yesterday}.</p>"))

    def second(self) -> None:
        put_listing(self.site, [row(number) for number in range(1, 4)])


class CoverageFalls(Case):
    def first(self) -> None:
        put(self.site, text="<p>A JPO post, closes 2099-01-31.</p>")

    def second(self) -> None:
        put(self.site, text="<p>A JPO post, closing date see above.</p>")


class AllGone(Case):
    def second(self) -> None:
        put_listing(self.site, [])


class FeedWithOneChange(Case):
    """The listing holds the postings themselves: it is always read, and only the changed posting goes further."""

    def first(self) -> None:
        self._put("Short words.")

    def second(self) -> None:
        self._put("Other words.")

    def _put(self, words: str) -> None:
        items = [ITEM.format(number=n, title=f"JPO {n}") for n in (1, 2, 3)]
        items[1] = items[1].replace("number 2", f"number 2. {words}")
        self.site.on("/feed", Reply(FEED.format(items="".join(items)), media_type="application/rss+xml; charset=utf-8"))


def name_of(kind: type[Case]) -> str:
    """The case's source."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


COMPLETE, EMPTY, PARTIAL = "complete", "empty", "partial"

CASES: dict[type[Case], tuple[str, int, dict[str, int], str]] = {
    Etags: (COMPLETE, 3, {"kept": 3, "unread": 3, "unchanged": 3}, ""),
    WeakEtags: (COMPLETE, 3, {"kept": 3, "unread": 3, "unchanged": 3}, ""),
    LastModified: (COMPLETE, 3, {"kept": 3, "unread": 3, "unchanged": 3}, ""),
    NoValidators: (COMPLETE, 0, {"kept": 3, "unread": 3, "unchanged": 3}, ""),
    OneChanged: (COMPLETE, 2, {"kept": 3, "unread": 2, "unchanged": 2, "changed": 1}, "JR2"),
    OneChangedWithoutValidators: (COMPLETE, 0, {"kept": 3, "unread": 2, "unchanged": 2, "changed": 1}, "JR2"),
    OneNew: (COMPLETE, 3, {"found": 4, "kept": 4, "unread": 3, "unchanged": 3, "new": 1}, "JR4"),
    LyingEtag: (COMPLETE, 2, {"kept": 3, "unread": 2, "unchanged": 2, "changed": 1}, "JR2"),
    ConditionIgnored: (COMPLETE, 0, {"kept": 3, "unread": 3, "unchanged": 3}, ""),
    AlwaysNotModified: (PARTIAL, 4, {"found": 4, "kept": 3, "unread": 3, "errors": 1}, ""),
    MovedToAnOldPage: (COMPLETE, 3, {"kept": 2, "unread": 2, "closed": 1, "requests": 6}, ""),
    ClosedTwice: (COMPLETE, 2, {"kept": 2, "unread": 3, "closed": 1, "errors": 0}, ""),
    Reworded: (COMPLETE, 0, {"kept": 3, "unread": 0, "unchanged": 3}, ""),
    LeftOutByItsText: (COMPLETE, 3, {"collected": 3, "kept": 2, "filtered": 1, "unread": 3}, ""),
    BrokenRule: (PARTIAL, 2, {"kept": 2, "errors": 1, "unread": 2}, "JR2"),
    ServerError: (PARTIAL, 2, {"kept": 2, "errors": 1, "unread": 2}, ""),
    Vanished: (COMPLETE, 2, {"kept": 2, "unread": 2, "unchanged": 2, "missing": 1}, ""),
    NewEdition: (COMPLETE, 3, {"kept": 3, "unread": 3}, ""),
    Drop: (PARTIAL, 6, {"kept": 6, "expected": 10, "missing": 0, "unread": 6}, ""),
    SeasonsEnd: (COMPLETE, 0, {"kept": 3, "expected": 3, "missing": 7, "unread": 3}, ""),
    CoverageFalls: (PARTIAL, 0, {"kept": 3, "changed": 3}, "JR1 JR2 JR3"),
    AllGone: (EMPTY, 0, {"found": 0, "expected": 3, "missing": 3}, ""),
    FeedWithOneChange: (COMPLETE, 0, {"kept": 3, "unchanged": 2, "changed": 1}, "2"),
}
"""How the second crawl ends, how many answers are 304, what is counted, and which postings are normalised."""

REASONS = {
    Drop: "6 kept where 10 of earlier runs should still be open: look at the site",
    CoverageFalls: "deadline is stated by 0% of the postings, by 100% in earlier runs: look at the site",
    AlwaysNotModified: "1 page or posting failed",
}


class Crawled:
    """All cases, crawled twice."""

    def __init__(self, folder: Path, new_site: Callable[[], Site]) -> None:
        self.folder = folder
        self.cases: dict[str, Case] = {}
        for kind in CASES:
            name = name_of(kind)
            self.cases[name] = case = kind(new_site())
            if kind is FeedWithOneChange:
                write(folder, name, "pageup", case.site.url, f'[site]\nfeed = "{case.site.url}/feed"\n')
            else:
                write_source(folder, name, case.site)
            case.first()
        self.before = self.crawl(*self.cases)
        for case in self.cases.values():
            case.site.asked.clear()
            case.site.replied.clear()
            case.second()
        self.output = self.crawl(*self.cases)
        self.replied = {name: list(case.site.replied) for name, case in self.cases.items()}
        self.asked = {name: list(case.site.asked) for name, case in self.cases.items()}
        self.second = {name: self.run(name) for name in self.cases}

    def crawl(self, *names: str, **arguments: Any) -> Any:
        return crawl_apart([*names], self.folder, **arguments)

    def run(self, name: str) -> dict[str, Any]:
        """The last run of a source."""
        return self.rows("select * from run where source = ? order by id", name)[-1]

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(self.folder / "jpo.sqlite")) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(query, values)]

    @staticmethod
    def normalised(output: Any, name: str) -> list[str]:
        return sorted(re.findall(rf"\[{name} run \d+\] normalising (\S+)", output["log"]))


@pytest.fixture(scope="module")
def crawled(new_site, tmp_path_factory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("again"), new_site)


@pytest.mark.parametrize("kind", CASES, ids=name_of)
def test_a_second_crawl_ends_and_counts_as_a_full_one(crawled, kind):
    status, _, counts, normalised = CASES[kind]
    name = name_of(kind)
    result, run = crawled.output["results"][name], crawled.second[name]
    assert result["status"] == run["status"] == status
    found = {**run, **result["counters"]}
    assert {key: found[key] for key in counts} == counts
    assert found["requests"] == found["answers"]
    assert crawled.normalised(crawled.output, name) == normalised.split()


@pytest.mark.parametrize("kind", CASES, ids=name_of)
def test_a_page_that_has_not_changed_sends_no_body(crawled, kind):
    replied = crawled.replied[name_of(kind)]
    unmodified = [reply for reply in replied if reply.status == 304]
    assert len(unmodified) == CASES[kind][1]
    assert all(reply.payload == b"" for reply in unmodified)


@pytest.mark.parametrize("kind", REASONS, ids=name_of)
def test_what_is_wrong_is_said_in_the_same_run(crawled, kind):
    name = name_of(kind)
    assert crawled.output["results"][name]["reasons"][0].startswith(REASONS[kind])
    assert REASONS[kind] in crawled.second[name]["reasons"]
    assert re.search(rf"ERROR \[{name} run \d+\] partial: ", crawled.output["log"])


def test_a_listing_is_always_asked_for_in_full(crawled):
    for name, asked in crawled.asked.items():
        listings = [one for one in asked if "/job/" not in one.path]
        assert listings, name
        if name != "moved_to_an_old_page":
            assert not any("If-" in header for one in listings for header in one.headers), name


def test_a_page_whose_row_has_changed_is_asked_for_in_full(crawled):
    [asked] = [one for one in crawled.asked["lying_etag"] if one.path == path(2)]
    assert "If-None-Match" not in asked.headers
    others = [one for one in crawled.asked["lying_etag"] if one.path == path(1)]
    assert others[0].headers["If-None-Match"] == '"1"'


def test_what_a_redirect_calls_not_modified_is_asked_for_again_in_full(crawled):
    asked = [request for request in crawled.asked["moved_to_an_old_page"] if request.path == f"{BASE}/gone"]
    assert "If-Modified-Since" not in asked[-1].headers


def test_an_unchanged_site_is_written_nothing_but_the_run_and_the_last_sights(crawled):
    query = "select count(*) as n from {} join run on run.id = run_id where run.source = ? and run.id = ?"
    for name in ("etags", "weak_etags", "last_modified", "no_validators", "reworded", "left_out_by_its_text"):
        run = crawled.second[name]["id"]
        for table in ("observation", "change", "issue", "page"):
            assert crawled.rows(query.format(table), name, run) == [{"n": 0}], (name, table)
    seen = crawled.rows("select last_seen_run_id from posting where source = 'etags'")
    assert {row["last_seen_run_id"] for row in seen} == {crawled.second["etags"]["id"]}


def test_a_partial_run_marks_nothing_missing_and_a_vanished_posting_is_marked(crawled):
    states = {
        name: [row["status"] for row in crawled.rows("select status from posting where source = ? order by id", name)]
        for name in ("drop", "all_gone")
    }
    assert states == {"drop": ["listed"] * 10, "all_gone": ["missing"] * 3}


def test_an_operator_is_told_when_open_postings_vanish_into_an_empty_listing(crawled):
    [issue] = crawled.rows("select * from issue where kind = 'missing'")
    assert issue["run_id"] == crawled.second["all_gone"]["id"]
    assert issue["message"].startswith("the site says that it lists nothing, and 3 postings")


# --- a third crawl; each of these leaves its own sources behind


def test_a_posting_that_comes_back_unchanged_is_listed_again(crawled):
    case = crawled.cases["vanished"]
    assert crawled.rows("select status from posting where source = 'vanished' and external_id = 'JR3'") == [
        {"status": "missing"}
    ]
    case.third()
    output = crawled.crawl("vanished")
    run = crawled.run("vanished")
    assert (run["status"], run["unread"], run["relisted"]) == ("complete", 3, 1)
    assert crawled.normalised(output, "vanished") == []
    changes = crawled.rows(
        "select old, new from change join posting on posting.id = posting_id where source = 'vanished'"
    )
    assert [(row["old"], row["new"]) for row in changes] == [('"listed"', '"missing"'), ('"missing"', '"listed"')]


def test_another_edition_of_the_source_file_reads_every_page_again(crawled):
    file = crawled.folder / "new_edition.toml"
    file.write_text(file.read_text() + '\n[defaults]\nzone = "Europe/Bonn"\n')
    output = crawled.crawl("new_edition")
    assert crawled.run("new_edition")["unread"] == 0
    assert crawled.normalised(output, "new_edition") == ["JR1", "JR2", "JR3"]
    assert crawled.run("new_edition")["unchanged"] == 3


@pytest.mark.parametrize(("arguments", "settings"), [({"full": True}, {}), ({}, {"JPO_REREAD_DAYS": 0})])
def test_every_page_is_read_again_when_asked_for_and_after_some_days(crawled, arguments, settings):
    crawled.cases["etags"].site.asked.clear()
    output = crawled.crawl("etags", settings=settings, **arguments)
    assert crawled.normalised(output, "etags") == ["JR1", "JR2", "JR3"]
    assert not any("If-None-Match" in asked.headers for asked in crawled.cases["etags"].site.asked)
    run = crawled.run("etags")
    assert (run["status"], run["unread"], run["unchanged"]) == ("complete", 0, 3)
    pages = crawled.rows("select run_id from page where source = 'etags'")
    assert {row["run_id"] for row in pages} == {run["id"]}


def test_a_run_that_an_operator_vouches_for_is_complete_and_the_new_measure(crawled):
    assert crawled.crawl("drop")["results"]["drop"]["status"] == "partial"
    accepted = crawled.crawl("drop", accept=True)["results"]["drop"]
    assert (accepted["status"], accepted["reasons"]) == ("complete", [])
    assert (crawled.run("drop")["accepted"], crawled.run("drop")["missing"]) == (1, 4)
    assert crawled.crawl("drop")["results"]["drop"]["status"] == "complete"
    assert (crawled.run("drop")["expected"], crawled.run("drop")["withdrawn"]) == (6, 4)


def test_a_run_for_all_vacancies_reads_what_a_run_for_jpo_posts_left_out(crawled):
    output = crawled.crawl("left_out_by_its_text", all_vacancies=True)
    assert output["results"]["left_out_by_its_text"]["counters"]["kept"] == 3
    assert crawled.normalised(output, "left_out_by_its_text") == ["JR1", "JR2", "JR3"]
    after = crawled.crawl("left_out_by_its_text")["results"]["left_out_by_its_text"]
    assert (after["status"], after["counters"]["kept"], after["counters"]["filtered"]) == ("complete", 2, 1)
    rows = crawled.rows("select status from posting where source = 'left_out_by_its_text'")
    assert [row["status"] for row in rows] == ["listed"] * 3
