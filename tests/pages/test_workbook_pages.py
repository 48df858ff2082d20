"""Workbooks beside the cases of Japan: headers, merged cells, remarks, limits."""

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest

from jpo_scraper.exceptions import BrokenDocument, SelectorError
from jpo_scraper.items import Fetch
from jpo_scraper.pages import workbook
from jpo_scraper.pages.workbook import Workbook, first_fetches
from jpo_scraper.vocab import Field
from tests.pages.documents import URL, document

SITE: dict[str, Any] = {
    "start": URL, "workbook": "a", "edition": "(x)", "common": "p", "programme": "h1", "empty_pattern": "over",
    "columns": {"No.": "reference", "Agency": "agency", "Post": "title", "Place": "duty_stations", "Opens": ""},
    "merged": ["Agency"], "remark": r"\*.+$|^tba.*$",
}  # fmt: skip
HEADER = ("No.", "Agency", "Post", "Place")
HINTS = {"edition": "2027", "programme": "JPO posts", "words": "Apply by May.", "language": "ja"}


def book(*rows: tuple[Any, ...], sheet: str = "Posts") -> bytes:
    made = openpyxl.Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def page(body: bytes, **more: Any) -> Workbook:
    fetch = Fetch(URL, "posting", hints=HINTS)
    return Workbook(document(body, media_type="application/octet-stream"), fetch, "any", SITE | more)


def values(body: bytes, field: Field) -> list[str | None]:
    return [next((label.value for label in raw.labels if label.field is field), None) for raw in page(body).postings()]


def test_a_row_is_a_posting_with_the_rules_for_all_behind_it() -> None:
    (raw,) = page(book(HEADER, (12, "ILO", "Officer", "Turin"))).postings()
    assert (raw.external_id, raw.language) == ("2027-12", "ja")
    assert raw.text == "No.\t12\nAgency\tILO\nPost\tOfficer\nPlace\tTurin\n\nApply by May."


HEADERS = {
    "as it is": HEADER,
    "with a note in brackets": ("No.", "Agency (in alphabetical order)", "Post", "Place"),
    "in full-width letters": ("Ｎｏ．", "Ａｇｅｎｃｙ", "Ｐｏｓｔ", "Place"),
    "with line breaks": ("No.", "Agen\ncy", "Post", "Place"),
    "in another order, with other columns": ("No.", "Agency", "Post", "Place", "Opens"),
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_the_table_begins_at_the_row_that_names_the_columns(header: tuple[str, ...]) -> None:
    body = book(("Posts of the year",), (), header, (1, "ILO", "Officer", "Turin"))
    assert values(body, Field.TITLE) == ["Officer"]
    assert page(body).unknown_keys() == []


def test_a_merged_cell_counts_for_the_rows_below_it() -> None:
    body = book(HEADER, (1, "ILO", "A", "Turin"), (2, None, "B", "Lima"), (3, "WHO", "C", None))
    assert values(body, Field.AGENCY) == ["ILO", "ILO", "WHO"]
    assert values(body, Field.DUTY_STATIONS) == ["Turin", "Lima", None]


def test_a_remark_is_no_part_of_the_value() -> None:
    body = book(HEADER, (1, "ILO", "Officer *French required", "Turin"), (2, "ILO", "tba (in May)", "Lima"))
    assert values(body, Field.TITLE) == ["Officer", None]
    texts = [raw.text.splitlines()[2:4] for raw in page(body).postings()]
    assert texts == [["Post\tOfficer", "*French required"], ["tba (in May)", "Place\tLima"]]


def test_a_line_without_a_post_is_a_footnote() -> None:
    body = book(HEADER, (1, "ILO", "A", "Turin"), ("*revised",), (None, None, None, "see above"))
    assert values(body, Field.TITLE) == ["A"]


def test_dates_and_whole_numbers_are_printed_plainly() -> None:
    body = book((*HEADER, "Opens"), (7.0, "ILO", "A", "Turin", date(2027, 2, 1)))
    (raw,) = page(body).postings()
    assert (raw.external_id, raw.labels[4].value) == ("2027-7", "2027-02-01")


def test_an_unknown_column_is_reported() -> None:
    assert page(book((*HEADER, "Salary"), (1, "ILO", "A", "Turin", "x"))).unknown_keys() == ["Salary"]


def test_a_workbook_without_the_table_raises() -> None:
    with pytest.raises(SelectorError, match="no sheet has a row with the columns"):
        page(book(("Number", "Agency"))).postings()


def test_a_sheet_that_goes_on_for_ever_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_ROWS", 3)
    with pytest.raises(BrokenDocument, match="more than 3 rows"):
        page(book(HEADER, *[(n, "ILO", "A", "Turin") for n in range(4)])).postings()


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_UNZIPPED", 1_000)
    with pytest.raises(BrokenDocument, match="unpacks to more"):
        page(book(HEADER, (1, "ILO", "A", "Turin"))).postings()


def test_an_archive_that_is_no_workbook_is_broken() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    with pytest.raises(BrokenDocument, match="cut or broken"):
        page(out.getvalue()).postings()


def test_a_run_begins_at_the_door_where_the_index_moves_each_year() -> None:
    assert [fetch.page for fetch in first_fetches({"start": URL, "door_link": "a"})] == ["door"]
    assert [fetch.page for fetch in first_fetches({"start": URL})] == ["listing"]
