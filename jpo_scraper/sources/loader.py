"""A source is a spider: Scrapy's spider loader over the registry, so that `scrapy list` and `scrapy crawl` work.

The spider's class is made when it is asked for, and only then the platform's module is imported.
"""

import builtins
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from jpo_scraper.exceptions import UnknownSourceError
from jpo_scraper.sources import registry

PLATFORM_PACKAGE = "jpo_scraper.spiders"


class UnknownSpiderError(UnknownSourceError, KeyError):
    """No source of this name can be crawled. A KeyError too, since that is what Scrapy's commands wait for."""

    __str__ = Exception.__str__  # KeyError's shows the message in quotes


class SourceSpiderLoader:
    """Every source with a platform is a spider of the same name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Scrapy's constructor. JPO_SOURCES names another folder of TOML files."""
        return cls(Path(settings.get("JPO_SOURCES") or registry.FOLDER))

    def list(self) -> list[str]:
        """Names of all spiders."""
        return registry.crawlable(self._folder)

    def load(self, spider_name: str) -> type[Any]:
        """The spider class of a source. Raises UnknownSpiderError, with the nearest names or the remedy."""
        try:
            source = registry.get(spider_name, self._folder)
        except UnknownSourceError as error:
            raise UnknownSpiderError(str(error)) from error
        if source.platform is None:
            raise UnknownSpiderError(f"{spider_name} is registered without a platform: it has no public call to crawl")
        base = import_module(f"{PLATFORM_PACKAGE}.{source.platform}").SPIDER
        attributes = {
            "name": source.name,
            "source": source,
            "allowed_domains": [*source.hosts],
            "__doc__": source.title,
            "__module__": base.__module__,
        }
        return type(_class_name(source.name), (base,), attributes)

    def find_by_request(self, request: Any) -> builtins.list[str]:
        """Names of the spiders that may ask for this address (`scrapy shell URL`)."""
        host = urlsplit(request.url).hostname
        sources = registry.load_all(self._folder)
        return [name for name in self.list() if host in sources[name].hosts]


def _class_name(name: str) -> str:
    """`undp_jposc` → `UndpJposcSpider`."""
    return "".join(part.capitalize() for part in name.split("_")) + "Spider"
