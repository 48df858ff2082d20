"""The pages in a real browser: headless Chromium, where the machine has one."""

import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urldefrag

import pytest
import uvicorn

from jpo_scraper.store.engine import open_engine
from jpo_scraper.web.report import report
from jpo_scraper.web.server import Served
from tests.web.posts import HOSTILE_TITLE, NOW, OPEN

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
if CHROMIUM is None:
    pytest.skip("there is no Chromium on this machine", allow_module_level=True)

ROOT = Path(__file__).parents[2]
PAGES = ["/", "/posts", "/posts?all=1", "/posting/1", "/posting/5", "/apply", "/charts", "/map", "/sources"]
ANALYSTS = ["/data", "/data/open_vacancies", "/data/posting/5", "/data?sql=select+*+from+posting"]


class Site:
    """The application behind a socket of this machine, in a thread."""

    def __init__(self, path: Path, now=NOW) -> None:
        self._served = Served(path, clock=lambda: now)
        listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self._server = uvicorn.Server(uvicorn.Config(self._served, log_level="error"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listening]})
        self._thread.start()

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(30)
        self._served.close()


@pytest.fixture(scope="module")
def site(posts):
    running = Site(posts)
    yield running.address
    running.close()


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def tab(browser):
    """A fresh tab that writes down what went wrong in it and whom it asked."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    page.wrong, page.asked = [], []
    page.on("console", lambda said: page.wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("dialog", lambda dialog: (page.wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    context.close()


def test_pages_load_without_an_error_and_ask_nobody_else(tab, site):
    for path in PAGES + ANALYSTS:
        assert tab.goto(site + path).status == 200, path
        assert tab.wrong == [], path
    assert [url for url in tab.asked if not url.startswith((site, "data:"))] == []


def test_the_form_gives_each_post_its_verdict(tab, site):
    tab.goto(f"{site}/apply")
    tab.get_by_label("Nationality", exact=True).select_option("KR")
    tab.get_by_label("Date of birth").fill("1994-05-01")
    tab.get_by_label("Highest degree").select_option("master")
    tab.get_by_label("Years of relevant experience").fill("2")
    tab.get_by_label("Languages").fill("English:C1")
    tab.get_by_label("Applications already made in this call").fill("0")
    tab.get_by_role("button", name="Can I apply?").click()
    assert tab.get_by_role("status").inner_text() == "1 eligible, 2 unclear, 1 not."
    assert OPEN.title in tab.locator(".verdict.eligible").inner_text()
    assert "Programmamedewerker" in tab.locator(".verdict.not").inner_text()
    tab.get_by_label("Date of birth").fill("2031-01-01")
    tab.get_by_role("button", name="Can I apply?").click()
    assert "Nobody who applies on 2026-03-10" in tab.get_by_role("alert").inner_text()
    assert tab.url == f"{site}/apply"


def test_charts_and_the_map_are_drawn(tab, site):
    tab.goto(f"{site}/charts")
    for name, least in (("years", 3), ("agencies", 3), ("days", 2), ("competencies", 2)):
        chart = tab.locator(f"#chart-{name}")
        box = chart.bounding_box()
        assert box["width"] > 300, name
        assert box["height"] > 50, name
        assert chart.locator("rect").count() >= least, name
        colours = chart.locator("rect").evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
        assert not {"rgb(0, 0, 0)", "none"} & set(colours), name
    tab.goto(f"{site}/map")
    land = tab.locator("#chart-map path").bounding_box()
    assert land["width"] > 600
    circles = tab.locator("#chart-map circle").evaluate_all("all => all.map(one => one.getBoundingClientRect().width)")
    assert len(circles) == 3
    assert min(circles) > 3


def test_all_links_of_the_pages_work(tab, site):
    links = set()
    for path in PAGES:
        tab.goto(site + path)
        found = tab.locator("a[href], link[href]").evaluate_all("all => all.map(one => one.href)")
        for address, name in map(urldefrag, found):
            if name and address == site + path:
                assert tab.locator(f"[id='{name}']").count() == 1, name
        links |= {urldefrag(link).url for link in found if link.startswith(site)}
    assert f"{site}/posts.ics?" in links
    assert len(links) > 40
    assert {link: status for link in links if (status := tab.request.get(link).status) != 200} == {}


def test_the_keyboard_reaches_the_content_and_the_form(tab, site):
    tab.goto(f"{site}/apply")
    tab.keyboard.press("Tab")
    skip = tab.locator(":focus")
    assert skip.inner_text() == "To the content"
    assert skip.bounding_box()["x"] >= 0
    assert skip.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "nationality"
    tab.keyboard.type("Republic of K")
    reached = []
    while "languages" not in reached:  # a date has a stop for each of its parts
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.id"))
        assert len(reached) < 20
    assert list(dict.fromkeys(reached)) == ["other_nationality", "born", "degree", "years", "languages"]
    tab.keyboard.press("Enter")
    assert tab.locator("#nationality").input_value() == "KR"
    assert "eligible" in tab.get_by_role("status").inner_text()


@pytest.mark.parametrize("width", [320, 600])
def test_no_page_is_wider_than_a_phone(tab, site, width):
    tab.set_viewport_size({"width": width, "height": 600})
    for path in PAGES:
        tab.goto(site + path)
        wide = tab.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, path


def test_a_hostile_posting_does_nothing(tab, site):
    for path in ("/posting/5", "/posts", "/apply?posting=5", "/charts", "/map", "/data/posting/5", "/data/posting"):
        tab.goto(site + path)
        assert tab.title() != "owned", path
        assert tab.locator("img[src='x'], svg[onload], iframe").count() == 0, path
        assert tab.locator("a[href^='javascript:']").count() == 0, path
    assert tab.wrong == []
    assert [url for url in tab.asked if not url.startswith(site)] == []
    tab.goto(f"{site}/posting/5")
    shown = HOSTILE_TITLE.replace("\u202e", "")
    assert tab.locator("h1").inner_text() == shown
    assert tab.locator("h1 bdi").evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"


def test_the_report_needs_nothing_besides_itself(tab, posts, tmp_path):
    engine = open_engine(str(posts))
    file = tmp_path / "report.html"
    file.write_text(report(engine, NOW), encoding="utf-8")
    engine.dispose()
    tab.goto(file.as_uri())
    assert tab.wrong == []
    assert tab.asked == [file.as_uri()]
    assert tab.title() == "Posts for Junior Professional Officers · JPO vacancies"
    assert tab.locator("#chart-map circle").count() == 3
    assert tab.locator("#chart-years rect").first.bounding_box()["height"] > 5
    assert tab.locator("a[href^='javascript:']").count() == 0


SHOTS = {
    "front": "/",
    "posting": "/posting/{id}",
    "apply": "/apply",
    "charts": "/charts",
    "map": "/map",
}
"""Pictures for docs/web.md."""


def test_pictures_for_the_documents(browser, request, tmp_path):
    """Not a check: `pytest tests/web/test_browser.py --screenshots docs/screenshots` makes them anew."""
    folder = request.config.getoption("--screenshots")
    if not folder:
        pytest.skip("asked for with --screenshots FOLDER alone")
    database = tmp_path / "demo.sqlite"
    command = [sys.executable, "-m", "jpo_scraper", "crawl", "--replay", "fixtures", "-d", str(database)]
    subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    demo = Site(database, NOW.replace(month=11, day=16))
    tab = browser.new_page(viewport={"width": 900, "height": 720})
    tab.goto(f"{demo.address}/posts?sponsor=KR")
    id = tab.locator("table.posts tbody a").first.get_attribute("href").rpartition("/")[2]
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, path in SHOTS.items():
        tab.goto(demo.address + path.format(id=id))
        if name == "apply":
            tab.locator("#nationality").select_option("KR")
            tab.locator("#born").fill("1994-05-01")
            tab.locator("#degree").select_option("master")
            tab.locator("#years").fill("2")
            tab.locator("#languages").fill("English, Korean")
            tab.get_by_role("button", name="Can I apply?").click()
        if name == "posting":
            tab.locator("article").scroll_into_view_if_needed()
        time.sleep(0.2)
        tab.screenshot(path=Path(folder) / f"{name}.png")
    tab.close()
    demo.close()
