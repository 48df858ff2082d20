"""How long the assignment is, in months."""

import re
from itertools import islice
from typing import NamedTuple

from jpo_scraper.items import Fact
from jpo_scraper.normalise.cue import MOST, Cue
from jpo_scraper.normalise.numbers import MONTHS, NUMBER, YEARS, number
from jpo_scraper.normalise.other_languages import is_other
from jpo_scraper.normalise.reading import Pair, Reading
from jpo_scraper.reference.fold import fold
from jpo_scraper.vocab import Field

_LENGTH = re.compile(
    rf"(?<![a-z\d.])(?P<years>{NUMBER})(?: ?\((?:[a-z]{{3,12}}|\d{{1,2}})\))?(?: or (?:up to )?{NUMBER})?"
    rf"\s?-?(?:{YEARS}|년|年)"
    rf"(?:[ ,]*(?:and|y|et|und|e)?\s*(?P<rest>\d{{1,2}})\s*{MONTHS})?"
    rf"|(?<![a-z\d.])(?P<months>{NUMBER})(?: ?\((?:[a-z]{{3,12}}|\d{{1,2}})\))?\s?-?{MONTHS}"
)
_SENTENCE = Cue(
    "initially employed stays duration assignment appointment contract jpo initial fixed appointed recruited position "
    "post appointments contracts secondment secondments",
    r"(?:duration (?:of (?:(?:the |this )?(?:initial )?"
    r"(?:assignment|contract|appointment|jpo assignment|post|position))? ?(?:is|:|will be|shall be))?"
    r"(?:[^.\n]{0,40}? over)?|"
    r"(?:position|post|assignment|appointment) is available for|initially for|employed for|stays for|"
    r"initial(?= [a-z\d]+[- ]year period(?! of (?:the |this )?(?:project|programme|strategy|plan)))|"
    r"(?:contracts|appointments) are initially (?:issued|offered|concluded|made) for|"
    r"secondments? (?:runs?|lasts?) for(?: a(?= period))?|"
    r"(?:assignment|appointment|contract|secondment|jpo),?(?: |(?=:))(?:is |will be |shall be )?"
    r"(?:initially )?(?:appointed |issued |offered |concluded )?"
    r"(?:for |of |: |lasts |(?:has|have) a (?:length|duration|term) of )"
    r"(?:an? )?(?:initial |fixed )*(?:period of |duration of )?|(?:appointed|recruited) for|fixed[- ]term,?|"
    r"duration of|contract, (?=\d{1,2} months? initially)|"
    r"initial (?:period|term|contract|appointment|assignment) (?:is )?(?:for|of))\s*\(?(?:up to )?(?:an? )?"
    rf"(?:initial )?(?:period of )?(?:up to )?(?={NUMBER})",
)
_OFFERED = re.compile(
    r"\b(?:this is|offer\w*|on|under|receives?|as|for) an? (?:initial )?$|"
    r"\bduring (?:the|their|your|this) $"
)
_BEFORE_POST = re.compile(r"[- ](?:(?:fixed[- ]term|initial|temporary|renewable|jpo) )*$")
_CONTRACTS = frozenset("contract appointment assignment placement".split())
_RENEWABLE = frozenset("renewable extendable extendible extensible".split())
"""`12 months, renewable for a second year`: a line that is the length itself."""
_PROLONGABLE = frozenset(
    "prolongable prolongables renouvelable renouvelables renovable renovables prorrogable prorrogables rinnovabile "
    "rinnovabili prorogabile prorogabili renovavel renovaveis prorrogavel prorrogaveis verlangerbar verlengbaar "
    "forlangningsbar forlængbar".split()
)
"""Behind a length anywhere: these languages put the adjective behind, and mean no energy by it."""
_OF_PROJECT = re.compile(r"\b(?:project|programme|strategy|plan|initiative|probation\w*)\b[^.\n]{0,30}$")
_REACH, _LEAD = 60, 40
_EVERYDAY = frozenset("term time period contract length tenure".split())
"""Labels that head many things: what stands below must be the length itself."""
_KIND = re.compile(r"^(?:type|tipo)\b|\btype$")
"""A label of the kind of contract, whose value may give its longest term: that of the length goes before it."""
_LENGTH_LEAD = re.compile(
    r"(?:(?:fixed[- ]term|initial(?:ly)?|temporary|regular|full[- ]time|appointment|contract|up to|an?|of|for)\b|"
    r"[\s,:(–-])*"
)
_COUNTED_FROM = re.compile(r"\s*(?:after|ago|before|from (?:now|the))\b")
_LASTS = frozenset(
    "duree dure durera duracion durara vertragsdauer vertragslaufzeit laufzeit dauer dauert beschaftigungsdauer "
    "einsatzdauer befristet durata durera looptijd duur duurt contractduur tjanstgoringstid kontraktstid varar "
    "tidsbegransad tidsbegransat varer varighet varigheit varighed tidsbegrenset tidsbegrensa tidsbegrænset kesto "
    "kestaa maaraaikainen sopimuskausi toimikausi toimikauden visstid tidsavgrensa duracao dura "
    "原則 契約期間 任期 派遣期間 雇用期間 계약기간 파견기간 임기 근무기간".split()
) | {"계약 기간", "파견 기간", "근무 기간"}
"""Words for how long something lasts, folded."""
_POSTS = frozenset(
    "contrat engagement affectation mission contrato asignacion nombramiento puesto plaza periodo stelle einsatz "
    "vertrag posten anstellung contratto incarico posizione aanstelling contract benoeming functie kontraktet tjansten "
    "anstallningen forordnandet placeringen stillingen stillinga engasjementet uppdraget oppdraget kontrakten "
    "ansettelsen perioden ansættelsen tehtava sopimus maarays".split()
)
"""Words for what lasts: right before the number stands a word such as `for`."""
_FOR = re.compile(
    r".*\W(?:de|d'|du|pour|por|para|a|auf|fur|uber|von|di|per|voor|van|pa|for|til|till|galler|gælder|gjelder|omfattar|"
    r"omfatter|i|on|ett?|eit|een|eine?|tehdaan|taytetaan)\s*(?:une? |einen? |zunachst |vorerst |initialement )?$"
)
_OTHER_TIME = re.compile(
    r"experien|erfahr|esperien|ervaring|erfaring|erfarenhet|kokemus|røynsle|roynsle|\balter|\balder|\bage\b|\beta\b|"
    r"\bedad|leeftijd|proje[ck]t|経験|경력"
)
_EXTENSION = re.compile(
    r"verlang|prolong|renouvel|rinnov|forleng|prorrog|jatko|prova\b|prove|essai|prueba|probe|duree de vie|延長|연장"
)
_LESS_OR_MORE = re.compile(r"\b(?:menos|mas|moins|plus|meno|piu|mais|weniger|mehr|minder|meer) (?:de|di|als|dan) $")
"""`El puesto se ocupa no menos de dos años`: no length."""
_STOP = re.compile(r"[.。;]")
_GAP, _BEHIND = 48, 24
_BARE = re.compile(r"\d{1,2}(?=\s*$|\s)")
_IN_TITLE = re.compile(rf"\b(\d{{1,2}}) {MONTHS}\b")
_TITLE_LINES, _TITLE_LENGTH = 3, 200
"""The text often repeats the full title at its head, with words that the page's title leaves out."""


class FoundDuration(NamedTuple):
    """Months, and the fact."""

    months: int | None
    facts: tuple[Fact, ...]


def find_duration(reading: Reading, title: str | None) -> FoundDuration:
    """The duration behind its label, else in a sentence of its own."""
    for pair in sorted(reading.values("duration"), key=lambda pair: _KIND.search(fold(pair.label)) is not None):
        found = _LENGTH.search(reading.flat, pair.start, min(pair.end, pair.start + 60))
        if found and (fold(pair.label) not in _EVERYDAY or _is_all(reading, pair, found)):
            return _found(reading, found, "duration.labelled", pair.label)
        bare = _BARE.match(reading.flat, pair.start, pair.end) if "month" in fold(pair.label) else None
        if bare is not None:
            fact = reading.fact(
                Field.DURATION_MONTHS, int(bare[0]), bare.start(), bare.end(), "duration.labelled", pair.label
            )
            return FoundDuration(int(bare[0]), (fact,))
    if found := _in_sentence(reading):
        return _found(reading, found, "duration.sentence", None)
    if is_other(reading) and (found := _in_other_words(reading)):
        return _found(reading, found, "duration.other_language", None)
    if title and (found := _IN_TITLE.search(fold(title))):
        months = int(found[1])
        fact = Fact(Field.DURATION_MONTHS, months, title[found.start(1) : found.end()], "duration.title", label="title")
        return FoundDuration(months, (fact,))
    for line in reading.lines[:_TITLE_LINES]:
        is_title = line.is_heading or reading.text[line.end - 1] != "."
        is_title = is_title and line.end - line.start <= _TITLE_LENGTH
        found = _LENGTH.search(reading.flat, line.start, line.end) if is_title else None
        if found and found["months"]:
            return _found(reading, found, "duration.title", None)
    return FoundDuration(None, ())


def _is_all(reading: Reading, pair: Pair, found: re.Match[str]) -> bool:
    """Whether a value is the length itself: `two years in principle`, and not `three months after the start …`."""
    lead = _LENGTH_LEAD.fullmatch(reading.flat, pair.start, found.start())
    return lead is not None and _COUNTED_FROM.match(reading.flat, found.end()) is None


def _in_sentence(reading: Reading) -> re.Match[str] | None:
    """`The contract is for an initial period of one year`, `a two-year fixed-term appointment`."""
    flat = reading.flat
    for lead in _SENTENCE.finditer(flat):
        found = _LENGTH.match(flat, lead.end())
        if found and not _OF_PROJECT.search(flat, max(0, lead.start() - _LEAD), lead.start()):
            return found
    for place in islice(flat.words.starts_of(_RENEWABLE), MOST):
        found = _LENGTH.match(flat, reading.line_at(place).start, place)
        if found and not flat[found.end() : place].strip(" ,(–-"):
            return found
    for place in islice(flat.words.starts_of(_PROLONGABLE), MOST):
        for found in _LENGTH.finditer(flat, max(reading.line_at(place).start, place - _LEAD), place):
            if not flat[found.end() : place].strip(" ,(–-"):
                return found
    for place in islice(flat.words.starts_of(_CONTRACTS), MOST):
        for found in _LENGTH.finditer(flat, max(reading.line_at(place).start, place - _REACH), place):
            is_offered = _OFFERED.search(flat, max(0, found.start() - _LEAD), found.start())
            if is_offered and _BEFORE_POST.fullmatch(flat, found.end(), place):
                return found
    return None


def _in_other_words(reading: Reading) -> re.Match[str] | None:
    """`Die Vertragsdauer beträgt zwei Jahre`, `stillingen er tidsbegrenset til to år`."""
    flat = reading.flat
    for words, before in ((_LASTS, None), (_POSTS, _FOR)):
        for start in islice(flat.words.starts_of(words), MOST):
            end = min(reading.line_at(start).end, start + _GAP)
            found = _LENGTH.search(flat, start, end + _BEHIND)
            if found is None or found.start() > end:
                continue
            gap, behind = flat[start : found.start()], flat[found.end() : found.end() + _BEHIND]
            if (
                "." in gap
                or _LESS_OR_MORE.search(gap)
                or _EXTENSION.search(gap)
                or _OTHER_TIME.search(f"{gap} {_STOP.split(behind)[0]}")
            ):
                continue
            if before is None or before.match(gap):
                return found
    return None


def _found(reading: Reading, found: re.Match[str], rule: str, label: str | None) -> FoundDuration:
    months = number(found["months"]) if found["months"] else 12 * number(found["years"]) + int(found["rest"] or 0)
    fact = reading.fact(Field.DURATION_MONTHS, months, found.start(), found.end(), rule, label)
    return FoundDuration(months, (fact,))
