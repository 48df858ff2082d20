"""The full-text index over titles and texts. Made empty: `store.search.complete` fills it when the schema stands."""

from alembic import op

revision = "0007"
down_revision = "0006"

MAKE = {
    # Contentless: the texts stand in posting_text alone. The words come cut and folded, parted by blanks.
    "sqlite": ["CREATE VIRTUAL TABLE posting_search USING fts5(title, body, content='', tokenize='ascii')"],
    "postgresql": [
        "CREATE TABLE posting_search (rowid INTEGER CONSTRAINT pk_posting_search PRIMARY KEY"
        " CONSTRAINT fk_posting_search_rowid_posting REFERENCES posting (id), words TSVECTOR NOT NULL)",
        "CREATE INDEX ix_posting_search_words ON posting_search USING gin (words)",
    ],
}


def upgrade() -> None:
    for statement in MAKE[op.get_context().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE posting_search")
