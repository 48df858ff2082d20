"""A career site in Workday's shape, with words of our own."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.crawl.server import Asked, Reply, Site, json_reply

BASE = "/wday/cxs/tenant/External"

TOML = """
title = "Test source {name}"
kind = "agency"
homepage = "{url}"
languages = ["en"]
platform = "workday"
hosts = ["{host}"]
{extra}

[site]
cxs = "{url}/wday/cxs/tenant/External"
page_size = 2

[known]
listing = "inferred"
detail = "inferred"
rules = "inferred"
"""


def row(number: int, title: str = "JPO in Field Logistics", grade: str = "P2") -> dict[str, Any]:
    return {
        "title": title,
        "externalPath": f"/job/Bonn/Post_JR{number}",
        "locationsText": "Bonn",
        "bulletFields": [f"JR{number}", grade],
    }


def detail(number: int, title: str = "JPO in Field Logistics", text: str = "<p>A JPO post.</p>") -> dict[str, Any]:
    info = {
        "id": f"x{number}",
        "title": title,
        "jobDescription": text,
        "location": "Bonn",
        "jobReqId": f"JR{number}",
        "externalUrl": f"https://careers.example.org/job/JR{number}",
    }
    return {"jobPostingInfo": info}


CLOSED = json_reply({"errorCode": "S22", "httpStatus": 403}, status=403)


def put_listing(site: Site, rows: list[dict[str, Any]], total: int | None = None) -> None:
    """Two rows a page. As on the real site, only page 1 tells the total."""

    def page(asked: Asked) -> Reply:
        offset = asked.json["offset"]
        shown = len(rows) if total is None else total
        return json_reply({"total": shown if offset == 0 else 0, "jobPostings": rows[offset : offset + 2]})

    site.on(f"{BASE}/jobs", page, method="POST")


def put_detail(site: Site, number: int, *answers: Reply) -> None:
    site.on(f"{BASE}/job/Bonn/Post_JR{number}", *(answers or (json_reply(detail(number)),)))


def put_site(site: Site, count: int = 3) -> None:
    """A healthy site: `count` rows, each with its posting."""
    put_listing(site, [row(number) for number in range(1, count + 1)])
    for number in range(1, count + 1):
        put_detail(site, number)


def write_source(folder: Path, name: str, site: Site, extra: str = "") -> None:
    host = urlsplit(site.url).hostname
    (folder / f"{name}.toml").write_text(TOML.format(name=name, url=site.url, host=host, extra=extra))
