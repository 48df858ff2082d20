"""Closed vocabularies: the words that rooms share. Standard library only."""

from enum import StrEnum


class Field(StrEnum):
    """A field of a posting. The values are the keys of the posting JSON (docs/posting-json.md)."""

    TITLE = "title"
    PROGRAMME = "programme"
    IS_JPO = "is_jpo"
    AGENCY = "agency"
    HOST_AGENCY = "host_agency"
    DUTY_STATIONS = "duty_stations"
    SPONSORS = "sponsors"
    NATIONALITIES = "nationalities"
    GRADE = "grade"
    REFERENCE = "reference"
    URL = "url"
    DEADLINE = "deadline"
    COMPETENCIES = "competencies"
    LANGUAGES = "languages"
    EDUCATION_MIN = "education_min"
    EXPERIENCE = "experience"
    AGE = "age"
    DURATION_MONTHS = "duration_months"
    DOCUMENTS = "documents"
    MAX_APPLICATIONS = "max_applications"
    START_DATE = "start_date"
    SUPERVISOR_TITLE = "supervisor_title"
    IS_ARCHIVED = "is_archived"


class Basis(StrEnum):
    """What a fact rests on."""

    POSTING = "posting"
    """The posting's own words."""
    SOURCE_RULE = "source rule"
    """A standing rule of the sponsor, read elsewhere. It never fills a field of the posting."""
    DERIVED = "derived"
    """It follows from other facts of the same posting (a host agency from a title prefix)."""


class IssueKind(StrEnum):
    """Why a person should look. An issue is a row, never a log line alone."""

    UNMAPPED = "unmapped"
    """Words stand where a value belongs and no table knows them."""
    CONFLICT = "conflict"
    """Two statements of the same thing disagree; both are kept as facts."""
    AMBIGUOUS = "ambiguous"
    """The words allow several values and nothing decides."""
    IMPOSSIBLE = "impossible"
    """The words give a value that cannot be (31 June; a deadline before the posting date)."""
    NOT_A_VACANCY = "not_a_vacancy"
    """The document holds no vacancy; the message says what it is instead."""
    UNREADABLE = "unreadable"
    """The document could not be read at all."""
    UNKNOWN_KEY = "unknown_key"
    """The site printed a key that no reader knows: something new is published."""
    MISSING = "missing"
    """The site used to print this and does not now."""


class CompetencyCategory(StrEnum):
    """Where a framework files a competency."""

    CORE = "core"
    MANAGERIAL = "managerial"
    CROSS_FUNCTIONAL = "cross-functional"
    FUNCTIONAL = "functional"
    TECHNICAL = "technical"
    VALUE = "value"


class Degree(StrEnum):
    """Education levels, lowest first."""

    SECONDARY = "secondary"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"


class Requirement(StrEnum):
    """How firmly a language is asked for."""

    REQUIRED = "required"
    DESIRABLE = "desirable"


class Programme(StrEnum):
    """Donor-funded entry programmes, as postings name them."""

    JPO = "JPO"
    AE = "AE"
    APO = "APO"
    SDP = "SDP"
    SARC = "SARC"


class SourceKind(StrEnum):
    """Who publishes."""

    SERVICE = "service"
    """A body that recruits for several agencies (the JPO Service Centre)."""
    AGENCY = "agency"
    SPONSOR = "sponsor"
    AGGREGATOR = "aggregator"


class Confidence(StrEnum):
    """How a fact about a source is known."""

    SEEN = "seen"
    """Read in a copy of the site."""
    INFERRED = "inferred"
    """Deduced; check it before relying on it."""


class RuleReading(StrEnum):
    """How far the value of a standing rule covers its words."""

    EXACT = "exact"
    WIDER = "wider"
    """The words may admit more people than the value does."""
    NARROWER = "narrower"
    """The words may ask for more than the value does."""
    WORDS = "words"
    """The words have no value: a person reads them."""


class RunStatus(StrEnum):
    """How a run of one source ended, or that it has not."""

    RUNNING = "running"
    COMPLETE = "complete"
    """Everything the site lists was collected."""
    EMPTY = "empty"
    """The site lists nothing, and says so in its own way: a healthy zero."""
    PARTIAL = "partial"
    """Something was stored and something is missing."""
    FAILED = "failed"
    """Nothing can be trusted; nothing was stored."""
    INTERRUPTED = "interrupted"
    """The process ended before the run did."""


HEALTHY = frozenset({RunStatus.COMPLETE, RunStatus.EMPTY})
"""The statuses after which an operator has nothing to do."""


class Scope(StrEnum):
    """What a run keeps."""

    JPO = "jpo"
    """The posts that the source's selection and the text call JPO posts."""
    ALL = "all"
    """Every vacancy (`--all-vacancies`)."""


class PostingStatus(StrEnum):
    """Where a posting stands in its life. Expiry is not here: it follows from the deadline when asked."""

    LISTED = "listed"
    MISSING = "missing"
    """Not seen by the last complete run."""
    WITHDRAWN = "withdrawn"
    """Not seen by two complete runs in a row."""


class LinkVerdict(StrEnum):
    """What two postings are to each other."""

    SAME = "same vacancy"
    """One vacancy, announced twice."""
    READVERTISED = "re-advertisement"
    """The same post, announced again: a vacancy of its own."""
    UNCLEAR = "unclear"
    """Much speaks for one vacancy, and something is missing or against it: a person decides."""
    DIFFERENT = "different"


class ChangeCause(StrEnum):
    """Why a field of a posting differs from what it was."""

    SITE = "site"
    """The site prints something else."""
    RULES = "rules"
    """The same words were read again, with better rules."""


class DateOrder(StrEnum):
    """How a source writes all-digit dates."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


class ColumnKind(StrEnum):
    """What the values of a column are, whatever the backend calls the type."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "true or false"
    DATE = "date"
    MOMENT = "instant"
    """In UTC, in whole seconds."""
    JSON = "JSON"


class ExitStatus:
    """Exit statuses of `jpo`."""

    OK = 0
    TROUBLE = 1
    """Some source was partial, failed or unexpectedly empty; or the command could not do its work."""
    USAGE = 2
    LOCKED = 3
    """Another run holds the lock."""
    UNDELIVERED = 4
    """All is well, but the digest could not be delivered."""
