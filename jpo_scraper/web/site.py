"""The site: an address and what was filled in → an answer. It knows the database and the clock, but no server."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from sqlalchemy import Engine

from jpo_scraper.candidacy import facts_of, judged
from jpo_scraper.contacts import without_contacts
from jpo_scraper.eligibility import COMPARED
from jpo_scraper.exceptions import ExportError, QueryTimeout, StoreError
from jpo_scraper.publish import about, contact_names, public, write_view
from jpo_scraper.store.engine import reading
from jpo_scraper.store.links import links_of
from jpo_scraper.store.queries import open_with_facts, posting, source_health
from jpo_scraper.store.views import OPEN_VACANCIES, POSTINGS_FLAT
from jpo_scraper.web import ask
from jpo_scraper.web.applicant import groups, told
from jpo_scraper.web.asked import Asked, Params, asked
from jpo_scraper.web.evidence import blocks
from jpo_scraper.web.reader import Reader
from jpo_scraper.web.render import page, style

HTML = "text/html; charset=utf-8"

DOWNLOADS: Mapping[str, str] = {
    "atom": "application/atom+xml; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
"""Formats of a list that the site offers, and their media types."""

DATA = "data"
"""Name of the database in Datasette's addresses."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the browser."""

    status: int
    body: str | bytes
    media_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)


def _now() -> datetime:
    return datetime.now(UTC)


class Site:
    """Answers requests from one database."""

    def __init__(self, reader: Reader, *, base: str = "/", clock: Callable[[], datetime] = _now) -> None:
        self._reader = reader
        self._base = base
        self._clock = clock

    def has(self, path: str) -> bool:
        """Whether a page of ours stands at the path."""
        return any(re.fullmatch(pattern, path) for pattern, _ in _ROUTES)

    def answer(self, path: str, params: Params, form: Params | None = None) -> Answer:
        """The page at a path, with the query of the URL and the fields of a form that was sent. Never raises ours."""
        for pattern, view in _ROUTES:
            if match := re.fullmatch(pattern, path):
                try:
                    with self._reader.limited(_PATIENCE.get(path, 1)) as engine:
                        return view(self, engine, params, form, **match.groupdict())
                except QueryTimeout:
                    return self._trouble(503, "This takes too long", "Ask for less: choose a sponsor or an agency.")
                except (StoreError, ExportError) as error:
                    return self._trouble(503, "The database does not answer", str(error))
        return self._lacking("There is no page at this address.")

    # --- the pages

    def _front(self, engine: Engine, params: Params, _form: Params | None) -> Answer:
        wanted = asked(params)
        when = wanted.when(self._clock())
        with reading(engine) as connection:
            found = ask.front(connection, when)
        return self._page("front.html", "Open posts", wanted, front=found, told=told({}, when.date()))

    def _posts(self, engine: Engine, params: Params, _form: Params | None) -> Answer:
        wanted = asked(params)
        listing = None
        if not wanted.problems:
            with reading(engine) as connection:
                listing = ask.listing(
                    connection, wanted.when(self._clock()), wanted.filters, wanted.page, include_all=wanted.include_all
                )
        title = "All posts" if wanted.include_all else "Open posts"
        return self._page("posts.html", title, wanted, 400 if wanted.problems else 200, listing=listing)

    def _download(self, engine: Engine, params: Params, _form: Params | None, form: str) -> Answer:
        wanted = asked(params)
        if wanted.problems:
            return Answer(400, "\n".join(wanted.problems), "text/plain; charset=utf-8")
        view = POSTINGS_FLAT if wanted.include_all else OPEN_VACANCIES
        file = BytesIO()
        what = about(view, wanted.filters, wanted.when(self._clock()))
        write_view(engine, view, form, file, what, wanted.filters)
        return Answer(200, file.getvalue(), DOWNLOADS[form])

    def _posting(self, engine: Engine, params: Params, _form: Params | None, id: str) -> Answer:
        detail = posting(engine, int(id))
        if detail is None:
            return self._lacking("There is no posting with this number.")
        with reading(engine) as connection:
            row = ask.row_of(connection, int(id))
        known = contact_names(detail)
        shown = public(detail)
        return self._page(
            "posting.html",
            shown.flat["title"] or f"Posting {id}",
            asked(params),
            detail=shown,
            row=without_contacts(row, known),
            blocks=blocks(detail.text, detail.facts, known),
            links=[without_contacts(_other_end(link, int(id)), known) for link in links_of(engine, int(id))],
        )

    def _apply(self, engine: Engine, params: Params, form: Params | None) -> Answer:
        wanted = asked(params)
        now = wanted.when(self._clock())
        filled = told(form or {}, now.date())
        one = _number((form or params).get("posting"))
        detail = posting(engine, one) if one is not None else None
        if one is not None and detail is None:
            return self._lacking("There is no posting with this number.")
        found = None
        if form is not None and filled.profile is not None:
            when = filled.when(now)
            facts = [facts_of(detail)] if detail else open_with_facts(engine, when, COMPARED)
            found = groups(judged(filled.profile, facts, when))
        status = 400 if filled.problems else 200
        return self._page("apply.html", "Can I apply?", wanted, status, told=filled, groups=found, detail=detail)

    def _charts(self, engine: Engine, params: Params, _form: Params | None) -> Answer:
        with reading(engine) as connection:
            return self._page("charts.html", "Charts", asked(params), numbers=ask.charts(connection))

    def _map(self, engine: Engine, params: Params, _form: Params | None) -> Answer:
        wanted = asked(params)
        with reading(engine) as connection:
            places = ask.places(connection, wanted.when(self._clock()), include_all=wanted.include_all)
        return self._page("map.html", "Duty stations", wanted, places=places)

    def _sources(self, engine: Engine, params: Params, _form: Params | None) -> Answer:
        return self._page("sources.html", "Sources", asked(params), sources=source_health(engine))

    def _style(self, _engine: Engine, _params: Params, _form: Params | None) -> Answer:
        return Answer(200, style(), "text/css; charset=utf-8", {"Cache-Control": "max-age=3600"})

    # --- what they share

    def _page(self, template: str, title: str, wanted: Asked, status: int = 200, **values: Any) -> Answer:
        now = self._clock()
        return Answer(
            status, page(template, title=title, asked=wanted, when=wanted.when(now), **self._frame(), **values)
        )

    def _frame(self) -> dict[str, Any]:
        """What every page needs."""
        return {"base": self._base, "data": DATA}

    def _lacking(self, words: str) -> Answer:
        return self._trouble(404, "Not found", words)

    def _trouble(self, status: int, title: str, words: str) -> Answer:
        return self._page("trouble.html", title, Asked(), status, words=words)


def _number(values: Sequence[str] | None) -> int | None:
    """The id of a posting; -1 for what is no id, None where none is given."""
    words = (values or [""])[-1]
    if not words:
        return None
    return int(words) if re.fullmatch(_ID, words) else -1


def _other_end(link: Mapping[str, Any], mine: int) -> dict[str, Any]:
    """A link as the posting sees it: the other posting, and what it is."""
    end = "second" if link["first_id"] == mine else "first"
    names = ("id", "source", "external_id", "title")
    return {
        **link,
        **{name: link[f"{end}_{name}"] for name in names},
        "is_mine": mine in (link["first_id"], link["second_id"]),
    }


_ID = r"[1-9][0-9]{0,8}"
"""A posting's number: what an integer column of PostgreSQL can hold."""

_PATIENCE = {"/charts": 6, "/map": 6}
"""Pages that read every posting: how many times longer they may take."""

View = Callable[..., Answer]

_ROUTES: Sequence[tuple[str, View]] = (
    ("/", Site._front),
    ("/posts", Site._posts),
    (rf"/posts\.(?P<form>{'|'.join(DOWNLOADS)})", Site._download),
    (rf"/posting/(?P<id>{_ID})", Site._posting),
    ("/apply", Site._apply),
    ("/charts", Site._charts),
    ("/map", Site._map),
    ("/sources", Site._sources),
    ("/jpo.css", Site._style),
)
"""Path → what answers it."""
