"""PeopleSoft Fluid: the search form, the list behind it, and the page of each posting."""

from jpo_scraper.pages import peoplesoft
from jpo_scraper.spiders.base import JpoSpider


class PeopleSoftSpider(JpoSpider):
    """PeopleSoft Fluid: the search form, the list behind it, and the page of each posting."""

    platform = peoplesoft


SPIDER = PeopleSoftSpider
