"""What two postings have in common, and what speaks against their being one vacancy."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from jpo_scraper.items import DutyStation
from jpo_scraper.link import words
from jpo_scraper.link.advert import Advert, Key
from jpo_scraper.link.words import Shingle
from jpo_scraper.reference.fold import fold

_CODE = re.compile(r"[A-Z]{2,4}")
"""A short form of a city that nobody can read without a list: `BKK`."""
NEAR_DAYS = 45
"""Two sites show one vacancy within so many days, where no deadline tells more."""
WHOLE_ID = 10
"""Characters of an id that two sites do not give by chance."""
_OTHERS = 3
"""Postings about other posts, without which nobody can tell a template from a post's own words."""
_TEMPLATE = 2
"""Postings about other posts that hold a shingle of the template."""
_OWN_WORDS = 15
"""Shingles that an own part must have to be compared."""
_WHOLE_TEXT = 1_000
"""Characters of a text that would name the duty station."""
_ALIKE, _PARTLY, _UNLIKE = 0.5, 0.25, 0.1
"""How much of the shorter own part stands in the other: borders of the outcomes."""


class Outcome(IntEnum):
    """How two postings compare in one respect."""

    DIFFERENT = 0
    UNKNOWN = 1
    """One does not say, or the two cannot be compared."""
    PARTLY = 2
    CLOSE = 3
    SAME = 4


class Aspect(StrEnum):
    """A respect in which postings are compared."""

    AGENCY = "agency"
    REFERENCE = "reference"
    TITLE = "title"
    STATION = "duty station"
    SPONSOR = "sponsor"
    DEADLINE = "deadline"
    GRADE = "grade"
    TEXT = "own text"


class Finding(NamedTuple):
    """The outcome in one respect, in words."""

    outcome: Outcome
    words: str


Scope = tuple[str, str]
"""Who reuses a text: `("agency", "WFP")`, or `("source", "korea")` for a notice that holds many posts."""


def scopes_of(source: str, agency: str | None) -> tuple[Scope, ...]:
    """The scopes that a posting belongs to."""
    return (("source", source), *((("agency", agency),) if agency else ()))


class Profile:
    """A posting with what comparing needs, each worked out once."""

    def __init__(self, advert: Advert) -> None:
        self.advert = advert
        self.posting = advert.posting
        self.key: Key = advert.key

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """See `scopes_of`."""
        return scopes_of(self.key.source, self.posting.agency)

    @cached_property
    def title(self) -> frozenset[str]:
        """See `words.title_words`."""
        return words.title_words(self.posting)

    @cached_property
    def topic(self) -> frozenset[str]:
        """The title without the words for what somebody is."""
        return self.title - words.roles(self.title)

    @cached_property
    def reference(self) -> str | None:
        """The reference in comparable form."""
        return words.plain_number(self.posting.reference)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The reference, and every number of the address and the id that could be one."""
        own = {self.reference} if self.reference else set()
        advert = self.advert
        return words.numbers_in(advert.url, self.posting.url, advert.key.external_id) | own

    @cached_property
    def language(self) -> str | None:
        """The language of the text."""
        return words.language_of(self.advert.text, self.advert.language)

    @cached_property
    def folded_text(self) -> str:
        """The text as names are sought in it."""
        return fold(self.advert.text)

    @cached_property
    def shingles(self) -> frozenset[Shingle]:
        """See `words.shingles`."""
        return words.shingles(self.advert.text)

    @cached_property
    def says_again(self) -> bool:
        """Whether it says of itself that it was advertised before."""
        return words.is_again(self.posting.title or "", self.advert.text)

    @property
    def deadline_on(self) -> date | None:
        """The last day to apply, as printed."""
        return self.posting.deadline.on if self.posting.deadline else None

    @cached_property
    def post(self) -> tuple[frozenset[str], frozenset[tuple[str | None, str | None]]]:
        """Title and stations: postings that share them may speak of one post."""
        return self.title, frozenset((station.city, station.country) for station in self.posting.duty_stations)


class Templates:
    """What the postings of an agency, or of a source, have in common, from a sample of each."""

    def __init__(self, samples: Mapping[Scope, Sequence[Profile]]) -> None:
        self._samples = samples
        self._counted: dict[Scope, Counter[Shingle]] = {}

    def own_parts(self, first: Profile, second: Profile) -> tuple[frozenset[Shingle], ...] | None:
        """The shingles of each that postings about other posts do not share; None where too few others are known.

        Postings that may speak of the same post do not count: what they share is its own.
        """
        parts = (first.shingles, second.shingles)
        for scope in sorted({*first.scopes, *second.scopes}):
            sample = self._samples.get(scope, ())
            akin = [profile.shingles for profile in sample if _may_be_one_post(profile, (first, second))]
            if len(sample) - len(akin) < _OTHERS:
                return None
            parts = (self._own(parts[0], scope, akin), self._own(parts[1], scope, akin))
        return parts

    def _own(self, part: frozenset[Shingle], scope: Scope, akin: Sequence[frozenset[Shingle]]) -> frozenset[Shingle]:
        if scope not in self._counted:
            self._counted[scope] = Counter(chain.from_iterable(profile.shingles for profile in self._samples[scope]))
        holders = self._counted[scope]

        def is_own(shingle: Shingle) -> bool:
            held = holders[shingle]
            return held < _TEMPLATE or held - sum(shingle in shingles for shingles in akin) < _TEMPLATE

        return frozenset(filter(is_own, part))


def _may_be_one_post(profile: Profile, others: Iterable[Profile]) -> bool:
    title, stations = profile.post
    return any(title == other.post[0] and stations & other.post[1] for other in others)


@dataclass(frozen=True)
class Comparison:
    """Everything that was found about two postings."""

    findings: Mapping[Aspect, Finding]
    same_source: bool
    is_again: bool
    """Whether the later one is another announcement than the earlier: by its times, or by its own words."""
    says_again: bool
    """Whether it says so itself."""
    days_apart: int
    """Between the first sights of the two."""
    earlier: Profile

    def outcome(self, aspect: Aspect) -> Outcome:
        """The outcome in one respect."""
        return self.findings[aspect].outcome


def compare(first: Profile, second: Profile, templates: Templates) -> Comparison:
    """Compare two postings in every respect, whichever comes first. `templates` tell a post's own words."""
    first, second = sorted((first, second), key=lambda profile: profile.key)
    earlier, later = sorted((first, second), key=_moment)
    findings = {
        Aspect.AGENCY: _agency(first, second),
        Aspect.REFERENCE: _reference(first, second),
        Aspect.TITLE: _title(first, second),
        Aspect.STATION: _station(first, second),
        Aspect.SPONSOR: _sponsor(first, second),
        Aspect.DEADLINE: _deadline(first, second),
        Aspect.GRADE: _grade(first, second),
    }
    hopeless = Outcome.DIFFERENT in {findings[aspect].outcome for aspect in _DECISIVE}
    findings[Aspect.TEXT] = Finding(Outcome.UNKNOWN, "") if hopeless else _text(first, second, templates)
    deadline, is_same_number = findings[Aspect.DEADLINE].outcome, findings[Aspect.REFERENCE].outcome is Outcome.SAME
    may_be_again = deadline is Outcome.DIFFERENT or (deadline is Outcome.UNKNOWN and not is_same_number)
    says_again = may_be_again and not is_same_number and later.says_again
    return Comparison(
        findings=findings,
        same_source=first.key.source == second.key.source,
        is_again=says_again or (may_be_again and _is_later(earlier, later)),
        says_again=says_again,
        days_apart=abs((first.advert.first_seen_on - second.advert.first_seen_on).days),
        earlier=earlier,
    )


_DECISIVE = (Aspect.AGENCY, Aspect.STATION, Aspect.SPONSOR, Aspect.GRADE, Aspect.TITLE)
"""Where postings differ in one of these, no text makes them one: it is not looked at."""


def _moment(profile: Profile) -> tuple[date, date, object]:
    """Orders announcements of one post: by deadline, then by first sight."""
    seen = profile.advert.first_seen_on
    return profile.deadline_on or seen, seen, profile.key


def _is_later(earlier: Profile, later: Profile) -> bool:
    """Whether one was first seen after the deadline of the other or, where it has none, long after it."""
    border = earlier.deadline_on or earlier.advert.first_seen_on + timedelta(days=NEAR_DAYS)
    return later.advert.first_seen_on > border


def _agency(first: Profile, second: Profile) -> Finding:
    a, b = first.posting.agency, second.posting.agency
    if a is None or b is None:
        return Finding(Outcome.UNKNOWN, "the agency is not named")
    return Finding(Outcome.SAME, f"same agency {a}") if a == b else Finding(Outcome.DIFFERENT, f"agencies {a} and {b}")


def _reference(first: Profile, second: Profile) -> Finding:
    a, b = first.posting.reference, second.posting.reference
    if first.key.source == second.key.source:
        # Within one site a shared number is that of a notice, and two numbers are two posts.
        if a and b and a != b:
            return Finding(Outcome.DIFFERENT, f"references {a} and {b}")
        return Finding(Outcome.UNKNOWN, "")
    if first.key.external_id == second.key.external_id and len(first.key.external_id) >= WHOLE_ID:
        return Finding(Outcome.SAME, f"same id {first.key.external_id}")
    for mine, theirs, printed in ((first.reference, second, a), (second.reference, first, b)):
        if mine is not None and mine in theirs.numbers:
            return Finding(Outcome.SAME, f"same reference {printed}")
    if a and b and words.number_shape(a) == words.number_shape(b):
        return Finding(Outcome.DIFFERENT, f"references {a} and {b}")
    return Finding(Outcome.UNKNOWN, "no reference in common")


def _title(first: Profile, second: Profile) -> Finding:
    a, b = first.title, second.title
    if not a or not b:
        return Finding(Outcome.UNKNOWN, "no title to compare")
    if a == b:
        return Finding(Outcome.SAME, "same title")
    is_one_role = _within(words.roles(a), words.roles(b))
    if first.topic == second.topic and first.topic and is_one_role:
        return Finding(Outcome.CLOSE, "nearly the same title")
    if first.language != second.language and not (words.is_english(a) and words.is_english(b)):
        return _title_across_languages(first, second)
    if first.topic & second.topic and _within(first.topic, second.topic) and is_one_role:
        return Finding(Outcome.PARTLY, "titles that partly agree")
    return Finding(Outcome.DIFFERENT, "other title")


def _title_across_languages(first: Profile, second: Profile) -> Finding:
    a, b = (words.title_topics(profile.posting.title) for profile in (first, second))
    if a and a == b:
        return Finding(Outcome.CLOSE, f"titles in two languages, both on {', '.join(sorted(a))}")
    if a and b and not a & b and not first.title & second.title:
        return Finding(Outcome.DIFFERENT, f"titles on {', '.join(sorted(a))} and on {', '.join(sorted(b))}")
    return Finding(Outcome.UNKNOWN, "titles in two languages")


def _within(a: frozenset[str], b: frozenset[str]) -> bool:
    return a <= b or b <= a


def _station(first: Profile, second: Profile) -> Finding:
    a, b = first.posting.duty_stations, second.posting.duty_stations
    pairs = [(mine, theirs) for mine in a for theirs in b]
    if not pairs:
        known, silent = (a, second) if a else (b, first)
        return _station_in_text(known, silent) or Finding(Outcome.UNKNOWN, "the duty station is not named")
    outcome, (mine, theirs) = max(((_place(*pair), pair) for pair in pairs), key=lambda found: found[0])
    if outcome is Outcome.SAME:
        return Finding(outcome, f"same duty station {_named(mine)}")
    if outcome is Outcome.CLOSE:
        return _station_in_text((mine,), second) or _station_in_text((theirs,), first) or _country(first, second, mine)
    return Finding(outcome, f"duty stations {_named(mine)} and {_named(theirs)}")


def _country(first: Profile, second: Profile, station: DutyStation) -> Finding:
    """Only the country is common. A whole text that never names the other's city hardly means it."""
    is_told = first.language == second.language and min(len(first.folded_text), len(second.folded_text)) > _WHOLE_TEXT
    return Finding(Outcome.PARTLY if is_told else Outcome.CLOSE, f"same country of service {station.country}")


def _station_in_text(stations: Iterable[DutyStation], silent: Profile) -> Finding | None:
    """A posting without a city of its own whose text names the other's."""
    for station in stations:
        if station.city and f" {_plain(station.city)} " in f" {_plain(silent.folded_text)} ":
            return Finding(Outcome.SAME, f"duty station {_named(station)} named in both")
    return None


def _place(mine: DutyStation, theirs: DutyStation) -> Outcome:
    if mine.country and theirs.country and mine.country != theirs.country:
        return Outcome.DIFFERENT
    if not mine.city or not theirs.city:
        return Outcome.CLOSE if mine.country and theirs.country else Outcome.UNKNOWN
    a, b = _plain(mine.city).split(), _plain(theirs.city).split()
    if "".join(a) == "".join(b) or a == b[: len(a)] or b == a[: len(b)] or _initials(a) == b or _initials(b) == a:
        return Outcome.SAME
    return Outcome.CLOSE if _CODE.fullmatch(mine.city) or _CODE.fullmatch(theirs.city) else Outcome.DIFFERENT


def _plain(city: str) -> str:
    return " ".join(words.tokens(fold(city).replace("'", "")))


def _initials(city: list[str]) -> list[str]:
    return ["".join(word[0] for word in city)] if len(city) > 1 else [""]


def _named(station: DutyStation) -> str:
    if station.city and station.country:
        return f"{station.city} ({station.country})"
    return station.city or station.country or "?"


def _sponsor(first: Profile, second: Profile) -> Finding:
    for a, b in (
        (first.posting.sponsors, second.posting.sponsors),
        (first.posting.nationalities.include, second.posting.nationalities.include),
    ):
        if a and b:
            if common := sorted({*a} & {*b}):
                return Finding(Outcome.SAME, f"same sponsor {', '.join(common)}")
            return Finding(Outcome.DIFFERENT, f"sponsors {', '.join(sorted(a))} and {', '.join(sorted(b))}")
    return Finding(Outcome.UNKNOWN, "the sponsor is not named")


def _deadline(first: Profile, second: Profile) -> Finding:
    a, b = first.deadline_on, second.deadline_on
    if a is None or b is None:
        return Finding(Outcome.UNKNOWN, "no deadline")
    apart = abs((a - b).days)
    if apart == 0:
        return Finding(Outcome.SAME, f"same deadline {a}")
    if apart == 1:
        return Finding(Outcome.CLOSE, f"deadlines a day apart ({min(a, b)})")
    return Finding(Outcome.DIFFERENT, f"deadlines {min(a, b)} and {max(a, b)}")


def _grade(first: Profile, second: Profile) -> Finding:
    a, b = first.posting.grade, second.posting.grade
    if a is None or b is None:
        return Finding(Outcome.UNKNOWN, "no grade")
    return Finding(Outcome.SAME, f"same grade {a}") if a == b else Finding(Outcome.DIFFERENT, f"grades {a} and {b}")


def _text(first: Profile, second: Profile, templates: Templates) -> Finding:
    if first.language != second.language:
        return Finding(Outcome.UNKNOWN, "texts in two languages")
    parts = templates.own_parts(first, second)
    if parts is None:
        return Finding(Outcome.UNKNOWN, "too few postings to tell the post's own words")
    shorter = min(map(len, parts))
    if shorter < _OWN_WORDS:
        return Finding(Outcome.UNKNOWN, "hardly any text of its own")
    share = len(parts[0] & parts[1]) / shorter
    named = f"own text {share:.0%} alike"
    if share >= _ALIKE:
        return Finding(Outcome.SAME, named)
    if share >= _PARTLY:
        return Finding(Outcome.PARTLY, named)
    return Finding(Outcome.DIFFERENT if share < _UNLIKE else Outcome.UNKNOWN, named)
