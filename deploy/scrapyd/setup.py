"""The egg that tells Scrapyd where the spiders are; jpo-scraper itself is installed beside Scrapyd."""

from setuptools import setup

setup(name="jpo", version="1", py_modules=[], entry_points={"scrapy": ["settings = jpo_scraper.settings"]})
