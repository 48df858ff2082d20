"""The registry: every source of the project loads, and every mistake in a TOML gets a message with a remedy."""

import datetime
import re
from pathlib import Path

import pytest

from jpo_scraper.exceptions import SourceFileError, UnknownSourceError
from jpo_scraper.sources.model import Politeness, Source
from jpo_scraper.sources.platforms import PLATFORMS
from jpo_scraper.sources.registry import FOLDER, crawlable, get, load, load_all
from jpo_scraper.vocab import Confidence, Field, SourceKind

GOOD = """
title = "An agency"
kind = "agency"
homepage = "https://careers.example.org"
languages = ["en", "fr"]
platform = "pageup"
agency = "UNICEF"
season = [1, 2]
hosts = ["careers.example.org"]

[site]
feed = "https://careers.example.org/rss"

[politeness]
delay = 3

[known]
listing = "seen"
detail = "seen"
rules = "inferred"
"""


def write(folder: Path, text: str, name: str = "example") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_gives_a_source(tmp_path: Path) -> None:
    source = load(write(tmp_path, GOOD))
    assert (source.name, source.kind, source.languages) == ("example", SourceKind.AGENCY, ("en", "fr"))
    assert (source.season, source.site["feed"]) == ((1, 2), "https://careers.example.org/rss")
    assert source.politeness == Politeness(delay=3.0)
    assert source.known.rules is Confidence.INFERRED


FEED = 'feed = "https://careers.example.org/rss"'
MISTAKES: dict[str, tuple[str, str, list[str]]] = {
    "a key that does not exist": ("agency =", "agncy =", ["agncy", "did you mean agency?"]),
    "a key that does not exist in a table": ("delay", "dealy", ["politeness.dealy", "did you mean delay?"]),
    "a key far from all others": ("delay", "colour", ["politeness.colour", "use one of delay, robots"]),
    "a missing key": ('title = "An agency"', "", ["lacks title", "add it"]),
    "a missing key in a table": ('rules = "inferred"', "", ["lacks known.rules", "add it"]),
    "a word where a number belongs": ("delay = 3", 'delay = "3"', ["politeness.delay = '3'", "write a float"]),
    "a number where a word belongs": ('"UNICEF"', "7", ["agency = 7", "write a str"]),
    "a word where a list belongs": ('["en", "fr"]', '"en"', ["languages = 'en'", "write a list"]),
    "a wrong element of a list": ("[1, 2]", '[1, "two"]', ["season[1] = 'two'", "write a int"]),
    "a word where a table belongs": ("[politeness]\ndelay = 3", "[[politeness]]", ["politeness", "write a table"]),
    "a word that is not in the vocabulary": ('"agency"', '"agenzy"', ["kind = 'agenzy'", "did you mean agency?"]),
    "an unknown platform": ('"pageup"', '"pagup"', ["platform = 'pagup'", "did you mean pageup?"]),
    "a key that the platform does not know": ("feed =", "fed =", ["[site] fed", "did you mean feed?"]),
    "a site key of the wrong type": (FEED, "feed = 1", ["[site] feed = 1", "write a str", "RSS feed"]),
    "a missing site key": (FEED, "", ["[site] lacks feed", "RSS feed"]),
    "a platform without hosts": ('hosts = ["careers.example.org"]', "", ["hosts", "name the hosts"]),
    "a site without platform": ('platform = "pageup"', "", ["[site] without platform", "name the platform"]),
    "a name of its own": ("title", 'name = "other"\ntitle', ["name = 'other'", "leave the key out"]),
    "a number of too many digits": ("[1, 2]", f"[{'1' * 5000}]", ["not valid TOML"]),
    "no TOML at all": ("title =", "title", ["not valid TOML"]),
}


@pytest.mark.parametrize(("right", "wrong", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_gets_a_message_with_file_key_and_remedy(
    tmp_path: Path, right: str, wrong: str, words: list[str]
) -> None:
    path = write(tmp_path, GOOD.replace(right, wrong, 1))
    with pytest.raises(SourceFileError) as caught:
        load(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert [word for word in words if word not in message] == []


def test_a_file_name_that_is_no_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match="rename the file"):
        load(write(tmp_path, GOOD, name="My-Source"))


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "example.toml"
    path.write_bytes('title = "Türkiye"'.encode("cp1252"))
    with pytest.raises(SourceFileError, match="not valid TOML"):
        load(path)


def test_an_unknown_name_offers_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, GOOD, name="unicef")
    write(tmp_path, GOOD, name="unhcr")
    with pytest.raises(UnknownSourceError, match="did you mean unicef"):
        get("unicfe", tmp_path)
    with pytest.raises(UnknownSourceError, match="jpo sources"):
        get("zzzz", tmp_path)


def test_a_source_without_platform_is_registered_and_not_crawled(tmp_path: Path) -> None:
    text = re.sub(r"\n\[site\]\nfeed.*\n", "\n", GOOD).replace('platform = "pageup"', "")
    write(tmp_path, text, name="quiet")
    write(tmp_path, GOOD, name="open")
    assert list(load_all(tmp_path)) == ["open", "quiet"]
    assert crawlable(tmp_path) == ["open"]


SOURCES = list(load_all().values())


def name_of(source: Source) -> str:
    return source.name


def test_every_file_is_a_source() -> None:
    assert {source.name for source in SOURCES} == {path.stem for path in FOLDER.glob("*.toml")}


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_a_source_says_how_it_is_known(source: Source) -> None:
    assert source.known.evidence
    assert datetime.date.fromisoformat(source.known.read_on)
    assert source.politeness.delay >= 1
    assert set(source.season) <= set(range(1, 13))
    assert source.languages


@pytest.mark.parametrize("source", [source for source in SOURCES if source.platform], ids=name_of)
def test_a_source_speaks_only_to_its_hosts(source: Source) -> None:
    addresses = [value for value in source.site.values() if isinstance(value, str) and value.startswith("http")]
    assert addresses or "host" in source.site
    assert all(re.match(r"https?://([^/]+)", address)[1] in source.hosts for address in addresses)  # type: ignore[index]
    assert source.site.get("host", source.hosts[0]) in source.hosts


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_a_standing_rule_names_a_field_and_where_it_was_read(source: Source) -> None:
    for rule in source.rules:
        assert Field(rule.field)
        assert rule.raw
        assert rule.url.startswith("http")
        assert re.fullmatch(r"\d{4}", rule.year)


def test_every_platform_of_a_source_has_pages_and_options() -> None:
    assert {source.platform for source in SOURCES if source.platform} <= set(PLATFORMS)
