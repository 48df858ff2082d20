"""What a document is made of, without its words: the paths of its keys, its elements with their classes and ids."""

import re
from collections import Counter
from typing import Any

from jpo_scraper.exceptions import PageError
from jpo_scraper.items import Document
from jpo_scraper.pages.base import read_html, read_json, read_xml

Shape = Counter[str]
"""Part → how often it stands there."""

_IN_HTML = ("id", "itemprop", "itemtype", "name")
"""Attributes that say what an element is for."""
_NUMBERS = re.compile(r"\d+")
_NAMESPACE = re.compile(r"\{[^}]*\}")


def shape_of(document: Document) -> Shape:
    """The parts of a document. One that cannot be read has none."""
    is_json, is_xml = (word in document.media_type for word in ("json", "xml"))
    try:
        if is_json:
            return Shape(_keys(read_json(document), ""))
        if is_xml and "html" not in document.media_type:
            return Shape(_elements(read_xml(document).root))
        return Shape(_parts(read_html(document).root))
    except PageError:
        return Shape()


def _keys(value: Any, path: str) -> list[str]:
    if isinstance(value, dict):
        inside = [part for name, part in value.items() for part in _keys(part, f"{path}.{name}".lstrip("."))]
        return [*([path] if path else []), *inside]
    if isinstance(value, list):
        return [path, *(part for element in value for part in _keys(element, f"{path}[]"))]
    return [path]


def _elements(root: Any) -> list[str]:
    """`rss/channel/item/refNo`: prefixes of namespaces do not count."""
    paths = []
    for element in root.iter("*"):
        names = [str(above.tag) for above in reversed(list(element.iterancestors()))]
        paths.append("/".join(_NAMESPACE.sub("", name) for name in (*names, element.tag)))
    return paths


def _parts(root: Any) -> list[str]:
    """`div.row`, `#job`, `[itemprop=title]`: numbers inside of names are all one number."""
    parts = []
    for element in root.iter("*"):
        parts += [f"{element.tag}.{name}" for name in element.get("class", "").split()]
        parts += [f"[{name}={element.get(name)}]" for name in _IN_HTML if element.get(name)]
    return [_NUMBERS.sub("0", part) for part in parts]
