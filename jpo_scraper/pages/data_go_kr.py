"""The Korean government's open-data service: the notices of UN Recruit as XML, each with its whole text.

A notice is read as on the board that it comes from (`pages.notice`): it announces many posts at once.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from parsel import Selector

from jpo_scraper.exceptions import ErrorPage, SelectorError
from jpo_scraper.items import Fetch, Label, RawPosting, Reference
from jpo_scraper.pages.base import ListingPage, Options, Page, PostingPage, counted
from jpo_scraper.pages.notice import NoticePosts
from jpo_scraper.pages.text import html_to_text

KEY = "JPO_DATA_GO_KR_KEY"
"""Environment variable with the key that the portal gives to whoever runs this."""
_PAGE_SIZE = 50
_LINKS = tuple(f"link{part}{number}" for number in range(1, 5) for part in ("Title", "Url"))
_KNOWN_ELEMENTS = frozenset({"seq", "title", "content", "content2", "regDt", *_LINKS})


def first_fetches(site: Options) -> list[Fetch]:
    """The first page of the notices."""
    return [_list_fetch(site, page=1)]


def readers(site: Options) -> Mapping[str, type[Page]]:
    """The reader of each kind of page."""
    return {"listing": OpenDataNotices, "posting": OpenDataNotices}


def _list_fetch(site: Options, page: int) -> Fetch:
    size = site.get("page_size", _PAGE_SIZE)
    url = f"{site['api']}?serviceKey={KEY}&numOfRows={size}&pageNo={page}"
    return Fetch(url, "listing", hints={"page": page, "size": size}, secrets=(KEY,))


class OpenDataNotices(ListingPage, PostingPage):
    """One page of notices. `postings()` gives the posts of all of them."""

    def check(self) -> None:
        """As for every page; besides, raise ErrorPage for a refusal, which comes as XML with status 200."""
        super().check()
        if refusal := self.xml.xpath("//cmmMsgHeader"):
            said = " ".join(refusal.xpath("returnAuthMsg/text() | errMsg/text()").getall())
            raise ErrorPage(f"the service refuses: {said}: look at the key in {KEY} and at its quota", self._url)
        code = self._required(self.xml, "/response/header/resultCode")
        if code.strip("0"):
            message = self.xml.xpath("string(/response/header/resultMsg)").get()
            raise ErrorPage(f"the service answers {code}: {message!r}", self._url)

    @property
    def _url(self) -> str:
        return self.document.url

    def _required(self, root: Selector, path: str) -> str:
        found = root.xpath(path)
        if len(found) != 1:
            raise SelectorError(f"{path!r} matched {len(found)} elements where 1 is expected: changed?", self._url)
        return (found.xpath("string()").get() or "").strip()

    @cached_property
    def _items(self) -> list[Selector]:
        return list(self.xml.xpath("/response/body/items/item"))

    @cached_property
    def _notices(self) -> list["_Notice"]:
        return [self._notice(item) for item in self._items]

    def _notice(self, item: Selector) -> "_Notice":
        number = self._required(item, "seq")
        fetch = Fetch(self.site["view"].format(id=number), "posting", hints={"notice": number})
        content = "".join(item.xpath(f"string({name})").get("") for name in ("content", "content2"))
        others = tuple(self._others(item))
        return _Notice(self, fetch, self._required(item, "title"), content, others)

    def _others(self, item: Selector) -> Iterator[Label]:
        for name in ("regDt", *_LINKS):
            if words := item.xpath(f"string({name})").get("").strip():
                yield Label(name, words)

    def references(self) -> list[Reference]:
        """The notices of this page; each fetch names the page where a person reads the notice."""
        return [Reference(str(notice.fetch.hints["notice"]), notice.fetch, notice.title) for notice in self._notices]

    @property
    def reported_total(self) -> int:
        """`totalCount`: the notices of all pages together."""
        return counted(self._required(self.xml, "/response/body/totalCount"), self._url)

    @property
    def is_empty(self) -> bool:
        """A total of zero and no notice."""
        return self.reported_total == 0 and not self._items

    def next_fetch(self) -> Fetch | None:
        """The next page, while the pages so far hold fewer notices than all."""
        page, size = int(self.fetch.hints.get("page", 1)), int(self.fetch.hints.get("size", _PAGE_SIZE))
        seen = (page - 1) * size + len(self._items)
        return _list_fetch(self.site, page + 1) if self._items and seen < self.reported_total else None

    def postings(self) -> list[RawPosting]:
        """The posts of the notices; none of a notice that announces none, or is too old to be read."""
        return [raw for notice in self._readable for raw in notice.postings()]

    @property
    def _readable(self) -> list["_Notice"]:
        first = self.site.get("first_notice", 0)
        return [notice for notice in self._notices if counted(notice.fetch.hints["notice"], self._url) >= first]

    def unknown_keys(self) -> list[str]:
        """Elements of the notices that this reader does not know, and lines among posts that do not read as a post."""
        names = {element.root.tag for item in self._items for element in item.xpath("*")}
        lines = {line for notice in self._readable for line in notice.unknown_keys()}
        return sorted(names - _KNOWN_ELEMENTS) + sorted(lines)


class _Notice(NoticePosts):
    """A notice as the service gives it: title and text in elements of their own, no page around them."""

    def __init__(self, page: Page, fetch: Fetch, title: str, content: str, others: tuple[Label, ...]) -> None:
        super().__init__(page.document, fetch, page.source, page.site)
        self.title = title
        self._content = content
        self._others = others

    def _labels(self, post: re.Match[str]) -> Iterator[Label]:
        yield from super()._labels(post)
        yield from self._others

    @cached_property
    def _title(self) -> str:
        return self.title

    @cached_property
    def _text(self) -> str:
        return f"## {self.title}\n\n{html_to_text(self._content)}"

    @cached_property
    def _language(self) -> None:
        return None  # the service declares none; the source knows it
