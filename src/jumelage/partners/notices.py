"""Telling those who answer for a wish by e-mail, each in the own language."""

from django.db.models import Q
from django.urls import reverse

from jumelage.accounts.models import User
from jumelage.core import mail
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Membership
from jumelage.memberships.officers import officers_of
from jumelage.partners.models.wishes import Wish, WishText


def readers_of(wish: Wish) -> list[User]:
    """Return who answers for a wish: the place’s officers; of an institution’s wish, its own too."""
    people = {person.pk: person for person in officers_of(wish.place)}
    if wish.institution_id is not None:
        members = Membership.objects.filter(
            Q(role__in=[Role.OFFICER, Role.HEAD]),
            institution=wish.institution_id,
            state=Membership.ACTIVE,
        )
        own = User.objects.filter(memberships__in=members, is_active=True)
        people |= {person.pk: person for person in own}
    return [people[pk] for pk in sorted(people)]


def title_in(wish: Wish, language: str) -> WishText:
    """Return what a wish says in a language; in its own if it says nothing in that."""
    texts = list(wish.texts.all())
    return next((text for text in texts if text.language == language), texts[0])


def remind(wish: Wish) -> int:
    """Tell those who answer for a wish that it runs out soon; return how many."""
    people = readers_of(wish)
    for person in people:
        mail.send(
            to=person.email,
            template="partners/mail/runs_out",
            context={
                "title": title_in(wish, person.mail_language).title,
                "until": wish.until,
                "place": wish.place.local_name,
                "link": mail.absolute(reverse("workspace:portfolio", args=[wish.place_id])),
            },
            language=person.mail_language,
        )
    return len(people)
