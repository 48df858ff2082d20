"""Rules for adverts in words of their own: what ministries and offices write who follow no template."""

from datetime import date

import pytest

from jpo_scraper.items import Label, RawPosting
from jpo_scraper.normalise import normalise
from jpo_scraper.vocab import Field, IssueKind, Programme
from tests.normalise.conftest import Read

JPO = "Policy Officer (JPO)"


@pytest.mark.parametrize(
    ("text", "sponsors"),
    [
        ("Belgium sends a dozen Junior Professional Officers to its partners each year.", ["BE"]),
        ("The Austrian Ministry of Finance is looking for a JPO who likes figures.", ["AT"]),
        ("Denmark, through its Ministry of Foreign Affairs, has placed funds at the Agency's disposal.", ["DK"]),
        ("Luxembourg intends to second one JPO to the office in Dakar.", ["LU"]),
        ("The Swiss Confederation reimburses the agency for the full cost.", ["CH"]),
        ("The Korean Ministry of Foreign Affairs makes three positions available.", ["KR"]),
        ("All salaries and allowances are borne in full by the Government of Japan.", ["JP"]),
        ("Paid by\nMinistry for Foreign Affairs of Finland", ["FI"]),
        ("The Spanish APO programme is run from Madrid.", ["ES"]),
        ("The Bureau of Population, Refugees, and Migration funds some JPOs.", ["US"]),
        ("The Kenya office is seeking a JPO who speaks Swahili.", []),
        ("In Ghana, the section employs two JPOs.", []),
        ("The officer briefs delegates of Norway and supports the JPO of the section.", []),
        ("The section makes plans with Sweden for the whole year.", []),
        ("Canada supports three schools in the north.", []),
        ("The Government of Ghana is placing weight on schools, and the JPO will help it.", []),
        ("Ghana is making plans for all girls.", []),
        ("UNICEF Ghana is looking for a JPO.", []),
        ("The office in Nairobi, Kenya, offers JPOs a good start.", []),
        ("The agency works with the Government of Kenya, which provides a JPO desk.", []),
    ],
)
def test_who_sends_or_pays_is_the_sponsor(read: Read, text: str, sponsors: list[str]) -> None:
    assert list(read(text, JPO).posting.sponsors) == sponsors


@pytest.mark.parametrize(
    ("text", "include"),
    [
        ("You are a Danish citizen and you like the sea.", ["DK"]),
        ("We expect that you are a citizen of Finland.", ["FI"]),
        ("Nationality\nJapanese.", ["JP"]),
        ("(d) Citizenship\nGerman", ["DE"]),
        ("Citizenship\tAustrian. A second one does no harm.", ["AT"]),
        ("Your profile\nSwiss passport. Three years of work.", ["CH"]),
        ("4.2 Norwegian citizenship.", ["NO"]),
        ("Applicants need German citizenship.", ["DE"]),
        ("- Citizen of Luxembourg\n- Younger than 38", ["LU"]),
        ("Whoever comes without Swedish citizenship will be screened out.", ["SE"]),
        ("This vacancy is for Kenyan nationals.", ["KE"]),
        ("## Finance Associate, Accra (for Ghanaian nationals)", ["GH"]),
        ("We take applications solely from nationals of the following countries:\n\nMali\tNepal\nUganda\tYemen", None),
        ("The office works for Syrian nationals and their hosts.", []),
        ("The section holds talks with nationals of Syria.", []),
        ("Aid has to be given to nationals of Syria.", []),
        ("You are a keen reader and like Danish citizens.", []),
        ("Germans only make up a tenth of the staff.", []),
        ("Only Germans have asked for this so far.", []),
        ("This handbook is for Kenyan citizens.", []),
        ("Nationals of the following countries live in the camp: Somalia, Sudan.", []),
        ("We take people without regard to sex or nationality\n\nKenya is the place of the post.", []),
        ("You have met Danish citizens abroad.", []),
        ("The course is for nationals and foreigners.", []),
        ("A passport of any country will do.", []),
    ],
)
def test_who_may_apply_is_read_from_conditions(read: Read, text: str, include: list[str] | None) -> None:
    assert list(read(text, JPO).posting.nationalities.include) == (
        ["ML", "NP", "UG", "YE"] if include is None else include
    )


@pytest.mark.parametrize(
    ("text", "programme"),
    [
        ("Example Ministry\nAssociate Water Officer (JPO), 100%\nWorkplace Amman, Jordan", Programme.JPO),
        ("Example Ministry\nJPO at the office of the agency, Suva\nWrites plans.", Programme.JPO),
        ("Finland is looking for a new JPO.\nWrites plans.", Programme.JPO),
        ("The officer coordinates the work of the JPO in the section.", None),
        ("Writes plans. " * 200 + "Finland is looking for a new JPO.", None),
    ],
)
def test_a_notice_says_at_its_head_that_it_is_of_the_programme(
    read: Read, text: str, programme: Programme | None
) -> None:
    assert read(text, "Water Officer").posting.programme is programme


def test_who_runs_the_programme_is_no_jpo(read: Read) -> None:
    title = "Human Resources Officer (Junior Professional Officer Programme), P-3"
    assert not read("Responsibilities: writes plans.", title).posting.is_jpo


@pytest.mark.parametrize(
    ("text", "required", "desirable"),
    [
        ("You work effortlessly in English.", ["en"], []),
        ("We expect that your English is excellent.", ["en"], []),
        ("You are at ease in both French and English.", ["en", "fr"], []),
        (
            "Both French and English at level C1 or above. German or Italian is an advantage.",
            ["en", "fr"],
            ["de", "it"],
        ),
        ("- English: fluent. Portuguese: an asset.", ["en"], ["pt"]),
        ("- English and French, both at C1; Spanish is regarded as an asset", ["en", "fr"], ["es"]),
        ("If you also know Arabic or French, it counts in your favour.", [], ["ar", "fr"]),
        ("Chinese, French or Spanish will be useful.", [], ["es", "fr", "zh"]),
        ("Portuguese is an additional merit.", [], ["pt"]),
        ("Languages\tEnglish, level: fluent, required. French, working knowledge, desirable", ["en"], ["fr"]),
        ("Knowledge of local languages such as Russian, Romani, Gagauz and Bulgarian is an asset.", [], ["bg", "ru"]),
        ("You meet French and German partners.", [], []),
        ("You learn French at a school, and German on a course.", [], []),
        ("Texts in French must be translated.", [], []),
        ("The series is in French, must be cut, and is shown in June.", [], []),
        ("Se redacta para fines estadísticos. Idiomas: español.", ["es"], []),
    ],
)
def test_languages_are_asked_for_in_many_words(
    read: Read, text: str, required: list[str], desirable: list[str]
) -> None:
    languages = read(text, "Policy Officer").posting.languages
    found = {
        kind: sorted(one.code for one in languages if one.requirement == kind) for kind in ("required", "desirable")
    }
    assert found == {"required": required, "desirable": desirable}


@pytest.mark.parametrize(
    ("text", "site", "title"),
    [
        ("Example Ministry\nSeeds Officer (JPO), 100%\nWorkplace Rome, Italy", "Vacancy 4711", "Seeds Officer (JPO)"),
        ("Post title\nSeeds Officer\nGrade\nP-2", "FY2027 JPO examination: post details", "Seeds Officer"),
        ("Functional title: Seeds Officer", "Example JPO Programme, Edition 2027 - Position 3", "Seeds Officer"),
        (
            "Republic of Example\nReference: 12\n\nSends a JPO as\n\n    SEEDS OFFICER (P-2, step I)",
            None,
            "SEEDS OFFICER",
        ),
        ("A post with us\nSupervisor:\nProgramme Officer (P-4)\nWhat you do: seeds.", None, "A post with us"),
        ("Title: Junior Professional Officer", "Seeds Officer in Rome", "Seeds Officer in Rome"),
    ],
)
def test_the_title_names_what_the_post_does(text: str, site: str | None, title: str) -> None:
    labels = (Label("title", site, Field.TITLE),) if site else ()
    assert normalise(RawPosting("unknown", "1", None, text, labels)).posting.title == title


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Vacancy number 35127 in the organisation's system.", "35127"),
        ("Ad no.27418", "27418"),
        ("UNHCR requisition: JR2671190", "JR2671190"),
        ("Fill in the form and quote JEA-2027-019 in your letter.", "JEA-2027-019"),
        ("Position code: IT-2027-WFP-03", "IT-2027-WFP-03"),
        ("Vacancy notice\nVN-MD-2026-31", "VN-MD-2026-31"),
        ("The reference group has 12 members.", None),
        ("An opening of 2027 is planned.", None),
        ("Please quote two referees.", None),
        ("We wish to fill this vacancy. 2026 was a busy year.", None),
        ("The announcement no. 12/03/2026 was the last.", None),
        ("The reference no. 2026-11-03 is that of a day.", None),
    ],
)
def test_a_reference_may_stand_in_a_sentence(read: Read, text: str, reference: str | None) -> None:
    assert read(text, "Policy Officer").posting.reference == reference


@pytest.mark.parametrize(
    ("title", "text", "stations"),
    [
        ("Officer", "Where\nDar es Salaam, Tanzania", [("Dar es Salaam", "TZ")]),
        ("Officer", "Workplace N'Djamena, Chad", [("N'Djamena", "TD")]),
        ("Officer", "Where: Tapachula, Chiapas, Mexico (hardship B)", [("Tapachula", "MX")]),
        ("Officer", "## Place\nAmman, Jordan. Missions to Iraq and to Syria occur.", [("Amman", "JO")]),
        ("Officer", "## UNAIDS Regional Support Team, Johannesburg, South Africa", [("Johannesburg", "ZA")]),
        ("Officer", "The post is at the Regional Office for Central Asia in Bishkek, Kyrgyzstan.", [("Bishkek", "KG")]),
        ("Officer, Delegation to Peru", "It is with the political section in Lima, Peru.", [("Lima", "PE")]),
        ("Officer", "City: Mexico", [("Mexico City", "MX")]),
        ("Officer", "Where\nIn the second year you visit Kampala, Uganda.", []),
        ("Officer", "Base\nThe data base stands in Geneva, Switzerland.", []),
    ],
)
def test_stations_are_read_where_free_words_print_them(
    read: Read, title: str, text: str, stations: list[tuple[str, str]]
) -> None:
    assert [(one.city, one.country) for one in read(text, title).posting.duty_stations] == stations


@pytest.mark.parametrize(
    ("text", "age", "on"),
    [
        ("Age: 32 at most on 31 December 2027", 32, date(2027, 12, 31)),
        (
            "You may not have turned 33 by 14 March 2027. Bringing up children does not shift this.",
            32,
            date(2027, 3, 14),
        ),
        ("As a rule no older than 32 years.", 32, None),
        ("Age: at most 32 years at the time of application.", 32, None),
        ("Not above 32 years of age when you apply.", 32, None),
        ("Born on or after 1 January 1994, which means 32 at most on 31 December 2026.", 32, date(2026, 12, 31)),
        ("Candidates should be 32 or below.", 32, None),
        ("The report has 32 pages at most.", None, None),
        ("Two thirds of the people are younger than thirty.", None, None),
        ("Nationals of the People's Republic of China who are under 32 years of age.", 31, None),
        ("Most of our JPOs are between 26 and 34 years old when they leave. There is no limit.", None, None),
    ],
)
def test_ages_are_rules_only_where_they_are_meant_so(read: Read, text: str, age: int | None, on: date | None) -> None:
    found = read(text, JPO).posting.age
    assert ((found.max, found.on) if found else (None, None)) == (age, on)


@pytest.mark.parametrize(
    ("title", "text", "grade"),
    [
        ("Seeds Analyst, Plants and Trees (Rome)", "## Post\nSeeds Analyst, Plants and Trees, P2. Number 4.", "P-2"),
        ("Seeds Officer", "We look for a SEEDS OFFICER (P-2, step I) in Rome.", "P-2"),
        ("Seeds Officer", "The Seeds Officer, a keen reader, writes.", None),
    ],
)
def test_the_grade_stands_behind_the_title(read: Read, title: str, text: str, grade: str | None) -> None:
    assert read(text, title).posting.grade == grade


@pytest.mark.parametrize(
    ("text", "education"),
    [
        ("Your profile\nMaster in political science or law.", "master"),
        ("Título universitario a nivel avanzado (Maestría o equivalente) en derecho.", "master"),
        ("The export promotion of firms, and the education of staff.", None),
        ("Serves as Master of Ceremonies at events on education.", None),
    ],
)
def test_degrees_are_told_from_other_words(read: Read, text: str, education: str | None) -> None:
    assert read(text, "Policy Officer").posting.education_min == education


def test_a_name_that_no_table_knows_counts_in_a_list_of_known_ones(read: Read) -> None:
    text = (
        "## UNICEF competencies\n- Builds and maintains partnerships\n- Keeps the words of others in mind\n"
        "- Thinks and acts strategically\n- Works collaboratively with others\n\n## How to apply\nSend us a letter."
    )
    found = read(text, "Policy Officer, UNICEF")
    assert [one.name for one in found.posting.competencies][1] == "Keeps the words of others in mind"
    assert [(issue.kind, issue.raw) for issue in found.issues if issue.field is Field.COMPETENCIES] == [
        (IssueKind.UNMAPPED, "Keeps the words of others in mind")
    ]


def test_the_headings_around_a_list_of_names_are_no_competencies(read: Read) -> None:
    text = "Competencies\nTeamwork\nAccountability\nCommunication\nHow to apply\nSend us a letter."
    names = [one.name for one in read(text, "Policy Officer, UNHCR").posting.competencies]
    assert names == ["Teamwork", "Accountability", "Communication"]


def test_a_name_that_a_level_follows_is_a_competency(read: Read) -> None:
    text = (
        "## Competências\n\nAlcançar Resultados:\n\n- NÍVEL 1: Planeja.\n\nAprender Continuamente:\n\n"
        "- NÍVEL 1: Lê.\n\nCuidar de todos:\n\n- NÍVEL 1: Ouve.\n\n## Formação\n"
    )
    names = [one.name for one in read(text, "Oficial, PNUD").posting.competencies]
    assert names == ["Alcançar Resultados", "Aprender Continuamente", "Cuidar de todos"]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("How long\t24 months. A third year can be discussed.", 24),
        ("## Time\nTwo years. Finland may prolong this.", 24),
        ("Initial term\tTwo years, after which two more may follow", 24),
        ("## Consultancy: schools in the islands, 218 working days over 11 months.", 11),
        ("Place\nTwo years ago the office moved to Rome.", None),
        ("Time\n3 months after the start a report is due.", None),
        ("Contract\nContracts of 6 months are let to suppliers.", None),
        ("Contract\tFixed term, 12 months, tied to funds", 12),
    ],
)
def test_lengths_stand_under_many_labels(read: Read, text: str, months: int | None) -> None:
    assert read(text, "Officer").posting.duration_months == months


@pytest.mark.parametrize(
    ("text", "on", "time", "zone"),
    [
        ("It opens on 1 May 2027 at 10 am and closes on 4 June 2027 at 2 pm (Rome time).", date(2027, 6, 4), "14:00",
         "Europe/Rome"),
        ("The window opened on 7 May 2027. It closes on Sunday 30 May 2027 at midnight (Paris time).",
         date(2027, 5, 30), "23:59", "Europe/Paris"),
        ("Deadline: 14 March 2027, 24:00 hours, Berlin time", date(2027, 3, 14), "23:59", "Europe/Berlin"),
        ("Entry period\nFrom Monday, 1 February 2027, 10:00 until Tuesday, 2 March 2027, 18:00, Japan time.",
         date(2027, 3, 2), "18:00", "Asia/Tokyo"),
        ("Mail it to the desk by Friday 8 January 2027, 12:00 noon (Brussels time).", date(2027, 1, 8), "12:00",
         "Europe/Brussels"),
        ("Applications will be accepted through March 3, 2027.", date(2027, 3, 3), None, None),
        ("The museum closes on 4 April 2027.", None, None, None),
        ("The JPO will upload the report by 4 April 2027.", None, None, None),
        ("Registration of 40,000 refugees by 4 April 2027.", None, None, None),
        ("We receive guests until 4 April 2027.", None, None, None),
    ],
)  # fmt: skip
def test_a_closing_day_is_read_from_free_sentences(
    read: Read, text: str, on: date | None, time: str | None, zone: str | None
) -> None:
    found = read(text, "Officer").posting.deadline
    assert ((found.on, found.time, found.zone) if found else (None, None, None)) == (on, time, zone)
