from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, text

from jpo_scraper.exceptions import StoreError
from jpo_scraper.items import Issue, Label, Normalised, Posting
from jpo_scraper.store import models
from jpo_scraper.store import writer as writer_module
from jpo_scraper.store.engine import writing
from jpo_scraper.vocab import Field, IssueKind, RunStatus
from tests.store.factory import (
    DEADLINE,
    ISSUE,
    POSTING,
    START,
    TEXT,
    begin,
    crawl,
    finish,
    normalised,
    raw,
    row,
    rows,
)  # fmt: skip

ONE = [(raw(), normalised())]
LATER = replace(POSTING, title="Officer for coordination", deadline=replace(DEADLINE, on=date(2026, 3, 20), at=None))
CHANGED = [(raw(text=TEXT + " Now until 20 March."), normalised(LATER))]
OTHER = (raw("8"), normalised(replace(POSTING, reference="JR-8")))


# --- a run begins


def test_run_is_entered_as_running_before_anything_is_fetched(engine):
    writer = begin(engine)
    run = row(engine, models.RUN)
    assert run["id"] == writer.run_id
    assert (run["source"], run["status"], run["mode"]) == ("korea", "running", "live")
    assert (run["started_at"], run["finished_at"], run["as_of"]) == (START, None, None)
    assert (run["found"], run["stored"], run["errors"], run["reported_total"]) == (0, 0, 0, None)
    assert row(engine, models.SOURCE) == {"name": "korea", "title": "The ministry"}


def test_run_that_was_killed_is_entered_as_interrupted_by_the_next_of_its_source(engine):
    killed, other = begin(engine), begin(engine, source="japan")
    following = begin(engine, day=1)
    status = {run["id"]: run["status"] for run in rows(engine, models.RUN)}
    assert status == {killed.run_id: "interrupted", other.run_id: "running", following.run_id: "running"}
    assert row(engine, models.RUN, id=killed.run_id)["finished_at"] is None


def test_source_keeps_its_latest_title(engine):
    begin(engine)
    writer_module.RunWriter.begin(engine, "korea", "New name", mode="replay", as_of=START, started_at=START)
    assert row(engine, models.SOURCE)["title"] == "New name"


# --- a posting is new


def test_new_posting_has_every_scalar_in_its_row(engine):
    writer = crawl(engine, ONE)
    found = row(engine, models.POSTING)
    expected = {
        "source": "korea", "external_id": "7", "url": "https://jobs.example.org/7", "language": "en",
        "title": "Officer for field coordination", "programme": "JPO", "is_jpo": True, "agency": "WHO",
        "host_agency": "UNDP", "grade": "P-2", "grade_raw": "PR2", "reference": "JR-7",
        "deadline_on": date(2026, 3, 16), "deadline_time": "23:59", "deadline_zone": "Europe/Zurich",
        "deadline_at": datetime(2026, 3, 16, 22, 59, tzinfo=UTC), "deadline_raw": "16 March 2026",
        "education_min": "master", "age_max": 32, "age_on": date(2026, 12, 31), "born_on_or_after": date(1994, 1, 1),
        "age_extensions": [{"reason": "military service", "years": 2, "when": "a year or more"}],
        "duration_months": 24, "max_applications": 2, "start_date": "autumn 2026",
        "supervisor_title": "Head of unit", "is_archived": False, "nationality_note": "see the annex",
        "content_hash": raw().content_hash, "status": "listed", "missed_runs": 0,
        "first_seen_run_id": writer.run_id, "last_seen_run_id": writer.run_id,
        "first_seen_at": START, "last_seen_at": START, "vacancy_id": None, "link_reason": None, "link_score": None,
        "scope": "jpo",
    }  # fmt: skip
    assert found == {"id": found["id"], **expected}


def test_what_the_document_does_not_say_is_null(engine):
    crawl(engine, [(raw(), Normalised(Posting(), (), ()))])
    stated = {name for name, value in row(engine, models.POSTING).items() if value is not None}
    assert stated == {
        "id", "source", "external_id", "url", "language", "is_jpo", "is_archived", "content_hash", "status",
        "missed_runs", "first_seen_run_id", "last_seen_run_id", "first_seen_at", "last_seen_at", "scope",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (models.POSTING_SPONSOR, [{"country": "KR"}, {"country": "JP"}]),
        (models.POSTING_DUTY_STATION, [{"city": "Islamabad", "country": "PK"}, {"city": "Geneva", "country": "CH"}]),
        (
            models.POSTING_NATIONALITY,
            [
                {"country": "KR", "kind": "include"},
                {"country": "JP", "kind": "include"},
                {"country": "US", "kind": "exclude"},
            ],
        ),
        (
            models.POSTING_COMPETENCY,
            [{"name": "Teamwork", "code": "C002", "framework": "A framework", "category": "core", "level": "L2"}],
        ),
        (
            models.POSTING_LANGUAGE,
            [
                {"code": "en", "requirement": "required", "level": "C1", "any_of": None},
                {"code": "fr", "requirement": "desirable", "level": None, "any_of": 1},
            ],
        ),
        (
            models.POSTING_EXPERIENCE,
            [
                {"degree": "bachelor", "years_min": 2, "years_max": 4},
                {"degree": None, "years_min": 1, "years_max": None},
            ],
        ),
        (models.POSTING_DOCUMENT, [{"name": "motivation letter"}, {"name": "diploma"}]),
    ],
)
def test_lists_of_a_posting_are_rows_in_their_order(engine, model, expected):
    crawl(engine, ONE)
    at = row(engine, models.POSTING)["id"]
    numbered = [{"posting_id": at, "position": number, **values} for number, values in enumerate(expected, start=1)]
    assert rows(engine, model) == numbered


def test_observation_keeps_text_labels_facts_and_the_posting_as_read(engine):
    writer = crawl(engine, ONE)
    observation = row(engine, models.OBSERVATION)
    assert observation["run_id"] == writer.run_id
    assert observation["posting_id"] == row(engine, models.POSTING)["id"]
    assert observation["labels"] == [
        {"name": "Job Requisition", "value": "JR-7", "field": "reference"},
        {"name": "Level", "value": "PR2", "field": None},
    ]
    assert observation["normalised"] == POSTING.to_json()
    assert row(engine, models.POSTING_TEXT)["text"] == TEXT
    facts = rows(engine, models.FACT, observation_id=observation["id"])
    assert [(fact["field"], fact["basis"], fact["label"]) for fact in facts] == [
        ("deadline", "posting", None),
        ("reference", "posting", "Job Requisition"),
        ("age", "source rule", None),
    ]
    assert facts[0]["value"] == DEADLINE.to_json()
    assert TEXT[facts[0]["span_start"] : facts[0]["span_end"]] == facts[0]["raw"]


def test_time_of_sight_is_that_of_the_document_in_utc_and_whole_seconds(engine):
    fetched_at = datetime(2026, 2, 3, 1, 2, 3, 456789, tzinfo=timezone(timedelta(hours=9)))
    crawl(engine, [(raw(fetched_at=fetched_at), normalised())])
    assert row(engine, models.POSTING)["first_seen_at"] == datetime(2026, 2, 2, 16, 2, 3, tzinfo=UTC)


def test_time_of_sight_in_a_replay_is_the_instant_it_pretends(engine):
    writer = writer_module.RunWriter.begin(
        engine, "korea", "The ministry", mode="replay", as_of=START - timedelta(days=90), started_at=START
    )
    writer.keep(*ONE[0])
    finish(writer)
    assert row(engine, models.OBSERVATION)["observed_at"] == START - timedelta(days=90)


def test_characters_that_databases_refuse_are_replaced_one_for_one(engine):
    odd = replace(raw(), text="Post \0 and \ud83d text", labels=(Label("Level", "P\0"),))
    crawl(engine, [(odd, normalised(replace(POSTING, title="A \ud83d title")))])
    assert row(engine, models.POSTING_TEXT)["text"] == "Post \ufffd and \ufffd text"
    assert row(engine, models.OBSERVATION)["labels"][0]["value"] == "P\ufffd"
    assert row(engine, models.POSTING)["title"] == "A \ufffd title"


def test_odd_characters_in_an_issue_or_a_reason_do_not_cost_the_run(engine):
    writer = begin(engine)
    writer.problem(Issue(IssueKind.UNREADABLE, "Broken \0 bytes.", raw="\udc80"), "https://jobs.example.org/\0")
    writer.finish(RunStatus.FAILED, reasons=["a \0 b"], counters={}, finish_reason="finished", finished_at=START)
    issue = row(engine, models.ISSUE)
    assert (issue["message"], issue["raw"], issue["url"]) == (
        "Broken \ufffd bytes.", "\ufffd", "https://jobs.example.org/\ufffd",
    )  # fmt: skip
    assert row(engine, models.RUN)["reasons"] == ["a \ufffd b"]


# --- a posting is met again


def test_unchanged_posting_only_moves_its_last_sight(engine):
    first = crawl(engine, ONE)
    before = row(engine, models.POSTING)
    second = crawl(engine, ONE, day=1)
    after = row(engine, models.POSTING)
    moved = {name for name in after if after[name] != before[name]}
    assert moved == {"last_seen_run_id", "last_seen_at"}
    assert (after["first_seen_run_id"], after["last_seen_run_id"]) == (first.run_id, second.run_id)
    assert after["last_seen_at"] == START + timedelta(days=1)
    assert len(rows(engine, models.OBSERVATION)) == 1
    assert len(rows(engine, models.ISSUE)) == 1
    assert rows(engine, models.CHANGE) == []


def test_changed_posting_gets_an_observation_and_a_change_for_each_field(engine):
    crawl(engine, ONE)
    run = crawl(engine, CHANGED, day=1).run_id
    posting = row(engine, models.POSTING)
    assert (posting["title"], posting["deadline_on"], posting["deadline_at"]) == (
        "Officer for coordination", date(2026, 3, 20), None,
    )  # fmt: skip
    assert posting["content_hash"] == CHANGED[0][0].content_hash
    assert len(rows(engine, models.OBSERVATION)) == len(rows(engine, models.POSTING_TEXT)) == 2
    changes = {change["field"]: change for change in rows(engine, models.CHANGE, run_id=run)}
    assert set(changes) == {"title", "deadline"}
    assert (changes["title"]["old"], changes["title"]["new"]) == (POSTING.title, "Officer for coordination")
    assert changes["deadline"]["old"]["utc"] == "2026-03-16T22:59:00Z"
    assert changes["deadline"]["new"]["date"] == "2026-03-20"
    assert changes["title"]["changed_at"] == START + timedelta(days=1)


def test_changed_lists_replace_the_old_ones(engine):
    crawl(engine, [*ONE, OTHER])
    fewer = replace(POSTING, sponsors=("DE",), documents=())
    crawl(engine, [(raw(text="Other words."), normalised(fewer)), OTHER], day=1)
    changed, untouched = (posting["id"] for posting in rows(engine, models.POSTING))
    assert [row["country"] for row in rows(engine, models.POSTING_SPONSOR, posting_id=changed)] == ["DE"]
    assert rows(engine, models.POSTING_DOCUMENT, posting_id=changed) == []
    assert len(rows(engine, models.POSTING_SPONSOR, posting_id=untouched)) == 2


def test_value_that_is_no_longer_stated_changes_to_null(engine):
    crawl(engine, ONE)
    crawl(engine, [(raw(text="Without a number."), normalised(replace(POSTING, reference=None)))], day=1)
    change = row(engine, models.CHANGE)
    assert (change["field"], change["old"], change["new"]) == ("reference", "JR-7", None)


def test_words_that_change_no_field_are_an_observation_without_a_change(engine):
    crawl(engine, ONE)
    writer = crawl(engine, [(raw(text=TEXT + " Please."), normalised())], day=1)
    assert writer.tally.changed == 1
    assert len(rows(engine, models.OBSERVATION)) == 2
    assert rows(engine, models.CHANGE) == []


def test_content_that_comes_back_is_a_third_observation(engine):
    for day, found in enumerate([ONE, CHANGED, ONE]):
        crawl(engine, found, day=day)
    hashes = [observation["content_hash"] for observation in rows(engine, models.OBSERVATION)]
    assert len(hashes) == 3
    assert hashes[0] == hashes[2] == row(engine, models.POSTING)["content_hash"]


def test_same_id_at_another_source_is_another_posting(engine):
    crawl(engine, ONE)
    crawl(engine, [(raw(source="japan"), normalised())], source="japan")
    assert [posting["source"] for posting in rows(engine, models.POSTING)] == ["korea", "japan"]


def test_first_of_two_postings_with_one_key_wins_and_an_issue_says_so(engine):
    writer = crawl(engine, [*ONE, (raw(text="The same number again."), normalised(LATER))])
    assert row(engine, models.POSTING)["title"] == POSTING.title
    assert (writer.tally.new, writer.tally.stored) == (1, 1)
    issue = row(engine, models.ISSUE, kind="conflict")
    assert (issue["raw"], issue["posting_id"], issue["url"]) == ("7", None, "https://jobs.example.org/7")
    assert issue["message"] == "The site lists 7 more than once; the first was kept."


# --- a posting is missed


@pytest.mark.parametrize("status", [RunStatus.COMPLETE, RunStatus.EMPTY])
def test_posting_is_missing_after_one_healthy_run_and_withdrawn_after_two(engine, status):
    crawl(engine, ONE)
    seen = []
    for day in range(1, 4):
        writer = crawl(engine, [], day=day, status=status)
        posting = row(engine, models.POSTING)
        seen.append((posting["status"], posting["missed_runs"], writer.tally.missing, writer.tally.withdrawn))
    assert seen == [("missing", 1, 1, 0), ("withdrawn", 2, 0, 1), ("withdrawn", 2, 0, 0)]
    changes = [(change["old"], change["new"]) for change in rows(engine, models.CHANGE, field="status")]
    assert changes == [("listed", "missing"), ("missing", "withdrawn")]


def test_one_run_moves_each_missed_posting_by_one_step(engine):
    crawl(engine, [*ONE, OTHER])
    crawl(engine, [OTHER], day=1)
    crawl(engine, [], day=2)
    assert [posting["status"] for posting in rows(engine, models.POSTING)] == ["withdrawn", "missing"]


@pytest.mark.parametrize("status", [RunStatus.PARTIAL, RunStatus.FAILED])
def test_run_that_did_not_see_the_whole_listing_misses_nothing(engine, status):
    crawl(engine, ONE)
    crawl(engine, [], day=1, status=status)
    posting = row(engine, models.POSTING)
    assert (posting["status"], posting["missed_runs"]) == ("listed", 0)


def test_postings_of_other_sources_are_not_missed(engine):
    crawl(engine, ONE)
    crawl(engine, [], source="japan", status=RunStatus.EMPTY)
    assert row(engine, models.POSTING)["status"] == "listed"


@pytest.mark.parametrize("misses", [1, 2])
@pytest.mark.parametrize("status", [RunStatus.COMPLETE, RunStatus.PARTIAL])
def test_posting_that_comes_back_is_listed_again_and_the_change_is_kept(engine, misses, status):
    crawl(engine, ONE)
    for day in range(1, misses + 1):
        crawl(engine, [], day=day)
    writer = crawl(engine, ONE, day=5, status=status)
    posting = row(engine, models.POSTING)
    assert (posting["status"], posting["missed_runs"]) == ("listed", 0)
    change = row(engine, models.CHANGE, run_id=writer.run_id)
    was = {1: "missing", 2: "withdrawn"}[misses]
    assert (change["field"], change["old"], change["new"]) == ("status", was, "listed")
    assert (writer.tally.unchanged, writer.tally.relisted) == (1, 1)


# --- a run ends


def test_ended_run_has_its_counters_and_reasons(engine):
    crawl(engine, ONE)
    writer = begin(engine, day=1)
    for item in [*CHANGED, OTHER]:
        writer.keep(*item)
    finish(writer, RunStatus.PARTIAL, found=4, collected=3, filtered=1, reported_total=None, errors=2)
    run = row(engine, models.RUN, id=writer.run_id)
    counters = {
        "found": 4, "collected": 3, "stored": 2, "new": 1, "changed": 1, "unchanged": 0, "filtered": 1,
        "reported_total": None, "errors": 2, "status": "partial", "finish_reason": "finished",
        "reasons": ["a page failed"],
    }  # fmt: skip
    assert {name: run[name] for name in counters} == counters
    assert run["finished_at"] > run["started_at"]


def test_issues_and_captures_of_a_run_are_kept(engine):
    writer = begin(engine)
    writer.problem(Issue(IssueKind.NOT_A_VACANCY, "A news item."), "https://jobs.example.org/news")
    writer.captured(
        "https://jobs.example.org/1", sha256="ab", warc_file="a.warc.gz", warc_offset=2**33, captured_at=START
    )
    writer.keep(*ONE[0])
    finish(writer)
    of_posting, of_run = rows(engine, models.ISSUE)
    assert (of_posting["kind"], of_posting["field"], of_posting["message"]) == ("unmapped", Field.GRADE, ISSUE.message)
    assert of_posting["posting_id"] == row(engine, models.POSTING)["id"]
    assert (of_run["kind"], of_run["posting_id"], of_run["url"]) == (
        "not_a_vacancy", None, "https://jobs.example.org/news",
    )  # fmt: skip
    assert row(engine, models.CAPTURE)["warc_offset"] == 2**33


def test_failed_run_stores_its_issues_and_no_posting(engine):
    crawl(engine, ONE)
    writer = begin(engine, day=1)
    writer.keep(*CHANGED[0])
    writer.keep(*OTHER)
    writer.problem(ISSUE)
    finish(writer, RunStatus.FAILED, found=2, collected=2, errors=5)
    assert row(engine, models.POSTING)["title"] == POSTING.title
    assert len(rows(engine, models.OBSERVATION)) == 1
    assert [issue["run_id"] for issue in rows(engine, models.ISSUE)] == [1, writer.run_id]
    run = row(engine, models.RUN, id=writer.run_id)
    assert (run["status"], run["found"], run["stored"], run["errors"]) == ("failed", 2, 0, 5)


def test_runs_larger_than_a_batch_are_stored_whole(engine, monkeypatch):
    monkeypatch.setattr(writer_module, "_BATCH", 3)
    many = [(raw(str(number)), normalised()) for number in range(10)]
    assert crawl(engine, many).tally.new == 10
    again = crawl(engine, [*many[:7], (raw("11"), normalised())], day=1).tally
    assert (again.new, again.unchanged, again.missing) == (1, 7, 3)
    assert len(rows(engine, models.POSTING_TEXT)) == 11


def test_run_that_cannot_be_stored_leaves_what_was_there_and_is_entered_as_failed(engine, monkeypatch):
    monkeypatch.setattr(writer_module, "_BATCH", 1)
    crawl(engine, ONE)
    before = rows(engine, models.POSTING)
    writer = begin(engine, day=1)
    writer.keep(*CHANGED[0])
    writer.keep(*OTHER)
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE posting_text RENAME TO posting_text_away"))
    with pytest.raises(StoreError, match="posting_text"):
        finish(writer, found=2, collected=2)
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE posting_text_away RENAME TO posting_text"))
    assert rows(engine, models.POSTING) == before
    assert len(rows(engine, models.OBSERVATION)) == 1
    assert rows(engine, models.CHANGE) == []
    run = row(engine, models.RUN, id=writer.run_id)
    assert (run["status"], run["found"], run["stored"]) == ("failed", 2, 0)
    assert [reason[:11] for reason in run["reasons"]] == ["not stored:"]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_full_disk_leaves_what_was_there(engine):
    crawl(engine, ONE)
    before = rows(engine, models.POSTING)
    writer = begin(engine, day=1)
    for number in range(50):
        writer.keep(raw(f"n{number}", text="words " * 2000), normalised())
    engine.dispose()

    def fill(connection, _):
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    event.listen(engine, "connect", fill)
    with pytest.raises(StoreError, match=r"jpo\.sqlite cannot grow: the disk is full; free some space"):
        finish(writer)
    assert rows(engine, models.POSTING) == before
    assert row(engine, models.RUN, id=writer.run_id)["status"] == "failed"


def test_temporary_folder_that_is_full_is_named(engine, monkeypatch):
    writer = begin(engine)
    monkeypatch.setattr(writer._sights, "_file", open("/dev/full", "wb", buffering=0))  # noqa: SIM115
    with pytest.raises(StoreError, match=r"cannot be kept in .*: No space left on device; free some space there"):
        writer.keep(*ONE[0])


def test_run_that_another_took_the_place_of_stores_nothing(engine):
    """A process that was cut off from the server for so long that its lock was given away."""
    cut_off = begin(engine)
    cut_off.keep(*ONE[0])
    second = begin(engine)
    words = r"^Run 1 of korea was cut off from the database, and another has begun since"
    with pytest.raises(StoreError, match=words):
        finish(cut_off)
    assert [run["status"] for run in rows(engine, models.RUN)] == ["interrupted", "running"]
    assert rows(engine, models.POSTING) == []
    finish(second)
    assert [run["status"] for run in rows(engine, models.RUN)] == ["interrupted", "complete"]
