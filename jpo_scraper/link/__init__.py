"""Linking: which postings announce one vacancy, and which announce a post again. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from jpo_scraper.link.advert import Advert, Key
from jpo_scraper.link.evidence import Profile, Scope, Templates
from jpo_scraper.link.keys import keys
from jpo_scraper.link.resolve import Pair, Resolution, pair_of, resolve, sample


def link(adverts: Iterable[Advert]) -> Resolution:
    """What these postings are to each other, all at once. `store.links` comes to the same, run by run."""
    profiles = {advert.key: Profile(advert) for advert in adverts}
    members: dict[Scope, list[Profile]] = defaultdict(list)
    for profile in profiles.values():
        for scope in profile.scopes:
            members[scope].append(profile)
    templates = Templates({scope: sample(own) for scope, own in members.items()})
    return resolve(profiles, _candidates(profiles.values()), templates, {})


def _candidates(profiles: Iterable[Profile]) -> Iterator[Pair]:
    """Every two postings that share a key."""
    blocks: dict[str, list[Key]] = defaultdict(list)
    for profile in profiles:
        for key in keys(profile):
            blocks[key].append(profile.key)
    for block in blocks.values():
        yield from (pair_of(*two) for two in combinations(block, 2))
