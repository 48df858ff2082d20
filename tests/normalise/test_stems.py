"""Rules seek the lines that can concern them by stems: each heading that a rule knows holds one of its stems."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jpo_scraper.items import RawPosting
from jpo_scraper.normalise import competencies, documents, languages
from jpo_scraper.normalise.reading import Reading

KNOWN = {
    "competencies": (competencies._HEADING, competencies._ANNOUNCING),
    "competencies in a sentence": (competencies._ANNOUNCED, competencies._ANNOUNCING),
    "languages": (languages._SECTION, languages._SECTION_STEMS),
    "documents": (documents._HEADING, documents._STEMS),
}


@pytest.mark.parametrize(("pattern", "stems"), KNOWN.values(), ids=KNOWN)
@settings(max_examples=200)
@given(data=st.data())
def test_each_heading_holds_a_stem(pattern: re.Pattern[str], stems: Sequence[str], data: st.DataObject) -> None:
    heading = data.draw(st.from_regex(pattern, fullmatch=True))
    assert any(stem in heading for stem in stems)


TEXT = "## Languages\nEnglish, and the language of the country\n\n- a table\n## Sprachen"


@pytest.mark.parametrize(
    ("stems", "indexes"),
    [
        (["lang"], [0, 1]),
        (["sprach", "lang"], [0, 1, 3]),
        (["tab", "country"], [1, 2]),
        (["kiel"], []),
        ([], []),
    ],
)
def test_the_lines_that_hold_a_stem_are_given_once_and_in_order(stems: list[str], indexes: list[int]) -> None:
    assert Reading(RawPosting("unknown", "1", None, TEXT)).lines_with(stems) == indexes
