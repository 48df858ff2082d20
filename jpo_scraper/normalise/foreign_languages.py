"""Languages asked for, in adverts that are not written in English.

A mention counts under a heading such as `Langues`, or in a clause that speaks of a skill (`maîtrise`, `-kenntnisse`,
`behersker`, `kielen taito`, `堪能`). Mentions that only connectors part share one requirement, which is the first
word for `required` or `desirable` behind them, else the last one before them.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice, pairwise
from operator import itemgetter
from typing import NamedTuple

from jpo_scraper.normalise.cue import MOST
from jpo_scraper.normalise.reading import Reading
from jpo_scraper.reference.fold import UNSPACED
from jpo_scraper.reference.lexicon import Match
from jpo_scraper.reference.stems import LanguageName, languages_of
from jpo_scraper.reference.tables import countries, languages
from jpo_scraper.vocab import Requirement

_SKILL = re.compile(
    r"maitris|connaissance|courant|\bparle|notions|\bniveau|bilingue|langue maternelle|aisance|comprehension"
    r"|communi[qc]|manie[rz]|redac|ecrire"  # fr
    r"|\bdomin[aei]|fluid[eo]|manejo|conocimiento|\bnivel|\bhabla|\bescrib|competencia linguistica|comunica"  # es, pt
    r"|kenntnis|beherrsch|flie(?:ß|ss)end|verhandlungssicher|sprechen|sprichst|muttersprach|kommuniz|gute[sr]? "
    r"|mundlich|wort und schrift|schriftlich"  # de
    r"|conoscenza|conoscere|padronanza|fluente|madrelingua|\blivello|parla(?:re|to|ta)?\b|scrivere"  # it
    r"|vloeiend|beheers|kennis van|spreek|taalvaardig|moedertaal|tweetalig|mondeling|schriftelijk"  # nl
    r"|flytande|kunskap|beharska|obehindra|modersmal|\btalar\b|sprakkrav|uttryck|\btal och skrift|muntlig"
    r"|skriftlig|\bgod[ae]? "  # sv
    r"|flytende|kunnskap|behersk|snakk|\bkunne\b|morsmal|ferdighet|fremstillingsevne|framstillingsevne"  # no
    r"|flydende|kendskab|kundskab|\bskriver\b|\btaler\b|skrift og tale|stærk i|færdighed|mundtlig"  # da
    r"|\btai(?:to|don|toa)\b|sujuva|\bosaa|puhuu|hallin|hallit[st]|kielitai|aidinkiel"  # fi
    r"|fluen[tc]|conhecimento|\bfala|\bnoc(?:oes|iones)\b|\bnozioni\b|basiskennis|grundlaggande|"
    r"\balkeet\b"  # pt, basics
    r"|\b[abc][12]\b"  # the levels of the Council of Europe
    r"|堪能|語学|能力|知識|でき|遂行|流暢|言語|語力|会話|可能"
    r"|능통|구사|어학|가능|유창|필수|우대|능력|언어|소통|수준"
)
_ASSET = re.compile(
    r"\basset\b|desira[bv]|atout|souhait|appreci|\bplus\b|avantage|bienvenu"
    r"|deseable|ventaja|preferib|\bprefiere|desider|valora[rdn]|\bvalora\b|\bmerito\b|merece"
    r"|ten(?:dra|id[oa]) en cuenta|prise? en compte|valor (?:anadido|agregado)"
    r"|wunschenswert|erwunscht|pluspunkt|vorteil|hilfreich|gern gesehen|willkommen|mehrwert|begru(?:ß|ss)t"
    r"|preferenzial|gradit|apprezza|vantaggi|auspica|valore aggiunto"
    r"|\bpre\b|pluspunt|aanbeveling|gewenst|wenselijk|voordeel|meegenomen|\btroef|meerwaarde"
    r"|merit|onskvar|fordel|forman|fore?mon\b|onskelig|onskes|\bonske|værdsat|verdsett|\bpluss\b|positivt"
    r"|eduksi|\betu\b|toivo|hyodyksi|hyotya|arvostetaan|ansioksi|\bplussaa"
    r"|望まし|尚可|なお可|歓迎|優遇|あれば|우대|선호|바람직|가점"
    r"|conta[mr]? pontos|suma[nr]? puntos|pluspunkt|pisteita|\bvalutat[oa]\b|desejave|vantage|diferencial|"
    r"valoriza|preferencia(?:l|is)\b|mais-valia"
)
_MUST = re.compile(
    r"\brequir|\brequis|\bexig|obligatoire|indispensa|necess|imperati|\bessenti"
    r"|requier|requer[ie]|imprescindible|obligatori"
    r"|erforderlich|vorausgesetzt|voraussetzung|zwingend|notwendig|verlangt"
    r"|richiest|vereist|verplicht|noodzakelijk|\bkrav|\bkræves|\bkreves|kravs\b|nodvendig|nodvandig"
    r"|vaaditaan|edellyt|pakolli|valttamat|必須|必要|求め|필수|obrigatori"
)
_ASSET_AHEAD = re.compile(
    r"de preference|idealement|eventuellement|de preferencia|idealmente|vorzugsweise|idealerweise|moglichst"
    r"|preferibilmente|bij voorkeur|liefst|idealiter|\bgarna\b|\bgjerne\b|\bgerne\b|\bhelst\b|\bmielellaan\b|できれば"
)
"""Words that make what follows them desirable, and say nothing of what stands before them."""
_ANOTHER = re.compile(
    r"\b(?:autre|otro|otra|weiteren?|zweiten?|altra|andere|tweede|annat|annan|ytterligare|annet|anna|andet|toisen|"
    r"muun|outra|outro)\b|他の|다른"
)
_PAPER = re.compile(
    r"certifica|attesta|zeugnis|nachweis|bewijs|bevis\b|intyg|todistus|lebenslauf|curricul|\bcv\b|lettre|\bcarta\b|"
    r"bewerbung|sollicitatie|solicitud|domanda|proef\b|epreuve|prueba|\btest|lettera|brief\b|ansokan|soknad"
    r"|ansogning|hakemu|candidature\b|formulaire|traduc|ubersetz|passeport"
)
_PAPER_BEHIND = re.compile(r"\s?(?:능력|能力|力)?\s?(?:시험|試験|성적|成績|スコア|で提出|로 제출|で作成|로 작성)")
_BEFORE_ROMANCE = re.compile(
    r"(?:^|[,:(/\t-]|\b(?:l|d|all|dell|nell|sull)')\s*$"
    r"|\b(?:le|la|du|de|en|un|in|i|al|el|del|dello|della|di|do|da|o|em|no|il|los|lo|idiomas?|et|ou|y|e|both|como"
    r"|bon|buen|bom|buon|ottimo|excellent|excelente|eccellente|parfait|perfecto|langues?|lenguas?|lingu[ae]|"
    r"correctamente|correctement|parler?|parlez|hablar?|escribir|parlare|scrivere|falar|escrever|ecrire|lire)\s+$"
)
_NORDIC = re.compile(
    r"\s*(?:$|[.,;:()/–-]|(?:och|og|samt|eller|i|pa|som|er|ar|krav\w*|kræv\w*|krev\w*|skriftlig\w*|muntlig\w*|"
    r"mundtlig\w*|bade|godt|bra|val|vel|fly\w+|obehindrat|sprak\w*|sprog\w*|med|vil|anses|ses|betrakt\w*|vurder\w*|"
    r"gerne|gjerne|garna|talas|motsvarande|tilsvarende|svarende)\b)"
)
"""What may stand behind a name that could be an adjective: `engelsk og fransk`, not `norsk forvaltning`."""
_FINNIC = re.compile(
    r"\s*(?:$|[.,;:()/–-]|(?:ja|tai|seka|kiel\w*|tai[td]o\w*|osaa\w*|hallin\w*|hallit[st]\w*|erinom\w*|hyvin"
    r"|suju\w*|on|katsot\w*|luet\w*|lasket\w*|tulkit\w*)\b)"
)
"""The same behind a genitive: `englannin kielen taito`, not `Suomen hallitus`."""
_BEHIND = {"nordic": _NORDIC, "finnic": _FINNIC}
_LANGUAGE_NOUN = re.compile(r"\b(?:langues?|lenguas?|lingu[ae]s?|idiomas?|sprachen?|taal|talen)\b")
_STOP = re.compile(r"[;。；■※]|(?<!\b[a-z])(?<!\beks)(?<!\bevtl)(?<!\bbzw)(?<!\bbl)\.(?=\s|$|[^\W\d]{3,} ?:)")
_DENIED = re.compile(r"\b(?:inte|ikke|ikkje|nicht|kein\w*|niet|geen|non|pas|no|nao|ei|inget?|ingen)\b[^,;]{0,20}$")
_COMMAS = ",、，–"
_LONG_WORD = re.compile(r"[a-zæø]{4,}|[^\W\d_a-zæø]{2,}")
_CONNECTORS = frozenset(
    "ainsi aussi comme egalement como tambien tambem sowie oder auch anche oppure samt eller seka dell delle della "
    "dello langue lengua lingua sprache kielen taal 및 또는 혹은 그리고 及び 又は または もしくは および".split()
)
_AND = re.compile(r"\b(?:et|y|e|und|sowie|en|och|samt|og|ja|seka|ainsi que)\b|及び|および|と|및|와|과")
_OR = re.compile(r"\b(?:ou|o|u|oppure|oder|of|eller|tai)\b|または|又は|もしくは|또는|혹은|/|나 ")
_WHOLE_SKILL = re.compile(r"(?:kenntnis|kunnskap|kundskab|kunskap|ferdighet|fardighet|færdighed)\w{0,4}$")
"""`Gute Englischkenntnisse, Arabisch von Vorteil`: what is said behind the comma is not said of the first."""
_LONGEST_SKILL = 20
_VERB = re.compile(
    r" (?:er|ar|vil (?:være|vere)|anses|ses|on|katsotaan|luetaan|ist|sind|ware|is|strekt|geldt|est|serait|sera|"
    r"constitue|es|seria|sera|constituye|e|sarebbe|costituisce|representa)\b"
)
"""`Flydende engelsk, fransk er en fordel`: behind a comma a sentence of its own begins."""
_LANGUAGE_NEAR = 30
_LIST, _LONGEST_HEAD = 12, 50
_WORD_BEFORE = 15
_REACH = 250


class Asked(NamedTuple):
    """A language that is asked for, and the clause around it."""

    match: Match[str]
    requirement: Requirement
    start: int
    end: int


Group = tuple[list[Asked], bool]
"""Languages, and whether they are alternatives."""
Section = tuple[int, int, Requirement | None]
"""(start, end, requirement) of a stretch under a heading for languages."""
_Mention = tuple[Match[str], Section | None]


def languages_asked(reading: Reading, sections: Sequence[Section]) -> Iterator[Group]:
    """Groups of languages, and whether those of a group are alternatives."""
    named = ((_clause(reading, match), match, names) for match, names in islice(_named(reading), MOST))
    for clause, mentions in groupby(named, key=itemgetter(0)):
        asked: list[_Mention] = []
        for _, match, names in mentions:
            section = max((s for s in sections if s[0] <= match.start < s[1]), key=itemgetter(0), default=None)
            if _is_asked(reading, match, names, clause, section):
                asked.append((match, section))
        if asked:
            yield from _groups(reading, asked, clause)


def _named(reading: Reading) -> Iterator[tuple[Match[str], tuple[LanguageName, ...]]]:
    """Every word that can name a language, in order."""
    words = reading.flat.words
    found = [
        (Match(names[0].code, start, start + len(word)), names)
        for word in words.all
        if (names := languages_of(word))
        for start in words.starts[word]
    ]
    if reading.flat.words.has_unspaced:
        every = languages().find(reading.text, reading.flat)
        found += [(match, ()) for match in every if UNSPACED.match(reading.flat, match.start)]
    return iter(sorted(found, key=lambda mention: mention[0].start))


def _clause(reading: Reading, match: Match[str]) -> tuple[int, int]:
    """The part of the line around a mention in which its requirement stands."""
    line = reading.line_at(match.start)
    start, end = max(line.start, match.start - _REACH), min(line.end, match.end + _REACH)
    for stop in _STOP.finditer(reading.flat, start, match.start):
        start = stop.end()
    following = _STOP.search(reading.flat, match.end, end)
    return start, (following.start() if following else end)


def _is_asked(
    reading: Reading,
    match: Match[str],
    names: tuple[LanguageName, ...],
    clause: tuple[int, int],
    section: Section | None,
) -> bool:
    """Whether a mention is one of a skill, not of a people, a paper or a country's policy."""
    flat, (start, end) = reading.flat, clause
    if not names and _PAPER_BEHIND.match(flat, match.end, end):
        return False
    if section is None:
        speaks = any(words.search(flat, start, end) for words in (_SKILL, _ASSET, _MUST, _ASSET_AHEAD))
        if not speaks or _PAPER.search(flat, start, match.start):
            return False
    return not names or any(_stands_free(reading, match, name, clause, section is not None) for name in names)


def _stands_free(
    reading: Reading, match: Match[str], name: LanguageName, clause: tuple[int, int], in_section: bool
) -> bool:
    """Whether the words around a name let it be the name of a language."""
    flat, (start, end) = reading.flat, clause
    is_capital = reading.text[match.start].isupper()
    if is_capital and not in_section and countries().exactly(reading.text[match.start : match.end]):
        return False  # `Cuba, Haïti et la République dominicaine`
    if flat.endswith("america ", 0, match.start):
        return False  # `América Latina`
    if name.is_adjective:
        near = max(start, match.start - _LANGUAGE_NEAR), min(end, match.end + _LANGUAGE_NEAR)
        is_noun = name.family == "german" and is_capital and flat.endswith("en", start, match.end)
        return is_noun or _LANGUAGE_NOUN.search(flat, *near) is not None
    if in_section or name.family == "compound":
        return True
    if name.family == "romance":
        return _BEFORE_ROMANCE.search(flat[max(start, match.start - _WORD_BEFORE) : match.start]) is not None
    behind = _BEHIND.get(name.family)
    return behind.match(flat, match.end, end) is not None if behind else is_capital and name.family == "german"


def _list_head(reading: Reading, position: int) -> str:
    """The short line that a list stands under: `Meriterande`; the heading above a line that is no item."""
    if reading.line_at(position).is_item:
        above = next((line for line in reading.lines_above(position, _LIST) if not line.is_item), None)
    else:
        above = next((line for line in reading.lines_above(position, 1) if line.is_heading), None)
    words = reading.flat[above.start : above.end] if above else ""
    return f"{words} " if len(words) <= _LONGEST_HEAD else ""


def _groups(reading: Reading, asked: list[_Mention], clause: tuple[int, int]) -> Iterator[Group]:
    """The mentions of one clause, parted where one requirement ends and the next begins, and where `and` parts them."""
    flat, (first, end) = reading.flat, clause
    run: list[_Mention] = []
    for mention, following in zip(asked, [*asked[1:], None], strict=True):
        run.append(mention)
        last = end
        if following is not None:
            border = _border(flat, mention[0].end, following[0])
            if border is None:
                continue
            last = border
        lead = _list_head(reading, clause[0]) + flat[clause[0] : asked[0][0].start]
        requirement = _requirement(flat, first, run, last, _head(reading, run[0][1]) + lead)
        for group in _parted(flat, run):
            gaps = [flat[one.end : other.start] for one, other in pairwise(group)]
            yield [Asked(match, requirement, first, last) for match in group], any(map(_OR.search, gaps))
        run, first = [], last


def _head(reading: Reading, section: Section | None) -> str:
    """The heading of a section."""
    if section is None:
        return ""
    line = reading.line_at(section[0] - 1)
    return reading.flat[line.start : section[0]]


def _border(flat: str, start: int, following: Match[str]) -> int | None:
    """Where in the words between two mentions one requirement ends; None: both share one."""
    gap = flat[start : following.start]
    if ahead := _ASSET_AHEAD.search(gap):
        return start + ahead.start()
    comma = max(map(gap.rfind, _COMMAS))
    if comma >= 0 and _WHOLE_SKILL.search(flat, max(0, start - _LONGEST_SKILL), start):
        return start + comma
    if comma >= 0 and gap.strip(_COMMAS + " ") == "" and _VERB.match(flat, following.end):
        return start + comma
    is_list = comma < 0 or ("(" not in gap and _CONNECTORS.issuperset(_LONG_WORD.findall(gap)))
    if is_list and ":" not in gap and _ASSET.search(gap) is None and _MUST.search(gap) is None:
        return None
    last_and = max((found.start() for found in _AND.finditer(gap)), default=len(gap))
    return start + (comma if comma >= 0 else last_and)


def _parted(flat: str, run: list[_Mention]) -> Iterator[list[Match[str]]]:
    """A run cut at each `and`: `A, and B or C` are one language and two alternatives."""
    group = [run[0][0]]
    for (one, _), (other, _) in pairwise(run):
        gap = flat[one.end : other.start]
        if _AND.search(gap) and not _OR.search(gap):
            yield group
            group = []
        group.append(other)
    yield group


def _requirement(flat: str, first: int, run: list[_Mention], last: int, head: str) -> Requirement:
    """By the words behind the run, then those before it, then those that lead up to all of them, and the heading."""
    before, behind = flat[first : run[0][0].start], flat[run[-1][0].end : last]
    if _ASSET_AHEAD.search(before):
        return Requirement.DESIRABLE
    section = run[0][1]
    said = _said(behind)[:1] or _said(before)[-1:]
    if not said and _ANOTHER.search(before):
        return Requirement.DESIRABLE
    if not said and section is not None and section[2] is not None:
        return section[2]
    return next(iter(said or _said(head)[-1:]), Requirement.REQUIRED)


def _said(words: str) -> list[Requirement]:
    """The words for `required` and `desirable`, in order; `not required` is desirable."""
    found = [(asset.start(), Requirement.DESIRABLE) for asset in _ASSET.finditer(words)]
    for must in _MUST.finditer(words):
        is_denied = _DENIED.search(words, 0, must.start()) is not None
        found.append((must.start(), Requirement.DESIRABLE if is_denied else Requirement.REQUIRED))
    return [requirement for _, requirement in sorted(found)]
