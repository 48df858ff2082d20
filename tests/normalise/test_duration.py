"""How long the assignment is."""

import pytest


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Duration of assignment: Two years", 24),
        ("Assignment Duration : 1 Years", 12),
        ("Term Duration: 3 years 0 months", 36),
        ("Contract duration:\n11 months", 11),
        ("- Contract Duration 1 Year", 12),
        ("Einsatzdauer: zwei Jahre", 24),
        ("파견기간: 2년", 24),
        ("派遣期間: 2年", 24),
        ("The appointment is for an initial period of one year.", 12),
        ("Duration: to be agreed", None),
    ],
)
def test_a_duration_is_in_months(read, text, months):
    assert read(text, "JPO Officer").posting.duration_months == months


def test_a_title_may_say_it(read):
    assert read("", "Nutrition Consultant, Vientiane, 10 months").posting.duration_months == 10
