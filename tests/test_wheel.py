"""What is installed from a wheel, in a folder far from the repository."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.cli import ROOT

SHIPPED = {"jpo_scraper": "jpo_scraper", "migrations": "jpo_scraper/migrations", "fixtures": "jpo_scraper/fixtures"}
"""Folders of a checkout, and where they are in the package."""

BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder that holds what the wheel installs."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in SHIPPED:
        shutil.copytree(ROOT / name, folder / "source" / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / "source")
    subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)], cwd=folder / "source", check=True, capture_output=True, timeout=120
    )
    (wheel,) = folder.glob("jpo_scraper-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def run(site, folder, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_every_folder_of_code_is_named():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    code = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "jpo_scraper").rglob("*.py")}
    elsewhere = {"jpo_scraper.migrations", "jpo_scraper.migrations.versions", "jpo_scraper.fixtures"}
    assert {*declared["packages"]} == code | elsewhere, "name every folder of code under [tool.setuptools] packages"


def test_the_wheel_holds_code_tables_sources_migrations_and_recorded_pages(site):
    wanted = {
        place / path.relative_to(ROOT / name)
        for name, place in ((name, Path(place)) for name, place in SHIPPED.items())
        for path in (ROOT / name).rglob("*")
        if path.suffix in {".py", ".toml", ".csv", ".typed"} or path.stem in {"request", "document"}
    }
    held = {path.relative_to(site) for path in site.rglob("*") if path.is_file()}
    assert len(wanted) > 1000
    assert sorted(wanted - held) == []
    assert {path.suffix for path in held if "fixtures" in path.parts} >= {".json", ".html"}
    assert not [path for path in held if path.stem in ("expected", "note")]


def test_the_installed_program_is_the_one_of_the_wheel(site, tmp_path):
    code = "import jpo_scraper; from jpo_scraper.store import migrate; print(jpo_scraper.__file__, migrate.FOLDER)"
    package = site / "jpo_scraper"
    assert run(site, tmp_path, "-c", code).stdout.split() == [str(package / "__init__.py"), str(package / "migrations")]


@pytest.mark.parametrize("replay", ["fixtures", "fixtures/unhcr"])
def test_the_demo_of_the_readme_runs_anywhere(site, tmp_path, replay):
    done = run(site, tmp_path, "-m", "jpo_scraper", "crawl", "unhcr", "--replay", replay, "-d", "demo.sqlite")
    assert done.returncode == 0, done.stderr
    assert "Open posts on 2026-" in done.stdout
    assert (tmp_path / "demo.sqlite").exists()


def test_a_folder_of_that_name_comes_first(site, tmp_path):
    (tmp_path / "fixtures").mkdir()
    done = run(site, tmp_path, "-m", "jpo_scraper", "crawl", "unhcr", "--replay", "fixtures", "-d", "demo.sqlite")
    assert (done.returncode, "holds neither a WARC file" in done.stderr) == (2, True)
