"""Setting up the meetings of an edition: the rules for wishes, and the times in which meetings are held."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.conflicts import ConflictError, locked, save_changes
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import refuse
from jumelage.forum.actions.common import record_edition
from jumelage.forum.domain.agenda import day_of
from jumelage.forum.domain.meetings import Block, Span, overlapping
from jumelage.forum.meetings.words import say_span
from jumelage.forum.models import Edition, Meeting, MeetingRules, MeetingSlot, Placed
from jumelage.forum.permissions import require_organiser

MOST_WISHES = 100
SHORTEST_SLOT, LONGEST_SLOT, LONGEST_PAUSE = 5, 240, 240
#: An edition has so many slots at most: more is a slip of the pen.
MOST_SLOTS = 400


@dataclass(frozen=True, slots=True)
class RulesData:
    """How an edition's meetings are wished: until which day, how many of one delegation, and how many a day it holds.

    ``fairness``: how far the idle times of two delegations may lie apart. ``is_public``: everybody reads who meets
    whom.
    """

    wishes_until: date | None = None
    most_wishes: int = 12
    daily_limit: int | None = None
    fairness: int | None = None
    is_public: bool = False


@atomic_action
def set_rules(*, actor: Actor, edition: Edition, version: int, data: RulesData) -> MeetingRules:
    """Say how an edition's meetings are wished; with ``version`` 0 it has meetings from now on.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed the rules meanwhile.
        RefusedError: with every reason.
    """
    require_organiser(actor, edition)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    refuse(problems_with_rules(edition, data))
    rules = MeetingRules.objects.filter(edition=edition).first()
    if rules is None:
        rules = MeetingRules.objects.create(edition=edition, **asdict(data))
    elif not version:
        raise ConflictError(rules)
    elif not save_changes(locked(MeetingRules, rules.pk, version), asdict(data)):
        return rules
    record_edition(actor, edition, "forum.set_meeting_rules", public=data.is_public)
    rules.refresh_from_db()
    return rules


def problems_with_rules(edition: Edition, data: RulesData) -> list[Problem]:
    """Return every reason for which meetings cannot be wished so."""
    problems = []
    if not edition.has_days:
        message = _("Fix the days of the edition first: then it can have meetings.")
        problems.append(Problem("days", "", message))
    if data.wishes_until and data.wishes_until > edition.last_day:
        message = _("This is after the forum: choose an earlier day.")
        problems.append(Problem("late", "wishes_until", message))
    if not 1 <= data.most_wishes <= MOST_WISHES:
        message = _("Let each have one wish at least, and %(most)s at most.")
        problems.append(Problem("range", "most_wishes", message % {"most": MOST_WISHES}))
    if data.daily_limit is not None and not 1 <= data.daily_limit <= MOST_WISHES:
        message = _("Let each have one meeting a day at least, and %(most)s at most.")
        problems.append(Problem("range", "daily_limit", message % {"most": MOST_WISHES}))
    if data.fairness is not None and not 0 <= data.fairness <= MOST_WISHES:
        message = _("Write a number from 0 to %(most)s.") % {"most": MOST_WISHES}
        problems.append(Problem("range", "fairness", message))
    return problems


@atomic_action
def let_wish(*, actor: Actor, edition: Edition, version: int, is_open: bool) -> MeetingRules:
    """Open the wishes of an edition, or close them. (After the last day for wishes they are closed by themselves.)

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed the rules meanwhile.
        RefusedError: the last day is over, or the edition is.
    """
    require_organiser(actor, edition)
    rules = locked(MeetingRules, rules_of(edition).pk, version)
    if is_open and edition.state not in {Edition.ANNOUNCED, Edition.OPEN}:
        message = _("Wishes are for an edition that is announced, or open for delegations.")
        raise RefusedError(Problem("state", "", message))
    until = rules.wishes_until
    if is_open and until and until < day_of(now(), edition.time_zone):
        message = _("The last day for wishes is over: choose a later one first.")
        raise RefusedError(Problem("late", "wishes_until", message))
    if save_changes(rules, {"wishes_open": is_open}):
        action = "forum.open_wishes" if is_open else "forum.close_wishes"
        record_edition(actor, edition, action, public=False)
    return rules


def rules_of(edition: Edition) -> MeetingRules:
    """Return the rules of an edition's meetings.

    Raises:
        RefusedError: it has no meetings.
    """
    rules = MeetingRules.objects.filter(edition=edition).first()
    if rules is None:
        message = _("This edition has no bilateral meetings yet.")
        raise RefusedError(Problem("none", "", message))
    return rules


@atomic_action
def add_slots(*, actor: Actor, edition: Edition, blocks: Sequence[Block]) -> list[MeetingSlot]:
    """Fill parts of days with slots for meetings.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason: slots that overlap are named.
    """
    require_organiser(actor, edition)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    there = list(MeetingSlot.objects.filter(edition=edition).values_list("begins", "ends"))
    problems = [problem for block in blocks for problem in _problems_with_block(edition, block)]
    refuse(problems)
    new = [span for block in blocks for span in block.slots()]
    refuse(_problems_with_spans(edition, there, new))
    slots = [MeetingSlot(edition=edition, begins=begins, ends=ends) for begins, ends in new]
    for slot in slots:
        slot.save()
    record_edition(actor, edition, "forum.add_slots", changes={"slots": len(slots)}, public=False)
    return slots


def _problems_with_block(edition: Edition, block: Block) -> list[Problem]:
    problems = []
    if not edition.has_days:
        message = _("Fix the days of the edition first: then it can have meetings.")
        problems.append(Problem("days", "days", message))
    elif not edition.first_day <= day_of(block.begins, edition.time_zone) <= edition.last_day:
        problems.append(Problem("outside", "days", _("This is not a day of the forum.")))
    if block.ends <= block.begins:
        problems.append(Problem("order", "ends", _("It ends before it begins.")))
    elif block.ends - block.begins > timedelta(hours=24):
        problems.append(Problem("too_long", "ends", _("This is longer than a day.")))
    if not SHORTEST_SLOT <= block.minutes <= LONGEST_SLOT:
        message = _("A meeting lasts %(least)s to %(most)s minutes.")
        known = {"least": SHORTEST_SLOT, "most": LONGEST_SLOT}
        problems.append(Problem("range", "minutes", message % known))
    if not 0 <= block.pause <= LONGEST_PAUSE:
        message = _("A pause lasts %(most)s minutes at most.") % {"most": LONGEST_PAUSE}
        problems.append(Problem("range", "pause", message))
    if not problems and not block.slots():
        message = _("Not one meeting fits in between.")
        problems.append(Problem("none", "ends", message))
    return problems


def _problems_with_spans(
    edition: Edition, there: Sequence[Span], new: Sequence[Span]
) -> list[Problem]:
    if len(there) + len(new) > MOST_SLOTS:
        message = _("An edition has %(most)s times for meetings at most.") % {"most": MOST_SLOTS}
        return [Problem("many", "minutes", message)]
    problems = []
    for one, other in overlapping(there, new):
        message = _("%(new)s overlaps %(other)s.") % {
            "new": say_span(edition, *other),
            "other": say_span(edition, *one),
        }
        problems.append(Problem("overlap", "begins", message))
    return problems[:10]


@atomic_action
def remove_slots(*, actor: Actor, edition: Edition, slots: Sequence[MeetingSlot]) -> int:
    """Take out slots in which no timetable puts a meeting; return how many.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with each that is used, and by what.
    """
    require_organiser(actor, edition)
    rows = MeetingSlot.objects.filter(edition=edition, pk__in=[slot.pk for slot in slots])
    found = list(rows.select_for_update())
    if not found:
        raise RefusedError(Problem("missing", "slots", _("Choose the times to take out.")))
    refuse(_uses_of(edition, found))
    rows.delete()
    record_edition(
        actor, edition, "forum.remove_slots", changes={"slots": len(found)}, public=False
    )
    return len(found)


def _uses_of(edition: Edition, slots: Sequence[MeetingSlot]) -> list[Problem]:
    spans = {slot.pk: say_span(edition, slot.begins, slot.ends) for slot in slots}
    problems = []
    used = Placed.objects.filter(slot__in=slots).order_by("slot__begins", "timetable__number")
    rows = used.values_list("slot", "timetable__number", "timetable__is_published").distinct()
    for slot, number, is_published in rows:
        message = (
            _("%(slot)s is in use by the published timetable (number %(number)s).")
            if is_published
            else _("%(slot)s is in use by timetable number %(number)s.")
        )
        problems.append(Problem("used", "", message % {"slot": spans[slot], "number": number}))
    fixed = Meeting.objects.filter(fixed_slot__in=slots).order_by("fixed_slot__begins")
    for slot in fixed.values_list("fixed_slot", flat=True).distinct():
        message = _("A meeting is fixed for %(slot)s: let it be at another time first.")
        problems.append(Problem("fixed", "", message % {"slot": spans[slot or 0]}))
    return problems[:10]
