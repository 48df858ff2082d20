"""The views, as tables to select from. Their SQL stands in the migrations; a test compares the columns.

Views are the analysts' API: a column is added by a migration, and never renamed.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, MetaData, String, Table

from jpo_scraper.store.models import UtcDateTime

VIEWS = MetaData()
"""Apart from the tables' metadata: a view is not created or compared like a table."""

POSTING_ID = "posting_id"
"""Key of a view's `info` where each row is a posting: the name of the column that holds posting.id."""

_COLUMNS: Mapping[str, tuple[Any, str]] = {
    "id": (Integer, "posting.id"),
    "external_id": (String, "the site's own id"),
    "agency": (String, "where the JPO serves; null: not named"),
    "host_agency": (String, "who publishes; null: the agency itself"),
    "title": (String, "null: none was found"),
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
}
"""What the columns of both posting views hold."""

_FLAT_ONLY = {"external_id", "status", "is_archived"}


def _postings(name: str, columns: Mapping[str, tuple[Any, str]], comment: str) -> Table:
    described = (Column(key, kind, comment=words) for key, (kind, words) in columns.items())
    return Table(name, VIEWS, *described, comment=comment, info={POSTING_ID: "id"})


POSTINGS_FLAT = _postings("postings_flat", _COLUMNS, "Every posting as one flat row, whatever its status and deadline.")

OPEN_VACANCIES = _postings(
    "open_vacancies",
    {key: column for key, column in _COLUMNS.items() if key not in _FLAT_ONLY},
    "Every listed posting whose deadline has not passed, now. A deadline without a moment lasts through its UTC day.",
)

SOURCE_HEALTH = Table(
    "source_health",
    VIEWS,
    Column("source", String, comment="source.name"),
    Column("title", String, comment="the publisher in words"),
    Column("last_run_id", Integer, comment="null: it never ran"),
    Column("mode", String, comment="live or replay, of the last run"),
    Column("status", String, comment="of the last run"),
    Column("started_at", UtcDateTime, comment="of the last run"),
    Column("finished_at", UtcDateTime, comment="of the last run; null: it runs, or was killed"),
    Column("last_complete_at", UtcDateTime, comment="end of the last complete or empty run; null: there is none"),
    Column("found", Integer, comment="postings that the last run's listing offered"),
    Column("stored", Integer, comment="postings that the last run kept"),
    Column("errors", Integer, comment="pages and items that failed in the last run"),
    Column("listed", Integer, comment="postings that are listed now"),
    Column("unhealthy_streak", Integer, comment="ended runs since the last complete or empty one"),
    comment="Each source's last run, and for how many runs it has been unwell.",
)
