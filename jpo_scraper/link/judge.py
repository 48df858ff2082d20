"""From what two postings have in common to a verdict, its score and its reason."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from jpo_scraper.link.advert import Key
from jpo_scraper.link.evidence import Aspect, Comparison, Outcome, Profile, Templates, compare
from jpo_scraper.vocab import LinkVerdict

RULES = 2
"""Version of the rules, to be raised with each change: postings linked by older ones are linked anew."""

SAME, CLOSE, PARTLY, UNKNOWN, DIFFERENT = (
    Outcome.SAME, Outcome.CLOSE, Outcome.PARTLY, Outcome.UNKNOWN, Outcome.DIFFERENT,
)  # fmt: skip
_ANY = frozenset(Outcome)
_NOT_AGAINST = _ANY - {DIFFERENT}
_ALIKE = frozenset({SAME, CLOSE})
_SAME = frozenset({SAME})

_DEFAULT = {aspect: _ANY if aspect is Aspect.TEXT else _NOT_AGAINST for aspect in Aspect}
"""What a ground asks where it names nothing. Sponsors describe a post in words of their own: texts may differ."""


class Ground(NamedTuple):
    """What must be found for a verdict, and how sure that makes it."""

    score: float
    needs: Mapping[Aspect, frozenset[Outcome]]


def _ground(score: float, /, **needs: frozenset[Outcome]) -> Ground:
    return Ground(score, {Aspect[name.upper()]: outcomes for name, outcomes in needs.items()})


ONE = (
    _ground(0.99, agency=_SAME, reference=_SAME),
    # One site tells of an extension before the other does.
    _ground(0.95, agency=_SAME, reference=_SAME, title=_ALIKE, station=_ALIKE, deadline=_ANY),
    _ground(0.90, reference=_SAME, title=_ALIKE, station=_ALIKE),
    _ground(0.97, agency=_SAME, title=_SAME, station=_SAME, deadline=_ALIKE, sponsor=_SAME),
    _ground(0.93, agency=_SAME, title=_ALIKE, station=_SAME, deadline=_ALIKE),
    _ground(0.93, agency=_SAME, title=_ALIKE, station=_ALIKE, deadline=_ALIKE, text=_SAME),
    _ground(0.92, agency=_SAME, title=_ALIKE, station=_SAME, text=_SAME),
    _ground(0.92, agency=_SAME, station=_SAME, deadline=_ALIKE, text=_SAME),
    _ground(0.88, agency=_SAME, title=_ALIKE, station=_ALIKE, deadline=_ALIKE, sponsor=_SAME),
)
"""For one vacancy. A title, a text, or the deadline and sponsor of a round are never enough by themselves, nor is a
place in the round: a sponsor may pay for two posts there, and a title that cannot be read does not tell them apart."""

AGAIN = (
    _ground(0.95, agency=_SAME, title=_ALIKE, station=_ALIKE, text=_SAME, deadline=_ANY, reference=_ANY),
    _ground(0.90, agency=_SAME, reference=_SAME, title=_ALIKE, station=_ALIKE, deadline=_ANY),
)
"""For a post that is announced again, going by the times."""

SAID_AGAIN = (
    *AGAIN,
    _ground(0.90, agency=_SAME, title=_SAME, station=_SAME, sponsor=_SAME, deadline=_ANY, reference=_ANY),
)
"""For one that says so itself: how alike the texts are need not be known."""

NEAR = (
    _ground(0.6, agency=_SAME, title=_ALIKE, station=_ALIKE, sponsor=_SAME, deadline=_ANY),
    _ground(0.6, agency=_SAME, reference=_SAME, title=_ANY, station=_ANY, deadline=_ANY),
    _ground(0.5, agency=_SAME, title=_ALIKE, station=_SAME),
    _ground(0.5, agency=_SAME, title=frozenset({UNKNOWN, PARTLY}), station=_SAME, deadline=_ALIKE),
)
"""For a person's look: much is the same, and something is missing or against it."""


class Judgement(NamedTuple):
    """What two postings are to each other."""

    verdict: LinkVerdict
    score: float
    """How sure it is, 0 to 1; 0 where nothing ties them."""
    reason: str
    """What agrees and what does not, in words."""
    is_apart: bool
    """Whether something speaks against one vacancy, so that no third posting may bring them together."""
    earlier: Key | None = None
    """Of a re-advertisement: the posting that came first."""


def judge(first: Profile, second: Profile, templates: Templates) -> Judgement:
    """What two postings are to each other; the order of the two does not matter."""
    found = compare(first, second, templates)
    reason = _reason(found)
    if found.is_again and (score := _best(SAID_AGAIN if found.says_again else AGAIN, found)):
        return Judgement(LinkVerdict.READVERTISED, score, reason, True, found.earlier.key)
    may_be_one = not (found.is_again or found.same_source)
    if may_be_one and (score := _best(ONE, found) - _doubt(found)) > 0:
        return Judgement(LinkVerdict.SAME, score, reason, False)
    is_apart = not may_be_one or any(
        finding.outcome is DIFFERENT for aspect, finding in found.findings.items() if aspect is not Aspect.TEXT
    )
    if not found.same_source and (score := _best(NEAR, found)):
        return Judgement(LinkVerdict.UNCLEAR, score, reason, is_apart)
    return Judgement(LinkVerdict.DIFFERENT, 0.0, reason, is_apart)


def _doubt(found: Comparison) -> float:
    """Without deadlines, of two partners the one that was seen at about the same time is the likelier."""
    return found.days_apart / 1_000 if found.outcome(Aspect.DEADLINE) is UNKNOWN else 0.0


def _best(grounds: Iterable[Ground], found: Comparison) -> float:
    """The score of the best ground that holds; 0 where none does."""
    return max((ground.score for ground in grounds if _holds(ground, found)), default=0.0)


def _holds(ground: Ground, found: Comparison) -> bool:
    return all(found.outcome(aspect) in ground.needs.get(aspect, _DEFAULT[aspect]) for aspect in Aspect)


def _reason(found: Comparison) -> str:
    findings = found.findings.values()
    agree = [words for outcome, words in findings if outcome > UNKNOWN]
    against = [words for outcome, words in findings if outcome is DIFFERENT]
    if found.is_again:
        agree.append("announced again" if found.says_again else "announced after the other had closed")
    return "; but ".join(part for part in ("; ".join(agree), "; ".join(against)) if part)
