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

VERB_LABELS = frozenset(
    map(
        fold,
        "closes on|closes|close on|closing on|expires on|expires|vence|vence el|vencimiento|stänger|udløber|sluit op|"
        "sluiting|open tot|open tot en met|délai|chiusura|sista dag|sista datum".split("|"),
    )
)
"""Labels that are verbs or could be said of anything: what closes must be the vacancy, so they count only where a line
or a value begins."""

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
    "fr": "date limite|date de clôture|clôture des candidatures|clôture de l'appel|clôture de la vacance|"
    "clos le|dernier délai|délai de candidature|délai de dépôt|délai de postulation|délai de soumission|"
    "ouvert jusqu'au|ouverte jusqu'au|date de fermeture|délai d'inscription|fin des inscriptions|"
    "fin des candidatures|date d'échéance",
    "es": "fecha límite|fecha tope|fecha de cierre|plazo límite|plazo de presentación|plazo de postulación|"
    "plazo de solicitud|plazo de inscripción|plazo de admisión|plazo para postular|plazo para presentar|"
    "cierre de la convocatoria|cierre de postulaciones|convocatoria cierra|abierta hasta|abierto hasta|"
    "plazo de recepción|fecha de vencimiento|plazo de entrega de solicitudes|"
    "plazo de admisión de solicitudes|último día para",
    "pt": "data limite|prazo de candidatura*|prazo para candidatura*|prazo de inscri*|prazo para inscri*|"
    "prazo para apresentação|prazo para submissão|prazo final|encerramento das candidaturas|"
    "encerramento das inscrições|candidaturas encerram|inscrições encerram|abertas até|aberto até|"
    "último dia para|fim do prazo|fim das inscrições",
    "it": "scad*|termine ultimo|termine per|data limite|ultimo giorno per|chiusura del bando|"
    "chiusura delle candidature",
    "de": "bewerbungsfrist|bewerbungsschluss|einsendeschluss|anmeldeschluss|ausschreibungsfrist|einreichfrist|"
    "einreichungsfrist|anmeldefrist|eingabefrist|ende der bewerbungsfrist|letzter tag der bewerbung",
    "nl": "sluitingsdatum|sluit op|uiterste datum|sollicitatietermijn|uiterste sollicitatiedatum|"
    "uiterste inschrijvingsdatum|sollicitatiedeadline|laatste dag om te",
    "sv": "sista ansökningsdag*|sista dag för ansökan|sista dagen för ansökan|ansökningstiden|"
    "sista dag att söka|sista datum för ansökan|sista datum att söka|ansökningsfrist*",
    "da": "sidste frist|ansøgningsfrist*|sidste dag for ansøgning|sidste ansøgningsdag|ansøgningsdeadline*",
    "no": "søknadsfrist*|siste frist|siste søknadsdag|siste dag for søknad|siste dag for å søke|siste dag for å søkje",
    "fi": "hakuaika päättyy|määräaika|viimeinen hakupäivä|hakuajan päättymi*|haun päättymi*|viimeinen jättöpäivä",
    "pl": "termin składania|termin nadsyłania",
    "cs": "uzávěrka|termín podání|termín přihlášek",
    "tr": "son başvuru*",
    "ja": "締切|締め切|〆切|応募期限|提出期限|受付期間|応募期間|募集期間|締切日|応募締切|出願期間|申込期限|"
    "エントリー期間",
    "ko": "마감|접수기간|접수 기간|접수기한|제출기한|지원기한|모집기간|모집 기간|지원기간|지원 기간|제출 기한|"
    "접수 기한",
    "zh": "截止",
    "ar": "الموعد النهائي|آخر موعد|اخر موعد|موعد أقصاه",
}
"""Words of the end of applying: a date behind them in their sentence is the deadline."""

CLOSING_SUBJECTS: Words = {
    "fr": "formulaire|formulaire en ligne|plateforme|portail|appel|appel à candidatures|avis|concours|"
    "inscriptions|candidatures|dépôt des candidatures|offre|vacance|annonce",
    "es": "formulario|plataforma|portal|convocatoria|plazo|inscripción|inscripciones|postulación|postulaciones|"
    "registro|"
    "sistema|llamado|vacante",
    "pt": "formulário|plataforma|portal|concurso|edital|inscrições|candidaturas|prazo|sistema|vaga",
    "it": "modulo|piattaforma|portale|bando|avviso|candidature|iscrizioni|termine|sistema",
    "de": "formular|onlineformular|portal|bewerbungsportal|onlineportal|ausschreibung|bewerbungsphase|"
    "bewerbungszeitraum|frist|bewerbungsfrist|inserat|"
    "bewerbungsformular|bewerberportal|bewerbungssystem|stellenausschreibung|ausschreibungsfrist|einreichfrist",
    "nl": "formulier|portaal|vacature|sollicitatietermijn|termijn|inschrijving|oproep|systeem|"
    "sollicitatieformulier|sollicitatieperiode|sollicitatieportaal|aanmelding",
    "sv": "formuläret|portalen|ansökan|annonsen|ansökningsperioden|ansökningstiden|utlysningen|systemet|"
    "ansökningsformuläret|ansökningsportalen|rekryteringssystemet|tjänsten",
    "da": "skemaet|portalen|stillingen|opslaget|ansøgningsperioden|fristen|systemet|"
    "ansøgningsskemaet|ansøgningsportalen|rekrutteringssystemet",
    "no": "skjemaet|portalen|søknadsportalen|stillingen|stillinga|utlysningen|utlysinga|fristen|systemet|"
    "søknadsskjemaet|rekrutteringssystemet|søknadssystemet|søknadsperioden",
    "fi": "lomake|hakulomake|portaali|haku|hakuaika|hakujärjestelmä|järjestelmä|ilmoitus|"
    "hakemuslomake|hakuportaali|rekrytointijärjestelmä|hakuilmoitus",
}
"""What closes when applications do."""

CLOSING_VERBS: Words = {
    "fr": "sera fermé*|sera clos*|sera clôturé*|seront fermé*|seront clos*|seront clôturé*|est clos*|"
    "est ouvert* jusqu'au|"
    "sont clos*|ferme|ferment|fermera|fermeront|se clôture*|se clôturera|prend fin|prendra fin|expire|s'achève|"
    "se termine",
    "es": "se cerrará*|se cierra*|cierra*|cerrará*|vence*|vencerá|finaliza*|finalizará|termina*|terminará|expira|"
    "expirará|concluye|concluirá|permanecerá abiert*|estará abiert*|está abiert*",
    "pt": "encerra*|encerra-se|encerrará|encerram-se|encerrarão|fecha*|fechará|termina*|terminará|expira|vence|"
    "será encerrad*|serão encerrad*|ficará abert*|estão abert*|está abert*",
    "it": "chiude|chiuderà|chiudono|chiuderanno|si chiude|si chiuderà|si chiudono|scade|scadrà|scadono|termina|"
    "resta apert*|rimane apert*|è apert*|sono apert*",
    "de": "schließt|endet|wird geschlossen|läuft|läuft ab|ist geöffnet|ist offen",
    "nl": "sluit|sluit op|wordt gesloten|eindigt|loopt af|loopt tot|verloopt|staat open|is geopend|is open",
    "sv": "stänger|stängs|går ut|avslutas|löper ut|är öppen|är öppet|slutar",
    "da": "lukker|lukkes|udløber|slutter|er åben|er åbent",
    "no": "stenger|stenges|stengjer|vert stengd|går ut|utløper|lukkes|lukker|er åpen|er åpent|er open",
    "fi": "päättyy|sulkeutuu|suljetaan|umpeutuu|loppuu|on auki|on avoinna",
}
"""What it does then: behind any of these subjects they are words of closing."""

LIMIT: Words = {
    "en": "no later than|not later than|on or before|by|before|until|till|up to|latest",
    "fr": "au plus tard|jusqu'au|jusqu'à|avant|d'ici le|d'ici au|dernier délai le",
    "es": "a más tardar|hasta|antes de|antes del|no más tarde del|como máximo el|como fecha límite el|no más allá del",
    "pt": "até|o mais tardar|no máximo até|antes de|impreterivelmente até",
    "it": "entro|entro e non oltre|fino al|non oltre|prima del|entro il termine del",
    "de": "bis|spätestens|vor|längstens bis|bis einschließlich|bis spätestens|vor dem",
    "nl": "uiterlijk|tot|voor|t/m|tot en met|niet later dan|vóór",
    "sv": "senast|före|till och med|t.o.m.|ej senare än|inte senare än",
    "da": "senest|inden|til og med|ikke senere end|før",
    "no": "innen|senest|innan|seinast|til og med|ikke senere enn|ikkje seinare enn|før",
    "fi": "viimeistään",
    "pl": "do|najpóźniej",
    "cs": "do|nejpozději",
    "ar": "حتى|قبل|لغاية|إلى غاية",
}
"""Words before a date that make it a limit, in sentences that speak of applying."""

LIMIT_BEHIND: Words = {
    "fi": "mennessä|asti|saakka",
    "tr": "'a kadar|'e kadar|a kadar|e kadar|'a dek|'e dek",
    "ja": "まで|迄|までに",
    "ko": "까지",
    "zh": "之前|以前|前",
}
"""Words behind a date that do the same."""

PERIODS = tuple("기간 일시 기한 일정 期間 期限 日時 日程".split())
"""Words for a period that say under a heading or a label of applying what period it is."""

CLOSING_BEHIND: Words = {
    "en": "is the closing date|is the deadline|is the application deadline|is the last da*|will be the closing date|"
    "will be the deadline",
    "fr": "est la date limite|est le dernier jour|est le dernier délai",
    "es": "es la fecha límite|es el último día|es la fecha de cierre|es la fecha tope",
    "it": "è la data limite|è la scadenza|è il termine ultimo|è l'ultimo giorno",
    "de": "ist bewerbungsschluss|ist einsendeschluss|ist anmeldeschluss|ist die bewerbungsfrist|"
    "endet die bewerbungsfrist|endet die frist",
    "ja": "必着|締切|締め切|〆切",
    "ko": "마감",
    "zh": "截止",
    "pt": "é a data limite|é o prazo|é o último dia",
    "nl": "is de sluitingsdatum|is de uiterste datum|is de laatste dag",
    "sv": "är sista ansökningsdag*|är sista dag*|är sista datum",
    "da": "er ansøgningsfristen|er sidste frist|er sidste ansøgningsdag",
    "no": "er søknadsfristen|er siste frist|er siste søknadsdag",
    "fi": "on viimeinen hakupäivä|on hakuajan viimeinen päivä",
}
"""Words behind a date that say by themselves that applications close then."""

APPLYING: Words = {
    "en": "apply|applying|application|applications|cv|cvs|resume|resumes|cover letter|motivation letter|"
    "have to receive|must receive|receive both|receive your|mail it|mail them|please write|enter your data|"
    "upload your|upload it|upload them|fill in the form|send it|send them|send us|accepts entries|please register|"
    "reach us|reaches us|p11|p-11|p 11|personal history form|letter of motivation|letter of interest|covering letter|"
    "documents are received|documents will be received|documents are accepted|papers are received|please send|"
    "one pdf|single pdf|"
    "motivation statement|curriculum vitae|curricula vitae|send the form|submit the form|return the form|"
    "expression of interest|expressions of interest",
    "fr": "candidature*|postul*|dossier|dossiers|inscription*|s'inscrire|formulaire*",
    "es": "candidatura*|solicitud*|postul*|inscri*|formulario*|instancia*",
    "pt": "candidatura*|inscri*|candidatar-se|candidate-se|formulário*",
    "it": "candidatura|candidature|domanda|domande|iscrizion*|candidarsi|candidarti|candidati entro|modulo",
    "de": "bewerbung|bewerbungen|bewerbungsunterlagen|bewerben|bewerbungs*|bewirb|bewerbt|einreichung*|onlineformular",
    "nl": "sollicitatie*|solliciteren|solliciteer|aanmeld*|reageren|inschrijv*|motivatiebrief",
    "sv": "ansök*|sök|anmälan|anmäl*",
    "da": "ansøg*|søg",
    "no": "søknad*|søk|søkje|søkjer|søkje*",
    "fi": "haku*|hakemu*|hakea|hakiessa|hae",
    "pl": "aplik*|zgłosz*|wniosk*",
    "cs": "přihláš*|žádost*",
    "tr": "başvuru*",
    "ja": "応募|申請|受付|出願|申込|エントリー|応募書類",
    "ko": "접수|원서|지원서|지원하|신청|응시|모집|공모|제출서류",
    "zh": "报名|申请",
    "ar": "طلبات|الطلبات|الطلب|التقديم|الترشح",
}
"""Words of applying; not those of applicants (they must be under 33 by a date) and not `submit` (so are reports)."""

ANOTHER_STEP: Words = {
    "en": "interview*|start*|commenc*|begin*|assessment*|test|tests|exam|exams|examination*|notif*|informed|contacted|"
    "result|results|"
    "announced|born|age|aged|ages|years old|year old|published|posted|issued|duration|contract*|assignment*|graduat*|"
    "degree*|report*|payment*|question|questions|clarif*|webinar*|information session*|referee*|references|a reference|"
    "reference letter*|reference check*|"
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
    "pt": "entrevista*|início|inici*|nascid*|resultado*|prova*",
    "no": "intervju*|født|fødd|oppstart*|tiltredelse*|start*",
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
    "pt": "até preenchimento da vaga|até que a vaga seja preenchida",
    "sv": "tills tjänsten är tillsatt|tills platsen är tillsatt",
    "da": "indtil stillingen er besat",
    "no": "til stillingen er besatt|til stillinga er besett",
    "fi": "kunnes tehtävä on täytetty|kunnes paikka on täytetty",
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


def closing_pattern() -> re.Pattern[str]:
    """A pattern that finds any words of closing: of the table, and each subject with each verb of its language."""
    pairs = (
        rf"(?<![^\W\d_])(?:{_any_of(subjects)})\s(?:{_any_of(CLOSING_VERBS[language])})"
        for language, subjects in CLOSING_SUBJECTS.items()
    )
    return re.compile("|".join([pattern_of(listed(CLOSING)).pattern, *pairs]))


def _any_of(words: str) -> str:
    return "|".join(sorted(map(_escaped, map(fold, words.split("|"))), key=len, reverse=True))


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the folded words, the longest first."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    by_letter: dict[str, list[str]] = {}  # else every word is tried at every place
    for word in longest_first:
        if word[0] < _FIRST_UNBOUNDED and word[0].isalpha():
            by_letter.setdefault(word[0], []).append(_escaped(word[1:]))
    bounded = "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    others = [re.escape(word) for word in longest_first if word[0] >= _FIRST_UNBOUNDED or not word[0].isalpha()]
    return re.compile("|".join([*([rf"(?<![^\W\d_])(?:{bounded})"] if bounded else []), *others]))


def _escaped(word: str) -> str:
    stem = re.escape(word.removesuffix("*")).replace(r"\ ", r"\s")
    return stem + (r"\w*" if word.endswith("*") else r"(?![^\W\d_])")
