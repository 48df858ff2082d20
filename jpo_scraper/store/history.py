"""The complete runs that a run is compared with."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from jpo_scraper.items import PastRun
from jpo_scraper.store.models import POSTING, RUN
from jpo_scraper.vocab import Field, RunStatus, Scope

WITHOUT_DEADLINE = timedelta(days=30)
"""For how long after its last sight a posting without a deadline is expected to be still there."""


def past_runs(
    connection: Connection, source: str, mode: str, scope: Scope, moment: datetime, limit: int
) -> list[PastRun]:
    """The last complete runs of the source, in this mode and scope, that kept something: the newest first.

    A run that an operator vouched for is the oldest of them. Of a run before a healthy zero no posting counts as
    still open: the site has said that it listed nothing.
    """
    mine = (RUN.c.source == source) & (RUN.c.mode == mode) & (RUN.c.scope == scope.value)
    newest = select(func.coalesce(func.max(RUN.c.id), 0)).where(mine)
    accepted = connection.execute(newest.where(RUN.c.accepted)).scalar_one()
    emptied = connection.execute(newest.where(RUN.c.status == RunStatus.EMPTY.value)).scalar_one()
    complete = select(RUN.c.id, RUN.c.stored, RUN.c.coverage).where(
        mine, RUN.c.status == RunStatus.COMPLETE.value, RUN.c.stored > 0, RUN.c.id >= accepted
    )
    runs = connection.execute(complete.order_by(RUN.c.id.desc()).limit(limit)).all()
    if not runs:
        return []
    kept = (POSTING.c.source == source) & _still_open(moment)
    if scope is Scope.JPO:
        kept &= POSTING.c.scope == Scope.JPO.value
    counts = [
        func.count(case((and_(POSTING.c.first_seen_run_id <= run.id, run.id <= POSTING.c.last_seen_run_id), 1)))
        for run in runs
    ]
    still_open = connection.execute(select(*counts).where(kept)).one()
    return [
        PastRun(run.stored, count if run.id > emptied else 0, _coverage(run.coverage))
        for run, count in zip(runs, still_open, strict=True)
    ]


def _still_open(moment: datetime) -> ColumnElement[bool]:
    """Whether one could still apply to a posting, as far as its last sight tells."""
    day, posting = moment.astimezone(UTC).date(), POSTING.c
    return posting.is_archived.is_(False) & or_(
        posting.deadline_at > moment,
        and_(posting.deadline_at.is_(None), posting.deadline_on >= day),
        and_(posting.deadline_on.is_(None), posting.last_seen_at > moment - WITHOUT_DEADLINE),
    )


def _coverage(counts: dict[str, int] | None) -> dict[Field, int]:
    return {Field(name): count for name, count in (counts or {}).items()}
