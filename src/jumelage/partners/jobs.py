"""Jobs of the schedule: wishes whose time is over, or is soon."""

from datetime import timedelta

from django.db import transaction

from jumelage.core.clock import now, today
from jumelage.core.schedule import Daily, periodic
from jumelage.partners.actions.wishes import expire
from jumelage.partners.models.wishes import Wish
from jumelage.partners.notices import remind

#: So long before its last day, those who answer for a wish are reminded.
AHEAD = timedelta(days=14)


@periodic("partners.look_after_wishes", Daily(hour=4))
def look_after_wishes() -> tuple[int, int]:
    """Close wishes whose time is over, and remind of those whose time ends soon; return how many of each."""
    over = Wish.objects.filter(state=Wish.OPEN, until__lt=today())
    closed = sum(expire(wish=wish) for wish in over)
    soon = Wish.objects.on_board(today()).filter(
        until__lte=today() + AHEAD, reminded_at__isnull=True
    )
    reminded = [_remind_once(wish) for wish in soon.select_related("place", "institution")]
    return closed, sum(reminded)


@transaction.atomic
def _remind_once(wish: Wish) -> bool:
    """Remind of a wish, unless another worker just did."""
    due = Wish.objects.filter(pk=wish.pk, reminded_at__isnull=True)
    return bool(due.update(reminded_at=now())) and remind(wish) > 0
