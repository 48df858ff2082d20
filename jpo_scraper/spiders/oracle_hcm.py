"""Oracle Recruiting Cloud: the REST list, or UNDP's own HTML list, and the REST detail."""

from jpo_scraper.pages import oracle_hcm
from jpo_scraper.spiders.base import JpoSpider


class OracleHcmSpider(JpoSpider):
    """Oracle Recruiting Cloud: the REST list, or UNDP's own HTML list, and the REST detail."""

    platform = oracle_hcm


SPIDER = OracleHcmSpider
