"""Which postings are one vacancy: worked out at the end of a run for what is new, and decided by operators."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, delete, exists, func, insert, or_, select, text, update

from jpo_scraper.items import posting_from_json
from jpo_scraper.link.advert import Advert, Key
from jpo_scraper.link.evidence import Profile, Scope, Templates
from jpo_scraper.link.judge import RULES
from jpo_scraper.link.keys import keys
from jpo_scraper.link.resolve import SAMPLE, Group, Resolution, pair_of, rank, resolve
from jpo_scraper.store.engine import add, reading
from jpo_scraper.store.models import LINK, LINK_KEY, OBSERVATION, POSTING, POSTING_TEXT, VACANCY
from jpo_scraper.store.rows import Values
from jpo_scraper.store.tally import Bucket, buckets, recount
from jpo_scraper.vocab import LinkVerdict

MACHINE, OPERATOR = "machine", "operator"
"""Who reached a verdict."""

_BATCH = 250
"""Ids in one statement, and postings linked at a time."""
_ONE_AT_A_TIME = 7_220_002
"""Key of the PostgreSQL advisory lock under which one transaction at a time stores postings and links them."""
_AGAIN = "again"
"""Key of a posting that says of itself that it is announced again."""
_TIES = (LinkVerdict.SAME.value, LinkVerdict.UNCLEAR.value)
"""Verdicts that another posting may turn into one another."""

Ids = tuple[int, int]
"""Two postings, the lower id first."""
Stored = Row[*tuple[Any, ...]]
"""A row of `link`."""
Sample = dict[Scope, tuple[int, ...]]


def take_turns(connection: Connection) -> None:
    """Wait until no other transaction stores or links postings: each must see what the other stored.

    To be called before the transaction's first change of a posting. SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})


def link(
    connection: Connection,
    postings: Collection[int],
    *,
    run_id: int | None,
    moment: datetime,
    touched: Collection[Bucket] = (),
) -> None:
    """Link postings that are new or have changed, and those that older rules linked; then count their vacancies again.

    `touched` says where the postings counted before they changed. Costs what these postings and their like cost,
    however many are stored. The outcome depends on the stored postings and the operators' decisions alone, not on the
    order in which they came.
    """
    current = exists().where(LINK_KEY.c.posting_id == POSTING.c.id, LINK_KEY.c.rules == RULES)
    outdated = connection.execute(select(POSTING.c.id).where(~current)).scalars()
    recount(connection, {*touched} | _link(connection, {*postings, *outdated}, run_id, moment))


def decide(connection: Connection, first: int, second: int, verdict: LinkVerdict, moment: datetime) -> None:
    """Enter an operator's decision about two postings. It stands above the rules, in every later run too."""
    _forget(connection, first, second, (MACHINE, OPERATOR))
    earlier = _earlier(connection, first, second) if verdict is LinkVerdict.READVERTISED else None
    low, high = sorted((first, second))
    row = {
        "first_id": low, "second_id": high, "verdict": verdict.value, "earlier_id": earlier, "score": 1.0,
        "reason": f"an operator says: {verdict.value}", "decided_by": OPERATOR, "decided_at": moment,
    }  # fmt: skip
    connection.execute(insert(LINK), row)
    _judge_again(connection, {first, second}, moment)


def undo(connection: Connection, first: int, second: int, moment: datetime) -> bool:
    """Take an operator's decision back: the rules decide again. False where there was none."""
    if not _forget(connection, first, second, (OPERATOR,)):
        return False
    _judge_again(connection, {first, second}, moment)
    return True


def links(engine: Engine, verdicts: Iterable[LinkVerdict] = LinkVerdict) -> list[Values]:
    """Links of these verdicts, the surest first, with source, id and title of both postings. Raises StoreError."""
    with reading(engine) as connection:
        return _links(connection, LINK.c.verdict.in_([verdict.value for verdict in verdicts]))


def links_of(engine: Engine, posting_id: int) -> list[Values]:
    """What a posting is to others: its own links, and those of all postings of its vacancy. Raises StoreError."""
    with reading(engine) as connection:
        mine = select(POSTING.c.vacancy_id).where(POSTING.c.id == posting_id).scalar_subquery()
        akin = select(POSTING.c.id).where(or_(POSTING.c.id == posting_id, POSTING.c.vacancy_id == mine))
        return _links(connection, or_(LINK.c.first_id.in_(akin), LINK.c.second_id.in_(akin)))


def _judge_again(connection: Connection, pair: set[int], moment: datetime) -> None:
    recount(connection, _link(connection, pair, None, moment))


def _link(connection: Connection, changed: set[int], run_id: int | None, moment: datetime) -> set[Bucket]:
    """Judge the changed postings against their like, some at a time: where what they touch counts."""
    touched: set[Bucket] = set()
    for ids in _batches(_Step(connection, run_id, moment).renew_keys(changed)):
        touched |= _Step(connection, run_id, moment).link({*ids})
    return touched


def _links(connection: Connection, condition: Any) -> list[Values]:
    first, second = POSTING.alias("first"), POSTING.alias("second")
    ends = [
        column.label(f"{name}_{column.name}")
        for name, end in (("first", first), ("second", second))
        for column in (end.c.source, end.c.external_id, end.c.title)
    ]
    query = (
        select(*LINK.c, *ends)
        .join(first, first.c.id == LINK.c.first_id)
        .join(second, second.c.id == LINK.c.second_id)
        .where(condition)
        .order_by(LINK.c.score.desc(), LINK.c.first_id, LINK.c.second_id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _forget(connection: Connection, first: int, second: int, decided_by: Collection[str]) -> bool:
    """Remove a link that one of these decided. Whether there was one."""
    low, high = sorted((first, second))
    here = (LINK.c.first_id == low) & (LINK.c.second_id == high) & LINK.c.decided_by.in_(decided_by)
    return connection.execute(delete(LINK).where(here)).rowcount > 0


def _earlier(connection: Connection, first: int, second: int) -> int:
    """The posting whose deadline, or first sight, came first."""
    columns = (POSTING.c.id, POSTING.c.deadline_on, POSTING.c.first_seen_at)
    rows = connection.execute(select(*columns).where(POSTING.c.id.in_((first, second)))).all()
    return int(min(rows, key=lambda row: (row.deadline_on or row.first_seen_at.date(), row.first_seen_at, row.id)).id)


class _Step:
    """One round of linking, and the postings that it has read."""

    def __init__(self, connection: Connection, run_id: int | None, moment: datetime) -> None:
        self._connection = connection
        self._run_id = run_id
        self._moment = moment
        self._profiles: dict[int, Profile] = {}

    def renew_keys(self, changed: set[int]) -> set[int]:
        """Write the keys of the postings. Where they alter what a template is known from, all whom it serves count
        as changed."""
        before = self._samples(self._scopes(changed))
        for ids in _batches(changed):
            self._load(ids)
            before |= self._samples({scope for id in ids for scope in self._profiles[id].scopes} - before.keys())
            self._connection.execute(delete(LINK_KEY).where(LINK_KEY.c.posting_id.in_(ids)))
            add(self._connection, LINK_KEY, [row for id in ids for row in _key_rows(id, self._profiles[id])])
            self._profiles.clear()
        after = self._samples(before)
        altered = [_scope_key(scope) for scope in before if before[scope] != after[scope] or changed & {*after[scope]}]
        members = self._among(select(LINK_KEY.c.posting_id), LINK_KEY.c.key, altered)
        return changed | {row.posting_id for row in members}

    def link(self, changed: set[int]) -> set[Bucket]:
        """Judge the changed postings against their like, and put together anew what they touch: where it counts."""
        pairs = self._candidates(changed)
        near = self._closure(changed | {id for pair in pairs for id in pair}, changed)
        stored = self._stored(near)
        decided = {ids: row for ids, row in stored.items() if row.decided_by == OPERATOR}
        pairs |= {ids for ids in stored if not changed & {*ids}}  # between postings that have not changed
        found = self._resolve({id for pair in (*pairs, *decided) for id in pair}, pairs, decided)
        self._store_links(found, {ids: row for ids, row in stored.items() if ids not in decided})
        before = buckets(self._connection, near)
        self._store_groups(found, near, decided)
        return before | buckets(self._connection, near)

    # --- which postings are compared

    def _scopes(self, ids: Collection[int]) -> set[Scope]:
        """The scopes that postings were in before."""
        ranked = self._among(select(LINK_KEY.c.key).where(LINK_KEY.c.rank.is_not(None)), LINK_KEY.c.posting_id, ids)
        return {_scope_of(row.key) for row in ranked}

    def _samples(self, scopes: Iterable[Scope]) -> Sample:
        """The postings that the template of each scope is known from."""
        query = select(LINK_KEY.c.posting_id).order_by(LINK_KEY.c.rank).limit(SAMPLE)
        return {
            scope: tuple(self._connection.execute(query.where(LINK_KEY.c.key == _scope_key(scope))).scalars())
            for scope in sorted(scopes)
        }

    def _candidates(self, changed: Collection[int]) -> set[Ids]:
        """Every two postings that share a key, one of them changed.

        Two of one source can only be announcements of one post one after the other. A site may list a thousand posts
        with one title, so those of which neither came after the other's end, nor says so, are not even read.
        """
        mine, theirs = LINK_KEY.alias(), LINK_KEY.alias()
        one, other = POSTING.alias("one"), POSTING.alias("other")
        again = select(LINK_KEY.c.posting_id).where(LINK_KEY.c.key == _AGAIN)
        may_be_tied = or_(
            one.c.source != other.c.source,
            one.c.first_seen_at > other.c.deadline_on,
            other.c.first_seen_at > one.c.deadline_on,
            or_(one.c.deadline_on.is_(None), other.c.deadline_on.is_(None))
            & (one.c.first_seen_run_id != other.c.first_seen_run_id),
            one.c.id.in_(again),
            other.c.id.in_(again),
        )
        query = (
            select(one.c.id.label("one"), other.c.id.label("other"))
            .join(mine, mine.c.posting_id == one.c.id)
            .join(theirs, theirs.c.key == mine.c.key)
            .join(other, other.c.id == theirs.c.posting_id)
            .where(mine.c.rank.is_(None), mine.c.key != _AGAIN, other.c.id != one.c.id, may_be_tied)
            .distinct()
        )
        return {_ids(row.one, row.other) for row in self._among(query, one.c.id, changed)}

    def _closure(self, near: set[int], changed: set[int]) -> set[int]:
        """The postings, and all that are tied to them by links: what one gains another may lose."""
        every, fresh = set(near), set(near)
        while fresh:
            found = set()
            for end, other in ((LINK.c.first_id, LINK.c.second_id), (LINK.c.second_id, LINK.c.first_id)):
                tied = self._among(select(end.label("one"), other.label("other"), LINK.c.verdict), end, fresh)
                found |= {row.other for row in tied if row.verdict in _TIES or row.one in changed}
            fresh = found - every
            every |= fresh
        return every

    def _stored(self, near: set[int]) -> dict[Ids, Stored]:
        """The links among these postings."""
        rows = self._among(select(LINK), LINK.c.first_id, near)
        return {(row.first_id, row.second_id): row for row in rows if row.second_id in near}

    def _resolve(self, tied: set[int], pairs: Iterable[Ids], decided: Mapping[Ids, Stored]) -> Resolution:
        self._load(tied)
        samples = self._samples({scope for id in tied for scope in self._profiles[id].scopes})
        self._load({id for ids in samples.values() for id in ids})
        return resolve(
            {self._profiles[id].key: self._profiles[id] for id in tied},
            {self._pair(ids) for ids in pairs},
            Templates({scope: [self._profiles[id] for id in ids] for scope, ids in samples.items()}),
            {self._pair(ids): LinkVerdict(row.verdict) for ids, row in decided.items()},
        )

    def _load(self, ids: Iterable[int]) -> None:
        """Read postings as they were seen last."""
        missing = {*ids} - self._profiles.keys()
        latest = func.max(OBSERVATION.c.id)
        newest = select(latest).where(OBSERVATION.c.posting_id == POSTING.c.id).correlate(POSTING).scalar_subquery()
        columns = (POSTING.c.id, POSTING.c.source, POSTING.c.external_id, POSTING.c.url, POSTING.c.language)
        query = (
            select(*columns, POSTING.c.first_seen_at, OBSERVATION.c.normalised, POSTING_TEXT.c.text)
            .join(OBSERVATION, OBSERVATION.c.id == newest)
            .join(POSTING_TEXT, POSTING_TEXT.c.observation_id == OBSERVATION.c.id)
        )
        for row in self._among(query, POSTING.c.id, missing):
            posting, key = posting_from_json(row.normalised), Key(row.source, row.external_id)
            seen_on = row.first_seen_at.date()
            self._profiles[row.id] = Profile(Advert(key, posting, row.text, seen_on, row.url, row.language))

    # --- what is stored

    def _store_links(self, found: Resolution, stored: Mapping[Ids, Stored]) -> None:
        """Enter, alter and remove the machine's links."""
        ids = {profile.key: id for id, profile in self._profiles.items()}
        wanted = {
            _ids(ids[first], ids[second]): {
                "verdict": link.verdict.value, "earlier_id": ids[link.earlier] if link.earlier else None,
                "score": link.score, "reason": link.reason,
            }
            for (first, second), link in found.links.items()
        }  # fmt: skip
        for gone in _batches({row.id for pair, row in stored.items() if pair not in wanted}):
            self._connection.execute(delete(LINK).where(LINK.c.id.in_(gone)))
        reached = {"decided_by": MACHINE, "decided_at": self._moment, "run_id": self._run_id}
        fresh = [
            {"first_id": pair[0], "second_id": pair[1], **values, **reached}
            for pair, values in sorted(wanted.items())
            if pair not in stored
        ]
        add(self._connection, LINK, fresh)
        altered = [
            {"at": stored[pair].id, **values, **reached}
            for pair, values in wanted.items()
            if pair in stored and any(stored[pair]._mapping[name] != value for name, value in values.items())
        ]
        if altered:
            self._connection.execute(update(LINK).where(LINK.c.id == bindparam("at")), altered)

    def _store_groups(self, found: Resolution, near: set[int], decided: Mapping[Ids, Stored]) -> None:
        """Point the postings of a vacancy to it, and those of none to none. A vacancy without postings goes."""
        columns = (POSTING.c.id, POSTING.c.vacancy_id, POSTING.c.link_reason, POSTING.c.link_score)
        before = {row.id: tuple(row)[1:] for row in self._among(select(*columns), POSTING.c.id, near)}
        ids = {profile.key: id for id, profile in self._profiles.items()}
        best = _best_links(found, {self._pair(pair): row.reason for pair, row in decided.items() if _is_same(row)})
        after: dict[int, tuple[Any, ...]] = dict.fromkeys(near, (None, None, None))
        taken: set[int] = set()
        for group in found.groups:
            vacancy = self._vacancy({before[ids[key]][0] for key in group} - taken - {None})
            taken.add(vacancy)
            for key in group:
                score, reason = best[key]
                after[ids[key]] = (vacancy, reason, score)
        names = ("vacancy_id", "link_reason", "link_score")
        altered = [
            {"at": id, **dict(zip(names, after[id], strict=True))} for id in sorted(near) if after[id] != before[id]
        ]
        if altered:
            self._connection.execute(update(POSTING).where(POSTING.c.id == bindparam("at")), altered)
        left = {vacancy for vacancy, _, _ in before.values() if vacancy is not None} - taken
        for gone in _batches(left):
            empty = ~exists().where(POSTING.c.vacancy_id == VACANCY.c.id)
            self._connection.execute(delete(VACANCY).where(VACANCY.c.id.in_(gone), empty))

    def _vacancy(self, known: Collection[int]) -> int:
        """One of the vacancies that the postings had, else a new one."""
        if known:
            return min(known)
        row = insert(VACANCY).values(created_at=self._moment).returning(VACANCY.c.id)
        return int(self._connection.execute(row).scalar_one())

    def _pair(self, ids: Ids) -> tuple[Key, Key]:
        return pair_of(self._profiles[ids[0]].key, self._profiles[ids[1]].key)

    def _among(self, query: Any, column: Any, values: Iterable[Any]) -> Iterator[Any]:
        """The rows of a query whose column holds one of the values, however many these are."""
        for some in _batches(values):
            yield from self._connection.execute(query.where(column.in_(some)))


def _best_links(found: Resolution, confirmed: Mapping[tuple[Key, Key], str]) -> dict[Key, tuple[float, str]]:
    """Of each posting that shares a vacancy, its surest link to another of it: score and reason."""
    group: dict[Key, Group] = {key: members for members in found.groups for key in members}
    links = [(link.score, pair, link.reason) for pair, link in found.links.items() if link.verdict is LinkVerdict.SAME]
    links += [(1.0, pair, reason) for pair, reason in confirmed.items()]
    best: dict[Key, tuple[float, str]] = {}
    for score, (first, second), reason in sorted(links, key=lambda link: (-link[0], link[1])):
        if first in group and group[first] is group.get(second):
            for mine, other in ((first, second), (second, first)):
                best.setdefault(mine, (score, f"{other.source} {other.external_id}: {reason}"))
    return best


def _is_same(row: Stored) -> bool:
    return bool(row.verdict == LinkVerdict.SAME)


def _key_rows(id: int, profile: Profile) -> list[Values]:
    ranks = {_scope_key(scope): rank(profile.key) for scope in profile.scopes}
    named = dict.fromkeys(sorted(keys(profile))) | ranks | ({_AGAIN: None} if profile.says_again else {})
    return [{"posting_id": id, "key": key, "rank": place, "rules": RULES} for key, place in named.items()]


def _scope_key(scope: Scope) -> str:
    return " ".join(("text of", *scope))


def _scope_of(key: str) -> Scope:
    kind, name = key.removeprefix("text of ").split(" ", 1)
    return kind, name


def _ids(one: int, other: int) -> Ids:
    return (one, other) if one < other else (other, one)


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    every = sorted(values)
    for start in range(0, len(every), _BATCH):
        yield every[start : start + _BATCH]
