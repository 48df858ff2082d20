"""Languages asked for."""

import pytest


@pytest.mark.parametrize(
    ("text", "required", "desirable"),
    [
        ("Fluency in English is required. Knowledge of French is an asset.", ["en"], ["fr"]),
        ("Fluency in Korean and English languages", ["ko", "en"], []),
        (
            "## Languages:\n\n- Required: English (4 - Excellent)\n- Desirable: French, Spanish, or Arabic",
            ["en"],
            ["fr", "es", "ar"],
        ),
        ("Required Language(s): English and Portuguese\nPreferred Language(s): French", ["en", "pt"], ["fr"]),
        ("Languages:\n- Arabic, Level: Fluent, Required", ["ar"], []),
        ("Knowledge of another official UN language (Arabic, Chinese or French) is an asset.", [], ["ar", "zh", "fr"]),
        ("Idiomas: fluidez en español; se valorará el inglés.", ["es"], ["en"]),
        ("Sprachkenntnisse: Englisch verhandlungssicher, Französisch von Vorteil", ["en"], ["fr"]),
        ("어학: 영어 필수, 프랑스어 우대", ["en"], ["fr"]),
        ("LANGUAGE KNOWLEDGE - Essential: English,", ["en"], []),
        (
            "English and French are the working languages of the United Nations. Fluency in English is required.",
            ["en"],
            [],
        ),
    ],
)
def test_languages_are_required_or_desirable(read, text, required, desirable):
    languages = read(text, "Officer").posting.languages
    found = [[lang.code for lang in languages if lang.requirement == kind] for kind in ("required", "desirable")]
    assert found == [required, desirable]


@pytest.mark.parametrize(
    "text",
    [
        "Send a motivation letter in English.",
        "Schools teach subjects in Farsi.",
        "The Japanese embassy and French school are near.",
        "Staff who do not speak Farsi find it hard.",
    ],
)
def test_a_language_s_name_alone_is_no_requirement(read, text):
    assert read(text, "Officer").posting.languages == ()


def test_alternatives_share_a_group(read):
    languages = read(
        "Fluency in Sinhala or Tamil is required. Fluency in English is required.", "Officer"
    ).posting.languages
    groups = {lang.code: lang.any_of for lang in languages}
    assert groups["si"] == groups["ta"] is not None
    assert groups["en"] is None


def test_the_level_is_kept_as_printed(read):
    (language,) = read("Working knowledge of French is required.", "Officer").posting.languages
    assert language.level == "Working knowledge"


def test_a_list_that_ends_in_or_is_alternatives_throughout(read):
    languages = read("Fluency in Arabic, Chinese or French is required.", "Officer").posting.languages
    assert [lang.code for lang in languages] == ["ar", "zh", "fr"]
    assert len({lang.any_of for lang in languages}) == 1
    assert languages[0].any_of is not None
