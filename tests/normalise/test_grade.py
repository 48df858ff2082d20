"""Grades and reference numbers."""

import pytest


@pytest.mark.parametrize(
    ("text", "title", "grade", "raw"),
    [
        ("Grade: P-2", "Officer", "P-2", "P-2"),
        ("## Grade\n\nPR2", "Officer", "P-2", "PR2"),
        ("- Grade P4", "Officer", "P-4", "P4"),
        ("Grade: P-2, Step I", "Officer", "P-2", "P-2, Step I"),
        ("Level: NOA", "Officer", "NO-A", "NOA"),
        ("Text\nGS5\nmore", "Officer", "G-5", "GS5"),
        ("", "JPO Officer (P-2), Accra", "P-2", "P-2"),
        ("", "JPO Officer, P2, Accra", "P-2", "P2"),
        ("A P-2 level official wrote this.", "Officer", None, None),
        ("Arabic, Level: Fluent", "Officer", None, None),
    ],
)
def test_a_grade_has_a_normal_and_a_printed_form(read, text, title, grade, raw):
    posting = read(text, title).posting
    assert (posting.grade, posting.grade_raw) == (grade, raw)


def test_an_unknown_grade_is_an_issue_and_no_guess(read):
    found = read("Grade: ZZ9", "Officer")
    assert found.posting.grade is None
    assert [(issue.kind, issue.raw) for issue in found.issues] == [("unmapped", "ZZ9")]


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Job no: 589999", "589999"),
        ("ID : 34999", "34999"),
        ("Vacancy no.: DC/Dakar/P/2026/24", "DC/Dakar/P/2026/24"),
        ("Job Identification 32999", "32999"),
        ("Job #: req39999", "req39999"),
        ("Requisition ID: JR2700999", "JR2700999"),
        ("ポスト番号: UNHCR-12", "UNHCR-12"),
        ("Reference: to follow", None),
        ("References: two", None),
    ],
)
def test_a_reference_is_a_number_behind_its_label(read, text, reference):
    assert read(text, "Officer").posting.reference == reference
