"""docs/analyst-guide.md: every question has SQL that gives the answer printed there, on both databases."""

import re
from pathlib import Path

import pytest

from jpo_scraper.export.cells import text_of
from jpo_scraper.store.engine import open_engine
from jpo_scraper.store.sql import answered
from jpo_scraper.store.views import VIEWS

GUIDE = (Path(__file__).parent.parent / "docs" / "analyst-guide.md").read_text(encoding="utf-8")
QUESTION = re.compile(
    r"^### (?P<question>.*)\n(?P<why>(?:(?!#|```).*\n)*)```sql\n(?P<sql>[^`]*)```\n\n(?P<answer>(?:\|.*\n)*)", re.M
)
QUESTIONS = {found["question"]: found for found in QUESTION.finditer(GUIDE)}


def cells(line):
    return tuple(cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1])


def test_the_guide_answers_at_least_fifteen_questions():
    assert len(QUESTIONS) >= 15
    assert len(QUESTIONS) == GUIDE.count("\n### ") == GUIDE.count("```sql")


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_what_the_database_says(question, demo):
    header, _, *expected = QUESTIONS[question]["answer"].splitlines()
    engine = open_engine(demo)
    with answered(engine, QUESTIONS[question]["sql"], 30) as answer:
        found = [tuple(text_of(value).strip() for value in row) for row in answer.rows]
        assert tuple(answer.columns) == cells(header)
    engine.dispose()
    assert found == [cells(line) for line in expected]


@pytest.mark.parametrize("view", VIEWS.tables)
def test_the_guide_says_what_each_view_is_for(view):
    assert f"`{view}`" in GUIDE
