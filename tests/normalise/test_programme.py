"""JPO or not."""

import pytest


@pytest.mark.parametrize(
    ("title", "text", "programme"),
    [
        ("WHO JPO - Technical Officer", "", "JPO"),
        ("Programme Analyst (Junior Professional Officer - Netherlands)", "", "JPO"),
        ("Associate Protection Officer", "## Staff Member / Affiliate Type\n\nJunior Professional Officer", "JPO"),
        ("Officer", "Grade\nPR2\nJunior Professional Officer\nRegular", "JPO"),
        ("Officer", "This vacancy is opened under the JPO scheme sponsored by the Government of Finland.", "JPO"),
        ("Officer", "The position falls under the Dutch JPO Programme.", "JPO"),
        ("Officer", "This is a Junior Professional Officer (JPO) position.", "JPO"),
        ("SDP - Climate Specialist", "", "SDP"),
        ("SARC, Resident Coordinator Office", "", "SARC"),
        ("Associate Expert in Statistics", "", "AE"),
        ("국제기구초급전문가(JPO) 선발 공고", "", "JPO"),
    ],
)
def test_a_jpo_is_known_by_title_field_or_formula(read, title, text, programme):
    posting = read(text, title).posting
    assert (posting.is_jpo, posting.programme) == (True, programme)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("HR Associate", "Supports the administration of JPOs and consultants."),
        ("JPO Programme Manager", "Manages the programme."),
        ("Deputy Representative", "Supervises the team, including the JPO."),
        ("Analyst", "Experience as a JPO or UN Volunteer is an asset."),
        ("Analyst [Open to Tier 0]", "Tier 0: staff, including JPOs in their last year."),
        ("UN Volunteer (JPO support)", ""),
        ("HR Officer", "The JPO Service Centre advertises posts of many agencies."),
    ],
)
def test_a_word_in_the_body_is_no_jpo(read, title, text):
    posting = read(text, title).posting
    assert (posting.is_jpo, posting.programme) == (False, None)
