"""PDF and DOCX as plain text. The libraries come with the extras `[pdf]` and `[docx]`."""

import io
import zipfile

from jpo_scraper.exceptions import BrokenDocument, PageError

_MOST_PAGES = 60
_MOST_CHARACTERS = 1_000_000
_MOST_UNZIPPED = 50_000_000


def pdf_to_text(body: bytes, url: str) -> str:
    """The text of a PDF, page after page, as its lines are printed. Raises PageError."""
    try:
        import pypdfium2
    except ImportError as error:
        raise PageError('reading PDF needs: pip install "jpo-scraper[pdf]"', url) from error
    try:
        pdf = pypdfium2.PdfDocument(body)
        try:
            pages = [pdf[index].get_textpage().get_text_bounded() for index in range(min(len(pdf), _MOST_PAGES))]
        finally:
            pdf.close()
    except pypdfium2.PdfiumError as error:
        raise BrokenDocument(f"the PDF cannot be read: {error}", url) from error
    return "\n\n".join(pages).replace("\r\n", "\n").replace("\r", "\n")[:_MOST_CHARACTERS]


def docx_to_text(body: bytes, url: str) -> str:
    """The text of a DOCX: paragraphs, headings marked `## `, table cells parted by tabs. Raises PageError."""
    try:
        import docx
        from docx.table import Table
    except ImportError as error:
        raise PageError('reading DOCX needs: pip install "jpo-scraper[docx]"', url) from error
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNZIPPED:
                raise BrokenDocument("the DOCX unpacks to more than 50 MB", url)
        document = docx.Document(io.BytesIO(body))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BrokenDocument(f"the DOCX cannot be read: {error}", url) from error
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += ["\t".join(cell.text.strip() for cell in row.cells) for row in block.rows]
        elif words := block.text.strip():
            style = block.style.name if block.style is not None else ""
            lines.append(("## " if style.startswith("Heading") else "- " if "List" in style else "") + words)
    return "\n".join(lines)[:_MOST_CHARACTERS]
