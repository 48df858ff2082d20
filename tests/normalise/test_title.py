"""Titles: the site's own, a labelled one, a heading, the first line. Never a generic heading."""

import pytest


@pytest.mark.parametrize(
    ("text", "site", "title"),
    [
        ("", "Nutrition Officer (JPO)", "Nutrition Officer (JPO)"),
        ("Position Title: Nutrition Officer\nGrade: P-2", None, "Nutrition Officer"),
        ("Functional title\nNutrition Officer", None, "Nutrition Officer"),
        ("## Nutrition Officer\n\nGrade: P-2", None, "Nutrition Officer"),
        ("PROGRAMME OFFICER (BORDER HEALTH), P-3\n\nAgency\t\t\tIOM", None, "PROGRAMME OFFICER (BORDER HEALTH), P-3"),
        ("World Health Organization\n\nJPO, Early Warning\n\nGrade\tP-2", None, "JPO, Early Warning"),
        ("We seek help.\nThe incumbent takes the position of Field Analyst, based in Amman.", None, "Field Analyst"),
        ("Careers\nJob Description\nSign In\nClimate Analyst (JPO Programme - Finland)\nID\n35188", "Job Description",
         "Climate Analyst (JPO Programme - Finland)"),
        ("1) Post title: Nutrition Officer", None, "Nutrition Officer"),
        ("【職名】渉外アシスタント\n【グレード】G5", None, "渉外アシスタント"),
        ("１．ポスト名　：　プログラム・オフィサー", None, "プログラム・オフィサー"),
        ("나. 직책: 준전문가(순환경제) JPO", None, "준전문가(순환경제) JPO"),
        ("기구\tWMO\t직책\t기후서비스 담당관\n직급\tP2", None, "기후서비스 담당관"),
    ],
)  # fmt: skip
def test_a_title_is_read_where_it_is_printed(read, text, site, title):
    assert read(text, site).posting.title == title


@pytest.mark.parametrize(
    "heading",
    [
        "Job Description", "ORGANIZATIONAL UNIT", "Terms of Reference", "Vacancy announcement", "VACANCY NOTICE",
        "Vacancies", "Job Details", "General Information", "Organizational Setting", "Job opening", "Current vacancies",
        "Avis de vacance de poste", "Anuncio de vacante", "Stellenausschreibung", "채용 공고", "募集要項",
    ],
)  # fmt: skip
def test_a_generic_heading_is_never_the_title(read, heading):
    text = f"{heading}\n\nClimate and Nutrition Analyst (JPO)\n\nGrade: P-2"
    assert read(text, heading).posting.title == "Climate and Nutrition Analyst (JPO)"
    assert read(f"## {heading}\n\nGrade: P-2").posting.title is None


@pytest.mark.parametrize(
    ("site", "label"),
    [
        ("2027년 국제기구초급전문가(JPO) 선발 공고", "나. 직책: 기후서비스 담당관"),
        ("[JPO] 세계기상기구(WMO) 선발 안내", "직책\t기후서비스 담당관"),
        ("JPO派遣候補者選考 追加募集について", "ポスト名\t기후서비스 담당관"),
        ("Call for applications: JPO Programme 2027", "Position title: 기후서비스 담당관"),
    ],
)
def test_the_post_s_own_title_beats_that_of_its_announcement(read, site, label):
    assert read(f"{label}\nGrade: P-2", site).posting.title == "기후서비스 담당관"
    assert read("Grade: P-2", site).posting.title == site


@pytest.mark.parametrize(
    ("text", "title", "reference"),
    [
        ("Italian JPO Programme\nPOSITION JPO/2026/IOM/12\n\nOrganization: IOM", None, "JPO/2026/IOM/12"),
        ("VACANCY ANNOUNCEMENT NO. VA/2026/12\nText", None, "VA/2026/12"),
        ("Vacancy VN-2026-0877\nText", None, "VN-2026-0877"),
        ("Job Opening 26-ABC-123456-R-Geneva\nText", None, "26-ABC-123456-R-Geneva"),
        ("Reference Code\t\tVN-2026-0877", "Officer", "VN-2026-0877"),
        ("ポスト番号\nＩＴＵ－２７－０２", "Officer", "ITU-27-02"),
        ("【公募番号】JR2672208", "Officer", "JR2672208"),
        ("공고번호\tWMO-JPO-27-01", "Officer", "WMO-JPO-27-01"),
        ("Reference number: UNDP-ZMB-00529,1", "Officer", "UNDP-ZMB-00529,1"),
        ("Reference: 594417, of 3 May", "Officer", "594417"),
        ("", "JPO (Nuclear Security Analyst)(P2) (2026/0412 (JPO))", "2026/0412"),
        ("", "Safety Officer (P3) (2026/0412)", "2026/0412"),
        ("", "Programme Officer (2026/2027)", None),
        ("Position 3 of 12\nText", "Officer", None),
        ("The post 2026/27 budget\nText", "Officer", None),
        ("Vacancy in 2026\nText", "Officer", None),
    ],
)
def test_a_reference_may_stand_at_the_head_or_in_the_title(read, text, title, reference):
    assert read(text, title).posting.reference == reference


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("GRAND-DUCHÉ DE LUXEMBOURG\nMinistère des Affaires étrangères\nAvis de vacance : JPO, analyste des finances",
         "JPO, analyste des finances"),
        ("Eidgenössisches Departement für auswärtige Angelegenheiten EDA\nDirektion für Zusammenarbeit\nJPO Wasser\n"
         "Stufe\tP-2", "JPO Wasser"),
        ("Ulkoministeriö – Rekrytoinnit\nAPULAISASIANTUNTIJA (JPO), ILMASTO\nTehtävä\nToimisto tukee kaupunkia, ja "
         "sen kumppaneita ovat Ruotsi sekä Korea. Yksikössä on viisi.", "APULAISASIANTUNTIJA (JPO), ILMASTO"),
        ("Sida – JPO-tjänster våren 2027\nJPO inom jämställdhet\nNivå: P2", "JPO inom jämställdhet"),
        ("Royal Ministry of Foreign Affairs\nJPO Nutrition Officer\nGrade: P-2", "JPO Nutrition Officer"),
        ("Nutrition and Health\nGrade: P-2", "Nutrition and Health"),
    ],
)  # fmt: skip
def test_the_name_of_the_post_is_told_from_lines_above_it(read, text, title):
    assert read(text).posting.title == title
