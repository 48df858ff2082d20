"""What a document of unknown origin is, if it is no vacancy: a programme page, news, a list of posts, a form.

A vacancy is the rule. Another kind is named only where its own signs are there and those of a post are not: a post
has duties, asks for something, and prints its place, grade or closing date beside a label.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

_DUTIES = (
    "responsibilit", "duties", "tasks", "deliverable", "terms of reference", "scope of work", "job description",
    "termos de referência", "termo de referência",
    "key functions", "job involve", "you will do", "will you do", "field of work", "responsabil", "funciones",
    "tareas", "productos", "términos de referencia", "tâches",
    "fonctions", "attributions", "termes de référence", "tarefas", "atividades", "atribuições", "aufgaben", "compiti",
    "mansioni", "werkzaamheden", "arbetsuppgifter", "arbejdsopgaver", "oppgåver", "oppgaver", "skal du gjere",
    "tehtävä", "職務", "業務", "직무", "업무", "职责", "المهام",
)  # fmt: skip
_ASKED = (
    "qualification", "requirement", "experience", "education", "competenc", "skills", "eligib", "who can apply",
    "citizenship", "requisito", "experiencia",
    "formación", "formation", "expérience", "compétence", "experiência", "anforderung", "erfahrung", "requisiti",
    "esperienza", "ervaring", "kvalifika", "kompetan", "krav til", "erfarenhet", "erfaring", "kokemus", "資格",
    "자격", "资格", "المؤهلات",
)  # fmt: skip
_POST = (
    "vacancy", "duty station", "job id", "reference", "requisition", "grade", "contract", "post level", "position",
    "job title", "location", "closing date", "deadline", "affectation", "vacante", "convocatoria", "ubicación",
    "lugar de", "vaga", "date limite", "fecha límite", "dienstort", "bewerbungsfrist", "standplaats", "sede",
    "placering", "stilling", "tjänst", "勤務地", "募集", "모집", "근무지", "职位", "الوظيفة",
)  # fmt: skip
_APPLYING = (
    "apply", "applica", "candidat", "postul", "solicitud", "bewerb", "sollicit", "ansök", "ansøg", "søk", "hake",
    "応募", "지원", "申请", "التقديم",
)  # fmt: skip
"""Parts of words in lower case: duties, what is asked for, data of a post, applying."""
_GROUPS = (_DUTIES, _ASKED, _POST, _APPLYING)

_LABEL = (
    r"(?:duty station|(?:job |work |primary )?location|(?:post |job )?(?:grade|level)|vacancy (?:no|number|"
    r"announcement|"
    r"notice|type)|job (?:id|number|opening|title)|post(?:ition)? (?:title|number|level|no)|reference|requisition|"
    r"type of contract|contract (?:type|duration)|report(?:s|ing) to|supervisor|country|city|organi[sz]ation|"
    r"(?:application )?deadline|closing date|apply by|lieu d'affectation|date limite|lugar de destino|ubicación|"
    r"fecha límite|fecha de cierre|tipo de contrato|"
    r"idiomas? (?:requeridos?|obligatorios?)|(?:duración|duração) (?:del|do) contrato|número de la vacante|"
    r"línguas? (?:requeridas?|obrigatórias?)|modalidade contratual|identificação d[aeo] (?:vaga|emprego|trabalho)|"
    r"no\. du poste|classe|dienstort|einsatzort|bewerbungsfrist|bewerbungsschluss|kennziffer|standplaats|"
    r"sluitingsdatum|vacaturenummer|sede|scadenza|livello|local de trabalho|prazo de candidatura|tjänstgöringsort|"
    r"stationeringsort|sista ansökningsdag|lönegrad|lönenivå|referensnummer|tjenestested|arbejdssted|arbeidssted|"
    r"arbeidsstad|ansøgningsfrist|søknadsfrist|lønniveau|lønn?snivå|asemapaikka|sijoituspaikka|hakuaika|任地|勤務地|"
    r"근무지|직급)"
)
_LABELLED = re.compile(
    rf"^[ \t]*(?:## |- )*{_LABEL}\b[^:\t\n]{{0,40}}(?:[:\t][ \t]*\S|:?[ \t]*\n+(?!## )[ \t]*\S)", re.MULTILINE
)
"""A label of a post with a value behind it or below it."""
_RUN_ON_LABEL = re.compile(rf"\b({_LABEL}) ?: ?\S")
_RUN_ON_LABELS = 3
"""So many different labels with their values stand in a post that lost its lines."""
_PROGRAMME_NAME = (
    r"(?:jpo|junior professional officer|associate expert|associate professional officer|young professionals?|"
    r"junior experts?|specialist for development|un youth volunteer)s?(?:'s?)?(?: \([a-z]{2,5}s?\))?"
)
_PROGRAMME_TITLE = re.compile(
    rf"(?:the |our |about |what is |become |becoming |information (?:on|about) )*(?:(?:an? |the |our |[\w-]+ )?"
    rf"(?:un |united nations )?{_PROGRAMME_NAME}(?: (?:programme|program|scheme|initiative))?s?)"
    r"(?:\s*[-–|:?·](?!.*\b(?:(?<!professional )officer|analyst|economist|engineer|adviser|advisor|"
    r"coordinator)\b).{0,60}|\s*(?:faqs?|overview|information|frequently asked questions)?)?"
)
_PROGRAMME_WORDS = re.compile(
    rf"what is (?:the |an? )?(?:un )?{_PROGRAMME_NAME}|about the (?:{_PROGRAMME_NAME}|programme|program|scheme)\b|"
    rf"the {_PROGRAMME_NAME} (?:programme|program|scheme) (?:is|was|offers|provides|gives|enables|allows|aims)|"
    r"frequently asked questions|who can apply|become an? (?:jpo|junior professional)|jpo alumni|former jpos|"
    r"qu'est-ce qu'une? (?:jpo|jea|jeune expert)|le programme (?:jpo|jea|des jeunes experts)|foire aux questions|"
    r"questions fréquentes|qui peut (?:postuler|candidater)|en quoi consiste (?:ce|le) programme|"
    r"qué es un (?:jpo|profesional)|el programa jpo|preguntas frecuentes|was ist ein|das jpo-programm|"
    r"wie wird man|häufig gestellte fragen|che cos'è|il programma jpo|domande frequenti|wat is een jpo|"
    r"het jpo-programma|veelgestelde vragen|vad är en jpo|jpo-programmet|vanliga frågor|hvad er en jpo|"
    r"hva er en jpo|ofte stilte spørsmål|apulaisasiantuntijaohjelma|kuka voi hakea|usein kysyt|o que é um jpo|"
    r"o programa jpo|perguntas frequentes|jpo派遣制度とは|よくある質問|jpo란|자주 묻는 질문"
)
"""Questions and openings of pages about a programme. Two different ones are needed: menus print one."""
_MANY = re.compile(
    r"\bjpos\b|\bjunior professional officers\b|\bassociate experts\b|\bjpo[- ](?:positions|posts|vacancies|"
    r"tjänster|stillinger|programme?|programmet)\b|\bjunioreksperta?[enr]\w*|\bapulaisasiantuntij(?:at|oita|oiden)\b|"
    r"\bpartner countr|\b(?:donor governments|participating (?:donors|countries|governments))\b"
)
_MENTIONS = 3
"""So many words about all JPOs, on a page whose title names no post, are about the programme."""
_ANNOUNCED = re.compile(
    r"\bvacant (?:place|post|position)|\b(?:post|position|place|vacancy) for an? |\bopenings?:|vacancy number|"
    r"(?:deadline|closing date|apply by)\b[^.\n]{0,40}\d|\b(?:a|one|an) (?:\w+ )?(?:jpo|junior professional officer)\b"
    r"(?! (?:programme|program|scheme))|\bannounce[sd]?\b[^.\n]{0,40}(?:position|post)\b|\binvites? applications"
)
"""On such a page: it announces a round all the same."""
_NAMES_A_POST = re.compile(
    r"(?<!professional )\b(?:officer|analyst|specialist|expert|advis[eo]r|coordinator|manager|assistant|consultant|"
    r"economist|engineer|scientist|representative)\b|담당관|オフィサー|(?:analyst|charg[ée]e?|referent)"
)
"""A title, in lower case, that says what somebody does."""
_HEAD_POST = re.compile(
    r"\A(?:.*\n){0,6}?.*\b(?:officer|analyst|specialist|expert|advis[eo]r|coordinator|manager|assistant|associate|"
    r"consultant|economist|engineer|editor|secretary)\b[^\n]{0,40}\W(?:p|d|g|gs|no|noc?)[-. ]?[1-7a-d]\b"
)
"""`Legal Officer - P3` among the first lines, in lower case."""
_TENDER = re.compile(
    r"\s*(?:rfq|itb|eoi|request for quotations?|invitation to (?:bid|tender)|call for tenders?|"
    r"solicitud de cotizaci[oó]n|licitaci[oó]n|demande de (?:cotation|prix)|appel d'offres)\b"
)
_PERSON = re.compile(
    r"\b(?:consult\w*|experts?|expertos?|experte|specialists?|especialista|spécialiste|officer|advis[eo]r|asesor\w*|"
    r"assistant|asistente|analyst|analista|coordinat\w*|coordinad\w*|trainer|facilitator|individual|intern)\b"
)
_SUPPLIERS = re.compile(r"\b(?:suppliers?|bidders?|vendors?|proveedor\w*|oferentes?|fournisseurs?|soumissionnaires?)\b")
_NONE_OPEN = re.compile(
    r"there are (?:currently |at present |at the moment )?no (?:\w+ ){0,2}(?:vacancies|posts|positions|calls)\b|"
    r"no (?:calls?|vacancies|posts|positions) (?:is|are) (?:currently |now )?open|"
    r"aucun (?:appel|poste)[^.\n]{0,25} ouvert|pas d'appel[^.\n]{0,20} en cours|"
    r"(?:no hay|ninguna) (?:\w+ )?(?:convocatorias?|plazas|vacantes?)[^.\n]{0,25} abiertas?|no hay (?:vacantes|plazas)|"
    r"(?:keine|derzeit keine) (?:\w+ )?(?:ausschreibungen|stellen|bewerbungen)\b[^.\n]{0,40}(?:offen|ausgeschrieben|"
    r"angenommen|möglich)|non ci sono (?:bandi|posizioni|posti) apert|geen (?:openstaande )?(?:vacatures|oproepen)|"
    r"(?:inga|ingen) (?:\w+ )?(?:tjänster|utlysningar)[^.\n]{0,25} (?:öppna|lediga)|ingen (?:ledige|åbne|åpne) "
    r"stillinger|ei ole (?:\w+ ){0,3}(?:tehtäviä|tehtävää|paikkoja)|haettavana ei ole|não há (?:vagas|concursos) abert|"
    r"現在募集(?:は|して)|모집 중인 (?:공고|직위)[^.\n]{0,10}없"
)
"""A page that says so names no post that is open; a post does not say it of itself."""
_NEWS = re.compile(
    r"press release|news release|\bfor immediate release\b|\b(?:announced|signed|welcomed|congratulated|inaugurated|"
    r"reaffirmed|visited|launched|told reporters)\b|\bmemorandum of understanding\b|"
    r"\b(?:said the|says the|(?:he|she|they) (?:said|says|added))\b|[,.]['\"”] (?:said|says)\b"
)
_DATE_LINE = re.compile(
    r"\A(?:.*\n){0,6}(?!(?:posted|published|updated|last updated)\b).{0,40}?(?:[A-ZÀ-Þ][\w'’. -]{2,30}, "
    r"|\b)\d{1,2} [A-ZÀ-Þ]?[a-zà-ÿ]{2,12}\.? (?:19|20)\d\d\s*[–—|:-]"
)
"""`Oslo, 3 March 2026 –` at the head of a text."""
_BLANK = re.compile(
    r"[\[<{]{1,2}[^\]>}\n]{0,60}[\]>}]{1,2}|[_.…]{3,}|x{2,}(?:[/. -]x{2,})*|dd[/. -]mm[/. -]yyyy|"
    r"(?:to be )?(?:insert|enter|select|choose|fill|click|tbd)\w*\b.*"
)
"""What stands for a value in a form that nobody has filled in."""
_BLANKS = 3
"""So many labels without a value, and fewer with one, are a form."""
_LONGEST_LABEL = 40
_LINKS = 8
"""So many links to posts are a list of them."""
_LINKED_SHARE, _SHORTEST_LINK = 0.4, 10
_HEADING = 70
"""Lines of up to this length, or the start of a line with a colon, may be headings."""
_ENOUGH = 2
"""So many different signs of another kind of page are no chance."""
_CLOSED = re.compile(
    r"(?:job|vacancy|position|posting|advertisement|page|offer)[^.\n]{0,40}(?:no longer (?:available|"
    r"exists?|accepting|open)|"
    r"(?:has been|was) (?:removed|filled|closed|cancelled)|(?:has|is) (?:expired|closed)|not (?:found|available))"
)
_SCRIPT = re.compile(r"(?:enable|requires?|turn on|activate) javascript|javascript (?:is )?(?:disabled|required)")
_ARCHIVED = re.compile(
    r"\b(?:this (?:job|vacancy|post|position|posting) (?:is|has been) (?:archived|closed|filled|no longer available)|"
    r"deadline .{0,40}has passed|applications? (?:is|are) (?:now )?closed)\b[^.!\n]{0,80}[.!]?",
    re.IGNORECASE,
)
_SHORT = 1_500
"""Fewer characters than this are no vacancy that begins with the news that it is closed."""
_NOTICE = 400
"""How far from the start a page says that its post is closed."""
_HEAD = 20_000
"""Characters that are enough to tell what a document is."""


def what_else(title: str, text: str, links: Iterable[str] = (), *, in_feed: bool = False) -> str | None:
    """What a document is that holds no vacancy, in words for a message; None for a vacancy.

    `title` and `text` as printed; `links`: the words of the links inside the text. `in_feed`: a short notice counts as
    a vacancy unless it is clearly something else.
    """
    linked = [link for link in links if len(link) > _SHORTEST_LINK]
    if len(linked) >= _LINKS and sum(map(len, linked)) > _LINKED_SHARE * len(text):
        return f"a page of {len(linked)} links, a list of posts or of pages: give the page of one post"
    words = text[:_HEAD].lower().replace("’", "'")
    name = title.lower().replace("’", "'")
    if _TENDER.match(name) and not _PERSON.search(name) and (found := _SUPPLIERS.search(words)):
        return f"a call for offers of goods or works ({found[0]!r}), which seeks nobody"
    if _is_empty_form(words):
        return "a form whose values are not filled in"
    heads = "\n".join(line[:_HEADING] for line in words.split("\n") if len(line) <= _HEADING or ":" in line[:_HEADING])
    has_duties, asks = (any(word in heads for word in words) for words in (_DUTIES, _ASKED))
    is_named_programme = _PROGRAMME_TITLE.fullmatch(" ".join(title.lower().split())) is not None
    if has_duties and asks and not is_named_programme:
        return None
    if len(text) < _SHORT and not has_duties:
        if found := _CLOSED.search(words):
            return f"a notice that the post is gone ({found[0]!r})"
        if found := _SCRIPT.search(words):
            return f"a page that a browser has to fill in ({found[0]!r}): save it after it has loaded"
    if _LABELLED.search(words) or len({*_RUN_ON_LABEL.findall(words)}) >= _RUN_ON_LABELS:
        return None
    if found := _NONE_OPEN.search(words):
        return f"a page about a programme: it says that no post is open ({found[0]!r})"
    if not has_duties and (is_named_programme or len({*_PROGRAMME_WORDS.findall(words)}) >= _ENOUGH):
        return "a page about a programme: it names no post with its place, grade or duties"
    speaks_of_all = not has_duties and not _NAMES_A_POST.search(name) and len(_MANY.findall(words)) >= _MENTIONS
    if speaks_of_all and not _ANNOUNCED.search(words):
        return "a page about a programme: it speaks of all its posts and of none"
    if _HEAD_POST.match(words):
        return None
    if not (has_duties and asks) and (_DATE_LINE.match(text) or len({*_NEWS.findall(words)}) >= _ENOUGH):
        return "news: it names no post with its place, grade or duties"
    if in_feed or has_duties or asks or sum(any(word in words for word in group) for group in _GROUPS) >= _ENOUGH:
        return None
    return "a text without the words of a vacancy: no duties, requirements, place or grade"


def is_archived(words: str) -> str | None:
    """The notice that a post is closed, at the head of some words."""
    found = _ARCHIVED.search(words[:_NOTICE])
    return found[0].strip() if found else None


def _is_empty_form(words: str) -> bool:
    """Whether most labels (`Grade:`) have nothing behind them, or words that ask for a value."""
    lines = [line.strip(" #-") for line in words.split("\n") if line.strip(" #-")]
    filled = blank = 0
    for line, following in pairwise([*lines, "end:"]):
        name, colon, value = line.replace("\t", ":", 1).partition(":")
        if colon and len(name) <= _LONGEST_LABEL:
            value = value.strip(" \t*") or ("" if following.endswith((":", "\t")) else following)
            if not value or _BLANK.fullmatch(value):
                blank += 1
            else:
                filled += 1
    return blank >= _BLANKS and blank > filled
