"""What crawling a site again costs when nothing has changed there.

    python benchmarks/recrawl.py [--postings 500] [--site etag|plain]

Serves a career site on 127.0.0.1 and crawls it twice into a new SQLite file, with the real readers and rules and with
politeness off: a first crawl and a crawl of the same pages again. The ratio of the two says more than seconds do, as
it depends little on the machine. The clocks run from the entry of the run to its end in the database; starting the
program is left out. `--site plain` sends no ETag, so that only the bytes tell that nothing changed.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

SOURCE = """
title = "Benchmark"
kind = "agency"
homepage = "{url}"
languages = ["en"]
platform = "workday"
hosts = ["127.0.0.1"]
[site]
cxs = "{url}/cxs"
[known]
listing = "inferred"
detail = "inferred"
rules = "inferred"
"""
QUICK = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "LOG_LEVEL": "WARNING",
}
"""Politeness off: the benchmark is about our own work."""
DUTIES = ("drafts the overview", "visits partners", "keeps the register of projects", "prepares talks")
CITIES = ("Accra, Ghana", "Kathmandu, Nepal", "Amman, Jordan", "Dakar, Senegal")


def posting(number: int) -> dict[str, object]:
    """A posting of about the length of real ones."""
    choose = random.Random(number)
    prose = "".join(
        f"<p>In the {choose.choice(['first', 'second', 'third'])} quarter the officer {choose.choice(DUTIES)}, "
        f"{choose.choice(DUTIES)} and reports to the team in {choose.choice(CITIES)}.</p>"
        for _ in range(40)
    )
    text = f"""<p><b>Grade:</b> P-2</p><p><b>Duty station:</b> {choose.choice(CITIES)}</p>
    <p>Apply by {choose.randint(1, 28)} March 2099.</p><h3>Duties</h3>{prose}<h3>Qualifications</h3><ul>
    <li>Master's degree in economics</li><li>{choose.randint(2, 5)} years of experience in planning</li>
    <li>Fluency in English; French is an asset</li></ul><p>This JPO post is open to nationals of Japan.</p>"""
    info = {
        "id": f"x{number}",
        "title": f"JPO in Planning {number}",
        "jobDescription": text,
        "location": "Bonn",
        "jobReqId": f"JR{number}",
        "externalUrl": f"https://careers.example.org/job/JR{number}",
    }
    return {"jobPostingInfo": info}


def handler(postings: int, has_etags: bool) -> type[BaseHTTPRequestHandler]:
    rows = [
        {"title": f"JPO in Planning {n}", "externalPath": f"/job/Post_JR{n}", "bulletFields": [f"JR{n}", "P2"]}
        for n in range(postings)
    ]
    pages = {f"/cxs/job/Post_JR{n}": json.dumps(posting(n)).encode() for n in range(postings)}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one piece: in two, the second would wait for the first to be acknowledged
        answers: ClassVar[Counter[int]] = Counter()
        sent = 0

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            start = asked["offset"]
            page = {"total": len(rows) if start == 0 else 0, "jobPostings": rows[start : start + asked["limit"]]}
            self.answer(200, json.dumps(page).encode())

        def do_GET(self) -> None:
            body = pages.get(self.path)
            tag = f'"{hash(body)}"'
            if body is None:
                self.answer(404, b"")
            elif has_etags and self.headers.get("If-None-Match") == tag:
                self.answer(304, b"", tag)
            else:
                self.answer(200, body, tag if has_etags else None)

        def answer(self, status: int, body: bytes, tag: str | None = None) -> None:
            Handler.answers[status] += 1
            Handler.sent += len(body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            if tag:
                self.send_header("ETag", tag)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def crawl_once(folder: str) -> None:
    """In a process of its own: crawl, and print what it took and what it wrote."""
    from sqlalchemy import Engine, event

    from jpo_scraper.crawl import crawl

    written: Counter[str] = Counter()

    @event.listens_for(Engine, "after_cursor_execute")
    def _count(connection, cursor, statement, parameters, context, many) -> None:
        verb = statement.split(None, 2)[0]
        if verb in ("INSERT", "UPDATE", "DELETE"):
            # SQLite gives no row count for many rows inserted with RETURNING: then there is one for each parameter set.
            written[verb] += max(cursor.rowcount, len(parameters) if many else 0)

    clocks: dict[str, tuple[float, float]] = {}
    (result,) = crawl(
        ["site"],
        database=f"{folder}/jpo.sqlite",
        settings={**QUICK, "JPO_SOURCES": folder},
        on_event=lambda moment: clocks.setdefault(moment.phase, (time.perf_counter(), time.process_time())),
    )
    wall, cpu = (ended - began for began, ended in zip(clocks["begun"], clocks["ended"], strict=True))
    took = {"wall": wall, "cpu": cpu}
    counters = {name: getattr(result.counters, name) for name in ("found", "kept", "unread")}
    print(json.dumps({**took, "status": result.status, **counters, "written": written}))


def measure(folder: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, "--child", folder], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postings", type=int, default=500)
    parser.add_argument("--site", choices=("etag", "plain"), default="etag")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        crawl_once(arguments.child)
        return
    serving = handler(arguments.postings, arguments.site == "etag")
    server = ThreadingHTTPServer(("127.0.0.1", 0), serving)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        text = SOURCE.format(url=f"http://127.0.0.1:{server.server_port}")
        Path(folder, "site.toml").write_text(text)
        taken = []
        for name in ("first crawl", "unchanged"):
            serving.answers.clear()
            serving.sent = 0
            taken.append(run := measure(folder))
            print(
                f"{name:12} {run['status']}, {run['kept']} kept, {run['unread']} pages not read; "
                f"{run['kept'] / run['wall']:.0f} postings/s ({run['wall']:.2f} s, {run['cpu']:.2f} s of CPU); "
                f"answers {dict(serving.answers)}, {serving.sent / 1e6:.2f} MB; rows written {run['written']}"
            )
    first, again = taken
    print(f"ratio        {first['wall'] / again['wall']:.1f} in time, {first['cpu'] / again['cpu']:.1f} in CPU")


if __name__ == "__main__":
    main()
