"""iCalendar (RFC 5545): an event a deadline, with alarms a week and a day before.

A deadline of known time and zone is a moment in that zone. One without either is a whole day: a time in an unknown zone
would be a guess, so it stands in the words. A posting without a deadline has no event.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import IO
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

from jpo_scraper import __version__
from jpo_scraper.export import About, Column, Rows
from jpo_scraper.export.cells import one_line, web_address
from jpo_scraper.export.posting import Posting, deadline_words, identity, lines, name, postings, zone_called

ALARMS = (timedelta(days=-7), timedelta(days=-1))
_ZONES_FROM, _ZONES_TO = date(2000, 1, 1), date(2050, 1, 1)
"""Years whose clock changes a calendar's zones tell."""

_END = b"END:VCALENDAR\r\n"


def write(rows: Rows, columns: Sequence[Column], file: IO[bytes], about: About) -> int:
    """Write the deadlines of the postings; the number of events. A zone stands before the first event that uses it."""
    calendar = Calendar()
    calendar.add("prodid", f"-//jpo-scraper//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("name", one_line(about.title))
    calendar.add("x-wr-calname", one_line(about.title))
    file.write(calendar.to_ical().removesuffix(_END))
    told: set[str] = set()
    number = 0
    for row in postings(rows, columns):
        if row["deadline_on"] is None:
            continue
        for key in _zones(row):
            if key not in told:
                told.add(key)
                file.write(_zone(key))
        file.write(_event(row).to_ical())
        number += 1
    file.write(_END)
    return number


def _event(row: Posting) -> Event:
    """The deadline of a posting as an event."""
    url = web_address(row["url"])
    is_sure = row["deadline_at"] is not None
    event = Event()
    event.add("uid", f"{identity(row)}@jpo-scraper")
    event.add("dtstamp", row["changed_at"])  # when these words came to be: the same posting gives the same bytes
    event.add("created", row["first_seen_at"])
    event.add("last-modified", row["changed_at"])
    event.add("sequence", row["revision"])
    event.add("dtstart", _moment(row) if is_sure else row["deadline_on"])
    event.add("summary", f"Deadline{'' if is_sure else _unsure(row)}: {name(row)}")
    event.add("description", "\n".join(filter(None, (*lines(row), url))))
    event.add("transp", "TRANSPARENT")
    if row["duty_stations"]:
        event.add("location", one_line(row["duty_stations"]))
    if url:
        event.add("url", url)
    if row["status"] == "withdrawn":
        event.add("status", "CANCELLED")
    for before in ALARMS:
        event.add_component(_alarm(before, f"Apply by {deadline_words(row)}: {name(row)}"))
    return event


def _alarm(before: timedelta, words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", before)
    alarm.add("description", words)
    return alarm


def _unsure(row: Posting) -> str:
    """The time that is stated without a zone, for the summary of a whole day."""
    return f" ({row['deadline_time']}, zone not stated)" if row["deadline_time"] and not row["deadline_zone"] else ""


def _moment(row: Posting) -> datetime:
    """The deadline in its zone where that has a name, else in UTC."""
    zone = zone_called(row["deadline_zone"])
    at: datetime = row["deadline_at"]
    return at.astimezone(zone if isinstance(zone, ZoneInfo) else UTC)


def _zones(row: Posting) -> Iterator[str]:
    zone = zone_called(row["deadline_zone"])
    if row["deadline_at"] is not None and isinstance(zone, ZoneInfo):
        yield zone.key


@cache
def _zone(key: str) -> bytes:
    found: bytes = Timezone.from_tzid(key, first_date=_ZONES_FROM, last_date=_ZONES_TO).to_ical()
    return found
