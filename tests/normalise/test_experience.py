"""Experience by degree, and the degree asked for."""

import pytest


def tiers(posting):
    return [(tier.degree, tier.years_min, tier.years_max) for tier in posting.experience]


@pytest.mark.parametrize(
    ("text", "expected", "education"),
    [
        (
            "Experience:\n3 years relevant experience with Undergraduate degree; or 2 years relevant experience with "
            "Graduate degree; or 1 year relevant experience with Doctorate degree",
            [("bachelor", 3, None), ("master", 2, None), ("doctorate", 1, None)],
            "bachelor",
        ),
        (
            "- Master's degree in law is required\n- At least 2 years (with MA) or 4 years (with BA) "
            "of work experience",
            [("master", 2, None), ("bachelor", 4, None)],
            "master",
        ),
        (
            "Education: Advanced university degree in economics\n"
            "- At least two (2) years of relevant experience (4 years in case of a first-level university degree).",
            [(None, 2, None), ("bachelor", 4, None)],
            "master",
        ),
        (
            "A Master's degree is required. A minimum of 2 years of relevant experience is required.\n"
            "A first-level university degree with two additional years of experience may be accepted in lieu.",
            [(None, 2, None), ("bachelor", 4, None)],
            "master",
        ),
        (
            "Advanced University degree in Computer Science with minimum 3 years of related work experience, or First "
            "University degree with additional years of related work experience.",
            [("master", 3, None)],
            "master",
        ),
        ("Experience: two to four years of professional experience", [(None, 2, 4)], None),
        ("Berufserfahrung: mindestens zwei Jahre einschlägige Berufserfahrung", [(None, 2, None)], None),
        ("Au moins deux ans d'expérience professionnelle", [(None, 2, None)], None),
        ("Al menos 3 años de experiencia profesional", [(None, 3, None)], None),
        ("경력: 관련 분야 2년 이상 경력", [(None, 2, None)], None),
    ],
)
def test_years_go_with_their_degree(read, text, expected, education):
    posting = read(text, "Officer").posting
    assert (tiers(posting), posting.education_min) == (expected, education)


@pytest.mark.parametrize(
    "text",
    [
        "The agency has 70 years of experience in the field for over 70 years.",
        "Contract of two years. Experience is welcome.",
        "Candidates must be under 32 years of age and have some experience.",
        "Experience within the UN system should not exceed 1 year.",
        "Over the last 5 years the office gained experience.",
    ],
)
def test_other_years_are_no_experience(read, text):
    assert read(text, "Officer").posting.experience == ()


def test_a_conflict_gives_both_facts_and_an_issue(read):
    text = "2 years of work experience with a Master's degree.\nStandard: 3 years of experience with a Master's degree."
    found = read(text, "Officer")
    assert tiers(found.posting) == [("master", 2, None)]
    assert [issue.kind for issue in found.issues] == ["conflict"]


@pytest.mark.parametrize(
    ("text", "education"),
    [
        ("Education: Completion of secondary education, preferably with courses.", "secondary"),
        ("Education: Bachelor's degree in nursing. A Master's degree is an asset.", "bachelor"),
        ("Education:\n- Level - Advanced university\n- Areas - economics", "master"),
        ("Bachelor's or Master's degree in law is required.", "bachelor"),
        ("学歴: 修士号", "master"),
        ("He met his master in school.", None),
    ],
)
def test_the_degree_asked_for_is_the_lowest_that_is_enough(read, text, education):
    assert read(text, "Officer").posting.education_min == education


def test_the_sponsor_s_requirements_outrank_the_agency_s_standard_text(read):
    text = (
        "Minimum Qualifications\n3 years relevant experience with Undergraduate degree; or 2 years relevant experience "
        "with Graduate degree\n\n## Desired Candidate Profile\n\n- In exceptional cases candidates "
        "with a Bachelor's degree "
        "plus a minimum of 4 years relevant working experience can be considered.\n\n## Languages\n\n- English"
    )
    found = read(text, "JPO Officer")
    assert ("bachelor", 4, None) in tiers(found.posting)
    assert ("master", 2, None) in tiers(found.posting)
    assert [issue.kind for issue in found.issues] == ["conflict"]
    assert {fact.value["years_min"] for fact in found.facts if fact.field == "experience"} == {2, 3, 4}
