"""The questions behind the pages, on both backends."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from jpo_scraper.reference.tables import database_rows
from jpo_scraper.store.engine import open_engine, reading, writing
from jpo_scraper.store.filters import Filters
from jpo_scraper.store.links import decide
from jpo_scraper.store.migrate import upgrade
from jpo_scraper.store.models import POSTING, POSTING_COMPETENCY, POSTING_SPONSOR
from jpo_scraper.store.queries import open_postings
from jpo_scraper.vocab import LinkVerdict
from jpo_scraper.web import ask
from tests.store.histories import live
from tests.web.posts import CLOSED, DUTCH, NOW, OPEN, SILENT, fill


@pytest.fixture
def connection(engine):
    upgrade(engine, database_rows)
    fill(engine)
    with reading(engine) as connection:
        yield connection


def counts(found):
    return {count.value: count.number for count in found}


def test_the_front_page_counts_what_is_open_and_shows_the_nearest_deadlines(connection):
    front = ask.front(connection, NOW)
    assert front.open == 4
    assert counts(front.sponsors) == {"KR": 2, "NL": 1}
    assert counts(front.agencies) == {"WHO": 2, "UNICEF": 1}
    assert [row["title"] for row in front.soonest][:3] == [OPEN.title, SILENT.title, DUTCH.title]
    assert front.soonest[0]["sources"] == ["korea"]
    assert len(ask.front(connection, NOW, limit=2).soonest) == 2


def test_what_is_open_is_what_the_list_says_at_every_instant(engine):
    """Around the deadline of 16 March, 22:59 UTC, in whose zone it is one hour later; and days before and after."""
    fill(engine)
    for day, hour in ((1, 0), (15, 0), (16, 22), (16, 23), (17, 0), (18, 0)):
        when = datetime(2026, 3, day, hour, tzinfo=UTC)
        with reading(engine) as connection:
            assert ask.front(connection, when).open == len(open_postings(engine, when)), when


def test_a_list_has_facets_of_all_its_postings(connection):
    listing = ask.listing(connection, NOW, Filters(sponsors=("KR",)), 1, include_all=False)
    assert (listing.total, listing.pages) == (2, 1)
    facets = {facet.field: counts(facet.counts) for facet in listing.facets}
    assert facets["competency"] == {"Teamwork": 2, "Communication": 1}
    assert facets["country"] == {"CH": 1, "KE": 1}
    assert facets["grade"] == {"P-2": 2}


def test_closed_postings_come_when_all_are_asked_for(connection):
    everything = ask.listing(connection, NOW, Filters(), 1, include_all=True)
    assert everything.total == 5
    assert everything.rows[0]["title"] == CLOSED.title


def test_a_page_after_the_last_is_empty(connection):
    listing = ask.listing(connection, NOW, Filters(), 7, include_all=False)
    assert (listing.total, listing.rows) == (4, [])


def test_charts_count_each_vacancy_by_what_it_states(connection):
    found = ask.charts(connection)
    assert found.vacancies == 5
    assert found.by_year.columns == ["2026", "none"]
    assert found.by_year.numbers["not stated", "none"] == 1
    assert {row: found.by_year.total(row) for row in found.by_year.rows} == {"KR": 3, "JP": 1, "NL": 1, "not stated": 1}
    assert found.by_year.rows[-1] == "not stated"
    assert found.by_agency.numbers["WHO", "NL"] == 1
    assert found.by_agency.numbers["not stated", "not stated"] == 1
    # first seen on 1 March: two posts until the 16th (15 days), one until 1 May (61), one closed before, one without
    assert counts(found.days_left) == {
        "0–7": 0, "8–14": 0, "15–21": 2, "22–30": 0, "31–45": 0, "46–60": 0, "61–90": 1, "over 90": 0
    }  # fmt: skip
    assert found.without_days == 2
    assert found.competencies[0] == ask.Count("Teamwork", 3)


@pytest.mark.parametrize("seed", range(3))
def test_charts_say_what_one_counts_in_the_postings_themselves(engine, seed):
    """After crawls that add, change and close posts, and links that are made and undone."""
    live(engine, seed)
    with reading(engine) as connection:
        found = ask.charts(connection)
        postings = connection.execute(select(POSTING)).mappings().all()
        sponsors = connection.execute(select(POSTING_SPONSOR.c.posting_id, POSTING_SPONSOR.c.country)).all()
        names = connection.execute(select(POSTING_COMPETENCY.c.posting_id, POSTING_COMPETENCY.c.name)).all()

    def of(pairs, group):
        ids = {row["id"] for row in group}
        return {value for id, value in pairs if id in ids}

    groups = defaultdict(list)
    for row in postings:
        groups[row["vacancy_id"] or -row["id"]].append(row)
    vacancies = [
        (min(group, key=lambda row: (row["reference"] is None, row["id"])), group) for group in groups.values()
    ]
    vacancies = [(main, group) for main, group in vacancies if main["is_jpo"]]
    years, agencies, competencies, days = Counter(), Counter(), Counter(), Counter()
    for main, group in vacancies:
        on, seen = main["deadline_on"], min(row["first_seen_at"] for row in group).date()
        for pays in of(sponsors, group) or {ask.NOT_STATED}:
            years[pays, str(on.year) if on else ask.NO_DEADLINE] += 1
            agencies[main["agency"] or ask.NOT_STATED, pays] += 1
        competencies.update(of(names, group))
        days[(on - seen).days if on and on >= seen else None] += 1
    assert found.vacancies == len(vacancies) > 0
    assert found.by_year.numbers == years
    assert found.by_agency.numbers == agencies
    assert counts(found.competencies) == competencies
    assert found.without_days == days.pop(None, 0)
    ends = (*ask.DAYS_LEFT, 10_000)
    classes = Counter(next(place for place, most in enumerate(ends) if left <= most) for left in days.elements())
    assert [count.number for count in found.days_left] == [classes[place] for place in range(len(ends))]


def test_a_vacancy_counts_once(engine):
    fill(engine)
    with writing(engine) as connection:
        decide(connection, 1, 2, LinkVerdict.SAME, NOW)
    with reading(engine) as connection:
        assert ask.front(connection, NOW).open == 3
        assert ask.charts(connection).vacancies == 4


def test_no_duty_station_is_lost_on_its_way_to_the_map(connection):
    places = {(place.city, place.country): place for place in ask.places(connection, NOW)}
    geneva, kenya = places["Geneva", "CH"], places[None, "KE"]
    assert geneva.is_exact
    assert (round(geneva.lat), round(geneva.lon)) == (46, 6)
    assert (kenya.is_exact, round(kenya.lat), round(kenya.lon)) == (False, -1, 37)  # at Nairobi
    assert not places["Nowhere Springs", "CD"].is_exact  # at Kinshasa
    assert places["<b onclick=alert(1)>", None].lat is None
    assert sum(place.number for place in ask.places(connection, NOW, include_all=True)) == 5


def test_an_empty_database_has_empty_answers(engine):
    with reading(engine) as connection:
        assert ask.front(connection, NOW) == ask.Front(0, [], [], [])
        assert ask.charts(connection).by_year == ask.Table2([], [], {})
        assert ask.places(connection, NOW) == []


def test_the_open_postings_are_reached_by_an_index(sqlite_template):
    """The front page must not read all postings: it goes through the index of those that are listed, or by id."""
    engine = open_engine(str(sqlite_template))
    with reading(engine) as connection:
        query = ask.chosen(NOW).select().compile(engine, compile_kwargs={"literal_binds": True})
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    engine.dispose()
    reached = {step for step in plan if " posting" in step}
    assert reached == {
        "SEARCH posting USING INTEGER PRIMARY KEY (rowid=?)",
        "SCAN posting USING INDEX ix_posting_listed_agency",
    }


def test_days_left_are_whole_days_in_utc():
    assert ask.days_left({"deadline_on": None}, NOW) is None
    assert ask.days_left({"deadline_on": NOW.date()}, NOW) == 0
    assert ask.days_left({"deadline_on": replace(OPEN.deadline).on}, NOW) == 6
