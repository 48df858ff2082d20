"""A list in HTML, its rows linked to one page or PDF a post: sites of ministries, without a system of their own.

What the site looks like stands in the `[site]` table. The list says things that the post's own page does not repeat:
the row's cells, the words that hold for all posts of a section (who may apply, by when), the programme's name. They
go with the request as hints and are part of the posting.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from parsel import Selector

from jpo_scraper.exceptions import BrokenDocument, ClosedPosting, SelectorError
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import ListingPage, Options, Page, PostingPage, attribute, counted, joined, maybe, one
from jpo_scraper.pages.files import pdf_to_text
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

_SHORTEST_PDF = 100
"""Characters. A PDF that holds fewer is a picture of a text."""


def first_fetches(site: Options) -> list[Fetch]:
    """The first page of the list."""
    return [Fetch(site["list"], "listing")]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"listing": LinkedList, "posting": LinkedPosting}


class Row(NamedTuple):
    """A row of a list, with what the list prints about it."""

    element: Selector
    title: str
    labels: list[list[str | None]]
    """Name, value and field of each label: a form that a request can carry."""
    words: str
    """What the list prints for all rows of the section, and for all rows of the page."""


class RowList(ListingPage):
    """Rows of a page, which may stand in sections."""

    @cached_property
    def rows(self) -> list[Row]:
        """The rows in their order. A row that says that there is none is no row."""
        found = [(section, row) for section in self._sections for row in section.css(self.site["row"])]
        if len(found) != len(self.html.css(self.site["row"])):
            raise SelectorError("rows stand outside of every section: has the site changed?", self.document.url)
        return [self._row(section, row) for section, row in found if not self._says_empty(row)]

    @property
    def _sections(self) -> list[Selector]:
        return self.html.css(self.site["section"]) if "section" in self.site else [self.html]

    def _says_empty(self, element: Selector) -> bool:
        return re.search(self.site["empty_pattern"], html_to_text(element)) is not None

    def _row(self, section: Selector, row: Selector) -> Row:
        title = html_to_text(one(row, self.site["title"], self.document.url)).removeprefix("## ")
        labels: list[list[str | None]] = [["title", title, Field.TITLE.value], *self._cells(row)]
        if "programme" in self.site:
            heading = html_to_text(one(self.html, self.site["programme"], self.document.url)).removeprefix("## ")
            labels.append(["programme", heading, Field.PROGRAMME.value])
        parts = [*self._printed(section, "section_words"), *self._printed(self.html, "common")]
        return Row(row, title, labels, "\n\n".join(parts))

    def _cells(self, row: Selector) -> Iterator[list[str | None]]:
        """The cells that `[site.cells]` names. One that may not be missing must match."""
        for name, cell in self.site.get("cells", {}).items():
            found = row.css(cell["css"])
            if not found and not cell.get("optional"):
                raise SelectorError(f"a row lacks the cell {name!r} ({cell['css']!r}): the site changed?", self._url)
            for element in found:
                if words := html_to_text(element).removeprefix("## "):
                    yield [name, words, Field(cell["field"]).value if "field" in cell else None]

    def _printed(self, root: Selector, option: str) -> list[str]:
        """The words of all elements that an option names; an option that matches nothing raises."""
        if option not in self.site:
            return []
        found = root.css(self.site[option])
        if not found:
            raise SelectorError(f"{option} ({self.site[option]!r}) matches nothing: the site changed?", self._url)
        return [html_to_text(element) for element in found]

    @property
    def _url(self) -> str:
        return self.document.url

    @property
    def reported_total(self) -> int | None:
        """The number that the page prints, where the source says how it prints it."""
        if "total_pattern" not in self.site or self.is_empty:
            return None
        found = re.search(self.site["total_pattern"], html_to_text(self.html))
        if found is None:
            raise SelectorError("the page no longer prints how many posts it lists: the site changed?", self._url)
        return counted(found[1], self._url)

    @property
    def is_empty(self) -> bool:
        """The page's own words for an empty list, and no row."""
        return not self.rows and self._says_empty(self.html)

    def link_of(self, row: Selector) -> tuple[str, str]:
        """Address of the row's link, and the id that stands in it. Raises SelectorError."""
        url = address(one(row, self.site["link"], self._url), self.document.final_url)
        found = re.search(self.site["link_id"], url)
        if found is None:
            raise SelectorError(f"no id of a post in the link {url!r}: the site changed?", self._url)
        return url, found[1]


def address(link: Selector, base: str) -> str:
    """Where a link leads, as a whole address. Raises SelectorError."""
    return joined(base, attribute(link, "href"), base)


class LinkedList(RowList):
    """A list whose rows lead to a page or file each."""

    def references(self) -> list[Reference]:
        """The rows of this page."""
        return [self._reference(row) for row in self.rows]

    def _reference(self, row: Row) -> Reference:
        url, number = self.link_of(row.element)
        hints = {"id": number, "labels": row.labels, "words": row.words}
        grade = next((value for _, value, field in row.labels if field == Field.GRADE), None)
        return Reference(number, Fetch(url, "posting", hints=hints), row.title, grade)

    def next_fetch(self) -> Fetch | None:
        """The next page, where the list has several."""
        link = maybe(self.html, self.site["next"], self._url) if "next" in self.site else None
        return Fetch(address(link, self.document.final_url), "listing") if link is not None else None


class LinkedPosting(PostingPage):
    """The page or PDF of one post."""

    def check(self) -> None:
        """As for every page; besides, raise ClosedPosting for the words that the site prints for a closed post."""
        super().check()
        pattern = self.site.get("closed_pattern")
        if pattern and not self._is_pdf and re.search(pattern, html_to_text(self.html)):
            raise ClosedPosting("the site has closed this posting", self.document.url)

    @property
    def _is_pdf(self) -> bool:
        return self.document.body.startswith(b"%PDF")

    def postings(self) -> list[RawPosting]:
        """The post: its own text, then what the list says for all."""
        return [
            RawPosting(
                source=self.source,
                external_id=self.hint("id"),
                url=self.fetch.url,
                text="\n\n".join(filter(None, (self._text, self.hint("words")))),
                labels=as_labels(self.hint("labels")),
                language=None if self._is_pdf else page_language(self.html),
                fetched_at=self.document.fetched_at,
            )
        ]

    @cached_property
    def _text(self) -> str:
        if not self._is_pdf:
            return html_to_text(one(self.html, self.site["body"], self.document.url))
        text = pdf_to_text(self.document.body, self.document.url).strip()
        if len(text) < _SHORTEST_PDF:
            raise BrokenDocument("the PDF holds no text: it may be a scan, look at it", self.document.url)
        return text


def as_labels(carried: list[list[str | None]]) -> tuple[Label, ...]:
    """Labels out of the form in which a request carries them."""
    return tuple(Label(name or "", value or "", Field(field) if field else None) for name, value, field in carried)


def page_language(html: Selector) -> str | None:
    """ISO 639-1 code that the page declares."""
    declared: str = html.css("html::attr(lang)").get("")
    return declared[:2].lower() or None
