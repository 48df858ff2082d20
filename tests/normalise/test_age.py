"""Age limits."""

from datetime import date

import pytest


@pytest.mark.parametrize(
    ("text", "highest", "on"),
    [
        ("Candidates are not older than 32 years of age as of 31st December of 2021.", 32, date(2021, 12, 31)),
        ("The maximum age limit is 32 years.", 32, None),
        ("Age limit: 32", 32, None),
        ("Candidates must be under the age of thirty-three.", 32, None),
        ("Candidates must be under the age of thirty-two (inclusive) when applying.", 32, None),
        ("Applicants must not have turned 33 at the time of application.", 32, None),
        ("Applicants aged 32 years or younger may apply.", 32, None),
        ("만 32세 이하", 32, None),
        ("年齢: 35歳以下", 35, None),
        ("Altershöchstgrenze: 32 Jahre", 32, None),
        ("Children under the age of 24 months are the focus.", None, None),
        ("At least 25 years of experience; no older than the team.", None, None),
    ],
)
def test_an_age_limit_is_the_highest_age_still_eligible(read, text, highest, on):
    age = read(text, "JPO Officer").posting.age
    assert ((age.max, age.on) if age else (None, None)) == (highest, on)


def test_the_year_of_application_is_the_deadline_s(read):
    text = "Maximum age limit is 32 years as of 31 December of the year of application.\nDeadline: 1 March 2026"
    assert read(text, "JPO Officer").posting.age.on == date(2026, 12, 31)


def test_without_a_printed_year_the_reference_day_stays_unknown(read):
    text = "Maximum age limit is 32 years as of 31 December of the year of application."
    age = read(text, "JPO Officer").posting.age
    assert (age.max, age.on) == (32, None)


def test_a_birth_date_is_read(read):
    text = "Not older than 32 years (Born after Jan. 1 1989)"
    assert read(text, "JPO").posting.age.born_on_or_after == date(1989, 1, 1)


def test_military_service_extends_the_limit(read):
    text = (
        "Maximum age limit: 32 years. For those who did military service: - Less than one year will "
        "be extended for one "
        "year; - two years or more will be extended for three years."
    )
    age = read(text, "JPO").posting.age
    assert [(extension.years, extension.when) for extension in age.extensions] == [
        (1, "Less than one year"),
        (3, "two years or more"),
    ]


def test_two_limits_are_a_conflict(read):
    found = read("Maximum age limit is 32 years. Age limit: 35 years.", "JPO")
    assert found.posting.age.max == 32
    assert [issue.kind for issue in found.issues] == ["conflict"]


def test_two_reference_days_are_a_conflict_and_the_sponsor_s_counts(read):
    text = (
        "Age limit: 32 years on 1 March 2026.\n\n## Requirements of the JPO programme\n\n"
        "The maximum age limit is 32 years as of 31 December 2026."
    )
    found = read(text, "JPO")
    assert found.posting.age.on == date(2026, 12, 31)
    assert [issue.kind for issue in found.issues] == ["conflict"]
