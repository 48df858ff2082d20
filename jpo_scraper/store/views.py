"""The views, as tables to select from. Their SQL stands in the migrations (0002, 0008); a test compares the columns.

Views are the analysts' API: a column is added by a migration, and never renamed.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, Integer, MetaData, String, Table

from jpo_scraper.store.models import JsonValue, UtcDateTime

VIEWS = MetaData()
"""Apart from the tables' metadata: a view is not created or compared like a table."""

POSTING_ID = "posting_id"
"""Key of a view's `info` where each row belongs to a posting: the name of the column that holds posting.id."""
IS_POSTING = "is_posting"
"""Key of a view's `info` where each row is a posting: no posting comes twice."""
ORDER = "order"
"""Key of a view's `info`: the columns by which an export orders its rows; without it, postings by their deadline."""

Columns = Mapping[str, tuple[Any, str]]
"""Name → type, and what it holds."""


def _view(name: str, comment: str, columns: Columns, *order: str, **info: Any) -> Table:
    described = (Column(key, kind, comment=words, nullable="null:" in words) for key, (kind, words) in columns.items())
    return Table(name, VIEWS, *described, comment=comment, info={ORDER: order, **info} if order else info)


# --- postings ---------------------------------------------------------------------------------------------------------

_COLUMNS: Columns = {
    "id": (Integer, "posting.id"),
    "external_id": (String, "the site's own id"),
    "agency": (String, "where the JPO serves; null: not named"),
    "host_agency": (String, "who publishes; null: the agency itself"),
    "title": (String, "as printed; null: none was found"),
    "duty_stations": (String, "`Islamabad (PK); Geneva (CH)`, in order; null: not stated"),
    "sponsors": (String, "`KR, JP`, ISO 3166-1 alpha-2; null: not stated"),
    "nationalities": (String, "who may apply, ISO 3166-1 alpha-2; null: not stated"),
    "nationalities_excluded": (String, "who may not apply, ISO 3166-1 alpha-2; null: nobody is named"),
    "nationality_note": (String, "a list of nationalities that is kept elsewhere; null: none is named"),
    "grade": (String, "in normal form, P-2; null: not stated"),
    "reference": (String, "the posting's number as printed; null: none"),
    "deadline_on": (Date, "last day to apply; null: no deadline stated"),
    "deadline_time": (String, "HH:MM in the deadline's zone; null: not stated"),
    "deadline_zone": (String, "IANA name or UTC+05:45; null: not stated"),
    "deadline_at": (UtcDateTime, "the last moment to apply, UTC; null: the time or the zone is not known"),
    "url": (String, "where a person reads it; null: no address of its own"),
    "source": (String, "source.name"),
    "first_seen_at": (UtcDateTime, "when the document was first fetched"),
    "last_seen_at": (UtcDateTime, "when the document was last fetched"),
    "is_jpo": (Boolean, "whether it is a post for a Junior Professional Officer or the like"),
    "programme": (String, "JPO, AE, APO, SDP or SARC; null: not named"),
    "status": (String, "listed, missing or withdrawn"),
    "is_archived": (Boolean, "whether the page itself says that the posting is closed"),
    "vacancy_id": (Integer, "vacancy.id of the post that it announces; null: linked to no other posting"),
    "main_id": (
        Integer,
        "posting.id that stands for the vacancy, itself where it is linked to no other: "
        "count(DISTINCT main_id) counts vacancies",
    ),
}
"""What the columns of the views of postings hold."""

_FLAT_ONLY = {"external_id", "status", "is_archived"}
_OPEN = {key: column for key, column in _COLUMNS.items() if key not in _FLAT_ONLY}
_POSTINGS = {POSTING_ID: "id", IS_POSTING: True}

POSTINGS_FLAT = _view(
    "postings_flat",
    "Every posting as one flat row, whatever its status and deadline.",
    _COLUMNS,
    **_POSTINGS,
)

OPEN_VACANCIES = _view(
    "open_vacancies",
    "Every listed posting whose deadline has not passed, now. A deadline without a moment lasts through its UTC day.",
    _OPEN,
    **_POSTINGS,
)

CLOSING_SOON = _view(
    "closing_soon",
    "The postings of open_vacancies whose deadline is at most 14 days away.",
    {"id": _OPEN["id"], "days_left": (Integer, "days from today, UTC, to the day of the deadline"), **_OPEN},
    **_POSTINGS,
)

_OF_POSTING: Columns = {
    "id": (Integer, "of the row"),
    "posting_id": (Integer, "posting.id"),
    "main_id": _COLUMNS["main_id"],
    "source": _COLUMNS["source"],
    "agency": _COLUMNS["agency"],
    "title": _COLUMNS["title"],
}
"""What begins a view whose rows belong to postings."""

_BELONGING = {POSTING_ID: "posting_id"}

# --- vacancies --------------------------------------------------------------------------------------------------------

VACANCY_HISTORY = _view(
    "vacancy_history",
    "Every vacancy once, however many postings announce it, from its first sight to its last. The posting with a "
    "reference stands for it, else the one stored first.",
    {
        "posting_id": (Integer, "posting.id that stands for it: whose agency, title, deadline … these are"),
        "vacancy_id": (Integer, "vacancy.id; null: one posting announces it"),
        **{key: _COLUMNS[key] for key in ("agency", "host_agency", "title", "programme", "is_jpo")},
        "sponsors": (String, "that any of its postings names, ISO 3166-1 alpha-2, A to Z; null: not stated"),
        **{key: _COLUMNS[key] for key in ("grade", "reference", "url")},
        "postings": (Integer, "how many announce it"),
        "sources": (String, "that announce it, A to Z"),
        "absent_on": (
            Date,
            "day of the last complete run of its source that did not see it yet; null: the first complete run saw it, "
            "so that nobody knows when it opened",
        ),
        "first_seen_on": (Date, "day of the first sight, UTC"),
        "deadline_on": _COLUMNS["deadline_on"],
        "year": (Integer, "of the deadline; null: no deadline stated"),
        "month": (Integer, "of the deadline; null: no deadline stated"),
        "days_open": (
            Integer,
            "from the first sight to the deadline; null: absent_on is null or more than 7 days earlier, no deadline is "
            "stated, or it was first seen after it",
        ),
        "deadline_changes": (Integer, "how often its site printed another deadline; of several postings the most"),
        "status": (String, "listed while one of its postings is; else missing, else withdrawn"),
        "last_seen_on": (Date, "day of the last sight, UTC"),
        "withdrawn_on": (Date, "day on which the last of its postings was withdrawn, UTC; null: not withdrawn"),
        "earlier_id": (Integer, "posting.id of the earlier announcement that it repeats; null: it repeats none"),
    },
    "deadline_on",
    "posting_id",
    **_BELONGING,
    **{IS_POSTING: True},
)

DEADLINE_CHANGES = _view(
    "deadline_changes",
    "Every change of a deadline that a site made: another day, time or zone. Other words for the same moment, and "
    "second readings of the same words, are left out.",
    {
        **_OF_POSTING,
        "sponsors": _COLUMNS["sponsors"],
        "changed_at": (UtcDateTime, "when the difference was seen"),
        "kind": (String, "extended, brought forward, same day (another time or zone), first stated or taken away"),
        "old_deadline_on": (Date, "day before; null: none was stated"),
        "new_deadline_on": (Date, "day after; null: none is stated any more"),
        "days_gained": (Integer, "from the old day to the new; null: one of them is not stated"),
        "days_before_old": (
            Integer,
            "from the sight of the change to the old deadline, negative after it; null: none was stated",
        ),
        "old_raw": (String, "as printed; null: none was stated"),
        "new_raw": (String, "as printed; null: none is stated any more"),
        "run_id": (Integer, "run that saw it"),
    },
    "id",
    **_BELONGING,
)

# --- what postings say ------------------------------------------------------------------------------------------------

_STATEMENT: Columns = {
    "raw": (String, "the words as printed; of a standing rule, the rule's"),
    "basis": (String, "posting, source rule (a sponsor's standing rule) or derived (from other facts of the posting)"),
    "rule": (String, "dotted name of the rule that read it"),
}

FACTS = _view(
    "facts",
    "Every statement about every posting, as last read: a value, the words it came from, and what it rests on.",
    {
        **_OF_POSTING,
        "external_id": _COLUMNS["external_id"],
        "status": _COLUMNS["status"],
        "deadline_on": _COLUMNS["deadline_on"],
        "field": (String, "key of the posting JSON"),
        "value": (JsonValue, "of a list field, one element of it; null: the words say that there is none"),
        **_STATEMENT,
        "label": (String, "label that the words stood under; null: they stand in the text, or are a standing rule"),
        "span_start": (Integer, "offset into posting_text.text; null: see label or basis"),
        "span_end": (Integer, "offset after the last character; null: see label or basis"),
        "observation_id": (Integer, "observation.id, whose text it is"),
        "observed_at": (UtcDateTime, "when that document was fetched"),
    },
    "posting_id",
    "id",
    **_BELONGING,
)

ELIGIBILITY_RULES = _view(
    "eligibility_rules",
    "Every statement about who may apply, one a row: nationalities, age, degree, experience, languages, number of "
    "applications. A column that does not belong to the row's field is null.",
    {
        **_OF_POSTING,
        "status": _COLUMNS["status"],
        "deadline_on": _COLUMNS["deadline_on"],
        "field": (String, "nationalities, age, education_min, experience, languages or max_applications"),
        "is_kept": (
            Boolean,
            "whether the posting's own field holds it; false: a standing rule, or words that others outrank, as the "
            "sponsor's block outranks the agency's template",
        ),
        "country": (String, "nationalities: ISO 3166-1 alpha-2; null: see value"),
        "kind": (String, "nationalities: include, exclude, or note (a list that is kept elsewhere); null: see value"),
        "age_max": (Integer, "age: highest age still eligible, inclusive; null: not stated"),
        "age_on": (
            String,
            "age: day on which it counts; of a standing rule also 12-31 (of the year of the call) or application; "
            "null: not stated",
        ),
        "born_on_or_after": (String, "age: earliest birth date; null: not stated"),
        "degree": (String, "education_min and experience: secondary, bachelor, master or doctorate; null: any"),
        "years_min": (Integer, "experience: at least so many; null: no lower bound stated"),
        "years_max": (Integer, "experience: at most so many; null: no upper bound stated"),
        "language": (String, "languages: ISO 639-1; null: see value"),
        "requirement": (String, "languages: required or desirable; null: see value"),
        "level": (String, "languages: as printed; null: not stated"),
        "max_applications": (Integer, "max_applications: how many posts of the call; null: see value"),
        **_STATEMENT,
        "value": (JsonValue, "the whole value; null: the words have none, a person reads them"),
        "sponsor": (String, "whose standing rule it is, ISO 3166-1 alpha-2; null: no standing rule"),
        "rule_year": (String, "edition of the standing rule; null: no standing rule"),
        "reading": (
            String,
            "of a standing rule: exact, wider (the words may admit more people), narrower (they may ask for more) or "
            "words; null: no standing rule",
        ),
        "confidence": (String, "of a standing rule: seen or inferred; null: no standing rule"),
        "rule_url": (String, "where the standing rule was read; null: no standing rule"),
    },
    "posting_id",
    "id",
    **_BELONGING,
)

# --- counts -----------------------------------------------------------------------------------------------------------

_VACANCIES = (Integer, "JPO vacancies, whatever their status, each counted once however many postings announce it")
_YEAR = (Integer, "of the deadline; null: no deadline stated")
_AGENCIES = (Integer, "different agencies among them")
_WINDOW: Columns = {
    "first_seen_on": (Date, "first day on which one of them was seen; crawls that began later saw it later"),
    "first_deadline_on": (Date, "earliest deadline; null: no deadline stated"),
    "last_deadline_on": (Date, "latest deadline; null: no deadline stated"),
}
_DAYS_OPEN: Columns = {
    "days_open": (Float, "mean of vacancy_history.days_open; null: known of none"),
    "days_open_known": (Integer, "vacancies of which it is known"),
}
_SPONSOR: Columns = {
    "sponsor": (String, "ISO 3166-1 alpha-2"),
    "name": (String, "in English; null: not in country"),
}

SPONSOR_SUMMARY = _view(
    "sponsor_summary",
    "Each sponsor and year. A vacancy of two sponsors counts for both.",
    {**_SPONSOR, "year": _YEAR, "vacancies": _VACANCIES, "agencies": _AGENCIES, **_WINDOW, **_DAYS_OPEN},
    "sponsor",
    "year",
)

AGENCY_SUMMARY = _view(
    "agency_summary",
    "Each agency where JPOs serve, and year.",
    {
        "agency": _COLUMNS["agency"],
        "name": (String, "in English; null: not named or not in agency"),
        "year": _YEAR,
        "vacancies": _VACANCIES,
        "sponsors": (Integer, "different sponsors among them"),
        **_WINDOW,
        **_DAYS_OPEN,
    },
    "agency",
    "year",
)

DUTY_STATION_SUMMARY = _view(
    "duty_station_summary",
    "Each duty station and year. A vacancy with two duty stations counts for both.",
    {
        "city": (String, "duty_station.city; null: only the country is named"),
        "country": (String, "ISO 3166-1 alpha-2; null: not named and not known"),
        "country_name": (String, "in English; null: not in country"),
        "year": _YEAR,
        "vacancies": _VACANCIES,
        "agencies": _AGENCIES,
        "subregion": (String, "UN M49; null: not in duty_station"),
        "hardship_class": (String, "H or A to E; null: not in duty_station or not listed"),
        "lat": (Float, "degrees north; null: not in duty_station"),
        "lon": (Float, "degrees east; null: not in duty_station"),
    },
    "country",
    "city",
    "year",
)

COMPETENCY_DEMAND = _view(
    "competency_demand",
    "Each competency or value that vacancies of an agency and year ask for.",
    {
        "agency": _COLUMNS["agency"],
        "year": _YEAR,
        "theme": (String, "what it is about, across frameworks; null: not filed. One vacancy may ask for two of one"),
        "framework": (String, "competency.framework; null: no known framework has it"),
        "category": (
            String,
            "core, managerial, cross-functional, functional, technical or value; null: not known",
        ),
        "name": (String, "as printed"),
        "vacancies": _VACANCIES,
        "of_vacancies": (Integer, "all JPO vacancies of the agency and year; null: one of these is not stated"),
    },
    "agency",
    "year",
    "name",
    "framework",
    "category",
)

CAMPAIGN_CALENDAR = _view(
    "campaign_calendar",
    "Each sponsor and month in which deadlines fell: how many posts it offered then, and since when. Vacancies without "
    "a deadline are in none.",
    {
        **_SPONSOR,
        "year": (Integer, "of the deadline"),
        "month": (Integer, "of the deadline, 1 to 12"),
        "vacancies": _VACANCIES,
        "agencies": _AGENCIES,
        **_WINDOW,
    },
    "sponsor",
    "year",
    "month",
)

# --- runs -------------------------------------------------------------------------------------------------------------

SOURCE_HEALTH = _view(
    "source_health",
    "Each source's last run, and for how many runs it has been unwell.",
    {
        "source": (String, "source.name"),
        "title": (String, "the publisher in words"),
        "last_run_id": (Integer, "run.id; null: it never ran"),
        "mode": (String, "live or replay, of the last run; null: it never ran"),
        "status": (String, "of the last run; null: it never ran"),
        "started_at": (UtcDateTime, "of the last run; null: it never ran"),
        "finished_at": (UtcDateTime, "of the last run; null: it runs, was killed, or there is none"),
        "last_complete_at": (UtcDateTime, "end of the last complete or empty run; null: there is none"),
        "found": (Integer, "postings that the last run's listing offered; null: it never ran"),
        "stored": (Integer, "postings that the last run kept; null: it never ran"),
        "errors": (Integer, "pages and items that failed in the last run; null: it never ran"),
        "listed": (Integer, "postings that are listed now"),
        "unhealthy_streak": (Integer, "ended runs since the last complete or empty one"),
    },
    "source",
)

FIELD_COVERAGE = _view(
    "field_coverage",
    "Each source and field: how many postings of the source's last complete run state it.",
    {
        "source": (String, "source.name"),
        "field": (String, "key of the posting JSON"),
        "postings": (Integer, "that the run kept"),
        "stated": (Integer, "of them state the field"),
        "share": (Float, "stated by postings, 0 to 1"),
        "run_id": (Integer, "run.id"),
        "finished_at": (UtcDateTime, "end of the run"),
    },
    "source",
    "field",
)
