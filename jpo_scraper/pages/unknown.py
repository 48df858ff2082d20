"""Documents of unknown origin, for `jpo parse`: HTML, RSS items, plain text, PDF and DOCX.

What is no vacancy (a throttle page, undecodable bytes, an index) raises a PageError that says what it is instead.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath
from urllib.parse import urlsplit

from parsel import Selector

from jpo_scraper.exceptions import BrokenDocument, ErrorPage, PageError
from jpo_scraper.items import Document, Label, RawPosting
from jpo_scraper.pages.base import decode, read_html, read_xml, reject_challenge
from jpo_scraper.pages.files import docx_to_text, pdf_to_text
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

SOURCE = "unknown"
_SHORTEST = 200
"""Fewer characters than this are no vacancy text, unless labels carry the content."""
_CONTENT = (
    '[itemtype*="JobPosting"]', "div.fp-snippet", "#job", "div.jobPostingDetail", "main", "article", "#content", "body",
)  # fmt: skip
"""Where a page keeps its content, the surest place first."""
_FURNITURE = "nav, header, footer, aside, form[role=search], form[class*=search], .glossary-sidebar, .similar-jobs, .related, .tags, .breadcrumb, .cookie"
_LISTED = {
    "organization": Field.AGENCY, "country": Field.DUTY_STATIONS, "city": Field.DUTY_STATIONS,
    "field location": Field.DUTY_STATIONS, "grade": Field.GRADE,
}  # fmt: skip
"""Facts that boards print in a list beside the text, and the field each speaks of."""
_ARCHIVED = re.compile(
    r"\b(?:this (?:job|vacancy|post) is (?:archived|closed|no longer available)|deadline .{0,40}has passed)\b", re.I
)
_SITE_NAME = re.compile(r"\s+[|·»–-]\s+[^|·»–-]{2,60}$")
_NO_TITLES = frozenset({"job description", "vacancy", "job", "vacancy announcement", "careers", "home", "job details"})
_NUMBER_IN_PATH = re.compile(r"/(?:job|vacancies|jobs|requisitions/job|detail)/(\d{4,})")


def read_document(document: Document) -> list[RawPosting]:
    """The postings of a document, by what its bytes and name say it is. Raises PageError if it holds none."""
    body = document.body
    if body.startswith(b"%PDF"):
        return [_plain(document, pdf_to_text(body, document.url))]
    if body.startswith(b"PK\x03\x04") and b"word/" in body[:20_000] + body[-20_000:]:
        return [_plain(document, docx_to_text(body, document.url))]
    reject_challenge(document)
    if _is_binary(body):
        raise BrokenDocument("the bytes are no text: compressed, encrypted or cut", document.url)
    head = decode(document)[:2_000].lstrip().lower()
    if re.match(r"(?:<\?xml[^>]*>\s*)?<(?:rss|feed|item|rdf)", head):
        return _feed(document)
    if re.search(r"<(?:html|!doctype|body|div|p|head|table)\b", head):
        return [_page(document)]
    return [_plain(document, decode(document))]


def _is_binary(body: bytes) -> bool:
    """Many control bytes or broken UTF-8 in the first part: not a text in any charset that postings use."""
    head = body[:4_000]
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    replacement = head.decode("utf-8", errors="replace").count("\ufffd")
    return bool(head) and (control > len(head) / 50 or replacement > len(head) / 10)


def _plain(document: Document, text: str) -> RawPosting:
    if len(text.strip()) < _SHORTEST:
        raise ErrorPage("too little text for a vacancy", document.url)
    name = PurePath(urlsplit(document.url).path).stem
    return RawPosting(SOURCE, name, None, text, fetched_at=document.fetched_at)


def _feed(document: Document) -> list[RawPosting]:
    """One posting per item of an RSS feed."""
    xml = read_xml(document)
    xml.remove_namespaces()
    items = xml.xpath("//item")
    if not items:
        raise PageError("a feed without items", document.url)
    return [_item(item, document) for item in items]


def _item(item: Selector, document: Document) -> RawPosting:
    def words(tag: str) -> str:
        return " ".join((item.xpath(f"normalize-space({tag})").get() or "").split())

    link = words("link") or None
    bodies = (found.xpath("string()").get() or "" for found in item.xpath("description | encoded | content"))
    description = max(bodies, key=len, default="")
    text = html_to_text(description) if "<" in description else description.strip()
    labels = [Label("title", words("title"), Field.TITLE)]
    labels += [Label(name, words(name), field) for name, field in _FEED_FIELDS if words(name)]
    labels += [Label(name, words(name)) for name in ("pubDate",) if words(name)]
    if publisher := item.xpath("normalize-space(ancestor::channel/title)").get():
        labels.append(Label("channel", publisher))
    number = _NUMBER_IN_PATH.search(link or "")
    if number:
        labels.append(Label("link", number[1], Field.REFERENCE))
    identity = words("guid") or link or words("title")
    return RawPosting(
        SOURCE, identity, link, f"{words('title')}\n\n{text}", tuple(labels), fetched_at=document.fetched_at
    )


_FEED_FIELDS = (
    ("refNo", Field.REFERENCE), ("location", Field.DUTY_STATIONS), ("closingDate", Field.DEADLINE),
    ("source", Field.AGENCY),
)  # fmt: skip


def _page(document: Document) -> RawPosting:
    """The content of an HTML page, without its furniture."""
    html = read_html(document)
    title = _title(html)
    for furniture in html.css(_FURNITURE):
        furniture.drop()
    texts = (html_to_text(found[0]) for css in _CONTENT if (found := html.css(css)))
    text = max_first(texts)
    if len(text) < _SHORTEST:
        raise ErrorPage(f"no vacancy text in the page ({text[:80]!r})", document.url)
    labels = [Label("title", title, Field.TITLE)] if title else []
    for entry in html.css("#cats li, .list-group li"):
        name, colon, value = " ".join(entry.xpath("string()").get("").split()).partition(":")
        if colon and name.lower() in _LISTED and value.strip():
            labels.append(Label(name, value.strip(), _LISTED[name.lower()]))
        elif _ARCHIVED.search(name):
            labels.append(Label("notice", name.strip(), Field.IS_ARCHIVED))
    url = html.css('meta[property="og:url"]::attr(content), link[rel=canonical]::attr(href)').get()
    language = html.css("html::attr(lang)").get()
    name = PurePath(urlsplit(document.url).path).stem
    return RawPosting(SOURCE, name, url, text, tuple(labels), (language or "")[:2] or None, document.fetched_at)


def max_first(texts: Iterator[str]) -> str:
    """The first text long enough to be a vacancy's, else the longest."""
    longest = ""
    for text in texts:
        if len(text) >= _SHORTEST:
            return text
        longest = max(longest, text, key=len)
    return longest


def _title(html: Selector) -> str | None:
    for css in ('meta[property="og:title"]::attr(content)', "h1", "[itemprop=title]", "#cats ~ h2, table h2", "title"):
        found = html.css(css).get() or ""
        words = " ".join((html_to_text(found) if "<" in found else found).removeprefix("## ").split())
        words = _SITE_NAME.sub("", words) if css == "title" else words
        if words and words.lower() not in _NO_TITLES:
            return words
    return None
