"""Cornerstone OnDemand: the home page for its token, the list by POST, the JSON detail."""

from jpo_scraper.pages import csod
from jpo_scraper.spiders.base import JpoSpider


class CsodSpider(JpoSpider):
    """Cornerstone OnDemand: the home page for its token, the list by POST, the JSON detail."""

    platform = csod


SPIDER = CsodSpider
