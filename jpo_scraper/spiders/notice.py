"""A notice board, and notices that announce many posts each."""

from jpo_scraper.pages import notice
from jpo_scraper.spiders.base import JpoSpider


class NoticeSpider(JpoSpider):
    """A notice board, and notices that announce many posts each."""

    platform = notice


SPIDER = NoticeSpider
