"""Dates as postings write them, in eighteen languages: each with its place in the text, none guessed.

A date is sought from its numbers: every run of digits is tried as a year, a day or a serial number, so a month word
without a day number beside it (`may`, `mars`, `set`) is never a date. What the words leave open stays open: a date
without a year, or with day and month in an order that nothing decides, is found but has no value.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from jpo_scraper.normalise.cue import any_of
from jpo_scraper.reference.fold import Folded, fold
from jpo_scraper.vocab import DateOrder, IssueKind

MONTHS = {
    "en": "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug|augst september|sept|sep "
    "october|oct november|nov december|dec",
    "fr": "janvier|janv|jan février|févr|fév mars|mar avril|avr mai juin juillet|juil|jul août|aoû|aou "
    "septembre|sept|sep octobre|oct novembre|nov décembre|déc",
    "es": "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago "
    "septiembre|setiembre|sept|sep|set octubre|oct noviembre|nov diciembre|dic",
    "pt": "janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul agosto|ago setembro|set "
    "outubro|out novembro|nov dezembro|dez",
    "it": "gennaio|genn|gen febbraio|febbr|feb marzo|mar aprile|apr maggio|magg|mag giugno|giu luglio|lug agosto|ago "
    "settembre|sett|set ottobre|ott novembre|nov dicembre|dic",
    "de": "januar|jänner|jan februar|feber|feb märz|mrz april|apr mai juni|jun juli|jul august|aug september|sept|sep "
    "oktober|okt november|nov dezember|dez",
    "nl": "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sept|sep "
    "oktober|okt november|nov december|dec",
    "sv": "januari|jan februari|feb mars|mar april|apr maj juni|jun juli|jul augusti|aug september|sept|sep "
    "oktober|okt november|nov december|dec",
    "da": "januar|jan februar|feb marts|mar april|apr maj juni|jun juli|jul august|aug september|sept|sep "
    "oktober|okt november|nov december|dec",
    "no": "januar|jan februar|feb mars|mar april|apr mai juni|jun juli|jul august|aug september|sept|sep "
    "oktober|okt november|nov desember|des",
    "fi": "tammikuuta|tammikuu|tammi helmikuuta|helmikuu|helmi maaliskuuta|maaliskuu|maalis huhtikuuta|huhtikuu|huhti "
    "toukokuuta|toukokuu|touko kesäkuuta|kesäkuu|kesä heinäkuuta|heinäkuu|heinä elokuuta|elokuu|elo "
    "syyskuuta|syyskuu|syys lokakuuta|lokakuu|loka marraskuuta|marraskuu|marras joulukuuta|joulukuu|joulu",
    "pl": "stycznia|styczeń|sty lutego|luty|lut marca|marzec kwietnia|kwiecień|kwi maja|maj czerwca|czerwiec|cze "
    "lipca|lipiec|lip sierpnia|sierpień|sie września|wrzesień|wrz października|październik|paź listopada|listopad|lis "
    "grudnia|grudzień|gru",
    "cs": "ledna|leden února|únor března|březen dubna|duben května|květen června|červen července|červenec srpna|srpen "
    "září října|říjen listopadu|listopad prosince|prosinec",
    "tr": "ocak|oca şubat|şub mart nisan|nis mayıs haziran|haz temmuz|tem ağustos|ağu eylül|eyl ekim|eki kasım|kas "
    "aralık|ara",
    "ar": "يناير|كانون_الثاني|جانفي فبراير|شباط|فيفري مارس|آذار|اذار أبريل|ابريل|إبريل|نيسان|أفريل "
    "مايو|ماي|أيار|ايار يونيو|يونيه|حزيران|جوان يوليو|يوليه|تموز|جويلية أغسطس|اغسطس|آب|اب|أوت|غشت "
    "سبتمبر|أيلول|ايلول|شتنبر أكتوبر|اكتوبر|تشرين_الأول|تشرين_الاول نوفمبر|تشرين_الثاني|نونبر "
    "ديسمبر|كانون_الأول|كانون_الاول|دجنبر",
}
"""Month names and their short forms, January first, months parted by spaces and forms by `|` (`_` is a space).
Japanese, Korean and Chinese number their months."""

WEEKDAYS = {
    "en": "monday|mon tuesday|tues|tue wednesday|wed thursday|thurs|thur|thu friday|fri saturday|sat sunday|sun",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "de": "montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "nn": "måndag tysdag onsdag torsdag fredag laurdag sundag",
    "fi": "maanantai|maanantaina tiistai|tiistaina keskiviikko|keskiviikkona torstai|torstaina perjantai|perjantaina "
    "lauantai|lauantaina sunnuntai|sunnuntaina",
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "cs": "pondělí úterý středa čtvrtek pátek sobota neděle",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "ar": "الاثنين|الإثنين الثلاثاء الأربعاء|الاربعاء الخميس الجمعة السبت الأحد|الاحد",
    "ja": "月曜日|月曜|月 火曜日|火曜|火 水曜日|水曜|水 木曜日|木曜|木 金曜日|金曜|金 土曜日|土曜|土 日曜日|日曜|日",
    "ko": "월요일|월 화요일|화 수요일|수 목요일|목 금요일|금 토요일|토 일요일|일",
    "zh": "星期一|周一 星期二|周二 星期三|周三 星期四|周四 星期五|周五 星期六|周六 星期日|星期天|周日",
}
"""Weekday names, Monday first. One that does not fit its date is worth a note."""

_SHORT_WEEKDAYS = {
    "fr": "lun mar mer jeu ven sam dim", "es": "lun mar mié jue vie sáb dom", "it": "lun mar mer gio ven sab dom",
    "pt": "segunda|seg terça|ter quarta|qua quinta|qui sexta|sex sáb dom", "de": "mo di mi do fr sa so",
    "nl": "ma di wo do vr za zo", "sv": "må|mån ti|tis on|ons to|tor fr|fre lö|lör sö|sön",
    "da": "man tirs|tir ons tors|tor fre lør søn", "fi": "ma ti ke to pe la su", "pl": "pon wt śr czw pt sob niedz",
    "cs": "po út st čt pá so ne",
}  # fmt: skip
"""Short forms that are other words elsewhere (`to`, `on`, `di`, `mar`): believed only where they fit the date."""

_ORDINARY_WORDS = frozenset(
    "may mar set out ago des ara tem jul mag gen sie lis mai mars mart kas oca loka elo ab".split()
)
"""Month words that are also other words: without a year they count only with a capital."""

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
"""Year before the era's first; 元年 is year 1."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_MOST = 300
"""No posting prints so many dates: what comes after them is not looked at."""
_PIVOT = 69
"""Two-digit years from here on are of the last century (the POSIX reading)."""


def _by_word(table: dict[str, str]) -> dict[str, tuple[int, ...]]:
    """Folded word → the positions (0 first) that it names in any language."""
    found: dict[str, set[int]] = {}
    for names in table.values():
        for position, forms in enumerate(names.split()):
            for form in forms.split("|"):
                found.setdefault(fold(form.replace("_", " ")), set()).add(position)
    return {word: tuple(sorted(positions)) for word, positions in found.items()}


_MONTH_NUMBER = {word: positions[0] + 1 for word, positions in _by_word(MONTHS).items()}
_WEEKDAY_NUMBERS = _by_word(WEEKDAYS)
_SHORT_NUMBERS = _by_word(_SHORT_WEEKDAYS)

_S = r"[\s\u200e\u200f]"
_NO_LETTER = r"(?![a-zæß\u0600-\u065f\u0670-\u06ef])"
_ARABIC_MONTHS = any_of(name.replace("_", " ") for names in MONTHS["ar"].split() for name in names.split("|"))
_MONTH = rf"(?P<month>{any_of(_MONTH_NUMBER)}){_NO_LETTER}\.?(?:{_S}?/{_S}?(?:{_ARABIC_MONTHS}))?"
"""Arabic papers often print both names of a month: `أكتوبر/تشرين الأول`."""
_ORDINAL = r"(?:\s?(?:st|nd|rd|th|ere|er|re|º|°|ª|:[ae]|ste|de|e|o|a)(?![a-z]))?"
_YEAR4 = r"(?P<year>(?:19|20)\d\d)(?!\d|[:.]\d\d(?!\d)|\s?(?:hrs|hours|uhr))"
_TO = (
    r"(?:-|~|〜|to|until|till|through|thru|bis(?:\szum)?|al|au|jusqu'au|ad?|t/m|tot(?:\sen\smet)?|til|till|fino\sal|"
    r"hasta(?:\sel)?|ate|do|から|부터|至|到|إلى|حتى)"
)

_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:{_ORDINAL}\.?(?:{_S}{{1,2}}(?:of|del?|di|den|d')?{_S}{{0,2}}|{_S}?[-/.,]{_S}?)|(?=[a-z]))"
    rf"{_MONTH}(?:(?:{_S}{{0,2}}(?:,|\bdel?\b|\bof\b|\bdo\b)?{_S}{{0,2}}|{_S}?[-/.]{_S}?){_YEAR4}"
    rf"|(?:[-/.]|{_S}?')(?P<year2>\d\d)(?![\d:h]|[.]\d\d(?!\d)))?"
)
_AFTER_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}}){_ORDINAL}(?![\d:]|\.\d)"
    rf"(?:{_S}?(?:-|to|and){_S}?(?P<last>\d{{1,2}}){_ORDINAL}(?![\d:.]))?"
    rf"(?:(?:{_S}\d{{1,2}}:\d\d(?::\d\d)?{_S}(?:[a-z]{{1,5}}{_S}|[+-]\d{{4}}{_S})?|[\s,.]{{0,3}}){_YEAR4})?"
)
_MONTH_HYPHEN_DAY = re.compile(r"(?P<day>\d{1,2})-(?P<year>(?:19|20)?\d\d)(?!\d|:)")
_MONTH_BEFORE = re.compile(rf"(?<![^\W\d_]){_MONTH}(?P<hyphen>-|(?:,|{_S})?{_S}{{0,2}}(?:the{_S})?)\Z")
_YEAR_FIRST = re.compile(
    rf"(?P<year>(?:19|20)\d\d)"
    rf"(?:{_S}?(?P<mark>[-/.]){_S}?(?P<monthno>\d{{1,2}}){_S}?(?P=mark){_S}?(?P<day>\d{{1,2}})(?!\d)"
    rf"|[\s,-]{{1,2}}{_MONTH}[\s-]{{1,2}}(?P<nameday>\d{{1,2}})(?!\d|,?{_S}?(?:19|20)\d\d))"
)
_SHORT_YEAR_FIRST = re.compile(rf"(?P<year2>\d\d)\.{_S}?(?P<month>\d{{1,2}})\.{_S}?(?P<day>\d{{1,2}})\.?(?!\d)")
"""`'26. 10. 16.`, as Korean offices write: the apostrophe says that a year follows."""
_NUMERIC = re.compile(
    rf"(?P<first>\d{{1,2}}){_S}?(?P<mark>[-/.]){_S}?(?P<second>\d{{1,2}}){_S}?(?P=mark){_S}?"
    r"(?:(?P<year>(?:19|20)\d\d)(?!\d|[./]\d)|(?P<year2>\d\d)(?!\d|[-./]\d))"
)
_CJK = re.compile(rf"(?P<month>\d{{1,2}}){_S}?[月월]{_S}?(?P<day>\d{{1,2}}){_S}?[日일號号]")
_CJK_YEAR = re.compile(
    r"(?:(?P<era>令和|平成|昭和)\s?(?P<eryear>元|\d{1,2})|(?P<year>(?:19|20)\d\d)|'?(?P<year2>(?<!\d)\d\d))\s?[年년]"
    r"\s?(?:\([^()\n]{1,12}\)\s?)?\Z"
)
_EPOCH = re.compile(r"(?P<ms>\d{12,13})(?:[+-]\d{4})?\)/")
_COMPACT = re.compile(r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)")
_GLUED = re.compile(r"[a-z][-/_]?\Z|\d[/.]\Z")
"""What stands before digits that are part of a grade or a reference (`P-3`, `DC/2026/16`)."""

_WEEKDAY_BEFORE = re.compile(
    rf"(?<![^\W_])(?P<name>{any_of([*_WEEKDAY_NUMBERS, *_SHORT_NUMBERS])})\.?,?{_S}{{1,2}}"
    rf"(?:(?:the|den|dem|le|el|il){_S})?\Z"
)
_WEEKDAY_AFTER = re.compile(
    rf"{_S}?(?:\({_S}?(?P<name>{any_of(_WEEKDAY_NUMBERS)})(?:[・·]祝)?{_S}?\)|(?P<bare>[月火水木金土日]曜日?"
    rf"|[월화수목금토일]요일|星期[一二三四五六日天]))"
)
_HOUR_BETWEEN = (
    rf"(?:(?:at|kl\.?|klo|um|alle(?:{_S}ore)?|a{_S}las|as|om){_S}?\d{{1,2}}(?:[:.h]\d\d)?|\d{{1,2}}[:.]\d\d(?::\d\d)?|"
    rf"\d{{1,2}}(?={_S}?(?:uhr|uur|hrs|h|[ap]\.?m\.?|[時时시點点])))"
    rf"{_S}?(?:uhr|uur|hrs|horas|hs?|[ap]\.?m\.?|[時时시點点](?:{_S}?\d\d?{_S}?[分분])?)?"
)
_BETWEEN = re.compile(
    rf"{_S}{{0,2}},?(?:{_S}?{_HOUR_BETWEEN},?)?{_S}{{0,2}}{_TO}"
    rf"{_S}{{0,2}}(?:(?:the|el|le|il|den|zum|dem){_S}|同[年月]?|[동같][년월]|같은{_S}?[해달]{_S}?)?"
)
"""Between the days of a range stand a clock, a word for `to`, and in East Asia `of the same year`."""
_SHORT_END = re.compile(
    rf"{_BETWEEN.pattern}(?:(?P<month>\d{{1,2}})[./-]{_S}?(?P<monthday>\d{{1,2}})\.?(?![\d:])"
    rf"|(?P<day>\d{{1,2}}){_S}?[日일])"
)
_OPENS_WITH_YEAR = re.compile(r"(?:\d{4}\s?[-./]|'\d\d\.)")
_HALF_BEFORE = re.compile(
    rf"(?:(?:from|del|de|vom|dal|du|fra|fran|van|od){_S})?(?<!\d)\d{{1,2}}{_ORDINAL}\.?(?:\d{{1,2}}\.)?"
    rf"{_S}?{_TO}{_S}?(?:(?:the|el|le|il|den|zum){_S})?\Z"
)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A printed date at `text[start:end]`; of a range (`1 to 16 October`), the last day.

    `on` is None where the words do not give one day; `issue` and `why` then say what is wrong.
    """

    start: int
    end: int
    on: date | None
    issue: IssueKind | None = None
    """AMBIGUOUS (no year, or an order that nothing decides) or IMPOSSIBLE (31 June)."""
    why: str = ""
    readings: tuple[tuple[DateOrder, date], ...] = ()
    """What an all-digit date can mean, by order."""
    month_day: tuple[int, int] | None = None
    """Month and day of a date that is printed without its year."""
    is_range: bool = False
    from_on: date | None = None
    """The first day of a range, where it has a year."""
    weekday_fits: bool | None = None
    """Whether the printed weekday is that of the date; None where none is printed or there is no date."""
    instant: datetime | None = None
    """The exact moment (UTC), where the date is a serial number."""

    @property
    def has_year(self) -> bool:
        """Whether a year is printed with it."""
        return self.month_day is None

    def allows(self, day: date) -> bool:
        """Whether the words can mean this day."""
        if self.month_day is not None:
            return (day.month, day.day) == self.month_day
        return day == self.on or any(reading == day for _, reading in self.readings)

    def in_order(self, order: DateOrder | None) -> "DateSpan":
        """The date as read in this order, if that decides it."""
        day = next((reading for known, reading in self.readings if known is order), None)
        if self.on is not None or order is None or day is None:
            return self
        return replace(self, on=day, issue=None, why="", readings=((order, day),))

    def in_year(self, year: int | None) -> "DateSpan":
        """The date in a year that is known from elsewhere; the issue stays, as the year is not printed here."""
        if year is None or self.month_day is None or self.on is not None:
            return self
        day = _day(year, *self.month_day)
        if day is None:
            return replace(self, issue=IssueKind.IMPOSSIBLE, why=f"there is no such day in {year}")
        return replace(self, on=day, why=f"the year is not printed; {year} is taken from elsewhere in the document")


def find_dates(
    text: str, *, order: DateOrder | None = None, year_hint: int | None = None, compact: bool = False
) -> list[DateSpan]:
    """The dates printed in `text`, in its order, none overlapping.

    `order` says how the source writes all-digit dates; without it another date of the same text may decide.
    `year_hint` is a year that the document gives elsewhere: dates without a year are read in it, with an issue.
    `compact` also reads `20261016`, which is otherwise just a number.
    """
    spans = scan(fold(text), text, compact)
    order = order or written_order(spans)
    return [span.in_order(order).in_year(year_hint) for span in spans]


def parse_date(
    text: str, *, order: DateOrder | None = None, year_hint: int | None = None, compact: bool = True
) -> DateSpan | None:
    """The first date printed in a string that is known to hold one, or None."""
    return next(iter(find_dates(text, order=order, year_hint=year_hint, compact=compact)), None)


def written_order(spans: Sequence[DateSpan]) -> DateOrder | None:
    """The one order in which the all-digit dates of a document can be read, where some decide and none disagrees."""
    decided = {
        span.readings[0][0]
        for span in spans
        if len(span.readings) == 1 and span.readings[0][0] is not DateOrder.YEAR_FIRST
    }
    return decided.pop() if len(decided) == 1 else None


def scan(flat: Folded, text: str, compact: bool = False) -> list[DateSpan]:
    """The dates of a text and its folded twin, all-digit dates left open where only an order can decide."""
    found: list[DateSpan] = []
    position = 0
    for digits in flat.words.digits:
        if digits.start() < position:
            continue
        span = _at(flat, text, digits, position, compact)
        if span is not None:
            span = _with_weekday(flat, span, position)
            found.append(span)
            position = span.end
            if len(found) == _MOST:
                break
    return list(_ranges(flat, found))


def _at(flat: str, text: str, digits: re.Match[str], border: int, compact: bool) -> DateSpan | None:
    """The date that these digits open, or that they are the day of."""
    start, size = digits.start(), digits.end() - digits.start()
    if size >= 12:
        epoch = _EPOCH.match(flat, start)
        return _serial(epoch, flat) if epoch else None
    glued = _GLUED.search(flat, max(border, start - 6), start) is not None
    if size == 8 and compact and not glued and (m := _COMPACT.match(flat, start)):
        return _span(m.start(), m.end(), int(m["year"]), int(m["month"]), int(m["day"]))
    if size == 4 and not glued and (m := _YEAR_FIRST.match(flat, start)):
        month = int(m["monthno"]) if m["monthno"] else _MONTH_NUMBER[_spaced(m["month"])]
        end = m.end() + (m["mark"] == "." and flat.startswith(".", m.end()))
        return _span(m.start(), end, int(m["year"]), month, int(m["day"] or m["nameday"]))
    if size > 2:
        return None
    if flat.startswith("'", start - 1) and (m := _SHORT_YEAR_FIRST.match(flat, start)) is not None:
        return _span(start - 1, m.end(), 2000 + int(m["year2"]), int(m["month"]), int(m["day"]))
    if (m := _CJK.match(flat, start)) is not None:
        return _cjk(flat, m, border)
    by_name = None if glued else _day_month(flat, text, start)
    if by_name is not None and by_name.has_year:
        return by_name
    return _month_day(flat, text, start, border) or by_name or (None if glued else _numeric(flat, start))


def _spaced(word: str) -> str:
    return re.sub(r"\s", " ", word)


def _serial(found: re.Match[str], flat: str) -> DateSpan | None:
    """`/Date(1792187940000)/`: milliseconds since 1970, UTC."""
    if not flat.endswith("/date(", 0, found.start()):
        return None
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(found["ms"]))
    return DateSpan(found.start() - len("/date("), found.end(), instant.date(), instant=instant)


def _day_month(flat: str, text: str, start: int) -> DateSpan | None:
    """`16 October 2026`, `3 de octubre`, `16-Oct-26`."""
    m = _DAY_FIRST.match(flat, start)
    if m is None:
        return None
    year = _year(m["year"], m["year2"])
    if year is None and not _is_month_word(text, m):
        return None
    return _span(m.start(), m.end(), year, _MONTH_NUMBER[_spaced(m["month"])], int(m["day"]))


def _month_day(flat: str, text: str, start: int, border: int) -> DateSpan | None:
    """`October 16, 2026`, `May-5-26`, `Sep 17 22:00:00 UTC 2026`: the month stands before the digits."""
    word = _MONTH_BEFORE.search(flat, max(border, start - 24), start)
    if word is None:
        return None
    rest = _MONTH_HYPHEN_DAY.match(flat, start) if word["hyphen"] == "-" else _AFTER_MONTH.match(flat, start)
    if rest is None:
        return None
    year = _year(rest["year"], None)
    if year is None and not _is_month_word(text, word):
        return None
    groups = rest.groupdict()
    month = _MONTH_NUMBER[_spaced(word["month"])]
    first, last = int(rest["day"]), groups.get("last")
    span = _span(word.start(), rest.end(), year, month, int(last) if last else first)
    return replace(span, is_range=True, from_on=_day(year, month, first) if year else None) if last else span


def _is_month_word(text: str, found: re.Match[str]) -> bool:
    """Whether a month word without a year is meant as one: not `10 may apply`, not `3 out of 4`."""
    return _spaced(found["month"]) not in _ORDINARY_WORDS or text[found.start("month")].isupper()


def _cjk(flat: str, found: re.Match[str], border: int) -> DateSpan:
    """`令和8年10月6日`, `2026년 10월 16일`: the year, if any, stands before."""
    year, start = None, found.start()
    before = _CJK_YEAR.search(flat, max(border, start - 28), start)
    if before is not None:
        start = before.start()
        if before["era"]:
            year = _ERAS[before["era"]] + (1 if before["eryear"] == "元" else int(before["eryear"]))
        else:
            year = int(before["year"]) if before["year"] else 2000 + int(before["year2"])
    return _span(start, found.end(), year, int(found["month"]), int(found["day"]))


def _numeric(flat: str, start: int) -> DateSpan | None:
    """`16.10.2026`, `16/10/2026`, `10-16-26`: dots are day first, the rest is as the order says."""
    m = _NUMERIC.match(flat, start)
    if m is None:
        return None
    first, second = int(m["first"]), int(m["second"])
    is_dotted = m["mark"] == "."
    year = int(m["year"]) if m["year"] else _century(int(m["year2"]))
    orders = [(DateOrder.DAY_FIRST, _day(year, second, first))]
    if not is_dotted:
        orders.append((DateOrder.MONTH_FIRST, _day(year, first, second)))
    elif m["year2"]:
        if (len(m["first"]), len(m["second"])) != (2, 2):
            return None  # 1.2.10 is a section or a version
        orders.append((DateOrder.YEAR_FIRST, _day(_century(first), second, int(m["year2"]))))
    readings = tuple((order, day) for order, day in orders if day is not None)
    if not readings:
        return DateSpan(m.start(), m.end(), None, IssueKind.IMPOSSIBLE, "there is no such day")
    if len({day for _, day in readings}) == 1:
        decides = len(readings) == 1 and not is_dotted
        return DateSpan(m.start(), m.end(), readings[0][1], readings=readings if decides else ())
    choices = " or ".join(sorted({day.isoformat() for _, day in readings}))
    why = f"its numbers can stand in either order: {choices}"
    return DateSpan(m.start(), m.end(), None, IssueKind.AMBIGUOUS, why, readings)


def _year(full: str | None, short: str | None) -> int | None:
    if full and len(full) == 4:
        return int(full)
    return _century(int(full or short or 0)) if full or short else None


def _century(short: int) -> int:
    return short + (1900 if short >= _PIVOT else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    """The day, or None if there is no such day."""
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def _span(start: int, end: int, year: int | None, month: int, day: int) -> DateSpan:
    # 2024 is a leap year: a yearless 29 February can be meant
    on = _day(2024 if year is None else year, month, day)
    if on is None:
        return DateSpan(start, end, None, IssueKind.IMPOSSIBLE, "there is no such day")
    if year is None:
        return DateSpan(start, end, None, IssueKind.AMBIGUOUS, "the year is not printed", month_day=(month, day))
    return DateSpan(start, end, on)


def _with_weekday(flat: str, span: DateSpan, border: int) -> DateSpan:
    """The span with the weekday printed beside it, and whether that weekday is right."""
    before = _WEEKDAY_BEFORE.search(flat, max(border, span.start - 24), span.start)
    if before is not None:
        fits = _fits(before["name"], span.on)
        if fits is not None or before["name"] in _WEEKDAY_NUMBERS:
            span = replace(span, start=before.start(), weekday_fits=fits)
    after = _WEEKDAY_AFTER.match(flat, span.end)
    if after is not None:
        fits = _fits(after["name"] or after["bare"], span.on)
        span = replace(span, end=after.end(), weekday_fits=fits if span.weekday_fits is None else span.weekday_fits)
    return span


def _fits(name: str, on: date | None) -> bool | None:
    """Whether a weekday name is that of the day; None where it says nothing."""
    numbers = _WEEKDAY_NUMBERS.get(name)
    if on is None:
        return None
    if on.weekday() in _SHORT_NUMBERS.get(name, ()):
        return True
    return None if numbers is None else on.weekday() in numbers


def _ranges(flat: str, spans: list[DateSpan]) -> Iterator[DateSpan]:
    """Ranges made one span that ends on their last day; a half range before a date becomes part of it."""
    border, index = 0, 0
    while index < len(spans):
        span = spans[index]
        following = spans[index + 1] if index + 1 < len(spans) else None
        if following is not None and _BETWEEN.fullmatch(flat, span.end, following.start):
            span, index = _range(span, following), index + 1
        elif (tail := _SHORT_END.match(flat, span.end)) is not None:
            span = _short_end(flat, span, tail)
        elif (half := _HALF_BEFORE.search(flat, max(border, span.start - 24), span.start)) is not None:
            span = replace(span, start=half.start(), is_range=True)
        yield span
        border, index = span.end, index + 1


def _range(first: DateSpan, last: DateSpan) -> DateSpan:
    """From `first` to `last`: a last day without a year is the first such day that is not before the first."""
    order = written_order((first, last))
    first, last = first.in_order(order), last.in_order(order)
    joined = replace(last, start=first.start, is_range=True, from_on=first.on)
    if last.month_day is None or first.on is None:
        return joined
    days = (_day(year, *last.month_day) for year in (first.on.year, first.on.year + 1))
    on = next((day for day in days if day is not None and day >= first.on), None)
    return joined if on is None else replace(joined, on=on, issue=None, why="", month_day=None)


def _short_end(flat: str, first: DateSpan, tail: re.Match[str]) -> DateSpan:
    """`2026. 10. 5. ~ 10. 16.`, `10월5일부터 12일`: the end of the range repeats only what is new."""
    start = (first.on.month, first.on.day) if first.on else first.month_day
    if start is None or (tail["month"] and not _OPENS_WITH_YEAR.match(flat, first.start)):
        return first
    last = _span(first.start, tail.end(), None, int(tail["month"] or start[0]), int(tail["monthday"] or tail["day"]))
    if last.month_day is None or (last.month_day < start and not tail["month"]):
        return first
    last = _with_weekday(flat, last, last.end)
    return _range(first, last)
