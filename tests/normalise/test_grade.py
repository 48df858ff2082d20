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


@pytest.mark.parametrize(
    ("text", "grade", "raw"),
    [
        ("A Junior Professional Officer post at P-2 level.", "P-2", "P-2"),
        ("The post is graded P-2, step I.", "P-2", "P-2, step I"),
        ("The JPO will be recruited at the P2 level, step 1.", "P-2", "P2"),
        ("The contract is a fixed-term appointment at grade P-2 step 1.", "P-2", "P-2 step 1"),
        ("The position is classified as P3.", "P-3", "P3"),
        ("As for P-2, step I: USD 54,306 a year net base salary.", "P-2", "P-2, step I"),
        ("Contract type and grade: General Service, G4", "G-4", "G4"),
        ("Remuneration level: SC4", "SC-4", "SC4"),
        ("Grade : SSA5", "SSA-5", "SSA5"),
        ("Title: Safety Officer: Type of Contract: Fixed Term, NOC: Duty Station: Accra", "NO-C", "NOC"),
        ("Tipo de contrato: Contrato de Servicios (SC5)", "SC-5", "SC5"),
        ("One\nTwo\nThree\nType of contract: no extension", None, None),
        ("One\nTwo\nThree\n\nUNOPS IICA2\n\n2026-04-01", "IICA-2", "UNOPS IICA2"),
        ("- Grade LSC-7", "LSC-7", "LSC-7"),
        ("The officer supervises a post at P-2 level.", None, None),
        ("The team has one P-4 and one Programme Assistant (G-5).", None, None),
        ("Experience at P-2 level or above.", None, None),
        ("Staff holding a position at the P-3 level may apply.", None, None),
        ("Posts at P-2 level are rare.", None, None),
    ],
)
def test_a_grade_in_prose_is_that_of_this_post(read, text, grade, raw):
    posting = read(text, "Analyst").posting
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
        ("Job Opening Number:\t27-Economic Affairs-ESCAP-301234-R-Incheon City (X)",
         "27-Economic Affairs-ESCAP-301234-R-Incheon City (X)"),
        ("Terms of reference\nJPO\n27P304\nGeneral information", "27P304"),
        ("Careers\nOfficer\nAdré\nPosted today\nFull time\n- JR2671944", "JR2671944"),
        ("번호 1187 | 등록일 2026-11-16\nㅇ 공고번호 : WMO-JPO-KR-2026-01", "WMO-JPO-KR-2026-01"),
        ("Identificación de la solicitud: Req-06114", "Req-06114"),
        ("Reference: to follow", None),
        ("References: two", None),
    ],
)  # fmt: skip
def test_a_reference_is_a_number_behind_its_label(read, text, reference):
    assert read(text, "Officer").posting.reference == reference
