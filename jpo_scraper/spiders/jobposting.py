"""An HTML list, and pages that describe their posting in the terms of schema.org."""

from jpo_scraper.pages import jobposting
from jpo_scraper.spiders.base import JpoSpider


class JobPostingSpider(JpoSpider):
    """An HTML list, and pages that describe their posting in the terms of schema.org."""

    platform = jobposting


SPIDER = JobPostingSpider
