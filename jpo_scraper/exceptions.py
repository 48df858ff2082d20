"""Everything the package raises. Each class says who raises it and when; each message says what to do."""

from collections.abc import Iterable


def nearest(word: str, names: Iterable[str]) -> list[str]:
    """Up to three of the names that a person who wrote `word` may have meant, the likeliest first."""
    from difflib import get_close_matches

    folded = {name.casefold(): name for name in names}
    return [folded[near] for near in get_close_matches(word.strip().casefold(), folded, n=3, cutoff=0.6)]


def did_you_mean(names: Iterable[str]) -> str:
    """` Did you mean unhcr or unfpa?`, to put behind a sentence; empty where there is no name."""
    near = " or ".join(names)
    return f" Did you mean {near}?" if near else ""


class JpoError(Exception):
    """Root of all errors that are ours: the command line prints their one line and no traceback."""


class UsageError(JpoError):
    """The command was given something it cannot work with. Raised by `cli`, `sources` and `archive`; exit status 2."""


class UnknownSourceError(UsageError):
    """No source has this name. Raised by `sources.registry`; the message offers the nearest names."""


class SourceFileError(UsageError):
    """A source's TOML is wrong. Raised by `sources.registry`; the message names file, key and remedy."""


class PageError(JpoError):
    """A document is not the page it should be. Raised by `pages`; the crawl records it and goes on."""

    def __init__(self, message: str, url: str = "") -> None:
        super().__init__(f"{message} [{url}]" if url else message)
        self.url = url


class ChallengePage(PageError):
    """The site answered with a bot challenge or a throttle page instead of content."""


class ErrorPage(PageError):
    """The site answered with an error or an apology instead of content."""


class NotAVacancy(PageError):
    """A document of unknown origin is something else: a list, news, a programme page. Raised by `pages.unknown`."""


class ClosedPosting(PageError):
    """The site says that this posting is no longer there. Not a fault of the run."""


class WrongMediaType(PageError):
    """HTML came where JSON was expected, or the like."""


class BrokenDocument(PageError):
    """The body is cut, empty or not decodable."""


class SelectorError(PageError):
    """A selector or key matched nothing, or too much, where exactly one value was expected: the site changed."""


class EmptyUnexpected(PageError):
    """A listing holds no posting and does not look the way this site looks when it is empty."""


class EndlessListing(PageError):
    """A listing that goes on beyond all measure. Raised by `spiders`."""


class ReplayMiss(JpoError):
    """A request that the archive does not hold. Raised by `archive.replay`."""


class ArchiveError(UsageError):
    """An archive or fixture folder cannot be read. Raised by `archive`."""


class StoreError(JpoError):
    """The database cannot do what was asked. Raised by `store`."""


class SchemaVersionError(StoreError):
    """The database was written by another version of this program. The message says which command mends it."""


class NotifyError(JpoError):
    """A digest could not be delivered. Raised by `notify`; exit status 4, where nothing else went wrong."""


class LockedError(JpoError):
    """Another run of the same source is under way. Raised by `store.lock`; exit status 3."""


class QueryError(UsageError):
    """SQL of the user that cannot be answered: it writes, or names what is not there. Raised by `store.sql`."""


class QueryTimeout(StoreError):
    """SQL of the user that took longer than allowed. Raised by `store.sql`."""


class ExportError(JpoError):
    """A file cannot be written, or not in this format. Raised by `export`; the message names the file."""
