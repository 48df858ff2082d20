"""Years of experience by degree, and the degree that the post asks for."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from jpo_scraper.items import ExperienceTier, Fact, Issue
from jpo_scraper.normalise import other_languages
from jpo_scraper.normalise.cue import Cue
from jpo_scraper.normalise.numbers import FIRST_WORDS, MONTHS, NUMBER, YEARS, number
from jpo_scraper.normalise.reading import Reading
from jpo_scraper.reference.lexicon import Match
from jpo_scraper.reference.tables import degrees
from jpo_scraper.vocab import Basis, Degree, Field, IssueKind

_YEARS = rf"(?:(?P<more>additional|more|extra|further) |full |complete |calendar )?{YEARS}"
_CEILING = (
    r"(?:maximum of|at most|(?:not|no) more than|"
    r"au plus|au maximum|como maximo|hochstens|maximal|ten hoogste|maximaal|hogst|hoyst|hojst|"
    r"maks\.?|enintaan|korkeintaan|al massimo|no maximo)"
)
_AND = rf"(?:and|et|y|e|und|en|och|og|ja)(?: an?)?(?: {_CEILING})?|,? {_CEILING}"
"""Between two numbers of a range: `two and at most four`."""
_SPAN = Cue(
    FIRST_WORDS,
    rf"(?<![\w.])(?P<least>{NUMBER})\)?[^\S\n]?\+?"
    rf"(?:[^\S\n]*-?[^\S\n]*(?:-|to|a|bis|tot|till|til|{_AND})[^\S\n]*(?P<most>{NUMBER}))?"
    rf"\s*\+?(?: or more| o mas| ou plus| oder mehr)?[ -]?\s*(?:{_YEARS}|(?P<months>{MONTHS})(?![a-z]))"
    r"|(?P<cjk>\d{1,2})\s?(?:[년年](?:\s?(?:이상|以上)[\s,、]?(?P<cjk_most>\d{1,2})\s?[년年]\s?(?:이하|以下))?"
    r"|-\s?\d{1,2}\s?년)",
    or_digits=True,
)
_EXPERIENCE = re.compile(
    r"experien|working life|after graduat|since (?:leaving university|graduat)|years of practice|"
    r"years in (?:[a-z]+ ){1,4}roles?\b|paid work|professional work|work after|years of (?:relevant "
    r"|paid |professional )*work\b|arbeidsroynsle|erfahrung|esperienz|ervaring|erfarenhet|erfaring|kokemus|"
    r"kokemusta|경력|職歴|職務経験|勤務経験|実務経験|trayectoria"
)
_MONTHS_OF_IT = re.compile(rf"['’]?\W{{0,2}}(?:(?!service)[\w'’-]+ ){{0,4}}[\w'’-]*(?:{_EXPERIENCE.pattern})")
"""Behind months, which are more often those of the assignment: `months of relevant professional experience`."""
_MONTHS_OF_THE_POST = re.compile(
    r"\b(?:gain|acqui|offer|provid|build|spen[dt]|collect|receiv|obtain|contract|assign|after|apres|nach|tras|dopo|na)\w*"
    r"[^.;\n]{0,40}$"
)
_NONE_NEEDED = Cue(
    "no",
    r"no (?:prior |previous |professional |relevant |work |working )*experience (?:is |will be )?"
    r"(?:needed|required|necessary)",
)
_NOT_EXPERIENCE = re.compile(
    r"years? (?:old|of age)|\bage\b|\baged\b|within the (?:un|united nations) system|un system should not|"
    r"contract (?:of|for|is)|appointment (?:of|for)|assignment (?:of|for)|renew|anniversary|separation"
)
_OF_OTHERS = re.compile(
    r"\b(?:mid-career|jpos (?:are|have|usually)|"
    r"mange a[fv]|de fleste|de flesta|de meeste|la plupart|la mayoria|die meisten|most of|many of|"
    r"a maioria|la maggior parte|useimmat)\b"
)
"""The sentence tells of people who are there already."""
_OF_JPOS = re.compile(r"\b(?:jpos?|junior professional officers?|associate experts?)\b")
_PERIOD_BEFORE = re.compile(
    r"(?:last|past|next|every|within|previous|first|second|third|for over|over the|spent|more than \w+ years? ago|"
    r"(?:replac|substitut|remplac|sustitu|ersetz)\w*(?: for)?(?: up to)?(?: an additional)?)\s*$"
)
_PART = re.compile(r"(?:of which|including|among (?:which|them)|incl\.)[^,;.]{0,30}$")
_ASSET = re.compile(
    r"\b(?:asset|desirable|advantage|preferabl[ey]|preferred|ideally|plus|beneficial|deseable|preferible(?:mente)?|"
    r"desejavel|souhaite|souhaitable|wunschenswert|desiderabile)\b"
)
_WISHED = re.compile(r"[^).;\n]{0,40}(?:desir|desej|deseab|souhait|wunsch|prefer|asset|advantage|ventaj|atout)")
_IS_ASSET = re.compile(
    r"\b(?:is|are|would be|considered|as) (?:\w+ )?(?:an? )?(?:asset|desirable|advantage|preferred|plus|beneficial)\b"
)
_ADDITIONAL = re.compile(
    r"^\s*(?:(?:additional|more|extra|further|adiciona(?:l|les|is)|supplementaires?|de plus|mas|aggiuntiv[ioe]|"
    r"ekstra|zusatzlich)\b|추가)"
)
_MORE_BEFORE = re.compile(
    r"(?:additional|further|extra|another|weiteren?|zusatzliche[nr]?|ytterligare|ytterligere|yderligere|altri)\s*$"
)
_INSTEAD = re.compile(
    rf"(?P<number>{NUMBER})?,? (?:or|ou|o|oder|eller|tai)(?: with)?(?: an?)?"
    r"(?: (?:at least|(?:a )?minimum(?: of)?|au moins|al menos|mindestens|minst|vahintaan))?\s*$"
)
"""`An advanced degree, or minimum 7 years of experience`: the years stand in for the degree."""
_AT_MOST = re.compile(
    r"(?:not exceed|no more than|not more than|maximum(?: of)?|up to|at most|(?<!no )(?<!not )less than)\s*$"
)
_WITH = re.compile(
    r"[^.;\n]{0,110}?(?:\bwith|\bin (?:the )?case of|\bfor (?:candidates|applicants|those|"
    r"holders)?(?: with| of| holding)?|\bif|\bholding|\bplus|\bafter|"
    r"\b(?:avec|apres|con|mit|nach|bei|met|na|bij|med|efter|etter|ved|com|apos|para|per)|\()\s*"
    r"(?:an?|the|your|une?|el|la|le|un[ao]?|eine[mnr]?|een|et|en|ein|uma?)?\s*$"
)
_JOINED = re.compile(r"[^.;\n]{0,120}?(?:\bwith|\band|\bplus|\+|-|,|:|\bcombined)\s[^.;\n]{0,60}$|[^.;\n]{0,60}\(?\s*$")
_IN_LIEU = re.compile(
    r"in lieu|may (?:also )?be accepted|instead of|exceptional|in combination with|in place of|en lugar de|"
    r"exception|excepcional|ausnahm|eccezional|uitzonder|undantag|unntak|undtagelse|poikkeu|voidaan hyvaksya|"
    rf"sostitui|sustitu|substitu|remplace|ersetz|vervang|ersatt|erstatt|korvat|代え|代わ|대체|"
    rf"{other_languages.INSTEAD}"
)
_EDUCATION_AREA = re.compile(
    r"educat|educaci|qualificat|estudios|etudes|degree|diplom|formation|formac|studi|ausbildung|opleiding|utbildning|"
    r"utdanning|uddannelse|koulutus|학력|学歴|titul|titre|titol|istruzione|habilita|ensino|escolaridad|"
    r"abschluss|grad(?:en|sniv\w*)?\b|niveau\b|niva\b|examen|eksamen|tutkin|mestr[ae]|licencia|graduacao|laurea|"
    r"maestria|grado en|maitrise|학사|석사|박사|修士|学士|博士|bac ?\+|magister|kandidat(?:ud|ek|ex)|afgeronde|"
    r"master(?:stud|ab|di|op|ut)"
)
_ASIDE = re.compile(r"\([^()]*\)")
_NOT_ENOUGH = re.compile(
    r"[^.;\n(]{0,40}?(?:genugt nicht|reicht nicht|nicht aus(?:reichend)?\b|nicht genug|ne suffi|pas suffisant|"
    r"insuffis|"
    r"no (?:es|sera) suficiente|no basta|non (?:e|sara|risulta) sufficiente|non basta|volstaat niet|niet voldoende|"
    r"racker inte|inte tillrack|ikke (?:nok|tilstrekkelig|tilstrækkelig)|ikkje nok|ei riit|nao (?:e|sera) suficiente|"
    r"nao basta|not (?:be )?(?:enough|sufficient|suffice)|"
    r"no es (?:un )?requisito|n'est pas requis|(?:では|は)不可|만으로는)"
)
"""Behind a degree that alone will not do."""
_ALTERNATIVES = frozenset(
    ("or", "/", "o", "ou", "u", "oder", "of", "eller", "tai", "or a", "or an", "또는", "又は", "または")
)
_AT_LEVEL = frozenset(
    (
        "at advanced level",
        "of advanced level",
        "a nivel avanzado",
        "de nivel avanzado",
        "nivel avanzado",
        "de segundo ciclo",
    )
)
"""`Título universitario a nivel avanzado (maestría o equivalente)`."""
_NAMELY = frozenset("(|de|de niveau|du niveau du|niveau|de nivel|di livello|pa|op|con|mit|avec|com".split("|"))
"""`diplôme universitaire de niveau master`: the second says which one."""
_FOR_HOLDERS = re.compile(r" (?:for|with|in case of) (?:holders|candidates|applicants|those)\b")
_TIERS = 200
_SCHOOLS = re.compile(r"\s*(?:of ceremon|schools|students|pupils|teachers|curricul|classes|sector)")
_MOST_YEARS = 25
_NEAR = 90


class FoundExperience(NamedTuple):
    """Tiers, the lowest degree asked for, and what they rest on."""

    tiers: tuple[ExperienceTier, ...]
    education_min: Degree | None
    facts: tuple[Fact, ...]
    issues: tuple[Issue, ...]


class _Years(NamedTuple):
    start: int
    end: int
    least: int | None
    most: int | None
    """Both None: months that are no whole years."""
    degree: Degree | None
    is_additional: bool


def find_experience(reading: Reading, *, is_jpo: bool = True) -> FoundExperience:
    """Tiers of experience by degree, and the degree asked for. `is_jpo`: else what JPOs need is said of others.

    Where a sponsor's own requirements and the agency's standard text differ, the sponsor's count; both are facts, with
    an issue.
    """
    years = [*_years(reading), *_none_needed(reading)]
    if not is_jpo:
        years = [one for one in years if not _OF_JPOS.search(reading.flat, *reading.sentence(one.start, one.end))]
    tiers: dict[Degree | None, tuple[ExperienceTier, Fact]] = {}
    others: list[Fact] = []
    issues = [_no_whole_years(reading, found) for found in years if (found.least, found.most) == (None, None)]
    own_first = sorted(years, key=lambda found: not reading.from_donor(found.start))
    main = [found for found in own_first if not found.is_additional and (found.least, found.most) != (None, None)]
    for found in main:
        degree = None if found.degree is Degree.SECONDARY else found.degree
        tier = ExperienceTier(degree, found.least, found.most)
        value = {"degree": degree, "years_min": found.least, "years_max": found.most}
        fact = reading.fact(Field.EXPERIENCE, value, found.start, found.end, "experience.years")
        known = tiers.setdefault(degree, (tier, fact))
        if both := _both_ends(known[0], tier):
            tiers[degree] = known = both, known[1]
            others.append(fact)
            continue
        if known[0].years_min != tier.years_min and degree is not None:
            others.append(fact)
            message = f"experience with a {degree}: {known[0].years_min} and {tier.years_min} years are both printed"
            issues.append(Issue(IssueKind.CONFLICT, message, Field.EXPERIENCE, fact.raw))
    _add_in_lieu(reading, years, tiers)
    named = dict.fromkeys(filter(None, (*(found.degree for found in main), *tiers)))
    is_each_by_degree = all(found.degree is not None for found in main)
    education, education_fact = _education(reading, list(named), is_each_by_degree)
    facts = [fact for _, fact in tiers.values()] + others + ([education_fact] if education_fact else [])
    return FoundExperience(tuple(tier for tier, _ in tiers.values()), education, tuple(facts), tuple(issues))


def _no_whole_years(reading: Reading, found: _Years) -> Issue:
    months = reading.text[found.start : found.end]
    return Issue(IssueKind.UNMAPPED, f"{months!r} of experience are no whole years", Field.EXPERIENCE, months)


def _both_ends(one: ExperienceTier, other: ExperienceTier) -> ExperienceTier | None:
    """`At least two years`, and elsewhere `no more than four`, as one tier; None where both state the same end."""
    if (one.years_min is None) == (other.years_min is None) or None not in (one.years_max, other.years_max):
        return None
    least = one.years_min if one.years_min is not None else other.years_min
    return ExperienceTier(one.degree, least, one.years_max if one.years_max is not None else other.years_max)


def _none_needed(reading: Reading) -> Iterator[_Years]:
    """`No prior experience is needed with a Master's degree`."""
    for found in _NONE_NEEDED.finditer(reading.flat):
        end = reading.sentence(found.start(), found.end())[1]
        match = next(iter(degrees().find(reading.text, reading.flat, found.end(), end)), None)
        if match is not None and _WITH.fullmatch(reading.flat, found.end(), match.start):
            yield _Years(found.start(), found.end(), 0, None, match.value, False)


def _years(reading: Reading) -> Iterator[_Years]:
    flat = reading.flat
    is_other = other_languages.is_other(reading)
    spans = list(_SPAN.finditer(flat))
    for index, found in enumerate(spans):
        least = number(found["least"] or found["cjk"])
        start, end = reading.sentence(found.start(), found.end())
        before, after = flat[start : found.start()], flat[found.end() : end]
        topic = _topic_start(reading, found, start)
        is_of_work = _EXPERIENCE.search(flat, topic, end) or (
            is_other and other_languages.EXPERIENCE.search(flat, topic, end)
        )
        if least > _MOST_YEARS * (12 if found["months"] else 1) or not is_of_work:
            continue
        if found["months"] and not (
            (":" in before and _EXPERIENCE.search(before))  # `Berufserfahrung: mindestens 24 Monate`
            or _are_months_of_work(found["months"], before, after)
        ):
            continue
        if _NOT_EXPERIENCE.search(before[-60:] + " " + after[:30]) or _PART.search(before) or _OF_OTHERS.search(before):
            continue
        if _PERIOD_BEFORE.search(before[-40:]):
            continue
        if (_IS_ASSET.search(after[:_NEAR]) and "requir" not in after) or other_languages.WELCOME.match(after):
            continue
        if _stands_in_for_a_degree(reading, start, found.span(), end):
            continue
        upper = found["most"] or found["cjk_most"]
        most = number(upper) if upper else None
        low: int | None = least
        if _AT_MOST.search(before):
            low, most = None, least
        if found["months"]:
            low, most = _in_years(low, most)
        additional = bool(found["more"] or _ADDITIONAL.search(after) or _MORE_BEFORE.search(before))
        earlier = spans[index - 1].end() if index else 0
        later = spans[index + 1].start() if index + 1 < len(spans) else end
        degree = _degree_of(reading, max(start, earlier), found, min(later, end), (start, end))
        yield _Years(found.start(), found.end(), low, most, degree, additional)


def _are_months_of_work(unit: str, before: str, after: str) -> bool:
    """Whether months are of experience that one must have, and not of the post. Behind 개월 stands no such word."""
    is_of_it = _MONTHS_OF_IT.match(after) or not unit.isascii()
    return bool(is_of_it) and not _MONTHS_OF_THE_POST.search(before)


def _in_years(least: int | None, most: int | None) -> tuple[int | None, int | None]:
    """Months as years: a tier holds whole ones. (None, None) where they are none."""
    if any(months is not None and months % 12 for months in (least, most)):
        return None, None
    return least and least // 12, most and most // 12


def _stands_in_for_a_degree(reading: Reading, start: int, years: tuple[int, int], end: int) -> bool:
    """Whether years are an alternative to the degree before them: no others are named, and no degree goes with them."""
    text, flat = reading.text, reading.flat
    instead = _INSTEAD.search(flat, max(start, years[0] - 40), years[0])
    if instead is None or instead["number"] or _SPAN.pattern.search(flat, start, instead.start()):
        return False
    before, behind = degrees().find(text, flat, start, instead.start()), degrees().find(text, flat, years[1], end)
    return next(iter(before), None) is not None and next(iter(behind), None) is None


def _topic_start(reading: Reading, years: re.Match[str], start: int) -> int:
    """From where on the words may say that these are years of experience; tiers after the first do not repeat it."""
    if _FOR_HOLDERS.match(reading.flat, years.end()):
        return max(reading.line_at(years.start()).start, start - _TIERS)
    return max(0, start - 40)


def _degree_of(
    reading: Reading, first: int, years: re.Match[str], last: int, sentence: tuple[int, int]
) -> Degree | None:
    """The degree that these years go with: `2 years … with a Master's`, else `Master's … and 2 years`.

    `first` and `last`: the part of the sentence that speaks of no other years.
    """
    at, behind = years.span()
    for match in degrees().find(reading.text, reading.flat, behind, last):
        if _WITH.fullmatch(reading.flat, behind, match.start):
            return match.value
        break
    if _IN_LIEU.search(reading.flat, *sentence):
        named = {match.value for match in degrees().find(reading.text, reading.flat, *sentence)}
        return Degree.BACHELOR if Degree.BACHELOR in named else None
    before = list(degrees().find(reading.text, reading.flat, first, at))
    if before and _JOINED.fullmatch(reading.flat, before[-1].end, at):
        return _first_choice(reading, before)
    return None


def _first_choice(reading: Reading, found: list[Match[Degree]]) -> Degree:
    """`Advanced degree (Master's or equivalent)` is one degree; the last of several stands next to the years."""
    return found[-1].value


def _add_in_lieu(
    reading: Reading, years: list[_Years], tiers: dict[Degree | None, tuple[ExperienceTier, Fact]]
) -> None:
    """`A first-level degree with two additional years may be accepted`: a tier that follows from the main one."""
    base = tiers.get(Degree.MASTER) or tiers.get(None)
    if base is None or Degree.BACHELOR in tiers or base[0].years_min is None:
        return
    for found in years:
        if found.is_additional and found.least is not None:
            start, end = reading.sentence(found.start, found.end)
            if any(match.value is Degree.BACHELOR for match in degrees().find(reading.text, reading.flat, start, end)):
                total = base[0].years_min + found.least
                value = {"degree": Degree.BACHELOR, "years_min": total, "years_max": None}
                raw = reading.text[found.start : found.end]
                fact = Fact(
                    Field.EXPERIENCE, value, raw, "experience.in_lieu", found.start, found.end, basis=Basis.DERIVED
                )
                tiers[Degree.BACHELOR] = (ExperienceTier(Degree.BACHELOR, total), fact)
                return


def _education(
    reading: Reading, tier_degrees: list[Degree], is_each_by_degree: bool
) -> tuple[Degree | None, Fact | None]:
    """The degree asked for: the first one of a requirement that is not a substitute, else the tiers' lowest.

    A tier beside years for everybody, `with a PhD one year is enough`, asks for no degree.
    """
    order = list(Degree)
    every = degrees().find(reading.text, reading.flat)
    for match in sorted(every, key=lambda match: not reading.from_donor(match.start)):
        start, end = _clause(reading, match)
        unit = reading.flat[start:end]
        if _NOT_ENOUGH.match(reading.flat, match.end, end):
            continue
        if _SCHOOLS.match(reading.flat, match.end):
            continue
        of_degrees = (
            _EDUCATION_AREA.search(reading.flat, max(0, start - 60), end)
            or _is_named(reading, match)
            or _is_had(reading, match, start, end)
        )
        if _IN_LIEU.search(_without_asides(unit, match.start - start)) or not of_degrees:
            continue
        if _ASSET.search(reading.flat, start, match.start) or _IS_ASSET.search(
            reading.flat, match.end, min(end, match.end + _NEAR)
        ):
            continue
        if match.end - match.start <= 3 and unit.isascii() and not re.search(r"degree|\bor\b|equivalent|\(", unit):
            continue  # "MA" and "BA" alone are too often something else
        if len(tier_degrees) > 1 and _SPAN.pattern.search(unit):
            break
        value = match.value
        for other in degrees().find(reading.text, reading.flat, match.end, min(end, match.end + 40)):
            gap = reading.flat[match.end : other.start].strip(" -")
            if _WISHED.match(reading.flat, other.end):
                continue
            is_level = gap in ("of", "at") and reading.flat.startswith((" level", "'s level"), other.end)
            if is_level or gap in _NAMELY or (gap.endswith("(") and gap[:-1].strip() in _AT_LEVEL):
                value = other.value
            if gap in _ALTERNATIVES and order.index(other.value) < order.index(value):
                value = other.value
        return value, reading.fact(Field.EDUCATION_MIN, value, match.start, match.end, "education.required")
    if not tier_degrees and (bare := _bare_degree(reading)):
        return Degree.BACHELOR, bare
    if tier_degrees and is_each_by_degree:
        first = tier_degrees[0]
        for match in degrees().find(reading.text, reading.flat):
            if match.value is first:
                return first, reading.fact(Field.EDUCATION_MIN, first, match.start, match.end, "education.tiers")
    return None, None


def _without_asides(unit: str, position: int) -> str:
    """A sentence without its brackets, but for those around a position: `(a first degree may be accepted in lieu)`."""
    return _ASIDE.sub(lambda aside: aside[0] if aside.start() <= position < aside.end() else " ", unit)


def _is_named(reading: Reading, match: Match[Degree]) -> bool:
    """`Master in political science`: with a capital, and the field behind."""
    return reading.text[match.start].isupper() and reading.flat.startswith((" in ", " of "), match.end)


def _is_had(reading: Reading, match: Match[Degree], start: int, end: int) -> bool:
    """In other languages than English: words of having a degree, or one that begins an item: `- Master de droit`."""
    if not other_languages.is_other(reading):
        return False
    line = reading.line_at(match.start)
    opens_item = line.is_item and line.start == match.start and match.end - match.start > 3
    return opens_item or other_languages.STUDIED.search(reading.flat, max(0, start - 60), end) is not None


def _clause(reading: Reading, match: Match[Degree]) -> tuple[int, int]:
    """The sentence around a degree, between its semicolons: `a Master's; a Bachelor's may be accepted in lieu`."""
    start, end = reading.sentence(match.start, match.end)
    before, after = reading.flat.rfind("; ", start, match.start), reading.flat.find("; ", match.end, end)
    return (before + 2 if before >= 0 else start), (after if after >= 0 else end)


def _bare_degree(reading: Reading) -> Fact | None:
    """`- Degree in journalism`: a line that opens so asks for a first degree."""
    for line in reading.lines:
        if reading.flat.startswith("degree in ", line.start):
            return reading.fact(Field.EDUCATION_MIN, Degree.BACHELOR, line.start, line.start + 6, "education.bare")
    return None
