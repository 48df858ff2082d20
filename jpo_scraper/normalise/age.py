"""Age limits: the highest age still eligible, the day it is counted on, birth dates, extensions.

`Under 33` and `must not have turned 33` are 32; `32 or younger` and `not older than 32` are 32; an `(inclusive)`
behind `under 32` makes it 32.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from jpo_scraper.items import Age, AgeExtension, Fact, Issue
from jpo_scraper.normalise import other_languages
from jpo_scraper.normalise.cue import Cue, any_of, stretches
from jpo_scraper.normalise.numbers import NUMBER, ORDINALS, number
from jpo_scraper.normalise.reading import Reading
from jpo_scraper.vocab import Field, IssueKind

_AGE = r"(?:\d{1,2}|(?:twenty|thirty|forty)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)(?: ?\(\d\d\))?"
"""An age in folded text: in digits, or in English words."""
_INCLUSIVE = re.compile(
    rf"(?:(?:maximum|maximal|max\.?|upper) age(?: limit)?(?: for [a-z ]{{2,30}})?\s*(?:is|of|:|will be|"
    rf"shall be|-)?\s*|\bage limit\s*(?:is|of|:)?\s*|"
    rf"(?:highest|maximum|upper) age (?:(?:allowed|permitted|admitted|accepted) )?(?:is |of |: )?|"
    rf"(?:not|no) (?:be )?(?:older|over|more) than (?:the age of )?|not exceed(?:ed|"
    rf"ing)? (?:the age of )?|not be over (?:the age of )?|"
    rf"up to (?:the age of )|altershochstgrenze\s*(?:von|:|liegt bei)?\s*|hochstens |hochstalter:? |"
    rf"eta non superiore ai |"
    rf"limite d'age\s*:?\s*|age maximum\s*:?\s*|edad maxima\s*:?\s*|maximum leeftijd (?:is |van )?|hogst |enintaan )"
    rf"(?P<age>{_AGE})\s*(?:\+|years?|yrs?|jahre?|ans|anos|anni|jaar|ar|vuotta|$|[.,:;)\n]|on\b|as\b|"
    rf"when\b|at the\b|in the (?:calendar )?year\b|\()|"
    rf"(?P<age2>{_AGE}) years? (?:of age |old )?(?:or|and) (?:younger|under|below|less)|"
    rf"(?:만\s*)?(?P<age3>\d{{2}})\s*세\s*이하|(?P<age4>\d{{2}})\s*[歳才]以下|"
    rf"(?P<age5>\d{{2}}) ans (?:maximum|au plus|revolus)|(?P<age6>\d{{2}}) or (?:younger|under|below|less)|"
    rf"\b(?:you|candidates?|applicants?|must|should|may)\b[^.\n]{{0,40}}\bat (?:the )?most (?P<age7>{_AGE}) "
    rf"years?(?= of age| old)|"
    rf"between \d\d and (?P<age8>\d\d) years?(?= of age| old)|aged between \d\d and (?P<age9>\d\d)|"
    rf"(?:aged|are|be) (?P<age10>\d\d) (?:years (?:of age|old) )?at (?:the )?most|"
    rf"\b(?:may|must|can) be (?P<age12>{_AGE}) at (?:the )?(?:very )?most|"
    rf"\bage (?:is |of |limit )?between \d\d and (?P<age13>\d\d)\b|"
    rf"\bage on [^:.\n]{{6,30}}: (?P<age14>{_AGE}) or (?:below|under|younger|less)|"
    rf"\bage\s*:\s*at (?:the )?most (?P<age15>{_AGE})|\bnot (?:be )?above (?P<age16>{_AGE})(?= years)|"
    rf"(?<![\w.,])(?P<age17>\d\d) at (?:the )?most\b|"
    rf"\bage\s*:?\s*(?P<age11>\d\d) (?:years )?(?:at (?:the )?most|maximum|max\.?|or (?:less|younger))"
)
_EXCLUSIVE = re.compile(
    rf"(?:under|below|younger than) (?:the age of )?(?P<age>{_AGE})(?: years?)?(?: old|"
    rf" of age)?(?P<inclusive>\s*\(inclusive\))?|"
    rf"not (?:yet )?(?:have )?(?:turned|reached|attained) (?:the age of |their )?(?P<age2>{_AGE})(?![-\w])|"
    rf"moins de (?P<age3>\d{{2}}) ans|unter (?P<age4>\d{{2}}) jahre|alle (?P<age5>\d{{2}}-vuotia)|"
    rf"not (?:yet )?(?:have )?(?:passed|celebrated|reached|had) (?:their|your|the) "
    rf"(?:(?P<age8>\d\d)(?:st|nd|rd|th)|(?P<age9>{any_of(ORDINALS)})) birthday|"
    rf"(?P<age6>\d{{2}})\s*[歳才]未満|(?P<age7>\d{{2}})\s*세\s*미만"
)
_AGE_CONTEXT = re.compile(
    r"\bage[ds]?\b|years old|born|alter|\bans\b|anos|\beta\b|leeftijd|alder|ikaraja|세|歳|才|limite d'age|"
    r"older than|not be over \d\d (?:as (?:of|at)|years)|younger|turned|birthday|(?:candidates?|applicants?)"
)
_WRONG_CONTEXT = re.compile(
    r"children|people (?:of|in)\b|of the people\b(?!')|inhabitants|per cent|percent|thirds of|half of|adolescents"
    r"|youth\b|girls|women aged|infants|dependen|minors|population|retire|pension|working hours"
)
_WISH = re.compile(r"encourag|alentamos|animamos|ermutig|particularly welcome")
"""Young people who are encouraged to apply are not the only ones who may."""
_USUAL = re.compile(r"\b(?:most of|most|many of|on average|average age)\b[^.\n]{0,60}$")
"""What is said of those who are there already is no rule."""
_OTHER_POST = re.compile(
    r"\b(?:jpos?|junior professional officers?|associate experts?)\b[^.\n]{0,60}\b(?:program(?:me)?|scheme|posts)\b|"
    r"\b(?:jpos|junior professional officers|associate experts)\b"
)
"""Where this is no JPO post, a sentence about that programme speaks of others."""
_BORN = Cue(
    "born ne nee nati",
    r"born (?:on or )?after\s*:?\s*|ne(?:e|\(e\))? (?:a partir du |apres le )|nati (?:a partire dal|dopo il) ",
)
_AS_OF = re.compile(
    r"(?:\)|years?|old|of age|or (?:younger|under|below|less)|at the most|at most|,|\s)*\s*(?:as of|"
    r"as at|as on|on|by|at|am|au|al|per)\s+(?:the )?"
)
_ON_DAY = re.compile(r"\s*(?:[(\[]?\w[)\].] )?(?:your )?(?:age )?(?:on|as of|as at) (?:the )?")
_OF_YEAR = re.compile(
    r"december 31(?:st)?,? of the year (?:of application|in which you apply)|"
    r"31(?:st)?(?: of)? dec(?:ember|\.)?(?:,)? (?:of|in) (?:the )?(?:same )?(?:calendar )?year (?:of|"
    r"in which) (?:the )?(?:application|applying|call|applications|(?:they|you|candidates|applicants) apply)"
    r"|31(?:st)? dec(?:ember|\.)? (?:of|in) the (?:application|call) year|year of (?:the )?application"
    r"|end of the (?:calendar )?year (?:of (?:the )?application|in which (?:they|you|candidates|applicants) apply)"
)
_CLOSING = re.compile(
    r"day on which the (?:deadline|vacancy|call|application period) (?:expires|closes|ends)"
    r"|(?:(?:time|day|date) of (?:the )?)?(?:application )?(?:closing date|deadline)|date of closing"
    r"|(?:last|closing) day (?:for|of) applications?"
)
_EXTENDED = re.compile(rf"(?: will be| is| are)? extended (?:for|by) (?P<years>{NUMBER}) years?")
_WHEN = re.compile(r"[a-z0-9 ]{5,60}$")
_NUMBER = re.compile(r"(?<!\d)[2-6]\d(?!\d)|twent|thirt|fort")
"""What each limit holds: without it the long patterns are not tried."""
_AGE_WORDS = frozenset(
    "age aged older younger below above birthday born old over turned alter altersgrenze altershochstgrenze "
    "hochstalter hochstens "
    "eta ans "
    "edad leeftijd leeftijdsgrens hogst enintaan vuotiaat vuotiaita vuotiaille vuotiaiden 세 歳 才".split()
)
"""Words that can speak of an age limit: the long patterns are tried around them only."""
_REACH = 120
_MOST_WORDS = 200
"""So many words of age are those of a text about ages."""
_LOWEST, _HIGHEST = 22, 60

FindDate = Callable[[str, int], tuple[int, int, date] | None]
"""(text, position) → (start, end, date) of a date printed right there."""


class FoundAge(NamedTuple):
    """The age rule with its facts."""

    age: Age | None
    facts: tuple[Fact, ...]
    issues: tuple[Issue, ...]


def find_age(
    reading: Reading,
    year_of_application: int | None,
    find_date: FindDate,
    *,
    deadline_on: date | None = None,
    is_jpo: bool = True,
) -> FoundAge:
    """The age rule of a posting; of two that differ the sponsor's own counts, with an issue.

    `year_of_application`: the year of its deadline or publication, if printed; `deadline_on`: its deadline. `is_jpo`:
    else what is said of the JPO programme is said of other posts.
    """
    foreign = not other_languages.is_english(reading)
    limits = sorted([*_limits(reading), *(other_languages.age_limits(reading) if foreign else ())], key=_place)
    limits = [limit for index, limit in enumerate(limits) if index == 0 or limit[1] >= limits[index - 1][2]]
    limits = [limit for limit in limits if not _WISH.search(reading.flat, max(0, limit[1] - 80), limit[2] + 40)]
    if not is_jpo:
        limits = [limit for limit in limits if not _OTHER_POST.search(reading.flat, *reading.sentence(*limit[1:]))]
    if not limits and not _BORN.search(reading.flat):
        return FoundAge(None, (), ())
    facts: list[Fact] = []
    stated: list[tuple[int, date | None]] = []
    issues: list[Issue] = []
    for age, start, end in sorted(limits, key=lambda limit: not reading.from_donor(limit[1])):
        day, day_end = _reference_day(reading, end, year_of_application, deadline_on, find_date)
        if day is None and foreign:
            day = other_languages.reference_day(reading, start, end, deadline_on)
        value = {"max": age, "on": day.isoformat() if day else None}
        facts.append(reading.fact(Field.AGE, value, start, day_end if day else end, "age.limit"))
        if stated and not _agrees(stated[0], (age, day)):
            message = f"age limits of {_words(*stated[0])} and {_words(age, day)} are both printed"
            issues.append(Issue(IssueKind.CONFLICT, message, Field.AGE, reading.text[start:end]))
        stated.append((age, day))
    highest = stated[0][0] if stated else None
    on = next((day for age, day in stated if age == highest and day is not None), None)
    born = _born(reading, find_date, facts) or (other_languages.born_on_or_after(reading, facts) if foreign else None)
    extensions = _extensions(reading, facts)
    if highest is None and born is None:
        return FoundAge(None, (), ())
    return FoundAge(Age(highest, on, born, extensions), tuple(facts), tuple(issues))


def _place(limit: tuple[int, int, int]) -> tuple[int, int]:
    return limit[1], -limit[2]


def _agrees(one: tuple[int, date | None], other: tuple[int, date | None]) -> bool:
    """Whether two limits can be one rule: the same age, and not two different reference days."""
    return one[0] == other[0] and (one[1] == other[1] or None in (one[1], other[1]))


def _words(age: int, on: date | None) -> str:
    return f"{age} on {on}" if on else str(age)


def _limits(reading: Reading) -> list[tuple[int, int, int]]:
    """(age, start, end) of every printed limit."""
    found = []
    places = reading.flat.words.starts_of(_AGE_WORDS)[:_MOST_WORDS]
    for first, last in stretches(places, _REACH, _REACH, len(reading.flat)):
        if _NUMBER.search(reading.flat, first, last) is None:
            continue
        for pattern, less in ((_INCLUSIVE, 0), (_EXCLUSIVE, 1)):
            for match in pattern.finditer(reading.flat, first, last):
                name = next(name for name, words in match.groupdict().items() if words and name != "inclusive")
                words = match[name]
                age = number(re.sub(r"\D+$", "", words) or words) - (0 if match.groupdict().get("inclusive") else less)
                begin, end = max(0, match.start() - 80), match.end() + 40
                if not _LOWEST <= age <= _HIGHEST or not _AGE_CONTEXT.search(reading.flat, begin, end):
                    continue
                start, stop = reading.sentence(*match.span())
                begin, end = max(begin, start), min(end, max(stop, match.end()))
                if _WRONG_CONTEXT.search(reading.flat, begin, end) or _USUAL.search(reading.flat, start, match.start()):
                    continue
                if "experien" not in reading.flat[match.end() : match.end() + 30]:
                    unit = _unit_behind(reading.flat, match.end(name))
                    found.append((age, match.start(), match.end(name) + len(unit)))
    return found


def _unit_behind(flat: str, position: int) -> str:
    unit = re.compile(r"\s*(?:years?(?: of age| old)?)?(?:\s*\(inclusive\))?").match(flat, position)
    return unit[0].rstrip() if unit else ""


def _reference_day(
    reading: Reading, end: int, year: int | None, deadline_on: date | None, find_date: FindDate
) -> tuple[date | None, int]:
    """The day on which the age counts, printed behind the limit."""
    as_of = _AS_OF.match(reading.flat, end)
    if as_of is None:
        return _day_before(reading, end, find_date), end
    if of_year := _OF_YEAR.match(reading.flat, as_of.end()):
        return (date(year, 12, 31), of_year.end()) if year else (None, end)
    if closing := _CLOSING.match(reading.flat, as_of.end()):
        return (deadline_on, closing.end()) if deadline_on else (None, end)
    printed = find_date(reading.text, as_of.end())
    return (printed[2], printed[1]) if printed else (None, end)


def _day_before(reading: Reading, end: int, find_date: FindDate) -> date | None:
    """The day that stands before the limit: `on 31 December 2026 you have not yet turned 33`, `age on 1 July: …`."""
    start, _ = reading.sentence(end, end)
    start = max(start, reading.line_at(end).start)
    opening = _ON_DAY.match(reading.flat, start, end)
    printed = find_date(reading.text, opening.end()) if opening else None
    return printed[2] if printed else None


def _born(reading: Reading, find_date: FindDate, facts: list[Fact]) -> date | None:
    for found in _BORN.finditer(reading.flat):
        if printed := find_date(reading.text, found.end()):
            value = {"born_on_or_after": printed[2].isoformat()}
            facts.append(reading.fact(Field.AGE, value, found.start(), printed[1], "age.born_after"))
            return printed[2]
    return None


def _extensions(reading: Reading, facts: list[Fact]) -> tuple[AgeExtension, ...]:
    """Years added for military service, by how long it was."""
    kept = []
    for found in _EXTENDED.finditer(reading.flat):
        around = reading.flat[max(0, found.start() - 400) : found.start()]
        condition = _WHEN.search(around)
        if condition is None or not ("militar" in around or "service" in around):
            continue
        start = found.start() - len(condition[0].lstrip())
        when = reading.text[start : found.start()].strip()
        extension = AgeExtension("military service", number(found["years"]), when)
        kept.append(extension)
        value = {"reason": extension.reason, "years": extension.years, "when": when}
        facts.append(reading.fact(Field.AGE, value, start, found.end(), "age.extension"))
    return tuple(kept)
