"""An HTML page of no known site: its title, its text without furniture, the facts that it lists beside the text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, NamedTuple

from lxml import etree
from parsel import Selector

from jpo_scraper.exceptions import BrokenDocument
from jpo_scraper.items import Label
from jpo_scraper.pages.kinds import is_archived
from jpo_scraper.pages.markup import parse
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

_CONTENT = {
    mark: rank
    for rank, mark in enumerate(
        "itemtype=JobPosting .fp-snippet #job .jobPostingDetail main article #content body".split()
    )
}
"""Where a page keeps its content, the surest place first. `.`, `#`: a class, an id; without a mark: a tag."""
_FURNITURE = frozenset(
    "nav footer role=navigation role=contentinfo role=search .glossary-sidebar .glossary .similar-jobs .related-jobs "
    ".recommended-jobs .related .tags .tag-list .share .social-share .share-buttons .breadcrumb .breadcrumbs "
    ".pagination .cookie .cookie-banner .cookie-consent #cookie-banner #cookie-consent #onetrust-consent-sdk".split()
)
"""What says nothing of the post: menus, other posts, tags, sharing, consent."""
_HAS_CONTENT = etree.XPath("boolean(.//h1 | .//h2 | .//main) or count(.//h3 | .//h4 | .//p[string-length() > 80]) > 2")
_HOLDERS = ("li", "dt", "tr", "div", "p")
_MOST_HOLDERS, _MOST_HEADINGS = 1_000, 30
_NAMES = {
    name: field
    for field, names in {
        Field.AGENCY: "department/office|organization|organisation|agency|hiring organization|hiring organisation",
        Field.DUTY_STATIONS: "country|city|field location|location|locations|duty station|duty stations|job location|"
        "work location|duty location|lieu d'affectation|lugar de destino|ubicación|dienstort|standplaats",
        Field.GRADE: "grade|level|post level|job grade|grade level|grado|niveau",
        Field.DEADLINE: "posting period|deadline|closing date|"
        "application deadline|apply by|apply before|date limite|fecha límite|"
        "bewerbungsfrist",
        Field.REFERENCE: "reference|reference number|job id|job number|job reference|vacancy number|vacancy no|"
        "vacancy no.|vacancy announcement number|requisition id|requisition number|job opening id|"
        "job opening number",
    }.items()
    for name in names.split("|")
}
"""Names of facts that sites print in a list beside the text, and the field each speaks of."""
_LONGEST_FACT = 240
"""Characters of a name and its value together."""
_WORDS_OF = etree.XPath("normalize-space()")
_TITLE_WORDS = re.compile(r"\w+")
_COMMON_WORDS = 3


class AnyPage(NamedTuple):
    """What a page holds. `links` are the words of the links in its text."""

    title: str
    text: str
    labels: tuple[Label, ...]
    links: tuple[str, ...]
    address: str | None
    language: str | None


def read_any_page(body: bytes, url: str) -> AnyPage:
    """A page in UTF-8. Raises BrokenDocument where there is no element in it."""
    root = parse(body, url, elements_alone=True)
    if not len(root):
        raise BrokenDocument("the page holds no element", url)
    meta = {element.get("property"): element.get("content") for element in root.iter("meta")}
    shown = next((words for element in root.iter("title") if (words := _words(element))), "")
    title = _title(root, meta, shown)
    content = _content(root)
    beside = [element for element in content.iter("aside", "header") if _is_beside(element)]
    for element in beside:
        _drop(element)
    cards = _cards(content)
    text = html_to_text(Selector(root=content, type="html"))
    links = tuple(_words(link) for link in content.iter("a") if link.get("href"))
    canonical = (link.get("href") for link in root.iter("link") if link.get("rel") == "canonical")
    address, language = meta.get("og:url") or next(canonical, None), root.get("lang") or ""
    content.clear(keep_tail=True)
    labels = [Label("title", title, Field.TITLE)] if title else []
    labels += [Label("channel", site)] if (site := _site(shown, title)) else []
    labels += [*cards, *_listed([root, *beside])]
    if notice := is_archived(text):
        labels.append(Label("notice", notice, Field.IS_ARCHIVED))
    return AnyPage(title, text, tuple(labels), links, address, language[:2].lower() or None)


def _words(element: Any) -> str:
    words = _WORDS_OF(element) if len(element) else element.text or ""
    return " ".join(words.split())


def _title(root: Any, meta: dict[str | None, str | None], shown: str) -> str:
    """What the page gives as its title for sharing, else the heading that the browser's own title repeats, else the
    first `h1`, what the browser shows, or the first `h2` (which is often the heading of a section)."""
    shared = " ".join((meta.get("og:title") or "").split())
    found = islice(root.iter("h1", "h2"), _MOST_HEADINGS)
    headings = [(element.tag, words) for element in found if (words := _words(element))]
    if shared:  # an unescaped quotation mark ends what is shared, but not the heading: `Consultancy: "Schools for all"`
        longer = (words for _, words in headings if words.startswith(shared))
        return next((words for words in longer if words[len(shared) :].lstrip().startswith('"')), shared)
    for _, words in headings:
        if words in shown:
            return words
    for _, words in headings:
        if _says_the_same(words, shown):
            return words
    return next((words for tag, words in headings if tag == "h1"), shown or "".join(words for _, words in headings[:1]))


def _says_the_same(heading: str, shown: str) -> bool:
    """Whether a heading holds most words of the browser's title: `Policy Officer (JPO) | Careers` over `JPO Policy
    Officer, P-2, Accra`."""
    wanted = set(_TITLE_WORDS.findall(shown.casefold()))
    common = wanted & set(_TITLE_WORDS.findall(heading.casefold()))
    return len(common) >= _COMMON_WORDS and 2 * len(common) > len(wanted)


def _site(shown: str, title: str) -> str:
    """What the browser's title says beside the title of the post: the site's name, often the agency's."""
    before, _, behind = shown.partition(title) if title and title in shown else ("", "", "")
    return f"{before} {behind}".strip(" |-–:·")


def _content(root: Any) -> Any:
    """The element that holds the content, after the furniture of the whole page was taken out."""
    best, content = len(_CONTENT), root
    furniture = []
    for element in root.iter("*"):
        marks = _marks(element)
        if not _FURNITURE.isdisjoint(marks) or (element.tag == "form" and not _HAS_CONTENT(element)):
            furniture.append(element)  # but some sites wrap the whole page in a form
        for mark in marks:
            if _CONTENT.get(mark, best) < best:
                best, content = _CONTENT[mark], element
    for element in furniture:
        _drop(element)
    return content


def _marks(element: Any) -> list[str]:
    """Tag, id, classes and the like of an element, as the tables above write them."""
    marks = [element.tag]
    for name, value in element.items():
        if name == "class":
            marks += [f".{kind}" for kind in value.split()]
        elif name == "id":
            marks.append(f"#{value}")
        elif name == "role":
            marks.append(f"role={value}")
        elif name == "itemtype":
            marks.append(f"itemtype={value.rpartition('/')[2]}")
    return marks


def _is_beside(element: Any) -> bool:
    """Whether an element stands beside the text, where it may list facts of the post."""
    return bool(element.tag == "aside" or element.getparent().tag == "body" or element.get("role") == "banner")


def _drop(element: Any) -> None:
    """Take an element out of its tree, with all that it holds, and leave the words behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)


def _listed(areas: Iterable[Any]) -> Iterator[Label]:
    """The facts that the page lists beside its text, and its notice that the post is closed.

    A name that comes back with another value belongs to other posts.
    """
    found: dict[str, list[Label]] = defaultdict(list)
    holders = chain.from_iterable(area.iter(*_HOLDERS) for area in areas)
    for holder in islice(holders, _MOST_HOLDERS):
        name, value = _name_and_value(holder)
        key = name.lower()
        if value and key in _NAMES:
            label = Label(name, value, _NAMES[key])
            if label not in found[key]:
                found[key].append(label)
        elif name and (notice := is_archived(f"{name}: {value}")):
            found[Field.IS_ARCHIVED].append(Label("notice", notice, Field.IS_ARCHIVED))
    return (labels[0] for key, labels in found.items() if len(labels) == 1 or key == Field.IS_ARCHIVED)


def _name_and_value(holder: Any) -> tuple[str, str]:
    """`Grade: P-2`, or a name and a value in two elements, in either order. The value is empty if there is none."""
    following = holder.getnext() if holder.tag == "dt" else None
    parts = [holder, following] if following is not None else list(holder)
    is_bare = not (holder.text or "").strip()
    if (is_bare and len(parts) != 2) or len(parts) > 4 or any(len(part) > 2 for part in parts):
        return "", ""  # it holds more than a fact, or only the element that holds it
    if is_bare:
        first, second = (_words(part)[: _LONGEST_FACT + 1].strip(" :") for part in parts)
        if len(first) + len(second) > _LONGEST_FACT:
            return "", ""
        return (
            (second, first) if first and second.lower() in _NAMES and first.lower() not in _NAMES else (first, second)
        )
    words = _words(holder)[: _LONGEST_FACT + 1]
    name, _, value = words.partition(":")
    return name.strip(), value.strip() if len(words) <= _LONGEST_FACT else ""


def _cards(content: Any) -> list[Label]:
    """Facts printed value first, name below (`P-2` over `Grade`), taken out of the content: as lines, each name would
    stand before the next card's value."""
    found = []
    for holder in content.iter("div", "li"):
        if len(holder) == 2 and not any(len(part) for part in holder):
            value, name = (_words(part) for part in holder)
            if name.lower() in _NAMES and value and value.strip(" :").lower() not in _NAMES:
                found.append((holder, Label(name, value, _NAMES[name.lower()])))
    if len(found) < 2:
        return []
    for holder, _ in found:
        _drop(holder)
    return [label for _, label in found]
