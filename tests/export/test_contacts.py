import pytest

from jpo_scraper.export.contacts import masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to jane.doe+jpo@example.org.", "Write to [e-mail]."),
        ("a@b.example, c_d@e.f.example", "[e-mail], [e-mail]"),
        ("jane (at) example.org or jane [at] example [dot] org", "[e-mail] or [e-mail]"),
        ("문의: hong@example.or.kr", "문의: [e-mail]"),
        ("Tel: +41 22 917 12 34", "Tel: [phone]"),
        ("Phone no. 022 917 1234, fax 022-917-1235", "Phone no. [phone], fax [phone]"),
        ("call +1 (212) 555-0100 now", "call [phone] now"),
        ("0041229171234", "[phone]"),
        ("전화 02-2100-7000", "전화 [phone]"),
        ("(02) 2100-7000 or 031.123.4567", "[phone] or [phone]"),
    ],
)
def test_addresses_and_numbers_are_masked(text, expected):
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Apply by 2026-03-16 23:59 (UTC+01:00), 16/03/2026 or 01-02-2026.",
        "Reference JR2690114, VA/2026/0042, 2026-0001234",
        "USD 120,000,000 over 24 months for 1 200 000 people, 10 000 in 2025 2026 2027",
        "at example.org you find 10 @ 20 percent",
        "The 2030 Agenda; ISO 3166-1; 0.5 to 1.75",
        "UTC+05:45 and GMT +0100",
        "",
    ],
)
def test_dates_references_and_amounts_stay(text):
    assert masked(text) == text


def test_a_long_text_of_near_numbers_is_read_in_one_go():
    for piece in ("1 ", "a@", "a.", "+1-", "(0", "tel "):
        assert isinstance(masked(piece * 50_000), str)
