"""Documents for tests of page readers."""

import json
from datetime import UTC, datetime
from typing import Any

from jpo_scraper.items import Document

URL = "https://jobs.example.org/list"


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
