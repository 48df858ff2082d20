"""PDF and DOCX as plain text. Their libraries are loaded when first one is read: most crawls meet none."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from jpo_scraper.exceptions import BrokenDocument, NotAVacancy, PageError
from jpo_scraper.pages.wrapped import unwrap

_MOST_PAGES = 100
_MOST_DRAWN = 5_000_000
"""Bytes that the pages of a PDF unpack to: reading their words takes up to a hundred times as much memory."""
_STREAM = re.compile(rb"stream\r?\n")
_NO_DRAWING = re.compile(rb"/(?:Image|Length1|Type1C|CIDFontType0C|OpenType|ObjStm|XRef)\b")
"""What marks the streams of a PDF that are not what is drawn on a page: pictures, fonts, tables of objects."""
_LONGEST_HEAD = 400
_MOST_UNZIPPED = 50_000_000
_MOST_XML = 10_000_000
"""Bytes of one part: its tree takes up to ten times as much memory."""
_OTHER_ARCHIVES = (
    ("xl/", "an Excel workbook: no vacancy text is in it"),
    ("ppt/", "a PowerPoint file: save it as PDF"),
    ("mimetype", "an OpenDocument file or an e-book: save it as DOCX or PDF"),
    ("", "a ZIP archive: unpack it first"),
)
"""How a name in the archive begins, and what the archive is."""


def pdf_to_text(body: bytes, url: str) -> str:
    """The text of a PDF, page after page, its paragraphs in one line each. Raises PageError."""
    import pypdfium2

    if _drawn(body) > _MOST_DRAWN:
        raise NotAVacancy(f"a PDF whose pages unpack to more than {_MOST_DRAWN:,} bytes: no vacancy does", url)
    try:
        pdf = pypdfium2.PdfDocument(body)
        try:
            if len(pdf) > _MOST_PAGES:
                raise NotAVacancy(f"a PDF of {len(pdf):,} pages: no vacancy is that long", url)
            text = "\n\n".join(_page_text(pdf, index) for index in range(len(pdf)))
        finally:
            pdf.close()
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise BrokenDocument("the PDF is protected by a password: save a copy without one", url) from error
        raise BrokenDocument(f"the PDF cannot be read: {error}", url) from error
    if not text.strip():
        raise BrokenDocument("the PDF holds no text, only pictures (a scan): run a text recognition first", url)
    return unwrap(text.replace("\r\n", "\n").replace("\r", "\n"))


def _drawn(body: bytes) -> int:
    """How many bytes the pages of a PDF unpack to; counting ends where they are too many."""
    total = position = 0
    while total <= _MOST_DRAWN and (start := _STREAM.search(body, position)) is not None:
        end = body.find(b"endstream", start.end())
        if end < 0:
            break
        head = body[max(position, start.start() - _LONGEST_HEAD) : start.start()].rpartition(b" obj")[2]
        if b"/Fl" in head and not _NO_DRAWING.search(head):
            with suppress(zlib.error):  # encrypted or broken: the library says so
                total += len(zlib.decompressobj().decompress(body[start.end() : end], _MOST_DRAWN + 1))
        position = end + len(b"endstream")
    return total


def _page_text(pdf: Any, index: int) -> str:
    """The text of one page; its handles are given back at once, as a PDF may have many pages."""
    page = pdf[index]
    words = page.get_textpage()
    try:
        text: str = words.get_text_bounded()
        return text
    finally:
        words.close()
        page.close()


def docx_to_text(body: bytes, url: str) -> str:
    """The text of a DOCX: paragraphs, headings marked `## `, table cells parted by tabs. Raises PageError."""
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            _check(archive.infolist(), url)
        return "\n".join(_lines(docx.Document(io.BytesIO(body))))
    except PageError:
        raise
    except Exception as error:  # a broken part provokes whatever the libraries below stumble over
        raise BrokenDocument(f"the DOCX is cut or broken: {type(error).__name__}: {error}", url) from error


def _check(entries: list[zipfile.ZipInfo], url: str) -> None:
    """Raise NotAVacancy for an archive that is no DOCX, or that unpacks to more than is safe to read."""
    names = [entry.filename for entry in entries]
    if "word/document.xml" not in names:
        what = next(what for start, what in _OTHER_ARCHIVES if any(name.startswith(start) for name in [*names, ""]))
        raise NotAVacancy(what, url)
    if sum(entry.file_size for entry in entries) > _MOST_UNZIPPED:
        raise NotAVacancy(f"a DOCX that unpacks to more than {_MOST_UNZIPPED:,} bytes: no vacancy does", url)
    if any(entry.file_size > _MOST_XML for entry in entries if entry.filename.endswith((".xml", ".rels"))):
        raise NotAVacancy(f"a DOCX with a part of more than {_MOST_XML:,} bytes: no vacancy has that", url)


def _lines(document: Any) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(_cells(row))
        elif words := block.text.strip():
            style = (block.style.name or "") if block.style is not None else ""
            yield ("## " if style.startswith(("Heading", "Title")) else "- " if "List" in style else "") + words


def _cells(row: Any) -> Iterator[str]:
    """The words of each cell once: a cell that spans several columns stands in each of them."""
    before = None
    for cell in row.cells:
        if cell._tc is not before:
            yield " ".join(cell.text.split())
        before = cell._tc
