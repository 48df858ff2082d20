"""The title and the reference number."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from jpo_scraper.items import Fact
from jpo_scraper.normalise.cue import Cue
from jpo_scraper.normalise.other_languages import NUMBER_FORM, NUMBER_OF_NOTICE
from jpo_scraper.normalise.reading import Pair, Reading, agency_codes, end_of_words, known_label, label_fact
from jpo_scraper.reference.fold import fold
from jpo_scraper.reference.tables import agencies, countries
from jpo_scraper.vocab import Field

_REFERENCE = re.compile(
    r"(?:[A-Z]{2,4} (?=\d{1,4}/\d{2,4}))?(?=[^\s]*\d)[A-Za-z0-9][A-Za-z0-9/._#-]{2,39}(?:,\d{1,2}(?!\d))?"
)
_HEAD_REFERENCE = re.compile(
    r"^(?:- )?(?:[a-z]+ )?(?:position|post|vacancy|job opening|notice|announcement|reference|ref)"
    r"(?: (?:no|number|code|id))?[.:#]? +"
    r"((?=[a-z0-9/._-]*\d)(?=[a-z0-9._]*[/-][a-z0-9._]*[/-])[a-z0-9][a-z0-9/._-]{5,39})$",
    re.MULTILINE,
)
"""A line near the top that is `POSITION JPO/2026/IOM/12` or `Vacancy VN-2026-0877`: a number in three parts or more."""
_REQUISITION = re.compile(r"(?:^|[|·,(] ?)((?:jr|req-?|r-)\d{5,8})(?=\)|\s*(?:$|[|·,]))")
"""`Vientiane | Full time | JR131277`: the number that Workday gives a requisition."""
_BESIDE_ORGAN = re.compile(
    r"^(\d{5}) ?\| ?(?:registry|judiciary|presidency|otp|office of the prosecutor|asp|tfv|iom|secretariat)\b",
    re.MULTILINE,
)
"""`24162 | Registry`: the International Criminal Court's number and the organ."""
_OPENS_TITLE = re.compile(
    r"^((?!covid|sdg|iso|cop|multi)[a-z]{2,12}(?:[/-][a-z0-9]{1,8}){0,3}[/-]\d[a-z0-9]{1,7}(?:-\d{2,6}[a-z]{0,3})?)"
    r"(?= (?:- )?[a-z])",
    re.MULTILINE,
)
"""`CFA-2027-079GT - Assistant`, `ONUMUJERES/ECU/PS/27-024 Estudio`: a number that opens the title."""
_ALONE = re.compile(
    r"(?:jr|req-?|r-)\d{5,8}|\d\dp\d{3}|(?P<parts>[a-z]{3}(?:-[a-z]{0,2}\d{2,4}){2,4}(?:-[a-z])?)|"
    r"(?P<code>[a-z]+)[-/](?=[a-z/-]*\d)[a-z0-9/-]{3,30}"
)
"""On a line of its own: Workday's number (seen), a JPO post's code in terms of reference, `27P304`, a number that
begins with an agency's code, `WIPO-26093-FT` (inferred), or one of the UN JPO Programme, `ISR-160-17-P049` (seen)."""
_TAIL_NUMBER = re.compile(r" - \(?(\d{6,8})\)?\s*$")
"""`Fisheries Officer - (2603412)`, with brackets or without: the number that Taleo prints behind a title."""
_JOB_OPENING = re.compile(r"\d\d-[^\n\t]{2,80}?-\d{5,7}-[A-Z]-[^\n\t]{2,40}?\([A-Z]\)")
"""`27-Economic Affairs-ESCAP-301234-R-Incheon City (X)`: the United Nations Secretariat's number has words in it."""
_SAID = Cue(
    "ref vacancy requisition reference advert advertisement ad announcement opening",
    r"(?:ref\.(?= ?[a-z0-9]+[/-])|(?:vacancy|requisition|reference|advert(?:isement)?|ad|announcement|opening)"
    rf"\s?(?:number|no\.?|code|id|ref\.?)):?\s?{NUMBER_FORM}",
)
_QUOTED = Cue(
    "quote quoting",
    rf"quot(?:e|ing)(?: the)?(?: reference| number| code| file)*:? (?=[a-z0-9]+[/._-]){NUMBER_FORM}",
)
_CHIFFRE = Cue("chiffre", r"chiffre(?:[- ]?nr)?\.?:? ?((?:19|20)\d\d-\d{1,2}-\d{1,3})(?!\w)")
"""`Chiffre Nr. 2026-1-19`: the number of the German office BFIO looks like a day."""
_GLUED_TO_NEXT = re.compile(r"(?<=\d)[A-Z]{5,}$")
"""`VNSECS01331VACANCY TYPE: …`: a label was glued to the number."""
_YEAR_OR_DAY = re.compile(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d")
"""Behind `Convocatoria:` and its like these are no numbers."""
_POST_NUMBER = re.compile(r"\b(?:post|position) n|^번호$")
"""The number of the post in the agency's staffing table stands in for the vacancy's own, where that is not printed."""
_BEHIND_A_DASH = re.compile(
    r"(?:[|·,]|(?<= )-) (?:reference|ref\.?|riferimento|referencia|referenz|kennziffer|referentie|referens|job id|"
    r"vacancy no)(?: (?:no|number|n°))?\.? ?:? ((?=[a-z0-9/._-]*\d)[a-z0-9][a-z0-9/._-]{3,39})(?=\s|$)"
)
"""`Published on 20/11/2026 – Reference 38117`."""
_TITLE_REFERENCE = re.compile(r"\(((?:19|20)\d\d/(?!19|20)\d{3,5})(?: \([^()]*\))?\)")
"""`Safety Officer (P3) (2026/0412)`: year and number in brackets, as the IAEA prints them."""
_POSITION_OF = re.compile(
    r"\b(?:position|post) of (?:an? |the )?([A-Z][^.,;:\n]{3,80}?)(?=[,.;\n]| based| in the| at the)"
)
_HEAD_LINES, _MENU_LINES = 4, 12
"""A title is among so many first lines, not counting generic headings and words of menus."""
_FAR_LINES = 16
"""Below menus and the site's own names, the title is the first line that names a role."""
_GRADED_REACH = 2_000
"""Characters in which a notice says which post it is about."""
_OF_ANOTHER = re.compile(
    r"(?:^|\n|[-–:;,] )[^\w\n]*(?:(?:direct |first |name of |title of )*supervisor(?:'s)?(?: title| name)?|"
    r"supervised by|report(?:s|ing)? (?:line|to)|line manager)\s*[:\t]?\s*\Z"
)
"""What stands before the title of the person to whom the post answers: a label, with nothing behind it."""
_TITLE_PLACE = re.compile(
    r"(?:Officer|Analyst|Specialist|Expert|Coordinator|Assistant|Associate): [A-ZÀ-Þ][^:,]+, [A-ZÀ-Þ][^:,]+\Z"
)
"""`Protection Officer: Bunj, South Sudan`: a place behind the colon, not a person."""
_LABEL_WORDS, _LONGEST_NAME = 5, 30
_LONGEST_TITLE = 130
_TITLE_BORDER = re.compile(
    r"\. |, (?=WHO|UN)| – (?=[A-Z][a-z]+ (?:de|der|of|für)\b)|\t| (?=Job (?:Requisition )?ID\b)"
    r"|,? (?=\d{2,3}(?: ?[-–] ?\d{2,3})? ?%)"
)
_GENERIC = re.compile(
    r"\W*(?:(?:(?:un|job|position|post|vacancy|current|employment|work|career|general|un volunteer) )*(?:descriptions?|"
    r"jobs?|"
    r"vacanc(?:y|ies)|careers?|details?|information|opening|openings|opportunit(?:y|ies)|posting|announcement|notice|"
    r"advertisement|summary|profile)|(?:description of )?assignment|terms of reference|"
    r"standard job description|organi[sz]ational (?:unit|setting|context)|background(?: information)?|"
    r"introduction|overview|purpose|home|"
    r"about (?:us|the (?:job|role|position))|apply(?: now)?|search(?: jobs)?|sign (?:in|up)|log ?in|register|menu|back|"
    r"share|save|print(?:able banner)?|(?:skip|go) to (?:main )?(?:content|navigation)|header|generic selectors|"
    r"download as pdf(?: or txt)?|read online for free|page \d+ (?:of|sur) \d+|"
    r"go to content go to main navigation|pdf/print version|e-?recruitment|spring til (?:hoved)?indhold|"
    r"hopp til (?:hoved)?innhold(?:et)?|hoppa till (?:huvud)?innehall(?:et)?|zum (?:haupt)?inhalt springen|"
    r"aller au contenu(?: principal)?|(?:ir|saltar) al contenido(?: principal)?|vai al contenuto(?: principale)?|"
    r"(?:ga )?(?:naar|direct naar) (?:de )?(?:hoofd)?inhoud|siirry (?:paa)?sisaltoon|"
    r"(?:ir|saltar|pular) para o conteudo(?: principal)?|compartir esta oferta de trabajo|partager cette offre|"
    r"本文へ(?:スキップ)?|본문 ?바로가기|avis de vacance(?: de poste)?|"
    r"termos? de referencia|terminos de referencia|termes de reference|"
    r"offres? d'emploi|aviso de (?:vacante|vaga)|anuncio de vacante|convocatoria|vacante|avviso di (?:posto )?vacan\w+|"
    r"(?:stellen)?ausschreibung|vacatures?|lediga? (?:stilling|tjanst|jobb)|stillingsopslag|avoin tehtava|"
    r"채용 ?(?:공고|정보)|募集要項|空席公告|空席情報|招聘公告)\W*"
)
"""A whole heading that says what the page is, and nothing of the post."""
_PATH = re.compile(r" [>›»] .* [>›»] ")
"""Where a page stands in its site: `About us > Vacancies > JPO`."""
_NO_TITLE = re.compile(
    r"^(?:job description|vacancy|description of assignment|un volunteer description|u\.?s\.? department|department of|"
    r"(?:hardship level|family type|residential location|staff member|tags)\b|"
    r"terms of reference|position description|"
    r"grand-duche|eidgenoss|bundes|direktion|departement|royal |kingdom |embassy|ambassade|"
    r"federal |republic |division |united nations |reference|directorate|"
    r"ministere|ministerio|ministerium|ministero|ministerie|ministry|utenriks|utrikes|udenrigs|direktorat|"
    r"ulkoministerio|buro |delegation|grade|deadline|location|advertisement|press release|news|programma?\b|"
    r"programme(?! (?:officer|analyst|associate|assistant|specialist|manager|coordinator|adviser|advisor|policy|"
    r"support|management|and|&|director|lead|expert|consultant|intern))|call for|"
    r"careers|jobs|stillingsopslag|"
    r"stellenausschreibung|offre|avviso|aviso|zentrale|camoes|internation\w+ |norec|pnud|외교부|외무)"
)
"""How a first line begins that is no title."""
_ANNOUNCES = re.compile(
    r"선발|공고|모집|채용 ?안내|募集|公募|選考|招聘|"
    r"\bcall for\b|\bvacancy (?:announcement|notice)|appel a candidatures|"
    r"convocatoria|avviso|ausschreibungsrunde"
)
"""A page's title that announces a round or a notice: the post's own name stands in the text, beside its label."""
_ROUND = re.compile(r"\b(?:19|20)\d\d\b|\bprogramm?[ae]?\b(?! (?:officer|analyst))|\bscheme\b")
_ROLE = re.compile(
    r"\b(?:officer|analyst|specialist|expert|adviser|advisor|coordinator|manager|assistant|associate|consultant|"
    r"economist|intern|"
    r"jpo|sdp|sarc|apo|professional|representative|engineer|scientist|assistente|asistente|oficial|especialista|"
    r"funzionario|analista|"
    r"analyste|charge|sachverstandig\w*|referent\w*|juniorekspert|apulaisasiantuntija|deskundige)\b|담당관|전문가"
    r"|オフィサー"
)
_PROGRAMME = re.compile(
    r"\b(?:jpos?|sdp|sarc|apo|junior professional officers?|associate (?:experts?|professional officers?))\b"
)
_NAMELESS = re.compile(r"\||\d{4,}|\b(?:jobs?|careers?|vacanc|poste|stellen|lediga|opening|opportunit)")
"""What a page's title has that names the site, or the number of the post."""
_GRADED = re.compile(r"[^\W\d_a-z][^\n(:]{5,80}?(?=,? \((?:P|NO|L|SC)-?[\dA-D][^()\n]{0,12}\)$)", re.MULTILINE)
"""`ASSOCIATE HUMAN RIGHTS OFFICER (P-2, step I)` on a line of its own."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LEADING_NUMBER = re.compile(r"^(?:ref|no|nr|n°|id|#)?[.:# ]*", re.IGNORECASE)


class FoundWords(NamedTuple):
    """A value that is the printed words themselves."""

    value: str | None
    facts: tuple[Fact, ...]


def find_title(reading: Reading) -> FoundWords:
    """The title: the site's own field, a printed label, or the first heading of the text; never a generic heading."""
    of_site, labelled = _of_site(reading), _labelled(reading)
    if of_site is not None and labelled is None and _is_nameless(fold(str(of_site.value))):
        of_site = _from_head(reading, needs_role=True) or of_site
    if of_site is not None and (labelled is None or not _is_less(of_site, labelled)):
        return FoundWords(str(of_site.value), (of_site,))
    if labelled is not None:
        return FoundWords(labelled.raw, (labelled,))
    if fact := _from_head(reading):
        return FoundWords(fact.raw, (fact,))
    return FoundWords(None, ())


def _is_nameless(shown: str) -> bool:
    """Whether a page's title names the site, or a number, and nothing of what the post does."""
    return _ROLE.search(shown) is None and _NAMELESS.search(shown) is not None


def _from_head(reading: Reading, *, needs_role: bool = False) -> Fact | None:
    """The first heading of the text that names a role, the line at its head that is most like a title, or a sentence
    that names the position. `needs_role`: nothing but a role will do."""
    for line in reading.lines[:8]:
        words = reading.text[line.start : line.end]
        flat = reading.flat[line.start : line.end]
        is_short = 5 <= len(words) <= 200 and not words.endswith(":")
        if line.is_heading and is_short and _ROLE.search(flat) and not _GENERIC.fullmatch(flat):
            return reading.fact(Field.TITLE, words, line.start, line.end, "title.heading")
    heads = (line for line in reading.lines[:_MENU_LINES] if not _GENERIC.fullmatch(reading.flat, line.start, line.end))
    spans = [(line.start, _title_end(reading, line.start, line.end)) for line in islice(heads, _HEAD_LINES)]
    titles = [span for span in spans if _is_title(reading, *span) and not _is_of_another(reading, span[0])]
    if needs_role or not any(_ROLE.search(reading.flat, *span) for span in titles):
        far = [span for span in _further(reading) if _is_title(reading, *span) and not _is_of_another(reading, span[0])]
        named = [span for span in far if _names_role(reading.flat[slice(*span)])]
        titles = [span for span in titles if not needs_role or _ROLE.search(reading.flat, *span)]
        titles += named[:1] or [span for span in far if _ROLE.search(reading.flat, *span)][:1]
    best = min(titles, key=lambda span: _rank(reading.flat[span[0] : span[1]]), default=None)
    if best is None or not _names_role(reading.flat[slice(*best)]):
        for found in _GRADED.finditer(reading.text, 0, _GRADED_REACH):
            if _ROLE.search(reading.flat, *found.span()) and not _is_of_another(reading, found.start()):
                return reading.fact(Field.TITLE, found[0], *found.span(), "title.graded")
    if best is not None:
        start, end = best
        start += _label_length(reading.flat[start:end])
        words = reading.text[start:end]
        return reading.fact(Field.TITLE, words, start, end, "title.first_line")
    if sentence := _POSITION_OF.search(reading.text):
        return reading.fact(Field.TITLE, sentence[1], *sentence.span(1), "title.sentence")
    return None


def _further(reading: Reading) -> Iterator[tuple[int, int]]:
    """The lines below a site's menu and names, before the first label; or right below a generic heading."""
    first = min((pair.start for pair in reading.pairs), default=len(reading.text))
    lines = reading.lines[_HEAD_LINES - 1 : _FAR_LINES]
    for above, line in pairwise(lines):
        is_below_heading = _GENERIC.fullmatch(reading.flat, above.start, above.end) is not None
        if not line.is_item and (line.end < first or is_below_heading):
            yield line.start, line.end


def _is_less(of_site: Fact, labelled: Fact) -> bool:
    """Whether the page's title announces a notice, or names no role where the text's own label does."""
    shown, printed = fold(str(of_site.value)), fold(labelled.raw)
    is_nameless = _ROLE.search(shown) is None and _ROLE.search(printed) is not None
    is_round = _ROUND.search(shown) is not None and _ROUND.search(printed) is None and not _names_role(shown)
    return (
        bool(_ANNOUNCES.search(shown)) or is_nameless or is_round or (not _names_role(shown) and _names_role(printed))
    )


def _names_role(flat: str) -> bool:
    """Whether words name what the post does; the programme's name alone does not."""
    return _ROLE.search(_PROGRAMME.sub(" ", flat)) is not None


def _of_site(reading: Reading) -> Fact | None:
    for label in reading.site_labels(Field.TITLE):
        title = " ".join(label.value.split())
        if not _GENERIC.fullmatch(fold(title)):
            return label_fact(Field.TITLE, title, label, "title.site_label")
    return None


def _labelled(reading: Reading) -> Fact | None:
    for pair in reading.values("title"):
        words, flat = reading.text[pair.start : pair.end], reading.flat[pair.start : pair.end]
        if words.endswith(".") and ". " in words:
            continue  # sentences under a heading
        if not 3 <= len(words) <= 200 or "standard job description" in fold(pair.label) or _GENERIC.fullmatch(flat):
            continue
        return reading.fact(Field.TITLE, words, pair.start, pair.end, "title.labelled", pair.label)
    return None


def _label_length(flat: str) -> int:
    """How much of a first line is its label, that stands without a mark: `Intitulé du poste Analyste de programme`."""
    spaces = [space.start() for space in islice(re.finditer(" ", flat), 1, _LABEL_WORDS)]
    return next((space + 1 for space in reversed(spaces) if known_label(flat[:space]) == "title"), 0)


def _is_of_another(reading: Reading, start: int) -> bool:
    """Whether a title is that of a supervisor: the line before it, or what stands before it on its own, says so."""
    line = reading.flat.rfind("\n", 0, end_of_words(reading.flat, start))
    return _OF_ANOTHER.search(reading.flat[line + 1 : start]) is not None


def _rank(flat: str) -> int:
    """A line that names a role goes before the name of a round or a programme, and that before any other words."""
    if _ROLE.search(flat) is None:
        return 2
    return 1 if _ROUND.search(flat) else 0


def _title_end(reading: Reading, start: int, end: int) -> int:
    """Where a title ends that opens a text without line breaks: at a full stop, a dash or a label behind it. A line of
    sentences further down is none."""
    if start > reading.lines[0].start and reading.text.startswith(".", end - 1):
        return end
    borders = _TITLE_BORDER.finditer(reading.text, start + 8, min(end, start + _LONGEST_TITLE + 2))
    # Behind a dash stands the unit, or the role itself: `UNFPA JPO – Analyste de programme`.
    parts = (border.start() for border in borders if border[0] != " – " or not _opens_with_role(reading, border.end()))
    return next(parts, end)


def _opens_with_role(reading: Reading, position: int) -> bool:
    return _ROLE.match(reading.flat, position) is not None


def _is_title(reading: Reading, start: int, end: int) -> bool:
    """A short first line that is no label, no heading of a section, no date, no organisation and no sentence."""
    words, flat = reading.text[start:end].strip(), reading.flat[start:end]
    before = flat.partition(":")[0]
    is_pair = len(before) < min(len(flat), _LONGEST_NAME) and _TITLE_PLACE.search(words) is None
    if not 6 <= len(words) <= _LONGEST_TITLE or words.endswith((".", ":", ";", ",")) or is_pair:
        return False
    if countries().exactly(words.rpartition(", ")[2]) is not None and _ROLE.search(flat) is None:
        return False  # `Rome, Italy`
    if known_label(flat) is not None or agencies().exactly(words) is not None or _NO_TITLE.search(flat):
        return False
    if _PATH.search(words):
        return False
    return _ROLE.search(flat) is not None or (words[0].isupper() and len(words.split()) <= 8)


def find_reference(reading: Reading) -> FoundWords:
    """The publisher's own number of the post: the site's own field, a printed label, a line at the head, the title.

    Full-width letters and digits are given plain: `ＩＴＵ－２７－０２` is ITU-27-02.
    """
    for label in reading.site_labels(Field.REFERENCE):
        value = label.value.strip()
        return FoundWords(value, (label_fact(Field.REFERENCE, value, label, "reference.site_label"),))
    labelled = list(filter(None, (_numbered(reading, pair) for pair in reading.values("reference"))))
    named = next((found for found in labelled if not _POST_NUMBER.search(fold(found.label or ""))), None)
    fact = named or _at_the_head(reading) or _in_the_title(reading) or next(iter(labelled), None)
    fact = fact or _in_a_sentence(reading)
    return FoundWords(str(fact.value), (fact,)) if fact else FoundWords(None, ())


def _numbered(reading: Reading, pair: Pair) -> Fact | None:
    """The number behind a label."""
    if inspira := _JOB_OPENING.match(reading.text[pair.start : pair.end]):
        return reading.fact(
            Field.REFERENCE, inspira[0], pair.start, pair.start + inspira.end(), "reference.labelled", pair.label
        )
    lead = _LEADING_NUMBER.match(reading.text[pair.start : pair.end])
    at = pair.start + (lead.end() if lead else 0)
    found = _REFERENCE.match(_plain(reading.text[at : pair.end]))
    if found is None or _YEAR_OR_DAY.fullmatch(found[0]):
        return None
    value = _GLUED_TO_NEXT.sub("", found[0]).rstrip(".,;")
    return reading.fact(Field.REFERENCE, value, at, at + len(value), "reference.labelled", pair.label)


def _at_the_head(reading: Reading) -> Fact | None:
    for line in reading.lines[:_MENU_LINES]:
        alone = _ALONE.fullmatch(reading.flat, line.start, line.end)
        if alone and (alone["parts"] or alone["code"] is None or alone["code"] in agency_codes()):
            raw = reading.text[line.start : line.end]
            return reading.fact(Field.REFERENCE, raw, line.start, line.end, "reference.alone")
    for pattern in (_HEAD_REFERENCE, _BEHIND_A_DASH, _REQUISITION, _OPENS_TITLE, _BESIDE_ORGAN):
        for line in reading.lines[: _MENU_LINES if pattern is _BESIDE_ORGAN else _HEAD_LINES]:
            if found := pattern.search(reading.flat, line.start, line.end):
                start, end = found.span(1)
                words = reading.text[start:end]
                if pattern is not _OPENS_TITLE or (words.isupper() and not words.isalpha()):
                    return reading.fact(Field.REFERENCE, words, start, end, "reference.head")
    return None


def _in_a_sentence(reading: Reading) -> Fact | None:
    """`Vacancy number 35127 in the organisation's system`, `please quote JEA-2027-019`."""
    for cue in (_CHIFFRE, _SAID, _QUOTED, NUMBER_OF_NOTICE):
        for found in cue.finditer(reading.flat):
            start, end = found.span(found.lastindex or 0)
            value = reading.text[start:end].rstrip(".,;/-")
            return reading.fact(Field.REFERENCE, value, start, start + len(value), "reference.sentence")
    return None


def _in_the_title(reading: Reading) -> Fact | None:
    for pattern in (_TITLE_REFERENCE, _TAIL_NUMBER):
        for label in reading.site_labels(Field.TITLE):
            if found := pattern.search(label.value):
                return Fact(Field.REFERENCE, found[1], found[1], "reference.title", label="title")
        for line in reading.lines[:_HEAD_LINES]:
            if found := pattern.search(reading.text, line.start, line.end):
                return reading.fact(Field.REFERENCE, found[1], found.start(1), found.end(1), "reference.title")
    return None


def _plain(words: str) -> str:
    """Full-width letters and digits as plain ones, of the same length."""
    return words if words.isascii() else words.translate(_FULL_WIDTH)
