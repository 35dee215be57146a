"""What commitments tell a person who asks what is kept. No row of theirs holds a person’s name."""

from typing import Any

from jumelage.accounts.exporting import section
from jumelage.accounts.models import User
from jumelage.commitments.models import CommitmentOwner, ReminderChoice


@section("commitments")
def commitments_of(user: User) -> dict[str, Any]:
    """Return for which commitments somebody is reminded, and whether the person wants that."""
    owners = CommitmentOwner.objects.filter(member__user=user).order_by("pk")
    choice = ReminderChoice.objects.filter(user=user).first()
    return {
        "sees_to": list(owners.values_list("commitment", flat=True)),
        "reminders_by_email": choice.wanted if choice else True,
    }
