"""ReliefWeb: the search service, with the whole text of each job."""

from jpo_scraper.pages import reliefweb
from jpo_scraper.spiders.base import JpoSpider


class ReliefWebSpider(JpoSpider):
    """ReliefWeb: the search service, with the whole text of each job."""

    platform = reliefweb


SPIDER = ReliefWebSpider
