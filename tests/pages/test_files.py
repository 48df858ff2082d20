"""Documents that cannot be read, or that are made to harm: each says what it is, and costs little."""

import io
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from random import Random

import docx
import pytest

from jpo_scraper.cli.parse import parse_document
from jpo_scraper.exceptions import BrokenDocument, NotAVacancy
from jpo_scraper.pages.files import docx_to_text, pdf_to_text
from jpo_scraper.pages.unknown import read_document
from tests.pages.documents import document, pdf_bytes

POST = """Programme Officer, Rome, Italy

Duties
The officer drafts plans for the field and keeps the register of projects for the whole of the region each year.

Qualifications
A master’s degree and 2 years of experience. Fluency in English.

Closing date: 3 March 2027
"""
MEGABYTE = 1_000_000


def docx_bytes(*paragraphs: str) -> bytes:
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def zip_bytes(**parts: bytes) -> bytes:
    """An archive; `__` in a name stands for `/`, and the rest for itself."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password: the keys in it are those of none."""
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <{'5a' * 32}> /U <{'a5' * 32}> >> /ID [<00> <00>]"
    return pdf_bytes(POST).replace(b"/Root 1 0 R", b"/Root 1 0 R " + lock.encode())


def packed_pdf(drawn: bytes, kind: bytes = b"") -> bytes:
    """A PDF whose only page is packed."""
    packed = zlib.compress(drawn, 9)
    plain = pdf_bytes("x")
    start, end = plain.index(b"<< /Length"), plain.index(b"endstream")
    head = b"<< /Length %d /Filter /FlateDecode %s>>\nstream\n" % (len(packed), kind)
    return plain[:start] + head + packed + b"\n" + plain[end:]


DRAWN = b"BT /F1 10 Tf 14 TL 56 790 Td\n%sET" % (b"(words and words) Tj T*\n" * 250_000)
WORD = docx_bytes(*POST.splitlines())
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "blanks": (lambda: b" \n\t" * 100, "empty"),
    "zero bytes": (lambda: b"\0" * 10_000, "no text"),
    "random bytes": (lambda: b"\x01" + bytes(range(256)) * 100, "no text"),
    "an encrypted file": (lambda: b"\x8f" + Random(7).randbytes(50_000), "no text"),
    "50 MB": (lambda: b"word " * (10 * MEGABYTE), "larger than"),
    "6 MB of text": (lambda: b"word " * 1_200_000, "no vacancy is that long"),
    "6 MB of tags": (lambda: b"<html>" + b"<p>a</p>" * 750_000, "no vacancy is that long"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(1_000), "picture"),
    "an old Word file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000), "old Word"),
    "a rich text file": (lambda: b"{\\rtf1 words}", "rich text"),
    "a gzip file": (lambda: b"\x1f\x8b\x08" + bytes(500), "gzip"),
    "a ZIP archive": (lambda: zip_bytes(a=b"b"), "ZIP archive"),
    "an Excel workbook": (lambda: zip_bytes(xl__workbook=b"b"), "Excel"),
    "a PDF with a password": (locked_pdf, "password"),
    "a PDF of pictures": (lambda: pdf_bytes(" "), "scan"),
    "half a PDF": (lambda: pdf_bytes(POST * 40)[:1_500], "PDF"),
    "the head of a PDF": (lambda: b"%PDF-1.7\n", "PDF"),
    "a PDF that unpacks without end": (lambda: packed_pdf(DRAWN), "unpack"),
    "half a DOCX": (lambda: WORD[: len(WORD) // 2], "cut or broken"),
    "the head of a DOCX": (lambda: b"PK\x03\x04", "cut or broken"),
    "a DOCX with a broken part": (lambda: zip_bytes(**{"word__document.xml": b"<w:document>"}), "cut or broken"),
    "a DOCX that unpacks without end": (
        lambda: zip_bytes(**{"word__document.xml": b" " * 11 * MEGABYTE}),
        "a part of more than",
    ),
    "a DOCX with a picture that unpacks without end": (
        lambda: zip_bytes(**{"word__document.xml": b"<w/>", "word__media__a.png": bytes(51 * MEGABYTE)}),
        "unpacks to more than",
    ),
    "an XML bomb": (
        lambda: b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss>&b;</rss>',
        "entities",
    ),
}


@pytest.mark.parametrize(("made", "reason"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_gives_no_posting_and_the_reason(made: Callable[[], bytes], reason: str) -> None:
    result = parse_document("file", made())
    assert result["postings"] == []
    (issue,) = result["issues"]
    assert reason in issue["message"]
    assert "Traceback" not in issue["message"]


@pytest.mark.parametrize("name", ["a PDF that unpacks without end", "a DOCX that unpacks without end", "50 MB"])
def test_what_is_made_to_harm_takes_little_memory(name: str) -> None:
    body = BAD[name][0]()
    tracemalloc.start()
    try:
        parse_document("file", body)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 12 * MEGABYTE


def test_a_packed_pdf_of_ordinary_length_is_read() -> None:
    drawn = b"BT /F1 10 Tf 14 TL 56 790 Td\n%sET" % b"".join(
        b"(%s) Tj T*\n" % line.encode("cp1252") for line in POST.splitlines()
    )
    assert "Qualifications" in pdf_to_text(packed_pdf(drawn), "")


def test_pictures_and_fonts_of_a_pdf_may_be_large() -> None:
    picture = b"<< /Type /XObject /Subtype /Image /Filter /FlateDecode >>\nstream\n%s\nendstream" % zlib.compress(
        bytes(20 * MEGABYTE)
    )
    assert "Qualifications" in pdf_to_text(pdf_bytes(POST) + picture, "")


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", None),
        ("utf-16-le", None),
        ("utf-16-be", None),
        ("utf-32", None),
        ("cp1252", None),
        ("cp1252", "utf-8"),
        ("cp1252", "no-such-charset"),
        ("utf-8", "utf-16"),
        ("utf-8", "ascii"),
    ],
)
@pytest.mark.parametrize("form", ["{}", "<html><body><pre>{}</pre></body></html>"])
def test_a_text_is_read_in_the_charset_that_its_bytes_are_in(charset: str, declared: str | None, form: str) -> None:
    body = form.format(POST).encode(charset)
    (raw,) = read_document(document(body, charset=declared, url="post"))
    assert "master’s degree" in raw.text


@pytest.mark.parametrize("form", ["{}", "<html><body>{}</body></html>"])
def test_a_few_zero_bytes_do_no_harm(form: str) -> None:
    result = parse_document("file", form.format(POST.replace("Duties", "Du\0ties")).encode())
    assert [posting["deadline"]["date"] for posting in result["postings"]] == ["2027-03-03"]


@pytest.mark.parametrize("read", [pdf_to_text, docx_to_text])
@pytest.mark.parametrize("step", range(0, 100, 7))
def test_a_cut_file_is_read_or_named_as_broken(read: Callable[[bytes, str], str], step: int) -> None:
    whole = pdf_bytes(POST) if read is pdf_to_text else WORD
    with suppress(BrokenDocument, NotAVacancy):
        assert isinstance(read(whole[: len(whole) * step // 100], "file"), str)
