"""Scrapy's settings: each line departs from a default, and says which and why.

Ours begin with JPO_. Not set here, since unset is right for `scrapy shell`, `fetch` and `parse`:
JPO_STORE_ENABLED (`jpo crawl` and `scrapy crawl` set it: the run is stored), JPO_DATABASE (else the environment's,
else `jpo.sqlite` here), JPO_REPLAY (an archive to answer from, without network), JPO_ARCHIVE_DIR (a folder to record
into), JPO_SOURCES (another folder of sources), JPO_FULL (read every page, changed or not), JPO_ACCEPT (do not compare
the run with earlier ones).
"""

import logging
import os

from jpo_scraper import __version__
from jpo_scraper.monitor.log import tag_records

# Read by tldextract (cookies) when it is first used; unset, it would fetch a list from third-party hosts.
os.environ.setdefault("TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS", "")

# ---- who we are
BOT_NAME = "jpo-scraper"  # default "scrapybot"
_CONTACT = os.environ.get("JPO_CONTACT", "")
# default "Scrapy/VERSION (+https://scrapy.org)": a site must be able to see who asks, and to reach whoever runs this.
USER_AGENT = f"{BOT_NAME}/{__version__} ({f'+{_CONTACT}' if _CONTACT else 'no contact given'})"
ROBOTSTXT_USER_AGENT = BOT_NAME  # default None, which is the whole USER_AGENT: robots.txt names the product alone

# ---- where things are
SPIDER_LOADER_CLASS = "jpo_scraper.sources.loader.SourceSpiderLoader"  # default walks modules: a source is a TOML here
COMMANDS_MODULE = "jpo_scraper.crawl"  # default "": `scrapy crawl` with an exit status that can be trusted
ADDONS = {"jpo_scraper.archive.replay.ArchiveAddon": 0}  # default {}: JPO_REPLAY and JPO_ARCHIVE_DIR
ITEM_PIPELINES = {  # default {}
    "jpo_scraper.pipelines.Check": 100,
    "jpo_scraper.pipelines.Normalise": 300,
    "jpo_scraper.pipelines.Store": 900,
}
EXTENSIONS = {  # default {}
    "jpo_scraper.monitor.ledger.Ledger": 0,
    "jpo_scraper.spiders.politeness.Politeness": 0,
    "jpo_scraper.spiders.stopping.TimeLimit": 0,  # in the place of:
    "scrapy.extensions.closespider.CloseSpider": None,  # waits for whatever a site delays
    "scrapy.extensions.logstats.LogStats": None,  # default 0: pages a minute, without the source's name
}
DOWNLOADER_MIDDLEWARES = {  # default {}
    "jpo_scraper.spiders.guard.HostGuard": 50,  # in the place of:
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # allows subdomains, and refuses without a word
    "jpo_scraper.spiders.robots.RobotsMiddleware": 100,  # in the place of:
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # takes a robots.txt that fails for consent
}

# ---- gentle
ROBOTSTXT_OBEY = True  # default False
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8
DOWNLOAD_DELAY = 1.0  # default 0; a source may ask for more, never for less
DOWNLOAD_DELAY_JITTER = 0  # default 0.5, which would halve the delay at times
AUTOTHROTTLE_ENABLED = True  # default False
AUTOTHROTTLE_START_DELAY = 1.0  # default 5.0: a run of one or two requests need not wait for the first measurement
JPO_BACKOFF_DELAY = 10.0  # seconds between requests after a first answer 429 or 503 without Retry-After; then doubled
JPO_BACKOFF_MAX_DELAY = 120.0  # the longest of these, and of what Retry-After may ask for

# ---- sparing
CONCURRENT_ITEMS = 1  # default 100, each of them a task of its own for each response: our pages hold one posting each
WARN_ON_GENERATOR_RETURN_VALUE = False  # default True: parses the callback's source at responses, to warn of a slip
JPO_REREAD_DAYS = 7  # after so many days a page is read in full, whatever the site says of it; JPO_FULL: in this run
JPO_HELPED_FROM = 25  # postings ahead, from which on a second process says what they mean; 0: none (see helper.py)

# ---- safe
DOWNLOAD_VERIFY_CERTIFICATES = True  # default False
REMOTE_CONTROL_ENABLED = False  # default True: a local HTTP server that runs Python in the crawl
TELNETCONSOLE_ENABLED = False  # default True: the same by telnet
COOKIES_ENABLED = False  # default True: no source needs them
METAREFRESH_ENABLED = False  # default True: a page is read as it is, redirects come by status alone
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024  # default 1 GiB
DOWNLOAD_WARNSIZE = 10 * 1024 * 1024  # default 32 MiB
DOWNLOAD_HANDLERS = {  # default {}: nothing but http and https, and keys stay out of whatever is written down
    **dict.fromkeys(("data", "file", "ftp", "s3")),
    **dict.fromkeys(("http", "https"), "jpo_scraper.spiders.secrets.SecretsHandler"),
}
DNSCACHE_ENABLED = True  # as by default: the address that was looked at is the one that is connected to
JPO_PRIVATE_ADDRESSES = False  # whether a host name may lead into a private network (an intranet's own sites)
JPO_LISTING_PAGES = 1_000  # of one listing; one that goes on is not read further, and the run is partial
JPO_LISTING_ROWS = 50_000  # likewise
JPO_PAGE_SECONDS = 60.0  # of processor time, to read one page; all sources wait meanwhile

# ---- kept
JPO_ARCHIVE_SIZE = 500_000_000  # bytes of a WARC file, after which the run goes on in another

# ---- patient, not for ever
DOWNLOAD_TIMEOUT = 60  # default 180: whole answers of all known sources come within seconds
CLOSESPIDER_TIMEOUT = 4 * 3600  # default 0 (none): a site that trickles ends in the same night
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # default ERROR: the spider says it in its own words
HTTPERROR_ALLOW_ALL = True  # default False: the page readers judge a status with its body (403 may mean "closed")

# ---- one line an event
LOG_LEVEL = "INFO"  # default DEBUG
LOG_FORMAT = "%(asctime)s %(levelname)s [%(run)s] %(message)s"  # default [%(name)s], level last; [run]: source and run
LOG_VERSIONS: list[str] = []  # default: versions of ten libraries at each start
STATS_DUMP = False  # default True: the run's verdict is one line, its counters are in the database


tag_records()


class _Hide(logging.Filter):
    """Drops a logger's records up to a level. Its own level would not do: Scrapy resets it when it sets logging up."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self.level = level

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is worth a line."""
        return record.levelno > self.level


class _OneLine(logging.Filter):
    """Drops a traceback: the message says it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, shortened."""
        record.exc_info = record.exc_text = None
        return True


for _name, _filter in {
    # Components and settings, a page for each source.
    "alembic.runtime.migration": _Hide(logging.INFO),
    "alembic.runtime.plugins": _Hide(logging.INFO),
    "scrapy.addons": _Hide(logging.INFO),
    "scrapy.crawler": _Hide(logging.INFO),
    "scrapy.middleware": _Hide(logging.INFO),
    # What the ledger and the spider say in better words.
    "scrapy.core.engine": _Hide(logging.INFO),
    "scrapy.core.downloader.handlers.http11": _Hide(logging.WARNING),
    # A robots.txt that cannot be fetched.
    "scrapy.downloadermiddlewares.robotstxt": _OneLine(),
}.items():
    logging.getLogger(_name).addFilter(_filter)
