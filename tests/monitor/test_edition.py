from dataclasses import replace

from jpo_scraper.monitor import edition as edition_module
from jpo_scraper.monitor.edition import edition
from jpo_scraper.sources import registry
from jpo_scraper.sources.model import Selection
from jpo_scraper.vocab import Scope

SOURCE = registry.get("unhcr")


def test_the_same_program_and_source_are_one_edition():
    assert edition(SOURCE, Scope.JPO) == edition(registry.load(registry.FOLDER / "unhcr.toml"), Scope.JPO)


def test_another_source_file_or_scope_is_another_edition():
    others = [
        edition(replace(SOURCE, select=Selection(titles=("Other",))), Scope.JPO),
        edition(SOURCE, Scope.ALL),
        edition(registry.get("unicef"), Scope.JPO),
    ]
    assert len({edition(SOURCE, Scope.JPO), *others}) == 4


def test_another_reader_rule_or_table_is_another_edition(tmp_path, monkeypatch):
    (tmp_path / "pages").mkdir()
    monkeypatch.setattr(edition_module, "_PACKAGE", tmp_path)
    monkeypatch.setattr(edition_module, "_READING", ("pages", "items.py"))
    seen = set()
    for name, words in [("items.py", "1"), ("items.py", "2"), ("pages/a.py", "1"), ("pages/table.csv", "1")]:
        (tmp_path / name).write_text(words)
        edition_module._program.cache_clear()
        seen.add(edition(SOURCE, Scope.JPO))
    edition_module._program.cache_clear()
    assert len(seen) == 4


def test_every_part_that_reads_is_there():
    assert all((edition_module._PACKAGE / name).exists() for name in edition_module._READING)
