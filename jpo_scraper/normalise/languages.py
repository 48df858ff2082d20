"""Languages asked for: required or desirable, with the level printed, and which are alternatives.

A language counts where the text speaks of skill in it (`fluency in`, a heading `Languages`, `Required languages`);
the same name elsewhere (`a motivation letter in English`) is not a requirement.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from jpo_scraper.items import Fact, Language
from jpo_scraper.normalise.cue import MOST, Cue
from jpo_scraper.normalise.foreign_languages import Asked, Group, Section, languages_asked
from jpo_scraper.normalise.other_languages import is_other
from jpo_scraper.normalise.reading import Line, Reading
from jpo_scraper.reference.lexicon import Match
from jpo_scraper.reference.tables import language_words, languages
from jpo_scraper.vocab import Field, Requirement

_SKILL_IN = re.compile(
    r"(?:fluen\w+|proficien\w+|command|knowledge|mastery|level|mother tongue|native|(?:able|"
    r"ability) to speak|bilingual|skills|excellent|at ease|at home|"
    r"effortlessly|strong|confident|comfortable|perfect|"
    r"(?:you|who|candidates?|applicants?) (?:also |must |should )*(?:need|know|speak|master)s?|communication"
    r"|capacites|competences|maitrise|couramment|"
    r"connaissance\w*|fluidez|fluent\w*|dominio|conocimiento\w*|manejo|kenntnis\w*|fliessend\w*|conoscenza"
    r"|vloeiend|beheersing|flytande|"
    r"kunskaper|kunnskaper|kundskaber|taito|fluencia|conhecimento\w*|basic|\bsome|\bgood)(?: \([^()]{2,40}\))?"
    r"(?: (?:in|of|both|en|et|ecrite?|orale?|l'oral|l'ecrit|de|del|du|della|von|van|i|av|af|em|do|"
    r"written|oral|spoken|and|the|l'|language[s]?|an?|or|either|verbal|"
    r"reading|writing|speaking|skills|\(level [abc]\)|working|official|un|another|"
    r"other))*(?: ?[,:(/] ?(?:and |or )?| and/or | and | or | )$"
    r"|(?:fluen\w+|proficien\w+) [^.;\n]{2,70} in $|ability to communicate[a-z ]{0,40} in $"
)
"""Skill words that lead up to a language: the way postings ask for one outside a section of its own."""
_LED_BY = re.compile(
    r"\b(?:essential|required|mandatory|desirable|desired|optional|asset|advantage"
    r"|bonus) ?: ?(?:[a-z]+, )*(?:[a-z]+ (?:and|or) )?$"
)
"""`Desirable: Arabic, Chinese or Japanese.`"""
_NEXT = re.compile(
    r"\s*(?:$|[,.;:()/]|(?:and|or|is|are|language[s]?|required|essential|desirable|mandatory|spoken|written|oral"
    r"|skills|at|with|as|will|would|for|in|both|highly|preferred|proficiency|fluency|et|ou|o|y|e|und|oder)\b)"
)
_SECTION = re.compile(
    r"languag|langues?\b|idiomas?|sprachkenntnis|\blingue\b|conoscenze linguistiche|talenkennis|"
    r"sprakkunskaper|sprogkundskaber|"
    r"sprakkunnskaper|kielitaito|語学|必要言語|어학|语言要求|外语水平|linguas|\bsprachen\b|sprachlich|\btalen\b"
    r"|\bsprak\b|\bsprog\b|\bkielet\b|언어|外国語|linguisti"
)
_RUN_IN = re.compile(r"(?:\(?[a-z0-9]{1,2}[.)] )?[^\W\d_]+(?: [^\W\d_]+)?(?=\. \w)")
"""`Idiomas. Español e inglés`: the heading is a sentence of its own."""
_SECTION_STEMS = tuple("lang ling idiom sprach sprak sprog talen kiel 語学 言語 어학 语言 外语 언어 外国語".split())
"""Each heading of languages holds one of these."""
_NOT_A_SKILL = re.compile(
    r"(?:letter|application[s]?|cv|resume|\bforms?\b|translation|translated|submitted|documents?|"
    r"written test|interview[s]?|copy|"
    r"certificate|available|course[s]?|school[s]?|subjects|issued|completed|correspondence|applying|apply|statement|"
    r"received|version|published)[^.;\n]{0,25}$|\bnot (?:yet )?(?:proficient|fluent) in (?:the )?$"
)
_NOT_NEEDED = re.compile(r"\b(?:is|are) not (?:required|needed|necessary|requested|part of|among|a requirement)\b")
_OR_ANOTHER = re.compile(
    r",? (?:and/or|or|and) (?:of |in )?(?:an?(?:other)?|any other|other)\b[^.;\n]{0,70}(?:\(|such as )"
)
"""`Amharic or another language of the organization (French, Spanish) is an asset`: one sentence about all of them."""
_UNKNOWN = re.compile(r"(?:,? [a-z-]+){1,4},? (?:and |or )?")
"""Languages that no table knows, between two that are known: `Russian, Romani, Gagauzian, Bulgarian`."""
_NOT_BEHIND = re.compile(
    r"^[ -]*(?:version|translation|translated|course|school|embassy|teacher|literature|"
    r"speaking countries|class|federation|people's|republic)"
)
_ASSET = re.compile(
    r"\basset\b|\bmerit\b|desirable|advantage|\bplus\b|preferred|desired|beneficial|welcome|\bbonus\b|helpful|useful|"
    r"would help|good to have|would be (?:good|appreciated|valued)|taken into account|in your favour|"
    r"atout|souhait|deseable|ventaja|se prefiere|preferible|"
    r"se valorara|valorad|wunschenswert|von vorteil|preferenzial|"
    r"\bpre\b|meriterande|onskvart|fordel|eduksi|望ましい|優遇|우대|desejavel|vantagem|optional"
)
_MUST = re.compile(
    r"requir|essential|mandatory|\bmust\b|necessary|requis|exige|obligatoire|indispensable|requerid"
    r"|imprescindible|erforderlich|"
    r"zwingend|richiest|obbligatori|vereist|\bkrav\b|vaaditaan|必須|필수|exigido|obrigatori|minimum"
)
_CLAUSE = re.compile(
    r";|(?=\b(?:essential|required|mandatory|desirable|desired|preferred|optional) ?:)|\bwhile\b|\bwhereas\b|"
    r"\bbut\b|,? and (?=(?:working |good |basic |any |some )?knowledge)|"
    r", (?=(?:working |good )?knowledge)"
)
_PREFIX_ASSET = re.compile(
    r"preferabl\w+|ideally|de preferencia|de preference|vorzugsweise|preferibilmente|gerne|helst"
)
"""Words that make what follows them desirable, and say nothing of what stands before them."""
_SKILL_BEHIND = r"\)?(?: language| skills| proficiency| fluency)*(?: at (?:an? )?[a-z]+ level)?"
_HOW = (
    r"(?:also |both |looked upon |equally |highly |strongly |considered |regarded |seen |taken |counted |as |an? |"
    r"very |particularly |additional |added |further |strong |definite )*"
)
_IS_ASKED = re.compile(
    rf"{_SKILL_BEHIND}(?:,? (?:is|are|would be|will be|counts?)|:| -) {_HOW}"
    r"(?:asset|desirable|desired|advantage(?:ous)?|plus|required|essential|mandatory|must|helpful|useful|welcome|"
    r"appreciated|indispensable|needed|merit|excellent|fluent|bonus|in your favour|necessary|compulsory)\b"
    rf"|{_SKILL_BEHIND},? {_HOW}(?:asset|desirable|desired|advantage(?:ous)?|plus|required|essential|mandatory|needed|"
    r"indispensable|necessary|compulsory|good to have)\b"
    rf"|{_SKILL_BEHIND}, (?:both )?(?:excellent|fluent|working level)\b"
    r"|(?: and [a-z]+)?(?:,| -|:)? (?:both )?(?:(?:at|on) )?(?:a )?(?:level [abc]\b|(?:level )?[abc][12]\b"
    r"|native speaker\b)| at (?:a )?(?:native|mother tongue) level"
)
"""`Russian is desirable`."""
_OF_THE_UN = re.compile(
    r"are the (?:two )?(?:working|official) languages|"
    r"\b(?:working|official) languages (?:of (?:the )?[a-z' ]{2,40} )?are\b|"
    r"(?:secretariat|united nations|organization)\b[^.\n]{0,40} works in"
)
_BOTH = re.compile(r"(?:fluency|proficiency|command|knowledge) (?:in|of) both (?:languages )?(?:is|are) required")
"""Behind `English and French are the working languages of the Secretariat.`"""
_REACH = 110
_WRITING = re.compile(r"(?:drafting|writing|editing)[^.;\n]{0,25}$")
_CONNECTED = re.compile(
    r"\s*(?:[,/&]|\(|\band/or\b|\band\b|\bor\b|\bet\b|\bou\b|\by\b|\bo\b|\be\b|\bund\b|\boder\b|\boch\b|\bog\b"
    r"|\bja\b|\btai\b|\beller\b|"
    r"\ben\b|\bof\b|\bas\b|\bwell\b|\bin\b|\bthe\b|\bworking\b|\bfluent\b|\bgood\b|\bbasic\b|languages?|\s)+"
)
_ENGLISH_WORDS = frozenset({"polish"})
_OR = re.compile(r"\s*(?:,\s*)?(?:/|\bor\b|\bou\b|\bo\b|\boder\b|\beller\b|\btai\b|または|또는)\s*(?:in )?(?:the )?$")
_OTHER = re.compile(
    r"\b(?:another|other|second|additional|any (?:other )?(?:official )?un|one of the(?! (?:two )?working)|one more|"
    r"further)\b[^.;\n]{0,60}(?:\([^.;\n()]{0,80})?$"
)
_SUBHEAD = re.compile(r"\b(essential|required|mandatory|obligatory|desirable|desired|asset|preferred|optional)\b")
_QUALIFICATIONS = re.compile(
    r"(essential|required|mandatory|desirable|desired|preferred) (?:qualifications?|criteria|requirements?)"
    r"(?: (?:&|and) [a-z]+)?:?"
)
_INLINE_SECTION = Cue(
    "language languages",
    r"languages?(?: (?:knowledge|requirements?|skills|proficiency))?\s*[-:–]?\s*"
    r"(?=(?:essential|required|mandatory|desirable) ?:)",
)
"""`LANGUAGE KNOWLEDGE - Essential: English` in a text that lost its lines."""
_NEXT_HEADING = re.compile(r"(?<= )[A-Z]{4,}[A-Z &/]*:")
_LONGEST_INLINE = 200
_SECTION_LINES = 12
_LINES_ABOVE = 10
_SHORT_HEADING = 45


class FoundLanguages(NamedTuple):
    """The languages in the order printed."""

    languages: tuple[Language, ...]
    facts: tuple[Fact, ...]


class _Mention(NamedTuple):
    asked: Asked
    is_chained: bool
    """Nothing but connectors stands between it and the mention before."""
    joined_by_or: bool


def find_languages(reading: Reading) -> FoundLanguages:
    """Every language that the post asks for."""
    sections = list(islice(_sections(reading), MOST))
    groups = list(languages_asked(reading, sections)) if is_other(reading) else []
    found: dict[str, tuple[Language, Fact]] = {}
    alternatives = 0
    for group, are_alternatives in groups or _runs(_mentions(reading, sections)):
        alternatives += are_alternatives
        any_of = alternatives if are_alternatives else None
        for match, requirement, start, end in group:
            code, level = match.value, _level(reading, start, match, end)
            known = found.get(code)
            if known and (known[0].requirement is Requirement.REQUIRED or requirement is Requirement.DESIRABLE):
                continue
            language = Language(code, requirement, level, any_of)
            value = {"code": code, "requirement": requirement.value, "level": level, "any_of": any_of}
            fact = reading.fact(Field.LANGUAGES, value, match.start, match.end, "languages.asked")
            found[code] = (language, fact)
    return FoundLanguages(tuple(language for language, _ in found.values()), tuple(fact for _, fact in found.values()))


def _runs(mentions: Iterable[_Mention]) -> list[Group]:
    """Mentions that follow each other with nothing but connectors between: `Arabic, French or Spanish`."""
    runs: list[list[_Mention]] = []
    for mention in mentions:
        if mention.is_chained and runs:
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return [([mention.asked for mention in run], any(mention.joined_by_or for mention in run)) for run in runs]


def _mentions(reading: Reading, sections: list[Section]) -> Iterator[_Mention]:
    """Mentions of a language where a skill in it is asked for."""
    flat = reading.flat
    previous: Match[str] | None = None
    found = list(islice(languages().find(reading.text, flat), MOST))
    for index, match in enumerate(found):
        printed = reading.text[match.start : match.end]
        start, end = _clause(reading, match.start, match.end)
        section = max((s for s in sections if s[0] <= match.start < s[1]), key=lambda s: s[0], default=None)
        before, after = flat[start : match.start], flat[match.end : end]
        if _NOT_A_SKILL.search(before[-45:]) or _NOT_BEHIND.search(after):
            continue
        if _OF_THE_UN.search(flat, start, end):
            sentence = reading.sentence(match.start, match.end)[1]
            if _BOTH.search(flat, sentence, sentence + _REACH):
                yield _Mention(Asked(match, Requirement.REQUIRED, start, end), previous is not None, False)
                previous = match
            continue
        if _is_not_needed(reading, match, found[index + 1 : index + 2]):
            continue
        gap = flat[previous.end : match.start] if previous is not None and match.start - previous.end <= 20 else None
        chained = gap is not None and _CONNECTED.fullmatch(gap) is not None
        asks = _asks(before, after) or _is_asked_behind(flat, found[index:])
        if section is None and not chained and (_WRITING.search(before[-45:]) or not asks):
            continue
        if section is None and printed in _ENGLISH_WORDS:
            continue
        following = found[index + 1] if index + 1 < len(found) else None
        if (
            following is not None
            and following.start < end
            and not _CONNECTED.fullmatch(between := flat[match.end : following.start])
            and not _OR_ANOTHER.fullmatch(between)
            and not _UNKNOWN.fullmatch(between)
        ):
            end = following.start
        requirement = _requirement(flat, start, match, end, section or _qualifications_above(reading, match.start))
        joined = chained and gap is not None and _OR.search(gap) is not None
        yield _Mention(Asked(match, requirement, start, end), chained, joined)
        previous = match


def _is_not_needed(reading: Reading, match: Match[str], following: list[Match[str]]) -> bool:
    """`Fluent German is expected in the interview but is not part of the requirements`."""
    end = min([reading.sentence(match.start, match.end)[1], *(other.start for other in following)])
    return _NOT_NEEDED.search(reading.flat, match.end, end) is not None


def _asks(before: str, after: str) -> bool:
    """Whether skill words lead up to the language and nothing but an end or a requirement follows."""
    return (_SKILL_IN.search(before) or _LED_BY.search(before)) is not None and _NEXT.match(after) is not None


def _is_asked_behind(flat: str, found: list[Match[str]]) -> bool:
    """Whether the words behind the first language, or behind those that it is joined with, ask for it."""
    for match, following in zip(found, [*found[1:], None], strict=True):
        if _IS_ASKED.match(flat, match.end):
            return True
        if following is None or not (
            _CONNECTED.fullmatch(flat, match.end, following.start)
            or _UNKNOWN.fullmatch(flat, match.end, following.start)
        ):
            return False
    return False


def _sections(reading: Reading) -> Iterator[Section]:
    """(start, end, requirement) of the stretches under language headings."""
    lines = reading.lines
    for index in reading.lines_with(_SECTION_STEMS):
        line = lines[index]
        words = reading.flat[line.start : line.end]
        colon = min((at for mark in ":\t" if (at := words.find(mark)) > 0), default=-1)
        if colon < 0 and (run_in := _RUN_IN.match(words)):
            colon = run_in.end()
        if 0 < colon <= 70:
            head = words[:colon].rpartition(". ")[2]
        else:
            head = words if line.is_heading or (len(words) <= 70 and not words.endswith(".")) else ""
        if not head or not _SECTION.search(head) or len(head) > 110 or _NOT_BEHIND.search(head):
            continue
        if re.search(r"\b(?:english|french|spanish)\b", head) and not line.is_heading:
            continue
        start = line.start + (colon + 1 if 0 < colon <= 70 else len(words))
        end = line.end if line.end - start > 25 and not line.is_heading else _section_end(reading, lines, index)
        sub = _SUBHEAD.search(head) or _heading_above(reading, lines[max(0, index - _LINES_ABOVE) : index])
        yield start, end, _of_word(sub[1]) if sub else None
    for found in _INLINE_SECTION.finditer(reading.flat):
        limit = min(reading.line_at(found.start()).end, found.end() + _LONGEST_INLINE)
        following = _NEXT_HEADING.search(reading.text, found.end(), limit)
        yield found.end(), (following.start() if following else limit), None


def _heading_above(reading: Reading, lines: list[Line]) -> re.Match[str] | None:
    """The nearest `Desirable qualifications` that a heading `Languages` stands under."""
    found = (_QUALIFICATIONS.fullmatch(reading.flat, line.start, line.end) for line in reversed(lines))
    return next((match for match in found if match), None)


def _qualifications_above(reading: Reading, position: int) -> Section | None:
    """The stretch under a heading `Desirable qualifications`, if the position stands in it."""
    for line in reading.lines_above(position, _LINES_ABOVE):
        if found := _QUALIFICATIONS.fullmatch(reading.flat, line.start, line.end):
            return line.start, position, _of_word(found[1])
        if line.is_heading:
            break
    return None


def _section_end(reading: Reading, lines: list[Line], index: int) -> int:
    """Where the next heading stands: marked as one, or a short line of its own that names no language."""
    following = lines[index + 1 : index + 1 + _SECTION_LINES]
    has_any = False
    for line in following:
        names_one = next(languages().find(reading.text, reading.flat, line.start, line.end), None) is not None
        if has_any and not names_one and not (line.is_item or line.is_heading):
            return line.start  # a sentence about something else
        has_any = has_any or names_one
        words = reading.flat[line.start : line.end]
        is_short = len(words) <= _SHORT_HEADING and not line.is_item and "\t" not in words and words[-1] not in ".,;:"
        if _QUALIFICATIONS.fullmatch(words):
            return line.start
        if not (line.is_heading or is_short) or _SUBHEAD.search(words):
            continue
        if not names_one:
            return line.start
    return following[-1].end if following else lines[index].end


def _of_word(word: str) -> Requirement:
    return (
        Requirement.REQUIRED if word in ("essential", "required", "mandatory", "obligatory") else Requirement.DESIRABLE
    )


def _clause(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The part of the sentence that speaks of one requirement."""
    first, last = reading.sentence(start, end)
    for border in _CLAUSE.finditer(reading.flat, first, start):
        first = border.end()
    following = _CLAUSE.search(reading.flat, end, last)
    return first, (following.start() if following else last)


def _requirement(flat: str, start: int, match: Match[str], end: int, section: Section | None) -> Requirement:
    """By the words behind the language, then before it, then the heading."""
    if _PREFIX_ASSET.search(flat, start, match.start):
        return Requirement.DESIRABLE
    after, before = flat[match.end : end], flat[start : match.start]
    asset, must = _ASSET.search(after), _MUST.search(after)
    if asset and must:
        return Requirement.DESIRABLE if asset.start() < must.start() else Requirement.REQUIRED
    if asset:
        return Requirement.DESIRABLE
    if must:
        return Requirement.REQUIRED
    found = [(m.start(), Requirement.DESIRABLE) for m in _ASSET.finditer(before)]
    found += [(m.start(), Requirement.REQUIRED) for m in _MUST.finditer(before)]
    if found:
        return max(found)[1]
    if _OTHER.search(before):
        return Requirement.DESIRABLE
    if section is not None and section[2] is not None:
        return section[2]
    return Requirement.REQUIRED


def _level(reading: Reading, start: int, match: Match[str], end: int) -> str | None:
    """The proficiency word next to the language, as printed."""
    words = list(language_words("proficiency").find(reading.text, reading.flat, start, min(end, match.end + 40)))
    before = [word for word in words if word.end <= match.start]
    chosen = before[-1] if before else next((word for word in words if word.start >= match.end), None)
    return reading.text[chosen.start : chosen.end] if chosen else None
