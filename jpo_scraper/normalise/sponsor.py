"""Who pays for a post: the sponsor, by formula sentences (`… scheme sponsored by the Government of X`), by public
bodies that bear its costs, by labels and titles (`(Junior Professional Officer - Netherlands)`).

Donors of projects and other donors' schemes stand in a text too: what pays must pay for this post.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from jpo_scraper.items import Fact
from jpo_scraper.normalise import other_languages
from jpo_scraper.normalise.country_lists import LONGEST_NAME, country_list, first_of_each
from jpo_scraper.normalise.cue import Cue
from jpo_scraper.normalise.reading import Reading
from jpo_scraper.reference.fold import Folded, fold
from jpo_scraper.reference.lexicon import Match
from jpo_scraper.reference.loader import rows
from jpo_scraper.reference.tables import agencies, nationals
from jpo_scraper.sources.model import Source
from jpo_scraper.vocab import Basis, Field

_JPO = r"(?:jpos?|jeas?|apos?|junior professional|associate expert|associate professional officer|sdp|sarc)"
_PAID = Cue(
    "sponsored funded financed supported paid offered provided made borne covered met with thanks through "
    "finances financee financees financiado "
    "financiados financiada financiadas finanziert finanziato finanziata finanziati",
    r"(?:(?:sponsored|funded|financed|supported|paid(?: for)?|offered|provided|made possible|borne|covered|"
    r"met) (?:exclusively |entirely |fully |jointly )?by|"
    r"(?:with|thanks to|through) (?:the |a |an )?(?:generous )?(?:financial )?(?:funding|contribution|support|funds|"
    r"grant) (?:from|of|by)) "
    r"(?:the )?(?:royal )?"
    r"(?:(?:federal )?(?:government|ministry(?: (?:of|for) [a-z, ]{3,60}?)?|kingdom|state) of (?:the )?)?"
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
    rf"assignment)\b"
)
"""Donors of projects and other donors' schemes stand in a text too: the payer of this post is sought."""
_OPENS_WITH_JPO = re.compile(rf"{_JPO}\b")
_THE_JPO = re.compile(rf", the {_JPO} ")
"""`Funded by the Government of Korea, the JPO joins …`."""
_IT = re.compile(r"\s*it (?:is|was|will be) ")
_PAYS_FOR = Cue(
    "finances funds pays sponsors covers bears",
    r"(?:finances|funds|pays for|sponsors|covers the costs? of|bears the costs? of) (?:this|the) (?:[a-z-]+ ){0,3}?"
    r"(?:post|position|assignment|vacancy|cohort|placement)\b",
)
"""`Finland finances this position`: the word right before is the sponsor."""
_THAT = Cue(
    "that which",
    r"(?:(?<=scheme )|(?<=post )|(?<=position )|(?<=jpo programme ))(?:that|which) (?:the )?"
    r"(?:(?:federal )?government of (?:the )?)?",
)
_FINANCES = re.compile(r" (?:finances|funds|pays for|sponsors)\b")
"""`The JPO scheme that the Government of Portugal finances at the ILO`."""
_PROGRAMME_OF = Cue(
    "funded sponsored financed jpo jpos jea jeas apo apos junior associate sdp sarc",
    rf"[- ](?:government[- ])?(?:funded|sponsored|financed) (?:{_JPO}|post|position|assignment|placement)|"
    rf"(?: government(?:'s)?)? {_JPO}[ -](?:program(?:me|m|ma|met|mer)?|scheme|ordning\w*)\b",
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
_COSTS = re.compile(r"\b(?:costs?|salar(?:y|ies)|allowances|remuneration|emoluments|expenses)\b")
_SENDS = Cue(
    "pay pays paying fill fills filling look looks looking seek seeks seeking recruit recruits recruiting send "
    "sends sending second seconds seconding "
    "sponsor sponsors sponsoring fund funds funding finance finances financing offer offers offering provide provides "
    "providing place places placed placing make makes making give gives giving nominate nominates nominating deploy "
    "deploys deploying reimburse reimburses reimbursing employ employs employing support supports supporting",
    r"(?:looks? for|looking for|\w+)"
    rf"(?:[^.\n]|(?<=u)\.(?=s\.)|(?<=u\.s)\.){{1,130}}?(?:(?<!\bthe )(?<!\bthis )(?<!\beach )\b(?P<jpo>{_JPO})"
    r"(?!\w*\)? (?:desk|network|unit|team|alumni|colleague))|"
    r"\byoung (?:expert|professional)s?\b|\ball of (?:them|these)\b"
    r"|\bpositions? available|\bat (?:the )?(?:[\w'-]+ ){1,3}disposal|"
    r"\b(?:whole|full|entire|all) (?:the )?costs?\b)",
)
"""`Switzerland sends some twenty JPOs a year`, `Spain has placed resources at FAO's disposal`: who stands before."""
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
    technology acting which that who will shall has agreed full is are have been going intends wishes plans aims agrees
    bureau humanitarian now currently again also way union by through confederation grand-duchy part
    republique republik repubblica republica gouvernement gobierno governo regierung grand-duche royaume konigreich
    koninkrijk reino confederazione eidgenossenschaft bundesrepublik le la les du des de della del di der
    """.split()
)
"""Words between a country and what it pays for, in the name of a ministry or an agency."""
_NAME_REACH = 120
_AT_A_PLACE = re.compile(r"(?<![a-z])(?:in|at|to|from|near) (?:the |[a-z][a-z'. -]{1,40}, ?)?$")
"""Before a country: it is where somebody pays, not who."""
_IS_JPO = re.compile(rf" {_JPO}\w*\b(?! (?:officers? )?(?:unit|service|coordinator))")
_MINISTRY = re.compile(
    r"\b(?:ministry|government|federal|embassy|department of|directorate|foreign affairs|"
    r"republique|republik|repubblica|republica|gouvernement|gobierno|governo|eidgenossenschaft|koninkrijk)\b"
)
_CHANNELS = frozenset(("channel", "source"))
_INNER = re.compile(r"\(([^()]{10,80})\)")
_HEAD_LINES, _LONGEST_HEAD = 6, 120
_COUNTRY_OFFICE = re.compile(r"(?:'s)? (?:country |field )?(?:office|mission)\b")
"""Of an agency, in the country before it: `The State of Palestine office is seeking a JPO`."""
_OF_WHOM = re.compile(r"([a-z-]+) of (?:the )?$")
_WORDS = re.compile(r"[a-z][a-z-]*")
_ASIDE = re.compile(r"\([^()]*\)")
_TITLE_SPONSOR = re.compile(
    rf"{_JPO}(?: officers?)?(?: \(jpo\))?(?: program(?:me)?| scheme)?\)?\s*[-,/(:]\s*([a-z .']{{3,40}}?)\s*(?:\)|$|,|-)"
)
_WINDOW = 400


class FoundSponsors(NamedTuple):
    """The sponsors in the order found, with their facts."""

    sponsors: tuple[str, ...]
    facts: tuple[Fact, ...]


def find_sponsors(reading: Reading, source: Source, title: str | None, is_jpo: bool) -> FoundSponsors:
    """Who pays. Sponsors are sought in donor-funded posts only: projects have donors too."""
    found = first_of_each(_sponsors(reading, title)) if is_jpo else []
    return FoundSponsors(tuple(str(fact.value) for fact in found), (*found, *_source_rule(source, found, is_jpo)))


def _sponsors(reading: Reading, title: str | None) -> Iterator[Fact]:
    text, flat = reading.text, reading.flat
    for found in _PAID.finditer(flat):
        start, end = reading.sentence(found.start(), found.end())
        if start > 2 and _IT.match(flat, start):
            start, _ = reading.sentence(start - 3, start - 3)  # what `it` is stands in the sentence before
        opens = found.start() - start <= 2 and _THE_JPO.search(flat, found.end(), end)
        if not (
            opens
            or _OPENS_WITH_JPO.match(flat, start)
            or _THIS_POST.search(flat, start, end)
            or _opens_head(reading, found.start())
        ):
            continue
        for match in country_list(text, flat, found.end(), min(len(flat), found.end() + _WINDOW)):
            yield reading.fact(Field.SPONSORS, match.value, match.start, match.end, "sponsor.paid_by")
    for found in _THAT.finditer(flat):
        payer = nationals().match_at(text, flat, found.end())
        if payer is not None and _FINANCES.match(flat, payer.end):
            yield reading.fact(Field.SPONSORS, payer.value, payer.start, payer.end, "sponsor.that_pays")
    for found in _PAYS_FOR.finditer(flat):
        for match in nationals().find(text, flat, max(0, found.start() - LONGEST_NAME), found.start()):
            if match.end == found.start() - 1 and _pays(reading, match):
                yield reading.fact(Field.SPONSORS, match.value, match.start, match.end, "sponsor.pays")
    for found in _PROGRAMME_OF.finditer(flat):
        for match in nationals().find(text, flat, max(0, found.start() - LONGEST_NAME), found.start()):
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
    yield from (_sent(reading, match) for _, match in senders(reading))
    yield from _agreements(reading)
    yield from _bodies(reading)
    if not other_languages.is_english(reading):
        yield from other_languages.sponsors(reading)
    yield from _letterhead(reading)
    for words in dict.fromkeys(filter(None, (title, *(label.value for label in reading.site_labels(Field.TITLE))))):
        yield from _called(words)


def _opens_head(reading: Reading, position: int) -> bool:
    """Whether a line at the head begins there: `Financiado por el Gobierno de España` below the name of the post."""
    return any(line.start == position for line in reading.lines[:_HEAD_LINES])


def _letterhead(reading: Reading) -> Iterator[Fact]:
    """The state whose ministry heads the notice, or stands beside the programme's name: `Ministry of Foreign Affairs
    of Denmark`, `JPO examination (Ministry of Foreign Affairs, Japan)`."""
    for label in reading.raw.labels:
        if label.name in _CHANNELS and (match := _state_of(label.value, fold(label.value))):
            yield Fact(Field.SPONSORS, match.value, label.value, "sponsor.letterhead", label=label.name)
    for index, line in enumerate(reading.lines):
        words = reading.text[line.start : line.end]
        heads = index < _HEAD_LINES or _SCHEME.search(reading.flat, line.start, line.end) is not None
        if not heads or line.end - line.start > _LONGEST_HEAD:
            continue
        inner = _INNER.search(words) if index >= _HEAD_LINES else None
        at = line.start + (inner.start(1) if inner else 0)
        part = inner[1] if inner else words
        if match := _state_of(part, fold(part)):
            yield reading.fact(Field.SPONSORS, match.value, at + match.start, at + match.end, "sponsor.letterhead")


def _state_of(words: str, flat: Folded) -> Match[str] | None:
    """The state in the name of a ministry that is all of some words."""
    found = list(nationals().find(words, flat))
    if len(found) != 1 or _MINISTRY.search(flat) is None:
        return None
    (match,) = found
    return match if _names_a_body(flat[: match.start]) and _names_a_body(flat[match.end :]) else None


def _called(title: str) -> Iterator[Fact]:
    """`Czech JPO to UNDP Georgia`, `ITU is looking for an Estonian JPO`, `ToR - Italian JPO Programme`."""
    flat = fold(title)
    for match in nationals().find(title, flat):
        if _IS_JPO.match(flat, match.end):
            raw = title[match.start : match.end]
            yield Fact(Field.SPONSORS, match.value, raw, "sponsor.called", label="title")


def _payers(reading: Reading) -> Iterator[Fact]:
    """Public bodies that pay, by the country in their name. Between it and the words of paying stands nothing else."""
    text, flat = reading.text, reading.flat
    for found in _BEARS.finditer(flat):
        start, _ = reading.sentence(found.start(), found.end())
        before = list(nationals().find(text, flat, max(start, found.start() - _NAME_REACH), found.start()))
        if before and _pays(reading, before[-1]) and _names_a_body(flat[before[-1].end : found.start()]):
            yield reading.fact(Field.SPONSORS, before[-1].value, before[-1].start, before[-1].end, "sponsor.bears")
    for found in _BORNE.finditer(flat):
        start, end = reading.sentence(found.start(), found.end())
        if not (_THIS_POST.search(flat, start, found.start()) or _COSTS.search(flat, start, found.start())):
            continue
        behind = next(iter(nationals().find(text, flat, found.end(), min(end, found.end() + _NAME_REACH))), None)
        if behind is not None and _names_a_body(flat[found.end() : behind.start]):
            yield reading.fact(Field.SPONSORS, behind.value, behind.start, behind.end, "sponsor.borne")


def senders(reading: Reading, reach: int | None = None) -> Iterator[tuple[re.Match[str], Match[str]]]:
    """The words of sending or paying for JPOs, each with the country that does so. `reach`: only those before it."""
    for found in _SENDS.finditer(reading.flat):
        if reach is not None and found.start() >= reach:
            return
        start, _ = reading.sentence(found.start(), found.end())
        first = max(start, found.start() - _NAME_REACH)
        before = list(nationals().find(reading.text, reading.flat, first, found.start()))
        if not before or not _pays(reading, before[-1]):
            continue
        body = reading.flat[before[-1].end : found.start()]
        if (
            _names_a_body(body)
            and not _COUNTRY_OFFICE.match(body)
            and not _is_of_another(reading.flat, before[-1], body)
        ):
            yield found, before[-1]


def _is_of_another(flat: str, country: Match[str], body: str) -> bool:
    """`Delegates of Norway support the JPO`, `… of Norway and supports the JPO`: somebody else does so."""
    of = _OF_WHOM.search(flat, max(0, country.start - _NAME_REACH), country.start)
    return body.endswith(" and ") or (of is not None and of[1] not in _BODY_WORDS)


def _sent(reading: Reading, match: Match[str]) -> Fact:
    return reading.fact(Field.SPONSORS, match.value, match.start, match.end, "sponsor.sends")


def _agreements(reading: Reading) -> Iterator[Fact]:
    """The state with which an agency has agreed on the programme of this post."""
    text, flat = reading.text, reading.flat
    for found in _AGREED.finditer(flat):
        start, end = reading.sentence(found.start(), found.end())
        state = next(iter(nationals().find(text, flat, found.end(), min(end, found.end() + _NAME_REACH))), None)
        is_scheme = _SCHEME.search(flat, start, found.start()) is not None
        if is_scheme and state is not None and _names_a_body(flat[found.end() : state.start]):
            yield reading.fact(Field.SPONSORS, state.value, state.start, state.end, "sponsor.agreement")


def _pays(reading: Reading, match: Match[str]) -> bool:
    """Whether a country before words of paying is who pays: not where somebody does (`in Nairobi, Kenya`), and no
    office of an agency (`UNICEF Ghana`)."""
    before = reading.text[max(0, match.start - LONGEST_NAME) : match.start].split()
    is_office = bool(before) and agencies().exactly(before[-1]) is not None
    return not is_office and _AT_A_PLACE.search(reading.flat, max(0, match.start - 60), match.start) is None


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
