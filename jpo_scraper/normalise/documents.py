"""Documents to submit with an application, and how many posts one may apply for."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from jpo_scraper.items import Fact
from jpo_scraper.normalise.cue import Cue
from jpo_scraper.normalise.numbers import NUMBER, number
from jpo_scraper.normalise.reading import Line, Reading
from jpo_scraper.vocab import Field

_HEADING = re.compile(
    r"(?:required |supporting |application )?(?:documents?|attachments?)(?: (?:to be |to |required|"
    r"needed|for)[a-z ]{0,60})?"
    r"|documents? to (?:be )?(?:submit\w*|attach\w*|upload\w*|provide\w*)[a-z ]{0,60}|how to apply|application package"
    r"|pieces? (?:a fournir|jointes?|requises?)|documents? a (?:fournir|joindre)|dossier de candidature"
    r"|documentos? (?:requeridos?|a presentar|necesarios)|documentacion requerida|bewerbungsunterlagen|unterlagen"
    r"|documenti (?:richiesti|da presentare|da allegare)|benodigde documenten|vereiste documenten"
    r"|(?:sokande|ansoknings)?handlingar|bilagor|ansogningsmateriale|soknadsdokumenter|vedlegg|"
    r"hakemuksen liitteet|liitteet|제출 ?서류|구비 ?서류|提出書類|応募書類|申请材料|提交材料|documentos exigidos"
)
_STEMS = tuple(
    "document attachment apply package piece dossier unterlagen handlingar bilagor ansogning "
    "soknad vedlegg liitteet 제출 구비 提出 応募 申请 提交".split()
)
"""Each heading holds one of these."""
_OPENS_RUN = Cue(
    "document documents attachment attachments",
    r"documents? to (?:be )?submit\w*[^.\n:]{0,120}?(?=[:\s]+(?:1[.)]|\(1\)))|attachments?\s*:(?=\s*(?:1[.)]|\(1\)))",
)
_NUMBERED = re.compile(r"(?<![\w.])\(?(\d{1,2})[.)]\s+(?=\S)")
_A_DOCUMENT = re.compile(
    r"letter|\bcv\b|resume|curriculum|\bp11\b|personal history|copy|copies|certificate|diploma|degree|"
    r"passport|transcript|"
    r"form\b|statement|reference|proof|scan|lettre|copie|diplome|passeport|carta|copia|titulo|lebenslauf|zeugnis|anschreiben|"
    r"lettera|brief|kopie|intyg|betyg|vitnemal|attest|todistus|hakemus|이력서|증명서|사본|자기소개서|서류|書|証明|复印件|证明|简历"
)
_LONGEST = 300
_MOST = 20
_APPLY = re.compile(r"appl(?:y|ie|ication)|candidat|post[ue]l|bewerb|solicit|ansok|sokna|hake|지원|응시|応募|志望|申请")
_AT_MOST = Cue(
    "maximum max up no not at only limited maximal hochstens jusqu hasta fino massimo maximaal hogst enintaan 최대",
    rf"(?:maximum(?: of)?|max\.?|up to|no more than|not more than|at most|only|limited to|maximal|"
    rf"hochstens|jusqu'a|hasta|fino a|"
    rf"massimo|maximaal|hogst|enintaan) (?P<number>{NUMBER}) (?:[a-z-]+ ){{0,3}}?(?:applications?|"
    rf"positions?|posts?|vacanc(?:y|ies)|"
    r"organi[sz]ations?|agencies|candidatures?|postes?|puestos?|stellen|posizioni|posities|tjanster|stillinger|tehtavaa)\b"
    r"|최대 ?(?P<korean>\d)\s?개|(?P<korean2>\d)\s?개(?: 직위| 기구)?(?:까지|이내)|(?P<japanese>[1-9])\s?(?:機関|"
    r"つ)?まで",
    or_digits=True,
)


class FoundDocuments(NamedTuple):
    """The documents as printed, in order, and the limit of applications."""

    documents: tuple[str, ...]
    max_applications: int | None
    facts: tuple[Fact, ...]


def find_documents(reading: Reading) -> FoundDocuments:
    """What to submit, and how many posts one may apply for."""
    spans = list(_under_heading(reading)) or list(_in_run(reading))
    facts = [
        reading.fact(Field.DOCUMENTS, reading.text[start:end], start, end, "documents.listed")
        for start, end in spans[:_MOST]
    ]
    limit = _limit(reading)
    documents = tuple(str(fact.value) for fact in facts)
    return FoundDocuments(documents, int(limit.value) if limit else None, (*facts, *([limit] if limit else [])))


def _under_heading(reading: Reading) -> Iterator[tuple[int, int]]:
    """Items under a heading that announces documents, while they speak of documents."""
    lines = reading.lines
    for index in reading.lines_with(_STEMS):
        line = lines[index]
        head = reading.flat[line.start : line.end].partition("(")[0].strip(" :.")
        if len(head) > 90 or line.is_item or not _HEADING.fullmatch(re.sub(r"^\d+[.)]?\s*", "", head)):
            continue
        items = list(_items(reading, lines[index + 1 : index + 1 + _MOST]))
        if items:
            yield from items
            return


def _items(reading: Reading, lines: list[Line]) -> Iterator[tuple[int, int]]:
    for line in lines:
        lead = _NUMBERED.match(reading.flat, line.start, line.end)
        is_item = line.is_item or lead is not None
        if line.is_heading or not is_item or not _A_DOCUMENT.search(reading.flat, line.start, line.end):
            return
        start = lead.end() if lead else line.start
        yield start, min(line.end, start + _LONGEST)


def _in_run(reading: Reading) -> Iterator[tuple[int, int]]:
    """`Documents to submit … 1. A letter … 2. A copy …`: numbered items that run on in one paragraph or several."""
    opening = _OPENS_RUN.search(reading.flat)
    if opening is None:
        return
    marks: list[re.Match[str]] = []
    for mark in _NUMBERED.finditer(reading.flat, opening.end()):
        if int(mark[1]) == len(marks) + 1:
            marks.append(mark)
    for index, mark in enumerate(marks):
        limit = marks[index + 1].start() if index + 1 < len(marks) else mark.end() + _LONGEST
        end = _first_sentence(reading, mark.end(), min(limit, mark.end() + _LONGEST))
        if not _A_DOCUMENT.search(reading.flat, mark.end(), end):
            return
        yield mark.end(), end


def _first_sentence(reading: Reading, start: int, limit: int) -> int:
    end = min(reading.sentence(start, start)[1], limit)
    return start + len(reading.text[start:end].rstrip(" .;"))


def _limit(reading: Reading) -> Fact | None:
    for found in _AT_MOST.finditer(reading.flat):
        start, end = reading.sentence(found.start(), found.end())
        if _APPLY.search(reading.flat, start, end):
            words = next(words for words in found.groupdict().values() if words)
            return reading.fact(
                Field.MAX_APPLICATIONS, number(words), found.start(), found.end(), "applications.at_most"
            )
    return None
