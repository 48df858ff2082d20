"""Pages that describe their posting in the terms of schema.org's JobPosting: as JSON-LD, or as microdata.

Many career sites do, for search engines. The list that leads to them is an HTML list (`pages.listing`).
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from parsel import Selector

from jpo_scraper.exceptions import BrokenDocument, SelectorError
from jpo_scraper.items import Label, RawPosting
from jpo_scraper.pages.base import Options, Page, key, one
from jpo_scraper.pages.listing import LinkedList, LinkedPosting, as_labels, first_fetches, page_language
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

__all__ = ["JobPostingPage", "first_fetches", "job_postings", "readers"]

Record = Mapping[str, Any]
"""A JobPosting: its properties by name, in the form of JSON-LD whatever form the page has."""

_TYPE = "JobPosting"
_TEXTS = (
    "description", "responsibilities", "qualifications", "skills", "educationRequirements", "experienceRequirements",
)  # fmt: skip
"""Properties that hold prose. A later one may repeat what an earlier one says."""
_WORDS = {
    "title": Field.TITLE,
    "identifier": Field.REFERENCE,
    "validThrough": Field.DEADLINE,
    "hiringOrganization": Field.AGENCY,
    "datePosted": None,
    "employmentType": None,
}
_ADDRESS = ("addressLocality", "addressCountry")
_KNOWN_KEYS = frozenset(
    "@context @type @id url sameAs image mainEntityOfPage jobLocation jobLocationType applicantLocationRequirements "
    "baseSalary salaryCurrency estimatedSalary industry occupationalCategory directApply workHours jobBenefits "
    "jobImmediateStart jobStartDate totalJobOpenings incentiveCompensation applicationContact inLanguage name "
    "specialCommitments securityClearanceRequirement employerOverview employmentUnit dateModified".split()
).union(_WORDS, _TEXTS)
_WRAPPER = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*$")
"""Old pages hide scripts from old browsers."""


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"listing": LinkedList, "posting": JobPostingPage}


class JobPostingPage(LinkedPosting):
    """A page with one JobPosting. What it says is taken before what the list says of the same."""

    @cached_property
    def _record(self) -> Record:
        found = job_postings(self.html, self.document.url)
        if len(found) != 1:
            raise SelectorError(
                f"the page describes {len(found)} JobPostings where 1 is expected: the site changed?", self.document.url
            )
        return found[0]

    def postings(self) -> list[RawPosting]:
        """The posting: the page's own text if `[site]` says where it stands, else the description."""
        return [
            RawPosting(
                source=self.source,
                external_id=self.hint("id"),
                url=self.fetch.url,
                text="\n\n".join(filter(None, (self._body, self.hint("words")))),
                labels=(*self._labels(), *as_labels(self.hint("labels"))),
                language=page_language(self.html),
                fetched_at=self.document.fetched_at,
            )
        ]

    @property
    def _body(self) -> str:
        if "body" in self.site:
            return html_to_text(one(self.html, self.site["body"], self.document.url))
        key(self._record, "description", (str, list), self.document.url)
        parts: list[str] = []
        for name in _TEXTS:
            for value in _each(self._record.get(name)):
                text = html_to_text(_markup(_words(value)))
                if text and not any(text in part for part in parts):
                    parts.append(text)
        return "\n\n".join(parts)

    def _labels(self) -> Iterator[Label]:
        for name, field in _WORDS.items():
            for value in _each(self._record.get(name)):
                if words := _words(value):
                    yield Label(name, words, field)
        for place in _each(self._record.get("jobLocation")):
            yield from _place(place)

    def unknown_keys(self) -> list[str]:
        """Properties that neither are read nor are known to be of no use."""
        return sorted(self._record.keys() - _KNOWN_KEYS)


def job_postings(page: Selector, url: str) -> list[Record]:
    """The JobPostings of a page: those in JSON-LD, or, where there is none, those in microdata.

    Raises BrokenDocument for JSON-LD that mentions one and cannot be read, and for one that lies too deep.
    """
    try:
        return _job_postings(page, url)
    except RecursionError as error:
        raise BrokenDocument("the JobPosting lies too deep to be read: has the site changed?", url) from error


def _job_postings(page: Selector, url: str) -> list[Record]:
    scripts = page.css('script[type="application/ld+json"]::text').getall()
    described = [record for script in scripts if _TYPE in script for record in _records(_load(script, url))]
    if described:
        return described
    return [_microdata(element) for element in page.css(f'[itemscope][itemtype$="schema.org/{_TYPE}"]')]


def _load(script: str, url: str) -> Any:
    """JSON as sites write it: with line ends inside of strings, and perhaps in a comment."""
    try:
        return json.loads(_WRAPPER.sub("", _WRAPPER.sub("", script)), strict=False)
    except ValueError as error:
        raise BrokenDocument(f"the JobPosting cannot be read as JSON: {error}", url) from error


def _records(data: Any) -> Iterator[Record]:
    """JobPostings anywhere in the data: alone, in a list, in a graph."""
    if isinstance(data, dict):
        if _TYPE in _each(data.get("@type")):
            yield data
        else:
            for value in data.values():
                yield from _records(value)
    elif isinstance(data, list):
        for value in data:
            yield from _records(value)


def _microdata(scope: Selector) -> dict[str, Any]:
    """The properties of an element with `itemscope`; those of a scope inside it are a record of their own."""
    record: dict[str, Any] = {}
    for element in scope.xpath(".//*[@itemprop]"):
        if element.xpath("ancestor::*[@itemscope][1]")[0].root is scope.root:
            for name in element.root.get("itemprop").split():
                record.setdefault(name, []).append(_property(element, name))
    return {name: values[0] if len(values) == 1 else values for name, values in record.items()}


def _property(element: Selector, name: str) -> Any:
    attributes = element.root  # as a mapping
    if attributes.get("itemscope") is not None:
        return _microdata(element)
    if name in _TEXTS and attributes.get("content") is None:
        return element.get()
    for attribute in ("content", "datetime", "href", "src"):
        if (value := attributes.get(attribute)) is not None:
            return value
    return html_to_text(element).removeprefix("## ")


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _words(value: Any) -> str:
    """What a property says in words: it may be a string, a number, or an object with a value or a name."""
    if isinstance(value, dict):
        value = next((value[name] for name in ("value", "name", "description") if value.get(name)), "")
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _markup(text: str) -> str:
    """The HTML of a property: some sites escape it twice."""
    return html.unescape(text) if "<" not in text and "&lt;" in text else text


def _place(place: Any) -> Iterator[Label]:
    """Town and country of a place's address; else its street, else the words that stand for the place."""
    address = place.get("address", place) if isinstance(place, dict) else place
    parts = address if isinstance(address, dict) else {}
    named = [(name, _words(parts.get(name))) for name in _ADDRESS]
    if not any(words for _, words in named):
        named = [("streetAddress", _words(parts.get("streetAddress")))]
    if not any(words for _, words in named):
        named = [("jobLocation", _words(address))]
    for name, words in named:
        if words:
            yield Label(name, words, Field.DUTY_STATIONS)
