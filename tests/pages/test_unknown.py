"""Documents of unknown origin."""

from datetime import UTC, datetime

import pytest

from jpo_scraper.exceptions import BrokenDocument, ChallengePage, ErrorPage, PageError
from jpo_scraper.items import Document
from jpo_scraper.pages.unknown import read_document
from jpo_scraper.vocab import Field

WORDS = "The officer helps the team with plans and reports in the field. " * 6


def document(body: bytes | str, name: str = "post.html", status: int = 200) -> Document:
    data = body.encode() if isinstance(body, str) else body
    return Document(name, name, status, "", None, data, datetime(2026, 11, 16, tzinfo=UTC))


def test_a_plain_text_is_kept_to_the_letter():
    text = f"  Job Description\n\n{WORDS}\tmaster¿s degree \n"
    (raw,) = read_document(document(text, "28.txt"))
    assert raw.text == text
    assert raw.external_id == "28"


def test_a_page_is_read_without_its_furniture():
    html = f"""<html lang="en-GB"><head><title>Site</title><meta property="og:title" content="Protection Officer">
    <script>var deadline = "1 January 2001";</script></head><body><nav>Home</nav>
    <ul id="cats"><li class="list-group-item">Organization: <a>UNHCR</a></li><li>City: <a>Lilongwe</a></li>
    <li>This job is archived. See others.</li></ul>
    <div class="fp-snippet"><p><b>Duties</b></p><p>{WORDS}</p><aside class="glossary-sidebar">Key term</aside></div>
    <footer>All rights</footer></body></html>"""
    (raw,) = read_document(document(html))
    assert raw.text.startswith("## Duties\n\nThe officer")
    assert "Key term" not in raw.text
    assert "Home" not in raw.text
    labels = {label.field: label.value for label in raw.labels}
    assert labels[Field.TITLE] == "Protection Officer"
    assert labels[Field.AGENCY] == "UNHCR"
    assert labels[Field.DUTY_STATIONS] == "Lilongwe"
    assert labels[Field.IS_ARCHIVED].startswith("This job is archived")
    assert raw.language == "en"


def test_each_item_of_a_feed_is_a_posting():
    feed = f"""<?xml version="1.0"?><rss version="2.0"><channel>
    <item><title>One</title><link>https://careers.example.org/job/589999</link><description>{WORDS}</description></item>
    <item><title>Two</title><guid>x2</guid><description>&lt;p&gt;{WORDS}&lt;/p&gt;</description></item></channel></rss>"""
    one, two = read_document(document(feed, "feed.xml"))
    assert [label.value for label in one.labels if label.field is Field.REFERENCE] == ["589999"]
    assert two.external_id == "x2"
    assert "<p>" not in two.text


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", ErrorPage),
        (b"Not found", ErrorPage),
        (b"<html><body><p>We are unable to process your request right now.</p></body></html>", ChallengePage),
        (b"<html><body><p>Sorry</p></body></html>", ErrorPage),
        (bytes(range(256)) * 40, BrokenDocument),
        (b"<rss version='2.0'><channel></channel></rss>", PageError),
        (b"<rss version='2.0'><channel><item>", BrokenDocument),
        (b"%PDF-1.4 broken", BrokenDocument),
        (b"PK\x03\x04 word/ broken", BrokenDocument),
    ],
)
def test_what_is_no_vacancy_says_what_it_is_instead(body, error):
    with pytest.raises(error):
        read_document(document(body))
