"""The other way to many machines: a real Scrapyd takes the egg of deploy/, lists the spiders and runs one."""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode

import pytest

from jpo_scraper.sources import registry
from tests.crawl.test_crashes import rows

pytest.importorskip("scrapyd", reason="scrapyd is not installed here")
ROOT = Path(__file__).parent.parent
PATIENCE = 90
CONFIGURATION = "[scrapyd]\nhttp_port = {port}\npoll_interval = 0.2\n"


@pytest.fixture
def scrapyd(tmp_path):
    """Asks a server of its own: path and fields in, JSON out."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    (tmp_path / "scrapyd.conf").write_text(CONFIGURATION.format(port=port))
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-m", "scrapyd", "--pidfile="], cwd=tmp_path, stdout=log, stderr=log)

    def ask(path, fields=None, body=None, kind=None):
        data = body or (urlencode(fields).encode() if fields else None)
        request = urllib.request.Request(f"http://127.0.0.1:{port}/{path}", data)
        if kind:
            request.add_header("Content-Type", kind)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    try:
        give_up = time.monotonic() + PATIENCE
        while True:
            try:
                ask("daemonstatus.json")
                break
            except URLError:
                assert server.poll() is None, (tmp_path / "log").read_text()
                assert time.monotonic() < give_up
                time.sleep(0.1)
        yield ask
    finally:
        server.terminate()
        server.wait()


def multipart(fields, egg):
    """A form with the egg, as `curl -F` sends it."""
    parts = [f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields]
    head = '--cut\r\nContent-Disposition: form-data; name="egg"; filename="jpo.egg"\r\n\r\n'
    return ("".join(parts) + head).encode() + egg + b"\r\n--cut--\r\n"


def test_scrapyd_takes_the_egg_lists_the_spiders_and_runs_one(tmp_path, scrapyd):
    shutil.copy(ROOT / "deploy" / "scrapyd" / "setup.py", tmp_path)
    subprocess.run([sys.executable, "setup.py", "-q", "bdist_egg"], cwd=tmp_path, check=True, capture_output=True)
    [egg] = (tmp_path / "dist").glob("jpo-*.egg")
    body = multipart([("project", "jpo"), ("version", "1")], egg.read_bytes())
    added = scrapyd("addversion.json", body=body, kind="multipart/form-data; boundary=cut")
    assert (added["status"], added["spiders"]) == ("ok", len(registry.crawlable()))
    assert scrapyd("listspiders.json?project=jpo")["spiders"] == registry.crawlable()

    database = tmp_path / "jpo.sqlite"
    settings = [("setting", f"JPO_REPLAY={ROOT / 'fixtures' / 'korea'}"), ("setting", f"JPO_DATABASE={database}")]
    started = scrapyd("schedule.json", [("project", "jpo"), ("spider", "korea"), *settings])
    assert started["status"] == "ok"
    give_up = time.monotonic() + PATIENCE
    while not (finished := scrapyd("listjobs.json?project=jpo")["finished"]):
        assert time.monotonic() < give_up
        time.sleep(0.2)
    assert finished[0]["id"] == started["jobid"]
    log = next((tmp_path / "logs" / "jpo" / "korea").iterdir()).read_text()
    assert rows(str(database), "select source, mode, status from run") == [("korea", "replay", "complete")], log
