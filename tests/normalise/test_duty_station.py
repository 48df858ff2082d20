"""Duty stations from labels, titles and sentences."""

import pytest

from jpo_scraper.normalise.duty_station import read_places
from jpo_scraper.vocab import Field, IssueKind


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("Kathmandu, Nepal", [("Kathmandu", "NP")]),
        ("ROME", [("Rome", "IT")]),
        ("Jordan-Amman", [("Amman", "JO")]),
        ("Middle East|Jordan", [(None, "JO")]),
        ("Abidjan or Nairobi", [("Abidjan", "CI"), ("Nairobi", "KE")]),
        ("Gaza, State of Palestine", [("Gaza", "PS")]),
        ("Seoul, Korea, Republic of", [("Seoul", "KR")]),
        ("Bissau, Guinea-Bissau", [("Bissau", "GW")]),
        ("Malabo, Equatorial Guinea", [("Malabo", "GQ")]),
        ("Washington, D.C.", [("Washington, D.C.", "US")]),
        ("WASHINGTON", [("Washington, D.C.", "US")]),
        ("Tehran, Iran (Islamic Republic of)", [("Tehran", "IR")]),
        ("파키스탄 이슬라마바드", [("Islamabad", "PK")]),
        ("Hyderabad, Pakistan", [("Hyderabad", "PK")]),
        ("Hyderabad, India", [("Hyderabad", "IN")]),
        ("Ngaremara, Kenya", [("Ngaremara", "KE")]),
        ("Kenya", [(None, "KE")]),
        ("Home-based", []),
        ("Country Office", []),
        ("", []),
    ],
)
def test_a_location_value_is_read(words, places):
    assert [(spot.city, spot.country) for spot in read_places(words)] == places


@pytest.mark.parametrize(
    ("title", "text", "station"),
    [
        ("Protection Officer, Islamabad, Pakistan", "", ("Islamabad", "PK")),
        ("JPO WASH Officer, P-2, Gaza, State of Palestine (Open to Dutch Nationals Only)", "", ("Gaza", "PS")),
        ("Analyst (JPO - Netherlands), Rome", "", ("Rome", "IT")),
        ("Officer", "Duty Station: Dushanbe, Tajikistan", ("Dushanbe", "TJ")),
        ("Officer", "## Duty station\n\nMaputo, Mozambique", ("Maputo", "MZ")),
        ("Officer", "Duty station\tLilongwe, Malawi", ("Lilongwe", "MW")),
        ("Officer", "The JPO will be based in Copenhagen, Denmark, for two years.", ("Copenhagen", "DK")),
        ("Officer", "- Locations Suva, Fiji", ("Suva", "FJ")),
        ("Officer", "The Pakistan operation is large. UNHCR Pakistan works in all provinces.", (None, "PK")),
        ("Officer", "근무지: 케냐 나이로비", ("Nairobi", "KE")),
    ],
)
def test_a_station_is_found_where_it_is_printed(read, title, text, station):
    stations = read(text, title).posting.duty_stations
    assert [(place.city, place.country) for place in stations] == [station]


def test_a_country_of_the_site_settles_a_name_that_several_countries_have(read):
    (station,) = read(duty_stations="Hyderabad, Pakistan").posting.duty_stations
    assert (station.city, station.country, station.order) == ("Hyderabad", "PK", 1)


def test_the_sponsor_is_no_evidence_of_a_station(read):
    text = "This JPO post is sponsored by the Government of Norway. UNICEF Norway wishes you luck."
    assert read(text, "JPO Officer").posting.duty_stations == ()


def test_a_city_is_spelled_with_its_accents_where_the_document_does(read):
    (station,) = read("The team of Bogotá is growing.", "Analyst, Bogota, Colombia").posting.duty_stations
    assert station.city == "Bogotá"


@pytest.mark.parametrize(
    ("title", "text", "stations"),
    [
        (
            "Analyst (JPO)",
            "Location: ROME\n\nThe first year is spent at the headquarters in Rome, Italy. In the second year the JPO "
            "relocates to the regional office in Nairobi, Kenya.",
            ["Rome", "Nairobi"],
        ),
        ("Analyst (JPO)", "Duty station: Rome (1st year) and Nairobi (2nd year)", ["Rome", "Nairobi"]),
        (
            "Analyst (JPO)",
            "Duty station: Geneva, Switzerland\nThe third year will be served in Dakar, Senegal.",
            ["Geneva", "Dakar"],
        ),
        ("Engineer (six positions), Kyiv, Dnipro, Lviv, Ukraine", "City: Kyiv\nText", ["Kyiv", "Dnipro", "Lviv"]),
        (
            "Analyst (JPO)",
            "Duty station: Rome, Italy\nIn the second year the project moved its office to Nairobi, Kenya.",
            ["Rome"],
        ),
        ("Analyst (JPO)", "Duty station: Rome, Italy\nIn its first year the office in Nairobi, Kenya, grew.", ["Rome"]),
        ("Adviser on Kenya, Rome, Italy", "Duty station: Rome, Italy", ["Rome"]),
    ],
)
def test_a_post_may_have_several_stations(read, title, text, stations):
    assert [place.city for place in read(text, title).posting.duty_stations] == stations


def test_a_cell_of_the_head_may_be_a_place(read):
    text = "Example Agency · Job ID 4711 · Level P2 · Sarajevo, Bosnia and Herzegovina\n\nDuties in Kenya"
    stations = read(text, "Officer").posting.duty_stations
    assert [(one.city, one.country) for one in stations] == [("Sarajevo", "BA")]


def test_a_place_to_which_the_post_moves_for_later_years_is_one_too(read):
    text = "Location: ROME\n\nThe incumbent then moves to Nairobi, Kenya for the second and third year."
    stations = read(text, "Officer").posting.duty_stations
    assert [(one.city, one.country) for one in stations] == [("Rome", "IT"), ("Nairobi", "KE")]


def test_a_place_that_no_table_knows_is_an_issue(read):
    found = read("Seeds Officer\nDuty station: Bejaville\nGrade: P-2")
    assert found.posting.duty_stations == ()
    (issue,) = found.issues
    assert (issue.kind, issue.field, issue.raw) == (IssueKind.UNMAPPED, Field.DUTY_STATIONS, "Bejaville")
    assert not read("Seeds Officer\nDuty station: Home-based\nGrade: P-2").issues
