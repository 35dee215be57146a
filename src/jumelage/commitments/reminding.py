"""Reminding the owners of what is due, and letting count to what nobody has objected."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from jumelage.accounts.models import User
from jumelage.commitments.actions.mail_choice import stop_token, unwanted_by
from jumelage.commitments.actions.settling import settle_silent, silent_since
from jumelage.commitments.domain.reminders import BEFORE, is_due
from jumelage.commitments.domain.states import OPEN
from jumelage.commitments.models import Commitment, CommitmentOwner
from jumelage.core import mail
from jumelage.core.audit import OPERATOR, atomic_action, record
from jumelage.core.clock import today
from jumelage.memberships.models import Membership
from jumelage.memberships.officers import officers_of
from jumelage.ties.wording import say_date


def settle_what_is_silent() -> int:
    """Let the statements count to which nobody has objected in time; return how many. Twice is as once."""
    return sum(settle_silent(statement=statement) for statement in silent_since(today()))


def remind() -> int:
    """Remind the owners of what is due soon, and of what is overdue; return how many e-mails. Twice is as once."""
    day = today()
    near = Commitment.objects.open().filter(due_on__lte=day + timedelta(days=max(BEFORE)))
    waiting = near.filter(Q(reminded_on__isnull=True) | Q(reminded_on__lt=day))
    return sum(_remind(number, day) for number in waiting.values_list("pk", flat=True))


@atomic_action
def _remind(number: int, day: date) -> int:
    row = Commitment.objects.select_for_update().filter(pk=number, state__in=OPEN).first()
    if row is None or row.due_on is None or row.agreed_on is None:
        return 0
    since = max(row.agreed_on, row.reminded_on or row.agreed_on)
    if not is_due(row.due_on, since=since, today=day):
        return 0
    row.reminded_on = day
    row.save(update_fields=["reminded_on"])
    owners = list(row.owners.select_related("place"))
    sent = sum(_tell(row, owner) for owner in owners)
    record(
        actor=OPERATOR,
        action="commitments.remind",
        target=f"commitment:{row.pk}",
        changes={"when": row.due},
        places=[owner.place_id for owner in owners],
        registry=False,
    )
    return sent


def readers_of(owner: CommitmentOwner) -> list[User]:
    """Return who is reminded at an owner: its officers and who sees to it, but those who do not want the e-mail."""
    people = {person.pk: person for person in officers_of(owner.place)}
    members = Membership.objects.active().filter(pk=owner.member_id or 0, place=owner.place)
    chosen = User.objects.filter(memberships__in=members, is_active=True)
    people |= {person.pk: person for person in chosen}
    unwanted = unwanted_by(people)
    return [people[pk] for pk in sorted(people) if pk not in unwanted]


def _tell(row: Commitment, owner: CommitmentOwner) -> int:
    people: Sequence[User] = readers_of(owner)
    for person in people:
        with override(person.mail_language):
            path = reverse("workspace:commitment", args=[owner.place_id, row.pk])
            stop = mail.absolute(reverse("commitment-mail:stop", args=[stop_token(person)]))
            context = {
                "title": str(row.title),
                "due": say_date(row.due),
                "is_overdue": row.is_overdue,
                "link": mail.absolute(path),
                "unsubscribe_link": stop,
            }
        mail.send(
            to=person.email,
            template="commitments/mail/due",
            context=context,
            language=person.mail_language,
            headers={
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
    return len(people)
