"""The map of duty stations: land from Natural Earth, equirectangular, and a circle for each station."""

from collections.abc import Sequence
from functools import cache
from math import sqrt

from markupsafe import Markup

from jpo_scraper.export.cells import one_line
from jpo_scraper.reference.loader import rows
from jpo_scraper.web.ask import Place

SCALE = 2
"""Units a degree."""

WIDTH, HEIGHT = 360 * SCALE, 142 * SCALE
NORTH = 84
"""Degrees: the upper edge. The lower one is 58 south, as nobody serves in Antarctica."""

_SMALLEST, _LARGEST = 3.0, 13.0
"""Radius of circles; the area grows with the number."""


def world_map(places: Sequence[Place], title: str, words: str) -> Markup:
    """The map as SVG. Places without a point are not drawn: the page lists them."""
    drawn = [place for place in places if place.lat is not None and place.lon is not None]
    highest = max((place.number for place in drawn), default=1)
    circles = [_circle(place, highest) for place in drawn]  # the largest first, so that it hides no other
    return (
        Markup(
            '<svg class="chart map" id="chart-map" role="img" viewBox="0 0 {} {}" '
            'aria-labelledby="map-title map-words">'
            '<title id="map-title">{}</title><desc id="map-words">{}</desc><path class="land" d="{}"/>'
        ).format(WIDTH, HEIGHT, title, words, _land())
        + Markup("").join(circles)
        + Markup("</svg>")
    )


def point(lat: float, lon: float) -> tuple[float, float]:
    """Where a place is on the map, in units from its upper left corner."""
    return round((lon + 180) * SCALE, 1), round((NORTH - lat) * SCALE, 1)


def _circle(place: Place, highest: int) -> Markup:
    assert place.lat is not None and place.lon is not None  # noqa: PT018
    x, y = point(place.lat, place.lon)
    radius = round(max(_SMALLEST, _LARGEST * sqrt(place.number / highest)), 1)
    return Markup('<circle class="station{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>').format(
        "" if place.is_exact else " country", x, y, radius, f"{one_line(name(place))}: {place.number}"
    )


def name(place: Place) -> str:
    """`Nairobi, KE`; a country alone where no city is named."""
    return ", ".join(filter(None, (place.city, place.country))) or "not named"


@cache
def _land() -> str:
    """The outlines as the data of an SVG path."""
    return "".join(f"M{_outline(row['outline'])}Z" for row in rows("world_land"))


def _outline(cells: str) -> str:
    points = (cell.split(",") for cell in cells.split())
    return "L".join("{:g} {:g}".format(*point(float(lat), float(lon))) for lon, lat in points)
