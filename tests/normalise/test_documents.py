"""Documents to submit, number of applications, start and supervisor."""

import pytest


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        (
            "Attachments: (one PDF)\n\n- A letter of motivation\n- Copy of your passport\n\n## Equal "
            "chances\n\n- A copy of this page",
            ["A letter of motivation", "Copy of your passport"],
        ),
        (
            "Documents to be submitted for the application (complete ones only) 1. A motivation letter and a P11 form. "
            "2. A scanned copy of the register 3. A copy of the degree. For more see the site.",
            ["A motivation letter and a P11 form", "A scanned copy of the register", "A copy of the degree"],
        ),
        ("제출서류\n- 이력서 1부\n- 졸업증명서 사본", ["이력서 1부", "졸업증명서 사본"]),
        ("Documents are important to us. 1. We read them.", []),
    ],
)
def test_documents_are_listed_as_printed(read, text, documents):
    assert list(read(text, "JPO").posting.documents) == documents


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("Applicants can apply for a maximum of two JPO positions during the year.", 2),
        ("Candidates may apply to no more than three (3) posts.", 3),
        ("지원자는 최대 2개 직위에 지원할 수 있음", 2),
        ("The project funds up to three positions.", None),
    ],
)
def test_a_limit_of_applications_is_read(read, text, most):
    assert read(text, "JPO").posting.max_applications == most


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Target Start Date\n2027-02-01", "2027-02-01"),
        ("Starting date: As soon as possible", "As soon as possible"),
        ("Estimated Start Date: 1 March 2027", "2027-03-01"),
        ("The project starts in March.", None),
    ],
)
def test_a_start_is_a_date_or_its_words(read, text, start):
    assert read(text, "JPO").posting.start_date == start


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "The JPO works under the direct supervision of the Senior Protection Officer, who meets him weekly.",
            "Senior Protection Officer",
        ),
        ("The incumbent reports to the Head of Sub-Office.", "Head of Sub-Office"),
        ("Reporting to the WASH Manager for supervision, the officer helps.", "WASH Manager"),
        ("Staff report to work at nine.", None),
    ],
)
def test_the_supervisor_s_title_is_read(read, text, title):
    assert read(text, "JPO").posting.supervisor_title == title
