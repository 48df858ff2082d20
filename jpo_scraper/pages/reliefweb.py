"""ReliefWeb: the search of its service (version 2). Each result holds the whole text of a job, in Markdown."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from jpo_scraper.exceptions import ErrorPage
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import ListingPage, Options, Page, PostingPage, key, optional
from jpo_scraper.pages.markdown import markdown_to_text
from jpo_scraper.vocab import Field

APPNAME = "JPO_RELIEFWEB_APPNAME"
"""Environment variable with the application's name, which ReliefWeb approves for whoever runs this."""
_LIMIT = 100
_REFUSED = (400, 403)
"""Statuses for an absent name, and for one that is not approved."""

_LABELS = {
    "source": ("shortname", Field.AGENCY),
    "country": ("name", Field.DUTY_STATIONS),
    "city": ("name", Field.DUTY_STATIONS),
    "type": ("name", None),
    "experience": ("name", None),
    "career_categories": ("name", None),
    "theme": ("name", None),
}
"""Lists of objects: the key of their words (else `name`), and the field that these speak of."""
_INCLUDE = (
    "id title url url_alias body how_to_apply date.created date.closing source.name source.shortname "
    "country.name city.name type.name experience.name career_categories.name theme.name"
).split()
_KNOWN_KEYS = frozenset(name.partition(".")[0] for name in _INCLUDE)


def first_fetches(site: Options) -> list[Fetch]:
    """The first page of the results."""
    return [_search_fetch(site, offset=0)]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"listing": ReliefWebResults, "posting": ReliefWebResults}


def _search_fetch(site: Options, offset: int) -> Fetch:
    """A page of the results. `latest` leaves out the jobs that have closed."""
    body: dict[str, Any] = {
        "preset": "latest",
        "limit": site.get("page_size", _LIMIT),
        "offset": offset,
        "fields": {"include": _INCLUDE},
        "sort": ["date.created:desc"],
    }
    if "query" in site:
        body["query"] = {"value": site["query"], "operator": "OR"}
    name = site.get("appname", APPNAME)
    secrets = () if "appname" in site else (APPNAME,)
    return Fetch(f"{site['api']}?appname={name}", "listing", method="POST", json=body, secrets=secrets)


class ReliefWebResults(ListingPage, PostingPage):
    """One page of the results. `postings()` gives its jobs whole."""

    def check(self) -> None:
        """As for every page; besides, say what to do about a name that is refused."""
        refused = self.document.status in _REFUSED and "json" in self.document.media_type
        if refused and isinstance(self.json, dict) and "error" in self.json:
            said = key(self.json, "error", dict, self.document.url).get("message")
            raise ErrorPage(
                f"ReliefWeb refuses the request (status {self.document.status}, {said!r}): "
                f"have an application name approved by ReliefWeb and set {APPNAME} to it",
                self.document.url,
            )
        super().check()

    @cached_property
    def _jobs(self) -> list[Any]:
        url = self.document.url
        return [key(result, "fields", dict, url) for result in key(self.json, "data", list, url)]

    def references(self) -> list[Reference]:
        """The jobs of this page; each fetch names the page where a person reads the job."""
        url = self.document.url
        return [
            Reference(self._number(job), Fetch(self._view(job), "posting"), key(job, "title", str, url))
            for job in self._jobs
        ]

    def _number(self, job: Any) -> str:
        return str(key(job, "id", (int, str), self.document.url))

    def _view(self, job: Any) -> str:
        url: str | None = optional(job, "url_alias", str, self.document.url)
        return url or str(key(job, "url", str, self.document.url))

    @property
    def reported_total(self) -> int:
        """`totalCount`: all pages together."""
        total: int = key(self.json, "totalCount", int, self.document.url)
        return total

    @property
    def is_empty(self) -> bool:
        """A total of zero and no result."""
        return self.reported_total == 0 and not self._jobs

    def next_fetch(self) -> Fetch | None:
        """The page that begins after this page's last result."""
        following = int((self.fetch.json or {}).get("offset", 0)) + len(self._jobs)
        return _search_fetch(self.site, following) if self._jobs and following < self.reported_total else None

    def postings(self) -> list[RawPosting]:
        """The jobs of this page."""
        return [self._posting(job) for job in self._jobs]

    def _posting(self, job: Any) -> RawPosting:
        parts = [
            markdown_to_text(optional(job, name, str, self.document.url) or "") for name in ("body", "how_to_apply")
        ]
        return RawPosting(
            source=self.source,
            external_id=self._number(job),
            url=self._view(job),
            text="\n\n".join(part for part in parts if part),
            labels=tuple(self._labels(job)),
            fetched_at=self.document.fetched_at,
        )

    def _labels(self, job: Any) -> Iterator[Label]:
        url = self.document.url
        yield Label("title", key(job, "title", str, url), Field.TITLE)
        dates = key(job, "date", dict, url)
        if "closing" in dates:
            yield Label("date.closing", key(dates, "closing", str, url), Field.DEADLINE)
        yield Label("date.created", key(dates, "created", str, url))
        for name, (words, field) in _LABELS.items():
            for value in optional(job, name, list, url) or ():
                printed = words if optional(value, words, str, url) else "name"
                yield Label(f"{name}.{printed}", key(value, printed, str, url), field)

    def unknown_keys(self) -> list[str]:
        """Keys of the jobs that were not asked for."""
        return sorted({name for job in self._jobs for name in job} - _KNOWN_KEYS)
