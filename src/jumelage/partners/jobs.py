"""Jobs of the schedule: wishes whose time is over, or is soon; new wishes that fit others; messages to be forgotten."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from jumelage.accounts.models import User
from jumelage.core.clock import now, today
from jumelage.core.schedule import Daily, periodic
from jumelage.partners.actions.mail_choice import unwanted_by
from jumelage.partners.actions.wishes import expire
from jumelage.partners.models.answers import WishMatchesTold, WishMessage
from jumelage.partners.models.wishes import Wish
from jumelage.partners.rounds import jobs as round_jobs  # noqa: F401 - its jobs are of the schedule too
from jumelage.partners.wishes.matches import Match, new_matches
from jumelage.partners.wishes.notices import matches_came, readers_of, remind
from jumelage.partners.wishes.queries import with_all

#: So long before its last day, those who answer for a wish are reminded.
AHEAD = timedelta(days=14)
#: A visitor’s message waits so long to be confirmed.
KEEP_UNCONFIRMED = timedelta(days=2)
#: What came on the board within these minutes is left to the next day: a transaction may not be done yet.
SETTLED = timedelta(minutes=10)


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


@periodic("partners.tell_of_new_wishes", Daily(hour=5))
@transaction.atomic
def tell_of_new_wishes() -> int:
    """Tell the owners of open wishes of new ones that fit strongly: one e-mail a day at most; return how many went.

    Up to when they were told is written with the messages: done twice, it tells nobody twice.
    """
    up_to = now() - SETTLED
    told = WishMatchesTold.objects.select_for_update().order_by("pk")
    since = dict(told.values_list("wish", "up_to"))
    found = new_matches(today(), since, up_to)
    sent = _tell(found)
    open_wishes = Wish.objects.on_board(today()).filter(opened_at__lte=up_to)
    WishMatchesTold.objects.bulk_create(
        [
            WishMatchesTold(wish_id=pk, up_to=up_to)
            for pk in open_wishes.values_list("pk", flat=True)
        ],
        update_conflicts=True,
        unique_fields=["wish"],
        update_fields=["up_to"],
        batch_size=200,
    )
    return sent


def _tell(found: dict[int, list[Match]]) -> int:
    """Send each person who answers for some of these wishes one e-mail about all of them."""
    wishes = with_all(Wish.objects.filter(pk__in=found), settings.LANGUAGE_CODE)
    people: dict[int, User] = {}
    theirs: dict[int, list[tuple[Wish, list[Match]]]] = defaultdict(list)
    for wish in wishes.order_by("pk"):
        for person in readers_of(wish):
            people[person.pk] = person
            theirs[person.pk].append((wish, found[wish.pk]))
    unwanted = unwanted_by(people)
    for pk, own in theirs.items():
        if pk not in unwanted:
            matches_came(people[pk], own)
    return len(theirs.keys() - unwanted)


@periodic("partners.forget_messages", Daily(hour=3))
def forget_messages() -> tuple[int, int]:
    """Erase visitors’ messages never confirmed, and all to wishes closed long ago; return how many of each.

    How long they are kept after the wish is closed is a setting (``JUMELAGE_WISH_MESSAGE_DAYS``).
    """
    unconfirmed = WishMessage.objects.filter(
        confirmed_at__isnull=True, created_at__lt=now() - KEEP_UNCONFIRMED
    )
    kept = timedelta(days=settings.JUMELAGE["WISH_MESSAGE_DAYS"])
    old = WishMessage.objects.of_wishes_closed_before(today() - kept)
    return unconfirmed.delete()[0], old.delete()[0]
