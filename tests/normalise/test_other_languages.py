"""What adverts in other languages than English say, in sentences of their own forms."""

from datetime import date

import pytest

from jpo_scraper.normalise.dates import find_dates


@pytest.mark.parametrize(
    ("text", "on", "time", "zone"),
    [
        (
            "Le formulaire en ligne sera fermé le 4 mars 2027 à 18 h (heure de Rome).",
            "2027-03-04",
            "18:00",
            "Europe/Rome",
        ),
        ("Les inscriptions seront closes le 5 mars 2027.", "2027-03-05", None, None),
        ("El plazo vence el 8 de abril de 2027, a las 14:00 (hora de Madrid).", "2027-04-08", "14:00", "Europe/Madrid"),
        ("As candidaturas encerram-se a 9 de abril de 2027.", "2027-04-09", None, None),
        ("Il bando scade il 10 marzo 2027 alle ore 13:00 (ora di Roma).", "2027-03-10", "13:00", "Europe/Rome"),
        (
            "La domanda va inviata entro le ore 12 (ora di Roma) di lunedì 8 marzo 2027.",
            "2027-03-08",
            "12:00",
            "Europe/Rome",
        ),
        (
            "Das Bewerbungsportal schließt am 12. März 2027 um 24.00 Uhr Schweizer Zeit.",
            "2027-03-12",
            "23:59",
            "Europe/Zurich",
        ),
        ("De vacature sluit op 15 maart 2027.", "2027-03-15", None, None),
        ("Ansökan stänger den 16 mars 2027.", "2027-03-16", None, None),
        ("Søknadsskjemaet stenger 17. mars 2027.", "2027-03-17", None, None),
        ("Haku sulkeutuu 18.3.2027 klo 12.", "2027-03-18", "12:00", None),
        (
            "Inscrições: de 2 de março até as 17h (horário de Lisboa) de 30 de março de 2027",
            "2027-03-30",
            "17:00",
            "Europe/Lisbon",
        ),
        (
            "## 4. 원서접수\n가. 기간: 2027. 3. 2.(화) 10:00 ~ 3. 19.(금) 18:00 (한국시간)",
            "2027-03-19",
            "18:00",
            "Asia/Seoul",
        ),
        ("応募期間　2027年3月2日（火）9時～3月19日（金）17時必着（日本時間）", "2027-03-19", "17:00", "Asia/Tokyo"),
        ("La campaña se cierra en junio; el informe vence el 8 de abril de 2027.", None, None, None),
        ("가. 기간: 2027. 3. 2. ~ 2028. 3. 1.", None, None, None),
    ],
)
def test_the_end_of_applying_is_told_in_many_ways(read, text, on, time, zone):
    deadline = read(text, "JPO").posting.deadline
    assert (deadline and (deadline.on.isoformat(), deadline.time, deadline.zone)) == (on and (on, time, zone))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("vom 3. März 2027, 8:00 Uhr, bis 14. April 2027", date(2027, 3, 3), date(2027, 4, 14)),
        ("2027年1月5日（火）10時～1月22日（金）", date(2027, 1, 5), date(2027, 1, 22)),
        ("令和9年1月5日から同年2月10日", date(2027, 1, 5), date(2027, 2, 10)),
        ("2027년 1월 5일 09:00 ~ 2월 10일", date(2027, 1, 5), date(2027, 2, 10)),
    ],
)
def test_a_clock_may_stand_between_the_days_of_a_range(text, first, last):
    (span,) = find_dates(text)
    assert (span.from_on, span.on) == (first, last)


@pytest.mark.parametrize(
    ("text", "city", "country"),
    [
        ("Du placeras i Kampala med resor i regionen.", "Kampala", "UG"),
        ("Vous serez basée à Bamako (Mali).", "Bamako", "ML"),
        ("Einsatzort ist Accra.", "Accra", "GH"),
        ("Standplaats is Kigali, Rwanda.", "Kigali", "RW"),
        ("Tjenestestedet er Beirut i Libanon.", "Beirut", "LB"),
        ("El lugar de destino es Lima.", "Lima", "PE"),
        ("Lieu d'exercice : Niamey, Niger, avec des missions à Cotonou (Bénin)", "Niamey", "NE"),
        ("Einsatzort\tLusaka (Sambia) mit Dienstreisen nach Malawi", "Lusaka", "ZM"),
        ("Kvar: Hanoi i Vietnam", "Hanoi", "VN"),
        ("派遣都市　カトマンズ（ネパール）", "Kathmandu", "NP"),
        ("근무지: 오스트리아 빈", "Vienna", "AT"),
        ("Du arbetar i team med kollegor.", None, None),
        ("Vous serez en contact avec Paris.", None, None),
    ],
)
def test_the_city_is_read_where_a_sentence_or_a_label_gives_it(read, text, city, country):
    stations = read(f"{text}\nAllgemeines und mehr dazu, ja och et.", "JPO").posting.duty_stations
    assert [(one.city, one.country) for one in stations] == ([(city, country)] if city else [])


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Märk ansökan med diarienummer UD2027/0412.", "UD2027/0412"),
        ("Bitte geben Sie die Kennziffer APO-27-118 an.", "APO-27-118"),
        ("Vermeld bij uw sollicitatie vacaturenummer AE/2027/9.", "AE/2027/9"),
        ("Indiquez la référence JEA/2027/OIT/3 dans votre lettre.", "JEA/2027/OIT/3"),
        ("Citando el código de la convocatoria ESP-27/4.", "ESP-27/4"),
        ("Inserat-Nr.\n60417", "60417"),
        ("Edital nº 14/2027", "14/2027"),
        ("Convocatoria: 2027", None),
        ("La référence 12/03/2027 est une date.", None),
        ("Une expérience de référence est utile.", None),
    ],
)
def test_the_number_of_a_notice_may_stand_in_a_sentence(read, text, reference):
    assert read(text, "JPO").posting.reference == reference


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("Mindestens drei Jahre einschlägige Tätigkeit nach dem Studium.", 3),
        ("Justifier de deux à quatre années de pratique professionnelle.", 2),
        ("Al menos dos años de ejercicio profesional.", 2),
        ("Almeno tre anni di attività lavorativa.", 3),
        ("Minst to års relevant arbeid etter eksamen.", 2),
        ("Twee jaar relevant werk is vereist.", 2),
        ("관련 분야 3년 이상 종사자", 3),
        ("Zwei Jahre Berufserfahrung sind von Vorteil.", None),
        ("Due anni di lavoro documentato costituiscono titolo preferenziale.", None),
        ("Das Projekt läuft drei Jahre in der Praxisphase.", None),
    ],
)
def test_years_of_work_need_no_word_for_experience(read, text, least):
    found = read(f"{text}\nDer Text ist nicht auf Englisch, et pas non plus og ikke.", "JPO").posting.experience
    assert [tier.years_min for tier in found] == ([least] if least is not None else [])


def test_a_number_of_a_degree_and_years_on_the_next_line_are_no_range(read):
    (tier,) = read("- un master 2\n- deux ans d'expérience", "JPO").posting.experience
    assert (tier.years_min, tier.years_max) == (2, None)


@pytest.mark.parametrize(
    ("text", "education"),
    [
        ("- Master de droit\n- le permis et la maîtrise des logiciels", "master"),
        ("Vous possédez un master et le goût du terrain.", "master"),
        ("Abgeschlossener Master der Rechtswissenschaften und mehr.", "master"),
        ("Le master de cérémonie ouvre la séance et la clôt.", None),
    ],
)
def test_a_degree_is_asked_for_in_words_of_having_it(read, text, education):
    assert read(text, "JPO").posting.education_min == education


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Nombramiento temporal (TA), seis meses renovables", 6),
        ("Engagement de douze mois, renouvelable une fois", 12),
        ("Palvelusaika: 12 kuukautta", 12),
        ("Tjänstgöringens längd: två år", 24),
        ("Lengd: tre år", 36),
        ("Cinco años en energías renovables", None),
    ],
)
def test_how_long_it_lasts_is_said_before_words_for_renewing(read, text, months):
    assert read(text, "JPO").posting.duration_months == months


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("Das 31. Lebensjahr darf am 1. Mai 2027 noch nicht vollendet sein und werden.", 30),
        ("18–28 vuoden ikää", 28),
        ("Søkjaren må ikkje vere ikkje over 35 år ved søknadsfristen.", 35),
        ("Die Eltern feiern am 3. März 2027 ihr 25. Jubiläum und mehr.", None),
    ],
)
def test_ages_are_read_in_ordinals_and_ranges(read, text, limit):
    age = read(text, "JPO").posting.age
    assert (age and age.max) == limit


@pytest.mark.parametrize(
    ("text", "sponsor"),
    [
        ("Die Republik Österreich übernimmt die Kosten dieses Dienstpostens.", "AT"),
        ("La Belgique prend en charge ce poste de JPO et les frais.", "BE"),
        ("Nederland bekostigt deze plaats bij het programma en de reis.", "NL"),
        ("El Gobierno de España sufraga este puesto.", "ES"),
        ("Der Vertrag nennt Kenia; die Kosten der Reise trägt das Projekt.", None),
    ],
)
def test_verbs_of_paying_name_the_sponsor(read, text, sponsor):
    assert list(read(text, "Junior Professional Officer (JPO)").posting.sponsors) == ([sponsor] if sponsor else [])


def test_the_last_country_of_a_list_may_follow_or(read):
    text = "Uitsluitend kandidaten met de nationaliteit van een van de volgende landen: Ghana, Kenia, Mali of Oeganda."
    assert read(text, "JPO").posting.nationalities.include == ("GH", "KE", "ML", "UG")


@pytest.mark.parametrize(
    ("text", "required", "desirable"),
    [
        ("Idiomas. Español e inglés (C1). Se valorará el portugués.", {"es", "en"}, {"pt"}),
        ("- inglés (C1) y francés (B2) para el puesto", {"en", "fr"}, set()),
        ("Flydende engelsk og fransk, portugisisk er en fordel.", {"en", "fr"}, {"pt"}),
        ("Sehr gute Englischkenntnisse, Arabisch von Vorteil.", {"en"}, {"ar"}),
        ("## Requisiti preferenziali\nConoscenza della lingua tedesca e del settore.", set(), {"de"}),
        ("Português fluente. Noções de francês ou espanhol contam pontos.", {"pt"}, {"fr", "es"}),
    ],
)
def test_each_language_has_the_requirement_of_its_own_clause(read, text, required, desirable):
    found = read(text, "JPO").posting.languages
    asked = {kind: {one.code for one in found if one.requirement == kind} for kind in ("required", "desirable")}
    assert (asked["required"], asked["desirable"]) == (required, desirable)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Kompetenzen: Teamfähigkeit, Kommunikation, Kundenorientierung",
            ["Teamfähigkeit", "Kommunikation", "Kundenorientierung"],
        ),
        ("## Osaamisalueet\nViestintä, tiimityö ja luovuus", ["Viestintä", "tiimityö", "luovuus"]),
        ("求められる能力：チームワーク、説明責任、顧客志向", ["チームワーク", "説明責任", "顧客志向"]),
        ("핵심역량: 팀워크, 의사소통, 책임감", ["팀워크", "의사소통", "책임감"]),
        (
            "## Competenze\nCompetenze di base – Lavoro di squadra; Comunicazione; Creatività",
            ["Lavoro di squadra", "Comunicazione", "Creatività"],
        ),
        (
            "Gevraagd gedrag Connect and Collaborate Analyse and Plan Learn and Develop Procedure",
            ["Connect and Collaborate", "Analyse and Plan", "Learn and Develop"],
        ),
        ("Die Kommunikation im Team und die Verantwortung sind hoch.", []),
        ("Kompetenzen: Kommunikation mit Partnern, Verantwortung für Berichte", []),
    ],
)
def test_competencies_are_known_in_other_languages(read, text, names):
    assert [one.name for one in read(text, "JPO").posting.competencies] == names


def test_a_stray_line_is_a_competency_only_where_its_framework_is_listed(read):
    text = "## Values\n- Integrity\n- Professionalism\n- Transparency\n## Expertise\nStrategic Thinking\nMore of it."
    assert "Strategic Thinking" not in {one.name for one in read(text, "UNDP JPO - Analyst").posting.competencies}


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Organização: ONU Mulheres", "UN Women"),
        ("Organisasjon: Verdas matvareprogram", "WFP"),
        ("Organisation: FN:s barnfond", "UNICEF"),
        ("Järjestö: YK:n kehitysohjelma", "UNDP"),
    ],
)
def test_agencies_are_known_by_their_names_in_the_sponsors_languages(read, text, agency):
    assert read(text, "JPO").posting.agency == agency
