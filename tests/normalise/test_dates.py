"""Dates: every written form, what stays open, and what is no date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jpo_scraper.normalise.dates import MONTHS, WEEKDAYS, DateSpan, find_dates, parse_date, written_order
from jpo_scraper.reference.fold import fold
from jpo_scraper.vocab import DateOrder, IssueKind

OCTOBER_16 = date(2026, 10, 16)


def only(text: str, **known: object) -> DateSpan:
    """The one date of a text."""
    (span,) = find_dates(text, **known)  # type: ignore[arg-type]
    return span


@pytest.mark.parametrize(
    "text",
    [
        "16 October 2026", "16 Oct 2026", "16 OCTOBER 2026", "16 Oct. 2026", "16th October 2026",
        "the 16th of October 2026", "October 16, 2026", "October 16 2026", "October 16th, 2026",
        "October 16th 2026", "Oct 16, 2026", "OCT. 16, 2026", "16-Oct-2026", "16-Oct-26", "16/Oct/2026",
        "16.Oct.2026", "16OCT2026", "Oct-16-26", "Oct-16-2026", "2026-Oct-16", "16 Oct '26",
        "Friday 16 October 2026", "Friday, 16 October 2026", "Fri, 16 Oct 2026 21:59:00 +0000",
        "Fri Oct 16 22:00:00 UTC 2026", "2026-10-16", "2026/10/16", "2026-10-16T23:59:00+02:00",
        "2026-10-16 17:00:00", "le 16 octobre 2026", "16 de octubre de 2026", "16 de outubro de 2026",
        "16 ottobre 2026", "16. Oktober 2026", "Freitag, den 16. Oktober 2026", "16. oktober 2026",
        "fredag den 16. oktober 2026", "vrijdag 16 oktober 2026", "16. lokakuuta 2026", "pe 16.10.2026",
        "fr 16.10.2026", "16 października 2026 r.", "16. října 2026", "16 Ekim 2026", "16 أكتوبر 2026",
        "16 تشرين الأول 2026", "16 أكتوبر/تشرين الأول 2026", "١٦ أكتوبر ٢٠٢٦", "16 اكتوبر 2026", "2026年10月16日",
        "2026年10月16日(金)", "2026年10月16日（金曜日）", "令和8年10月16日", "2026年(令和8年)10月16日",
        "２０２６年１０月１６日", "2026年10月16日星期五", "2026년 10월 16일", "2026년 10월 16일(금)",
        "‘26년 10월 16일", "2026.10.16", "2026. 10. 16.", "2026. 10. 16.(금)", "16.10.2026", "16. 10. 2026",
        "16/10/2026", "10/16/2026", "16-10-2026", "16\u200f/10\u200f/2026", "16\nOctober 2026",
        "16\u00a0October\u00a02026",
    ],
)  # fmt: skip
def test_one_day_is_read_from_every_form(text: str) -> None:
    span = only(text)
    assert span.on == OCTOBER_16
    assert span.issue is None
    assert span.weekday_fits in (True, None)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("1er octobre 2026", date(2026, 10, 1)), ("1º de octubre de 2026", date(2026, 10, 1)),
        ("1° gennaio 1995", date(1995, 1, 1)), ("2nd May 2026", date(2026, 5, 2)), ("May-5-26", date(2026, 5, 5)),
        ("5 mai 2026", date(2026, 5, 5)), ("3 mars 2026", date(2026, 3, 3)),
        ("3 de setembro de 2026", date(2026, 9, 3)),
        ("1 set 2026", date(2026, 9, 1)), ("28 août 2026", date(2026, 8, 28)), ("28 aout 2026", date(2026, 8, 28)),
        ("30 May 2026", date(2026, 5, 30)), ("12-Dec-89", date(1989, 12, 12)), ("平成元年1月8日", date(1989, 1, 8)),
        ("令和元年10月6日", date(2019, 10, 6)), ("29 February 2028", date(2028, 2, 29)),
        ("3 Ağustos 2026", date(2026, 8, 3)),
        ("24 GRUDNIA 2026", date(2026, 12, 24)), ("/Date(1792187940000)/", date(2026, 10, 16)),
    ],
)  # fmt: skip
def test_ordinals_short_years_and_eras_are_read(text: str, on: date) -> None:
    assert only(text).on == on


@pytest.mark.parametrize(
    ("text", "from_on", "on"),
    [
        ("10/5/2026 – 10/19/2026", date(2026, 10, 5), date(2026, 10, 19)),
        ("De 02/10/2026 a 20/10/2026", date(2026, 10, 2), date(2026, 10, 20)),
        ("from 1 October 2026 to 16 October 2026", date(2026, 10, 1), OCTOBER_16),
        ("2026. 10. 5.(월) ~ 10. 16.(금) 18:00", date(2026, 10, 5), OCTOBER_16),
        ("2026. 10. 5.(월) 09:00 ~ 10. 16.(금)", date(2026, 10, 5), OCTOBER_16),
        ("2026年10月1日 – 10月16日", date(2026, 10, 1), OCTOBER_16),
        ("2026년 10월 1일부터 16일까지", date(2026, 10, 1), OCTOBER_16),
        ("2026年12月1日から1月10日まで", date(2026, 12, 1), date(2027, 1, 10)),
        ("October 5-16, 2026", date(2026, 10, 5), OCTOBER_16),
        ("1-16 October 2026", None, OCTOBER_16),
        ("Del 1º al 16 de octubre de 2026", None, OCTOBER_16),
        ("de 1 a 16 de outubro de 2026", None, OCTOBER_16),
        ("vom 5. bis 16. Oktober 2026", None, OCTOBER_16),
        ("5.10. – 16.10.2026", None, OCTOBER_16),
        ("od 3 czerwca do 1 sierpnia 2026 r.", None, date(2026, 8, 1)),
    ],
)
def test_a_range_is_one_date_that_ends_on_its_last_day(text: str, from_on: date | None, on: date) -> None:
    span = only(text)
    assert (span.from_on, span.on, span.is_range) == (from_on, on, True)


@pytest.mark.parametrize(
    "text",
    [
        "10月3日(土曜日)", "10月6日10:00 – 10月27日23:59", "10월5일부터 12일까지", "12 ottobre", "22 de octubre",
        "12 de outubro", "19 octobre", "14 أكتوبر المقبل", "October 16", "May 4",
    ],
)  # fmt: skip
def test_a_date_without_a_year_is_found_and_has_no_value(text: str) -> None:
    span = only(text)
    assert (span.on, span.issue, span.has_year) == (None, IssueKind.AMBIGUOUS, False)


def test_a_year_from_elsewhere_fills_a_date_and_the_issue_stays() -> None:
    span = only("締切は10月24日", year_hint=2026)
    assert (span.on, span.issue) == (date(2026, 10, 24), IssueKind.AMBIGUOUS)
    assert "2026" in span.why
    assert only("16 October 2026", year_hint=2025).on == OCTOBER_16
    assert only("29 February", year_hint=2026).issue is IssueKind.IMPOSSIBLE


@pytest.mark.parametrize(
    "text", ["31 June 2026", "31/06/2026", "32 October 2026", "2026-02-30", "2026年2月30日", "31.06.2026"]
)
def test_a_day_that_does_not_exist_is_impossible(text: str) -> None:
    span = only(text)
    assert (span.on, span.issue) == (None, IssueKind.IMPOSSIBLE)


@pytest.mark.parametrize(
    "text",
    [
        "in der Regel im Februar, mit Fristen bis Mitte März", "før sommaren", "september/oktober 2026",
        "October 2026", "you may 10 times", "the top 10 may apply", "3 out of 4", "10 des candidats", "5 mar of 6",
        "2026年度(令和8年度)", "until filled", "채용시마감", "‘26년 기준", "14 - 10", "3–4 veckor", "P-3 or P-4",
        "1 to 2 years", "SDG 2030", "v. 1.2.10", "DC/Karachi/2026/16", "COVID-19 May be asked for", "23:59",
        "20261016", "12 months from 2026", "2024-2027",
    ],
)  # fmt: skip
def test_words_and_numbers_that_are_no_date_stay_alone(text: str) -> None:
    assert find_dates(text) == []


def test_a_serial_number_is_a_date_only_when_asked_for() -> None:
    assert only("20261016", compact=True).on == OCTOBER_16
    assert parse_date("20261016").on == OCTOBER_16  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "known", "on"),
    [
        ("05/10/2026", {}, None),
        ("05/10/2026", {"order": DateOrder.DAY_FIRST}, date(2026, 10, 5)),
        ("05/10/2026", {"order": DateOrder.MONTH_FIRST}, date(2026, 5, 10)),
        ("05.10.2026", {"order": DateOrder.MONTH_FIRST}, date(2026, 10, 5)),
        ("16/10/2026", {"order": DateOrder.MONTH_FIRST}, OCTOBER_16),
        ("03/03/2026", {}, date(2026, 3, 3)),
        ("16.10.26", {"order": DateOrder.DAY_FIRST}, OCTOBER_16),
        ("26.10.16", {"order": DateOrder.YEAR_FIRST}, OCTOBER_16),
        ("16.10.26", {}, None),
    ],
)
def test_an_order_decides_all_digit_dates_and_dots_are_day_first(
    text: str, known: dict[str, DateOrder], on: date | None
) -> None:
    span = only(text, **known)
    assert span.on == on
    assert (span.issue is IssueKind.AMBIGUOUS) == (on is None)


def test_another_date_of_the_text_decides_the_order() -> None:
    assert [span.on for span in find_dates("From 10/16/2026; also 05/10/2026")] == [OCTOBER_16, date(2026, 5, 10)]
    assert [span.on for span in find_dates("From 16/10/2026; also 05/10/2026")] == [OCTOBER_16, date(2026, 10, 5)]
    torn = find_dates("10/16/2026; 16/10/2026; 05/10/2026")
    assert written_order(torn) is None
    assert torn[-1].issue is IssueKind.AMBIGUOUS
    assert [day.isoformat() for _, day in torn[-1].readings] == ["2026-10-05", "2026-05-10"]


@pytest.mark.parametrize(
    "text", ["Thursday 16 October 2026", "2026年10月16日(木)", "Mon, 16 Oct 2026", "torstai 16.10.2026"]
)
def test_a_weekday_that_does_not_fit_is_noted(text: str) -> None:
    span = only(text)
    assert (span.on, span.weekday_fits) == (OCTOBER_16, False)


def test_short_weekdays_count_only_where_they_fit() -> None:
    thursday, not_thursday = only("to 8.10.2026"), only("open to 9.10.2026")
    assert (thursday.start, thursday.weekday_fits) == (0, True)
    assert (not_thursday.start, not_thursday.weekday_fits) == (len("open to "), None)


def test_a_reference_number_with_a_date_behind_it_gives_the_date_alone() -> None:
    span = only("N° 14/2026 du 23 avril 2026")
    assert span.on == date(2026, 4, 23)


def test_no_word_names_two_months_or_is_a_weekday_and_a_month() -> None:
    months: dict[str, set[int]] = {}
    for names in MONTHS.values():
        assert len(names.split()) == 12
        for number, forms in enumerate(names.split()):
            for form in forms.split("|"):
                months.setdefault(fold(form), set()).add(number)
    assert {word: numbers for word, numbers in months.items() if len(numbers) > 1} == {}
    assert all(len(names.split()) == 7 for names in WEEKDAYS.values())


DAYS = st.dates(date(1970, 1, 1), date(2097, 12, 31))
NAMED = [(language, month) for language in MONTHS for month in range(12)]
SHAPES = [
    "{d} {m} {y}",
    "{d}. {m} {y}",
    "{d} de {m} de {y}",
    "{m} {d}, {y}",
    "{d}-{m}-{y}",
    "{d}/{m}/{y}",
    "{d:02} {m} {y}",
    "{y} {m} {d}",
]


@given(DAYS, st.sampled_from(sorted(MONTHS)), st.sampled_from(SHAPES), st.randoms(), st.booleans())
def test_any_day_in_any_language_reads_back(day: date, language: str, shape: str, random: object, upper: bool) -> None:
    forms = MONTHS[language].split()[day.month - 1].split("|")
    month = random.choice(forms).replace("_", " ")  # type: ignore[attr-defined]
    text = shape.format(d=day.day, m=month.upper() if upper else month, y=day.year)
    assert only(text).on == day


@given(
    DAYS,
    st.sampled_from(
        ["{y}年{m}月{d}日", "{y}년 {m}월 {d}일", "{y}. {m}. {d}.", "{y}-{m:02}-{d:02}", "{d}.{m}.{y}", "{y}/{m}/{d}"]
    ),
)
def test_any_day_in_numbers_reads_back_whatever_the_digits(day: date, shape: str) -> None:
    text = shape.format(y=day.year, m=day.month, d=day.day)
    for zero in "0٠０":
        digits = text.translate({ord("0") + n: ord(zero) + n for n in range(10)})
        assert only(digits).on == day


@given(DAYS.filter(lambda day: day >= date(2019, 5, 1)))
def test_any_day_of_the_reiwa_era_reads_back(day: date) -> None:
    year = "元" if day.year == 2019 else str(day.year - 2018)
    assert only(f"令和{year}年{day.month}月{day.day}日").on == day


@given(DAYS, st.sampled_from(["dmy", "mdy"]), st.sampled_from("/-"))
def test_any_day_with_a_known_order_reads_back(day: date, order: str, mark: str) -> None:
    parts = {"d": f"{day.day:02}", "m": f"{day.month:02}", "y": str(day.year)}
    assert only(mark.join(parts[part] for part in order), order=DateOrder(order)).on == day


@given(DAYS, st.sampled_from(sorted(set(WEEKDAYS) - {"ja", "ko", "zh"})), st.integers(0, 6))
def test_a_weekday_is_right_or_noted(day: date, language: str, shift: int) -> None:
    name = WEEKDAYS[language].split()[(day.weekday() + shift) % 7].split("|")[0]
    span = only(f"{name}, {day.day}.{day.month}.{day.year}")
    assert span.weekday_fits is (shift == 0)


@given(DAYS, st.integers(0, 400))
def test_any_range_ends_on_its_last_day(day: date, length: int) -> None:
    last = day + timedelta(days=length)
    span = only(f"{day.day} {day:%B %Y} – {last.day} {last:%B %Y}")
    assert (span.from_on, span.on) == (day, last)


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("0123456789/.-年月日월일년 ~OctMay,()"))))
def test_any_text_gives_spans_in_order_inside_it(text: str) -> None:
    position = 0
    for span in find_dates(text):
        assert position <= span.start < span.end <= len(text)
        position = span.end
        assert (span.on is None) <= (span.issue is not None)
