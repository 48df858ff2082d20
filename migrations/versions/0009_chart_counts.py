"""What the charts add up: the vacancies without a sponsor, those that ask for a name of a competency, and the days from
the first sight to the deadline. `jpo db upgrade` counts them when the schema stands."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ADDED = {
    "agency_tally": ("without_sponsor", "JPO vacancies of which no posting names a sponsor"),
    "competency_tally": (
        "named",
        "those counted under no other framework or category of the name: adds up to who asks for it",
    ),
}
"""Count → the column that it gets, and what that holds."""


def upgrade() -> None:
    for table, (name, words) in ADDED.items():
        op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default="0", comment=words))
    op.create_table(
        "days_left_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(), nullable=True, comment="agency.code, where the JPO serves; null: not named"),
        sa.Column("year", sa.Integer(), nullable=True, comment="of the deadline; null: no deadline stated"),
        sa.Column(
            "days_left",
            sa.Integer(),
            nullable=True,
            comment="days from the first sight, UTC, to the deadline; null: no deadline stated, or first seen after it",
        ),
        sa.Column(
            "vacancies",
            sa.Integer(),
            nullable=False,
            comment="JPO vacancies, each counted once however many postings announce it",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_days_left_tally")),
    )
    op.create_index(op.f("ix_days_left_tally_agency_year"), "days_left_tally", ["agency", "year"])


def downgrade() -> None:
    op.drop_index(op.f("ix_days_left_tally_agency_year"), "days_left_tally")
    op.drop_table("days_left_tally")
    for table, (name, _) in ADDED.items():
        op.drop_column(table, name)
