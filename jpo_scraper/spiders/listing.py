"""A list in HTML whose rows link to a page or PDF each."""

from jpo_scraper.pages import listing
from jpo_scraper.spiders.base import JpoSpider


class ListingSpider(JpoSpider):
    """A list in HTML whose rows link to a page or PDF each."""

    platform = listing


SPIDER = ListingSpider
