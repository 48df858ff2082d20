"""Which keys the `[site]` table of each platform takes: one row a key, so that a wrong key gets a remedy."""

from typing import NamedTuple


class Option(NamedTuple):
    """One key of `[site]`."""

    type: type
    required: bool
    help: str


PLATFORMS: dict[str, dict[str, Option]] = {
    "oracle_hcm": {
        "host": Option(str, True, "Oracle Recruiting Cloud host, without scheme"),
        "site_number": Option(str, True, "site number on that host: CX_1"),
        "listing_url": Option(str, False, "an HTML list that links into this site; without it the REST list is read"),
        "keyword": Option(str, False, "search word for the REST list"),
        "page_size": Option(int, False, "rows a page of the REST list (at most 200)"),
    },
    "workday": {
        "cxs": Option(str, True, "base of the CXS API: https://HOST/wday/cxs/TENANT/SITE"),
        "search": Option(str, False, "search text sent with the list request"),
        "page_size": Option(int, False, "rows a page (the API's limit is 20)"),
    },
    "pageup": {
        "feed": Option(str, True, "address of the RSS feed"),
    },
    "notice": {
        "board": Option(str, True, "address of the notice board"),
        "view": Option(str, True, "address of one notice, with {id} for its number"),
        "row": Option(str, True, "CSS of a board row"),
        "link": Option(str, True, "CSS, inside the row, of the element that carries the notice's number"),
        "link_pattern": Option(str, True, "regular expression with one group: the number in that element"),
        "body": Option(str, True, "CSS of the notice's text"),
        "title": Option(str, True, "CSS of the notice's title"),
        "empty_text": Option(str, True, "words that the board prints when it lists nothing"),
        "posts_heading": Option(str, True, "regular expression of the heading above the list of posts"),
        "post_pattern": Option(str, True, "regular expression with groups agency, country, city, title: one post"),
    },
}
