"""The benchmark's generator with a seed of its own: the figures that the project promises."""

from benchmarks.linking import World, measure
from jpo_scraper.vocab import LinkVerdict


def test_vacancies_are_found_with_precision_and_recall_as_promised():
    result = measure(World(2027).items(290))
    assert result.inside >= 2_000
    same, again = result.scores[LinkVerdict.SAME], result.scores[LinkVerdict.READVERTISED]
    assert same.pairs > 300
    assert again.pairs > 150
    assert same.precision >= 0.99
    assert same.recall >= 0.97
    assert again.precision >= 0.97
    assert again.recall >= 0.95
