"""What is compared, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from jpo_scraper.vocab import Basis, Degree, Field


class Status(StrEnum):
    """What a person may expect of a posting."""

    ELIGIBLE = "eligible"
    """Every requirement is stated and met."""
    NOT = "not"
    """A stated requirement is not met."""
    UNCLEAR = "unclear"
    """Nothing speaks against it, and something is not stated or cannot be compared."""


class Outcome(StrEnum):
    """How one requirement compares."""

    MET = "met"
    NOT = "not"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Qualification:
    """A degree that the person holds. The field of study is kept for people: no posting's field is compared."""

    level: Degree
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A person, as far as told. None, and an empty tuple, mean: not told."""

    nationalities: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2."""
    born_on: date | None = None
    degrees: tuple[Qualification, ...] = ()
    years: float | None = None
    """Years of relevant experience."""
    languages: Mapping[str, str | None] | None = None
    """ISO 639-1 → the level in words or of the CEFR, or None."""
    military_months: int = 0
    """Months of military service done."""
    applications_made: int | None = None
    """To the same sponsor's posts in this call."""

    @property
    def degree(self) -> Degree | None:
        """The highest degree."""
        return max((degree.level for degree in self.degrees), key=list(Degree).index, default=None)


class Answer(NamedTuple):
    """One requirement compared, before it is known how much the statement weighs."""

    outcome: Outcome
    needs: str
    """What is asked for, in plain words."""
    has: str
    """What the person has, in plain words."""
    quotes: tuple[str, ...] = ()
    """The words that ask for it."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One requirement, how it compares, and the words that state it."""

    field: Field
    status: Outcome
    needs: str
    """What is asked for, in plain words; empty where nothing is stated."""
    has: str
    """What the person has, in plain words."""
    quotes: tuple[str, ...]
    """The raw words of the facts that the clause rests on; empty where nothing is stated."""
    basis: Basis | None
    """The posting, or a standing rule of the sponsor; None: nothing is stated."""
    note: str = ""

    @property
    def quote(self) -> str:
        """The words in one line; left-out words between them are marked."""
        return " … ".join(self.quotes)

    def to_json(self) -> dict[str, Any]:
        """The clause as a JSON object."""
        return {
            "field": self.field.value, "status": self.status.value, "needs": self.needs, "has": self.has,
            "quote": self.quote, "basis": self.basis.value if self.basis else None, "note": self.note,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a person may apply, with every requirement that was compared."""

    status: Status
    clauses: tuple[Clause, ...]

    @property
    def deciding(self) -> tuple[Clause, ...]:
        """The clauses that the verdict rests on: those not met, else the unclear ones, else all."""
        wanted = {Status.NOT: Outcome.NOT, Status.UNCLEAR: Outcome.UNCLEAR, Status.ELIGIBLE: Outcome.MET}
        return tuple(clause for clause in self.clauses if clause.status is wanted[self.status])

    def to_json(self) -> dict[str, Any]:
        """The verdict as a JSON object."""
        return {"status": self.status.value, "clauses": [clause.to_json() for clause in self.clauses]}
