"""The engine at work on a timetable of the records: what it is given, whom it tells, and what came of it."""

import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from jumelage.core.clock import now
from jumelage.forum.domain import refs
from jumelage.forum.domain.refs import ref
from jumelage.forum.domain.steady import steadied
from jumelage.forum.domain.timetable.checking import figures
from jumelage.forum.domain.timetable.explaining import Reason, contradiction, explain
from jumelage.forum.domain.timetable.problem import Forum
from jumelage.forum.domain.timetable.problem import Timetable as Found
from jumelage.forum.domain.timetable.repairing import changes, remaining, repair
from jumelage.forum.domain.timetable.solving import Result, solve
from jumelage.forum.domain.timetable.tables import moves
from jumelage.forum.models import Timetable
from jumelage.forum.timetables.aside import aside
from jumelage.forum.timetables.problem_of import places_of, problem_of

#: So many searches at once work on a timetable.
SEARCHES = min(2, os.cpu_count() or 1)
#: Seconds: between two words about how far it is; for saying why meetings are not held; until that is given up.
PAUSE, EXPLAINING, GIVEN_UP = 1.0, 45.0, 120.0


@dataclass(slots=True)
class Worked:
    """What came of it. ``possible`` is ``None`` if neither a timetable nor that there is none was found."""

    forum: Forum
    found: Found | None
    possible: bool | None
    is_proved: bool = False
    ranks: list[dict[str, Any]] = field(default_factory=list)
    took: float = 0.0
    first_after: float | None = None
    not_held: list[dict[str, Any]] = field(default_factory=list)
    changes: Mapping[str, Any] = field(default_factory=dict)
    table_moves: int | None = None
    idle_groups: int | None = None


class Teller:
    """Writes down how far a timetable is, not too often; says whether it is still wanted."""

    def __init__(self, timetable: Timetable) -> None:
        self._rows = Timetable.objects.filter(pk=timetable.pk, state=Timetable.RUNNING)
        self._said, self._wanted = 0.0, True

    def __call__(self, result: Result) -> bool:
        """Hear of a search."""
        values = {"ranks": ranks_of(result), "first_after": result.first}
        return self._tell(values)

    def wanted(self) -> bool:
        """Give a sign of life while nothing new can be told."""
        return self._tell({})

    def _tell(self, values: Mapping[str, Any]) -> bool:
        moment = time.monotonic()
        if self._wanted and moment - self._said >= PAUSE:
            self._said = moment
            self._wanted = bool(self._rows.update(heard_at=now(), **values))
        return self._wanted


def ranks_of(result: Result) -> list[dict[str, Any]]:
    """Return the ranks as they are kept: name, best, bound, proved."""
    return [
        {"name": one.name, "best": one.best, "bound": one.bound, "proved": one.proved}
        for one in result.ranks
    ]


def work_out(timetable: Timetable) -> Worked:
    """Work a timetable out, or a repair, until its time is over or it is not wanted any more.

    Raises:
        UnusableForumError: the records contradict themselves.
    """
    teller = Teller(timetable)
    forum = problem_of(timetable.edition, with_unanswered=timetable.with_unanswered)
    search = {"seconds": float(timetable.seconds), "workers": SEARCHES, "seed": timetable.seed}
    base = None if timetable.base is None else places_of(timetable.base)
    begins = timetable.repaired_from_id and ref(refs.SLOT, timetable.repaired_from_id)
    if base is None:
        left, result = forum, solve(forum, progress=teller, **search)  # type: ignore[arg-type]
    else:
        left = remaining(forum, base, begins or None)
        result = repair(forum, base, now=begins or None, progress=teller, **search)  # type: ignore[arg-type]
    worked = Worked(
        forum,
        result.timetable,
        result.possible,
        is_proved=result.proved and not result.stopped,
        ranks=ranks_of(result),
        took=round(result.seconds, 1),
        first_after=None if result.first is None else round(result.first, 1),
    )
    if result.timetable is not None:
        _read(worked, left, result.timetable, base, begins or None, teller)
    elif result.possible is False:
        reason = aside(contradiction, left, wanted=teller.wanted, seconds=GIVEN_UP)
        worked.not_held = [] if reason is None else [reason_kept(reason)]
    return worked


def _read(
    worked: Worked,
    left: Forum,
    found: Found,
    base: Found | None,
    begins: str | None,
    teller: Teller,
) -> None:
    """Add to what was found what can be said of it."""
    if base is not None:
        found = steadied(left, base, found)
        worked.changes = asdict(changes(worked.forum, base, found))
        found = worked.found = Found(_past(worked.forum, base, begins) | found.places)
    known = {meeting.ref for meeting in worked.forum.meetings}
    counted = Found({name: place for name, place in found.places.items() if name in known})
    worked.table_moves = moves(worked.forum, counted)
    worked.idle_groups = figures(worked.forum, counted).idle_groups
    missing = [m.ref for m in left.meetings if m.ref not in counted.places]
    why = partial(explain, seconds=EXPLAINING)
    reasons = aside(why, left, counted, wanted=teller.wanted, seconds=GIVEN_UP) if missing else {}
    worked.not_held = [
        {"meeting": name, "rules": [], "meetings": []} if reason is None else reason_kept(reason)
        for name in missing
        for reason in [(reasons or {}).get(name)]
    ]


def _past(forum: Forum, base: Found, begins: str | None) -> dict[str, Any]:
    """Return what was held before a slot: it stays in the timetable, also what its parties have taken back since."""
    if begins is None:
        return {}
    position, before = forum.position, forum.position[begins]
    return {
        name: place
        for name, place in base.places.items()
        if position.get(place.slot, before) < before
    }


def reason_kept(reason: Reason) -> dict[str, Any]:
    """Return a reason as it is kept: the meeting, rules by code and what they are about, other meetings."""
    return {
        "meeting": reason.meeting,
        "rules": [{"code": rule.code, "about": list(rule.about)} for rule in reason.rules],
        "meetings": list(reason.meetings),
        "minimal": reason.minimal,
    }
