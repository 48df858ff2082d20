"""Plain text with broken lines is put together; text whose lines were never broken is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jpo_scraper.pages.wrapped import unwrap

LETTER = """\
MINISTRY OF EXAMPLES

Post number            2027-ABC-7
Title                  Programme Officer (Seeds)
Donor                  Federal Ministry of Examples and of the Development
                       of Examples, Germany

The officer helps the countries of the region to keep the seeds of their own
plants, and visits the places where they are kept at least two times a year. A
report is due each spring.

  - writes letters to the ministries of the region, and sees to it that their
    answers reach headquarters,
  - keeps the list.

  1  Teamwork
  2  Communication of all that the office does in the region and what it does
     not
Languages: English
"""

WHOLE = """\
MINISTRY OF EXAMPLES

Post number\t2027-ABC-7
Title\tProgramme Officer (Seeds)
Donor\tFederal Ministry of Examples and of the Development of Examples, Germany

The officer helps the countries of the region to keep the seeds of their own plants, and visits the places where they \
are kept at least two times a year. A report is due each spring.

- writes letters to the ministries of the region, and sees to it that their answers reach headquarters,
- keeps the list.

1\tTeamwork
2\tCommunication of all that the office does in the region and what it does not
Languages: English
"""


def test_paragraphs_values_and_items_become_lines() -> None:
    assert unwrap(LETTER) == WHOLE


def test_line_ends_of_other_systems_are_the_same() -> None:
    assert unwrap(LETTER.replace("\n", "\r\n")) == WHOLE


@pytest.mark.parametrize(
    "text",
    [
        "Short lines\nof a list\nTitle: Officer\nGrade: P2",
        "One long line that was never broken " * 20 + "\nand another one " * 3,
        WHOLE,
        "",
    ],
)
def test_text_without_broken_lines_is_as_it_was(text: str) -> None:
    assert unwrap(text) == text


def test_cells_that_bars_keep_apart_are_a_label_and_its_value() -> None:
    assert unwrap("Seeds\nGrade | P-2 |\n| --- | --- |\n| Place | Rome |\nA | B") == (
        "Seeds\nGrade\tP-2\n\nPlace\tRome\nA | B"
    )


def test_a_word_that_was_broken_keeps_its_hyphen() -> None:
    lines = ["The office keeps the seeds of its own plants and those of its neigh-", "bours in the region"] * 6
    assert "neigh-bours in the region" in unwrap("\n\n".join("\n".join(lines[i : i + 2]) for i in range(0, 12, 2)))


@given(st.text("ab cd-:.1\n\t ", max_size=2_000))
def test_no_word_is_lost_or_made(text: str) -> None:
    assert "".join(unwrap(text).split()) == "".join(text.split())
