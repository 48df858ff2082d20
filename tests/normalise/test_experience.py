"""Experience by degree, and the degree asked for."""

import pytest


def tiers(posting):
    return [(tier.degree, tier.years_min, tier.years_max) for tier in posting.experience]


@pytest.mark.parametrize(
    ("text", "expected", "education"),
    [
        (
            "Experience:\n3 years relevant experience with Undergraduate degree; or 2 years relevant experience with "
            "Graduate degree; or 1 year relevant experience with Doctorate degree",
            [("bachelor", 3, None), ("master", 2, None), ("doctorate", 1, None)],
            "bachelor",
        ),
        (
            "Experience: minimum of 5 years (with secondary education) or 2 years (with a Bachelor's degree) of work "
            "experience in security",
            [(None, 5, None), ("bachelor", 2, None)],
            "secondary",
        ),
        (
            "Education: secondary education. A Bachelor's degree may replace 3 years of work experience.\n"
            "Experience: at least 5 years of experience in accounting",
            [(None, 5, None)],
            "secondary",
        ),
        (
            "- Master's degree in law is required\n- At least 2 years (with MA) or 4 years (with BA) "
            "of work experience",
            [("master", 2, None), ("bachelor", 4, None)],
            "master",
        ),
        (
            "Education: Advanced university degree in economics\n"
            "- At least two (2) years of relevant experience (4 years in case of a first-level university degree).",
            [(None, 2, None), ("bachelor", 4, None)],
            "master",
        ),
        (
            "A Master's degree is required. A minimum of 2 years of relevant experience is required.\n"
            "A first-level university degree with two additional years of experience may be accepted in lieu.",
            [(None, 2, None), ("bachelor", 4, None)],
            "master",
        ),
        (
            "Advanced University degree in Computer Science with minimum 3 years of related work experience, or First "
            "University degree with additional years of related work experience.",
            [("master", 3, None)],
            "master",
        ),
        (
            "- Advanced degree in law or economics, or minimum 7 years of relevant international experience.\n"
            "- Minimum 5 years of experience in relief work.",
            [(None, 5, None)],
            "master",
        ),
        (
            "The ministry takes candidates who have no more than four years of relevant paid work.\n"
            "Work experience: at least two (2) years of paid professional experience in planning.",
            [(None, 2, 4)],
            None,
        ),
        (
            "No prior professional experience is needed with a Master's degree; candidates holding a Bachelor's degree "
            "need two years of relevant experience.",
            [("bachelor", 2, None), ("master", 0, None)],
            "master",
        ),
        (
            "A minimum of 2 (two) years of professional experience in energy. With a PhD, 1 (one) year is enough.",
            [(None, 2, None), ("doctorate", 1, None)],
            None,
        ),
        (
            "- have not less than two and not more than five years' paid professional experience since graduating",
            [(None, 2, 5)],
            None,
        ),
        (
            "JPOs usually have two years of experience. A minimum of five years of experience is required.",
            [(None, 5, None)],
            None,
        ),
        ("Two (full) years of professional experience are required.", [(None, 2, None)], None),
        ("For mid-career posts a minimum of five years of experience applies.", [], None),
        ("Master's degree in law and two or three years of legal experience", [("master", 3, None)], "master"),
        ("Master's degree in law or two to three years of legal experience", [], "master"),
        (
            "Master's degree in statistics or sociology; a first-level university degree with 2 additional years of "
            "professional experience may be accepted in lieu of an advanced one.\nRequired experience: 3 years",
            [(None, 3, None), ("bachelor", 5, None)],
            "master",
        ),
        ("Experience: two to four years of professional experience", [(None, 2, 4)], None),
        ("Berufserfahrung: mindestens zwei Jahre einschlägige Berufserfahrung", [(None, 2, None)], None),
        ("Au moins deux ans d'expérience professionnelle", [(None, 2, None)], None),
        ("Al menos 3 años de experiencia profesional", [(None, 3, None)], None),
        ("경력: 관련 분야 2년 이상 경력", [(None, 2, None)], None),
    ],
)
def test_years_go_with_their_degree(read, text, expected, education):
    posting = read(text, "Officer").posting
    assert (tiers(posting), posting.education_min) == (expected, education)


@pytest.mark.parametrize(
    "text",
    [
        "The agency has 70 years of experience in the field for over 70 years.",
        "Contract of two years. Experience is welcome.",
        "Candidates must be under 32 years of age and have some experience.",
        "Experience within the UN system should not exceed 1 year.",
        "Over the last 5 years the office gained experience.",
    ],
)
def test_other_years_are_no_experience(read, text):
    assert read(text, "Officer").posting.experience == ()


def test_a_conflict_gives_both_facts_and_an_issue(read):
    text = "2 years of work experience with a Master's degree.\nStandard: 3 years of experience with a Master's degree."
    found = read(text, "Officer")
    assert tiers(found.posting) == [("master", 2, None)]
    assert [issue.kind for issue in found.issues] == ["conflict"]


@pytest.mark.parametrize(
    ("text", "education"),
    [
        ("Education: Completion of secondary education, preferably with courses.", "secondary"),
        ("Education: Bachelor's degree in nursing. A Master's degree is an asset.", "bachelor"),
        ("Education:\n- Level - Advanced university\n- Areas - economics", "master"),
        ("Bachelor's or Master's degree in law is required.", "bachelor"),
        ("学歴: 修士号", "master"),
        ("Qualifications:\n- Degree in journalism or a like field\n- Good writing", "bachelor"),
        ("- Degree of contribution to reports", None),
        ("He met his master in school.", None),
    ],
)
def test_the_degree_asked_for_is_the_lowest_that_is_enough(read, text, education):
    assert read(text, "Officer").posting.education_min == education


def test_the_sponsor_s_requirements_outrank_the_agency_s_standard_text(read):
    text = (
        "Minimum Qualifications\n3 years relevant experience with Undergraduate degree; or 2 years relevant experience "
        "with Graduate degree\n\n## Desired Candidate Profile\n\n- In exceptional cases candidates "
        "with a Bachelor's degree "
        "plus a minimum of 4 years relevant working experience can be considered.\n\n## Languages\n\n- English"
    )
    found = read(text, "JPO Officer")
    assert ("bachelor", 4, None) in tiers(found.posting)
    assert ("master", 2, None) in tiers(found.posting)
    assert [issue.kind for issue in found.issues] == ["conflict"]
    assert {fact.value["years_min"] for fact in found.facts if fact.field == "experience"} == {2, 3, 4}


@pytest.mark.parametrize(
    ("text", "education"),
    [
        # French
        ("Diplôme : master 2 (bac+5) en droit international.", "master"),
        ("Vous êtes titulaire d'un master en santé publique.", "master"),
        ("Formation : diplôme de niveau bac + 5 en économie", "master"),
        ("Études : diplôme universitaire supérieur (maîtrise ou équivalent) en droit.", "master"),
        ("Diplôme de licence (bac+3) au minimum.", "bachelor"),
        ("Educación: Licenciado o Ingeniero en Estadística.", "bachelor"),
        ("Un diplôme de fin d'études secondaires est exigé.", "secondary"),
        # Spanish
        ("Formación académica: máster universitario en Derecho. Excepcionalmente se admitirá un título de grado.",
         "master"),
        ("Educación: título universitario superior en Comunicación, o título universitario de primer nivel con dos "
         "años adicionales de experiencia.", "master"),
        ("Estudios de maestría en economía o afín.", "master"),
        ("Titulación: grado en Relaciones Internacionales.", "bachelor"),
        ("Educación: bachillerato completo.", "secondary"),
        # German
        ("Studium: abgeschlossenes Hochschulstudium auf Masterniveau; ein Bachelorabschluss allein genügt nicht.",
         "master"),
        ("Abgeschlossenes Masterstudium der Rechtswissenschaften", "master"),
        ("Sie haben ein wissenschaftliches Hochschulstudium (Master, Magister oder Diplom) abgeschlossen.", "master"),
        ("Bachelor- oder Masterabschluss in Informatik", "bachelor"),
        ("Ein Bachelorabschluss reicht nicht aus. Erforderlich ist ein Masterabschluss.", "master"),
        # Italian
        ("Titolo di studio: laurea magistrale, laurea specialistica oppure laurea triennale seguita da un Master "
         "universitario.", "master"),
        ("Istruzione: laurea triennale in economia.", "bachelor"),
        ("Istruzione: diploma di scuola secondaria di secondo grado. Un titolo universitario può sostituire due anni.",
         "secondary"),
        # Dutch
        ("Opleiding: afgeronde master in de rechten.", "master"),
        ("Je hebt een bachelor- of masterdiploma in de gezondheidswetenschappen.", "bachelor"),
        ("Een universitair masterdiploma; een bachelor volstaat niet.", "master"),
        # Swedish: kandidatexamen is the lower degree
        ("Du ska ha en masterexamen eller magisterexamen i statsvetenskap.", "master"),
        ("Du har avlagt högre högskoleexamen, till exempel i pedagogik.", "master"),
        ("Utbildning: kandidatexamen i ekonomi.", "bachelor"),
        ("Akademisk examen på avancerad nivå.", "master"),
        # Norwegian
        ("Mastergrad i økonomi. Søkere med bachelorgrad kan vurderes dersom de har lengre erfaring.", "master"),
        ("Du har utdanning på mastergradsnivå.", "master"),
        ("Høyere utdanning på bachelornivå", "bachelor"),
        # Danish: kandidatgrad is the higher degree
        ("Uddannelse: kandidatgrad i jura. En bachelorgrad er ikke tilstrækkelig.", "master"),
        ("Du har en relevant kandidatuddannelse, f.eks. cand.scient.pol.", "master"),
        ("Uddannelse: professionsbachelor eller bachelorgrad", "bachelor"),
        # Finnish
        ("Koulutus: ylempi korkeakoulututkinto oikeustieteestä.", "master"),
        ("Hakijalta edellytetään ylempää korkeakoulututkintoa.", "master"),
        ("Soveltuva alempi korkeakoulututkinto", "bachelor"),
        ("Maisterin tutkinto tai vastaava", "master"),
        # Japanese
        ("(3)学歴 電気電子工学の修士号を有すること。", "master"),
        ("学歴:大学院修士課程修了以上", "master"),
        ("【学歴】高等学校卒業以上。大学で学んだ方は年数を算入できます。", "secondary"),
        ("学歴:大学卒業以上(学士)", "bachelor"),
        # Korean
        ("다. 학력: 학사학위 이상 소지자", "bachelor"),
        ("지리학 등 관련 분야 석사학위 소지자", "master"),
        ("학력: 석사 이상", "master"),
        # Portuguese
        ("Habilitações académicas: mestrado em geografia. A licenciatura pós-Bolonha não é suficiente.", "master"),
        ("Titulares de mestrado em estatística.", "master"),
        ("Formação: ensino médio completo. Graduação em economia será considerada um diferencial.", "secondary"),
        ("Ensino superior completo (graduação) em economia", "bachelor"),
        ("Être titulaire d'un diplôme de master 2 ou équivalent.", "master"),
        ("Diplôme universitaire de niveau master (bac +5) en droit", "master"),
        ("Formation universitaire complète (licence) en sciences sociales", "bachelor"),
        ("Título de postgrado (máster) en economía", "master"),
        ("Estar en posesión de una licenciatura o grado universitario", "bachelor"),
        ("Titulación universitaria superior de segundo ciclo (máster)", "master"),
        ("Universitätsabschluss auf Masterstufe", "master"),
        ("Hochschulabschluss (mindestens Bachelor)", "bachelor"),
        ("abgeschlossenes Hochschulstudium (Master oder gleichwertig)", "master"),
        ("Diploma di laurea magistrale o titolo equipollente", "master"),
        ("Possesso di laurea specialistica in giurisprudenza", "master"),
        ("Een afgeronde universitaire opleiding op masterniveau", "master"),
        ("Universitair diploma (master)", "master"),
        ("Akademisk examen om minst 240 högskolepoäng på magisternivå", "master"),
        ("Du har en kandidatexamen i ekonomi", "bachelor"),
        ("Relevant mastergrad (300 studiepoeng)", "master"),
        ("Høyere utdanning tilsvarende mastergrad", "master"),
        ("Du har en lang videregående uddannelse (cand.) i økonomi", "master"),
        ("Du har en kandidatgrad i jura", "master"),
        ("Hakijalla on ylempi korkeakoulututkinto kauppatieteistä", "master"),
        ("vähintään maisterin tutkinto", "master"),
        ("修士課程以上を修了した者", "master"),
        ("大学院修士号取得者(見込みを含む)", "master"),
        ("석사학위 이상 취득자", "master"),
        ("학사 학위 소지자", "bachelor"),
        ("Mestrado ou pós-graduação em direito", "master"),
        ("Diploma de licenciatura em gestão", "bachelor"),
    ],
)  # fmt: skip
def test_the_degree_is_read_in_the_languages_of_the_sponsors(read, text, education):
    assert read(text, "JPO").posting.education_min == education


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Expérience professionnelle : deux ans au minimum, acquis après le diplôme.", [(None, 2, None)]),
        ("Vous disposez d'au moins trois ans d'expérience professionnelle.", [(None, 3, None)]),
        ("Entre deux et quatre années d'expérience professionnelle", [(None, 2, 4)]),
        ("Experiencia profesional: dos años con máster, o cuatro años con título de grado.",
         [("master", 2, None), ("bachelor", 4, None)]),
        ("Experiencia: un año como mínimo de experiencia profesional pertinente con posgrado, o tres años con título "
         "universitario de primer nivel.", [("master", 1, None), ("bachelor", 3, None)]),
        ("Berufserfahrung: mindestens zwei, höchstens vier Jahre nach Studienabschluss.", [(None, 2, 4)]),
        ("Zwei bis vier Jahre einschlägige Berufserfahrung", [(None, 2, 4)]),
        ("Mindestens zweijährige Berufserfahrung", [(None, 2, None)]),
        ("Drei Jahre Berufserfahrung mit Masterabschluss, fünf Jahre mit Bachelorabschluss",
         [("master", 3, None), ("bachelor", 5, None)]),
        ("È richiesto almeno un anno di esperienza lavorativa retribuita.", [(None, 1, None)]),
        ("Esperienza: due anni con laurea magistrale, quattro anni con laurea triennale",
         [("master", 2, None), ("bachelor", 4, None)]),
        ("Werkervaring: ten minste twee en ten hoogste vier jaar relevante werkervaring.", [(None, 2, 4)]),
        ("Minstens drie jaar werkervaring, waarvan één jaar in plattelandsontwikkeling.", [(None, 3, None)]),
        ("Minst två års relevant och avlönad arbetserfarenhet", [(None, 2, None)]),
        ("Minst to års relevant arbeidserfaring med mastergrad, eller minst fire år med bachelorgrad.",
         [("master", 2, None), ("bachelor", 4, None)]),
        ("Du har to til fire års arbeidserfaring", [(None, 2, 4)]),
        ("Du har minst to års arbeidsrøynsle etter fullført utdanning.", [(None, 2, None)]),
        ("Erhvervserfaring: mindst to års relevant erfaring, heraf gerne seks måneder i et udviklingsland.",
         [(None, 2, None)]),
        ("Mindst 2 og højst 4 års erhvervserfaring", [(None, 2, 4)]),
        ("Työkokemus: vähintään kahden vuoden työkokemus valmistumisen jälkeen.", [(None, 2, None)]),
        ("Työkokemusta vähintään kolme vuotta", [(None, 3, None)]),
        ("Työkokemus: ylempi korkeakoulututkinto ja vähintään kaksi vuotta; alempi korkeakoulututkinto ja vähintään "
         "neljä vuotta", [("master", 2, None), ("bachelor", 4, None)]),
        ("職務経験:関連分野で2年以上の職務経験を有すること。", [(None, 2, None)]),
        ("(4)職歴 電気通信分野における職務経験が3年以上あること。", [(None, 3, None)]),
        ("라. 경력: 학사 3년, 석사 2년, 박사 1년 이상의 관련 분야 경력",
         [("bachelor", 3, None), ("master", 2, None), ("doctorate", 1, None)]),
        ("경력: 2년 이상 4년 이하", [(None, 2, 4)]),
        ("Experiência profissional: mínimo de três anos em planeamento urbano.", [(None, 3, None)]),
        ("Pelo menos dois anos de experiência profissional remunerada", [(None, 2, None)]),
    ],
)  # fmt: skip
def test_years_are_read_in_the_languages_of_the_sponsors(read, text, expected):
    assert tiers(read(text, "JPO").posting) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mange af de JPO'er, vi sender ud, er mellem 27 og 32 år og har to års erfaring, når de begynder.",
        "La oficina tiene más de veinte años de experiencia en la región.",
        "Chaque candidat peut avoir deux ans d'ancienneté.",
    ],
)
def test_the_years_of_others_are_no_experience_in_other_languages(read, text):
    assert read(text, "JPO").posting.experience == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "WORK EXPERIENCE: 3 years of relevant work for holders of an undergraduate degree; 2 years "
            "for holders of a "
            "graduate degree; 1 year for holders of a doctorate SKILLS: clear writing",
            [("bachelor", 3, None), ("master", 2, None), ("doctorate", 1, None)],
        ),
        (
            "Work experience: 2 years for candidates with a master's degree; 4 years for those with a "
            "bachelor's degree.",
            [("master", 2, None), ("bachelor", 4, None)],
        ),
        ("The scholarship runs 2 years for holders of a master's degree.", []),
    ],
)
def test_tiers_may_follow_without_the_word_experience(read, text, expected):
    assert tiers(read(text, "Officer").posting) == expected


def test_schools_of_a_kind_are_no_degree_asked_for(read):
    text = "Mainstream climate education in all upper secondary schools.\nEducation:\n- Master's degree required."
    assert read(text, "Officer").posting.education_min == "master"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Une expérience professionnelle de trois à cinq ans", 3),
        ("Justifier de deux années au moins d'expérience pertinente", 2),
        ("Al menos dos (2) años de experiencia relevante", 2),
        ("Experiencia mínima de un año", 1),
        ("Berufserfahrung von mindestens zwei Jahren", 2),
        ("zwei- bis dreijährige Berufserfahrung", 2),
        ("Esperienza professionale non inferiore a due anni", 2),
        ("minimaal 2 jaar relevante werkervaring", 2),
        ("ten minste drie jaar beroepservaring", 3),
        ("minst tre års kvalificerad erfarenhet", 3),
        ("minimum to års relevant arbeidserfaring", 2),
        ("minimum 2 års erhvervserfaring", 2),
        ("vähintään 2 vuoden kokemus", 2),
        ("kolmen vuoden työkokemus", 3),
        ("3年以上の実務経験を有する者", 3),
        ("관련 업무 경력 3년 이상", 3),
        ("Experiência mínima de dois anos", 2),
        ("Experiência profissional de, pelo menos, 3 anos", 3),
    ],
)
def test_the_least_years_are_read_in_other_words(read, text, years):
    assert read(text, "JPO").posting.experience[0].years_min == years


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Experience\n- Minimum of 24 months of relevant professional experience.", [(None, 2, None)]),
        ("- At least thirty-six (36) months' work experience in development.", [(None, 3, None)]),
        ("- A Master's degree and 12 months of professional experience.", [("master", 1, None)]),
        ("- Not more than 48 months of professional experience after the degree.", [(None, None, 4)]),
        ("- Justifier de 24 mois d'expérience professionnelle au minimum.", [(None, 2, None)]),
        ("- Mínimo de 24 meses de experiencia laboral.", [(None, 2, None)]),
        ("- Mindestens 24 Monate einschlägige Berufserfahrung.", [(None, 2, None)]),
        ("- Almeno 24 mesi di esperienza lavorativa.", [(None, 2, None)]),
        ("- Minimaal 24 maanden werkervaring.", [(None, 2, None)]),
        ("- 실무 경력 24개월 이상", [(None, 2, None)]),
    ],
)
def test_months_of_experience_that_are_whole_years_are_years(read, text, expected):
    posting, _, issues = read(text)
    assert tiers(posting) == expected
    assert [issue for issue in issues if issue.field == "experience"] == []


@pytest.mark.parametrize("months", ["18 months", "six months", "30 (thirty) months"])
def test_months_that_are_no_whole_years_are_an_issue(read, months):
    posting, _, issues = read(f"- At least {months} of relevant professional experience.")
    assert tiers(posting) == []
    (issue,) = [issue for issue in issues if issue.field == "experience"]
    assert issue.kind == "unmapped"
    assert issue.raw == months


@pytest.mark.parametrize(
    "text",
    [
        "The assignment is for 24 months. Experience in the field is an asset.",
        "The JPO gains 24 months of experience in the field.",
        "JPOs acquire 12 months of professional experience at headquarters.",
        "A 12 months contract, in which you build up experience of the work.",
        "- 12 months of work experience abroad is an asset.",
        "Within 6 months of starting work, experience is reviewed.",
        "After 12 months of service the experience is assessed.",
        "The first 12 months of work experience are spent in Geneva.",
    ],
)
def test_other_months_are_no_experience(read, text):
    posting, _, issues = read(text)
    assert tiers(posting) == []
    assert [issue for issue in issues if issue.field == "experience"] == []
