"""Postings and facts come back from their JSON as they were."""

import json

import pytest
from hypothesis import given

from jpo_scraper.items import Posting, posting_from_json
from tests.eligibility.postings import patient, postings
from tests.store.factory import POSTING


@patient
@given(postings)
def test_a_posting_comes_back_from_its_json(posting: Posting) -> None:
    assert posting_from_json(json.loads(json.dumps(posting.to_json()))) == posting


def test_every_field_comes_back_with_its_type() -> None:
    back = posting_from_json(json.loads(json.dumps(POSTING.to_json())))
    assert back == POSTING
    for name in Posting.__dataclass_fields__:
        assert type(getattr(back, name)) is type(getattr(POSTING, name)), name
    assert type(back.languages[0].requirement) is type(POSTING.languages[0].requirement)
    assert back.deadline is not None
    assert back.deadline.at == POSTING.deadline.at


def test_a_posting_of_an_older_version_takes_defaults_and_drops_what_is_unknown() -> None:
    assert posting_from_json({"title": "Officer", "colour": "blue"}) == Posting(title="Officer")


@pytest.mark.parametrize(
    "data",
    [
        {"title": 3},
        {"languages": "en"},
        {"languages": ["en"]},
        {"education_min": "apprentice"},
        {"deadline": "tomorrow"},
        {"deadline": {"date": "2026-03-16"}},
        {"age": {"on": "31 December"}},
        {"experience": [{"degree": "master"}]},
    ],
    ids=str,
)
def test_another_form_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)):
        posting_from_json(data)
