"""The full-text index over titles and texts: FTS5 on SQLite, tsvector with GIN on PostgreSQL, one row a posting.

It holds places of words and no text. The words are cut and folded by `store.words`, so that both backends find the
same. Who changes a title or adds an observation calls `forget` before and `enter` after, in the same transaction.

Another program asks an SQLite file with the MATCH string of `fts5`:
`SELECT rowid FROM posting_search WHERE posting_search MATCH ? ORDER BY rank`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    bindparam,
    delete,
    false,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from jpo_scraper.store.models import OBSERVATION, POSTING, POSTING_TEXT
from jpo_scraper.store.words import Term, terms, text_words, title_words

INDEX = Table("posting_search", MetaData(), Column("rowid", Integer, primary_key=True))
"""`rowid` is posting.id. Apart from the tables' metadata: SQLite keeps it in tables of its own making."""

RANKED = 2_000
"""Of more postings that hold the words, the newest so many are ranked: a word that most hold ranks nothing."""

TITLE_WEIGHT = 10
"""How many times more a word in the title counts than one in the text."""

_BATCH = 50
"""Postings that are entered together."""


class _Document(NamedTuple):
    """What the index knows a posting by."""

    id: int
    title: list[str]
    text: list[str]


# --- asking -----------------------------------------------------------------------------------------------------------


def matching(asked: str, among: Select[tuple[int]] | None = None) -> Select[tuple[int]]:
    """The ids of the postings whose title and text, as they stand, hold what a person asks for (`words.terms`).

    Where nothing is asked for, no posting does; where words are only refused, every posting without them does.
    `among` gives the ids of the postings that may be found; None: all.
    """
    found = _matching(terms(asked))
    return found if among is None else found.where(_Each(INDEX.c.rowid).in_(among))


def _matching(wanted: Sequence[Term]) -> Select[tuple[int]]:
    if not wanted:
        return select(INDEX.c.rowid).where(false())
    if all(term.is_refused for term in wanted):
        refused = [_Matches(*_both([replace(term, is_refused=False)])) for term in wanted]
        holding = [INDEX.c.rowid.in_(select(INDEX.c.rowid).where(condition)) for condition in refused]
        return select(INDEX.c.rowid).where(~or_(*holding))
    return select(INDEX.c.rowid).where(_Matches(*_both(wanted)))


def best(asked: str, among: Select[tuple[int]] | None = None) -> Select[tuple[int, float]]:
    """The ids of at most `RANKED` of the postings that `matching` gives, with a `score`: the lower, the better."""
    wanted = [term for term in terms(asked) if not term.is_refused]
    score = _Rank(*_both(wanted)) if wanted else literal(0.0)
    return matching(asked, among).add_columns(score.label("score")).order_by(INDEX.c.rowid.desc()).limit(RANKED)


def fts5(asked: Sequence[Term]) -> str:
    """The words as SQLite's MATCH takes them; at least one of them must not be refused."""
    wanted = " AND ".join(_fts5(term) for term in asked if not term.is_refused)
    refused = " OR ".join(_fts5(term) for term in asked if term.is_refused)
    return f"({wanted}) NOT ({refused})" if refused else wanted


def tsquery(asked: Sequence[Term]) -> str:
    """The words as PostgreSQL's tsquery takes them."""
    return " & ".join(("!" if term.is_refused else "") + _tsquery(term) for term in asked)


# Every word is letters and digits alone, so that nothing in it needs escaping.


def _fts5(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.is_open else "")


def _tsquery(term: Term) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.is_open else "") + ")"


class _Matches(FunctionElement[Any]):
    """Whether the row of the index holds the words: one argument for each backend, in its own language.

    It has no type: SQLAlchemy compares what is boolean with 1 on SQLite, which MATCH does not take.
    """

    inherit_cache = True


class _Rank(FunctionElement[float]):
    """How well the row fits the words: the lower, the better."""

    type = Float()
    inherit_cache = True


class _Each(FunctionElement[int]):
    """The id of each row found. SQLite shall look it up in a set: else it searches anew for each member of the set."""

    type = Integer()
    inherit_cache = True


def _both(asked: Sequence[Term]) -> tuple[Any, Any]:
    """The words for SQLite and for PostgreSQL; only one of them is sent."""
    return bindparam(None, fts5(asked), String), bindparam(None, tsquery(asked), String)


@compiles(_Matches, "sqlite")
def _matches_sqlite(element: _Matches, compiler: Any, **given: Any) -> str:
    words, _ = element.clauses
    return f"posting_search MATCH {compiler.process(words, **given)}"


@compiles(_Matches, "postgresql")
def _matches_postgresql(element: _Matches, compiler: Any, **given: Any) -> str:
    _, words = element.clauses
    return f"posting_search.words @@ CAST({compiler.process(words, **given)} AS tsquery)"


@compiles(_Rank, "sqlite")
def _rank_sqlite(element: _Rank, compiler: Any, **given: Any) -> str:
    return f"bm25(posting_search, {TITLE_WEIGHT}.0, 1.0)"


@compiles(_Rank, "postgresql")
def _rank_postgresql(element: _Rank, compiler: Any, **given: Any) -> str:
    _, words = element.clauses
    weights = f"'{{{1 / TITLE_WEIGHT}, 0, 0, 1}}'"  # of D, which is the text, C, B, and A, which is the title
    return f"-ts_rank({weights}, posting_search.words, CAST({compiler.process(words, **given)} AS tsquery), 1)"


@compiles(_Each)
def _each(element: _Each, compiler: Any, **given: Any) -> str:
    (column,) = element.clauses
    return ("+" if compiler.dialect.name == "sqlite" else "") + str(compiler.process(column, **given))


# --- keeping ----------------------------------------------------------------------------------------------------------


def enter(connection: Connection, ids: Iterable[int]) -> None:
    """Enter postings that the index does not hold, as their title and latest text are now."""
    for documents in _documents(connection, ids):
        if connection.dialect.name == "sqlite":
            statement = "INSERT INTO posting_search (rowid, title, body) VALUES (?, ?, ?)"
            connection.exec_driver_sql(statement, list(map(_sqlite_row, documents)))
        else:
            rows = [{"id": document.id, "words": _tsvector(document)} for document in documents]
            insert = "INSERT INTO posting_search (rowid, words) VALUES (:id, CAST(:words AS tsvector))"
            connection.execute(text(insert), rows)


def forget(connection: Connection, ids: Iterable[int]) -> None:
    """Take postings out of the index, before their title or latest text changes: SQLite must be told the old words."""
    if connection.dialect.name != "sqlite":
        connection.execute(delete(INDEX).where(INDEX.c.rowid.in_(list(ids))))
        return
    for documents in _documents(connection, ids):
        statement = "INSERT INTO posting_search (posting_search, rowid, title, body) VALUES ('delete', ?, ?, ?)"
        connection.exec_driver_sql(statement, list(map(_sqlite_row, documents)))


def complete(connection: Connection, told: Callable[[Iterator[int], int], Iterable[int]]) -> None:
    """Enter every posting that the index lacks: after a migration that made it, or in a copy of the database.

    `told` is given the ids and their number, and gives them on: it may tell a person who waits.
    """
    lacking = POSTING.c.id.not_in(select(INDEX.c.rowid))
    ids = list(connection.execute(select(POSTING.c.id).where(lacking).order_by(POSTING.c.id)).scalars())
    enter(connection, told(iter(ids), len(ids)))


def _documents(connection: Connection, ids: Iterable[int]) -> Iterator[list[_Document]]:
    """The postings with these ids, some at a time."""
    remaining = iter(ids)
    latest = select(func.max(OBSERVATION.c.id)).where(OBSERVATION.c.posting_id == POSTING.c.id).scalar_subquery()
    joined = POSTING.join(POSTING_TEXT, POSTING_TEXT.c.observation_id == latest)
    query = select(POSTING.c.id, POSTING.c.title, POSTING_TEXT.c.text).select_from(joined)
    while some := list(islice(remaining, _BATCH)):
        rows = connection.execute(query.where(POSTING.c.id.in_(some)))
        if documents := [_Document(id, title_words(title), text_words(body)) for id, title, body in rows]:
            yield documents


def _sqlite_row(document: _Document) -> tuple[int, str, str]:
    return document.id, " ".join(document.title), " ".join(document.text)


def _tsvector(document: _Document) -> str:
    """Words with their places: those of the title weigh more, and a gap parts it from the text."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(document.title, start=1):
        places.setdefault(word, []).append(f"{place}A")
    for place, word in enumerate(document.text, start=len(document.title) + 2):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())
