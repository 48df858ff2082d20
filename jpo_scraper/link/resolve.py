"""From pairs to vacancies: which postings belong together, given all that is known of every two of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from itertools import product
from typing import NamedTuple

from jpo_scraper.link.advert import Key
from jpo_scraper.link.evidence import Profile, Templates
from jpo_scraper.link.judge import Judgement, judge
from jpo_scraper.vocab import LinkVerdict

SAMPLE = 30
"""Postings that the template of a scope is known from: those of the lowest rank, whenever they came."""
MARGIN = 0.03
"""Scores that differ by less are equal: of two such partners that exclude each other, neither is taken."""

Pair = tuple[Key, Key]
"""Two postings, the lower key first."""
Group = frozenset[Key]


class Resolution(NamedTuple):
    """What was decided about some postings."""

    links: Mapping[Pair, Judgement]
    """Every pair that is tied in some way."""
    groups: list[Group]
    """Postings of one vacancy, where they are two or more."""


def pair_of(first: Key, second: Key) -> Pair:
    """Two postings as a pair."""
    return (first, second) if first < second else (second, first)


def rank(key: Key) -> str:
    """Orders postings by chance, but always the same way: the lowest ones are a scope's sample."""
    return sha256("\0".join(key).encode("utf-8", "surrogatepass")).hexdigest()


def sample(profiles: Iterable[Profile]) -> list[Profile]:
    """What the template of a scope is known from: all its postings, or those of the lowest rank."""
    return sorted(profiles, key=lambda profile: rank(profile.key))[:SAMPLE]


def resolve(
    profiles: Mapping[Key, Profile],
    pairs: Iterable[Pair],
    templates: Templates,
    decisions: Mapping[Pair, LinkVerdict],
) -> Resolution:
    """Judge the pairs, and put together what belongs together.

    `decisions` are a person's, and stand above any rule. The result does not depend on any order. Postings are merged
    best pair first, never two that are apart; of two partners that fit equally well and exclude each other, neither is
    taken.
    """
    return _Resolver(profiles, templates, decisions).resolve({*pairs})


class _Resolver:
    def __init__(
        self, profiles: Mapping[Key, Profile], templates: Templates, decisions: Mapping[Pair, LinkVerdict]
    ) -> None:
        self._profiles = profiles
        self._templates = templates
        self._decisions = decisions
        self._judged: dict[Pair, Judgement] = {}
        self._group: dict[Key, Group] = {}

    def resolve(self, pairs: set[Pair]) -> Resolution:
        confirmed = sorted(pair for pair, verdict in self._decisions.items() if verdict is LinkVerdict.SAME)
        for first, second in confirmed:
            if not any(self._is_refused(*two) for two in product(self._group_of(first), self._group_of(second))):
                self._merge(first, second)
        links = {pair: self._judge(pair) for pair in pairs if pair not in self._decisions}
        links = {pair: found for pair, found in links.items() if found.verdict is not LinkVerdict.DIFFERENT}
        edges = sorted(
            (pair for pair, found in links.items() if found.verdict is LinkVerdict.SAME),
            key=lambda pair: (-links[pair].score, pair),
        )
        by_key: dict[Key, list[Pair]] = defaultdict(list)
        for pair in edges:
            for key in pair:
                by_key[key].append(pair)
        while sum(self._take(pair, by_key) for pair in edges):
            pass  # a merge may leave one partner only where there were two
        for pair in edges:
            if self._group_of(pair[0]) is not self._group_of(pair[1]):
                links[pair] = self._doubted(pair, by_key)
        groups = {group for group in self._group.values() if len(group) > 1}
        return Resolution(links, sorted(groups, key=min))

    def _take(self, pair: Pair, by_key: Mapping[Key, list[Pair]]) -> bool:
        """Merge the two, if they are not yet one, nothing is against it, and nobody else fits as well."""
        first, second = map(self._group_of, pair)
        if first is second or not self._may_merge(first, second) or self._rival(pair, by_key):
            return False
        self._merge(*pair)
        return True

    def _rival(self, pair: Pair, by_key: Mapping[Key, list[Pair]]) -> Key | None:
        """A posting that fits one of the two as well, and cannot be one vacancy with the other."""
        least = self._judge(pair).score - MARGIN
        for mine, other in (pair, pair[::-1]):
            own, theirs = self._group_of(mine), self._group_of(other)
            for key in sorted(own):
                for edge in by_key[key]:
                    rival = edge[0] if edge[1] == key else edge[1]
                    third = self._group_of(rival)
                    if third is own or third is theirs or self._judge(edge).score < least:
                        continue
                    if self._may_merge(own, third) and not self._may_merge(theirs, third):
                        return rival
        return None

    def _doubted(self, pair: Pair, by_key: Mapping[Key, list[Pair]]) -> Judgement:
        """A pair that fits and was not merged: why."""
        found = self._judge(pair)
        if (rival := self._rival(pair, by_key)) is not None:
            doubt = f"but {' '.join(rival)} fits as well"
        else:
            doubt = "but one of them belongs to another vacancy"
        return found._replace(verdict=LinkVerdict.UNCLEAR, reason=f"{found.reason}; {doubt}")

    def _may_merge(self, first: Collection[Key], second: Collection[Key]) -> bool:
        return not any(self._is_apart(*two) for two in product(first, second))

    def _is_apart(self, first: Key, second: Key) -> bool:
        pair = pair_of(first, second)
        if pair in self._decisions:
            return self._decisions[pair] is not LinkVerdict.SAME
        return self._judge(pair).is_apart

    def _is_refused(self, first: Key, second: Key) -> bool:
        return self._decisions.get(pair_of(first, second), LinkVerdict.SAME) is not LinkVerdict.SAME

    def _judge(self, pair: Pair) -> Judgement:
        if pair not in self._judged:
            first, second = (self._profiles[key] for key in pair)
            self._judged[pair] = judge(first, second, self._templates)
        return self._judged[pair]

    def _group_of(self, key: Key) -> Group:
        return self._group.setdefault(key, frozenset({key}))

    def _merge(self, first: Key, second: Key) -> None:
        group = self._group_of(first) | self._group_of(second)
        for key in group:
            self._group[key] = group
