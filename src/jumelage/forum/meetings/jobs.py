"""Jobs of the schedule: telling offices what is new of their meetings; forgetting interpreters and words."""

from datetime import timedelta

from jumelage.core.clock import today
from jumelage.core.schedule import Daily, Every, periodic
from jumelage.forum.actions.meeting_interpreters import forget_interpreters, forget_words
from jumelage.forum.meetings.notices import send_news
from jumelage.forum.models import Edition, MeetingParty

#: So long after the last day interpreters stay on record.
KEEP_INTERPRETERS = timedelta(days=90)


@periodic("forum.tell_of_meetings", Every(timedelta(hours=1)))
def tell_of_meetings() -> int:
    """Tell every office what is new of its meetings, in one message an hour at most; return of how many delegations."""
    return send_news()


@periodic("forum.forget_interpreters", Daily(hour=3))
def forget_interpreters_of_past_editions() -> int:
    """Erase the interpreters of editions that were over 90 days ago; return how many."""
    past = Edition.objects.filter(
        last_day__lt=today() - KEEP_INTERPRETERS, meeting_interpreters__erased_at__isnull=True
    )
    return sum(forget_interpreters(edition=edition) for edition in past.distinct())


@periodic("forum.forget_words", Daily(hour=3))
def forget_words_of_past_editions() -> int:
    """Erase what parties of meetings wrote to each other, 90 days after the edition; return of how many."""
    said = MeetingParty.objects.exclude(message="").order_by().values("meeting__edition")
    past = Edition.objects.filter(last_day__lt=today() - KEEP_INTERPRETERS, pk__in=said)
    return sum(forget_words(edition=edition) for edition in past)
