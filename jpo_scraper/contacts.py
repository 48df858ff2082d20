"""Contact persons in postings: their names, e-mail addresses and telephone numbers, masked unless somebody asks.

The rule for every door through which postings leave the database. A posting states who answers questions about it; that
is for applicants who read the posting, and nothing that an analysis needs.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

NAME, EMAIL, PHONE = "name", "e-mail", "phone"
"""Kinds of contact details; a mask is the kind in brackets."""

NO_PROSE = frozenset(
    """
    source sources external_id first_source first_external_id second_source second_external_id reference url final_url
    content_hash sha256 warc_file status programme agency host_agency sponsors nationalities nationalities_excluded
    grade duty_stations deadline_on deadline_time deadline_zone deadline_at first_seen_at last_seen_at
    """.split()
)
"""Columns and keys of numbers, codes, dates and addresses of pages: nobody's contact details, and kept as they are."""


class Contact(NamedTuple):
    """A contact detail in a text, by its offsets."""

    kind: str
    start: int
    end: int


# Every repetition is bounded, so that a text of any length is read in one go. Most texts name nobody: the marks, stems
# and digits that each pattern needs are looked for first, as that costs a tenth.

_AT = r"(?:\s?[@＠]\s?|\s?[(\[{]\s?(?:at|@)\s?[)\]}]\s?)"
_DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|\.)\s?[)\]}]\s?)"
_AT_MARKS = ("@", "＠", "at)", "at]", "at}", "at )", "at ]", "at }")
_DOT_MARKS = ("dot",)
_EMAIL = re.compile(
    rf"(?<![\w.+-])(?!(?:in|with|from|by|at|on|to|as|auf|mit)\s)[\w.!#$%&'*+/=?^`{{|}}~-]{{1,64}}{_AT}"
    rf"(?:[\w-]{{1,63}}{_DOT}){{1,8}}(?:xn--[\w-]{{2,59}}|[^\W\d_]{{2,63}})",
    re.IGNORECASE,
)
_EMAIL_IN_WORDS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\sat\s[\w-]{1,63}(?:\sdot\s[\w-]{1,63}){1,8}", re.IGNORECASE)

_GROUPS = r"(?:[\s().\-–/]{0,2}\d){5,14}"
"""The rest of a number of 6 to 15 digits in groups."""
_PHONE_WORDS = (
    "tel téléphone telephone teléfono telefon telefoon tél phone mobile mob cell fax whatsapp hotline puhelin "
    "전화 팩스 電話 电话 ☎ 📞"
).split()
_DIGITS = re.compile(r"\d(?:[\s().\-–/]{0,2}\d){5}")
_PHONE = re.compile(
    rf"(?:(?<!\w)|(?<=[^\x00-\x7f]))(?:{'|'.join(_PHONE_WORDS)})(?:\s?(?:no|nr|number))?[.:：\s]{{0,4}}"
    rf"(?P<labelled>\(?[+＋]?\d{_GROUPS})|(?<![\w+])(?P<abroad>(?:[+＋]|00)\s?\(?[1-9]{_GROUPS})"
    r"|(?<![\w.,/-])(?P<inland>\(?0\d{1,3}[)\s.-]{1,2}\d{3,4}[\s.-]\d{4})(?![\w-])",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:\b(?:id|no|nr|ref|reference|number|requisition|vacancy|code|job)|#|№)\W{0,3}$", re.IGNORECASE
)
"""Before a number that is a posting's, not a telephone's."""
_YEARS = re.compile(r"\D*(?:(?:0[1-9]|1[0-2])\D)?(?:19|20)\d\d(?:\D{1,3}(?:(?:0[1-9]|1[0-2])\D)?(?:19|20)\d\d)+\D*")
_DATE = re.compile(r"\D*(?:(?:19|20)\d\d\D\d\d?\D\d\d?|\d\d?\D\d\d?\D(?:19|20)\d\d)(?:\D.*)?")

_HONORIFIC = r"(?:Mrs?|Ms|Mx|Messrs|Mme|Mlle|Madame|Monsieur|Herrn?|Frau|Sra?|Señora?|Sig\.?ra|Sig|Dhr|Mevr|Mw)\b\.?"
_CUES = (
    "contact persons?|contacts?|person to contact|focal points?|enquiries|inquiries|questions|attention|attn\\.?"
    "|write to|speak (?:to|with)|addressed to|reach|call"
    "|ansprechpartner(?:in|innen)?|ansprechperson(?:en)?|kontaktperson(?:en|er)?|kontakt|rückfragen an"
    "|personnes? (?:de|à) contact(?:er)?|contacter|contactos?|personas? de contacto|contatos?|contatt[oi]|referente"
    "|contactperson(?:en)?|contactpersoon|upplysningar(?: lämnas av)?|yhteyshenkilö(?:t)?|lisätietoja(?: antaa)?"
)
_CUE = re.compile(rf"(?<!\w)(?:{_CUES})(?:\s(?:us|at|is|our|the|with))?[\s:：–,-]{{1,4}}", re.IGNORECASE)
_CUE_STEMS = (
    "contact kontakt focal quir question attention attn write speak addressed reach call ansprech rückfragen contat "
    "referente upplysningar yhteys lisätietoja"
).split()
_CUE_WITHOUT_SPACES = re.compile(
    r"(?:담당자\s|(?:담당자?|문의처?|担当者?|連絡先|問い?合わせ先?|联系人)\s?[:：])\s?([가-힣]{2,4}|[\u4e00-\u9fff]{2,4})(?![가-힣\u4e00-\u9fff])"
)
_TITLE_STEMS = "Mr Ms Mx Mess Mme Mlle Mada Mons Herr Frau Sr Señ Sig Dhr Mev Mw".split()
_TITLE = re.compile(rf"(?<!\w){_HONORIFIC}(?=\s)")
_HONORED = re.compile(rf"(?:{_HONORIFIC}\s{{1,2}}|Dr\.?\s{{1,2}}|Prof\.?\s{{1,2}}){{0,3}}")
_WORD = re.compile(r"[^\W\d_](?:[\w'’‘-]{0,40}\w)?\.?")
_GAP = re.compile(r"[ \u00a0]{1,2}")
_BEFORE = re.compile(
    r"[ \u00a0]{0,2}[,:;(<\[–—|/-]{0,2}[ \u00a0\n\t]{0,3}(?:e-?mail|mail|tel|phone)?[.: ]{0,3}$", re.IGNORECASE
)
"""What may stand between a name and its address."""

_PARTICLES = frozenset("de den der van von da di do dos la le el al bin binti ibn zu af av ten ter y e".split())
_NO_NAME = frozenset(
    """
    human resources hr office unit division department section team branch service services desk centre center
    ministry embassy delegation mission foreign affairs government recruitment career careers job jobs vacancy vacancies
    programme program jpo junior professional officer officers expert experts united nations international organization
    organisation agency fund bank secretariat secretary general director head chief manager information details person
    persons point focal number phone e-mail email mail tel fax website web address contact contacts application
    applications support help info global local regional country headquarters inclusion talent staff personnel people
    development young world deadline duty station questions inquiries enquiries queries
    excel word powerpoint project access teams outlook windows sharepoint dynamics
    us our the this these for by at in on please and or if before after to of we you they all any it an a no non more
    further only not do apply
    """.split()
)
"""Words of which no name consists, folded."""
_MOST_WORDS = 5


@lru_cache(maxsize=32)  # a row is looked through for names, and then masked
def contacts(text: str, known: frozenset[str] = frozenset()) -> tuple[Contact, ...]:
    """The contact details in a text, in its order; none overlaps another. `known`: names wherever they stand.

    A number is one for telephones when a word such as `Tel.` stands before it, or when it is written as one: with a
    leading `+` or `00`, or as `02-1234-5678`. Dates, years, reference numbers and amounts are none. A name is one when
    it stands after `Contact:` or the like, after `Mr`, `Ms` and the like, right before an address or number, or when an
    address is made of it; then all its other places are ones too.
    """
    addresses = list(_addresses(text))
    found = [*addresses, *(_phones(text) if _DIGITS.search(text) else ())]
    found += list(_names(text, found, addresses))
    spelt = known.union(text[one.start : one.end] for one in found if one.kind == NAME)
    found += [one for name in spelt for one in _everywhere(text, name)]
    kept: list[Contact] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def names(value: Any) -> frozenset[str]:
    """The names of the contact persons in a text, or in all texts of a row: no other of its values may show them."""
    if isinstance(value, str):
        return frozenset(value[one.start : one.end] for one in contacts(value) if one.kind == NAME)
    if isinstance(value, Mapping):
        value = [part for key, part in value.items() if key not in NO_PROSE or not isinstance(part, str)]
    return frozenset().union(*map(names, value)) if isinstance(value, list | tuple) else frozenset()


def masked(text: str, known: Collection[str] = ()) -> str:
    """The text with `[name]`, `[e-mail]` and `[phone]` in the place of contact details. `known`: names to mask too."""
    pieces, at = [], 0
    for one in contacts(text, frozenset(known)):
        pieces += [text[at : one.start], f"[{one.kind}]"]
        at = one.end
    return "".join((*pieces, text[at:]))


def without_contacts(value: Any, known: Collection[str] = (), key: str = "") -> Any:
    """A value of the database with every text in it masked, those in JSON too. `key`: its column, or key in JSON."""
    if isinstance(value, str):
        if not value or key in NO_PROSE:
            return value
        if value[0] in "[{" and (inside := _json(value)) is not None:
            done = without_contacts(inside, known)
            return value if done == inside else json.dumps(done, ensure_ascii=False)
        return masked(value, known)
    if isinstance(value, Mapping):
        return {name: without_contacts(part, known, name) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [without_contacts(part, known, key) for part in value]  # a list of codes has a code's key
    return value


def _json(text: str) -> Any:
    """What a text of JSON holds; None where it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def _addresses(text: str) -> Iterator[Contact]:
    lowered = text.lower()
    for form, marks in ((_EMAIL, _AT_MARKS), (_EMAIL_IN_WORDS, _DOT_MARKS)):
        if any(mark in lowered for mark in marks):
            yield from (Contact(EMAIL, *found.span()) for found in form.finditer(text))


def _phones(text: str) -> Iterator[Contact]:
    for found in _PHONE.finditer(text):
        kind = str(found.lastgroup)
        start, end = found.span(kind)
        number = found[kind]
        is_other = _YEARS.fullmatch(number) or _DATE.fullmatch(number)
        is_id = kind == "abroad" and number.isdigit() and _NUMBERED.search(text, max(0, start - 20), start)
        if not is_other and not is_id:
            yield Contact(PHONE, start + (number.startswith("(") and ")" not in number), end)


# --- names ------------------------------------------------------------------------------------------------------------


def _names(text: str, found: list[Contact], addresses: list[Contact]) -> Iterator[Contact]:
    lowered = text.lower()
    if any(stem in lowered for stem in _CUE_STEMS):
        for cue in _CUE.finditer(text):
            yield from _name_at(text, cue.end(), least=2)
    if any(stem in text for stem in _TITLE_STEMS):
        for title in _TITLE.finditer(text):
            yield from _name_at(text, title.start(), least=1)
    if not text.isascii():
        for cue in _CUE_WITHOUT_SPACES.finditer(text):
            yield Contact(NAME, *cue.span(1))
    for one in found:
        yield from _name_before(text, one.start)
    yield from _namesakes(text, addresses)


def _everywhere(text: str, name: str) -> Iterator[Contact]:
    """Each place of a name. In a script without capitals, as in Korean, other letters may follow it at once."""
    before, after = (r"(?<!\w)", r"(?!\w)") if name[:1].isupper() else ("", "")
    for found in re.finditer(f"{before}{re.escape(name)}{after}", text):
        yield Contact(NAME, *found.span())


def _name_at(text: str, start: int, least: int) -> Iterator[Contact]:
    """The name that begins here, titles before it left out; none with fewer words than `least`, nor of other words."""
    begins = start + len(honored[0]) if (honored := _HONORED.match(text, start)) else start
    least = 1 if begins > start else least
    ends = at = begins
    for _ in range(_MOST_WORDS):
        word = _WORD.match(text, at)
        is_name = word is not None and word[0][0].isupper()
        if word is None or (not is_name and word[0].casefold() not in _PARTICLES):
            break
        ends = word.end() if is_name else ends
        if not (gap := _GAP.match(text, word.end())):
            break
        at = gap.end()
    name = text[begins:ends]
    if _is_name(name.split(), least):
        yield Contact(NAME, begins, ends - name.endswith("."))


def _is_name(words: list[str], least: int) -> bool:
    folded = {_folded(word) for word in words}
    is_spelt_out = any(len(word) > 1 and not word.isupper() for word in words)
    return len(words) >= least and not folded & _NO_NAME and (is_spelt_out or least == 1)


def _name_before(text: str, end: int) -> Iterator[Contact]:
    """The name right before an address or a number: two to four capitalised words, and nothing else in their clause."""
    between = _BEFORE.search(text, max(0, end - 20), end)
    if between is None or between.start() == end:
        return
    words = list(_WORD.finditer(text, max(0, between.start() - 60), between.start()))
    taken: list[re.Match[str]] = []
    for word in reversed(words):
        follows = taken[0].start() if taken else between.start()
        gap = text[word.end() : follows]
        if gap.strip(" \u00a0") or len(gap) > 2 or len(taken) == _MOST_WORDS:
            break
        if not word[0][0].isupper() and word[0].casefold() not in _PARTICLES:
            break
        taken.insert(0, word)
    while taken and (not taken[0][0][0].isupper() or _HONORED.fullmatch(f"{taken[0][0]} ")):
        del taken[0]
    if _is_name([word[0] for word in taken], least=2):
        yield Contact(NAME, taken[0].start(), taken[-1].end())


def _namesakes(text: str, addresses: list[Contact]) -> Iterator[Contact]:
    """The names that addresses are made of, wherever they stand: Jane Doe of jane.doe@… and of jdoe@…"""
    made_of = {key for one in addresses for key in _keys(text[one.start : one.end])}
    if not made_of:
        return
    words = [word for word in _WORD.finditer(text) if word[0][0].isupper()]
    for at, word in enumerate(words):
        first = _folded(word[0])
        if (first,) in made_of:
            yield Contact(NAME, word.start(), word.end() - word[0].endswith("."))
        for other in words[at + 1 : at + 3]:
            last, between = _folded(other[0]), text[word.end() : other.start()]
            if len(between) < 5 and not re.search(r"[^\s,.-]\w", between) and {
                (first, last), (last, first), (first[0] + last,),
            } & made_of:  # fmt: skip
                yield Contact(NAME, word.start(), other.end() - other[0].endswith("."))


def _keys(address: str) -> Iterator[tuple[str, ...]]:
    """First and last name of an address, or its only word."""
    local = re.split(r"\s?[@＠(\[{]|\sat\s", address, maxsplit=1)[0]
    parts = [part for part in re.split(r"[._+\d-]+", local.casefold()) if len(part) > 1]
    if {*parts} & _NO_NAME or not parts:
        return
    if len(parts) > 1:
        yield parts[0], parts[-1]
    elif len(parts[0]) > 3:
        yield (parts[0],)


def _folded(word: str) -> str:
    return word.casefold().strip(".")
