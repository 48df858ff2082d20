"""PeopleSoft Fluid beside the cases of IFAD: the form behind the door, both wrappings, the number of jobs."""

import pytest

from jpo_scraper.exceptions import SelectorError, WrongMediaType
from jpo_scraper.items import Document, Fetch
from jpo_scraper.pages.peoplesoft import PeopleSoftListing, PeopleSoftPosting, PeopleSoftSearch, first_fetches
from jpo_scraper.vocab import Field
from tests.pages.documents import document

SITE = {
    "search": "https://jobs.example.org/c/SEARCH.GBL?Page=P&Action=U",
    "action": "NAV_PB$1",
    "view": "https://jobs.example.org/c/VIEW.GBL?JobOpeningId={id}",
    "fields": {"XX_GRADE": "grade", "XX_UNIT": ""},
}
FETCH = Fetch("https://jobs.example.org/c/SEARCH.GBL", "listing", method="POST")


def hidden(**fields: str) -> str:
    return "".join(f"<input type='hidden' name='{name}' value='{value}' />" for name, value in fields.items())


def wrapped(html: str) -> Document:
    body = f"<?xml version='1.0'?><PAGE id='P'><FIELD id='F'><![CDATA[{html}]]></FIELD></PAGE>"
    return document(body, media_type="text/xml")


def door(html: str) -> PeopleSoftSearch:
    page = document(f"<form name='win0'>{html}</form>", url=str(SITE["search"]))
    return PeopleSoftSearch(page, first_fetches(SITE)[0], "any", SITE)


def test_the_form_goes_back_as_it_came_with_the_action_that_shows_all_jobs() -> None:
    others = "<input type='text' name='TEXT' value='' /><input type='checkbox' name='BOX' value='Y' />"
    (fetch,) = door(hidden(ICSID="abc=", ICStateNum="7", ICAction="None", FacetPath="None") + others).fetches()
    assert (fetch.url, fetch.method, fetch.page) == ("https://jobs.example.org/c/SEARCH.GBL", "POST", "listing")
    state = {"ICSID": "abc=", "ICStateNum": "7", "FacetPath": "None", "TEXT": ""}
    assert fetch.form == {**state, "ICAction": "NAV_PB$1", "ICAJAX": "0"}


@pytest.mark.parametrize("fields", [{}, {"ICSID": "abc"}, {"ICStateNum": "1"}, {"ICSID": "", "ICStateNum": "1"}])
def test_a_door_without_a_state_raises(fields: dict[str, str]) -> None:
    with pytest.raises(SelectorError, match="the search form lacks IC"):
        door(hidden(**fields)).fetches()


def listing(*rows: str, count: str = "<b>2</b> jobs found.", suffix: str = "") -> str:
    number = f"<div id='win0divHRS_SCH_WRK_FLU_HRS_SES_CNTS_MSG{suffix}'>{count}</div>"
    return number + "<ul>" + "".join(rows) + "</ul>"


def row(index: int, number: str, title: str = "Officer") -> str:
    return (
        f"<li id='HRS_AGNT_RSLT_I$0_row_{index}'><span id='SCH_JOB_TITLElbl${index}'>Job Title</span>"
        f"<span id='SCH_JOB_TITLE${index}'>{title}</span>"
        f"<span id='HRS_APP_JBSCH_I_HRS_JOB_OPENING_ID${index}'>{number}</span></li>"
    )


@pytest.mark.parametrize("wrap", [document, wrapped])
def test_a_list_is_read_in_either_wrapping(wrap: object) -> None:
    html = listing(row(0, "41"), row(1, "42", "R&amp;D Officer"))
    page = PeopleSoftListing(wrap(html), FETCH, "any", SITE)  # type: ignore[operator]
    assert [(reference.key, reference.title, reference.fetch.url) for reference in page.references()] == [
        ("41", "Officer", "https://jobs.example.org/c/VIEW.GBL?JobOpeningId=41"),
        ("42", "R&D Officer", "https://jobs.example.org/c/VIEW.GBL?JobOpeningId=42"),
    ]
    assert page.reported_total == 2


@pytest.mark.parametrize(
    ("count", "suffix", "total"),
    [("<b>14</b> jobs found.", "", 14), ("1 job found.", "$70$", 1), ("1,204 jobs found. Only the first …", "", 1204)],
)
def test_the_number_of_jobs_is_printed_in_words(count: str, suffix: str, total: int) -> None:
    page = PeopleSoftListing(document(listing(count=count, suffix=suffix)), FETCH, "any", SITE)
    assert page.reported_total == total
    assert not page.is_empty


def test_zero_jobs_and_no_row_is_an_empty_site() -> None:
    assert PeopleSoftListing(document(listing(count="0 jobs found.")), FETCH, "any", SITE).is_empty


@pytest.mark.parametrize("html", ["<p>14 jobs found.</p>", listing(count="Search again")])
def test_a_list_that_does_not_say_how_many_raises(html: str) -> None:
    with pytest.raises(SelectorError):
        _ = PeopleSoftListing(document(html), FETCH, "any", SITE).reported_total


def test_a_row_without_a_number_raises() -> None:
    html = listing("<li id='HRS_AGNT_RSLT_I$0_row_0'><span id='SCH_JOB_TITLE$0'>Officer</span></li>")
    with pytest.raises(SelectorError, match="JOB_OPENING_ID"):
        PeopleSoftListing(document(html), FETCH, "any", SITE).references()


def box(element: str, label: str, value: str) -> str:
    return (
        f"<div id='win0div{element}'><div id='win0div{element}lbl'><span class='ps-label'>{label}</span></div>"
        f"<span class='ps_box-value' id='{element}'>{value}</span></div>"
    )


NUMBER = box("HRS_SCH_WRK2_HRS_JOB_OPENING_ID", "ID", "41")
TEXT = (
    "<div id='win0divHRS_SCH_PSTDSC$0'><h2>Role</h2><div><span class='ps-label'>&nbsp;</span>"
    "<span class='ps_box-value' id=HRS_SCH_PSTDSC_DESCRLONG$0 ><p>One.</p><ul><li>Two</li></ul></span></div></div>"
)


def posting(html: str) -> PeopleSoftPosting:
    return PeopleSoftPosting(wrapped(html), Fetch("https://jobs.example.org/41", "posting"), "any", SITE)


def test_values_stand_under_the_labels_that_the_page_prints() -> None:
    page = posting(
        NUMBER + box("XX_GRADE", "Grade", "P-2") + box("XX_UNIT", "Unit", "") + box("XX_PAY", "Pay", "1") + TEXT
    )
    (raw,) = page.postings()
    assert [(label.name, label.value, label.field) for label in raw.labels] == [
        ("ID", "41", Field.REFERENCE),
        ("Grade", "P-2", Field.GRADE),
    ]
    assert raw.text == "## Role\n\nOne.\n\n- Two"
    assert page.unknown_keys() == ["XX_PAY"]


def test_a_value_without_a_label_stands_under_its_element_s_name() -> None:
    (raw,) = posting(NUMBER + "<span class='ps_box-value' id='XX_GRADE'>P-2</span>" + TEXT).postings()
    assert ("XX_GRADE", "P-2") in [(label.name, label.value) for label in raw.labels]


@pytest.mark.parametrize("html", [NUMBER, TEXT, NUMBER + NUMBER + TEXT])
def test_a_posting_without_one_number_and_a_text_raises(html: str) -> None:
    with pytest.raises(SelectorError):
        posting(html).postings()


def test_xml_of_another_kind_raises() -> None:
    page = PeopleSoftPosting(document("<?xml version='1.0'?><GENMSG/>"), FETCH, "any", SITE)
    with pytest.raises(SelectorError, match="/PAGE/FIELD"):
        page.postings()


def test_json_raises() -> None:
    page = PeopleSoftPosting(document("{}", media_type="application/json"), FETCH, "any", SITE)
    with pytest.raises(WrongMediaType):
        page.postings()
