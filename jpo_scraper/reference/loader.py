"""The CSV tables beside this file, read once."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Row = Mapping[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of `<name>.csv`, in file order. Cells are strings; lists inside a cell are parted by `|`."""
    text = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    names, *cells = csv.reader(text.splitlines())
    return tuple(dict(zip(names, row, strict=True)) for row in cells if row)


def cell_list(cell: str) -> list[str]:
    """The elements of a `|` list, without empty ones."""
    return [part.strip() for part in cell.split("|") if part.strip()]
