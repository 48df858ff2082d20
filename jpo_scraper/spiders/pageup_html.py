"""PageUp: the HTML list and pages, where the feed is closed."""

from jpo_scraper.pages import pageup_html
from jpo_scraper.spiders.base import JpoSpider


class PageUpHtmlSpider(JpoSpider):
    """PageUp: the HTML list and pages, where the feed is closed."""

    platform = pageup_html


SPIDER = PageUpHtmlSpider
