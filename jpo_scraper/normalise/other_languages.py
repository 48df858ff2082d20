"""Who pays, who may apply and up to what age, where one serves, what counts as experience and how notices quote their
number, in the languages of the sponsors' own sites.

These languages inflect the words (`nationalité française`, `deutscher Staatsangehörigkeit`, `Suomen kansalaisille`),
so a rule here is a cue, a country near it, and the sentence around both. Texts in English skip all of it.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from jpo_scraper.items import Fact
from jpo_scraper.normalise.cue import MOST, Cue
from jpo_scraper.normalise.dates import find_dates
from jpo_scraper.normalise.reading import Reading
from jpo_scraper.reference.lexicon import Match
from jpo_scraper.reference.stems import country_of
from jpo_scraper.reference.tables import countries, nationals
from jpo_scraper.vocab import Field

_ENGLISH = frozenset("the of and to in for with".split())
_ENGLISH_ALONE = frozenset({"the", "of"})
_ENGLISH_MARKS = frozenset("the and or is are of with be this".split())
_OTHER_MARKS = frozenset(
    "le les des du et une au aux est un el los las del y una se der das und ein eine von mit sie sind il gli della "
    "dell di che het een van en och att som ett med du og er av til ja tai seka os da em um uma dos pelo".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_CITIZEN = re.compile(
    r"\b(?:nationalite|ressortissant|citoyen|nacionalidad|nacionales de|ciudadan|(?:staatsangehorig|"
    r"staatsburger|burgerrecht)|nazionalita|citoyennete|"
    r"cittadin|nationaliteit|onderda(?:an|nen)|medborgar|statsborg[ae]r|kansalai|nacionalidade|cidada|"
    r"indfodsret)\w*|국민|国民(?!健康|経済|年金)"
)
_NO_BAR = re.compile(
    r"\b(?:autres pays|autre nationalite|otros paises|otra nacionalidad|otras nacionalidades|"
    r"anderer staaten|altri paesi|andere landen|"
    r"andra lander|andre land|muiden maiden|outros paises|sans distinction|sin distincion|"
    r"discrimin\w*|toutes nationalites|"
    r"uavhengig|uanset|oavsett|riippumatta|ungeachtet|ongeacht)\b"
)
_OR_OTHERS = re.compile(
    r"\b(?:ou|o|oder|of|eller|tai|alternativt) (?:de |des |een |un[ao]? |ein(?:en?)? )?(?:gultigen? )?"
    r"(?:extran|estrang|etrang|ausland|aufenth|resid|perm[ai]|bien con permiso|titul|uppeh|opph|oph|dauer)"
)
_NEAR = 34
_LIST = re.compile(
    r"[^.\n:]{0,60}(?:suivants?|siguientes|folgende[rn]?|nachstehende[rn]?|nachfolgende[rn]?|seguenti|volgende|"
    r"onderstaande|foljande|folgende|folgjande|nedenstaende|nedanstaende|seuraavi(?:en|sta)|seguintes|abaixo|"
    r"ci-apres|ci-dessous)[^.\n:]{0,60}:\s*"
)
_LIST_JOIN = re.compile(
    r"\s*(?:,|;|/|\b(?:et|y|e|und|en|och|og|ja|ou|o|u|oder|of|eller|tai|samt|sowie|seka)\b)+\s*"
    r"(?:la |le |les |l'|el |los |las |de |die |der |das |den |il |lo |gli |o |os |a |as )?"
)
_PAYS = re.compile(
    r"\b(?:(?:co)?financ(?:e|ee|es|ent|iad[oa]s?|ia|ian|iara|iert|ieren|iera|ieras|ieres|ierar|iata)"
    r"|(?:ko)?finanzi(?:ert|eren|ato|ata|ati|a|ano)|finansier(?:er|ar|as|es|ad|at|t|et)?|"
    r"gefinancierd|bekosta[rds]*|bekostig[dt]e?n?|betaal[dt]?|betalen|betal(?:er|ar|t|es|as)|patrocin(?:ad[oa]s?|a)|"
    r"auspici(?:ad[oa]s?|a)|parrainee?s?|parraine|subventionnee?s?|subventionne|sponsorizzat[oa]|gesponsert|"
    r"gesponsord|sufrag(?:a|ad[oa]s?|ara)|coste(?:a|ad[oa]s?|ara)|custead[oa]s?|custeia|suportad[oa]s?|"
    r"rahoitta(?:a|ma\w*)|rahoittavat|kustantaa|kustanta(?:ma\w*)|tragt|tragen|kommt fur|kommen fur|ubernimmt|"
    r"ubernehmen|bestreitet|bezahlt|"
    r"takes? en charge|pri(?:se?|t)s? en charge|prend(?:ra)? en charge|prennent en charge|assume|"
    r"a carico (?:del|dell[ao']|dei)|a cargo (?:del|de)|corre a cargo|fur rekening van|voor rekening van|"
    r"dekker|dekkes|dækker|dækkes|tacker|bekoster|bekostes|bekostar|star for utgiftene)\b"
    r"|경비|부담|재정을 지원|재정 지원|拠出|負担"
)
_POST = re.compile(
    r"\b(?:postes?|emplois?|puestos?|plazas?|vacantes?|stellen?|planstellen?|\w*posten|\w*postens|posizion[ei]|"
    r"incaric\w*|functies?|positie|plaats|plaatsen|plek|vacature|tjanst\w*|plats|platsen|platser|platserna|"
    r"stilling\w*|tehtav\w*|paik(?:ka|an|at|koja|kaa)|posto|postos|vagas?|lugar|jpos?|jea|apo|jeunes? expert\w*|"
    r"beigeordnet\w*|giovan\w+ funzionar\w*|assistent-deskundig\w*|bitradande|juniorekspert\w*|"
    r"apulaisasiantunti\w*|programme?|program\w*)|ポスト|本件|経費|職位|직위|국제기구|파견"
)
_STATE = re.compile(
    r"\b(?:gouvernement|gobierno|regierung|republik|ministeri\w*|ministerium\w*|bundesminist\w*|governo"
    r"|repubblica|regering\w*|overheid|riket\w*|"
    r"regjering\w*|hallitu\w*|ministere|governo|republica|confederation|confederazione|eidgenossenschaft|land"
    r"|estado)\b|政府|정부"
)
_WHOLE_SENTENCE = 260


def is_english(reading: Reading) -> bool:
    """Whether the small words of the text are English ones."""
    return reading.flat.words.all >= _ENGLISH_ALONE and len(_ENGLISH & reading.flat.words.all) >= 5


def is_other(reading: Reading) -> bool:
    """Whether the small words are at least as much those of another language; also of a few words that have none."""
    words = reading.flat.words.all
    if is_english(reading):
        return False
    return len(_OTHER_MARKS & words) >= len(_ENGLISH_MARKS & words) or reading.flat.words.has_unspaced


def nationalities(reading: Reading) -> Iterator[Fact]:
    """Nationalities near a word for citizen or nationality."""
    flat = reading.flat
    for cue in islice(_CITIZEN.finditer(flat), MOST):
        start, end = reading.sentence(cue.start(), cue.end())
        if _OR_OTHERS.search(flat, start, end):
            continue
        found = list(_listed(reading, cue.end(), min(len(flat), cue.end() + 500)))
        if not found and _NO_BAR.search(flat, start, end) is None:
            found = _nearest(
                reading, max(start, cue.start() - _NEAR), cue.start(), cue.end(), min(end, cue.end() + _NEAR)
            )
        for match in found:
            value = {"country": match.value, "kind": "include"}
            yield reading.fact(Field.NATIONALITIES, value, match.start, match.end, "nationality.other_language")


def _listed(reading: Reading, position: int, end: int) -> Iterator[Match[str]]:
    """`… of the following countries: A, B and C`."""
    opening = _LIST.match(reading.flat, position, end)
    at = opening.end() if opening else end
    while at < end:
        match = nationals().match_at(reading.text, reading.flat, at)
        if match is None:
            return
        yield match
        joined = _LIST_JOIN.match(reading.flat, match.end, end)
        if joined is None:
            return
        at = joined.end()


def _nearest(reading: Reading, first: int, cue_start: int, cue_end: int, last: int) -> list[Match[str]]:
    """The country right behind the cue, else right before it."""
    behind = list(_countries(reading, cue_end, last))[:1]
    return behind or list(_countries(reading, first, cue_start))[-1:]


def _countries(reading: Reading, start: int, end: int) -> Iterator[Match[str]]:
    """Countries named between two places, inflected or not."""
    named = list(countries().find(reading.text, reading.flat, start, end))
    yield from named
    for word in _WORD.finditer(reading.flat, start, end):
        inside = any(match.start <= word.start() < match.end for match in named)
        if not inside and (country := country_of(word[0])) is not None:
            yield Match(country, word.start(), word.end())


def sponsors(reading: Reading) -> Iterator[Fact]:
    """The state that pays, in a sentence that speaks of paying for the post or the programme."""
    flat = reading.flat
    for cue in islice(_PAYS.finditer(flat), MOST):
        start, end = reading.sentence(cue.start(), cue.end())
        start, end = max(start, cue.start() - _WHOLE_SENTENCE), min(end, cue.end() + _WHOLE_SENTENCE)
        if _POST.search(flat, start, end) is None:
            continue
        state = _STATE.search(flat, max(start, cue.start() - 80), min(end, cue.end() + 80))
        places = [(max(start, cue.start() - 40), min(end, cue.end() + 40))]
        if state is not None:
            places.insert(0, (max(start, state.start() - 25), min(end, state.end() + 30)))
        for first, last in places:
            found = sorted(_countries(reading, first, last), key=lambda match: match.start)
            if found:
                yield reading.fact(
                    Field.SPONSORS, found[0].value, found[0].start, found[0].end, "sponsor.other_language"
                )
                break


# --- Age -------------------------------------------------------------------------------------------------------------

_AGE = re.compile(
    r"(?P<age>\d{2})(?:\.|-|er|º|°)?\s*(?:ans\b|anos\b|jahre?n?\b|lebensjahr|ann[io]\b|jaar\b|ars?\b|vuo(?:t"
    r"|d)\w*|år\b|세|歳)"
)
_EXCLUSIVE = re.compile(
    r"moins de|menos de|menor (?:de|que|a)|unter\b|junger als|meno di|inferiore a(?:i)? \d|jonger dan|under\b|alle\b|"
    r"fylt\b|fyldt\b|fyllt\b|tayttanyt|cumplido\b|compiuto|noch nicht \d|"
    r"vollendet|erreicht|atteint|alcanzado|raggiunto|atingido|bereikt|completado|mas de \d|未満|미만"
)
_INCLUSIVE = re.compile(
    r"pas plus de|plus de|no (?:ser )?mayor|hasta|como maximo|maxim|hochst|nicht alter|altersgrenze|"
    r"non superiore|massim[oa]|fino a|ten hoogste|"
    r"hoogstens|niet ouder|hogst|hojst|hoyst|enintaan|korkeintaan|igual ou inferior|superior a|ældre end|"
    r"\bate(?: aos)?\s*$|\d\d\s?(?:-|a|et|bis|til|till|tot|y|e|und|en|och|og|ja|~|から)\s?$|limite d'age|"
    r"limite de edad|"
    r"edad maxima|eta non|aldersgran|aldersgrens|ikaraja|leeftijdsgrens|limite de idade|以下|이하|au plus|revolus|"
    r"ikkj?e over|inte over|eldre enn|aldre an\b|depass|uberschritten|superat|superado|superar|overskred|"
    r"overstig|overskrid|ultrapass|ylitt|を超え|초과하지"
)
_NO_LIMIT = re.compile(
    r"pas de limite|sin limite|no hay limite|keine altersgrenze|nessun limite|geen leeftijdsgrens|"
    r"ingen (?:ovre )?aldersgran|ingen (?:ovre )?aldersgrens|"
    r"inga (?:ovre )?aldersgran|inga (?:ovre )?aldersgrens|ei ikarajaa|nao ha limite|年齢制限なし|연령 제한 없음"
)
_NOT_A_LIMIT = re.compile(
    r"experi|erfahr|esperien|ervaring|erfaring|erfarenhet|kokemus|retrait|jubil|pension|elakk|reforma"
    r"|gjennomsnitt|genomsnitt|keskiarvo|durchschnitt|"
    r"moyenne d'age|kinder|enfants|ninos|barn\b|barnet|bambini|lapset|定年|정년"
)
_AGE_CUE = re.compile(
    r"\bage\b|d'age|\bedad\b|alter\b|alters|lebensjahr|\beta\b|leeftijd|alder|\bald\b|ikaraja|\bika(?:a|na)?\b|"
    r"\bidade\b|fyll|fylt|fyldt|vuotias|taytt|cumplid|"
    r"compiut|vollend|年齢|연령|만 ?\d|歳|ouder|jonger|\bjaar\b|\bans\b|anos\b|\bar\b|jahre"
)


def age_limits(reading: Reading) -> Iterator[tuple[int, int, int]]:
    """(highest age still eligible, start, end) of every printed limit."""
    flat = reading.flat
    for found in islice(_AGE.finditer(flat), MOST):
        age = int(found["age"])
        if age not in range(22, 61):
            continue
        start, end = reading.sentence(found.start(), found.end())
        start, end = max(start, found.start() - 110), min(end, found.end() + 70)
        around = flat[start:end]
        if _NO_LIMIT.search(around) or _NOT_A_LIMIT.search(around) or not _AGE_CUE.search(around):
            continue
        inclusive = _nearest_word(_INCLUSIVE, flat, start, found, min(end, found.end() + 14))
        exclusive = _nearest_word(_EXCLUSIVE, flat, start, found, end)
        if inclusive is None and exclusive is None:
            continue
        less = 1 if exclusive is not None and (inclusive is None or exclusive > inclusive) else 0
        yield age - less, found.start(), found.end()


_BIRTH = re.compile(
    r"\b(?:nee?s?|nacid[oa]s?|nacimiento|geboren|nat[oiae]|nascid[oa]s?|fod(?:t|da|te)?|fodd|fodda|synty\w*"
    r"|nascimento)\b|生まれ|出生|출생"
)


_SENTENCE_END = re.compile(r"(?<!\d)(?<!\bpr)[.;](?=\s+[^\W\d])|。")
"""Of a text with dates: a full stop behind digits (`31. Dezember`, `2026. 12. 31.`) ends no sentence."""
_DAY_NEAR = 110
_BORN_BEHIND = re.compile(r"\s?(?:以降|以後|이후|생)?\s?(?:に)?\s?(?:生まれ|出生|출생)")


_CLOSING_DAY = re.compile(
    r"bewerbungsschluss|(?:ende|ablauf) der bewerbungsfrist|fecha (?:de cierre|limite)|date (?:de cloture|limite)|"
    r"cloture des candidatures|data di scadenza|scadenza del bando|data limite|sluitingsdatum|soknadsfrist|"
    r"ansokningstidens utgang|sista ansokningsdag|ansogningsfrist|hakuajan paatty|締切日|応募締切時点|접수 ?마감일"
)


def reference_day(reading: Reading, start: int, end: int, deadline_on: date | None) -> date | None:
    """The day on which the age counts: a date in the sentence that is no birth date, else the closing day if the
    sentence says so."""
    line = reading.line_at(start)
    first, last = max(line.start, start - _DAY_NEAR), min(line.end, end + _DAY_NEAR)
    for stop in _SENTENCE_END.finditer(reading.flat, first, start):
        first = stop.end()
    if stop_behind := _SENTENCE_END.search(reading.flat, end, last):
        last = stop_behind.start()
    for span in find_dates(reading.text[first:last]):
        at, behind = first + span.start, first + span.end
        is_birth = _BIRTH.search(reading.flat, max(first, at - 25), at) or _BORN_BEHIND.match(
            reading.flat, behind, last
        )
        if span.on is not None and not is_birth:
            return span.on
    return deadline_on if _CLOSING_DAY.search(reading.flat, first, last) else None


def born_on_or_after(reading: Reading, facts: list[Fact]) -> date | None:
    """A birth date from which on one may apply, printed near a word for birth; its fact is added to `facts`."""
    for cue in islice(_BIRTH.finditer(reading.flat), MOST):
        first = max(0, cue.start() - 24)
        for span in find_dates(reading.text[first : cue.end() + 40])[:1]:
            if span.on is not None and 1970 <= span.on.year <= 2012:
                start, end = first + span.start, first + span.end
                value = {"born_on_or_after": span.on.isoformat()}
                facts.append(reading.fact(Field.AGE, value, start, end, "age.born_after"))
                return span.on
    return None


def _nearest_word(pattern: re.Pattern[str], flat: str, start: int, number: re.Match[str], end: int) -> int | None:
    """Where the pattern stands last before a number, else first behind it."""
    before = [found.start() for found in pattern.finditer(flat, start, number.start())]
    behind = pattern.search(flat, number.end(), end)
    return before[-1] if before else (behind.start() if behind else None)


# --- Place, number and experience -------------------------------------------------------------------------------------

POSTED_TO = Cue(
    "dienstort einsatzort arbeitsort sie du vous le la il elle el sara presta prestara o ficara u je standplaats de "
    "tjansten placeringen stationeringsorten tjanstgoringsorten placeringsorten med tjenestedet tjenestestedet "
    "arbejdsstedet arbeidsstedet arbeidsstaden tenestestaden stillingen stillinga arbeitet basado basada",
    r"(?:(?:dienst|einsatz|arbeits)ort (?:der stelle |dieser stelle )?(?:ist|befindet sich in|liegt in)|"
    r"(?:sie|du) (?:arbeiten|arbeitest|werden|wirst|sind|bist) (?:dabei |dort )?(?:vor ort )?in|"
    r"(?:vous|il|elle|le titulaire|la personne recrutee) (?:serez|sera|etes|travaillerez|travaillera) "
    r"(?:(?:base|affecte|poste|localise)(?:\(?e\)?)?(?:\(?s\)?)? |en poste |en residence )?(?:a|au|aux|en)|"
    r"(?:le|la) (?:poste|lieu d'affectation|residence administrative) (?:est|sera) (?:(?:base|situe|"
    r"localise)e? )?(?:a|au|en)?|"
    r"(?:el|la) (?:puesto|plaza|lugar de destino|sede del puesto) (?:es|sera|esta|estara)(?: (?:ubicad|basad|"
    r"situad)[oa])?(?: en)?|basad[oa] en|"
    r"la sede (?:di servizio |di lavoro |dell'incarico )?(?:e|sara)|sara (?:assegnat|destinat|basat)[oa](?:/a)? a|"
    r"prestara? servizio (?:a|presso la sede di)|"
    r"(?:o|a) (?:local de trabalho|posto|vaga|lotacao) (?:e|sera|fica)(?: em)?|ficara (?:sediad|lotad|basead|"
    r"colocad)[oa](?:\(a\))? em|"
    r"(?:u|je) (?:wordt|word|bent|werkt) (?:geplaatst |gestationeerd |gevestigd )?in|(?:de )?standplaats is|"
    r"du (?:kommer att |blir |ar )?(?:placeras|placerad|placera|stationeras|stationerad|arbetar|arbeta|"
    r"tjanstgor|tjanstgora) i|(?:tjansten|placeringen) ar (?:placerad |forlagd |stationerad )?(?:i|till)|"
    r"(?:stationerings|tjanstgorings|placerings)orten ar|med (?:placering|stationering|tjenestested|arbeidssted) i|"
    r"du (?:bliver |vil blive |blir |vil bli |vert |skal |kjem til a )?(?:udstationere[st]|udstationeret|"
    r"udsendt|placere[st]|placeret|stationeret|stasjonert|plassert|utplassert|arbeide|arbejde|jobbe) (?:i|til|pa)|"
    r"(?:tjenestestedet|tjenestedet|arbejdsstedet|arbeidsstedet|arbeidsstaden|tenestestaden) er|"
    r"(?:stillingen|stillinga) er (?:plassert|lagt|lokalisert|placeret) (?:i|til))\s+",
)
"""`Du placeras i …`, `Vous serez basée à …`: behind it stands the city where one serves."""

NUMBER_FORM = (
    r"((?=[a-z0-9/._-]*\d)(?!\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d))"
    r"(?!(?:19|20)\d\d(?:[./-]\d{1,2}[./-]\d{1,2})?(?:[^a-z0-9/_-]|$))"
    r"[a-z0-9][a-z0-9/._-]{3,39})(?![^\s.,;:)\"'])"
)
"""The number of a notice in folded text, in a group; a date or a year alone is none."""
NUMBER_OF_NOTICE = Cue(
    "kennziffer kennzahl referenznummer ausschreibungsnummer stellennummer geschaftszahl inseratnummer aktenzeichen "
    "vacaturenummer vacaturecode referentienummer dossiernummer diarienummer diarienr dnr referensnummer annonsnummer "
    "arendenummer jobnummer referencenummer sagsnummer journalnummer stillingsnummer referansenummer saksnummer "
    "utlysningsnummer utlysingsnummer viitenumero diaarinumero ilmoitusnumero tehtavanumero hakunumero numero n code "
    "codice codigo reference referencia riferimento referentie referenz referens referanse edital "
    "ポスト番号 公募番号 募集番号 整理番号 空席番号 공고번호 채용번호 공고",
    r"(?:(?:kennziffer|kennzahl|(?:referenz|ausschreibungs|stellen|inserat|vacature|referentie|dossier|diarie|"
    r"referens|annons|arende|job|reference|sags|journal|stillings|referanse|saks|utlysnings?|utlysings?)nummer|"
    r"vacaturecode|diarienr|dnr|geschaftszahl|aktenzeichen|(?:viite|diaari|ilmoitus|tehtava|haku)numero)\.?:? |"
    r"(?:numero|n°|n\.?º?|code|codice|codigo) (?:d[aeio]l?l?[ao]? |d'|dell'|de la |de l')?(?:reference|"
    r"referencia|riferimento|"
    r"avis|offre|annonce|fiche|vacance|avviso|bando|selezione|posizione|vacante|convocatoria|plaza|puesto|"
    r"edital|vaga)(?: n[°º.]+)?:? |(?:ポスト|公募|募集|整理|空席)番号[はが:]?\s?「?|(?:공고|채용)번호[는은:]?\s?)"
    + NUMBER_FORM
    + r"|(?:reference|referencia|riferimento|referentie|referenz|referens|referanse|"
    r"edital)(?: n[°º.]+)?:? (?=[a-z0-9]+[/._-])" + NUMBER_FORM,
)
"""`med diarienummer 26/001187`, `unter Angabe der Kennziffer …`: how a sentence gives the notice's own number."""

EXPERIENCE = re.compile(
    r"(?:berufs|arbeits)praxis|\bpraxis\b|berufstatig|beruflich\w* tatigkeit|berufsjahre|"
    r"(?:einschlagig|fachlich|hauptberuflich|relevant|qualifiziert|bezahlt)\w* (?:arbeit|tatigkeit|beschaftigung)|"
    r"pratique (?:professionnelle|utile)|(?:activite|vie|parcours|exercice|expertise) professionnel|"
    r"(?:travail|emploi) (?:effectif|remunere|pertinent|qualifie|professionnel)|anciennete (?:professionnelle|dans)|"
    r"(?:ejercicio|actividad|practica|desempeno|vida|carrera) (?:profesional|laboral)|"
    r"antiguedad (?:profesional|laboral|en)|"
    r"trabajo (?:remunerado|profesional|pertinente|efectivo|relevante)|"
    r"attivita (?:lavorativ|professional)|(?:lavoro|servizio) (?:documentat|retribuit|pertinent|qualificat|effettiv)|"
    r"anzianita (?:di servizio|lavorativa|professionale)|(?:pratica|vita) professionale|"
    r"(?:atuacao|atividade|pratica|exercicio|vida) profissional|trabalho (?:remunerado|profissional|relevante|"
    r"comprovado)|"
    r"relevant\w* (?:werk|arbeid|arbeide|arbejde|arbete)\b|betaald werk|(?:beroeps|werk)praktijk|arbeidsverleden|"
    r"yrkesverksam|yrkespraktik|yrkesliv|yrkesaktiv|(?:kvalificerat|avlonat) arbete|lonnet (?:arbeid|arbejde)|"
    r"\bpraksis\b|erhvervs(?:arbejde|aktiv|praksis)|arbeidspraksis|yrkespraksis|tyovuo|tyoskentel|roynsle|"
    r"業務経験|就業経験|社会人経験|勤務歴|(?:業務|職務|実務)に(?:従事|携わ)|실무|경험|종사|재직"
)
"""Words beside `experience` itself that say what kind of years are asked for."""

STUDIED = re.compile(
    r"abgeschloss|absolvier|besitz|posse[ds]|possui|posesi|poseer|innehar|\bavlagt|fullfort|gjennomfort|fuldfort|"
    r"beschik|suorit|卒業|修了|取得|졸업|수료|학위"
)
"""Words of having a degree."""

WELCOME = re.compile(
    r"[^,;.\n]{0,60}?(?:\b(?:preferenzial\w*|gradit\w*|von vorteil|wunschenswert|erwunscht|un atout|un plus|"
    r"apprecie\w*|"
    r"souhaitee?s?|deseables?|se valora\w*|valorad\w*|una ventaja|meriterande|onskvar\w*|en fordel|ein fordel|"
    r"onskelig|eduksi|gewenst|een pre|voordeel|desejave\w*|uma vantagem|un vantaggio)\b|望ましい|尚可|우대)"
)
"""Behind years or a degree: they are welcome, not asked for."""

INSTEAD = (
    r"i staden for|i stedet for|i stallet for|anstelle|anstatt|statt eines|au lieu d|in luogo d|invece d|"
    r"in plaats van|sijasta|sijaan|em vez d|em substituicao|en vez de"
)
"""One degree stands in for another."""
