import sys

import pytest
from alembic import command
from sqlalchemy import inspect, text

from jpo_scraper.exceptions import SchemaVersionError, StoreError
from jpo_scraper.reference.tables import database_rows
from jpo_scraper.store import migrate
from jpo_scraper.store.engine import reading, writing
from jpo_scraper.store.models import METADATA
from jpo_scraper.store.search import INDEX
from jpo_scraper.store.views import VIEWS

TABLES = set(METADATA.tables)


def tables(engine):
    """The tables but for Alembic's own and the full-text index."""
    return {
        name
        for name in inspect(engine).get_table_names()
        if name != "alembic_version" and not name.startswith(INDEX.name)
    }


def test_an_empty_database_gets_every_table_and_view(empty_engine):
    assert migrate.revision(empty_engine) is None
    migrate.ensure_current(empty_engine)
    assert migrate.revision(empty_engine) == migrate.head()
    assert tables(empty_engine) == TABLES
    assert set(inspect(empty_engine).get_view_names()) == set(VIEWS.tables)


def test_migrations_give_what_the_models_say(engine):
    with migrate._migrating(engine) as (_, config):
        config.stdout = sys.stdout  # its own is that of the test that loaded Alembic, which may be closed
        command.check(config)


def test_migrations_give_the_checks_that_the_models_say(engine, empty_engine):
    with writing(empty_engine) as connection:
        METADATA.create_all(connection)

    def checks(of):
        found = inspect(of)
        return {name: sorted(map(str, found.get_check_constraints(name))) for name in TABLES}

    assert checks(engine) == checks(empty_engine)


def test_view_tables_have_the_columns_of_the_views(engine):
    for name, view in VIEWS.tables.items():
        assert {column["name"] for column in inspect(engine).get_columns(name)} == set(view.columns.keys())


def test_schema_goes_down_to_nothing_and_up_again(engine):
    migrate.downgrade(engine, "base")
    assert tables(engine) == set()
    assert inspect(engine).get_view_names() == []
    assert migrate.revision(engine) is None
    migrate.upgrade(engine)
    assert tables(engine) == TABLES


def test_schema_steps_down_one_revision_and_is_then_too_old(engine):
    migrate.downgrade(engine, "0001")
    assert migrate.revision(engine) == "0001"
    with pytest.raises(SchemaVersionError, match=r"has schema 0001, this program needs \d+: run `jpo db upgrade`"):
        migrate.ensure_current(engine)
    migrate.upgrade(engine)
    migrate.ensure_current(engine)


@pytest.mark.parametrize("action", [migrate.ensure_current, migrate.upgrade, lambda e: migrate.downgrade(e, "base")])
def test_newer_database_is_left_alone(engine, action):
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaVersionError, match=r"has schema 9999, .* install the newer jpo-scraper"):
        action(engine)
    assert tables(engine) == TABLES


def test_unknown_revision_is_refused_in_one_line(engine):
    with pytest.raises(StoreError, match="cannot be changed"):
        migrate.downgrade(engine, "0000")


def test_failed_upgrade_leaves_the_database_as_it_was(empty_engine):
    with writing(empty_engine) as connection:  # not ours: the first migration meets it half-way
        connection.execute(text("CREATE TABLE issue (words TEXT)"))
    with pytest.raises(StoreError, match="issue"):
        migrate.upgrade(empty_engine)
    assert set(inspect(empty_engine).get_table_names()) == {"issue"}


REFERENCE = {
    "grade": [
        {
            "code": "P2", "category": "international professional", "description": "second level",
            "seniority_order": "12", "aliases": "", "evidence": "SEEN", "note": "no column for this",
        }
    ],
    "duty_station": [
        {
            "city": "Goma", "country_iso2": "CD", "m49_subregion": "Middle Africa", "lat": "-1.6740", "lon": "29.2285",
            "tz": "Africa/Lubumbashi", "hardship_class": "E", "hardship_date": "2025-01", "hardship_source": "list",
            "geonameid": "216281", "is_capital": "", "aliases": "", "evidence": "SEEN",
        }
    ],
}  # fmt: skip


def test_reference_rows_come_with_the_schema_and_can_be_read_as_numbers(empty_engine):
    migrate.ensure_current(empty_engine, lambda: REFERENCE)
    with reading(empty_engine) as connection:
        grade = connection.execute(text("SELECT code, seniority_order, aliases FROM grade")).one()
        station = connection.execute(text("SELECT city, lat, geonameid, is_capital FROM duty_station")).one()
    assert grade == ("P2", 12, None)
    assert station == ("Goma", -1.674, 216281, None)


def test_tables_that_we_ship_fill_the_reference_rows(engine):
    migrate.upgrade(engine, database_rows)
    with reading(engine) as connection:
        for name, rows in database_rows().items():
            assert connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() == len(rows)


def test_reference_rows_are_replaced_when_the_schema_is_raised_again(empty_engine):
    migrate.upgrade(empty_engine, lambda: REFERENCE)
    (grade,) = REFERENCE["grade"]
    migrate.upgrade(empty_engine, lambda: {"grade": [grade | {"description": "entry level"}]})
    with reading(empty_engine) as connection:
        assert connection.execute(text("SELECT code, description FROM grade")).all() == [("P2", "entry level")]


def test_reference_rows_are_not_asked_for_when_the_schema_is_in_order(engine):
    def reference():
        raise AssertionError("asked for reference rows")

    migrate.ensure_current(engine, reference)


def test_migration_files_are_numbered_one_after_the_other():
    names = sorted(path.name for path in (migrate.FOLDER / "versions").glob("*.py"))
    assert [name[:4] for name in names] == [f"{number:04d}" for number in range(1, len(names) + 1)]
