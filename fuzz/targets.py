"""What is fuzzed. A target takes bytes and must come through: what is wrong with them is said in errors of ours.

`pages.PLATFORM` walks a page as the spider does and reads what it holds; the first bytes choose the fixture case whose
request and headers the document gets. The other targets take a file as it is.
"""

import gzip
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.settings import BaseSettings

from jpo_scraper.archive import warc
from jpo_scraper.archive.casefile import load_case
from jpo_scraper.archive.cases import CaseArchive
from jpo_scraper.archive.record import WarcFile
from jpo_scraper.archive.replay import response_of
from jpo_scraper.archive.warc import WarcArchive
from jpo_scraper.cli.parse import parse_document
from jpo_scraper.crawl import project_settings
from jpo_scraper.exceptions import ArchiveError, SourceFileError
from jpo_scraper.items import Fetch, Issue, Label, Normalised, RawPosting
from jpo_scraper.normalise import normalise
from jpo_scraper.sources import registry
from jpo_scraper.sources.loader import SourceSpiderLoader
from jpo_scraper.sources.model import UNKNOWN_SOURCE, Source
from jpo_scraper.spiders.base import JpoSpider, Listing
from jpo_scraper.store.rows import sight
from jpo_scraper.vocab import Basis, Field

ROOT = Path(__file__).parents[1]
FIXTURES, ADVERTS = ROOT / "fixtures", ROOT / "tests" / "adverts"
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
_HEAD = 3
"""Bytes that choose: two the case, one how the answer is declared."""
_DECLARED = (None, None, "utf-16", "latin-1", "utf-7", "idna", "unicode_escape", "undefined", "base64", "no-such")
_LARGEST_INTEGER = 2**31 - 1
"""What an integer column of PostgreSQL takes."""


@dataclass(frozen=True)
class Target:
    """One reader of what others wrote."""

    name: str
    run: Callable[[bytes], None]
    """Raises only where the reader is at fault."""
    seeds: Callable[[], Iterator[bytes]]
    head: int = 0
    """Bytes in front of the document that choose how it is read."""


class Broken(AssertionError):
    """A promise that a reader did not keep."""


# --- Pages, as a crawl walks them ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A fixture case: who is asked for what, and what came."""

    source: Source
    fetch: Fetch
    status: int
    media_type: str
    charset: str | None
    body: bytes


def load_cases(platform: str) -> list[Case]:
    """The fixture cases of all sources on a platform."""
    return [case for case in _all_cases() if case.source.platform == platform]


@cache
def _all_cases() -> tuple[Case, ...]:
    cases = []
    for path in sorted(FIXTURES.glob("*/*/request.json")):
        fetch, document = load_case(path.parent)
        source = registry.get(path.parents[1].name)
        cases.append(Case(source, fetch, document.status, document.media_type, document.charset, document.body))
    return tuple(cases)


@cache
def _settings() -> BaseSettings:
    return project_settings({})


@cache
def _spider_class(name: str) -> type[JpoSpider]:
    return SourceSpiderLoader(registry.FOLDER).load(name)


def walk(case: Case, body: bytes, charset: str | None) -> None:
    """Give the spider of the case's source this body as the answer, and read what it finds."""
    spider = _spider_class(case.source.name)(all_vacancies=True)
    counted: dict[str, int] = {}
    stats = SimpleNamespace(inc_value=lambda name, number=1: counted.update({name: counted.get(name, 0) + number}))
    spider.crawler = SimpleNamespace(stats=stats)  # type: ignore[assignment]  # all that a walk needs of one
    spider.settings = _settings()
    issues: list[tuple[Issue, str | None]] = []
    spider.report = lambda issue, url: issues.append((issue, url))
    request = spider._request(case.fetch)
    declared = f"{case.media_type}; charset={charset}" if charset else case.media_type
    headers = Headers({"Content-Type": declared})
    response = Response(case.fetch.url, status=case.status, headers=headers, body=body, request=request)
    for found in spider.parse(response, case.fetch, Listing()):
        if isinstance(found, RawPosting):
            check_posting(found, normalise(found, case.source, NOW))
    for number in counted.values():
        _integers(number)
    for issue, url in issues:
        if not issue.message.strip() or not url:
            raise Broken(f"a problem without words or address: {issue}")


def check_posting(raw: RawPosting, found: Normalised) -> None:
    """What holds for every posting, whatever it says. Raises Broken."""
    for fact in found.facts:
        if fact.start is not None and fact.end is not None:
            if not 0 <= fact.start < fact.end <= len(raw.text) or raw.text[fact.start : fact.end] != fact.raw:
                raise Broken(f"a span that is not of the text: {fact}")
        elif fact.label is None and fact.basis is Basis.POSTING:
            raise Broken(f"a fact without span and label: {fact}")
    told = {fact.field.value for fact in found.facts if fact.basis is not Basis.SOURCE_RULE}
    told |= {"grade_raw"} if "grade" in told else set()
    printed = found.posting.to_json()
    nationalities = printed.pop("nationalities")
    stated = {name for name, value in printed.items() if value not in (None, [], False)}
    stated |= {"nationalities"} if any(nationalities.values()) else set()
    if not stated <= told:
        raise Broken(f"values without a fact: {sorted(stated - told)}")
    row = sight(raw, found, NOW)._asdict()
    json.dumps(row, default=str, allow_nan=False).encode()
    _integers(row)
    if not row["content_hash"] or json.dumps(asdict(found.posting), default=str) == "":
        raise Broken("a posting without content")


def _integers(value: Any) -> None:
    """Raise Broken for a number that a database refuses."""
    if isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
        raise Broken(f"a number of {value.bit_length()} bits")
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            _integers(part)


def _page(platform: str, data: bytes) -> None:
    cases = load_cases(platform)
    head, body = data[:_HEAD].ljust(_HEAD, b"\0"), data[_HEAD:]
    case = cases[int.from_bytes(head[:2], "big") % len(cases)]
    walk(case, body, _DECLARED[head[2] % len(_DECLARED)] or case.charset)


def _page_seeds(platform: str) -> Iterator[bytes]:
    for number, case in enumerate(load_cases(platform)):
        yield number.to_bytes(2, "big") + b"\0" + case.body


# --- Files -----------------------------------------------------------------------------------------------------------


def _document(data: bytes) -> None:
    """`jpo parse`, which never raises for what a document holds."""
    json.dumps(parse_document("file", data, with_text=True))


def _document_seeds() -> Iterator[bytes]:
    for path in sorted(ADVERTS.glob("*/*.*")):
        if path.suffix != ".jsonl":
            yield path.read_bytes()
    for path in sorted(FIXTURES.glob("*/posting/document.*")):
        yield path.read_bytes()


_PARTED = re.compile("\n?\x1e")
_FIELDS = (None, *Field)


def _posting(data: bytes) -> None:
    """The rules: a text, and after each record separator a label, whose first letter chooses its field."""
    try:
        words = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        words = data.decode("utf-8", "replace")
    text, *parts = _PARTED.split(words)
    labels = []
    for part in parts:
        name, _, value = part[1:].partition("\t")
        labels.append(Label(name, value, _FIELDS[ord(part[:1] or " ") % len(_FIELDS)]))
    raw = RawPosting("unknown", "1", None, text, tuple(labels))
    check_posting(raw, normalise(raw, UNKNOWN_SOURCE, NOW))


def _posting_seeds() -> Iterator[bytes]:
    for path in sorted(ADVERTS.glob("*/*.txt")):
        yield path.read_bytes()
        yield path.read_bytes() + b"\x1e%Closing date\t3 March 2027\x1e)Location\tRome, Italy\x1e(Grade\tP-2"


def _scratch(name: str) -> Path:
    return Path(_folder(), name)


@cache
def _folder() -> str:
    made = tempfile.TemporaryDirectory(prefix="jpo-fuzz-")
    _kept.append(made)
    return made.name


_kept: list[tempfile.TemporaryDirectory[str]] = []


def _toml(data: bytes) -> None:
    """A source's TOML; one that is accepted can be walked."""
    path = _scratch("source.toml")
    path.write_bytes(data)
    try:
        source = registry.load(path)
    except SourceFileError:
        return
    if source.platform:
        made = type("Spider", (_spider_class(_any_source(source.platform)),), {"name": source.name, "source": source})
        made(all_vacancies=False)


@cache
def _any_source(platform: str) -> str:
    return next(name for name, source in registry.load_all().items() if source.platform == platform)


def _toml_seeds() -> Iterator[bytes]:
    for path in sorted(registry.FOLDER.glob("*.toml")):
        yield path.read_bytes()


def _warc(data: bytes) -> None:
    """A WARC file given to `--replay`; what is accepted can be answered from."""
    path = _scratch("archive.warc.gz" if data[:2] == b"\x1f\x8b" else "archive.warc")
    path.write_bytes(data)
    try:
        archive = WarcArchive([path])
        for entries in archive._entries.values():
            for entry in entries:
                response_of(warc._read(entry), "https://jobs.example.org/")
    except ArchiveError:
        pass
    finally:
        path.unlink()


def _warc_seeds() -> Iterator[bytes]:
    path = _scratch("seed.warc.gz")
    for body in (b"<p>words</p>", b'{"a": 1}'):
        file = WarcFile(path, "seed")
        for number in range(2):
            request = Request(f"https://jobs.example.org/{number}", method="POST" if number else "GET", body=b"q")
            headers = {"Content-Type": "text/html", "ETag": '"a"'}
            file.add(request, Response(request.url, status=304 if number else 200, headers=headers, body=body), NOW)
        file.close()
        packed = path.read_bytes()
        path.unlink()
        yield packed
        yield gzip.decompress(packed)


def _case(data: bytes) -> None:
    """The request.json of a fixture case given to `--replay`."""
    folder = _scratch("case")
    folder.mkdir(exist_ok=True)
    (folder / "request.json").write_bytes(data)
    (folder / "document.html").write_bytes(b"<p>words</p>")
    for read in (lambda: CaseArchive(folder, [folder]), lambda: load_case(folder)):
        with suppress(ArchiveError):
            read()


def _case_seeds() -> Iterator[bytes]:
    for path in sorted(FIXTURES.glob("*/listing/request.json")):
        yield path.read_bytes()


def targets() -> dict[str, Target]:
    """Every target by its name."""
    platforms = sorted({case.source.platform or "" for case in _all_cases()})
    every = [
        *(Target(f"pages.{name}", partial(_page, name), partial(_page_seeds, name), _HEAD) for name in platforms),
        Target("document", _document, _document_seeds),
        Target("posting", _posting, _posting_seeds),
        Target("toml", _toml, _toml_seeds),
        Target("warc", _warc, _warc_seeds),
        Target("case", _case, _case_seeds),
    ]
    return {target.name: target for target in every}
