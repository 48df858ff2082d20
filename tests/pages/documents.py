"""Documents for tests of page readers."""

import json
import re
import textwrap
from datetime import UTC, datetime
from typing import Any

from jpo_scraper.items import Document

URL = "https://jobs.example.org/list"
_SPECIAL, _ESCAPED = re.compile(r"([()\\])"), r"\\\1"


def document(
    body: bytes | str,
    *,
    url: str = URL,
    status: int = 200,
    media_type: str = "text/html",
    charset: str | None = "utf-8",
) -> Document:
    return Document(
        url=url,
        final_url=url,
        status=status,
        media_type=media_type,
        charset=charset,
        body=body.encode() if isinstance(body, str) else body,
        fetched_at=datetime(2026, 11, 16, 6, tzinfo=UTC),
    )


def json_document(value: Any, **more: Any) -> Document:
    return document(json.dumps(value), media_type="application/json", **more)


def pdf_bytes(text: str) -> bytes:
    """A real PDF of this text: A4, lines of at most 88 characters, letters of Windows-1252."""
    lines = [line for part in text.splitlines() for line in textwrap.wrap(part, 88) or [""]]
    pages = [lines[start : start + 52] for start in range(0, len(lines), 52)]
    numbers = [4 + 2 * index for index in range(len(pages))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{number} 0 R' for number in numbers)}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in zip(numbers, pages, strict=True):
        shown = "".join(f"({_SPECIAL.sub(_ESCAPED, line)}) Tj\nT*\n" for line in page)
        stream = f"BT\n/F1 10 Tf\n14 TL\n56 790 Td\n{shown}ET".encode("cp1252")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (number + 1)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
