"""From how many months of service an extension holds."""

import pytest

from jpo_scraper.eligibility.age import months_served


@pytest.mark.parametrize(
    ("condition", "months"),
    [
        ("less than one year served", 1),
        ("less than one (1) year", 1),
        ("up to 12 months", 1),
        ("one year to less than two years served", 12),
        ("1 y or more", 12),
        ("Between one and two years", 12),
        ("two years or more", 24),
        ("at least two (2) years", 24),
        ("more than 2 years", 25),
        ("18 months and longer", 18),
        ("under six months", 1),
        ("as laid down by law", None),
        ("", None),
    ],
)
def test_a_condition_is_read_as_a_lower_end(condition: str, months: int | None) -> None:
    assert months_served(condition) == months
