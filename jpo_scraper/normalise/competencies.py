"""Required competencies and values: framework, code, printed name, category, level.

A name counts where competencies are listed: under a heading that says so, behind a framework's code, or on a line
that is nothing but known names. The same words elsewhere (`communication`, `integrity`) are prose.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from jpo_scraper.items import Competency, Fact, Issue
from jpo_scraper.normalise.other_languages import is_other
from jpo_scraper.normalise.reading import Line, Reading
from jpo_scraper.reference.fold import fold
from jpo_scraper.reference.lexicon import Match
from jpo_scraper.reference.tables import KnownCompetency, competencies, competency_codes, own_frameworks
from jpo_scraper.vocab import CompetencyCategory, Field, IssueKind

_CODE = re.compile(r"\b([A-Z]\d{3})(?:[ -]?L(?:evel)? ?(\d))?\b\s*[:–-]?\s*")
_HEADING = re.compile(
    r"competenc(?:y|ies)|\bvalues\b|behaviou?ral indicators|"
    r"organi[sz]ational capabilities|leadership framework|competences|competencias|competencies|kompetenzen|"
    r"competenze|competenties|kompetens|kompetanse?r?\b|kompetansar|kompetencer|osaami(?:nen|s)|patevyy(?:s|det)|"
    r"コンピテンシー|求められる.*(?:能力|資質)|行動特性|역량|competencias|胜任力|核心能力"
)
_ANNOUNCING = tuple(
    "compet values behavio capabilities framework kompet osaami patevyy "
    "コンピテンシー 求められる 行動特性 역량 胜任力 核心能力".split()
)
"""Each heading or sentence that announces competencies holds one of these."""
_HEADING_CATEGORY: tuple[tuple[re.Pattern[str], CompetencyCategory], ...] = (
    (re.compile(r"cross[ -]?functional|transversal"), CompetencyCategory.CROSS_FUNCTIONAL),
    (
        re.compile(
            r"\bvalues\b|valores|valeurs|valori\b|\b(?:grund|kern)?werte\b|\b(?:kern)?waarden\b|\b(?:grund|karn)?varderingar|"
            r"\b(?:kerne|grund)?værdier|\b(?:kjerne)?verdi(?:er|ar)\b|\b(?:perus|ydin)?arvot\b|価値観?|バリュー|가치"
        ),
        CompetencyCategory.VALUE,
    ),
    (re.compile(r"manag|leadership comp"), CompetencyCategory.MANAGERIAL),
    (re.compile(r"technical|techniques"), CompetencyCategory.TECHNICAL),
    (re.compile(r"functional|fonctionnelle"), CompetencyCategory.FUNCTIONAL),
    (re.compile(r"\bcore\b|behaviou?ral|organi[sz]ational|corporate"), CompetencyCategory.CORE),
)
_SUB_HEADINGS = {
    "core": CompetencyCategory.CORE,
    "managerial": CompetencyCategory.MANAGERIAL,
    "people management": CompetencyCategory.MANAGERIAL,
    "functional": CompetencyCategory.FUNCTIONAL,
    "technical": CompetencyCategory.TECHNICAL,
    "cross-functional": CompetencyCategory.CROSS_FUNCTIONAL,
    "values": CompetencyCategory.VALUE,
}
"""Headings that mean a kind of competency where competencies have been announced above."""
_ITEM_START = re.compile(
    r"(?:^|\n(?:## |- )*|\(\d{1,2}\)|\b\d{1,2}[.)]|[,;:•·☒☑✓✔▪●、・，；]|\.(?= )|\t|"
    r"\b(?:and|et|y|e|und|en|och|og|ja)\b|&|及び|および|및)[\s\u200b]*(?:[•·*+-]\s*)?"
    r"(?:and |the )?",
    re.MULTILINE,
)
_LEAD = re.compile(r"[ \n#-]*+")
_AFTER = re.compile(r" {2,}|\s*(?:$|\n|[,;:.()\t、・，；。•·▪●|]|-(?!\w)|\d)")
_AND = re.compile(r"\s*(?:&|\b(?:and|et|y|e|und|en|och|og|ja)\b|及び|および|및)\s*")
_ANNOUNCED = re.compile(
    r".{0,200}?(?:competenc(?:y|ies)[^.\n]{0,80}?(?:are|include|following)\b[^.\n]{0,12}?(?:\.{2,}|:|…)?|"
    r"\bcore values (?:of [a-z ]{2,30} )?(?:are|include)\b:?|"
    r"\bfollowing (?:[a-z]+ ){0,2}(?:competencies|values)[^.\n:]{0,12}:|"
    r"compet[ei]n[cz]i?as?[^.\n]{0,80}?(?:son|suivantes|siguientes|seguintes|seguenti)\b:?|"
    r"competences[^.\n]{0,80}?(?:sont|suivantes)\b[^.\n]{0,12}?(?:\.{2,}|:|…)?)"
)
"""A sentence that lists: `The competencies required for this post are…`, `Our core values are Care, Respect …`."""
_INLINE_HEADING = re.compile(
    r"(?:^|[\t\n.;] *)((?:(?:core|managerial|functional|cross[ -]?functional|technical|organi[sz]ational|behaviou?ral|"
    r"leadership|corporate|un) )*(?:values|competenc(?:y|ies))|"
    r"(?:valeurs|valores|valori|competences|competencias|competenze|(?:grund|kern)?werte|(?:kern)?kompetenzen|"
    r"(?:kern)?waarden|(?:kern)?competenties)(?: [^:\n,.;-]{3,30})?)(?:(?: - [^:\n]{3,40})? ?:| -(?= ))"
)
"""`Core Competencies:` or `Competenze di base –` inside a line: cells of a row, or a text that lost its lines."""
_GLOSS = re.compile(r" (?!Skills?\b|Abilit)[A-Z][a-z]+ [a-z]")
"""What follows a name that its explanation runs on behind: `Partnering Earns the confidence of clients`."""
_SUFFIX = re.compile(r"\s*\([A-Z]{1,2}\)$")
"""UNESCO prints the kind behind the name: `Accountability (C)`."""
_LEVEL = re.compile(r"\s*(?:[:(–-]\s*)?level\s*(\d|[ivx]+)\b")
_LEVEL_BEHIND = re.compile(r" ?[:-] ?(?:level|nivel|niveau|livello|stufe|niva) ?(\d)\b")
_LEVEL_LINE = re.compile(r"(?:level|nivel|niveau|livello|stufe|niva|taso) ?(?:\d|[ivx]+)\b")
_NAME_LINE = re.compile(
    r"(?P<name>[^\W\d_][^.;:!?\t\n()]{3,68}?)(?: ?(?:\(|- ?)?(?:level )?(?P<level>\d)\)?)?(?P<colon> ?:)?[ ,;]*"
)
"""A line that is a name, with or without its level: `Thinks and acts strategically (1)`."""
_NAMES_TWICE = "UN Competencies"
"""The Secretariat's framework of 1999 has Professionalism and Integrity as values, and postings list them as both."""
_MOST_OF_IT = 3
_FAR_MORE = 2
_MARKS = " \u200b☒☑✓✔▪●-.,;:。"
_ENOUGH = 2
"""Names of a framework that is not the agency's own count from so many on: one alone is likely prose."""
_JOINED = re.compile(
    r"\s*(?:[.,;/•·、／・|]|\n|- |–|\t|&|\band\b|\bet\b|\by\b|\be\b|\bund\b|\ben\b|\boch\b|\bog\b|\bja\b|"
    r"\d[.)])+\s*(?:and )?(?:- )?"
)
_PARTING = re.compile(r"[,;/•·、・|，；]")
_AND_WORD = re.compile(r"\b(?:and|et|y|e|und|en|och|og|ja)\b|及び|および|및")
"""What parts the names on a line, and what stands before the last of them."""
_LONG_RUN = 3
_RUN = re.compile(r"\s*(?:[,;&]|and)")
_LONGEST_ITEM = 45
"""So far from the last name, a comma run has at most one name that no table knows."""
_LONGEST_HEADING = 90
_LONGEST_ZONE = 4_000
_MOST = 300
"""So many names under a heading, or in runs, are no posting's."""


_Match = Match[tuple[KnownCompetency, ...]]
"""A known name, and the competencies of that name."""


class FoundCompetencies(NamedTuple):
    """The competencies in the order printed, with facts and issues."""

    competencies: tuple[Competency, ...]
    facts: tuple[Fact, ...]
    issues: tuple[Issue, ...]


class _Hit(NamedTuple):
    """A competency name met in a place where competencies are listed."""

    start: int
    end: int
    entries: tuple[KnownCompetency, ...]
    category: CompetencyCategory | None
    code: str | None
    level: str | None
    rule: str


class _Name(NamedTuple):
    """A line that may be the name of a competency."""

    start: int
    end: int
    level: str | None
    is_marked: bool
    """As an item of a list, or by the level that follows: without a mark, headings of other things look alike."""


class _Zone(NamedTuple):
    start: int
    end: int
    category: CompetencyCategory | None
    """The category that the heading names."""


def find_competencies(reading: Reading, agency: str | None) -> FoundCompetencies:
    """Every competency and value that the posting lists."""
    issues: list[Issue] = []
    hits = list(_coded(reading, issues))
    taken = _places(hits)
    own = own_frameworks(agency)
    zones = list(_zones(reading))
    for zone in chain.from_iterable(_by_inline_headings(reading, zone) for zone in zones):
        hits.extend(hit for hit in islice(_named(reading, zone, own), _MOST) if not _inside(hit.start, taken))
    hits.extend(chain.from_iterable([*_beside(reading, zone, hits, issues)] for zone in zones))
    taken = _places(hits)
    known = list(competencies().find(reading.text, reading.flat))
    unannounced = chain(_levelled(reading, known), _bare_lists(reading, known, own), _glossed_lines(reading, known))
    hits.extend(hit for hit in islice(unannounced, _MOST) if not _inside(hit.start, taken))
    hits.extend(_stragglers(reading, hits, own))
    return _assemble(reading, hits, agency, issues)


def _is_common_word(reading: Reading, match: _Match, own: tuple[str, ...]) -> bool:
    """Whether it is one word by which only another agency calls its competency: `Respect`, `Communication`."""
    return reading.flat.find(" ", match.start, match.end) < 0 and not _is_called(
        match.value, reading.flat[match.start : match.end], own
    )


@lru_cache(maxsize=1_024)
def _is_called(entries: tuple[KnownCompetency, ...], words: str, own: tuple[str, ...]) -> bool:
    """Whether one of the entries is the agency's own, or has just these words as its name."""
    return any(_is_own(entry, own) or fold(entry.name) == words for entry in entries)


def _fills_line(reading: Reading, match: _Match) -> bool:
    line = reading.line_at(match.start)
    return not reading.flat[line.start : match.start].strip(_MARKS) and not reading.flat[match.end : line.end].strip(
        _MARKS
    )


def _is_item(reading: Reading, match: _Match, zone: _Zone) -> bool:
    """Whether the name is all that its line says, or one of several known names that are; in other languages than
    English also where its explanation follows a colon."""
    if _fills_line(reading, match) or (reading.flat.startswith(":", match.end) and is_other(reading)):
        return True
    line = reading.line_at(match.start)
    words = reading.text[max(line.start, zone.start) : min(line.end, zone.end)]
    return all(map(_is_known, _PARTING.split(words.rpartition(":")[2].strip(_MARKS))))


def _is_known(words: str) -> bool:
    """Whether some words are a known name, or several with `and` between."""
    parts = [words] if competencies().exactly(words.strip(_MARKS)) else _AND_WORD.split(words)
    return all(competencies().exactly(part.strip(_MARKS)) is not None for part in parts)


def _places(hits: list[_Hit]) -> list[tuple[int, int]]:
    """Where the hits stand, in order."""
    return sorted((hit.start, hit.end) for hit in hits)


def _inside(position: int, places: list[tuple[int, int]]) -> bool:
    """Whether a position lies in one of the places."""
    before = bisect_left(places, (position + 1, 0))
    return before > 0 and position < places[before - 1][1]


def _coded(reading: Reading, issues: list[Issue]) -> Iterator[_Hit]:
    """`M001 : Empowering and Building Trust`, `C001L3`: the code says which, the words must agree."""
    codes = competency_codes()
    digits = reading.flat.words.numbers
    found = [m for at in digits if at and (m := _CODE.match(reading.text, at - 1)) and m[1] in codes]
    if len(found) < 2 and not any(
        reading.text[max(0, m.start() - 60) : m.start()].lower().count("compet") for m in found
    ):
        return
    for index, match in enumerate(found):
        known = codes[match[1]]
        limit = found[index + 1].start() if index + 1 < len(found) else match.end() + 80
        name = competencies().match_at(reading.text, reading.flat, match.end())
        if name is None or name.end > limit:
            raw = reading.text[match.start() : min(limit, match.end() + 60)].strip()
            message = f"the words behind the code {match[1]} are not those of {known.name!r}: check the framework table"
            issues.append(Issue(IssueKind.UNMAPPED, message, Field.COMPETENCIES, raw))
            continue
        yield _Hit(match.start(), name.end, (known,), known.category, match[1], match[2], "competencies.coded")


def _zones(reading: Reading) -> Iterator[_Zone]:
    """The stretches of text under headings that announce competencies."""
    announcing = frozenset(reading.lines_with(_ANNOUNCING))
    open_from: int | None = None
    category: CompetencyCategory | None = None
    in_zone = False
    for index, line in enumerate(reading.lines):
        may_announce = index in announcing
        if open_from is None and not may_announce:
            continue
        words = reading.flat[line.start : line.end]
        heading_end = _heading_end(line, words, may_announce)
        if heading_end is None:
            continue
        announces = may_announce and _HEADING.search(words[:heading_end]) is not None
        if in_zone and open_from is not None:
            if not announces and (_is_sub_heading(reading, line, words) or _opens_level(reading, index + 1)):
                continue
            yield _Zone(open_from, line.start, category)
            in_zone = False
        sub = _SUB_HEADINGS.get(words[:heading_end].strip(" :")) if open_from is not None else None
        if sub is not None:
            category, open_from, in_zone = sub, line.start + heading_end, True
        elif announces:
            category = _category(words[:heading_end])
            open_from, in_zone = line.start + heading_end, True
    if in_zone and open_from is not None:
        yield _Zone(open_from, min(len(reading.text), open_from + _LONGEST_ZONE), category)


def _by_inline_headings(reading: Reading, zone: _Zone) -> Iterator[_Zone]:
    """The parts of a zone, each with the category that the heading before it names."""
    start, category = zone.start, zone.category
    for heading in _INLINE_HEADING.finditer(reading.flat, zone.start, zone.end):
        yield _Zone(start, heading.start(), category)
        start, category = heading.end(), _category(heading[1])
    yield _Zone(start, zone.end, category)


def _is_sub_heading(reading: Reading, line: Line, words: str) -> bool:
    """Inside a zone, bold competency names and `Level 1:` stand as headings without ending the list."""
    if _LEVEL_LINE.match(words) or re.match(r"\(?\d{1,2}[.)]", words):
        return True
    match = competencies().match_at(reading.text, reading.flat, line.start)
    return match is not None and _AFTER.match(reading.flat, match.end) is not None


def _opens_level(reading: Reading, index: int) -> bool:
    """Whether the line at an index begins with a level: what stands above it is the name of a competency."""
    return index < len(reading.lines) and _LEVEL_LINE.match(reading.flat, reading.lines[index].start) is not None


def _heading_end(line: Line, words: str, may_announce: bool) -> int | None:
    """How long the heading at this line's start is; None if the line opens no heading."""
    colon = words.find(":")
    if line.is_heading:
        return len(words) if len(words) <= 160 else None
    if line.is_item and colon < 0:
        return None
    if 0 < colon <= _LONGEST_HEADING:
        return colon + 1
    if not may_announce:
        return None
    if len(words) <= 60 and not words.endswith((".", ",", ";")) and _HEADING.search(words):
        return len(words)
    announced = _ANNOUNCED.match(words)
    return announced.end() if announced else None


def _category(heading: str) -> CompetencyCategory | None:
    if "values" in heading and ("competenc" in heading or "behavio" in heading):
        return None
    return next((category for pattern, category in _HEADING_CATEGORY if pattern.search(heading)), None)


def _named(reading: Reading, zone: _Zone, own: tuple[str, ...]) -> Iterator[_Hit]:
    """Known names at the starts of items inside a zone: lines, comma runs, numbered runs."""
    flat, position, last_end = reading.flat, zone.start, zone.start
    while position < zone.end:
        start = _ITEM_START.search(flat, position, zone.end) if position > zone.start else None
        at = start.end() if start else position
        if start is None and position > zone.start:
            return
        if (lead := _LEAD.match(flat, at, zone.end)) is not None:
            at = lead.end()
        match = competencies().match_at(reading.text, flat, at)
        if match is not None and _is_common_word(reading, match, own) and not _is_item(reading, match, zone):
            match = None
        opens_sentence = start is not None and start[0].startswith(".")
        if start is not None and _RUN.match(start[0]) and start.start() - last_end > _LONGEST_ITEM:
            position = max(at, position + 1)
            continue  # a comma in a sentence, not in a run of names
        fits = match is not None and (
            flat.startswith(":", match.end)
            if opens_sentence
            else _ends_there(reading, match.end) or _is_explained(reading, match, own)
        )
        if match is not None and match.end <= zone.end and fits:
            level = _LEVEL.match(flat, match.end)
            yield _Hit(
                match.start,
                match.end,
                match.value,
                zone.category,
                None,
                level[1] if level else None,
                "competencies.listed",
            )
            position = last_end = match.end
        else:
            position = max(at, position + 1)


def _beside(reading: Reading, zone: _Zone, hits: list[_Hit], issues: list[Issue]) -> Iterator[_Hit]:
    """Lines of a list of competencies that no table knows, where most others of the list are known, and names that a
    level follows. They are of the same framework: agencies translate and reword their own names."""
    by_line = {reading.line_at(hit.start).start: hit for hit in hits if zone.start <= hit.start < zone.end}
    if len(by_line) < _ENOUGH:
        return
    frameworks = Counter(entry.framework for hit in by_line.values() for entry in hit.entries)
    ((framework, _),) = frameworks.most_common(1)
    for run in _name_runs(reading, zone):
        known = [name for name in run if name.start in by_line]
        if len(known) < _ENOUGH or 2 * len(known) < len(run):
            continue
        like = by_line[known[0].start]
        for name in run:
            is_between = known[0].start < name.start < known[-1].start
            if name.start in by_line or not (is_between or name.is_marked):
                continue
            printed = reading.text[name.start : name.end]
            entry = KnownCompetency(framework, None, printed, like.entries[0].category)
            message = f"{printed!r} stands in a list of {framework}, whose table does not know it: add it there"
            issues.append(Issue(IssueKind.UNMAPPED, message, Field.COMPETENCIES, printed))
            yield _Hit(name.start, name.end, (entry,), zone.category, None, name.level, "competencies.beside")


def _name_runs(reading: Reading, zone: _Zone) -> Iterator[list[_Name]]:
    """Lines of a zone that follow each other and look like names; what a level says of a name may stand between."""
    run: list[_Name] = []
    for index in reading.indexes_between(zone.start, zone.end):
        line = reading.lines[index]
        found = _NAME_LINE.fullmatch(reading.flat, line.start, line.end)
        if found is not None and (_HEADING.search(found["name"]) or found["name"].strip() in _SUB_HEADINGS):
            found = None  # of another kind of competency
        if found is not None and (not found["colon"] or _opens_level(reading, index + 1)):
            is_marked = line.is_item or _opens_level(reading, index + 1)
            run.append(_Name(line.start, found.end("name"), found["level"], is_marked))
        elif not _LEVEL_LINE.match(reading.flat, line.start):
            yield run
            run = []
    yield run


def _ends_there(reading: Reading, end: int) -> bool:
    """Whether a name stops at `end`: a mark follows, or `and` with another known name."""
    if _AFTER.match(reading.flat, end):
        return True
    joined = _AND.match(reading.flat, end)
    return joined is not None and competencies().match_at(reading.text, reading.flat, joined.end()) is not None


def _is_explained(reading: Reading, match: _Match, own: tuple[str, ...]) -> bool:
    """Whether a name of the agency's own framework opens a line that goes on with what it means."""
    opens_line = reading.line_at(match.start).start == match.start
    is_own = any(_is_own(entry, own) for entry in match.value)
    return opens_line and is_own and _GLOSS.match(reading.text, match.end) is not None


def _levelled(reading: Reading, known: list[_Match]) -> Iterator[_Hit]:
    """Names that their level follows, wherever they stand: `Achieve Results: LEVEL 1: plans her own work`."""
    for match in known:
        if (level := _LEVEL_BEHIND.match(reading.flat, match.end)) is not None:
            yield _Hit(match.start, match.end, match.value, None, None, level[1], "competencies.levelled")


def _bare_lists(reading: Reading, known: list[_Match], own: tuple[str, ...]) -> Iterator[_Hit]:
    """Runs of three known names or more with nothing but marks and `and` between, whatever announces them."""
    run: list[_Match] = []
    for match in known:
        if _is_common_word(reading, match, own) or _is_prose_word(reading, match):
            continue
        if run and not (
            _JOINED.fullmatch(reading.flat, run[-1].end, match.start) or _is_glued(reading, run[-1], match)
        ):
            yield from _run_hits(run)
            run = []
        run.append(match)
    yield from _run_hits(run)


def _is_glued(reading: Reading, one: _Match, other: _Match) -> bool:
    """Whether two names of several words follow each other with nothing between: in a text that lost its lines."""
    names = (reading.text[match.start : match.end] for match in (one, other))
    is_next = reading.text[one.end : other.start] == " "
    return is_next and all(" " in name and name[0].isupper() for name in names)


def _glossed_lines(reading: Reading, known: list[_Match]) -> Iterator[_Hit]:
    """Three lines or more in a row that open with a known name of several words and go on with what it means."""
    run: list[_Match] = []
    by_start = {match.start: match for match in known}
    for line in reading.lines:
        match = by_start.get(line.start)
        if match is not None and " " in reading.flat[match.start : match.end] and _AFTER.match(reading.flat, match.end):
            run.append(match)
        else:
            yield from _run_hits(run)
            run = []
    yield from _run_hits(run)


def _is_prose_word(reading: Reading, match: _Match) -> bool:
    """Whether it is one word in small letters, as in `governance, gender and inclusion`."""
    words = reading.text[match.start : match.end]
    return " " not in words and words[0].islower()


def _run_hits(run: list[_Match]) -> Iterator[_Hit]:
    if len(run) >= _LONG_RUN:
        for match in run:
            yield _Hit(match.start, match.end, match.value, None, None, None, "competencies.run")


def _stragglers(reading: Reading, hits: list[_Hit], own: tuple[str, ...]) -> Iterator[_Hit]:
    """Lines that are one name of the agency's own framework, where most of that framework is listed elsewhere.

    Pages that lost their order print items away from their heading.
    """
    counts = Counter(entry.framework for hit in hits for entry in hit.entries if _is_own(entry, own))
    listed = {framework for framework, count in counts.items() if count >= _MOST_OF_IT}
    if not listed:
        return
    taken = _places(hits)
    for line in reading.lines:
        if line.end - line.start > _LONGEST_HEADING or _inside(line.start, taken):
            continue
        match = competencies().match_at(reading.text, reading.flat, line.start)
        if match is None or reading.flat[match.end : line.end].strip(" ,;.:"):
            continue
        entries = tuple(entry for entry in match.value if entry.framework in listed)
        if entries:
            yield _Hit(match.start, match.end, entries, None, None, None, "competencies.line")


def _assemble(reading: Reading, hits: list[_Hit], agency: str | None, issues: list[Issue]) -> FoundCompetencies:
    """One framework entry per hit: the agency's own framework first, then the one that covers most hits.

    Where another framework covers far more, the list is that one's: UN Volunteers serve with other agencies.
    """
    coverage = Counter(entry.framework for hit in hits for entry in {e.framework: e for e in hit.entries}.values())
    own = own_frameworks(agency)
    of_own = sum(any(_is_own(entry, own) for entry in hit.entries) for hit in hits)
    if of_own * _FAR_MORE <= max(coverage.values(), default=0):
        own = ()
    result: dict[tuple[str, bool], tuple[Competency, Fact]] = {}
    listed: set[tuple[str, str, CompetencyCategory]] = set()
    for hit in sorted(hits):
        entry = min(
            hit.entries,
            key=lambda e: (not _is_own(e, own), _mismatch(e, hit), -coverage[e.framework]),
        )
        if not _is_own(entry, own) and coverage[entry.framework] < _ENOUGH and hit.code is None:
            raw = reading.text[hit.start : hit.end]
            message = f"{raw!r} is listed alone of its framework: is it a competency of {agency}?"
            issues.append(Issue(IssueKind.AMBIGUOUS, message, Field.COMPETENCIES, raw))
            continue
        name_start = hit.start if hit.code is None else _after_code(reading, hit)
        name = _SUFFIX.sub("", reading.text[name_start : hit.end])
        category = _category_of(entry, hit)
        competency = Competency(name, category, hit.code, entry.framework, hit.level)
        value = {"name": name, "code": hit.code, "framework": entry.framework, "category": category.value}
        fact = reading.fact(Field.COMPETENCIES, value, hit.start, hit.end, hit.rule)
        same = (entry.framework, entry.name, category)
        if hit.code is None and same in listed:
            continue  # in another spelling
        listed.add(same)
        result.setdefault((fold(name), category is CompetencyCategory.VALUE), (competency, fact))
    return FoundCompetencies(
        tuple(competency for competency, _ in result.values()),
        tuple(fact for _, fact in result.values()),
        tuple(issues),
    )


@lru_cache(maxsize=4_096)
def _is_own(entry: KnownCompetency, own: tuple[str, ...]) -> bool:
    return bool(own) and fold(entry.framework).startswith(own)


def _after_code(reading: Reading, hit: _Hit) -> int:
    code = _CODE.match(reading.text, hit.start)
    return code.end() if code else hit.start


def _mismatch(entry: KnownCompetency, hit: _Hit) -> bool:
    return hit.category is not None and (entry.category is CompetencyCategory.VALUE) != (
        hit.category is CompetencyCategory.VALUE
    )


def _category_of(entry: KnownCompetency, hit: _Hit) -> CompetencyCategory:
    """The framework's category, unless the heading says value where it says competency, or the reverse."""
    if hit.category is not None and _mismatch(entry, hit):
        return hit.category
    is_both = entry.framework.startswith(_NAMES_TWICE) and entry.category is CompetencyCategory.VALUE
    return CompetencyCategory.CORE if is_both and hit.category is None else entry.category
