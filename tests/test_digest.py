"""`jpo digest`, and `jpo crawl --notify`: what is told, when nothing is, and what a failure to tell means."""

import json
import sqlite3
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from jpo_scraper.cli.digest import MOST_LINES, Digest, Trouble, compose
from jpo_scraper.items import Deadline
from jpo_scraper.store.news import mark_now
from jpo_scraper.vocab import RunStatus
from tests.cli import FIXTURES, fails, jpo
from tests.crawl.server import Reply, Site
from tests.store.factory import DEADLINE, POSTING, START, TEXT, crawl, normalised, raw

AS_OF = datetime(2026, 3, 4, 12, tzinfo=UTC)
FAR = Deadline(on=date(2026, 6, 1), raw="1 June 2026")
ROW = {
    "id": 7, "external_id": "JR-7", "title": "Officer for \x1b[2J field\ncoordination", "agency": "WHO",
    "duty_stations": "Islamabad (PK)", "sponsors": "KR", "nationalities": "KR, JP", "deadline_on": date(2026, 3, 16),
    "deadline_time": "23:59", "deadline_zone": "Europe/Zurich", "url": "https://jobs.example.org/7",
}  # fmt: skip
BARE = {**dict.fromkeys(ROW), "id": 8, "external_id": "JR-8"}


def post(key, deadline=FAR, words=""):
    return raw(key, text=TEXT + words), normalised(replace(POSTING, deadline=deadline))


# --- the text


def test_the_text_is_a_mail_that_says_it_all_in_its_first_line():
    old, new = DEADLINE.to_json(), FAR.to_json()
    digest = Digest(
        AS_OF,
        7,
        new=[ROW, BARE],
        deadlines=[
            {**ROW, "old": old, "new": new},
            {**BARE, "old": new, "new": old},
            {**BARE, "old": None, "new": new},
        ],
        closing=[ROW],
        troubles=[Trouble("unhcr", "failed, 3 times in a row", ("the listing shows nothing: has the site changed?",))],
    )
    assert digest.text == (
        "JPO posts on 2026-03-04: 2 new posts, 3 changed deadlines, 1 closing soon, 1 source needs attention\n"
        "\n"
        "New posts (2)\n"
        "  Officer for [2J field coordination, WHO, Islamabad (PK)\n"
        "    closes 2026-03-16 23:59 Europe/Zurich; paid by KR; for nationals of KR, JP\n"
        "    https://jobs.example.org/7\n"
        "  JR-8\n"
        "    no deadline stated\n"
        "\n"
        "Changed deadlines (3)\n"
        "  Officer for [2J field coordination, WHO, Islamabad (PK)\n"
        "    2026-03-16 23:59 Europe/Zurich → 2026-06-01 (extended)\n"
        "    https://jobs.example.org/7\n"
        "  JR-8\n"
        "    2026-06-01 → 2026-03-16 23:59 Europe/Zurich (brought forward)\n"
        "  JR-8\n"
        "    none stated → 2026-06-01\n"
        "\n"
        "Closing within 7 days (1)\n"
        "  Officer for [2J field coordination, WHO, Islamabad (PK)\n"
        "    closes 2026-03-16 23:59 Europe/Zurich; paid by KR; for nationals of KR, JP\n"
        "    https://jobs.example.org/7\n"
        "\n"
        "Sources that need attention (1)\n"
        "  unhcr: failed, 3 times in a row\n"
        "    the listing shows nothing: has the site changed?\n"
    )


def test_a_long_list_is_cut_in_the_text_and_whole_in_the_json():
    digest = Digest(AS_OF, 7, new=[ROW] * (MOST_LINES + 3))
    assert digest.text.splitlines()[-1] == "  … and 3 more: `jpo list` shows them all"
    assert len(digest.to_json()["new"]) == MOST_LINES + 3


# --- when something is told


@pytest.mark.parametrize(
    ("second", "is_quiet"),
    [
        ([post("1")], True),
        ([post("1", words=" More words.")], True),
        ([post("1"), post("2")], False),
        ([post("1", DEADLINE, " Sooner.")], False),
        ([], True),
    ],
)
def test_nothing_new_is_quiet(engine, second, is_quiet):
    crawl(engine, [post("1")])
    mark = mark_now(engine)
    crawl(engine, second, day=2)
    assert compose(engine, mark, AS_OF, 7, every=30).is_quiet is is_quiet


def test_what_comes_near_its_deadline_is_told_once_and_named_again_with_other_news(engine):
    crawl(engine, [post("1", DEADLINE)])
    near = DEADLINE.at - timedelta(days=7)
    mark = mark_now(engine)
    for as_of, is_quiet, closing in (
        (near - timedelta(minutes=1), True, 0),
        (near, False, 1),
        (DEADLINE.at, True, 0),
    ):
        found = compose(engine, mark, as_of, 7, every=30)
        assert (found.is_quiet, len(found.closing)) == (is_quiet, closing), as_of
    told = mark._replace(at=near)
    assert compose(engine, told, near + timedelta(days=1), 7, every=30).is_quiet
    crawl(engine, [post("1", DEADLINE), post("2")], day=3)
    assert len(compose(engine, told, near + timedelta(days=1), 7, every=30).closing) == 1


def test_a_source_that_fails_is_told_and_one_that_is_still_broken_is_named_with_other_news(engine):
    crawl(engine, [post("1")])
    mark = mark_now(engine)
    crawl(engine, [], day=1, status=RunStatus.FAILED)
    found = compose(engine, mark, AS_OF, 7, every=30)
    assert (found.is_quiet, found.troubles) == (False, [Trouble("korea", "failed", ("a page failed",))])
    later = compose(engine, mark_now(engine), AS_OF, 7, every=30)
    assert (later.is_quiet, len(later.troubles)) == (True, 1)


def test_a_source_whose_runs_stop_coming_is_told_once(engine):
    run = crawl(engine, [post("1")])
    done_at = START + timedelta(days=run.run_id, minutes=5)
    mark = mark_now(engine)
    for days, is_quiet in ((1.9, True), (2.1, False)):
        assert compose(engine, mark, done_at + timedelta(days=days), 7).is_quiet is is_quiet
    told = mark._replace(at=done_at + timedelta(days=2.1))
    found = compose(engine, told, done_at + timedelta(days=3), 7)
    assert (found.is_quiet, found.troubles[0].state) == (True, "overdue")


# --- the command


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("digest") / "a.sqlite"
    assert jpo("crawl", "unhcr", "--replay", FIXTURES, "-d", path).returncode == 0
    return path


@pytest.fixture
def hook():
    with Site() as site:
        site.on("/secret", Reply(), method="POST")
        yield site


def test_digest_prints_what_happened_and_nothing_when_nothing_did(demo):
    done = jpo("digest", "-d", demo)
    assert done.returncode == 0
    assert done.stdout.decode().startswith("JPO posts on ")
    assert "New posts" in done.stdout.decode()
    quiet = jpo("digest", "-d", demo, "--since", "2999-01-01")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, b"", b"")


def test_digest_as_json_is_whole_even_when_it_is_quiet(demo):
    found = json.loads(jpo("digest", "-d", demo, "--json").stdout)
    assert found["is_quiet"] is False
    assert {row["source"] for row in found["new"]} == {"unhcr"}
    assert json.loads(jpo("digest", "-d", demo, "--json", "--since", "2999-01-01").stdout)["is_quiet"] is True


def test_digest_is_sent_to_a_webhook_and_a_command(demo, hook, tmp_path):
    path = tmp_path / "mail"
    code = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
    line = f"{sys.executable} -c {json.dumps(code)} {path}"
    done = jpo("digest", "-d", demo, "--notify", JPO_NOTIFY_URL=f"{hook.url}/secret", JPO_NOTIFY_COMMAND=line)
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    assert hook.asked[0].json["text"] == path.read_text(encoding="utf-8")
    assert hook.asked[0].json["digest"]["new"][0]["source"] == "unhcr"


def test_a_quiet_digest_is_not_sent(demo, hook):
    done = jpo("digest", "-d", demo, "--since", "2999-01-01", "--notify-url", f"{hook.url}/secret")
    assert (done.returncode, hook.asked) == (0, [])


def test_a_digest_that_cannot_be_delivered_has_an_exit_status_of_its_own(demo, hook):
    hook.on("/secret", Reply(status=500), method="POST")
    done = jpo("digest", "-d", demo, "--notify-url", f"{hook.url}/secret")
    fails(done, 4, "The digest was not delivered", "status 500")
    assert "/secret" not in done.stderr.decode()


@pytest.mark.parametrize("command", ["crawl", "digest"])
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--notify"], "say where to"),
        (["--notify-url", "http://hooks.example.org/secret"], "must begin with https://"),
        (["--notify-command", "mail 'x"], "--notify-command"),
    ],
)
def test_a_notification_that_cannot_work_is_wrong_use_before_anything_is_done(tmp_path, command, options, words):
    done = jpo(command, *options, "-d", tmp_path / "none.sqlite", JPO_NOTIFY_URL="", JPO_NOTIFY_COMMAND="")
    fails(done, 2, words)
    assert "secret" not in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


# --- at the end of a crawl


def replayed(path, hook, source="unhcr", case=""):
    return jpo(
        "crawl",
        source,
        "--replay",
        FIXTURES / source / case,
        "-d",
        path,
        "--notify",
        JPO_NOTIFY_URL=f"{hook.url}/secret",
    )


def test_a_crawl_tells_what_is_new_and_the_second_keeps_quiet(tmp_path, hook):
    assert replayed(tmp_path / "a.sqlite", hook).returncode == 0
    (asked,) = hook.asked
    assert asked.json["digest"]["new"]
    assert asked.json["digest"]["needs_attention"] == []
    assert replayed(tmp_path / "a.sqlite", hook).returncode == 0
    assert len(hook.asked) == 1


def test_a_crawl_tells_what_broke(demo, tmp_path, hook):
    path = tmp_path / "a.sqlite"
    path.write_bytes(demo.read_bytes())
    assert replayed(path, hook, case="bot_challenge").returncode == 1
    (trouble,) = hook.asked[0].json["digest"]["needs_attention"]
    assert (trouble["source"], trouble["state"]) == ("unhcr", "failed")
    assert "failed: see the run's issues" in trouble["reasons"][0]


def test_a_good_run_whose_digest_is_not_delivered_stays_good_and_says_so(tmp_path, hook):
    hook.on("/secret", Reply(status=503), method="POST")
    done = replayed(tmp_path / "a.sqlite", hook)
    fails(done, 4, "The digest was not delivered", "503", "complete")
    with sqlite3.connect(tmp_path / "a.sqlite") as connection:
        assert connection.execute("SELECT status FROM run").fetchall() == [("complete",)]


def test_trouble_outweighs_a_digest_that_is_not_delivered(demo, tmp_path, hook):
    path = tmp_path / "a.sqlite"
    path.write_bytes(demo.read_bytes())
    hook.on("/secret", Reply(status=503), method="POST")
    fails(replayed(path, hook, case="bot_challenge"), 1, "The digest was not delivered")


def test_a_database_that_cannot_be_used_is_told_too(tmp_path, hook):
    path = tmp_path / "notes.sqlite"
    path.write_text("no database, and longer than the header of one" * 30)
    fails(replayed(path, hook), 1, "is not an SQLite database")
    (trouble,) = hook.asked[0].json["digest"]["needs_attention"]
    assert trouble["state"] == "nothing was crawled"
    assert "is not an SQLite database" in trouble["reasons"][0]


def test_a_crawl_without_the_option_tells_nobody(tmp_path, hook):
    done = jpo("crawl", "unhcr", "--replay", FIXTURES, "-d", tmp_path / "a.sqlite", JPO_NOTIFY_URL=f"{hook.url}/secret")
    assert (done.returncode, hook.asked) == (0, [])
