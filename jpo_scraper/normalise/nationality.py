"""Sponsors and nationalities, which are two things: who pays, and who may apply.

Both sit in formula sentences (`… scheme sponsored by the Government of X and is addressed exclusively to nationals
of X`), in titles (`(Open to Dutch Nationals Only)`, `(Junior Professional Officer - Netherlands)`) and in lists of
requirements (`Korean citizenship`).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from jpo_scraper.items import Fact, Issue, Nationalities
from jpo_scraper.normalise import other_languages
from jpo_scraper.normalise.cue import Cue
from jpo_scraper.normalise.reading import Reading
from jpo_scraper.reference.fold import fold
from jpo_scraper.reference.lexicon import Match
from jpo_scraper.reference.loader import rows
from jpo_scraper.reference.tables import nationals
from jpo_scraper.sources.model import Source
from jpo_scraper.vocab import Basis, Field

_JPO = r"(?:jpos?|junior professional|associate expert|associate professional officer|sdp|sarc)"
_PAID = Cue(
    "sponsored funded financed supported paid offered provided made borne covered met with thanks through finance "
    "finances financee financees financiado "
    "financiados financiada financiadas finanziert finanziato finanziata finanziati",
    r"(?:(?:sponsored|funded|financed|supported|paid(?: for)?|offered|provided|made possible|borne|covered|"
    r"met) (?:exclusively |entirely |fully |jointly )?by|"
    r"(?:with|thanks to|through) (?:the |a |an )?(?:generous )?(?:financial )?(?:funding|contribution|support|funds|"
    r"grant) "
    r"(?:from|of|by)) "
    r"(?:the )?(?:(?:federal )?(?:government|ministry(?: (?:of|for) [a-z, ]{3,60}?)?|kingdom|state) of (?:the )?)?"
    r"(?:(?:federal republic|kingdom|grand duchy|principality) of (?:the )?)?"
    r"|finance[es]* par (?:le |la |l'|les )?(?:gouvernement (?:de la |du |des |de l'|de |d')?)?"
    r"|financiad[oa]s? por (?:el |la )?(?:gobierno (?:de la |de los |del |de )?)?"
    r"|finanziert (?:durch|von) (?:die |das |der )?(?:regierung (?:von |der |des )?)?"
    r"|finanziat[oa]i? dal(?:la|l'|lo)? ?(?:governo (?:della |dei |del |di )?)?",
)
_THIS_POST = re.compile(
    rf"\b(?:this|the|present|our|a|an) (?:\w+ ){{0,3}}?(?:post|position|vacancy|assignment|appointment|job|"
    rf"scheme|programme|costs?)\b|"
    rf"\b{_JPO}\)? (?:\w+ )?(?:scheme|programme|program|vacancies|posts|positions|position|post|vacancy|"
    rf"assignment)\b|^{_JPO}\b"
)
"""Donors of projects and other donors' schemes stand in a text too: the payer of this post is sought."""
_IT = re.compile(r"\s*it (?:is|was|will be) ")
_PAYS_FOR = Cue(
    "finances funds pays sponsors covers bears",
    r"(?:finances|funds|pays for|sponsors|covers the costs? of|bears the costs? of) (?:this|the) (?:[a-z-]+ ){0,3}?"
    r"(?:post|position|assignment|vacancy)\b",
)
"""`Finland finances this position`: the word right before is the sponsor."""
_PROGRAMME_OF = Cue(
    "funded sponsored financed jpo jpos junior associate sdp sarc",
    rf"[- ](?:government[- ])?(?:funded|sponsored|financed) (?:{_JPO}|post|position|assignment|placement)|"
    rf"(?: government(?:'s)?)? {_JPO} (?:program(?:me)?|scheme)\b",
    back=25,
    ahead=60,
)
"""`Dutch funded JPOs`, `the Danish JPO Programme`: the word right before is the sponsor."""
_BEARS = Cue(
    "meet carry cover bear fund finance pay support sponsor assume take "
    "meets carries covers bears funds finances pays supports sponsors assumes takes",
    r"(?:meets?|carr(?:y|ies)|covers?|bears?|funds?|finances?|pays?(?: for)?|supports?|sponsors?|assumes?|takes? over) "
    r"(?:in full |fully |entirely )?(?:(?:all |the |its |their |full |any )*(?:\w+ ){0,2}?costs?(?! of)|"
    r"(?:(?:all |the |full |any )*(?:\w+ ){0,2}?costs? of (?:this|the)|this|the present) (?:[\w()-]+ ){0,6}?"
    r"(?:posts?|positions?|assignments?|placements?|vacanc(?:y|ies)|appointments?|jpos?)\b|"
    rf"(?:an?|one) {_JPO})",
)
"""`The Danish Ministry … meets all costs of this position`: who pays stands before, among words for a public body."""
_BORNE = Cue(
    "met borne covered paid funded financed supported sponsored provided carried",
    r"(?:met|borne|covered|paid|funded|financed|supported|sponsored|provided|carried) "
    r"(?:in full |fully |entirely |exclusively )?(?:by|out of|from|through|under) ",
)
"""`The costs of this assignment are met in full by …`: who pays stands behind, among the same words."""
_COSTS = re.compile(r"\bcosts?\b")
_AGREED = Cue("between", r"between (?:the )?[^.\n]{2,80}? and (?:the )?")
"""`The JPO agreement between UNIDO and the Ministry of Foreign Affairs of Finland`."""
_SCHEME = re.compile(rf"\b(?:{_JPO}\w*|associate experts?|apo|sarc|sdp)\b")
_BODY_WORDS = frozenset(
    """
    the a an of for and its through on behalf to by from in represented federal national royal general state republic
    kingdom grand duchy principality confederation government ministry ministries minister department directorate
    directorate-general agency office secretariat embassy mission fund funds trust programme program support scheme
    safeguards foreign affairs external european international economic economy finance financial development
    cooperation co-operation aid assistance labour employment solidarity social security trade global humanitarian
    education health environment climate science planning partnership partnerships sustainable public innovation
    technology acting which that who will shall has agreed full
    """.split()
)
"""Words between a country and what it pays for, in the name of a ministry or an agency."""
_NAME_REACH = 120
_AT_A_PLACE = re.compile(r"(?<![a-z])(?:in|at|to|from|near) (?:the )?$")
"""Before a country: it is where somebody pays, not who."""
_WORDS = re.compile(r"[a-z][a-z-]*")
_ASIDE = re.compile(r"\([^()]*\)")
_CITIZEN_WORDS = frozenset("national nationals citizen citizens nationality citizenship".split())
_CITIZENS = frozenset(("nationals", "citizens"))
_LETTERS = re.compile(r"[a-z]+")
_OF = re.compile(r" (?:of|from) (?:the )?(?:member states? )?")
_SHUTS_OUT = re.compile(
    r"\b(?:only|exclusively|solely|nobody else|no one else|alone|others are not|and they|restricted|"
    r"reserved|limited to|must be|must have|"
    r"shall be|can be considered|will be considered|are eligible|is eligible|are not eligible|"
    r"meant for|intended for|applies to|must \w+ be|who do not (?:hold|have)|who (?:may|can) apply|"
    r"recruitment open to|(?:nationality|citizenship) is (?:an? (?:condition|prerequisite|requirement)|required|"
    r"mandatory|necessary))\b"
)
_LETS_IN = re.compile(
    r"\b(?:all nationalities|any nationality|regardless|irrespective|excluded|or (?:legal |"
    r"permanent )*residents?|work permit|whatever their|"
    r"not only|or non-\w+|or foreign\w*|non-nationals|encouraged|welcome)\b"
)
_LONGEST_NAME = 40
_LONGEST_UNSPACED = 12
_TITLE_SPONSOR = re.compile(
    rf"{_JPO}(?: officers?)?(?: \(jpo\))?(?: program(?:me)?| scheme)?\)?\s*[-,/(:]\s*([a-z .']{{3,40}}?)\s*(?:\)|$|,|-)"
)
_OPEN = Cue(
    "addressed open opened reserved restricted limited available only exclusively candidate candidates applicant "
    "applicants must eligible invited accepted sought",
    r"(?:(?:addressed|open|opened|reserved|restricted|limited|available|only) (?:exclusively |"
    r"solely |only |strictly )?"
    r"(?:to|for)|(?:invited|accepted|sought) (?:only |solely |exclusively )?from|"
    r"exclusively (?:to|for)|only|exclusively|candidates? (?:should|must) (?:have|hold|possess|be)|"
    r"applicants? (?:should|must) (?:have|hold|possess|be)|must (?:be|have|hold)(?: either)?|"
    r"eligible(?: candidates)? are)"
    r"(?: (?:a|an|the|all|those|eligible|qualified|male|female|candidates?|applicants?|persons?|people|individuals?|"
    r"who are|holding|holders of|having|with|of|from|by|only|suitable))*\s+",
)
_NATIONALS_OF = re.compile(
    r"(?:nationals?|citizens?|nationality|citizenship|passport(?:s|-holders?)?) of (?:one of )?(?:the )?"
)
_ONE_OF = re.compile(r"(?:following|eligible|these|those)[a-z ]*(?:countries|country|nationalities)?\s*:?\s*")
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
_REQUIREMENT = frozenset(("nationality", "citizenship"))
_NATIONALITY_LABEL = Cue(
    "nationality nationalite nacionalidad nacionalidade staatsangehorigkeit nazionalita nationaliteit medborgarskap "
    "statsborgerskab statsborgerskap kansalaisuus 국적 国籍",
    r"(?:nationality(?: of applicants?| required)?|nationalite|nacionalidade?|staatsangehorigkeit|nazionalita|"
    r"nationaliteit|medborgarskap|statsborgerskab|statsborgerskap|kansalaisuus|국적|国籍)\s*[:\t]\s*",
)
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
_BARE_LIST = re.compile(
    r"(?:(?:eligibility|eligible|nationality|nationalities|who (?:can|may) apply)\??: ?)?(?:nationals|citizens) of "
)
"""A requirement that is nothing but a list: `Nationals of Angola, Bahrain and Bhutan.`"""
_CITIZEN = frozenset(("citizen", "national"))
_BE_A_CITIZEN = re.compile(r"(?:\(?[a-z0-9]{1,2}[.)] )?(?:to )?be an? (?:citizen|national) of (?:the )?")
"""A condition of a list: `(a) be a citizen of Ireland`."""
_JOIN = re.compile(r"\s*(?:,|;|/|\band\b|\bor\b|&|\bet\b|\by\b|\bund\b|\n- )+\s*(?:and |or |the )*")
_BORDER = re.compile(r"[.\n]")
_WINDOW = 400


class FoundNationality(NamedTuple):
    """Sponsors and nationalities with their facts."""

    sponsors: tuple[str, ...]
    nationalities: Nationalities
    facts: tuple[Fact, ...]
    issues: tuple[Issue, ...]


def find_nationality(reading: Reading, source: Source, title: str | None, is_jpo: bool) -> FoundNationality:
    """Who pays and who may apply. Sponsors are sought in donor-funded posts only: projects have donors too."""
    sponsors = _unique(list(_sponsors(reading, title))) if is_jpo else []
    include = _unique(list(_included(reading, title)))
    exclude = _unique(list(_excluded(reading)))
    excluded = {str(fact.value["country"]) for fact in exclude}
    include = [fact for fact in include if fact.value["country"] not in excluded]
    note, note_fact = _note(reading, title) if not include else (None, None)
    rules = _source_rule(source, sponsors, is_jpo)
    facts = [*sponsors, *include, *exclude, *([note_fact] if note_fact else []), *rules]
    nationalities = Nationalities(tuple(str(fact.value["country"]) for fact in include), tuple(sorted(excluded)), note)
    return FoundNationality(tuple(str(fact.value) for fact in sponsors), nationalities, tuple(facts), ())


def _unique(facts: list[Fact]) -> list[Fact]:
    """The first fact of each value."""
    kept: dict[str, Fact] = {}
    for fact in facts:
        kept.setdefault(str(fact.value), fact)
    return list(kept.values())


def country_list(text: str, flat: str, position: int, end: int) -> Iterator[Match[str]]:
    """Countries or demonyms from `position` on, joined by commas and conjunctions."""
    while position < end:
        position += len(flat[position:end]) - len(flat[position:end].lstrip(" ('\""))
        if flat.startswith("the ", position):
            position += 4
        match = nationals().match_at(text, flat, position)
        if match is None or match.end > end:
            return
        yield match
        joined = _JOIN.match(flat, match.end, end)
        if joined is None:
            return
        position = joined.end()


def _sponsors(reading: Reading, title: str | None) -> Iterator[Fact]:
    text, flat = reading.text, reading.flat
    for found in _PAID.finditer(flat):
        start, end = reading.sentence(found.start(), found.end())
        if start > 2 and _IT.match(flat, start):
            start, _ = reading.sentence(start - 3, start - 3)  # what `it` is stands in the sentence before
        if not _THIS_POST.search(flat, start, end):
            continue
        for match in country_list(text, flat, found.end(), min(len(flat), found.end() + _WINDOW)):
            yield reading.fact(Field.SPONSORS, match.value, match.start, match.end, "sponsor.paid_by")
    for found in _PAYS_FOR.finditer(flat):
        for match in nationals().find(text, flat, max(0, found.start() - _LONGEST_NAME), found.start()):
            if match.end == found.start() - 1 and _pays(flat, match):
                yield reading.fact(Field.SPONSORS, match.value, match.start, match.end, "sponsor.pays")
    for found in _PROGRAMME_OF.finditer(flat):
        for match in nationals().find(text, flat, max(0, found.start() - _LONGEST_NAME), found.start()):
            if match.end == found.start():
                yield reading.fact(Field.SPONSORS, match.value, match.start, match.end, "sponsor.programme")
    for pair in reading.values("sponsor"):
        start = next((m.start for m in nationals().find(text, flat, pair.start, pair.end)), pair.end)
        if _names_a_body(flat[pair.start : start]):
            for match in country_list(text, flat, start, pair.end):
                yield reading.fact(Field.SPONSORS, match.value, match.start, match.end, "sponsor.labelled", pair.label)
    for label in reading.site_labels(Field.SPONSORS):
        for match in nationals().find(label.value, fold(label.value)):
            yield Fact(Field.SPONSORS, match.value, label.value, "sponsor.site_label", label=label.name)
    if title and (in_title := _TITLE_SPONSOR.search(fold(title))):
        for match in country_list(title, fold(title), in_title.start(1), in_title.end(1)):
            raw = title[match.start : match.end]
            yield Fact(Field.SPONSORS, match.value, raw, "sponsor.title", label="title")
    yield from _payers(reading)
    yield from _agreements(reading)
    yield from _bodies(reading)
    if not other_languages.is_english(reading):
        yield from other_languages.sponsors(reading)


def _payers(reading: Reading) -> Iterator[Fact]:
    """Public bodies that pay, by the country in their name. Between it and the words of paying stands nothing else."""
    text, flat = reading.text, reading.flat
    for found in _BEARS.finditer(flat):
        start, _ = reading.sentence(found.start(), found.end())
        before = list(nationals().find(text, flat, max(start, found.start() - _NAME_REACH), found.start()))
        if before and _pays(flat, before[-1]) and _names_a_body(flat[before[-1].end : found.start()]):
            yield reading.fact(Field.SPONSORS, before[-1].value, before[-1].start, before[-1].end, "sponsor.bears")
    for found in _BORNE.finditer(flat):
        start, end = reading.sentence(found.start(), found.end())
        if not (_THIS_POST.search(flat, start, found.start()) or _COSTS.search(flat, start, found.start())):
            continue
        behind = next(iter(nationals().find(text, flat, found.end(), min(end, found.end() + _NAME_REACH))), None)
        if behind is not None and _names_a_body(flat[found.end() : behind.start]):
            yield reading.fact(Field.SPONSORS, behind.value, behind.start, behind.end, "sponsor.borne")


def _agreements(reading: Reading) -> Iterator[Fact]:
    """The state with which an agency has agreed on the programme of this post."""
    text, flat = reading.text, reading.flat
    for found in _AGREED.finditer(flat):
        start, end = reading.sentence(found.start(), found.end())
        state = next(iter(nationals().find(text, flat, found.end(), min(end, found.end() + _NAME_REACH))), None)
        is_scheme = _SCHEME.search(flat, start, found.start()) is not None
        if is_scheme and state is not None and _names_a_body(flat[found.end() : state.start]):
            yield reading.fact(Field.SPONSORS, state.value, state.start, state.end, "sponsor.agreement")


def _pays(flat: str, match: Match[str]) -> bool:
    """Whether a country before words of paying is who pays, not where."""
    return _AT_A_PLACE.search(flat, max(0, match.start - 10), match.start) is None


def _names_a_body(words: str) -> bool:
    """Whether there is nothing but words of which names of public bodies are made."""
    return _BODY_WORDS.issuperset(_WORDS.findall(_ASIDE.sub("", words)))


def _bodies(reading: Reading) -> Iterator[Fact]:
    """A ministry or agency that runs a sponsor's programme, named in the text."""
    for row in rows("sponsor_bodies"):
        at = reading.text.find(row["body"])
        if at >= 0:
            yield reading.fact(Field.SPONSORS, row["iso2"], at, at + len(row["body"]), "sponsor.body")


def _source_rule(source: Source, sponsors: list[Fact], is_jpo: bool) -> list[Fact]:
    """The source's own sponsor, as a fact that fills no field, where the posting names none."""
    if source.sponsor is None or sponsors or not is_jpo:
        return []
    return [Fact(Field.SPONSORS, source.sponsor, source.title, "sponsor.source", basis=Basis.SOURCE_RULE)]


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
        if not _SHUTS_OUT.search(flat, start, end) or _LETS_IN.search(flat, start, end):
            continue
        word_end = position + len(_LETTERS.match(flat, position)[0])  # type: ignore[index]  # a word begins here
        behind = _OF.match(flat, word_end)
        found = list(country_list(text, flat, behind.end(), end)) if behind else []
        before = list(nationals().find(text, flat, max(start, position - _LONGEST_NAME), position))
        if before and flat.endswith(_NON, 0, before[-1].start):
            continue
        if not found and before and not flat[before[-1].end : position].strip():
            found = before[-1:]
        for match in found:
            yield _include(reading, match, "nationality.shuts_out")


def _bare_lists(reading: Reading) -> Iterator[Fact]:
    text, flat = reading.text, reading.flat
    for position in flat.words.starts_of(_CITIZEN):
        line = reading.line_at(position)
        opening = _BE_A_CITIZEN.match(flat, line.start, line.end)
        if opening is not None and line.start <= position < opening.end():
            for match in country_list(text, flat, opening.end(), line.end):
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
    lead = re.search(r"(?:^|[.:;)]|\d\.|-)\s*(?:the |a |have |having |possess |hold )*([a-z' ]{2,25}?)\s*$", window)
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
    if _NON not in flat:
        return
    for found in _OTHERS_ONLY.finditer(flat):
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
