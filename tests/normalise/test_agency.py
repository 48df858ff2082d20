"""Agency of service and host agency are two fields."""

from dataclasses import replace

import pytest

from jpo_scraper.items import RawPosting
from jpo_scraper.normalise import normalise
from jpo_scraper.sources.model import UNKNOWN_SOURCE

UNDP_SITE = replace(UNKNOWN_SOURCE, agency="UNDP")


@pytest.mark.parametrize(
    ("title", "text", "agency", "host"),
    [
        ("WHO JPO - Technical Officer, Malaria", "", "WHO", "UNDP"),
        ("UN Women JPO - Programme Analyst", "", "UN Women", "UNDP"),
        ("UNDP JPO - Governance Analyst", "", "UNDP", None),
        ("Governance Analyst", "UNDP leads the work.", "UNDP", None),
        (
            "Coordination Analyst (JPO)",
            "UN Women stands for equality. UN Women has an office here. The JPO joins UN Women's team.\n"
            "UNDP is an equal opportunity employer.",
            "UN Women",
            "UNDP",
        ),
        ("Head of Resident Coordinator Office", "", "DCO", "UNDP"),
    ],
)
def test_the_agency_of_service_is_told_from_the_host(read, title, text, agency, host):
    posting = read(text, title, UNDP_SITE).posting
    assert (posting.agency, posting.host_agency) == (agency, host)


@pytest.mark.parametrize(
    ("printed", "agency"),
    [
        ("UNHCR - United Nations High Commissioner for Refugees", "UNHCR"),
        ("International Fund for Agricultural Development (IFAD)", "IFAD"),
        ("World Food Programme", "WFP"),
        ("Programme des Nations Unies pour le développement", "UNDP"),
        ("国連難民高等弁務官事務所", "UNHCR"),
        ("유니세프", "UNICEF"),
    ],
)
def test_an_organisation_is_known_by_any_of_its_names(read, printed, agency):
    assert read(agency=printed).posting.agency == agency


def test_of_units_in_units_the_innermost_agency_counts(read):
    text = "Organization/Office:\nUnited Nations / Office for the Coordination of Humanitarian Affairs (OCHA) / Nairobi"
    assert read(text, "Officer").posting.agency == "OCHA"


def test_the_code_in_brackets_behind_a_name_counts(read):
    text = "Organizzazione: Ufficio delle Nazioni Unite per i Servizi ai Progetti (UNOPS)"
    assert read(text, "Officer").posting.agency == "UNOPS"


def test_an_unknown_organisation_is_an_issue_and_no_guess(read):
    found = read(agency="Institute of Nowhere")
    assert found.posting.agency is None
    assert [issue.kind for issue in found.issues] == ["unmapped"]


@pytest.mark.parametrize("address", ["https://[", "http://[x]/", "not an address", "https://"])
def test_an_address_that_is_none_says_nothing(address):
    raw = RawPosting("unknown", "1", address, "A post of an office.")
    assert normalise(raw).posting.agency is None


def test_the_word_who_is_not_the_health_organisation(read):
    assert read("People who live here. Those who came. who knows who", "Officer").posting.agency is None


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("UNITED NATIONS ENVIRONMENT\nPROGRAMME\nJPO in Waste, P-2\nDuty station: Nairobi", "UNEP"),
        ("INTERNATIONAL LABOUR\nORGANIZATION\n\nJPO, Skills\nDuty station: Geneva", "ILO"),
        ("JPO, Nutrition\nFood and Agriculture Organization\nof the United Nations\nRome", "FAO"),
        ("United Nations\nChildren's Fund\nJPO, Water\nDuty station: Amman", "UNICEF"),
        ("JPO, Water\nWe work with the United Nations\nEnvironment is our concern.", None),
    ],
)
def test_a_letterhead_may_be_broken_over_two_lines(text, agency):
    posting, facts, _ = normalise(RawPosting("s", "1", None, text))
    assert posting.agency == agency
    assert [fact.raw for fact in facts if fact.field == "agency"] == (
        [text[f.start : f.end] for f in facts if f.field == "agency"]
    )
