"""The pages, as the site answers them: content, words and escaping. No server."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar
from lxml import etree, html

from jpo_scraper.exceptions import QueryTimeout, StoreError
from jpo_scraper.store.engine import reading
from jpo_scraper.web.reader import Reader
from jpo_scraper.web.site import Site
from tests.web.posts import APPLICANT, NOW, OPEN, SILENT

PAGES = ["/", "/posts", "/posting/1", "/posting/5", "/apply", "/charts", "/map", "/sources"]


def page(site, path, form=None, **params):
    answer = site.answer(path, {name: [str(value)] for name, value in params.items()}, form)
    return html.fromstring(answer.body), answer


def words(element):
    return " ".join(element.text_content().split())


def titles(tree):
    return [words(cell) for cell in tree.cssselect("table.posts tbody th")]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_fit_for_a_screen_reader(site, path):
    tree, answer = page(site, path)
    assert answer.status == 200
    assert tree.get("lang") == "en"
    assert len(tree.cssselect("h1")) == 1
    assert tree.cssselect("a.skip")[0].get("href") == "#content"
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for field in tree.cssselect("input:not([type=hidden]), select"):
        assert tree.cssselect(f'label[for="{field.get("id")}"]') or field.getparent().tag == "label", field.get("name")
    for target in tree.xpath("//@aria-labelledby | //@aria-describedby"):
        assert set(target.split()) <= set(ids), target
    assert not tree.cssselect("script, iframe, object, [style]")
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")


@pytest.mark.parametrize("path", PAGES)
def test_links_lead_to_the_web_or_to_a_page_of_ours(site, path):
    for link in page(site, path)[0].cssselect("a[href], link[href]"):
        target = link.get("href")
        assert target.startswith(("/", "#", "https://jobs.example.org/")), target
        if target.startswith("https:"):
            assert {"noopener", "nofollow"} <= set(link.get("rel").split())


def test_the_front_page_tells_what_is_open_and_until_when(site):
    tree, _ = page(site, "/")
    assert words(tree.cssselect("h1")[0]) == "4 open posts for Junior Professional Officers"
    assert titles(tree)[0] == OPEN.title
    first = words(tree.cssselect("table.posts tbody tr")[0])
    assert "2026-03-16 23:59 Europe/Zurich in 6 days" in first
    assert "zone not stated" in words(tree.cssselect("table.posts tbody tr")[2])
    assert "Republic of Korea 2" in words(tree.cssselect(".counts")[0])


def test_a_list_is_filtered_and_its_links_keep_the_filters(site):
    tree, _ = page(site, "/posts", sponsor="KR", agency="WHO")
    assert titles(tree) == [OPEN.title]
    feeds = tree.xpath("//a[contains(@href, 'posts.atom') or contains(@href, 'posts.ics')]/@href")
    assert feeds == ["/posts.atom?sponsor=KR&agency=WHO", "/posts.ics?sponsor=KR&agency=WHO"]
    assert "/posts?sponsor=KR&agency=WHO&grade=P-2" in tree.xpath("//ul[@class='counts']//a/@href")
    assert tree.cssselect("#sponsor option[selected]")[0].get("value") == "KR"


def test_a_filter_that_cannot_be_understood_lists_nothing(site):
    tree, answer = page(site, "/posts", sponsor="<b>Koreaa</b>")
    assert answer.status == 400
    assert "is no country" in words(tree.cssselect("[role=alert]")[0])
    assert titles(tree) == []


def test_a_list_is_searched_in_titles_and_texts(site):
    assert titles(page(site, "/posts", q="Nederlanders")[0]) == ["Programmamedewerker"]
    assert titles(page(site, "/posts", q='"associate expert"', agency="WHO")[0]) == [OPEN.title]
    tree, _ = page(site, "/posts", q='-expert "><script>')
    assert tree.get_element_by_id("q").get("value") == '-expert "><script>'


def test_a_list_of_none_says_why(site):
    assert "No post states all that you ask for" in words(page(site, "/posts", sponsor="FJ")[0])


def test_feeds_and_downloads_have_the_filters_of_the_list(site):
    entries = etree.fromstring(site.answer("/posts.atom", {"sponsor": ["KR"]}).body).findall("{*}entry/{*}title")
    assert f"New: {OPEN.title}, WHO" in [entry.text for entry in entries]
    assert not [entry for entry in entries if "Programmamedewerker" in entry.text]
    calendar = Calendar.from_ical(site.answer("/posts.ics", {"agency": ["UNICEF"]}).body)
    assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == [f"Deadline: {SILENT.title}, UNICEF"]
    assert site.answer("/posts.csv", {"all": ["1"]}).body.count(b"korea") >= 5
    refused = site.answer("/posts.json", {"sponsor": ["Koreaa"]})
    assert (refused.status, refused.media_type) == (400, "text/plain; charset=utf-8")


def test_a_posting_shows_its_words_where_they_stand(site):
    tree, _ = page(site, "/posting/1")
    marked = {(words(mark), mark.get("title")) for mark in tree.cssselect(".text mark")}
    assert marked == {
        ("16 March 2026", "deadline"),
        ("nationals of the", "nationalities"),
        ("Republic of Korea", "nationalities, sponsors"),
        ("not older than 32 on 31 December 2026", "age"),
    }
    assert [words(cue) for cue in tree.cssselect(".text .cue")] == ["deadline", "nationalities", "sponsors", "age"]
    for link in tree.xpath("//table//a[starts-with(@href, '#w')]/@href"):
        assert tree.get_element_by_id(link[1:]).get("class") == "cue"
    assert "grade: P-1 → P-2" in words(tree.cssselect(".history")[0])
    assert words(tree.cssselect(".text h3")[0]) == "Associate Expert"


def test_contact_details_are_not_shown(site):
    body = site.answer("/posting/1", {}).body
    assert "Questions: [e-mail], Tel. [phone]" in body
    assert "jane.doe" not in body
    assert "917 12 34" not in body


def test_a_title_in_another_language_says_so(site):
    row = page(site, "/posting/3")[0]
    assert row.cssselect("h1 bdi")[0].get("lang") == "nl"
    assert row.cssselect("article")[0].get("lang") == "nl"
    assert page(site, "/posting/5")[0].cssselect("h1 bdi")[0].get("lang") is None  # the source gave no language code


@pytest.mark.parametrize("path", ["/", "/posts", "/posting/5", "/charts", "/map", "/apply?posting=5"])
def test_a_hostile_posting_is_only_words(site, path):
    path, _, query = path.partition("?posting=")
    tree, answer = page(site, path, **({"posting": query} if query else {}))
    assert answer.status == 200
    assert not tree.cssselect("script, iframe, img, [onload], [onerror], [onclick]")
    assert "javascript:" not in " ".join(tree.xpath("//@href"))
    assert not set("\u202e\u2066\x1b\x07") & set(answer.body)
    if path in ("/posting/5", "/posts"):
        assert "<script>document.title='owned'</script>gnp.exe" in tree.text_content()


@pytest.mark.parametrize(("path", "status"), [("/posting/99", 404), ("/apply", 404), ("/nothing", 404)])
def test_what_is_not_there_is_a_page_that_says_so(site, path, status):
    tree, answer = page(site, path, posting="99")
    assert answer.status == status
    assert "There is no" in words(tree)


# --- can I apply? -----------------------------------------------------------------------------------------------------


def verdicts(tree):
    return {
        int(one.get("data-posting")): group.get("class").split()[1]
        for group in tree.cssselect("section.verdict")
        for one in group.cssselect("[data-posting]")
    }


def test_the_form_gives_each_post_its_verdict_with_the_reasons(site):
    tree, answer = page(site, "/apply", APPLICANT)
    assert answer.status == 200
    assert verdicts(tree) == {1: "eligible", 2: "unclear", 3: "not", 5: "unclear"}
    assert words(tree.cssselect("[role=status]")[0]) == "1 eligible, 2 unclear, 1 not."
    assert "nationalities" in words(tree.cssselect(".verdict.not .clauses")[0])
    assert "age" in words(tree.cssselect(".verdict.unclear .clauses")[0])
    assert tree.cssselect("#nationality option[selected]")[0].get("value") == "KR"


def test_one_posting_is_answered_requirement_by_requirement(site):
    tree, _ = page(site, "/apply", {**APPLICANT, "posting": ["1"]})
    assert verdicts(tree) == {1: "eligible"}
    asked_about = {words(item.cssselect("strong")[0]) for item in tree.cssselect(".clauses li")}
    assert asked_about >= {"deadline", "nationalities", "age", "education", "experience", "languages"}
    assert tree.cssselect("form input[name=posting]")[0].get("value") == "1"


def test_another_day_is_another_answer(site):
    late = verdicts(page(site, "/apply", {**APPLICANT, "day": ["2026-03-20"]})[0])
    assert late == {3: "not", 5: "unclear"}
    older = verdicts(page(site, "/apply", {**APPLICANT, "born": ["1993-12-31"]})[0])
    assert older[1] == "not"


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("born", "2030-01-01", "Nobody who applies on 2026-03-10 is born on 2030-01-01"),
        ("born", "1800-01-01", "is born on 1800-01-01"),
        ("born", "1.5.1994", "write it like"),
        ("nationality", "XQ", "is no country"),
        ("languages", "klingon", "is no language"),
        ("years", "many", "is no number of years"),
        ("degree", "<b>", "is no degree"),
        ("military", "-1", "is no whole number"),
    ],
)
def test_a_field_that_cannot_be_is_named_with_what_is_wrong(site, field, value, problem):
    tree, answer = page(site, "/apply", {**APPLICANT, field: [value]})
    assert answer.status == 400
    assert problem in words(tree.cssselect("[role=alert]")[0])
    named = tree.get_element_by_id(field)
    assert named.get("aria-invalid") == "true"
    assert problem in words(tree.get_element_by_id(named.get("aria-describedby").split()[-1]))
    assert not tree.cssselect("#answer")


def test_a_life_that_cannot_be_is_told(site):
    tree, answer = page(site, "/apply", {**APPLICANT, "years": ["50"]})
    assert answer.status == 400
    assert "more than the 31 years since 1994-05-01" in words(tree.cssselect("[role=alert]")[0])


def test_an_empty_form_makes_everything_unclear_at_best(site):
    assert set(verdicts(page(site, "/apply", {})[0]).values()) == {"unclear"}


# --- the database behind ----------------------------------------------------------------------------------------------


def test_a_page_that_takes_too_long_says_so(posts, monkeypatch):
    monkeypatch.setattr("jpo_scraper.web.reader._STEPS", 1)  # five posts are soon read
    reader = Reader(posts, 0)
    answer = Site(reader, clock=lambda: NOW).answer("/charts", {})
    reader.close()
    assert answer.status == 503
    assert "This takes too long" in answer.body


def test_the_reader_stops_a_query_and_writes_nothing(posts):
    reader = Reader(posts, 0.05)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with pytest.raises(QueryTimeout), reader.limited() as engine, reading(engine) as connection:
        connection.exec_driver_sql(endless)
    refused = pytest.raises(StoreError, match="is read-only")
    with refused, reader.limited() as engine, reading(engine) as connection:
        connection.exec_driver_sql("DELETE FROM posting")
    reader.close()


def test_a_database_that_is_gone_is_a_page_that_says_so(tmp_path):
    reader = Reader(tmp_path / "gone.sqlite", 5)
    answer = Site(reader, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)).answer("/", {})
    reader.close()
    assert answer.status == 503
    assert "cannot be opened" in answer.body
