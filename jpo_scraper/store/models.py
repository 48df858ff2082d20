"""The tables. docs/data-dictionary.md is generated from the words of this file.

Tables of SQLAlchemy's Core, not classes of its ORM: no row becomes an object here, and loading the ORM would take a
third of the time that a short command has.
"""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem
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

METADATA = MetaData(naming_convention=NAMES)
"""All tables."""

WORDS = "words"
"""Key of a table's `info`: what one row of it is. Databases keep the words about columns alone."""

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


class JsonValue(TypeDecorator[Any]):
    """JSON, on PostgreSQL `jsonb`. None is the database's null, never that of JSON."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type that the backend keeps."""
        if dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import JSONB  # who asks SQLite does not load it

            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(JSON(none_as_null=True))


def _table(name: str, words: str, *parts: SchemaItem) -> Table:
    """A table, and what one row of it is."""
    return Table(name, METADATA, *parts, info={WORDS: words})


def _column(name: str, kind: type[TypeEngine[Any]], *keys: SchemaItem, comment: str = "", **more: Any) -> Column[Any]:
    """A column; it may be null where its comment says what null means."""
    return Column(name, kind, *keys, nullable="null: " in comment, comment=comment or None, **more)


def _one_of(column: str, values: list[str]) -> CheckConstraint:
    """A check that the column holds one of the words."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=column)


# --- what was crawled -------------------------------------------------------------------------------------------------

SOURCE = _table(
    "source",
    "A publisher of postings, as its TOML names it.",
    _column("name", String, primary_key=True, comment="name of the source's file and spider"),
    _column("title", String, comment="the publisher in words"),
)

RUN = _table(
    "run",
    "One crawl of one source, entered before its first request.",
    _column("id", Integer, primary_key=True),
    _column("source", String, ForeignKey("source.name")),
    _column("mode", String, comment="live: from the site; replay: from an archive"),
    _column(
        "status",
        String,
        comment="running, complete, empty (a healthy zero), partial, failed (nothing was stored) or interrupted",
    ),
    _column("started_at", UtcDateTime, comment="by the clock of the machine that ran it"),
    _column("finished_at", UtcDateTime, comment="when it ended; null: still running, or the process was killed"),
    _column(
        "as_of", UtcDateTime, comment="the instant that a replay pretends; null: a live run, which started when it says"
    ),
    _column("found", Integer, default=0, comment="postings that the listing offered"),
    _column("collected", Integer, default=0, comment="postings that were read"),
    _column("stored", Integer, default=0, comment="postings kept: new + changed + unchanged"),
    _column("new", Integer, default=0, comment="postings never seen before"),
    _column("changed", Integer, default=0, comment="postings whose content differs from the last sight"),
    _column("unchanged", Integer, default=0, comment="postings whose content is the same"),
    _column("filtered", Integer, default=0, comment="postings left out because they are no JPO posts"),
    _column("reported_total", Integer, comment="how many postings the site says it lists; null: it does not say"),
    _column("errors", Integer, default=0, comment="pages and items that failed"),
    _column("finish_reason", String, comment="why the crawl ended; null: it has not, or was killed"),
    _column("reasons", JsonValue, default=list, comment="why the run is not complete, in words"),
    _column("host", String, comment="machine that ran it"),
    _column("pid", Integer, comment="process that ran it"),
    _column("version", String, comment="jpo-scraper's version"),
    _column("scope", String, default=Scope.JPO.value, comment="jpo: it keeps JPO posts; all: every vacancy"),
    _column(
        "accepted",
        Boolean,
        default=False,
        comment="whether an operator vouched for its numbers: it and later runs are the new measure",
    ),
    _column(
        "expected",
        Integer,
        comment="postings of earlier runs that should still be open; null: no complete run to compare with",
    ),
    _column(
        "coverage",
        JsonValue,
        comment="field: how many kept postings state it; null: none was kept, or the run is older than this column",
    ),
    _column("followed", Integer, default=0, comment="rows of the listing that were chosen to be read"),
    _column("unread", Integer, default=0, comment="pages that had not changed and were not read again"),
    _column("closed", Integer, default=0, comment="postings that the listing shows and their page says are gone"),
    _column("requests", Integer, default=0, comment="requests made; repeated or redirected, one counts once"),
    _column("relisted", Integer, default=0, comment="postings that came back after they were missing"),
    _column("missing", Integer, default=0, comment="postings that it was the first not to see"),
    _column("withdrawn", Integer, default=0, comment="postings that it was the second not to see"),
    _one_of("mode", ["live", "replay"]),
    _one_of("status", [status.value for status in RunStatus]),
    _one_of("scope", [scope.value for scope in Scope]),
    Index(None, "source", "id"),
)

CAPTURE = _table(
    "capture",
    "A response that was archived, and where.",
    _column("id", Integer, primary_key=True),
    _column("run_id", Integer, ForeignKey("run.id"), index=True),
    _column("url", Text, comment="the address that was asked for"),
    _column("sha256", String, comment="of the body, in hexadecimal"),
    _column("warc_file", Text, comment="archive file, relative to the archive's folder"),
    _column("warc_offset", BigInteger, comment="where the record starts, in bytes"),
    _column("captured_at", UtcDateTime, comment="when the response came"),
)

PAGE = _table(
    "page",
    "A page that holds postings, as it was last read: what the next run needs to know that it has not changed.",
    _column("source", String, ForeignKey("source.name"), primary_key=True),
    _column("key", String, primary_key=True, comment="fingerprint of the request: method, address and body"),
    _column("final_url", Text, comment="the address that answered, after redirects"),
    _column("status", Integer, comment="HTTP status"),
    _column("etag", Text, comment="the header as it came; null: the site sent none"),
    _column("last_modified", String, comment="the header as it came; null: the site sent none"),
    _column("body_hash", String, comment="SHA-256 of the decompressed body"),
    _column("row_hash", String, comment="SHA-256 of what the listing said of it; empty: it is a listing itself"),
    _column("edition", String, comment="SHA-256 of the readers, rules and source file that read it"),
    _column("is_closed", Boolean, comment="whether the site said that the posting is gone"),
    _column("outcomes", JsonValue, comment="list of {id, hash, kept, stated}: what became of each posting of the page"),
    _column("read_at", UtcDateTime, comment="when it was fetched and read in full"),
    _column("run_id", Integer, ForeignKey("run.id"), index=True, comment="the run that read it"),
)


# --- postings as they stand -------------------------------------------------------------------------------------------

VACANCY = _table(
    "vacancy",
    "One real post; the postings that announce it point here.",
    _column("id", Integer, primary_key=True),
    _column("created_at", UtcDateTime, comment="when its first postings were linked"),
)


POSTING = _table(
    "posting",
    "A posting as it stands: one row for each id of each source. A null means that the document does not say.",
    _column("id", Integer, primary_key=True),
    _column("source", String, ForeignKey("source.name")),
    _column("external_id", String, index=True, comment="the site's own id"),
    _column("url", Text, comment="where a person reads it; null: it has no address of its own"),
    _column("language", String, comment="ISO 639-1 language of the page; null: not declared"),
    _column("title", Text, comment="as printed; null: none was found"),
    _column("programme", String, comment="JPO, AE, APO, SDP or SARC; null: not named"),
    _column("is_jpo", Boolean, comment="whether it is a post for a Junior Professional Officer or the like"),
    _column("agency", String, comment="agency.code, where the JPO serves; null: not named"),
    _column("host_agency", String, comment="agency.code of who publishes; null: the agency itself"),
    _column("grade", String, comment="in normal form, P-2; null: not stated or not recognised"),
    _column("grade_raw", String, comment="as printed; null: not stated"),
    _column("reference", String, index=True, comment="the posting's number as printed; null: none"),
    _column("deadline_on", Date, comment="last day to apply; null: no deadline stated"),
    _column("deadline_time", String, comment="HH:MM in the deadline's zone; null: not stated"),
    _column("deadline_zone", String, comment="IANA name or UTC+05:45; null: not stated"),
    _column(
        "deadline_at", UtcDateTime, comment="the last moment to apply, UTC; null: the time or the zone is not known"
    ),
    _column("deadline_raw", Text, comment="as printed; null: no deadline stated"),
    _column("education_min", String, comment="secondary, bachelor, master or doctorate; null: not stated"),
    _column("age_max", Integer, comment="highest age still eligible, inclusive; null: not stated"),
    _column("age_on", Date, comment="day on which the age counts; null: not stated"),
    _column("born_on_or_after", Date, comment="earliest birth date; null: not stated"),
    _column(
        "age_extensions", JsonValue, comment="list of {reason, years, when} added to the age limit; null: none stated"
    ),
    _column("duration_months", Integer, comment="length of the assignment; null: not stated"),
    _column(
        "max_applications", Integer, comment="how many posts of the call one person may apply for; null: not stated"
    ),
    _column("start_date", String, comment="when the assignment starts, as printed; null: not stated"),
    _column("supervisor_title", Text, comment="of whom the officer reports to; null: not stated"),
    _column("is_archived", Boolean, comment="whether the page itself says that the posting is closed"),
    _column("nationality_note", Text, comment="a list of nationalities that is kept elsewhere; null: none is named"),
    _column("content_hash", String, comment="SHA-256 of what the page printed when last seen"),
    _column(
        "status",
        String,
        comment="listed, missing (from the last complete run) or withdrawn (from two); expiry: see the deadline",
    ),
    _column("missed_runs", Integer, comment="complete runs in a row that did not see it; at most 2"),
    _column("first_seen_run_id", Integer, ForeignKey("run.id"), comment="run that saw it first"),
    _column("last_seen_run_id", Integer, ForeignKey("run.id"), comment="run that saw it last"),
    _column("first_seen_at", UtcDateTime, comment="when the document was first fetched"),
    _column("last_seen_at", UtcDateTime, comment="when the document was last fetched"),
    _column(
        "vacancy_id",
        Integer,
        ForeignKey("vacancy.id"),
        comment="the post that it announces; null: linked to no other posting",
    ),
    _column("link_reason", String, comment="why it belongs to the vacancy; null: not linked"),
    _column("link_score", Double, comment="how sure the link is, 0 to 1; null: not linked"),
    _column(
        "scope",
        String,
        comment="jpo: a run for JPO posts has kept it, so one can miss it; all: only runs for all vacancies have",
    ),
    UniqueConstraint("source", "external_id"),
    _one_of("status", [status.value for status in PostingStatus]),
    _one_of("scope", [scope.value for scope in Scope]),
    Index(None, "agency", "deadline_on"),
    Index(None, "deadline_on"),
    Index(None, "source", "status"),
)

_OF_FEW = (
    ("ix_posting_listed_deadline_on", ("deadline_on",), "status = 'listed'"),
    ("ix_posting_listed_agency", ("agency", "deadline_on"), "status = 'listed'"),
    ("ix_posting_vacancy_id", ("vacancy_id",), "vacancy_id IS NOT NULL"),
)
"""Few postings of many years are listed, and few are linked to others. An index of these alone is small, and planners
know that it is: with all the others in it they think it useless."""


@cache
def with_partial_indexes() -> MetaData:
    """All tables, and the indexes that have a condition too: for who makes or compares a schema.

    SQLAlchemy loads each backend for which a condition is written, and who asks a database needs one of them at most.
    """
    for name, columns, words in _OF_FEW:
        condition = text(words)
        Index(name, *(POSTING.c[column] for column in columns), sqlite_where=condition, postgresql_where=condition)
    return METADATA


LINK = _table(
    "link",
    "What two postings are to each other, as the rules or a person decided.",
    _column("id", Integer, primary_key=True),
    _column("first_id", Integer, ForeignKey("posting.id"), comment="the posting of the lower id"),
    _column("second_id", Integer, ForeignKey("posting.id"), index=True, comment="the other one"),
    _column(
        "verdict",
        String,
        comment="same vacancy, re-advertisement, unclear (a person should look), different (a person refused)",
    ),
    _column(
        "earlier_id",
        Integer,
        ForeignKey("posting.id"),
        comment="the posting that the other one announces again; null: not that verdict",
    ),
    _column("score", Double, comment="how sure the verdict is, 0 to 1"),
    _column("reason", Text, comment="what agrees and what does not, in words"),
    _column("decided_by", String, comment="machine: may change with the postings; operator: stays"),
    _column("decided_at", UtcDateTime, comment="when the verdict was reached"),
    _column("run_id", Integer, ForeignKey("run.id"), comment="run that reached it; null: a command did"),
    UniqueConstraint("first_id", "second_id"),
    CheckConstraint("first_id < second_id", name="order"),
    _one_of("verdict", [verdict.value for verdict in LinkVerdict]),
    _one_of("decided_by", ["machine", "operator"]),
)

LINK_KEY = _table(
    "link_key",
    "What a posting can be found by when another one is compared with its likes; derived, and made anew at will.",
    _column("posting_id", Integer, ForeignKey("posting.id"), primary_key=True),
    _column("key", String, primary_key=True, comment="number, or agency with title, place and deadline"),
    _column(
        "rank",
        String,
        comment="of a key that names whose template the text may follow: place in the draw of a sample; null: another",
    ),
    _column("rules", Integer, comment="version of the rules that made it"),
    Index(None, "key", "rank"),
)


def _part(name: str, words: str, *parts: SchemaItem) -> Table:
    """A list that belongs to a posting: the posting, the place in the list, and what stands there."""
    return _table(
        name,
        words,
        _column("posting_id", Integer, ForeignKey("posting.id"), primary_key=True),
        _column("position", Integer, primary_key=True, comment="place in the list, from 1"),
        *parts,
    )


POSTING_SPONSOR = _part(
    "posting_sponsor",
    "A donor country that pays for the post.",
    _column("country", String, index=True, comment="ISO 3166-1 alpha-2"),
)

POSTING_DUTY_STATION = _part(
    "posting_duty_station",
    "A place of service; the order is that of the assignment.",
    _column("city", String, comment="duty_station.city; null: only the country is named"),
    _column("country", String, index=True, comment="ISO 3166-1 alpha-2; null: not named and not known"),
)

POSTING_NATIONALITY = _part(
    "posting_nationality",
    "A nationality that may, or may not, apply.",
    _column("country", String, index=True, comment="ISO 3166-1 alpha-2"),
    _column("kind", String, comment="include: may apply; exclude: may not"),
    _one_of("kind", ["include", "exclude"]),
)

POSTING_COMPETENCY = _part(
    "posting_competency",
    "A competency or value that the posting asks for.",
    _column("name", String, comment="as printed"),
    _column("code", String, comment="the framework's code; null: it has none"),
    _column("framework", String, comment="competency.framework; null: no known framework has it"),
    _column(
        "category",
        String,
        comment="core, managerial, cross-functional, functional, technical or value; null: not known",
    ),
    _column("level", String, comment="level asked for, as printed; null: not stated"),
)

POSTING_LANGUAGE = _part(
    "posting_language",
    "A language that the posting asks for.",
    _column("code", String, index=True, comment="ISO 639-1"),
    _column("requirement", String, comment="required or desirable"),
    _column("level", String, comment="level asked for; null: not stated"),
    _column("any_of", Integer, comment="languages of one number are alternatives; null: no choice"),
)

POSTING_EXPERIENCE = _part(
    "posting_experience",
    "Years of experience asked for, by degree.",
    _column("degree", String, comment="bachelor, master or doctorate; null: whatever the degree"),
    _column("years_min", Integer, comment="at least so many; null: no lower bound stated"),
    _column("years_max", Integer, comment="at most so many; null: no upper bound stated"),
)

POSTING_DOCUMENT = _part(
    "posting_document",
    "A document that the applicant hands in.",
    _column("name", Text, comment="what it is, in words"),
)


# --- history ----------------------------------------------------------------------------------------------------------

OBSERVATION = _table(
    "observation",
    "A sight of a posting whose content was new: appended, never altered but for what today's rules make of it.",
    _column("id", Integer, primary_key=True),
    _column("run_id", Integer, ForeignKey("run.id"), index=True),
    _column("posting_id", Integer, ForeignKey("posting.id"), index=True),
    _column("content_hash", String, comment="SHA-256 of what the page printed"),
    _column("observed_at", UtcDateTime, comment="when the document was fetched"),
    _column("url", Text, comment="where a person reads it; null: no address of its own"),
    _column("labels", JsonValue, comment="list of {name, value, field}: raw strings as labelled"),
    _column("normalised", JsonValue, comment="the posting JSON, without facts, as last read"),
)

POSTING_TEXT = _table(
    "posting_text",
    "The plain text of an observation, apart because grouping a table with long text is slow.",
    _column("observation_id", Integer, ForeignKey("observation.id"), primary_key=True),
    _column("text", Text, comment="in reading order; the spans of facts point into it"),
)

FACT = _table(
    "fact",
    "One statement: a value, and the words it came from.",
    _column("id", Integer, primary_key=True),
    _column("observation_id", Integer, ForeignKey("observation.id"), index=True),
    _column("field", String, comment="key of the posting JSON"),
    _column("value", JsonValue, comment="of a list field, one element; null: the words say: none"),
    _column("raw", Text, comment="the words as printed"),
    _column("span_start", Integer, comment="offset into posting_text.text; null: see label or basis"),
    _column("span_end", Integer, comment="offset after the last character; null: see label or basis"),
    _column("label", String, comment="label that the words stood under; null: they stand in the text"),
    _column("rule", String, comment="dotted name of the rule that read them"),
    _column("basis", String, comment="posting, source rule (a sponsor's standing rule) or derived"),
)

EARLIER_READING = _table(
    "earlier_reading",
    "What an observation meant to the program until its text was read again with other rules: appended.",
    _column("id", Integer, primary_key=True),
    _column("observation_id", Integer, ForeignKey("observation.id"), index=True),
    _column("replaced_at", UtcDateTime, comment="when the text was read again"),
    _column("version", String, comment="jpo-scraper's version that read it again"),
    _column("normalised", JsonValue, comment="the posting JSON, without facts, until then"),
    _column("facts", JsonValue, comment="its facts until then: rows of fact without their ids"),
    _column("issues", JsonValue, comment="its issues until then: rows of issue without their ids"),
)

ISSUE = _table(
    "issue",
    "Something that a person should look at; it stays when the posting changes.",
    _column("id", Integer, primary_key=True),
    _column("run_id", Integer, ForeignKey("run.id"), index=True),
    _column(
        "posting_id",
        Integer,
        ForeignKey("posting.id"),
        index=True,
        comment="posting.id; null: it concerns the run or a page without a posting",
    ),
    _column("kind", String, comment="unmapped, conflict, ambiguous, impossible, not_a_vacancy …"),
    _column("field", String, comment="key of the posting JSON; null: no field in particular"),
    _column("raw", Text, comment="the words concerned; null: none"),
    _column("message", Text, comment="what is the matter, in words"),
    _column("url", Text, comment="page concerned; null: none in particular"),
)

CHANGE = _table(
    "change",
    "A field of a posting, or its status, that a run, or a second reading of what it saw, found different.",
    _column("id", Integer, primary_key=True),
    _column("posting_id", Integer, ForeignKey("posting.id"), index=True),
    _column("run_id", Integer, ForeignKey("run.id"), index=True),
    _column("field", String, comment="key of the posting JSON, or status"),
    _column("old", JsonValue, comment="value before; null: it was not stated"),
    _column("new", JsonValue, comment="value after; null: it is no longer stated"),
    _column("changed_at", UtcDateTime, index=True, comment="when the difference was seen"),
    _column(
        "cause",
        String,
        server_default=ChangeCause.SITE.value,
        comment="site: it prints something else; rules: the words that the run saw were read again by other rules",
    ),
    _one_of("cause", [cause.value for cause in ChangeCause]),
)


# --- counts: derived from the postings, in the transaction that stores them ------------------------------------------


def _tally(name: str, words: str, *parts: SchemaItem, is_dated: bool = False) -> Table:
    """A number of JPO vacancies of one agency and year; `is_dated`: with when applications were taken.

    The index holds what is counted again after a run: the agencies and years that it touched.
    """
    dated = (
        _column("first_seen_on", Date, comment="first day on which one of them was seen, UTC"),
        _column("first_deadline_on", Date, comment="earliest deadline; null: no deadline stated"),
        _column("last_deadline_on", Date, comment="latest deadline; null: no deadline stated"),
        _column("days_open_total", Integer, comment="sum of vacancy_history.days_open"),
        _column("days_open_known", Integer, comment="vacancies whose days_open is known"),
    )
    return _table(
        name,
        words,
        _column("id", Integer, primary_key=True),
        _column("agency", String, comment="agency.code, where the JPO serves; null: not named"),
        _column("year", Integer, comment="of the deadline; null: no deadline stated"),
        *parts,
        _column("vacancies", Integer, comment="JPO vacancies, each counted once however many postings announce it"),
        *(dated if is_dated else ()),
        Index(None, "agency", "year"),
    )


AGENCY_TALLY = _tally(
    "agency_tally",
    "Vacancies of an agency and year.",
    _column("without_sponsor", Integer, comment="JPO vacancies of which no posting names a sponsor"),
    is_dated=True,
)

SPONSOR_TALLY = _tally(
    "sponsor_tally",
    "Vacancies of an agency and year that a country pays for; several may pay for one.",
    _column("sponsor", String, index=True, comment="ISO 3166-1 alpha-2 of a country that pays"),
    is_dated=True,
)

CAMPAIGN_TALLY = _tally(
    "campaign_tally",
    "Vacancies of an agency that a country pays for, with deadlines in one month.",
    _column("sponsor", String, index=True, comment="ISO 3166-1 alpha-2 of a country that pays"),
    _column("month", Integer, comment="of the deadline; null: no deadline stated"),
    Index(None, "year"),
    is_dated=True,
)

DUTY_STATION_TALLY = _tally(
    "duty_station_tally",
    "Vacancies of an agency and year at a duty station; one may have several.",
    _column("city", String, comment="duty_station.city; null: only the country is named"),
    _column("country", String, comment="ISO 3166-1 alpha-2; null: not named and not known"),
    Index(None, "country", "city"),
)

DAYS_LEFT_TALLY = _tally(
    "days_left_tally",
    "Vacancies of an agency and year that were first seen so many days before their deadline.",
    _column(
        "days_left",
        Integer,
        comment="days from the first sight, UTC, to the deadline; null: no deadline stated, or first seen after it",
    ),
)

COMPETENCY_TALLY = _tally(
    "competency_tally",
    "Vacancies of an agency and year that ask for a competency or value.",
    _column("framework", String, comment="competency.framework; null: no known framework has it"),
    _column("category", String, comment="as in posting_competency; null: not known"),
    _column("name", String, index=True, comment="as printed"),
    _column(
        "named",
        Integer,
        comment="those counted under no other framework or category of the name: adds up to who asks for it",
    ),
)


# --- reference rows, joined by code: no key points here, as a run may meet a code that has no row -------------------

AGENCY = _table(
    "agency",
    "An agency that takes JPOs, or might.",
    _column("code", String, primary_key=True, comment="posting.agency"),
    _column("name_en", String, comment="in English"),
    _column("aliases", Text, comment="other names, parted by |; null: none known"),
    _column("parent", String, comment="what it is part of; null: not known"),
    _column("hq_city", String, comment="seat; null: not known"),
    _column("hq_country", String, comment="ISO 3166-1 alpha-2; null: not known"),
    _column("website_domains", Text, comment="parted by |; null: not known"),
    _column("ats_hosts", Text, comment="where it publishes, parted by |; null: not known"),
    _column("ror_id", String, comment="Research Organization Registry; null: not known"),
    _column("wikidata_id", String, comment="Wikidata; null: not known"),
    _column("jpo_programme", String, comment="whether it has one, in words; null: not known"),
    _column("in_jposc", String, comment="whether the JPO Service Centre serves it; null: not known"),
    _column("evidence", Text, comment="where the row was read; null: not noted"),
)

COUNTRY = _table(
    "country",
    "A country: nationality, sponsor or place.",
    _column("iso2", String, primary_key=True, comment="ISO 3166-1 alpha-2"),
    _column("iso3", String, comment="ISO 3166-1 alpha-3; null: none"),
    _column("names_en", Text, comment="English names parted by |, the usual one first"),
    _column("demonyms_en", Text, comment="parted by |; null: none known"),
    _column("sponsor_candidate", String, comment="yes: it sponsors JPOs or has; null: not known"),
    _column("evidence", Text, comment="where the row was read; null: not noted"),
)

DUTY_STATION = _table(
    "duty_station",
    "A duty station of the gazetteer.",
    _column("city", String, primary_key=True, comment="posting_duty_station.city"),
    _column("country_iso2", String, primary_key=True, comment="ISO 3166-1 alpha-2"),
    _column("m49_subregion", String, comment="UN M49 subregion; null: not known"),
    _column("lat", Double, comment="degrees north; null: not known"),
    _column("lon", Double, comment="degrees east; null: not known"),
    _column("tz", String, comment="IANA zone; null: not known"),
    _column("hardship_class", String, comment="H or A to E; null: not listed"),
    _column("hardship_date", String, comment="month of that list; null: not listed"),
    _column("hardship_source", String, comment="which list; null: not listed"),
    _column("geonameid", Integer, comment="GeoNames; null: not there"),
    _column("is_capital", String, comment="yes; null: no, or not known"),
    _column("aliases", Text, comment="other spellings, parted by |; null: none known"),
    _column("evidence", Text, comment="where the row was read; null: not noted"),
)

COMPETENCY = _table(
    "competency",
    "A competency or value of an agency's framework.",
    _column("framework", String, primary_key=True, comment="name of the agency's framework"),
    _column("code", String, primary_key=True, comment="the framework's code; empty: it has none"),
    _column("name_en", String, primary_key=True, comment="in English, as the framework has it"),
    _column("category", String, primary_key=True, comment="core, managerial, functional, value …"),
    _column("aliases", Text, comment="other names, parted by |; null: none known"),
    _column("canonical_theme", String, comment="what it is about, across frameworks; null: not filed"),
    _column("source", Text, comment="document it was read in; null: not noted"),
    _column("evidence", Text, comment="where the row was read; null: not noted"),
)

GRADE = _table(
    "grade",
    "A grade of the common system or of an agency.",
    _column("code", String, primary_key=True, comment="posting.grade"),
    _column("category", String, comment="international professional …; null: not filed"),
    _column("description", Text, comment="in words; null: none"),
    _column("seniority_order", Double, comment="higher is more senior; null: not comparable"),
    _column("aliases", Text, comment="printed forms, parted by |; null: none known"),
    _column("evidence", Text, comment="where the row was read; null: not noted"),
)
