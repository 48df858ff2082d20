"""One statement against a profile: a function a field."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from jpo_scraper.eligibility.age import AgeRule, judge_age, raised
from jpo_scraper.eligibility.model import Answer, Outcome, Profile
from jpo_scraper.eligibility.statements import Statement, is_extension
from jpo_scraper.items import Deadline, ExperienceTier, Language, Nationalities
from jpo_scraper.reference.tables import country_name, language_words
from jpo_scraper.vocab import Degree, Field, Requirement

_LEVELS = list(Degree)
_NOT_TOLD = "not told"
_CEFR = re.compile(r"\b([ABC])([12])\b", re.IGNORECASE)
_NATIVE = 7
_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Application:
    """Who applies, when, and what else the posting asks for."""

    profile: Profile
    as_of: datetime
    """An aware instant."""
    deadline_on: date | None
    tiers: tuple[ExperienceTier, ...]

    @property
    def today(self) -> date:
        """The day in UTC."""
        return self.as_of.astimezone(UTC).date()


def _outcome(is_met: bool) -> Outcome:
    return Outcome.MET if is_met else Outcome.NOT


def _deadline(said: Statement, case: Application) -> Iterator[Answer]:
    """A deadline without a moment lasts through its day, in UTC."""
    deadline: Deadline = said.value
    is_open = deadline.at > case.as_of if deadline.at is not None else deadline.on >= case.today
    needs = " ".join(filter(None, (f"apply by {deadline.on}", deadline.time, deadline.zone)))
    note = "" if is_open else f"closed on {deadline.on}"
    quotes = said.words_of(lambda value: value.get("date") == deadline.on.isoformat())
    yield Answer(_outcome(is_open), needs, f"{case.as_of.astimezone(UTC):%Y-%m-%d %H:%M} UTC", quotes, note)


def _archived(said: Statement, case: Application) -> Iterator[Answer]:
    yield Answer(Outcome.NOT, "an open post", "", said.words, "the publisher calls the post closed")


def _nationalities(said: Statement, case: Application) -> Iterator[Answer]:
    """Any nationality that is named and not excluded is enough."""
    asked: Nationalities = said.value
    mine = case.profile.nationalities
    allowed = [code for code in mine if code not in asked.exclude]
    welcome = [code for code in allowed if code in asked.include]
    has = _names(mine) or _NOT_TOLD
    needs = f"nationals of {_names(asked.include)}" if asked.include else f"see: {asked.note}" if asked.note else ""
    needs += f"{', ' if needs else ''}not nationals of {_names(asked.exclude)}" if asked.exclude else ""
    if mine and not allowed:
        quotes = said.words_of(lambda value: value.get("kind") == "exclude" and value.get("country") in mine)
        yield Answer(Outcome.NOT, needs, has, quotes, "named as not eligible")
    elif welcome:
        yield Answer(Outcome.MET, needs, has, said.words_of(lambda value: value.get("country") in welcome))
    elif not mine or asked.note or not asked.include:
        note = "the list is kept elsewhere" if asked.note else "" if asked.include else "it is not said who may apply"
        yield Answer(Outcome.UNCLEAR, needs, has, said.words, note)
    else:
        yield Answer(Outcome.NOT, needs, has, said.words_of(lambda value: value.get("kind") == "include"))


def _names(codes: tuple[str, ...]) -> str:
    names = ", ".join(country_name(code) for code in codes[:_MOST_NAMES])
    return f"{names} and {len(codes) - _MOST_NAMES} more" if len(codes) > _MOST_NAMES else names


def _age(said: Statement, case: Application) -> Iterator[Answer]:
    """What raises the limit is spoken of only where it matters."""
    rule: AgeRule = said.value
    answer = judge_age(AgeRule(rule.limit), case.profile, case.today, case.deadline_on)
    if answer.outcome is Outcome.MET or raised(rule, case.profile.military_months)[1] == 0:
        yield answer._replace(quotes=said.words_of(lambda value: not is_extension(value)))
    else:
        raised_answer = judge_age(rule, case.profile, case.today, case.deadline_on)
        yield raised_answer._replace(quotes=said.words)


def _education(said: Statement, case: Application) -> Iterator[Answer]:
    """A lower degree is enough where years of experience are stated for it; these are compared by `_experience`."""
    least: Degree = said.value
    mine = case.profile.degree
    needs = f"{least.value} or higher"
    if mine is None:
        yield Answer(Outcome.UNCLEAR, needs, _NOT_TOLD, said.words)
        return
    tier = next((tier for tier in case.tiers if tier.degree and _is_enough(mine, tier.degree)), None)
    if not _is_enough(mine, least) and tier is not None and tier.degree is not None:
        note = f"a {tier.degree.value} is accepted with the experience that is asked for with it"
        yield Answer(Outcome.MET, needs, mine.value, said.words, note)
    else:
        yield Answer(_outcome(_is_enough(mine, least)), needs, mine.value, said.words)


def _is_enough(mine: Degree, least: Degree) -> bool:
    return _LEVELS.index(mine) >= _LEVELS.index(least)


def _experience(said: Statement, case: Application) -> Iterator[Answer]:
    """The tier of the highest degree; else the one for any degree or that of the next lower degree, whichever asks for
    fewer years: a higher degree never takes more."""
    tiers: tuple[ExperienceTier, ...] = said.value
    mine, years = case.profile.degree, case.profile.years
    lower = [tier for tier in tiers if tier.degree and mine and _is_enough(mine, tier.degree)]
    by_degree = {tier.degree: tier for tier in tiers}
    others = filter(None, (by_degree.get(None), max(lower, key=_rank, default=None)))
    tier = by_degree.get(mine) or min(others, key=lambda tier: tier.years_min or 0, default=None)
    has = _NOT_TOLD if years is None else f"{years:g} years"
    if tier is None:
        note = "no years are stated for your degree" if mine else "the years depend on the degree"
        yield Answer(Outcome.UNCLEAR, "; ".join(map(_years, tiers)), has, said.words, note)
        return
    quotes = said.words_of(lambda value: value.get("degree") == tier.degree)
    least, most = tier.years_min or 0, tier.years_max
    if (tier.years_min, most) == (None, None) or (years is None and (least > 0 or most is not None)):
        yield Answer(Outcome.UNCLEAR, _years(tier), has, quotes)
    elif years is not None and years < least and tier.degree not in (mine, None):
        note = f"stated for a {tier.degree}; nothing is stated for a {mine}"
        yield Answer(Outcome.UNCLEAR, _years(tier), has, quotes, note)
    else:
        is_met = least <= (years or 0) and (most is None or (years or 0) <= most)
        yield Answer(_outcome(is_met), _years(tier), has, quotes)


def _rank(tier: ExperienceTier) -> int:
    return _LEVELS.index(tier.degree) if tier.degree else -1


def _years(tier: ExperienceTier) -> str:
    least, most = tier.years_min, tier.years_max
    span = f"{least or 0} to {most} years" if most is not None else f"at least {least or 0} years"
    return f"{span} of experience" + (f" with a {tier.degree.value}" if tier.degree else "")


def _languages(said: Statement, case: Application) -> Iterator[Answer]:
    """Each required language, or set of alternatives, is an answer of its own."""
    asked: tuple[Language, ...] = said.value
    required = [language for language in asked if language.requirement is Requirement.REQUIRED]
    groups = {language.any_of for language in required}
    choices: dict[Any, list[Language]] = {}
    for number, language in enumerate(asked):
        if language in required or (language.any_of is not None and language.any_of in groups):
            alone = language.any_of is None
            choices.setdefault(("alone", number) if alone else language.any_of, []).append(language)
    if not choices:
        wished = ", ".join(language.code for language in asked)
        yield Answer(Outcome.MET, f"no language required; desirable: {wished}", "", said.words)
    for choice in choices.values():
        yield _language(choice, case.profile.languages, said)


def _language(choice: list[Language], mine: Mapping[str, str | None] | None, said: Statement) -> Answer:
    codes = [language.code for language in choice]
    needs = " or ".join(" ".join(filter(None, (language.code, language.level))) for language in choice)
    quotes = said.words_of(lambda value: value.get("code") in codes)
    if mine is None:
        return Answer(Outcome.UNCLEAR, needs, _NOT_TOLD, quotes)
    spoken = [language for language in choice if language.code in mine]
    has = ", ".join(" ".join(filter(None, (code, level))) for code, level in sorted(mine.items())) or "none"
    if spoken and all(_is_below(mine[language.code], language.level) for language in spoken):
        return Answer(Outcome.UNCLEAR, needs, has, quotes, "the level seems to be lower than asked for")
    return Answer(_outcome(bool(spoken)), needs, has, quotes)


def _is_below(mine: str | None, asked: str | None) -> bool:
    """Whether both levels are plain (of the CEFR, or native) and mine is the lower one."""
    have, need = _level(mine), _level(asked)
    return have is not None and need is not None and have < need


def _level(words: str | None) -> int | None:
    """1 to 6 for A1 to C2, 7 for native; None for other words."""
    if found := _CEFR.search(words or ""):
        return "ABC".index(found[1].upper()) * 2 + int(found[2])
    row = language_words("proficiency").exactly(words or "")
    return _NATIVE if row is not None and row["normalised"] == "native" else None


def _applications(said: Statement, case: Application) -> Iterator[Answer]:
    most, made = said.value, case.profile.applications_made
    needs = f"at most {most} applications"
    if made is None:
        yield Answer(Outcome.UNCLEAR, needs, _NOT_TOLD, said.words)
    else:
        yield Answer(_outcome(made < most), needs, f"{made} made", said.words)


COMPARE: Mapping[Field, Callable[[Statement, Application], Iterator[Answer]]] = {
    Field.DEADLINE: _deadline,
    Field.IS_ARCHIVED: _archived,
    Field.NATIONALITIES: _nationalities,
    Field.AGE: _age,
    Field.EDUCATION_MIN: _education,
    Field.EXPERIENCE: _experience,
    Field.LANGUAGES: _languages,
    Field.MAX_APPLICATIONS: _applications,
}
"""The fields that are compared, in the order of the clauses."""

RESTS_ON: Mapping[Field, tuple[Field, ...]] = {
    Field.AGE: (Field.DEADLINE,),
    Field.EDUCATION_MIN: (Field.EXPERIENCE,),
}
"""Fields whose comparison looks at what the posting says of others too."""

SILENCE: Mapping[Field, str] = {
    Field.DEADLINE: "the posting does not say until when one may apply",
    Field.NATIONALITIES: "the posting does not say who may apply",
    Field.AGE: "the posting does not say up to which age",
    Field.EDUCATION_MIN: "the posting does not say which degree is needed",
    Field.EXPERIENCE: "the posting does not say how much experience is needed",
    Field.LANGUAGES: "the posting does not say which languages are needed",
}
"""Fields on which silence is no permission, and the words for it."""
