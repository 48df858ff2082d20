"""What is too much to parse is refused by its bytes; what real pages hold is not."""

import pytest

from jpo_scraper.exceptions import BrokenDocument
from jpo_scraper.pages.limits import reject_huge_json, reject_huge_markup

ATTRIBUTES = {
    "plain": b"<body " + b"a=1 " * 6_000 + b">",
    "without values": b"<body " + b"a " * 6_000 + b">",
    "without spaces": b"<body " + b'a="1"' * 6_000 + b">",
    "with slashes": b"<body/" + b"a/" * 6_000 + b">",
    "with ends of tags in quotes": b"<body " + b'a=">" ' * 6_000 + b">",
    "with beginnings of tags in names": b"<body " + b"a<=1 " * 6_000 + b">",
    "with no end": b"<body " + b"a=1 " * 6_000,
    "on lines of their own": b"<body\n" + b"a\n=\n1\n" * 6_000,
}


@pytest.mark.parametrize("body", ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_a_tag_with_thousands_of_attributes_is_refused(body: bytes) -> None:
    with pytest.raises(BrokenDocument, match="5,000 attributes"):
        reject_huge_markup(b"<html>" + body, "x")


WHOLE = {
    "nothing": b"",
    "a picture in the page": b"<img alt='a b c' src=\"data:image/png;base64," + b"aB/+ " * 40_000 + b'">',
    "many tags": b"<p class='a'>words</p>" * 50_000,
    "much text": b"<p>" + b"a = b / c " * 20_000,
    "a comparison in a script": b"<script>" + b"if (a <b && c == 'd') { e }" * 300 + b"</script>",
}


@pytest.mark.parametrize("body", WHOLE.values(), ids=WHOLE)
def test_what_real_pages_hold_is_not_refused(body: bytes) -> None:
    reject_huge_markup(body, "x")


@pytest.mark.parametrize(("body", "words"), [(b"<b>" * 400_001, "400,000 tags"), (b" " * 5_000_001, "5,000,000 bytes")])
def test_too_many_tags_or_bytes_are_refused(body: bytes, words: str) -> None:
    with pytest.raises(BrokenDocument, match=words):
        reject_huge_markup(body, "x")


def test_json_of_too_many_values_is_refused() -> None:
    reject_huge_json("[" + "1," * 900_000 + "1]", "x")
    with pytest.raises(BrokenDocument, match="1,000,000 values"):
        reject_huge_json("[" + "[]," * 600_000 + "1]", "x")


@pytest.mark.parametrize("opening", ["[", '{"a":[', '["[[[", {"b":'])
def test_json_that_lies_too_deep_is_refused_on_every_python(opening: str) -> None:
    reject_huge_json(opening * 200, "x")
    with pytest.raises(BrokenDocument, match="JSON with more than 500 values inside each other"):
        reject_huge_json(opening * 501, "x")


def test_brackets_in_texts_and_side_by_side_make_no_depth() -> None:
    reject_huge_json('["' + "[{" * 2_000 + '\\"[", ' + "[[]]," * 2_000 + "1]", "x")
