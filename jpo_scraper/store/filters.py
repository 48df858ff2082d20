"""Which postings a person asks for: one set of filters for every command."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, Table, exists, func, select

from jpo_scraper.store.models import (
    POSTING,
    POSTING_COMPETENCY,
    POSTING_DUTY_STATION,
    POSTING_NATIONALITY,
    POSTING_SPONSOR,
)
from jpo_scraper.store.search import matching


@dataclass(frozen=True, slots=True)
class Filters:
    """What a posting must state. Values of one field are alternatives; every field that has values must hold.

    A posting that does not state a field never meets a filter on it. Codes are compared without regard to case.
    """

    sponsors: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 of a country that pays."""
    agencies: tuple[str, ...] = ()
    """Code of the agency where the JPO serves, not of who publishes."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 of one of the duty stations."""
    grades: tuple[str, ...] = ()
    """In normal form; the hyphen may be left out: P-2, p2."""
    deadline_from: date | None = None
    """First day on which the deadline may fall, as printed (in the deadline's own zone)."""
    deadline_to: date | None = None
    """Last day on which the deadline may fall, as printed."""
    closing_within: int | None = None
    """Days from the instant asked about. A deadline that has passed is not met; one without a moment counts by day."""
    competencies: tuple[str, ...] = ()
    """Words that the name of a competency contains, or the code of one."""
    nationalities: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 of a nationality that the posting names among those who may apply, and does not exclude."""
    search: str | None = None
    """Words that the title and the text hold, as `words.terms` reads them; None: any. No words at all find nothing."""

    def query(self, as_of: datetime, *also: ColumnElement[bool]) -> Select[tuple[int]] | None:
        """The ids of the postings that meet the filters at the instant `as_of`; None: every posting does.

        `also` are conditions on `posting` that must hold too. The fewer postings they leave, the less is searched.
        """
        conditions = [*also, *self._codes(_own if also else _listed), *self._deadlines(as_of)]
        chosen = select(POSTING.c.id).where(*conditions) if conditions else None
        return chosen if self.search is None else matching(self.search, chosen)

    def _codes(self, has: Callable[[Table, ColumnElement[bool]], ColumnElement[bool]]) -> list[ColumnElement[bool]]:
        named = POSTING_NATIONALITY.c.country.in_(_upper(self.nationalities))
        grade = func.replace(func.upper(POSTING.c.grade), "-", "")
        asked = (
            (self.sponsors, has(POSTING_SPONSOR, POSTING_SPONSOR.c.country.in_(_upper(self.sponsors)))),
            (self.agencies, func.upper(POSTING.c.agency).in_(_upper(self.agencies))),
            (self.countries, has(POSTING_DUTY_STATION, POSTING_DUTY_STATION.c.country.in_(_upper(self.countries)))),
            (self.grades, grade.in_([code.replace("-", "") for code in _upper(self.grades)])),
            (self.competencies, has(POSTING_COMPETENCY, _says(self.competencies))),
            (self.nationalities, has(POSTING_NATIONALITY, named & (POSTING_NATIONALITY.c.kind == "include"))),
            (self.nationalities, ~has(POSTING_NATIONALITY, named & (POSTING_NATIONALITY.c.kind == "exclude"))),
        )
        return [condition for values, condition in asked if values]

    def _deadlines(self, as_of: datetime) -> list[ColumnElement[bool]]:
        on, at = POSTING.c.deadline_on, POSTING.c.deadline_at
        conditions = []
        if self.deadline_from:
            conditions.append(on >= self.deadline_from)
        if self.deadline_to:
            conditions.append(on <= self.deadline_to)
        if self.closing_within is not None:
            until = as_of + timedelta(days=self.closing_within)
            days = on.between(as_of.astimezone(UTC).date(), until.astimezone(UTC).date())
            conditions.append(((at > as_of) & (at <= until)) | (at.is_(None) & days))
        return conditions


EVERY = Filters()
"""No filter at all."""


def _listed(part: Table, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a row of the posting's list meets the condition. SQLite makes the list once, not for each posting."""
    return POSTING.c.id.in_(select(part.c.posting_id).where(condition))


def _own(part: Table, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same, looked up for each posting: for few of them that is less than the list of all."""
    return exists().where(part.c.posting_id == POSTING.c.id, condition)


def _says(words: tuple[str, ...]) -> ColumnElement[bool]:
    said: ColumnElement[bool] = func.upper(POSTING_COMPETENCY.c.code).in_(_upper(words))
    for word in words:
        said |= POSTING_COMPETENCY.c.name.icontains(word, autoescape=True)
    return said


def _upper(codes: tuple[str, ...]) -> list[str]:
    return [code.upper() for code in codes]
