"""Calendars, read back by the icalendar library."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.export.rows import HOSTILE, posting, written


def events(*rows):
    calendar = Calendar.from_ical(written("ics", rows))
    return calendar.walk("VEVENT")


def test_a_deadline_is_a_moment_in_its_zone():
    (event,) = events(posting())
    start = event["dtstart"].dt
    assert start == datetime(2026, 3, 16, 23, 59, tzinfo=ZoneInfo("Europe/Zurich"))
    assert event["dtstart"].params["TZID"] == "Europe/Zurich"
    assert event["summary"] == "Deadline: Officer for field coordination, WHO"
    assert event["url"] == "https://jobs.example.org/7?a=1&b=2"
    assert event["location"] == "Islamabad (PK); CH"
    assert "Grade: P-2" in event["description"]


def test_every_zone_that_is_used_is_told_once_before_its_first_event():
    seoul = posting(external_id="8", deadline_zone="Asia/Seoul", deadline_at=datetime(2026, 3, 16, 9, 0, tzinfo=UTC))
    calendar = Calendar.from_ical(written("ics", [posting(), seoul, posting(external_id="9")]))
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Zurich", "Asia/Seoul"]
    names = [part.name for part in calendar.subcomponents]
    assert names == ["VTIMEZONE", "VEVENT", "VTIMEZONE", "VEVENT", "VEVENT"]
    zurich = calendar.walk("VTIMEZONE")[0].to_tz()
    assert datetime(2026, 7, 1, 12, tzinfo=zurich).utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize("zone", ["UTC+05:45", "UTC", "Nowhere/Nothing", "../../etc/passwd", "", "Europe"])
def test_a_zone_without_a_name_gives_the_moment_in_utc(zone):
    (event,) = events(posting(deadline_zone=zone))
    assert event["dtstart"].to_ical() == b"20260316T225900Z"


def test_a_deadline_without_a_time_is_a_whole_day():
    (event,) = events(posting(deadline_at=None, deadline_time=None, deadline_zone=None))
    assert event["dtstart"].dt == date(2026, 3, 16)
    assert event["dtstart"].params["VALUE"] == "DATE"


def test_a_time_without_a_zone_is_told_and_not_guessed():
    (event,) = events(posting(deadline_at=None, deadline_time="17:00", deadline_zone=None))
    assert event["dtstart"].dt == date(2026, 3, 16)
    assert event["summary"].startswith("Deadline (17:00, zone not stated): ")


def test_a_posting_without_a_deadline_has_no_event():
    assert events(posting(deadline_on=None, deadline_time=None, deadline_zone=None, deadline_at=None)) == []


def test_alarms_go_off_a_week_and_a_day_before():
    (event,) = events(posting())
    alarms = event.walk("VALARM")
    assert [alarm["trigger"].dt for alarm in alarms] == [timedelta(days=-7), timedelta(days=-1)]
    assert {alarm["action"] for alarm in alarms} == {"DISPLAY"}
    assert all(alarm["description"] for alarm in alarms)


def test_an_event_keeps_its_id_when_the_posting_changes_and_counts_the_changes():
    later = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)
    (before,), (after,) = events(posting()), events(posting(id=99, title="Other", changed_at=later, revision=2))
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 2)
    assert (before["last-modified"].dt, after["last-modified"].dt) == (before["created"].dt, later)
    assert after["dtstamp"].dt == later
    assert events(posting(external_id="8"))[0]["uid"] != before["uid"]
    assert events(posting(source="japan"))[0]["uid"] != before["uid"]


def test_the_same_postings_give_the_same_bytes():
    assert written("ics", [posting()]) == written("ics", [posting()])


def test_a_withdrawn_posting_is_cancelled():
    assert events(posting(status="withdrawn"))[0]["status"] == "CANCELLED"
    assert "status" not in events(posting())[0]


@pytest.mark.parametrize("harm", HOSTILE)
def test_hostile_words_stay_inside_their_property(harm):
    data = written("ics", [posting(title=HOSTILE[harm], reference=HOSTILE[harm], duty_stations=HOSTILE[harm])])
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert set(event) == set(events(posting())[0])
    assert len(event.subcomponents) == 2
    assert "\u202e" not in event["summary"]
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        assert not any(byte < 32 and byte != 9 for byte in line)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", None, "ftp://x", "http://[", "//x"])
def test_only_web_addresses_are_links(url):
    assert "url" not in events(posting(url=url))[0]


def test_an_empty_calendar_is_a_calendar():
    calendar = Calendar.from_ical(written("ics", []))
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    assert calendar.subcomponents == []
