import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_folder_of_code_is_shipped():
    """Packages are named one by one in pyproject.toml, so that the migrations can be shipped inside the package."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    places = {name: declared["package-dir"].get(name) for name in declared["packages"]}
    versions = {"jpo_scraper.migrations": "migrations", "jpo_scraper.migrations.versions": None}
    assert {name: places.pop(name) for name in versions} == versions
    folders = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "jpo_scraper").rglob("*.py")}
    assert set(places) == folders, "name every folder of code under [tool.setuptools] packages in pyproject.toml"
