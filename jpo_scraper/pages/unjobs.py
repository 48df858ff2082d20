"""unjobs.org: what its vacancy pages say by their script alone.

The closing date is in no text of such a page: the script adds two numbers and writes the day. It was a day late for
some agencies and a default of one year for others, so it is a fact of basis `derived` and never the deadline.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from jpo_scraper.items import Deadline, Fact
from jpo_scraper.vocab import Basis, Field

_HOST = "unjobs.org"
_ADDRESS = re.compile(rb"""<meta\s+property=["']og:url["']\s+content=["']([^"']+)""")
_CLOSING = re.compile(rb"\bvar\s+(\w+)pi\s*=\s*(\d{13})\s*[;,]\s*(?:var\s+)?\1pd\s*=\s*(\d{1,12})\s*[;,]")
"""Milliseconds: of the page's making, and from then to the closing. The names begin anew on each page."""
_RULE = "deadline.page_script"


def script_facts(body: bytes) -> Iterator[Fact]:
    """The closing date that the script of a saved vacancy page computes; nothing for any other document."""
    address, closing = _ADDRESS.search(body), _CLOSING.search(body)
    if address is None or closing is None or urlsplit(address[1].decode(errors="replace")).hostname != _HOST:
        return
    at = datetime.fromtimestamp((int(closing[2]) + int(closing[3])) // 1000, UTC)
    raw = f"{closing[2].decode()} + {closing[3].decode()}"
    value = Deadline(on=at.date(), raw=raw).to_json()
    yield Fact(Field.DEADLINE, value, raw, _RULE, label="script of the page", basis=Basis.DERIVED)
