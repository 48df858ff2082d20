"""Indexes for what people ask for by its number, its deadline or its source: without them, a million rows are read."""

from alembic import op

revision = "0008"
down_revision = "0007"

INDEXES = (["external_id"], ["reference"], ["deadline_on"], ["source", "status"])


def upgrade() -> None:
    for columns in INDEXES:
        op.create_index(_name(columns), "posting", columns)


def downgrade() -> None:
    for columns in reversed(INDEXES):
        op.drop_index(_name(columns), "posting")


def _name(columns: list[str]) -> str:
    return op.f("ix_posting_" + "_".join(columns))
