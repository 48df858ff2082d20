"""Taleo: the search page for its cookies, the list by POST, a page a posting."""

from jpo_scraper.pages import taleo
from jpo_scraper.spiders.base import JpoSpider


class TaleoSpider(JpoSpider):
    """Taleo: the search page for its cookies, the list by POST, a page a posting."""

    platform = taleo


SPIDER = TaleoSpider
