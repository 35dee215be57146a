"""Telling organisers and places by e-mail what happened, each in the own language."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from jumelage.accounts.models import User
from jumelage.core import mail
from jumelage.forum.models import Delegation, Edition, Organiser
from jumelage.forum.models.editions import OFFICERS
from jumelage.memberships.models import Membership
from jumelage.memberships.officers import officers_of
from jumelage.memberships.targets import name_in


def organisers_of(edition: Edition) -> list[User]:
    """Return who runs an edition: the officers of its organisers."""
    rows = Organiser.objects.filter(edition=edition)
    wanted = Q(pk__in=[])
    for target in ("association", "institution", "place"):
        known = rows.filter(**{f"{target}__isnull": False}).order_by()
        wanted |= Q(**{f"{target}__in": known.values(target)})
    members = Membership.objects.active().filter(wanted, role__in=OFFICERS)
    return list(
        User.objects.filter(memberships__in=members, is_active=True).order_by("pk").distinct()
    )


def tell_place(delegation: Delegation, template: str, **more: Any) -> int:
    """Send the officers of a delegation's place a message; return to how many."""
    page = ("workspace:delegation", delegation.place_id, delegation.pk)
    return _tell(officers_of(delegation.place), delegation, template, page, more)


def tell_organisers(delegation: Delegation, template: str, **more: Any) -> int:
    """Send those who run the edition of a delegation a message; return to how many."""
    page = ("workspace:forum-delegation", delegation.pk)
    return _tell(organisers_of(delegation.edition), delegation, template, page, more)


def _tell(
    people: Iterable[User],
    delegation: Delegation,
    template: str,
    page: tuple[object, ...],
    more: dict[str, Any],
) -> int:
    number = 0
    for person in people:
        language = person.mail_language
        with override(language):
            context = {
                "edition": str(delegation.edition.name),
                "place": name_in(delegation.place, language),
                "delegation": delegation,
                "link": mail.absolute(reverse(str(page[0]), args=page[1:])),
                **more,
            }
        mail.send(
            to=person.email, template=f"forum/mail/{template}", context=context, language=language
        )
        number += 1
    return number
