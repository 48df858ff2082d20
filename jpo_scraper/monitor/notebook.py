"""Pages that a run has read and whose postings are still on their way through the pipelines: pure."""

from dataclasses import dataclass, field, replace

from jpo_scraper.items import Outcome, PageMemo


@dataclass(slots=True)
class _Page:
    memo: PageMemo
    postings: int
    outcomes: list[Outcome] = field(default_factory=list)


class Notebook:
    """Turns outcomes, one posting at a time, into memos of whole pages.

    A page of which one posting failed never becomes whole, so that the next run reads it again.
    """

    def __init__(self) -> None:
        self._pages: dict[str, _Page] = {}

    def open(self, memo: PageMemo, postings: int) -> PageMemo | None:
        """Take a page in hand. The memo at once, if no outcome is to be waited for."""
        self._pages[memo.key] = _Page(memo, postings)
        return self._whole(memo.key)

    def add(self, page_key: str | None, outcome: Outcome) -> PageMemo | None:
        """Note what became of a posting. The memo of its page, if this was the last; None: others are to come, or the
        posting belongs to no page in hand."""
        if page_key is None or page_key not in self._pages:
            return None
        self._pages[page_key].outcomes.append(outcome)
        return self._whole(page_key)

    def _whole(self, page_key: str) -> PageMemo | None:
        page = self._pages[page_key]
        if len(page.outcomes) < page.postings:
            return None
        del self._pages[page_key]
        return replace(page.memo, outcomes=tuple(page.outcomes))
