"""Folding and phrase search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jpo_scraper.reference.fold import fold
from jpo_scraper.reference.lexicon import Lexicon
from jpo_scraper.reference.tables import agencies, countries, nationals


@given(st.text())
def test_folding_never_changes_the_length(text):
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("Côte d’Ivoire", "cote d'ivoire"),
        ("Brasília – São", "brasilia - sao"),
        ("１２月", "12月"),
        ("١٦", "16"),
        ("İSTANBUL", "istanbul"),
        ("¸ ¨", "¸ ¨"),
    ],
)
def test_folding_makes_spellings_comparable(printed, folded):
    assert fold(printed) == folded


def test_digits_are_found_where_nobody_seeks_words_yet(monkeypatch):
    monkeypatch.setattr("jpo_scraper.reference.fold.SOUGHT", set())
    assert [found[0] for found in fold("from 23 to 25").words.digits] == ["23", "25"]


@given(st.text(max_size=200))
def test_a_match_lies_inside_the_text_and_is_a_known_phrase(text):
    flat = fold(text)
    for match in nationals().find(text, flat):
        assert 0 <= match.start < match.end <= len(text)
        assert len(match.value) == 2


def test_the_longest_phrase_wins():
    lexicon = Lexicon([("Guinea", "GN"), ("Equatorial Guinea", "GQ"), ("Guinea-Bissau", "GW")])
    text = "Guinea, Equatorial Guinea and Guinea-Bissau"
    assert [match.value for match in lexicon.find(text, fold(text))] == ["GN", "GQ", "GW"]


def test_short_capitals_match_in_capitals_only():
    assert agencies().exactly("WHO") == "WHO"
    assert agencies().exactly("who") is None
    assert countries().exactly("us") is None


@pytest.mark.parametrize(
    ("words", "iso2"),
    [
        ("Republic of Korea", "KR"),
        ("Korea", "KR"),
        ("Democratic People's Republic of Korea", "KP"),
        ("대한민국", "KR"),
        ("日本", "JP"),
        ("Deutschland", "DE"),
        ("Pays-Bas", "NL"),
        ("Alankomaat", "NL"),
        ("Jersey", "JE"),
        ("Kosovo", "XK"),
        ("the Netherlands", "NL"),
        ("Nowhere", None),
    ],
)
def test_countries_are_known_in_many_languages(words, iso2):
    assert countries().exactly(words) == iso2


@pytest.mark.parametrize(("word", "iso2"), [("Dutch", "NL"), ("American", "US"), ("Swiss", "CH"), ("Korean", "KR")])
def test_demonyms_are_known(word, iso2):
    assert nationals().exactly(word) == iso2
