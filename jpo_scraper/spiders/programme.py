"""A programme's page that prints its posts in season."""

from jpo_scraper.pages import programme
from jpo_scraper.spiders.base import JpoSpider


class ProgrammeSpider(JpoSpider):
    """A programme's page that prints its posts in season."""

    platform = programme


SPIDER = ProgrammeSpider
