"""How long the assignment is."""

import pytest


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Duration of assignment: Two years", 24),
        ("Assignment Duration : 1 Years", 12),
        ("Term Duration: 3 years 0 months", 36),
        ("Contract duration:\n11 months", 11),
        ("- Contract Duration 1 Year", 12),
        ("Einsatzdauer: zwei Jahre", 24),
        ("파견기간: 2년", 24),
        ("派遣期間: 2年", 24),
        ("The appointment is for an initial period of one year.", 12),
        ("Duration: two (net) years", 24),
        ("Contract: one year, with possible extension", 12),
        ("The contract is offered for one year, with possible extension.", 12),
        ("12 months, renewable for a second and a third year", 12),
        ("This position is available for two years initially, subject to funding.", 24),
        ("Duration: to be agreed", None),
    ],
)
def test_a_duration_is_in_months(read, text, months):
    assert read(text, "JPO Officer").posting.duration_months == months


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Nature of appointment\tFixed-term, two years", 24),
        ("The initial contract will last. The duration of initial contract will be 50 days over 6 months.", 6),
        ("Staff on an international staff contract, 36 months initially, renewable.", 36),
        ("Type of contract: Fixed-term, one year, renewable", 12),
        ("Contract type: Fixed Term\nDuration: 2 years", 24),
        ("Period: 12 months from 1 September 2027, may be extended by another 12 months", 12),
        ("Duration\nOne year initially, renewable subject to performance", 12),
        ("The two-year contract of a colleague ended.", None),
        ("This is a one-year contract with possible extension to two.", 12),
        ("We offer a two-year fixed-term appointment.", 24),
        ("The contract has an initial duration of two years, renewable for a third.", 24),
        ("An initial period of two years, renewable for a third year.", 24),
        ("The assignment is for two years, with a possible third year.", 24),
        ("The JPO is appointed for two years.", 24),
        ("JPO contracts are issued for one year at a time. The assignment lasts two years.", 24),
        ("The duration of this assignment will be up to 120 working days over a 5 months period.", 5),
        ("Duration of contract: up to 11 months", 11),
        ("Fixed-term (24 months)", 24),
        ("Duration: 2 (two) years", 24),
        ("Length of contract: Two (2) years", 24),
        ("Nutrition Consultant, Vientiane, 10 months\n\nThe consultant helps.", 10),
        ("A probation period of six months applies.", None),
        ("The project has a duration of five years.", None),
        ("The initial assessment took two years.", None),
        ("Applicants need two years of experience under a fixed-term contract.", None),
    ],
)
def test_a_duration_is_printed_in_many_ways(read, text, months):
    assert read(text, "Officer").posting.duration_months == months


def test_a_title_may_say_it(read):
    assert read("", "Nutrition Consultant, Vientiane, 10 months").posting.duration_months == 10


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Durée de l'engagement\nDeux ans", 24),
        ("Durée du contrat : onze mois", 11),
        ("Periodo de asignación/servicios: Tres (3) meses.", 3),
        ("Duración de contrato: 04 meses", 4),
        ("Le contrat est conclu pour une durée de deux ans.", 24),
        ("L'affectation dure vingt-quatre mois, renouvelable une fois.", 24),
        ("Contrat initial d'un an renouvelable", 12),
        ("Duración: dos años", 24),
        ("El contrato tendrá una duración de 24 meses.", 24),
        ("La asignación es por un período inicial de un año, prorrogable.", 12),
        ("Die Vertragsdauer beträgt zwei Jahre. Eine Verlängerung um ein drittes Jahr ist möglich.", 24),
        ("Die Stelle ist auf zwei Jahre befristet.", 24),
        ("Der Einsatz dauert in der Regel 24 Monate.", 24),
        ("Laufzeit: 2 Jahre", 24),
        ("Il contratto ha una durata complessiva di ventiquattro mesi.", 24),
        ("Tipo di incarico: a tempo determinato, un anno, rinnovabile", 12),
        ("De aanstelling geldt voor twee jaar. Bij goed functioneren kan een derde jaar volgen.", 24),
        ("Het contract heeft een looptijd van 24 maanden.", 24),
        ("Kontraktet gäller två år med möjlighet till ett tredje år.", 24),
        ("Tjänsten är tidsbegränsad till två år.", 24),
        ("Anställningen är på 24 månader.", 24),
        ("Varighet: To år", 24),
        ("Stillingen er tidsbegrenset til to år, med mulighet for forlengelse.", 24),
        ("Engasjementet varer i tre år.", 36),
        ("Stillingen er tidsbegrænset til 12 måneder fra 1. februar 2027.", 12),
        ("Ansættelsen gælder for to år.", 24),
        ("Kesto: kaksi vuotta", 24),
        ("Tehtävä on kahden vuoden mittainen.", 24),
        ("Sopimus tehdään kahdeksi vuodeksi.", 24),
        ("派遣期間 原則2年間", 24),
        ("任期:2年(1年の延長があり得る)", 24),
        ("契約期間は12か月です。", 12),
        ("【契約形態】有期契約(1年、更新の可能性あり)", 12),
        ("파견기간: 2년", 24),
        ("마. 파견기간: 2년", 24),
        ("계약기간은 1년이며 연장할 수 있습니다.", 12),
        ("Duração: dois anos", 24),
        ("O contrato tem a duração de vinte e quatro meses.", 24),
        ("Tipo de contrato: contrato de pessoal nacional, 12 meses, com possibilidade de renovação", 12),
        ("La mission est prévue pour deux ans, avec possibilité de prolongation.", 24),
        ("Contrat de vingt-quatre mois", 24),
        ("Contrato de dos años de duración", 24),
        ("El nombramiento inicial es de un año", 12),
        ("Die Anstellung erfolgt für zunächst zwei Jahre.", 24),
        ("Befristet auf 24 Monate", 24),
        ("L'incarico ha una durata di due anni", 24),
        ("Contratto a tempo determinato di 12 mesi", 12),
        ("Je krijgt een contract voor twee jaar", 24),
        ("Duur van de opdracht: 24 maanden", 24),
        ("Uppdraget omfattar två år", 24),
        ("Anställningsform: visstid, 2 år", 24),
        ("Kontrakten har en varighet på to år", 24),
        ("Stillingen er et toårig engasjement", 24),
        ("Stillingen er for en periode på to år", 24),
        ("Toimikausi on kaksi vuotta", 24),
        ("Tehtävä on määräaikainen (2 vuotta)", 24),
        ("任期は2年とする。", 24),
        ("派遣期間は原則2年間です。", 24),
        ("파견 기간은 2년입니다.", 24),
        ("O contrato é de 24 meses", 24),
        ("Duração do contrato: dois (2) anos", 24),
    ],
)
def test_a_duration_is_read_in_the_languages_of_the_sponsors(read, text, months):
    assert read(text, "JPO").posting.duration_months == months


@pytest.mark.parametrize(
    "text",
    [
        "Le projet a une durée de vie qui dépasse la décennie.",
        "Die Stelle verlangt mindestens zwei Jahre Berufserfahrung.",
        "Il periodo di prova è di sei mesi.",
        "Stillingen krever to års erfaring.",
        "Een verlenging met één jaar is mogelijk.",
    ],
)
def test_other_stretches_of_time_are_no_duration(read, text):
    assert read(text, "JPO").posting.duration_months is None
