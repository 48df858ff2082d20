"""The analysts' views, the counts that the summaries add up, and the indexes that filters on views reach."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

# ruff: noqa: S608  # only words of this file enter the SQL

revision = "0008"
down_revision = "0007"

TALLIES = ("agency_tally", "sponsor_tally", "campaign_tally", "duty_station_tally", "competency_tally")

INDEXES = (
    ("posting", ("agency", "deadline_on")),
    ("posting", ("deadline_on",)),
    ("posting", ("source", "status")),
    ("posting", ("external_id",)),
    ("posting", ("reference",)),
    ("posting_duty_station", ("country",)),
    ("change", ("changed_at",)),
    *((tally, ("agency", "year")) for tally in TALLIES),
    ("sponsor_tally", ("sponsor",)),
    ("campaign_tally", ("sponsor",)),
    ("campaign_tally", ("year",)),
    ("duty_station_tally", ("country", "city")),
    ("competency_tally", ("name",)),
)

IndexOf = tuple[list[str], str | None]
"""Columns, and which rows are in the index; None: all."""

WHOLE: dict[str, IndexOf] = {
    "vacancy_id": (["vacancy_id"], None),
    "status_deadline_on": (["status", "deadline_on"], None),
}
PARTIAL: dict[str, IndexOf] = {
    "vacancy_id": (["vacancy_id"], "vacancy_id IS NOT NULL"),
    "listed_deadline_on": (["deadline_on"], "status = 'listed'"),
    "listed_agency": (["agency", "deadline_on"], "status = 'listed'"),
}
"""Few postings are linked, and few of many years are listed: with the others in it, planners think an index useless."""

REPLACED = ("open_vacancies", "postings_flat")
"""Views of 0002 that get columns; the one that reads the other comes first."""

FIELDS = (
    "title programme agency host_agency duty_stations sponsors nationalities grade reference url deadline competencies "
    "languages education_min experience age duration_months documents max_applications start_date supervisor_title"
).split()
"""Keys of the posting JSON that may be stated or not."""

COMMENTS = {
    "posting.first_seen_run_id": (None, "run that saw it first"),
    "posting.last_seen_run_id": (None, "run that saw it last"),
    "posting_competency.name": (None, "as printed"),
    "posting_document.name": (None, "what it is, in words"),
    "issue.message": (None, "what is the matter, in words"),
    "agency.name_en": (None, "in English"),
    "competency.framework": (None, "name of the agency's framework"),
    "competency.name_en": (None, "in English, as the framework has it"),
    "grade.code": (None, "posting.grade"),
    "posting.title": ("null: none was found", "as printed; null: none was found"),
    "posting.supervisor_title": ("null: not stated", "of whom the officer reports to; null: not stated"),
    "posting_duty_station.city": (
        "null: only the country is named",
        "duty_station.city; null: only the country is named",
    ),
    "agency.wikidata_id": ("null: not known", "Wikidata; null: not known"),
    "change.old": ("null: it was not stated", "value before; null: it was not stated"),
    "change.new": ("null: it is no longer stated", "value after; null: it is no longer stated"),
    "duty_station.is_capital": ("yes, or null", "yes; null: no, or not known"),
    "grade.description": ("null: none", "in words; null: none"),
    "issue.posting_id": (
        "null: it concerns the run or a page without a posting",
        "posting.id; null: it concerns the run or a page without a posting",
    ),
    "page.etag": ("null: the site sent none", "the header as it came; null: the site sent none"),
    "posting_experience.years_min": ("null: no lower bound stated", "at least so many; null: no lower bound stated"),
    "posting_experience.years_max": ("null: no upper bound stated", "at most so many; null: no upper bound stated"),
    "run.finished_at": (
        "null: still running, or the process was killed",
        "when it ended; null: still running, or the process was killed",
    ),
}
"""Column → what it was and is said to be. SQLite keeps no comments."""

CLOSING_DAYS = 14
OPENING_KNOWN_WITHIN = 7
"""Days between the last run that did not see a vacancy and the first that did, up to which its opening is known."""


def upgrade() -> None:
    for name, columns in tallies().items():
        op.create_table(name, *columns, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")))
    for table, names in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(names)}"), table, list(names))
    replace_indexes(WHOLE, PARTIAL)
    comment({column: new for column, (_, new) in COMMENTS.items()})
    for view in REPLACED:
        op.execute(f"DROP VIEW {view}")
    for name, query in views(DIALECTS[op.get_context().dialect.name]()).items():
        op.execute(f"CREATE VIEW {name} AS {query}")


def downgrade() -> None:
    dialect = DIALECTS[op.get_context().dialect.name]()
    for view in reversed(views(dialect)):
        op.execute(f"DROP VIEW {view}")
    comment({column: old for column, (old, _) in COMMENTS.items()})
    replace_indexes(PARTIAL, WHOLE)
    for table, names in reversed(INDEXES):
        op.drop_index(op.f(f"ix_{table}_{'_'.join(names)}"), table)
    for table in reversed(TALLIES):
        op.drop_table(table)
    for name, query in postings(dialect, "", "").items():
        op.execute(f"CREATE VIEW {name} AS {query}")


def comment(columns: Mapping[str, str | None]) -> None:
    if op.get_context().dialect.name == "postgresql":
        for column, words in columns.items():
            quoted = "NULL" if words is None else "'" + words.replace("'", "''") + "'"
            op.execute(f"COMMENT ON COLUMN {column} IS {quoted}")


def replace_indexes(old: dict[str, IndexOf], new: dict[str, IndexOf]) -> None:
    for name in old:
        op.drop_index(op.f(f"ix_posting_{name}"), "posting")
    for name, (columns, condition) in new.items():
        where = sa.text(condition) if condition else None
        op.create_index(op.f(f"ix_posting_{name}"), "posting", columns, sqlite_where=where, postgresql_where=where)


# --- tables -----------------------------------------------------------------------------------------------------------


def tallies() -> dict[str, list[sa.Column]]:
    key = ("agency", sa.String(), "agency.code, where the JPO serves; null: not named")
    year = ("year", sa.Integer(), "of the deadline; null: no deadline stated")
    month = ("month", sa.Integer(), "of the deadline; null: no deadline stated")
    sponsor = ("sponsor", sa.String(), "ISO 3166-1 alpha-2 of a country that pays")
    dates = [
        ("first_seen_on", sa.Date(), "first day on which one of them was seen, UTC"),
        ("first_deadline_on", sa.Date(), "earliest deadline; null: no deadline stated"),
        ("last_deadline_on", sa.Date(), "latest deadline; null: no deadline stated"),
        ("days_open_total", sa.Integer(), "sum of vacancy_history.days_open"),
        ("days_open_known", sa.Integer(), "vacancies whose days_open is known"),
    ]
    vacancies = ("vacancies", sa.Integer(), "JPO vacancies, each counted once however many postings announce it")
    described = {
        "agency_tally": [key, year, vacancies, *dates],
        "sponsor_tally": [key, year, sponsor, vacancies, *dates],
        "campaign_tally": [key, year, sponsor, month, vacancies, *dates],
        "duty_station_tally": [
            key, year, ("city", sa.String(), "duty_station.city; null: only the country is named"),
            ("country", sa.String(), "ISO 3166-1 alpha-2; null: not named and not known"), vacancies,
        ],
        "competency_tally": [
            key, year, ("framework", sa.String(), "competency.framework; null: no known framework has it"),
            ("category", sa.String(), "as in posting_competency; null: not known"),
            ("name", sa.String(), "as printed"), vacancies,
        ],
    }  # fmt: skip
    return {
        name: [
            sa.Column("id", sa.Integer(), nullable=False),
            *(sa.Column(column, kind, nullable="null:" in words, comment=words) for column, kind, words in columns),
        ]
        for name, columns in described.items()
    }


# --- what the two backends say in different words ---------------------------------------------------------------------


class Sqlite:
    now = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
    today = "date('now')"
    withdrawn = "'\"withdrawn\"'"

    def joined(self, element: str, rows: str, order: str, separator: str = ", ") -> str:
        """The elements as one string; null where there are none. Ordered rows make an ordered group_concat."""
        ordered = f"SELECT {element} AS element FROM {rows} ORDER BY {order}"
        return f"(SELECT group_concat(element, '{separator}') FROM ({ordered}))"

    def distinct(self, element: str, rows: str) -> str:
        """The different elements as one string, in their order; null where there are none."""
        return (
            f"(SELECT group_concat(element, ', ') FROM (SELECT DISTINCT {element} AS element FROM {rows} ORDER BY 1))"
        )

    def json(self, column: str, *path: str) -> str:
        """A string or number inside a JSON column; without a path, the column itself."""
        return f"json_extract({column}, '{'.'.join(('$', *path))}')"

    def json_part(self, column: str, key: str) -> str:
        """A part of a JSON column, as JSON."""
        return f"nullif(json_quote(json_extract({column}, '$.{key}')), 'null')"

    def integer(self, text: str) -> str:
        return f"CAST({text} AS INTEGER)"

    def number(self, value: str, digits: int) -> str:
        return f"round({value}, {digits})"

    def date(self, text: str) -> str:
        return text

    def iso(self, day: str) -> str:
        return day

    def day(self, instant: str) -> str:
        return f"substr({instant}, 1, 10)"

    def year(self, day: str) -> str:
        return f"CAST(substr({day}, 1, 4) AS INTEGER)"

    def month(self, day: str) -> str:
        return f"CAST(substr({day}, 6, 2) AS INTEGER)"

    def days(self, until: str, since: str) -> str:
        return f"CAST(julianday({until}) - julianday({since}) AS INTEGER)"

    def today_plus(self, days: int) -> str:
        return f"date('now', '{days:+d} days')"

    def first(self, names: str) -> str:
        """The first of names that are parted by |."""
        return f"substr({names}, 1, instr({names} || '|', '|') - 1)"


class Postgresql:
    now = "now()"
    today = "(now() AT TIME ZONE 'UTC')::date"
    withdrawn = "'\"withdrawn\"'::jsonb"

    def joined(self, element: str, rows: str, order: str, separator: str = ", ") -> str:
        """The elements as one string; null where there are none."""
        return f"(SELECT string_agg({element}, '{separator}' ORDER BY {order}) FROM {rows})"

    def distinct(self, element: str, rows: str) -> str:
        """The different elements as one string, in their order; null where there are none."""
        return f"(SELECT string_agg(DISTINCT {element}, ', ' ORDER BY {element}) FROM {rows})"

    def json(self, column: str, *path: str) -> str:
        """A string or number inside a JSON column; without a path, the column itself."""
        return f"({column} #>> '{{{','.join(path)}}}')"

    def json_part(self, column: str, key: str) -> str:
        """A part of a JSON column, as JSON."""
        return f"nullif({column} -> '{key}', 'null'::jsonb)"

    def integer(self, text: str) -> str:
        return f"CASE WHEN {text} ~ '^[0-9]{{1,9}}$' THEN {text}::integer END"

    def number(self, value: str, digits: int) -> str:
        return f"round(({value})::numeric, {digits})::double precision"

    def date(self, text: str) -> str:
        return f"{text}::date"

    def iso(self, day: str) -> str:
        return f"to_char({day}, 'YYYY-MM-DD')"

    def day(self, instant: str) -> str:
        return f"({instant} AT TIME ZONE 'UTC')::date"

    def year(self, day: str) -> str:
        return f"EXTRACT(YEAR FROM {day})::integer"

    def month(self, day: str) -> str:
        return f"EXTRACT(MONTH FROM {day})::integer"

    def days(self, until: str, since: str) -> str:
        return f"({until} - {since})"

    def today_plus(self, days: int) -> str:
        return f"({self.today} {days:+d})"

    def first(self, names: str) -> str:
        """The first of names that are parted by |."""
        return f"split_part({names}, '|', 1)"


Dialect = Sqlite | Postgresql
DIALECTS = {"sqlite": Sqlite, "postgresql": Postgresql}

# --- views ------------------------------------------------------------------------------------------------------------

MAIN = """coalesce(
                (SELECT same.id FROM posting AS same WHERE same.vacancy_id = posting.vacancy_id
                    ORDER BY same.reference IS NULL, same.id LIMIT 1),
                posting.id)"""
"""The posting that stands for the vacancy of `posting`."""


def views(d: Dialect) -> dict[str, str]:
    """The SQL of each view, in the order of creation."""
    return {
        **postings(d, f", posting.vacancy_id, {MAIN} AS main_id", ", vacancy_id, main_id"),
        "closing_soon": closing_soon(d),
        "deadline_changes": deadline_changes(d),
        "vacancy_history": vacancy_history(d),
        "facts": facts(),
        "eligibility_rules": eligibility_rules(d),
        "sponsor_summary": sponsor_summary(d),
        "agency_summary": agency_summary(d),
        "duty_station_summary": duty_station_summary(d),
        "competency_demand": competency_demand(d),
        "campaign_calendar": campaign_calendar(d),
        "field_coverage": field_coverage(d),
    }


def postings(d: Dialect, more: str, more_open: str) -> dict[str, str]:
    """The two views of postings; `more` and `more_open` are the columns that follow those of 0002."""
    station = (
        "CASE WHEN city IS NULL THEN country WHEN country IS NULL THEN city ELSE city || ' (' || country || ')' END"
    )

    stations = d.joined(station, "posting_duty_station WHERE posting_id = posting.id", "position", "; ")

    def countries(table: str, condition: str = "true") -> str:
        return d.joined("country", f"{table} WHERE posting_id = posting.id AND {condition}", "position")

    flat = f"""
        SELECT
            posting.id, posting.source, posting.external_id, posting.title, posting.programme, posting.is_jpo,
            posting.agency, posting.host_agency,
            {stations} AS duty_stations,
            {countries("posting_sponsor")} AS sponsors,
            {countries("posting_nationality", "kind = 'include'")} AS nationalities,
            {countries("posting_nationality", "kind = 'exclude'")} AS nationalities_excluded,
            posting.nationality_note, posting.grade, posting.reference,
            posting.deadline_on, posting.deadline_time, posting.deadline_zone, posting.deadline_at,
            posting.url, posting.status, posting.is_archived, posting.first_seen_at, posting.last_seen_at{more}
        FROM posting
        """
    is_open = f"""
        SELECT
            id, agency, host_agency, title, duty_stations, sponsors, nationalities, nationalities_excluded,
            nationality_note, grade, reference, deadline_on, deadline_time, deadline_zone, deadline_at, url, source,
            first_seen_at, last_seen_at, is_jpo, programme{more_open}
        FROM postings_flat
        WHERE status = 'listed' AND NOT is_archived
            AND (deadline_at > {d.now}
                OR deadline_at IS NULL AND (deadline_on IS NULL OR deadline_on >= {d.today}))
        """
    return {"postings_flat": flat, "open_vacancies": is_open}


def closing_soon(d: Dialect) -> str:
    """The range of days is what an index gives. It begins yesterday, whose last hours are today's west of Greenwich."""
    left = d.days("deadline_on", d.today)
    return f"""
        SELECT
            id, CASE WHEN {left} < 0 THEN 0 ELSE {left} END AS days_left, deadline_on, deadline_time, deadline_zone,
            deadline_at, agency, host_agency, title, duty_stations, sponsors, nationalities, nationalities_excluded,
            nationality_note, grade, reference, url, source, first_seen_at, last_seen_at, is_jpo, programme, vacancy_id,
            main_id
        FROM open_vacancies
        WHERE deadline_on BETWEEN {d.today_plus(-1)} AND {d.today_plus(CLOSING_DAYS)}
        """


def deadline_changes(d: Dialect) -> str:
    moments = [
        " || ' ' || ".join(f"coalesce({d.json(f'change.{side}', key)}, '')" for key in ("date", "time", "utc"))
        for side in ("old", "new")
    ]
    old, new = (d.date(d.json(f"change.{side}", "date")) for side in ("old", "new"))
    return f"""
        SELECT
            change.id, posting.id AS posting_id, {MAIN} AS main_id, posting.source, posting.agency, posting.title,
            {d.joined("country", "posting_sponsor WHERE posting_id = posting.id", "position")} AS sponsors,
            change.changed_at,
            CASE WHEN {old} IS NULL THEN 'first stated' WHEN {new} IS NULL THEN 'taken away'
                WHEN {new} > {old} THEN 'extended' WHEN {new} < {old} THEN 'brought forward'
                ELSE 'same day' END AS kind,
            {old} AS old_deadline_on, {new} AS new_deadline_on,
            {d.days(new, old)} AS days_gained,
            {d.days(old, d.day("change.changed_at"))} AS days_before_old,
            {d.json("change.old", "raw")} AS old_raw, {d.json("change.new", "raw")} AS new_raw, change.run_id
        FROM change JOIN posting ON posting.id = change.posting_id
        WHERE change.field = 'deadline' AND change.cause = 'site' AND {moments[0]} <> {moments[1]}
        """


def vacancy_history(d: Dialect) -> str:
    mine = "(same.id = one.posting_id OR same.vacancy_id = one.vacancy_id)"
    known = f"{d.days('one.first_seen_on', 'one.absent_on')} <= {OPENING_KNOWN_WITHIN}"
    return f"""
        SELECT
            one.posting_id, one.vacancy_id, one.agency, one.host_agency, one.title, one.programme, one.is_jpo,
            {d.distinct("country", f"posting_sponsor JOIN posting AS same ON same.id = posting_id WHERE {mine}")}
                AS sponsors,
            one.grade, one.reference, one.url,
            (SELECT count(*) FROM posting AS same WHERE {mine}) AS postings,
            {d.distinct("same.source", f"posting AS same WHERE {mine}")} AS sources,
            one.absent_on, one.first_seen_on, one.deadline_on, one.year, one.month,
            CASE WHEN {known} AND one.deadline_on >= one.first_seen_on
                THEN {d.days("one.deadline_on", "one.first_seen_on")} END AS days_open,
            (SELECT coalesce(max(number), 0) FROM
                (SELECT count(*) AS number FROM deadline_changes AS moved
                    WHERE moved.posting_id IN (SELECT same.id FROM posting AS same WHERE {mine})
                    GROUP BY moved.posting_id) AS each_posting) AS deadline_changes,
            (SELECT min(same.status) FROM posting AS same WHERE {mine}) AS status,
            (SELECT {d.day("max(same.last_seen_at)")} FROM posting AS same WHERE {mine}) AS last_seen_on,
            (SELECT CASE WHEN min(same.status) = 'withdrawn' THEN {d.day("max(change.changed_at)")} END
                FROM posting AS same LEFT JOIN change ON change.posting_id = same.id AND change.field = 'status'
                    AND change.new = {d.withdrawn}
                WHERE {mine}) AS withdrawn_on,
            (SELECT max(link.earlier_id) FROM link
                WHERE (link.first_id = one.posting_id OR link.second_id = one.posting_id)
                    AND link.earlier_id <> one.posting_id) AS earlier_id
        FROM (
            SELECT
                posting.id AS posting_id, posting.vacancy_id, posting.agency, posting.host_agency, posting.title,
                posting.programme, posting.is_jpo, posting.grade, posting.reference, posting.url, posting.deadline_on,
                {d.year("posting.deadline_on")} AS year, {d.month("posting.deadline_on")} AS month,
                {d.day("earliest.first_seen_at")} AS first_seen_on,
                (SELECT {d.day("coalesce(run.as_of, run.started_at)")} FROM run
                    WHERE run.source = earliest.source AND run.id < earliest.first_seen_run_id
                        AND run.status IN ('complete', 'empty')
                    ORDER BY run.id DESC LIMIT 1) AS absent_on
            FROM posting JOIN posting AS earliest ON earliest.id = coalesce(
                (SELECT same.id FROM posting AS same WHERE same.vacancy_id = posting.vacancy_id
                    ORDER BY same.first_seen_at, same.id LIMIT 1),
                posting.id)
            WHERE posting.id = {MAIN}
        ) AS one
        """


LATEST_FACTS = """
        FROM posting
            JOIN observation ON observation.id =
                (SELECT max(seen.id) FROM observation AS seen WHERE seen.posting_id = posting.id)
            JOIN fact ON fact.observation_id = observation.id"""


def facts() -> str:
    return f"""
        SELECT
            fact.id, posting.id AS posting_id, {MAIN} AS main_id, posting.source, posting.external_id, posting.agency,
            posting.title, posting.status, posting.deadline_on, fact.field, fact.value, fact.raw, fact.basis, fact.rule,
            fact.label, fact.span_start, fact.span_end, fact.observation_id, observation.observed_at
        {LATEST_FACTS}
        """


def eligibility_rules(d: Dialect) -> str:
    """A standing rule keeps its value one level deeper than the words of a posting do."""

    def told(*path: str) -> str:
        mine, rules = d.json("fact.value", *path), d.json("fact.value", "value", *path)
        return f"CASE WHEN fact.basis = 'source rule' THEN {rules} ELSE {mine} END"

    def of_rule(key: str) -> str:
        return f"CASE WHEN fact.basis = 'source rule' THEN {d.json('fact.value', key)} END"

    def only(field: str, value: str) -> str:
        return f"CASE WHEN fact.field = '{field}' THEN {value} END"

    def listed(table: str, condition: str) -> str:
        return f"EXISTS (SELECT 1 FROM {table} AS kept WHERE kept.posting_id = rule.posting_id AND {condition})"

    nationality = listed("posting_nationality", "kept.country = rule.country AND kept.kind = rule.kind")
    experience = listed(
        "posting_experience",
        "coalesce(kept.degree, '') = coalesce(rule.degree, '') "
        "AND coalesce(kept.years_min, -1) = coalesce(rule.years_min, -1) "
        "AND coalesce(kept.years_max, -1) = coalesce(rule.years_max, -1)",
    )
    language = listed("posting_language", "kept.code = rule.language AND kept.requirement = rule.requirement")
    age = " AND ".join(
        f"(rule.{name} IS NULL OR rule.{name} = {kept})"
        for name, kept in (
            ("age_max", "posting.age_max"),
            ("age_on", d.iso("posting.age_on")),
            ("born_on_or_after", d.iso("posting.born_on_or_after")),
        )
    )
    return f"""
        SELECT
            rule.id, rule.posting_id, rule.main_id, rule.source, rule.agency, rule.title, rule.status, rule.deadline_on,
            rule.field, rule.basis,
            coalesce(rule.basis <> 'source rule' AND CASE rule.field
                WHEN 'nationalities' THEN rule.kind = 'note' OR {nationality}
                WHEN 'age' THEN {age}
                WHEN 'education_min' THEN rule.degree = posting.education_min
                WHEN 'experience' THEN {experience}
                WHEN 'languages' THEN {language}
                ELSE rule.max_applications = posting.max_applications END, false) AS is_kept,
            rule.country, rule.kind, rule.age_max, rule.age_on, rule.born_on_or_after, rule.degree, rule.years_min,
            rule.years_max, rule.language, rule.requirement, rule.level, rule.max_applications, rule.raw, rule.value,
            rule.rule, rule.sponsor, rule.rule_year, rule.reading, rule.confidence, rule.rule_url
        FROM (
            SELECT
                fact.id, posting.id AS posting_id, {MAIN} AS main_id, posting.source, posting.agency, posting.title,
                posting.status, posting.deadline_on, fact.field, fact.basis,
                {told("country")} AS country, {told("kind")} AS kind,
                {d.integer(f"({told('max')})")} AS age_max, {told("on")} AS age_on,
                {told("born_on_or_after")} AS born_on_or_after,
                coalesce({only("education_min", told())}, {told("degree")}) AS degree,
                {d.integer(f"({told('years_min')})")} AS years_min, {d.integer(f"({told('years_max')})")} AS years_max,
                {told("code")} AS language, {told("requirement")} AS requirement, {told("level")} AS level,
                {d.integer(f"({only('max_applications', told())})")} AS max_applications,
                CASE WHEN fact.basis = 'source rule' THEN {d.json_part("fact.value", "value")} ELSE fact.value END
                    AS value,
                fact.raw, fact.rule, {of_rule("sponsor")} AS sponsor, {of_rule("year")} AS rule_year,
                {of_rule("reading")} AS reading, {of_rule("confidence")} AS confidence, {of_rule("url")} AS rule_url
            {LATEST_FACTS}
            WHERE fact.field IN
                ('nationalities', 'age', 'education_min', 'experience', 'languages', 'max_applications')
        ) AS rule JOIN posting ON posting.id = rule.posting_id
        """


def mean_days_open(d: Dialect) -> str:
    mean = d.number("1.0 * sum(days_open_total) / nullif(sum(days_open_known), 0)", 1)
    return f"{mean} AS days_open, sum(days_open_known) AS days_open_known"


def country_name(d: Dialect, code: str) -> str:
    return f"(SELECT {d.first('country.names_en')} FROM country WHERE country.iso2 = {code})"


DEADLINES = """min(first_seen_on) AS first_seen_on,
            min(first_deadline_on) AS first_deadline_on, max(last_deadline_on) AS last_deadline_on"""


def sponsor_summary(d: Dialect) -> str:
    return f"""
        SELECT
            sponsor, {country_name(d, "sponsor_tally.sponsor")} AS name, year, sum(vacancies) AS vacancies,
            count(DISTINCT agency) AS agencies, {DEADLINES}, {mean_days_open(d)}
        FROM sponsor_tally GROUP BY sponsor, year
        """


def agency_summary(d: Dialect) -> str:
    """Sponsors are counted beside the vacancies: a vacancy of two sponsors is one vacancy of its agency."""
    counted = "first_seen_on, first_deadline_on, last_deadline_on, days_open_total, days_open_known"
    return f"""
        SELECT
            agency, (SELECT agency.name_en FROM agency WHERE agency.code = counted.agency) AS name, year,
            sum(vacancies) AS vacancies, count(DISTINCT sponsor) AS sponsors, {DEADLINES}, {mean_days_open(d)}
        FROM (
            SELECT agency, year, vacancies, NULL AS sponsor, {counted} FROM agency_tally
            UNION ALL
            SELECT agency, year, 0, sponsor, NULL, NULL, NULL, NULL, NULL FROM sponsor_tally
        ) AS counted
        GROUP BY agency, year
        """


def duty_station_summary(d: Dialect) -> str:
    return f"""
        SELECT
            counted.city, counted.country, {country_name(d, "counted.country")} AS country_name, counted.year,
            counted.vacancies, counted.agencies, station.m49_subregion AS subregion, station.hardship_class,
            station.lat, station.lon
        FROM (
            SELECT city, country, year, sum(vacancies) AS vacancies, count(DISTINCT agency) AS agencies
            FROM duty_station_tally GROUP BY city, country, year
        ) AS counted LEFT JOIN duty_station AS station
            ON station.city = counted.city AND station.country_iso2 = counted.country
        """


def competency_demand(d: Dialect) -> str:
    """A name that stands in several categories of its framework, or is an alias there, is looked up all the same."""
    asked = "asked.framework = competency.framework"
    alias = "'|' || lower(competency.name_en) || '|' || lower(coalesce(competency.aliases, '')) || '|'"
    return f"""
        SELECT
            asked.agency, asked.year,
            (SELECT min(competency.canonical_theme) FROM competency
                WHERE {asked} AND {alias} LIKE '%|' || lower(asked.name) || '|%') AS theme,
            asked.framework, asked.category, asked.name, asked.vacancies,
            (SELECT sum(agency_tally.vacancies) FROM agency_tally
                WHERE agency_tally.agency = asked.agency AND agency_tally.year = asked.year) AS of_vacancies
        FROM competency_tally AS asked
        """


def campaign_calendar(d: Dialect) -> str:
    return f"""
        SELECT
            sponsor, {country_name(d, "campaign_tally.sponsor")} AS name, year, month, sum(vacancies) AS vacancies,
            count(DISTINCT agency) AS agencies, {DEADLINES}
        FROM campaign_tally WHERE year IS NOT NULL GROUP BY sponsor, year, month
        """


def field_coverage(d: Dialect) -> str:
    names = " UNION ALL ".join(f"SELECT '{name}' AS name" for name in FIELDS)
    stated = d.integer(f"(CASE field.name {cases(d)} END)")
    return f"""
        SELECT
            run.source, field.name AS field, run.stored AS postings, coalesce({stated}, 0) AS stated,
            {d.number(f"1.0 * coalesce({stated}, 0) / run.stored", 3)} AS share, run.id AS run_id, run.finished_at
        FROM source
            JOIN run ON run.id = (
                SELECT max(complete.id) FROM run AS complete
                WHERE complete.source = source.name AND complete.status = 'complete' AND complete.stored > 0
                    AND complete.coverage IS NOT NULL)
            CROSS JOIN ({names}) AS field
        """


def cases(d: Dialect) -> str:
    return " ".join(f"WHEN '{name}' THEN {d.json('run.coverage', name)}" for name in FIELDS)
