"""Duty stations: city and country, in the order printed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from jpo_scraper.items import DutyStation, Fact, Issue
from jpo_scraper.normalise.cue import Cue
from jpo_scraper.normalise.other_languages import POSTED_TO, is_other
from jpo_scraper.normalise.reading import Reading, label_fact
from jpo_scraper.reference.fold import UNSPACED, fold
from jpo_scraper.reference.lexicon import Match
from jpo_scraper.reference.tables import Place, agencies, countries, places
from jpo_scraper.vocab import Basis, Field, IssueKind

_BRACKETS = re.compile(r"\s*[\[(][^()\[\]]*[\])]\s*")
_ASIDE = re.compile(r"\(([^()]{3,40})\)")
_SENTENCE = Cue(
    "duty based located stationed posted serve lieu initial person officer jpo candidate expert colleague",
    r"(?:duty station (?:is|will be|for the post is|of the post is)|(?:based|located|stationed|posted|serve) in|"
    r"(?:person|officer|jpo|candidate|expert|colleague) (?:goes|will go|will be posted|is posted) to|"
    r"duty station:|lieu d'affectation :|initial duty station is)\s+(?:the )?",
)
_OFFICE_IN = Cue(
    "office section headquarters branch division unit bureau secretariat laboratory resident centre center",
    r"(?:office|section|headquarters|branch|division|unit|bureau|secretariat|laboratory|resident mission|cent(?:re|er))"
    r"(?: (?:for|of) [a-z -]{3,40})? in (?:the )?",
)
"""Of offices many are told of: it counts in a country that is known, or where nothing else is printed."""
_LATER = Cue(
    "first second third 1st 2nd 3rd last final remaining moves relocates transfers",
    r"(?:first|second|third|1st|2nd|3rd|last|final|remaining) (?:\w+ )?years?\b[^.\n;]{0,60}?\b(?:spent|served|"
    r"relocates?|"
    r"relocated|based|posted|stationed|moves|move|assigned|transferred|takes place)\b[^.\n;]{0,60}?\b(?:in|to|at) "
    r"(?:the )?(?=[^.\n;]{3})"
    r"|(?:moves|relocates|transfers) to (?:the )?(?=[^.\n;]{3,60}? (?:for|in) the (?:first|second|third|last|final|"
    r"remaining)\b)",
)
"""`In the second year the JPO relocates to the regional office in Nairobi, Kenya`."""
_TRIPS = re.compile(
    r"\b(?:with|and|mit|und|sowie|avec|et|con|e|ed|y|com|met|en|med|och|og|ja)\s(?:\S+\s){0,3}?(?:dienstreis|reisen\b|reizen\b|"
    r"deplacements?\b|missions?\b|missioni\b|misiones\b|missoes\b|viajes?\b|viagens\b|viaggi\b|trasfert|travels?\b|trips?\b|"
    r"(?:tjanste)?resor\b|(?:tjeneste)?reiser\b|(?:tjeneste)?rejser\b|(?:virka)?matko)|出張|출장"
)
"""Behind the station: where one travels to from there."""
_OFFICE = re.compile(r"\b(?:operation|country office|multi-country office|office|representation)\b")
_NO_PLACE = re.compile(
    r"countries|region|district of|home.?based|remote|multiple|various|worldwide|to be (?:confirmed|"
    r"determined)|\btbd\b|\btbc\b|\bn/?a\b"
)
_NO_CITY = re.compile(
    r"office|headquarters|global|anywhere|tele(?:work|commut)|not applicable|\bsee\b|africa|asia|europe|pacific|"
    r"america|full|family|domicile|below|duty"
)
"""What stands under labels of places and is none, nor missing from the table."""
_KINDS_OF_PLACE = "都市府県州시도"
"""What Japanese and Korean write behind a city's name: `東京都港区`, `서울시`."""
_COUNTRY_BEHIND = re.compile(r"(?:,| \(| i| in| en| em| au)\s?(?=\w)")
_EVERYDAY = frozenset("where place base based seat station".split())
"""Labels that head many things: a place must open what stands below."""
_HEAD_LINES, _TITLE_WITHIN = 12, 60
_CITY = re.compile(r"[^\W\d_][\w'’ -]{2,30}")
_HEAD_CELL = re.compile(r"[^\s·•|][^·•|\t\n]*[^\s·•|]")
"""`UN Women · Job ID 35077 · Level P2 · Sarajevo, Bosnia and Herzegovina`."""
_HEAD_TAIL = re.compile(r", ([^,\n]{2,30}, [^,\n]{3,40})\Z")
"""`UNAIDS Regional Support Team, Johannesburg, South Africa`."""


_TITLE_TAIL = re.compile(r": ([^:,\n]{2,30}, [^,:\n]{3,40})\Z")
"""`Associate Protection Officer: Bunj, South Sudan`."""


class FoundStations(NamedTuple):
    """The stations in order, with their facts."""

    stations: tuple[DutyStation, ...]
    facts: tuple[Fact, ...]
    issues: tuple[Issue, ...]


class Spot(NamedTuple):
    """A place read out of some words: `start` and `end` inside these words."""

    city: str | None
    country: str | None
    start: int
    end: int


def read_places(words: str, country: str | None = None) -> list[Spot]:
    """The places that a location value prints: `Kathmandu, Nepal`, `ROME`, `Jordan-Amman`, `Abidjan or Nairobi`.

    `country` is known from elsewhere and settles a name that several countries have.
    A city that no table knows is taken as printed where a country follows it after a comma.
    """
    flat = fold(words)
    named = list(countries().find(words, flat))
    cities = list(places().find(words, flat))
    spots: list[Spot] = []
    used: set[int] = set()
    for match in cities:
        around = next(
            (c for c in named if c.start <= match.start < c.end and c.end - c.start > match.end - match.start), None
        )
        if around is not None and not _is_pair(flat, around, match.start):
            continue  # "Guinea" in "Equatorial Guinea"
        if spots and match.start < spots[-1].end:
            continue
        if spots and any(c[1:] == match[1:] and c.value == spots[-1].country for c in named):
            continue  # "Mexico" behind a city in Mexico is the country
        near = around.value if around is not None else None
        near = near or _country_after(named, match.end) or _country_before(named, match.start) or country
        place = _choose(match.value, near)
        if place is None or (near is None and not _stands_alone(flat, match.start, match.end)):
            continue
        end = match.end
        for index, other in enumerate(named):
            if other.value == place.country and index not in used:
                if other.start >= match.end and other.start - match.end <= 4:
                    end = other.end
                used.add(index)
                break
        printed = words[match.start : match.end]
        spots.append(Spot(_as_printed(place, printed), place.country, match.start, end))
    for index, alone in enumerate(named):
        if index in used or any(spot.country == alone.value or spot.start <= alone.start < spot.end for spot in spots):
            continue
        spots.append(_with_unknown_city(words, alone.value, alone.start, alone.end))
    return sorted(spots, key=lambda spot: spot.start)


def _as_printed(place: Place, printed: str) -> str:
    """`Jerusalem` stays so, though the table's name of the station there is East Jerusalem."""
    first, *words = place.city.split()
    return printed if first == "East" and printed in words else place.city


def _is_pair(flat: str, country: Match[str], city_start: int) -> bool:
    """Whether a value that is one country's name as a whole is `Country-City`: `Congo-Brazzaville` of a place field."""
    return country.start == 0 and country.end == len(flat) and flat[city_start - 1] == "-"


def _with_unknown_city(words: str, country: str, start: int, end: int) -> Spot:
    """`Bunj, South Sudan`: a city that no table knows is the words between the last separator and the comma."""
    before = words[:start].rstrip(" (")
    if before.endswith(","):
        city = re.split(r"[;|/\n\t,–-]", before[:-1])[-1].strip()
        if 2 < len(city) <= 30 and len(city.split()) <= 3 and not _NO_PLACE.search(fold(city)):
            known = agencies().exactly(city) or countries().exactly(city)
            if known is None and city[0].isupper() and not any(letter.isdigit() for letter in city):
                return Spot(city, country, words.rindex(city, 0, start), end)
    return Spot(None, country, start, end)


def _country_after(named: Sequence[tuple[str, int, int]], position: int) -> str | None:
    return next((value for value, start, _ in named if 0 <= start - position <= 4), None)


def _country_before(named: Sequence[tuple[str, int, int]], position: int) -> str | None:
    return next((value for value, _, end in reversed(list(named)) if 0 <= position - end <= 3), None)


def _choose(candidates: Sequence[Place], country: str | None) -> Place | None:
    """The place of this name in the country; without a country, the only or the likeliest one."""
    if country is not None:
        return next((place for place in candidates if place.country == country), None)
    return candidates[0]


def _stands_alone(flat: str, start: int, end: int) -> bool:
    """Whether a city name without a country fills its part of the value, so that it is no word of a name."""
    before, after = flat[:start].rstrip(), flat[end:].lstrip()
    return (not before or before[-1] in ",;|/-(\n" or before.endswith((" or", " and", " in"))) and (
        not after
        or after[0] in ",;|/-).(\n"
        or after.startswith(("or ", "and ", "duty"))
        or (after[0] in _KINDS_OF_PLACE and UNSPACED.match(before + flat[start]) is not None)
    )


def find_duty_stations(reading: Reading, title: str | None, excluded: frozenset[str]) -> FoundStations:
    """The stations: by the site's own fields, printed labels, the title's tail, or a sentence of the text.

    `excluded`: countries that the posting names as sponsor or nationality, which are not evidence of a station
    when only the body speaks.
    """
    for finder in (_from_site, _from_labels):
        found = list(finder(reading))
        if found and any(fact.value["city"] for fact in found):
            return _result(reading, [*_completed(reading, found, title), *_later_years(reading)])
        if found:
            return _result(reading, _in_country(reading, title, str(found[0].value["country"])) or found)
    finders = (_from_titles(reading, title, None), _from_head(reading, title), _from_sentence(reading, None))
    for found in map(list, finders):
        if found and not found[0].value["city"]:
            found = _in_country(reading, None, str(found[0].value["country"])) or found
        if found:
            return _result(reading, found)
    if found := list(_from_other_words(reading)):
        return _result(reading, found)
    office = list(_from_country_office(reading, excluded))
    if office:
        office = _in_country(reading, None, str(office[0].value["country"])) or office
    last = office or list(_from_sentence(reading, None, _OFFICE_IN))
    return _result(reading, last)._replace(issues=() if last else tuple(_unmapped(reading)))


def _unmapped(reading: Reading) -> Iterator[Issue]:
    """The place behind a label, where no table knows it."""
    printed = [label.value for label in reading.site_labels(Field.DUTY_STATIONS)]
    printed += [reading.text[pair.start : pair.end] for pair in reading.values("duty_station")]
    for words in printed[:1]:
        if _CITY.fullmatch(words.strip()) and not (_NO_PLACE.search(fold(words)) or _NO_CITY.search(fold(words))):
            message = f"the duty station {words.strip()!r} is not in duty_stations.csv: add it there"
            yield Issue(IssueKind.UNMAPPED, message, Field.DUTY_STATIONS, words)


def _in_country(reading: Reading, title: str | None, country: str) -> list[Fact]:
    """The station in a country that is known, by the title or a sentence."""
    titles = [fact for fact in _from_titles(reading, title, country) if fact.value["city"]]
    return titles or list(_from_sentence(reading, country)) or list(_from_sentence(reading, country, _OFFICE_IN))


def _result(reading: Reading, facts: list[Fact]) -> FoundStations:
    stations: list[DutyStation] = []
    kept: list[Fact] = []
    for fact in facts:
        city, country = _fullest_spelling(reading, fact.value["city"]), fact.value["country"]
        if any(s.city == city and s.country == country for s in stations):
            continue
        stations.append(DutyStation(city, country, len(stations) + 1))
        kept.append(replace(fact, value={"city": city, "country": country}))
    return FoundStations(tuple(stations), tuple(kept), ())


def _fullest_spelling(reading: Reading, city: str | None) -> str | None:
    """The city as the document spells it with its accents (`Bogotá`), where it does so anywhere."""
    if city is None or not city.isascii():
        return city
    flat, position = fold(city), 0
    while (position := reading.flat.find(flat, position)) >= 0:
        printed = reading.text[position : position + len(flat)]
        position += len(flat)
        if not printed.isascii() and printed[0] == city[0]:
            return printed
    return city


def _later_years(reading: Reading) -> Iterator[Fact]:
    """The stations that a sentence gives for single years of the assignment."""
    for found in _LATER.finditer(reading.flat):
        window = re.split(r"[\n;:!?]|\. ", reading.text[found.end() : found.end() + 90])[0]
        for spot in [spot for spot in read_places(window) if spot.city][:1]:
            start, end = found.end() + spot.start, found.end() + spot.end
            yield reading.fact(Field.DUTY_STATIONS, _value(spot), start, end, "duty_station.later_year")


def _completed(reading: Reading, facts: list[Fact], title: str | None) -> list[Fact]:
    """A country alone adds nothing beside a city in it; a printed label or the title may name further stations of the
    same post."""
    with_city = {fact.value["country"] for fact in facts if fact.value["city"]}
    kept = [fact for fact in facts if fact.value["city"] or fact.value["country"] not in with_city]
    others = [_from_labels(reading)] if facts[0].rule == "duty_station.site_label" else []
    for finder in (*others, _from_title(title, None)):
        more = [fact for fact in finder if fact.value["city"]]
        if len(more) > len(kept) and all(any(other.value == fact.value for other in more) for fact in kept):
            return more
    return kept


def _value(spot: Spot) -> dict[str, str | None]:
    return {"city": spot.city, "country": spot.country}


def _from_site(reading: Reading) -> Iterator[Fact]:
    """The site's own fields; a country that stands in a field of its own settles the city's."""
    labels = list(reading.site_labels(Field.DUTY_STATIONS))
    country = next((iso2 for label in labels if (iso2 := _only_country(label.value))), None)
    for label in labels:
        spots = read_places(label.value, country)
        if not spots and country and _CITY.fullmatch(label.value.strip()) and not _NO_PLACE.search(fold(label.value)):
            spots = [Spot(label.value.strip(), country, 0, len(label.value))]
        for spot in spots:
            yield label_fact(Field.DUTY_STATIONS, _value(spot), label, "duty_station.site_label")


def _only_country(words: str) -> str | None:
    if len(words) == 2 and words.isupper():
        return words
    return countries().exactly(words)


def _from_labels(reading: Reading) -> Iterator[Fact]:
    """Printed labels: the first that names a city; pages list other posts' places further down. `Department/office`
    may name several units, and counts where no other label does."""
    for pair in sorted(reading.values("duty_station"), key=lambda pair: "department" in fold(pair.label)):
        words = reading.text[pair.start : pair.end]
        if len(words) > 120 or _NO_PLACE.match(fold(words)):
            continue
        spots = read_places(words)
        if fold(pair.label) in _EVERYDAY and spots and spots[0].start > 1:
            continue
        if (trips := _TRIPS.search(fold(words))) and any(spot.city and spot.end <= trips.start() for spot in spots):
            spots = [spot for spot in spots if spot.end <= trips.start()]
        if (stop := words.find(". ")) > 0 and any(spot.city and spot.end <= stop + 1 for spot in spots):
            spots = [spot for spot in spots if spot.end <= stop + 1]  # sentences about missions and travel follow
        for spot in spots:
            start, end = pair.start + spot.start, pair.start + spot.end
            yield reading.fact(Field.DUTY_STATIONS, _value(spot), start, end, "duty_station.labelled", pair.label)
        if any(spot.city for spot in spots):
            return


def _from_head(reading: Reading, title: str | None) -> Iterator[Fact]:
    """A line near the top or below the title, or a cell of it, that is a place and nothing else: `Lusaka, Zambia`."""
    lines = reading.lines[:_TITLE_WITHIN]
    below = [line for above, line in pairwise(lines) if reading.text[above.start : above.end] == title]
    for line in (*lines[:_HEAD_LINES], *below):
        for cell in _HEAD_CELL.finditer(reading.text, line.start, line.end):
            words = cell[0]
            spots = read_places(words) if len(words) <= 50 else []
            if len(spots) == 1 and spots[0].city and spots[0].end - spots[0].start >= len(words) - 2 and "," in words:
                start, end = cell.start() + spots[0].start, cell.start() + spots[0].end
                yield reading.fact(Field.DUTY_STATIONS, _value(spots[0]), start, end, "duty_station.head")
                return
        if line.is_heading and (tail := _HEAD_TAIL.search(reading.text, line.start, line.end)):
            spots = read_places(tail[1])
            if len(spots) == 1 and spots[0].city and spots[0].start == 0 and spots[0].end == len(tail[1]):
                yield reading.fact(Field.DUTY_STATIONS, _value(spots[0]), *tail.span(1), "duty_station.head")
                return


def _from_titles(reading: Reading, title: str | None, country: str | None) -> list[Fact]:
    """By the title of the post, else by that of its page."""
    shown = (label.value for label in reading.site_labels(Field.TITLE))
    return next(filter(None, (list(_from_title(words, country)) for words in (title, *shown))), [])


def _from_title(title: str | None, country: str | None) -> Iterator[Fact]:
    """`…, Accra, Ghana (Open to …)`: the last parts of a title that end in a place."""
    if not title:
        return
    for aside in _ASIDE.finditer(title):
        spots = read_places(aside[1], country)
        if len(spots) == 1 and spots[0].city and spots[0].end - spots[0].start >= len(aside[1]) - 2:
            yield Fact(Field.DUTY_STATIONS, _value(spots[0]), aside[1], "duty_station.title", label="title")
            return
    if behind := _TITLE_TAIL.search(title):
        spots = read_places(behind[1], country)
        if len(spots) == 1 and spots[0].city and spots[0].start == 0 and spots[0].end == len(behind[1]):
            yield Fact(Field.DUTY_STATIONS, _value(spots[0]), behind[1], "duty_station.title", label="title")
            return
    bare = _BRACKETS.sub(" , ", title) if "(" in title or "[" in title else title
    parts = re.split(r"\s*,\s*|\s+[-–]\s*", bare)
    tail = ", ".join(part for part in parts[1:] if part)
    if tail and (spots := read_places(tail, country)):
        spots = [spot for spot in spots if spot.city] or spots[:1]
        for spot in spots:
            raw = tail[spot.start : spot.end]
            yield Fact(Field.DUTY_STATIONS, _value(spot), raw, "duty_station.title", label="title")


def _from_sentence(reading: Reading, country: str | None, cue: Cue = _SENTENCE) -> Iterator[Fact]:
    """`… based in Islamabad, Pakistan`, `The duty station is Rome, Italy`."""
    for found in cue.finditer(reading.flat):
        window = re.split(r"[\n;:!?]|\. ", reading.text[found.end() : found.end() + 90])[0]
        for spot in read_places(window, country)[:1]:
            if (spot.start <= 12 or (spot.city and spot.country and " in " in fold(window[: spot.start])[-8:])) and (
                country is None or spot.country == country
            ):
                start = found.end() + spot.start
                end = found.end() + spot.end
                yield reading.fact(Field.DUTY_STATIONS, _value(spot), start, end, "duty_station.sentence")
                return


def _from_other_words(reading: Reading) -> Iterator[Fact]:
    """`Du placeras i Dhaka`, `Vous serez basée à Lomé (Togo)`: a city that the table knows, right behind the words."""
    if not is_other(reading):
        return
    text, flat = reading.text, reading.flat
    for found in POSTED_TO.finditer(flat):
        city = places().match_at(text, flat, found.end())
        if city is None or not text[city.start].isupper():
            continue
        behind = _COUNTRY_BEHIND.match(flat, city.end)
        country = countries().match_at(text, flat, behind.end()) if behind else None
        place = _choose(city.value, country.value if country else None)
        if place is not None and (country or place.is_capital or len(city.value) == 1):
            value = {"city": place.city, "country": place.country}
            end = country.end if country else city.end
            yield reading.fact(Field.DUTY_STATIONS, value, city.start, end, "duty_station.other_language")
            return


def _from_country_office(reading: Reading, excluded: frozenset[str]) -> Iterator[Fact]:
    """`The Pakistan operation`, `UNICEF Ghana`: the country whose office the text is about."""
    counts: dict[str, list[tuple[int, int]]] = {}
    for match in countries().find(reading.text, reading.flat):
        if match.value in excluded:
            continue
        after = reading.flat[match.end : match.end + 22]
        before = reading.text[max(0, match.start - 12) : match.start].split()
        if _OFFICE.match(after.lstrip()) or (before and agencies().exactly(before[-1])):
            counts.setdefault(match.value, []).append((match.start, match.end))
    if not counts:
        return
    best = max(counts, key=lambda iso2: len(counts[iso2]))
    rivals = [iso2 for iso2 in counts if iso2 != best and len(counts[iso2]) >= len(counts[best])]
    if not rivals:
        start, end = counts[best][0]
        value = {"city": None, "country": best}
        yield Fact(
            Field.DUTY_STATIONS, value, reading.text[start:end], "duty_station.country_office", start, end,
            basis=Basis.POSTING,
        )  # fmt: skip
