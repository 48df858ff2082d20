"""Which sources must take turns: those that share a host."""

from collections.abc import Iterable

from jpo_scraper.sources.model import Source


def lanes(sources: Iterable[Source]) -> list[list[str]]:
    """Names of sources that share a host, directly or through a third, in one lane: they take turns."""
    found: list[tuple[set[str], list[str]]] = []
    for source in sources:
        hosts, names = set(source.hosts), [source.name]
        apart = []
        for lane in found:
            if lane[0] & hosts:
                hosts, names = lane[0] | hosts, lane[1] + names
            else:
                apart.append(lane)
        found = [*apart, (hosts, names)]
    return [names for _, names in found]
