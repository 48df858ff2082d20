"""The views that analysts ask, on both backends: every expected row follows from the rows that went in."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from jpo_scraper.items import (
    Age,
    Competency,
    Deadline,
    DutyStation,
    ExperienceTier,
    Fact,
    Language,
    Nationalities,
    Normalised,
    Posting,
)
from jpo_scraper.reference.tables import database_rows
from jpo_scraper.store import links, migrate, tally
from jpo_scraper.store.engine import reading, writing
from jpo_scraper.store.extract import extract
from jpo_scraper.store.filters import Filters
from jpo_scraper.store.models import METADATA
from jpo_scraper.store.queries import in_order
from jpo_scraper.store.views import IS_POSTING, POSTING_ID, VIEWS
from jpo_scraper.vocab import Basis, CompetencyCategory, Degree, Field, LinkVerdict, Requirement, RunStatus, Scope
from tests.store.factory import POSTING, START, begin, crawl, finish, normalised, raw
from tests.store.histories import live, read_again

NOW = datetime(2026, 3, 20, tzinfo=UTC)


def rows(engine, view, *columns, **equal):
    """The rows of a view in their order: all columns as mappings, or those that are named as tuples."""
    table = VIEWS.tables[view]
    with reading(engine) as connection:
        found = connection.execute(select(table).filter_by(**equal).order_by(*in_order(table)))
        every = [dict(row) for row in found.mappings()]
    return [tuple(row[name] for name in columns) for row in every] if columns else every


def due(year=2026, month=5, day=1, **changes):
    """What a posting says whose deadline is on that day."""
    return normalised(replace(POSTING, deadline=Deadline(on=date(year, month, day), raw="as printed"), **changes))


def same(engine, *external_ids, verdict=LinkVerdict.SAME):
    """An operator's decision about two postings."""
    ids = [row["id"] for key in external_ids for row in rows(engine, "postings_flat", external_id=key)]
    with writing(engine) as connection:
        links.decide(connection, *ids, verdict, NOW)
    return ids


# --- postings ---------------------------------------------------------------------------------------------------------


def test_closing_soon_holds_open_postings_of_the_next_fourteen_days(engine):
    today = datetime.now(UTC).date()
    found = [
        (
            raw(f"in {days}"),
            normalised(replace(POSTING, deadline=Deadline(on=today + timedelta(days)), reference=f"R{days}")),
        )
        for days in (-1, 0, 13, 14, 15)
    ]
    found.append((raw("none"), normalised(replace(POSTING, deadline=None, reference="N"))))
    late = datetime.now(UTC) + timedelta(minutes=5)  # yesterday's last minutes, west of Greenwich
    west = Deadline(on=today - timedelta(1), time="23:59", zone="UTC-12:00", at=late)
    found.append((raw("west"), normalised(replace(POSTING, deadline=west, reference="W"))))
    crawl(engine, found)
    assert rows(engine, "closing_soon", "reference", "days_left") == [("W", 0), ("R0", 0), ("R13", 13), ("R14", 14)]


def test_postings_of_one_vacancy_have_one_main_id_the_one_with_a_reference(engine):
    crawl(engine, [(raw("a"), due(reference=None)), (raw("alone"), due(title="Other"))])
    crawl(engine, [(raw("b"), due(reference="JR-7"))], source="japan")
    first, second = same(engine, "a", "b")
    found = dict(rows(engine, "postings_flat", "external_id", "main_id"))
    assert (found["a"], found["b"]) == (second, second)
    assert found["alone"] not in (first, second)
    assert {row["posting_id"] for row in rows(engine, "vacancy_history")} == set(found.values())


# --- vacancies --------------------------------------------------------------------------------------------------------


def test_a_vacancy_of_two_sources_is_one_row_with_what_either_says(engine):
    crawl(engine, [], source="japan", status=RunStatus.EMPTY, day=0)
    crawl(engine, [(raw("b"), due(sponsors=("JP",), reference="JR-7"))], source="japan", day=3)
    crawl(engine, [(raw("a"), due(sponsors=("KR", "JP"), reference=None, title="Officer"))], day=4)
    main, _ = reversed(same(engine, "a", "b"))
    (row,) = rows(engine, "vacancy_history")
    assert row == {
        "posting_id": main, "vacancy_id": row["vacancy_id"], "agency": "WHO", "host_agency": "UNDP",
        "title": POSTING.title, "programme": "JPO", "is_jpo": True, "sponsors": "JP, KR", "grade": "P-2",
        "reference": "JR-7", "url": POSTING.url, "postings": 2, "sources": "japan, korea",
        "absent_on": date(2026, 3, 1), "first_seen_on": date(2026, 3, 4), "deadline_on": date(2026, 5, 1),
        "year": 2026, "month": 5, "days_open": 58, "deadline_changes": 0, "status": "listed",
        "last_seen_on": date(2026, 3, 5), "withdrawn_on": None, "earlier_id": None,
    }  # fmt: skip
    assert row["vacancy_id"] is not None


@pytest.mark.parametrize(
    ("before", "absent_on", "days_open"),
    [
        ([], None, None),
        ([(0, RunStatus.FAILED)], None, None),
        ([(0, RunStatus.PARTIAL)], None, None),
        ([(0, RunStatus.EMPTY)], date(2026, 3, 1), None),
        ([(3, RunStatus.EMPTY)], date(2026, 3, 4), 51),
        ([(0, RunStatus.EMPTY), (8, RunStatus.COMPLETE), (9, RunStatus.FAILED)], date(2026, 3, 9), 51),
    ],
    ids=[
        "first run",
        "a failed one before",
        "a partial one before",
        "ten days before",
        "a week before",
        "the last counts",
    ],
)
def test_the_opening_is_known_where_a_complete_run_did_not_see_the_post_within_a_week(
    engine, before, absent_on, days_open
):
    for day, status in before:
        crawl(engine, [], day=day, status=status)
    crawl(engine, [(raw(), due())], day=10)
    assert rows(engine, "vacancy_history", "absent_on", "days_open") == [(absent_on, days_open)]


def test_a_deadline_before_the_first_sight_or_none_gives_no_days_open(engine):
    crawl(engine, [], status=RunStatus.EMPTY)
    none = normalised(replace(POSTING, deadline=None))
    crawl(engine, [(raw("1"), due(month=3, day=1)), (raw("2"), none), (raw("3"), due(month=3, day=2))], day=1)
    found = rows(engine, "vacancy_history", "deadline_on", "days_open", "year", "month")
    assert set(found) == {
        (date(2026, 3, 1), None, 2026, 3), (date(2026, 3, 2), 0, 2026, 3), (None, None, None, None),
    }  # fmt: skip


def test_a_vacancy_is_withdrawn_when_all_its_postings_are(engine):
    crawl(engine, [(raw("a"), due(reference=None))])
    crawl(engine, [(raw("b"), due())], source="japan")
    same(engine, "a", "b")
    for day in (1, 2):
        crawl(engine, [], day=day, status=RunStatus.EMPTY)
    assert rows(engine, "vacancy_history", "status", "withdrawn_on") == [("listed", None)]
    for day in (5, 6):
        crawl(engine, [], day=day, status=RunStatus.EMPTY, source="japan")
    assert rows(engine, "vacancy_history", "status", "withdrawn_on", "last_seen_on") == [
        ("withdrawn", date(2026, 3, 7), date(2026, 3, 1))
    ]


def test_a_post_announced_again_names_the_earlier_announcement(engine):
    crawl(engine, [(raw("old"), due(month=3)), (raw("new"), due(month=9))])
    old, new = same(engine, "old", "new", verdict=LinkVerdict.READVERTISED)
    assert rows(engine, "vacancy_history", "posting_id", "earlier_id") == [(old, None), (new, old)]


def test_posts_that_are_not_for_jpos_have_a_history_and_are_not_counted(engine):
    crawl(engine, [(raw("1"), due(is_jpo=False, programme=None)), (raw("2"), due())], scope=Scope.ALL)
    assert sorted(rows(engine, "vacancy_history", "is_jpo")) == [(False,), (True,)]
    assert rows(engine, "agency_summary", "agency", "year", "vacancies") == [("WHO", 2026, 1)]


# --- deadlines --------------------------------------------------------------------------------------------------------

MAY = Deadline(date(2026, 5, 1), "23:59", "Europe/Zurich", datetime(2026, 5, 1, 21, 59, tzinfo=UTC), "1 May 2026")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (MAY, replace(MAY, raw="01.05.2026"), None),
        (MAY, Deadline(date(2026, 5, 8), raw="8 May"), ("extended", date(2026, 5, 1), date(2026, 5, 8), 7, 60)),
        (MAY, Deadline(date(2026, 4, 30), raw="30 April"),
         ("brought forward", date(2026, 5, 1), date(2026, 4, 30), -1, 60)),
        (MAY, replace(MAY, time="12:00", at=datetime(2026, 5, 1, 10, tzinfo=UTC)),
         ("same day", date(2026, 5, 1), date(2026, 5, 1), 0, 60)),
        (None, MAY, ("first stated", None, date(2026, 5, 1), None, None)),
        (MAY, None, ("taken away", date(2026, 5, 1), None, None, 60)),
        (Deadline(date(2026, 3, 1)), MAY, ("extended", date(2026, 3, 1), date(2026, 5, 1), 61, -1)),
    ],
    ids=["other words", "later", "earlier", "another hour", "first", "none any more", "after it had passed"],
)  # fmt: skip
def test_a_change_of_a_deadline_is_told_with_what_it_gives(engine, old, new, expected):
    crawl(engine, [(raw(), normalised(replace(POSTING, deadline=old)))])
    crawl(engine, [(raw(text="new words"), normalised(replace(POSTING, deadline=new)))], day=1)
    found = rows(
        engine, "deadline_changes", "kind", "old_deadline_on", "new_deadline_on", "days_gained", "days_before_old"
    )
    assert found == ([expected] if expected else [])
    assert rows(engine, "vacancy_history", "deadline_changes") == [(len(found),)]


def test_a_change_names_its_posting_and_both_wordings(engine):
    crawl(engine, [(raw(), normalised(replace(POSTING, deadline=MAY)))])
    later = Deadline(date(2026, 5, 8), raw="8 May")
    run = crawl(engine, [(raw(text="new"), normalised(replace(POSTING, deadline=later)))], day=1)
    ((id,),) = rows(engine, "postings_flat", "id")
    (row,) = rows(engine, "deadline_changes")
    assert row == {
        "id": row["id"], "posting_id": id, "main_id": id, "source": "korea", "agency": "WHO", "title": POSTING.title,
        "sponsors": "KR, JP", "changed_at": START + timedelta(days=1), "kind": "extended",
        "old_deadline_on": date(2026, 5, 1), "new_deadline_on": date(2026, 5, 8), "days_gained": 7,
        "days_before_old": 60, "old_raw": "1 May 2026", "new_raw": "8 May", "run_id": run.run_id,
    }  # fmt: skip


def test_a_second_reading_of_the_same_words_is_no_change_of_the_site(engine):
    crawl(engine, [(raw(), due())])
    read_again(engine, due(month=6))
    assert rows(engine, "deadline_changes") == []
    assert rows(engine, "vacancy_history", "deadline_on", "deadline_changes") == [(date(2026, 6, 1), 0)]


def test_sites_that_tell_the_same_change_do_not_add_up(engine):
    for source, key, reference in (("korea", "a", None), ("japan", "b", "JR-7")):
        crawl(engine, [(raw(key), due(reference=reference))], source=source)
        crawl(engine, [(raw(key, text="new"), due(month=6, reference=reference))], source=source, day=1)
    same(engine, "a", "b")
    assert len(rows(engine, "deadline_changes")) == 2
    assert rows(engine, "vacancy_history", "deadline_changes") == [(1,)]


# --- what postings say ------------------------------------------------------------------------------------------------


def test_facts_are_those_of_the_last_reading(engine):
    crawl(engine, [(raw(), normalised())])
    title = Fact(Field.TITLE, "Officer", "Officer", "title.heading", 3, 10)
    crawl(engine, [(raw(text="## Officer"), Normalised(POSTING, (title,), ()))], day=1)
    ((id,),) = rows(engine, "postings_flat", "id")
    (row,) = rows(engine, "facts")
    assert row == {
        "id": row["id"], "posting_id": id, "main_id": id, "source": "korea", "agency": "WHO", "title": POSTING.title,
        "external_id": "7", "status": "listed", "deadline_on": date(2026, 3, 16), "field": "title", "value": "Officer",
        "raw": "Officer", "basis": "posting", "rule": "title.heading", "label": None, "span_start": 3, "span_end": 10,
        "observation_id": row["observation_id"], "observed_at": START + timedelta(days=1),
    }  # fmt: skip


def standing(field, value, **more):
    told = {"value": value, "reading": "exact", "sponsor": "KR", "year": "2021", "confidence": "seen", "url": "u"}
    return Fact(field, {**told, **more}, "words of the rule", "standing_rule.KR", basis=Basis.SOURCE_RULE)


def printed(field, value):
    return Fact(field, value, "words", f"{field}.rule", 0, 5)


RULES = Posting(
    title="Officer",
    nationalities=Nationalities(include=("KR",), exclude=("US",), note="see the list"),
    age=Age(32, date(2026, 12, 31)),
    education_min=Degree.MASTER,
    experience=(ExperienceTier(Degree.BACHELOR, 2, 4), ExperienceTier(None, 1)),
    languages=(Language("en", Requirement.REQUIRED), Language("fr", Requirement.DESIRABLE)),
    max_applications=2,
)


@pytest.mark.parametrize(
    ("fact", "is_kept", "told"),
    [
        (printed(Field.NATIONALITIES, {"country": "KR", "kind": "include"}), True,
         {"country": "KR", "kind": "include"}),
        (printed(Field.NATIONALITIES, {"country": "US", "kind": "include"}), False, {"country": "US"}),
        (printed(Field.NATIONALITIES, {"note": "see the list", "kind": "note"}), True, {"kind": "note"}),
        (printed(Field.AGE, {"max": 32, "on": "2026-12-31"}), True, {"age_max": 32, "age_on": "2026-12-31"}),
        (printed(Field.AGE, {"max": 32, "on": "2026-06-30"}), False, {"age_max": 32, "age_on": "2026-06-30"}),
        (printed(Field.AGE, {"max": 35, "on": None}), False, {"age_max": 35, "age_on": None}),
        (printed(Field.AGE, {"born_on_or_after": "1994-01-01"}), False, {"born_on_or_after": "1994-01-01"}),
        (printed(Field.EDUCATION_MIN, "master"), True, {"degree": "master"}),
        (printed(Field.EDUCATION_MIN, "bachelor"), False, {"degree": "bachelor"}),
        (printed(Field.EXPERIENCE, {"degree": "bachelor", "years_min": 2, "years_max": 4}), True,
         {"degree": "bachelor", "years_min": 2, "years_max": 4}),
        (printed(Field.EXPERIENCE, {"degree": None, "years_min": 1, "years_max": None}), True,
         {"degree": None, "years_min": 1}),
        (printed(Field.EXPERIENCE, {"degree": None, "years_min": 3, "years_max": None}), False, {"years_min": 3}),
        (printed(Field.LANGUAGES, {"code": "en", "requirement": "required", "level": "fluent", "any_of": None}), True,
         {"language": "en", "requirement": "required", "level": "fluent"}),
        (printed(Field.LANGUAGES, {"code": "fr", "requirement": "required", "level": None, "any_of": 1}), False,
         {"language": "fr", "requirement": "required"}),
        (printed(Field.MAX_APPLICATIONS, 2), True, {"max_applications": 2}),
        (printed(Field.MAX_APPLICATIONS, None), False, {"max_applications": None, "value": None}),
        (standing(Field.AGE, {"max": 32, "on": "12-31"}), False,
         {"age_max": 32, "age_on": "12-31", "sponsor": "KR", "rule_year": "2021", "reading": "exact",
          "confidence": "seen", "rule_url": "u", "value": {"max": 32, "on": "12-31"}}),
        (standing(Field.AGE, None, reading="words"), False, {"age_max": None, "value": None, "reading": "words"}),
        (standing(Field.EDUCATION_MIN, "master"), False, {"degree": "master", "value": "master"}),
        (standing(Field.MAX_APPLICATIONS, 2), False, {"max_applications": 2, "value": 2}),
        (standing(Field.NATIONALITIES, {"include": ["KR"], "exclude": []}), False,
         {"country": None, "value": {"include": ["KR"], "exclude": []}}),
        (standing(Field.EXPERIENCE, [{"degree": "master", "years_min": 3}]), False,
         {"degree": None, "years_min": None, "value": [{"degree": "master", "years_min": 3}]}),
    ],
)  # fmt: skip
def test_a_statement_about_who_may_apply_is_told_in_columns_and_whether_it_holds(engine, fact, is_kept, told):
    crawl(engine, [(raw(), Normalised(RULES, (fact,), ()))])
    (row,) = rows(engine, "eligibility_rules")
    assert row["is_kept"] is is_kept
    assert row["basis"] == fact.basis
    assert {name: row[name] for name in told} == told
    if fact.basis is Basis.POSTING:
        assert row["value"] == fact.value
        assert [row[name] for name in ("sponsor", "rule_year", "reading", "confidence", "rule_url")] == [None] * 5


def test_facts_about_other_things_are_no_eligibility_rules(engine):
    crawl(engine, [(raw(), normalised())])
    assert {row["field"] for row in rows(engine, "facts")} == {"age", "deadline", "reference"}
    assert [row["field"] for row in rows(engine, "eligibility_rules")] == ["age"]


# --- counts -----------------------------------------------------------------------------------------------------------

GENEVA, GOMA, CONGO = DutyStation("Geneva", "CH", 1), DutyStation("Goma", "CD", 2), DutyStation(None, "CD", 1)
TEAMWORK, ETHICS = Competency("Teamwork", CompetencyCategory.CORE, None, "A framework"), Competency("Ethics")


@pytest.fixture
def counted(engine):
    """Six vacancies in seven postings."""
    crawl(engine, [], status=RunStatus.EMPTY)
    crawl(
        engine,
        [
            (raw("1"), due(sponsors=("KR", "JP"), duty_stations=(GENEVA, GOMA), competencies=(TEAMWORK, ETHICS))),
            (raw("2"), due(month=12, sponsors=("KR",), duty_stations=(GENEVA,), competencies=(TEAMWORK,))),
            (raw("3"), due(2027, 1, sponsors=("KR",), duty_stations=(CONGO,), competencies=(), agency="UNDP")),
            (raw("4"), due(sponsors=(), duty_stations=(), competencies=(ETHICS,), agency="UNDP")),
            (raw("5"), due(sponsors=("JP",), duty_stations=(GENEVA,), competencies=(), agency=None)),
            (
                raw("6"),
                normalised(replace(POSTING, deadline=None, sponsors=("JP",), duty_stations=(), competencies=())),
            ),
        ],
        day=1,
    )
    again = due(sponsors=("NL",), duty_stations=(GENEVA,), competencies=(TEAMWORK,), reference=None)
    crawl(engine, [(raw("1 again"), again)], source="japan", day=20)
    same(engine, "1", "1 again")
    return engine


def test_a_vacancy_counts_for_each_sponsor_that_any_of_its_postings_names(counted):
    assert rows(counted, "sponsor_summary", "sponsor", "year", "vacancies", "agencies") == [
        ("JP", 2026, 2, 1), ("JP", None, 1, 1), ("KR", 2026, 2, 1), ("KR", 2027, 1, 1), ("NL", 2026, 1, 1),
    ]  # fmt: skip


def test_a_sponsor_s_year_tells_its_window(counted):
    (row,) = rows(counted, "sponsor_summary", sponsor="KR", year=2026)
    assert row == {
        "sponsor": "KR", "name": None, "year": 2026, "vacancies": 2, "agencies": 1,
        "first_seen_on": date(2026, 3, 2), "first_deadline_on": date(2026, 5, 1), "last_deadline_on": date(2026, 12, 1),
        "days_open": 167.0, "days_open_known": 2,
    }  # fmt: skip


def test_an_agency_counts_a_vacancy_once_and_its_sponsors_beside_it(counted):
    assert rows(counted, "agency_summary", "agency", "year", "vacancies", "sponsors") == [
        ("UNDP", 2026, 1, 0), ("UNDP", 2027, 1, 1), ("WHO", 2026, 2, 3), ("WHO", None, 1, 1), (None, 2026, 1, 1),
    ]  # fmt: skip
    (row,) = rows(counted, "agency_summary", agency="WHO", year=2026)
    assert (row["days_open"], row["days_open_known"], row["first_seen_on"]) == (167.0, 2, date(2026, 3, 2))


def test_a_vacancy_counts_for_each_duty_station_once(counted):
    assert rows(counted, "duty_station_summary", "city", "country", "year", "vacancies", "agencies") == [
        ("Goma", "CD", 2026, 1, 1), (None, "CD", 2027, 1, 1), ("Geneva", "CH", 2026, 3, 1),
    ]  # fmt: skip


def test_competencies_are_counted_by_agency_and_year_against_all_its_vacancies(counted):
    assert rows(counted, "competency_demand", "agency", "year", "name", "category", "vacancies", "of_vacancies") == [
        ("UNDP", 2026, "Ethics", None, 1, 1), ("WHO", 2026, "Ethics", None, 1, 2),
        ("WHO", 2026, "Teamwork", "core", 2, 2),
    ]  # fmt: skip


def test_the_calendar_has_a_row_for_each_month_with_deadlines(counted):
    assert rows(counted, "campaign_calendar", "sponsor", "year", "month", "vacancies", "first_deadline_on") == [
        ("JP", 2026, 5, 2, date(2026, 5, 1)), ("KR", 2026, 5, 1, date(2026, 5, 1)),
        ("KR", 2026, 12, 1, date(2026, 12, 1)), ("KR", 2027, 1, 1, date(2027, 1, 1)),
        ("NL", 2026, 5, 1, date(2026, 5, 1)),
    ]  # fmt: skip


def test_the_summaries_add_up_the_rows_of_the_history(counted):
    history = [row for row in rows(counted, "vacancy_history") if row["is_jpo"]]
    assert sum(row["vacancies"] for row in rows(counted, "agency_summary")) == len(history) == 6


def test_reference_rows_give_names_places_and_themes(engine):
    migrate.upgrade(engine, database_rows)
    known = Competency("Teamwork", CompetencyCategory.CORE, None, "UNICEF Competency Framework (2020+)")
    alias = replace(known, name="works collaboratively with OTHERS")
    goma = DutyStation("Goma", "CD", 1)
    crawl(engine, [(raw(), due(sponsors=("KR",), duty_stations=(goma,), competencies=(alias,)))])
    (row,) = rows(engine, "duty_station_summary")
    assert (row["country_name"], row["subregion"], row["hardship_class"]) == (
        "Democratic Republic of the Congo", "Middle Africa", row["hardship_class"]
    )  # fmt: skip
    assert (round(row["lat"]), round(row["lon"])) == (-2, 29)
    assert rows(engine, "sponsor_summary", "name") == [("Republic of Korea",)]
    assert rows(engine, "agency_summary", "name") == [("World Health Organization",)]
    assert rows(engine, "competency_demand", "theme") == [("teamwork",)]


def tallies(engine):
    """What is counted, without the ids of the rows."""
    with reading(engine) as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(*[c for c in table.c if c.name != "id"])).all()))
            for table in tally.PARTS
        }


@pytest.mark.parametrize("seed", range(3))
def test_counts_kept_through_runs_links_and_second_readings_are_those_of_a_fresh_count(engine, seed):
    live(engine, seed)
    kept = tallies(engine)
    assert any(kept.values())
    with writing(engine) as connection:
        tally.recount_all(connection)
    assert tallies(engine) == kept


def test_an_older_database_is_counted_when_it_is_upgraded(counted):
    before = tallies(counted)
    migrate.downgrade(counted, "0006")
    migrate.upgrade(counted)
    assert tallies(counted) == before


def test_an_unchanged_posting_is_not_counted_again(engine, monkeypatch):
    crawl(engine, [(raw(), due())])
    asked = []
    monkeypatch.setattr(links, "recount", lambda connection, touched: asked.append(set(touched)))
    crawl(engine, [(raw(), due())], day=1)
    assert asked == [set()]
    crawl(engine, [(raw(text="new"), due(2027, agency="UNDP"))], day=2)
    assert asked[1:] == [{("WHO", 2026), ("UNDP", 2027)}]


# --- runs -------------------------------------------------------------------------------------------------------------


def test_field_coverage_is_that_of_the_last_complete_run(engine):
    for day, (status, counts) in enumerate(
        [
            (RunStatus.COMPLETE, {"title": 1}),
            (RunStatus.COMPLETE, {"title": 3, "age": 1}),
            (RunStatus.PARTIAL, {"age": 3}),
        ]
    ):
        run = begin(engine, day)
        for key in "123":
            run.keep(raw(key), normalised())
        finish(run, status, coverage=counts)
    found = {row["field"]: row for row in rows(engine, "field_coverage")}
    assert set(found) == {field.value for field in Field} - {"is_jpo", "is_archived"}
    assert found["title"] == {
        "source": "korea", "field": "title", "postings": 3, "stated": 3, "share": 1.0, "run_id": 2,
        "finished_at": START + timedelta(days=2, minutes=5),
    }  # fmt: skip
    assert (found["age"]["stated"], found["age"]["share"]) == (1, 0.333)
    assert (found["sponsors"]["stated"], found["sponsors"]["share"]) == (0, 0.0)


def test_a_source_without_a_complete_run_has_no_coverage(engine):
    crawl(engine, [], status=RunStatus.EMPTY)
    crawl(engine, [(raw(), normalised())], day=1, status=RunStatus.PARTIAL)
    assert rows(engine, "field_coverage") == []


# --- every view -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VIEWS.tables)
def test_a_view_is_exported_in_its_order_and_filtered_where_its_rows_belong_to_postings(engine, name):
    crawl(engine, [(raw("1"), due()), (raw("2"), due(agency="UNDP"))])
    crawl(engine, [(raw("1", text="new"), due(month=6)), (raw("2", text="new"), due(month=7, agency="UNDP"))], day=1)
    view = VIEWS.tables[name]
    with extract(engine, view, START) as found:
        everything = list(found.rows)
    assert bool(everything) is (name not in ("closing_soon", "field_coverage"))
    if POSTING_ID in view.info:
        with extract(engine, view, START, Filters(agencies=("UNDP",))) as found:
            assert {row.agency for row in found.rows} <= {"UNDP"}
    if IS_POSTING in view.info:
        ids = [row._mapping[view.info[POSTING_ID]] for row in everything]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", VIEWS.tables)
def test_a_view_says_what_its_rows_and_columns_are(name):
    view = VIEWS.tables[name]
    assert view.comment.endswith(".")
    assert [column.name for column in view.columns if not column.comment] == []
    assert set(view.info.get("order", ())) <= set(view.columns.keys())


def test_every_table_of_counts_is_derived(engine):
    """The rest of the schema is what was crawled: nothing else may be deleted and made anew."""
    assert {table.name for table in tally.PARTS} == {name for name in METADATA.tables if name.endswith("_tally")}
