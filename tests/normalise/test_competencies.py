"""Competencies with framework, code, printed name and category."""

import pytest


def names(posting, *, values=False):
    return [c.name for c in posting.competencies if (c.category == "value") is values]


def test_coded_competencies_run_together_are_told_apart(read):
    text = (
        "REQUIRED COMPETENCIES Code Managerial Competencies M001 : Empowering and Building Trust M003 : Judgement and "
        "Decision Making Code Cross-Functional Competencies X001 : Analytical Thinking LANGUAGE KNOWLEDGE - English"
    )
    found = read(text, "Officer", agency="UNHCR").posting.competencies
    assert [(c.code, c.name, c.category) for c in found] == [
        ("M001", "Empowering and Building Trust", "managerial"),
        ("M003", "Judgement and Decision Making", "managerial"),
        ("X001", "Analytical Thinking", "cross-functional"),
    ]
    assert {c.framework for c in found} == {"UNHCR Competency Framework (2009/2012; still printed 2026)"}


def test_a_level_behind_the_code_is_kept(read):
    text = "Competencies\nC001L3 - Accountability\nC002L2 - Teamwork & Collaboration"
    found = read(text, "Officer", agency="UNHCR").posting.competencies
    assert [(c.code, c.level) for c in found] == [("C001", "3"), ("C002", "2")]


def test_a_code_with_other_words_behind_it_is_an_issue(read):
    text = "Competencies: M001 : Something Else M003 : Judgement and Decision Making"
    found = read(text, "Officer", agency="UNHCR")
    assert names(found.posting) == ["Judgement and Decision Making"]
    assert [issue.kind for issue in found.issues] == ["unmapped"]


@pytest.mark.parametrize(
    ("agency", "text", "expected"),
    [
        (
            "UNICEF",
            "The UNICEF competencies required for this post are…\n\n(1) Builds and maintains partnerships (2) "
            "Demonstrates self-awareness and ethical awareness (3) Drive to achieve results for impact",
            [
                "Builds and maintains partnerships",
                "Demonstrates self-awareness and ethical awareness",
                "Drive to achieve results for impact",
            ],
        ),
        (
            "UNHCR",
            "Accountability, Analytical thinking, Client & results orientation, Teamwork & collaboration",
            ["Accountability", "Analytical thinking", "Client & results orientation", "Teamwork & collaboration"],
        ),
        (
            "IFAD",
            "## Organizational Competencies:\n\n## Level 1:\n\n- Focusing on clients - Serves clients\n"
            "- Learning, sharing knowledge and innovating - Learns\n\n## Education:\n\n- Team working is taught",
            ["Focusing on clients", "Learning, sharing knowledge and innovating"],
        ),
        (
            "UNDP",
            "## Core Competencies\n\nAchieve Results: Level 1: plans own work\nThink Innovatively: Level 1: curious",
            ["Achieve Results", "Think Innovatively"],
        ),
    ],
)
def test_names_are_read_where_they_are_listed(read, agency, text, expected):
    assert names(read(text, "Officer", agency=agency).posting) == expected


def test_values_are_told_from_competencies(read):
    text = (
        "## Core Values:\n\n- Respect for Diversity\n- Integrity\n\n## Core Competencies:\n\n- Accountability\n"
        "- Effective Communication\n\n## Language Requirements:\n\n- English"
    )
    posting = read(text, "Analyst", agency="UN Women").posting
    assert names(posting, values=True) == ["Respect for Diversity", "Integrity"]
    assert names(posting) == ["Accountability", "Effective Communication"]


@pytest.mark.parametrize(
    "text",
    [
        "Accountability - the office answers to the people it serves.",
        "Good communication and teamwork make this office a fine place.",
        "## Duties\n\n- Communication with partners\n- Planning and organizing of events",
    ],
)
def test_the_same_words_in_prose_are_no_competencies(read, text):
    assert read(text, "Officer", agency="UNHCR").posting.competencies == ()


@pytest.mark.parametrize(
    ("agency", "text", "values", "competencies"),
    [
        (
            "UNFPA",
            "## Required Competencies:\n\nValues: Exemplifying integrity, Embracing change\tCore Competencies: "
            "Achieving "
            "results, Being accountable, Communicating for impact\n\n## Disclaimer:\n\nNo fee.",
            ["Exemplifying integrity", "Embracing change"],
            ["Achieving results", "Being accountable", "Communicating for impact"],
        ),
        (
            "IOM",
            "Required competencies\nValues: Integrity and transparency; Professionalism. Core Competencies: Teamwork; "
            "Delivering results; Accountability",
            ["Integrity and transparency", "Professionalism"],
            ["Teamwork", "Delivering results", "Accountability"],
        ),
        (
            "UNOPS",
            "## Competencies\n\nStrategic Perspective Understands where the organisation is going.\n"
            "Partnering Earns the confidence of clients.\nAgility Remains effective when circumstances shift.",
            [],
            ["Strategic Perspective", "Partnering", "Agility"],
        ),
        (
            "UNOPS",
            "## Competencies\n\nStrategic Perspective Understands where the organisation is going.\n"
            "Communication Skills in two languages are an asset.",
            [],
            ["Strategic Perspective"],
        ),
        (
            "UNICEF",
            "## Competencies and values:\n\n- Accountability\n- Adaptability and flexibility\n- Creativity\n"
            "- Judgement and decision-making\n- Planning and organising\n- Professionalism\n- Self-management",
            ["Professionalism"],
            ["Accountability", "Adaptability and flexibility", "Creativity", "Judgement and decision-making",
             "Planning and organising", "Self-management"],
        ),
        (
            "UNDP",
            "## Competencies and values:\n\n- ☒ Profesionalismo\n- ☒ Trabajo en equipo y respeto por la diversidad\n"
            "- ☒ Compromiso con el aprendizaje continuo\n- ☒ Flexibilidad",
            ["Profesionalismo"],
            ["Trabajo en equipo y respeto por la diversidad", "Compromiso con el aprendizaje continuo", "Flexibilidad"],
        ),
        (
            "UNICEF",
            "Les compétences de l'UNICEF requises pour ce poste sont...\n\n(1) Construit et entretient des "
            "partenariats\n\n"
            "(2) Innove et accepte le changement\n\n(3) Travaille en collaboration avec les autres",
            [],
            ["Construit et entretient des partenariats", "Innove et accepte le changement",
             "Travaille en collaboration avec les autres"],
        ),
    ],
)  # fmt: skip
def test_lists_are_read_in_cells_with_glosses_and_in_other_languages(read, agency, text, values, competencies):
    posting = read(text, "Officer", agency=agency).posting
    assert (names(posting, values=True), names(posting)) == (values, competencies)


def test_a_run_of_common_words_in_prose_is_no_list(read):
    text = "The programme works on governance, gender, communication, leadership and inclusion."
    assert read(text, "Officer", agency="UNDP").posting.competencies == ()


def test_lines_that_open_with_names_are_a_list_without_a_heading(read):
    text = (
        "Selection criteria\n- A master's degree.\n- Deliver Results for Clients - Finds out what clients need.\n"
        "- Collaborate Within Teams and Across Boundaries - Listens.\n- Make Smart Decisions - Weighs facts.\n\nPay"
    )
    expected = ["Deliver Results for Clients", "Collaborate Within Teams and Across Boundaries", "Make Smart Decisions"]
    assert names(read(text, "Officer", agency="IFC").posting) == expected
