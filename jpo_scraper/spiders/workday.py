"""Workday: the JSON list by POST and the JSON detail."""

from jpo_scraper.pages import workday
from jpo_scraper.spiders.base import JpoSpider


class WorkdaySpider(JpoSpider):
    """Workday: the JSON list by POST and the JSON detail."""

    platform = workday


SPIDER = WorkdaySpider
