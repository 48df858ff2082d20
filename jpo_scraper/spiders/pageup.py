"""PageUp: one RSS feed that lists and holds every posting."""

from jpo_scraper.pages import pageup
from jpo_scraper.spiders.base import JpoSpider


class PageUpSpider(JpoSpider):
    """PageUp: one RSS feed that lists and holds every posting."""

    platform = pageup


SPIDER = PageUpSpider
