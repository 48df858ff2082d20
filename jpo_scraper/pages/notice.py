"""A notice board, and a notice that announces many posts at once under rules common to all.

What the site looks like stands in the `[site]` table: the selectors, the heading above the list of posts, and the
pattern of one post. A notice without that heading announces no posts (results, interview dates).
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import takewhile

from parsel import Selector

from jpo_scraper.exceptions import SelectorError
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import ListingPage, Options, Page, PostingPage, one
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

_GROUPS = {
    "agency": Field.AGENCY,
    "country": Field.DUTY_STATIONS,
    "city": Field.DUTY_STATIONS,
    "place": Field.DUTY_STATIONS,
    "title": Field.TITLE,
}
_BULLET = re.compile(r"^[\s·•○◦●ㅇ▪■□-]+(?=\S)")
"""Footnotes begin with `*` or `※` and are no posts."""
_HEADING = re.compile(r"^(?:## |(?:\d{1,2}|[IVXⅠ-Ⅻ]+)\s*[.)]\s)")
"""A bold line or a numbered one."""


def first_fetches(site: Options) -> list[Fetch]:
    """The board. Its first page holds about a year of notices; older ones are not asked for."""
    return [Fetch(site["board"], "listing")]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"listing": NoticeBoard, "posting": NoticePosts}


class NoticeBoard(ListingPage):
    """A board whose rows carry no usable link: the notice's number stands in a script call."""

    def references(self) -> list[Reference]:
        """The notices, once each: a pinned notice stands in its place by date too."""
        rows = (row for row in self.html.css(self.site["row"]) if self.site["empty_text"] not in html_to_text(row))
        references = [self._reference(row) for row in rows]
        return list({reference.key: reference for reference in references}.values())

    def _reference(self, row: Selector) -> Reference:
        link = one(row, self.site["link"], self.document.url)
        number = self._number(link)
        fetch = Fetch(self.site["view"].format(id=number), "posting", hints={"notice": number})
        return Reference(number, fetch, html_to_text(link))

    def _number(self, link: Selector) -> str:
        """The number in any attribute of the link: the call stands in `href` or in `onclick`."""
        for value in link.root.values():
            if found := re.search(self.site["link_pattern"], value):
                return str(found[1])
        raise SelectorError(f"no notice number in {link.get()!r}: the site changed?", self.document.url)

    @property
    def reported_total(self) -> None:
        """The board prints no total."""
        return None

    @property
    def is_empty(self) -> bool:
        """The board's own words for an empty list."""
        return not self.references() and self.site["empty_text"] in html_to_text(self.html)


class NoticePosts(PostingPage):
    """One notice. Every post it announces becomes a posting with the whole notice as its text.

    A post is told apart by its labels. Its id is made of the notice's number and its own printed words, so a post
    that is added above it later changes nothing; the second of two equal lines gets a number.
    """

    def postings(self) -> list[RawPosting]:
        """The posts of the notice; none if it announces none. Raises SelectorError if its list reads as no post."""
        posts = [match for line in self._lines if (match := self._post(line))]
        if self._lines and not posts:
            raise SelectorError(f"none of {self._lines!r} reads as a post: the notice has a new shape?", self.fetch.url)
        counts = Counter[str]()
        return [self._posting(post, counts) for post in posts]

    def _post(self, line: str) -> re.Match[str] | None:
        return re.search(self.site["post_pattern"], line)

    def _posting(self, post: re.Match[str], counts: Counter[str]) -> RawPosting:
        counts[post.string] += 1
        words = f"{post.string} #{counts[post.string]}" if counts[post.string] > 1 else post.string
        digest = hashlib.sha256(words.encode()).hexdigest()[:12]
        return RawPosting(
            source=self.source,
            external_id=f"{self._number}-{digest}",
            url=self.fetch.url,
            text=self._text,
            labels=tuple(self._labels(post)),
            language=self._language,
            fetched_at=self.document.fetched_at,
        )

    def _labels(self, post: re.Match[str]) -> Iterator[Label]:
        """The parts of the post's line; a line that names no function is its own title."""
        parts = {"title": post.string} | {name: value for name, value in post.groupdict().items() if value}
        for name, field in _GROUPS.items():
            if name in parts:
                yield Label(name, parts[name].strip(), field)
        yield Label("notice", self._title, Field.PROGRAMME)

    def unknown_keys(self) -> list[str]:
        """Lines among the posts that do not read as a post."""
        return sorted(line for line in self._lines if not self._post(line))

    @cached_property
    def _lines(self) -> list[str]:
        """The items between the heading of the posts and the next heading, without their bullets."""
        lines = self._text.split("\n")
        starts = [i for i, line in enumerate(lines) if _HEADING.match(line) and self._is_posts_heading(line)]
        if not starts:
            return []
        section = list(takewhile(lambda line: not _HEADING.match(line), lines[starts[0] + 1 :]))
        items = [_BULLET.sub("", line).strip() for line in section if _BULLET.match(line)]
        if not items:
            raise SelectorError(f"no item under {lines[starts[0]]!r}: the notice has a new shape?", self.fetch.url)
        return items

    def _is_posts_heading(self, line: str) -> bool:
        return re.search(self.site["posts_heading"], line) is not None

    @cached_property
    def _text(self) -> str:
        body = html_to_text(one(self.html, self.site["body"], self.document.url))
        return f"## {self._title}\n\n{body}"

    @cached_property
    def _title(self) -> str:
        return html_to_text(one(self.html, self.site["title"], self.document.url)).removeprefix("## ")

    @cached_property
    def _number(self) -> str:
        """The notice's number: from the board, else from the address."""
        if "notice" in self.fetch.hints:
            return str(self.fetch.hints["notice"])
        before, _, after = self.site["view"].partition("{id}")
        return self.fetch.url.removeprefix(before).removesuffix(after)

    @cached_property
    def _language(self) -> str | None:
        declared = self.html.css("html::attr(lang)").get("")
        return declared[:2].lower() or None
