"""Contact details in texts: masked unless somebody asks for them."""

import re

# Every repetition is bounded, so that a text of any length is read in one go.
_AT = r"\s?(?:[@＠]|[(\[{]\s?(?:at|@)\s?[)\]}])\s?"
_DOT = r"\s?(?:\.|[(\[{]\s?dot\s?[)\]}])\s?"
_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.!#$%&'*+/=?^`{{|}}~-]{{1,64}}{_AT}(?=[\w-]*[^\W\d])[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,8}}",
    re.IGNORECASE,
)
_GROUPS = r"(?:[\s().\-–/]{0,2}\d){5,14}"
"""The rest of a number of 6 to 15 digits in groups."""

_WORDS = (
    "tel téléphone telephone teléfono telefon telefoon tél phone mobile mob cell fax whatsapp hotline puhelin "
    "전화 팩스 電話 电话 ☎ 📞"
).split()
_PHONE = re.compile(
    rf"(?P<label>(?:(?<!\w)|(?<=[^\x00-\x7f]))(?:{'|'.join(_WORDS)})(?:\s?(?:no|nr|number))?[.:：\s]{{0,4}})"
    rf"\(?[+＋]?\d{_GROUPS}"
    rf"|(?<![\w+])(?:[+＋]|00)\s?\(?[1-9]{_GROUPS}"
    r"|(?<![\w.,/-])\(?0\d{1,3}[)\s.-]{1,2}\d{3,4}[\s.-]\d{4}(?![\w-])",
    re.IGNORECASE,
)


_NOTHING = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for a character of an address, so that the rest keeps its place."""


def details(text: str) -> list[tuple[int, int, str]]:
    """Where addresses and numbers stand: start, end, and what is shown instead; in the order of the text.

    A number is one for telephones when a word such as `Tel.` stands before it, or when it is written as one: with a
    leading `+` or `00`, or as `02-1234-5678`. Dates, reference numbers and amounts stay.
    """
    found = [(match.start(), match.end(), "[e-mail]") for match in _EMAIL.finditer(text)]
    without = _EMAIL.sub(lambda match: _NOTHING * len(match[0]), text)
    found += [(match.end("label") if match["label"] else match.start(), match.end(), "[phone]")
              for match in _PHONE.finditer(without)]  # fmt: skip
    return sorted(found)


def masked(text: str) -> str:
    """The text with `[e-mail]` and `[phone]` in the place of addresses and numbers."""
    parts, at = [], 0
    for start, end, instead in details(text):
        parts += [text[at:start], instead]
        at = end
    return "".join([*parts, text[at:]])
