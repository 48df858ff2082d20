"""Parquet: typed columns, in groups of rows that are written as they come. Values are exactly those of the database."""

from collections.abc import Sequence
from itertools import islice
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from jpo_scraper.export import About, Column, Rows
from jpo_scraper.export.cells import compact
from jpo_scraper.vocab import ColumnKind

GROUP = 10_000
"""Rows of a row group, which are in memory together."""

_TYPES = {
    ColumnKind.TEXT: pa.string(),
    ColumnKind.INTEGER: pa.int64(),
    ColumnKind.NUMBER: pa.float64(),
    ColumnKind.BOOLEAN: pa.bool_(),
    ColumnKind.DATE: pa.date32(),
    ColumnKind.MOMENT: pa.timestamp("ms", tz="UTC"),  # the coarsest unit that Parquet has
    ColumnKind.JSON: pa.string(),
}


def write(rows: Rows, columns: Sequence[Column], file: IO[bytes], about: About) -> int:
    """Write the rows; their number. A column's words are its field's `description`."""
    schema = pa.schema(
        [pa.field(one.name, _TYPES[one.kind], metadata={"description": one.words}) for one in columns],
        metadata={"title": about.title},
    )
    number, left = 0, iter(rows)
    with pq.ParquetWriter(file, schema, compression="zstd") as parquet:
        while group := list(islice(left, GROUP)):
            values = [_values(one.kind, [row[at] for row in group]) for at, one in enumerate(columns)]
            arrays = [pa.array(list_, type=field.type) for list_, field in zip(values, schema, strict=True)]
            parquet.write_table(pa.table(arrays, schema=schema))
            number += len(group)
    return number


def _values(kind: ColumnKind, values: list[Any]) -> list[Any]:
    """JSON as text, the rest as it is."""
    return [value if value is None else compact(value) for value in values] if kind is ColumnKind.JSON else values
