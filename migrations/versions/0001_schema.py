"""The tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

TABLES = (
    "agency competency country duty_station grade source vacancy run capture posting change issue observation "
    "posting_competency posting_document posting_duty_station posting_experience posting_language "
    "posting_nationality posting_sponsor fact posting_text"
).split()
"""In the order of creation: what others point to comes first."""


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("code", sa.String(), nullable=False, comment="posting.agency"),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=True, comment="other names, parted by |; null: none known"),
        sa.Column("parent", sa.String(), nullable=True, comment="what it is part of; null: not known"),
        sa.Column("hq_city", sa.String(), nullable=True, comment="seat; null: not known"),
        sa.Column("hq_country", sa.String(), nullable=True, comment="ISO 3166-1 alpha-2; null: not known"),
        sa.Column("website_domains", sa.Text(), nullable=True, comment="parted by |; null: not known"),
        sa.Column("ats_hosts", sa.Text(), nullable=True, comment="where it publishes, parted by |; null: not known"),
        sa.Column("ror_id", sa.String(), nullable=True, comment="Research Organization Registry; null: not known"),
        sa.Column("wikidata_id", sa.String(), nullable=True, comment="null: not known"),
        sa.Column("jpo_programme", sa.String(), nullable=True, comment="whether it has one, in words; null: not known"),
        sa.Column(
            "in_jposc", sa.String(), nullable=True, comment="whether the JPO Service Centre serves it; null: not known"
        ),
        sa.Column("evidence", sa.Text(), nullable=True, comment="where the row was read; null: not noted"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_agency")),
    )
    op.create_table(
        "competency",
        sa.Column("framework", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False, comment="the framework's code; empty: it has none"),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False, comment="core, managerial, functional, value …"),
        sa.Column("aliases", sa.Text(), nullable=True, comment="other names, parted by |; null: none known"),
        sa.Column(
            "canonical_theme",
            sa.String(),
            nullable=True,
            comment="what it is about, across frameworks; null: not filed",
        ),
        sa.Column("source", sa.Text(), nullable=True, comment="document it was read in; null: not noted"),
        sa.Column("evidence", sa.Text(), nullable=True, comment="where the row was read; null: not noted"),
        sa.PrimaryKeyConstraint("framework", "code", "name_en", "category", name=op.f("pk_competency")),
    )
    op.create_table(
        "country",
        sa.Column("iso2", sa.String(), nullable=False, comment="ISO 3166-1 alpha-2"),
        sa.Column("iso3", sa.String(), nullable=True, comment="ISO 3166-1 alpha-3; null: none"),
        sa.Column("names_en", sa.Text(), nullable=False, comment="English names parted by |, the usual one first"),
        sa.Column("demonyms_en", sa.Text(), nullable=True, comment="parted by |; null: none known"),
        sa.Column(
            "sponsor_candidate", sa.String(), nullable=True, comment="yes: it sponsors JPOs or has; null: not known"
        ),
        sa.Column("evidence", sa.Text(), nullable=True, comment="where the row was read; null: not noted"),
        sa.PrimaryKeyConstraint("iso2", name=op.f("pk_country")),
    )
    op.create_table(
        "duty_station",
        sa.Column("city", sa.String(), nullable=False, comment="posting_duty_station.city"),
        sa.Column("country_iso2", sa.String(), nullable=False, comment="ISO 3166-1 alpha-2"),
        sa.Column("m49_subregion", sa.String(), nullable=True, comment="UN M49 subregion; null: not known"),
        sa.Column("lat", sa.Double(), nullable=True, comment="degrees north; null: not known"),
        sa.Column("lon", sa.Double(), nullable=True, comment="degrees east; null: not known"),
        sa.Column("tz", sa.String(), nullable=True, comment="IANA zone; null: not known"),
        sa.Column("hardship_class", sa.String(), nullable=True, comment="H or A to E; null: not listed"),
        sa.Column("hardship_date", sa.String(), nullable=True, comment="month of that list; null: not listed"),
        sa.Column("hardship_source", sa.String(), nullable=True, comment="which list; null: not listed"),
        sa.Column("geonameid", sa.Integer(), nullable=True, comment="GeoNames; null: not there"),
        sa.Column("is_capital", sa.String(), nullable=True, comment="yes, or null"),
        sa.Column("aliases", sa.Text(), nullable=True, comment="other spellings, parted by |; null: none known"),
        sa.Column("evidence", sa.Text(), nullable=True, comment="where the row was read; null: not noted"),
        sa.PrimaryKeyConstraint("city", "country_iso2", name=op.f("pk_duty_station")),
    )
    op.create_table(
        "grade",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True, comment="international professional …; null: not filed"),
        sa.Column("description", sa.Text(), nullable=True, comment="null: none"),
        sa.Column("seniority_order", sa.Double(), nullable=True, comment="higher is more senior; null: not comparable"),
        sa.Column("aliases", sa.Text(), nullable=True, comment="printed forms, parted by |; null: none known"),
        sa.Column("evidence", sa.Text(), nullable=True, comment="where the row was read; null: not noted"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_grade")),
    )
    op.create_table(
        "source",
        sa.Column("name", sa.String(), nullable=False, comment="name of the source's file and spider"),
        sa.Column("title", sa.String(), nullable=False, comment="the publisher in words"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_source")),
    )
    op.create_table(
        "vacancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False, comment="when its first postings were linked"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy")),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False, comment="live: from the site; replay: from an archive"),
        sa.Column(
            "status",
            sa.String(),
            nullable=False,
            comment="running, complete, empty (a healthy zero), partial, failed (nothing was stored) or interrupted",
        ),
        sa.Column("started_at", INSTANT, nullable=False, comment="by the clock of the machine that ran it"),
        sa.Column("finished_at", INSTANT, nullable=True, comment="null: still running, or the process was killed"),
        sa.Column(
            "as_of",
            INSTANT,
            nullable=True,
            comment="the instant that a replay pretends; null: a live run, which started when it says",
        ),
        sa.Column("found", sa.Integer(), nullable=False, comment="postings that the listing offered"),
        sa.Column("collected", sa.Integer(), nullable=False, comment="postings that were read"),
        sa.Column("stored", sa.Integer(), nullable=False, comment="postings kept: new + changed + unchanged"),
        sa.Column("new", sa.Integer(), nullable=False, comment="postings never seen before"),
        sa.Column(
            "changed", sa.Integer(), nullable=False, comment="postings whose content differs from the last sight"
        ),
        sa.Column("unchanged", sa.Integer(), nullable=False, comment="postings whose content is the same"),
        sa.Column("filtered", sa.Integer(), nullable=False, comment="postings left out because they are no JPO posts"),
        sa.Column(
            "reported_total",
            sa.Integer(),
            nullable=True,
            comment="how many postings the site says it lists; null: it does not say",
        ),
        sa.Column("errors", sa.Integer(), nullable=False, comment="pages and items that failed"),
        sa.Column(
            "finish_reason", sa.String(), nullable=True, comment="why the crawl ended; null: it has not, or was killed"
        ),
        sa.Column("reasons", JSON, nullable=False, comment="why the run is not complete, in words"),
        sa.Column("host", sa.String(), nullable=False, comment="machine that ran it"),
        sa.Column("pid", sa.Integer(), nullable=False, comment="process that ran it"),
        sa.Column("version", sa.String(), nullable=False, comment="jpo-scraper's version"),
        sa.CheckConstraint("mode IN ('live', 'replay')", name=op.f("ck_run_mode")),
        sa.CheckConstraint(
            "status IN ('running', 'complete', 'empty', 'partial', 'failed', 'interrupted')", name=op.f("ck_run_status")
        ),
        sa.ForeignKeyConstraint(["source"], ["source.name"], name=op.f("fk_run_source_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    op.create_index(op.f("ix_run_source_id"), "run", ["source", "id"])

    op.create_table(
        "capture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False, comment="the address that was asked for"),
        sa.Column("sha256", sa.String(), nullable=False, comment="of the body, in hexadecimal"),
        sa.Column("warc_file", sa.Text(), nullable=False, comment="archive file, relative to the archive's folder"),
        sa.Column("warc_offset", sa.BigInteger(), nullable=False, comment="where the record starts, in bytes"),
        sa.Column("captured_at", INSTANT, nullable=False, comment="when the response came"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_capture_run_id_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capture")),
    )
    op.create_index(op.f("ix_capture_run_id"), "capture", ["run_id"])

    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False, comment="the site's own id"),
        sa.Column(
            "url", sa.Text(), nullable=True, comment="where a person reads it; null: it has no address of its own"
        ),
        sa.Column("language", sa.String(), nullable=True, comment="ISO 639-1 language of the page; null: not declared"),
        sa.Column("title", sa.Text(), nullable=True, comment="null: none was found"),
        sa.Column("programme", sa.String(), nullable=True, comment="JPO, AE, APO, SDP or SARC; null: not named"),
        sa.Column(
            "is_jpo",
            sa.Boolean(),
            nullable=False,
            comment="whether it is a post for a Junior Professional Officer or the like",
        ),
        sa.Column("agency", sa.String(), nullable=True, comment="agency.code, where the JPO serves; null: not named"),
        sa.Column(
            "host_agency", sa.String(), nullable=True, comment="agency.code of who publishes; null: the agency itself"
        ),
        sa.Column(
            "grade", sa.String(), nullable=True, comment="in normal form, P-2; null: not stated or not recognised"
        ),
        sa.Column("grade_raw", sa.String(), nullable=True, comment="as printed; null: not stated"),
        sa.Column("reference", sa.String(), nullable=True, comment="the posting's number as printed; null: none"),
        sa.Column("deadline_on", sa.Date(), nullable=True, comment="last day to apply; null: no deadline stated"),
        sa.Column(
            "deadline_time", sa.String(), nullable=True, comment="HH:MM in the deadline's zone; null: not stated"
        ),
        sa.Column("deadline_zone", sa.String(), nullable=True, comment="IANA name or UTC+05:45; null: not stated"),
        sa.Column(
            "deadline_at",
            INSTANT,
            nullable=True,
            comment="the last moment to apply, UTC; null: the time or the zone is not known",
        ),
        sa.Column("deadline_raw", sa.Text(), nullable=True, comment="as printed; null: no deadline stated"),
        sa.Column(
            "education_min",
            sa.String(),
            nullable=True,
            comment="secondary, bachelor, master or doctorate; null: not stated",
        ),
        sa.Column(
            "age_max", sa.Integer(), nullable=True, comment="highest age still eligible, inclusive; null: not stated"
        ),
        sa.Column("age_on", sa.Date(), nullable=True, comment="day on which the age counts; null: not stated"),
        sa.Column("born_on_or_after", sa.Date(), nullable=True, comment="earliest birth date; null: not stated"),
        sa.Column(
            "age_extensions",
            JSON,
            nullable=True,
            comment="list of {reason, years, when} added to the age limit; null: none stated",
        ),
        sa.Column("duration_months", sa.Integer(), nullable=True, comment="length of the assignment; null: not stated"),
        sa.Column(
            "max_applications",
            sa.Integer(),
            nullable=True,
            comment="how many posts of the call one person may apply for; null: not stated",
        ),
        sa.Column(
            "start_date", sa.String(), nullable=True, comment="when the assignment starts, as printed; null: not stated"
        ),
        sa.Column("supervisor_title", sa.Text(), nullable=True, comment="null: not stated"),
        sa.Column(
            "is_archived",
            sa.Boolean(),
            nullable=False,
            comment="whether the page itself says that the posting is closed",
        ),
        sa.Column(
            "nationality_note",
            sa.Text(),
            nullable=True,
            comment="a list of nationalities that is kept elsewhere; null: none is named",
        ),
        sa.Column(
            "content_hash", sa.String(), nullable=False, comment="SHA-256 of what the page printed when last seen"
        ),
        sa.Column(
            "status",
            sa.String(),
            nullable=False,
            comment="listed, missing (from the last complete run) or withdrawn (from two); expiry: see the deadline",
        ),
        sa.Column(
            "missed_runs", sa.Integer(), nullable=False, comment="complete runs in a row that did not see it; at most 2"
        ),
        sa.Column("first_seen_run_id", sa.Integer(), nullable=False),
        sa.Column("last_seen_run_id", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", INSTANT, nullable=False, comment="when the document was first fetched"),
        sa.Column("last_seen_at", INSTANT, nullable=False, comment="when the document was last fetched"),
        sa.Column(
            "vacancy_id",
            sa.Integer(),
            nullable=True,
            comment="the post that it announces; null: linked to no other posting",
        ),
        sa.Column("link_reason", sa.String(), nullable=True, comment="why it belongs to the vacancy; null: not linked"),
        sa.Column("link_score", sa.Double(), nullable=True, comment="how sure the link is, 0 to 1; null: not linked"),
        sa.CheckConstraint("status IN ('listed', 'missing', 'withdrawn')", name=op.f("ck_posting_status")),
        sa.ForeignKeyConstraint(["first_seen_run_id"], ["run.id"], name=op.f("fk_posting_first_seen_run_id_run")),
        sa.ForeignKeyConstraint(["last_seen_run_id"], ["run.id"], name=op.f("fk_posting_last_seen_run_id_run")),
        sa.ForeignKeyConstraint(["source"], ["source.name"], name=op.f("fk_posting_source_source")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_posting_vacancy_id_vacancy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_posting_source_external_id")),
    )
    op.create_index(op.f("ix_posting_status_deadline_on"), "posting", ["status", "deadline_on"])
    op.create_index(op.f("ix_posting_vacancy_id"), "posting", ["vacancy_id"])

    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False, comment="key of the posting JSON, or status"),
        sa.Column("old", JSON, nullable=True, comment="null: it was not stated"),
        sa.Column("new", JSON, nullable=True, comment="null: it is no longer stated"),
        sa.Column("changed_at", INSTANT, nullable=False, comment="when the difference was seen"),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_change_posting_id_posting")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_change_run_id_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_posting_id"), "change", ["posting_id"])
    op.create_index(op.f("ix_change_run_id"), "change", ["run_id"])

    op.create_table(
        "issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column(
            "posting_id", sa.Integer(), nullable=True, comment="null: it concerns the run or a page without a posting"
        ),
        sa.Column(
            "kind", sa.String(), nullable=False, comment="unmapped, conflict, ambiguous, impossible, not_a_vacancy …"
        ),
        sa.Column("field", sa.String(), nullable=True, comment="key of the posting JSON; null: no field in particular"),
        sa.Column("raw", sa.Text(), nullable=True, comment="the words concerned; null: none"),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True, comment="page concerned; null: none in particular"),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_issue_posting_id_posting")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_issue_run_id_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
    )
    op.create_index(op.f("ix_issue_posting_id"), "issue", ["posting_id"])
    op.create_index(op.f("ix_issue_run_id"), "issue", ["run_id"])

    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False, comment="SHA-256 of what the page printed"),
        sa.Column("observed_at", INSTANT, nullable=False, comment="when the document was fetched"),
        sa.Column("url", sa.Text(), nullable=True, comment="where a person reads it; null: no address of its own"),
        sa.Column("labels", JSON, nullable=False, comment="list of {name, value, field}: raw strings as labelled"),
        sa.Column("normalised", JSON, nullable=False, comment="the posting JSON, without facts, as it was read then"),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_observation_posting_id_posting")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_observation_run_id_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    op.create_index(op.f("ix_observation_posting_id"), "observation", ["posting_id"])
    op.create_index(op.f("ix_observation_run_id"), "observation", ["run_id"])

    op.create_table(
        "posting_competency",
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="place in the list, from 1"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True, comment="the framework's code; null: it has none"),
        sa.Column(
            "framework", sa.String(), nullable=True, comment="competency.framework; null: no known framework has it"
        ),
        sa.Column(
            "category",
            sa.String(),
            nullable=True,
            comment="core, managerial, cross-functional, functional, technical or value; null: not known",
        ),
        sa.Column("level", sa.String(), nullable=True, comment="level asked for, as printed; null: not stated"),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_posting_competency_posting_id_posting")),
        sa.PrimaryKeyConstraint("posting_id", "position", name=op.f("pk_posting_competency")),
    )
    op.create_table(
        "posting_document",
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="place in the list, from 1"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_posting_document_posting_id_posting")),
        sa.PrimaryKeyConstraint("posting_id", "position", name=op.f("pk_posting_document")),
    )
    op.create_table(
        "posting_duty_station",
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="place in the list, from 1"),
        sa.Column("city", sa.String(), nullable=True, comment="null: only the country is named"),
        sa.Column("country", sa.String(), nullable=True, comment="ISO 3166-1 alpha-2; null: not named and not known"),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["posting.id"], name=op.f("fk_posting_duty_station_posting_id_posting")
        ),
        sa.PrimaryKeyConstraint("posting_id", "position", name=op.f("pk_posting_duty_station")),
    )
    op.create_table(
        "posting_experience",
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="place in the list, from 1"),
        sa.Column(
            "degree", sa.String(), nullable=True, comment="bachelor, master or doctorate; null: whatever the degree"
        ),
        sa.Column("years_min", sa.Integer(), nullable=True, comment="null: no lower bound stated"),
        sa.Column("years_max", sa.Integer(), nullable=True, comment="null: no upper bound stated"),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_posting_experience_posting_id_posting")),
        sa.PrimaryKeyConstraint("posting_id", "position", name=op.f("pk_posting_experience")),
    )
    op.create_table(
        "posting_language",
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="place in the list, from 1"),
        sa.Column("code", sa.String(), nullable=False, comment="ISO 639-1"),
        sa.Column("requirement", sa.String(), nullable=False, comment="required or desirable"),
        sa.Column("level", sa.String(), nullable=True, comment="level asked for; null: not stated"),
        sa.Column(
            "any_of", sa.Integer(), nullable=True, comment="languages of one number are alternatives; null: no choice"
        ),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_posting_language_posting_id_posting")),
        sa.PrimaryKeyConstraint("posting_id", "position", name=op.f("pk_posting_language")),
    )
    op.create_index(op.f("ix_posting_language_code"), "posting_language", ["code"])

    op.create_table(
        "posting_nationality",
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="place in the list, from 1"),
        sa.Column("country", sa.String(), nullable=False, comment="ISO 3166-1 alpha-2"),
        sa.Column("kind", sa.String(), nullable=False, comment="include: may apply; exclude: may not"),
        sa.CheckConstraint("kind IN ('include', 'exclude')", name=op.f("ck_posting_nationality_kind")),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_posting_nationality_posting_id_posting")),
        sa.PrimaryKeyConstraint("posting_id", "position", name=op.f("pk_posting_nationality")),
    )
    op.create_index(op.f("ix_posting_nationality_country"), "posting_nationality", ["country"])

    op.create_table(
        "posting_sponsor",
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="place in the list, from 1"),
        sa.Column("country", sa.String(), nullable=False, comment="ISO 3166-1 alpha-2"),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_posting_sponsor_posting_id_posting")),
        sa.PrimaryKeyConstraint("posting_id", "position", name=op.f("pk_posting_sponsor")),
    )
    op.create_index(op.f("ix_posting_sponsor_country"), "posting_sponsor", ["country"])

    op.create_table(
        "fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False, comment="key of the posting JSON"),
        sa.Column("value", JSON, nullable=True, comment="of a list field, one element; null: the words say: none"),
        sa.Column("raw", sa.Text(), nullable=False, comment="the words as printed"),
        sa.Column(
            "span_start", sa.Integer(), nullable=True, comment="offset into posting_text.text; null: see label or basis"
        ),
        sa.Column(
            "span_end", sa.Integer(), nullable=True, comment="offset after the last character; null: see label or basis"
        ),
        sa.Column(
            "label",
            sa.String(),
            nullable=True,
            comment="label that the words stood under; null: they stand in the text",
        ),
        sa.Column("rule", sa.String(), nullable=False, comment="dotted name of the rule that read them"),
        sa.Column(
            "basis", sa.String(), nullable=False, comment="posting, source rule (a sponsor's standing rule) or derived"
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_fact_observation_id_observation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
    )
    op.create_index(op.f("ix_fact_observation_id"), "fact", ["observation_id"])

    op.create_table(
        "posting_text",
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment="in reading order; the spans of facts point into it"),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_posting_text_observation_id_observation")
        ),
        sa.PrimaryKeyConstraint("observation_id", name=op.f("pk_posting_text")),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
