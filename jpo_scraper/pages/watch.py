"""What a reader asks of a document, and what it gets: for whoever has to find out what changed on a site.

The page reads as always. Only the document takes notes: each selector with its matches, each key with whether the
site printed it. What a reader digs out by means of its own (text inside a script) is not noted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from parsel import Selector, SelectorList

from jpo_scraper.exceptions import PageError
from jpo_scraper.pages.base import DoorPage, ListingPage, Page, PostingPage, read_html, read_json, read_xml


@dataclass(slots=True)
class Tally:
    """How often something was asked for, and how often it was there."""

    asked: int = 0
    answered: int = 0


Notes = dict[str, Tally]
"""By selector, or by the path of a key (`jobPostings[].title`), in the order first asked."""


@dataclass(slots=True)
class Reading:
    """What came of reading one page."""

    kind: str
    """`door`, `listing` or `posting`."""
    notes: Notes
    gives: dict[str, Any] = field(default_factory=dict)
    """What the page gives, step by step, as far as it could be read."""
    problems: list[str] = field(default_factory=list)

    @property
    def is_broken(self) -> bool:
        """Something could not be read, or a listing is empty and does not look it."""
        return bool(self.problems)


def read_watched(page: Page) -> Reading:
    """Read everything that a page gives, and note what it asks for. Never raises for what the document holds."""
    reading = Reading(page.fetch.page, watch(page))
    steps: list[str] = []
    if isinstance(page, DoorPage):
        steps += ["fetches"]
    if isinstance(page, ListingPage):
        steps += ["references", "reported_total", "is_empty", "next_fetch"]
    if isinstance(page, PostingPage):
        steps += ["postings"]
    for step in ("check", *steps, "unknown_keys"):
        try:
            value = getattr(page, step)
            reading.gives[step] = value() if callable(value) else value
        except PageError as error:
            if str(error) not in reading.problems:
                reading.problems.append(str(error))
            if step == "check":
                break
    if reading.gives.get("references") == [] and reading.gives.get("is_empty") is False:
        reading.problems.append("the listing shows no posting and does not look as it does when it is empty")
    return reading


def watch(page: Page) -> Notes:
    """Let the documents of a page that was not read yet take notes."""
    notes: Notes = {}
    readers: Mapping[str, Callable[[], Any]] = {
        "html": lambda: _watched(read_html(page.document), notes),
        "xml": lambda: _watched(read_xml(page.document), notes),
        "json": lambda: _noted(read_json(page.document), "", notes),
    }
    for name, read in readers.items():
        try:
            page.__dict__[name] = read()  # in the place of what the cached property would hold
        except PageError:
            continue  # the page raises it when it asks
    return notes


def _note(notes: Notes, name: str, answered: bool) -> None:
    tally = notes.setdefault(name, Tally())
    tally.asked += 1
    tally.answered += answered


class _WatchedSelector(Selector):
    """A selector whose matches are of its own class, so that they take notes too."""

    notes: Notes

    def css(self, query: str) -> "SelectorList[Any]":
        found = super().xpath(self._css2xpath(query))
        _note(self.notes, query, _is_answer(found))
        return found

    def xpath(self, query: str, namespaces: Mapping[str, str] | None = None, **kwargs: Any) -> "SelectorList[Any]":
        found = super().xpath(query, namespaces, **kwargs)
        _note(self.notes, query, _is_answer(found))
        return found


def _is_answer(found: "SelectorList[Any]") -> bool:
    """Whether something matched; `string(…)` always gives a string, which may be empty."""
    return any(not isinstance(match.root, str) or match.root.strip() for match in found)


def _watched(selector: Selector, notes: Notes) -> Selector:
    kind = type("WatchedSelector", (_WatchedSelector,), {"notes": notes})
    watched: Selector = kind(root=selector.root, type=selector.type)
    return watched


class _NotedDict(dict[str, Any]):
    """A JSON object that notes which of its keys are asked for."""

    def __init__(self, values: Mapping[str, Any], path: str, notes: Notes) -> None:
        super().__init__(values)
        self._path, self._notes = path, notes

    def _noted(self, name: object, answered: bool) -> None:
        _note(self._notes, f"{self._path}.{name}".lstrip("."), answered)

    def __getitem__(self, name: str) -> Any:
        self._noted(name, super().get(name) is not None)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self._noted(name, super().get(name) is not None)
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        if not super().__contains__(name):
            self._noted(name, answered=False)  # a key that is there is asked for next
            return False
        return True


def _noted(value: Any, path: str, notes: Notes) -> Any:
    if isinstance(value, dict):
        return _NotedDict({name: _noted(part, f"{path}.{name}", notes) for name, part in value.items()}, path, notes)
    if isinstance(value, list):
        return [_noted(part, f"{path}[]", notes) for part in value]
    return value
