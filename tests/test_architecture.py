"""Who may import whom: the arrows of docs/architecture.md, read from the import statements."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest

from jpo_scraper.store.engine import open_engine
from tests.store.factory import crawl, normalised, raw

PACKAGE = Path(__file__).parent.parent / "jpo_scraper"
ROOMS = {
    "vocab": set(),
    "exceptions": set(),
    "items": {"vocab"},
    "reference": {"vocab"},
    "sources": {"vocab", "exceptions"},
    "sources.loader": {"vocab", "exceptions", "sources", "spiders", "scrapy"},
    "pages": {"vocab", "exceptions", "items", "parsel", "lxml", "pypdfium2", "docx", "openpyxl"},
    "normalise": {"vocab", "items", "reference", "sources.model"},
    "eligibility": {"vocab", "items", "reference", "sources.model", "contacts"},
    "monitor.counters": {"vocab"},
    "monitor.compare": {"vocab", "items"},
    "monitor.verdict": {"vocab", "items", "sources.model"},
    "monitor.notebook": {"items"},
    "monitor.edition": {"vocab", "sources.model"},
    "names": {"exceptions", "reference"},
    "link": {"vocab", "items", "reference", "sources.model"},
    "store": {
        "vocab",
        "exceptions",
        "items",
        "link",
        "reference.fold",
        "migrations",
        "sqlalchemy",
        "alembic",
        "filelock",
    },
    "export": {"vocab", "exceptions", "xlsxwriter", "pyarrow", "icalendar"},
    "archive": {"vocab", "exceptions", "items", "scrapy", "warcio"},
    "spiders": {
        "vocab",
        "exceptions",
        "bounds",
        "items",
        "sources",
        "pages",
        "archive",
        "scrapy",
        "twisted",
        "protego",
    },
    "monitor.ledger": {"vocab", "exceptions", "items", "sources", "monitor", "store", "spiders", "scrapy", "twisted"},
    "bounds": {"exceptions"},
    "meaning": {"bounds", "items", "normalise", "sources.model"},
    "helper": {"items", "meaning", "sources.model"},
    "pipelines": {"vocab", "items", "meaning", "helper", "monitor", "spiders", "scrapy"},
    "monitor.health": {"vocab", "sources.model"},
    "monitor.log": set(),
    "settings": {"monitor"},
    "renormalise": {"vocab", "items", "normalise", "sources", "store", "sqlalchemy"},
    "notify": {"vocab", "exceptions"},
    "queue": {
        "vocab",
        "exceptions",
        "sources",
        "store",
        "monitor.health",
        "sqlalchemy",
        "procrastinate",
        "psycopg",
        "croniter",
    },
    "queue.leash": set(),
    "contacts": set(),
    "candidacy": {"vocab", "exceptions", "items", "eligibility", "store"},
    "publish": {"vocab", "contacts", "export", "store", "sqlalchemy"},
    "web": {
        "vocab",
        "contacts",
        "exceptions",
        "items",
        "names",
        "reference",
        "eligibility",
        "candidacy",
        "publish",
        "export",
        "store",
        "sqlalchemy",
        "jinja2",
        "markupsafe",
        "datasette",
    },
    "crawl": None,
    "cli": None,
    "__main__": None,
    "": None,
}
"""Room → what it may import besides the standard library and itself. None: anything."""


def room_of(module: str) -> str:
    """The most specific room that a module of the package (without its name) belongs to."""
    parts = module.split(".")
    candidates = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next((name for name in candidates if name in ROOMS), "")


def imports(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module
            if node.module == "jpo_scraper" or node.module in ("jpo_scraper.sources", "jpo_scraper.store"):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        name = (
            ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__").removesuffix("__init__")
        )
        yield pytest.param(path, name, id=name or "jpo_scraper")


def is_allowed(imported: str, allowed: set[str], own: str) -> bool:
    if not imported.startswith("jpo_scraper"):
        top = imported.partition(".")[0]
        return top in sys.stdlib_module_names or top in allowed
    inside = imported.removeprefix("jpo_scraper").lstrip(".")
    names = {inside, inside.rpartition(".")[0], inside.partition(".")[0]}
    return inside in ("", "__version__") or own.partition(".")[0] in names or bool(names & allowed)


@pytest.mark.parametrize(("path", "module"), list(modules()))
def test_a_room_imports_only_what_the_picture_allows(path, module):
    allowed = ROOMS[room_of(module)]
    if allowed is not None:
        assert [name for name in imports(path) if not is_allowed(name, allowed, module)] == []


def needed_by_all() -> set[str]:
    """What is there after a plain `pip install`: the project's dependencies, and what Scrapy needs in turn."""
    own = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    of_scrapy = [row for row in requires("scrapy") or () if "extra ==" not in row]
    return {re.split(r"[^\w.-]", row)[0].lower() for row in (*own, *of_scrapy)}


@pytest.mark.parametrize(
    ("path", "module"),
    [given for given in modules() if room_of(given.values[1]) not in ("export", "queue", "web", "cli")],
)
def test_a_crawl_needs_no_extra(path, module):
    tops = {name.partition(".")[0] for name in imports(path)} - sys.stdlib_module_names - {"jpo_scraper"}
    homes = {top: {name.lower() for name in packages_distributions()[top]} for top in tops}
    assert [top for top, names in homes.items() if not names & needed_by_all()] == []


def test_datasette_is_known_by_the_server_alone():
    for path in PACKAGE.rglob("*.py"):
        if path.relative_to(PACKAGE).as_posix() != "web/server.py":
            assert not [name for name in imports(path) if name.partition(".")[0] == "datasette"], path


def test_nothing_imports_the_command_line():
    for path in PACKAGE.rglob("*.py"):
        if "cli" not in path.parts and path.name != "__main__.py":
            assert not [name for name in imports(path) if name.startswith("jpo_scraper.cli")], path


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import jpo_scraper.normalise", ("scrapy", "parsel", "sqlalchemy", "itemadapter")),
        ("import jpo_scraper.pages.unknown", ("scrapy", "sqlalchemy", "itemadapter")),
        ("import jpo_scraper.store.writer", ("scrapy", "parsel", "itemadapter")),
        ("import jpo_scraper.link", ("scrapy", "parsel", "sqlalchemy", "itemadapter")),
        ("import jpo_scraper.sources.registry", ("scrapy", "parsel", "sqlalchemy")),
        ("import jpo_scraper.cli", ("scrapy", "parsel", "sqlalchemy", "alembic", "rich", "itemadapter")),
        ("import jpo_scraper.export", ("scrapy", "sqlalchemy", "click", "pyarrow", "xlsxwriter", "icalendar")),
        ("import jpo_scraper.web.report", ("scrapy", "datasette", "uvicorn", "click", "icalendar")),
        ("import jpo_scraper.cli.serve", ("scrapy", "sqlalchemy", "rich", "jinja2", "datasette", "uvicorn")),
        ("import jpo_scraper.cli.report", ("scrapy", "sqlalchemy", "rich", "jinja2")),
        ("import jpo_scraper.cli.query", ("scrapy", "parsel", "sqlalchemy", "alembic", "rich")),
        ("import jpo_scraper.cli.export", ("scrapy", "parsel", "sqlalchemy", "alembic", "rich", "pyarrow")),
        ("import jpo_scraper.cli.sources", ("scrapy", "parsel", "sqlalchemy", "alembic", "rich")),
        ("import jpo_scraper.queue.health", ("procrastinate", "croniter", "scrapy", "parsel", "alembic")),
        ("import jpo_scraper.cli.worker", ("procrastinate", "scrapy", "sqlalchemy", "rich")),
        ("import jpo_scraper.cli.parse", ("scrapy", "parsel", "sqlalchemy", "alembic", "rich")),
    ],
)
def test_light_rooms_stay_light(statement, absent):
    code = f"import sys; {statement}; print([name for name in {absent!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


UNASKED = (
    "scrapy parsel lxml twisted alembic sqlalchemy.orm sqlalchemy.dialects.postgresql psycopg jinja2 datasette "
    "openpyxl docx pypdfium2 pyarrow xlsxwriter icalendar filelock jpo_scraper.normalise jpo_scraper.sources "
    "jpo_scraper.store.writer"
).split()
"""What no question to an SQLite file needs: loading it takes longer than the answer."""


@pytest.fixture(scope="module")
def one_post(sqlite_template, tmp_path_factory):
    """An SQLite file with one posting."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("asked") / "one.sqlite")
    engine = open_engine(str(path))
    crawl(engine, [(raw(), normalised())])
    engine.dispose()
    return path


@pytest.mark.parametrize(
    ("command", "also"),
    [
        ("list --as-of 2026-03-10", ()),
        ("list --all --json", ("rich",)),
        ("list --sponsor KR --csv", ("rich",)),
        ("search officer --json", ("rich",)),
        ("show 1 --json", ("rich",)),
        ("show 1", ()),
        ("eligible --nationality KR --born 1994-05-01 --as-of 2026-03-10", ()),
        ("eligible --nationality KR --as-of 2026-03-10 --json", ("rich",)),
        ("query VALUES(1)", ()),
        ("query VALUES(1) --csv", ("rich",)),
        ("export --to - --format csv", ("rich",)),
    ],
)
def test_a_question_to_sqlite_loads_only_what_it_needs(one_post, command, also):
    arguments = [*command.split(), "--database", str(one_post)]
    report = f"print(*({{*{[*UNASKED, *also]!r}}} & sys.modules.keys()), file=sys.stderr)"
    code = f"import sys; from jpo_scraper.cli import jpo; jpo({arguments!r}, standalone_mode=False); {report}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout
    assert done.stderr.split() == []
