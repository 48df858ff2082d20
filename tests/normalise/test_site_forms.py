"""Forms that agencies' sites and job boards print: labels glued to their values, labels in other languages, numbers
and clocks that stand where no label is."""

from datetime import date

import pytest

from jpo_scraper.vocab import Programme
from tests.normalise.conftest import Read

ZURICH = ("2022-10-03", "23:59", "Europe/Zurich")


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("Seeds Officer\nDEADLINE FOR APPLICATIONS20 May 2027-23:59-UTC+01:00 (Kinshasa)",
         ("2027-05-20", "23:59", "UTC+01:00")),
        ("DATE LIMITE DE CANDIDATURE19 mai 2027\nSeeds", ("2027-05-19", None, None)),
        ("Seeds Officer\nDeadline for ApplicationsAugust 1, 2027\nReason", ("2027-08-01", None, None)),
        ("Oficial\nFecha de cierre (medianoche hora de Ginebra)3 de octubre de 2022", ZURICH),
        ("Chargé\nDate de clôture (minuit, l'heure de Genève): 3 octobre 2022", ZURICH),
        ("Analista\n- Candidate-se antes de: 17/02/2027, 06:59", ("2027-02-17", "06:59", None)),
        ("Analista\nVaga válida até 2027-01-11", ("2027-01-11", None, None)),
        ("Chargé\nDate de Soumission : 12/01/2027\nLieu", ("2027-01-12", None, None)),
        ("Seeds Officer\nApplication deadline: 9 January 2027\n\nForms must be sent, with applications, by 11:59 p.m. "
         "Eastern Standard Time on the date above.", ("2027-01-09", "23:59", "America/New_York")),
        ("Senior post\nClosing date for receipt of nominations: 3 October 2027", ("2027-10-03", None, None)),
        ("Send the P11 and a letter not later than 19 April 2027.", ("2027-04-19", None, None)),
    ],
)  # fmt: skip
def test_a_deadline_is_read_as_sites_print_it(read: Read, text: str, deadline: tuple[str, str | None, str | None]):
    found = read(text).posting.deadline
    assert found is not None
    assert (found.on.isoformat(), found.time, found.zone) == deadline


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Hardship LevelH (no hardship)\nGradePR2\nTarget Start Date2027-06-11", "grade", "P-2"),
        ("Seeds Officer\nGradeNOB\nReason", "grade", "NO-B"),
        ("Directeur\nClasse : ADG", "grade", "ADG"),
        ("A call\nJPOs are engaged at the P.2 level; they do real work.", "grade", "P-2"),
        ("Seeds Officer\nNúmero de la vacanteRAPS/2/2027/SEEDS/01", "reference", "RAPS/2/2027/SEEDS/01"),
        ("Seeds Officer\nAviso de vacante Nº: EXT/F/27-31", "reference", "EXT/F/27-31"),
        ("Chargé\nRéférence de l’avis de vacance : 261500", "reference", "261500"),
        ("Analista\n- Identificação do trabalho: 29001", "reference", "29001"),
        ("Junior Professional Officer Programme (JPO) Chiffre Nr. 2027-1-19\nmore", "reference", "2027-1-19"),
        ("Terms of reference\nJunior Professional Officer (JPO)\nISR-160-27-P049\nMore", "reference",
         "ISR-160-27-P049"),
        ("Junior programme\nJob Reference\nVA 10/2027\nMore", "reference", "VA 10/2027"),
        ("ISSUED BY: The SecretariatVACANCY NUMBER: VNSECS01331VACANCY TYPE: Seconded\nMore", "reference",
         "VNSECS01331"),
        ("Seeds Officer\n24162 | Registry\nDuty Station: The Hague", "reference", "24162"),
        ("Company\nCFA-2027-079GT - Expedited - Seeds Assistant\nOffice", "reference", "CFA-2027-079GT"),
        ("ONUMUJERES/ECU/PS/27-024 Estudio de semillas\nText", "reference", "ONUMUJERES/ECU/PS/27-024"),
        ("Seeds Officer\nCFCV No.: CFCV2027.51\nLocation: Yola", "reference", "CFCV2027.51"),
        ("Identification du poste (Numéro de référence) : 15400 Intitulé du poste : Agent", "reference", "15400"),
        ("Intitulé publication: Ingénieur de semences, P4\nTexte", "grade", "P-4"),
        ("Type de contrat : Spécial (jusqu’à 9 mois)\nDurée initiale : 6 mois", "duration_months", 6),
        ("You come for an initial three-year period.", "duration_months", 36),
        ("PDF/Print version\nTítulo: Editor de Semillas\nGrado: 4", "title", "Editor de Semillas"),
        ("Compartir esta oferta de trabajo\nFuncionario de semillas", "title", "Funcionario de semillas"),
        ("Spring til indhold\nRådgiver, Seeds Officer\nTekst", "title", "Rådgiver, Seeds Officer"),
        ("printable banner\nU.S. Department of State\nDiplomacy\nSeeds Officer: Bunj, South Sudan", "title",
         "Seeds Officer: Bunj, South Sudan"),
        ("Family TypeFamily\nHardship Level\nReason\nStandard Job Description\nSeeds Officer\nText of it.", "title",
         "Seeds Officer"),
        ("TERMO DE REFERÊNCIA\n\nPosição\n\nEstagiária de Sementes", "title", "Estagiária de Sementes"),
        ("During their one-year assignment, JPOs serve at two stations.", "duration_months", 12),
        ("During their 24 months assignment, JPOs serve at two stations.", "duration_months", 24),
        ("JPO contracts are initially issued for one (1) year.", "duration_months", 12),
        ("Secondments run for a period of two or up to three years.", "duration_months", 24),
        ("The contract has a length of two years.", "duration_months", 24),
        ("JPO候補者の募集\n定められた期間（原則2年間）の勤務について", "duration_months", 24),
        ("El titular ocupará un mismo puesto no menos de dos años.", "duration_months", None),
        ("UNOPS LICA4\nUNHCR wants its offices to be open to all.", "agency", "UNHCR"),
        ("WHO CAN APPLY\nThe ILO pays.", "agency", "ILO"),
        ("Seeds Officer\nWrite to hr@undp.org by Friday.", "agency", "UNDP"),
        ("Organization/Office: United Nations Economic Commission for Europe (UNECE)/ Seeds Division", "agency", "ECE"),
    ],
)  # fmt: skip
def test_a_value_is_read_as_sites_print_it(read: Read, text: str, field: str, value: object):
    assert getattr(read(text).posting, field) == value


@pytest.mark.parametrize(
    ("text", "stations"),
    [
        ("Chargé\nLieu du Travail : Maiduguri, Nigéria,", [("Maiduguri", "NG")]),
        ("Consultoría\nEstación de Trabajo:\nSan Salvador\nDuración", [("San Salvador", "SV")]),
        ("Associate Seeds Officer: Bunj, South Sudan\nText", [("Bunj", "SS")]),
        ("Seeds Officer\nDuty Station:\nJerusalem, oPt\nText", [("Jerusalem", "PS")]),
        ("Seeds Officer\nDuty station: The Hague", [("The Hague", "NL")]),
    ],
)
def test_a_station_is_read_as_sites_print_it(read: Read, text: str, stations: list[tuple[str, str]]):
    assert [(one.city, one.country) for one in read(text).posting.duty_stations] == stations


def test_the_line_below_the_title_is_the_station(read: Read):
    text = "Notes\n" * 14 + "Associate Seeds Officer (JPO)\n\nGuasdualito, Venezuela\n\nText"
    found = read(text)
    assert found.posting.title == "Associate Seeds Officer (JPO)"
    assert [(one.city, one.country) for one in found.posting.duty_stations] == [("Guasdualito", "VE")]


@pytest.mark.parametrize(
    ("text", "programme"),
    [
        ("Junior Professional Officer- Seeds Officer\n\nTitle: Seeds Officer", Programme.JPO),
        ("Note: PRM-sponsored JPO positions are open to U.S. Citizens only.\nTitle: Seeds Officer", Programme.JPO),
        ("Seeds Officer\nStaff Member / Affiliate TypeJunior Professional Officer\nReason", Programme.JPO),
        ("- The programme.\n- JPOs learn. The JPO Programme has a round. Our JPOs serve; JPOs go.", Programme.JPO),
        ("Seeds Officer\nThe JPO and the JPOs and the JPO and the JPO are with us.", None),
    ],
)
def test_the_programme_is_named_where_sites_print_it(read: Read, text: str, programme: Programme | None):
    assert read(text).posting.programme is programme


@pytest.mark.parametrize(
    ("text", "sponsors", "include"),
    [
        ("JPO Seeds Officer\nThe United States (U.S.) sponsors qualified U.S. citizens to work in the seeds office "
         "(SO) Junior Professional Officer (JPO) Program.", ("US",), ("US",)),
        ("JPO Seeds Officer\nPRM-sponsored JPO positions are open to U.S. Citizens only.", ("US",), ("US",)),
        ("JPO Seeds Officer\nTo apply you must: 1. hold citizenship of the Republic of Korea 2. speak Korean", (),
         ("KR",)),
        ("Oficial NOA\n* Con nacionalidad boliviana o bien con permiso de trabajo en el país", (), ()),
    ],
)  # fmt: skip
def test_who_pays_and_who_may_apply(read: Read, text: str, sponsors: tuple[str, ...], include: tuple[str, ...]):
    posting = read(text).posting
    assert (posting.sponsors, posting.nationalities.include) == (sponsors, include)


@pytest.mark.parametrize(
    ("text", "age", "on"),
    [
        ("JPO\n4. not be over 32 as of 31st December 2027 (men who served", 32, date(2027, 12, 31)),
        ("JPO\nThe highest age allowed is 32 years as of 31 December 2027.", 32, date(2027, 12, 31)),
        ("JPO候補者の応募資格\n- 35才以下の人", 35, None),
    ],
)
def test_an_age_is_read_as_sites_print_it(read: Read, text: str, age: int, on: date | None):
    found = read(text).posting.age
    assert found is not None
    assert (found.max, found.on) == (age, on)


def test_a_fact_behind_a_glued_label_rests_on_the_printed_words(read: Read):
    text = "Seeds Officer\nGradePR2\nClosing dateAugust 1, 2027"
    found = read(text)
    words = {fact.field: text[fact.start : fact.end] for fact in found.facts if fact.start is not None}
    assert (words["grade"], words["deadline"]) == ("PR2", "August 1, 2027")


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Reports to: Country Director\nSeeds Analyst\nHanoi, Viet Nam", "title", "Seeds Analyst"),
        ("Vacancy\nSupervision of interns\nSeeds Officer (Health)", "title", "Seeds Officer (Health)"),
        ("Statistician\nSeeds Department\nDuty station: Rome\nContact\nJane Doe, Seeds Assistant", "title",
         "Statistician"),
        ("Web Developer\nUNHCR\nGrade: G-6\nOther posts\nAssociate Seeds Officer", "title", "Web Developer"),
        ("Hiring Manager: Jane Doe\nStatistician\nRome, Italy", "title", "Statistician"),
        ("StartUp Seeds Analyst\nDuty station: Rome", "title", "StartUp Seeds Analyst"),
        ("Officer\nThe Unit has two professional positions at P-5 level.", "grade", None),
        ("Officer\nUnder the agreement the personnel is hired at P-3: two engineers.", "grade", None),
        ("Officer\nTravel costs may not be over 30 on average.", "age", None),
        ("Officer\nThe Permanent Mission in Vienna of Japan funds the project.", "duty_stations", ()),
        ("COVID-19-response officer for health", "reference", None),
        ("SDG-13-climate Seeds Officer", "reference", None),
        ("Seeds Officer\nCOP/28/29 Support Officer", "reference", None),
        ("Communications Officer\n10115 | Berlin", "reference", None),
        ("Officer\nThe initial 3-year period of the project ended in 2025.", "duration_months", None),
        ("Seeds Officer\nOur JPO positions are open to all nationals of partners; this is no such post.", "is_jpo",
         False),
    ],
)  # fmt: skip
def test_what_only_looks_like_such_a_form_is_left_alone(read: Read, text: str, field: str, value: object):
    assert getattr(read(text).posting, field) == value


@pytest.mark.parametrize("place", ["Headquarters", "Field Office", "Global", "Not applicable", "Full time"])
def test_words_that_are_no_place_are_no_issue(read: Read, place: str):
    assert not read(f"Seeds Officer\nDuty Station: {place}").issues
