"""Sponsor and nationality: who pays, and who may apply."""

from dataclasses import replace

import pytest

from jpo_scraper.sources.model import UNKNOWN_SOURCE
from jpo_scraper.vocab import Basis, Field

FORMULA = "This post is open in the context of the JPO scheme sponsored by the Government of {} and is addressed {}."


@pytest.mark.parametrize(
    ("text", "sponsors", "include"),
    [
        (FORMULA.format("the Republic of Korea", "exclusively to nationals of the Republic of Korea"), ["KR"], ["KR"]),
        (FORMULA.format("Norway", "exclusively to NORWEGIAN NATIONALS"), ["NO"], ["NO"]),
        (FORMULA.format("the Netherlands", "exclusively to candidates with the DUTCH NATIONALITY"), ["NL"], ["NL"]),
        (FORMULA.format("Finland", "only to Finnish citizens"), ["FI"], ["FI"]),
        ("A JPO position reserved for candidates with Swedish nationality.", [], ["SE"]),
        ("The post falls under the Danish JPO Programme; only nationals of Denmark may apply.", ["DK"], ["DK"]),
        ("Minimum qualification requirements for all Dutch funded JPOs: Dutch nationality.", ["NL"], ["NL"]),
        ("JPO vacancies funded by the Republic of Korea: 1. Korean citizenship 2. Fluency", ["KR"], ["KR"]),
        (
            "JPO post sponsored by the Government of the Netherlands, open to nationals of Kenya, Uganda and Lao PDR.",
            ["NL"],
            ["KE", "UG", "LA"],
        ),
        ("This JPO post is financed by the Governments of Germany.", [], []),
    ],
)
def test_sponsor_and_nationality_are_read_from_formula_sentences(read, text, sponsors, include):
    posting = read(text, "Associate Officer (JPO)").posting
    assert (list(posting.sponsors), list(posting.nationalities.include)) == (sponsors, include)


@pytest.mark.parametrize(
    ("title", "sponsors", "include"),
    [
        ("JPO Nutrition Officer, Tashkent (Open to Finnish Nationals Only)", [], ["FI"]),
        ("JPO Officer (For Norwegian Nationals only)", [], ["NO"]),
        ("Child Officer (Junior Professional Officer Position)-Open to Norwegian nationals only", [], ["NO"]),
        ("Programme Analyst (Junior Professional Officer - Netherlands)", ["NL"], []),
        ("Analyst (Junior Professional Officer Programme - Finland)", ["FI"], []),
    ],
)
def test_titles_speak_too(read, title, sponsors, include):
    posting = read("", title).posting
    assert (list(posting.sponsors), list(posting.nationalities.include)) == (sponsors, include)


@pytest.mark.parametrize(
    "text",
    [
        "Only Honduran citizens or candidates legally present in Honduras with a work permit are eligible.",
        "Applicants must be nationals of Panama or non-Panamanians who reside in the country.",
        "We work with nationals of Syria who fled.",
        "The project is funded by the Government of Canada.",
    ],
)
def test_sentences_that_shut_nobody_out_give_no_nationality(read, text):
    posting = read(text, "Field Officer").posting
    assert posting.nationalities.include == ()
    assert posting.sponsors == ()


def test_the_republic_of_korea_is_never_the_north(read):
    for words in ("Korea", "the Republic of Korea", "South Korea", "Korean nationality"):
        include = read(f"JPO position open exclusively to nationals of {words}.", "JPO").posting.nationalities.include
        assert "KP" not in include


def test_excluded_countries_are_kept_apart(read):
    text = "Open to nationals of Kenya, Uganda and Rwanda, except nationals of Rwanda."
    nationalities = read(text, "JPO Officer").posting.nationalities
    assert (nationalities.include, nationalities.exclude) == (("KE", "UG"), ("RW",))


def test_a_list_kept_elsewhere_is_a_note(read):
    text = (
        "Addressed exclusively to people with the nationality of one of the following eligible countries: list-2026.pdf"
    )
    nationalities = read(text, "JPO Officer").posting.nationalities
    assert nationalities.include == ()
    assert "eligible countries" in (nationalities.note or "")


def test_the_source_s_sponsor_is_a_fact_that_fills_no_field(read):
    found = read("A JPO post at an agency.", "JPO Officer", replace(UNKNOWN_SOURCE, sponsor="KR", title="Korea"))
    assert found.posting.sponsors == ()
    (fact,) = [fact for fact in found.facts if fact.field is Field.SPONSORS]
    assert (fact.value, fact.basis) == ("KR", Basis.SOURCE_RULE)


@pytest.mark.parametrize(
    ("text", "sponsors"),
    [
        ("This JPO assignment is made possible by the Federal Ministry for European and International Affairs of "
         "Austria.", ["AT"]),
        ("This Junior Professional Officer appointment is funded by the Government of Switzerland through SECO.",
         ["CH"]),
        ("Finland pays for this post under its JPO scheme.", ["FI"]),
        ("The costs of this post are met by Norway.", ["NO"]),
        ("This JPO post is opened with funding from the Government of Japan.", ["JP"]),
        ("Thanks to a contribution from Denmark this post could be opened.", ["DK"]),
        ("This position is paid for by Sweden.", ["SE"]),
        ("The post forms part of the Danish JPO Programme.", ["DK"]),
        ("The Danish Ministry of Foreign Affairs meets all costs of this Junior Professional Officer post.", ["DK"]),
        ("The Development Agency of Sweden carries the cost of this assignment.", ["SE"]),
        ("The Grand Duchy of Luxembourg, through its Ministry of Foreign and European Affairs, funds this position.",
         ["LU"]),
        ("The Belgian Directorate-General for Development Cooperation (DGD) pays for this post.", ["BE"]),
        ("Global Affairs Canada supports this placement.", ["CA"]),
        ("The costs of this assignment are met in full by the United States Support Program.", ["US"]),
        ("This JPO position is paid out of the trust fund of the Italian Ministry of Economy.", ["IT"]),
        ("This is a Finnish-funded post.", ["FI"]),
        ("Donor:\nRepublic of Austria (Federal Ministry for European and International Affairs)", ["AT"]),
        ("With money from Sweden and Japan, the Office supports apprenticeships in Ethiopia.", []),
        ("The office in Kenya, with partners, covers all districts. UNICEF funds this post.", []),
        ("UNHCR in Jordan pays for this assignment.", []),
        ("In Norway, the office funds this position.", []),
        ("The agency in the Netherlands funds this position.", []),
        ("The JPO works with the Government of Malawi, which supports the position of women.", []),
        ("The post belongs to the scheme agreed with the Government of Denmark, which bears its cost.", ["DK"]),
        ("Irish Aid will meet the full cost of the position for a year.", ["IE"]),
        ("The United Kingdom, acting through the Department for Science, has agreed to fund a Junior Professional "
         "Officer.", ["GB"]),
        ("It is announced under the Associate Expert agreement between ICAO and the Government of Japan.", ["JP"]),
        ("The JPO agreement between ADB and the Ministry for Foreign Affairs of Finland opens the door.", ["FI"]),
        ("The JPO keeps the link between the office and partners in Kenya.", []),
        ("Funding\tFrance", ["FR"]),
        ("Costs of travel to Ghana are covered by the agency that runs camps in Togo.", []),
        ("The Danish office briefs JPO candidates. Donors such as Japan fund the country programme.", []),
        ("The project is made possible by the Federal Ministry for the Environment of Germany.", []),
    ],
)  # fmt: skip
def test_who_pays_is_said_in_many_ways(read, text, sponsors):
    assert list(read(text, "Associate Officer (JPO)").posting.sponsors) == sponsors


@pytest.mark.parametrize(
    ("text", "include", "exclude"),
    [
        ("WHO CAN APPLY\nNationals of Angola, Bahrain and Timor-Leste.", ("AO", "BH", "TL"), ()),
        ("Who may apply?\n- Citizens of Kenya or Uganda", ("KE", "UG"), ()),
        ("Eligibility: nationals of Papua New Guinea and Kiribati.", ("PG", "KI"), ()),
        ("Nationals of Angola and Bahrain live in the camp.", (), ()),
        ("Citizens of Kenya were asked what they think.", (), ()),
        ("All nationalities may apply; only citizens of Tajikistan are excluded as the post is an international one.",
         (), ("TJ",)),
        ("Nationals of Jordan cannot apply.", (), ("JO",)),
        ("Nationals of Jordan are excluded from this post.", (), ("JO",)),
        ("Citizens of the country of the duty station are not eligible.", (), ()),
        ("Only nationals of Jordan are eligible.", ("JO",), ()),
        ("This post is open to non-Jordanian nationals only.", (), ("JO",)),
        ("Reserved for non-Jordanian candidates.", (), ("JO",)),
        ("Non-Jordanian nationals only", (), ("JO",)),
        ("Non-Jordanian nationals must show a work permit.", (), ()),
        ("U.S. citizenship is a condition of appointment.", ("US",), ()),
        ("Who may apply\tHolders of French nationality, born after 31 December 1993", ("FR",), ()),
        ("Candidates who do not hold Norwegian citizenship will not be considered.", ("NO",), ()),
        ("The candidate must therefore be a citizen of Finland.", ("FI",), ()),
        ("Danish citizenship is required.", ("DK",), ()),
        ("Respect for British citizens' rights is required.", (), ()),
        ("Support of Kenyan nationals is required of the officer.", (), ()),
        ("It can be filled only by nationals of the following countries: Benin, Mali and Uganda.",
         ("BJ", "ML", "UG"), ()),
        ("Recruitment open to: External candidates, British citizens", ("GB",), ()),
        ("Applicants must:\n\n- be a citizen of Ireland (dual citizens may apply);", ("IE",), ()),
        ("Candidatures are invited from nationals of the following partner countries: Benin, Mali and Uganda.",
         ("BJ", "ML", "UG"), ()),
    ],
)  # fmt: skip
def test_lists_of_nationals_let_in_or_shut_out(read, text, include, exclude):
    nationalities = read(text, "Officer").posting.nationalities
    assert (nationalities.include, nationalities.exclude) == (include, exclude)


@pytest.mark.parametrize(
    ("text", "include", "sponsors"),
    [
        ("Le poste est réservé aux ressortissants suisses.", ["CH"], []),
        ("Peuvent postuler les citoyens belges ; la Belgique finance le poste.", ["BE"], ["BE"]),
        ("Avoir la nationalité luxembourgeoise. Le Grand-Duché de Luxembourg finance ce poste.", ["LU"], ["LU"]),
        ("Sont admis les candidats de toutes nationalités, sans distinction.", [], []),
        ("El puesto va dirigido únicamente a nacionales de España y está financiado por el Gobierno español.", ["ES"],
         ["ES"]),
        ("Poseer la nacionalidad española.", ["ES"], []),
        ("Die Ausschreibung richtet sich an Schweizer Staatsangehörige. Die Schweiz finanziert die Stelle.", ["CH"],
         ["CH"]),
        ("Sie besitzen die deutsche Staatsangehörigkeit.", ["DE"], []),
        ("Österreichische Staatsbürgerinnen und Staatsbürger; Österreich trägt die Kosten der Stelle.", ["AT"], ["AT"]),
        ("Bewerben können sich Personen aller Staatsangehörigkeiten.", [], []),
        ("Essere in possesso della cittadinanza italiana. Il posto è finanziato dal Governo italiano.", ["IT"], ["IT"]),
        ("Je bezit de Nederlandse nationaliteit; Nederland financiert de functie.", ["NL"], ["NL"]),
        ("Je bent Belg of hebt een verblijfsvergunning.", [], []),
        ("Du är svensk medborgare och tjänsten finansieras av svenska regeringen.", ["SE"], ["SE"]),
        ("Sökande ska ha finländskt medborgarskap.", ["FI"], []),
        ("Stillingen er kun åpen for norske statsborgere og finansieres av Utenriksdepartementet i Norge.", ["NO"],
         ["NO"]),
        ("Du er norsk statsborgar.", ["NO"], []),
        ("Du skal have dansk indfødsret.", ["DK"], []),
        ("Kun danske statsborgere kan søge; Danmark finansierer stillingen.", ["DK"], ["DK"]),
        ("Tehtävää voivat hakea Suomen kansalaiset. Tehtävän rahoittaa Suomen hallitus.", ["FI"], ["FI"]),
        ("Hakijan tulee olla Suomen kansalainen.", ["FI"], []),
        ("日本国籍を有する者に限ります。経費は日本政府が負担します。", ["JP"], ["JP"]),
        ("日本国民であること。", ["JP"], []),
        ("대한민국 국적을 보유한 자. 파견 비용은 대한민국 정부가 부담함.", ["KR"], ["KR"]),
        ("대한민국 국민으로서 해외여행에 결격사유가 없는 자", ["KR"], []),
        ("Ter nacionalidade portuguesa; o posto é financiado por Portugal.", ["PT"], ["PT"]),
        ("Destinado a cidadãos brasileiros.", ["BR"], []),
    ],
)  # fmt: skip
def test_citizens_and_payers_are_named_in_the_languages_of_the_sponsors(read, text, include, sponsors):
    posting = read(text, "JPO Officer").posting
    assert (list(posting.nationalities.include), list(posting.sponsors)) == (include, sponsors)
