"""Avature: the HTML list by offset and the HTML page of each posting."""

from jpo_scraper.pages import avature
from jpo_scraper.spiders.base import JpoSpider


class AvatureSpider(JpoSpider):
    """Avature: the HTML list by offset and the HTML page of each posting."""

    platform = avature


SPIDER = AvatureSpider
