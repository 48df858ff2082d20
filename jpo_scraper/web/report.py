"""The report: one HTML file with what is open, the charts and the map, to send or to keep."""

from datetime import datetime

from sqlalchemy import Engine

from jpo_scraper.store.engine import reading
from jpo_scraper.store.queries import source_health
from jpo_scraper.web import ask
from jpo_scraper.web.render import page, style


def report(engine: Engine, as_of: datetime) -> str:
    """The file as HTML. It asks nothing of any other place, and holds no script. Raises StoreError."""
    with reading(engine) as connection:
        front = ask.front(connection, as_of, limit=ask.IN_REPORT)
        places = ask.places(connection, as_of)
        numbers = ask.charts(connection)
    return page(
        "report.html",
        title="Posts for Junior Professional Officers",
        when=as_of,
        front=front,
        rows=front.soonest,
        places=places,
        numbers=numbers,
        sources=source_health(engine),
        style=style(),
    )
