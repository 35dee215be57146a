"""Telling those who answer for a wish by e-mail, each in the own language; and those who write to them."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from jumelage.accounts.models import User
from jumelage.core import mail
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Membership
from jumelage.memberships.officers import officers_of
from jumelage.partners.actions.mail_choice import stop_token
from jumelage.partners.models.answers import WishMessage
from jumelage.partners.models.wishes import Wish, WishText
from jumelage.partners.wishes.matches import Match
from jumelage.places.domain.countries import country_name
from jumelage.places.models import Place, PlaceName


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
        language = person.mail_language
        mail.send(
            to=person.email,
            template="partners/mail/runs_out",
            context={
                "title": title_in(wish, language).title,
                "until": wish.until,
                "place": place_in(wish.place, language),
                "link": _link(language, "workspace:wish", wish.place_id, wish.pk),
            },
            language=language,
        )
    return len(people)


def ask_to_confirm(message: WishMessage, secret: str) -> None:
    """Send a visitor the link with which the message is confirmed, and can be taken back."""
    mail.send(
        to=message.email,
        template="partners/mail/confirm_message",
        context={
            "title": title_in(message.wish, message.language).title,
            "holder": holder_in(message.wish, message.language),
            "text": message.text,
            "link": _link(message.language, "wish-message:confirm", message.pk, secret),
        },
        language=message.language,
    )


def message_came(message: WishMessage) -> None:
    """Tell those who answer for a wish that somebody wrote. The e-mail does not say who the person is, nor what."""
    wish = message.wish
    for person in readers_of(wish):
        language = person.mail_language
        mail.send(
            to=person.email,
            template="partners/mail/message_came",
            context={
                "title": title_in(wish, language).title,
                "holder": holder_in(wish, language),
                "link": _link(language, "workspace:wish-message", wish.place_id, message.pk),
            },
            language=language,
        )


def message_answered(message: WishMessage, address: str) -> None:
    """Send the writer the answer. With an address of who answered, a reply goes there; otherwise to nobody."""
    wish = message.wish
    mail.send(
        to=message.email,
        template="partners/mail/message_answered",
        context={
            "title": title_in(wish, message.language).title,
            "holder": holder_in(wish, message.language),
            "answer": message.answer,
            "text": message.text,
            "address": address,
            "link": _link(message.language, "site:wish", wish.pk),
        },
        language=message.language,
        headers={"Reply-To": address} if address else None,
    )


def matches_came(person: User, found: Sequence[tuple[Wish, Sequence[Match]]]) -> None:
    """Tell somebody of new wishes that fit the own ones: one e-mail for all of them, which can be switched off."""
    language = person.mail_language
    stop = _link(language, "wish-message:stop", stop_token(person))
    wishes = [
        {
            "title": title_in(wish, language).title,
            "link": _link(language, "workspace:wish", wish.place_id, wish.pk) + "#matches",
            "matches": [_told(match, language) for match in matches],
        }
        for wish, matches in found
    ]
    mail.send(
        to=person.email,
        template="partners/mail/matches",
        context={"wishes": wishes, "unsubscribe_link": stop},
        language=language,
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def holder_in(wish: Wish, language: str) -> str:
    """Return who holds a wish: the institution’s name, or the place’s in a language."""
    return wish.institution.name if wish.institution else place_in(wish.place, language)


def place_in(place: Place, language: str) -> str:
    """Return what a place is called in a language, whatever the language of the one who caused the message."""
    names = PlaceName.objects.filter(place=place, language=language, kind=PlaceName.OFFICIAL)
    return names.values_list("name", flat=True).first() or place.name


def _told(match: Match, language: str) -> dict[str, object]:
    wish = match.wish
    return {
        "title": title_in(wish, language).title,
        "holder": holder_in(wish, language),
        "country": country_name(wish.place.country, language),
        "link": _link(language, "site:wish", wish.pk),
    }


def _link(language: str, name: str, *args: object) -> str:
    """Return the whole address of a page, in the language of who reads it."""
    with override(language):
        return mail.absolute(reverse(name, args=args))
