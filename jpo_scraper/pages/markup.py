"""HTML into its elements, for every reader of pages."""

import re
from typing import Any

from lxml import etree
from parsel import Selector

from jpo_scraper.pages.limits import reject_huge_markup

_NOTHING = b"<html/>"
_ROOM = bytes.maketrans(b"\v\f", b"  ")
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\v\f\r"})
_NO_CHARACTER = re.compile(rb"\xef\xbf[\xbe\xbf]")
"""What no page prints, and what cannot be put back into a tree."""


def select(body: bytes, url: str) -> Selector:
    """A document in UTF-8 as a selector. Raises BrokenDocument as `parse` does."""
    return Selector(root=parse(body, url), type="html")


def parse(body: bytes, url: str, *, elements_alone: bool = False) -> Any:
    """The root element of a document in UTF-8; without comments and processing instructions if elements alone matter.

    The elements are lxml's own: those of lxml.html, which parsel would make, cost twice the time. A document without an
    element has an empty root. Raises BrokenDocument for one that takes too much to parse.
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
    root = etree.fromstring(_NO_CHARACTER.sub(b"", body.translate(_ROOM, _CONTROLS)).strip() or _NOTHING, parser)
    return etree.fromstring(_NOTHING, parser) if root is None else root
