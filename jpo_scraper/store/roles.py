"""Least rights on PostgreSQL: what the crawler and the analyst may do in a database that deploy/roles.sql prepared."""

from collections.abc import Mapping

from sqlalchemy import Connection, inspect, text

OWNER, CRAWLER, ANALYST = "jpo_owner", "jpo_crawler", "jpo_analyst"
"""The roles: who migrates and owns all, who runs every other command, who reads the views."""

APPENDED = "SELECT, INSERT"
KEPT = "SELECT, INSERT, UPDATE"
REWRITTEN = "SELECT, INSERT, UPDATE, DELETE"
SHIPPED = "SELECT"

TABLES: Mapping[str, str] = {
    **dict.fromkeys("capture posting_text earlier_reading change".split(), APPENDED),
    **dict.fromkeys("source run page posting observation".split(), KEPT),
    # Lists that are made anew when their posting changes, and what rules derive from the rest.
    **dict.fromkeys("posting_sponsor posting_duty_station posting_nationality posting_competency".split(), REWRITTEN),
    **dict.fromkeys("posting_language posting_experience posting_document".split(), REWRITTEN),
    **dict.fromkeys("fact issue vacancy link link_key posting_search".split(), REWRITTEN),
    **dict.fromkeys("agency_tally sponsor_tally campaign_tally duty_station_tally".split(), REWRITTEN),
    **dict.fromkeys("days_left_tally competency_tally".split(), REWRITTEN),
    **dict.fromkeys("agency country duty_station competency grade alembic_version".split(), SHIPPED),
}
"""Table → what the crawler may do. Nothing that was seen can be deleted by it."""


def grant(connection: Connection) -> None:
    """Give the roles their rights on every table and view that there is now.

    Called with each upgrade, so that new views are readable at once. A database that is not the role `jpo_owner`'s is
    left alone: roles belong to the whole server, and theirs may be another database.
    """
    if connection.dialect.name != "postgresql" or _owner(connection) != OWNER:
        return
    views = ", ".join(inspect(connection).get_view_names())
    for table, rights in TABLES.items():
        connection.execute(text(f"GRANT {rights} ON {table} TO {CRAWLER}"))
    connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {CRAWLER}"))
    # The program looks at the schema's number before it asks anything else.
    connection.execute(text(f"GRANT SELECT ON alembic_version TO {ANALYST}"))
    connection.execute(text(f"GRANT SELECT ON {views} TO {CRAWLER}, {ANALYST}"))


def grant_queue(connection: Connection, schema: str) -> None:
    """Give the crawler its rights on the queue's tables in `schema`: workers and schedule run as it.

    A database that is not the role `jpo_owner`'s is left alone, as by `grant`.
    """
    if _owner(connection) != OWNER:
        return
    connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {CRAWLER}"))
    connection.execute(text(f"GRANT {REWRITTEN} ON ALL TABLES IN SCHEMA {schema} TO {CRAWLER}"))
    connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {CRAWLER}"))


def _owner(connection: Connection) -> str:
    """Who owns the database."""
    whose = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    return str(connection.execute(text(whose)).scalar_one())
