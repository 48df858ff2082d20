"""PeopleSoft Fluid: a form with a state opens the list, and each posting has an address of its own.

The search page gives cookies and the form's hidden fields (`ICSID`, `ICStateNum`, …); the same fields sent back with
the action of "view all jobs" give the list. Answers are whole pages, or XML that carries the same HTML in CDATA.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from parsel import Selector

from jpo_scraper.exceptions import SelectorError
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import (
    DoorPage,
    ListingPage,
    Options,
    Page,
    PostingPage,
    attribute,
    counted,
    decode,
    label_fields,
    one,
)
from jpo_scraper.pages.text import fragment, html_to_text
from jpo_scraper.vocab import Field

_FORM_FIELDS = "form[name='win0'] input[type='hidden'][name], form[name='win0'] input[type='text'][name]"
_STATE = ("ICSID", "ICStateNum")
_ROW = "li[id^='HRS_AGNT_RSLT_I$']"
_ROW_TITLE = "[id^='SCH_JOB_TITLE$']"
_ROW_ID = "[id^='HRS_APP_JBSCH_I_HRS_JOB_OPENING_ID$']"
_COUNT_ID = "win0divHRS_SCH_WRK_FLU_HRS_SES_CNTS_MSG"
_COUNT = f"[id='{_COUNT_ID}'], [id^='{_COUNT_ID}$']"
_FOUND = re.compile(r"([\d,]+) jobs? found")
_VALUE = "span.ps_box-value[id]"
_SECTIONS = "[id='win0divHRS_SCH_PSTDSC$0']"
_SECTION_VALUE = "HRS_SCH_PSTDSC_DESCRLONG$"
_ID = "HRS_SCH_WRK2_HRS_JOB_OPENING_ID"
_FIELDS = {
    "HRS_SCH_WRK2_POSTING_TITLE": Field.TITLE,
    _ID: Field.REFERENCE,
    "HRS_SCH_WRK_HRS_DESCRLONG": Field.DUTY_STATIONS,
    "HRS_SCH_WRK_HRS_FULL_PART_TIME": None,
    "HRS_SCH_WRK_HRS_REG_TEMP": None,
}
"""Elements of the product itself; those of a tenant stand in its `[site.fields]`."""


def first_fetches(site: Options) -> list[Fetch]:
    """The search page."""
    return [Fetch(site["search"], "door")]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"door": PeopleSoftSearch, "listing": PeopleSoftListing, "posting": PeopleSoftPosting}


class PeopleSoftPage(Page):
    """A page of the product, in either wrapping."""

    @cached_property
    def content(self) -> Selector:
        """The HTML: the document itself, or what the fields of an XML answer carry."""
        if not decode(self.document).lstrip().startswith("<?xml"):
            return self.html
        fields = self.xml.xpath("/PAGE/FIELD/text()").getall()
        if not fields:
            raise SelectorError("the XML answer holds no /PAGE/FIELD: the site changed?", self.document.url)
        return fragment("".join(fields))


class PeopleSoftSearch(PeopleSoftPage, DoorPage):
    """The search page with the form's state."""

    def fetches(self) -> list[Fetch]:
        """The form as it stands, with the action that opens the list."""
        form = {attribute(field, "name"): attribute(field, "value") for field in self.content.css(_FORM_FIELDS)}
        if missing := [name for name in _STATE if not form.get(name)]:
            raise SelectorError(f"the search form lacks {' and '.join(missing)}: the site changed?", self.document.url)
        form |= {"ICAction": self.site["action"], "ICAJAX": "0"}  # 0: answer with a whole page
        address = self.document.final_url.partition("?")[0]
        return [Fetch(address, "listing", method="POST", form=form)]


class PeopleSoftListing(PeopleSoftPage, ListingPage):
    """The whole list. A long one is cut by the site, which the printed number of jobs gives away."""

    @cached_property
    def _rows(self) -> list[Selector]:
        return list(self.content.css(_ROW))

    def references(self) -> list[Reference]:
        """The job openings."""
        return [self._reference(row) for row in self._rows]

    def _reference(self, row: Selector) -> Reference:
        number = html_to_text(one(row, _ROW_ID, self.document.url))
        title = html_to_text(one(row, _ROW_TITLE, self.document.url))
        return Reference(number, Fetch(self.site["view"].format(id=number), "posting"), title)

    @property
    def reported_total(self) -> int:
        """The printed number: `14 jobs found.`"""
        printed = html_to_text(one(self.content, _COUNT, self.document.url))
        found = _FOUND.search(printed)
        if found is None:
            raise SelectorError(f"no number of jobs in {printed!r}: the site changed?", self.document.url)
        return counted(found[1].replace(",", ""), self.document.url)

    @property
    def is_empty(self) -> bool:
        """A number of zero and no row."""
        return self.reported_total == 0 and not self._rows


class PeopleSoftPosting(PeopleSoftPage, PostingPage):
    """One job opening: labelled values, then sections of text under headings."""

    def postings(self) -> list[RawPosting]:
        """The posting."""
        return [
            RawPosting(
                source=self.source,
                external_id=html_to_text(one(self.content, f"[id='{_ID}']", self.document.url)),
                url=self.document.url,
                text=html_to_text(one(self.content, _SECTIONS, self.document.url)),
                labels=tuple(self._labels()),
                fetched_at=self.document.fetched_at,
            )
        ]

    def _labels(self) -> Iterator[Label]:
        """The values under the labels that the page prints beside them, in the page's order."""
        for element, name, value in self._printed:
            if element in self._fields and value:
                yield Label(name, value, self._fields[element])

    @cached_property
    def _fields(self) -> dict[str, Field | None]:
        return {**_FIELDS, **label_fields(self.site, "fields")}

    @cached_property
    def _printed(self) -> list[tuple[str, str, str]]:
        """(element's id, printed label, value) of every value outside the sections."""
        printed = []
        labels = {attribute(element, "id"): element for element in self.content.css("[id$='lbl']")}
        for value in self.content.css(_VALUE):
            element = attribute(value, "id")
            if not element.startswith(_SECTION_VALUE):
                label = labels.get(f"win0div{element}lbl")
                printed.append((element, html_to_text(label) if label else element, html_to_text(value)))
        return printed

    def unknown_keys(self) -> list[str]:
        """Elements with a value that this reader does not know."""
        return sorted(element for element, _, value in self._printed if value and element not in self._fields)
