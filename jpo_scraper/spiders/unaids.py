"""UNAIDS: XML lists, and a page a posting."""

from jpo_scraper.pages import unaids
from jpo_scraper.spiders.base import JpoSpider


class UnaidsSpider(JpoSpider):
    """UNAIDS: XML lists, and a page a posting."""

    platform = unaids


SPIDER = UnaidsSpider
