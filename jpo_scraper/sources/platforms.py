"""Which keys the `[site]` table of each platform takes: one row a key, so that a wrong key gets a remedy."""

from typing import NamedTuple


class Option(NamedTuple):
    """One key of `[site]`."""

    type: type
    required: bool
    help: str
    narrows: bool = False
    """It makes the site list less than it holds, so `--all-vacancies` leaves it out."""


PLATFORMS: dict[str, dict[str, Option]] = {
    "oracle_hcm": {
        "host": Option(str, True, "Oracle Recruiting Cloud host, without scheme"),
        "site_number": Option(str, True, "site number on that host: CX_1"),
        "listing_url": Option(str, False, "an HTML list that links into this site; without it the REST list is read"),
        "keyword": Option(str, False, "search word for the REST list", narrows=True),
        "page_size": Option(int, False, "rows a page of the REST list (at most 200)"),
    },
    "workday": {
        "cxs": Option(str, True, "base of the CXS API: https://HOST/wday/cxs/TENANT/SITE"),
        "search": Option(str, False, "search text sent with the list request", narrows=True),
        "page_size": Option(int, False, "rows a page (the API's limit is 20)"),
    },
    "pageup": {
        "feed": Option(str, True, "address of the RSS feed"),
    },
    "avature": {
        "search": Option(str, True, "address of the list, without a query: https://HOST/PORTAL/SearchJobs"),
        "page_size": Option(int, False, "rows a page of the list"),
        "empty_text": Option(str, True, "words that the list prints when it has no row"),
        "labels": Option(dict, True, 'printed label = field, or "" where it speaks of none'),
        "named_pictures": Option(str, False, "CSS of pictures whose alternative text is a name of the posting"),
    },
    "peoplesoft": {
        "search": Option(str, True, "address of the search page"),
        "action": Option(str, True, "ICAction that shows all jobs"),
        "view": Option(str, True, "address of one job opening, with {id} for its number"),
        "fields": Option(dict, True, 'id of an element of the tenant\'s own = field, or "" where it speaks of none'),
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
        "post_pattern": Option(str, True, "regular expression with groups agency, place, country, city, title: a post"),
    },
    "listing": {
        "list": Option(str, True, "address of the list"),
        "row": Option(str, True, "CSS of a row"),
        "title": Option(str, True, "CSS, inside the row, of the post's title"),
        "link": Option(str, True, "CSS, inside the row, of the link to the post's page or PDF"),
        "link_id": Option(str, True, "regular expression with one group: the post's id in that link's whole address"),
        "cells": Option(dict, False, "printed name = { css, field, optional }: what else a row says, css inside it"),
        "section": Option(str, False, "CSS of a section of rows; without it the page is one section"),
        "section_words": Option(str, False, "CSS, inside the section, of words that hold for all its rows"),
        "common": Option(str, False, "CSS of words that hold for all rows of the page"),
        "programme": Option(str, False, "CSS of the heading that names the programme, where all rows belong to it"),
        "empty_pattern": Option(str, True, "regular expression of the words for an empty list"),
        "total_pattern": Option(str, False, "regular expression with one group: how many posts the page says it lists"),
        "next": Option(str, False, "CSS of the link to the next page"),
        "body": Option(str, True, "CSS of the text on a post's page"),
        "closed_pattern": Option(str, False, "regular expression of the words on the page of a closed post"),
    },
    "programme": {
        "page": Option(str, True, "address of the programme's page"),
        "translation": Option(str, False, "address of the same page in another language"),
        "row": Option(str, True, "CSS of an entry: one post"),
        "title": Option(str, True, "CSS, inside the entry, of the post's title"),
        "link": Option(str, False, "CSS, inside the entry, of the link to the advert"),
        "terms": Option(str, False, "CSS, inside the entry, of the link to its terms of reference: a PDF to be read"),
        "link_id": Option(str, False, "regular expression with one group: the post's id in that link's whole address"),
        "cells": Option(dict, False, "printed name = { css, field, optional }: what an entry says, css inside it"),
        "section": Option(str, False, "CSS of a section of entries; without it the page is one section"),
        "section_words": Option(str, False, "CSS, inside the section, of words that hold for all its entries"),
        "common": Option(str, False, "CSS of words that hold for all entries of the page"),
        "programme": Option(str, False, "CSS of the heading that names the programme, where all entries belong to it"),
        "empty_pattern": Option(str, True, "regular expression of the words for a call that is not open"),
    },
    "workbook": {
        "start": Option(str, True, "address of the index, or of the page that links to this year's index"),
        "door_link": Option(str, False, "CSS of the link to this year's index, where start is not the index itself"),
        "workbook": Option(str, True, "CSS of the links to the workbooks, on the index"),
        "edition": Option(str, True, "regular expression with one group: the call's year in the index's address"),
        "common": Option(str, True, "CSS of the words that hold for all posts, on the index"),
        "programme": Option(str, True, "CSS of the heading that names the programme, on the index"),
        "empty_pattern": Option(str, True, "regular expression of the index's words for a call that is not open"),
        "columns": Option(
            dict, True, 'printed name of a column = field, "" for none; reference, agency, title are needed'
        ),
        "merged": Option(list, False, "columns whose cells may be merged over several posts"),
        "remark": Option(str, False, "regular expression of what stands in a cell and is no part of its value"),
    },
    "taleo": {
        "section": Option(str, True, "address of the career section: https://HOST/careersection/SECTION"),
        "portal": Option(str, True, "portal number, as in the addresses of the search page's own requests"),
        "columns": Option(list, True, "the list's columns in their order; title, reference and grade are read"),
        "positions": Option(dict, False, "field = place of its value, from 0, on pages that bind no names to values"),
        "feed": Option(str, False, "address of the feed of the newest posts, read for the list: no run is whole"),
    },
    "successfactors": {
        "list": Option(str, False, "address of the HTML list (older sites)"),
        "pages": Option(str, False, "address of its later pages, with {offset} (with list)"),
        "empty": Option(str, False, "CSS of what the list shows where it has no post (with list)"),
        "feed": Option(str, False, "address of the feed of all posts (newer sites)"),
        "jpo_feed": Option(str, False, "address of the feed of JPO posts (with feed)", narrows=True),
        "job_id": Option(str, False, "regular expression with one group: the job number in an item's text (with feed)"),
        "api": Option(str, False, "address of the site whose search service is asked: https://HOST (newer sites)"),
        "locale": Option(str, False, "language of the search service's answers: en_GB (with api)"),
        "columns": Option(dict, False, "class of a cell (with list) or key (with api) = field, or empty for none"),
        "closed_pattern": Option(str, False, "regular expression of the words on the page of a closed post"),
    },
    "unaids": {
        "feeds": Option(list, True, "addresses of the XML lists"),
        "view": Option(str, True, "address of one post, with {id} for its number"),
        "body": Option(str, True, "CSS of the cells of a post's page: the longest holds the text"),
        "closed_pattern": Option(str, False, "regular expression of the words on the page of a closed post"),
    },
    "csod": {
        "portal": Option(str, True, "address of the career site: https://CORPORATION.csod.com"),
        "corporation": Option(str, True, "the corporation's name in the site's addresses"),
        "career_site": Option(int, True, "number of the career site"),
    },
    "inspira": {
        "api": Option(str, True, "base of the service: https://HOST/api/public/opening"),
        "view": Option(str, True, "address where a person reads an opening, with {id} for its number"),
        "door": Option(str, False, "address of a page to open first, where the service asks for cookies"),
        "keyword": Option(str, False, "search word sent with the list request", narrows=True),
        "page_size": Option(int, False, "rows a page of the list"),
    },
    "reliefweb": {
        "api": Option(str, True, "address of the search service"),
        "query": Option(str, False, "words that a job must hold", narrows=True),
        "appname": Option(str, False, "approved application name; without it JPO_RELIEFWEB_APPNAME of the environment"),
        "page_size": Option(int, False, "jobs a page (at most 1000)"),
    },
    "iocareers": {
        "search": Option(str, True, "address of the list service"),
        "body": Option(str, True, "CSS of the text on a vacancy's page that is on this site"),
        "zone": Option(str, True, "IANA name of the zone in which the service writes dates as milliseconds"),
    },
    "data_go_kr": {
        "api": Option(str, True, "address of the operation that lists the notices; the key is JPO_DATA_GO_KR_KEY"),
        "view": Option(str, True, "address where a person reads a notice, with {id} for its number"),
        "posts_heading": Option(str, True, "regular expression of the heading above the list of posts"),
        "post_pattern": Option(str, True, "regular expression with groups agency, place, country, city, title: a post"),
        "first_notice": Option(int, False, "number of the first notice that is read; older ones had other forms"),
        "page_size": Option(int, False, "notices a page"),
    },
    "pageup_html": {
        "listing": Option(str, True, "address of the list, without a query"),
        "filter": Option(str, False, "address of the service behind the list, without a query: it tells the total"),
        "empty_text": Option(str, True, "words that the list prints when it has no row"),
        "page_size": Option(int, False, "rows a page of the list"),
    },
}

PLATFORMS["jobposting"] = PLATFORMS["listing"] | {
    "body": Option(str, False, "CSS of the text on a post's page; without it the JobPosting's description"),
}

for _options in PLATFORMS.values():
    _options["known_keys"] = Option(list, False, "names that the site prints and nobody needs: they are not told")
    _options["no_end"] = Option(bool, False, "true where pages end without </html>: a page that is cut off passes")
