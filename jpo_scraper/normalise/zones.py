"""Time zones as postings write them, and what stands behind each.

A zone is an IANA name (`Europe/Rome`) or an offset (`UTC+05:45`). A printed offset beats a name beside it, with one
exception: in the labels of a recruitment platform, `GMT+01:00 Central European Time (Rome)`, the offset is that of
winter all the year round, so there the city decides, unless its clock never shows that offset.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jpo_scraper.reference.fold import fold
from jpo_scraper.reference.lexicon import Lexicon
from jpo_scraper.reference.loader import rows
from jpo_scraper.reference.tables import countries, nationals, places

LOCAL = ""
"""The zone of "local time": some clock is meant, and the words do not say which."""

_MORE_PHRASES = {
    "Pacific Time": "America/Los_Angeles", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles",
    "Mountain Time": "America/Denver", "Central Time": "America/Chicago", "US Eastern Time": "America/New_York",
    "Eastern European Time": "Europe/Athens", "Western European Time": "Europe/Lisbon", "MEZ": "Europe/Berlin",
    "MESZ": "Europe/Berlin", "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney", "HKT": "Asia/Hong_Kong",
    "SGT": "Asia/Singapore", "Greenwich Mean Time": "UTC", "Coordinated Universal Time": "UTC",
    "East Africa Time": "Africa/Nairobi", "Central Africa Time": "Africa/Harare", "West Africa Time": "Africa/Lagos",
    "West Africa Standard Time": "Africa/Lagos", "Indochina Time": "Asia/Bangkok", "Gulf Standard Time": "Asia/Dubai",
    "Japan Standard Time": "Asia/Tokyo", "Korean Standard Time": "Asia/Seoul", "NY time": "America/New_York",
    "hora peninsular": "Europe/Madrid", "czasu wschodniego": "America/New_York", "czasu polskiego": "Europe/Warsaw",
    "dansk tid": "Europe/Copenhagen", "norsk tid": "Europe/Oslo", "svensk tid": "Europe/Stockholm",
    "finsk tid": "Europe/Helsinki", "Suomen aikaa": "Europe/Helsinki", "Nederlandse tijd": "Europe/Amsterdam",
    "Belgische tijd": "Europe/Brussels", "Brusselse tijd": "Europe/Brussels", "Geneefse tijd": "Europe/Zurich",
    "Weense tijd": "Europe/Vienna", "Romeinse tijd": "Europe/Rome", "Parijse tijd": "Europe/Paris",
    "deutscher Zeit": "Europe/Berlin", "Genfer Zeit": "Europe/Zurich",
    "Schweizer Zeit": "Europe/Zurich", "Wiener Zeit": "Europe/Vienna",
    "heure locale": LOCAL, "hora local": LOCAL, "ora locale": LOCAL, "Ortszeit": LOCAL, "lokal tid": LOCAL,
    "lokale tijd": LOCAL, "paikallista aikaa": LOCAL,
    "現地時間": LOCAL,
    "한국 시간": "Asia/Seoul", "한국시각": "Asia/Seoul", "현지시간": LOCAL, "현지 시간": LOCAL,
    "当地时间": LOCAL, "التوقيت المحلي": LOCAL,
}  # fmt: skip
_TODAYS_NAME = {
    "Etc/UTC": "UTC", "Etc/GMT": "UTC", "Asia/Calcutta": "Asia/Kolkata", "Asia/Rangoon": "Asia/Yangon",
    "Asia/Katmandu": "Asia/Kathmandu", "Europe/Kiev": "Europe/Kyiv",
    "America/Indianapolis": "America/Indiana/Indianapolis", "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
}  # fmt: skip

_OFFSET = re.compile(r"(?:gmt|utc)\s?(?P<sign>[+-])\s?(?P<hours>\d{1,2})(?:[:.]?(?P<minutes>[0-5]\d))?(?!\d)")
_OFFSET_BESIDE = re.compile(rf"[\s,/(=]{{0,3}}{_OFFSET.pattern}")
_PLATFORM_LABEL = re.compile(
    r"(?:gmt|utc)(?:(?P<sign>[+-])(?P<hours>\d{1,2}):(?P<minutes>\d\d))?"
    r"\s[a-z][a-z. ]{2,40}\stime\s\((?P<city>[^()\n]{2,30})\)"
)
_PLACE_TIME = re.compile(
    r"(?P<place>(?:[^\W\d_][\w.'-]*,?\s){1,4}?)(?:(?:local|standard|daylight|summer|winter)\s)?time(?!\w)"
)
_TIME_OF = re.compile(
    r"(?:l')?(?:(?:heures?|horas?|horario|ora|ore)\s(?:(?:locale?|legale|oficial)\s)?(?:d[aei]l?\s|d')?(?:la\s|l')?|"
    r"local\stime\s(?:in\s|of\s|at\s|for\s)?|(?:plaatselijke|lokale)\stijd\s(?:in\s|van\s|te\s)?|lokal\stid\s(?:i\s)?)"
    r"(?=\w)"
)
_INFLECTED = re.compile(
    r"(?P<place>(?:[^\W\d_]{2,12}\s)?[^\W\d_]{3,20}?)(?:er\s(?:orts|lokal)?zeit|i?n\s(?:paikallista\s)?aikaa)(?!\w)"
)
_EAST_ASIAN_TIME = re.compile(
    r"(?P<place>[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,12}?)\s?(?:標準時|표준시|时间|時間|時刻|시간|시각)"
)
_IANA = re.compile(r"[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_-]+){1,2}(?!\w)")
_WORD_START = re.compile(r"(?<![^\W_])[^\W\d_]|[\u3040-\u9fff\uac00-\ud7af]")
_COUNTRY_BEHIND = re.compile(r",\s?(?=\w)")
_WINTER, _SUMMER = datetime(2024, 1, 15, 12, tzinfo=UTC), datetime(2024, 7, 15, 12, tzinfo=UTC)
"""Two days on which the clocks of a country's zones are compared."""


class ZoneSpan(NamedTuple):
    """Zone words at `text[start:end]`; `zone` is None where they only say "local time"."""

    start: int
    end: int
    zone: str | None


def find_zone(text: str) -> ZoneSpan | None:
    """The first zone that `text` names, or None."""
    flat = fold(text)
    return next(
        (zone for word in _WORD_START.finditer(flat) if (zone := zone_at(flat, text, word.start())) is not None), None
    )


def zone_at(flat: str, text: str, position: int) -> ZoneSpan | None:
    """The zone words that begin at `position` of a text and its folded twin."""
    if offset := _OFFSET.match(flat, position):
        label = _of_platform(flat, text, position)
        return label or ZoneSpan(position, offset.end(), utc_offset(offset))
    for read in _READERS:
        if (named := read(flat, text, position)) is not None:
            beside = _OFFSET_BESIDE.match(flat, named.end)
            if beside is not None and read is not _of_platform:
                return ZoneSpan(position, beside.end(), utc_offset(beside))
            return named
    return None


def city_at(flat: str, text: str, position: int) -> ZoneSpan | None:
    """A city, with its country or without, at `position`: `midnight New York, USA` needs no word for time."""
    city = places().match_at(text, flat, position)
    if city is None:
        return None
    end = city.end
    comma = _COUNTRY_BEHIND.match(flat, end)
    if comma is not None and (country := countries().match_at(text, flat, comma.end())) is not None:
        end = country.end
    return ZoneSpan(position, end, _todays(city.value[0].zone))


def zone_info(zone: str) -> tzinfo:
    """The clock of a zone as this module writes it. Raises ZoneInfoNotFoundError for any other string."""
    if zone.startswith("UTC") and zone != "UTC":
        sign = -1 if zone[3] == "-" else 1
        return timezone(sign * timedelta(hours=int(zone[4:6]), minutes=int(zone[7:9])))
    return ZoneInfo(zone)


def utc_offset(offset: re.Match[str]) -> str:
    """The zone of a match with the groups `sign`, `hours` and `minutes`: `UTC+05:45`, or `UTC` for none."""
    hours, minutes = int(offset["hours"]), int(offset["minutes"] or 0)
    return f"UTC{offset['sign']}{hours:02}:{minutes:02}" if hours or minutes else "UTC"


def _of_platform(flat: str, text: str, position: int) -> ZoneSpan | None:
    """`GMT-04:00 Atlantic Standard Time (Santo Domingo)`, `GMT United Kingdom Time (London)`."""
    label = _PLATFORM_LABEL.match(flat, position)
    if label is None:
        return None
    table = _phrases().match_at(text, flat, position)
    city = text[label.start("city") : label.end("city")]
    zone = table.value if table and table.end == label.end() else _zone_of(city)
    if not zone:
        return ZoneSpan(position, label.end(), utc_offset(label)) if label["sign"] else None
    printed = utc_offset(label) if label["sign"] else "UTC"
    is_shown = set(_clocks(printed)) <= set(_clocks(zone))
    return ZoneSpan(position, label.end(), _todays(zone) if is_shown else printed)


def _of_table(flat: str, text: str, position: int) -> ZoneSpan | None:
    found = _phrases().match_at(text, flat, position)
    return ZoneSpan(position, found.end, found.value or None) if found else None


def _of_name(flat: str, text: str, position: int) -> ZoneSpan | None:
    """`America/New_York`."""
    found = _IANA.match(text, position)
    return ZoneSpan(position, found.end(), _todays(found[0])) if found and found[0] in _known_names() else None


def _of_place(flat: str, text: str, position: int) -> ZoneSpan | None:
    """`Copenhagen time`, `Italian local time`."""
    found = _PLACE_TIME.match(flat, position)
    if found is None:
        return None
    zone = _zone_of(text[found.start("place") : found.end("place")])
    return ZoneSpan(position, found.end(), zone) if zone else None


def _of_phrase(flat: str, text: str, position: int) -> ZoneSpan | None:
    """`heure de Genève`, `hora local de Roma`, `ora italiana`, `local time in Nairobi`."""
    opening = _TIME_OF.match(flat, position)
    if opening is None:
        return None
    city = places().match_at(text, flat, opening.end())
    if city is not None:
        return ZoneSpan(position, city.end, _todays(city.value[0].zone))
    country = nationals().match_at(text, flat, opening.end())
    zone = _zone_of_country(country.value) if country else None
    return ZoneSpan(position, country.end, zone) if country and zone else None


def _of_inflected(flat: str, text: str, position: int) -> ZoneSpan | None:
    """`Wiener Ortszeit`, `Wienin aikaa`: the city with an ending."""
    found = _INFLECTED.match(flat, position)
    zone = (_zone_of(found["place"]) or _zone_of(f"{found['place']}i")) if found else None
    return ZoneSpan(position, found.end(), zone) if found and zone else None


def _of_east_asia(flat: str, text: str, position: int) -> ZoneSpan | None:
    """`ジュネーブ時間`, `제네바 시간`, `北京时间`."""
    found = _EAST_ASIAN_TIME.match(flat, position)
    zone = _zone_of(found["place"]) if found else None
    return ZoneSpan(position, found.end(), zone) if found and zone else None


_READERS: tuple[Callable[[str, str, int], ZoneSpan | None], ...] = (
    _of_platform, _of_phrase, _of_table, _of_name, _of_inflected, _of_east_asia, _of_place,
)  # fmt: skip


def _todays(zone: str) -> str:
    return _TODAYS_NAME.get(zone, zone)


@cache
def _phrases() -> Lexicon[str]:
    """Zone phrases → zone, LOCAL where the table points at a duty station or an applicant."""
    table = {
        row["phrase"]: LOCAL if row["iana_zone"].startswith("@") else _todays(row["iana_zone"])
        for row in rows("tz_words")
        if row["iana_zone"] and row["phrase"][0].isalpha() and not fold(row["phrase"]).startswith("midnight")
    }
    return Lexicon((table | _MORE_PHRASES).items())


@cache
def _known_names() -> frozenset[str]:
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


def _zone_of(words: str) -> str | None:
    """The zone of a city or of a country with one clock; `Washington, D.C.` counts as `Washington`."""
    name = words.strip(" ,.")
    city = places().exactly(name) or places().exactly(name.partition(",")[0])
    if city:
        return _todays(city[0].zone)
    country = nationals().exactly(name)
    return _zone_of_country(country) if country else None


@cache
def _zones_by_country() -> dict[str, list[str]]:
    """ISO 3166-1 alpha-2 → the zones of the country, from the table that comes with the time zone database."""
    found: dict[str, list[str]] = {}
    for line in files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return found


@cache
def _zone_of_country(country: str) -> str | None:
    """The zone of a country whose clocks all agree, or None."""
    zones = _zones_by_country().get(country, [])
    return _todays(zones[0]) if len({_clocks(zone) for zone in zones}) == 1 else None


def _clocks(zone: str) -> tuple[timedelta | None, timedelta | None]:
    """How far the clock of a zone is from UTC in winter and in summer."""
    return _WINTER.astimezone(zone_info(zone)).utcoffset(), _SUMMER.astimezone(zone_info(zone)).utcoffset()
