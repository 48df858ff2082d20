import random
from dataclasses import replace
from datetime import UTC, date, datetime, time
from importlib import import_module

import pytest
from sqlalchemy import event

from benchmarks.linking import World
from jpo_scraper.items import Deadline, DutyStation, Normalised, RawPosting
from jpo_scraper.link import link
from jpo_scraper.link.advert import Advert, Key
from jpo_scraper.link.resolve import pair_of
from jpo_scraper.store import links as store
from jpo_scraper.store import models
from jpo_scraper.store.engine import writing
from jpo_scraper.store.listing import by_vacancy
from jpo_scraper.store.queries import open_postings
from jpo_scraper.vocab import LinkVerdict, RunStatus
from tests.link.adverts import advert
from tests.store.factory import START, crawl, row, rows

SAME, DIFFERENT = LinkVerdict.SAME, LinkVerdict.DIFFERENT
BASE = advert()
MINISTRY = advert("ministry", "a", reference=None)
AGGREGATOR = advert("aggregator", "x", reference=None)
GOMA = (DutyStation("Goma", "CD", 1),)


def store_run(engine, *adverts: Advert, day: int = 0) -> None:
    """A run of one source that saw these."""
    found = [
        (
            RawPosting(
                *one.key, one.url, one.text, (), one.language, datetime.combine(one.first_seen_on, time(6), UTC)
            ),
            Normalised(one.posting, (), ()),
        )
        for one in adverts
    ]
    crawl(engine, found, source=adverts[0].key.source, day=day, status=RunStatus.PARTIAL)


def changed(one: Advert, **fields: object) -> Advert:
    return replace(one, posting=replace(one.posting, **fields), text=f"{one.text}\nNew: {sorted(fields)} {fields}.")


def vacancies(engine) -> set[frozenset[Key]]:
    found: dict[int, set[Key]] = {}
    for posting in rows(engine, models.POSTING):
        if posting["vacancy_id"] is not None:
            found.setdefault(posting["vacancy_id"], set()).add(Key(posting["source"], posting["external_id"]))
    assert len(rows(engine, models.VACANCY)) == len(found), "no vacancy without postings"
    return set(map(frozenset, found.values()))


def stored(engine):
    """The machine's links by key."""
    keys = {posting["id"]: Key(posting["source"], posting["external_id"]) for posting in rows(engine, models.POSTING)}
    return {
        pair_of(keys[found["first_id"]], keys[found["second_id"]]): (
            found["verdict"], found["score"], found["reason"], keys.get(found["earlier_id"])
        )
        for found in rows(engine, models.LINK, decided_by="machine")
    }  # fmt: skip


def ids(engine, *adverts: Advert) -> list[int]:
    return [
        row(engine, models.POSTING, source=one.key.source, external_id=one.key.external_id)["id"] for one in adverts
    ]


def decide(engine, verdict: LinkVerdict, *adverts: Advert) -> None:
    first, second = ids(engine, *adverts)
    with writing(engine) as connection:
        store.decide(connection, first, second, verdict, START)


def undo(engine, *adverts: Advert) -> bool:
    first, second = ids(engine, *adverts)
    with writing(engine) as connection:
        return store.undo(connection, first, second, START)


# --- at the end of a run


def test_postings_of_two_sources_are_put_together_with_reason_and_score(engine):
    store_run(engine, BASE)
    store_run(engine, MINISTRY, day=1)
    assert vacancies(engine) == {frozenset({BASE.key, MINISTRY.key})}
    first, second = rows(engine, models.POSTING)
    assert first["link_reason"].startswith("ministry a: same agency WFP; same title")
    assert second["link_reason"].startswith("wfp 1: same agency WFP")
    assert first["link_score"] == second["link_score"] == 0.97
    found = row(engine, models.LINK)
    assert (found["verdict"], found["decided_by"], found["run_id"]) == ("same vacancy", "machine", 2)
    assert (found["first_id"], found["second_id"]) == (first["id"], second["id"])


def test_a_run_that_brings_nothing_new_changes_no_link(engine):
    store_run(engine, BASE)
    store_run(engine, MINISTRY, day=1)
    before = rows(engine, models.LINK), rows(engine, models.LINK_KEY), rows(engine, models.VACANCY)
    written = []
    event.listen(engine, "before_cursor_execute", lambda *given: written.append(given[2]))
    store_run(engine, BASE, day=2)
    assert (rows(engine, models.LINK), rows(engine, models.LINK_KEY), rows(engine, models.VACANCY)) == before
    assert not [sql for sql in written if sql.startswith(("INSERT INTO link", "UPDATE link", "DELETE FROM link"))]


def test_a_posting_that_changes_leaves_its_vacancy_and_comes_back(engine):
    store_run(engine, BASE)
    store_run(engine, MINISTRY, day=1)
    store_run(engine, AGGREGATOR, day=2)
    store_run(engine, changed(MINISTRY, duty_stations=GOMA), day=3)
    assert vacancies(engine) == {frozenset({BASE.key, AGGREGATOR.key})}
    alone = row(engine, models.POSTING, source="ministry")
    assert (alone["vacancy_id"], alone["link_reason"], alone["link_score"]) == (None, None, None)
    store_run(engine, MINISTRY, day=4)
    assert vacancies(engine) == {frozenset({BASE.key, MINISTRY.key, AGGREGATOR.key})}


def test_a_vacancy_of_which_one_posting_is_left_is_no_more(engine):
    store_run(engine, BASE)
    store_run(engine, MINISTRY, day=1)
    store_run(engine, changed(MINISTRY, agency="FAO"), day=2)
    assert vacancies(engine) == set()
    assert rows(engine, models.LINK) == []


def test_a_later_posting_can_make_a_link_doubtful(engine):
    """The aggregator names no sponsor; then the agency lists a second post that differs in the sponsor alone."""
    silent = advert("aggregator", "x", reference=None, sponsors=())
    dutch = advert("wfp", "2", reference="JR129199", sponsors=("NL",))
    store_run(engine, BASE)
    store_run(engine, silent, day=1)
    assert vacancies(engine) == {frozenset({BASE.key, silent.key})}
    store_run(engine, BASE, dutch, day=2)
    assert vacancies(engine) == set()
    assert {found[0] for found in stored(engine).values()} == {"unclear"}
    store_run(engine, BASE, changed(dutch, grade="P-3"), day=3)
    assert vacancies(engine) == {frozenset({BASE.key, silent.key})}


def test_a_re_advertisement_is_linked_and_stays_a_vacancy_of_its_own(engine):
    again = advert(
        key="2", title="Re-advertisement: Nutrition Officer", reference="JR140001",
        deadline=Deadline(date(2027, 3, 1)), seen=date(2027, 2, 1),
    )  # fmt: skip
    store_run(engine, BASE)
    store_run(engine, BASE, again, day=1)
    found = row(engine, models.LINK)
    assert (found["verdict"], [found["earlier_id"]]) == ("re-advertisement", ids(engine, BASE))
    assert vacancies(engine) == set()


@pytest.mark.parametrize("seed", [0, 3])
def test_runs_in_any_order_come_to_what_all_postings_at_once_come_to(engine, seed):
    choice = random.Random(seed)
    adverts = [item.advert for item in World(100 + seed).items(6)]
    waiting = list(adverts)
    choice.shuffle(waiting)
    for day, one in enumerate(waiting):
        if choice.random() < 0.3:  # first seen with other values, which a later run sets right
            wrong = choice.choice([{"duty_stations": GOMA}, {"agency": None}, {"deadline": None}, {"title": "Driver"}])
            store_run(engine, changed(one, **wrong), day=day)
            waiting.append(one)
        else:
            store_run(engine, one, day=day)
    expected = link(adverts)
    assert stored(engine) == {
        pair: (found.verdict.value, found.score, found.reason, found.earlier) for pair, found in expected.links.items()
    }
    assert vacancies(engine) == set(expected.groups)


@pytest.mark.parametrize("seed", [0, 3])
def test_a_run_of_many_postings_comes_to_the_same_in_small_rounds(engine, seed, monkeypatch):
    monkeypatch.setattr(store, "_BATCH", 3)
    choice = random.Random(seed)
    adverts = [item.advert for item in World(100 + seed).items(6)]
    sources: dict[str, list[Advert]] = {}
    for one in adverts:
        sources.setdefault(one.key.source, []).append(one)
    wrong = {"duty_stations": GOMA, "sponsors": ("NL",)}
    for source in sources.values():
        store_run(engine, *(changed(one, **wrong) if choice.random() < 0.5 else one for one in source))
    for day, source in enumerate(sources.values(), start=1):
        store_run(engine, *source, day=day)
    expected = link(adverts)
    assert stored(engine) == {
        pair: (found.verdict.value, found.score, found.reason, found.earlier) for pair, found in expected.links.items()
    }
    assert vacancies(engine) == set(expected.groups)


def test_postings_that_older_rules_linked_are_linked_anew(engine, monkeypatch):
    store_run(engine, BASE)
    store_run(engine, MINISTRY, day=1)
    with writing(engine) as connection:
        connection.execute(store.LINK.delete())
        connection.execute(store.LINK_KEY.delete())  # as in a database that was made before links
        connection.execute(store.POSTING.update().values(vacancy_id=None, link_reason=None, link_score=None))
        connection.execute(store.VACANCY.delete())
    monkeypatch.setattr(store, "RULES", store.RULES + 1)
    store_run(engine, AGGREGATOR, day=2)
    assert vacancies(engine) == {frozenset({BASE.key, MINISTRY.key, AGGREGATOR.key})}
    assert {key["rules"] for key in rows(engine, models.LINK_KEY)} == {store.RULES}


def test_only_the_like_of_what_is_new_is_read(engine, monkeypatch):
    """However many postings of other agencies are stored."""
    far = [advert("fao", str(n), agency="FAO", title=f"Officer {'abcdefghij'[n]}", reference=None) for n in range(10)]
    store_run(engine, *far)
    read: set[int] = set()
    load = store._Step._load
    monkeypatch.setattr(
        store._Step, "_load", lambda step, wanted: (read.update(wanted := {*wanted}), load(step, wanted))
    )
    store_run(engine, BASE, day=1)
    assert read == {*ids(engine, BASE)}


def test_what_a_site_lists_side_by_side_is_not_compared(engine, monkeypatch):
    """A site may list a thousand posts with one title and place: each with each would be half a million pairs."""
    compared = []
    resolving = import_module("jpo_scraper.link.resolve")  # the package has a function of that name
    judge = resolving.judge

    def counted(first, second, templates):
        compared.append(pair_of(first.key, second.key))
        return judge(first, second, templates)

    monkeypatch.setattr(resolving, "judge", counted)
    dated = [advert("wfp", str(n), reference=None, deadline=Deadline(date(2027, 1, n))) for n in range(1, 16, 2)]
    undated = [advert("wfp", f"u{n}", reference=None, deadline=None) for n in range(8)]
    store_run(engine, *dated, *undated)
    assert compared == []
    later = advert("wfp", "later", reference=None, deadline=Deadline(date(2027, 6, 1)), seen=date(2027, 1, 4))
    store_run(engine, later, day=1)
    assert {*compared} == {pair_of(one.key, later.key) for one in (*dated[:2], *undated)}
    compared.clear()
    says_so = advert("wfp", "says so", title="Re-advertisement: Nutrition Officer", reference=None)
    store_run(engine, says_so, day=2)
    assert {key for pair in compared for key in pair} == {one.key for one in (*dated, *undated, later, says_so)}


# --- operators


def test_a_refusal_outlives_every_later_run_and_can_be_undone(engine):
    store_run(engine, BASE)
    store_run(engine, MINISTRY, day=1)
    decide(engine, DIFFERENT, BASE, MINISTRY)
    assert vacancies(engine) == set()
    store_run(engine, changed(MINISTRY, start_date="spring"), day=2)
    store_run(engine, changed(BASE, start_date="spring"), day=3)
    assert vacancies(engine) == set()
    found = row(engine, models.LINK)
    assert (found["verdict"], found["decided_by"]) == ("different", "operator")
    assert undo(engine, MINISTRY, BASE)
    assert vacancies(engine) == {frozenset({BASE.key, MINISTRY.key})}
    assert not undo(engine, MINISTRY, BASE)


def test_a_confirmation_outlives_every_later_run_and_can_be_undone(engine):
    goma = changed(MINISTRY, duty_stations=GOMA)
    store_run(engine, BASE)
    store_run(engine, goma, day=1)
    assert vacancies(engine) == set()
    decide(engine, SAME, goma, BASE)
    assert vacancies(engine) == {frozenset({BASE.key, MINISTRY.key})}
    assert row(engine, models.POSTING, source="wfp")["link_reason"] == "ministry a: an operator says: same vacancy"
    store_run(engine, changed(goma, agency="FAO"), day=2)
    assert vacancies(engine) == {frozenset({BASE.key, MINISTRY.key})}
    assert undo(engine, BASE, goma)
    assert vacancies(engine) == set()
    assert rows(engine, models.LINK) == []


def test_of_three_the_one_refused_leaves(engine):
    for day, one in enumerate([BASE, MINISTRY, AGGREGATOR]):
        store_run(engine, one, day=day)
    decide(engine, DIFFERENT, BASE, AGGREGATOR)
    decide(engine, DIFFERENT, MINISTRY, AGGREGATOR)
    assert vacancies(engine) == {frozenset({BASE.key, MINISTRY.key})}


def test_a_decision_can_be_changed(engine):
    store_run(engine, BASE)
    store_run(engine, MINISTRY, day=1)
    for verdict in (DIFFERENT, SAME, LinkVerdict.READVERTISED):
        decide(engine, verdict, BASE, MINISTRY)
        assert row(engine, models.LINK)["verdict"] == verdict
    assert [row(engine, models.LINK)["earlier_id"]] == ids(engine, BASE)
    assert vacancies(engine) == set()


# --- questions


def test_a_vacancy_is_listed_once_with_its_sources(engine):
    later = advert("wfp", "9", title="Driver", reference="JR1", deadline=Deadline(date(2027, 2, 1)))
    store_run(engine, MINISTRY)
    store_run(engine, BASE, later, day=1)
    found = open_postings(engine, START)
    listed = by_vacancy(engine, found)
    assert [(one["source"], one["sources"]) for one in listed] == [("wfp", "ministry, wfp"), ("wfp", "wfp")]
    assert [one["title"] for one in listed] == ["Nutrition Officer", "Driver"]
    assert by_vacancy(engine, []) == []
    of_ministry = [one for one in found if one["source"] == "ministry"]
    assert [one["sources"] for one in by_vacancy(engine, of_ministry)] == ["ministry"]


def test_links_are_told_with_both_postings(engine):
    store_run(engine, BASE)
    store_run(engine, MINISTRY, day=1)
    (found,) = store.links(engine)
    assert (found["first_source"], found["second_source"], found["second_title"]) == (
        "wfp", "ministry", "Nutrition Officer",
    )  # fmt: skip
    assert store.links(engine, [LinkVerdict.UNCLEAR]) == []
    for one in (BASE, MINISTRY):
        assert store.links_of(engine, *ids(engine, one)) == [found]
    store_run(engine, AGGREGATOR, day=2)
    assert len(store.links_of(engine, *ids(engine, MINISTRY))) == 3
