"""What a run is judged by and compared with, and which runs can miss a posting."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

SCOPES = {
    "run": "jpo: it keeps JPO posts; all: every vacancy",
    "posting": "jpo: a run for JPO posts has kept it, so one can miss it; all: only runs for all vacancies have",
}
"""Tables that get the column, and what it says there."""

COUNTERS = {
    "followed": "rows of the listing that were chosen to be read",
    "unread": "pages that had not changed and were not read again",
    "closed": "postings that the listing shows and their page says are gone",
    "requests": "requests made; repeated or redirected, one counts once",
    "relisted": "postings that came back after they were missing",
    "missing": "postings that it was the first not to see",
    "withdrawn": "postings that it was the second not to see",
}

ADDED = ("accepted", "expected", "coverage", *COUNTERS)


def upgrade() -> None:
    for table, comment in SCOPES.items():
        # By hand: Alembic gives SQLite a new check by copying the table, which a table that others point to forbids.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN scope VARCHAR NOT NULL DEFAULT 'jpo' "
            f"CONSTRAINT ck_{table}_scope CHECK (scope IN ('jpo', 'all'))"
        )
        if op.get_context().dialect.name == "postgresql":
            op.execute(f"COMMENT ON COLUMN {table}.scope IS '{comment}'")
    op.execute("UPDATE posting SET scope = 'all' WHERE NOT is_jpo")
    for column in (
        sa.Column(
            "accepted",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="whether an operator vouched for its numbers: it and later runs are the new measure",
        ),
        sa.Column(
            "expected",
            sa.Integer(),
            nullable=True,
            comment="postings of earlier runs that should still be open; null: no complete run to compare with",
        ),
        sa.Column(
            "coverage",
            JSON,
            nullable=True,
            comment="field: how many kept postings state it; null: none was kept, or the run is older than this column",
        ),
        *(
            sa.Column(name, sa.Integer(), nullable=False, server_default="0", comment=comment)
            for name, comment in COUNTERS.items()
        ),
    ):
        op.add_column("run", column)


def downgrade() -> None:
    for column in reversed(ADDED):
        op.drop_column("run", column)
    for table in SCOPES:
        op.drop_column(table, "scope")
