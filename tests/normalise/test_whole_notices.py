"""What stands in the later parts of whole notices: a sponsor's conditions, calls, lists, and letterheads."""

from datetime import date

import pytest

from jpo_scraper.vocab import Requirement
from tests.normalise.conftest import Read


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("JPO, Soil\nApplications are sent through the ministry's portal, reference 2027/JPO-7, no later than "
         "14 February 2027 at 23:59 (Stockholm time).", ("2027-02-14", "23:59", "Europe/Stockholm")),
        ("JPO, Soil\nDocuments are received from 2 February 2027 until 5 March 2027 (17:00 Japan Standard Time).",
         ("2027-03-05", "17:00", "Asia/Tokyo")),
        ("JPO, Soil\nPlease send one PDF file (5 MB at most) by 8 March 2027 to the address below.",
         ("2027-03-08", None, None)),
        ("JPO, Boden\nEnde der Bewerbungsfrist | Freitag, 26. März 2027", ("2027-03-26", None, None)),
    ],
)  # fmt: skip
def test_a_deadline_in_a_call(read: Read, text: str, deadline: tuple[str, str | None, str | None]):
    found = read(text).posting.deadline
    assert found is not None
    assert (found.on.isoformat(), found.time, found.zone) == deadline


@pytest.mark.parametrize(
    "text",
    [
        "JPO, Soil\nApplicants send their papers; a reference from a professor is due by 3 May 2027.",
        "JPO, Soil\nPlease send questions on the post by 3 May 2027.",
    ],
)
def test_another_day_is_no_deadline(read: Read, text: str):
    assert read(text).posting.deadline is None


@pytest.mark.parametrize(
    ("text", "age", "on"),
    [
        ("JPO\nDeadline: 16 March 2027\nCandidates may be no more than 32 years old at the end of the year of "
         "application.", 32, date(2027, 12, 31)),
        ("JPO\nThe upper age is 30: candidates have to be born later.", 30, None),
        ("JPO\n- are not older than 31 in the calendar year in which they apply,", 31, None),
        ("JPO\nDeadline: 3 May 2027\n- Applicants are 38 years of age at most on the day of the deadline", 38,
         date(2027, 5, 3)),
        ("JPO\nDeadline: 3 May 2027\n- no more than 32 years of age at the time of the deadline,", 32,
         date(2027, 5, 3)),
        ("JPO\nFecha de cierre: 30 de junio de 2027\nLa edad máxima es de 33 años cumplidos en la fecha de cierre.", 33,
         date(2027, 6, 30)),
        ("JPO\nBewerbungsschluss: 19. April 2027\nZum Zeitpunkt des Bewerbungsschlusses darf das 33. Lebensjahr noch "
         "nicht vollendet sein.", 32, date(2027, 4, 19)),
        ("JPO\nDeadline: 29 March 2027\nApplicants may not have turned 33 by the last day of application.", 32,
         date(2027, 3, 29)),
        ("JPO\nSøknadsfrist: 20. april 2027\nSøkeren kan ikke være eldre enn 32 år ved utløpet av søknadsfristen.", 32,
         date(2027, 4, 20)),
    ],
)  # fmt: skip
def test_the_age_and_the_day_on_which_it_counts(read: Read, text: str, age: int, on: date | None):
    found = read(text).posting.age
    assert found is not None
    assert (found.max, found.on) == (age, on)


@pytest.mark.parametrize(
    ("text", "sponsors"),
    [
        ("JPO, Soil\nThis post is paid for by the Royal Norwegian Ministry of Foreign Affairs.", ("NO",)),
        ("JPO, Soil\nFunded by the Government of the Republic of Korea, the JPO joins the unit in the capital.",
         ("KR",)),
        ("JPO, Soil\nSponsoring state: Japan", ("JP",)),
        ("PERFIL DE PUESTO (JPO)\nFinanciado por el Gobierno de España\nTareas", ("ES",)),
        ("GOBIERNO DE ESPAÑA\nJPO en Igualdad\nTareas", ("ES",)),
        ("LE GOUVERNEMENT DU GRAND-DUCHÉ DE LUXEMBOURG\nJPO, eau\nTâches", ("LU",)),
        ("Republik Österreich\nJPO, Wasser\nAufgaben", ("AT",)),
        ("JPO, Water\nThe Danish JPO-programme\nDuties", ("DK",)),
        ("JPO, Soil\nThis post is opened under the JPO scheme that the Government of Portugal finances.", ("PT",)),
        ("Junior Professional Officer, Soil, P-2, funded by the Government of Japan (for Japanese nationals only)",
         ("JP",)),
        ("JPO, Soil\nThe unit helps with a programme that Norway funds.", ()),
        ("JPO, Soil\nThe centre was built by the Royal Norwegian Embassy.", ()),
        ("JPO, Soil\nThe JPO visits projects funded by the Government of Kenya.", ()),
    ],
)  # fmt: skip
def test_who_pays(read: Read, text: str, sponsors: tuple[str, ...]):
    assert read(text).posting.sponsors == sponsors


@pytest.mark.parametrize(
    ("text", "include"),
    [
        ("JPO\nIt is open only to nationals of the countries below who live in a developing country:\nBenin, Kenya, "
         "Mali and Yemen\nHolders of others cannot apply.", ("BJ", "KE", "ML", "YE")),
        ("JPO\n- Applicants are nationals of Switzerland", ("CH",)),
        ("JPO\nThe programme addresses Germans only (Art. 116 of the Basic Law).", ("DE",)),
        ("JPO\nVoraussetzungen\n- deutsche Staatsangehörigkeit oder ein Aufenthaltstitel, der zur Arbeit berechtigt",
         ()),
        ("JPO\nMost of the applicants are nationals of Kenya and Mali.", ()),
    ],
)  # fmt: skip
def test_who_may_apply(read: Read, text: str, include: tuple[str, ...]):
    assert read(text).posting.nationalities.include == include


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Languages\nThe agency's official languages are English, French, and Spanish.\nFor this post, fluency in "
         "English is required.", [("en", Requirement.REQUIRED)]),
        ("Languages\n- Excellent knowledge of one of the working languages of the Organization (English or French) and "
         "good knowledge of the other.", [("en", Requirement.REQUIRED), ("fr", Requirement.REQUIRED)]),
        ("Languages: Fluency in English is required.\nDESIRABLE QUALIFICATIONS & COMPETENCIES\nKnowledge of Arabic. "
         "Field work.", [("en", Requirement.REQUIRED), ("ar", Requirement.DESIRABLE)]),
        ("10. Ability to communicate and write effectively in French or English with a good knowledge of the other.",
         [("fr", Requirement.REQUIRED), ("en", Requirement.REQUIRED)]),
    ],
)  # fmt: skip
def test_languages(read: Read, text: str, languages: list[tuple[str, Requirement]]):
    found = read(f"Seeds Officer\n{text}").posting.languages
    assert [(language.code, language.requirement) for language in found] == languages


IOM = ["Teamwork", "Delivering results", "Managing and sharing knowledge"]
UNICEF = ["Builds and maintains partnerships", "Thinks and acts strategically", "Works collaboratively with others"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("IOM\nRequired Competencies\nCore Competencies – behavioural indicators level 1\n• Teamwork: helps others.\n"
         "• Delivering results: is in time.\n• Managing and sharing knowledge: learns.", IOM),
        ("IOM\nCompetencies\n+ Teamwork\n+ Delivering results\n+ Managing and sharing knowledge", IOM),
        ("IOM\nCompetencies\nTeamwork ▪ Delivering results ▪ Managing and sharing knowledge", IOM),
        ("UNICEF\nFor every child, you show…\nOur Core Values of Care and Respect, and the following competencies:\n"
         "(1) Builds and maintains partnerships\n(2) Thinks and acts strategically\n(3) Works collaboratively with "
         "others", UNICEF),
        ("UNHCR\nREQUIRED COMPETENCIES\nC001 Accountability\nManagerial\nM003 Judgement and Decision Making\n"
         "Cross-Functional\nX001 Analytical Thinking",
         ["Accountability", "Judgement and Decision Making", "Analytical Thinking"]),
    ],
)  # fmt: skip
def test_competencies(read: Read, text: str, names: list[str]):
    found = [competency.name for competency in read(f"Seeds Officer\n{text}").posting.competencies]
    assert [name for name in found if name not in ("Care", "Respect")] == names


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("JPO\n- Hold a university degree of master level", "education_min", "master"),
        ("JPO\nFormation : diplôme universitaire du niveau du master en droit", "education_min", "master"),
        ("JPO\n- University degree of the second class", "education_min", "bachelor"),
        ("United Nations\nJPO\nINT-210-27-P088-01-V\nDuties", "reference", "INT-210-27-P088-01-V"),
        ("JPO\nNumber of the call: HEL7M0912-44. A test is held.", "reference", "HEL7M0912-44"),
        ("JPO – Recht\n100 % | Sarajevo, Bosnien und Herzegowina | P2\nAufgaben", "grade", "P-2"),
        ("Protection Officer (P-3)\nVacancy Ref: ICA/APB/APO/F0418/P-3/22\nThis fixed-term post is for three years and "
         "open to nationals of States Parties.", "is_jpo", False),
    ],
)  # fmt: skip
def test_other_values(read: Read, text: str, field: str, value: object):
    assert getattr(read(text).posting, field) == value


def test_labels_of_one_word_are_parted_from_their_values_among_others_that_are(read: Read):
    text = (
        "Analista de Programa\nTipo de contratoPlazo fijo\nFecha de publicación02/06/2027\nGradoNOB\n"
        "Postular antes del16/06/2027\nUbicacionesTegucigalpa, Honduras\nDuración1 año"
    )
    posting = read(text).posting
    assert posting.deadline is not None
    assert (posting.deadline.on, posting.duration_months) == (date(2027, 6, 16), 12)
    assert [(station.city, station.country) for station in posting.duty_stations] == [("Tegucigalpa", "HN")]


def test_a_department_s_units_are_no_station_beside_one(read: Read):
    text = "Engineer\nDepartment/office: AFR, WAMCO, Ghana MCO\nDuty station: Freetown, Sierra Leone"
    assert [station.city for station in read(text).posting.duty_stations] == ["Freetown"]
