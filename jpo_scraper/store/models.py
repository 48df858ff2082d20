"""The tables. docs/data-dictionary.md is generated from the docstrings and comments of this file."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeEngine

from jpo_scraper.vocab import ChangeCause, LinkVerdict, PostingStatus, RunStatus, Scope

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
"""Constraint names, so that a migration can name what it alters on either backend."""

_ISO = "%Y-%m-%dT%H:%M:%SZ"


class UtcDateTime(TypeDecorator[datetime]):
    """An instant in UTC, in whole seconds. PostgreSQL keeps `timestamptz`, SQLite ISO text (`2026-03-16T22:59:00Z`).

    The text has one width, so that comparing it as text compares the instants. Naive values raise ValueError.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type that the backend keeps."""
        return dialect.type_descriptor(String(20) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To the backend: always UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"An instant needs a time zone: {value!r}")
        value = value.astimezone(UTC).replace(microsecond=0)
        return value.strftime(_ISO) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From the backend: always UTC."""
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)  # the Z makes it aware
        return value.astimezone(UTC)  # type: ignore[no-any-return]  # psycopg gives an aware datetime


JSON_VALUE = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Base(DeclarativeBase):
    """Root of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        dict[str, Any]: JSON_VALUE,
        list[Any]: JSON_VALUE,
        Any: JSON_VALUE,
    }


def _one_of(column: str, values: list[str]) -> CheckConstraint:
    """A check that the column holds one of the words."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=column)


# --- what was crawled -------------------------------------------------------------------------------------------------


class Source(Base):
    """A publisher of postings, as its TOML names it."""

    __tablename__ = "source"

    name: Mapped[str] = mapped_column(primary_key=True, comment="name of the source's file and spider")
    title: Mapped[str] = mapped_column(comment="the publisher in words")


class Run(Base):
    """One crawl of one source, entered before its first request."""

    __tablename__ = "run"
    __table_args__ = (
        _one_of("mode", ["live", "replay"]),
        _one_of("status", [status.value for status in RunStatus]),
        _one_of("scope", [scope.value for scope in Scope]),
        Index(None, "source", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("source.name"))
    mode: Mapped[str] = mapped_column(comment="live: from the site; replay: from an archive")
    status: Mapped[str] = mapped_column(
        comment="running, complete, empty (a healthy zero), partial, failed (nothing was stored) or interrupted"
    )
    started_at: Mapped[datetime] = mapped_column(comment="by the clock of the machine that ran it")
    finished_at: Mapped[datetime | None] = mapped_column(
        comment="when it ended; null: still running, or the process was killed"
    )
    as_of: Mapped[datetime | None] = mapped_column(
        comment="the instant that a replay pretends; null: a live run, which started when it says"
    )
    found: Mapped[int] = mapped_column(default=0, comment="postings that the listing offered")
    collected: Mapped[int] = mapped_column(default=0, comment="postings that were read")
    stored: Mapped[int] = mapped_column(default=0, comment="postings kept: new + changed + unchanged")
    new: Mapped[int] = mapped_column(default=0, comment="postings never seen before")
    changed: Mapped[int] = mapped_column(default=0, comment="postings whose content differs from the last sight")
    unchanged: Mapped[int] = mapped_column(default=0, comment="postings whose content is the same")
    filtered: Mapped[int] = mapped_column(default=0, comment="postings left out because they are no JPO posts")
    reported_total: Mapped[int | None] = mapped_column(
        comment="how many postings the site says it lists; null: it does not say"
    )
    errors: Mapped[int] = mapped_column(default=0, comment="pages and items that failed")
    finish_reason: Mapped[str | None] = mapped_column(comment="why the crawl ended; null: it has not, or was killed")
    reasons: Mapped[list[Any]] = mapped_column(default=list, comment="why the run is not complete, in words")
    host: Mapped[str] = mapped_column(comment="machine that ran it")
    pid: Mapped[int] = mapped_column(comment="process that ran it")
    version: Mapped[str] = mapped_column(comment="jpo-scraper's version")
    scope: Mapped[str] = mapped_column(default=Scope.JPO.value, comment="jpo: it keeps JPO posts; all: every vacancy")
    accepted: Mapped[bool] = mapped_column(
        default=False, comment="whether an operator vouched for its numbers: it and later runs are the new measure"
    )
    expected: Mapped[int | None] = mapped_column(
        comment="postings of earlier runs that should still be open; null: no complete run to compare with"
    )
    coverage: Mapped[dict[str, Any] | None] = mapped_column(
        comment="field: how many kept postings state it; null: none was kept, or the run is older than this column"
    )
    followed: Mapped[int] = mapped_column(default=0, comment="rows of the listing that were chosen to be read")
    unread: Mapped[int] = mapped_column(default=0, comment="pages that had not changed and were not read again")
    closed: Mapped[int] = mapped_column(
        default=0, comment="postings that the listing shows and their page says are gone"
    )
    requests: Mapped[int] = mapped_column(default=0, comment="requests made; repeated or redirected, one counts once")
    relisted: Mapped[int] = mapped_column(default=0, comment="postings that came back after they were missing")
    missing: Mapped[int] = mapped_column(default=0, comment="postings that it was the first not to see")
    withdrawn: Mapped[int] = mapped_column(default=0, comment="postings that it was the second not to see")


class Capture(Base):
    """A response that was archived, and where."""

    __tablename__ = "capture"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    url: Mapped[str] = mapped_column(Text, comment="the address that was asked for")
    sha256: Mapped[str] = mapped_column(comment="of the body, in hexadecimal")
    warc_file: Mapped[str] = mapped_column(Text, comment="archive file, relative to the archive's folder")
    warc_offset: Mapped[int] = mapped_column(BigInteger, comment="where the record starts, in bytes")
    captured_at: Mapped[datetime] = mapped_column(comment="when the response came")


class Page(Base):
    """A page that holds postings, as it was last read: what the next run needs to know that it has not changed."""

    __tablename__ = "page"

    source: Mapped[str] = mapped_column(ForeignKey("source.name"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True, comment="fingerprint of the request: method, address and body")
    final_url: Mapped[str] = mapped_column(Text, comment="the address that answered, after redirects")
    status: Mapped[int] = mapped_column(comment="HTTP status")
    etag: Mapped[str | None] = mapped_column(Text, comment="the header as it came; null: the site sent none")
    last_modified: Mapped[str | None] = mapped_column(comment="the header as it came; null: the site sent none")
    body_hash: Mapped[str] = mapped_column(comment="SHA-256 of the decompressed body")
    row_hash: Mapped[str] = mapped_column(
        comment="SHA-256 of what the listing said of it; empty: it is a listing itself"
    )
    edition: Mapped[str] = mapped_column(comment="SHA-256 of the readers, rules and source file that read it")
    is_closed: Mapped[bool] = mapped_column(comment="whether the site said that the posting is gone")
    outcomes: Mapped[list[Any]] = mapped_column(
        comment="list of {id, hash, kept, stated}: what became of each posting of the page"
    )
    read_at: Mapped[datetime] = mapped_column(comment="when it was fetched and read in full")
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True, comment="the run that read it")


# --- postings as they stand -------------------------------------------------------------------------------------------


class Vacancy(Base):
    """One real post; the postings that announce it point here."""

    __tablename__ = "vacancy"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(comment="when its first postings were linked")


_LINKED, _LISTED = text("vacancy_id IS NOT NULL"), text("status = 'listed'")
"""Few postings of many years are listed, and few are linked to others. An index of these alone is small, and planners
know that it is: with all the others in it they think it useless."""


class Posting(Base):
    """A posting as it stands: one row for each id of each source. A null means that the document does not say."""

    __tablename__ = "posting"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        _one_of("status", [status.value for status in PostingStatus]),
        _one_of("scope", [scope.value for scope in Scope]),
        Index("ix_posting_listed_deadline_on", "deadline_on", sqlite_where=_LISTED, postgresql_where=_LISTED),
        Index("ix_posting_listed_agency", "agency", "deadline_on", sqlite_where=_LISTED, postgresql_where=_LISTED),
        Index(None, "agency", "deadline_on"),
        Index(None, "deadline_on"),
        Index(None, "source", "status"),
        Index(None, "vacancy_id", sqlite_where=_LINKED, postgresql_where=_LINKED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("source.name"))
    external_id: Mapped[str] = mapped_column(index=True, comment="the site's own id")
    url: Mapped[str | None] = mapped_column(Text, comment="where a person reads it; null: it has no address of its own")
    language: Mapped[str | None] = mapped_column(comment="ISO 639-1 language of the page; null: not declared")
    title: Mapped[str | None] = mapped_column(Text, comment="as printed; null: none was found")
    programme: Mapped[str | None] = mapped_column(comment="JPO, AE, APO, SDP or SARC; null: not named")
    is_jpo: Mapped[bool] = mapped_column(comment="whether it is a post for a Junior Professional Officer or the like")
    agency: Mapped[str | None] = mapped_column(comment="agency.code, where the JPO serves; null: not named")
    host_agency: Mapped[str | None] = mapped_column(comment="agency.code of who publishes; null: the agency itself")
    grade: Mapped[str | None] = mapped_column(comment="in normal form, P-2; null: not stated or not recognised")
    grade_raw: Mapped[str | None] = mapped_column(comment="as printed; null: not stated")
    reference: Mapped[str | None] = mapped_column(index=True, comment="the posting's number as printed; null: none")
    deadline_on: Mapped[date | None] = mapped_column(comment="last day to apply; null: no deadline stated")
    deadline_time: Mapped[str | None] = mapped_column(comment="HH:MM in the deadline's zone; null: not stated")
    deadline_zone: Mapped[str | None] = mapped_column(comment="IANA name or UTC+05:45; null: not stated")
    deadline_at: Mapped[datetime | None] = mapped_column(
        comment="the last moment to apply, UTC; null: the time or the zone is not known"
    )
    deadline_raw: Mapped[str | None] = mapped_column(Text, comment="as printed; null: no deadline stated")
    education_min: Mapped[str | None] = mapped_column(
        comment="secondary, bachelor, master or doctorate; null: not stated"
    )
    age_max: Mapped[int | None] = mapped_column(comment="highest age still eligible, inclusive; null: not stated")
    age_on: Mapped[date | None] = mapped_column(comment="day on which the age counts; null: not stated")
    born_on_or_after: Mapped[date | None] = mapped_column(comment="earliest birth date; null: not stated")
    age_extensions: Mapped[list[Any] | None] = mapped_column(
        comment="list of {reason, years, when} added to the age limit; null: none stated"
    )
    duration_months: Mapped[int | None] = mapped_column(comment="length of the assignment; null: not stated")
    max_applications: Mapped[int | None] = mapped_column(
        comment="how many posts of the call one person may apply for; null: not stated"
    )
    start_date: Mapped[str | None] = mapped_column(comment="when the assignment starts, as printed; null: not stated")
    supervisor_title: Mapped[str | None] = mapped_column(
        Text, comment="of whom the officer reports to; null: not stated"
    )
    is_archived: Mapped[bool] = mapped_column(comment="whether the page itself says that the posting is closed")
    nationality_note: Mapped[str | None] = mapped_column(
        Text, comment="a list of nationalities that is kept elsewhere; null: none is named"
    )
    content_hash: Mapped[str] = mapped_column(comment="SHA-256 of what the page printed when last seen")
    status: Mapped[str] = mapped_column(
        comment="listed, missing (from the last complete run) or withdrawn (from two); expiry: see the deadline"
    )
    missed_runs: Mapped[int] = mapped_column(comment="complete runs in a row that did not see it; at most 2")
    first_seen_run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), comment="run that saw it first")
    last_seen_run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), comment="run that saw it last")
    first_seen_at: Mapped[datetime] = mapped_column(comment="when the document was first fetched")
    last_seen_at: Mapped[datetime] = mapped_column(comment="when the document was last fetched")
    vacancy_id: Mapped[int | None] = mapped_column(
        ForeignKey("vacancy.id"), comment="the post that it announces; null: linked to no other posting"
    )
    link_reason: Mapped[str | None] = mapped_column(comment="why it belongs to the vacancy; null: not linked")
    link_score: Mapped[float | None] = mapped_column(comment="how sure the link is, 0 to 1; null: not linked")
    scope: Mapped[str] = mapped_column(
        comment="jpo: a run for JPO posts has kept it, so one can miss it; all: only runs for all vacancies have"
    )


class Link(Base):
    """What two postings are to each other, as the rules or a person decided."""

    __tablename__ = "link"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="order"),
        _one_of("verdict", [verdict.value for verdict in LinkVerdict]),
        _one_of("decided_by", ["machine", "operator"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), comment="the posting of the lower id")
    second_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True, comment="the other one")
    verdict: Mapped[str] = mapped_column(
        comment="same vacancy, re-advertisement, unclear (a person should look), different (a person refused)"
    )
    earlier_id: Mapped[int | None] = mapped_column(
        ForeignKey("posting.id"), comment="the posting that the other one announces again; null: not that verdict"
    )
    score: Mapped[float] = mapped_column(comment="how sure the verdict is, 0 to 1")
    reason: Mapped[str] = mapped_column(Text, comment="what agrees and what does not, in words")
    decided_by: Mapped[str] = mapped_column(comment="machine: may change with the postings; operator: stays")
    decided_at: Mapped[datetime] = mapped_column(comment="when the verdict was reached")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"), comment="run that reached it; null: a command did")


class LinkKey(Base):
    """What a posting can be found by when another one is compared with its likes; derived, and made anew at will."""

    __tablename__ = "link_key"
    __table_args__ = (Index(None, "key", "rank"),)

    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True, comment="number, or agency with title, place and deadline")
    rank: Mapped[str | None] = mapped_column(
        comment="of a key that names whose template the text may follow: place in the draw of a sample; null: another"
    )
    rules: Mapped[int] = mapped_column(comment="version of the rules that made it")


class PostingPart(Base):
    """Common to the lists that belong to a posting: the posting, and the place in the list."""

    __abstract__ = True

    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), primary_key=True, sort_order=-2)
    position: Mapped[int] = mapped_column(primary_key=True, sort_order=-1, comment="place in the list, from 1")


class PostingSponsor(PostingPart):
    """A donor country that pays for the post."""

    __tablename__ = "posting_sponsor"

    country: Mapped[str] = mapped_column(index=True, comment="ISO 3166-1 alpha-2")


class PostingDutyStation(PostingPart):
    """A place of service; the order is that of the assignment."""

    __tablename__ = "posting_duty_station"

    city: Mapped[str | None] = mapped_column(comment="duty_station.city; null: only the country is named")
    country: Mapped[str | None] = mapped_column(index=True, comment="ISO 3166-1 alpha-2; null: not named and not known")


class PostingNationality(PostingPart):
    """A nationality that may, or may not, apply."""

    __tablename__ = "posting_nationality"
    __table_args__ = (_one_of("kind", ["include", "exclude"]),)

    country: Mapped[str] = mapped_column(index=True, comment="ISO 3166-1 alpha-2")
    kind: Mapped[str] = mapped_column(comment="include: may apply; exclude: may not")


class PostingCompetency(PostingPart):
    """A competency or value that the posting asks for."""

    __tablename__ = "posting_competency"

    name: Mapped[str] = mapped_column(comment="as printed")
    code: Mapped[str | None] = mapped_column(comment="the framework's code; null: it has none")
    framework: Mapped[str | None] = mapped_column(comment="competency.framework; null: no known framework has it")
    category: Mapped[str | None] = mapped_column(
        comment="core, managerial, cross-functional, functional, technical or value; null: not known"
    )
    level: Mapped[str | None] = mapped_column(comment="level asked for, as printed; null: not stated")


class PostingLanguage(PostingPart):
    """A language that the posting asks for."""

    __tablename__ = "posting_language"

    code: Mapped[str] = mapped_column(index=True, comment="ISO 639-1")
    requirement: Mapped[str] = mapped_column(comment="required or desirable")
    level: Mapped[str | None] = mapped_column(comment="level asked for; null: not stated")
    any_of: Mapped[int | None] = mapped_column(comment="languages of one number are alternatives; null: no choice")


class PostingExperience(PostingPart):
    """Years of experience asked for, by degree."""

    __tablename__ = "posting_experience"

    degree: Mapped[str | None] = mapped_column(comment="bachelor, master or doctorate; null: whatever the degree")
    years_min: Mapped[int | None] = mapped_column(comment="at least so many; null: no lower bound stated")
    years_max: Mapped[int | None] = mapped_column(comment="at most so many; null: no upper bound stated")


class PostingDocument(PostingPart):
    """A document that the applicant hands in."""

    __tablename__ = "posting_document"

    name: Mapped[str] = mapped_column(Text, comment="what it is, in words")


# --- history ----------------------------------------------------------------------------------------------------------


class Observation(Base):
    """A sight of a posting whose content was new: appended, never altered but for what today's rules make of it."""

    __tablename__ = "observation"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    content_hash: Mapped[str] = mapped_column(comment="SHA-256 of what the page printed")
    observed_at: Mapped[datetime] = mapped_column(comment="when the document was fetched")
    url: Mapped[str | None] = mapped_column(Text, comment="where a person reads it; null: no address of its own")
    labels: Mapped[list[Any]] = mapped_column(comment="list of {name, value, field}: raw strings as labelled")
    normalised: Mapped[dict[str, Any]] = mapped_column(comment="the posting JSON, without facts, as last read")


class PostingText(Base):
    """The plain text of an observation, apart because grouping a table with long text is slow."""

    __tablename__ = "posting_text"

    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text, comment="in reading order; the spans of facts point into it")


class Fact(Base):
    """One statement: a value, and the words it came from."""

    __tablename__ = "fact"

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), index=True)
    field: Mapped[str] = mapped_column(comment="key of the posting JSON")
    value: Mapped[Any | None] = mapped_column(comment="of a list field, one element; null: the words say: none")
    raw: Mapped[str] = mapped_column(Text, comment="the words as printed")
    span_start: Mapped[int | None] = mapped_column(comment="offset into posting_text.text; null: see label or basis")
    span_end: Mapped[int | None] = mapped_column(comment="offset after the last character; null: see label or basis")
    label: Mapped[str | None] = mapped_column(comment="label that the words stood under; null: they stand in the text")
    rule: Mapped[str] = mapped_column(comment="dotted name of the rule that read them")
    basis: Mapped[str] = mapped_column(comment="posting, source rule (a sponsor's standing rule) or derived")


class EarlierReading(Base):
    """What an observation meant to the program until its text was read again with other rules: appended."""

    __tablename__ = "earlier_reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), index=True)
    replaced_at: Mapped[datetime] = mapped_column(comment="when the text was read again")
    version: Mapped[str] = mapped_column(comment="jpo-scraper's version that read it again")
    normalised: Mapped[dict[str, Any]] = mapped_column(comment="the posting JSON, without facts, until then")
    facts: Mapped[list[Any]] = mapped_column(comment="its facts until then: rows of fact without their ids")
    issues: Mapped[list[Any]] = mapped_column(comment="its issues until then: rows of issue without their ids")


class Issue(Base):
    """Something that a person should look at; it stays when the posting changes."""

    __tablename__ = "issue"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    posting_id: Mapped[int | None] = mapped_column(
        ForeignKey("posting.id"),
        index=True,
        comment="posting.id; null: it concerns the run or a page without a posting",
    )
    kind: Mapped[str] = mapped_column(comment="unmapped, conflict, ambiguous, impossible, not_a_vacancy …")
    field: Mapped[str | None] = mapped_column(comment="key of the posting JSON; null: no field in particular")
    raw: Mapped[str | None] = mapped_column(Text, comment="the words concerned; null: none")
    message: Mapped[str] = mapped_column(Text, comment="what is the matter, in words")
    url: Mapped[str | None] = mapped_column(Text, comment="page concerned; null: none in particular")


class Change(Base):
    """A field of a posting, or its status, that a run, or a second reading of what it saw, found different."""

    __tablename__ = "change"
    __table_args__ = (_one_of("cause", [cause.value for cause in ChangeCause]),)

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    field: Mapped[str] = mapped_column(comment="key of the posting JSON, or status")
    old: Mapped[Any | None] = mapped_column(comment="value before; null: it was not stated")
    new: Mapped[Any | None] = mapped_column(comment="value after; null: it is no longer stated")
    changed_at: Mapped[datetime] = mapped_column(index=True, comment="when the difference was seen")
    cause: Mapped[str] = mapped_column(
        server_default=ChangeCause.SITE.value,
        comment="site: it prints something else; rules: the words that the run saw were read again by other rules",
    )


# --- counts: derived from the postings, in the transaction that stores them ------------------------------------------


class Tally(Base):
    """Common to the counts: a number of JPO vacancies of one agency and year."""

    __abstract__ = True

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Index, ...]:
        """What is counted again after a run: the agencies and years that it touched."""
        return (Index(None, "agency", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-9)
    agency: Mapped[str | None] = mapped_column(
        sort_order=-9, comment="agency.code, where the JPO serves; null: not named"
    )
    year: Mapped[int | None] = mapped_column(sort_order=-9, comment="of the deadline; null: no deadline stated")
    vacancies: Mapped[int] = mapped_column(
        sort_order=1, comment="JPO vacancies, each counted once however many postings announce it"
    )


class DatedTally(Tally):
    """Common to the counts that tell when applications were taken."""

    __abstract__ = True

    first_seen_on: Mapped[date] = mapped_column(sort_order=2, comment="first day on which one of them was seen, UTC")
    first_deadline_on: Mapped[date | None] = mapped_column(
        sort_order=2, comment="earliest deadline; null: no deadline stated"
    )
    last_deadline_on: Mapped[date | None] = mapped_column(
        sort_order=2, comment="latest deadline; null: no deadline stated"
    )
    days_open_total: Mapped[int] = mapped_column(sort_order=2, comment="sum of vacancy_history.days_open")
    days_open_known: Mapped[int] = mapped_column(sort_order=2, comment="vacancies whose days_open is known")


class AgencyTally(DatedTally):
    """Vacancies of an agency and year."""

    __tablename__ = "agency_tally"


class SponsorTally(DatedTally):
    """Vacancies of an agency and year that a country pays for; several may pay for one."""

    __tablename__ = "sponsor_tally"

    sponsor: Mapped[str] = mapped_column(index=True, comment="ISO 3166-1 alpha-2 of a country that pays")


class CampaignTally(DatedTally):
    """Vacancies of an agency that a country pays for, with deadlines in one month."""

    __tablename__ = "campaign_tally"

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Index, ...]:
        """A year of all sponsors, too."""
        return (*super().__table_args__, Index(None, "year"))

    sponsor: Mapped[str] = mapped_column(index=True, comment="ISO 3166-1 alpha-2 of a country that pays")
    month: Mapped[int | None] = mapped_column(comment="of the deadline; null: no deadline stated")


class DutyStationTally(Tally):
    """Vacancies of an agency and year at a duty station; one may have several."""

    __tablename__ = "duty_station_tally"

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Index, ...]:
        """Both ways in."""
        return (*super().__table_args__, Index(None, "country", "city"))

    city: Mapped[str | None] = mapped_column(comment="duty_station.city; null: only the country is named")
    country: Mapped[str | None] = mapped_column(comment="ISO 3166-1 alpha-2; null: not named and not known")


class CompetencyTally(Tally):
    """Vacancies of an agency and year that ask for a competency or value."""

    __tablename__ = "competency_tally"

    framework: Mapped[str | None] = mapped_column(comment="competency.framework; null: no known framework has it")
    category: Mapped[str | None] = mapped_column(comment="as in posting_competency; null: not known")
    name: Mapped[str] = mapped_column(index=True, comment="as printed")


# --- reference rows, joined by code: no key points here, as a run may meet a code that has no row -------------------


class Agency(Base):
    """An agency that takes JPOs, or might."""

    __tablename__ = "agency"

    code: Mapped[str] = mapped_column(primary_key=True, comment="posting.agency")
    name_en: Mapped[str] = mapped_column(comment="in English")
    aliases: Mapped[str | None] = mapped_column(Text, comment="other names, parted by |; null: none known")
    parent: Mapped[str | None] = mapped_column(comment="what it is part of; null: not known")
    hq_city: Mapped[str | None] = mapped_column(comment="seat; null: not known")
    hq_country: Mapped[str | None] = mapped_column(comment="ISO 3166-1 alpha-2; null: not known")
    website_domains: Mapped[str | None] = mapped_column(Text, comment="parted by |; null: not known")
    ats_hosts: Mapped[str | None] = mapped_column(Text, comment="where it publishes, parted by |; null: not known")
    ror_id: Mapped[str | None] = mapped_column(comment="Research Organization Registry; null: not known")
    wikidata_id: Mapped[str | None] = mapped_column(comment="Wikidata; null: not known")
    jpo_programme: Mapped[str | None] = mapped_column(comment="whether it has one, in words; null: not known")
    in_jposc: Mapped[str | None] = mapped_column(comment="whether the JPO Service Centre serves it; null: not known")
    evidence: Mapped[str | None] = mapped_column(Text, comment="where the row was read; null: not noted")


class Country(Base):
    """A country: nationality, sponsor or place."""

    __tablename__ = "country"

    iso2: Mapped[str] = mapped_column(primary_key=True, comment="ISO 3166-1 alpha-2")
    iso3: Mapped[str | None] = mapped_column(comment="ISO 3166-1 alpha-3; null: none")
    names_en: Mapped[str] = mapped_column(Text, comment="English names parted by |, the usual one first")
    demonyms_en: Mapped[str | None] = mapped_column(Text, comment="parted by |; null: none known")
    sponsor_candidate: Mapped[str | None] = mapped_column(comment="yes: it sponsors JPOs or has; null: not known")
    evidence: Mapped[str | None] = mapped_column(Text, comment="where the row was read; null: not noted")


class DutyStation(Base):
    """A duty station of the gazetteer."""

    __tablename__ = "duty_station"

    city: Mapped[str] = mapped_column(primary_key=True, comment="posting_duty_station.city")
    country_iso2: Mapped[str] = mapped_column(primary_key=True, comment="ISO 3166-1 alpha-2")
    m49_subregion: Mapped[str | None] = mapped_column(comment="UN M49 subregion; null: not known")
    lat: Mapped[float | None] = mapped_column(comment="degrees north; null: not known")
    lon: Mapped[float | None] = mapped_column(comment="degrees east; null: not known")
    tz: Mapped[str | None] = mapped_column(comment="IANA zone; null: not known")
    hardship_class: Mapped[str | None] = mapped_column(comment="H or A to E; null: not listed")
    hardship_date: Mapped[str | None] = mapped_column(comment="month of that list; null: not listed")
    hardship_source: Mapped[str | None] = mapped_column(comment="which list; null: not listed")
    geonameid: Mapped[int | None] = mapped_column(comment="GeoNames; null: not there")
    is_capital: Mapped[str | None] = mapped_column(comment="yes; null: no, or not known")
    aliases: Mapped[str | None] = mapped_column(Text, comment="other spellings, parted by |; null: none known")
    evidence: Mapped[str | None] = mapped_column(Text, comment="where the row was read; null: not noted")


class Competency(Base):
    """A competency or value of an agency's framework."""

    __tablename__ = "competency"

    framework: Mapped[str] = mapped_column(primary_key=True, comment="name of the agency's framework")
    code: Mapped[str] = mapped_column(primary_key=True, comment="the framework's code; empty: it has none")
    name_en: Mapped[str] = mapped_column(primary_key=True, comment="in English, as the framework has it")
    category: Mapped[str] = mapped_column(primary_key=True, comment="core, managerial, functional, value …")
    aliases: Mapped[str | None] = mapped_column(Text, comment="other names, parted by |; null: none known")
    canonical_theme: Mapped[str | None] = mapped_column(comment="what it is about, across frameworks; null: not filed")
    source: Mapped[str | None] = mapped_column(Text, comment="document it was read in; null: not noted")
    evidence: Mapped[str | None] = mapped_column(Text, comment="where the row was read; null: not noted")


class Grade(Base):
    """A grade of the common system or of an agency."""

    __tablename__ = "grade"

    code: Mapped[str] = mapped_column(primary_key=True, comment="posting.grade")
    category: Mapped[str | None] = mapped_column(comment="international professional …; null: not filed")
    description: Mapped[str | None] = mapped_column(Text, comment="in words; null: none")
    seniority_order: Mapped[float | None] = mapped_column(comment="higher is more senior; null: not comparable")
    aliases: Mapped[str | None] = mapped_column(Text, comment="printed forms, parted by |; null: none known")
    evidence: Mapped[str | None] = mapped_column(Text, comment="where the row was read; null: not noted")
