"""The views that analysts and commands read: postings_flat, open_vacancies, source_health."""

from alembic import op

# ruff: noqa: S608  # only words of this file enter the SQL

revision = "0002"
down_revision = "0001"

VIEWS = ("postings_flat", "open_vacancies", "source_health")
"""In the order of creation."""

NOW = {"sqlite": "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')", "postgresql": "now()"}
TODAY = {"sqlite": "date('now')", "postgresql": "(now() AT TIME ZONE 'UTC')::date"}


def upgrade() -> None:
    dialect = op.get_context().dialect.name
    joined = {"sqlite": joined_by_sqlite, "postgresql": joined_by_postgresql}[dialect]
    station = (
        "CASE WHEN city IS NULL THEN country WHEN country IS NULL THEN city ELSE city || ' (' || country || ')' END"
    )
    op.execute(
        f"""
        CREATE VIEW postings_flat AS
        SELECT
            posting.id, posting.source, posting.external_id, posting.title, posting.programme, posting.is_jpo,
            posting.agency, posting.host_agency,
            {joined("posting_duty_station", station, "; ")} AS duty_stations,
            {joined("posting_sponsor", "country", ", ")} AS sponsors,
            {joined("posting_nationality", "country", ", ", "kind = 'include'")} AS nationalities,
            {joined("posting_nationality", "country", ", ", "kind = 'exclude'")} AS nationalities_excluded,
            posting.nationality_note, posting.grade, posting.reference,
            posting.deadline_on, posting.deadline_time, posting.deadline_zone, posting.deadline_at,
            posting.url, posting.status, posting.is_archived, posting.first_seen_at, posting.last_seen_at
        FROM posting
        """
    )
    op.execute(
        f"""
        CREATE VIEW open_vacancies AS
        SELECT
            id, agency, host_agency, title, duty_stations, sponsors, nationalities, nationalities_excluded,
            nationality_note, grade, reference, deadline_on, deadline_time, deadline_zone, deadline_at, url, source,
            first_seen_at, last_seen_at, is_jpo, programme
        FROM postings_flat
        WHERE status = 'listed' AND NOT is_archived
            AND (deadline_at > {NOW[dialect]}
                OR deadline_at IS NULL AND (deadline_on IS NULL OR deadline_on >= {TODAY[dialect]}))
        """
    )
    op.execute(
        """
        CREATE VIEW source_health AS
        SELECT
            source.name AS source, source.title,
            last.id AS last_run_id, last.mode, last.status, last.started_at, last.finished_at,
            (SELECT max(run.finished_at) FROM run
                WHERE run.source = source.name AND run.status IN ('complete', 'empty')) AS last_complete_at,
            last.found, last.stored, last.errors,
            (SELECT count(*) FROM posting
                WHERE posting.source = source.name AND posting.status = 'listed') AS listed,
            (SELECT count(*) FROM run
                WHERE run.source = source.name AND run.status <> 'running' AND run.id > coalesce(
                    (SELECT max(healthy.id) FROM run AS healthy
                        WHERE healthy.source = source.name AND healthy.status IN ('complete', 'empty')), 0)
            ) AS unhealthy_streak
        FROM source LEFT JOIN run AS last ON last.id = (SELECT max(run.id) FROM run WHERE run.source = source.name)
        """
    )


def downgrade() -> None:
    for view in reversed(VIEWS):
        op.execute(f"DROP VIEW {view}")


def joined_by_sqlite(table: str, element: str, separator: str, condition: str = "true") -> str:
    """The list of a posting as one string; null where it is empty. Ordered rows make an ordered group_concat."""
    rows = f"SELECT {element} AS element FROM {table} WHERE posting_id = posting.id AND {condition} ORDER BY position"
    return f"(SELECT group_concat(element, '{separator}') FROM ({rows}))"


def joined_by_postgresql(table: str, element: str, separator: str, condition: str = "true") -> str:
    """The list of a posting as one string; null where it is empty."""
    elements = f"string_agg({element}, '{separator}' ORDER BY position)"
    return f"(SELECT {elements} FROM {table} WHERE posting_id = posting.id AND {condition})"
