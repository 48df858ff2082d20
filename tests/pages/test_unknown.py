"""Documents of unknown origin."""

from datetime import UTC, datetime

import pytest

from jpo_scraper.exceptions import BrokenDocument, ChallengePage, ErrorPage, NotAVacancy, PageError
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


def test_an_item_s_longest_text_is_its_text_and_its_summary_follows():
    feed = f"""<rss version="2.0" xmlns:job="http://example.org/job" xmlns:content="http://example.org/content"><channel>
    <item><title>One</title><link>https://careers.example.org/job/589999</link><description>A short word.</description>
    <job:description>&lt;p&gt;{WORDS}&lt;/p&gt;</job:description></item>
    <item><title>Two</title><guid>x2</guid><description>{WORDS[:80]}</description>
    <content:encoded>&lt;p&gt;{WORDS}&lt;/p&gt;</content:encoded></item></channel></rss>"""
    one, two = read_document(document(feed, "feed.xml"))
    assert one.text == f"One\n\n{WORDS.strip()}\n\nA short word."
    assert two.text == f"Two\n\n{WORDS.strip()}"


NEWS = """Nine women and five men received their letters of appointment on Monday. They will work as Junior Professional
Officers in Amman, Dakar and Kampala. "We had many applicants," said the Minister. "All of them are young." The next
round opens in the spring. "I look forward to the field," she says. The programme has existed since the 1960s."""


def test_items_of_news_are_no_postings_and_a_feed_of_them_alone_is_none():
    news = f"<item><title>Fourteen new officers leave</title><description>{NEWS}</description></item>"
    post = (
        f"<item><title>Officer</title><description>{WORDS} Duties: plans. Requirements: a degree.</description></item>"
    )
    (kept,) = read_document(document(f"<rss version='2.0'><channel>{news}{post}</channel></rss>", "feed.xml"))
    assert kept.text.startswith("Officer")
    with pytest.raises(NotAVacancy, match="news"):
        read_document(document(f"<rss version='2.0'><channel>{news}</channel></rss>", "feed.xml"))


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Analyst Job Details | ITU</title>", "<h2>ORGANIZATIONAL UNIT</h2>", "Analyst Job Details | ITU"),
        (
            "<title>UNICEF Careers | Job | WASH Officer</title>",
            "<h2>Vacancies</h2><h2>WASH Officer</h2>",
            "WASH Officer",
        ),
        ("<title>WASH Officer - UNICEF</title>", "<h1>Jobs</h1><h2>WASH Officer</h2>", "WASH Officer"),
        ("<title>Careers</title>", "<h1>WASH Officer</h1><h2>Duties</h2>", "WASH Officer"),
        ("<title>A | B</title><meta property='og:title' content='WASH Officer'>", "<h1>Jobs</h1>", "WASH Officer"),
        (
            '<meta property="og:title" content="Post: "Wells for all"">',
            '<h1>Post: "Wells for all"</h1>',
            'Post: "Wells for all"',
        ),
        (
            '<meta property="og:title" content="Officer "Wells"">',
            '<h2>Officer "Wells"</h2>',
            'Officer "Wells"',
        ),
        ('<meta property="og:title" content="Officer">', "<h1>Officer, Wells</h1>", "Officer"),
        ("", "<h2>WASH Officer</h2>", "WASH Officer"),
        (
            "<title>Social Policy Officer (JPO) | Careers</title>",
            "<h2>JPO Social Policy Officer, P-2, Accra</h2>",
            "JPO Social Policy Officer, P-2, Accra",
        ),
        ("<title>Policy Officer | Careers</title>", "<h2>Policy of the office</h2>", "Policy Officer | Careers"),
        ("", "", None),
    ],
)
def test_the_title_is_the_heading_that_the_browser_shows_too(head, body, title):
    (raw,) = read_document(document(f"<html><head>{head}</head><body>{body}<p>{WORDS}</p><p>Duties</p></body></html>"))
    assert next((label.value for label in raw.labels if label.field is Field.TITLE), None) == title


@pytest.mark.parametrize(
    ("shown", "channel"),
    [
        ("WASH Officer | UNOPS Careers", "UNOPS Careers"),
        ("UNICEF Careers | Job | WASH Officer", "UNICEF Careers | Job"),
        ("WASH Officer", None),
        ("Jobs of the week", None),
    ],
)
def test_what_the_browser_shows_beside_the_title_is_the_channel(shown, channel):
    page = (
        f"<html><head><title>{shown}</title></head><body><h1>WASH Officer</h1><p>{WORDS}</p><p>Duties</p></body></html>"
    )
    (raw,) = read_document(document(page))
    assert next((label.value for label in raw.labels if label.name == "channel"), None) == channel


ABOUT = "Candidates are young. The term is two years. Work is at grade P-2 in Nairobi, Geneva or Lima. " * 4


@pytest.mark.parametrize(
    "words",
    [
        "Aucun appel n'est ouvert en ce moment.",
        "Inga tjänster är öppna för ansökan.",
        "Tällä hetkellä haettavana ei ole yhtään tehtävää.",
        "Vorher werden keine Bewerbungen angenommen.",
        "There are currently no open vacancies.",
        "No call is currently open.",
        "No hay convocatorias abiertas.",
        "Non ci sono bandi aperti.",
        "Er zijn geen openstaande vacatures.",
        "Qu'est-ce qu'un JPO ?\n\nLe programme JPO de la Belgique",
        "Wie wird man Junior Professional Officer?\n\nHäufig gestellte Fragen",
        "Kuka voi hakea?\n\nApulaisasiantuntijaohjelma",
        "Partner country\n\nVacancies paid by it.\n\nJPO posts stand here when there are any; JPOs go abroad.",
        "Noreg betaler for juniorekspertene. Juniorekspertene arbeider i FN, og nye juniorekspertar kjem kvart år.",
    ],
)
def test_a_programme_s_page_is_no_vacancy_in_any_language(words):
    with pytest.raises(NotAVacancy, match="programme"):
        read_document(document(f"Ministère des Affaires étrangères\n\n{words}\n\n{ABOUT}", "page.txt"))


@pytest.mark.parametrize(
    "text",
    [
        "JPO – biträdande expert inom hälsa. Tjänstgöringsort: Köpenhamn Lönegrad: P-2 Referensnummer: 29874 Du ska ha "
        "svenskt medborgarskap.",
        "Juniorekspert (JPO) i barnevern\n\nArbeidsstad: Dhaka, Bangladesh\nLønsnivå: P-2\n\nKva skal du gjere?",
        "Stellenausschreibung JPO\n\nDienstort: Genf\n\nEs werden keine Bewerbungen per Post angenommen.",
        "JPO Analyst\n\nDuty station: Rome\n\nWho can apply? Frequently asked questions",
        "Programme for JPOs\n\nJPOs serve two years; JPOs learn, and JPO positions are paid. A vacant post for one: "
        "apply with your qualifications.",
        "Background\n\nTítulo de la contratación\n\nApoyo a las semillas\n\nDuración del contrato\n\n130 días",
        "TERMOS DE REFERÊNCIA\nObjetivo do contrato | Sementes |\nDuração do contrato | 7 meses |\n",
        "Legal Officer - P3 (temporary)\n\nAnyone from outside starts at the first step.",
        "[ 일반 ] 국제기구초급전문가(JPO) 선발시험 시행계획 공고\n\n지원 자격과 직급은 아래와 같음",
    ],
)
def test_a_post_is_a_vacancy_in_any_language(text):
    (raw,) = read_document(document(f"{text}\n\n{'Om oss och om arbetet i landet. ' * 8}", "post.txt"))
    assert raw.text.startswith(text[:20])
