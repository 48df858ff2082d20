import pytest

from jpo_scraper.items import DutyStation, Posting
from jpo_scraper.link import words

POSTING = Posting(
    agency="UNICEF", duty_stations=(DutyStation("Dakar", "SN", 1),), sponsors=("DK",), title="Nutrition Officer"
)


@pytest.mark.parametrize(
    "title",
    [
        "JPO in Nutrition Officer",
        "JPO Nutrition Officer, P-2, Dakar, Senegal (Open to Danish nationals only)",
        "NUTRITION OFFICER (Junior Professional Officer Programme - Denmark)",
        "Junior Professional Officer (JPO) - Nutrition Officer",
        "JPO-stilling: Nutrition Officer, UNICEF, Dakar",
        "Nutrition Officers, P2, #00140211",
        "VN 118/2026 Associate Expert, Nutrition Officer",
        "RE-ADVERTISEMENT: Nutrition Officer",
        "UNICEF JPO – Nutrition Officer",
    ],
)
def test_what_stands_in_other_fields_or_in_every_title_of_a_round_is_left_out(title):
    assert words.title_words(Posting(**{**_fields(), "title": title})) == {"nutrition", "officer"}


def _fields():
    return {name: getattr(POSTING, name) for name in POSTING.__dataclass_fields__}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Associate Protection Officer", {"associate", "protection", "officer"}),
        ("Officer, Geneva Conventions", {"officer", "geneva", "convention"}),  # not the station: part of the subject
        ("Chargé(e) de protection", {"charge", "protection"}),
        ("栄養オフィサー", set("栄養オフィサー")),
        ("JPO", set()),
        ("UNICEF, Dakar", set()),
        (None, set()),
    ],
)
def test_the_subject_of_a_title_stays(title, expected):
    assert words.title_words(Posting(**{**_fields(), "title": title})) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Child Protection Officer", {"child", "protection"}),
        ("Chargé de la protection de l'enfance", {"child", "protection"}),
        ("Referent für Kinderschutz", {"child", "protection"}),
        ("아동보호 담당관", {"child", "protection"}),
        ("Lastensuojelun asiantuntija", {"child", "protection"}),
        ("Bureau manager", set()),  # no water (eau) in a bureau
        ("Investigador", set()),  # nor vesi in an investigation
        ("Agricultural Economist", {"agriculture", "economic"}),  # no culture
    ],
)
def test_topics_are_read_in_the_sponsors_languages(title, expected):
    assert words.title_topics(title) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("JR-129140", "JR129140"), ("JPO/Geneva/2026/03", "JPOGENEVA202603"), ("2419", "2419"), ("12", None),
     ("2027", None), ("20261215", None), (None, None), ("IV/7", None)],
)  # fmt: skip
def test_a_reference_is_compared_without_its_punctuation_if_it_can_tell_posts_apart(printed, expected):
    assert words.plain_number(printed) == expected


def test_numbers_stand_at_the_end_of_an_address():
    assert "JR2690201" in words.numbers_in("https://x.example/External/job/Beirut/Protection-Officer_JR2690201")
    assert "JPOGENEVA202603" in words.numbers_in("https://x.example/jobs/JPO-Geneva-2026-03")
    assert words.numbers_in("https://x.example/sites/CX_1001/job", "20261215", None) == frozenset()


def test_the_number_of_a_machine_or_port_is_no_reference():
    assert words.numbers_in("http://127.0.0.1:40913/job/x", "https://jobs-10020.example:84430?all") == frozenset()
    assert words.numbers_in("http://127.0.0.1:40913/job/500007") == {"500007", "JOB500007"}


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("The officer works with the team in the city and reports to the head of the unit for all of this. " * 2, "fi",
         "en"),
        ("Le poste est dans le bureau et la personne travaille avec les équipes sur le terrain pour un an. " * 2, "en",
         "fr"),
        ("외교부는 국제기구초급전문가를 선발합니다 UNICEF", None, "ko"),
        ("国際機関の職員を募集します JPO", None, "ja"),
        ("P-2", "de", "de"),
    ],
)  # fmt: skip
def test_language_is_that_of_the_words_and_not_of_the_site(text, declared, expected):
    assert words.language_of(text, declared) == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Re-advertisement: Officer", "", True), ("Officer", "This post was readvertised.", True),
        ("Officer", "국제기구초급전문가 재공고", True), ("Advertising Officer", "We advertise widely.", False),
    ],
)  # fmt: skip
def test_a_posting_may_say_that_it_is_advertised_again(title, text, expected):
    assert words.is_again(title, text) is expected
