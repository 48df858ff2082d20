"""Charts and the map as SVG."""

from lxml import etree

from jpo_scraper.web.ask import NOT_STATED, OTHERS, Count, Place, Table2
from jpo_scraper.web.charts import bars, columns, matrix, series, stacks
from jpo_scraper.web.worldmap import HEIGHT, WIDTH, point, world_map

SVG = "{http://www.w3.org/2000/svg}"
TABLE = Table2(["KR", "NL"], ["2025", "2026"], {("KR", "2025"): 1, ("KR", "2026"): 3, ("NL", "2026"): 2})


def parsed(markup):
    return etree.fromstring(str(markup).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def said(svg, name):
    return [element.findtext(f"{SVG}title") for element in svg.iter(f"{SVG}{name}")]


def test_bars_are_as_long_as_their_numbers():
    svg = parsed(bars("b", "Title", "Words", [Count("Teamwork", 4), Count("<i>Ethics</i>", 1)]))
    wide = [float(rect.get("width")) for rect in svg.iter(f"{SVG}rect")]
    assert abs(wide[0] - 4 * wide[1]) < 1
    assert said(svg, "rect") == ["Teamwork: 4", "<i>Ethics</i>: 1"]


def test_every_chart_has_a_title_and_a_description_that_it_names():
    for made in (bars("x", "T", "W", []), columns("x", "T", "W", []), stacks("x", "T", "W", TABLE)):
        svg = parsed(made)
        assert (svg.findtext(f"{SVG}title"), svg.findtext(f"{SVG}desc"), svg.get("role")) == ("T", "W", "img")
        assert svg.get("aria-labelledby") == f"{svg.find(f'{SVG}title').get('id')} {svg.find(f'{SVG}desc').get('id')}"


def test_stacked_columns_stand_on_one_another():
    svg = parsed(stacks("x", "T", "W", TABLE))
    assert said(svg, "rect") == ["KR, 2025: 1", "KR, 2026: 3", "NL, 2026: 2"]
    _, lower, upper = svg.iter(f"{SVG}rect")
    assert float(upper.get("y")) + float(upper.get("height")) == float(lower.get("y"))


def test_a_matrix_prints_the_numbers_that_are_there():
    svg = parsed(matrix("x", "T", "W", TABLE))
    assert said(svg, "rect") == ["KR, 2025: 1", "KR, 2026: 3", "NL, 2026: 2"]
    assert [text.text for text in svg.iter(f"{SVG}text") if "in" in text.get("class").split()] == ["1", "3", "2"]


def test_more_rows_than_colours_go_together():
    rows = [*(f"A{number}" for number in range(9)), NOT_STATED]
    table = series(Table2(rows, ["2026"], {(row, "2026"): 2 for row in rows}))
    assert len(table.rows) == 8
    assert table.rows[-1] == OTHERS
    assert table.numbers[OTHERS, "2026"] == 6
    assert series(TABLE) is TABLE


def test_places_are_where_they_are():
    assert point(0, 0) == (WIDTH / 2, 168)
    assert point(84, -180) == (0, 0)
    assert point(-58, 180) == (WIDTH, HEIGHT)


def test_the_map_draws_land_and_the_places_that_have_a_point():
    places = [
        Place("Nairobi", "KE", 9, -1.3, 36.8, True),
        Place(None, "CD", 1, -4.3, 15.3, False),
        Place("Nowhere", None, 1, None, None, False),
    ]
    svg = parsed(world_map(places, "T", "W"))
    assert len(svg.find(f"{SVG}path").get("d")) > 5_000
    assert said(svg, "circle") == ["Nairobi, KE: 9", "CD: 1"]
    large, small = svg.iter(f"{SVG}circle")
    assert float(large.get("r")) > float(small.get("r"))
    assert small.get("class") == "station country"
