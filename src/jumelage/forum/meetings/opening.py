"""Whether delegations may wish and answer."""

from django.utils.translation import gettext as _

from jumelage.core.clock import now
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.forum.domain.agenda import day_of
from jumelage.forum.models import Edition, MeetingRules


def is_open(rules: MeetingRules | None, edition: Edition) -> bool:
    """Whether delegations may wish, answer, and say when they are away: by the rules, at this moment."""
    if rules is None or not rules.wishes_open:
        return False
    if edition.state not in {Edition.ANNOUNCED, Edition.OPEN}:
        return False
    today = day_of(now(), edition.time_zone)
    return today <= edition.last_day and (rules.wishes_until is None or today <= rules.wishes_until)


def require_open(edition: Edition) -> MeetingRules:
    """Return the rules of an edition, locked, if its wishes are open: of two who wish at once, one waits.

    Raises:
        RefusedError: they are not.
    """
    rules = MeetingRules.objects.select_for_update().filter(edition=edition).first()
    if rules is None or not is_open(rules, edition):
        message = _("Wishes are closed. Ask the organisers.")
        raise RefusedError(Problem("closed", "", message))
    return rules
