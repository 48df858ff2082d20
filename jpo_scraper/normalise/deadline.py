"""The deadline: the last moment to apply, with its clock and zone, as printed or as the site's own data give it.

Every date of the text is asked what it is: the words before it on its line, on the lines above, or around it in its
sentence must say that applications close then. So a publication date, a start date or a date of birth is never taken.

A machine's instant in UTC is turned to the clock of the source's default zone, where there is one, before its date is
taken: 23:59 in New York is the next day in UTC. Printed dates are taken as they stand.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from jpo_scraper.items import Deadline, Fact, Issue, Label
from jpo_scraper.normalise import deadline_words as said
from jpo_scraper.normalise.clocks import Clock, clock_at, clock_before, is_gap, stamp_at
from jpo_scraper.normalise.cue import Cue
from jpo_scraper.normalise.dates import DateSpan, find_dates, scan, written_order
from jpo_scraper.normalise.deadline_words import listed, pattern_of
from jpo_scraper.normalise.reading import Reading, end_of_words
from jpo_scraper.normalise.zones import zone_info
from jpo_scraper.reference.fold import UNSPACED, Folded, fold
from jpo_scraper.reference.loader import rows
from jpo_scraper.reference.tables import date_order_of
from jpo_scraper.sources.model import Source
from jpo_scraper.vocab import DateOrder, Field, IssueKind

_CLOSING = said.closing_pattern()
_LIMIT, _APPLYING = (pattern_of(listed(words)) for words in (said.LIMIT, said.APPLYING))
_CLOSING_BEHIND, _LIMIT_BEHIND = (pattern_of(listed(words)) for words in (said.CLOSING_BEHIND, said.LIMIT_BEHIND))
_ANOTHER_STEP, _OTHER_DEADLINE = (pattern_of(listed(words)) for words in (said.ANOTHER_STEP, said.OTHER_DEADLINE))
_DELIVERY = pattern_of(listed(said.DELIVERY))
_ROLLING, _ROLLING_VALUES = listed(said.ROLLING), listed(said.ROLLING_VALUES)
_DAY_FIRST_NOTE = re.compile(r"dd[-/.]mm[-/.]yy")
_MONTH_FIRST_NOTE = re.compile(r"mm[-/.]dd[-/.]yy")
_US_CLOCK = re.compile(
    r",\s\d\d:\d\d(?::\d\d)?\s[AP]M\b|,?\s\d{1,2}:\d\d(?::\d\d)?\s[AP]M\s\(?(?:E[SD]?T|P[SD]?T|Eastern|Pacific)\b"
)
"""A clock as US software prints it behind a date: `, 03:59 AM`, ` 11:59 PM EST`."""
_SENTENCE_END = re.compile(r"(?<=[^\W_][^\W_])[.!?]['\")\]]?\s+(?=[A-ZÀ-Þ0-9\"(*-])|[。;•]\s*")
_NOTE = re.compile(r"\s?\([^()]{1,60}\)")
_CELL_END = re.compile(r"[\n\t]")
_RANGE_GOES_ON = re.compile(rf"[ ,]{{0,2}}(?:{_LIMIT.pattern})")
_PERIOD = re.compile(
    rf"[\s-]*(?:[(\[]?(?:\d{{1,2}}|[가-하])[.)\]]|[①-⑳○◦ㅇ□])?\s?[(\[【]?(?:{'|'.join(said.PERIODS)})[)\]】]?\s?[:\t]?"
)
"""`가. 기간:` under `원서접수`, `【期間】` under `応募`."""
_OPENS_LABEL = re.compile(
    r"(?:^|(?<=\n))[#\s-]*(?:[(\[]?(?:\d{1,2}|[a-z]|[가-하])[.)\]]\s*|[■◆○●※【]\s*)?\Z|[:\t|]\s?\Z"
)
"""What stands before a label that has its value on a line below: the start of a line with its number, or the mark of
another label."""
_WORD = re.compile(r"(?<!\w)\w|[\u3040-\u9fff\uac00-\ud7af]")
_LONGEST_LEAD, _LONGEST_BETWEEN, _LONGEST_NOTE, _NEAR = 200, 90, 60, 90
"""In characters: how far before a date the words may begin that say what it is, how much may stand between, how long a
bracketed note is, and how far off its clock may be."""
_LONGEST_LINE = 1_000
"""A longer one is a text that lost its line breaks: so far back it speaks of something else."""
_LINES_ABOVE = 3
_WRAPPED_LINE = 40
"""Lines that are at least this long may have been broken for width."""
_ANY_ORDER_LANGUAGES = frozenset({"en"})
_YEAR_FIRST_LANGUAGES = frozenset({"ja", "ko", "zh"})
"""English alone writes all-digit dates in either order; East Asia puts the year first."""


_FROM = re.compile(
    r"(?<![a-z])(?:from|between|von|vom|ab|du|dal|del|desde(?: el)?|van|fra|fran|od)\s(?:(?:the|el|le)\s)?\Z"
)
_LONGEST_FROM = 24


class Rank(IntEnum):
    """How a deadline is known, the surest first."""

    LABELLED = 1
    """Printed in the text beside a label."""
    PRINTED_LABEL = 2
    """Printed under a label that the page's structure gives."""
    SENTENCE = 3
    """Printed in a sentence."""
    SITE_KEY = 4
    """In the site's data, under a key that no reader sees."""


_RULES = {
    Rank.LABELLED: "deadline.labelled",
    Rank.PRINTED_LABEL: "deadline.label",
    Rank.SENTENCE: "deadline.sentence",
    Rank.SITE_KEY: "deadline.label_key",
}


_HOUSE_CLOCK = Cue(
    "closing job vacancies openings positions vacancy advertisements applications deadlines every each",
    r"(?:closing (?:date|time) (?:(?:for|of) (?:all|any|every)|is)\b|"
    r"applications (?:must|have to) (?:arrive|reach us|be received|be submitted)\b|"
    r"(?:job |vacancy )?(?:vacancies|openings|announcements|advertisements|positions|applications|deadlines) "
    r"(?:on this site |always |all )*(?:close|end|expire|are)\b|"
    r"(?:every|each) (?:job |vacancy |opening |position |post )+(?:[a-z]+ ){0,3}(?:closes|ends|expires)\b)",
)
"""`The closing date for all vacancies is midnight Geneva time`, `job openings close at 11:59 p.m. (New York time)`."""
_HOUSE_REACH = 140
_ON_THAT_DAY = Cue(
    "on",
    r"on (?:the )?(?:(?:above|same|due|closing|deadline|given|stated|indicated|said)(?:[- ]mentioned)? (?:day|date)|"
    r"(?:day|date) (?:shown|given|above|stated|indicated|listed|noted|of (?:the )?(?:deadline|closing))|"
    r"(?:deadline|closing date|due date)\b)",
)
"""`Applications must come by 11:59 p.m. Eastern Time on the date above`: the clock of a day that stands elsewhere."""


class Habits(NamedTuple):
    """What holds where the words are silent."""

    order: DateOrder | None = None
    """How the source writes all-digit dates."""
    zone: str | None = None
    """IANA name of clocks that print no zone."""
    year: int | None = None
    """A year that the document gives elsewhere, for dates without one."""
    language: str | None = None
    """ISO 639-1 of the document."""


@dataclass(frozen=True, slots=True)
class Found:
    """One statement of the deadline. `deadline` is None where the words do not give one day, or none is set."""

    deadline: Deadline | None
    fact: Fact | None
    issues: tuple[Issue, ...]
    rank: Rank
    date: DateSpan | None = None


class ParsedDeadline(NamedTuple):
    """What a deadline value says. `is_rolling`: applications are taken until the post is filled."""

    deadline: Deadline | None
    issues: tuple[Issue, ...]
    is_rolling: bool = False


class FoundDeadline(NamedTuple):
    """The deadline of a posting, the facts behind it, and what is wrong with it."""

    deadline: Deadline | None
    facts: tuple[Fact, ...]
    issues: tuple[Issue, ...]


class _Sight(NamedTuple):
    """What the words around a date say of it."""

    rank: Rank
    clock: Clock | None
    """The clock between the label and the date."""
    label: str | None = None
    languages: frozenset[str] = frozenset()
    """The languages that know the label."""


# --- The ways in -----------------------------------------------------------------------------------------------------


def find_deadline(reading: Reading, source: Source, agency: str | None = None) -> FoundDeadline:
    """The deadline of a posting, from its text and its labels. The source knows how it writes dates, else the
    agency."""
    defaults = source.defaults
    habits = Habits(
        defaults.date_order or date_order_of(agency), defaults.zone, None, reading.raw.language or defaults.language
    )
    printed, posted_on = _survey(reading.flat, reading.text, habits, _glued(reading))
    found = best_deadline([*printed, *_labelled_values(reading.raw.labels, habits)], posted_on)
    return _with_house_clock(reading, found)


def _with_house_clock(reading: Reading, found: FoundDeadline) -> FoundDeadline:
    """A day alone, with the clock that the publisher gives for all its closing days."""
    chosen = found.deadline
    if chosen is None or chosen.time is not None or chosen.zone is not None:
        return found
    for clock, start in _clocks_of_other_days(reading):
        if clock.time and clock.zone:
            at = datetime.combine(chosen.on, time.fromisoformat(clock.time), zone_info(clock.zone)).astimezone(UTC)
            deadline = Deadline(chosen.on, clock.time, clock.zone, at, chosen.raw)
            fact = reading.fact(Field.DEADLINE, deadline.to_json(), start, clock.end, "deadline.house_clock")
            return FoundDeadline(deadline, (*found.facts, fact), found.issues)
    return found


def _clocks_of_other_days(reading: Reading) -> Iterator[tuple[Clock, int]]:
    """The clocks that hold for a day named elsewhere, each with where its words begin."""
    for cue in _HOUSE_CLOCK.finditer(reading.flat):
        end = min(reading.line_at(cue.start()).end, cue.start() + _HOUSE_REACH)
        clock = _clock_within(reading.flat, reading.text, cue.end(), end)
        if clock is not None and not find_dates(reading.text[cue.start() : end]):
            yield clock, cue.start()
    for day in _ON_THAT_DAY.finditer(reading.flat):
        start = max(day.start() - _HOUSE_REACH, reading.line_at(day.start()).start)
        clock = clock_before(reading.flat, reading.text, start, day.start())
        if clock is None:
            continue
        limit = _LIMIT.search(reading.flat, max(start, clock.start - _LONGEST_FROM), clock.start)
        if limit and _APPLYING.search(reading.flat, start, clock.start):
            yield clock, clock.start


def find_deadlines(
    text: str,
    labels: Sequence[Label] = (),
    *,
    order: DateOrder | None = None,
    default_zone: str | None = None,
    year_hint: int | None = None,
    language: str | None = None,
) -> list[Found]:
    """Every statement of the deadline, in the text and under the labels.

    `default_zone` counts for clocks without a zone, `year_hint` for dates without a year (with an issue), `order` for
    all-digit dates.
    """
    habits = Habits(order, default_zone, year_hint, language)
    return [*_survey(fold(text), text, habits)[0], *_labelled_values(labels, habits)]


def parse_deadline(
    raw: str,
    *,
    label: str = "",
    order: DateOrder | None = None,
    default_zone: str | None = None,
    year_hint: int | None = None,
    language: str | None = None,
    is_site_key: bool = False,
) -> ParsedDeadline:
    """The deadline in a string that is known to hold one; `label` may add clock and zone (`midnight Rome time`)."""
    habits = Habits(order, default_zone, year_hint, language)
    rank = Rank.SITE_KEY if is_site_key else Rank.PRINTED_LABEL
    found = _value(raw, label, habits, rank)
    is_rolling = found.fact is not None and found.fact.rule == "deadline.rolling"
    return ParsedDeadline(found.deadline, found.issues, is_rolling)


def best_deadline(found: Sequence[Found], posted_on: date | None = None) -> FoundDeadline:
    """The deadline that the statements agree on best.

    Printed words beat the site's keys, labelled dates beat sentences; among statements of one date the fullest wins.
    A key that is at most a day off says the same; other dates are a conflict, and the best is kept. A deadline before
    the day of publication is an issue, and is kept only where nothing else is printed: one of the two days is wrong,
    and sites renew the day of publication.
    """
    facts = tuple(one.fact for one in found if one.fact is not None)
    dated = [(one, one.deadline) for one in found if one.deadline is not None]
    issues = [
        _issue(IssueKind.IMPOSSIBLE, f"the deadline lies before the publication on {posted_on}", deadline.raw)
        for _, deadline in dated
        if posted_on is not None and deadline.on < posted_on
    ]
    dated = [(one, deadline) for one, deadline in dated if posted_on is None or deadline.on >= posted_on] or dated
    best = min(dated, key=lambda pair: pair[0].rank, default=None)
    if best is None:
        return FoundDeadline(None, facts, _distinct([*issues, *(issue for one in found for issue in one.issues)]))
    one, chosen = best
    if one.rank is Rank.PRINTED_LABEL and chosen.time is None:
        moments = [pair for pair in dated if pair[0].rank is Rank.SITE_KEY and pair[1].at is not None]
        near = [pair for pair in moments if _agrees(chosen, pair[1], is_key=True)]
        one, chosen = near[0] if near else (one, chosen)  # a list's bare day, and the moment that it stands for
    if one.rank is not Rank.SITE_KEY:
        same = [pair for pair in dated if pair[0].rank is not Rank.SITE_KEY and pair[1].on == chosen.on]
        one, chosen = max(same, key=lambda pair: (_fullness(pair[1]), -pair[0].rank))
    for other in found:
        if other.deadline is not None:
            issues.extend(other.issues)
            if not _agrees(chosen, other.deadline, is_key=Rank.SITE_KEY in (one.rank, other.rank)):
                message = f"{chosen.raw!r} and {other.deadline.raw!r} disagree"
                issues.append(_issue(IssueKind.CONFLICT, message, other.deadline.raw))
        elif other.date is None or not other.date.allows(chosen.on):
            issues.extend(other.issues)
    return FoundDeadline(chosen, facts, _distinct(issues))


def _fullness(deadline: Deadline) -> int:
    return (deadline.time is not None) + (deadline.zone is not None)


def _agrees(chosen: Deadline, other: Deadline, is_key: bool) -> bool:
    if is_key:
        return abs(chosen.on - other.on) <= timedelta(days=1)
    if chosen.on != other.on:
        return False
    return None in (chosen.time, other.time) or chosen.time == other.time or chosen.zone != other.zone


def _distinct(issues: Sequence[Issue]) -> tuple[Issue, ...]:
    return tuple(dict.fromkeys(issues))


def _issue(kind: IssueKind, message: str, raw: str) -> Issue:
    return Issue(kind, message, Field.DEADLINE, raw)


# --- In the text -----------------------------------------------------------------------------------------------------


def _glued(reading: Reading) -> dict[int, str]:
    """The labels that are glued to the words before them (`TunisClosing Date: 28 February`), or stand at the head of a
    column, by where the value is."""
    labels = {pair.start: pair.label for pair in reading.values("deadline")}
    places = {start: reading.text.rfind(label, 0, start) for start, label in labels.items()}
    return {
        start: labels[start]
        for start, place in places.items()
        if reading.text[max(0, place - 1)].isalnum() or "\n" in reading.text[place:start].strip()
    }


def _survey(
    flat: Folded, text: str, habits: Habits, glued: Mapping[int, str] = MappingProxyType({})
) -> tuple[list[Found], date | None]:
    """The statements of the text, and the day on which the text says it was published."""
    spans = scan(flat, text)
    sights: list[tuple[int, _Sight]] = []
    posted: list[DateSpan] = []
    for index, span in enumerate(spans):
        line, left = _line_start(flat, span.start), _left(flat, spans, index)
        if (sight := _beside_label(flat, text, line, left, span, _labels("deadline"))) is not None:
            sights.append((index, sight))
        elif span.start in glued:
            sights.append((index, _Sight(Rank.LABELLED, None, glued[span.start])))
        elif _beside_label(flat, text, line, left, span, _labels("posted")) is not None:
            posted.append(span)
        elif (clock := _in_sentence(flat, text, line, left, span)) is not None:
            sights.append((index, clock))
    evidence = habits.order or written_order(spans)
    posted = [span.in_order(evidence) for span in posted]
    found = []
    for index, sight in sights:
        border = spans[index + 1].start if index + 1 < len(spans) else len(flat)
        span = _settled(flat, text, spans[index], habits._replace(order=evidence), sight.languages, posted)
        found.append(_statement(flat, text, span, sight, border, habits))
    found.extend(_rolling(flat, text))
    return found, min((span.on for span in posted if span.on is not None), default=None)


def _left(flat: str, spans: Sequence[DateSpan], index: int) -> int:
    """Where the words begin that can speak of a date: behind the date before it, unless that is the other end of its
    range: `from 21 September until 6 p.m. on 9 October 2026`."""
    before = spans[index - 1].end if index else 0
    if index == 0 or _RANGE_GOES_ON.match(flat, before, spans[index].start) is None:
        return before
    return spans[index - 2].end if index > 1 else 0


def _line_start(flat: str, position: int) -> int:
    return flat.rfind("\n", 0, position) + 1


class _Labels(NamedTuple):
    """The labels of one kind, as a pattern, and the languages of each."""

    pattern: re.Pattern[str]
    languages: dict[str, frozenset[str]]


@cache
def _labels(field: str) -> _Labels:
    """The labels of `deadline` or `posted`."""
    languages: dict[str, set[str]] = {}
    for row in rows("labels_multilingual"):
        if row["field"] == field and (label := fold(row["label"]).strip(" :")) not in said.OPENING_LABELS:
            languages.setdefault(label, set()).add(row["lang"])
    more = said.DEADLINE_LABELS if field == "deadline" else said.POSTED_LABELS
    for language, words in more.items():
        for label in words.split("|"):
            languages.setdefault(fold(label), set()).add(language)
    return _Labels(pattern_of(languages), {label: frozenset(known) for label, known in languages.items()})


def _last(pattern: re.Pattern[str], flat: str, start: int, end: int) -> re.Match[str] | None:
    """The last match between the two positions."""
    return next(iter(deque(pattern.finditer(flat, start, end), maxlen=1)), None)


def _beside_label(flat: str, text: str, line: int, left: int, span: DateSpan, labels: _Labels) -> _Sight | None:
    """The date stands behind a label: on its line, or on the lines below it with nothing else between."""
    start = _opening_of(flat, span)
    border = max(line, left, start - _LONGEST_LEAD)
    sight = _behind_label(flat, text, border, start, labels)
    period = _PERIOD.match(flat, line, start)
    if sight is not None or left > line or not _is_bare(flat, text, period.end() if period else line, start):
        return sight
    start = line if period else start
    for _ in range(_LINES_ABOVE):
        end = end_of_words(flat, line)
        line = _line_start(flat, end)
        if line < left or span.start - line > _LONGEST_LEAD:
            return None
        label = _last(labels.pattern, flat, line, end)
        if label is not None and (_OPENS_LABEL.search(flat, line, label.start()) or flat.startswith(":", end - 1)):
            return _behind_label(flat, text, label.start(), start, labels)
        if line == 0:
            return None
    return None


def _opening_of(flat: str, span: DateSpan) -> int:
    """Where the words of a range begin: `from 1 October to 16 October`."""
    opening = _FROM.search(flat, max(0, span.start - _LONGEST_FROM), span.start) if span.is_range else None
    return opening.start() if opening else span.start


def _behind_label(flat: str, text: str, border: int, start: int, labels: _Labels) -> _Sight | None:
    """The last label between the border and the date, if only a gap, a clock or a bracketed note follows it."""
    label = _last(labels.pattern, flat, border, start)
    if label is None or _is_of_something_else(flat, border, label.start()):
        return None
    if label[0] in said.VERB_LABELS and not _OPENS_LABEL.search(flat, border, label.start()):
        return None
    languages = labels.languages.get(label[0], frozenset())
    clock = clock_at(flat, text, label.end(), start)
    if not is_gap(flat, clock.end if clock else label.end(), start):
        note = _NOTE.match(flat, label.end(), start)
        if note is None or not is_gap(flat, note.end(), start):
            return None
        clock = _clock_within(flat, text, note.start(), note.end())
    return _Sight(Rank.LABELLED, clock, text[label.start() : label.end()], languages)


def _is_of_something_else(flat: str, border: int, label: int) -> bool:
    """Whether the words before a label say that it is about interviews, questions or deliverables."""
    phrase = max(border, *(flat.rfind(mark, border, label) + 1 for mark in ":;.\t\n|"))
    return bool(_OTHER_DEADLINE.search(flat, phrase, label) or _DELIVERY.search(flat, border, label))


def _clock_within(flat: str, text: str, start: int, end: int) -> Clock | None:
    """The first clock or zone anywhere between the two positions."""
    words = _WORD.finditer(flat, start, end)
    return next((clock for word in words if (clock := clock_at(flat, text, word.start(), end)) is not None), None)


def _is_bare(flat: str, text: str, start: int, end: int) -> bool:
    """Whether nothing but clock and zone words stand between the two positions."""
    clock = clock_at(flat, text, start, end)
    return is_gap(flat, clock.end if clock else start, end)


def _in_sentence(flat: str, text: str, line: int, left: int, span: DateSpan) -> _Sight | None:
    """The sentence around the date says that applications close then."""
    begin = _sentence_start(flat, text, line, left, span.start)
    stop = _sentence_stop(flat, text, span.end)
    for is_said in (_closes, _limits, _is_said_behind):
        if is_said(flat, text, begin, stop, span):
            return _Sight(Rank.SENTENCE, clock_before(flat, text, max(begin, span.start - _NEAR), span.start))
    return None


def _sentence_start(flat: str, text: str, line: int, left: int, start: int) -> int:
    begin = max(line, left)
    if 0 < line == begin and flat[line - 2] not in "\n.:;!?" and text[line : line + 2] not in ("- ", "##"):
        above = _line_start(flat, line - 1)
        if line - above > _WRAPPED_LINE:  # a line that was broken for width goes on in the next
            begin = max(above, left)
    begin = max(begin, start - _LONGEST_LEAD)
    for sentence in _SENTENCE_END.finditer(text, begin, start):
        begin = sentence.end()
    return begin


def _sentence_stop(flat: str, text: str, end: int) -> int:
    newline = flat.find("\n", end)
    stop = min(end + _LONGEST_LEAD, len(flat) if newline < 0 else newline)
    sentence = _SENTENCE_END.search(text, end, stop)
    return sentence.start() if sentence else stop


def _closes(flat: str, text: str, begin: int, stop: int, span: DateSpan) -> bool:
    """`The closing date of this post is 16 October 2026`."""
    cue = _last(_CLOSING, flat, begin, span.start)
    return (
        cue is not None
        and span.start - cue.end() <= _LONGEST_BETWEEN
        and _ANOTHER_STEP.search(flat, cue.end(), span.start) is None
        and _OTHER_DEADLINE.search(flat, begin, cue.start()) is None
        and _DELIVERY.search(flat, max(_line_start(flat, begin), begin - _LONGEST_LINE), cue.start()) is None
    )


def _limits(flat: str, text: str, begin: int, stop: int, span: DateSpan) -> bool:
    """`Applications must reach us by 16 October 2026`, `Bis zum 16. Oktober 2026 können Sie sich bewerben`."""
    limit = span.start if span.is_range else None
    for word in _LIMIT.finditer(flat, begin, span.start):
        clock = clock_at(flat, text, word.end(), span.start)
        if is_gap(flat, clock.end if clock else word.end(), span.start):
            limit = word.start()
            break
    return limit is not None and _speaks_of_applying(flat, begin, limit, span.end, stop)


def _is_said_behind(flat: str, text: str, begin: int, stop: int, span: DateSpan) -> bool:
    """`10月16日必着`, `10월 16일까지 접수`, `16 October 2026 is the closing date`."""
    clock = clock_at(flat, text, span.end, stop)
    end = clock.end if clock else span.end
    limit = _LIMIT_BEHIND.search(flat, span.end, end)
    while end < stop and flat[end] in " )":
        end += 1
    if _CLOSING_BEHIND.match(flat, end, stop):
        return _OTHER_DEADLINE.search(flat, begin, span.start) is None
    limit = limit or _LIMIT_BEHIND.match(flat, end, stop)
    return limit is not None and _speaks_of_applying(flat, begin, span.start, limit.end(), stop)


def _speaks_of_applying(flat: str, begin: int, limit: int, end: int, stop: int) -> bool:
    """Whether the words before or behind a limit speak of applying, and of no other step between."""
    applying = _last(_APPLYING, flat, begin, limit)
    if applying is not None:
        return _ANOTHER_STEP.search(flat, applying.end(), limit) is None
    if _ANOTHER_STEP.search(flat, begin, limit):
        return False
    behind = _APPLYING.search(flat, end, stop)
    return behind is not None and _ANOTHER_STEP.search(flat, end, behind.start()) is None


def _settled(
    flat: str, text: str, span: DateSpan, habits: Habits, languages: frozenset[str], posted: Sequence[DateSpan]
) -> DateSpan:
    """The date with its order decided, by the first of the witnesses that knows it, and its year as told."""
    if span.on is None and span.readings:
        for order in _orders(flat, text, span, habits, languages, posted):
            if (decided := span.in_order(order)).on is not None:
                return decided
    return span.in_year(habits.year)


def _orders(
    flat: str, text: str, span: DateSpan, habits: Habits, languages: frozenset[str], posted: Sequence[DateSpan]
) -> Iterator[DateOrder | None]:
    """What the witnesses say: a note beside the date, the source, the day of publication, the language, the clock."""
    around = slice(max(0, span.start - _NEAR), span.end + _NEAR)
    if _MONTH_FIRST_NOTE.search(flat[around]):
        yield DateOrder.MONTH_FIRST
    if _DAY_FIRST_NOTE.search(flat[around]):
        yield DateOrder.DAY_FIRST
    yield habits.order
    possible = [order for order, day in span.readings if all(_is_not_after(one, order, day) for one in posted)]
    if len(possible) == 1:
        yield possible[0]
    spoken = languages or frozenset(filter(None, (habits.language,)))
    if spoken and not spoken & _ANY_ORDER_LANGUAGES:
        yield DateOrder.YEAR_FIRST if spoken <= _YEAR_FIRST_LANGUAGES else DateOrder.DAY_FIRST
    if _US_CLOCK.match(text, span.end):
        yield DateOrder.MONTH_FIRST


def _is_not_after(posted: DateSpan, order: DateOrder, day: date) -> bool:
    """Whether a publication date, read in this order, is not after the day."""
    on = posted.on or posted.in_order(order).on
    return on is None or on <= day


def _rolling(flat: Folded, text: str) -> Iterator[Found]:
    """Words that say that no deadline is set: `open until filled`, or a rolling basis under a deadline label."""
    for phrase in (*_ROLLING, *_ROLLING_VALUES):
        is_run_on = UNSPACED.match(phrase) is not None
        is_possible = flat.words.has_unspaced if is_run_on else re.split(r"\W", phrase)[0] in flat.words.all
        start = flat.find(phrase) if is_possible else -1
        if start >= 0 and (
            phrase in _ROLLING or _behind_label(flat, text, _line_start(flat, start), start, _labels("deadline"))
        ):
            end = start + len(phrase)
            fact = Fact(Field.DEADLINE, None, text[start:end], "deadline.rolling", start, end)
            yield Found(None, fact, (), Rank.LABELLED)


# --- Under labels ----------------------------------------------------------------------------------------------------


def _labelled_values(labels: Sequence[Label], habits: Habits) -> Iterator[Found]:
    """The statements under raw labels: those whose field or name says deadline."""
    for label in labels:
        name = _NOTE.sub("", fold(label.name)).strip(" :*")
        is_printed = name in _labels("deadline").languages and not label.name[0].islower()
        is_key = re.sub(r"[^a-z]", "", name) in said.SITE_KEYS
        if label.value.strip() and (is_printed or is_key or label.field is Field.DEADLINE):
            rank = Rank.PRINTED_LABEL if is_printed else Rank.SITE_KEY
            yield _value(label.value, label.name, habits, rank)


def _value(raw: str, label: str, habits: Habits, rank: Rank) -> Found:
    """What a string that is known to be a deadline says."""
    flat = fold(raw)
    spans = scan(flat, raw, compact=True)
    if not spans:
        return _without_date(raw, flat, label, rank)
    index = next((i for i, span in enumerate(spans) if _is_deadline(flat, raw, span)), 0)
    left = spans[index - 1].end if index else 0
    border = spans[index + 1].start if index + 1 < len(spans) else len(flat)
    name = fold(label)
    languages = _labels("deadline").languages.get(_NOTE.sub("", name).strip(" :*"), frozenset())
    clock = clock_before(flat, raw, max(left, spans[index].start - _NEAR), spans[index].start)
    if (beside := _clock_within(name, label, 0, len(label))) is not None:
        clock = clock or beside._replace(start=spans[index].start, end=spans[index].start)
    span = _settled(flat, raw, spans[index], habits._replace(order=habits.order or written_order(spans)), languages, ())
    return _statement(flat, raw, span, _Sight(rank, clock, label), border, habits)


def _is_deadline(flat: str, text: str, span: DateSpan) -> bool:
    line = _line_start(flat, span.start)
    return (
        _beside_label(flat, text, line, line, span, _labels("deadline")) is not None
        or _in_sentence(flat, text, line, line, span) is not None
    )


def _without_date(raw: str, flat: str, label: str, rank: Rank) -> Found:
    if any(phrase in flat for phrase in (*_ROLLING, *_ROLLING_VALUES)):
        return Found(None, Fact(Field.DEADLINE, None, raw, "deadline.rolling", label=label), (), rank)
    if flat.strip(" .!()") in said.NO_DAY:
        return Found(None, None, (), rank)
    return Found(None, None, (_issue(IssueKind.UNMAPPED, "no date can be read in the deadline", raw),), rank)


# --- A date and its clock --------------------------------------------------------------------------------------------


def _statement(flat: str, text: str, span: DateSpan, sight: _Sight, border: int, habits: Habits) -> Found:
    """The deadline that a date and the clock words around it give, with its fact or its issue."""
    right = min(border, _value_end(flat, span.end, span.end + _NEAR))
    has_time = sight.clock is not None and sight.clock.zone is None
    tail = stamp_at(flat, span.start, span.end) or clock_at(flat, text, span.end, right, has_time)
    clocks = [clock for clock in (sight.clock, tail) if clock is not None]
    start = min([span.start, *(clock.start for clock in clocks)])
    end = max([span.end, *(clock.end for clock in clocks)])
    start, end = _with_brackets(flat, start, end)
    raw = text[start:end]
    issues = []
    if span.issue is not None:
        issues.append(_issue(span.issue, f"the deadline has no sure day: {span.why}", raw))
    if span.weekday_fits is False:
        issues.append(_issue(IssueKind.CONFLICT, "the printed weekday is not that of the date", raw))
    if span.on is None:
        return Found(None, None, tuple(issues), sight.rank, span)
    deadline = _deadline(span, clocks, raw, habits, sight.rank)
    fact = Fact(Field.DEADLINE, deadline.to_json(), raw, _RULES[sight.rank], label=sight.label)
    if sight.rank in (Rank.LABELLED, Rank.SENTENCE):
        fact = replace(fact, start=start, end=end)
    return Found(deadline, fact, tuple(issues), sight.rank, span)


def _value_end(flat: str, position: int, limit: int) -> int:
    """Where the line or table cell ends, or `limit`; a line that ends in an open bracket or a comma goes on."""
    end = _cell_end(flat, position, limit)
    line = flat[position:end].rstrip()
    goes_on = line.endswith((",", "-")) or line.count("(") > line.count(")")
    return _cell_end(flat, end + 1, limit) if goes_on and end < limit and flat.startswith("\n", end) else end


def _cell_end(flat: str, position: int, limit: int) -> int:
    found = _CELL_END.search(flat, position, limit)
    return found.start() if found else min(limit, len(flat))


def _with_brackets(flat: str, start: int, end: int) -> tuple[int, int]:
    """The span with the other halves of its brackets, where they stand close by."""
    words = flat[start:end]
    if words.count(")") > words.count("(") and flat.endswith(("(", "(\n"), 0, start):
        return flat.rindex("(", 0, start), end
    for _ in range(words.count("(") - words.count(")")):
        close = flat.find(")", end, end + _LONGEST_NOTE)
        if close < 0 or "\n" in flat[end:close]:
            break
        end = close + 1
    return start, end


def _deadline(span: DateSpan, clocks: Sequence[Clock], raw: str, habits: Habits, rank: Rank) -> Deadline:
    assert span.on is not None
    on = span.on
    clock_time = next((clock.time for clock in reversed(clocks) if clock.time), None)
    zone = next((clock.zone for clock in reversed(clocks) if clock.zone), None)
    is_stamp = any(clock.is_stamp for clock in clocks)
    if span.instant is not None:
        clock_time, zone, is_stamp = span.instant.strftime("%H:%M"), "UTC", True
    if clock_time and zone is None and not any(clock.is_local for clock in clocks):
        zone = habits.zone
    if clock_time is None or zone is None:
        return Deadline(on, clock_time, zone, None, raw)
    at = datetime.combine(on, time.fromisoformat(clock_time), zone_info(zone))
    if rank is Rank.SITE_KEY and is_stamp and zone == "UTC" and habits.zone:
        zone = habits.zone
        at = at.astimezone(zone_info(zone))
        if at.time() == time(0):  # midnight ends the day before
            at -= timedelta(minutes=1)
    return Deadline(at.date(), f"{at:%H:%M}", zone, at.astimezone(UTC), raw)
