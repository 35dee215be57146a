"""What the days do to rounds: those not answered yet are reminded, and a round whose last day is over is closed."""

from datetime import timedelta

from django.db import transaction

from jumelage.core.clock import now, today
from jumelage.core.schedule import Daily, periodic
from jumelage.partners.actions.rounds import close_over
from jumelage.partners.models import Round
from jumelage.partners.rounds.tasks import tell_sides

#: So long before the last day for answers, those who have not answered are reminded.
AHEAD = timedelta(days=5)
#: Who was asked less than so long before is not reminded yet.
SINCE = timedelta(days=2)


@periodic("partners.look_after_rounds", Daily(hour=4))
def look_after_rounds() -> tuple[int, int]:
    """Close offered rounds whose time is over, and remind in those whose time ends soon; return how many of each."""
    offered = Round.objects.filter(state=Round.OFFERED)
    closed = sum(close_over(round_=round_) for round_ in offered.filter(answers_until__lt=today()))
    soon = offered.filter(
        answers_until__range=(today(), today() + AHEAD),
        offered_at__lt=now() - SINCE,
        reminded_at__isnull=True,
    )
    return closed, sum(_remind_once(round_) for round_ in soon)


@transaction.atomic
def _remind_once(round_: Round) -> bool:
    """Remind in a round, unless another worker just did."""
    due = Round.objects.filter(pk=round_.pk, reminded_at__isnull=True)
    if not due.update(reminded_at=now()):
        return False
    waiting = [pair.pk for pair in round_.pairs.all() if not pair.is_answered]
    tell_sides.enqueue("reminder", waiting)
    return True
