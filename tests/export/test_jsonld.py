import json

import pytest

from tests.export.rows import HOSTILE, SILENT, STATED, posting, written


def graph(*rows):
    made = json.loads(written("jsonld", rows))
    assert made["@context"] == "https://schema.org"
    return made["@graph"]


def test_a_posting_is_a_job_posting_with_what_it_states():
    assert graph(posting()) == [
        {
            "@type": "JobPosting",
            "title": "Officer for field coordination",
            "identifier": {"@type": "PropertyValue", "name": "korea", "value": "JR-7"},
            "url": "https://jobs.example.org/7?a=1&b=2",
            "hiringOrganization": {
                "@type": "Organization", "name": "World Health Organization", "alternateName": "WHO",
            },
            "jobLocation": [
                {
                    "@type": "Place",
                    "address": {
                        "@type": "PostalAddress", "addressLocality": "Islamabad", "addressCountry": "PK",
                    },
                },
                {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": "CH"}},
            ],
            "validThrough": "2026-03-16T23:59:00+01:00",
            "employmentType": "TEMPORARY",
            "jobStartDate": "autumn 2026",
            "educationRequirements": {
                "@type": "EducationalOccupationalCredential", "credentialCategory": "postgraduate degree",
            },
            "experienceRequirements": [
                {
                    "@type": "OccupationalExperienceRequirements", "monthsOfExperience": 24,
                    "description": "2 to 4 years with a bachelor's degree",
                },
                {
                    "@type": "OccupationalExperienceRequirements", "monthsOfExperience": 12,
                    "description": "at least 1 year",
                },
            ],
            "eligibilityToWorkRequirement": "Nationals of KR, JP; Not nationals of US; see the annex",
            "qualifications": [
                "At most 32 years old on 2026-12-31", "Born on or after 1994-01-01", "Language en (required, C1)",
            ],
            "skills": [
                {"@type": "DefinedTerm", "name": "Teamwork", "termCode": "C002", "inDefinedTermSet": "A framework"},
            ],
        }
    ]  # fmt: skip


def test_what_a_posting_does_not_state_is_left_out():
    silent = posting(normalised=SILENT, title=None, reference=None, agency=None, agency_name=None, url=None)
    assert graph(silent) == [{"@type": "JobPosting"}]


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        ({"time": "18:00", "zone": "UTC+05:45", "utc": "2026-03-16T12:15:00Z"}, "2026-03-16T18:00:00+05:45"),
        ({"time": "18:00", "zone": "UTC", "utc": "2026-03-16T18:00:00Z"}, "2026-03-16T18:00:00+00:00"),
        ({"time": None, "zone": None, "utc": None}, "2026-03-16"),
        ({"time": "18:00", "zone": None, "utc": None}, "2026-03-16"),
        ({"time": None, "zone": "Asia/Seoul", "utc": None}, "2026-03-16"),
    ],
)
def test_valid_through_has_an_offset_where_time_and_zone_are_stated(deadline, expected):
    stated = {**STATED, "deadline": {"date": "2026-03-16", "raw": "", **deadline}}
    assert graph(posting(normalised=stated))[0]["validThrough"] == expected


def test_the_text_is_the_description_where_it_is_there():
    assert graph({**posting(), "text": "## One\n\nTwo"})[0]["description"] == "## One\n\nTwo"


@pytest.mark.parametrize("harm", HOSTILE)
def test_hostile_words_cannot_end_a_script_element(harm):
    row = {**posting(title=HOSTILE[harm]), "text": HOSTILE[harm]}
    data = written("jsonld", [row, row]).decode()
    assert not set("<>&\u2028\u2029") & set(data)
    assert len(graph(row, row)) == 2


def test_an_empty_graph_is_a_graph():
    assert graph() == []
