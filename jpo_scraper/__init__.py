"""Junior Professional Officer vacancies: crawl, read, normalise, keep, ask."""

__version__ = "0.1.0"
