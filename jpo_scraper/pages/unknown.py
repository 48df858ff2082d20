"""Documents of unknown origin, for `jpo parse`: HTML, RSS items, JSON of two platforms, plain text, PDF and DOCX.

What is no vacancy (a throttle page, undecodable bytes, a programme page, a list) raises a PageError that says what
it is instead.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from parsel import Selector

from jpo_scraper.exceptions import BrokenDocument, ErrorPage, NotAVacancy, PageError
from jpo_scraper.items import Document, Fetch, Label, RawPosting
from jpo_scraper.pages.any_html import read_any_page
from jpo_scraper.pages.base import decode, read_json, read_xml, reject_challenge
from jpo_scraper.pages.files import docx_to_text, pdf_to_text
from jpo_scraper.pages.kinds import what_else
from jpo_scraper.pages.oracle_hcm import OracleHcmPosting
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.pages.workday import WorkdayPosting
from jpo_scraper.pages.wrapped import unwrap
from jpo_scraper.vocab import Field

SOURCE = "unknown"
_SHORTEST = 200
"""Fewer characters than this are no vacancy text, unless labels carry the content."""
_LONGEST = 400_000
"""More characters than this are no vacancy: a notice of fifty posts has fewer."""
_LARGEST = 5_000_000
"""Bytes of a page or text; PDF and DOCX, which hold pictures, may be larger."""
_HEAD = 2_000
"""Bytes that are enough to tell what kind of document it is."""

_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or Outlook file: save it as DOCX or PDF"),
    (b"{\\rtf", "a rich text file: save it as DOCX or PDF"),
    (b"\x1f\x8b", "a file compressed with gzip: unpack it first"),
    (b"BZh", "a file compressed with bzip2: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"\x89PNG", "a picture: it has no text (run a text recognition first)"),
    (b"\xff\xd8\xff", "a picture: it has no text (run a text recognition first)"),
    (b"GIF8", "a picture: it has no text (run a text recognition first)"),
    (b"WARC/", "a web archive: read it with jpo crawl --replay"),
)
"""How the files begin that cannot be read, and what they are."""
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z][\w.:-]{2,30})""")
_UTF_8 = "utf-8-sig"
"""With or without a byte order mark."""
_CONTROLS = bytes((*range(9), *range(14, 32)))
_BEYOND_ASCII = bytes(range(128, 256))
_SAMPLE = 4_000
_RARE = 50
"""One in so many may be broken."""
_FEED = re.compile(r"(?:<\?xml[^>]*>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(?:rss|feed|item|entry|rdf)\b", re.DOTALL)
_MARKUP = re.compile(r"<(?:html|!doctype html|head|body|div|p|table|main|article|section|ul|ol|h[1-6]|br|span)\b")
_JSON = re.compile(r"[{\[]\s*(?:[\"{\[\]}\d-]|true|false|null|\Z)")
"""`[ General ] Call for JPOs` is text."""
_NUMBER_IN_PATH = re.compile(r"/(?:job|vacancies|jobs|requisitions/job|detail)/(\d{4,})")


def read_document(document: Document) -> list[RawPosting]:
    """The postings of a document, by what its bytes say it is. Raises PageError if it holds none."""
    body, url = document.body, document.url
    if not body.strip():
        raise ErrorPage("the file is empty", url)
    for start, what in _REFUSED:
        if body.startswith(start):
            raise NotAVacancy(what, url)
    if b"%PDF-" in body[:1_024]:
        return [_plain(document, pdf_to_text(body, url))]
    if body.startswith(b"PK\x03\x04"):
        return [_plain(document, docx_to_text(body, url))]
    if len(body) > _LARGEST:
        raise NotAVacancy(f"{len(body):,} bytes of text: no vacancy is that long", url)
    document = _in_utf8(document)
    reject_challenge(document)
    head = document.body.lstrip()[:_HEAD].decode(errors="replace").lstrip("\ufeff").lower()
    if _JSON.match(head):
        return [_record(document)]
    if _FEED.match(head):
        return _feed(document)
    if _MARKUP.search(head):
        return [_page(document)]
    if head.startswith("<?xml"):
        read_xml(document)
        raise NotAVacancy("XML that is no feed of posts", url)
    return [_plain(document, unwrap(decode(document)))]


# --- Bytes to text ---------------------------------------------------------------------------------------------------


def _in_utf8(document: Document) -> Document:
    """The same document in UTF-8. Raises BrokenDocument for what is no text.

    A mark at the start says most surely how it is encoded, then the bytes themselves (nothing else looks like UTF-8),
    then what the document declares; what is left is Windows-1252.
    """
    body = document.body
    if not _is_utf8(body):
        declared = _DECLARED.search(body[:_HEAD])
        charsets = (_by_mark(body), _UTF_8, document.charset, declared[1].decode() if declared else None, "cp1252")
        text = next((text for charset in charsets if charset and (text := _decoded(body, charset)) is not None), "\0")
        body = text.encode(errors="replace")
    sample = body[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) / _RARE:
        raise BrokenDocument("the bytes are no text: compressed, encrypted or cut", document.url)
    return replace(document, body=body, charset=_UTF_8)


def _is_utf8(body: bytes) -> bool:
    """Whether the bytes are UTF-8 to the letter; zero bytes are, and speak against it."""
    try:
        body.decode()
    except UnicodeError:
        return False
    return b"\0" not in body[:_HEAD]


def _by_mark(body: bytes) -> str | None:
    """The charset that a byte order mark names, or that zero bytes in every second place give away."""
    for mark, charset in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return charset
    even, odd = body[:_HEAD:2].count(0), body[1:_HEAD:2].count(0)
    if max(even, odd) > min(len(body), _HEAD) / 6:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def _decoded(body: bytes, charset: str) -> str | None:
    """The body in this charset, or None. A few broken letters do not count against UTF-8."""
    try:
        return body.decode(charset)
    except LookupError:
        return None
    except UnicodeError:
        if charset != _UTF_8:
            return None
    text = body.decode(charset, errors="replace")
    return text if text.count("\ufffd") * _RARE < len(body) - len(body.translate(None, _BEYOND_ASCII)) else None


# --- Each kind of document -------------------------------------------------------------------------------------------


def _plain(document: Document, text: str) -> RawPosting:
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    _accept(first_line.removeprefix("## "), text, document.url)
    return RawPosting(SOURCE, _stem(document), None, text, fetched_at=document.fetched_at)


def _accept(title: str, text: str, url: str, links: Iterable[str] = ()) -> None:
    """Raise NotAVacancy or ErrorPage, unless the words are those of a vacancy."""
    if len(text) > _LONGEST:
        raise NotAVacancy(f"{len(text):,} characters of text: no vacancy is that long", url)
    if len(text) < _SHORTEST or text.isspace():
        raise ErrorPage(f"too little text for a vacancy ({' '.join(text.split())[:80]!r})", url)
    if other := what_else(title, text, links):
        raise NotAVacancy(other, url)


def _stem(document: Document) -> str:
    return PurePath(urlsplit(document.url).path).stem


def _feed(document: Document) -> list[RawPosting]:
    """One posting per item of a feed that holds one. Raises NotAVacancy if none does."""
    xml = read_xml(document)
    xml.remove_namespaces()
    items = xml.xpath("//item | //entry")
    if not items:
        raise PageError("a feed without items", document.url)
    found = [_item(item, document) for item in items]
    others = [_what_else_is(raw) for raw in found]
    if all(others):
        raise NotAVacancy(others[0] or "", document.url)
    return [raw for raw, other in zip(found, others, strict=True) if other is None]


def _what_else_is(raw: RawPosting) -> str | None:
    """What an item is, if it is no vacancy. One with a field of a post beside its text is one."""
    has_fields = any(label.field not in (None, Field.TITLE, Field.REFERENCE) for label in raw.labels)
    title, _, text = raw.text.partition("\n\n")
    return None if has_fields else what_else(title, text, in_feed=True)


def _item(item: Selector, document: Document) -> RawPosting:
    def words(tag: str) -> str:
        return " ".join((item.xpath(f"normalize-space({tag})").get() or "").split())

    link = words("link") or words("link/@href") or None
    text = _longest_first(item)
    labels = [Label("title", words("title"), Field.TITLE)]
    labels += [Label(name, words(name), field) for name, field in _FEED_FIELDS if words(name)]
    labels += [Label(name, words(name)) for name in ("pubDate",) if words(name)]
    number = _NUMBER_IN_PATH.search(link or "")
    if number:
        labels.append(Label("link", number[1], Field.REFERENCE))
    identity = words("guid") or words("id") or link or words("title")
    return RawPosting(
        SOURCE, identity, link, f"{words('title')}\n\n{text}", tuple(labels), fetched_at=document.fetched_at
    )


def _longest_first(item: Selector) -> str:
    """The texts of an item, the longest first: feeds give a summary, and the whole text beside it."""
    printed = [words for element in item.xpath(_TEXTS) if (words := element.xpath("string()").get())]
    texts = [html_to_text(words) if "<" in words else words.strip() for words in printed]
    longest_first = sorted(texts, key=len, reverse=True)
    return "\n\n".join(text for index, text in enumerate(longest_first) if text not in "".join(longest_first[:index]))


_TEXTS = "description | content | summary | encoded"
_FEED_FIELDS = (
    ("refNo", Field.REFERENCE), ("location", Field.DUTY_STATIONS), ("closingDate", Field.DEADLINE),
    ("source", Field.AGENCY),
)  # fmt: skip


def _record(document: Document) -> RawPosting:
    """The JSON that a platform gives for one post: Workday's detail, Oracle's requisition."""
    data = read_json(document)
    record = data if isinstance(data, dict) else {}
    fetch = Fetch(document.url, "posting")
    if "jobPostingInfo" in record:
        (raw,) = WorkdayPosting(document, fetch, SOURCE, {}).postings()
        return raw
    rows = record.get("items")
    row: Any = rows[0] if isinstance(rows, list) and rows else record
    if isinstance(row, dict) and "ExternalDescriptionStr" in row:
        (raw,) = OracleHcmPosting(document, fetch, SOURCE, {"host": "", "site_number": ""}).postings()
        return replace(raw, url=None)  # the record does not say on which host it is published
    if isinstance(row, dict) and {"jobPostings", "requisitionList"} & row.keys():
        raise NotAVacancy("a list of posts in JSON: give the detail of one post", document.url)
    raise NotAVacancy("JSON of no platform that is read from files (Workday, Oracle)", document.url)


def _page(document: Document) -> RawPosting:
    """The content of an HTML page, without its furniture, and the facts that it lists beside the text."""
    page = read_any_page(document.body, document.url)
    _accept(page.title, page.text, document.url, page.links)
    stem, fetched_at = _stem(document), document.fetched_at
    return RawPosting(SOURCE, stem, page.address, page.text, page.labels, page.language, fetched_at)
