"""Whether a meeting may have been held by now, on which day, and which ties it keeps alive."""

from jumelage.core.clock import now, today
from jumelage.forum.domain.agenda import day_of
from jumelage.forum.domain.meetings import FOR
from jumelage.forum.models import Delegation, Edition, Meeting, Placed
from jumelage.ties.domain.terms import Legal
from jumelage.ties.models import Tie


def has_begun(meeting: Meeting) -> bool:
    """Whether a meeting may have been held by now: its slot has begun, or without a timetable, its edition."""
    edition = meeting.edition
    if edition.state == Edition.CANCELLED:
        return False
    placed = placed_of(meeting)
    if placed is not None:
        return placed.slot.begins <= now()
    return edition.first_day <= day_of(now(), edition.time_zone)


def placed_of(meeting: Meeting) -> Placed | None:
    """Return where the published timetable puts a meeting, if it does."""
    rows = Placed.objects.filter(meeting=meeting, timetable__is_published=True)
    return rows.select_related("slot", "table__room").first()


def when_held(meeting: Meeting) -> str:
    """Return when a meeting was held: the day of its slot, else the days of its edition as far as they are over."""
    edition, placed = meeting.edition, placed_of(meeting)
    if placed is not None:
        return min(day_of(placed.slot.begins, edition.time_zone), today()).isoformat()
    first, last = edition.first_day, min(edition.last_day, today())
    return first.isoformat() if last <= first else f"{first}/{last}"


def ties_of(meeting: Meeting, delegation: Delegation) -> list[Tie]:
    """Return the ties in force between a party's place and those of the others in its meeting."""
    rows = meeting.parties.filter(answer__in=FOR).exclude(delegation=delegation)
    others = list(rows.values_list("delegation__place", flat=True))
    ties = Tie.objects.filter(legal=Legal.IN_FORCE)
    own = delegation.place_id
    found = [
        *ties.filter(place_a=own, place_b__in=others),
        *ties.filter(place_b=own, place_a__in=others),
    ]
    return sorted(found, key=lambda tie: tie.pk)
