"""The cases of all sources together are an archive: each source replays its own with the rules that really run."""

from pathlib import Path

import pytest

from jpo_scraper.sources import registry
from tests.crawl.run import ROOT, crawl_apart


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("fixtures")
    settings = {"JPO_SOURCES": str(registry.FOLDER)}
    output = crawl_apart(registry.crawlable(), folder, settings=settings, replay=ROOT / "fixtures", real_rules=True)
    return output["results"]


@pytest.mark.parametrize("name", registry.crawlable())
def test_a_source_replays_its_cases_without_a_fault(results, name):
    result = results[name]
    assert (result["status"], result["reasons"]) == ("complete", [])
    assert result["counters"]["collected"] > 0
