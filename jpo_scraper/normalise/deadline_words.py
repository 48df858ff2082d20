"""The words, by language, that say what a date is. All are compared folded (`reference.fold`).

A `*` at the end of a word lets it go on (`scad*` is scade, scadenza, scadrà). Words of languages that are written
with spaces count as whole words; those of Japanese, Korean, Chinese and Arabic count wherever they stand.
"""

import re
from collections.abc import Iterable, Mapping

from jpo_scraper.reference.fold import fold

Words = Mapping[str, str]
"""ISO 639-1 → words, parted by `|`."""

DEADLINE_LABELS: Words = {
    "en": "application deadline|applications deadline|deadline date|submission deadline|deadline for submission|"
    "deadline for submission of applications|closing date of applications|closing date for receipt of applications|"
    "application closing date|applications closing date|application end date|posting close date|posting closing date|"
    "posting expiry date|vacancy closing date|last date to apply|last day to apply|last date for submission|"
    "last date for submission of applications|last date for receipt of applications|"
    "deadline for receipt of applications|due date for applications|closes on|closes|close on|expires on|expires|"
    "application period|application window|opening / closing|opening/closing|opening and closing|"
    "opening and closing dates|opening and closing date|opening/closing date|opening/closing dates|"
    "opening date / closing date|closing of the list|closing of applications",
    "fr": "date limite|date limite de soumission|date limite pour postuler|date limite de dépôt|délai de candidature|"
    "délai de postulation",
    "es": "fecha límite de postulación|fecha límite para postular|plazo de postulación|fecha de vencimiento",
    "pt": "data limite para candidaturas|encerramento das candidaturas|data de encerramento",
    "it": "termine ultimo|data di scadenza|scadenza del bando|scadenza candidature",
    "de": "bewerbungsende|einsendeschluss|bewerbungsfrist endet am|bewerbungsfrist bis|frist für bewerbungen",
    "nl": "uiterste datum|solliciteren tot|sollicitatietermijn|geldig tot",
    "sv": "ansökan senast|sista dag för ansökan|ansökningstid",
    "da": "ansøgningsfristen|sidste frist",
    "fi": "haku päättyy|määräaika",
    "pl": "termin składania|termin nadsyłania zgłoszeń",
    "cs": "uzávěrka|termín podání",
    "tr": "son başvuru tarihi",
    "ja": "締切日|締め切り日|〆切|応募締切日|提出締切|受付締切|受付期間|申込期限",
    "ko": "마감일시|원서접수|접수 마감|접수 기간|지원 마감|모집 기간|공고 마감일",
    "zh": "报名截止日期|申请截止时间|截止时间",
    "ar": "آخر موعد|الموعد النهائي",
}
"""Labels beside those of `labels_multilingual.csv`."""

POSTED_LABELS: Words = {
    "en": "publication|published|publishing date|issue date|issued on|date posted|posted on|posted date|job posted|"
    "date of publication|opening date|open date",
    "cs": "zveřejněno",
    "tr": "yayın tarihi",
}
"""The same for the day of publication."""

VERB_LABELS = frozenset({"closes on", "closes", "close on", "closing on", "expires on", "expires"})
"""Labels that are verbs: what closes must be the vacancy, so they count only where a line or a value begins."""

OPENING_LABELS = frozenset(map(fold, ("Ansökningstiden började", "Hakuaika alkoi")))
"""Labels of that table which announce the first day, not the last."""

CLOSING: Words = {
    "en": "deadline|closing date|close date|last day to apply|last date to apply|last day for applications|"
    "last date for applications|last day for applying|last date for receipt|applications are due|applications due|"
    "applications close|applications will close|applications end|vacancy closes|vacancy will close|posting closes|"
    "posting will close|position closes|call closes|call will close|window closes|window will close|recruitment closes|"
    "advertisement closes|announcement closes|opening closes|opening will close|position will close|"
    "and closes on|and will close on|portal closes|portal will close|system closes|system will close|"
    "registration closes|it closes on|it will close on|which closes on|accepted through|received until|received "
    "through|"
    "vacancy will be closed|posting will be closed|call will be closed|vacancy expires|posting expires|open until|"
    "open till|accepted until|accepted till",
    "fr": "date limite|date de clôture|clôture des candidatures|clôture de l'appel|clôture de la vacance|clos le|"
    "dernier délai|délai de candidature|délai de dépôt|délai de postulation|délai de soumission|ouvert jusqu'au|"
    "ouverte jusqu'au",
    "es": "fecha límite|fecha tope|fecha de cierre|plazo límite|plazo de presentación|plazo de postulación|"
    "plazo de solicitud|plazo de inscripción|plazo de admisión|plazo para postular|plazo para presentar|"
    "cierre de la convocatoria|cierre de postulaciones|convocatoria cierra|abierta hasta|abierto hasta",
    "pt": "data limite|prazo de candidatura*|prazo para candidatura*|prazo de inscri*|prazo para inscri*|"
    "prazo para apresentação|prazo para submissão|prazo final|encerramento das candidaturas|"
    "encerramento das inscrições|candidaturas encerram|inscrições encerram|abertas até|aberto até",
    "it": "scad*|termine ultimo|termine per",
    "de": "bewerbungsfrist|bewerbungsschluss|einsendeschluss",
    "nl": "sluitingsdatum|sluit op|uiterste datum|sollicitatietermijn",
    "sv": "sista ansökningsdag*|sista dag för ansökan|sista dagen för ansökan|ansökningstiden",
    "da": "sidste frist|ansøgningsfrist*",
    "no": "søknadsfrist*",
    "fi": "hakuaika päättyy|määräaika",
    "pl": "termin składania|termin nadsyłania",
    "cs": "uzávěrka|termín podání|termín přihlášek",
    "tr": "son başvuru*",
    "ja": "締切|締め切|〆切|応募期限|提出期限|受付期間|応募期間|募集期間",
    "ko": "마감|접수기간|접수 기간|접수기한|제출기한|지원기한",
    "zh": "截止",
    "ar": "الموعد النهائي|آخر موعد|اخر موعد|موعد أقصاه",
}
"""Words of the end of applying: a date behind them in their sentence is the deadline."""

LIMIT: Words = {
    "en": "no later than|not later than|on or before|by|before|until|till|up to|latest",
    "fr": "au plus tard|jusqu'au|jusqu'à|avant",
    "es": "a más tardar|hasta|antes de|antes del",
    "pt": "até|o mais tardar",
    "it": "entro|entro e non oltre|fino al",
    "de": "bis|spätestens|vor",
    "nl": "uiterlijk|tot|voor",
    "sv": "senast|före",
    "da": "senest|inden",
    "no": "innen|senest",
    "fi": "viimeistään",
    "pl": "do|najpóźniej",
    "cs": "do|nejpozději",
    "ar": "حتى|قبل|لغاية|إلى غاية",
}
"""Words before a date that make it a limit, in sentences that speak of applying."""

LIMIT_BEHIND: Words = {
    "fi": "mennessä",
    "tr": "'a kadar|'e kadar|a kadar|e kadar|'a dek|'e dek",
    "ja": "まで",
    "ko": "까지",
    "zh": "之前|以前|前",
}
"""Words behind a date that do the same."""

CLOSING_BEHIND: Words = {
    "en": "is the closing date|is the deadline|is the application deadline|is the last da*|will be the closing date|"
    "will be the deadline",
    "fr": "est la date limite",
    "es": "es la fecha límite",
    "it": "è la data limite|è la scadenza",
    "de": "ist bewerbungsschluss|ist einsendeschluss",
    "ja": "必着|締切|締め切|〆切",
    "ko": "마감",
    "zh": "截止",
}
"""Words behind a date that say by themselves that applications close then."""

APPLYING: Words = {
    "en": "apply|applying|application|applications|cv|cvs|resume|resumes|cover letter|motivation letter|"
    "receive|mail it|mail them|write to|enter your|upload|fill in|send it|send them|send "
    "us|entries|register|registration|registrations|reach us|reaches us|"
    "expression of interest|expressions of interest",
    "fr": "candidature*|postul*|dossier|dossiers",
    "es": "candidatura*|solicitud*|postul*|inscri*",
    "pt": "candidatura*|inscri*",
    "it": "candidatura|candidature|domanda|domande",
    "de": "bewerbung|bewerbungen|bewerbungsunterlagen|bewerben",
    "nl": "sollicitatie*|solliciteren|solliciteer|aanmeld*|reageren",
    "sv": "ansök*|sök",
    "da": "ansøg*|søg",
    "no": "søknad*|søk",
    "fi": "haku*|hakemu*|hakea",
    "pl": "aplik*|zgłosz*|wniosk*",
    "cs": "přihláš*|žádost*",
    "tr": "başvuru*",
    "ja": "応募|申請|受付|出願|申込",
    "ko": "접수|원서|지원서|지원하|신청|응시",
    "zh": "报名|申请",
    "ar": "طلبات|الطلبات|الطلب|التقديم|الترشح",
}
"""Words of applying; not those of applicants (they must be under 33 by a date) and not `submit` (so are reports)."""

ANOTHER_STEP: Words = {
    "en": "interview*|start*|commenc*|begin*|assessment*|test|tests|exam|exams|examination*|notif*|informed|contacted|"
    "result|results|"
    "announced|born|age|aged|ages|years old|year old|published|posted|issued|duration|contract*|assignment*|graduat*|"
    "degree*|report*|payment*|question|questions|clarif*|webinar*|information session*|referee*|reference|references|"
    "nominat*|opens|opening|previous*|last year*|former*|original|originally|initial*",
    "fr": "entretien*|début*|résultat*|naiss*|né le|née le|né avant|née avant|né après|née après",
    "es": "entrevista*|inicio|nacid*|resultado*|consulta*|aclaraci*|pregunta*",
    "it": "colloqui*|inizio|nato|nata|nati|nate|contratt*",
    "de": "gespräch*|vorstellung*|beginn*|geboren|alter|start*",
    "nl": "gesprek*|aanvang|geboren",
    "sv": "intervju*|född*|tillträde*",
    "da": "samtale*|født|tiltrædelse*",
    "fi": "haastattelu*|syntyn*|alkaa",
    "ja": "面接|開始|生まれ|着任",
    "ko": "면접|시작|출생|임용",
    "zh": "面试|开始|出生",
    "ar": "مقابلة",
}
"""Between words of applying and a date they say that the date is another step's."""

OTHER_DEADLINE: Words = {
    "en": "interview*|webinar*|session*|referee*|reference|references|nominat*|question|questions|clarif*|payment*|"
    "report*|previous*|last year*|former*|original|originally|initial*|early",
    "fr": "précédent*|questions",
    "it": "contratt*|incaric*|progett*",
    "es": "anterior*|consulta*|aclaraci*|pregunta*",
    "nl": "vorig*",
    "da": "forrige",
    "sv": "föregående",
}
"""Before words of closing they say that another deadline is meant."""

DELIVERY: Words = {
    "en": "deliverable*|milestone*|inception report|draft",
    "fr": "livrable*",
    "es": "entregable*|producto*",
    "pt": "produto*",
}
"""On the line before a deadline label they say that work is due then."""

ROLLING: Words = {
    "en": "until filled|until the position is filled|until the post is filled|until the vacancy is filled|"
    "open continuously",
    "fr": "jusqu'à ce que le poste soit pourvu",
    "es": "hasta que se cubra",
    "it": "fino a copertura",
    "de": "bis zur besetzung",
    "nl": "tot de vacature is vervuld",
    "ko": "채용시마감|채용시 마감|채용 시 마감|상시채용|상시 채용",
}
"""There is no deadline, and the words say so."""

ROLLING_VALUES: Words = {
    "en": "rolling|continuous recruitment",
    "sv": "löpande",
    "da": "løbende",
    "no": "fortløpende",
    "fi": "toistaiseksi",
    "ja": "随時",
    "ko": "수시채용|수시 채용",
    "zh": "随时",
}
"""The same, but only behind a deadline label."""

NO_DAY = frozenset(
    "closed|expired|none|na|n/a|null|tba|tbc|tbd|to be determined|to be confirmed|to be announced|to be advised|asap|"
    "as soon as possible|not specified|not applicable|open|ongoing|-|--".split("|")
)
"""Values of a deadline that name no day and are no puzzle."""

SITE_KEYS = frozenset(
    "externalpostedenddate postingenddate enddate closingdate closedate deadline validthrough applyby expirydate "
    "applicationdeadline jobpositionclosingdate vacancydeadline expirationdate applicationclose applicationclosedate "
    "jobclosingdate expires dateclosing deadlinedate".split()
)
"""Keys, letters only, under which sites file the deadline in their data."""

_FIRST_UNBOUNDED = "\u0600"
"""From this letter on, words run together or carry their article in front."""


def listed(words: Words) -> list[str]:
    """All words of a table, folded."""
    return [fold(word) for line in words.values() for word in line.split("|")]


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the folded words, the longest first."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    bounded = [_escaped(word) for word in longest_first if word[0] < _FIRST_UNBOUNDED and word[0].isalpha()]
    others = [re.escape(word) for word in longest_first if word[0] >= _FIRST_UNBOUNDED or not word[0].isalpha()]
    alternatives = [rf"(?<![^\W\d_])(?:{'|'.join(bounded)})"] if bounded else []
    return re.compile("|".join([*alternatives, *others]))


def _escaped(word: str) -> str:
    stem = re.escape(word.removesuffix("*")).replace(r"\ ", r"\s")
    return stem + (r"\w*" if word.endswith("*") else r"(?![^\W\d_])")
