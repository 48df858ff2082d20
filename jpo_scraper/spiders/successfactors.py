"""SuccessFactors Recruiting Marketing: an HTML list, a feed or a search service, and a page a posting."""

from jpo_scraper.pages import successfactors
from jpo_scraper.spiders.base import JpoSpider


class SuccessFactorsSpider(JpoSpider):
    """SuccessFactors Recruiting Marketing: an HTML list, a feed or a search service, and a page a posting."""

    platform = successfactors


SPIDER = SuccessFactorsSpider
