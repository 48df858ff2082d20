"""A list behind a form, and search words that narrow a list."""

from urllib.parse import parse_qs

from tests.crawl.run import crawl_apart
from tests.crawl.server import Asked, Reply
from tests.crawl.workday import BASE, put_site, write_source

SOURCE = """
title = "Test"
kind = "agency"
homepage = "{url}"
languages = ["en"]
hosts = ["127.0.0.1"]
platform = "peoplesoft"
needs_cookies = true

[site]
search = "{url}/c/SEARCH.GBL?Page=P"
action = "NAV_PB$0"
view = "{url}/c/VIEW.GBL?JobOpeningId={{id}}"
fields = {{}}

[expect]
reports_total = true

[known]
listing = "inferred"
detail = "inferred"
rules = "inferred"
"""

DOOR = """<form name='win0'><input type='hidden' name='ICSID' value='state of the form'>
<input type='hidden' name='ICStateNum' value='3'><input type='hidden' name='ICAction' value='None'></form>"""

LIST = """<div id='win0divHRS_SCH_WRK_FLU_HRS_SES_CNTS_MSG'><b>2</b> jobs found.</div><ul>
<li id='HRS_AGNT_RSLT_I$0_row_0'><span id='SCH_JOB_TITLE$0'>Analyst (JPO)</span>
<span id='HRS_APP_JBSCH_I_HRS_JOB_OPENING_ID$0'>41</span></li>
<li id='HRS_AGNT_RSLT_I$0_row_1'><span id='SCH_JOB_TITLE$1'>Driver</span>
<span id='HRS_APP_JBSCH_I_HRS_JOB_OPENING_ID$1'>42</span></li></ul>"""

POST = """<?xml version='1.0'?><PAGE id='P'><FIELD id='F'><![CDATA[
<span class='ps_box-value' id='HRS_SCH_WRK2_HRS_JOB_OPENING_ID'>41</span>
<div id='win0divHRS_SCH_PSTDSC$0'><p>A JPO post.</p></div>]]></FIELD></PAGE>"""


def test_a_list_behind_a_form_opens_with_its_state_and_its_cookie(site, tmp_path):
    site.on("/c/SEARCH.GBL?Page=P", Reply(DOOR, headers={"Set-Cookie": "session=s1; path=/"}))
    site.on("/c/SEARCH.GBL", lambda asked: Reply(LIST) if knocks(asked) else Reply("no session", 403), method="POST")
    site.on("/c/VIEW.GBL?JobOpeningId=41", Reply(POST, media_type="text/xml"))
    (tmp_path / "formal.toml").write_text(SOURCE.format(url=site.url))
    result = crawl_apart(["formal"], tmp_path)["results"]["formal"]
    assert (result["status"], result["reasons"]) == ("complete", [])
    assert (result["counters"]["found"], result["counters"]["kept"]) == (2, 1)


def knocks(asked: Asked) -> bool:
    form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
    state = {"ICSID": "state of the form", "ICStateNum": "3", "ICAction": "NAV_PB$0", "ICAJAX": "0"}
    return form == state and "session=s1" in asked.headers.get("Cookie", "")


def test_a_search_word_narrows_the_list_unless_all_vacancies_are_asked_for(site, tmp_path):
    put_site(site, 3)
    write_source(tmp_path, "narrow", site)
    path = tmp_path / "narrow.toml"
    path.write_text(path.read_text().replace("page_size = 2", 'page_size = 2\nsearch = "JPO"'))
    crawl_apart(["narrow"], tmp_path)
    assert words(site) == ["JPO", "JPO"]
    site.asked.clear()
    crawl_apart(["narrow"], tmp_path, all_vacancies=True)
    assert words(site) == ["", ""]


def words(site) -> list[str]:
    return [asked.json["searchText"] for asked in site.asked if asked.path == f"{BASE}/jobs"]
