"""Pages as they were last read, so that the next run can tell what has changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "page",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False, comment="fingerprint of the request: method, address and body"),
        sa.Column("final_url", sa.Text(), nullable=False, comment="the address that answered, after redirects"),
        sa.Column("status", sa.Integer(), nullable=False, comment="HTTP status"),
        sa.Column("etag", sa.Text(), nullable=True, comment="null: the site sent none"),
        sa.Column(
            "last_modified", sa.String(), nullable=True, comment="the header as it came; null: the site sent none"
        ),
        sa.Column("body_hash", sa.String(), nullable=False, comment="SHA-256 of the decompressed body"),
        sa.Column(
            "row_hash",
            sa.String(),
            nullable=False,
            comment="SHA-256 of what the listing said of it; empty: it is a listing itself",
        ),
        sa.Column(
            "edition",
            sa.String(),
            nullable=False,
            comment="SHA-256 of the readers, rules and source file that read it",
        ),
        sa.Column("is_closed", sa.Boolean(), nullable=False, comment="whether the site said that the posting is gone"),
        sa.Column(
            "outcomes",
            JSON,
            nullable=False,
            comment="list of {id, hash, kept, stated}: what became of each posting of the page",
        ),
        sa.Column("read_at", INSTANT, nullable=False, comment="when it was fetched and read in full"),
        sa.Column("run_id", sa.Integer(), nullable=False, comment="the run that read it"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_page_run_id_run")),
        sa.ForeignKeyConstraint(["source"], ["source.name"], name=op.f("fk_page_source_source")),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_page")),
    )
    op.create_index(op.f("ix_page_run_id"), "page", ["run_id"])


def downgrade() -> None:
    op.drop_table("page")
