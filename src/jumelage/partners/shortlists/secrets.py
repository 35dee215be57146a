"""The secret in the address that shows a shortlist to others.

Nothing of it is kept: it is made from the row's number and nonce with the key of the installation, so it can be shown
again, cannot be made from a copy of the database, and is another once renewed.
"""

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from jumelage.core.mail import absolute
from jumelage.partners.models.shortlists import Shortlist

_MOST_DIGITS = 18


def secret_of(shortlist: Shortlist) -> str:
    """Return the secret in the address of a list that has one."""
    made_from = f"{shortlist.pk}:{shortlist.nonce}"
    digest = salted_hmac("partners.shortlist", made_from, algorithm="sha256").hexdigest()
    return f"{shortlist.pk}-{digest[:48]}"


def address_of(shortlist: Shortlist) -> str:
    """Return the whole address of a list for those who are to read it, in the present language."""
    return absolute(reverse("site:shared-shortlist", args=[secret_of(shortlist)]))


def shortlist_with(secret: str) -> Shortlist | None:
    """Return the list of a secret, also if its last day is over; ``None`` if the secret was taken back or never was."""
    number = secret.partition("-")[0]
    if not number.isascii() or not number.isdigit() or len(number) > _MOST_DIGITS:
        return None
    found = Shortlist.objects.select_related("place").filter(pk=int(number)).exclude(nonce="")
    shortlist = found.first()
    if shortlist is None or not constant_time_compare(secret, secret_of(shortlist)):
        return None
    return shortlist
