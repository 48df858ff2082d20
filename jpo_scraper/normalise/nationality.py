"""Nationalities: who may apply, and who may not.

They sit in formula sentences (`addressed exclusively to nationals of X`), in titles (`(Open to Dutch Nationals Only)`)
and in lists of requirements (`Korean citizenship`).
"""

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from jpo_scraper.items import Fact, Nationalities
from jpo_scraper.normalise import other_languages
from jpo_scraper.normalise.country_lists import LONGEST_NAME, country_list, first_of_each
from jpo_scraper.normalise.cue import MOST, Cue, stretches
from jpo_scraper.normalise.reading import Reading
from jpo_scraper.reference.fold import fold
from jpo_scraper.reference.lexicon import Match
from jpo_scraper.reference.tables import countries, nationals
from jpo_scraper.vocab import Field

_CITIZEN_WORDS = frozenset("national nationals citizen citizens nationality citizenship".split())
_CITIZENS = frozenset(("nationals", "citizens", "national", "citizen", "nationality", "citizenship"))
_IS_FOR = re.compile(
    r"(?:\b(?:vacanc|post|position|announcement|job|opening|call|advert|notice)[^.\n]{0,40}? (?:is|are) |\()"
    r"for (?:the )?$"
)
"""`This vacancy is for Kenyan nationals`, `(for Ghanaian nationals)`."""
_LETTERS = re.compile(r"[a-z]+")
_OF = re.compile(r" (?:of|from) (?:the )?(?:member states? )?")
_SHUTS_OUT = re.compile(
    r"\b(?:only|exclusively|solely|nobody else|no one else|alone|others are not|and they|restricted|"
    r"reserved|limited to|must be|must have|"
    r"shall be|can be considered|will be considered|are eligible|is eligible|are not eligible|"
    r"meant for|intended for|applies to|must \w+ be|who do not (?:hold|have)|to themselves|"
    r"(?:applicants|candidates|you) need|"
    r"(?:holds?|you have) (?:the |an? )?(?:[a-z]+ ){1,2}(?:nationality|citizenship|passport)|"
    r"(?:(?<=must )|(?<=you )|(?<=\d[.)] ))(?:hold|possess) (?:the )?(?:nationality|citizenship) of|"
    r"(?:(?:has|have|needs?|is) to be|you are) an? (?:[a-z]+ )?(?:national|citizen)|"
    r"screened out|(?:anyone|candidates|applicants|applications|those) without|who (?:may|can) apply|"
    r"recruitment open to|(?:nationality|citizenship) is (?:an? (?:condition|prerequisite|requirement)|required|"
    r"mandatory|necessary))\b"
)
_LETS_IN = re.compile(
    r"\b(?:all nationalities|any nationality|regardless|irrespective|excluded|or (?:legal |"
    r"permanent )*residents?|work permit|permiso de trabajo|residencia permanente|permis de travail|whatever their|"
    r"not only|or non-\w+|or foreign\w*|non-nationals|encouraged|welcome)\b"
)
_LONGEST_UNSPACED = 12
_OPEN = Cue(
    "sponsors sponsoring addressed open opened reserved restricted limited available only exclusively solely candidate "
    "candidates applicant "
    "applicants must eligible invited accepted sought",
    r"(?:(?:addressed|open|opened|reserved|restricted|limited|available|only) (?:exclusively |"
    r"solely |only |strictly )?(?:to|for)|(?:invited|accepted|sought) (?:only |solely |exclusively )?from|"
    r"(?:exclusively|solely|only) (?:to|for|from)|only|exclusively|"
    r"sponsor(?:s|ing)(?= (?:only|qualified|eligible)\b)"
    r"|candidates? (?:should|must) (?:have|hold|possess|be)|"
    r"applicants? (?:should|must) (?:have|hold|possess|be)|must (?:be|have|hold)(?: either)?|"
    r"eligible(?: candidates)? are)"
    r"(?: (?:a|an|the|all|those|eligible|qualified|male|female|candidates?|applicants?|persons?|people|individuals?|"
    r"who are|holding|holders of|having|with|of|from|by|only|suitable))*\s+",
)
_NATIONALS_OF = re.compile(
    r"(?:nationals?|citizens?|nationality|citizenship|passport(?:s|-holders?)?) of (?:one of )?(?:the )?"
)
_ONE_OF = re.compile(
    r"countries (?:named |listed |given )?below\b[^.:]{0,120}:\s*|"
    r"(?:following|eligible|these|those)[a-z ]*(?:countries|country|nationalities)?\s*:?\s*"
)
_AFTER = re.compile(r"[ -]*(?:nationals?|citizens?|nationality|citizenship|passport|applicants|candidates|residents)\b")
_TITLE_OPEN = re.compile(
    r"\b(?:open to|for|only for|reserved for) (?:the )?([a-z,/&' .-]{2,120}?) (?:nationals?|citizens?|nationality|"
    r"candidates|applicants)\b(?: only)?"
)
_OR_RESIDENT = re.compile(
    r"(?: \([^()]{2,40}\))?[, ]*(?:or|and/or) (?:candidates |persons |those |have |hold |non-|a |be |"
    r"legally |legal |permanent |holders? of |in possession )*"
    r"(?:[a-z]+ans?\b|foreign|resid|legally|work permit|permit|valid|authori[sz])"
)
"""`nationals of X or residents`: nobody is shut out by nationality."""
_REQUIREMENT = frozenset(("nationality", "citizenship", "passport"))
_NATIONALITY_LABEL = Cue(
    "nationality citizenship nationalite nacionalidad nacionalidade staatsangehorigkeit nazionalita nationaliteit "
    "medborgarskap "
    "statsborgerskab statsborgerskap kansalaisuus 국적 国籍",
    r"(?:(?:nationality|citizenship)(?: of applicants?| required)?|nationalite|nacionalidade?|staatsangehorigkeit"
    r"|nazionalita|"
    r"nationaliteit|medborgarskap|statsborgerskab|statsborgerskap|kansalaisuus|국적|国籍)(?:\s*[:\t]\s*|\n+(?:- )?)",
)
_NUMBERED = re.compile(r"(?:[(\[]?[a-z0-9]{1,2}[.)\]])?\s*")
_NATIONALITY_BEHIND = Cue("국적 国籍", r"(?:의 |\s)?국적|国籍", back=2, ahead=2)
"""In Korean and Japanese the word stands right behind the country: `대한민국 국적`, `日本国籍`."""
_EXTERNAL = Cue(
    "nationality nationals countries nationalities developing",
    r"(?:nationality of one of|nationals of (?:one of )?(?:the )?|countries|nationalities|developing)[^.\n]{0,80}"
    r"(?:eligible countries|eligible developing countries|list of (?:eligible )?countries|"
    r"developing countries)[^\n]{0,80}",
)
_EXCEPT = Cue(
    "except excepting excluding with other not",
    r"(?:except(?:ing)?(?: for)?|excluding|with the exception of|other than|not open to|not eligible:?)\s+"
    r"(?:for )?(?:the )?(?:nationals? (?:of|from) |citizens of |candidates from )?(?:the )?",
)
_NOT_ELIGIBLE = Cue(
    "nationals citizens",
    r"(?:nationals|citizens) of ([^.\n]{2,60}?) (?:(?:are|is) (?:not eligible|excluded|barred|ineligible)|"
    r"(?:cannot|can not|may not|need not) apply)",
)
_OTHERS_ONLY = re.compile(
    r"(?:open|opened|reserved|restricted|limited|available|only) (?:only |exclusively )?(?:to|for) non-"
    r"(?P<whom>[a-z' ]{3,40}?) (?:nationals|citizens|candidates|applicants)\b"
    r"|\bnon-(?P<who>[a-z' ]{3,40}?) (?:nationals|citizens|candidates|applicants) only\b"
)
"""`Open to non-Jordanian nationals only`: everybody but they may apply."""
_NON = "non-"
_REACH = 80
_BARE_LIST = re.compile(
    r"(?:(?:eligibility|eligible|nationality|nationalities|who (?:can|may) apply)\??: ?)?(?:an? )?(?:nationals?"
    r"|citizens?|citizenship|nationality) of (?:the )?"
)
"""A requirement that is nothing but a list: `Nationals of Angola, Bahrain and Bhutan.`"""
_ONLY = frozenset(("only",))
_MAY = re.compile(r" (?:can|may|need|should|must|(?:are|will be) (?:eligible|considered|accepted|admitted|invited))\b")
_ENDS = re.compile(r"only\s*(?:[.;:!()\n]|$)")
_ONE_OF_COUNTRIES = Cue(
    "nationality nationals citizenship citizens",
    r"(?:nationality|nationals|citizenship|citizens) of (?:one of )?(?:the |these |those )?"
    r"(?:following |eligible )*countries[^.\n:]{0,160}: ",
)
_HELD = re.compile(
    r"\b(?:you|hold\w*|possess\w*|have|has|must|only|open|eligible|limited|restricted|applicants?|candidates?)\b"
)
_CITIZEN = frozenset(("citizen", "national", "citizenship", "nationality", "citizens", "nationals"))
_BE_A_CITIZEN = re.compile(
    r"(?:\(?[a-z0-9]{1,2}[.)] )?(?:to )?(?:(?:applicants|candidates) (?:are|must be|shall be|should be) "
    r"(?:nationals|citizens)|be an? (?:citizen|national)|(?:hold|have|possess) (?:the )?(?:citizenship|"
    r"nationality)) of (?:the )?"
)
"""A condition of a list: `(a) be a citizen of Ireland`, `1. hold the nationality of Ireland`."""
_BORDER = re.compile(r"[.\n]")
_WINDOW = 400


class FoundNationality(NamedTuple):
    """Who may apply by nationality, with the facts."""

    nationalities: Nationalities
    facts: tuple[Fact, ...]


def find_nationality(reading: Reading, title: str | None) -> FoundNationality:
    """Who may apply, who may not, and a list kept elsewhere as a note."""
    include = first_of_each(_included(reading, title))
    exclude = first_of_each(_excluded(reading))
    excluded = {str(fact.value["country"]) for fact in exclude}
    include = [fact for fact in include if fact.value["country"] not in excluded]
    note, note_fact = _note(reading, title) if not include else (None, None)
    facts = [*include, *exclude, *([note_fact] if note_fact else [])]
    nationalities = Nationalities(tuple(str(fact.value["country"]) for fact in include), tuple(sorted(excluded)), note)
    return FoundNationality(nationalities, tuple(facts))


def _include(reading: Reading, match: Match[str], rule: str) -> Fact:
    value = {"country": match.value, "kind": "include"}
    return reading.fact(Field.NATIONALITIES, value, match.start, match.end, rule)


def _included(reading: Reading, title: str | None) -> Iterator[Fact]:
    text, flat = reading.text, reading.flat
    for found in _OPEN.finditer(flat):
        yield from _after_opening(reading, found.end())
    for position in flat.words.starts_of(_REQUIREMENT):
        yield from _requirement(reading, position)
    for found in _NATIONALITY_LABEL.finditer(flat):
        if "\n" in found[0] and not _NUMBERED.fullmatch(flat, reading.line_at(found.start()).start, found.start()):
            continue  # `without distinction of sex or nationality`, and a country opens the next paragraph
        for match in country_list(text, flat, found.end(), min(len(flat), found.end() + _WINDOW)):
            yield _include(reading, match, "nationality.labelled")
    for found in _NATIONALITY_BEHIND.finditer(flat):
        for match in nationals().find(text, flat, max(0, found.start() - _LONGEST_UNSPACED), found.start()):
            if match.end == found.start():
                yield _include(reading, match, "nationality.behind")
    if not other_languages.is_english(reading):
        yield from other_languages.nationalities(reading)
    yield from _cued(reading)
    yield from _bare_lists(reading)
    yield from _plurals(reading)
    yield from _one_of(reading)
    if title:
        flat_title = fold(title)
        for found in _TITLE_OPEN.finditer(flat_title):
            for match in country_list(title, flat_title, found.start(1), found.end(1)):
                value = {"country": match.value, "kind": "include"}
                yield Fact(
                    Field.NATIONALITIES, value, title[match.start : match.end], "nationality.title", label="title"
                )


def _cued(reading: Reading) -> Iterator[Fact]:
    """`Citizens of Finland, and nobody else`, `candidates with German citizenship are eligible, others are not`."""
    text, flat = reading.text, reading.flat
    for position in flat.words.starts_of(_CITIZEN_WORDS):
        start, end = reading.sentence(position, position)
        if _LETS_IN.search(flat, start, end):
            continue
        before = list(nationals().find(text, flat, max(start, position - LONGEST_NAME), position))
        is_for = bool(before) and _IS_FOR.search(flat, start, before[-1].start) is not None
        if not is_for and not _SHUTS_OUT.search(flat, start, end):
            continue
        word_end = position + len(_LETTERS.match(flat, position)[0])  # type: ignore[index]  # a word begins here
        behind = _OF.match(flat, word_end)
        found = list(country_list(text, flat, behind.end(), end)) if behind else []
        if before and flat.endswith(_NON, 0, before[-1].start):
            continue
        if not found and before and not flat[before[-1].end : position].strip():
            found = before[-1:]
        for match in found:
            yield _include(reading, match, "nationality.shuts_out")


def _plurals(reading: Reading) -> Iterator[Fact]:
    """`Only Germans can be considered`, `Canadians only`."""
    text, flat = reading.text, reading.flat
    for position in flat.words.starts_of(_ONLY):
        behind = _people_at(text, flat, position + len("only "))
        start = flat.rfind(" ", 0, max(0, position - 1)) + 1
        before = _people_at(text, flat, max(start, reading.line_at(position).start)) if position else None
        if behind is not None and _MAY.match(flat, behind.end):
            yield _include(reading, behind, "nationality.plural")
        elif before is not None and before.end == position - 1 and _ENDS.match(flat, position):
            yield _include(reading, before, "nationality.plural")


def _people_at(text: str, flat: str, position: int) -> Match[str] | None:
    """The people that a word names: `Germans`; a country's own name (`Honduras`) is none."""
    word = _LETTERS.match(flat, position)
    if word is None or not word[0].endswith("s"):
        return None
    printed = text[position : word.end()]
    country = None if countries().exactly(printed) else nationals().exactly(printed[:-1])
    return Match(country, position, word.end()) if country else None


def _one_of(reading: Reading) -> Iterator[Fact]:
    """`The nationality of one of the countries with which …: Benin, Burundi or Mali`."""
    for found in _ONE_OF_COUNTRIES.finditer(reading.flat):
        start, _ = reading.sentence(*found.span())
        if _HELD.search(reading.flat, start, found.start()) is None:
            continue  # `nationals of the following countries live in the camp: …`
        listed = list(
            country_list(reading.text, reading.flat, found.end(), min(len(reading.flat), found.end() + _WINDOW))
        )
        if len(listed) > 1:
            for match in listed:
                yield _include(reading, match, "nationality.one_of")


def _bare_lists(reading: Reading) -> Iterator[Fact]:
    text, flat = reading.text, reading.flat
    for position in flat.words.starts_of(_CITIZEN):
        line = reading.line_at(position)
        opening = _BE_A_CITIZEN.match(flat, line.start, line.end)
        if opening is not None and line.start <= position < opening.end():
            found = list(country_list(text, flat, opening.end(), line.end))
            if found and not _OR_RESIDENT.match(flat, found[-1].end):
                for match in found:
                    yield _include(reading, match, "nationality.condition")
    for position in flat.words.starts_of(_CITIZENS):
        start, end = reading.sentence(position, position)
        start = max(start, reading.line_at(position).start)
        opening = _BARE_LIST.match(flat, start, end)
        if opening is None or not start <= position < opening.end():
            continue
        found = list(country_list(text, flat, opening.end(), min(end, opening.end() + _WINDOW)))
        if found and not flat[found[-1].end : min(end, reading.line_at(position).end)].strip(" .;"):
            for match in found:
                yield _include(reading, match, "nationality.list")


def _after_opening(reading: Reading, position: int) -> Iterator[Fact]:
    """The countries behind words like `open to`: `nationals of A, B and C`, `Dutch nationals`, `the X nationality`."""
    text, flat = reading.text, reading.flat
    end = min(len(flat), position + _WINDOW)
    of = _NATIONALS_OF.match(flat, position)
    if of is not None:
        position = of.end()
        one_of = _ONE_OF.match(flat, position)
        if one_of is not None:
            position, end = one_of.end(), min(len(flat), position + 3 * _WINDOW)
        found = list(country_list(text, flat, position, end))
        if found and not _OR_RESIDENT.match(flat, found[-1].end):
            for match in found:
                yield _include(reading, match, "nationality.exclusive")
        return
    found = list(country_list(text, flat, position, end))
    after = _AFTER.match(flat, found[-1].end) if found else None
    if after is not None and not _OR_RESIDENT.match(flat, after.end()):
        for match in found:
            yield _include(reading, match, "nationality.exclusive")


def _requirement(reading: Reading, position: int) -> Iterator[Fact]:
    """A requirement that is a nationality: `1. Korean citizenship`, `- Dutch nationality`."""
    flat = reading.flat
    window = flat[max(reading.line_at(position).start, position - 30) : position]
    lead = re.search(r"(?:^|[.:;)]|\d\.\d?|-)\s*(?:the |a |have |having |possess |hold )*([a-z' ]{2,25}?)\s*$", window)
    if lead is None:
        return
    match = nationals().match_at(reading.text, flat, position - len(window) + lead.start(1))
    if match is not None and not flat[match.end : position].strip():
        yield _include(reading, match, "nationality.requirement")


def _excluded(reading: Reading) -> Iterator[Fact]:
    text, flat = reading.text, reading.flat
    for found in _EXCEPT.finditer(flat):
        if "national" in flat[max(0, found.start() - 250) : found.end()]:
            for match in country_list(text, flat, found.end(), min(len(flat), found.end() + 200)):
                value = {"country": match.value, "kind": "exclude"}
                yield reading.fact(Field.NATIONALITIES, value, match.start, match.end, "nationality.except")
    for found in _NOT_ELIGIBLE.finditer(flat):
        for match in country_list(text, flat, found.start(1), found.end(1)):
            value = {"country": match.value, "kind": "exclude"}
            yield reading.fact(Field.NATIONALITIES, value, match.start, match.end, "nationality.not_eligible")
    yield from _others_only(reading)


def _others_only(reading: Reading) -> Iterator[Fact]:
    text, flat = reading.text, reading.flat
    places = [place.start() for place in islice(re.finditer(_NON, flat), MOST)]
    around = stretches(places, _REACH, _REACH, len(flat))
    for found in chain.from_iterable(_OTHERS_ONLY.finditer(flat, *stretch) for stretch in around):
        for match in country_list(text, flat, *found.span(found.lastgroup or 0)):
            value = {"country": match.value, "kind": "exclude"}
            yield reading.fact(Field.NATIONALITIES, value, match.start, match.end, "nationality.others_only")


def _note(reading: Reading, title: str | None) -> tuple[str | None, Fact | None]:
    """A list kept elsewhere: `one of the eligible countries (see …)` names no country here."""
    if found := _EXTERNAL.search(reading.flat):
        raw = reading.text[found.start() : found.end()]
        value = {"note": raw, "kind": "note"}
        return raw, reading.fact(Field.NATIONALITIES, value, found.start(), found.end(), "nationality.external_list")
    if title and (found := _EXTERNAL.search(fold(title))):
        raw = title[found.start() : found.end()]
        fact = Fact(Field.NATIONALITIES, {"note": raw, "kind": "note"}, raw, "nationality.external_list", label="title")
        return raw, fact
    return None, None
