"""After a repair: meetings that keep their time keep their people and interpreter as well, where that is possible."""

from dataclasses import replace

from jumelage.forum.domain.moving import seated
from jumelage.forum.domain.timetable.checking import check
from jumelage.forum.domain.timetable.problem import Forum, Place, Timetable


def steadied(forum: Forum, before: Timetable, found: Timetable) -> Timetable:
    """Return a timetable with the same meetings at the same times and tables, seated as before where it can be.

    Slot by slot, the meetings that were in it before sit as they did, and the others around them. Where that cannot be,
    the slot stays as it was found. What ``found`` keeps of the rules, the answer keeps.
    """
    result = Timetable(dict(found.places))
    for slot in forum.slots:
        tried = _slot(forum, before, result, slot.ref)
        if tried is not None:
            result = tried
    return result


def _slot(forum: Forum, before: Timetable, found: Timetable, slot: str) -> Timetable | None:
    here = [m for m in forum.meetings if m.ref in found.places and found.places[m.ref].slot == slot]
    old = [m for m in here if _was(before, m.ref, slot) is not None]
    if all(_same(before.places[m.ref], found.places[m.ref]) for m in old):
        return None
    placed = {ref: place for ref, place in found.places.items() if place.slot != slot}
    for meeting in [*old, *(m for m in here if m not in old)]:
        now = _was(before, meeting.ref, slot) or found.places[meeting.ref]
        seat = seated(forum, Timetable(placed), meeting, slot, now)
        if seat is None:
            return None
        placed[meeting.ref] = replace(seat, table=found.places[meeting.ref].table)
    tried = Timetable(placed)
    return tried if len(check(forum, tried)) <= len(check(forum, found)) else None


def _was(before: Timetable, ref: str, slot: str) -> Place | None:
    place = before.places.get(ref)
    return place if place is not None and place.slot == slot else None


def _same(old: Place, new: Place) -> bool:
    return set(old.people) == set(new.people) and old.interpreter == new.interpreter
