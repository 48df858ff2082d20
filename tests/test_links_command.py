"""`jpo links`, and what the other commands say of links."""

import json

import pytest
from click.testing import CliRunner

from jpo_scraper.cli import jpo
from jpo_scraper.exceptions import UsageError
from tests.link.adverts import advert
from tests.store.test_links import store_run


@pytest.fixture
def database(engine, database_url):
    store_run(engine, advert(title="Nutrition =Officer"))
    store_run(engine, advert("ministry", "a", reference=None, title="JPO in Nutrition =Officer"), day=1)
    return database_url


def run(database, *words):
    return CliRunner().invoke(jpo, [*words, "-d", database], env={"COLUMNS": "200"}, catch_exceptions=False).output


def verdicts(database):
    return [(row["verdict"], row["decided_by"]) for row in json.loads(run(database, "links", "--json"))]


def test_links_are_listed_with_score_and_reason(database):
    output = run(database, "links")
    for words in ("Links: 1", "1, wfp", "2, ministry", "same vacancy", "0.97", "machine", "same agency WFP"):
        assert words in output, words
    assert "Links: 0" in run(database, "links", "--unclear")


def test_an_operator_refuses_confirms_and_undoes(database):
    assert "operator" in run(database, "links", "refuse", "JR129140", "a")
    assert verdicts(database) == [("different", "operator")]
    assert "re-advertisement: " in run(database, "links", "confirm", "2", "1", "--as", "readvertisement")
    assert "same vacancy" in run(database, "links", "confirm", "1", "2")
    assert verdicts(database) == [("same vacancy", "operator")]
    assert "machine" in run(database, "links", "undo", "1", "2")
    assert verdicts(database) == [("same vacancy", "machine")]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["refuse", "1", "1"], "are one posting"),
        (["undo", "1", "2"], "nobody has refused or confirmed 1 and 2"),
        (["confirm", "1", "99"], "there is no posting '99'"),
    ],
)
def test_what_cannot_be_decided_is_said(database, words, message):
    with pytest.raises(UsageError, match=message):
        run(database, "links", *words)


def test_a_vacancy_is_listed_once_and_shows_its_other_posting(database):
    day = ("--as-of", "2026-12-20")
    (listed,) = json.loads(run(database, "list", *day, "--json"))
    assert (listed["source"], listed["sources"]) == ("wfp", "ministry, wfp")
    assert len(json.loads(run(database, "list", *day, "--all-postings", "--json"))) == 2
    assert "2, ministry" in run(database, "show", "1")
    assert json.loads(run(database, "show", "2", "--json"))["links"][0]["first_id"] == 1
    run(database, "links", "refuse", "1", "2")
    assert len(json.loads(run(database, "list", *day, "--json"))) == 2
