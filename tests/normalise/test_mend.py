"""Texts whose letters went wrong are read as they were meant; facts point at what is printed."""

from datetime import date

import pytest

from jpo_scraper.items import Label, RawPosting
from jpo_scraper.normalise import normalise
from jpo_scraper.normalise.mend import mend
from jpo_scraper.vocab import Degree, Field
from tests.normalise.conftest import Read


def twice(text: str) -> str:
    """A text as it reads when its UTF-8 is taken for Windows-1252 (as browsers do: undefined bytes stay)."""
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        (twice("Café in Zürich"), "Café in Zürich"),
        (twice("the agency’s “own” staff – all of it"), "the agency’s “own” staff – all of it"),
        (twice("a pay of 3 000 €"), "a pay of 3 000 €"),
        ("Closing date:Â\u00a03Â\u00a0March", "Closing date:\u00a03\u00a0March"),
        ("Closing date:Â 3 March", "Closing date: 3 March"),  # a reader made the no-break space a plain one
        ("diplÃ´me Ã fournir", "diplôme à fournir"),
        ("ï»¿Vacancy", "\ufeffVacancy"),
        (twice("勤務地"), None),  # without a sign that only a wrong decoding prints, nothing is touched
        ("the organization¿s aims", "the organization’s aims"),
        ("the countries¿ needs", "the countries’ needs"),
        ("¿Ability to listen\n- ¿ Ability to write", "•Ability to listen\n- • Ability to write"),
        ("a post ¿ half of it", "a post – half of it"),
        ("the ¿Skills¿ list", "the “Skills’ list"),
        ("¿Quién puede postular? Los nacionales", None),
        ("What are the agency¿s aims?", "What are the agency’s aims?"),
        ("Âge maximal : 32 ans", None),
        ("SÃO PAULO", None),
        ("plain words", None),
        ("", None),
    ],
)
def test_a_text_is_mended_only_where_its_letters_went_wrong(printed: str, meant: str | None) -> None:
    mended = mend(printed)
    assert (mended.text if mended else None) == meant


@pytest.mark.parametrize("printed", ["Café – Zürich", "“a” ’b’", "é", "x é", "é y", "naïve € naïve"])
def test_each_place_of_a_mended_text_is_found_again_in_the_printed_one(printed: str) -> None:
    mended = mend(twice(printed + " Ã©"))  # a sign that is surely wrong
    mended = mended or mend(twice(printed))
    assert mended is not None
    meant, wrong = printed, twice(printed)
    for at, letter in enumerate(meant):
        start, end = mended.printed(at), mended.printed(at + 1)
        assert wrong[start:end] == (letter if letter.isascii() else twice(letter))


@pytest.mark.parametrize(
    ("text", "field", "value", "raw"),
    [
        ("A master¿s degree in law is required.", Field.EDUCATION_MIN, Degree.MASTER, "master¿s degree"),
        ("A masterâ€™s degree in law is required.", Field.EDUCATION_MIN, Degree.MASTER, "masterâ€™s degree"),
        ("Duty station: BogotÃ¡, Colombia", Field.DUTY_STATIONS, {"city": "Bogotá", "country": "CO"}, None),
        ("Languages: Fluency in English â€“ and FranÃ§ais.", Field.LANGUAGES, None, "English"),
    ],
)
def test_facts_point_at_the_words_as_printed(
    read: Read, text: str, field: Field, value: object, raw: str | None
) -> None:
    facts = [fact for fact in read(text).facts if fact.field is field]  # `read` checks each span
    assert facts
    if value is not None:
        assert facts[0].value == value
    if raw is not None:
        assert facts[0].raw == raw


GLUED = (
    "Context:The office helps children in the region.The officer writes its plans and reads those of others.Duties- "
    "Writes the yearly plan of the office- Reads the reports of the partners in the field.Languages requiredEnglish"
    "Core CompetenciesAccountabilityCommunicationTeamwork & CollaborationClient & Result "
    "OrientationEducationMaster's degree"
)


def test_letters_that_are_part_of_a_break_are_mended_once() -> None:
    """A place where a line was run together may lie inside letters that were decoded twice."""
    glued = "first partÃ‰cole and second partÃ‰cole and third.Then more.And more.Even more text follows here " * 4
    mended = mend(glued)
    assert mended is not None
    assert all(0 <= mended.printed(at) <= len(glued) for at in range(len(mended.text) + 1))
    places = [mended.printed(at) for at in range(len(mended.text) + 1)]
    assert places == sorted(places)


def test_lines_that_were_run_together_are_parted() -> None:
    mended = mend(f"UNHCR\n{GLUED}\nEnd")
    assert mended is not None
    assert "Core Competencies\nAccountability\nCommunication\nTeamwork & Collaboration\n" in mended.text


def test_each_place_of_a_parted_text_is_found_again() -> None:
    mended = mend(GLUED)
    assert mended is not None
    for at, letter in enumerate(mended.text):
        if letter != "\n":
            assert GLUED[mended.printed(at)] == letter


def test_competencies_that_were_run_together_are_read(read: Read) -> None:
    printed = [competency.name for competency in read(f"UNHCR vacancy\n{GLUED}").posting.competencies]
    assert printed == ["Accountability", "Communication", "Teamwork & Collaboration", "Client & Result Orientation"]


@pytest.mark.parametrize(
    "text",
    [
        "Good command of PowerPoint, SharePoint, OneDrive, LinkedIn, YouTube, WhatsApp, GitHub and OpenOffice. " * 3,
        "See https://example.org/AllItems/ShowFolder?IdOfList=AbCdEfGh&SortField=ModifiedOn.The " * 4,
        "A short lineThat was run together.But once",
    ],
)
def test_names_with_capitals_inside_and_links_are_left_alone(text: str) -> None:
    assert mend(text) is None


def test_the_raw_twin_of_a_deadline_holds_the_printed_words(read: Read) -> None:
    found = read("The agencyâ€™s post\nClosing date: 3Â MarchÂ 2027")
    assert found.posting.deadline is not None
    assert found.posting.deadline.on == date(2027, 3, 3)
    assert found.posting.deadline.raw == "3Â MarchÂ 2027"
    assert next(fact.value["raw"] for fact in found.facts if fact.field is Field.DEADLINE) == "3Â MarchÂ 2027"


def test_items_behind_inverted_question_marks_are_items(read: Read) -> None:
    text = "UNDP Competencies\n¿Communication\n¿Teamwork\n¿Planning and Organizing"
    printed = {competency.name.lower() for competency in read(text).posting.competencies}
    assert {"communication", "teamwork"} <= printed


def test_labels_are_mended_and_their_facts_keep_the_printed_words() -> None:
    labels = (Label("title", "Adviser on childrenâ€™s rights", Field.TITLE),)
    found = normalise(RawPosting("unknown", "1", None, "Some plain words", labels))
    assert found.posting.title == "Adviser on children’s rights"
    assert [fact.raw for fact in found.facts if fact.field is Field.TITLE] == ["Adviser on childrenâ€™s rights"]


def test_a_mended_posting_says_what_the_posting_meant_would_say(read: Read) -> None:
    meant = (
        "Adviser – children’s rights\nDuty station: Bogotá, Colombia\nGrade: P-2\n"
        "Master’s degree and 2 years of experience"
    )
    assert read(twice(meant)).posting == read(meant).posting
