"""Jobs of the schedule: keeping sessions small."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from jumelage.core.clock import now
from jumelage.core.schedule import Daily, periodic


@periodic("accounts.clear_sessions", Daily(hour=3))
def clear_sessions() -> int:
    """Delete sessions that have run out; return how many."""
    count = Session.objects.filter(expire_date__lt=now()).delete()[0]
    lasting = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=lasting).delete()
    return count
