"""Badges: the code of a person's badge, and whose a code is.

Nothing of a code is kept: it is made from the person's number and the how manieth badge it is, with the key of the
installation. So a badge can be printed again, no badge can be made from a copy of the database, and a lost one is
void as soon as the person has another.
"""

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from jumelage.core.mail import absolute
from jumelage.forum.domain.badges import SIGNED, code, understood
from jumelage.forum.models import Edition, Member


def code_of(member: Member) -> str:
    """Return the code of a person's badge."""
    made_from = f"{member.pk}:{member.badge}"
    return code(member.pk, salted_hmac("forum.badge", made_from, algorithm="sha256").digest())


def address_of(member: Member) -> str:
    """Return the address that the badge leads to: nothing in it says who the person is."""
    return absolute(reverse("workspace-root:badge", args=[code_of(member)]))


def member_with(text: str, edition: Edition | None = None) -> Member | None:
    """Return whose badge a code is, or an address with one; ``None`` if the code is void or was never given.

    ``edition`` narrows to the people of one.
    """
    said = understood(text)
    if said is None:
        return None
    rows = Member.objects.select_related("delegation__edition", "delegation__place")
    found = rows.filter(pk=said.number).first()
    if found is None or not constant_time_compare(said.signature, code_of(found)[-SIGNED:]):
        return None
    if edition is not None and found.delegation.edition_id != edition.pk:
        return None
    return found
