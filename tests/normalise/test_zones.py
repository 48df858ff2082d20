"""Time zones: what printed words stand for."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jpo_scraper.normalise.zones import find_zone, zone_info
from jpo_scraper.reference.loader import rows


def named(text: str) -> str | None:
    """The zone of a text that names one."""
    found = find_zone(text)
    assert found is not None
    return found.zone


@pytest.mark.parametrize(
    ("text", "words", "zone"),
    [
        ("midnight Geneva time", "Geneva time", "Europe/Zurich"),
        ("midnight Rome Time", "Rome Time", "Europe/Rome"),
        ("23:59 hrs Copenhagen time (CET)", "Copenhagen time", "Europe/Copenhagen"),
        ("(New York time)", "New York time", "America/New_York"),
        ("Washington, D.C. time", "Washington, D.C. time", "America/New_York"),
        ("St. John's time", "St. John's time", "America/Antigua"),
        ("The Hague time", "The Hague time", "Europe/Amsterdam"),
        ("Geneva, Switzerland time", "Geneva, Switzerland time", "Europe/Zurich"),
        ("(Italy local time)", "Italy local time", "Europe/Rome"),
        ("by midnight, Italian local time", "Italian local time", "Europe/Rome"),
        ("Kenyan time", "Kenyan time", "Africa/Nairobi"),
        ("15:00 CET", "CET", "Europe/Zurich"),
        ("11:59pm UTC", "UTC", "UTC"),
        ("2359 GMT", "GMT", "UTC"),
        ("23:59, Pacific Time", "Pacific Time", "America/Los_Angeles"),
        ("11:59 PM EST", "EST", "America/New_York"),
        ("23:59 Uhr (MEZ)", "MEZ", "Europe/Berlin"),
        ("(heure de Paris)", "heure de Paris", "Europe/Paris"),
        ("heure suisse", "heure suisse", "Europe/Zurich"),
        ("hora de Nueva York", "hora de Nueva York", "America/New_York"),
        ("hora de Ginebra", "hora de Ginebra", "Europe/Zurich"),
        ("hora peninsular", "hora peninsular", "Europe/Madrid"),
        ("alle 15 ora italiana", "ora italiana", "Europe/Rome"),
        ("czasu wschodniego EST", "czasu wschodniego", "America/New_York"),
        ("kl. 12 dansk tid", "dansk tid", "Europe/Copenhagen"),
        ("日本時間18時", "日本時間", "Asia/Tokyo"),
        ("ジュネーブ時間", "ジュネーブ時間", "Europe/Zurich"),
        ("한국시간 기준", "한국시간", "Asia/Seoul"),
        ("뉴욕 시간", "뉴욕 시간", "America/New_York"),
        ("(北京时间)", "北京时间", "Asia/Shanghai"),
        ("(America/New_York)", "America/New_York", "America/New_York"),
        ("Egypt Standard Time", "Egypt Standard Time", "Africa/Cairo"),
        ("Central Asia Standard Time", "Central Asia Standard Time", "Asia/Bishkek"),
        ("Greenwich Standard Time", "Greenwich Standard Time", "Atlantic/Reykjavik"),
        ("Central Standard Time (Mexico)", "Central Standard Time (Mexico)", "America/Mexico_City"),
    ],
)
def test_zone_words_are_found_with_their_place(text: str, words: str, zone: str) -> None:
    found = find_zone(text)
    assert found is not None
    assert (text[found.start : found.end], found.zone) == (words, zone)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("(GMT -4.00)", "UTC-04:00"), ("(GMT -5.00)", "UTC-05:00"), ("GMT+05:45", "UTC+05:45"), ("UTC+3", "UTC+03:00"),
        ("UTC +0530", "UTC+05:30"), ("utc−3", "UTC-03:00"), ("GMT+0", "UTC"), ("GMT+00:00", "UTC"),
        ("Geneva time (UTC+2)", "UTC+02:00"), ("CET (UTC+1)", "UTC+01:00"), ("GMT-05:00 Eastern Time", "UTC-05:00"),
    ],
)  # fmt: skip
def test_a_printed_offset_beats_a_name(text: str, zone: str) -> None:
    assert named(text) == zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("-GMT United Kingdom Time (London)", "Europe/London"),
        ("GMT+01:00 Central European Time (Rome)", "Europe/Rome"),
        ("GMT+02:00 Central European Time (Rome)", "Europe/Rome"),
        ("GMT-05:00 Eastern Time (New York)", "America/New_York"),
        ("GMT+05:00 Tajikistan Time (Dushanbe)", "Asia/Dushanbe"),
        ("GMT-04:00 Atlantic Standard Time (St. Vincent)", "America/St_Vincent"),
        ("GMT-04:00 Atlantic Standard Time (Barbados)", "America/Barbados"),
        ("GMT Greenwich Mean Time (Bamako)", "Africa/Bamako"),
        ("GMT+07:00 Central European Time (Rome)", "UTC+07:00"),
        ("GMT+03:00 Some Harbour Time (Nowhere)", "UTC+03:00"),
    ],
)
def test_in_a_platform_label_the_city_decides_unless_its_clock_never_shows_the_offset(text: str, zone: str) -> None:
    assert named(text) == zone


@pytest.mark.parametrize(
    "text",
    ["midnight local time", "local time of duty station", "your local time", "heure locale", "hora local", "現地時間"],
)
def test_local_time_is_noted_and_names_no_zone(text: str) -> None:
    assert named(text) is None


@pytest.mark.parametrize(
    "text",
    ["first time", "full time work", "at the same time", "US time", "China time", "Geneva", "24時間", "근무시간"],
)
def test_other_words_of_time_and_countries_with_many_clocks_name_no_zone(text: str) -> None:
    assert find_zone(text) is None


def test_abbreviations_count_in_capitals_only() -> None:
    assert find_zone("a cat, an art and an ict officer, est. 1995") is None


@pytest.mark.parametrize(
    "row",
    [row for row in rows("tz_words") if row["iana_zone"] and row["phrase"] not in ("(GMT -4.00)", "Z")],
    ids=lambda row: row["phrase"],
)
def test_every_zone_phrase_of_the_table_means_its_zone(row: dict[str, str]) -> None:
    zone = named(row["phrase"])
    if row["iana_zone"].startswith("@"):
        assert zone is None
    else:
        noon = datetime(2026, 1, 15, 12)  # noqa: DTZ001  # the zone is what is tested
        assert zone is not None
        assert zone_info(zone).utcoffset(noon) == zone_info(row["iana_zone"]).utcoffset(noon)


@given(st.integers(-14, 14), st.sampled_from([0, 30, 45]))
def test_any_offset_reads_back(hours: int, minutes: int) -> None:
    sign = "-" if hours < 0 else "+"
    zone = named(f"GMT{sign}{abs(hours):02}:{minutes:02}")
    assert zone == (f"UTC{sign}{abs(hours):02}:{minutes:02}" if hours or minutes else "UTC")
    assert zone_info(zone).utcoffset(None) is not None


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("GMTUTC+-:( )timeRome日本時間"))))
def test_any_text_gives_a_zone_that_exists_or_none(text: str) -> None:
    found = find_zone(text)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert found.zone is None or zone_info(found.zone)
