"""An index page that links to a workbook with one post a row."""

from jpo_scraper.pages import workbook
from jpo_scraper.spiders.base import JpoSpider


class WorkbookSpider(JpoSpider):
    """An index page that links to a workbook with one post a row."""

    platform = workbook


SPIDER = WorkbookSpider
