"""A second reading of a stored text: why a value changed, and what was read before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

NORMALISED = {
    "until now": "the posting JSON, without facts, as it was read then",
    "from now": "the posting JSON, without facts, as last read",
}


def upgrade() -> None:
    op.create_table(
        "earlier_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("replaced_at", INSTANT, nullable=False, comment="when the text was read again"),
        sa.Column("version", sa.String(), nullable=False, comment="jpo-scraper's version that read it again"),
        sa.Column("normalised", JSON, nullable=False, comment="the posting JSON, without facts, until then"),
        sa.Column("facts", JSON, nullable=False, comment="its facts until then: rows of fact without their ids"),
        sa.Column("issues", JSON, nullable=False, comment="its issues until then: rows of issue without their ids"),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_earlier_reading_observation_id_observation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_reading")),
    )
    op.create_index(op.f("ix_earlier_reading_observation_id"), "earlier_reading", ["observation_id"])
    cause = sa.Column(
        "cause",
        sa.String(),
        sa.CheckConstraint("cause IN ('site', 'rules')", name=op.f("ck_change_cause")),
        nullable=False,
        server_default="site",
        comment="site: it prints something else; rules: the words that the run saw were read again by other rules",
    )
    op.add_column("change", cause)
    _describe("until now", "from now")


def downgrade() -> None:
    _describe("from now", "until now")
    op.drop_index("ix_earlier_reading_observation_id", "earlier_reading")
    op.drop_table("earlier_reading")
    with op.batch_alter_table("change") as change:
        change.drop_constraint(op.f("ck_change_cause"), type_="check")
        change.drop_column("cause")


def _describe(old: str, new: str) -> None:
    """Say what `observation.normalised` holds. SQLite keeps no comments."""
    if op.get_context().dialect.name == "postgresql":
        op.alter_column(
            "observation", "normalised", existing_type=JSON, existing_nullable=False,
            existing_comment=NORMALISED[old], comment=NORMALISED[new],
        )  # fmt: skip
