"""JPO or not, and which programme: by title, by a field of its own, or by the formula sentence.

A bare word in the body never decides: ordinary posts manage JPOs, brief JPOs, or list JPO service as experience.
"""

import re
from typing import NamedTuple

from jpo_scraper.items import Fact
from jpo_scraper.normalise.cue import Cue
from jpo_scraper.normalise.reading import Reading, label_fact
from jpo_scraper.normalise.sponsor import senders
from jpo_scraper.reference.fold import fold
from jpo_scraper.reference.tables import nationals
from jpo_scraper.vocab import Field, Programme

_NAMES: tuple[tuple[Programme, str], ...] = (
    (Programme.SARC, r"sarc|special assistants? to the resident coordinator"),
    (Programme.SDP, r"sdp|specialists? for development programme"),
    (Programme.AE, r"associate experts?"),
    (Programme.APO, r"apo(?!(?<=/apo)/)|associate professional officers?|assistant professional officers?"),
    (
        Programme.JPO,
        r"jpos?|junior professional officers?|jea|(?:jeunes? )?expert(?:e|\(e\))?s? associe(?:e|\(e\))?s?|"
        r"beigeordnete(?:/?[rn])? sachverstandige(?:/?[rn])?|giovan[ei] funzionari[oa]?|"
        r"(?:profesional(?:es)? )?oficial(?:es)? (?:profesional(?:es)? )?subalternos?|expert[oa]s? asociad[oa]s?|"
        r"assistent-deskundigen?|bitradande expert(?:er)?|juniorekspert(?:er|ar|en|ordninga|ordningen)?|"
        r"apulaisasiantuntija\w*",
    ),
)
_UNSPACED_NAMES = re.compile(
    r"국제기구 ?초급 ?전문가|준전문가|ジュニア・プロフェッショナル・オフィサー|アソシエート・エキスパート|"
    r"(?<![A-Za-z])jpo(?![A-Za-z])"
)
_ANY = "|".join(pattern for _, pattern in _NAMES)
_NAME = re.compile(rf"\b(?:{_ANY})\b")
_MANAGES = re.compile(
    rf"\b(?:coordinator|manager|management|focal point|administrator|recruit\w+) (?:of |for |the )*(?:{_ANY})\b"
    rf"|\b(?:{_ANY}) (?:programme |program |service |unit )*(?:coordinator|manager|management|"
    rf"focal point|administrator|"
    r"administration|service centre|recruitment|unit|fund|partnership|alumni)\b"
    rf"|\b(?:human resources|hr|recruitment|talent\w*|outreach|partnerships?) \w+ \((?:the )?(?:{_ANY}) "
    r"(?:programme|program|scheme|service)\)"
    rf"|\b(?:evaluation|review|audit|assessment|study|survey) of (?:the |a )*(?:{_ANY})\b"
)
_LEADS = re.compile(r"\b(?:coach|supervis|mentor|brief|train)(?:es|e|ing|s)\b[^.\n]{0,80}$")
"""The post leads the JPOs that the sentence goes on to speak of."""
_VOLUNTEER = re.compile(
    r"\b(?:un volunteer|unv|junior professionals? in delegations?|jpd|young professionals programme)\b"
)
_FORMULA = Cue(
    "sarc special sdp specialist specialists associate apo assistant jpo jpos junior jeune jeunes beigeordnete "
    "beigeordneter beigeordneten assistent bitradande juniorekspert junioreksperter juniorekspertar "
    "juniorekspertordninga apulaisasiantuntija "
    "apulaisasiantuntijat",
    rf"\b(?:post|position|vacancy|vacancies|opportunity|assignment|job|stelle|poste)\b[^.\n]{{0,120}}?\b(?:{_ANY})\b"
    r"[^.\n]{0,160}?\b(?:sponsored|funded|financed|nationals?|nationality|citizens?|citizenship|open to|position|"
    r"financ\w+|finanz\w+)\b"
    rf"|\bthis is an? (?:{_ANY})\b[^.\n]{{0,20}}\b(?:position|post|vacancy)\b"
    rf"|\b(?:{_ANY})\b[^.\n]{{0,40}}\b(?:vacancies|posts|positions|scheme|"
    rf"program(?:me)?)\b[^.\n]{{0,30}}\b(?:sponsored|funded|"
    r"financed) by (?:the )?(?:governments? of (?:the )?)?(?=\w)"
    rf"|\bfalls? under the [^.\n]{{2,30}} (?:{_ANY})\b"
    rf"|\b(?:{_ANY}) (?:positions?|posts?|vacanc(?:y|ies)) (?:is|are) open (?:only |exclusively )?to "
    r"(?!all\b)(?:u\.s\. |[^.\n]){1,40}(?:nationals|citizens)\b",
    back=140,
    ahead=260,
)
_VOLUNTEER_POST = re.compile(
    r"un volunteer (?:description|specialist|assignment)|volunteer category|type of assignment: [^\n]*volunteer|"
    r"junior professionals? in delegation|young professionals programme \(|enabel junior"
)
_BEFORE = 100
_HEAD = 500
_OPENING = 1_500
"""Characters in which a notice says what it is about."""
_MENTIONS = 4
_PROGRAMME_LINE = re.compile(
    r"terms of reference|request for an? |program|scheme|ohjelma|ordning|派遣|募集|선발|모집|call for|vacanc"
    r"|examination|campaign|competition"
)
_IS_NAMED = re.compile(
    rf"\((?:{_ANY})\)|^(?:- )?(?:{_ANY}) (?:\([^()]{{2,40}}\) )?(?:at|with|in|to|for) |^(?:{_ANY})\s?[-–:] ?(?=[a-z])"
)
"""`Associate Humanitarian Affairs Officer (JPO)`, `JPO at the Office of the High Commissioner`, `JPO - Analyst`."""
_HEAD_LINES, _LONGEST_LINE = 8, 130
_SCHEME_NAMES = (
    "jpo",
    "jea",
    "apo",
    "sdp",
    "sarc",
    "junior professional",
    "associate expert",
    "associate professional",
)
"""One of them stands in each sentence about somebody who is sent."""
_PAID_BY = re.compile(r" by (?:the )?(?:governments? of (?:the )?)?$")
TYPE_LABELS = ("staff member / affiliate type", "affiliate type", "contract type", "type of contract")
"""Labels, folded, behind which a programme may stand alone."""


class FoundProgramme(NamedTuple):
    """The programme, and whether the post belongs to the JPO family."""

    programme: Programme | None
    is_jpo: bool
    facts: tuple[Fact, ...]


def _which(words: str) -> Programme:
    flat = fold(words)
    return next((p for p, pattern in _NAMES if re.search(rf"\b(?:{pattern})\b", flat)), Programme.JPO)


def find_programme(reading: Reading, title: str | None) -> FoundProgramme:
    """Programme and JPO-ness, with the words that decide."""
    if _VOLUNTEER_POST.search(reading.flat, 0, _HEAD):
        return FoundProgramme(None, False, ())
    titles = (title, *(label.value for label in reading.site_labels(Field.TITLE)))
    fact = next(filter(None, map(_from_title, titles)), None) or _from_head(reading)
    fact = fact or _from_cell(reading) or _from_formula(reading) or _from_sender(reading)
    if fact is None and title is None:
        fact = _from_opening(reading)
    if fact is None:
        return FoundProgramme(None, False, ())
    programme = Programme(str(fact.value))
    is_jpo = Fact(Field.IS_JPO, True, fact.raw, fact.rule, fact.start, fact.end, fact.label)
    return FoundProgramme(programme, True, (fact, is_jpo))


def _from_title(title: str | None) -> Fact | None:
    if not title:
        return None
    flat = fold(title)
    found = _NAME.search(flat) or _UNSPACED_NAMES.search(flat)
    if found is None or _MANAGES.search(flat) or _VOLUNTEER.search(flat):
        return None
    raw = title[found.start() : found.end()]
    return Fact(Field.PROGRAMME, _which(raw).value, raw, "programme.title", label="title")


def _from_head(reading: Reading) -> Fact | None:
    """A line above the post's own words that names the programme: `Italian JPO Programme - Edition 2026`."""
    for line in reading.lines[:_HEAD_LINES]:
        words = reading.flat[line.start : line.end]
        if len(words) > _LONGEST_LINE or words.endswith(".") or _MANAGES.search(words) or _VOLUNTEER.search(words):
            continue
        found = _NAME.search(words) or _UNSPACED_NAMES.search(words)
        if found is not None and (_PROGRAMME_LINE.search(words) or _IS_NAMED.search(words)):
            start, end = line.start + found.start(), line.start + found.end()
            return reading.fact(Field.PROGRAMME, _which(found[0]).value, start, end, "programme.head")
    return None


def _from_cell(reading: Reading) -> Fact | None:
    """A field of its own: a site's label, or a line that holds the programme's name and nothing else."""
    for label in reading.raw.labels:
        flat = fold(label.value).strip()
        named = _NAME.search(flat) or _UNSPACED_NAMES.search(flat)
        says = label.field is Field.PROGRAMME and named and not _VOLUNTEER.search(flat)
        if says or (fold(label.name) in TYPE_LABELS and _NAME.fullmatch(flat)):
            return label_fact(Field.PROGRAMME, _which(label.value).value, label, "programme.site_label")
    for line in dict.fromkeys(map(reading.line_at, reading.flat.words.starts_of(_FORMULA.words))):
        if line.end - line.start <= 60 and not line.is_heading:
            words = reading.flat[line.start : line.end]
            name = re.sub(r"\s*\(jpo\)$", "", words.partition(":")[2].strip() or words)
            if _NAME.fullmatch(name):
                value = _which(name).value
                return reading.fact(Field.PROGRAMME, value, line.start, line.end, "programme.cell")
    return None


def _from_sender(reading: Reading) -> Fact | None:
    """`Finland is looking for a new JPO`, before the post's duties are told."""
    head = reading.flat[: _OPENING + _BEFORE]
    if not any(name in head for name in _SCHEME_NAMES):
        return None
    for found, _ in senders(reading, _OPENING):
        if found["jpo"] and not _MANAGES.search(found[0]):
            name = _NAME.match(reading.flat, found.start("jpo"))
            start, end = name.span() if name else found.span("jpo")
            return reading.fact(Field.PROGRAMME, _which(found["jpo"]).value, start, end, "programme.sender")
    return None


def _from_opening(reading: Reading) -> Fact | None:
    """A text without a title whose opening speaks of nothing but the programme."""
    names = list(_NAME.finditer(reading.flat, 0, _OPENING))
    if len(names) < _MENTIONS or _MANAGES.search(reading.flat, 0, _OPENING):
        return None
    return reading.fact(Field.PROGRAMME, _which(names[0][0]).value, *names[0].span(), "programme.opening")


def _from_formula(reading: Reading) -> Fact | None:
    for found in _FORMULA.finditer(reading.flat):
        if _PAID_BY.search(found[0]) and nationals().match_at(reading.text, reading.flat, found.end()) is None:
            continue  # "JPO posts funded by partner governments" speaks of posts, not of this one
        leads = _LEADS.search(reading.flat, max(0, found.start() - _BEFORE), found.start())
        if not leads and not _MANAGES.search(found[0]) and not _VOLUNTEER.search(found[0]):
            value = _which(found[0]).value
            return reading.fact(Field.PROGRAMME, value, found.start(), found.end(), "programme.formula")
    return None
