"""Small numbers as postings print them: `2`, `two (2)`, `thirty-two`, `deux`, `3+`."""

import re

from jpo_scraper.normalise.cue import any_of

_WORDS: dict[str, tuple[str, ...]] = {
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    "fr": ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    "es": ("un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"),
    "de": ("ein", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwolf"),
    "it": ("un", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici"),
    "nl": ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"),
    "sv": ("ett", "tva", "tre", "fyra", "fem", "sex", "sju", "atta", "nio", "tio", "elva", "tolv"),
    "no": ("ett", "to", "tre", "fire", "fem", "seks", "sju", "atte", "ni", "ti", "elleve", "tolv"),
    "fi": ("yksi", "kaksi", "kolme", "nelja", "viisi", "kuusi", "seitseman", "kahdeksan", "yhdeksan", "kymmenen"),
    "pt": ("um", "dois", "tres", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze"),
}
"""Folded, from one upwards. Other spellings stand in `_MORE`."""
_MORE = {
    "une": 1,
    "uno": 1,
    "una": 1,
    "eine": 1,
    "einem": 1,
    "einer": 1,
    "uma": 1,
    "duas": 2,
    "fifteen": 15,
    "twenty": 20,
} | {
    word: value
    for value, words in {
        1: "yhden yhdeksi ei et eitt", 2: "kahden kahdeksi", 3: "kolmen kolmeksi", 4: "neljan neljaksi",
        5: "viiden viideksi", 6: "kuuden kuudeksi",
        12: "kaksitoista kahdentoista", 18: "dix-huit dieciocho achtzehn diciotto achttien arton atten dezoito",
        24: "vingt-quatre veinticuatro vierundzwanzig ventiquattro vierentwintig tjugofyra tjuefire fireogtyve",
        36: "trente-six sechsunddreißig trentasei zesendertig trettiosex trettiseks seksogtredive",
    }.items()
    for word in words.split()
} | {"vinte e quatro": 24, "trinta e seis": 36, "treinta y seis": 36}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40}

VALUES: dict[str, int] = {word: value for words in _WORDS.values() for value, word in enumerate(words, 1)} | _MORE
"""Folded number words of ten languages. `to`, `ni` and `ti` need a unit behind them to be numbers."""
for _ten, _value in _TENS.items():
    VALUES |= {f"{_ten}{joint}{word}": _value + n for n, word in enumerate(_WORDS["en"][:9], 1) for joint in ("-", " ")}
    VALUES.setdefault(_ten, _value)

_TH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
ORDINALS: dict[str, int] = {f"{ten[:-1]}ieth": value for ten, value in _TENS.items()} | {
    f"{ten}{joint}{word}": value + n for ten, value in _TENS.items() for n, word in enumerate(_TH, 1) for joint in "- "
}
"""English ordinals from twentieth on, folded: of birthdays."""

NUMBER = rf"(?:\d{{1,2}}|{any_of(VALUES)})" r"(?: ?\( ?(?:0?\d{1,2}|[a-z]{3,6}) ?\))?"
"""A number in folded text: a pattern without groups."""
_LASTING = "jahrige jahriger jahriges jahrigen jarige jarig arig arige ariga".split()
"""What makes one word of a number and years: `zweijährige`, `tweejarige`, `toårig`."""
FIRST_WORDS = frozenset(
    first + lasting for word in VALUES for first in re.split(r"\W", word)[:1] for lasting in ("", *_LASTING)
)
"""The words with which a number begins that is not in digits."""
YEARS = (
    r"(?:years?|year\(s\)|yrs?|anos?|ans?|annees?|jahre?n?|ann[oi]|jaar|jaren|ars?|aren|ara|vuosi|vuotta|vuoden|vuodeksi|"
    rf"{'|'.join(_LASTING)})(?![a-z])"
)
MONTHS = (
    r"(?:months?|month\(s\)|meses|mes|mois|monaten?|mesi|mese|maanden?|manaders?|maneders?|manader|maneder|"
    r"kuukausi|kuukautta|kuukauden|kuukaudeksi|개월|[かヶカヵ箇]月)"
)
"""Units behind a number, in folded text, in the languages of the documents."""
_DIGITS = re.compile(r"\d{1,2}")


def number(words: str) -> int:
    """The value of words that `NUMBER` matched; digits in brackets decide (`two (2)`)."""
    digits = _DIGITS.findall(words)
    word = words.partition("(")[0].strip()
    return int(digits[-1]) if digits else VALUES.get(word) or ORDINALS[word]
