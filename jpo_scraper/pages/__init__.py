"""Readers: a Document in, References and RawPostings out. No Scrapy, no database, no clock."""
