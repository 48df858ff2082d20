import pytest

from jpo_scraper.store.models import METADATA, WORDS, with_partial_indexes

TABLES = METADATA.tables


@pytest.mark.parametrize("name", sorted(TABLES))
def test_table_says_what_a_row_is_in_one_line(name):
    assert TABLES[name].info[WORDS].endswith(".")
    assert "\n" not in TABLES[name].info[WORDS]


@pytest.mark.parametrize("name", sorted(TABLES))
def test_column_that_may_be_null_says_what_null_means(name):
    silent = [
        column.name for column in TABLES[name].columns if column.nullable and "null" not in (column.comment or "")
    ]
    assert silent == []


def test_no_key_points_at_reference_rows():
    """A run may meet an agency or a country that has no row."""
    targets = {key.column.table.name for table in METADATA.tables.values() for key in table.foreign_keys}
    assert targets == {"observation", "posting", "run", "source", "vacancy"}


def test_constraints_and_indexes_are_named_after_table_and_columns():
    table = with_partial_indexes().tables["posting"]
    assert {str(constraint.name) for constraint in table.constraints} == {
        "pk_posting",
        "uq_posting_source_external_id",
        "ck_posting_status",
        "ck_posting_scope",
        "fk_posting_source_source",
        "fk_posting_first_seen_run_id_run",
        "fk_posting_last_seen_run_id_run",
        "fk_posting_vacancy_id_vacancy",
    }
    assert {index.name for index in table.indexes} == {
        f"ix_posting_{columns}"
        for columns in (
            "agency_deadline_on",
            "deadline_on",
            "external_id",
            "listed_agency",
            "listed_deadline_on",
            "reference",
            "source_status",
            "vacancy_id",
        )
    }
