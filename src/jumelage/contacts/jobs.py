"""Jobs of the schedule: forgetting what nobody took further."""

from datetime import timedelta

from jumelage.contacts.models import AddressList, ErasureRequest
from jumelage.core.clock import now
from jumelage.core.schedule import Daily, periodic

#: An address list waits so long to be taken over, a request so long to be confirmed.
KEEP_LISTS, KEEP_UNCONFIRMED = timedelta(days=30), timedelta(days=7)


@periodic("contacts.clear_old_lists", Daily(hour=3))
def clear_old_lists() -> int:
    """Delete address lists that nobody took over, and of those taken over the note that they were; return how many."""
    return AddressList.objects.filter(created_at__lt=now() - KEEP_LISTS).delete()[0]


@periodic("contacts.clear_unconfirmed_requests", Daily(hour=3))
def clear_unconfirmed_requests() -> int:
    """Delete requests about personal data that were never confirmed; return how many."""
    asked = ErasureRequest.objects.filter(
        confirmed_at__isnull=True, created_at__lt=now() - KEEP_UNCONFIRMED
    )
    return asked.delete()[0]
