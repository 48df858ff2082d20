"""Clock times as postings write them, and the zone words beside them.

Midnight, 24:00 and their sisters in other languages are 23:59 of the printed day; a clock that prints `00:00` or
`12:00 AM` stays 00:00, the beginning of the day. Close of business is no clock: the time is unknown.
"""

import re
from typing import NamedTuple

from jpo_scraper.normalise.cue import any_of
from jpo_scraper.normalise.zones import ZoneSpan, city_at, utc_offset, zone_at

_HOUR, _MINUTE = r"(?P<hour>[01]?\d|2[0-4])", r"(?P<minute>[0-5]\d)"
_HOURS_WORD = r"(?:uhr|uur|hrs|hours|hr|heures|horas|hs|hodin|h)(?![a-z])"
_O_CLOCK = r"[時时點点시]"
_MIDNIGHT_WORDS = any_of(
    "midnight|minuit|medianoche|mezzanotte|mitternacht|middernacht|midnatt|midnat|keskiyo|keskiyolla|meia-noite|"
    "meia noite|polnocy|pulnoci|gece yarisi|자정|午夜|منتصف الليل|end of day|end of the day|eod".split("|")
)
_NOON_WORDS = any_of(
    "noon|midday|midi|mediodia|mezzogiorno|mittag|mittags|keskipaiva|meio-dia|meio dia|poludnie|poledne|正午|정오|中午|"
    "ظهرا".split("|")
)
_CLOSE_WORDS = any_of(
    "cob|c.o.b.|close of business|close of play|end of business day|end of business|eob|dienstschluss|"
    "fermeture des bureaux".split("|")
)
_TWELVE = r"(?:12(?:[:.]00)?\s?(?:hrs|h|[ap]\.?m\.?)?,?\s?\(?)?"
_MIDNIGHT = re.compile(
    rf"(?:(?:24|00?)(?:[:.]00)?\s?(?:hrs|h)?,?\s?\(?|{_TWELVE})(?:{_MIDNIGHT_WORDS})(?![a-z])"
    rf"|24(?:[:.]00(?!\d)(?:\s?{_HOURS_WORD})?|\s?{_HOURS_WORD}|\s?{_O_CLOCK})"
)
_NOON = re.compile(rf"{_TWELVE}(?:{_NOON_WORDS})(?![a-z])")
_CLOSE = re.compile(rf"(?:{_CLOSE_WORDS})(?![a-z])")
_CLOCKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_HOUR}(?:[:.]{_MINUTE})?(?:[:.][0-5]\d)?\s?(?P<half>[ap])\.?\s?m(?![a-z])\.?",
        rf"(?P<half>午前|午後|오전|오후|上午|下午|晚上)\s?{_HOUR}(?::|{_O_CLOCK}\s?)(?:{_MINUTE}[分분]?)?",
        rf"{_HOUR}\s?{_O_CLOCK}(?![間间])\s?(?:{_MINUTE}\s?[分분])?",
        rf"(?:kl\.?|klo|alle\sore|alle|ore|saat|um|a\slas|as|godz\.?|om)\s?{_HOUR}(?:[.:h]{_MINUTE})?(?![\d:])(?:\s?{_HOURS_WORD})?",
        rf"{_HOUR}:{_MINUTE}(?::[0-5]\d(?:\.\d{{1,9}})?)?(?![\d:])(?:\s?{_HOURS_WORD})?",
        rf"{_HOUR}\s?h\s?(?:{_MINUTE})?(?![a-z\d])",
        rf"{_HOUR}(?:\.{_MINUTE})?\s?{_HOURS_WORD}",
        r"(?P<hour>[01]\d|2[0-3])\.(?P<minute>[0-5]\d)(?![.\d])",
        r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?:\s?(?:hrs|hours|h)(?![a-z])|(?=\s[a-z][a-z. ]{1,24}\stime))",
    )
)
"""Written clocks, the surest form first."""
_MORNING = frozenset({"a", "午前", "오전", "上午"})
_STAMP = re.compile(
    r"t(?P<hour>\d\d):(?P<minute>\d\d)(?P<second>:\d\d)?(?:\.\d{1,9})?"
    r"(?P<zone>z|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d))?(?![\d:])"
)
_STAMP_INSIDE = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?P<second>:\d\d)?\s"
    r"(?:(?P<zone>utc|gmt|(?P<sign>[+-])(?P<hours>\d\d)(?P<minutes>\d\d))\s)?(?:19|20)\d\d\Z"
)
"""The clock of `2026-09-17T22:00:00Z` and the one inside `Thu Sep 17 22:00:00 UTC 2026`."""
_BARE_OFFSET = re.compile(
    r"(?:(?<=\d:\d\d:\d\d)|(?=\s?[+-]\d{4}(?!\d)))\s?(?P<sign>[+-])(?P<hours>[01]\d):?(?P<minutes>[0-5]\d)(?!\d)"
)
"""The offset behind a clock with seconds: `21:59:00 +0200`."""

_GAP_WORDS = (
    "at by before until till to on of the no not later than or and latest strictly next coming le du a d au plus tard "
    "avant jusqu'a jusqu'au el del al dia proximo las "
    "hasta antes de mas tardar il dell' entro non oltre prossimo um ab "
    "bis am zum den om op tot en v do dnia o ao ate i.e. mm/dd/yyyy dd/mm/yyyy mm-dd-yyyy dd-mm-yyyy dd.mm.yyyy r. "
    "s middags avonds nachts ochtends morgens di della giorno as van "
    "الساعة يوم بتوقيت"
)
GAP = re.compile(
    rf"(?:[\s:;,()\[\]|/*\"'~#-]|(?<![^\W\d_])(?:{any_of(_GAP_WORDS.split())})(?![^\W\d_])|[のに은는。]|까지|まで|必着|기준){{0,24}}"
)
"""What may stand between a date, its clock and its zone. It matches the empty string too."""


class Clock(NamedTuple):
    """Clock and zone words at `text[start:end]`."""

    start: int
    end: int
    time: str | None = None
    """`HH:MM`; None where no clock is printed, or only close of business."""
    zone: str | None = None
    is_local: bool = False
    """Local time of somewhere: no default zone applies."""
    is_stamp: bool = False
    """A machine's timestamp: its zone is where the machine keeps its clock."""


def clock_at(flat: str, text: str, position: int, end: int, has_time: bool = False) -> Clock | None:
    """The clock and zone words that follow each other from `position` on, behind at most a gap.

    `has_time`: a clock stands before already, so that a city alone is its zone: `COB 16 October 2026 (Rome)`.
    """
    clock: Clock | None = None
    while position < end:
        begin = gap_end(flat, position, end)
        timed = _time_at(flat, begin, end)
        if timed is not None and (clock is None or not has_time or timed[0] == clock.time):
            clock = (clock or Clock(begin, begin))._replace(time=timed[0], end=timed[1])
            has_time, position = True, timed[1]
            if clock.zone is None and (offset := _BARE_OFFSET.match(flat, position, end)):
                clock = clock._replace(zone=utc_offset(offset), end=offset.end())
                position = offset.end()
            continue
        clock, before = clock or Clock(begin, begin), clock
        zone = _zone_at(flat, text, begin, end, has_time and clock.zone is None)
        if zone is None:
            return before
        zoned = clock.zone or zone.zone  # a second name, `Copenhagen time (CET)`, adds nothing
        clock, position = clock._replace(zone=zoned, is_local=zoned is None, end=zone.end), zone.end
    return clock


def clock_before(flat: str, text: str, start: int, end: int) -> Clock | None:
    """The clock and zone words from which nothing but a gap leads to `end`, if any begin behind `start`."""
    for word in _WORD_START.finditer(flat, start, end):
        clock = clock_at(flat, text, word.start(), end)
        if clock is not None and clock.start == word.start() and is_gap(flat, clock.end, end):
            return clock
    return None


_WORD_START = re.compile(r"(?<![^\W_])\w|(?<=[^\W\d_])\d|[\u3040-\u9fff\uac00-\ud7af]")


def stamp_at(flat: str, start: int, end: int) -> Clock | None:
    """The machine's clock behind, or inside, a date at `flat[start:end]`; midnight stands for no clock at all."""
    found = _STAMP.match(flat, end) or _STAMP_INSIDE.search(flat, start, end)
    if found is None:
        return None
    stop = max(found.end(), end)
    zone = utc_offset(found) if found["sign"] else "UTC" if found["zone"] else None
    hour, minute = int(found["hour"]), int(found["minute"])
    if hour > 23 or minute > 59:
        return None
    if (hour, minute, found["second"] or ":00") == (0, 0, ":00"):
        return Clock(end, stop, None, None if zone == "UTC" else zone, is_stamp=True)
    return Clock(end, stop, f"{hour:02}:{minute:02}", zone, is_stamp=True)


def gap_end(flat: str, position: int, end: int) -> int:
    """Where the gap ends that begins at `position`."""
    found = GAP.match(flat, position, end)
    return found.end() if found else position


def is_gap(flat: str, start: int, end: int) -> bool:
    """Whether nothing but a gap stands between the two positions."""
    return start <= end and GAP.fullmatch(flat, start, end) is not None


def _time_at(flat: str, position: int, end: int) -> tuple[str | None, int] | None:
    """(`HH:MM` or None for close of business, end of the words), or None if no clock begins at `position`."""
    for words, time in ((_MIDNIGHT, "23:59"), (_NOON, "12:00"), (_CLOSE, None)):
        if found := words.match(flat, position, end):
            return time, found.end()
    for clock in _CLOCKS:
        if found := clock.match(flat, position, end):
            half = found.groupdict().get("half")
            hour, minute = int(found["hour"]), int(found["minute"] or 0)
            if half and hour <= 12:
                hour = hour % 12 + (0 if half in _MORNING else 12)
            if hour == 24:
                hour, minute = 23, 59
            return f"{hour:02}:{minute:02}", found.end()
    return None


def _zone_at(flat: str, text: str, position: int, end: int, has_time: bool) -> ZoneSpan | None:
    """Zone words at `position`; behind a clock a city is enough (`midnight New York, USA`)."""
    if position >= end:
        return None
    zone = zone_at(flat, text, position)
    if zone is None and has_time:
        zone = city_at(flat, text, position)
    return zone if zone is not None and zone.end <= end else None
