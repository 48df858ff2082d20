"""Deadlines: values, labels and sentences in every language, and what is another date."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jpo_scraper.items import Deadline, Label, RawPosting
from jpo_scraper.normalise.deadline import (
    Found,
    FoundDeadline,
    best_deadline,
    find_deadline,
    find_deadlines,
    parse_deadline,
)
from jpo_scraper.normalise.reading import Reading
from jpo_scraper.sources.model import UNKNOWN_SOURCE
from jpo_scraper.vocab import DateOrder, Field, IssueKind

OCTOBER_16 = date(2026, 10, 16)


def read(raw: str, **known: object) -> tuple[str, str | None, str | None] | None:
    """(date, time, zone) of a deadline value."""
    deadline = parse_deadline(raw, **known).deadline  # type: ignore[arg-type]
    return (deadline.on.isoformat(), deadline.time, deadline.zone) if deadline else None


def kinds(found: Sequence[object]) -> list[IssueKind]:
    return [issue.kind for issue in found]  # type: ignore[attr-defined]


def best(text: str, *labels: Label, **known: object) -> FoundDeadline:
    """The deadline of a text; every span must point at its words."""
    found = find_deadlines(text, labels, **known)  # type: ignore[arg-type]
    for one in found:
        if one.fact is not None and one.fact.start is not None:
            assert text[one.fact.start : one.fact.end] == one.fact.raw
    return best_deadline(found)


# --- Values: the forms of the table of deadline formats, one line each, and more --------------------------------------

VALUES = """
Friday 23 October 2026 (midnight Geneva time)                  | 2026-10-23 | 23:59 | Europe/Zurich
Friday, 23 October 2026                                        | 2026-10-23 |       |
(Midnight New York, USA) 23/10/2026                            | 2026-10-23 | 23:59 | America/New_York
October 23, 2026                                               | 2026-10-23 |       |
2026-10-23                                                     | 2026-10-23 |       |
23 October 2026 at 2 pm (Italy local time)                     | 2026-10-23 | 14:00 | Europe/Rome
23 October 2026 (by midnight, Italian local time) CLOSED       | 2026-10-23 | 23:59 | Europe/Rome
October 30th 2026                                              | 2026-10-30 |       |
Midnight 11th October 2026                                     | 2026-10-11 | 23:59 |
4.00pm 27 October 2026                                         | 2026-10-27 | 16:00 |
17 October 2026 – 23:59, Pacific Time                          | 2026-10-17 | 23:59 | America/Los_Angeles
10/5/2026 – 10/19/2026                                         | 2026-10-19 |       |
5th Oct 2026 15:00 CET                                         | 2026-10-05 | 15:00 | Europe/Zurich
Oct 10, 2026                                                   | 2026-10-10 |       |
5 October 2026                                                 | 2026-10-05 |       |
Open until 4 Oct 2026                                          | 2026-10-04 |       |
COB 23 October 2026 (Rome)                                     | 2026-10-23 |       | Europe/Rome
23 October 2026, close of business                             | 2026-10-23 |       |
23 October 2026, 12:00 noon CET                                | 2026-10-23 | 12:00 | Europe/Zurich
23 October 2026, 23:59 hrs Copenhagen time (CET)               | 2026-10-23 | 23:59 | Europe/Copenhagen
23-Oct-26, 11:59:00 PM                                         | 2026-10-23 | 23:59 |
/Date(1792187940000)/                                          | 2026-10-16 | 21:59 | UTC
2026年10月1日 – 10月27日                                        | 2026-10-27 |       |
令和8年10月6日                                                   | 2026-10-06 |       |
2026年10月23日(金)正午(日本時間)必着                               | 2026-10-23 | 12:00 | Asia/Tokyo
２０２６年１０月２３日２３時５９分                                   | 2026-10-23 | 23:59 |
2026年10月23日(金) 18時まで(日本時間)                              | 2026-10-23 | 18:00 | Asia/Tokyo
23/10/2026                                                     | 2026-10-23 |       |
2026-10-23T00:00:00+09:00                                      | 2026-10-23 |       | UTC+09:00
2026-10-23 17:00:00                                            | 2026-10-23 | 17:00 |
2026.10.23                                                     | 2026-10-23 |       |
2026. 10. 23.(금) 18:00                                         | 2026-10-23 | 18:00 |
2026. 10. 5.(월) ~ 10. 23.(금) 18:00까지                          | 2026-10-23 | 18:00 |
2026년 10월 23일 오후 6시까지 (한국시간)                             | 2026-10-23 | 18:00 | Asia/Seoul
15 Ottobre 2026 alle 15:00 (ora italiana)                      | 2026-10-15 | 15:00 | Europe/Rome
6 ottobre 2026 alle ore 15:00                                  | 2026-10-06 | 15:00 |
entro il 31 Ottobre 2026                                       | 2026-10-31 |       |
1° gennaio 1995                                                | 1995-01-01 |       |
23/10/2026 12:00                                               | 2026-10-23 | 12:00 |
23.10.2026                                                     | 2026-10-23 |       |
Freitag, 23. Oktober 2026, 23:59 Uhr (MEZ)                     | 2026-10-23 | 23:59 | Europe/Berlin
23. Oktober 2026 um 24 Uhr                                     | 2026-10-23 | 23:59 |
le 23 octobre 2026                                             | 2026-10-23 |       |
1er octobre 2026 à 23h59 (heure de Paris)                      | 2026-10-01 | 23:59 | Europe/Paris
vendredi 23 octobre 2026 à 17 h 30, heure de Genève            | 2026-10-23 | 17:30 | Europe/Zurich
23 octobre 2026 à minuit (heure de Paris)                      | 2026-10-23 | 23:59 | Europe/Paris
23 octobre 2026 à midi                                         | 2026-10-23 | 12:00 |
26 okt 2026 17:37                                              | 2026-10-26 | 17:37 |
31 oktober 2026                                                | 2026-10-31 |       |
uiterlijk woensdag 28 oktober 2026                             | 2026-10-28 |       |
vrijdag 23 oktober 2026 om 23.59 uur                           | 2026-10-23 | 23:59 |
to 8.10.2026 klo 14.00                                         | 2026-10-08 | 14:00 |
pe 30.10.2026 klo 16.15                                        | 2026-10-30 | 16:15 |
to 8.10.2026 kl. 14.00                                         | 2026-10-08 | 14:00 |
23 oktober 2026                                                | 2026-10-23 |       |
11.10.2026  12:54                                              | 2026-10-11 | 12:54 |
fredag den 23. oktober 2026 kl. 12.00                          | 2026-10-23 | 12:00 |
5. oktober 2026                                                | 2026-10-05 |       |
3 de octubre de 2026                                           | 2026-10-03 |       |
Del 1º al 30 de octubre de 2026                                | 2026-10-30 |       |
31 de octubre de 2026, 23:59 hora peninsular                   | 2026-10-31 | 23:59 | Europe/Madrid
23 de octubre de 2026 a las 23:59 (hora de Ginebra)            | 2026-10-23 | 23:59 | Europe/Zurich
de 1 a 15 de outubro de 2026                                   | 2026-10-15 |       |
De 02/10/2026 a 20/10/2026                                     | 2026-10-20 |       |
od 3 czerwca do 1 sierpnia 2026 r. (do północy czasu wschodniego EST) | 2026-08-01 | 23:59 | America/New_York
3. října 2026 v 17:00 hodin                                    | 2026-10-03 | 17:00 |
6 Ekim 2026 saat 23.59'a kadar                                 | 2026-10-06 | 23:59 |
٢٣ أكتوبر ٢٠٢٦                                                 | 2026-10-23 |       |
2026年10月23日24时(北京时间)                                      | 2026-10-23 | 23:59 | Asia/Shanghai
25 October 2026-23:59-GMT+05:00 Tajikistan Time (Dushanbe)     | 2026-10-25 | 23:59 | Asia/Dushanbe
2 July 2026-23:59-GMT United Kingdom Time (London)             | 2026-07-02 | 23:59 | Europe/London
16 Oct 2026 20:56(America/New_York)                            | 2026-10-16 | 20:56 | America/New_York
13-Oct-2026 16:00 (GMT -5.00)                                  | 2026-10-13 | 16:00 | UTC-05:00
Nov 02 2026 Central Asia Standard Time                         | 2026-11-02 |       | Asia/Bishkek
Oct 23 2026 Egypt Standard Time                                | 2026-10-23 |       | Africa/Cairo
30/Oct/2026, 11:59:00 PM                                       | 2026-10-30 | 23:59 |
2026-10-30, 11:59:00 PM                                        | 2026-10-30 | 23:59 |
October-23-26                                                  | 2026-10-23 |       |
Friday, October 23, 2026 23:59 p.m. (2359 Manila Time, 1559 GMT) | 2026-10-23 | 23:59 | Asia/Manila
10/23/2026 (MM/DD/YYYY) at 11:59pm UTC                         | 2026-10-23 | 23:59 | UTC
10/5/2026 (MM/DD/YYYY) at 11:59pm UTC                          | 2026-10-05 | 23:59 | UTC
05/10/2026 (DD/MM/YYYY)                                        | 2026-10-05 |       |
10/5/2026 11:59 PM EST                                         | 2026-10-05 | 23:59 | America/New_York
10/05/2026, 03:59 AM                                           | 2026-10-05 | 03:59 |
23 October 2026 by 5 p.m. local time                           | 2026-10-23 | 17:00 |
23 October 2026 23:59, Duty station: Rome                      | 2026-10-23 | 23:59 |
23 October 2026 00:00 CET                                      | 2026-10-23 | 00:00 | Europe/Zurich
23 October 2026 12:00 AM CET                                   | 2026-10-23 | 00:00 | Europe/Zurich
23 October 2026, 12 midnight CET                               | 2026-10-23 | 23:59 | Europe/Zurich
23 October 2026, 00:00 (midnight)                              | 2026-10-23 | 23:59 |
23 October 2026 24:00                                          | 2026-10-23 | 23:59 |
2026-11-02T18:55:00Z                                           | 2026-11-02 | 18:55 | UTC
2026-11-02T18:55:00-04:00                                      | 2026-11-02 | 18:55 | UTC-04:00
2026-11-02T00:00:00Z                                           | 2026-11-02 |       |
Thu Sep 17 22:00:00 UTC 2026                                   | 2026-09-17 | 22:00 | UTC
Fri, 23 Oct 2026 21:59:00 +0200                                | 2026-10-23 | 21:59 | UTC+02:00
20261023                                                       | 2026-10-23 |       |
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in VALUES.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_value_gives_date_time_and_zone(row: tuple[str, str, str, str]) -> None:
    raw, on, time, zone = row
    assert read(raw) == (on, time or None, zone or None)
    assert parse_deadline(raw).issues == ()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_instant_is_known_where_time_and_zone_are(row: tuple[str, str, str, str]) -> None:
    deadline = parse_deadline(row[0]).deadline
    assert deadline is not None
    assert (deadline.at is not None) == bool(row[2] and row[3])
    assert deadline.at is None or deadline.at.tzinfo is UTC


@pytest.mark.parametrize(
    "raw", ["Friday 23 October 2026 (midnight Geneva time)", "23 October 2026 23:59 (Geneva time)"]
)
def test_midnight_is_the_last_minute_of_the_printed_day(raw: str) -> None:
    deadline = parse_deadline(raw).deadline
    assert deadline is not None
    assert deadline.at == datetime(2026, 10, 23, 21, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "10月3日(土曜日)日本時間18時", "10月2日 (金曜日)", "10月6日10:00 – 10月27日23:59", "10月1日、締切は10月24日",
        "10月8日(木)", "10월5일부터 12일까지", "12 ottobre alle 14:00 ora italiana", "jusqu'au 19 octobre, à midi pile",
        "hasta el próximo 22 de octubre", "até 12 de outubro", "14 أكتوبر المقبل", "05/10/2026", "07/10/2026",
    ],
)  # fmt: skip
def test_a_missing_year_or_an_open_order_is_an_issue_and_no_value(raw: str) -> None:
    assert read(raw) is None
    assert kinds(parse_deadline(raw).issues) == [IssueKind.AMBIGUOUS]


@pytest.mark.parametrize(
    ("raw", "known", "expected"),
    [
        ("10月3日(土曜日)日本時間18時", {"year_hint": 2026}, ("2026-10-03", "18:00", "Asia/Tokyo")),
        ("10月1日、締切は10月24日", {"year_hint": 2026}, ("2026-10-24", None, None)),
        ("12 ottobre alle 14:00 ora italiana", {"year_hint": 2026}, ("2026-10-12", "14:00", "Europe/Rome")),
        ("jusqu'au 19 octobre, à midi pile", {"year_hint": 2026}, ("2026-10-19", "12:00", None)),
    ],
)
def test_a_year_from_elsewhere_gives_a_value_and_an_issue(
    raw: str, known: dict[str, int], expected: tuple[str, str | None, str | None]
) -> None:
    assert read(raw, **known) == expected
    assert kinds(parse_deadline(raw, **known).issues) == [IssueKind.AMBIGUOUS]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "on"),
    [
        ({"order": DateOrder.DAY_FIRST}, "2026-10-07"), ({"order": DateOrder.MONTH_FIRST}, "2026-07-10"),
        ({"language": "fr"}, "2026-10-07"), ({"label": "Date limite de candidature"}, "2026-10-07"),
    ],
)  # fmt: skip
def test_source_label_or_language_decide_the_order(known: dict[str, object], on: str) -> None:
    assert read("07/10/2026", **known) == (on, None, None)


@pytest.mark.parametrize(
    "raw", ["Closed", "As soon as possible", "(null)", "to be determined", "TBD", "N/A", "not specified", "-"]
)
def test_words_without_a_day_are_no_deadline_and_no_puzzle(raw: str) -> None:
    assert parse_deadline(raw) == (None, (), False)


@pytest.mark.parametrize(
    "raw", ["채용시마감", "until filled", "Open until filled", "rolling basis", "bis zur Besetzung", "随时"]
)
def test_a_post_that_stays_open_until_it_is_filled_is_rolling(raw: str) -> None:
    assert parse_deadline(raw) == (None, (), True)


@pytest.mark.parametrize(
    "raw",
    [
        "Posted 8 hours ago", "New opportunities all the year round", "in der Regel bis Mitte März",
        "september/oktober 2026", "før sommaren", "2026年度(令和8年度)", "‘26년 기준", "ansökningstid 3–4 veckor",
        "14 - 10",
    ],
)  # fmt: skip
def test_words_that_cannot_be_read_are_an_issue(raw: str) -> None:
    assert read(raw) is None
    assert kinds(parse_deadline(raw).issues) == [IssueKind.UNMAPPED]


def test_an_impossible_day_is_an_issue_and_no_value() -> None:
    assert read("31 June 2026") is None
    assert kinds(parse_deadline("31 June 2026").issues) == [IssueKind.IMPOSSIBLE]


def test_a_wrong_weekday_is_an_issue_and_the_date_stands() -> None:
    assert read("Thursday 23 October 2026") == ("2026-10-23", None, None)
    assert kinds(parse_deadline("Thursday 23 October 2026").issues) == [IssueKind.CONFLICT]


def test_the_label_adds_clock_and_zone() -> None:
    assert read("10/23/2026", label="Close Date (Midnight, Rome Time)") == ("2026-10-23", "23:59", "Europe/Rome")
    assert read("23 October 2026 17:00", label="Deadline (Geneva time)") == ("2026-10-23", "17:00", "Europe/Zurich")


def test_the_default_zone_counts_only_for_a_clock_without_a_zone() -> None:
    assert read("23 October 2026 17:00", default_zone="Asia/Seoul") == ("2026-10-23", "17:00", "Asia/Seoul")
    assert read("23 October 2026", default_zone="Asia/Seoul") == ("2026-10-23", None, None)
    assert read("23 October 2026 17:00 CET", default_zone="Asia/Seoul") == ("2026-10-23", "17:00", "Europe/Zurich")
    assert read("23 October 2026 17:00 local time", default_zone="Asia/Seoul") == ("2026-10-23", "17:00", None)


@pytest.mark.parametrize(
    ("raw", "zone", "expected", "at"),
    [
        (
            "2026-06-16T03:59:59.000Z",
            "America/New_York",
            ("2026-06-15", "23:59", "America/New_York"),
            (2026, 6, 16, 3, 59),
        ),
        ("2026-09-17T22:00:00Z", "Europe/Zurich", ("2026-09-17", "23:59", "Europe/Zurich"), (2026, 9, 17, 21, 59)),
        (
            "Thu Sep 17 22:00:00 UTC 2026",
            "Europe/Zurich",
            ("2026-09-17", "23:59", "Europe/Zurich"),
            (2026, 9, 17, 21, 59),
        ),
        ("/Date(1792187940000)/", "Europe/Zurich", ("2026-10-16", "23:59", "Europe/Zurich"), (2026, 10, 16, 21, 59)),
        ("2026-06-30T15:59:00+00:00", None, ("2026-06-30", "15:59", "UTC"), (2026, 6, 30, 15, 59)),
        ("2026-06-30T15:59:00+02:00", "Asia/Tokyo", ("2026-06-30", "15:59", "UTC+02:00"), (2026, 6, 30, 13, 59)),
    ],
)
def test_an_instant_of_a_machine_is_turned_to_the_clock_of_the_source(
    raw: str, zone: str | None, expected: tuple[str, str, str], at: tuple[int, ...]
) -> None:
    deadline = parse_deadline(raw, default_zone=zone, is_site_key=True).deadline
    assert deadline is not None
    assert (deadline.on.isoformat(), deadline.time, deadline.zone) == expected
    assert deadline.at == datetime(*at, tzinfo=UTC)  # type: ignore[misc, arg-type]


def test_a_date_without_a_clock_is_not_shifted_by_the_default_zone() -> None:
    assert read("2026-10-16T00:00:00Z", default_zone="America/New_York", is_site_key=True) == ("2026-10-16", None, None)


# --- Texts -----------------------------------------------------------------------------------------------------------

LABELLED = [
    ("Closing date: 16 October 2026", "16 October 2026"),
    ("Vacancy details\nDeadline : 16-Oct-2026 16:00 (GMT -5.00)\nUnit: Field", "16-Oct-2026 16:00 (GMT -5.00)"),
    ("## Deadline for Applications\n\nOctober 16, 2026\n\nB", "October 16, 2026"),
    ("Unit: Field\n\n- Closing Date\n\n- 16 October 2026", "16 October 2026"),
    ("Closing date\t16 October 2026\tRome", "16 October 2026"),
    ("Contract: One year Closing Date:\n16 October 2026", "16 October 2026"),
    ("Application deadline (midnight Geneva time): 16 October 2026", "(midnight Geneva time): 16 October 2026"),
    ("Application deadline (\nmidnight local time\n): 16-Oct-2026", "(\nmidnight local time\n): 16-Oct-2026"),
    ("Close Date : (Midnight, Rome Time) 10/16/2026", "(Midnight, Rome Time) 10/16/2026"),
    ("Application deadline (extended): 16 October 2026", "16 October 2026"),
    ("DEADLINE FOR APPLICATIONS 16 October 2026-23:59-GMT+09:00 Korean Standard Time (Seoul) We are",
     "16 October 2026-23:59-GMT+09:00 Korean Standard Time (Seoul)"),
    ("Job Title Analyst Post level P2 Apply by Oct-16-26 Agency Elsewhere", "Oct-16-26"),
    ("Application close: Oct 16 2026 Egypt Standard Time", "Oct 16 2026 Egypt Standard Time"),
    ("Level: G Published on: 1-Oct-2026 Deadline on: 16-Oct-2026 16:00 (GMT -4.00)", "16-Oct-2026 16:00 (GMT -4.00)"),
    ("Closing date for applications:\nFriday 16 October 2026,\nmidnight (Geneva time)",
     "Friday 16 October 2026,\nmidnight (Geneva time)"),
    ("Date limite de candidature : 16/10/2026", "16/10/2026"),
    ("Fecha límite: 16 de octubre de 2026", "16 de octubre de 2026"),
    ("Bewerbungsschluss: 16.10.2026, 23:59 Uhr (MEZ)", "16.10.2026, 23:59 Uhr (MEZ)"),
    ("Scadenza: 16 ottobre 2026 alle ore 15:00", "16 ottobre 2026 alle ore 15:00"),
    ("Sista ansökningsdag: 16 oktober 2026", "16 oktober 2026"),
    ("Ansøgningsfrist: 16. oktober 2026 kl. 12.00", "16. oktober 2026 kl. 12.00"),
    ("Søknadsfrist 16. oktober 2026", "16. oktober 2026"),
    ("Sluitingsdatum: 16 oktober 2026", "16 oktober 2026"),
    ("Hakuaika päättyy 16.10.2026 klo 16.15", "16.10.2026 klo 16.15"),
    ("Prazo de candidatura: 16 de outubro de 2026", "16 de outubro de 2026"),
    ("応募期間:2026年9月1日から10月16日まで", "2026年9月1日から10月16日"),
    ("応募締切　令和8年10月16日（金）正午（日本時間）", "令和8年10月16日（金）正午（日本時間）"),
    ("접수기간: 2026. 10. 5.(월) ~ 10. 16.(금) 18:00까지", "2026. 10. 5.(월) ~ 10. 16.(금) 18:00"),
    ("마감일 : 2026-10-16", "2026-10-16"),
    ("截止日期：2026年10月16日24时(北京时间)", "2026年10月16日24时(北京时间)"),
    ("آخر موعد للتقديم: ١٦ أكتوبر ٢٠٢٦", "١٦ أكتوبر ٢٠٢٦"),
    ("Closes on 16 October 2026", "16 October 2026"),
    ("Hakuaika 2.–16.10.2026", "2.–16.10.2026"),
    ("Deadline: 16 October 2026 (23:59 Central European Time (CET))",
     "16 October 2026 (23:59 Central European Time (CET))"),
    ("원서접수 : '26. 10. 5.(월) ~ 10. 16.(금) 18:00", "'26. 10. 5.(월) ~ 10. 16.(금) 18:00"),
    ("Open Period: 9/21/2026 – 10/16/2026", "9/21/2026 – 10/16/2026"),
]  # fmt: skip
SENTENCES = [
    ("The closing date for this post is Friday 16 October 2026 (midnight Geneva time).",
     "Friday 16 October 2026 (midnight Geneva time)"),
    ("Send us your application. It must reach us, with a CV, by 16 October 2026. Interviews follow on 3 November 2026.",
     "16 October 2026"),
    ("Applications have to be in no later than 23:59 (CET) on Friday, 16 October 2026.",
     "23:59 (CET) on Friday, 16 October 2026"),
    ("To apply, send a cover letter by 5 pm on 16 October 2026.", "5 pm on 16 October 2026"),
    ("We take applications from 1 October to 16 October 2026.", "1 October to 16 October 2026"),
    ("16 October 2026 is the closing date for this vacancy.", "16 October 2026"),
    ("The deadline has been extended from 2 October 2026 to 16 October 2026.", "2 October 2026 to 16 October 2026"),
    ("This vacancy is open until 16 October 2026.", "16 October 2026"),
    ("This job opening will close at 23:59 on 16 October 2026 (New York time).",
     "23:59 on 16 October 2026 (New York time)"),
    ("Kindly send us your papers\nbefore the closing date of this call, on Friday\n16 October 2026, 23:59 Geneva time",
     "Friday\n16 October 2026, 23:59 Geneva time"),
    ("Les candidatures sont reçues au plus tard le 16 octobre 2026 à minuit, heure de Paris.",
     "16 octobre 2026 à minuit, heure de Paris"),
    ("Las solicitudes se recibirán hasta el 16 de octubre de 2026 a las 23:59.", "16 de octubre de 2026 a las 23:59"),
    ("As candidaturas podem ser enviadas até 16 de outubro de 2026.", "16 de outubro de 2026"),
    ("Le domande vanno inviate entro il 16 ottobre 2026 alle ore 15:00 (ora italiana).",
     "16 ottobre 2026 alle ore 15:00 (ora italiana)"),
    ("Bewerbungen sind bis zum 16. Oktober 2026 möglich.", "16. Oktober 2026"),
    ("Bis zum 16. Oktober 2026 können Sie sich bewerben.", "16. Oktober 2026"),
    ("Bitte bewerben Sie sich bis spätestens 16.10.2026.", "16.10.2026"),
    ("Uiterlijk 16 oktober 2026 moet je sollicitatie binnen zijn.", "16 oktober 2026"),
    ("Din ansökan ska vara inne senast den 16 oktober 2026.", "16 oktober 2026"),
    ("Din ansøgning skal være her senest den 16. oktober 2026 kl. 12.00.", "16. oktober 2026 kl. 12.00"),
    ("Send søknaden innen 16. oktober 2026.", "16. oktober 2026"),
    ("Hakemus on lähetettävä viimeistään 16.10.2026 klo 16.15.", "16.10.2026 klo 16.15"),
    ("Zgłoszenia przyjmujemy do 16 października 2026 r.", "16 października 2026"),
    ("Přihlášky přijímáme do 16. října 2026.", "16. října 2026"),
    ("Başvurular 16 Ekim 2026 saat 23.59'a kadar yapılabilir.", "16 Ekim 2026 saat 23.59"),
    ("応募書類は2026年10月16日(金)正午(日本時間)必着です。", "2026年10月16日(金)正午(日本時間)"),
    ("応募は2026年10月16日まで受け付けます。", "2026年10月16日"),
    ("원서는 2026년 10월 16일(금) 18:00까지 (한국시간) 접수합니다.", "2026년 10월 16일(금) 18:00까지 (한국시간)"),
    ("请于2026年10月16日之前报名。", "2026年10月16日"),
    ("تُقبل الطلبات حتى ١٦ أكتوبر ٢٠٢٦", "١٦ أكتوبر ٢٠٢٦"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "raw", "rule"),
    [(*case, "deadline.labelled") for case in LABELLED] + [(*case, "deadline.sentence") for case in SENTENCES],
)
def test_a_deadline_is_found_in_the_text_with_exactly_its_words(text: str, raw: str, rule: str) -> None:
    found = best(text)
    assert found.deadline is not None
    assert (found.deadline.on, found.deadline.raw) == (OCTOBER_16, raw)
    (fact,) = found.facts
    assert (fact.field, fact.raw, fact.rule, fact.value) == (Field.DEADLINE, raw, rule, found.deadline.to_json())
    assert found.issues == ()


@pytest.mark.parametrize(
    "text",
    [
        "Publication date: 1 October 2026", "Advertised: Oct 01 2026 Egypt Standard Time",
        "Posted on 1 October 2026, apply online.", "Target Start Date: 2027-01-01", "Expected end date: 12/31/2027",
        "The post is available until 31 December 2027.", "The work begins no later than 1 March 2027.",
        "The contract runs from 1 January 2027 to 31 December 2027.",
        "To apply you must be born on or after 1 January 1989.", "Applicants must be under 33 on 31 December 2026.",
        "Applicants must be under 33 by 31 December 2026.", "Bewerber müssen nach dem 1. Januar 1991 geboren sein.",
        "I candidati devono essere nati dopo il 1° gennaio 1995.",
        "1991年4月2日以降に生まれた方。応募資格があります。", "Interviews are planned for 3 November 2026.",
        "Experience is counted to 31 Dec 2016.",
        "After the closing date you may hear of interviews on 16 November 2026.",
        "AC/SRH, N° 14/2026 du 23 avril 2026", "The previous deadline was 1 October 2025.",
        "Original deadline: 1 October 2026", "Deadline for referees, 1 November 2026",
        "Questions on applications: the deadline for questions is 1 October 2026.",
        "Reference letter deadline: 1 November 2026",
        "El plazo límite para las consultas es el 6 de octubre de 2026.",
        "Plazo de ejecución: hasta el 31 de diciembre de 2026",
        "Registration for the information session closes on 1 October 2026.",
        "You need a degree obtained by 30 June 2026.", "You may apply if you graduated before 1 July 2024.",
        "Submit the draft report by 30 April 2027.", "Deliverable 2, inception report. Deadline: 15 April 2027",
        "We meet deadlines. The unit was founded on 1 January 2019.",
        "Results of your application will be announced by 30 November 2026.", "2026年度(令和8年度)募集要項",
        "2027년 12월 31일까지 지원 사업",
        "The project closes on 31 December 2027.", "Il contratto scade il 31 dicembre 2027.",
        "截至2026年3月1日,共有五十人。", "Notification de la candidature: entretien avant le 3 mai 2026",
    ],
)  # fmt: skip
def test_another_date_is_no_deadline(text: str) -> None:
    assert find_deadlines(text) == []


def test_a_yearless_deadline_is_an_issue_that_a_full_date_elsewhere_settles() -> None:
    assert kinds(best("Deadline: 16 October").issues) == [IssueKind.AMBIGUOUS]
    settled = best("Deadline: 16 October\n\nApplications close on 16 October 2026.")
    assert settled.deadline is not None
    assert (settled.deadline.on, settled.issues) == (OCTOBER_16, ())


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Published on: 10/13/2026\nDeadline: 11/12/2026", date(2026, 11, 12)),
        ("Published on: 13/10/2026\nDeadline: 11/12/2026", date(2026, 12, 11)),
        ("Date of issue: 03/03/2026\nDeadline: 04/01/2026", date(2026, 4, 1)),
        ("Date of issue: 03/03/2026\nDeadline: 04/05/2026", None),
        ("Date limite de candidature : 04/05/2026", date(2026, 5, 4)),
        ("마감일: 26.10.16", OCTOBER_16),
    ],
)
def test_the_document_decides_the_order_of_an_all_digit_deadline(text: str, on: date | None) -> None:
    found = best(text)
    assert (found.deadline and found.deadline.on) == on
    assert kinds(found.issues) == ([] if on else [IssueKind.AMBIGUOUS])


def test_words_that_leave_the_post_open_are_a_fact_without_a_value() -> None:
    for text in ("The call is open until filled.", "Deadline: rolling"):
        found = best(text)
        assert found.deadline is None
        assert [(fact.value, fact.rule) for fact in found.facts] == [(None, "deadline.rolling")]
    assert best("Applications are reviewed on a rolling basis.").facts == ()


# --- Labels and the best of several ----------------------------------------------------------------------------------


def test_raw_labels_are_read_by_field_by_printed_name_and_by_key() -> None:
    labels = (
        Label("closes", "16 October 2026", Field.DEADLINE),
        Label("Closing date", "16 October 2026"),
        Label("ExternalPostedEndDate", "2026-10-16T15:59:00+00:00"),
        Label("endDate", "2026-10-16"),
        Label("startDate", "2026-09-16"),
        Label("Close Date (Midnight, Rome Time)", "10/16/2026"),
        Label("closingDate", " "),
    )
    found = find_deadlines("", labels)
    assert [one.fact and (one.fact.label, one.fact.rule, one.fact.raw) for one in found] == [
        ("closes", "deadline.label_key", "16 October 2026"),
        ("Closing date", "deadline.label", "16 October 2026"),
        ("ExternalPostedEndDate", "deadline.label_key", "2026-10-16T15:59:00+00:00"),
        ("endDate", "deadline.label_key", "2026-10-16"),
        ("Close Date (Midnight, Rome Time)", "deadline.label", "10/16/2026"),
    ]
    assert all(one.fact is not None and one.fact.start is None for one in found)
    assert found[-1].deadline == Deadline(
        OCTOBER_16, "23:59", "Europe/Rome", datetime(2026, 10, 16, 21, 59, tzinfo=UTC), "10/16/2026"
    )


def test_printed_words_beat_a_key_that_is_a_day_off_without_a_conflict() -> None:
    found = best("Deadline: 16 October 2026", Label("endDate", "2026-10-17"))
    assert found.deadline is not None
    assert (found.deadline.on, len(found.facts), found.issues) == (OCTOBER_16, 2, ())


def test_a_key_two_days_off_is_a_conflict_and_the_printed_date_stands() -> None:
    found = best("Applications must be in by 16 October 2026.", Label("endDate", "2026-10-18"))
    assert found.deadline is not None
    assert (found.deadline.on, kinds(found.issues)) == (OCTOBER_16, [IssueKind.CONFLICT])


def test_a_label_beats_a_sentence_and_two_dates_are_a_conflict_with_both_facts() -> None:
    found = best("Applications must be in by 15 October 2026.\n\nClosing date: 16 October 2026")
    assert found.deadline is not None
    assert (found.deadline.on, kinds(found.issues)) == (OCTOBER_16, [IssueKind.CONFLICT])
    assert [fact.value["date"] for fact in found.facts] == ["2026-10-15", "2026-10-16"]


def test_of_two_statements_of_one_date_the_fuller_one_is_kept() -> None:
    found = best("Closing date: 16 October 2026\n\nApplications close on 16 October 2026, 23:59 Geneva time.")
    assert found.deadline is not None
    assert (found.deadline.time, found.deadline.zone, found.issues) == ("23:59", "Europe/Zurich", ())


def test_two_clocks_on_one_date_are_a_conflict() -> None:
    found = best("Closing date: 16 October 2026, 17:00\n\nApplications close on 16 October 2026 at 23:59.")
    assert kinds(found.issues) == [IssueKind.CONFLICT]


def test_a_deadline_before_publication_is_an_issue() -> None:
    found = best_deadline(find_deadlines("Closing date: 16 October 2026"), posted_on=date(2026, 10, 17))
    assert found.deadline is not None
    assert (found.deadline.on, kinds(found.issues), len(found.facts)) == (date(2026, 10, 16), [IssueKind.IMPOSSIBLE], 1)


def test_a_deadline_behind_publication_beats_one_before_it() -> None:
    text = "Closing date: 16 October 2026\n\nApplications close on 30 October 2026."
    found = best_deadline(find_deadlines(text), posted_on=date(2026, 10, 17))
    assert found.deadline is not None
    assert (found.deadline.on, kinds(found.issues)[0]) == (date(2026, 10, 30), IssueKind.IMPOSSIBLE)


def test_nothing_found_is_nothing_said() -> None:
    assert best_deadline([]) == FoundDeadline(None, (), ())


@pytest.mark.parametrize(
    ("words", "time", "zone"),
    [
        ("Note that the closing date for all vacancies is midnight Geneva time on the day.", "23:59", "Europe/Zurich"),
        ("Please note that the closing date is midnight Copenhagen time.", "23:59", "Europe/Copenhagen"),
        ("Every vacancy shown here closes on its last day at midnight Geneva time.", "23:59", "Europe/Zurich"),
        ("Job openings close at 11:59 p.m. (New York time) on the deadline date.", "23:59", "America/New_York"),
        ("Applications close when enough have come.", None, None),
        ("Vacancies close at 17:00 in summer.", None, None),
        ("Another vacancy: applications close at 17:00 Rome time on 3 May 2027.", None, None),
    ],
)
def test_the_clock_of_all_closing_days_is_that_of_a_day_alone(words: str, time: str | None, zone: str | None) -> None:
    text = f"Closing date: 16 October 2026\n\n{words}"
    found = find_deadline(Reading(RawPosting("x", "1", None, text)), UNKNOWN_SOURCE)
    assert found.deadline is not None
    assert (found.deadline.on, found.deadline.time, found.deadline.zone) == (date(2026, 10, 16), time, zone)


def test_a_clock_beside_the_day_beats_that_of_all_closing_days() -> None:
    text = "Closing date: 16 October 2026, 14:00 (Oslo time)\n\nJob openings close at 11:59 p.m. New York time."
    found = find_deadline(Reading(RawPosting("x", "1", None, text)), UNKNOWN_SOURCE)
    assert found.deadline is not None
    assert (found.deadline.time, found.deadline.zone) == ("14:00", "Europe/Oslo")


def test_a_posting_is_read_with_the_habits_of_its_source_and_its_own_publication_date() -> None:
    text = "Posting Date: 17 October 2026\n\nClosing date: 16 October 2026"
    found = find_deadline(Reading(RawPosting("x", "1", None, text)), UNKNOWN_SOURCE)
    assert found.deadline is not None
    assert (found.deadline.on, kinds(found.issues)) == (date(2026, 10, 16), [IssueKind.IMPOSSIBLE])


@pytest.mark.parametrize(
    ("text", "day", "clock", "zone"),
    [
        ("Opening / closing\t26 October - 13 November 2026", date(2026, 11, 13), None, None),
        ("Opening and closing dates: 26 October to 13 November 2026, 18:00 (Rome time)", date(2026, 11, 13), "18:00",
         "Europe/Rome"),
        ("Closing of the list: 13 November 2026, 23:59 Tajikistan time.", date(2026, 11, 13), "23:59", "Asia/Dushanbe"),
        ("Application window: 1 - 13 November 2026", date(2026, 11, 13), None, None),
        ("Applications are accepted from 26 October to 13 November 2026.", date(2026, 11, 13), None, None),
        ("Bewerbungsfrist: 15. Jänner 2027, 12:00 Uhr (Wiener Ortszeit)", date(2027, 1, 15), "12:00", "Europe/Vienna"),
        ("Bewerbungsfrist: 15. Januar 2027, 12 Uhr (Genfer Zeit)", date(2027, 1, 15), "12:00", "Europe/Zurich"),
        ("Sluitingsdatum: 31-01-2027, 12.00 uur 's middags (plaatselijke tijd Nairobi)", date(2027, 1, 31), "12:00",
         "Africa/Nairobi"),
        ("Hakuaika: 23.11.2026–15.1.2027 klo 12.00 (Wienin aikaa)", date(2027, 1, 15), "12:00", "Europe/Vienna"),
        ("Date limite : 15 janvier 2027 à 18h00 (heure de Genève)", date(2027, 1, 15), "18:00", "Europe/Zurich"),
        ("Date limite : 15 janvier 2027, 18h00, heure locale de Nairobi", date(2027, 1, 15), "18:00", "Africa/Nairobi"),
        ("Sluitingsdatum: 10 maart 2027, 18.00 uur (Brusselse tijd)", date(2027, 3, 10), "18:00", "Europe/Brussels"),
        ("Clôture des candidatures : le 22 janvier 2027 à 17 heures (heure de Luxembourg)", date(2027, 1, 22), "17:00",
         "Europe/Luxembourg"),
        ("Fecha límite: 15 de enero de 2027, 18:00 (hora local de Roma)", date(2027, 1, 15), "18:00", "Europe/Rome"),
        ("Scadenza: 15 gennaio 2027, ore 18:00 (ora locale di Nairobi)", date(2027, 1, 15), "18:00", "Africa/Nairobi"),
        ("Closing date: 15 January 2027, 18:00 (local time in Nairobi)", date(2027, 1, 15), "18:00", "Africa/Nairobi"),
        ("Closing date: 15 January 2027, 18:00, local time Geneva", date(2027, 1, 15), "18:00", "Europe/Zurich"),
        ("3. 접수기간\n2026. 11. 30.(월) ~ 12. 18.(금) 18:00까지 (한국시간)", date(2026, 12, 18), "18:00",
         "Asia/Seoul"),
    ],
)  # fmt: skip
def test_ranges_and_zones_in_words(text: str, day: date, clock: str | None, zone: str | None) -> None:
    deadline = best(text).deadline
    assert deadline is not None
    assert (deadline.on, deadline.time, deadline.zone) == (day, clock, zone)


# --- Whatever comes --------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    "Deadline|closing date|:|\n|\t|## |(|)|16 October 2026|05/10/2026|10月16日|까지|by|until|apply|midnight|23:59|"
    "Geneva time|GMT+05:45|local time|2026-10-16T00:00:00Z|31 June 2026|締切|,|- | ".split("|")
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_gives_facts_that_point_at_their_words(text: str) -> None:
    for one in find_deadlines(text):
        assert isinstance(one, Found)
        if one.fact is not None:
            assert text[one.fact.start : one.fact.end] == one.fact.raw
            assert one.fact.raw
    best_deadline(find_deadlines(text), OCTOBER_16)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=12).map(" ".join)))
def test_any_value_gives_a_deadline_or_issues_or_nothing(raw: str) -> None:
    parsed = parse_deadline(raw)
    assert parsed.deadline is None or parsed.deadline.raw in raw
    assert not (parsed.deadline and parsed.is_rolling)
