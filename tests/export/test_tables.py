"""CSV, JSON, JSON Lines, XLSX and Parquet, read back by other programs' readers."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.escape import unescape

from jpo_scraper.exceptions import ExportError, UsageError
from jpo_scraper.export import FORMATS, Column, format_named, writer, xlsx
from jpo_scraper.vocab import ColumnKind
from tests.export.rows import ABOUT, HOSTILE, POSTING, columns, posting, written

TABLES = ("csv", "json", "jsonl", "xlsx", "parquet")


def read(form, data):
    """The names of the columns and the rows, as an independent reader sees them."""
    if form == "csv":
        names, *rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
        return names, rows
    if form == "parquet":
        table = pq.read_table(io.BytesIO(data))
        return table.column_names, [list(row.values()) for row in table.to_pylist()]
    if form == "xlsx":
        rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
        names, *others = (list(row) for row in rows)
        return names, others
    objects = json.loads(data) if form == "json" else [json.loads(line) for line in data.splitlines()]
    return list(objects[0]) if objects else None, [list(one.values()) for one in objects]


NAIVE = POSTING["deadline_at"].replace(tzinfo=None)
"""As a workbook has it."""
EXPECTED = {
    "csv": {
        "id": "7", "title": POSTING["title"], "deadline_on": "2026-03-16", "deadline_at": "2026-03-16T22:59:00Z",
        "is_jpo": "true", "nationality_note": "", "score": "0.5",
    },
    "json": {
        "id": 7, "title": POSTING["title"], "deadline_on": "2026-03-16", "deadline_at": "2026-03-16T22:59:00Z",
        "is_jpo": True, "nationality_note": None, "score": 0.5, "normalised": POSTING["normalised"],
    },
    "xlsx": {
        "id": 7, "title": POSTING["title"], "deadline_on": NAIVE.replace(hour=0, minute=0),
        "deadline_at": NAIVE, "is_jpo": True, "nationality_note": None, "score": 0.5,
    },
    "parquet": {
        "id": 7, "title": POSTING["title"], "deadline_on": date(2026, 3, 16),
        "deadline_at": datetime(2026, 3, 16, 22, 59, tzinfo=UTC), "is_jpo": True, "nationality_note": None,
        "score": 0.5,
    },
}  # fmt: skip
EXPECTED["jsonl"] = EXPECTED["json"]


@pytest.mark.parametrize("form", TABLES)
def test_values_are_read_back_as_they_were(form):
    names, rows = read(form, written(form, [posting()]))
    (row,) = rows
    assert names == list(POSTING)
    found = dict(zip(names, row, strict=True))
    assert {name: found[name] for name in EXPECTED[form]} == EXPECTED[form]
    if form != "json" and form != "jsonl":
        assert json.loads(found["normalised"]) == POSTING["normalised"]


@pytest.mark.parametrize("form", TABLES)
def test_rows_stay_in_their_order_whatever_their_number(form):
    _, rows = read(form, written(form, [posting(id=number) for number in range(300)]))
    assert [int(row[0]) for row in rows] == list(range(300))


@pytest.mark.parametrize("form", [form for form in TABLES if form != "xlsx"])  # a sheet has no row without a cell
def test_a_row_of_nulls_is_a_row(form):
    _, rows = read(form, written(form, [dict.fromkeys(POSTING)]))
    assert [[value or None for value in row] for row in rows] == [[None] * len(POSTING)]


@pytest.mark.parametrize("form", TABLES)
def test_an_empty_result_is_a_whole_file(form):
    names, rows = read(form, written(form, []))
    assert rows == []
    assert names == (None if form.startswith("json") else list(POSTING))


@pytest.mark.parametrize("form", ["json", "jsonl", "parquet"])
@pytest.mark.parametrize("harm", HOSTILE)
def test_exact_formats_keep_every_character(form, harm):
    names, ((*row,),) = read(form, written(form, [posting(title=HOSTILE[harm])]))
    assert row[names.index("title")] == HOSTILE[harm]


SHOWN = {
    "formula": "'=HYPERLINK(\"http://evil.example\",\"x\")",
    "plus": "'+1", "minus": "'-2+3", "at": "'@SUM(1)", "tab": "'\t=1", "return": "'=1",
    "controls": "ab[31mcde", "bidi": "abcd", "lines": "one\ntwo\nthreefour",
    "calendar": "x\nEND:VEVENT\nBEGIN:VEVENT;,:\\n",
}  # fmt: skip


@pytest.mark.parametrize("harm", HOSTILE)
def test_csv_cells_run_nowhere_and_turn_no_line_around(harm):
    names, ((*row,),) = read("csv", written("csv", [posting(title=HOSTILE[harm])]))
    assert row[names.index("title")] == SHOWN.get(harm, HOSTILE[harm])


@pytest.mark.parametrize("harm", HOSTILE)
def test_csv_as_is_keeps_every_character(harm):
    names, ((*row,),) = read("csv", written("csv", [posting(title=HOSTILE[harm])], replace(ABOUT, as_is=True)))
    assert row[names.index("title")] == HOSTILE[harm]


def test_csv_guards_text_alone():
    names, ((*row,),) = read("csv", written("csv", [posting(id=-5, score=-0.5, reference="-5")]))
    found = dict(zip(names, row, strict=True))
    assert (found["id"], found["score"], found["reference"]) == ("-5", "-0.5", "'-5")


def test_csv_is_utf_8_without_a_mark_and_has_crlf_between_rows():
    data = written("csv", [posting(title='국제, "quoted"\nlines')])
    assert not data.startswith(b"\xef\xbb\xbf")
    head, _, rest = data.partition(b"\r\n")
    assert head.decode().split(",") == list(POSTING)
    assert rest.endswith(b"\r\n")
    assert '"국제, ""quoted""\nlines"'.encode() in rest


def test_a_lone_surrogate_that_came_so_far_breaks_no_file():
    title = "half \ud83d an emoji"
    assert b"half ? an emoji" in written("csv", [posting(title=title)], replace(ABOUT, as_is=True))
    assert "half  an emoji" in read("xlsx", written("xlsx", [posting(title=title)]))[1][0]


@pytest.mark.parametrize("harm", HOSTILE)
def test_xlsx_holds_no_formula_and_no_link(harm):
    data = written("xlsx", [posting(title=HOSTILE[harm], url="http://evil.example")])
    book = openpyxl.load_workbook(io.BytesIO(data))
    for row in book.active.iter_rows():
        assert [cell.coordinate for cell in row if cell.data_type == "f" or cell.hyperlink] == []
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    title = unescape(book.active.cell(2, list(POSTING).index("title") + 1).value)
    expected = SHOWN.get(harm, HOSTILE[harm])
    if harm == "long":
        assert len(title) == xlsx.LONGEST_TEXT
        assert title.endswith(xlsx.CUT)
    else:
        assert title == (expected.removeprefix("'") if harm in SHOWN else expected)


def test_xlsx_header_is_frozen_and_dates_are_dates():
    sheet = openpyxl.load_workbook(io.BytesIO(written("xlsx", [posting()]))).active
    assert sheet.freeze_panes == "A2"
    cell = sheet.cell(2, list(POSTING).index("deadline_on") + 1)
    assert cell.is_date
    assert cell.number_format == "yyyy-mm-dd"


def test_xlsx_text_is_cut_between_whole_characters():
    text = xlsx.text_cell("👩" * 20_000)
    assert len(text.encode("utf-16-le")) // 2 <= xlsx.LONGEST_TEXT
    assert set(text.removesuffix(xlsx.CUT)) == {"👩"}


def test_xlsx_dates_before_excels_calendar_and_odd_numbers_are_text():
    days = {"deadline_on": date(1850, 1, 2), "deadline_at": datetime(1850, 1, 2, tzinfo=UTC), "score": float("nan")}
    names, ((*row,),) = read("xlsx", written("xlsx", [posting(**days)]))
    found = dict(zip(names, row, strict=True))
    assert [found[name] for name in days] == ["1850-01-02", "1850-01-02T00:00:00Z", "nan"]


def test_more_rows_than_a_sheet_holds_are_an_error(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    with pytest.raises(ExportError, match="more"):
        written("xlsx", [posting()] * 3)


def test_numbers_that_json_lacks_are_null():
    assert read("json", written("json", [posting(score=float("inf"))]))[1][0][-1] is None


def test_parquet_columns_are_typed_and_say_what_they_hold(monkeypatch):
    monkeypatch.setattr("jpo_scraper.export.parquet.GROUP", 2)
    parquet = pq.ParquetFile(io.BytesIO(written("parquet", [posting()] * 5)))
    types = {field.name: field.type for field in parquet.schema_arrow}
    assert types["id"] == pa.int64()
    assert types["title"] == pa.string()
    assert types["deadline_on"] == pa.date32()
    assert types["deadline_at"] == pa.timestamp("ms", tz="UTC")
    assert types["is_jpo"] == pa.bool_()
    assert types["score"] == pa.float64()
    assert parquet.schema_arrow.field("title").metadata[b"description"] == b"what title means"
    assert [parquet.metadata.row_group(n).num_rows for n in range(parquet.num_row_groups)] == [2, 2, 1]


def test_rows_are_written_as_they_come():
    """A writer takes a row only after it has done with the ones before: memory does not grow with their number."""
    for form in ("csv", "json", "jsonl"):
        seen: list[int] = []

        class File(io.BytesIO):
            def write(self, data, seen=seen):
                seen.append(len(data))
                return super().write(data)

        def rows(seen=seen):
            for number in range(50):
                yield tuple(posting(id=number).values())
                assert len(seen) >= number

        writer(form)(rows(), columns(POSTING), File(), ABOUT)


def test_an_unknown_format_gets_the_nearest_name():
    with pytest.raises(UsageError, match="Did you mean parquet"):
        format_named("parket")


@pytest.mark.parametrize("form", [name for name, kind in FORMATS.items() if kind.extra])
def test_a_missing_extra_is_named(form, monkeypatch):
    library = {"xlsx": "xlsxwriter", "parquet": "pyarrow", "ics": "icalendar"}[form]
    import sys

    monkeypatch.delitem(sys.modules, f"jpo_scraper.export.{form}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ExportError, match=rf"jpo-scraper\[{FORMATS[form].extra}\]"):
        writer(form)


@pytest.mark.parametrize("form", TABLES)
def test_a_result_without_columns_is_a_file(form):
    file = io.BytesIO()
    assert writer(form)([], [], file, ABOUT) == 0
    assert writer(form)([("x",)], [Column("only", ColumnKind.TEXT)], io.BytesIO(), ABOUT) == 1
