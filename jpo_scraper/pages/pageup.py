"""PageUp: one RSS feed holds every open post with its full text, so the listing is the posting page too."""

import html
import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from parsel import Selector

from jpo_scraper.exceptions import SelectorError
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import ListingPage, Options, Page, PostingPage
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

_NAMESPACE = "http://pageuppeople.com/"
_ID = re.compile(r"/job/(\d+)")
_ELEMENTS = {
    "refNo": Field.REFERENCE,
    "location": Field.DUTY_STATIONS,
    "closingDate": Field.DEADLINE,
    "workType": None,
    "category": None,
    "subCategory": None,
}
_KNOWN_ELEMENTS = frozenset(_ELEMENTS) | {"description", "applyLink"}
_UNNAMED_LAYER = re.compile(r"businessLayer\d+")


def first_fetches(site: Options) -> list[Fetch]:
    """The feed."""
    return [Fetch(site["feed"], "listing")]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"listing": PageUpFeed, "posting": PageUpFeed}


class PageUpFeed(ListingPage, PostingPage):
    """The feed. `postings()` gives every item at once; its external ids are the keys of `references()`."""

    @cached_property
    def _items(self) -> list[Selector]:
        return list(self.xml.xpath("/rss/channel/item"))

    def references(self) -> list[Reference]:
        """The items; each fetch names the page where a person reads the post, which needs no visit."""
        return [
            Reference(self._key(item), Fetch(self._link(item), "posting"), self._title(item)) for item in self._items
        ]

    @property
    def reported_total(self) -> None:
        """The feed prints no total."""
        return None

    @property
    def is_empty(self) -> bool:
        """A channel with a title of its own and no item."""
        return not self._items and bool(self.xml.xpath("/rss/channel/title"))

    def postings(self) -> list[RawPosting]:
        """Every item of the feed."""
        return [self._posting(item) for item in self._items]

    def _posting(self, item: Selector) -> RawPosting:
        teaser = html_to_text(_child(item, "description") or "")
        body = html_to_text(_markup(self._printed(item, "description")))
        return RawPosting(
            source=self.source,
            external_id=self._key(item),
            url=self._link(item),
            text="\n\n".join(part for part in (teaser, body) if part),
            labels=tuple(self._labels(item)),
            language=self._language,
            fetched_at=self.document.fetched_at,
        )

    def _labels(self, item: Selector) -> Iterator[Label]:
        yield Label("title", self._title(item), Field.TITLE)
        for name, field in _ELEMENTS.items():
            if value := self._printed(item, name):
                yield Label(name, value, field)

    def _key(self, item: Selector) -> str:
        """The id in the link: the printed job number may be another."""
        found = _ID.search(self._link(item))
        if found is None:
            raise SelectorError(f"no id in the link {self._link(item)!r}: the site changed?", self.document.url)
        return found[1]

    def _link(self, item: Selector) -> str:
        return self._required(item, "link")

    def _title(self, item: Selector) -> str:
        return self._required(item, "title")

    def _required(self, item: Selector, name: str) -> str:
        value = _child(item, name)
        if not value:
            raise SelectorError(f"an item lacks <{name}>: the site changed?", self.document.url)
        return value

    def _printed(self, item: Selector, name: str) -> str:
        """Text of an element of PageUp's namespace, whatever its prefix."""
        found = item.xpath(f"string(page:{name})", namespaces={"page": _NAMESPACE}).get()
        return (found or "").strip()

    @cached_property
    def _language(self) -> str | None:
        """ISO 639-1, where the channel declares it."""
        declared = self.xml.xpath("string(/rss/channel/language)").get() or ""
        return declared.strip()[:2].lower() or None

    def unknown_keys(self) -> list[str]:
        """Elements of PageUp's namespace that this reader does not know."""
        names = {
            element.root.tag.removeprefix(f"{{{_NAMESPACE}}}")
            for element in self.xml.xpath("//item/page:*", namespaces={"page": _NAMESPACE})
        }
        return sorted(name for name in names - _KNOWN_ELEMENTS if not _UNNAMED_LAYER.fullmatch(name))


def _child(item: Selector, name: str) -> str | None:
    """Text of an element of RSS itself."""
    found = item.xpath(f"{name}/text()").getall()
    return " ".join("".join(found).split()) or None


def _markup(text: str) -> str:
    """The HTML of a body: some tenants escape it twice."""
    return html.unescape(text) if "<" not in text and "&lt;" in text else text
