import json
import string
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jpo_scraper.contacts import contacts, masked, names, without_contacts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to jane.doe+jpo@example.org.", "Write to [e-mail]."),
        ("a@b.example, c_d@e.f.example", "[e-mail], [e-mail]"),
        ("zhang_wei@163.com", "[e-mail]"),
        ("jane (at) example.org or jane [at] example [dot] org", "[e-mail] or [e-mail]"),
        ("jane at example dot org", "[e-mail]"),
        ("문의: hong@example.or.kr", "문의: [e-mail]"),
        ("jane@bücher.example and jane@例え.テスト", "[e-mail] and [e-mail]"),
        ("mailto:jane@example.org?subject=JPO", "mailto:[e-mail]?subject=JPO"),
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
    ("text", "expected"),
    [
        ("Contact person: Jane Doe, Desk Officer", "Contact person: [name], Desk Officer"),
        ("Contact: Ms. Jane M. Doe-Roe (tel. 022 917 1234)", "Contact: Ms. [name] (tel. [phone])"),
        ("For questions please contact Mr John Smith.", "For questions please contact Mr [name]."),
        ("Ansprechpartnerin: Frau Dr. Anna von der Tann", "Ansprechpartnerin: Frau Dr. [name]"),
        ("Personne à contacter : Mme DUPONT", "Personne à contacter : Mme [name]"),
        ("Contactpersoon: Piet van den Berg", "Contactpersoon: [name]"),
        ("Yhteyshenkilö: Matti Meikäläinen", "Yhteyshenkilö: [name]"),
        ("담당자: 홍길동 (02-2100-7000)", "담당자: [name] ([phone])"),
        ("担当者：山田太郎", "担当者：[name]"),
        ("Jane Doe <jane.doe@example.org>", "[name] <[e-mail]>"),
        ("Ask Jane Doe, e-mail: jpo@example.org", "[name], e-mail: [e-mail]"),
        ("Jane Doe\n+41 22 917 12 34", "[name]\n[phone]"),
        (
            "Led by Jane Doe since 2020. Write to jane.doe@example.org.",
            "Led by [name] since 2020. Write to [e-mail].",
        ),
        ("Doe, Jane wrote it: jane_doe@example.org", "[name] wrote it: [e-mail]"),
        ("John Smith, jsmith@example.org", "[name], [e-mail]"),
        ("He met J. Smith. jsmith@example.org", "He met [name]. [e-mail]"),
    ],
)
def test_names_of_contact_persons_are_masked(text, expected):
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Apply by 2026-03-16 23:59 (UTC+01:00), 16/03/2026 or 01-02-2026.",
        "Reference JR2690114, VA/2026/0042, 2026-0001234",
        "Job ID 0012345678, Requisition No. 00123456789012",
        "USD 120,000,000 over 24 months for 1 200 000 people, 10 000 in 2025 2026 2027",
        "at example.org you find 10 @ 20 percent",
        "meet @ noon. Then decide",
        "only from e-mails ending in @example.org",
        "The 2030 Agenda; ISO 3166-1; 0.5 to 1.75",
        "UTC+05:45 and GMT +0100",
        "mobile 2026-2030, cell 2025/2026, 01.2026 2027, from 03.2025-12.2027",
        "P-2, NO-A, G-5, PR2, P2/P3 and 2-4 years, at least 2 years, 18 - 35 years",
        "born on or after 01.01.1994, 1994 01 01",
        "Tel: 24 months",
        "Contact: Human Resources Division, 1211 Geneva",
        "please contact the Ministry of Foreign Affairs of Finland",
        "Please contact us if you need help. Contact UNDP Office",
        "in contact with Governments and Civil Society",
        "MS Office, Ms Excel and Ms Word",
        "The Junior Professional Officer works with Associate Experts",
        "담당 업무: 사업 관리",
        "Enquiries: JPO Service Centre",
        "",
    ],
)
def test_what_is_no_contact_stays(text):
    assert masked(text) == text


def test_masks_stand_where_the_contacts_were():
    text = "Contact: Jane Doe, jane@example.org, +41 22 917 12 34"
    assert [(one.kind, text[one.start : one.end]) for one in contacts(text)] == [
        ("name", "Jane Doe"),
        ("e-mail", "jane@example.org"),
        ("phone", "+41 22 917 12 34"),
    ]


def test_a_name_of_the_text_is_masked_where_it_stands_alone():
    known = names("Contact person: Jane Doe")
    assert masked("Signed, Jane Doe", known) == "Signed, [name]"
    assert masked("Ask Mr Lee of Leeds; Lee") == "Ask Mr [name] of Leeds; [name]"
    assert masked("담당자: 홍길동\n홍길동에게 문의") == "담당자: [name]\n[name]에게 문의"
    assert names({"text": "Contact person: Jane Doe", "lists": [["Mr Smith"], None], "n": 1}) == {"Jane Doe", "Smith"}


def test_values_are_masked_inside_json_and_identities_stay():
    inside = {"name": "Contact\n", "value": "\njane@example.org", "n": [1, None, True, 0.5, "+41 22 917 12 34"]}
    expected = {"name": "Contact\n", "value": "\n[e-mail]", "n": [1, None, True, 0.5, "[phone]"]}
    assert without_contacts([inside]) == [expected]
    assert json.loads(without_contacts(json.dumps(inside))) == expected
    row = {"id": 7, "reference": "0041229171234", "url": "https://example.org/@jane.doe", "title": "Mr Smith"}
    assert without_contacts(row) == row | {"title": "Mr [name]"}
    assert without_contacts("{no json: jane@example.org}") == "{no json: [e-mail]}"


# --- whatever stands around


WORD = st.text(string.ascii_letters + string.digits, min_size=1, max_size=12)
EMAIL = st.builds(
    "{}@{}.{}".format,
    st.lists(WORD, min_size=1, max_size=3).map(lambda parts: ".".join(parts)),
    st.lists(WORD, min_size=1, max_size=3).map(lambda parts: ".".join(parts)),
    st.sampled_from("org int ch museum".split()),
)
PHONE = st.builds(
    "+{}{}{}".format,
    st.integers(1, 99),
    st.sampled_from([" ", " (", "-", "."]),
    st.lists(st.integers(10, 999).map(str), min_size=3, max_size=4).map(" ".join),
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
AROUND = st.text(st.sampled_from("aZ 한é\n\t.,;:()<>[]\"'|–"), max_size=20).map(lambda words: f"{words} ")
AFTER = st.sampled_from([" ", "\n", ".\n", ", ", ")", ">", ";"])


@QUICK
@given(AROUND, EMAIL, AFTER, AROUND)
def test_no_address_survives(before, address, after, more):
    done = masked(f"{before}{address}{after}{more}")
    assert "@" not in done
    assert "[e-mail]" in done


@QUICK
@given(AROUND, PHONE, AFTER, AROUND)
def test_no_number_survives(before, number, after, more):
    done = masked(f"{before}{number}{after}{more}")
    assert number not in done
    assert "[phone]" in done


@QUICK
@given(st.text(max_size=300))
def test_what_is_masked_once_is_masked_for_good(text):
    done = masked(text)
    assert masked(done) == done
    found = contacts(text)
    assert all(one.end <= other.start for one, other in pairwise(found))


@QUICK
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.sampled_from(["jane@example.org", "Tel. 022 917 12 34", "P-2"]),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORD.map("k{}".format), inner, max_size=4),
        max_leaves=20,
    )
)
def test_nothing_survives_in_json(value):
    done = json.dumps(without_contacts(value))
    assert "@" not in done
    assert "917" not in done
    assert without_contacts(json.loads(done)) == json.loads(done)


def test_a_long_text_of_near_contacts_is_read_in_one_go():
    for piece in ("1 ", "a@", "a.", "+1-", "(0", "tel ", "Contact ", "Mr ", "Jane Doe, ", "a at b dot "):
        assert isinstance(masked(piece * 5_000), str)
