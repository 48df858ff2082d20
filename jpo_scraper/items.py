"""What moves between the rooms: frozen dataclasses, nothing else.

Document ──pages──▶ Reference / RawPosting ──normalise──▶ Posting + Fact + Issue ──store──▶ rows
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_origin

from jpo_scraper.vocab import Basis, CompetencyCategory, Degree, Field, IssueKind, Programme, Requirement

NO_HINTS: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Document:
    """One response, as bytes. `fetched_at` is an aware UTC instant; in a replay it is the archive's."""

    url: str
    """The address that was asked for."""
    final_url: str
    """The address that answered, after redirects."""
    status: int
    media_type: str
    """Lower case, without parameters: `text/html`."""
    charset: str | None
    """As the server declared it, or None."""
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Fetch:
    """A request that a page asks for, free of Scrapy. `page` names the reader of the answer."""

    url: str
    page: str
    """`door`, `listing` or `posting`: a key of the platform's `readers`."""
    method: str = "GET"
    json: Mapping[str, Any] | None = None
    """The body of a JSON POST."""
    form: Mapping[str, str] | None = None
    """The fields of a form POST."""
    headers: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, Any] = field(default_factory=dict)
    """What the asking page knew and the answer does not repeat (page 1's total, a row's title and grade)."""
    secrets: tuple[str, ...] = ()
    """Environment variables whose names stand in `url` in the place of their values (see `spiders.secrets`)."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A row of a listing: one posting that the site offers."""

    key: str
    """The site's own id, from raw values only; with the source's name it is the posting's identity."""
    fetch: Fetch
    title: str | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A raw string under the name that the page printed it with (`Apply by`, `ExternalPostedEndDate`)."""

    name: str
    value: str
    field: Field | None = None
    """The field it speaks of, where the site's structure (not the words) says so."""


@dataclass(frozen=True, slots=True)
class RawPosting:
    """One posting as the page printed it: nothing parsed, nothing guessed."""

    source: str
    external_id: str
    """The site's own id, from raw values only."""
    url: str | None
    """Where a person reads it."""
    text: str
    """Plain text in reading order: one line a block, headings as `## …` lines, items as `- …`, table cells
    parted by tabs. Every span of a fact points into this string."""
    labels: tuple[Label, ...] = ()
    language: str | None = None
    """ISO 639-1, as the page or the source declares it."""
    fetched_at: datetime | None = None
    """When the document was fetched; not part of the content."""
    page_key: str | None = None
    """Key of the request that gave it, where the page is going to be remembered; not part of the content."""

    @property
    def content_hash(self) -> str:
        """SHA-256 over what the page printed: equal hashes mean that nothing changed."""
        content = [self.source, self.external_id, self.url, self.text, self.language]
        labels = [[label.name, label.value] for label in self.labels]
        words = json.dumps([content, labels], ensure_ascii=False)
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()  # JSON may hold half an emoji


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement: a value, and the words or the label it came from.

    A fact of basis `posting` has a span (`text[start:end] == raw`) or a `label`.
    """

    field: Field
    value: Any
    """JSON-able; for a list field, one element of it."""
    raw: str
    rule: str
    """Dotted name of the rule that read it: `deadline.labelled`."""
    start: int | None = None
    end: int | None = None
    label: str | None = None
    basis: Basis = Basis.POSTING

    def to_json(self) -> dict[str, Any]:
        """The fact as an object of the posting JSON."""
        return {
            "field": self.field.value, "value": self.value, "raw": self.raw, "start": self.start,
            "end": self.end, "label": self.label, "rule": self.rule, "basis": self.basis.value,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a person should look at."""

    kind: IssueKind
    message: str
    field: Field | None = None
    raw: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The issue as an object of the posting JSON."""
        return {
            "kind": self.kind.value, "field": self.field.value if self.field else None,
            "raw": self.raw, "message": self.message,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class DutyStation:
    """A place of service; `country` is ISO 3166-1 alpha-2, `order` counts from 1."""

    city: str | None
    country: str | None
    order: int


@dataclass(frozen=True, slots=True)
class Nationalities:
    """Who may apply, as ISO 3166-1 alpha-2 sets; `note` names a list kept elsewhere."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last moment to apply. Midnight is 23:59 of the printed day. `at` needs both time and zone."""

    on: date
    time: str | None = None
    """`HH:MM`, 24 hours, in `zone`."""
    zone: str | None = None
    """An IANA name or `UTC+05:45`."""
    at: datetime | None = None
    """The same moment in UTC."""
    raw: str = ""

    def to_json(self) -> dict[str, Any]:
        """The deadline as an object of the posting JSON."""
        utc = self.at.strftime("%Y-%m-%dT%H:%M:%SZ") if self.at else None
        return {
            "date": self.on.isoformat(),
            "time": self.time,
            "zone": self.zone,
            "utc": utc,
            "raw": self.raw,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Deadline":
        """The deadline that `to_json` gave."""
        at = datetime.fromisoformat(data["utc"]) if data["utc"] else None
        return cls(date.fromisoformat(data["date"]), data["time"], data["zone"], at, data["raw"])


@dataclass(frozen=True, slots=True)
class Competency:
    """A competency or value; `framework` is None where no known framework holds the name."""

    name: str
    category: CompetencyCategory | None = None
    code: str | None = None
    framework: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """A language asked for; languages that share `any_of` are alternatives."""

    code: str
    requirement: Requirement
    level: str | None = None
    any_of: int | None = None


@dataclass(frozen=True, slots=True)
class ExperienceTier:
    """Years of experience asked for with a degree (None: whatever the degree)."""

    degree: Degree | None
    years_min: int | None
    years_max: int | None = None


@dataclass(frozen=True, slots=True)
class AgeExtension:
    """Years added to the age limit, for whom (`reason`), under which condition (`when`)."""

    reason: str
    years: int
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Age:
    """The highest age still eligible, inclusive, on a day; or the earliest birth date."""

    max: int | None = None
    on: date | None = None
    born_on_or_after: date | None = None
    extensions: tuple[AgeExtension, ...] = ()


@dataclass(frozen=True, slots=True)
class Posting:
    """A posting in normal form. None and () mean that the document does not say."""

    title: str | None = None
    programme: Programme | None = None
    is_jpo: bool = False
    agency: str | None = None
    """Where the JPO serves."""
    host_agency: str | None = None
    """Who publishes, when another."""
    duty_stations: tuple[DutyStation, ...] = ()
    sponsors: tuple[str, ...] = ()
    nationalities: Nationalities = Nationalities()
    grade: str | None = None
    grade_raw: str | None = None
    reference: str | None = None
    url: str | None = None
    deadline: Deadline | None = None
    competencies: tuple[Competency, ...] = ()
    languages: tuple[Language, ...] = ()
    education_min: Degree | None = None
    experience: tuple[ExperienceTier, ...] = ()
    age: Age | None = None
    duration_months: int | None = None
    documents: tuple[str, ...] = ()
    max_applications: int | None = None
    start_date: str | None = None
    supervisor_title: str | None = None
    is_archived: bool = False

    def to_json(self) -> dict[str, Any]:
        """The posting JSON without its facts (docs/posting-json.md)."""
        return {name: _plain(getattr(self, name)) for name in self.__dataclass_fields__}


def _plain(value: Any) -> Any:
    """JSON-able form of a value of the classes above."""
    if hasattr(value, "to_json"):
        return value.to_json()
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple):
        return [_plain(element) for element in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


_NOTHING = Posting()
_STATED = tuple(name for name in Field if name not in (Field.IS_JPO, Field.IS_ARCHIVED))
"""Fields that may have no value; true or false is one."""


def stated(posting: Posting) -> tuple[Field, ...]:
    """The fields that the document states."""
    return tuple(name for name in _STATED if getattr(posting, name) != getattr(_NOTHING, name))


def posting_from_json(data: Mapping[str, Any]) -> Posting:
    """The posting that `Posting.to_json` gave, perhaps by another version: missing keys take the default, unknown
    keys are ignored.

    Raises ValueError, TypeError or KeyError where a value has another form.
    """
    posting: Posting = _maker(Posting)(data)
    return posting


def value_from_json(field: Field, value: Any) -> Any:
    """The value of one field of the posting JSON, as `posting_from_json` makes it. Raises the same."""
    hint: Any = Posting.__dataclass_fields__[field].type
    return _maker(hint)(value)


@cache
def _maker(hint: Any) -> Callable[[Any], Any]:
    """What turns a value that `_plain` made JSON-able back into the type that an annotation names.

    Annotations are read once: commands make thousands of postings.
    """
    if get_origin(hint) is UnionType:
        (kind,) = (part for part in get_args(hint) if part is not NoneType)
        make = _maker(kind)
        return lambda value: None if value is None else make(value)
    if get_origin(hint) is tuple:
        make = _maker(get_args(hint)[0])
        return lambda value: tuple(map(make, _checked(list, value)))
    if hasattr(hint, "from_json"):
        from_json: Callable[[Any], Any] = hint.from_json
        return from_json
    if hasattr(hint, "__dataclass_fields__"):
        makers = {name: _maker(field.type) for name, field in hint.__dataclass_fields__.items()}
        return lambda value: hint(**{name: makers[name](value[name]) for name in value if name in makers})
    if hint in (date, datetime):
        fromisoformat: Callable[[Any], Any] = hint.fromisoformat
        return fromisoformat
    return hint if issubclass(hint, StrEnum) else partial(_checked, hint)


def _checked(kind: type, value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


class Normalised(NamedTuple):
    """What the normaliser says of one RawPosting."""

    posting: Posting
    facts: tuple[Fact, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one posting of a page."""

    external_id: str
    content_hash: str
    is_kept: bool
    """False: its text says that it is no JPO post."""
    stated: tuple[Field, ...] = ()
    """The fields that it states, if it was kept."""


@dataclass(frozen=True, slots=True)
class PageMemo:
    """What a run remembers of a page that holds postings, so that the next run can tell whether it has changed."""

    key: str
    """Of the request (`archive.base.request_key`)."""
    row_hash: str
    """SHA-256 of what the listing said of the posting."""
    final_url: str
    """The address that answered, after redirects."""
    status: int
    etag: str | None
    last_modified: str | None
    body_hash: str
    """SHA-256 of the decompressed body."""
    read_at: datetime
    """When the page was read in full."""
    is_closed: bool = False
    """The site said that the posting is gone."""
    outcomes: tuple[Outcome, ...] = ()
    """One for each posting of the page, in its order."""


@dataclass(frozen=True, slots=True)
class PastRun:
    """What a later run is compared with: a complete run of the same source that kept something."""

    kept: int
    still_open: int
    """Of the postings that it saw, how many one could still apply to when the later run began."""
    coverage: Mapping[Field, int] = field(default_factory=dict)
    """Field → how many of the kept postings state it."""
