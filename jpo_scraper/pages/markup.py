"""HTML into its elements, for every reader of pages."""

import re
from typing import Any

from lxml import etree
from parsel import Selector

from jpo_scraper.exceptions import BrokenDocument
from jpo_scraper.pages.limits import reject_huge_markup

_NOTHING = b"<html/>"
_ROOM = bytes.maketrans(b"\v\f", b"  ")
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\v\f\r"})
_FIRST_OF_THEM = b"\xef"
_NO_CHARACTER = re.compile(rb"\xef\xbf[\xbe\xbf]")
"""What no page prints, and what cannot be put back into a tree."""
_DEEPEST = 250
"""Elements inside each other; the deepest page that was seen has 21, one that forgets to close them has more. Whoever
reads the words of each element reads those of the innermost as often."""
_IS_DEEPER = etree.XPath(f"boolean({'/*' * (_DEEPEST + 1)})")


def select(body: bytes, url: str) -> Selector:
    """A document in UTF-8 as a selector. Raises BrokenDocument as `parse` does."""
    return Selector(root=parse(body, url), type="html")


def parse(body: bytes, url: str, *, elements_alone: bool = False) -> Any:
    """The root element of a document in UTF-8; without comments and processing instructions if elements alone matter.

    The elements are lxml's own: those of lxml.html, which parsel would make, cost twice the time. A document without an
    element has an empty root. Raises BrokenDocument for one that takes too much to parse or to read.
    """
    reject_huge_markup(body, url)
    parser = etree.HTMLParser(
        encoding="utf-8",
        recover=True,
        huge_tree=True,
        no_network=True,
        remove_comments=elements_alone,
        remove_pis=elements_alone,
    )
    printed = body.translate(_ROOM, _CONTROLS)
    if _FIRST_OF_THEM in printed:
        printed = _NO_CHARACTER.sub(b"", printed)
    root = etree.fromstring(printed.strip() or _NOTHING, parser)
    if root is None:
        return etree.fromstring(_NOTHING, parser)
    if _IS_DEEPER(root):
        raise BrokenDocument(f"more than {_DEEPEST} elements inside each other: no page of vacancies has that", url)
    return root
