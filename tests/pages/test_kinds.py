"""What a document is that holds no vacancy."""

import pytest

from jpo_scraper.pages.kinds import what_else

GOODS = "Reference: ABC-00123\n\nDeadline: 18 March 2026\n\nInterested suppliers submit their offer in the system."
POST = "Duty station: Accra\n\n## Duties\n\n- Writes reports\n\n## Qualifications\n\n- A degree in law"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("RFQ: Delivery and fitting of solar lamps", GOODS),
        ("RFQ-2026-014 Office chairs", GOODS),
        (
            "Request for Quotations: printing of leaflets",
            "Bidders send their quotation by 3 May 2026.\nLocation: Accra",
        ),
        ("Invitation to Bid - Drilling of wells", "The bidder states a price.\n\n## Terms of reference\n\n- Ten wells"),
        ("Solicitud de cotización: sillas", "Los proveedores envían su oferta.\nUbicación: La Paz"),
        ("Demande de cotation : fourniture de chaises", "Les fournisseurs envoient leur offre.\nDate limite : 3 mai"),
    ],
)
def test_a_call_for_offers_of_goods_is_no_vacancy(title, text):
    assert "call for offers" in str(what_else(title, text))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Associate Officer (JPO)", POST),
        ("RFQ: National consultant on gender", f"Suppliers and consultants send offers.\n{POST}"),
        ("RFP - Evaluation expert", GOODS),
        ("Procurement Officer, RFQ and bids", f"Deals with suppliers and bidders.\n{POST}"),
        ("RFQ: survey of farms", POST),
    ],
)
def test_a_post_is_a_vacancy_whatever_its_title_begins_with(title, text):
    assert what_else(title, text) is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "JPO Human Rights - Geneva",
            "Finland funds one JPO position. JPO positions are open to its nationals. JPOs are recruited at P-2. "
            "Candidates need a degree and English. Junior Professional Officers stay two years.",
        ),
        (
            "JPO, Gender Equality, Nairobi",
            "The post is funded by Denmark. JPOs from other countries work here; the JPO programme trains all JPOs. "
            "Applicants must have a degree. Deadline: 3 May 2027.",
        ),
    ],
)
def test_an_advert_of_one_post_may_speak_of_others(title, text):
    assert what_else(title, text) is None


def test_questions_on_a_programme_in_french_are_no_post():
    title = "Le programme des jeunes experts associés : questions fréquentes"
    text = f"{title}\nEn quoi consiste ce programme ?\nLe ministère finance des postes.\nQui peut postuler ?\nTous."
    assert "programme" in str(what_else(title, text))
    assert what_else("Jeune expert associé en gouvernance", f"Les questions fréquentes sont ici.\n{POST}") is None
