"""iocareers.state.gov: the JSON list, and the pages of the vacancies that are the site's own."""

from jpo_scraper.pages import iocareers
from jpo_scraper.spiders.base import JpoSpider


class IoCareersSpider(JpoSpider):
    """iocareers.state.gov: the JSON list, and the pages of the vacancies that are the site's own."""

    platform = iocareers


SPIDER = IoCareersSpider
