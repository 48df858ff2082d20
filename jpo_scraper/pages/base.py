"""What every page reader shares: the two kinds of page, and strict ways to take a value out of a document.

A site that changes must be noticed, so nothing here has a silent default: zero or many matches where one is
expected raise SelectorError, and a page that is not the page raises before any value is read.
"""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from parsel import Selector

from jpo_scraper.exceptions import (
    BrokenDocument,
    ChallengePage,
    ErrorPage,
    SelectorError,
    WrongMediaType,
)
from jpo_scraper.items import Document, Fetch, RawPosting, Reference
from jpo_scraper.pages.limits import reject_huge_json, reject_huge_markup
from jpo_scraper.pages.markup import select
from jpo_scraper.vocab import Field

Options = Mapping[str, Any]
"""The `[site]` table of a source."""

_CHALLENGE_MARKS = (
    b"awsWafCookieDomainList",
    b"challenge-platform/h/",
    b"cf-challenge",
    b"cf_chl_opt",
    b"<title>Just a moment...</title>",
    b"_Incapsula_Resource",
    b"unable to process your request right now",
)
"""Bytes that only a bot challenge or throttle page holds. SEEN: AWS WAF, Cloudflare, Imperva, unjobs throttle."""
_HEAD = 20_000
_MOST_DIGITS = 9
_HTML_BEGINS = re.compile(rb"<(?:html|body)[\s>]", re.IGNORECASE)
_HTML_ENDS = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)


class Page:
    """A document that is being read. `source` names the source, `site` is its `[site]` table."""

    def __init__(self, document: Document, fetch: Fetch, source: str, site: Options) -> None:
        self.document = document
        self.fetch = fetch
        self.source = source
        self.site = site

    def check(self) -> None:
        """Raise the PageError that fits if this is not a page of content. Subclasses may add to it."""
        reject_challenge(self.document)
        if self.document.status >= 400:
            raise ErrorPage(f"the site answered with status {self.document.status}", self.document.url)
        if not self.site.get("no_end"):
            reject_cut(self.document)

    def hint(self, name: str) -> Any:
        """What the page that led here gave along with the request. Raises SelectorError if it gave nothing."""
        if name not in self.fetch.hints:
            raise SelectorError(
                f"the request carries no {name!r}, which the listing's row gives: ask by way of the listing, or write "
                "it into the case's hints",
                self.document.url,
            )
        return self.fetch.hints[name]

    def unknown_keys(self) -> list[str]:
        """Names that the site printed and this reader does not know, sorted: something new is published."""
        return []

    @cached_property
    def html(self) -> Selector:
        """The document as HTML. Raises WrongMediaType or BrokenDocument."""
        return read_html(self.document)

    @cached_property
    def xml(self) -> Selector:
        """The document as XML, entities not expanded. Raises WrongMediaType or BrokenDocument."""
        return read_xml(self.document)

    @cached_property
    def json(self) -> Any:
        """The document as JSON. Raises WrongMediaType or BrokenDocument."""
        return read_json(self.document)


class ListingPage(Page, ABC):
    """A page that lists postings."""

    is_excerpt = False
    """It shows the newest postings only: whoever reads it cannot know which of the others are gone."""

    @abstractmethod
    def references(self) -> list[Reference]:
        """The postings that the page lists, in its order."""

    @property
    @abstractmethod
    def reported_total(self) -> int | None:
        """How many postings the site says it lists on all pages together; None if it does not say."""

    @property
    @abstractmethod
    def is_empty(self) -> bool:
        """Whether the page is empty in the way this site is empty when it has nothing to list."""

    def next_fetch(self) -> Fetch | None:
        """The next page of the listing, or None on the last one."""
        return None

    def visits(self, wanted: list[Reference]) -> list[Reference]:
        """Those of the wanted postings that have a page to ask for: none where the listing holds the text itself."""
        return [] if isinstance(self, PostingPage) else wanted


class PostingPage(Page, ABC):
    """A page that holds one posting, or several (a notice that announces many posts)."""

    @abstractmethod
    def postings(self) -> list[RawPosting]:
        """The postings of the page, as printed."""


class DoorPage(Page, ABC):
    """A page that must be opened first, because it gives a token, a form's state, a cookie or the listing's address."""

    @abstractmethod
    def fetches(self) -> list[Fetch]:
        """The listing's requests, with what this page gave."""


def reject_challenge(document: Document) -> None:
    """Raise ChallengePage if the body is a bot challenge or a throttle page, whatever its status says."""
    body = document.body
    head = body[:_HEAD]
    if document.status == 202 and not body.strip():
        raise ChallengePage("an empty answer with status 202 (bot challenge): try again later", document.url)
    for mark in _CHALLENGE_MARKS:
        if mark in head:
            raise ChallengePage(
                f"a bot challenge or throttle page ({mark.decode()!r}) instead of content: try again later",
                document.url,
            )


def reject_cut(document: Document) -> None:
    """Raise BrokenDocument if the body is HTML that begins and does not end.

    A server that fails while it writes a page sends what it has, as if it were all: rows that are not there would
    pass for withdrawn, half a text for the whole. Cut JSON and XML cannot be read, cut HTML can.
    """
    body = document.body
    if body.lstrip()[:1] == b"<" and _HTML_BEGINS.search(body[:_HEAD]) and not _HTML_ENDS.search(body):
        raise BrokenDocument(
            "the page has no end (no </html>): it was cut off, try again later; if the site never writes one, "
            "set no_end = true under [site]",
            document.url,
        )


def decode(document: Document) -> str:
    """The body as text: declared charset, then UTF-8, then Windows-1252. Line ends become \\n."""
    for charset in (document.charset, "utf-8-sig", "cp1252"):
        if charset:
            try:
                return document.body.decode(charset).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
            except (UnicodeError, LookupError):
                continue
    raise BrokenDocument("the body is not text in any charset that fits", document.url)


def read_html(document: Document) -> Selector:
    """The document as an HTML selector."""
    _refuse(document, "HTML", ("json", "pdf", "image/"))
    text = decode(document)
    if not text.strip():
        raise BrokenDocument("the body is empty", document.url)
    return select(text.encode("utf-8", "replace"), document.url)  # some charsets give half a character


def read_xml(document: Document) -> Selector:
    """The document as an XML selector.

    The parser is strict: a cut feed must not pass for a shorter one. A document that declares entities of its own is
    refused: no feed needs them, and a few lines of them can expand without end.
    """
    _refuse(document, "XML", ("json", "pdf", "image/"))
    text = decode(document).lstrip()
    if not text.startswith("<"):
        raise BrokenDocument("the body is not XML", document.url)
    if text[:200].lower().startswith(("<!doctype html", "<html")):
        raise WrongMediaType("HTML came where XML is expected", document.url)
    body = text.encode("utf-8", "replace")
    reject_huge_markup(body, document.url)
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise BrokenDocument(f"the XML body is cut or broken: {error}", document.url) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(declared.iterentities()):
        raise BrokenDocument("the XML declares entities of its own", document.url)
    return Selector(root=root, type="xml", base_url=document.final_url)


def read_json(document: Document) -> Any:
    """The document as JSON."""
    text = decode(document).strip()
    if text.startswith("<"):
        raise WrongMediaType("HTML came where JSON is expected", document.url)
    reject_huge_json(text, document.url)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenDocument(f"the JSON body is cut or broken: {error}", document.url) from error


def _refuse(document: Document, wanted: str, refused: tuple[str, ...]) -> None:
    for word in refused:
        if word in document.media_type:
            raise WrongMediaType(f"{document.media_type} came where {wanted} is expected", document.url)


def one(selector: Selector, css: str, url: str) -> Selector:
    """The one element that `css` matches. Raises SelectorError for none or several."""
    found = selector.css(css)
    if len(found) != 1:
        raise SelectorError(f"{css!r} matched {len(found)} elements where 1 is expected: the site changed?", url)
    return found[0]


def maybe(selector: Selector, css: str, url: str) -> Selector | None:
    """The element that `css` matches, or None. Raises SelectorError for several."""
    found = selector.css(css)
    if len(found) > 1:
        raise SelectorError(f"{css!r} matched {len(found)} elements where 0 or 1 is expected", url)
    return found[0] if found else None


def key(record: Any, name: str, kind: type | tuple[type, ...], url: str) -> Any:
    """`record[name]`, of this type. Raises SelectorError if it is absent or of another type."""
    if not isinstance(record, dict) or name not in record:
        raise SelectorError(f"the key {name!r} is missing: the site changed?", url)
    return _typed(record[name], name, kind, url)


def _typed(value: Any, name: str, kind: type | tuple[type, ...], url: str) -> Any:
    if not isinstance(value, kind):
        raise SelectorError(f"the key {name!r} holds {type(value).__name__}: the site changed?", url)
    return value


def optional(record: Any, name: str, kind: type | tuple[type, ...], url: str) -> Any:
    """`record[name]`, of this type; None where the record lacks it or holds null. Raises SelectorError."""
    if not isinstance(record, dict):
        raise SelectorError(f"{type(record).__name__} stands where {name!r} is looked for: the site changed?", url)
    value = record.get(name)
    return None if value is None else _typed(value, name, kind, url)


def texts(record: Any, name: str, url: str) -> list[str]:
    """The list of strings `record[name]`; empty where the record lacks it. Raises SelectorError."""
    found: list[str] = optional(record, name, list, url) or []
    for words in found:
        if not isinstance(words, str):
            raise SelectorError(f"the key {name!r} holds a list with {type(words).__name__}: the site changed?", url)
    return found


def counted(words: str, url: str) -> int:
    """A printed number of at most nine digits. Raises SelectorError."""
    if not words.isdecimal() or len(words) > _MOST_DIGITS:
        raise SelectorError(f"{words[:40]!r} stands where a number is expected: the site changed?", url)
    return int(words)


def joined(base: str, link: str, url: str) -> str:
    """Where a link on the page at `base` leads, as a whole address. Raises SelectorError for what is no address."""
    try:
        return urljoin(base, link.strip())
    except ValueError as error:
        raise SelectorError(f"the link {link[:200]!r} is no address ({error}): the site changed?", url) from error


def attribute(element: Selector, name: str) -> str:
    """An attribute's words; empty where the element has none of the name.

    Selector.attrib would read all of them, and break on one whose name no XML allows.
    """
    words: str = element.root.get(name) or ""
    return words


def label_fields(site: Options, name: str) -> dict[str, Field | None]:
    """The table `[site.NAME]`: under what the site prints a value → the field that it speaks of; `""` is none."""
    return {label: Field(word) if word else None for label, word in site[name].items()}
