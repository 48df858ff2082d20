"""Where the JPO serves (agency) and who publishes (host agency), which are often two.

The JPO Service Centre advertises posts of WHO, UN Women, UNFPA and others on UNDP's own site, where the Agency
column still says UNDP: the title's prefix and the body's own words say where the JPO will serve.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from jpo_scraper.items import Fact, Issue, Label
from jpo_scraper.normalise.reading import Reading, label_fact
from jpo_scraper.reference.fold import fold
from jpo_scraper.reference.lexicon import Match
from jpo_scraper.reference.tables import agencies, agency_of_host, service_centre_clients
from jpo_scraper.sources.model import Source
from jpo_scraper.vocab import Basis, Field, IssueKind

_PROGRAMME_NEXT = re.compile(r"[\s(-]*(?:jpo|junior professional officer|sdp|sarc)\b")
_CONTRACT_NEXT = re.compile(r"[ -]*(?:[li]?ica(?![a-z])|individual contractor)|\d")
"""`UNOPS LICA4` is a kind of contract, under which other agencies employ."""
_ASKS_WHO = re.compile(r"WHO (?:IS|ARE|CAN|CANNOT|MAY|WE|SHOULD|DO|WILL|HAS|HAVE|SHALL|COULD)\b")
"""`WHO CAN APPLY` is a question."""
_COORDINATION = re.compile(r"resident coordinator(?:'s)? office|\bRCO\b", re.IGNORECASE)
_MAIL = re.compile(r"@([a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,20}){1,3})(?![\w-])")
_OPENING = 6_000
"""How far into the text the agency introduces itself; equal-opportunity boilerplate stands at the end."""
_LETTERHEAD = 300
"""How far a letterhead may reach."""
_SECRETARIAT = "UN Secretariat"


class FoundAgency(NamedTuple):
    """Agency of service, host agency, and the facts behind them."""

    agency: str | None
    host_agency: str | None
    facts: tuple[Fact, ...]
    issues: tuple[Issue, ...]


def find_agency(reading: Reading, source: Source, title: str | None) -> FoundAgency:
    """Agency and host agency of a posting."""
    facts: list[Fact] = []
    issues: list[Issue] = []
    publisher = _publisher(reading, source, facts, issues)
    served = _from_title(title)
    if served is None and publisher in service_centre_clients() | {None, "UNDP"}:
        served = _from_body(reading, publisher)
    if served is None and publisher == _SECRETARIAT:
        served = _from_body(reading, publisher)
    served = served or (_from_mail(reading) if publisher is None else None)
    if served is None:
        agency = publisher
    else:
        agency = str(served.value)
        facts.append(served)
    host = publisher if publisher != agency else None
    if host is not None:
        facts.append(Fact(Field.HOST_AGENCY, host, _words_of(facts, host), "agency.publisher", basis=Basis.DERIVED))
    return FoundAgency(agency, host, tuple(facts), tuple(issues))


def _words_of(facts: list[Fact], agency: str) -> str:
    return next((fact.raw for fact in facts if fact.value == agency), agency)


def _publisher(reading: Reading, source: Source, facts: list[Fact], issues: list[Issue]) -> str | None:
    """Who publishes: a site's own field, a printed label, the source; in that order."""
    for label in (*reading.site_labels(Field.HOST_AGENCY), *_organisation_labels(reading)):
        if code := _code(label.value):
            facts.append(label_fact(Field.AGENCY, code, label, "agency.publisher"))
            return code
        message = f"the organisation {label.value!r} is not in agencies.csv: add it there"
        issues.append(Issue(IssueKind.UNMAPPED, message, Field.AGENCY, label.value))
    for pair in reading.values("agency"):
        words = reading.text[pair.start : pair.end]
        if match := _innermost(words):
            end = pair.start + match.end
            facts.append(
                reading.fact(Field.AGENCY, match.value, pair.start + match.start, end, "agency.labelled", pair.label)
            )
            return match.value
    for found in (_from_channel(reading), _from_address(reading)):
        if found is not None:
            facts.append(found)
            return str(found.value)
    if source.agency is not None:
        facts.append(Fact(Field.AGENCY, source.agency, source.title, "agency.source", label="source"))
        return source.agency
    return None


def _from_channel(reading: Reading) -> Fact | None:
    """`ILO Jobs: …`: the name of the feed that the posting came in."""
    for label in reading.raw.labels:
        if label.name == "channel" and (match := _opening(label.value)):
            return Fact(
                Field.AGENCY, match.value, label.value[match.start : match.end], "agency.channel", label=label.name
            )
    return None


def _from_address(reading: Reading) -> Fact | None:
    """The agency whose own site the posting's address is on; a host that several share says nothing."""
    try:
        host = (urlsplit(reading.raw.url or "").hostname or "").removeprefix("www.")
    except ValueError:  # `https://[`: what a site's data call an address may be anything
        return None
    code = agency_of_host(host) if host else None
    return Fact(Field.AGENCY, code, host, "agency.address", label="url") if code else None


def _from_mail(reading: Reading) -> Fact | None:
    """The agency whose e-mail addresses the text prints, if it is one alone."""
    found = [(code, mail) for mail in _MAIL.finditer(reading.flat, 0, _OPENING) if (code := agency_of_host(mail[1]))]
    if len({code for code, _ in found}) != 1:
        return None
    code, mail = found[0]
    return reading.fact(Field.AGENCY, code, mail.start(1), mail.end(1), "agency.mail")


def _organisation_labels(reading: Reading) -> Iterator[Label]:
    """Labels that the site files under the agency, and those whose printed name says organisation."""
    for label in reading.raw.labels:
        if label.field is Field.AGENCY or (label.field is None and fold(label.name) in ("organization", "company")):
            yield label


def _code(words: str) -> str | None:
    match = _opening(words)
    return match.value if match else None


def _innermost(words: str) -> Match[str] | None:
    """`United Nations / Office for … (OCHA) / Regional Office`: of units in units the last that is an agency; else the
    one in brackets at the end."""
    every = list(agencies().find(words, fold(words)))
    if every and words.endswith(")") and words.rfind("(") < every[-1].start:
        return every[-1]
    found = [
        match for match in every if not words[: match.start].strip(" /") or words[: match.start].rstrip().endswith("/")
    ]
    inner = [match for match in every if match.value != _SECRETARIAT]
    if found and found[-1].value == _SECRETARIAT and inner:
        return inner[-1]  # `United Nations Economic Commission for Europe (ECE) / Environment Division`
    return found[-1] if found else next(iter(every), None)


def _opening(words: str) -> Match[str] | None:
    """The first agency that the words name."""
    return next(agencies().find(words, fold(words)), None)


def _from_title(title: str | None) -> Fact | None:
    """`WHO JPO - Technical Officer`: an agency right before the programme's name is where the JPO serves."""
    flat = fold(title or "")
    for match in agencies().find(title or "", flat):
        if _PROGRAMME_NEXT.match(flat, match.end):
            raw = (title or "")[match.start : match.end]
            return Fact(Field.AGENCY, match.value, raw, "agency.title_prefix", label="title")
    if found := _COORDINATION.search(title or ""):  # whoever administers the post
        return Fact(Field.AGENCY, "DCO", found[0], "agency.coordination", label="title")
    return None


def _letterhead(reading: Reading) -> Iterator[Match[str]]:
    """Names at the head of a notice that are broken over two lines: `FOOD AND AGRICULTURE / ORGANIZATION`."""
    head = reading.text[:_LETTERHEAD].replace("\n", " ")
    for match in agencies().find(head, fold(head)):
        if "\n" in reading.text[match.start : match.end]:
            yield match


def _from_body(reading: Reading, publisher: str | None) -> Fact | None:
    """The agency that the opening of the text is about, if it is clearly another than the publisher.

    The first mention that opens a sentence as its subject (`UN Women, grounded in …`) decides when the text goes
    on to speak of that agency more than of the publisher.
    """
    mentions = [
        match
        for match in (*_letterhead(reading), *agencies().find(reading.text, reading.flat, 0, _OPENING))
        if match.value != _SECRETARIAT
        and not _CONTRACT_NEXT.match(reading.flat, match.end)
        and not _ASKS_WHO.match(reading.text, match.start)
    ]
    counts = Counter(match.value for match in mentions)
    clients = service_centre_clients()
    for code, count in counts.most_common(2):
        if code == publisher:
            return None
        if publisher is None and count > 1.5 * sum(counts.most_common(2)[1:][0][1:] if len(counts) > 1 else (0,)):
            first = next(match for match in mentions if match.value == code)
            return reading.fact(Field.AGENCY, code, first.start, first.end, "agency.body")
        if code in clients and count >= 3 and count >= 2 * counts.get(publisher or "", 0):
            first = next(match for match in mentions if match.value == code)
            return reading.fact(Field.AGENCY, code, first.start, first.end, "agency.body")
    return None
