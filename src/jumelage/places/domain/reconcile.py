"""Which places the names of a whole list mean: decided together, in the list's order.

A list says more than its rows. Lists are sorted: within a country by division, then by name, so that
a town stands between towns of its own division. A pair stands in the list of either country, and
both rows mean the same two places. And a town that has its own part of the list is the one that
other parts name. Each of these adds to the weights of the places that a name may mean
(:mod:`jumelage.places.domain.matcher`); the matcher then answers as it does without a list.
"""

import gc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from math import exp, log
from typing import NamedTuple

from jumelage.places.domain.divisions import division_at
from jumelage.places.domain.keys import fast_key
from jumelage.places.domain.matcher import Match, NameMatcher, Query, Weighed, likely

#: How often progress is told, in mentions.
_STEP = 2_000
#: A part of a list is looked at as sorted from so many towns on.
_RUN = 8
#: What a change of the division costs where the names go on in order, and where they begin anew.
_CHANGE_IN_ORDER, _CHANGE_ANEW = 4.0, 0.7
#: What staying in a division costs where the names begin anew; and what it costs to go back, where
#: divisions follow each other in the order of their names.
_STAY_ANEW, _BACK = 3.0, 1.5
#: A run is sorted by division if of so many neighbours in order this share lies in one division.
_TOGETHER = 0.5
#: At most so many divisions are told apart for one name, the likeliest.
_WIDTH = 12
#: By how much a place is likelier that has its own part of the list.
_HAS_PART = 0.7
#: A name whose answer is so sure is not looked at again.
_SETTLED = 0.965
#: No single hint weighs more than this.
_MOST = 6.0


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in a list, with the mention that the list names beside it."""

    query: Query
    partner: int | None = None  # its index in the same list


class _Head(NamedTuple):
    """A town that a list gives its own part: consecutive rows with the same first name."""

    query: Query
    mentions: tuple[int, ...]


@dataclass(slots=True)
class _Hints:
    """What the list adds to the weights of a mention's places: by entry number."""

    unsettled: set[Query]  # the names about which a list is asked
    by_mention: dict[int, dict[int, float]] = field(default_factory=dict)

    def add(self, mention: int, number: int, weight: float) -> None:
        """Make a place likelier for a mention."""
        known = self.by_mention.setdefault(mention, {})
        known[number] = max(-_MOST, min(_MOST, known.get(number, 0.0) + weight))


def _silent(_done: int, _of: int) -> None:
    pass


def reconcile(
    mentions: Sequence[Mention],
    matcher: NameMatcher,
    *,
    progress: Callable[[int, int], None] = _silent,
) -> list[Match]:
    """Decide jointly about the names of one list, in the list's order.

    Returns:
        One answer for each mention, in their order.
    """
    with _no_collecting():
        if any(mention.partner is not None for mention in mentions):
            return _together(mentions, matcher, progress)
        return _one_by_one(mentions, matcher, progress)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Make answers without the search for cycles: they have none, and there are many of them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _together(
    mentions: Sequence[Mention], matcher: NameMatcher, progress: Callable[[int, int], None]
) -> list[Match]:
    """Answer names that stand in a list of pairs."""
    plain: dict[Query, Match] = {}
    for number, mention in enumerate(mentions, start=1):
        if mention.query not in plain:
            plain[mention.query] = matcher.match(mention.query)
        if number % _STEP == 0:
            progress(number, len(mentions))
    weighed = _Weighing(matcher)
    unsettled = {
        query for query, match in plain.items() if match.candidates and match.score < _SETTLED
    }
    hints = _hints(mentions, weighed, unsettled)
    answers = [
        matcher.answer(weighed[mention.query], hints.by_mention[number])
        if number in hints.by_mention and mention.query in unsettled
        else plain[mention.query]
        for number, mention in enumerate(mentions)
    ]
    progress(len(mentions), len(mentions))
    return answers


class _Weighing(dict[Query, Weighed]):
    """What names may mean, weighed when it is asked for."""

    def __init__(self, matcher: NameMatcher) -> None:
        super().__init__()
        self._matcher = matcher

    def __missing__(self, query: Query) -> Weighed:
        self[query] = self._matcher.weigh(query)
        return self[query]


def _one_by_one(
    mentions: Sequence[Mention], matcher: NameMatcher, progress: Callable[[int, int], None]
) -> list[Match]:
    """Answer names that nothing stands beside."""
    answers = []
    for start in range(0, len(mentions), _STEP):
        answers += [matcher.match(mention.query) for mention in mentions[start : start + _STEP]]
        progress(len(answers), len(mentions))
    return answers


def _hints(mentions: Sequence[Mention], weighed: _Weighing, unsettled: set[Query]) -> _Hints:
    """Collect what the list says about the names that are still open."""
    hints = _Hints(unsettled)
    runs = _runs(mentions)
    for run in runs:
        if len(run) >= _RUN and any(head.query in unsettled for head in run):
            _sorted_run(run, weighed, hints)
    _heads_named_elsewhere(mentions, weighed, runs, hints)
    _pairs_meet(mentions, hints)
    return hints


def _runs(mentions: Sequence[Mention]) -> list[list[_Head]]:
    """Part the list into runs of one country's towns, as its first column has them."""
    runs: list[list[_Head]] = []
    last: Query | None = None
    for number, mention in enumerate(mentions):
        if mention.partner is not None and mention.partner < number:
            continue
        query = mention.query
        if last is None or query.country != last.country:
            runs.append([])
        if query == last and runs[-1]:
            head = runs[-1][-1]
            runs[-1][-1] = head._replace(mentions=(*head.mentions, number))
        else:
            runs[-1].append(_Head(query, (number,)))
        last = query
    return runs


def _sorted_run(
    run: Sequence[_Head],
    weighed: _Weighing,
    hints: _Hints,
) -> None:
    """Find the division of each town of a run by those around it, if the run is sorted so.

    Forward and backward over the divisions (Rabiner, Proc. IEEE 77, 1989, 257–286): a town's
    division is that of the town before it unless the names begin anew.
    """
    keys = [fast_key(head.query.name) for head in run]
    anew = [False, *(later < former for former, later in pairwise(keys))]
    if not 3 <= sum(anew) <= len(run) / 2:  # sorted by name alone, or not at all
        return
    steps = [_divisions(weighed[head.query]) for head in run]
    if not _by_division(steps, anew):
        return
    names = _names(run[0].query.country, steps)
    forward = _pass(steps, anew, names, 1)
    backward = _pass(steps[::-1], [False, *anew[:0:-1]], names, -1)[::-1]
    for head, step, before, after in zip(run, steps, forward, backward, strict=True):
        if not step:
            continue
        total = {name: before[name] + after[name] - log(step[name]) for name in step}
        top = max(total.values())
        whole = sum(exp(value - top) for value in total.values())
        found = {name: exp(value - top) / whole for name, value in total.items()}
        for number in head.mentions:
            for _, hit in weighed[head.query].found if head.query in hints.unsettled else ():
                gain = log(
                    max(1e-4, found.get(hit.admin1, 0.0)) / max(1e-4, step.get(hit.admin1, 0.0))
                )
                hints.add(number, hit.number, gain)


def _by_division(steps: Sequence[dict[str, float]], anew: Sequence[bool]) -> bool:
    """Whether neighbours that are in order mostly lie in one division, where that is clear."""
    sure = [
        max(step, key=step.__getitem__) if step and max(step.values()) > 0.8 else ""
        for step in steps
    ]
    pairs = [
        former == later
        for former, later, begins in zip(sure, sure[1:], anew[1:], strict=False)
        if former and later and not begins
    ]
    return len(pairs) >= 3 and sum(pairs) >= _TOGETHER * len(pairs)


def _names(country: str, steps: Sequence[dict[str, float]]) -> dict[str, str]:
    """Return the names of divisions, by which lists sort them, by GeoNames' codes."""
    codes = {code for step in steps for code in step}
    known = {code: division_at(country, code) for code in codes}
    return {code: fast_key(found.name) for code, found in known.items() if found}


def _divisions(weighed: Weighed) -> dict[str, float]:
    """Return the share of each division in what a name may mean; nothing if that says nothing."""
    found: Counter[str] = Counter()
    for share, hit in likely(weighed):
        found[hit.admin1] += share  # type: ignore[assignment]
    return {name: max(share, 1e-4) for name, share in found.most_common(_WIDTH) if name}


def _pass(
    steps: Sequence[dict[str, float]], anew: Sequence[bool], names: dict[str, str], way: int
) -> list[dict[str, float]]:
    """Return the logarithm of each division's weight, from the towns up to each.

    ``way`` is 1 if the steps go down the list, -1 if up.
    """
    out: list[dict[str, float]] = []
    former: dict[str, float] = {}
    for step, begins in zip(steps, anew, strict=True):
        change = _CHANGE_ANEW if begins else _CHANGE_IN_ORDER
        now = {}
        for name, share in step.items():
            come = 0.0 if not former else max(
                value
                - (_STAY_ANEW * begins if other == name else change + _back(names, other, name, way))
                for other, value in former.items()
            )  # fmt: skip
            now[name] = log(share) + come
        out.append(now)
        top = max(now.values(), default=max(former.values(), default=0.0))
        # a name whose divisions are not known says nothing: what was before goes on
        former = {name: value - top for name, value in (now or former).items()}
    return out


def _back(names: dict[str, str], former: str, later: str, way: int) -> float:
    one, other = names.get(former, ""), names.get(later, "")
    if way < 0:
        one, other = other, one
    return _BACK if one and other and other < one else 0.0


def _heads_named_elsewhere(
    mentions: Sequence[Mention],
    weighed: _Weighing,
    runs: Sequence[Sequence[_Head]],
    hints: _Hints,
) -> None:
    """Make likelier, wherever it is named, the town that has its own part of the list."""
    heads: dict[Query, dict[int, float]] = defaultdict(dict)
    first: set[int] = set()
    for run in runs:
        for head in run:
            if head.query not in hints.unsettled:
                continue
            first.update(head.mentions)
            shares = _shares(weighed[head.query], hints.by_mention.get(head.mentions[0]))
            for number, share in shares.items():
                heads[head.query][number] = max(share, heads[head.query].get(number, 0.0))
    for number, mention in enumerate(mentions):
        if mention.query in heads and number not in first:
            for entry, share in heads[mention.query].items():
                if share > 0.05:
                    hints.add(number, entry, _HAS_PART * share)


def _shares(weighed: Weighed, more: dict[int, float] | None) -> dict[int, float]:
    """Return the share of each entry, with what the list adds."""
    if more:
        found = sorted(
            ((w + more.get(h.number, 0.0), h) for w, h in weighed.found), key=lambda x: -x[0]
        )
        weighed = weighed._replace(found=found)
    return {hit.number: share for share, hit in likely(weighed)}


def _pairs_meet(mentions: Sequence[Mention], hints: _Hints) -> None:
    """Let the rows of one pair, in whichever list they stand, mean the same two places."""
    groups: dict[tuple[Query, Query], list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        if mention.partner is not None and mention.query in hints.unsettled:
            groups[mention.query, mentions[mention.partner].query].append(number)
    for numbers in groups.values():
        firsts = [n for n in numbers if (mentions[n].partner or 0) > n]
        others = [n for n in numbers if (mentions[n].partner or 0) < n]
        if len(firsts) != 1 or not others:  # two towns of one name may have the same partner
            continue
        known = {number: dict(hints.by_mention.get(number, {})) for number in numbers}
        for number in others:
            for entry, gain in known[firsts[0]].items():
                hints.add(number, entry, gain)
            for entry, gain in known[number].items():
                hints.add(firsts[0], entry, gain)
