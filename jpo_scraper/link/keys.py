"""Which postings are worth comparing: those that share a key. Keys keep the work far below all pairs."""

from collections.abc import Iterator

from jpo_scraper.link.evidence import WHOLE_ID, Profile

_LONGEST = 200
"""Characters of a key: what is cut only makes more postings share it."""


def keys(profile: Profile) -> frozenset[str]:
    """The keys of a posting. Two that a rule could link share at least one, whatever one of them leaves out."""
    return frozenset(key[:_LONGEST] for key in _keys(profile))


def _keys(profile: Profile) -> Iterator[str]:
    for number in profile.numbers:
        yield f"number {number}"
    if len(profile.key.external_id) >= WHOLE_ID:
        yield f"id {profile.key.external_id}"
    agency = profile.posting.agency
    if agency is None:
        return
    title, days = " ".join(sorted(profile.topic or profile.title)), _days(profile)
    for day in days:
        yield f"{agency}: {title} until {day}"
    for country in {station.country for station in profile.posting.duty_stations}:
        yield f"{agency} in {country}: {title}"
        for day in days:
            yield f"{agency} in {country} until {day}"


def _days(profile: Profile) -> tuple[int, ...]:
    """Two numbers of the deadline, so that days next to each other share one."""
    on = profile.deadline_on
    return (on.toordinal() // 2 * 2, (on.toordinal() + 1) // 2 * 2) if on else ()
