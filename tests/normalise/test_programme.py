"""JPO or not."""

import pytest


@pytest.mark.parametrize(
    ("title", "text", "programme"),
    [
        ("WHO JPO - Technical Officer", "", "JPO"),
        ("Programme Analyst (Junior Professional Officer - Netherlands)", "", "JPO"),
        ("Associate Protection Officer", "## Staff Member / Affiliate Type\n\nJunior Professional Officer", "JPO"),
        ("Officer", "Grade\nPR2\nJunior Professional Officer\nRegular", "JPO"),
        ("Officer", "This vacancy is opened under the JPO scheme sponsored by the Government of Finland.", "JPO"),
        ("Officer", "The position falls under the Dutch JPO Programme.", "JPO"),
        ("Officer", "This is a Junior Professional Officer (JPO) position.", "JPO"),
        ("SDP - Climate Specialist", "", "SDP"),
        ("SARC, Resident Coordinator Office", "", "SARC"),
        ("Associate Expert in Statistics", "", "AE"),
        ("국제기구초급전문가(JPO) 선발 공고", "", "JPO"),
    ],
)
def test_a_jpo_is_known_by_title_field_or_formula(read, title, text, programme):
    posting = read(text, title).posting
    assert (posting.is_jpo, posting.programme) == (True, programme)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("HR Associate", "Supports the administration of JPOs and consultants."),
        ("JPO Programme Manager", "Manages the programme."),
        ("Deputy Representative", "Supervises the team, including the JPO."),
        ("Analyst", "Experience as a JPO or UN Volunteer is an asset."),
        ("Analyst [Open to Tier 0]", "Tier 0: staff, including JPOs in their last year."),
        ("UN Volunteer (JPO support)", ""),
        ("HR Officer", "The JPO Service Centre advertises posts of many agencies."),
    ],
)
def test_a_word_in_the_body_is_no_jpo(read, title, text):
    posting = read(text, title).posting
    assert (posting.is_jpo, posting.programme) == (False, None)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Spécialiste adjoint(e) des droits de l'homme (JEA)", ""),
        ("Experte associée / expert associé – Santé", ""),
        ("Jeune expert(e) associé(e) en nutrition", ""),
        ("Jeunes Experts Associés : nutrition", ""),
        ("Beigeordnete/r Sachverständige/r für Klima", ""),
        ("JPO-Programm: Ausschreibung OCHA Genf", ""),
        ("Giovane funzionario – Assistenza alla migrazione", ""),
        ("Oficial Profesional Subalterno de Nutrición", ""),
        ("Experto asociado en Nutrición", ""),
        ("Profesionales Oficiales Subalternos: Nutrición", ""),
        ("ＪＰＯ派遣候補者選考", ""),
        ("アソシエート・エキスパート", ""),
        ("준전문가(순환경제) 선발", ""),
        ("Assistent-deskundige voedselzekerheid", ""),
        ("Biträdande expert inom hälsa", ""),
        ("Juniorekspert i barnevern", ""),
        ("Apulaisasiantuntijan tehtävä", ""),
        ("Climate Analyst", "Italian JPO Programme - Edition 2026\nPosition JPO/2026/1/2\n\nGrade: P-2"),
        ("Analyst", "PROGRAMM BEIGEORDNETE SACHVERSTÄNDIGE / JPO – AUSSCHREIBUNGSRUNDE 2027\nGrade: P-2"),
        ("Spécialiste", "Ministère\nProgramme des Jeunes experts associés (JEA / JPO)\nGrade : P-2"),
    ],
)
def test_a_jpo_is_known_in_the_sponsors_own_languages(read, title, text):
    assert read(text, title).posting.is_jpo


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Expert in Nutrition", "Jonge professionals zijn welkom."),
        ("Directeur", "JEAN"),
        ("Student", "Om os\nJPO Service Centre rekrutterer. Stillingen er ikke en JPO-stilling."),
        ("HR Officer", "UNDP\nJPO Service Centre\nGrade: P-3"),
        ("Nutrition Officer", "Young Professionals Programme 2027: Nutrition\nGrade: P-1"),
    ],
)
def test_names_of_the_programme_in_other_senses_are_no_jpo(read, title, text):
    assert not read(text, title).posting.is_jpo
