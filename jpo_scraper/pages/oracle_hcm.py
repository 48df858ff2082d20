"""Oracle Recruiting Cloud: the REST list and detail of a site, and the HTML list that UNDP keeps beside them."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from parsel import Selector

from jpo_scraper.exceptions import ClosedPosting, SelectorError
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import ListingPage, Options, Page, PostingPage, attribute, key, one, optional
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

_REST = "https://{host}/hcmRestApi/resources/latest"
_LIST = (
    _REST + "/recruitingCEJobRequisitions?onlyData=true"
    "&expand=requisitionList.workLocation,requisitionList.otherWorkLocations,requisitionList.secondaryLocations,"
    "flexFieldsFacet.values,requisitionList.requisitionFlexFields"
    "&finder=findReqs;siteNumber={site_number},"
    "facetsList=LOCATIONS;WORK_LOCATIONS;WORKPLACE_TYPES;TITLES;CATEGORIES;ORGANIZATIONS;POSTING_DATES;FLEX_FIELDS,"
    "limit={limit},offset={offset},{keyword}sortBy=POSTING_DATES_DESC"
)
_DETAIL = (
    _REST + "/recruitingCEJobRequisitionDetails?expand=all&onlyData=true"
    "&finder=ById;Id=%22{id}%22,siteNumber={site_number}"
)
_PUBLIC = "https://{host}/hcmUI/CandidateExperience/en/sites/{site_number}/job/{id}"
_HEADERS = {"Accept": "application/json"}
_PAGE_SIZE = 100

_TEXT_KEYS = ("ExternalDescriptionStr", "ExternalResponsibilitiesStr", "ExternalQualificationsStr")
_LABEL_KEYS = {
    "Title": Field.TITLE,
    "Id": Field.REFERENCE,
    "ExternalPostedEndDate": Field.DEADLINE,
    "PrimaryLocation": Field.DUTY_STATIONS,
    "PrimaryLocationCountry": Field.DUTY_STATIONS,
    "RequisitionType": None,
}
_PROMPTS = {
    "Grade": Field.GRADE,
    "Agency": Field.HOST_AGENCY,
    "Contract Duration": Field.DURATION_MONTHS,
    "Initial Contract Duration": Field.DURATION_MONTHS,
}
"""Flex fields by their prompt; their order differs from tenant to tenant. Agency is who publishes: on UNDP's site
it says UNDP for the posts of other agencies too."""
_COLUMNS = {
    "Job Title": Field.TITLE,
    "Post level": Field.GRADE,
    "Apply by": Field.DEADLINE,
    "Agency": Field.HOST_AGENCY,
    "Location": Field.DUTY_STATIONS,
}
_KNOWN_KEYS = frozenset(
    "ApplyWhenNotPostedFlag BeFirstToApplyFlag BusinessUnit BusinessUnitId Category ContentLocale ContractType "
    "CorporateDescriptionStr Department DomesticTravelRequired ExternalContactEmail ExternalContactName "
    "ExternalPostedStartDate GeographyId GeographyNodeId HiringManager HotJobFlag InternalQualificationsStr "
    "InternalResponsibilitiesStr InternationalTravelRequired JobFamilyId JobFunction JobFunctionCode JobGrade JobLevel "
    "JobSchedule JobShift JobType LegalEmployer LegalEmployerId NumberOfOpenings ObjectVerNumberProfile Organization "
    "OrganizationDescriptionStr OrganizationId OtherRequisitionTitle RequisitionId ShortDescriptionStr StudyLevel "
    "TrendingFlag WorkDays WorkHours WorkMonths WorkYears WorkerType WorkplaceType WorkplaceTypeCode media "
    "otherWorkLocations primaryLocationCoordinates requisitionFlexFields secondaryLocations skills workLocation".split()
).union(_TEXT_KEYS, _LABEL_KEYS)


def first_fetches(site: Options) -> list[Fetch]:
    """The listing's first page: the HTML list if the source names one, else the REST list."""
    if "listing_url" in site:
        return [Fetch(site["listing_url"], "listing")]
    return [_list_fetch(site, offset=0)]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"listing": UndpListing if "listing_url" in site else OracleHcmListing, "posting": OracleHcmPosting}


def _list_fetch(site: Options, offset: int) -> Fetch:
    keyword = f"keyword=%22{site['keyword']}%22," if "keyword" in site else ""
    url = _LIST.format(
        host=site["host"],
        site_number=site["site_number"],
        limit=site.get("page_size", _PAGE_SIZE),
        offset=offset,
        keyword=keyword,
    )
    return Fetch(url, "listing", headers=_HEADERS, hints={"offset": offset})


def _detail_fetch(site: Options, number: str, hints: Mapping[str, Any]) -> Fetch:
    url = _DETAIL.format(host=site["host"], site_number=site["site_number"], id=number)
    return Fetch(url, "posting", headers=_HEADERS, hints=hints)


class OracleHcmListing(ListingPage):
    """One page of the REST list. The outer `count` and `hasMore` speak of the wrapper, not of the jobs."""

    @cached_property
    def _result(self) -> dict[str, Any]:
        items = key(self.json, "items", list, self.document.url)
        if len(items) != 1:
            raise SelectorError(f"'items' holds {len(items)} results where 1 is expected", self.document.url)
        result: dict[str, Any] = items[0]
        site = key(result, "SiteNumber", str, self.document.url)
        if site != self.site["site_number"]:
            raise SelectorError(
                f"the answer is that of site {site!r}: sites of one host hold posts of other agencies, so check "
                f"site_number = {self.site['site_number']!r} in [site]",
                self.document.url,
            )
        return result

    @cached_property
    def _rows(self) -> list[Any]:
        rows: list[Any] = key(self._result, "requisitionList", list, self.document.url)
        return rows

    def references(self) -> list[Reference]:
        """The requisitions of this page."""
        return [self._reference(row) for row in self._rows]

    def _reference(self, row: Any) -> Reference:
        number = key(row, "Id", str, self.document.url)
        title = key(row, "Title", str, self.document.url)
        grade = dict(_flex_fields(row, self.document.url)).get("Grade")
        return Reference(number, _detail_fetch(self.site, number, hints={}), title, grade)

    @property
    def reported_total(self) -> int:
        """`TotalJobsCount`: all pages together."""
        total: int = key(self._result, "TotalJobsCount", int, self.document.url)
        return total

    @property
    def is_empty(self) -> bool:
        """A total of zero and no row."""
        return self.reported_total == 0 and not self._rows

    def next_fetch(self) -> Fetch | None:
        """The page that begins after this page's last row: `offset` counts rows, not pages."""
        following = int(self.fetch.hints.get("offset", 0)) + len(self._rows)
        return _list_fetch(self.site, following) if self._rows and following < self.reported_total else None


class UndpListing(ListingPage):
    """jobs.undp.org: one page with all open posts of the UNDP site, each row a link into Oracle.

    A row that links elsewhere is listed with that link: it fails alone, when somebody follows it.
    """

    def references(self) -> list[Reference]:
        """The rows, each with its five cells as a hint: Oracle does not repeat all of them."""
        return [self._reference(row) for row in self.html.css("a.vacanciesTable__row")]

    def _reference(self, row: Selector) -> Reference:
        cells = dict(self._cell(cell) for cell in row.css("div.vacanciesTable__cell"))
        if missing := _COLUMNS.keys() - cells.keys():
            raise SelectorError(f"a row lacks the cells {sorted(missing)}: the site changed?", self.document.url)
        href = attribute(row, "href").strip()
        number = self._number(href)
        fetch = _detail_fetch(self.site, number, hints={"row": cells}) if number else Fetch(href, "posting")
        return Reference(number or href, fetch, cells["Job Title"], cells["Post level"] or None)

    def _cell(self, cell: Selector) -> tuple[str, str]:
        label = one(cell, "div.vacanciesTable__cell__label", self.document.url)
        return html_to_text(label), " ".join(html_to_text(value) for value in cell.xpath("./span"))

    def _number(self, href: str) -> str | None:
        """The id in a link to this site. The path between site and id varies: job, requisitions/job, …/preview."""
        host, site_number = re.escape(self.site["host"]), re.escape(self.site["site_number"])
        found = re.match(rf"https?://{host}/.*/sites/{site_number}/(?:[\w-]+/)+(\d+)/?(?:[?#]|$)", href)
        return found[1] if found else None

    @property
    def reported_total(self) -> None:
        """The page prints no total."""
        return None

    @property
    def is_empty(self) -> bool:
        """The table stands there and holds no link; rows under a new name would still be links."""
        table = self.html.css("div.vacanciesTable")
        return bool(table) and not table.css("a")


class OracleHcmPosting(PostingPage):
    """The REST detail of one requisition."""

    @cached_property
    def _record(self) -> dict[str, Any]:
        items = key(self.json, "items", list, self.document.url)
        if not items:
            raise ClosedPosting("the site no longer holds this requisition", self.document.url)
        if len(items) != 1 or not isinstance(items[0], dict):
            raise SelectorError(f"'items' holds {len(items)} records where 1 is expected", self.document.url)
        record: dict[str, Any] = items[0]
        return record

    def postings(self) -> list[RawPosting]:
        """The requisition. Raises ClosedPosting if it is gone."""
        record, url = self._record, self.document.url
        number = key(record, "Id", str, url)
        parts = [html_to_text(key(record, name, (str, type(None)), url) or "") for name in _TEXT_KEYS]
        locale = optional(record, "ContentLocale", str, url) or ""
        return [
            RawPosting(
                source=self.source,
                external_id=number,
                url=_PUBLIC.format(host=self.site["host"], site_number=self.site["site_number"], id=number),
                text="\n\n".join(part for part in parts if part),
                labels=tuple(self._labels(record)),
                language=locale[:2].lower() or None,
                fetched_at=self.document.fetched_at,
            )
        ]

    def _labels(self, record: dict[str, Any]) -> Iterator[Label]:
        """The record's own fields, its flex fields, then the cells of the row that led here."""
        for name, field in _LABEL_KEYS.items():
            value = key(record, name, (str, type(None)), self.document.url)
            if value:
                yield Label(name, value, field)
        for place in optional(record, "secondaryLocations", list, self.document.url) or ():
            yield Label("secondaryLocations", key(place, "Name", str, self.document.url), Field.DUTY_STATIONS)
        for prompt, value in _flex_fields(record, self.document.url):
            yield Label(prompt, value, _PROMPTS.get(prompt))
        for name, value in self.fetch.hints.get("row", {}).items():
            if value:
                yield Label(name, value, _COLUMNS.get(name))

    def unknown_keys(self) -> list[str]:
        """Keys of the record that neither are read nor are known to be of no use."""
        return sorted(self._record.keys() - _KNOWN_KEYS)


def _flex_fields(record: Any, url: str) -> Iterator[tuple[str, str]]:
    """(prompt, value) of the filled flex fields. Raises SelectorError."""
    for flex in optional(record, "requisitionFlexFields", list, url) or ():
        prompt, value = (optional(flex, name, (str, int, float), url) for name in ("Prompt", "Value"))
        if prompt and value:
            yield str(prompt), str(value)
