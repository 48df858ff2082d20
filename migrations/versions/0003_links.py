"""Links between postings: what two are to each other, and the keys they are found by."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False, comment="the posting of the lower id"),
        sa.Column("second_id", sa.Integer(), nullable=False, comment="the other one"),
        sa.Column(
            "verdict",
            sa.String(),
            nullable=False,
            comment="same vacancy, re-advertisement, unclear (a person should look), different (a person refused)",
        ),
        sa.Column(
            "earlier_id",
            sa.Integer(),
            nullable=True,
            comment="the posting that the other one announces again; null: not that verdict",
        ),
        sa.Column("score", sa.Double(), nullable=False, comment="how sure the verdict is, 0 to 1"),
        sa.Column("reason", sa.Text(), nullable=False, comment="what agrees and what does not, in words"),
        sa.Column(
            "decided_by",
            sa.String(),
            nullable=False,
            comment="machine: may change with the postings; operator: stays",
        ),
        sa.Column("decided_at", INSTANT, nullable=False, comment="when the verdict was reached"),
        sa.Column("run_id", sa.Integer(), nullable=True, comment="run that reached it; null: a command did"),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_link_order")),
        sa.CheckConstraint(
            "verdict IN ('same vacancy', 're-advertisement', 'unclear', 'different')", name=op.f("ck_link_verdict")
        ),
        sa.CheckConstraint("decided_by IN ('machine', 'operator')", name=op.f("ck_link_decided_by")),
        sa.ForeignKeyConstraint(["first_id"], ["posting.id"], name=op.f("fk_link_first_id_posting")),
        sa.ForeignKeyConstraint(["second_id"], ["posting.id"], name=op.f("fk_link_second_id_posting")),
        sa.ForeignKeyConstraint(["earlier_id"], ["posting.id"], name=op.f("fk_link_earlier_id_posting")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_link_run_id_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_link_first_id_second_id")),
    )
    op.create_index(op.f("ix_link_second_id"), "link", ["second_id"])
    op.create_table(
        "link_key",
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False, comment="number, or agency with title, place and deadline"),
        sa.Column(
            "rank",
            sa.String(),
            nullable=True,
            comment="of a key that names whose template the text may follow: place in the draw of a sample; "
            "null: another",
        ),
        sa.Column("rules", sa.Integer(), nullable=False, comment="version of the rules that made it"),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_link_key_posting_id_posting")),
        sa.PrimaryKeyConstraint("posting_id", "key", name=op.f("pk_link_key")),
    )
    op.create_index(op.f("ix_link_key_key_rank"), "link_key", ["key", "rank"])


def downgrade() -> None:
    op.execute("UPDATE posting SET vacancy_id = NULL, link_reason = NULL, link_score = NULL")
    op.execute("DELETE FROM vacancy")
    op.drop_table("link_key")
    op.drop_table("link")
