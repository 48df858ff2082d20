"""Age limits."""

from datetime import date

import pytest


@pytest.mark.parametrize(
    ("text", "highest", "on"),
    [
        ("Candidates are not older than 32 years of age as of 31st December of 2021.", 32, date(2021, 12, 31)),
        ("The maximum age limit is 32 years.", 32, None),
        ("Age limit: 32", 32, None),
        (
            "Candidates may not be over 32 years on 31 December of the year in which they apply.\nDeadline: 3 May 2026",
            32,
            date(2026, 12, 31),
        ),
        ("Candidates must be under the age of thirty-three.", 32, None),
        ("Candidates must be under the age of thirty-two (inclusive) when applying.", 32, None),
        ("Applicants must not have turned 33 at the time of application.", 32, None),
        ("Applicants aged 32 years or younger may apply.", 32, None),
        ("You must be a citizen of Sweden and must not have turned 33 when applying.", 32, None),
        ("Applicants may not have reached their thirty-third birthday by then.", 32, None),
        ("Applicants must not have celebrated their fortieth birthday.", 39, None),
        ("Candidates should be aged between 21 and 32 at the date of application.", 32, None),
        ("- Swiss citizenship; aged 38 at most when applying", 38, None),
        ("만 32세 이하", 32, None),
        ("年齢: 35歳以下", 35, None),
        ("Altershöchstgrenze: 32 Jahre", 32, None),
        ("Children under the age of 24 months are the focus.", None, None),
        ("At least 25 years of experience; no older than the team.", None, None),
    ],
)
def test_an_age_limit_is_the_highest_age_still_eligible(read, text, highest, on):
    age = read(text, "JPO Officer").posting.age
    assert ((age.max, age.on) if age else (None, None)) == (highest, on)


def test_the_year_of_application_is_the_deadline_s(read):
    text = "Maximum age limit is 32 years as of 31 December of the year of application.\nDeadline: 1 March 2026"
    assert read(text, "JPO Officer").posting.age.on == date(2026, 12, 31)


def test_without_a_printed_year_the_reference_day_stays_unknown(read):
    text = "Maximum age limit is 32 years as of 31 December of the year of application."
    age = read(text, "JPO Officer").posting.age
    assert (age.max, age.on) == (32, None)


def test_a_birth_date_is_read(read):
    text = "Not older than 32 years (Born after Jan. 1 1989)"
    assert read(text, "JPO").posting.age.born_on_or_after == date(1989, 1, 1)


def test_military_service_extends_the_limit(read):
    text = (
        "Maximum age limit: 32 years. For those who did military service: - Less than one year will "
        "be extended for one "
        "year; - two years or more will be extended for three years."
    )
    age = read(text, "JPO").posting.age
    assert [(extension.years, extension.when) for extension in age.extensions] == [
        (1, "Less than one year"),
        (3, "two years or more"),
    ]


def test_two_limits_are_a_conflict(read):
    found = read("Maximum age limit is 32 years. Age limit: 35 years.", "JPO")
    assert found.posting.age.max == 32
    assert [issue.kind for issue in found.issues] == ["conflict"]


def test_two_reference_days_are_a_conflict_and_the_sponsor_s_counts(read):
    text = (
        "Age limit: 32 years on 1 March 2026.\n\n## Requirements of the JPO programme\n\n"
        "The maximum age limit is 32 years as of 31 December 2026."
    )
    found = read(text, "JPO")
    assert found.posting.age.on == date(2026, 12, 31)
    assert [issue.kind for issue in found.issues] == ["conflict"]


@pytest.mark.parametrize(
    ("text", "highest", "on"),
    [
        ("Limite d'âge : avoir moins de 33 ans au 31 décembre 2026.", 32, date(2026, 12, 31)),
        ("Vous n'avez pas plus de 32 ans à l'échéance du délai.", 32, None),
        ("Être âgé de 32 ans au plus au 31 décembre 2026.", 32, date(2026, 12, 31)),
        ("Edad: no haber cumplido 33 años a 31 de diciembre de 2027.", 32, date(2027, 12, 31)),
        ("Edad máxima: 32 años.", 32, None),
        ("Ser menor de 33 años en la fecha de cierre.", 32, None),
        ("Sie dürfen das 33. Lebensjahr am Tag des Bewerbungsschlusses noch nicht vollendet haben.", 32, None),
        ("Altersgrenze: maximal 32 Jahre zum 31. Dezember 2026", 32, date(2026, 12, 31)),
        ("Bewerberinnen und Bewerber müssen jünger als 33 Jahre sein.", 32, None),
        ("Età: non superiore ai 30 anni al 31 dicembre 2026.", 30, date(2026, 12, 31)),
        ("I candidati non devono aver compiuto 31 anni.", 30, None),
        ("Je bent op de datum van indiensttreding hoogstens 30 jaar oud.", 30, None),
        ("Je bent op 31 december 2027 niet ouder dan 32 jaar.", 32, date(2027, 12, 31)),
        ("Du får inte ha fyllt 33 år när ansökan lämnas in.", 32, None),
        ("Du ska vara under 33 år när ansökningstiden går ut.", 32, None),
        ("Søkere må ikke ha fylt 33 år ved søknadsfristens utløp.", 32, None),
        ("Du må højst være 32 år den 31. december 2027.", 32, date(2027, 12, 31)),
        ("Du må ikke være fyldt 33 år ved ansøgningsfristens udløb.", 32, None),
        ("Ikäraja: hakijan tulee olla alle 33-vuotias 31.12.2026.", 32, date(2026, 12, 31)),
        ("Hakija ei saa olla täyttänyt 33 vuotta hakuajan päättyessä.", 32, None),
        ("年齢:令和9年2月1日現在で35歳以下であること。", 35, date(2027, 2, 1)),
        ("나. 연령: 만 32세 이하(2026. 12. 31. 기준)", 32, date(2026, 12, 31)),
        ("만 33세 미만인 사람(2026.12.31. 기준)", 32, date(2026, 12, 31)),
        ("Idade igual ou inferior a 32 anos em 31 de dezembro de 2026.", 32, date(2026, 12, 31)),
        ("Pessoas com menos de 33 anos à data da candidatura.", 32, None),
        ("Être âgé(e) de moins de 33 ans à la date de clôture", 32, None),
        ("Ne pas avoir dépassé l'âge de 32 ans", 32, None),
        ("Tener menos de 33 años", 32, None),
        ("No haber cumplido los 35 años", 34, None),
        ("Alter: unter 33 Jahren", 32, None),
        ("Sie sind nicht älter als 32 Jahre", 32, None),
        ("non aver compiuto il 31° anno di età", 30, None),
        ("età massima: 30 anni", 30, None),
        ("Je bent maximaal 32 jaar", 32, None),
        ("jonger dan 33 jaar", 32, None),
        ("Du får vara högst 32 år", 32, None),
        ("ikke ha fylt 33 år", 32, None),
        ("du er under 33 år", 32, None),
        ("Du må ikke være ældre end 32 år", 32, None),
        ("Hakija on alle 33-vuotias", 32, None),
        ("35歳未満の方", 34, None),
        ("満35歳以下", 35, None),
        ("만 32세를 초과하지 않은 자", 32, None),
        ("Ter até 32 anos", 32, None),
        ("Não ter idade superior a 32 anos", 32, None),
        ("Det er inga øvre aldersgrense.", None, None),
        ("Barntillägg upp till 28 års ålder betalas av organisationen.", None, None),
    ],
)
def test_an_age_limit_is_read_in_the_languages_of_the_sponsors(read, text, highest, on):
    age = read(text, "JPO").posting.age
    assert ((age.max, age.on) if age else (None, None)) == (highest, on)


@pytest.mark.parametrize(
    ("text", "highest"),
    [
        ("You may be at most 38 years of age when you apply.", 38),
        ("Candidates must be at the most 32 years old.", 32),
        ("Applicants should be aged 32 or below.", 32),
        ("Candidates must not be over 32 years of age.", 32),
        ("Applicants have to be 32 years old or less.", 32),
        ("The upper age limit is 32 years on the date of application.", 32),
        ("Candidates must not have passed their 33rd birthday.", 32),
        ("Candidates who have not yet reached their 33rd birthday may apply.", 32),
        ("Eligible candidates: 32 years of age or younger.", 32),
        ("Candidates with at most 25 years of experience.", None),
        ("The team is at most 30 years old.", None),
    ],
)
def test_an_age_limit_is_printed_in_many_ways(read, text, highest):
    age = read(text, "JPO Officer").posting.age
    assert (age.max if age else None) == highest


def test_the_limit_of_the_jpo_programme_is_not_that_of_another_post(read):
    text = "The Junior Professional Officer (JPO) programme, with an age limit of 32 years, is another matter."
    assert read(text, "Junior Professional in Delegation (JPD)").posting.age is None
    assert read(text, "JPO Officer").posting.age.max == 32


def test_a_wish_for_young_applicants_is_no_limit(read):
    text = "We encourage people under 35 years to apply. Alentamos a personas con menos de 35 años a postular."
    assert read(text, "Officer").posting.age is None
