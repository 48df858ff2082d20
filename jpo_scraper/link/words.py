"""The words of a posting in a form that can be compared: title, numbers, text, language."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from jpo_scraper.items import Posting
from jpo_scraper.reference.fold import UNSPACED, fold
from jpo_scraper.reference.lexicon import Lexicon
from jpo_scraper.reference.loader import cell_list, rows
from jpo_scraper.reference.tables import agencies, countries, places

Shingle = tuple[str, str, str, str]
"""Words in a row."""

_TOKEN = re.compile(rf"{UNSPACED.pattern}|[^\W_]+")
_DIGIT = re.compile(r"\d")
_PROGRAMME = re.compile(
    r"\((?:open|only|reserved|for)\b[^)]*\)|[-–(,: ]*\bopen (?:only )?to\b.*|\bnationals? (?:of|only)\b.*"
    r"|\bjunior[- ]professional[- ](?:officers?|programme)(?: \(?jpo\)?)?(?: programme| program| positions?| posts?)?"
    r"|\bjpos?\b(?:-\w+)?(?: (?:programme|program|in)\b)?|\bassociate (?:experts?\b|professional officers?\b)"
    r"|\bjunior experts?\b|\bjuniorekspert\w*|\bapulaisasiantuntija\w*|\bbeigeordnete\w* sachverstandige\w*"
    r"|\bjeunes? experte?s?(?:-e)? associee?s?(?:-e)?|\bjeunes? professionnel\w*|\bjoven(?:es)? profesional\w*"
    r"|\bprofesional(?:es)? junior|\bexpert[oa]s? asociad[oa]s?|\besperto associato|\b(?:apo|jea|sarc|sdp)\b"
    r"|\b(?:re-?)(?:advertis\w+|announc\w+|post(?:ed|ing))|\bfunded by\b.*|\bsponsored by\b.*"
    r"|\(?\b(?:grade )?(?:p|pr|l|no)[- ]?[1-5a-e]\b\)?(?!\w)|\b(?:vn|va|ref|no|nr)\.? ?\d[\w/-]*"
)
"""Words of a title that name the programme, the grade or who may apply: every post of a round bears them."""
_AGAIN = {
    stem: re.compile(words)
    for stem, words in {
        "advertis": r"\bre-?advertis",
        "announc": r"\bre-?announc",
        "posted": r"\bre-?posted\b",
        "reouverture": r"\breouverture\b",
        "nouvelle publication": r"\bnouvelle publication\b",
        "ausschreibung": r"\berneute? ausschreibung",
        "wieder ausgeschrieben": r"\bwieder ausgeschrieben",
        "opnieuw": r"\bopnieuw (?:opengesteld|gepubliceerd)",
        "pa nytt": r"\butlyst? (?:es )?pa nytt",
        "ny utlysning": r"\bny utlysning",
        "genopslag": r"\bgenopslag",
        "uudelleen haettav": r"\buudelleen haettav",
        "segunda convocatoria": r"\bsegunda convocatoria",
        "nueva convocatoria": r"\bnueva convocatoria",
        "재공고": "재공고",
        "再公募": "再公募",
        "再募集": "再募集",
    }.items()
}
"""Letters without which the words cannot be there → the words. Letters are found a hundred times faster."""
_SMALL = frozenset(
    "a an and at by for from in of on or the to with de des du la le les et en pour au aux l d und fur der die das im "
    "von y el los las del e di della il ja och for i og av til het een van voor te post position ref no nr".split()
)
_ROLES = frozenset(
    "officer analyst specialist associate expert adviser advisor coordinator manager assistant economist engineer "
    "scientist fellow junior senior professional consultant representative technical delegate".split()
)
"""What somebody is, without what about."""
_ENGLISH = _ROLES - frozenset("expert consultant assistant associate junior senior delegate".split())
_SAME_WORD = {"adviser": "advisor", "program": "programme", "programs": "programme", "centre": "center"}
_FUNCTION_WORDS = {
    "en": "the and of to in with for is will on by as from that".split(),
    "fr": "le la les des et du pour dans est une avec sur au qui".split(),
    "de": "der die das und mit fur von den zu im ist auf des eine".split(),
    "es": "el los las y del para con una por en que es al la".split(),
    "it": "il di che e della per con una del nel sono alla gli".split(),
    "pt": "o os e do da para com uma em que dos das ao".split(),
    "nl": "het een van en voor met de op is te aan bij zijn".split(),
    "sv": "och att det som en for med av pa ar den till om".split(),
    "da": "og at det som en for med af pa er den til om".split(),
    "no": "og at det som en for med av pa er den til om".split(),
    "fi": "ja on etta tai se ovat kanssa seka myos joka tyo".split(),
}
_SCRIPTS = {
    "ko": re.compile("[\uac00-\ud7af]"),
    "ja": re.compile("[\u3040-\u30ff]"),
    "zh": re.compile("[\u3400-\u9fff]"),
}
_HEAD = 4_000
"""Characters that tell the language."""
_DIGITS = 4
"""Digits that a number needs to tell posts apart."""
_MOST_PARTS = 8
"""Parts at the end of an address or an id in which a number is sought."""
_LONGEST_NUMBER = 4
"""Parts of the longest number: `JPO/GENEVA/2027/03`."""
_DIGITS_IN_ADDRESS = 5
"""Fewer digits name a site's own pages (`CX_1001`)."""
_DATE = re.compile(r"(?:19|20)\d{2}(?:[01]\d(?:[0-3]\d)?)?")
_HOST = re.compile(r"^[\w+.-]+://[^/?#]*")
"""Where an address begins: a number there (of a machine, of a port) is the same for all postings of a site."""


def tokens(text: str) -> list[str]:
    """The words of a folded text; each letter of an unspaced script is one."""
    return _TOKEN.findall(text)


def title_words(posting: Posting) -> frozenset[str]:
    """The words of a title that say which post it is.

    Left out: the programme, the agency, the place, the sponsor, the grade and numbers, which stand in fields of their
    own or are common to a round; small words; the plural.
    """
    title = posting.title or ""
    for names, is_own in _own_names(posting):
        for match in reversed(list(names.find(title, fold(title)))):
            if is_own(match.value):
                title = f"{title[: match.start]} {title[match.end :]}"
    flat = str(fold(title))
    for city in filter(None, (station.city for station in posting.duty_stations)):
        flat = flat.replace(fold(city), " ")  # the gazetteer does not know every city
    words = map(_singular, tokens(_PROGRAMME.sub(" ", flat)))
    sponsors = {country.lower() for country in posting.sponsors}
    return frozenset(word for word in words if word not in _SMALL and word not in sponsors and not _DIGIT.search(word))


def title_topics(title: str | None) -> frozenset[str]:
    """What a title in any of the sponsors' languages is about, as far as title_topics.csv knows."""
    flat = fold(title or "")
    return frozenset(topic for topic, known in _topics().items() if known.search(flat))


@cache
def _topics() -> dict[str, re.Pattern[str]]:
    """Topic → its words. A word begins a word of the title; after `~`, and in unspaced scripts, it may stand inside."""
    return {
        row["topic"]: re.compile("|".join(map(_topic_word, cell_list(row["words"])))) for row in rows("title_topics")
    }


def _topic_word(word: str) -> str:
    is_inside = word.startswith("~") or UNSPACED.search(word)
    return re.escape(word.lstrip("~")) if is_inside else rf"\b{re.escape(word)}"


def is_english(words: frozenset[str]) -> bool:
    """Whether a title says in English what somebody is."""
    return bool(words & _ENGLISH)


def roles(words: frozenset[str]) -> frozenset[str]:
    """The words that say what somebody is, not about what."""
    return words & _ROLES


def is_again(title: str, text: str) -> bool:
    """Whether the posting says of itself that it was advertised before."""
    folded = f"{fold(title)}\n{fold(text)}"
    return any(stem in folded and words.search(folded) for stem, words in _AGAIN.items())


def language_of(text: str, declared: str | None) -> str | None:
    """The language that a text is written in, by its script or small words; else the declared one."""
    head = fold(text[:_HEAD])
    for language, script in _SCRIPTS.items():
        if len(script.findall(head)) * 4 > len(head.replace(" ", "")):
            return language
    counts = Counter(tokens(head))
    best = max(_FUNCTION_WORDS, key=lambda language: _share(counts, language))
    return best if _share(counts, best) * 12 > counts.total() > 20 else declared


def _share(counts: Counter[str], language: str) -> int:
    return sum(counts[word] for word in _FUNCTION_WORDS[language])


def plain_number(reference: str | None) -> str | None:
    """A reference without its punctuation, in capitals; None where it has too few digits to tell posts apart."""
    if reference is None:
        return None
    number = "".join(tokens(fold(reference))).upper()
    return number if sum(map(str.isdigit, number)) >= _DIGITS and not _DATE.fullmatch(number) else None


def number_shape(reference: str) -> str:
    """How a reference is built: numbers of one shape are given by one publisher."""
    return re.sub(r"[^\W\d]+", "A", re.sub(r"\d", "9", reference.strip()))


def numbers_in(*addresses: str | None) -> frozenset[str]:
    """Every number that could be a reference, at the end of an address or in an id."""
    found = set()
    for address in addresses:
        parts = tokens(fold(_HOST.sub("", address or "")))[-_MOST_PARTS:]
        for start in range(len(parts)):
            for end in range(start + 1, min(start + _LONGEST_NUMBER, len(parts)) + 1):
                number = "".join(parts[start:end]).upper()
                if sum(map(str.isdigit, number)) >= _DIGITS_IN_ADDRESS and not _DATE.fullmatch(number):
                    found.add(number)
    return frozenset(found)


def shingles(text: str) -> frozenset[Shingle]:
    """Every few words in a row of a text, line by line."""
    found: set[Shingle] = set()
    for line in fold(text).splitlines():
        words = tokens(line)
        found.update(zip(words, words[1:], words[2:], words[3:], strict=False))
    return frozenset(found)


def _own_names(posting: Posting) -> Iterable[tuple[Lexicon[Any], Callable[[Any], bool]]]:
    """The names that may stand in a title, and which of them the posting also holds in fields."""
    stations = {(station.city, station.country) for station in posting.duty_stations}
    own_countries = {country for _, country in stations} | {*posting.sponsors, *posting.nationalities.include}
    yield agencies(), {posting.agency, posting.host_agency}.__contains__
    yield places(), lambda found: any((place.city, place.country) in stations for place in found)
    yield countries(), own_countries.__contains__


def _singular(word: str) -> str:
    """Good enough to compare titles: `programmes` and `programme`, `rights` and `right`."""
    word = _SAME_WORD.get(word, word)
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
