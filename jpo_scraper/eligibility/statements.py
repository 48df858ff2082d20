"""What is stated on a field: by the posting, else by the standing rules of its sponsors."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from jpo_scraper.eligibility.age import AgeLimit, AgeRule
from jpo_scraper.items import Age, AgeExtension, Deadline, Fact, Nationalities, Posting, value_from_json
from jpo_scraper.vocab import Basis, Confidence, Field, RuleReading

_NOTHING = (None, (), Nationalities())
_SAME_DEADLINE = timedelta(days=1)
"""A site's own key may be the day after the printed one."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A requirement with the facts behind it."""

    value: Any
    """As in `items.Posting` (an AgeRule for the age); None: words that no rule reads."""
    facts: tuple[Fact, ...]
    basis: Basis = Basis.POSTING
    reading: RuleReading = RuleReading.EXACT
    confidence: Confidence = Confidence.SEEN
    sponsor: str = ""
    year: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of all its facts."""
        return _words(self.facts)

    def words_of(self, is_meant: Callable[[Mapping[str, Any]], bool]) -> tuple[str, ...]:
        """The words of the facts whose value is meant; all words where no fact's value is."""
        meant = [fact for fact in self.facts if isinstance(fact.value, Mapping) and is_meant(fact.value)]
        return _words(meant) or self.words


def stated(field: Field, posting: Posting, facts: Sequence[Fact]) -> list[Statement]:
    """What is said on a field; empty: nothing. Several statements: they differ, or are of several sponsors."""
    mine = tuple(fact for fact in facts if fact.field is field)
    printed = tuple(fact for fact in mine if fact.basis is not Basis.SOURCE_RULE)
    rules = [fact for fact in mine if fact.basis is Basis.SOURCE_RULE and isinstance(fact.value, Mapping)]
    if field is Field.AGE:
        return list(_ages(posting.age, printed, [_of_rule(fact) for fact in rules]))
    value = getattr(posting, field)
    if value not in _NOTHING and value is not False:
        return [Statement(value, printed), *_other_deadlines(value, printed)]
    return [_of_rule(fact) for fact in rules]


def _words(facts: Sequence[Fact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.raw for fact in facts))


def _other_deadlines(chosen: Any, facts: Sequence[Fact]) -> Iterator[Statement]:
    """Deadlines that are printed too and are another day."""
    for fact in facts if isinstance(chosen, Deadline) else ():
        other = _read(Field.DEADLINE, fact.value)
        if isinstance(other, Deadline) and abs(other.on - chosen.on) > _SAME_DEADLINE:
            yield Statement(other, (fact,))


# --- standing rules ---------------------------------------------------------------------------------------------------


def _of_rule(fact: Fact) -> Statement:
    """A standing rule. What cannot be read is words only."""
    parts: Mapping[str, Any] = fact.value
    value = parts.get("value")
    is_age = fact.field is Field.AGE
    read = _read_age_rule(value, str(parts.get("year", ""))) if is_age else _read(fact.field, value)
    return Statement(
        read,
        (fact,),
        Basis.SOURCE_RULE,
        _member(RuleReading, parts.get("reading"), RuleReading.WORDS),
        _member(Confidence, parts.get("confidence"), Confidence.INFERRED),
        str(parts.get("sponsor") or ""),
        str(parts.get("year") or ""),
    )


def _member(kind: Any, value: Any, default: Any) -> Any:
    return next((member for member in kind if member.value == value), default)


def _read(field: Field, value: Any) -> Any:
    """A value of the posting JSON; None where it has another form."""
    try:
        read = value_from_json(field, value)
    except (TypeError, ValueError, KeyError):
        return None
    return None if read in _NOTHING else read


# --- ages -------------------------------------------------------------------------------------------------------------


def _ages(age: Age | None, printed: tuple[Fact, ...], rules: list[Statement]) -> Iterator[Statement]:
    """The age limits, each with the extensions that go with it."""
    raises = [rule for rule in rules if isinstance(rule.value, tuple)]
    limits = [rule for rule in rules if not isinstance(rule.value, tuple)]
    if age is not None:
        maybe = tuple(extension for rule in raises for extension in rule.value)
        raising = tuple(fact for rule in raises for fact in rule.facts)
        for limit, facts in _printed_limits(age, printed):
            yield Statement(AgeRule(limit, age.extensions, maybe), (*facts, *raising))
        return
    for rule in limits:
        if rule.value is None:
            yield rule
            continue
        same = [other for other in raises if other.sponsor == rule.sponsor]
        sure = [extension for other in same if _is_sure(other) for extension in other.value]
        maybe = tuple(extension for other in same if not _is_sure(other) for extension in other.value)
        facts = (*rule.facts, *(fact for other in same for fact in other.facts))
        yield replace(rule, value=AgeRule(rule.value, tuple(sure), maybe), facts=facts)


def is_extension(value: Mapping[str, Any]) -> bool:
    """Whether the value of a fact on age is not a limit, but raises one."""
    rule = value.get("value")
    return "reason" in value or (isinstance(rule, Mapping) and bool(rule.get("extensions")))


def _is_sure(rule: Statement) -> bool:
    return rule.confidence is Confidence.SEEN and rule.reading is RuleReading.EXACT


def _printed_limits(age: Age, printed: tuple[Fact, ...]) -> Iterator[tuple[AgeLimit, tuple[Fact, ...]]]:
    """The limit that counts, then limits that are printed too and differ. A birth date beats them all."""
    chosen = AgeLimit(age.max, age.on, age.born_on_or_after)
    others: dict[AgeLimit, tuple[Fact, ...]] = {}
    for fact in printed if age.born_on_or_after is None else ():
        other = _read(Field.AGE, fact.value)
        if isinstance(other, Age) and other.max is not None and not _agree(chosen, other):
            others.setdefault(AgeLimit(other.max, other.on), (fact,))
    rest = tuple(fact for fact in printed if (fact,) not in others.values())
    yield chosen, rest or printed
    yield from others.items()


def _agree(chosen: AgeLimit, other: Age) -> bool:
    """Whether two limits can be one rule: the same age, and not two different days."""
    return chosen.max == other.max and (chosen.on == other.on or None in (chosen.on, other.on))


def _read_age_rule(value: Any, year: str) -> AgeLimit | tuple[AgeExtension, ...] | None:
    """The value of a standing rule on age: a limit, or extensions; None for another form."""
    if not isinstance(value, Mapping):
        return None
    try:
        if value.get("extensions"):
            age: Age = value_from_json(Field.AGE, {"extensions": value["extensions"]})
            return age.extensions
        return AgeLimit.of_rule(value, year)
    except (TypeError, ValueError, KeyError):
        return None
