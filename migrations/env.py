"""Alembic's way in: `jpo db upgrade` hands over its connection, `alembic …` in a checkout opens JPO_DATABASE."""

from typing import Any

import sqlalchemy as sa
from alembic import context

from jpo_scraper.store.engine import open_engine, writing
from jpo_scraper.store.models import JsonValue, UtcDateTime, with_partial_indexes
from jpo_scraper.store.search import INDEX


def run(connection: sa.Connection) -> None:
    """Run the migrations in the transaction that is open."""
    context.configure(
        connection=connection,
        target_metadata=with_partial_indexes(),
        render_as_batch=True,  # SQLite alters a table by copying it
        render_item=frozen_type,
        include_name=is_of_models,
        process_revision_directives=number_the_revision,
    )
    with context.begin_transaction():
        context.run_migrations()


def frozen_type(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Types of ours as a new migration spells them, free of the package: a migration must not change with it."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return 'sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")'
    if kind == "type" and isinstance(item, JsonValue):
        autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def is_of_models(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether the models know such a thing: not the full-text index, nor the tables in which SQLite keeps it."""
    return kind != "table" or name is None or not name.startswith(INDEX.name)


def number_the_revision(migration: Any, revision: Any, directives: list[Any]) -> None:
    """Give a new migration the next number of four digits, which is also how its file name starts."""
    newest = context.script.get_current_head()
    for script in directives:
        script.rev_id = f"{int(newest or 0) + 1:04d}"


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with writing(open_engine()) as opened:
        run(opened)
