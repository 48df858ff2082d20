"""May this person apply? A profile against a posting: eligible, not or unclear, with every requirement compared.

Pure: no input or output, no clock. Silence is never permission; docs/eligibility.md has the rules.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from jpo_scraper.eligibility.compare import COMPARE, RESTS_ON, SILENCE, Application
from jpo_scraper.eligibility.model import Answer, Clause, Outcome, Profile, Qualification, Status, Verdict
from jpo_scraper.eligibility.statements import Statement, stated
from jpo_scraper.items import Fact, Posting
from jpo_scraper.reference.tables import country_name
from jpo_scraper.vocab import Basis, Confidence, Field, RuleReading

__all__ = [
    "COMPARED",
    "RESTS_ON",
    "Clause",
    "Outcome",
    "Profile",
    "Qualification",
    "Status",
    "Verdict",
    "clauses_on",
    "judge",
    "verdict",
]

COMPARED = tuple(COMPARE)
"""The fields whose values and facts `judge` looks at."""

_DOUBTS: tuple[tuple[RuleReading, Outcome, str], ...] = (
    (RuleReading.WIDER, Outcome.NOT, "the rule may admit more people than that"),
    (RuleReading.NARROWER, Outcome.MET, "the rule may ask for more than that"),
)
"""Where the value of a standing rule does not say all that its words say: the outcome that is then not sure."""


def judge(profile: Profile, posting: Posting, facts: Sequence[Fact], as_of: datetime) -> Verdict:
    """Compare a person with every requirement of a posting, as of an aware instant. Never raises.

    `facts` are those of the posting; facts of basis `source rule` speak where the posting does not.
    """
    return verdict(clause for field in COMPARE for clause in clauses_on(field, profile, posting, facts, as_of))


def clauses_on(
    field: Field, profile: Profile, posting: Posting, facts: Sequence[Fact], as_of: datetime
) -> Sequence[Clause]:
    """What `judge` says of one field.

    Of the posting it looks at this field and at those of `RESTS_ON`, of the facts at the values, words and bases of
    this field's.
    """
    statements = stated(field, posting, facts)
    if statements:
        case = Application(profile, as_of, posting.deadline.on if posting.deadline else None, posting.experience)
        return _reconciled(field, [[*_compared(field, said, case)] for said in statements])
    return [Clause(field, Outcome.UNCLEAR, "", "", (), None, SILENCE[field])] if field in SILENCE else []


def verdict(clauses: Iterable[Clause]) -> Verdict:
    """What the clauses on all fields come to."""
    every = tuple(clauses)
    outcomes = {clause.status for clause in every}
    if Outcome.NOT in outcomes:
        return Verdict(Status.NOT, every)
    return Verdict(Status.UNCLEAR if Outcome.UNCLEAR in outcomes else Status.ELIGIBLE, every)


def _compared(field: Field, said: Statement, case: Application) -> Iterator[Clause]:
    if said.value is None or said.reading is RuleReading.WORDS:
        answers = [Answer(Outcome.UNCLEAR, "", "", said.words, "the rule is known in words only")]
    else:
        answers = [*COMPARE[field](said, case)]
    for answer in answers:
        outcome, doubt = _weighed(said, answer.outcome)
        note = "; ".join(filter(None, (answer.note, doubt, _origin(said))))
        yield Clause(field, outcome, answer.needs, answer.has, answer.quotes, said.basis, note)


def _weighed(said: Statement, outcome: Outcome) -> tuple[Outcome, str]:
    """An outcome after how sure the statement is, and why it is not."""
    if said.confidence is Confidence.INFERRED:
        return Outcome.UNCLEAR, "the rule is inferred: check it"
    for reading, unsure, why in _DOUBTS:
        if (said.reading, outcome) == (reading, unsure):
            return Outcome.UNCLEAR, why
    return outcome, ""


def _origin(said: Statement) -> str:
    """What a clause says of a rule that is not the posting's own."""
    if said.basis is not Basis.SOURCE_RULE:
        return ""
    whose = f"of {country_name(said.sponsor)}" if said.sponsor else "of the source"
    return f"standing rule {whose} ({said.year or 'year not known'}, {said.confidence.value}), not in the posting"


def _reconciled(field: Field, statements: list[list[Clause]]) -> list[Clause]:
    """The clauses of statements that agree; where they do not agree, nothing is certain.

    One sponsor that admits the person's nationality is enough.
    """
    outcomes = [_worst(clauses) for clauses in statements]
    if len(set(outcomes)) == 1:
        is_printed = statements[0][0].basis is Basis.POSTING
        return statements[0] if is_printed else [clause for clauses in statements for clause in clauses]
    if field is Field.NATIONALITIES and Outcome.MET in outcomes:
        return statements[outcomes.index(Outcome.MET)]
    differ = "the statements on this differ"
    return [
        replace(clause, status=Outcome.UNCLEAR, note="; ".join(filter(None, (differ, clause.note))))
        for clauses in statements
        for clause in clauses
    ]


def _worst(clauses: list[Clause]) -> Outcome:
    found = {clause.status for clause in clauses}
    return next(outcome for outcome in (Outcome.NOT, Outcome.UNCLEAR, Outcome.MET) if outcome in found)
