"""Jobs of the schedule: forgetting the people of editions that are long over."""

from datetime import timedelta

from django.db.models import Q

from jumelage.core.clock import today
from jumelage.core.schedule import Daily, Every, periodic
from jumelage.forum.actions.members import forget_people
from jumelage.forum.actions.timetable_drawing import give_up_silent
from jumelage.forum.meetings import jobs as meeting_jobs  # noqa: F401 - its jobs are of the schedule too
from jumelage.forum.models import Edition

#: So long after the last day the people of delegations stay on record: for certificates, and for what was promised.
KEEP_PEOPLE = timedelta(days=90)


@periodic("forum.forget_people", Daily(hour=3))
def forget_people_of_past_editions() -> int:
    """Erase the people of editions that were over 90 days ago; return how many."""
    kept = Q(delegations__members__erased_at__isnull=True, delegations__members__isnull=False)
    proposed = Q(session_proposals__proposed_speakers__isnull=False)
    past = Edition.objects.filter(kept | proposed, last_day__lt=today() - KEEP_PEOPLE)
    return sum(forget_people(edition=edition) for edition in past.distinct())


@periodic("forum.give_up_silent_timetables", Every(timedelta(minutes=5)))
def give_up_silent_timetables() -> int:
    """Say of timetables whose search was lost with its worker that they failed; return how many."""
    return give_up_silent()
