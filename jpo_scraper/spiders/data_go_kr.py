"""The Korean open-data service: notices as XML, each with its posts."""

from jpo_scraper.pages import data_go_kr
from jpo_scraper.spiders.base import JpoSpider


class OpenDataSpider(JpoSpider):
    """The Korean open-data service: notices as XML, each with its posts."""

    platform = data_go_kr


SPIDER = OpenDataSpider
