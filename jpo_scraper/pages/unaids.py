"""UNAIDS: lists in XML, by category of staff, and an old page a posting that is laid out with tables."""

import re
from collections.abc import Mapping
from functools import cached_property

from parsel import Selector

from jpo_scraper.exceptions import ClosedPosting, SelectorError
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import ListingPage, Options, Page, PostingPage
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

_ROW = "//JobPositionPosting/JobPositionInformation"
_ID, _TITLE, _GRADE = "JobPositionPostingId", "JobPositionTitle", "JobPositionGrade"
_ELEMENTS = {
    _TITLE: Field.TITLE,
    _ID: Field.REFERENCE,
    _GRADE: Field.GRADE,
    "JobPositionDutyStation": Field.DUTY_STATIONS,
    "JobPositionClosingDate": Field.DEADLINE,
}


def first_fetches(site: Options) -> list[Fetch]:
    """The lists, one a category."""
    return [Fetch(feed, "listing") for feed in site["feeds"]]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"listing": UnaidsList, "posting": UnaidsPosting}


class UnaidsList(ListingPage):
    """One list. Its rows hold all that the site says in a form for programs."""

    @cached_property
    def _rows(self) -> list[Selector]:
        return list(self.xml.xpath(_ROW))

    def references(self) -> list[Reference]:
        """The posts; what the row says goes along, since the post's page says it in words only."""
        return [self._reference(row) for row in self._rows]

    def _reference(self, row: Selector) -> Reference:
        cells = {name: (row.xpath(f"normalize-space({name})").get() or "") for name in _ELEMENTS}
        if missing := [name for name in (_ID, _TITLE) if not cells[name]]:
            raise SelectorError(f"a row lacks {missing}: the site changed?", self.document.url)
        number = cells[_ID]
        fetch = Fetch(self.site["view"].format(id=number), "posting", hints={"row": cells})
        return Reference(number, fetch, cells[_TITLE], cells[_GRADE] or None)

    def unknown_keys(self) -> list[str]:
        """Elements of a row that this reader does not know."""
        return sorted({element.root.tag for row in self._rows for element in row.xpath("*")} - _ELEMENTS.keys())

    @property
    def reported_total(self) -> None:
        """The list prints no total."""
        return None

    @property
    def is_empty(self) -> bool:
        """A root without children: posts under a new name would still be children."""
        return not self.xml.xpath("/*/*")


class UnaidsPosting(PostingPage):
    """The page of one post: its text is the longest of the cells that lay the page out."""

    def check(self) -> None:
        """As for every page; besides, raise ClosedPosting for the words that the site prints for a closed post."""
        super().check()
        pattern = self.site.get("closed_pattern")
        if pattern and re.search(pattern, html_to_text(self.html)):
            raise ClosedPosting("the site has closed this posting", self.document.url)

    def postings(self) -> list[RawPosting]:
        """The post."""
        cells = [html_to_text(cell) for cell in self.html.css(self.site["body"])]
        if not any(cells):
            raise SelectorError(f"no words in {self.site['body']!r}: the site changed?", self.document.url)
        row: Mapping[str, str] = self.hint("row")
        return [
            RawPosting(
                source=self.source,
                external_id=row[_ID],
                url=self.fetch.url,
                text=max(cells, key=len),
                labels=tuple(Label(name, row[name], field) for name, field in _ELEMENTS.items() if row.get(name)),
                language=self.html.css("html::attr(lang)").get("")[:2].lower() or None,
                fetched_at=self.document.fetched_at,
            )
        ]
