"""Inspira: the JSON list of careers.un.org, with the whole text of each opening."""

from jpo_scraper.pages import inspira
from jpo_scraper.spiders.base import JpoSpider


class InspiraSpider(JpoSpider):
    """Inspira: the JSON list of careers.un.org, with the whole text of each opening."""

    platform = inspira


SPIDER = InspiraSpider
