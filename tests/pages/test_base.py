"""What every reader shares: decoding, the refusal of what is no content, and strict selection."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsel import Selector

from jpo_scraper.exceptions import (
    BrokenDocument,
    ChallengePage,
    PageError,
    SelectorError,
    WrongMediaType,
)
from jpo_scraper.items import Fetch
from jpo_scraper.pages.base import (
    Page,
    decode,
    key,
    maybe,
    one,
    read_html,
    read_json,
    read_xml,
    reject_challenge,
    reject_cut,
)
from tests.pages.documents import URL, document

CHALLENGES = {
    "AWS": (b"<script>window.awsWafCookieDomainList = [];</script>", 200),
    "AWS without a body": (b"", 202),
    "Cloudflare": (b"<html><head><title>Just a moment...</title></head></html>", 403),
    "Cloudflare's script": (b"<script src='/cdn-cgi/challenge-platform/h/b/x.js'></script>", 503),
    "Imperva": (b"<iframe src='/_Incapsula_Resource?x=1'></iframe>", 200),
}


@pytest.mark.parametrize(("body", "status"), CHALLENGES.values(), ids=CHALLENGES)
def test_a_challenge_is_no_content(body: bytes, status: int) -> None:
    with pytest.raises(ChallengePage, match="try again later"):
        reject_challenge(document(body, status=status))


def test_a_long_page_that_speaks_of_challenges_far_down_is_content() -> None:
    reject_challenge(document("<p>word</p>" * 3_000 + "cf-challenge"))


CUT = {
    "in the middle of a row": "<!DOCTYPE html>\n<html lang='en'><body><table><tr><td>One</td></tr><tr><td>Tw",
    "within the head": "<HTML><head><title>Vaca",
    "without an html element": "<body class='x'><p>One",
}
WHOLE = {
    "to the last tag": "<html><body><p>One</p></body></html>",
    "in capitals, with words behind it": "<HTML><BODY><P>One</BODY></HTML >\n<!-- made in 0.2 s -->",
    "without the last of two tags": "<html><body><p>One</p></body>",
    "a part of a page": "<div><p>One</p></div>",
    "JSON that speaks of HTML": '{"body": "<html><body>One"}',
    "XML": "<?xml version='1.0'?><rss></rss>",
    "words": "One <html>",
}


@pytest.mark.parametrize("body", CUT.values(), ids=CUT)
def test_a_page_that_begins_and_does_not_end_was_cut_off(body: str) -> None:
    with pytest.raises(BrokenDocument, match="no_end = true"):
        reject_cut(document(body))


@pytest.mark.parametrize("body", WHOLE.values(), ids=WHOLE)
def test_a_whole_document_is_not_taken_for_a_cut_one(body: str) -> None:
    reject_cut(document(body))


def test_a_site_that_never_ends_its_pages_can_say_so() -> None:
    cut = document(CUT["within the head"])
    with pytest.raises(BrokenDocument):
        Page(cut, Fetch(URL, "listing"), "any", {}).check()
    Page(cut, Fetch(URL, "listing"), "any", {"no_end": True}).check()


TEXTS = {
    "declared": ("한국", "euc-kr", "euc-kr"),
    "declared wrongly, then UTF-8": ("Türkiye", "utf-8", "ascii"),
    "not declared": ("Türkiye", "utf-8", None),
    "neither declared nor UTF-8": ("Türkiye", "cp1252", None),
    "declared by a name that nobody knows": ("Türkiye", "utf-8", "utf-9"),
    "declared by a name that is no charset": ("Türkiye", "utf-8", "idna"),
    "with a byte order mark": ("Türkiye", "utf-8-sig", "utf-8"),
}


@pytest.mark.parametrize(("text", "written", "declared"), TEXTS.values(), ids=TEXTS)
def test_a_body_is_decoded(text: str, written: str, declared: str | None) -> None:
    assert decode(document(text.encode(written), charset=declared)) == text


def test_line_ends_are_one_kind() -> None:
    assert decode(document(b"a\r\nb\rc\n")) == "a\nb\nc\n"


WRONG: dict[str, tuple[Any, str, str, type[PageError]]] = {
    "HTML for JSON": (read_json, "<html></html>", "application/json", WrongMediaType),
    "cut JSON": (read_json, '{"a": [1, 2', "application/json", BrokenDocument),
    "no JSON at all": (read_json, "", "application/json", BrokenDocument),
    "nested JSON without end": (read_json, "[" * 200_000, "application/json", BrokenDocument),
    "HTML for XML": (read_xml, "<!DOCTYPE html><html></html>", "text/html", WrongMediaType),
    "JSON for XML": (read_xml, "{}", "application/json", WrongMediaType),
    "words for XML": (read_xml, "nothing here", "text/plain", BrokenDocument),
    "cut XML": (read_xml, "<rss><channel><item>", "application/rss+xml", BrokenDocument),
    "PDF for HTML": (read_html, "%PDF-1.7", "application/pdf", WrongMediaType),
    "no HTML at all": (read_html, "  ", "text/html", BrokenDocument),
}


@pytest.mark.parametrize(("read", "body", "media_type", "error"), WRONG.values(), ids=WRONG)
def test_a_document_of_another_kind_is_refused(read: Any, body: str, media_type: str, error: type[PageError]) -> None:
    with pytest.raises(error, match=URL) as caught:
        read(document(body, media_type=media_type))
    assert caught.value.url == URL


def test_xml_is_read_whatever_encoding_it_declares() -> None:
    body = '<?xml version="1.0" encoding="euc-kr"?><a>한국</a>'.encode("euc-kr")
    assert read_xml(document(body, charset="euc-kr")).xpath("string(/a)").get() == "한국"


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
ENTITIES = {
    "a short one": ('<!ENTITY x "y">', "&x;"),
    "a file": ('<!ENTITY x SYSTEM "file:///etc/hostname">', "&x;"),
    "many that grow": (BOMB, "&e11;"),
}


@pytest.mark.parametrize(("declared", "used"), ENTITIES.values(), ids=ENTITIES)
def test_xml_with_entities_of_its_own_is_refused(declared: str, used: str) -> None:
    with pytest.raises(BrokenDocument):
        read_xml(document(f"<!DOCTYPE a [{declared}]><a>{used}</a>"))


def test_xml_with_a_document_type_is_read() -> None:
    assert read_xml(document("<!DOCTYPE rss><rss>a</rss>")).xpath("string(/rss)").get() == "a"


@given(
    st.binary(max_size=200) | st.text(max_size=100).map(str.encode), st.sampled_from([None, "utf-8", "utf-16", "idna"])
)
def test_any_bytes_are_read_or_refused(body: bytes, charset: str | None) -> None:
    for read in (decode, read_json, read_xml, read_html):
        with suppress(PageError):
            read(document(body, charset=charset, media_type="text/plain"))


def test_one_wants_exactly_one() -> None:
    page = Selector(text="<p>a</p><p>b</p><i>c</i>")
    assert one(page, "i", URL).css("::text").get() == "c"
    with pytest.raises(SelectorError, match="matched 2"):
        one(page, "p", URL)
    with pytest.raises(SelectorError, match="matched 0"):
        one(page, "h1", URL)


def test_maybe_wants_one_at_most() -> None:
    page = Selector(text="<p>a</p><p>b</p><i>c</i>")
    assert maybe(page, "h1", URL) is None
    assert maybe(page, "i", URL) is not None
    with pytest.raises(SelectorError, match="matched 2"):
        maybe(page, "p", URL)


@pytest.mark.parametrize("record", [{}, {"Id": 7}, [], None])
def test_a_missing_key_or_one_of_another_type_raises(record: Any) -> None:
    with pytest.raises(SelectorError):
        key(record, "Id", str, URL)


def test_what_the_row_did_not_give_is_said_by_name() -> None:
    page = Page(document("<p>x</p>"), Fetch(URL, "posting", hints={"id": "7", "words": None}), "any", {})
    assert (page.hint("id"), page.hint("words")) == ("7", None)
    with pytest.raises(SelectorError, match="carries no 'labels'"):
        page.hint("labels")
